"""The indicators after `绩效指标：` in a text: lines `名称：值`, or sentences that end with their values.

Only what stands there is taken apart: a clause without a value at its end stays whole as the name, and every separator,
number and linking word is kept in the indicator's wording.
"""

import json
import re
from functools import lru_cache
from typing import Any

from desktop_app.domain import goal_values
from desktop_app.domain.disclosed import GoalIndicator

NUMERAL = "一二三四五六七八九十百"
NUMBER = (
    rf"(?:[（(]\s*[{NUMERAL}\d]{{1,4}}\s*[)）][、.．]?|第[{NUMERAL}\d]{{1,4}}[、，,：:]|[{NUMERAL}]{{1,4}}[、.．]"
    r"|\d{1,3}(?:[、．)）]|\.(?!\d))|[①-⑳])"
)
INDICATOR_LABEL = (
    r"(?:(?:主要|具体|考核|年度)?绩效指标|(?:主要|具体|考核|量化)指标|指标)"
    rf"[ \u3000]*(?:[{NUMERAL}\d]{{1,3}})?[ \u3000]*[：:]"
)
MASK = "\uffff"

# the measures that a number at the end of a clause may have (domain.md A.3 leaves them free; these are the usual ones)
_MEASURES = (
    "%", "％", "‰", "百分比", "百分点", "个百分点", "美元", "元", "人", "人次", "人天", "人份", "名", "位", "个", "家",
    "户", "次", "场", "场次", "期", "项", "件", "份", "篇", "条", "天", "个月", "工作日", "个工作日", "小时", "分钟",
    "课时", "学时", "公里", "千米", "米", "平方米", "立方米", "平方公里", "亩", "公顷", "吨", "千克", "公斤", "升",
    "度", "千瓦时", "类", "种", "批", "批次", "届", "门", "所", "处", "座", "台", "套", "台套", "辆", "架", "部", "本",
    "册", "张", "枚", "支", "只", "头", "株", "棵", "块", "片", "组", "队", "班", "班次", "例", "起", "宗", "笔",
    "户次", "家次", "户数", "倍",
)  # fmt: skip
_MEASURE = "|".join(sorted(map(re.escape, _MEASURES), key=len, reverse=True))
_SIGN = rf"(?:[≥≤＞＜＝=><≧≦⩾⩽]{{1,2}}|{'|'.join(goal_values.SIGN_WORDS)})"
_TAIL = rf"(?:{'|'.join(goal_values.TRAILING_WORDS)}|左右)"
_AMOUNT = r"(?<![\d０-９A-Za-z.．第])[\d０-９]+(?:,[\d０-９]{3})*(?:[.．][\d０-９]+)?"
_ENDING = re.compile(
    rf"(?P<join>\s*(?:力争)?(?:达到|达|控制在|保持在|为)?\s*)(?P<value>(?P<sign>{_SIGN})?\s*{_AMOUNT}(?:\s*[-－~～—至]\s*{_AMOUNT})?"
    rf"\s*(?P<measure>[万亿千百十]{{0,2}}余?(?:{_MEASURE})(?:[/／每][^\s\d]{{1,4}})?)?\s*{_TAIL}?{MASK}*)\s*$"
)
_MASKED = re.compile(r"[（(][^（()）\n]*[)）]|“[^”\n]*”|‘[^’\n]*’|\"[^\"\n]*\"|《[^》\n]*》|【[^】\n]*】|〔[^〕\n]*〕")
_HARD = re.compile(r"\s*[。；;！!]+\s*|\s*\n\s*")
_SOFT = re.compile(r"(?<!\d)[，,、]|[，,、](?!\d)")
_COLON = re.compile(r"(?<!\d)[：:]|[：:](?!\d)")
_BEFORE = re.compile(rf"[\s。；;，,、！!]*(?:{INDICATOR_LABEL}[\s。；;，,、！!]*)*")
_NUMBER = re.compile(rf"{NUMBER}\s*|[{NUMERAL}]是[，,]?")
_CLASS = re.compile(r"[^：:，,]{1,8}指标\d*\s*[：:]\s*(?=\S)")
_LONGEST_VALUE = 30  # characters of what stands after a colon and is a value though no number is in it


def wording_of(record: Any) -> dict[str, Any]:
    """The wording of a goal or indicator as data, {} for a new one; what no wording has (in a package) is left out."""
    return dict(_loaded(record.wording)) if record.wording else {}


@lru_cache(maxsize=4096)
def _loaded(wording: str) -> dict[str, Any]:
    try:
        found = json.loads(wording)
    except ValueError:
        return {}
    return {name: piece for name, piece in found.items() if _sound(piece)} if isinstance(found, dict) else {}


def _sound(piece: Any) -> bool:
    if isinstance(piece, list):
        return len(piece) == 2 and all(isinstance(part, str) for part in piece)
    return isinstance(piece, str) or piece is True


