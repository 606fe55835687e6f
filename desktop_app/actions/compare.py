"""What differs between a project that comes in and the one that the workspace holds."""

from collections import defaultdict
from dataclasses import dataclass

from desktop_app.actions.editing import COLUMN_NAMES
from desktop_app.domain.model import CellKey, Goal, Indicator, Project

HEAD = ("title", "name", "budget", "fiscal", "other", "purpose", "category", "function_code", "needs_form", "secret")
INDICATOR = ("l1", "l2", "l3", "desc", "value", "basis", "last_value", "note")


@dataclass(slots=True)
class Difference:
    """One field in which the two sides differ; `key` is the workspace's cell, `path` the place in what comes in."""

    key: CellKey
    path: str
    label: str
    mine: str
    theirs: str


@dataclass(slots=True)
class Comparison:
    """The differing fields, and the rows that only one side has.

    A row that only the workspace has is never removed; it is counted in `only_mine`.
    """

    differences: list[Difference]
    new_goals: list[Goal]
    new_indicators: list[Indicator]
    only_mine: int

    @property
    def same(self) -> bool:
        """Whether nothing that comes in is new or different."""
        return not (self.differences or self.new_goals or self.new_indicators)


def compare(mine: Project, theirs: Project) -> Comparison:
    """Compare field by field. Blank fields that come in say nothing: they differ from no text."""
    found: list[Difference] = []

    def field(key: CellKey, path: str, label: str, old: str, new: str) -> None:
        if new and new != old:
            found.append(Difference(key, path, label, old, new))

    for name in HEAD:
        field(CellKey("project", mine.id, name), name, COLUMN_NAMES[name], getattr(mine, name), getattr(theirs, name))
    for i, (old, new) in enumerate(zip(mine.plan, theirs.plan, strict=True)):
        column = f"plan_{i + 1}"
        field(CellKey("project", mine.id, column), f"plan[{i}]", COLUMN_NAMES[column], old, new)
    new_goals = []
    goals = _pairs([(g.text,) for g in mine.goals], [(g.text,) for g in theirs.goals])
    for m, t in goals:
        if m is None and t is not None:
            new_goals.append(theirs.goals[t])
        elif m is not None and t is not None:
            key = CellKey("goal", mine.goals[m].id, "text")
            field(key, f"goals[{t}]", f"绩效目标{m + 1}", mine.goals[m].text, theirs.goals[t].text)
    new_indicators = []
    rows = _pairs(
        [(i.l1, i.l2, i.l3, i.desc) for i in mine.indicators], [(i.l1, i.l2, i.l3, i.desc) for i in theirs.indicators]
    )
    for m, t in rows:
        if m is None and t is not None:
            new_indicators.append(theirs.indicators[t])
        elif m is not None and t is not None:
            a, b = mine.indicators[m], theirs.indicators[t]
            for name in INDICATOR:
                key, label = CellKey("indicator", a.id, name), f"指标{m + 1} {COLUMN_NAMES[name]}"
                field(key, f"indicators[{t}].{name}", label, getattr(a, name), getattr(b, name))
    only_mine = sum(t is None for _, t in goals + rows)
    return Comparison(found, new_goals, new_indicators, only_mine)


def _pairs(mine: list[tuple[str, ...]], theirs: list[tuple[str, ...]]) -> list[tuple[int | None, int | None]]:
    """Pair rows that agree wholly, then those that agree in all but the last text, then the rest in order."""
    pairs: list[tuple[int | None, int | None]] = []
    left, right = list(range(len(mine))), list(range(len(theirs)))
    width = len(mine[0]) if mine else 0
    for size in (width, width - 1):
        pool: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for m in left:
            pool[mine[m][:size]].append(m)
        for t in right[:]:
            if size > 0 and pool[theirs[t][:size]]:
                m = pool[theirs[t][:size]].pop(0)
                pairs.append((m, t))
                left.remove(m)
                right.remove(t)
    for m, t in zip(left[:], right[:], strict=False):
        pairs.append((m, t))
    common = min(len(left), len(right))
    pairs += [(m, None) for m in left[common:]]
    pairs += [(None, t) for t in right[common:]]
    return sorted(pairs, key=lambda pair: (pair[1] is None, pair[1] or 0))
