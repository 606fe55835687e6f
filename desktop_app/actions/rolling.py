"""结转: next year's drafts from this year's projects (`domain.rolled` says what is taken over, and why)."""

from dataclasses import dataclass
from typing import Any

from desktop_app import catalog
from desktop_app.actions import matching, reading, stages, workspace
from desktop_app.domain import order, rolled
from desktop_app.domain.model import Book, Changes, Project, Review, Unit
from desktop_app.errors import UserError
from desktop_app.storage import books, rows
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store


@dataclass(slots=True)
class Rolled:
    """What was made: how many departments and projects, how many fields wait for a person, and from which years."""

    changes: Changes
    departments: int = 0
    projects: int = 0
    flagged: int = 0
    years: tuple[int, ...] = ()  # of the books that were taken over, the oldest first
    gap: bool = False  # whether one of them is older than the year before, so that its 上年值 stay blank

    @property
    def origin(self) -> str:
        """From which years, as a sentence tells it: `2024、2025 年度`."""
        return "、".join(map(str, self.years)) + " 年度"

    @property
    def blank(self) -> str:
        """The sentence about a gap of years, "" where there is none."""
        return "隔年结转的指标没有填上年值。" if self.gap else ""


def next_year(store: Store) -> int | None:
    """The year after the newest one with projects, None where there are none."""
    years = [book.year for book in reading.load_books(store) if book.projects and book.year]
    return max(years) + 1 if years else None


def sources(store: Store, to_year: int, department: str = "") -> list[Book]:
    """The books to be taken over: of each department its newest year before `to_year` that has projects.

    `department` (id, code or name) chooses one. Raises UserError where there is none, or where a department has
    projects in `to_year` already.
    """
    known = [book for book in reading.load_books(store) if book.projects]
    wanted = [book for book in known if department in ("", book.id, book.department_code, book.department_name)]
    if department and not wanted:
        raise UserError("没有这个部门，或者它没有项目", department, "请用工作簿里的部门编码或完整名称")
    found: list[Book] = []
    for book in sorted(wanted, key=lambda book: -(book.year or 0)):
        if book.year and book.year < to_year and not any(_same(book, other) for other in found):
            found.append(book)
    if not found:
        raise UserError(f"没有可以结转到{to_year}年度的项目", str(store.path), "请先录入或导入上一年的项目")
    for book in found:
        if any(other.year == to_year and _same(book, other) for other in known):
            where = f"{to_year}年度 {book.department_name}"
            raise UserError("这个部门在那一年已经有项目了，没有结转", where, "要重新结转，请先删除那一年的部门")
    return found


def _same(one: Book, other: Book) -> bool:
    first, second = ((None, b.department_code, b.department_name) for b in (one, other))
    return matching.same_department(first, second)


def roll(store: Store, to_year: int, department: str = "") -> Rolled:
    """Make the drafts of `to_year`; one operation, after a backup, and one step of undo.

    Raises UserError as `sources` does, and where the workspace cannot be written.
    """
    store.require_writable()
    found = sources(store, to_year, department)
    drafts = [rolled.roll(book, to_year, catalog.table_forms(book.year)) for book in found]
    workspace.safety_backup(store, "结转前")
    with store.operation(f"结转到{to_year}年度") as operation:
        for draft in reversed(drafts):  # `sources` has the newest first; a file lists departments as they came
            _write(store, operation, draft)
    projects = [project for draft in drafts for project in draft.projects]
    flagged = sum(len(draft.review) for draft in drafts) + sum(len(project.review) for project in projects)
    years = tuple(sorted({book.year for book in found if book.year}))
    gap = any(year < to_year - 1 for year in years)
    return Rolled(operation.changes, len(drafts), len(projects), flagged, years, gap)


def _write(store: Store, operation: Operation, draft: Book) -> None:
    """Add a draft to the department of its year, which is made where it is not there yet.

    What such a department holds already (a text that was begun) stays, and the draft's part of that kind is left out.
    """
    here = next((book for book in reading.load_books(store, draft.year) if _same(book, draft)), None)
    department_id = here.id if here else _department(operation, draft)
    units = list(here.units) if here else []
    for unit in draft.units:
        _unit(operation, department_id, units, unit)
    for project in draft.projects:
        project.unit_id = _unit(operation, department_id, units, Unit(project.unit_code, project.unit_name)).id
    places = order.spread(len(draft.projects), operation.last_place("project"))
    books.add_projects(operation, department_id, draft.projects, places)
    if here is not None:
        _leave_out(draft, here)
    _add_parts(operation, department_id, draft)
    reviews = books.review_rows(draft, draft.review, department_id, None, operation.last_place("review"))
    operation.insert_many("review", reviews)


def _department(operation: Operation, draft: Book) -> str:
    row: dict[str, Any] = {
        "year": draft.year, "code": draft.department_code, "name": draft.department_name, "frame": draft.frame,
        "stage": stages.PROPOSED[0], "place": order.between(operation.last_place("department"), ""),
    }  # fmt: skip
    return operation.insert("department", row)


def _unit(operation: Operation, department_id: str, units: list[Unit], wanted: Unit) -> Unit:
    """The unit of the department that is called so, added where it is new."""
    found = matching.find_unit(units, Project(wanted.code, wanted.name))
    if found is None:
        place = order.between(operation.last_place("unit"), "")
        row = {"department_id": department_id, "code": wanted.code, "name": wanted.name, "place": place}
        found = Unit(wanted.code, wanted.name, operation.insert("unit", row))
        units.append(found)
    return found


def _leave_out(draft: Book, here: Book) -> None:
    """Take out of the draft what the department holds already, with the flags on it."""
    held: list[str] = []
    if here.sections:
        draft.sections, held = [], ["sections", "narrative"]
    numbers = {(table.no, table.owner) for table in here.tables}
    draft.tables = [table for table in draft.tables if (table.no, table.owner) not in numbers]
    staying = {table.no for table in draft.tables}
    held += [f"budget_tables[{no}]" for no, _ in numbers if no not in staying]
    if here.organisation:
        draft.organisation, held = [], [*held, "organisation"]
    if here.glossary:
        draft.glossary, held = [], [*held, "glossary"]
    draft.review = [review for review in draft.review if not _on(review, held)]


def _on(review: Review, parts: list[str]) -> bool:
    return review.path.startswith(tuple(parts))


def _add_parts(operation: Operation, department_id: str, draft: Book) -> None:
    for table, records in (("section", draft.sections), ("organisation", draft.organisation), ("term", draft.glossary)):
        _add(operation, table, department_id, records)
    for section in draft.sections:
        _add(operation, "department_goal", section.id, section.goals)
        for goal in section.goals:
            _add(operation, "goal_indicator", goal.id, goal.indicators)
    for place, budget in zip(
        order.spread(len(draft.tables), operation.last_place("budget_table")), draft.tables, strict=True
    ):
        books.add_table(operation, department_id, budget, place)


def _add(operation: Operation, table: str, parent: str, records: list[Any]) -> None:
    rows.add(operation, table, parent, records, order.spread(len(records), operation.last_place(table)), None)
