"""The figures of the overview: projects and money of a year, a department or a unit, and how they divide."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_app import catalog
from desktop_app.actions.reading import UNNAMED, TreeNode
from desktop_app.domain import amounts
from desktop_app.storage import queries, sums
from desktop_app.storage.store import Store
from desktop_app.storage.sums import Scope

LARGEST = 10  # so many of a list are shown by themselves
YEAR, DEPARTMENT, UNIT, PROJECT = "year", "department", "unit", "project"
CATEGORY, FUNCTION = "category", "function_code"
OWNER_NAMES = {DEPARTMENT: "部门", UNIT: "单位", PROJECT: "项目"}

Target = tuple[str, str]
"""Where something leads: the kind and the id of a node of the tree; or CATEGORY or FUNCTION and the text."""

Counts = tuple[int, int, int, int]
"""Errors, warnings, hints, fields to be looked at."""


@dataclass(slots=True, frozen=True)
class Sum:
    """What a group of projects comes to; money in 0.01 元, what is malformed left out and counted in `faults`."""

    label: str
    target: Target
    projects: int = 0
    budget: int = 0
    fiscal: int = 0
    other: int = 0
    faults: int = 0
    secrets: int = 0

    def plus(self, more: "Sum") -> "Sum":
        """This group with another's figures added."""
        return replace(
            self,
            projects=self.projects + more.projects,
            budget=self.budget + more.budget,
            fiscal=self.fiscal + more.fiscal,
            other=self.other + more.other,
            faults=self.faults + more.faults,
            secrets=self.secrets + more.secrets,
        )


@dataclass(slots=True, frozen=True)
class Group:
    """The projects of one unit, one 类别 and one 功能科目."""

    unit_id: str
    category: str
    function: str
    sum: Sum


@dataclass(slots=True)
class Figures:
    """The money of a node of the tree.

    `by_owner` are its departments, units or projects (`owners` says which), in the order of the tree; `by_category` and
    `by_function` the largest first, what is not stated last. All of them add up to `total`. `by_function` is empty
    where no project has a 功能科目.
    """

    node: TreeNode
    total: Sum
    owners: str
    by_owner: list[Sum]
    by_category: list[Sum]
    by_function: list[Sum]
    groups: list[Group]


def scope_of(node: TreeNode) -> Scope:
    """The projects under a year, a department or a unit."""
    return Scope(node.kind, node.id)


def owners_of(node: TreeNode) -> tuple[str, list[TreeNode]]:
    """The nodes that a node's figures divide by, and their kind: where there is only one, what is below it."""
    nodes = node.children
    while len(nodes) == 1 and nodes[0].kind != PROJECT and nodes[0].children:
        nodes = nodes[0].children
    return (nodes[0].kind if nodes else UNIT), nodes


def figures(store: Store, node: TreeNode) -> Figures:
    """The figures of a year, a department or a unit."""
    groups = [_group(row) for row in sums.money_groups(store, scope_of(node))]
    total = _added(Sum(node.label, (node.kind, node.id)), (group.sum for group in groups))
    kind, nodes = owners_of(node)
    by_owner = _of_projects(store, node, nodes) if kind == PROJECT else _of_units(groups, nodes)
    by_function = _by_text(groups, lambda group: group.function, FUNCTION, _function_name())
    return Figures(
        node, total, kind, by_owner,
        _by_text(groups, lambda group: group.category, CATEGORY, lambda text: text),
        by_function if any(s.target[1] for s in by_function) else [],
        groups,
    )  # fmt: skip


def _group(row: queries.Row) -> Group:
    money = Sum(
        "", ("", ""), row["projects"], row["budget_fen"], row["fiscal_fen"], row["other_fen"], row["faults"] or 0,
        row["secrets"] or 0,
    )  # fmt: skip
    return Group(row["unit_id"], row["category"], row["function_code"], money)


def _added(start: Sum, more: Iterable[Sum]) -> Sum:
    for each in more:
        start = start.plus(each)
    return start


def units_below(node: TreeNode) -> list[TreeNode]:
    """The units of a node, itself where it is one."""
    return [node] if node.kind == UNIT else [unit for child in node.children for unit in units_below(child)]


