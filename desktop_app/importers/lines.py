"""Telling apart the lines of running text: titles of forms, owners, captions, headings, page numbers, contents."""

import re
from typing import NamedTuple

from desktop_app.importers.cells import Row, fold, only_cell

_NUMERAL = r"[一二三四五六七八九十百\d]+"
NUMBER = re.compile(
    rf"\s*(?:({_NUMERAL})\s*[、.．]|[（(]\s*({_NUMERAL})\s*[）)][、.．]?)\s*(?!\d+(?:\.\d+)?\s*[%％万元])"
)
PART_NAMES = frozenset({"部门整体绩效目标", "单位整体绩效目标", "预算项目绩效目标", "部门预算项目绩效目标"})

_TITLE_END = re.compile(r"绩效目标(?:申报|公开|批复)?表$")
_PART = re.compile(rf"第{_NUMERAL}部分")
_CHAPTER = re.compile(r"\s*[一二三四五六七八九十]+\s*[、.．]")
_OWNER = re.compile(r"(\d{3,12})(?!\d)\s*[-—]?\s*((?![年月日号时天个人家万千百元.．、)）%％])\S.{1,58})")
_NAMED_OWNER = re.compile(
    r"(?:预算单位|单位名称|编报单位|填报单位|项目单位|实施单位)[:：]\s*(?:(\d{3,12})\s*)?(\S.{1,58})"
)
_MEASURE = re.compile(r"(?:预算年度:\d{4}年?)?(?:金额)?(?:计量)?单位:\S{0,4}元\S{0,4}$")
_MEASURE_TAIL = re.compile(r"\s*(?:金额)?单位\s*[:：]\s*\S{0,4}元\S{0,4}$")
_ORGAN = re.compile(
    r"[\u4e00-\u9fff()]{2,40}?(?:局|委|委员会|办|办公室|厅|院|中心|部|政府|处|会|所|站|队|校|学|园|馆|场|社|公司|组)"
    r"(?:[(]?本级[)]?)?"
)
_CAPTION = re.compile(
    r"(?:编制部门|编制单位|编报部门|填报部门|部门名称|部门|截止日期|截止时间|预算年度|(?:公开)?表\d*)[:：\d].*"
)
_CAPTION_END = re.compile(r"(?:表|情况|一览|清单|目录)(?:\(.{1,10}\))?$")
_NO_NAME = re.compile(r"[，,：:%％≥≤＞＜＝=]|等于")
_STOPS = re.compile(r"[。；;！!？?]")
_MARK = re.compile(
    r"(?:密级(?:和保密期限)?:?)?(?P<level>绝密|机密|秘密)(?:[★☆*].{0,12}|[(]?\d{1,2}年[)]?)?|密级:(?:公开|内部|无)?"
)
_PAGE_NUMBER = re.compile(r"[-—－]*\d{1,4}[-—－]*|第\d+页(?:[,，]?共\d+页)?|\d{1,4}/\d{1,4}")
_YEAR_LINE = re.compile(r"[(]?(?:预算)?(?:年度:)?20\d\d年?度?[)]?")
_CONTENTS_ENTRY = re.compile(r"\S.*?[.…·．]{3,}\s*\d{1,4}\s*$")
_BOOK_TITLE = re.compile(r".*\d{4}年.*(?:预算|绩效).*(?:说明|公开|文本|目标|情况)")

LONGEST_HEADING = 40
_LONGEST_ITEM = 20
_LONGEST_OWNER = 120
_LONGEST_ENTRY = 300
_LONGEST_LEAD = 8


class Owner(NamedTuple):
    """A unit or department as a line above a table prints it."""

    code: str
    name: str


def owner(text: str) -> Owner | None:
    """The owner that a line `316001 某局本级` or `预算单位：某局` names."""
    if len(text) > _LONGEST_OWNER:
        return None
    plain = _MEASURE_TAIL.sub("", text.strip())
    match = _NAMED_OWNER.fullmatch(plain) or _OWNER.fullmatch(plain)
    if not match or _STOPS.search(plain) or _NO_NAME.search(match[2]) or title_ends(plain):
        return None
    if sum("\u4e00" <= c <= "\u9fff" for c in match[2]) < 2:
        return None
    return Owner(match[1] or "", match[2].strip())


def unit_name(text: str) -> bool:
    """Whether a line between the title and the table is the name of a unit that is printed without its code."""
    return below_title(text) and _ORGAN.fullmatch(fold(text)) is not None and not _NO_NAME.search(text)


def below_title(text: str) -> bool:
    """Whether a line under the title of a form may belong to the form: it is short, no sentence and no title."""
    return 2 <= len(fold(text)) and not (sentence(text) or NUMBER.match(text) or title_ends(text))


def measure(text: str) -> bool:
    """Whether the line only says in what the money is counted (`单位：万元`)."""
    return _MEASURE.fullmatch(fold(text)) is not None


def mark(text: str) -> bool:
    """Whether the line is the 密级 that a page bears, and nothing else (`密级：秘密★5年`, `机密★1年`, `密级：`)."""
    return len(text) <= LONGEST_HEADING and _MARK.fullmatch(fold(text)) is not None


def secret(text: str) -> bool:
    """Whether the line is a 密级 that says that something is secret."""
    match = _MARK.fullmatch(fold(text)) if len(text) <= LONGEST_HEADING else None
    return match is not None and match["level"] is not None


def title_ends(text: str) -> bool:
    """Whether the line ends the title of a project's form (`…绩效目标表`)."""
    return _TITLE_END.search(fold(text[-_LONGEST_ITEM:])) is not None


