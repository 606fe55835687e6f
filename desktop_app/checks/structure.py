"""Rules of the goals and of the indicator grid as a whole (G01-G05, G07, G08)."""

import re
from collections.abc import Iterable, Iterator

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import Facts, Row
from desktop_app.checks.wording import same, says_nothing, squeeze

# What is a digit and no quantity: numbers of paragraphs, years, numbers of documents.
_YEAR = r"(?:19|20)\d\d"
_NO_QUANTITY = re.compile(
    r"^\s*(?:目标)?\d+\s*[.．、:：)）](?!\d)|[（(]\d+[)）]|目标\d+"
    r"|[〔【\[（(［]\d{4}[〕】\]）)］]\s*第?\d*号?|(?:第|(?<!\d))\d{1,20}号"
    rf"|(?<!\d){_YEAR}\s*(?:(?:预算|财政|会计)?年|[届级](?!\d)|[-—–～~至]+\s*{_YEAR}\s*年|[-./]\d{{1,2}}(?:[-./]\d{{1,2}}|月))"
)
_NUMERALS = "[零〇二三四五六七八九十百千万两]{1,12}(?:余|多)?"
_MEASURES = (
    "个|次|人|名|期|场|项|家|户|份|件|套|台|天|篇|处|所|类|届|批|倍|成|座|条|辆|本|册|季|公里|亩|吨|株|头|只|村|县"
    "|乡|镇|平方米"
)
_QUANTITY = re.compile(rf"\d|百分之|{_NUMERALS}(?:{_MEASURES})")
_DIGIT = re.compile(r"\d")
_SUFFIX = "指标"


def _bare(name: str) -> str:
    """A class name without the word 指标, which some texts leave out."""
    return name.removesuffix(_SUFFIX)


def _parent(l2: str, context: Context) -> str:
    """The 一级 under which alone a 二级 stands, "" where there is none."""
    return context.frame.l1_of(l2) or context.frame.l1_of(l2 + _SUFFIX)


def g01(facts: Facts, context: Context) -> Iterator[Hit]:
    """At least one goal, none longer than the field of the system."""
    if facts.needs_form and not any(goal.text.strip() for goal in facts.project.goals):
        yield Hit("G01", "goals[0]")
    limit = context.number("G01", "length")
    for i, goal in enumerate(facts.project.goals):
        if len(goal.text) > limit:
            yield Hit("G01", f"goals[{i}]", str(len(goal.text)), str(limit), variant="long")


def g02(facts: Facts, context: Context) -> Iterator[Hit]:
    """A goal is no copy of 资金用途, and says more than a heading.

    Short goals with a figure (`培训300人次`) are good goals, so only those without one are too short. Several of them
    in a project are said once: they have to be written anew together.
    """
    least, purpose = context.number("G02", "length"), squeeze(facts.project.purpose)
    short = []
    for i, goal in enumerate(facts.project.goals):
        text = squeeze(goal.text)
        if same(text, purpose):
            yield Hit("G02", f"goals[{i}]", text)
        elif _too_short(text, least):
            short.append((i, text))
    for i, text in short[:1]:
        many = len(short) > 1
        yield Hit("G02", f"goals[{i}]", text, str(least), str(len(short)), "many" if many else "short")


def _too_short(text: str, least: int) -> bool:
    return (0 < len(text) < least and not _QUANTITY.search(text)) or says_nothing(text)


def g03(facts: Facts, context: Context) -> Iterable[Hit]:
    """The goals hold a quantity where the indicators do; years and numbers of documents are none.

    Goals of which G02 says that they are too short have to be written anew anyway.
    """
    goals = [squeeze(goal.text) for goal in facts.project.goals if goal.text.strip()]
    if any(_QUANTITY.search(_NO_QUANTITY.sub(" ", text)) for text in goals):
        return ()
    if all(_too_short(text, context.number("G02", "length")) for text in goals):
        return ()
    if not any(_DIGIT.search(row.value.text) for row in facts.rows):
        return ()
    return (Hit("G03", "goals[0]", facts.project.goals[0].text),)


def _classes(facts: Facts, context: Context) -> set[str]:
    """The 一级 and 二级 classes that have a row, a blank 一级 being that of its 二级."""
    present = set()
    for row in facts.rows:
        if not row.empty:
            present.add(_bare(row.l2))
            present.add(_bare(row.l1 or _parent(row.l2, context)))
    return present


def g04(facts: Facts, context: Context) -> Iterator[Hit]:
    """产出 with 数量, and 效益."""
    if not facts.needs_form:
        return
    if all(row.empty for row in facts.rows):
        yield Hit("G04", "indicators", name="绩效指标")
        return
    present = _classes(facts, context)
    for name in context.frame.required:
        if _bare(name) not in present:
            yield Hit("G04", "indicators", "", name, name)


def g05(facts: Facts, context: Context) -> Iterator[Hit]:
    """质量, 时效, 成本 and 满意度 are there or missing on purpose."""
    if not facts.needs_form or all(row.empty for row in facts.rows):
        return
    present = _classes(facts, context)
    for name in context.frame.expected:
        if _bare(name) not in present:
            yield Hit("G05", "indicators", "", name, name)


def g08(facts: Facts, context: Context) -> Iterable[Hit]:
    """Neither a handful nor a flood of indicators; none at all is for G04."""
    count = sum(not row.empty for row in facts.rows)
    fewest, most = context.number("G08", "fewest"), context.number("G08", "most")
    if not facts.needs_form or count == 0 or fewest <= count <= most:
        return ()
    return (Hit("G08", "indicators", str(count), f"{fewest}至{most}"),)


def g07(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """The pair of 一级 and 二级 is in the frame. A blank 一级 whose 二级 stands under one only is certain."""
    l1, l2, frame = row.l1, row.l2, context.frame
    if row.empty:
        return ()
    if not l1:
        parent = _parent(l2, context)
        fix = ((f"{row.path}.l1", parent),) if parent else ()
        return (Hit("G07", f"{row.path}.l1", "", parent, "一级" if l2 else "一级、二级", "blank", fix),)
    if not l2:
        return (Hit("G07", f"{row.path}.l2", name="二级", variant="blank"),)
    if frame.holds(l1, l2) or frame.holds(_bare(l1) + _SUFFIX, _bare(l2) + _SUFFIX):
        return ()
    below = dict(frame.levels).get(_bare(l1) + _SUFFIX)
    expected = f"{l1}下的{'、'.join(below)}" if below else "、".join(frame.l1_names())
    return (Hit("G07", f"{row.path}.{'l2' if below else 'l1'}", f"{l1} / {l2}", expected),)
