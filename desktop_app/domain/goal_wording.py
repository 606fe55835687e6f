"""The wording of goals and indicators that a person adds, takes out or moves: they look like their neighbours.

Numbers that counted on go on counting, what stood before the first and after the last stays there, and a new record
takes labels and separators from the nearest one that has them.
"""

import re
from collections.abc import Callable, Container, Sequence
from typing import Any

from desktop_app.domain.disclosed import DepartmentGoal, GoalIndicator
from desktop_app.domain.goal_indicators import NUMERAL, set_wording, wording_of

Words = dict[str, Any]

GOAL: Words = {"before": "\n", "number": "1、", "head": "绩效目标："}  # where no neighbour shows how
LABEL = "\n绩效指标："
INDICATOR: Words = {"join": "：", "after": "。"}
BETWEEN = "；\n"

_DIGITS = "一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBERED = re.compile(rf"(?P<begin>\D*?)(?P<count>\d+|[{NUMERAL}]+|[{_CIRCLED}])(?P<end>\D*)")


def counted(number: str) -> tuple[int, Callable[[int], str]] | None:
    """What a printed number (`3、`, `（三）`, `③`) counts, and how others are printed in its style; None for none."""
    match = _NUMBERED.fullmatch(number)
    if match is None:
        return None
    text, begin, end = match["count"], match["begin"], match["end"]
    if text.isascii():
        return int(text), lambda n: f"{begin}{n}{end}"
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1, lambda n: f"{begin}{_CIRCLED[n - 1] if n <= len(_CIRCLED) else n}{end}"
    value = _value(text)
    return None if value is None else (value, lambda n: f"{begin}{chinese(n)}{end}")


def chinese(number: int) -> str:
    """1 to 99 as 一 to 九十九; what is greater in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = ("", *_DIGITS)
    return f"{'' if tens == 1 else digits[tens]}{'十' if tens else ''}{digits[ones]}"


def _value(text: str) -> int | None:
    return next((n for n in range(1, 100) if chinese(n) == text), None)


def arrange_goals(old: Sequence[DepartmentGoal], new: Sequence[DepartmentGoal]) -> None:
    """Word the goals `new`, which were `old` before goals were added, taken out or moved; the records are changed."""
    known = {id(goal) for goal in old}
    words_of = {id(goal): wording_of(goal) for goal in old}
    numbers = [str(words_of[id(goal)].get("number", "")) for goal in old]
    edges = (words_of[id(old[0])].get("before", ""), words_of[id(old[-1])].get("after", "")) if old else ("", "")
    between = min((words_of[id(goal)].get("before", "") for goal in old[1:]), key=len, default=GOAL["before"])
    labels = [label for words in words_of.values() if (label := words.get("label"))]
    for i, goal in enumerate(new):
        words = words_of.get(id(goal)) or _for_new(new, i, known)
        if i == 0:
            words["before"] = edges[0]
        elif id(goal) not in known or goal is old[0]:
            words["before"] = between
        words["after"] = edges[1] if i == len(new) - 1 else ""
        if goal.duty and "heading" not in words and not words.get("joint"):
            words["joint"] = "\n"
        if goal.indicators and not words.get("label"):
            words["label"] = labels[0] if labels else LABEL
        set_wording(goal, words)
    _renumber(numbers, old, new)


def _for_new(goals: Sequence[DepartmentGoal], at: int, known: Container[int]) -> Words:
    """The wording of a goal that a person adds: that of the nearest one that was there, without its own place."""
    words = _like([goal for goal in goals if id(goal) in known or goal is goals[at]], goals[at]) or dict(GOAL)
    for name in ("heading", "label"):
        words.pop(name, None)
    words["head"] = words.get("head") or GOAL["head"]
    return words


def incomplete(indicators: Sequence[GoalIndicator]) -> bool:
    """Whether the wording of an indicator is not that of its texts: it is new, or a clause that was given a value."""
    return any(not i.wording or (i.value and wording_of(i).get("clause")) for i in indicators)


def arrange_indicators(
    goal: DepartmentGoal, old: Sequence[GoalIndicator], others: Sequence[DepartmentGoal] = ()
) -> None:
    """Word the indicators of a goal, which were `old` before; the records are changed.

    `others` are the goals beside it, which show how the first indicator of a goal is written.
    """
    new = goal.indicators
    shown = [other.indicators for other in others if other.indicators]
    example = shown[0] if shown else []
    inner = [str(wording_of(i).get("after", "")) for i in [*old[:-1], *(i for e in shown for i in e[:-1])]]
    between = next((after for after in inner if after), BETWEEN)
    if old or not example:
        last = str(wording_of(old[-1]).get("after", "")) if old else INDICATOR["after"]
    else:
        last = str(wording_of(example[-1]).get("after", ""))
    numbers = [str(wording_of(i).get("number", "")) for i in old]
    links = [str(wording_of(i).get("join", "")) for i in (*old, *example)]
    link = next((join for join in links if ":" in join or "：" in join), "" if links else INDICATOR["join"])
    for i, indicator in enumerate(new):
        words = wording_of(indicator)
        if not indicator.wording:
            words = {"number": str(_like(new, indicator).get("number", "")), "join": link, "after": between}
        if i == len(new) - 1:
            words["after"] = last
        elif old and indicator is old[-1]:
            words["after"] = between
        if indicator.value and words.pop("clause", None):
            words["join"] = words.get("join") or INDICATOR["join"]
        set_wording(indicator, words)
    _renumber(numbers, old, new)
    words = wording_of(goal)
    if old and not new:
        words.pop("label", None)  # the words of the last one went with it
        set_wording(goal, words)


def _like(records: Sequence[Any], record: Any) -> Words:
    """The wording of the nearest record that has one, the one before first; {} where none has."""
    at = next(i for i, other in enumerate(records) if other is record)
    order = [*range(at - 1, -1, -1), *range(at + 1, len(records))]
    return next((wording_of(records[i]) for i in order if records[i].wording), {})


def _renumber(numbers: Sequence[str], old: Sequence[Any], new: Sequence[Any]) -> None:
    """Let numbers go on where they counted on before; elsewhere a new record counts on from the one before it."""
    if len(old) == len(new) and all(a is b for a, b in zip(old, new, strict=True)):
        return
    read = [counted(number) for number in numbers]
    known = [entry for entry in read if entry is not None]
    in_turn = (
        known
        and len(known) == len(read)
        and all(known[0][1](known[0][0] + i) == number for i, number in enumerate(numbers))
    )
    for i, record in enumerate(new):
        words = wording_of(record)
        if in_turn:
            words["number"] = known[0][1](known[0][0] + i)
        elif not any(record is other for other in old) and i:
            entry = counted(str(wording_of(new[i - 1]).get("number", "")))
            words["number"] = entry[1](entry[0] + 1) if entry else words.get("number", "")
        set_wording(record, words)
