"""What the window and the command line read from a workspace."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from desktop_app import catalog
from desktop_app.domain import amounts, tables
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.forms import Frame, TableForm
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError
from desktop_app.storage import books, queries
from desktop_app.storage.store import Store

UNNAMED = "未标明"
T = TypeVar("T")


@dataclass(slots=True)
class TreeNode:
    """One line of the project tree. `kind` is year, department, unit or project; a year's id is its number.

    `parts` are what a department or unit has beside its projects (`actions.narrowing.hang_parts`), nodes of the kind
    part; `blank` says that one has no content yet.
    `budget_fen` is the sum of what stands under it, in 0.01 元; malformed amounts are left out.
    """

    kind: str
    id: str
    label: str
    year: int | None = None
    code: str = ""
    budget_fen: int = 0
    projects: int = 0
    indicators: int = 0
    children: list["TreeNode"] = field(default_factory=list)
    parts: list["TreeNode"] = field(default_factory=list)
    blank: bool = False

    def add(self, child: "TreeNode") -> None:
        """Hang a finished child under this node and count it in."""
        self.children.append(child)
        self.budget_fen += child.budget_fen
        self.projects += child.projects
        self.indicators += child.indicators


@dataclass(slots=True, frozen=True)
class Totals:
    """Counts of the whole workspace; the budget in 0.01 元."""

    projects: int
    indicators: int
    budget_fen: int


def unit_label(code: str, name: str) -> str:
    """How a unit is called on screen."""
    return f"{code} {name}".strip() or UNNAMED


def project_label(name: str, title: str, secret: str) -> str:
    """How a project is called on screen; of one that is secret and was purged there is no name."""
    return name or title or ("（涉密项目）" if Project(secret=secret).is_secret else "（未命名项目）")


def tree(store: Store) -> list[TreeNode]:
    """The project tree: years, newest first, their departments, units and projects."""
    units: dict[str, TreeNode] = {}
    by_department: dict[str, list[TreeNode]] = {}
    for u in queries.units(store):
        node = TreeNode("unit", u["id"], unit_label(u["code"], u["name"]), code=u["code"])
        units[u["id"]] = node
        by_department.setdefault(u["department_id"], []).append(node)
    for p in queries.project_heads(store):
        label = project_label(p["name"], p["title"], p["secret"])
        node = TreeNode("project", p["id"], label, None, p["code"], p["budget_fen"] or 0, 1, p["indicators"] or 0)
        units[p["unit_id"]].add(node)
    years: dict[int, TreeNode] = {}
    for d in queries.departments(store):
        label = f"{d['code']} {d['name']}".strip() or UNNAMED
        department = TreeNode("department", d["id"], label, d["year"], d["code"])
        for unit in by_department.get(d["id"], []):
            department.add(unit)
        year = years.setdefault(d["year"], TreeNode("year", str(d["year"]), f"{d['year']} 年度", d["year"]))
        year.add(department)
    return list(years.values())


def totals(store: Store) -> Totals:
    """Counts of the whole workspace."""
    heads = queries.project_heads(store)
    return Totals(len(heads), sum(h["indicators"] or 0 for h in heads), sum(h["budget_fen"] or 0 for h in heads))


def count_indicators(store: Store, department_ids: Iterable[str]) -> int:
    """How many indicators these departments have: by this a long action is told from a short one."""
    return queries.count_indicators(store, department_ids)


def load_project(store: Store, project_id: str) -> Project:
    """One project with everything under it. Raises UserError where it is gone (removed in an undo, say)."""
    project = books.read_project(store, project_id)
    if project is None:
        raise UserError("这个项目已经不在工作簿里了", "", "请在左边的目录里另选一个项目")
    return project


def load_books(store: Store, year: int | None = None) -> list[Book]:
    """The books of all departments, or of one year's."""
    return books.read_books(store, year)


def there(found: T | None) -> T:
    """What was found of a department. Raises UserError where the department is gone."""
    if found is None:
        raise UserError("这个部门已经不在工作簿里了", "", "请在左边的目录里另选一个部门")
    return found


def load_book(store: Store, department_id: str) -> Book:
    """The book of one department. Raises UserError where it is gone."""
    found = books.read_books(store, department_ids=[department_id])
    return there(found[0] if found else None)


def first_book(store: Store) -> Book | None:
    """The book of the first department, None where there is none."""
    departments = queries.departments(store)
    return load_book(store, departments[0]["id"]) if departments else None


def load_parts(store: Store, department_id: str) -> Book:
    """The book of one department without its projects. Raises UserError where it is gone."""
    return there(books.read_parts(store, department_id))


def load_texts(store: Store, department_id: str) -> Book:
    """The text sections of a department and its units, nothing else of its book. Raises UserError where it is gone."""
    return there(books.read_texts(store, department_id))


def frame_of(store: Store, project_id: str) -> Frame:
    """The indicator frame that the project's department uses."""
    department = queries.department_of(store, project_id)
    return catalog.frame(department["frame"] if department else "")


def table_sums(form: TableForm, rows: list[list[str]]) -> dict[tuple[int, int], str]:
    """The computed text of each sum cell, by (row, column); cells of which every part is blank are left out,
    and those of which a part is no number (rule C06 says it).

    `form` is laid over the table (`tables.form_for`).
    """
    return {place: amounts.format_amount(fen) for place, fen in tables.computed(form, rows).items()}


def with_sums(book: Book) -> Book:
    """The book with computed sums in those sum cells of its budget tables that are blank; typed sums stay as typed."""
    for table in book.tables:
        cells = tuple(tuple(row.cells) for row in table.rows)
        for row, column, text in _blank_sums(book.year, table.no, tuple(table.columns), cells):
            table.rows[row].cells[column] = text
    return book


@lru_cache(2048)  # every edit of a part checks all tables again, of which one has changed
def _blank_sums(
    year: int | None, no: int, columns: tuple[str, ...], cells: tuple[tuple[str, ...], ...]
) -> list[tuple[int, int, str]]:
    table = BudgetTable(no, "", list(columns), [BudgetRow(list(row)) for row in cells])
    form = tables.form_for(table, catalog.table_forms(year))
    if form is None:
        return []
    sums = table_sums(form, [list(row) for row in cells]).items()
    return [(*place, text) for place, text in sums if place[1] < len(cells[place[0]]) and not cells[place[0]][place[1]]]