def caption(text: str) -> bool:
    """Whether a line right above a table belongs to the table: its name, its owner, its date."""
    plain = fold(text)
    if owner(text) or measure(text) or mark(text) or _CAPTION.fullmatch(plain):
        return True
    return (
        len(plain) <= 30 and not NUMBER.match(plain) and not _STOPS.search(plain) and bool(_CAPTION_END.search(plain))
    )


def year_line(text: str) -> bool:
    """Whether the line under a title only says of which year the form is (`（2025年度）`)."""
    return _YEAR_LINE.fullmatch(fold(text)) is not None


def page_number(text: str) -> bool:
    """Whether the line is the number of a page and nothing else."""
    return _PAGE_NUMBER.fullmatch(fold(text)) is not None


def contents_entry(row: Row) -> bool:
    """Whether the row is a line of a contents page: a heading, dots, the number of a page."""
    text = row.text
    return len(text) <= _LONGEST_ENTRY and _CONTENTS_ENTRY.fullmatch(text) is not None


def part(text: str) -> bool:
    """Whether the line only numbers or only names a part of the book (`第一部分`, `预算项目绩效目标`)."""
    plain = fold(text)
    return _PART.fullmatch(plain) is not None or plain in PART_NAMES


def sentence(text: str) -> bool:
    """Whether the text holds a sentence, so that it is neither a heading nor a cell's name."""
    return len(text) > LONGEST_HEADING or _STOPS.search(text) is not None


def heading(row: Row, following: str = "") -> bool:
    """Whether the line is nothing but a heading. `following` is the next line of text.

    A short line with an arabic number is one only where a paragraph follows: items of a list look the same.
    """
    text = row.text.strip()
    plain = fold(text)
    if row.heading:
        return True
    if len(plain) > LONGEST_HEADING or _STOPS.search(plain):
        return False
    if _PART.match(plain) or _BOOK_TITLE.fullmatch(plain):
        return True
    if plain.endswith(":"):
        return len(plain) <= 12
    number = NUMBER.match(text)
    if not number or re.search("[,:]", plain) or number.end() == len(text):
        return False
    if re.match(r"\s*\d", text):
        return len(plain) <= _LONGEST_ITEM and not NUMBER.match(following) and len(following) > _LONGEST_ITEM
    return True


def book_title(text: str) -> bool:
    """Whether the line is the title of a disclosure: its year, 预算 or 绩效, and what it is."""
    plain = fold(text)
    return len(plain) <= LONGEST_HEADING and not _STOPS.search(plain) and _BOOK_TITLE.fullmatch(plain) is not None


def part_heading(text: str) -> bool:
    """Whether the line heads a part of the book (`第二部分 …`)."""
    return _PART.match(fold(text)) is not None


def great_heading(row: Row) -> bool:
    """Whether the line heads a part or a chapter of the book."""
    return heading(row) and (bool(_PART.match(fold(row.text))) or bool(_CHAPTER.match(row.text)))


def lead_of(rows: list[Row], start: int, floor: int) -> int:
    """Where the lines above a form begin that belong to it: title, owner and measure."""
    first = start
    for i in range(start - 1, max(floor, start - _LONGEST_LEAD) - 1, -1):
        row = rows[i]
        text = row.text if not row.table else only_cell(row)
        if text is None:
            break
        if measure(text) or owner(text) or mark(text) or (not text and row.table and first < start):
            first = i
        elif below_title(text) and i > floor and not rows[i - 1].table and title_ends(rows[i - 1].text):
            first = i
        elif not row.table and (title_ends(text) or (first < start and NUMBER.match(text))):
            first = _title_start(rows, i, floor)
            above = rows[first - 1].text if first > floor else ""
            return first - 1 if owner(above) or mark(above) else first  # the unit or the 密级 above the title
        else:
            break
    return first


def _title_start(rows: list[Row], end: int, floor: int) -> int:
    """Where a title that ends at `end` begins: it may be wrapped, its number stands at its beginning."""
    for i in range(end, max(floor, end - 2) - 1, -1):
        if rows[i].table or (i < end and title_ends(rows[i].text)):
            break
        if NUMBER.match(rows[i].text):
            return i
        if part(rows[i].text) or sentence(rows[i].text):
            break
    return end


def drop_contents(rows: list[Row]) -> list[Row]:
    """`rows` without the contents pages: they repeat headings that stand in the text."""
    kept: list[Row] = []
    i = 0
    while i < len(rows):
        if not rows[i].table and len(rows[i].text) <= LONGEST_HEADING and fold(rows[i].text).endswith("目录"):
            i = _contents_end(rows, i + 1)
        elif contents_entry(rows[i]):
            while kept and not kept[-1].table and great_heading(kept[-1]):
                kept.pop()  # an entry whose page number is lost, or the name of a part of the contents
            i += 1
        else:
            kept.append(rows[i])
            i += 1
    return kept


def _contents_end(rows: list[Row], start: int) -> int:
    """Where the contents that begin at `start` end: after the last entry, or where its first heading comes again."""
    end = i = start
    seen: dict[str, int] = {}
    while i < len(rows) and not sentence(rows[i].text):
        row, plain = rows[i], fold(rows[i].text)
        entry = contents_entry(row) or (row.table and len(row.cells) == 2 and row.cells[1].isdigit())
        if row.table and not entry:
            break
        if entry:
            end = i + 1
        if plain in seen and seen[plain] != i - 1:  # not one that is doubled
            return max(end, i) if end == start else end
        seen[plain] = i
        i += 1
    return end
