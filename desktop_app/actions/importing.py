"""Import: read, plan, preview, apply. Nothing is written before `apply_import`, which is one operation."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app import catalog, importers
from desktop_app.actions import compare, editing, reading, workspace
from desktop_app.actions.compare import Comparison, Difference
from desktop_app.domain import amounts, codes, order
from desktop_app.domain.model import Book, CellKey, Changes, Project, Review, Section, Unit, Unread
from desktop_app.errors import UserError
from desktop_app.storage import books, queries
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

_NOT_BY_HAND = ("导入", "收U盘包")

Progress = Callable[[int, int, str], None]


class UnknownYear(UserError):
    """The sources do not say which budget year they are of."""

    needs = "year"


class UnknownDepartment(UserError):
    """The sources do not say which department they are of."""

    needs = "department"


@dataclass(slots=True)
class PlanItem:
    """One project that comes in. `kind`: new, same, changed, or conflict (a field that was edited here differs).

    A conflict keeps this workspace's fields unless `take_theirs`; an item that is not accepted is left out.
    """

    kind: str
    unit_label: str
    code: str
    name: str
    budget: str
    indicators: int
    project: Project
    comparison: Comparison | None = None
    edited: list[Difference] = field(default_factory=list)
    accept: bool = True
    take_theirs: bool = False

    @property
    def differences(self) -> list[Difference]:
        """The fields in which it differs from the workspace's project."""
        return self.comparison.differences if self.comparison else []

    @property
    def review(self) -> list[Review]:
        """The fields that a person must look at."""
        return self.project.review


@dataclass(slots=True)
class BookPlan:
    """What one book would do: its department (id, or "" for a new one), items and sections."""

    book: Book
    department_id: str
    items: list[PlanItem]
    new_sections: list[Section]
    changed_sections: list[tuple[str, Section]]
    kept_sections: int = 0


@dataclass(slots=True)
class ImportPlan:
    """What an import would do, for the preview."""

    book_plans: list[BookPlan]

    @property
    def books(self) -> list[Book]:
        """The books that were read."""
        return [plan.book for plan in self.book_plans]

    @property
    def items(self) -> list[PlanItem]:
        """All projects that come in."""
        return [item for plan in self.book_plans for item in plan.items]

    @property
    def sections_new(self) -> int:
        """How many text sections are new."""
        return sum(len(plan.new_sections) for plan in self.book_plans)

    @property
    def sections_changed(self) -> int:
        """How many text sections differ from those here."""
        return sum(len(plan.changed_sections) for plan in self.book_plans)

    @property
    def sections_kept(self) -> int:
        """How many text sections differ but were edited here, and therefore stay as they are."""
        return sum(plan.kept_sections for plan in self.book_plans)

    @property
    def unread(self) -> list[Unread]:
        """The lines that were not understood."""
        return [line for book in self.books for line in book.unread]

    @property
    def review(self) -> list[Review]:
        """What a person must look at outside the projects."""
        return [review for book in self.books for review in book.review]

    def count(self, kind: str) -> int:
        """How many items are of that kind."""
        return sum(item.kind == kind for item in self.items)

    def summary(self) -> list[tuple[str, str]]:
        """What was found, as pairs of label and text."""
        fens = [amounts.parse_amount(item.budget) for item in self.items]
        units = {(b.department_name, p.unit_code, p.unit_name) for b in self.books for p in b.projects}
        flagged = sum(len(item.review) for item in self.items) + len(self.review)
        return [
            ("年度", "、".join(sorted({str(book.year) for book in self.books}))),
            ("部门", "、".join(dict.fromkeys(book.department_name for book in self.books))),
            ("单位", f"{len(units)} 个"),
            ("项目", f"{len(self.items)} 个（新增 {self.count('new')}，变化 {self.count('changed')}，"
                     f"冲突 {self.count('conflict')}，相同 {self.count('same')}）"),
            ("指标", f"{sum(item.indicators for item in self.items)} 条"),
            ("预算数合计", f"{amounts.format_amount(sum(fen for fen in fens if fen is not None))} 万元"),
            ("文字", f"新增 {self.sections_new} 段，变化 {self.sections_changed} 段，"
                     f"保留本机修改 {self.sections_kept} 段"),
            ("待核对", f"{flagged} 处"),
            ("未读懂", f"{len(self.unread)} 行"),
        ]  # fmt: skip


def read_sources(sources: list[Path], progress: Progress | None = None) -> list[Book]:
    """Read source files into books. Needs no workspace, so that it can run in a worker.

    Raises UserError for a file that cannot be read or holds no form, Cancelled when `progress` says so.
    """
    result = []
    for i, path in enumerate(sources):
        if progress:
            progress(i, len(sources), path.name)
        found = importers.read(path, catalog.aliases(), list(catalog.frames().values()), progress)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        for book in found:
            book.file, book.sha256 = path.name, digest
        result += found
    return result


