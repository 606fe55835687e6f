"""Goals of a text that somebody edited: what was not touched stays the record that it is.

A person may type into a cell what the grammar of the text takes for something else (a duty with ：, an indicator with
；, a line break). Such records are right and their text alone would not give them back, so they are never read from it:
where the text changes only the goals that it changes in are read anew, and a change within one cell's words changes
that cell.
"""

import copy
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from desktop_app.domain import goal_values
from desktop_app.domain.department_goals import marked, read, write, write_heading
from desktop_app.domain.disclosed import DepartmentGoal
from desktop_app.domain.goal_indicators import set_wording, wording_of

_SEPARATOR = re.compile(r"[\n。；;！!：:]")
_COMMA = re.compile(r"[，,、]")
_MOST_COMPARED = 4_000_000  # product of the lengths of two stretches that are compared character by character


class _Span(NamedTuple):
    """Where the words of a field stand in the text: of goal number `goal`, field `name` of `record`."""

    begin: int
    end: int
    record: Any
    name: str


def read_again(heading: str, text: str, over: Sequence[str], known: Sequence[DepartmentGoal]) -> list[DepartmentGoal]:
    """The goals of an edited section whose goals were `known` before; records that stay are copies with their ids."""
    old = write(known)
    if not known or write_heading(known, heading) != heading or _said(read(heading, old, over)) == _said(known):
        return read(heading, text, over)  # the text alone tells
    goals = copy.deepcopy(list(known))
    if text == old:
        return goals
    found = _in_fields(goals, old, text) or _goal_by_goal(goals, old, text)
    return found if found and write(found) == text else read(heading, text, over)


def copied(goals: Sequence[DepartmentGoal]) -> list[DepartmentGoal]:
    """The same goals as records of their own, without ids."""
    found = copy.deepcopy(list(goals))
    for goal in found:
        goal.id, goal.lines = "", None
        for indicator in goal.indicators:
            indicator.id, indicator.lines = "", None
    return found


def is_wording_of(goals: Sequence[DepartmentGoal], heading: str, text: str) -> bool:
    """Whether a section says these goals, character by character."""
    return bool(goals) and write(goals) == text and write_heading(goals, heading) == heading


def _said(goals: Sequence[DepartmentGoal]) -> list[Any]:
    return [(goal.duty, goal.text, [(i.name, i.value) for i in goal.indicators]) for goal in goals]


def _in_fields(goals: list[DepartmentGoal], old: str, new: str) -> list[DepartmentGoal]:
    """The goals where every change lies within the words of one field and adds no sign that parts fields; else none."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(a) * len(b) > _MOST_COMPARED:
        return []
    spans = _spans(goals)
    changes = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        begin, end, put = i + head, j + head, b[k:m]
        span = _span(spans, begin, end)
        changed = a[i:j] + put
        if span is None or _SEPARATOR.search(changed) or (span.name in ("name", "value") and _COMMA.search(changed)):
            return []
        changes.append((span, begin, end, put))
    goals = copy.deepcopy(goals)
    fields = {(s.begin, s.end): s for s in _spans(goals)}
    for span, begin, end, put in reversed(changes):
        mine = fields[span.begin, span.end]
        was = getattr(mine.record, mine.name)
        setattr(mine.record, mine.name, was[: begin - span.begin] + put + was[end - span.begin :])
        if mine.name == "value":
            mine.record.sign, mine.record.number, mine.record.measure = goal_values.parts(mine.record.value)
    return goals


def _span(spans: Sequence[_Span], begin: int, end: int) -> _Span | None:
    """The field that a change lies in; where it is put between two, the one before it."""
    return next((span for span in spans if span.begin <= begin and end <= span.end), None)


def _spans(goals: Sequence[DepartmentGoal]) -> list[_Span]:
    """The fields that have words in the text, in order."""
    found: list[_Span] = []
    at = 0
    for goal in goals:
        for words, record, name in _pieces(goal):
            if name and words:
                found.append(_Span(at, at + len(words), record, name))
            at += len(words)
    return found


def _pieces(goal: DepartmentGoal) -> list[tuple[str, Any, str]]:
    """The words of a goal in the order of its text, each with the field that holds them, "" for none."""
    words = {name: str(piece) for name, piece in wording_of(goal).items() if isinstance(piece, str)}
    pieces: list[tuple[str, Any, str]] = [(words.get("before", ""), None, ""), (words.get("number", ""), None, "")]
    if goal.duty and "heading" not in wording_of(goal):
        pieces += [(words.get("lead", ""), None, ""), (goal.duty, goal, "duty"), (words.get("joint", ""), None, "")]
    pieces += [(words.get("head", ""), None, ""), (goal.text, goal, "text"), (words.get("label", ""), None, "")]
    for indicator in goal.indicators:
        own = {name: str(piece) for name, piece in wording_of(indicator).items() if isinstance(piece, str)}
        pieces += [
            (own.get("before", "") + own.get("number", ""), None, ""), (indicator.name, indicator, "name"),
            (own.get("join", ""), None, ""), (indicator.value, indicator, "value"), (own.get("after", ""), None, ""),
        ]  # fmt: skip
    return [*pieces, (words.get("after", ""), None, "")]


def _goal_by_goal(goals: list[DepartmentGoal], old: str, new: str) -> list[DepartmentGoal]:
    """The goals before and after the change as they are, between them what the text says now."""
    same = _common(old, new)
    tail = _common(old[same:][::-1], new[same:][::-1])
    starts, heads = [], []
    at = 0
    for goal in goals:
        starts.append(at)
        pieces = _pieces(goal)
        text_at = next(i for i, piece in enumerate(pieces) if piece[2] == "text")
        heads.append(at + sum(len(words) for words, _, _ in pieces[:text_at]))
        at += sum(len(words) for words, _, _ in pieces)
    first = max((i for i, head in enumerate(heads) if head <= same), default=0)
    last = next((i for i, start in enumerate(starts) if i > first and start >= len(old) - tail), len(goals))
    begin, end = starts[first], starts[last] if last < len(goals) else len(old)
    between = new[begin : len(new) - (len(old) - end)]
    middle = marked(between)
    after = goals[last:]
    if not middle and not after:
        return []
    left = str(wording_of(middle[-1]).get("after", "")) if middle else between
    if after:  # what stands behind the last goal that was read stands before the next one
        if middle:
            set_wording(middle[-1], wording_of(middle[-1]) | {"after": ""})
        words = wording_of(after[0])
        set_wording(after[0], words | {"before": left + str(words.get("before", ""))})
    return [*goals[:first], *middle, *after]


def _common(a: str, b: str) -> int:
    """How many characters both begin with."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
