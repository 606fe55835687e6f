"""The overview as tables: units by 类别, 功能科目, progress, parts of the book, findings, projects."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app import catalog
from desktop_app.actions import filling, overview, workspace
from desktop_app.actions.filling import PartState, States
from desktop_app.actions.overview import PROJECT, UNIT, YEAR, Counts, Figures, Found, Sum, Target
from desktop_app.actions.reading import TreeNode
from desktop_app.domain import amounts

TEXT, COUNT, MONEY = "text", "count", "money"
TOTAL = "合计"
CATEGORIES, FUNCTIONS, PROGRESS, PARTS, FINDINGS, PROJECTS = NAMES = (
    "单位和类别", "功能科目", "填报进度", "公开内容", "检查结果", "项目清单",
)  # fmt: skip
NOWHERE: Target = ("", "")

Value = str | int


@dataclass(slots=True)
class Line:
    """One row: its values, and where it leads."""

    values: tuple[Value, ...]
    target: Target = NOWHERE


@dataclass(slots=True)
class SummaryTable:
    """A table of the overview.

    `kinds` say for each column whether it holds TEXT, a COUNT or MONEY (an integer of 0.01 元). `total` is the last
    row, () for none. `names` says that the rows are projects by their names, which may be secret.
    """

    name: str
    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    total: tuple[Value, ...] = ()
    names: bool = False

    def text(self, row: int, column: int) -> str:
        """A value as it is shown; the row after the last is the total."""
        value = self.lines[row].values[column] if row < len(self.lines) else self.total[column]
        return shown(value, self.kinds[column])

    @property
    def height(self) -> int:
        """The number of rows, the total among them."""
        return len(self.lines) + bool(self.total)

    def total_up(self) -> None:
        """Put the sums of all columns of figures into the last row."""
        sums = [
            sum(int(line.values[i]) for line in self.lines) if kind != TEXT else "" for i, kind in enumerate(self.kinds)
        ]
        self.total = (TOTAL, *sums[1:])


def shown(value: Value, kind: str) -> str:
    """A value as text: money in 万元."""
    return amounts.format_amount(int(value)) if kind == MONEY else str(value)


def make(
    name: str,
    figures: Figures,
    found: Sequence[Found],
    counts: Callable[[TreeNode], Counts],
    states: dict[str, States],
    book_parts: dict[str, list[PartState]],
    only: Collection[str] | None = None,
) -> SummaryTable:
    """The table of that name (one of NAMES); `only` are the ids of the projects that the list is narrowed to."""
    made: dict[str, Callable[[], SummaryTable]] = {
        CATEGORIES: lambda: by_category(figures),
        FUNCTIONS: lambda: by_function(figures),
        PROGRESS: lambda: progress(figures.node, states),
        PARTS: lambda: parts(figures.node, book_parts),
        FINDINGS: lambda: findings(figures.node, found),
        PROJECTS: lambda: projects(figures.node, counts, only),
    }
    return made[name]()


def by_category(figures: Figures) -> SummaryTable:
    """A row a unit, a column a 类别, the largest first; money by 财政 and 其他 behind the sum."""
    classes = [s.target[1] for s in figures.by_category]
    labels = [s.label for s in figures.by_category]
    with_department = figures.node.kind == YEAR
    heads = (*(["部门"] if with_department else []), "单位", "项目数", *labels, "预算数", "财政资金", "其他资金")
    texts = 2 if with_department else 1
    table = SummaryTable(CATEGORIES, heads, (*[TEXT] * texts, COUNT, *[MONEY] * (len(classes) + 3)))
    cells: dict[str, dict[str, Sum]] = {}
    for group in figures.groups:
        row = cells.setdefault(group.unit_id, {})
        row[group.category] = row.get(group.category, Sum("", NOWHERE)).plus(group.sum)
    for department, unit in _units(figures.node):
        row, total = cells.get(unit.id, {}), Sum("", NOWHERE)
        for each in row.values():
            total = total.plus(each)
        names = (department, unit.label) if with_department else (unit.label,)
        money = [row[c].budget if c in row else 0 for c in classes]
        table.lines.append(
            Line((*names, total.projects, *money, total.budget, total.fiscal, total.other), (UNIT, unit.id))
        )
    table.total_up()
    return table


def _units(node: TreeNode) -> list[tuple[str, TreeNode]]:
    """The units under a node, each with the name of its department."""
    if node.kind == YEAR:
        return [(department.label, unit) for department in node.children for unit in department.children]
    return [(node.label, unit) for unit in overview.units_below(node)]


def by_function(figures: Figures) -> SummaryTable:
    """A row a 功能科目."""
    kinds = (TEXT, COUNT, MONEY, MONEY, MONEY)
    table = SummaryTable(FUNCTIONS, ("功能科目", "项目数", "预算数", "财政资金", "其他资金"), kinds)
    for s in figures.by_function:
        table.lines.append(Line((s.label, s.projects, s.budget, s.fiscal, s.other), s.target))
    table.total_up()
    return table


def progress(node: TreeNode, states: dict[str, States]) -> SummaryTable:
    """A row a unit: how many projects are complete, begun, and have each of the four things."""
    with_department = node.kind == YEAR
    heads = ["项目数", "全部填好", "填了一部分", "还没填", *(label for _, label, _ in filling.STATES)]
    names = ["部门", "单位"] if with_department else ["单位"]
    table = SummaryTable(PROGRESS, (*names, *heads), (*[TEXT] * len(names), *[COUNT] * len(heads)))
    for department, unit in _units(node):
        s = states.get(unit.id, States())
        left = s.projects - s.complete - s.partly
        figures = (s.projects, s.complete, s.partly, left, s.head, s.plan, s.goals, s.required)
        table.lines.append(Line((*([department] if with_department else []), unit.label, *figures), (UNIT, unit.id)))
    table.total_up()
    return table


def parts(node: TreeNode, found: dict[str, list[PartState]]) -> SummaryTable:
    """A row a part of a book: how much of it is there, how much is due, what is missing."""
    heads, kinds = ("部门或单位", "公开内容", "已有", "应有", "还缺"), (TEXT, TEXT, COUNT, COUNT, TEXT)
    table = SummaryTable(PARTS, heads, kinds)
    labels = {n.id: n.label for n in [node, *node.children]}
    for owner, states in found.items():
        for s in states:
            missing = "、".join(s.missing) if s.due > 1 or not s.missing else "没有内容"
            table.lines.append(Line((labels.get(owner, ""), s.label, s.done, s.due, missing), s.target))
    return table


def findings(node: TreeNode, found: Sequence[Found]) -> SummaryTable:
    """A row a department, a unit or a project: errors, warnings, hints."""
    kind, _ = overview.owners_of(node)
    name = overview.OWNER_NAMES[kind]
    table = SummaryTable(FINDINGS, (name, "错误", "警告", "提示"), (TEXT, COUNT, COUNT, COUNT), names=kind == PROJECT)
    ordered = sorted(found, key=lambda f: (-f.errors, -f.warnings, -f.hints)) if kind == PROJECT else found
    for f in ordered:
        if kind != PROJECT or f.errors or f.warnings or f.hints:
            table.lines.append(
                Line((f.label, f.errors, f.warnings, f.hints), ("finding", f"{f.target[0]} {f.target[1]}"))
            )
    table.total_up()
    return table


def projects(node: TreeNode, counts: Callable[[TreeNode], Counts], only: Collection[str] | None = None) -> SummaryTable:
    """A row a project, all or only those of these ids."""
    heads = ("单位", "项目编码", "项目名称", "预算数", "指标", "错误", "警告")
    table = SummaryTable(PROJECTS, heads, (TEXT, TEXT, TEXT, MONEY, COUNT, COUNT, COUNT), names=True)
    for _, unit in _units(node):
        for p in unit.children:
            if only is None or p.id in only:
                errors, warnings, *_ = counts(p)
                values = (unit.label, p.code, p.label, p.budget_fen, p.indicators, errors, warnings)
                table.lines.append(Line(values, (PROJECT, p.id)))
    table.total_up()
    return table


def write(title: str, tables: Sequence[SummaryTable], secrets: int, to: Path) -> Path:
    """Write tables as a workbook for use inside the office; those of projects by name are left out.

    Runs in a worker. Raises UserError where it cannot be written.
    """
    from desktop_app.exporters.xlsx_sums import Sheet, write_sums

    workspace.require_free(to)
    note = "单位内部汇总，不是公开文件" + (f"；含涉密项目 {secrets} 个的金额" if secrets else "")
    sheets = [
        Sheet(
            table.name,
            table.heads,
            [kind == TEXT for kind in table.kinds],
            [[table.text(row, column) for column in range(len(table.heads))] for row in range(table.height)],
            [kind == MONEY for kind in table.kinds],
        )
        for table in tables
        if not table.names
    ]
    return write_sums(title, note, sheets, to, catalog.documents())
