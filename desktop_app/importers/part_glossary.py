"""名词解释: running text -> terms with their explanations."""

import re

from desktop_app.domain.disclosed import Term
from desktop_app.domain.model import Unread
from desktop_app.domain.traces import Review
from desktop_app.importers import lines
from desktop_app.importers.cells import Row
from desktop_app.importers.table_evidence import numeral

_BULLET = re.compile(r"\s*[-•·●◆▪*]+\s+")
_STARS = re.compile(r"\*\*")
_SPLIT = re.compile(r"\s*[:：]\s*")
_MEANS = re.compile(r"(?<=[^，。；：:])(?:——?|\s)?(?=(?:是|主要)?指)")
_OPEN_END = re.compile(r"[。！？!?；;：:]$")
_MORE = re.compile("其中|包括|主要|具体")
_LONGEST_TERM = 25


def read_glossary(rows: list[Row]) -> tuple[list[Term], list[Review], list[Unread]]:
    """The terms in order, what a person must look at (numbers that do not follow), and lines that fit nowhere."""
    entries = [_Entry(row) for row in rows]
    marked = sum(entry.marked for entry in entries)
    end = max((row.line for entry, row in zip(entries, rows, strict=True) if entry.marked and entry.term), default=0)
    found: list[Term] = []
    review: list[Review] = []
    unread: list[Unread] = []
    last = 0
    for entry, row in zip(entries, rows, strict=True):
        before = found[-1] if found else None
        begins = entry.term and (entry.marked or not marked or _plain_entry(entry, before))
        if not begins:
            if before is None or (row.line > end and _OPEN_END.search(before.text) and not _MORE.match(entry.whole)):
                review.append(Review("glossary", f"名词解释里有一行不知属于哪个名词：{row.text[:20]}", row.place))
                unread.append(Unread(row.line, row.text))
            else:
                _go_on(before, entry.whole, row)
            continue
        if before and (before.term, before.text) == (entry.term, entry.text):
            continue  # printed twice
        found.append(Term(entry.term, entry.text, lines=row.place))
        number = entry.number or (last + 1)
        if entry.marked and number != last + 1:
            review.append(Review("glossary", f"名词的序号{last}后面是{number}，可能缺一条", row.place))
        last = number
    for i, term in enumerate(found):
        if not term.text or (not _OPEN_END.search(term.text) and len(term.text) > _LONGEST_TERM):
            review.append(Review(f"glossary[{i}].text", "解释没有写完", term.lines))
    return found, review, unread


def explains(row: Row) -> bool:
    """Whether a numbered line says what a term means."""
    entry = _Entry(row)
    return entry.marked and bool(entry.term) and re.match(r"(?:是|主要)?指", entry.text) is not None


def numbered_term(row: Row) -> bool:
    """Whether a numbered line begins with a term and a colon."""
    entry = _Entry(row)
    return entry.marked and bool(entry.term)


class _Entry:
    """One line: its number, whether a number or a bullet begins it, its term and the text after it."""

    def __init__(self, row: Row) -> None:
        bullet = _BULLET.match(row.text)
        plain = row.text[bullet.end() :] if bullet else row.text
        number = lines.NUMBER.match(plain)
        text = _number(number[1] or number[2]) if number else None
        self.number = text
        self.marked = bool(bullet or number)
        self.whole = _STARS.sub("", plain).strip()
        body = _STARS.sub("", plain[number.end() :] if number else plain).strip()
        self.term, self.text = _term(body)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else numeral(text)


def _term(body: str) -> tuple[str, str]:
    """The term and its explanation: parted by a colon, or by the word that means."""
    parts = _SPLIT.split(body, maxsplit=1)
    if len(parts) == 2 and 1 < len(parts[0]) <= _LONGEST_TERM and not re.search("[。；;！]", parts[0]):
        return parts[0].strip(), parts[1].strip()
    match = _MEANS.search(body, 2, _LONGEST_TERM + 1)
    if match:
        return body[: match.start()].strip(), body[match.end() :].strip()
    return "", body


def _plain_entry(entry: _Entry, before: Term | None) -> bool:
    """Whether a line without a number begins an entry among numbered ones: it says what something means."""
    done = before is None or _OPEN_END.search(before.text) is not None
    return done and re.match(r"(?:是|主要)?指", entry.text) is not None


def _go_on(term: Term, text: str, row: Row) -> None:
    """Add a line to an explanation: one that was cut by a page break goes straight on."""
    if term.text.endswith(text):
        return  # printed twice
    joint = "\n" if _OPEN_END.search(term.text) else ""
    term.text += joint + text
    term.lines = (term.lines[0] if term.lines else row.line, row.last)
