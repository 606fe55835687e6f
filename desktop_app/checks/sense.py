"""Rules of what one indicator means (K08, K12-K14, K19) and of what it is based on (K20)."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import COST, OTHER_COST, QUANTITY, SATISFACTION, TIME, Facts, Reading, Row
from desktop_app.checks.wording import same, says_nothing, squeeze

_DIGIT = re.compile(r"[\d０-９]")
_NUMERAL = re.compile(
    r"[一二三四五六七八九十百千万两](?:个|次|人|名|期|场|项|家|户|份|件|天|月|年|季度|成|半|元)|半年|百分之"
)
_NUMBERLESS = {COST: "cost", QUANTITY: "count"}  # variants of K08
_NO_MONEY = re.compile(r"社会成本|环境|生态|负面|影响")  # costs that others bear
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*年|[-－/.]\d{1,2}[-－/.])")
_CITED_YEAR = re.compile(r"[〔【\[（(［]\s*((?:19|20)\d\d)\s*[〕】\]）)］]|(?<!\d)((?:19|20)\d\d)\s*年")
_MORE, _LESS = ("≥", "＞"), ("≤", "＜")
_SCALE = 10
_TAIL = re.compile(r"[（(][^（()）]*[)）]$")


def _vague_time(row: Row, context: Context) -> bool:
    """Whether a 时效 value says no more than 及时."""
    text = row.value.plain
    if row.kind != TIME or _DIGIT.search(text) or _NUMERAL.search(text):
        return False
    found = context.words("K19", "vague").search(text)
    return found is not None and not context.words("K08", "testable").search(text)


def k08(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """A value in words is graded, or says something that can be found true or false.

    A cost is an amount of money and a 数量 a number, whatever else is written there. Values that repeat the name are
    for K10, 及时 in a 时效 row is for K19, and 满意 for K13: one fault, one finding.
    """
    text = row.value.plain
    if not text or row.kind == SATISFACTION or _DIGIT.search(text) or _NUMERAL.search(text):
        return ()
    if _vague_time(row, context) or row.filler or same(text, row.name) or same(text, row.desc):
        return ()
    testable = context.words("K08", "testable").search(text) is not None
    if not _left_open(row, context) and (row.kind == COST or (row.kind == QUANTITY and not testable)):
        return (Hit("K08", f"{row.path}.value", row.value.text, name=row.name, variant=_NUMBERLESS[row.kind]),)
    if testable or not context.words("K08", "vague").search(text) or _graded(text, context):
        return ()
    return (Hit("K08", f"{row.path}.value", row.value.text, name=row.name),)


def _left_open(row: Row, context: Context) -> bool:
    """Whether the system's own words stand for a number that is not known yet, or for none at all."""
    text = row.value.plain
    return (
        "不适用" in text
        or text.startswith("零")
        or text in context.listed("K05", "values")
        or _NO_MONEY.search(row.name) is not None
    )


def _graded(text: str, context: Context) -> bool:
    return len(set(context.words("K08", "grades").findall(text))) > 1 and re.search(r"[、，,/／；;]", text) is not None