def plan_import(
    store: Store | None, sources: list[Book], year: int | None = None, department: str | None = None
) -> ImportPlan:
    """Compare what was read with the workspace (None: a new one). Writes nothing.

    `year` and `department` win over what the documents say. Raises UnknownYear or UnknownDepartment where neither
    they nor the workspace tell.
    """
    for book in sources:
        _settle(store, book, year, department)
    return ImportPlan([_plan_book(store, book) for book in sources])


def _settle(store: Store | None, book: Book, year: int | None, department: str | None) -> None:
    """Decide which year and department a book belongs to."""
    known = queries.departments(store) if store else []
    if year is not None:
        book.year = year
        book.review = [r for r in book.review if r.path != "year"]
    if book.year is None:
        years = {d["year"] for d in known}
        if len(years) != 1:
            raise UnknownYear("文件里没有写明预算年度", book.file, "请指定年度（命令行用 --year）")
        book.year = years.pop()
    if department is not None and department != book.department_name:
        book.department_name, book.department_code = department, ""
        book.review = [r for r in book.review if not r.path.startswith("department")]
    if not book.department_name:
        same_year = [d for d in known if d["year"] == book.year]
        if len(same_year) != 1:
            raise UnknownDepartment("文件里没有写明部门名称", book.file, "请指定部门（命令行用 --department）")
        book.department_name, book.department_code = same_year[0]["name"], same_year[0]["code"]


def _plan_book(store: Store | None, book: Book) -> BookPlan:
    here = department_id(store, book)
    mine = reading.load_book(store, here) if store and here else Book()
    items = [_item(store, match, theirs) for match, theirs in _matches(mine, book.projects)]
    new, differing = _sections(mine.sections, book.sections)
    changed = [(old, s) for old, s in differing if store and not _written_here(store, CellKey("section", old, "text"))]
    return BookPlan(book, here, items, new, changed, len(differing) - len(changed))


def _matches(mine: Book, theirs: list[Project]) -> list[tuple[Project | None, Project]]:
    """Each project that comes in with the workspace's: the one of the same id, else of the same unit and code."""
    left = {project.id: project for project in mine.projects}
    by_id = {project.id: left.pop(project.id) for project in theirs if project.id in left}
    pool: dict[tuple[str, str], list[Project]] = {}
    for project in left.values():
        pool.setdefault((project.unit_id, _key(project)), []).append(project)
    pairs = []
    for project in theirs:
        match = by_id.get(project.id)
        if match is None:
            unit = find_unit(mine.units, project)
            same_key = pool.get((unit.id if unit else "", _key(project)), [])
            match = same_key.pop(0) if same_key else None
        pairs.append((match, project))
    return pairs


def _key(project: Project) -> str:
    return codes.squeeze(project.code) or "name:" + "".join(project.name.split())


def department_id(store: Store | None, book: Book) -> str:
    """The id of the workspace's department that the book is of, "" where it is new (design section 2)."""
    for d in queries.departments(store) if store else []:
        codes_agree = not d["code"] or not book.department_code or d["code"] == book.department_code
        if d["year"] == book.year and d["name"] == book.department_name and codes_agree:
            return str(d["id"])
    return ""


def find_unit(units: list[Unit], project: Project) -> Unit | None:
    """The project's unit: of the id that a package brings, of its code, or, where one side has no code, its name."""
    for unit in units:
        if project.unit_id and unit.id == project.unit_id:
            return unit
    code, name = project.unit_code, project.unit_name
    for unit in units:
        if (code and unit.code == code) or ((not code or not unit.code) and unit.name == name):
            return unit
    return None


def _item(store: Store | None, mine: Project | None, theirs: Project) -> PlanItem:
    item = PlanItem(
        "new", reading.unit_label(theirs.unit_code, theirs.unit_name), theirs.code, theirs.name, theirs.budget,
        len(theirs.indicators), theirs,
    )  # fmt: skip
    if mine is not None and store is not None:
        item.comparison = compare.compare(mine, theirs)
        item.edited = [d for d in item.comparison.differences if _written_here(store, d.key)]
        item.kind = "same" if item.comparison.same else "conflict" if item.edited else "changed"
        theirs.id, theirs.unit_id = mine.id, mine.unit_id
    return item


def _written_here(store: Store, key: CellKey) -> bool:
    """Whether a person, and not an import, wrote the text of a cell."""
    history = editing.cell_history(store, key)
    return bool(history) and not history[0].operation.startswith(_NOT_BY_HAND)


def _sections(mine: list[Section], theirs: list[Section]) -> tuple[list[Section], list[tuple[str, Section]]]:
    pool: dict[str, list[Section]] = {}
    for section in mine:
        pool.setdefault(section.heading, []).append(section)
    new, changed = [], []
    for section in theirs:
        matches = pool.get(section.heading, [])
        if not matches:
            new.append(section)
            continue
        old = matches.pop(0)
        if section.text and old.text != section.text:
            changed.append((old.id, section))
    return new, changed


