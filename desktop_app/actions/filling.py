"""How far a year, a department or a unit is filled in: its projects, and the parts of its book."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app import catalog
from desktop_app.actions.overview import DEPARTMENT, UNIT, YEAR, Target, scope_of, units_below
from desktop_app.actions.reading import TreeNode
from desktop_app.domain import narrative
from desktop_app.domain.forms import Frame
from desktop_app.storage import queries, sums
from desktop_app.storage.store import Store
from desktop_app.storage.sums import Needed

TABLES = 9  # budget tables of a disclosure
STATES = (
    (sums.HEAD, "表头", "项目编码、名称、预算数、资金用途都填了"),
    (sums.PLAN, "支出计划", "四个月份都填了"),
    (sums.GOALS, "绩效目标", "至少有一条"),
    (sums.REQUIRED, "必填指标", "数量指标、效益指标都有"),
)
ALL = sums.ALL
_SUFFIX = "指标"
_TITLE = "title"  # the heading of the whole 情况说明 is no section of it


@dataclass(slots=True)
class States:
    """Of so many projects how many are complete, begun, and have each of the four things; `due` need a form."""

    projects: int = 0
    due: int = 0
    complete: int = 0
    begun: int = 0
    head: int = 0
    plan: int = 0
    goals: int = 0
    required: int = 0

    def add(self, row: queries.Row) -> None:
        """Count in a row of `sums.state_groups`."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + row[name])

    @property
    def partly(self) -> int:
        """Those that were begun and are not complete; what needs no form is begun with its head."""
        return max(self.begun + self.projects - self.due - self.complete, 0)

    def of(self, state: str) -> tuple[int, int]:
        """How many have a state, and how many should."""
        due = self.projects if state in (sums.HEAD, sums.ALL) else self.due
        return int(getattr(self, state)), due


@dataclass(slots=True, frozen=True)
class PartState:
    """A part of a book: how much of it is there, how much is due, what is missing in words."""

    path: str
    label: str
    done: int
    due: int
    target: Target
    missing: tuple[str, ...] = ()


def states(store: Store, node: TreeNode) -> dict[str, States]:
    """How far the projects under a node are filled in, by unit."""
    scope = scope_of(node)
    frames: dict[tuple[Needed, ...], list[str]] = {}
    for name in sums.department_frames(store, scope):
        frames.setdefault(_needed(catalog.frame(name)), []).append(name)
    found = {unit.id: States() for unit in units_below(node)}
    for needed, names in frames.items():
        for row in sums.state_groups(store, scope, names, needed):
            found[row["unit_id"]].add(row)
    return found


def together(found: Sequence[States]) -> States:
    """The states of several units in one."""
    total = States()
    for each in found:
        total.add({name: getattr(each, name) for name in each.__slots__})
    return total


def lacking(store: Store, node: TreeNode, state: str) -> list[str]:
    """The ids of the projects under a node that lack one of the states."""
    scope = scope_of(node)
    return [
        project_id
        for name in sums.department_frames(store, scope)
        for project_id in sums.projects_without(store, scope, [name], _needed(catalog.frame(name)), state)
    ]


def _needed(frame: Frame) -> tuple[Needed, ...]:
    """The classes of indicators that rule G04 asks for; some texts leave the word 指标 out of their names."""
    classes = dict(frame.levels)
    return tuple(
        Needed(_both((name,)), _both(classes.get(name, ())))
        for name in frame.required
    )  # fmt: skip


def _both(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for name in names for text in dict.fromkeys((name, name.removesuffix(_SUFFIX))))