def k12(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """A percentage lies between 0 and 100; growth may pass the limits. `＞100%` asks for more than all."""
    value = row.value
    if value.amount is None or not value.percent:
        return ()
    above = value.amount > 100 or (value.amount == 100 and value.meant_sign == "＞")
    below = value.amount < 0 or (value.amount == 0 and value.meant_sign == "＜")
    if not above and not below:
        return ()
    variant = "growth" if context.words("K12", "growth").search(row.says()) else ""
    return (Hit("K12", f"{row.path}.value", value.text, "0%至100%", row.name, variant),)


def k13(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """满意度 is a percentage, and not a low one; how many complain is something else.

    A number without any measure is for K04. Points are right where a questionnaire gives points: the name
    says so, or they are those of a short scale.
    """
    value = row.value
    if row.kind != SATISFACTION or not value.text or row.filler or context.words("K13", "fewer").search(row.says()):
        return ()
    if value.amount is not None and not value.meant_measure:
        return ()
    if value.amount is None and ("%" in value.plain or "百分之" in value.plain):
        return ()  # 95%至100%
    if value.amount is not None and value.meant_measure == "分" and _a_score(row, value.amount, context):
        return ()
    if value.amount is None or not value.percent:
        return (Hit("K13", f"{row.path}.value", value.text, name=row.name),)
    floor = context.number("K13", "floor")
    if value.amount >= floor:
        return ()
    return (Hit("K13", f"{row.path}.value", value.text, str(floor), row.name, "low"),)


def _a_score(row: Row, points: Decimal, context: Context) -> bool:
    return points <= _SCALE or context.words("K13", "scores").search(row.says()) is not None


def k14(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """The sign fits the sense: what should grow has a floor, what should not has a ceiling.

    An output is work done, so a 数量 with a ceiling is wrong unless its name says that less is better; a cost with a
    floor is wrong unless its name says saving, or a rate that is no cost at all. Elsewhere only the names count that
    leave no doubt (合格率, 投诉率).
    """
    value, sign = row.value, row.value.meant_sign
    if value.amount is not None and value.amount <= 0 and (variant := _no_floor(row, context)):
        return (Hit("K14", f"{row.path}.value", value.text, "", row.name, variant),)
    if sign not in _LESS and sign not in _MORE:
        return ()
    name = _TAIL.sub("", row.name)
    if sign in _LESS and not name.endswith(context.endings("K14", "fewer_ends")):
        output = row.kind == QUANTITY and not value.percent and not _better_less(name, value, context)
        if output or (row.kind not in (COST, OTHER_COST, TIME) and name.endswith(context.endings("K14", "more_rates"))):
            return (Hit("K14", f"{row.path}.value", value.text, "≥", row.name),)
        if (
            value.percent
            and name.endswith(context.endings("K14", "falls"))
            and context.words("K14", "bad").search(name)
        ):
            return (Hit("K14", f"{row.path}.value", value.text, "≥", row.name),)
    if sign in _MORE:
        if row.kind in (COST, OTHER_COST):
            if name.endswith(context.endings("K14", "in_time")):
                return (Hit("K14", f"{row.path}.value", value.text, "≤", row.name, "time"),)
            if not context.words("K14", "cost_floor").search(row.says()):
                return (Hit("K14", f"{row.path}.value", value.text, "≤", row.name, "cost"),)
        if name.endswith(context.endings("K14", "fewer_ends")) or _quick(row, context):
            return (Hit("K14", f"{row.path}.value", value.text, "≤", row.name),)
    return ()


def _no_floor(row: Row, context: Context) -> str:
    """The variant of K14 for a number that asks for nothing (≥0起) or is below zero; "" where that may be meant.

    Percentages below zero are for K12.
    """
    value = row.value
    if value.percent or value.amount is None or context.words("K14", "signed").search(row.says()):
        return ""
    if value.amount == 0:
        return "nothing" if value.meant_sign == "≥" else ""
    return "below" if row.kind == QUANTITY else ""


def _quick(row: Row, context: Context) -> bool:
    """Whether a row says how long something takes that should not take long."""
    return (
        not row.value.percent
        and row.value.meant_measure in context.listed("K14", "durations")
        and context.words("K14", "quick").search(row.name) is not None
        and not context.words("K14", "lasting").search(row.name)
    )


def _better_less(name: str, value: Reading, context: Context) -> bool:
    """Whether less is better: nothing at all, money, a duration, or what the name says, unless it is worked off.

    Words of both kinds are told apart by the longer one: 公务接待批次 is spent, 接待来访批次 is done.
    """
    if value.amount == 0 or value.wan is not None or value.meant_measure in context.listed("K14", "durations"):
        return True
    fewer = context.words("K14", "fewer")
    return fewer.search(name) is not None and not context.words("K14", "worked_off").search(fewer.sub("", name))


def k19(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """A 时效 value names a time, within the budget year; a name that asks for a date or a duration gets no rate."""
    text = row.value.text
    if row.kind != TIME or not text:
        return ()
    years = [int(year) for year in _YEAR.findall(text)]
    if context.year is not None and years and context.year not in years:
        return (Hit("K19", f"{row.path}.value", text, str(context.year), row.name),)
    if _vague_time(row, context) and not same(row.value.plain, row.name):
        return (Hit("K19", f"{row.path}.value", text, name=row.name, variant="vague"),)
    if row.value.percent and _TAIL.sub("", row.name).endswith(context.endings("K19", "dates")):
        return (Hit("K19", f"{row.path}.value", text, name=row.name, variant="rate"),)
    return ()


def k20(facts: Facts, context: Context) -> Iterator[Hit]:
    """What a value is based on is written down, is no repetition, and not out of date.

    A form whose column is blank throughout is said once, and so is an old document that all rows name. A filler row is
    not asked: it should go.
    """
    rows = [row for row in facts.rows if not row.empty and not row.filler]
    if rows and not any(text and not says_nothing(text) for row in rows if (text := squeeze(row.indicator.basis))):
        yield Hit("K20", f"{rows[0].path}.basis", variant="all")
        return
    said: set[str] = set()
    for row in rows:
        text, path = squeeze(row.indicator.basis), f"{row.path}.basis"
        if not text:
            yield Hit("K20", path, name=row.name)
        elif says_nothing(text):
            yield Hit("K20", path, text, name=row.name, variant="nothing")
        elif same(text, row.name):
            yield Hit("K20", path, text, name=row.name, variant="same")
        elif text not in said:
            said.add(text)
            yield from _outdated(path, text, context)


def _outdated(path: str, text: str, context: Context) -> Iterable[Hit]:
    newest = _newest_year(text)
    if context.year is None or newest is None:
        return ()
    oldest = context.year - context.number("K20", "years")
    return (Hit("K20", path, text, str(oldest), str(newest), "old"),) if newest < oldest else ()


@lru_cache(maxsize=65536)
def _newest_year(text: str) -> int | None:
    return max((int(bracketed or bare) for bracketed, bare in _CITED_YEAR.findall(text)), default=None)
