"""Import: read, plan, preview, apply. Nothing is written before `apply_import`, which is one operation."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app import catalog, importers
from desktop_app.actions import editing, workspace
from desktop_app.actions.planning import (
    BookPlan,
    ImportPlan,
    PlanItem,
    UnknownDepartment,
    UnknownYear,
    find_unit,
    plan_import,
)
from desktop_app.domain import order
from desktop_app.domain.model import Book, CellKey, Changes, Project, Review, Unit
from desktop_app.storage import books, queries
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

__all__ = ["ImportPlan", "PlanItem", "UnknownDepartment", "UnknownYear", "plan_import"]

Progress = Callable[[int, int, str], None]


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