def _of_units(groups: Sequence[Group], nodes: Sequence[TreeNode]) -> list[Sum]:
    owner = {unit.id: node for node in nodes for unit in units_below(node)}
    found = {node.id: Sum(node.label, (node.kind, node.id)) for node in nodes}
    for group in groups:
        if node := owner.get(group.unit_id):
            found[node.id] = found[node.id].plus(group.sum)
    return list(found.values())


def _of_projects(store: Store, node: TreeNode, nodes: Sequence[TreeNode]) -> list[Sum]:
    money = {row["id"]: row for unit in units_below(node) for row in sums.project_money(store, unit.id)}
    found = []
    for project in nodes:
        row = money.get(project.id, {})
        fens = [row.get(f"{name}_fen") or 0 for name in sums.MONEY]
        found.append(Sum(project.label, (PROJECT, project.id), 1, *fens))
    return found


def _by_text(
    groups: Sequence[Group], text_of: Callable[[Group], str], kind: str, name: Callable[[str], str]
) -> list[Sum]:
    found: dict[str, Sum] = {}
    for group in groups:
        text = text_of(group)
        start = found.get(text) or Sum(name(text) if text else UNNAMED, (kind, text))
        found[text] = start.plus(group.sum)
    return sorted(found.values(), key=lambda s: (not s.target[1], -s.budget, s.label))


def _function_name() -> Callable[[str], str]:
    codes = catalog.function_codes()
    return lambda code: f"{code} {codes.get(code, '')}".strip()


def largest(found: Sequence[Sum], count: int = LARGEST) -> list[Sum]:
    """The largest of a list, the others as one; a list that is hardly longer is given whole. None leads nowhere."""
    ordered = sorted(found, key=lambda s: -s.budget)
    if len(ordered) <= count + 1:
        return ordered
    rest = _added(Sum("", ("", "")), ordered[count:])
    return [*ordered[:count], replace(rest, label=f"其他 {len(ordered) - count} 个")]


def narrowed_ids(store: Store, node: TreeNode, target: Target) -> list[str]:
    """The ids of a node's projects that have the 类别 or 功能科目 of a target."""
    return sums.projects_of(store, scope_of(node), target[0], target[1])


@dataclass(slots=True, frozen=True)
class Found:
    """What the checks found in something: errors, warnings, hints."""

    label: str
    target: Target
    errors: int
    warnings: int
    hints: int


def found_in(node: TreeNode, counts: Callable[[TreeNode], Counts]) -> list[Found]:
    """The findings of a node by what it divides by; those that are no project's stand last, by department.

    `counts` gives the findings in and under a node of the tree.
    """
    _, nodes = owners_of(node)
    found = [Found(child.label, (child.kind, child.id), *counts(child)[:3]) for child in nodes]
    inner = {child.id for child in nodes if child.kind == DEPARTMENT}
    for department in [node] if node.kind == DEPARTMENT else node.children if node.kind == YEAR else []:
        if department.id in inner:
            continue
        below = [counts(unit) for unit in department.children]
        own = [n - sum(each[i] for each in below) for i, n in enumerate(counts(department)[:3])]
        if any(own):
            found.append(Found("公开表和文字", ("own", department.id), *own))
    return found


def totals_of(found: Sequence[Found]) -> tuple[int, int, int]:
    """Errors, warnings and hints of all."""
    return sum(f.errors for f in found), sum(f.warnings for f in found), sum(f.hints for f in found)


def sentence(figures: Figures, found: Sequence[Found], doubts: int) -> str:
    """The figures in one line; `doubts` are the fields to be looked at."""
    total, money = figures.total, amounts.format_amount
    errors, warnings, hints = totals_of(found)
    said = [
        f"{total.projects} 个项目", f"{figures.node.indicators} 条指标",
        f"预算数合计 {money(total.budget)} 万元（财政 {money(total.fiscal)}，其他 {money(total.other)}）",
        f"错误 {errors}", f"警告 {warnings}", f"提示 {hints}",
    ]  # fmt: skip
    said += [f"待核对 {doubts}"] if doubts else []
    said += [f"{total.faults} 处金额不是数，没有算进去"] if total.faults else []
    said += [f"其中涉密项目 {total.secrets} 个"] if total.secrets else []
    return " · ".join(said)
