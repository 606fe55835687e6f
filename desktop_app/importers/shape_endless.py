"""Forms of which one line holds much or all: cells joined by blanks, or a text that lost all its line breaks."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from desktop_app.domain.traces import Review
from desktop_app.importers import lines as running
from desktop_app.importers.cells import Row
from desktop_app.importers.shape_glued import Anchors, Glued, form_rows, glued
from desktop_app.importers.text_reader import Line, text_row
from desktop_app.importers.vocabulary import Vocabulary

_NUMBERED = re.compile(r"(?:(?<=\s)|(?<![\d.．])|^)\d{1,3}\s*(?:、|[.．](?!\d))\s*")
_TITLE = re.compile(r"绩效目标(?:申报|公开|批复)?表\s*")
_OWNER = re.compile(r"(?:\d{3,12}\s*[\u4e00-\u9fff]\S{1,40}|(?:预算单位|单位名称|填报单位)\s*[:：]\s*\S{2,40})\s*")
_MEASURE = re.compile(r"\s*(?:金额|计量)?单位\s*[:：]\s*\S{0,2}元\s*$")
_LONGEST_LEAD = 240
_LONGEST_FORM = 3_000
_FEW_ENDS = 0.05  # lines that end in a blank, as the ends of cells in a text layer do
_LEAST_AFTER = 2  # cells after the 二级指标 of a row, if only 三级指标 and 指标值 are filled
_UNKNOWN = "表格的栏目名称不全，分不出各格"
_LOST = "文字没有分行，分不清标题和段落"


# words that name a part of the disclosure -> the path of that part in a book's review
_PARTS = {
    "政府采购": "procurement",
    "固定资产": "assets",
    "名词解释": "glossary",
    "单位性质": "organisation",
    "收支总表": "budget_tables",
    "收入总表": "budget_tables",
    "支出总表": "budget_tables",
    "支出表": "budget_tables",
}


def lost(rows: Iterable[Row]) -> list[Review]:
    """The parts of a book that lie in text which could not be divided: nothing of them is read."""
    review: dict[str, Review] = {}
    for row in rows:
        if row.doubt not in (_LOST, _UNKNOWN):
            continue
        plain = "".join(row.text.split())
        paths = ["projects"] if row.doubt == _UNKNOWN else ["narrative"]
        # a form that was not understood may be followed by the rest of the document
        paths += ["narrative"] if len(plain) > _LONGEST_FORM else []
        paths += [path for word, path in _PARTS.items() if word in plain]
        for path in paths:
            review.setdefault(path, Review(path, row.doubt, row.place))
    return list(review.values())


def begins(lines: Sequence[Line], at: int, marks: Anchors) -> bool:
    """Whether a form begins in this line whose cells are joined by single blanks or by nothing."""
    text = lines[at].text
    if "\t" in text or len(text) < 20:
        return False
    code = marks.code.search(text)
    return code is not None and (not text[: code.start()].strip() or marks.heads.search(text, code.end()) is not None)


def whole_rows(lines: Sequence[Line], words: Vocabulary) -> bool:
    """Whether most lines with a 二级指标 hold its whole row and few end in a blank: nothing is wrapped."""
    after = []
    if sum(line.text[-1:] == " " for line in lines) > _FEW_ENDS * len(lines):
        return False
    for line in lines:
        parts = line.text.split(maxsplit=8)
        at = next((i for i in (0, 1) if i < len(parts) and words.level2(parts[i])), None)
        if at is not None and (at == 0 or words.level1(parts[0])):
            after.append(len(parts) - at - 1)
    return 2 * sum(count >= _LEAST_AFTER for count in after) > len(after)


def read(lines: Sequence[Line], at: int, words: Vocabulary, marks: Anchors) -> tuple[list[Row], int]:
    """The rows from this line on, and how many lines they take."""
    end = _end(lines, at, marks)
    whole = glued((line.number, line.text) for line in lines[at:end])
    codes = [match.start() for match in marks.code.finditer(whole.text)]
    leads = [_lead(whole.text, codes[i - 1] if i else 0, start) for i, start in enumerate(codes)]
    rows: list[Row] = []
    before = whole.text[: leads[0]].strip()
    if before:
        rows.append(_text(whole, 0, leads[0], _LOST))
    for i, (lead, start) in enumerate(zip(leads, codes, strict=True)):
        stop = leads[i + 1] if i + 1 < len(leads) else len(whole.text)
        form = form_rows(whole, start, stop, words, marks)
        if not form:
            form = [_text(whole, start, stop, _UNKNOWN)]
        rows += _lead_rows(whole, lead, start) + form
    return rows, end - at


def _end(lines: Sequence[Line], at: int, marks: Anchors) -> int:
    """The line after the form: where the lines above the next one begin, or a heading after its indicators."""
    heads = marks.heads.search(lines[at].text) is not None
    for i in range(at + 1, len(lines)):
        line = lines[i]
        if "\t" in line.text or marks.code.search(line.text):
            above = [text_row(before) for before in lines[at:i]]
            return at + running.lead_of(above, len(above), 1)
        if heads and (line.heading or running.title_ends(line.text) or running.great_heading(text_row(line))):
            return i
        heads = heads or marks.heads.search(line.text) is not None
    return len(lines)


def _lead(text: str, floor: int, start: int) -> int:
    """Where the title, the owner and the measure before a code begin, in a text without line breaks."""
    floor = max(floor, start - _LONGEST_LEAD, text.rfind("\n", 0, start) + 1)
    measure = _MEASURE.search(text, floor, start)
    end = measure.start() if measure else start
    for title in reversed(list(_TITLE.finditer(text, floor, end))):
        between = text[title.end() : end].strip()
        if between and not _OWNER.fullmatch(between):
            break
        numbers = list(_NUMBERED.finditer(text, floor, title.start()))
        if numbers:
            return numbers[-1].start()
        blank = text.rfind(" ", floor, title.start())
        return blank + 1 if blank >= 0 else title.start()  # its beginning cannot be told from the row before it
    owners = [at for at in range(floor, end) if _OWNER.fullmatch(text, at, end) and not text[at - 1 : at].isdigit()]
    return owners[-1] if owners else end


def _lead_rows(whole: Glued, lead: int, start: int) -> list[Row]:
    """The lines above a form, one a row."""
    text = whole.text[lead:start]
    cuts = [m.end() for m in _TITLE.finditer(text)][-1:]
    cuts += [m.start() for m in _MEASURE.finditer(text)][-1:]
    edges = [0, *sorted(cuts), len(text)]
    return [_text(whole, lead + a, lead + b) for a, b in pairwise(edges) if text[a:b].strip()]


def _text(whole: Glued, start: int, end: int, doubt: str = "") -> Row:
    row = whole.row(start, end, [whole.text[start:end].strip()], doubt)
    row.table = False
    return row
