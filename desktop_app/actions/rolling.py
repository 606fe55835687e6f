"""结转: next year's drafts from this year's projects (`domain.rolled` says what is taken over, and why)."""

import re
from dataclasses import dataclass, replace
from typing import Any

from desktop_app import catalog
from desktop_app.actions import matching, own_parts, reading, stages, workspace
from desktop_app.actions.progress import Progress, untold
from desktop_app.domain import order, rolled
from desktop_app.domain.changes import Changes
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.domain.traces import Review
from desktop_app.errors import UserError
from desktop_app.storage import books, queries, rows
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

_AT_ONCE = 100  # projects that are written before the next report
_SECTION = re.compile(r"sections\[(\d+)\]")


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
    years = [d["year"] for d in queries.departments_with_projects(store) if d["year"]]
    return max(years) + 1 if years else None


def sources(store: Store, to_year: int, department: str = "") -> list[dict[str, Any]]:
    """The departments to be taken over (id, year, code, name), each in its newest year before `to_year` with projects.

    `department` (id, code or name) chooses one. Raises UserError where there is none, or where a department has
    projects in `to_year` already.
    """
    known = queries.departments_with_projects(store)
    wanted = [d for d in known if department in ("", d["id"], d["code"], d["name"])]
    if department and not wanted:
        raise UserError("没有这个部门，或者它没有项目", department, "请用工作簿里的部门编码或完整名称")
    found: list[dict[str, Any]] = []
    for d in sorted(wanted, key=lambda d: -(d["year"] or 0)):
        if d["year"] and d["year"] < to_year and not any(_same(d, other) for other in found):
            found.append(d)
    if not found:
        raise UserError(f"没有可以结转到{to_year}年度的项目", str(store.path), "请先录入或导入上一年的项目")
    for d in found:
        if any(other["year"] == to_year and _same(d, other) for other in known):
            where = f"{to_year}年度 {d['name']}"
            raise UserError("这个部门在那一年已经有项目了，没有结转", where, "要重新结转，请先删除那一年的部门")
    return found


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    first, second = ((None, d["code"], d["name"]) for d in (one, other))
    return matching.same_department(first, second)


def roll(store: Store, to_year: int, department: str = "", report: Progress = untold) -> Rolled:
    """Make the drafts of `to_year`; one operation, after a backup, and one step of undo.

    Raises UserError as `sources` does, and where the workspace cannot be written; whatever `report` raises, the file
    stays as it was.
    """
    store.require_writable()
    found = sources(store, to_year, department)
    drafts = []
    for d in found:
        report(0, 0, f"正在读出：{d['year']}年度 {d['name']}")
        book = reading.load_book(store, d["id"])
        report(0, 0, f"正在做{to_year}年度的草稿：{d['name']}")
        drafts.append(rolled.roll(book, to_year, catalog.table_forms(book.year)))
    report(0, 0, "正在备份…")
    workspace.safety_backup(store, "结转前")
    with store.operation(f"结转到{to_year}年度") as operation:
        for draft in reversed(drafts):  # `sources` has the newest first; a file lists departments as they came
            _write(store, operation, draft, report)
        report(0, 0, "正在存盘…")
    projects = [project for draft in drafts for project in draft.projects]
    flagged = sum(len(draft.review) for draft in drafts) + sum(len(project.review) for project in projects)
    years = tuple(sorted({d["year"] for d in found}))
    gap = any(year < to_year - 1 for year in years)
    return Rolled(operation.changes, len(drafts), len(projects), flagged, years, gap)


def _write(store: Store, operation: Operation, draft: Book, report: Progress) -> None:
    """Add a draft to the department of its year, which is made where it is not there yet.

    What such a department holds already (a text that was begun) stays, and the draft's part of that kind is left out.
    """
    called = {"code": draft.department_code, "name": draft.department_name}
    same = (d["id"] for d in queries.departments(store) if d["year"] == draft.year and _same(d, called))
    here = next((reading.load_parts(store, department_id) for department_id in same), None)
    department_id = here.id if here else _department(operation, draft)
    units = list(here.units) if here else []
    for unit in draft.units:
        _unit(operation, department_id, units, unit)
    for project in draft.projects:
        project.unit_id = _unit(operation, department_id, units, Unit(project.unit_code, project.unit_name)).id
    places = order.spread(len(draft.projects), operation.last_place("project"))
    for at in range(0, len(places), _AT_ONCE):
        report(at, len(places), f"正在写入{draft.year}年度的项目：{draft.department_name}")
        some = slice(at, at + _AT_ONCE)
        books.add_projects(operation, department_id, draft.projects[some], places[some])
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
    _leave_out_texts(draft, here)
    numbers = {(table.no, table.owner) for table in here.tables}
    draft.tables = [table for table in draft.tables if (table.no, table.owner) not in numbers]
    staying = {table.no for table in draft.tables}
    held += [f"budget_tables[{no}]" for no, _ in numbers if no not in staying]
    if here.organisation:
        draft.organisation, held = [], [*held, "organisation"]
    if here.glossary:
        draft.glossary, held = [], [*held, "glossary"]
    draft.review = [review for review in draft.review if not _on(review, held)]


def _leave_out_texts(draft: Book, here: Book) -> None:
    """Take out of the draft the texts of those who have texts here; the flags on the others go on naming them."""
    called = own_parts.names_of_owners(here, draft)
    held = {called(section.owner) for section in here.sections}
    kept = [i for i, section in enumerate(draft.sections) if called(section.owner) not in held]
    draft.sections = [draft.sections[i] for i in kept]
    reviews = []
    for review in draft.review:
        match = _SECTION.match(review.path)
        if match is None and not (held and review.path == "narrative"):
            reviews.append(review)
        elif match is not None and int(match[1]) in kept:
            path = f"sections[{kept.index(int(match[1]))}]{review.path[match.end() :]}"
            reviews.append(replace(review, path=path))
    draft.review = reviews


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
