"""The same document in other clothes: texts re-encoded, re-wrapped, with other delimiters; records in other shapes."""

import re
import unicodedata
from collections.abc import Callable

from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book, Goal, Indicator, Project
from desktop_app.domain.records import Record

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_FIELD = re.compile(r"\\\w")
_OPENING, _CLOSING = "（《【「“‘", "，。、；：！？）》】」％”’"

# --- bytes


def encodings() -> dict[str, Callable[[str], bytes]]:
    """Every encoding in which such a text is met."""
    return {
        "GB18030": lambda text: text.encode("gb18030"),
        "UTF-16 with a mark": lambda text: text.encode("utf-16"),
        "UTF-16 LE": lambda text: text.encode("utf-16-le"),
        "UTF-16 BE": lambda text: text.encode("utf-16-be"),
        "UTF-16 BE with a mark": lambda text: ("\ufeff" + text).encode("utf-16-be"),
        "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
        "UTF-32": lambda text: text.encode("utf-32"),
        "NUL bytes": lambda text: text.replace("。", "。\x00").encode() + b"\x00" * 64,
    }


# --- line ends and blank lines


def crlf(text: str) -> str:
    """Line ends of Windows."""
    return text.replace("\n", "\r\n")


def cr(text: str) -> str:
    """Line ends of old Macs and of Word's own text."""
    return text.replace("\n", "\r")


def no_blank_lines(text: str) -> str:
    """Without empty lines; lines of blanks and tabs stay."""
    return "\n".join(line for line in text.split("\n") if line)


def double_blank_lines(text: str) -> str:
    """Every empty line twice."""
    return re.sub(r"\n(?=\n)", "\n\n", text)


def no_blanks_at_ends(text: str) -> str:
    """Without blanks at the ends of lines."""
    return "\n".join(line.rstrip(" \u3000") for line in text.split("\n"))


# --- signs


def wide_digits(text: str) -> str:
    """All digits of full width, but those of Word's field codes."""
    lines = text.split("\n")
    return "\n".join(line if _FIELD.search(line) else line.translate(WIDE) for line in lines)


def bookmarks(text: str) -> str:
    """A bookmark of Word's contents before every line of text that has a heading's number."""
    pattern = re.compile(r"^(?=(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、]))", re.MULTILINE)
    return pattern.sub("[bookmark: _Toc1234567]", text)


# --- delimiters: every line with tabs is a row


def _rows(text: str, write: Callable[[list[str]], str]) -> str:
    lines = text.split("\n")
    return "\n".join(write(line.split("\t")) if "\t" in line else line for line in lines)


def pipes(text: str) -> str:
    """Rows as `| a | b |`."""
    return _rows(text, lambda cells: f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")


def wide_pipes(text: str) -> str:
    """Rows as `a｜b`, with nothing outside."""
    return _rows(text, "｜".join)


def ended_cells(text: str) -> str:
    """Every cell of a text with one cell a line ended by ` |`, a cell of several lines at its last line."""
    lines = text.split("\n")
    done: list[str] = []
    for i, line in enumerate(lines):
        if line.startswith("\t") and line.count("\t") == 1:
            goes_on = i + 1 < len(lines) and lines[i + 1] and not lines[i + 1].startswith("\t")
            done.append(line[1:] if goes_on and line[1:].strip() else f"{line[1:]} |")
        elif line and done and _in_cell(lines, i):
            goes_on = i + 1 < len(lines) and lines[i + 1] and not lines[i + 1].startswith("\t")
            done.append(line if goes_on else f"{line} |")
        else:
            done.append(line)
    return "\n".join(done)


def _in_cell(lines: list[str], i: int) -> bool:
    """Whether a line without a tab goes on with a cell: no blank line stands between."""
    while i and lines[i] and not lines[i].startswith("\t"):
        i -= 1
    return lines[i].startswith("\t")


def runs_of_blanks(text: str) -> str:
    """Cells parted by four blanks: what stands for blank cells shows only in their number."""
    return _rows(text, "    ".join)


def set_columns(text: str) -> str:
    """Every run of rows with as many cells set in columns with blanks."""
    lines = text.split("\n")
    done: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and "\t" in lines[end] and lines[end].count("\t") == lines[at].count("\t"):
            end += 1
        rows = [[cell.strip() for cell in line.split("\t")] for line in lines[at:end]]
        sizes = [max(map(shown, column)) for column in zip(*rows, strict=True)]
        done += ["   ".join(c + " " * (w - shown(c)) for c, w in zip(row, sizes, strict=True)) for row in rows]
        done += [] if end > at else [lines[at]]
        at = max(end, at + 1)
    return "\n".join(done)


def shown(text: str) -> int:
    """The columns that a text takes on a screen."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


# --- widths


def wrapped(width: int) -> Callable[[str], str]:
    """Every line broken after `width` characters, whatever stands there."""
    return lambda text: "\n".join(
        line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width)
    )


def wrapped_well(columns: int) -> Callable[[str], str]:
    """Every line broken at `columns` of a screen, words kept whole, closing marks not at the beginning of a line."""
    unit = re.compile(rf"[{_OPENING}]*(?:[\x21-\x7e]+|.)[{_CLOSING}]*")

    def wrap(line: str) -> str:
        lines, room = [""], columns
        for part in unit.findall(line) or [""]:
            if lines[-1] and shown(part) > room:
                lines.append("")
                room = columns
            lines[-1] += part
            room -= shown(part)
        return "\n".join(lines)

    return lambda text: "\n".join(map(wrap, text.split("\n")))


# --- records


def book_of(record: Record) -> Book:
    """The projects and the narrative of an expected record as a book, to be written in any shape."""
    department = record["department"]
    sections = [Section(s["heading"] or "", s["text"] or "") for s in record.get("narrative") or []]
    return Book(
        year=record["year"],
        department_code=department["code"] or "",
        department_name=department["name"] or "",
        sections=sections,
        projects=[_project(p) for p in record["projects"]],
    )


def _project(p: Record) -> Project:
    own = {f: p[f] or "" for f in ("unit_code", "unit_name", "seq", "title", "code", "name", "budget", "fiscal")}
    rows = [
        Indicator(**{f: row[f] or "" for f in ("l1", "l2", "l3", "desc", "value", "basis")}) for row in p["indicators"]
    ]
    return Project(
        **own,
        other=p["other"] or "",
        purpose=p["purpose"] or "",
        plan=[entry or "" for entry in p["plan"]],
        goals=[Goal(text) for text in p["goals"]],
        indicators=rows,
    )
