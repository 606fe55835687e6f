"""Years in texts: which of them move along when a text is taken over into another year.

A year is moved only where it is certain that the text means the budget year itself. A wrong year in a draft is seen by
nobody, so whatever could be a fact of the past (the number of a document, a date that was, a comparison, a plan of
several years) stays as it is and is told.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_DIGITS = "〇一二三四五六七八九"
_ARABIC = r"(?<![0-9A-Za-z０-９.．])((?:[1１][9９]|[2２][0０])[0-9０-９]{2})(?![0-9A-Za-z０-９])"
_CHINESE = r"(?<![〇零○一二三四五六七八九十])([一二][〇零○九][〇零○一二三四五六七八九]{2})(?=\s*年)"
_YEAR = re.compile(f"{_ARABIC}|{_CHINESE}")
_DIGITS_OF_YEAR = re.compile("[12１２][09０９]|[一二][〇零○九]")  # how each of them begins
_YEAR_WORD = re.compile(rf"(?:{_ARABIC}|{_CHINESE})\s*(?:年度|年)?")

_Y = r"(?:19|20)\d\d"
_DASH = r"\s*[-－—–~～至到]+\s*"
_MONTH = r"\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?"
_CLAUSE_ENDS = "，,。；;！!？?\n"

_AMOUNT = re.compile(r"[.．]\d+\s*(?:万|亿|元|%|％|吨|亩|公里|平方)")
_NUMBER_OF_DOCUMENT = re.compile(r"\s*(?:[〕\]］】）)]|年?\s*第\s*\d+\s*号)")
_NUMBERED = re.compile(rf"[〔\[［【（(]\s*{_Y}\s*[〕\]］】）)]\s*第?\s*\d+\s*号")
_NUMBER_OF_ISSUE = re.compile(r"\s*年?\s*第\s*\d+\s*号")
_OPENS = re.compile(r"[〔\[［【（(]\s*$")
_RANGE_AFTER = re.compile(rf"\s*年?度?{_DASH}(?:{_Y}(?!\d)|\d\d\s*年)|\s*年?度?\s*[、和及与]\s*{_Y}(?!\d)")
_RANGE_BEFORE = re.compile(rf"(?<!\d){_Y}\s*年?度?(?:{_DASH}|\s*[、和及与]\s*)$")
_MONTHS_AFTER = re.compile(rf"{_MONTH}{_DASH}({_Y})")
_MONTHS_BEFORE = re.compile(rf"(?<!\d)({_Y}){_MONTH}{_DASH}$")
_PLAN = re.compile(
    r"(?<![〇零○一二三四五六七八九])[三五]年|十[一二三四五六七八九]五|规划(?!\w{0,3}[科处股室局])|纲要|行动方案|行动计划|中长期|远景"
)
_ISSUED = re.compile(r"年版|合同|协议|通知|意见|批复|纪要|公告|文件|印发|下达")
_COMPARED = re.compile(
    r"同比|环比|相比|比较|(?<!比)较(?![好为大多高低强小少快长差])|(?<![占配分价对同环相])比(?![例率重赛武选对如值较])"
    r"|上年|上一年|去年|前年|往年|历年|以前年度|近[一二两三五]年"
)
_PAST = re.compile(r"决算|结转|结余|执行数|完成情况|已|以来|曾")
_SINCE = re.compile(r"(?:自|从|截至|截止|截止到|到|至)\s*$")
_UNTIL = re.compile(r"\s*年度?\s*[及和]?(?:起|开始|之后|以后|以前|之前|前)")
_DAY = re.compile(r"\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]|[-./．](\d{1,2})[-./．](\d{1,2})(?!\d)")
_SHORT_MONTH = re.compile(r"[-./．](\d{1,2})(?![\d.])")
_DEADLINE = re.compile(r"\s*(?:\d{1,2}\s*[时点]\s*)?(?:之前|以前|前|底|止|内)")
_AROUND_DATE = re.compile(r"[\s≤≥<>＜＞=＝]*")
_MEASURED = re.compile(
    r"\s*(?:[万亿元%％‰人次个户件台套吨亩米公平项名本册份座处条辆只头株场期号组栋间张]|[a-zA-Z]|千|\d)"
)


class Shifted(NamedTuple):
    """A text with its certain years moved, and a sentence for each year that a person has to look at."""

    text: str
    doubts: tuple[str, ...]


class _Mention(NamedTuple):
    start: int
    end: int
    year: int


def _mentions(text: str) -> Iterator[_Mention]:
    for match in _YEAR.finditer(text):
        digits = match[1] or "".join(str(_DIGITS.index("〇" if c in "零○" else c)) for c in match[2])
        yield _Mention(match.start(), match.end(), int(digits))


def shift(text: str, year: int, to: int) -> Shifted:
    """Take a text of the budget year `year` over into the budget year `to`."""
    if not _DIGITS_OF_YEAR.search(text):  # most texts: a book has half a million
        return Shifted(text, ())
    found = [(mention, _doubt(text, mention, year, to)) for mention in _mentions(text)]
    if not found:
        return Shifted(text, ())
    # half of a range or of a comparison never moves alone
    stays = {_clause(text, mention) for mention, told in found if told and mention.year == year}
    parts, done = [], 0
    for mention, told in found:
        if told is None and _clause(text, mention) not in stays:
            parts += [text[done : mention.start], _written(text[mention.start : mention.end], to)]
            done = mention.end
    return Shifted("".join(parts) + text[done:], tuple(dict.fromkeys(told for _, told in found if told)))


def shift_heads(text: str, year: int, to: int) -> str:
    """Take the head of a table column over: the budget year and the year before it both move (2024年执行数)."""
    parts, done = [], 0
    for mention in _mentions(text):
        if mention.year in (year - 1, year):
            parts += [text[done : mention.start], _written(text[mention.start : mention.end], mention.year + to - year)]
            done = mention.end
    return "".join(parts) + text[done:]


def without_years(text: str) -> str:
    """The text without the years in it: by this two years' names of one thing are compared."""
    return _YEAR_WORD.sub("", text)


