"""Slips in any text: dates that are none (S01), words typed twice (S03), numbers of documents (S08)."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.disclosure import texts
from desktop_app.checks.facts import Facts
from desktop_app.checks.sheets import Placed
from desktop_app.domain.model import Book

_MONTH = re.compile(r"(?<![\d.])(\d{1,2})\s*$")
_DAY = re.compile(r"\s*(\d{1,2})\s*[日号]")
# 13月底, 2025年13月 and 0月底; 18个月 and 满24月 are how long something takes.
_NO_MONTH = re.compile(
    r"(?<![\d.第满超过共])((?:19|20)\d\d\s*年\s*)?(0{1,2}|1[3-9]|[2-9]\d)\s*月(?:份|底|末|初|[上中下]旬)"
    r"|(?<!\d)(?:19|20)\d\d\s*年\s*(?:0{1,2}|1[3-9]|[2-9]\d)\s*月(?!内)"
)
_ITS_YEAR = re.compile(r"((?:19|20)\d\d)\s*年\s*$")
_BEFORE = 8  # characters in which the year of a date stands
_QUICK_DAY = re.compile(r"20\d\d[-./]\d")
_PLAIN_DAY = re.compile(r"(?<![\d.\-/])((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?![\d.\-/])")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DECEMBER = 12
_FIGURES = "0123456789"

_TWICE = re.compile(r"([一-鿿]{2,4})\1")
# Two marks where one is due; 。。。 is how many type an ellipsis.
_MARKS = re.compile(r"[，、；：][，。、；：]|(?<!。)。[。，、；：](?!。)")
# The second of two words may begin a word of its own: 窗口服务服务对象, 培训培训人员.
_OWN_WORD = re.compile(
    r"(?:对象|人员|中心|机构|单位|平台|大厅|窗口|费|率|数|量|员|者|站|点|室|局|所|科|处|股|部|部门|系统|卡|区)"
)
# People say these twice on purpose.
_ON_PURPOSE = frozenset(
    {"考虑", "研究", "讨论", "商量", "学习", "锻炼", "了解", "调查", "整理", "一个", "一步", "一点", "许多", "多少"}
)

_OPEN, _CLOSE = "〔【[（(［〖", "〕】]）)］〗"
_DOCUMENT = re.compile(
    rf"([一-鿿]{{2,12}})\s*([{re.escape(_OPEN)}])\s*((?:19|20)\d\d)\s*年?\s*([{re.escape(_CLOSE)}])\s*"
    rf"(第)?\s*(\d{{1,5}})\s*(号)?"
)
_HALF = re.compile(
    rf"([一-鿿]{{2,12}}(?:[{re.escape(_OPEN)}]\s*(?:19|20)\d\d|(?<!年)(?:19|20)\d\d\s*[{re.escape(_CLOSE)}]))\s*第?\s*\d{{1,5}}\s*号"
)
_PROPER = "〔{}〕"
_LEADING = re.compile(r"^(?:根据|依据|按照|参照|按|见|执行|落实)+(?=[一-鿿]{2})")  # no part of a number


def wrong_days(text: str) -> Iterator[str]:
    """The dates in a text that no calendar has; the 29th of February where its year has none."""
    at = text.find("月")
    while at >= 0:  # a search for the one character is faster than one for digits
        after = _DAY.match(text, at + 1)
        before = _MONTH.search(text, max(0, at - _BEFORE), at) if after is not None else None
        if before is not None and after is not None:
            begin = before.start()
            its = _ITS_YEAR.search(text, max(0, begin - _BEFORE), begin)
            if not _is_day(int(its[1]) if its else 2000, int(before[1]), int(after[1])):
                yield text[its.start() if its else begin : after.end()]
        elif after is None and (wrong := _no_month(text, at)):
            yield wrong
        at = text.find("月", at + 1)
    for match in _PLAIN_DAY.finditer(text) if _QUICK_DAY.search(text) else ():
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if 1 <= month <= _DECEMBER and not _is_day(year, month, day):
            yield match[0]


def _no_month(text: str, at: int) -> str:
    """The month that ends with the 月 at a place where no year has such a month, "" where it has."""
    last, tens = text[at - 1 : at], text[at - 2 : at - 1]
    if not last or last not in _FIGURES:
        return ""
    number = int(tens + last) if tens and tens in _FIGURES else int(last)
    if 1 <= number <= _DECEMBER:
        return ""
    return next((m[0] for m in _NO_MONTH.finditer(text, max(0, at - _BEFORE), at + 3) if m.end() > at), "")


def _is_day(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= _DECEMBER or not 1 <= day <= _DAYS[month - 1]:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return leap or (month, day) != (2, 29)


def doubled(text: str) -> Iterator[str]:
    """Words that stand twice in a row and make no sense so, each once."""
    told = set()
    for match in _TWICE.finditer(text):
        word = match[1]
        if (
            match[0] in told
            or word in _ON_PURPOSE
            or len(set(word)) == 1
            or (len(word) == 2 and _OWN_WORD.match(text, match.end()))
        ):
            continue
        told.add(match[0])
        yield match[0]


def marks(text: str) -> Iterator[str]:
    """Two marks that stand together where one is due."""
    yield from dict.fromkeys(_MARKS.findall(text))


class Cited(NamedTuple):
    """A number of a document that is not written as it should be: the words, how they should be, what is wrong.

    `tail` is the part from the bracket on, `proper_tail` how it should be, "" where that is not certain.
    """

    text: str
    proper: str
    variant: str
    tail: str
    proper_tail: str


@lru_cache(maxsize=16384)  # the same few documents are named in hundreds of cells
def cited(text: str) -> tuple[Cited, ...]:
    """The numbers of documents (冀财社〔2020〕190号) whose brackets or words are wrong.

    GB/T 9704 has 〔〕 around the year and no 第. Other brackets that fit each other are a matter of style; an opening
    and a closing one that do not fit, and a missing one, are slips.
    """
    found = []
    for match in _DOCUMENT.finditer(text):
        pair = _OPEN.index(match[2]) == _CLOSE.index(match[4])
        right = match[2] == "〔" and match[4] == "〕" and not match[5] and match[7]
        if match[7] is None and (not pair or match[2] in "（("):
            continue  # 总投资（2020）500: no number of a document
        if not right:
            tail, proper = text[match.end(1) : match.end()].strip(), _PROPER.format(match[3]) + match[6] + "号"
            variant = "" if pair and not match[5] and match[7] else "wrong"
            before = _LEADING.sub("", match[1])
            found.append(
                Cited(match[0].rstrip().removeprefix(match[1][: -len(before)]), before + proper, variant, tail, proper)
            )
    if not found:
        found = [Cited(match[0], "", "half", match[0], "") for match in _HALF.finditer(text)]
    return tuple(found)


def s01(facts: Facts, _context: Context) -> Iterator[Hit]:
    """Every date in a project's texts is in the calendar."""
    for path, text in facts.cells if any(wrong_days(facts.all_text)) else ():
        yield from (Hit("S01", path, day) for day in wrong_days(text))