def apply_import(store: Store, plan: ImportPlan, verb: str = "导入") -> Changes:
    """Write an accepted plan as one operation, after a backup. Where nothing is new, nothing is recorded.

    Raises UserError where the workspace cannot be written; then nothing of the plan is in it.
    """
    store.require_writable()
    if not any(_does_something(book_plan) for book_plan in plan.book_plans):
        return Changes(verb)
    if queries.departments(store):
        workspace.safety_backup(store, f"{verb}前")
    names = "、".join(dict.fromkeys(book.file for book in plan.books if book.file))
    with store.operation(f"{verb} {names}".strip()) as operation:
        place = queries.last_place(store, "project")
        for book_plan in plan.book_plans:
            place = _apply_book(store, operation, book_plan, place)
    return operation.changes


def _does_something(plan: BookPlan) -> bool:
    wanted = any(item.accept and item.kind != "same" for item in plan.items)
    return wanted or bool(plan.new_sections or plan.changed_sections) or not plan.department_id


def _apply_book(store: Store, operation: Operation, plan: BookPlan, place: str) -> str:
    book = plan.book
    source_id = operation.insert("source", _source_row(store, book))
    if not plan.department_id:
        row = {"year": book.year, "code": book.department_code, "name": book.department_name, "frame": book.frame}
        row |= {"id": book.id, "place": order.between(queries.last_place(store, "department"), "")}
        plan.department_id = operation.insert("department", row)
        _add_book_reviews(operation, plan.department_id, book.review)
    _add_units(store, operation, plan.department_id, [i.project for i in plan.items if i.accept and i.kind == "new"])
    new = [item.project for item in plan.items if item.accept and item.kind == "new"]
    places = order.spread(len(new), place)
    books.add_projects(operation, plan.department_id, new, places, source_id)
    for item in plan.items:
        if item.accept and item.comparison is not None and not item.comparison.same:
            _apply_changes(store, operation, plan.department_id, item)
    _apply_sections(store, operation, plan)
    return places[-1] if places else place


def _source_row(store: Store, book: Book) -> dict[str, Any]:
    unread = json.dumps([[u.line, u.text] for u in book.unread], ensure_ascii=False)
    at = datetime.now().isoformat(timespec="seconds")
    place = order.between(queries.last_place(store, "source"), "")
    return {"name": book.file, "sha256": book.sha256, "at": at, "unread": unread, "place": place}


def _add_book_reviews(operation: Operation, department_id: str, reviews: list[Review]) -> None:
    rows: list[dict[str, Any]] = []
    for review, place in zip(reviews, order.spread(len(reviews)), strict=True):
        first, last = review.lines or (None, None)
        rows.append(
            {"department_id": department_id, "record_id": department_id, "field": review.path, "place": place,
             "reason": review.reason, "line_first": first, "line_last": last}
        )  # fmt: skip
    operation.insert_many("review", rows)


def _add_units(store: Store, operation: Operation, department_id: str, projects: list[Project]) -> None:
    """Give each project its unit, adding the units that the department lacks."""
    rows = [u for u in queries.units(store) if u["department_id"] == department_id]
    units = [Unit(u["code"], u["name"], u["id"]) for u in rows]
    place = queries.last_place(store, "unit")
    for project in projects:
        unit = find_unit(units, project)
        if unit is None:
            place = order.between(place, "")
            unit = Unit(project.unit_code, project.unit_name)
            row = {"department_id": department_id, "code": unit.code, "name": unit.name, "place": place}
            row["id"] = project.unit_id  # a package brings its ids along; "" where a document was read
            unit.id = operation.insert("unit", row)
            units.append(unit)
        project.unit_id = unit.id


def _apply_changes(store: Store, operation: Operation, department_id: str, item: PlanItem) -> None:
    comparison, project = item.comparison, item.project
    if comparison is None:
        return
    kept = [] if item.take_theirs else [d.key for d in item.edited]
    chosen = [d for d in comparison.differences if d.key not in kept]
    editing.write_cells(store, operation, [(d.key, d.theirs) for d in chosen])
    rows = [{"text": goal.text} for goal in comparison.new_goals]
    editing.add_rows(store, operation, "goal", project.id, rows)
    texts = [{name: getattr(i, name) for name in books.INDICATOR_TEXTS} for i in comparison.new_indicators]
    editing.add_rows(store, operation, "indicator", project.id, texts)
    flagged = {review.path: review for review in project.review}
    for difference in chosen:
        if review := flagged.get(difference.path):
            first, last = review.lines or (None, None)
            operation.insert(
                "review",
                {"department_id": department_id, "project_id": project.id, "record_id": difference.key.row,
                 "field": difference.path if difference.key.table == "project" else difference.key.column,
                 "reason": review.reason, "line_first": first, "line_last": last},
            )  # fmt: skip


def _apply_sections(store: Store, operation: Operation, plan: BookPlan) -> None:
    editing.write_cells(
        store,
        operation,
        [(CellKey("section", old, "text"), section.text) for old, section in plan.changed_sections],
    )
    texts = [{"heading": s.heading, "text": s.text} for s in plan.new_sections]
    editing.add_rows(store, operation, "section", plan.department_id, texts)