def _written(old: str, year: int) -> str:
    """A year in the digits that `old` is written in."""
    if old[0] in _DIGITS:
        zero = next((c for c in old if c in "零○"), "〇")
        return "".join(_DIGITS[int(digit)] for digit in str(year)).replace("〇", zero)
    return str(year) if old.isascii() else "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(year))


def _doubt(text: str, at: _Mention, year: int, to: int) -> str | None:
    """Why a year stays and must be looked at; "" where it stays and nobody need know, None where it may move."""
    before, after = text[: at.start], text[at.end :]
    if not year - 1 <= at.year <= to or _AMOUNT.match(after):
        return ""
    named = _OPENS.search(before) and _NUMBER_OF_DOCUMENT.match(after)
    shown = text[at.start : at.end] + ("年" if after.lstrip().startswith("年") else "")
    if named or _NUMBER_OF_ISSUE.match(after):
        return f"{shown}在文号里，没有改" if at.year == year else ""
    if not _dated(after) and (_MEASURED.match(after) or (not after.strip() and not before.strip(" ≤≥<>＜＞=＝"))):
        return ""  # a quantity
    if at.year != year:
        return f"提到了{shown}，没有改" if _dated(after) else ""
    why = _why(text, at, before, after)
    return f"{shown}{why}，没有改" if why else None


def _dated(after: str) -> bool:
    """Whether what follows a number says that it is a year."""
    return bool(
        re.match(r"\s*年", after) or _DAY.match(after) or _SHORT_MONTH.match(after) or _RANGE_AFTER.match(after)
    )


def _why(text: str, at: _Mention, before: str, after: str) -> str:
    """Why a mention of the budget year may mean something that does not move; "" where nothing says so."""
    clause = _clause(text, at)
    if _RANGE_AFTER.match(after) or _RANGE_BEFORE.search(before) or _several_years(at, before, after):
        return "在一段年份里"
    if _PLAN.search(clause):
        return "像是几年规划里的"
    if before.count("《") > before.count("》"):
        return "在书名号里"
    if _ISSUED.search(clause) or _NUMBERED.search(clause):
        return "像是一份已有文件的"
    if _COMPARED.search(clause):
        return "在和以前比较"
    if _PAST.search(clause):
        return "像是已经发生的"
    if (_SINCE.search(before) and not _MONTHS_BEFORE.search(before)) or _UNTIL.match(after):
        return "像是起止的时间"
    if not _dated(after):
        return "后面没有写“年”"
    return _why_day(before, after)


def _several_years(at: _Mention, before: str, after: str) -> bool:
    """Whether months of two years are the ends of a time (2024年7月至2025年6月)."""
    ends = [match[1] for match in (_MONTHS_BEFORE.search(before), _MONTHS_AFTER.match(after)) if match]
    return any(int(end) != at.year for end in ends)


def _why_day(before: str, after: str) -> str:
    """A day moves where it is a deadline or all that the cell says; the 29th of February never does."""
    day = _DAY.match(after)
    month = day or _SHORT_MONTH.match(after)
    if month is None:
        return ""
    if day and (day[1] or day[3]).lstrip("0") == "2" and (day[2] or day[4]) == "29":
        return "是闰年的2月29日"
    rest = after[month.end() :]
    alone = not rest.strip() and _AROUND_DATE.fullmatch(before)
    return "" if alone or _DEADLINE.match(rest) else "有具体日期，可能已经发生"


def _clause(text: str, at: _Mention) -> str:
    """The words around a mention up to the next commas or stops."""
    start = max(text.rfind(sign, 0, at.start) for sign in _CLAUSE_ENDS) + 1
    ends = [end for end in (text.find(sign, at.end) for sign in _CLAUSE_ENDS) if end >= 0]
    return text[start : min(ends, default=len(text))]