def s03(facts: Facts, _context: Context) -> Iterator[Hit]:
    """No word is typed twice in a row, and no mark. Which of two words is one too many a person tells."""
    if _TWICE.search(facts.all_text):
        for path, text in facts.cells:
            yield from (Hit("S03", path, words) for words in doubled(text))
    if _MARKS.search(facts.all_text):
        for path, text in facts.cells:
            for two in marks(text):
                fix = ((path, re.sub(f"{two[0]}+", two[0], text)),) if two[0] == two[1] else ()
                yield Hit("S03", path, two, variant="marks", fix=fix)


def s08(facts: Facts, _context: Context) -> Iterator[Hit]:
    """Numbers of documents are written as GB/T 9704 has them. Said once a project for each, mended in all its cells.

    The name of a project is left alone: it is what another system calls it, which writes brackets in its own way.
    """
    if "号" not in facts.all_text:
        return
    places: dict[str, list[tuple[str, str, Cited]]] = {}
    for path, text in facts.cells:
        for found in cited(text) if path not in ("name", "title") else ():
            places.setdefault(found.tail, []).append((path, text, found))
    for its in places.values():
        path, _, found = its[0]
        fix = tuple((p, t.replace(found.tail, found.proper_tail)) for p, t, _ in its) if found.proper else ()
        yield Hit("S08", path, found.text, found.proper, "", found.variant, fix)


def check_slips(book: Book, _context: Context) -> Iterator[Placed]:
    """S01, S03 and S08 in everything beside the projects and the cells of tables; one finding a place and kind."""
    kinds: tuple[tuple[str, Callable[[str], Iterable[str]]], ...] = (("S01", wrong_days), ("S03", doubled))
    for owner, path, text in texts(book):
        if len(text) > 3:
            for rule, find in kinds:
                yield from ((owner, Hit(rule, path, words)) for words in find(text))
            yield from ((owner, Hit("S03", path, two, variant="marks")) for two in marks(text))
            for found in cited(text):
                yield owner, Hit("S08", path, found.text, found.proper, "", found.variant)
