"""Cells that the other cells of the document contradict: cut off, exchanged, or merged where none else is.

Offices repeat themselves: one 依据 stands in row after row, the 绩效目标 says the 资金用途 again. A text that is such a
text with a piece missing has most likely lost a line. See `evidence` for what whole forms have in common.
"""

from collections import Counter

from desktop_app.domain.model import Project
from desktop_app.domain.traces import Review
from desktop_app.importers.evidence import FEWEST_FORMS, Found, add, habit

_LEAST_LOST = 2
_SHORTEST_CELL, _SHORTEST_PROSE = 4, 16
_OFTEN = 3  # so many equal cells in a form are a habit
_MOST_LOST = 0.5  # what is left of a text is at least so much of it


def look(projects: list[Project], merged: list[list[int]]) -> None:
    """Add to each project the cells that the rest of the document contradicts.

    `merged` are, for each project, the indicators whose 二级指标 was blank and taken from the row above.
    """
    for found in (_swapped_names(projects), _cut_cells(projects), _cut_prose(projects), _odd_classes(projects)):
        add(found)
    add(_merged_level2(projects, merged))


def _swapped_names(projects: list[Project]) -> Found:
    """三级指标 and 描述 the other way round than other rows of the document have the same two texts."""
    texts = [(_text(i, "l3"), _text(i, "desc")) for p in projects for i in p.indicators]
    pairs = Counter((name, desc) for name, desc in texts if name != desc)
    for project in projects:
        for n, i in enumerate(project.indicators):
            name, desc = _text(i, "l3"), _text(i, "desc")
            here, turned = pairs[name, desc], pairs[desc, name]
            if 0 < here <= turned:
                reason = "名称和描述与别处的同一指标正好相反"
                yield project, [Review(f"indicators[{n}].{field}", reason, i.lines) for field in ("l3", "desc")]


def _cut_cells(projects: list[Project]) -> Found:
    """A 名称, 描述 or 依据 that is, but for one piece, what the other rows of the form repeat."""
    for field in ("l3", "desc", "basis"):
        everywhere = Counter(_text(i, field) for p in projects for i in p.indicators)
        for project in projects:
            often = [text for text, n in Counter(_text(i, field) for i in project.indicators).items() if n >= _OFTEN]
            for n, indicator in enumerate(project.indicators):
                text = _text(indicator, field)
                if everywhere[text] == 1 and any(_cut(text, whole, _SHORTEST_CELL) for whole in often):
                    reason = "别的行是同样的话，这里少了几个字，可能缺一行"
                    yield project, [Review(f"indicators[{n}].{field}", reason, indicator.lines)]


def _cut_prose(projects: list[Project]) -> Found:
    """A 资金用途 and a 绩效目标 of which one lacks a piece, where the forms mostly say the same in both."""
    same = sum(_squeezed(p.purpose) in {_squeezed(g.text) for g in p.goals} for p in projects)
    if len(projects) < FEWEST_FORMS or 2 * same < len(projects):
        return
    for project in projects:
        purpose = _squeezed(project.purpose)
        for n, goal in enumerate(project.goals):
            short, whole = sorted((purpose, _squeezed(goal.text)), key=len)
            if len(short) >= _MOST_LOST * len(whole) and _cut(short, whole, _SHORTEST_PROSE):
                reason = "资金用途和绩效目标只差一段，可能缺一行"
                yield project, [Review(path, reason, project.lines) for path in ("purpose", f"goals[{n}]")]


def _odd_classes(projects: list[Project]) -> Found:
    """An 一级指标 that all other rows with the same 二级指标 do not have."""
    pairs = Counter((i.l2, i.l1) for p in projects for i in p.indicators)
    usual: dict[str, tuple[int, str]] = {}
    for (second, first), number in pairs.items():
        usual[second] = max(usual.get(second, (0, "")), (number, first))
    for project in projects:
        for n, i in enumerate(project.indicators):
            number, first = usual[i.l2]
            if i.l1 != first and habit(number, number + pairs[i.l2, i.l1]):
                reason = f"“{i.l2}”在别处都属于“{first}”"
                yield project, [Review(f"indicators[{n}].l1", reason, i.lines)]


def _merged_level2(projects: list[Project], merged: list[list[int]]) -> Found:
    """One blank 二级指标 in a form, where (nearly) all other forms print it on every row."""
    if not habit(sum(not numbers for numbers in merged), len(projects)):
        return
    for project, numbers in zip(projects, merged, strict=True):
        if len(numbers) == 1:
            place = project.indicators[numbers[0]].lines
            reason = "没有印出二级指标，别的行都有，可能缺了一格"
            yield project, [Review(f"indicators[{numbers[0]}].l2", reason, place)]


def _cut(text: str, whole: str, shortest: int) -> bool:
    """Whether `text` is `whole` without one piece of it."""
    if not shortest <= len(text) <= len(whole) - _LEAST_LOST:
        return False
    head = next((n for n, c in enumerate(text) if c != whole[n]), len(text))
    return whole.endswith(text[head:])


def _text(indicator: object, field: str) -> str:
    return _squeezed(getattr(indicator, field))


def _squeezed(text: str) -> str:
    return "".join(text.split())