def parts(store: Store, node: TreeNode) -> dict[str, list[PartState]]:
    """The parts that are due of each book under a node, by the id of the department; of a unit those of its own."""
    filled = queries.filled_parts(store)
    scope = scope_of(node)
    tables: dict[str, dict[str, set[int]]] = {}
    for row in sums.begun_tables(store, scope):
        tables.setdefault(row["department_id"], {}).setdefault(row["owner"], set()).add(row["no"])
    headings: dict[str, list[tuple[str, str]]] = {}  # by department whose, and what
    for row in sums.headings(store, scope):
        headings.setdefault(row["department_id"], []).append((row["owner"], row["heading"]))
    if node.kind == UNIT:
        return {node.id: _of_unit(store, node, filled, tables, headings)}
    departments = [node] if node.kind == DEPARTMENT else node.children if node.kind == YEAR else []
    found = {}
    for department in departments:
        own = filled.get(department.id, {})
        lone = _names(department.children[0]) if len(department.children) == 1 else set()
        found[department.id] = [
            _tables(department.id, _numbers(tables.get(department.id, {}), {"", *lone})),
            _sections(department.id, headings.get(department.id, []), {"", *lone}),
            *(_there(department.id, path, label, bool(own.get(path))) for path, label in _LONE),
        ]
    return found


_OWNED = (("procurement", "政府采购"), ("assets", "资产"))
_LONE = (*_OWNED, ("organisation", "机构设置"), ("glossary", "名词解释"))


def _of_unit(
    store: Store,
    node: TreeNode,
    filled: dict[str, dict[str, set[str]]],
    tables: dict[str, dict[str, set[int]]],
    headings: dict[str, list[tuple[str, str]]],
) -> list[PartState]:
    """A unit's own tables, texts, purchases and assets; the only unit's are those of its department too."""
    units = [unit for unit in queries.units(store) if unit["id"] == node.id]
    department_id = units[0]["department_id"] if units else ""
    alone = sum(unit["department_id"] == department_id for unit in queries.units(store)) == 1
    names = _names(node) | ({""} if alone else set())
    own = filled.get(department_id, {})
    if alone and not (units[0]["code"] or units[0]["name"]):  # then all is its, whatever the parts call it
        names |= set().union(*own.values())
    return [
        _tables(node.id, _numbers(tables.get(department_id, {}), names)),
        _sections(node.id, headings.get(department_id, []), names),
        *(_there(node.id, path, label, bool(names & own.get(path, set()))) for path, label in _OWNED),
    ]


def _names(unit: TreeNode) -> set[str]:
    """What a unit is called as the owner of a table."""
    return {text for text in (unit.code, unit.label.removeprefix(unit.code).strip()) if text}


def _numbers(tables: dict[str, set[int]], owners: set[str]) -> set[int]:
    return {no for owner, numbers in tables.items() if owner in owners for no in numbers}


def _tables(node_id: str, numbers: set[int]) -> PartState:
    missing = tuple(f"表{no}" for no in range(1, TABLES + 1) if no not in numbers)
    return PartState("budget_tables", "预算公开表", len(numbers), TABLES, ("part", f"{node_id} budget_tables"), missing)


def _sections(node_id: str, owned: Sequence[tuple[str, str]], owners: set[str]) -> PartState:
    """The sections of the 情况说明 that hold text of their own; of headings with their owner only those of `owners`."""
    headings = [heading for owner, heading in owned if owner in owners]
    forms = [form for form in catalog.narrative().sections if form.id != _TITLE and (form.person or form.paragraphs)]
    there = narrative.matches(headings, catalog.narrative().sections)
    missing = tuple(form.heading.replace("{kind}", "") for form in forms if form.id not in there)
    done = len(forms) - len(missing)
    return PartState("sections", "情况说明", done, len(forms), ("part", f"{node_id} sections"), missing)


def _there(node_id: str, path: str, label: str, there: bool) -> PartState:
    return PartState(path, label, int(there), 1, ("part", f"{node_id} {path}"), () if there else (label,))


def summed(found: Sequence[Sequence[PartState]]) -> list[PartState]:
    """The parts of several books together; each leads to the first book that lacks something of it."""
    total: dict[str, PartState] = {}
    for part in (part for parts_ in found for part in parts_):
        before = total.get(part.path)
        if before is None:
            total[part.path] = part
            continue
        first = before if before.missing or not part.missing else part
        total[part.path] = PartState(
            part.path, part.label, before.done + part.done, before.due + part.due, first.target, first.missing
        )
    return list(total.values())