def set_wording(record: Any, wording: dict[str, Any]) -> None:
    """Keep the wording of a goal or indicator; blank pieces are left out."""
    kept = {name: piece for name, piece in wording.items() if piece}
    record.wording = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def write(indicator: GoalIndicator) -> str:
    """The indicator as it is printed, with what stands before and after it."""
    words = wording_of(indicator)
    ends = words.get("before", "") + words.get("number", ""), words.get("after", "")
    return f"{ends[0]}{printed(indicator)}{ends[1]}"


def printed(indicator: GoalIndicator) -> str:
    """The indicator alone: name, what links it to the value, value."""
    return f"{indicator.name}{wording_of(indicator).get('join', '')}{indicator.value}"


def masked(text: str) -> str:
    """The text with everything in brackets, quotes and book titles made unreadable, character for character."""
    for _ in range(2):  # brackets within brackets
        text = _MASKED.sub(lambda match: MASK * len(match[0]), text)
    return text


def split(text: str) -> list[GoalIndicator]:
    """The indicators of the text after `绩效指标：`; their written forms together are the text again."""
    hidden = masked(text)
    bounds: list[tuple[int, int]] = []  # of each clause; what lies between belongs to the one before
    at = 0
    for match in [*_HARD.finditer(hidden), None]:
        end = match.start() if match else len(text)
        bounds += _soft(hidden, at, end)
        at = match.end() if match else end
    bounds = [(start, end) for start, end in bounds if not _BEFORE.fullmatch(hidden, start, end)]
    found = []
    for i, (start, end) in enumerate(bounds):
        following = bounds[i + 1][0] if i + 1 < len(bounds) else len(text)
        found.append(
            _indicator(text[0 if i == 0 else start : end], hidden[0 if i == 0 else start : end], text[end:following])
        )
    return found


def _soft(hidden: str, start: int, end: int) -> list[tuple[int, int]]:
    """A clause parted at commas, where a value stands before the comma and another one follows in the clause."""
    stops = list(_SOFT.finditer(hidden, start, end))
    edges = [start, *(stop.end() for stop in stops)], [*(stop.start() for stop in stops), end]
    pieces = list(zip(*edges, strict=True))
    valued = [ends_with_value(hidden[a:b]) for a, b in pieces]
    last = max((i for i, (a, b) in enumerate(pieces) if valued[i] or _COLON.search(hidden, a, b)), default=0)
    bounds, at = [], start
    for i, (_, stop) in enumerate(pieces[:last]):
        if valued[i]:
            bounds.append((at, stop))
            at = pieces[i + 1][0]
    return [*bounds, (at, end)]


def ends_with_value(clause: str) -> bool:
    """Whether a clause ends with a number that has a sign or a measure."""
    return _ending(clause) is not None


def _ending(clause: str) -> re.Match[str] | None:
    match = _ENDING.search(clause)
    return match if match and (match["sign"] or match["measure"]) else None


def _indicator(clause: str, hidden: str, after: str) -> GoalIndicator:
    before = _BEFORE.match(hidden)
    at = before.end() if before else 0
    number = _NUMBER.match(hidden, at)
    start = number.end() if number and hidden[number.end() :].strip() else at
    words: dict[str, Any] = {"before": clause[:at], "number": clause[at:start]}
    of_class = _CLASS.match(hidden, start)
    if of_class and (ends_with_value(hidden[of_class.end() :]) or _COLON.search(hidden, of_class.end())):
        words["number"], start = clause[at : of_class.end()], of_class.end()
    end = len(clause.rstrip())
    name, join, value = _named(clause[start:end], hidden[start:end])
    words |= {"join": join, "after": clause[end:] + after}
    if not value and not join:
        words["clause"] = True
    indicator = GoalIndicator(name, value)
    indicator.sign, indicator.number, indicator.measure = goal_values.parts(value) if value else ("", "", "")
    set_wording(indicator, words)
    return indicator


def _named(clause: str, hidden: str) -> tuple[str, str, str]:
    """Name, link and value of a clause; link and value are "" where it has no value."""
    colons = list(_COLON.finditer(hidden))
    if colons:
        colon = colons[-1]
        name, rest = clause[: colon.start()].rstrip(), clause[colon.end() :]
        value = rest.lstrip()
        if name and (len(value) <= _LONGEST_VALUE or re.search(r"\d", value)):
            return name, clause[len(name) : len(clause) - len(value)], value
        return clause, "", ""
    ending = _ending(hidden)
    if ending is None or not clause[: ending.start()].strip():
        return clause, "", ""
    # blanks around belong to the link, so that name and value are clean
    value = clause[ending.start("value") : ending.end("value")].strip()
    name = clause[: ending.start("join")].rstrip()
    at = clause.index(value, ending.start("join"))
    if clause[at + len(value) :] or not name:
        return clause, "", ""
    return name, clause[len(name) : at], value
