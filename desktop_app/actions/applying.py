"""Writing an accepted plan into the workspace: one operation, after a backup."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from desktop_app.actions import asking, goal_records, secret_conflicts, workspace
from desktop_app.actions.changing import Target, change, record_sums, renumber_sums
from desktop_app.actions.matching import find_unit
from desktop_app.actions.part_items import TABLE_OF
from desktop_app.actions.plan import ASSETS, HEADS, SECTION, TABLE, BookPlan, Flag, ImportPlan, Item, PartItem, PlanItem
from desktop_app.domain import department_goals, order
from desktop_app.domain.changes import Changes
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.storage import books, queries, rows, settling
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

_HEADED = {TABLE: ("budget_table", "budget_row"), ASSETS: ("asset_block", "asset_row")}


def apply_import(
    store: Store, plan: ImportPlan, verb: str = "导入", also: Callable[[Operation], None] | None = None
) -> Changes:
    """Write an accepted plan as one operation, after a backup. Where nothing is new, nothing is recorded.

    `also` writes what is no item of the plan at the end of the operation; every department is there by then.
    Raises UserError where the workspace cannot be written; then nothing of the plan is in it.
    """
    store.require_writable()
    if also is None and not any(item.written for item in plan.everything):
        return Changes(verb)
    if queries.departments(store):
        workspace.safety_backup(store, f"{verb}前")
    names = "、".join(dict.fromkeys(book.file for book in plan.books if book.file))
    with store.operation(f"{verb} {names}".strip()) as operation:
        for book_plan in plan.book_plans:
            if any(item.written for item in book_plan.everything):
                _apply_book(store, operation, book_plan, verb)
        if also is not None:
            also(operation)
    return operation.changes


def _apply_book(store: Store, operation: Operation, plan: BookPlan, verb: str) -> None:
    plan.department_id = _department(store, operation, plan)
    source_id = _source(store, operation, plan, verb)
    target = Target(store, operation, plan.department_id, source_id, plan.book)
    whole = {item for item in plan.everything if item.whole and not _stands(store, item)}
    for head in (part for part in plan.parts if part.part == HEADS):
        change(target, head)  # projects and parts are hung under these units
    _add_projects(target, [item for item in plan.items if item in whole])
    sums = record_sums(target)
    for part in plan.parts:
        if part in whole:
            _add_part(target, part)
    changed = [item for item in plan.everything if item.written and item not in whole and item.part != HEADS]
    for item in changed:
        change(target, item)
    renumber_sums(target, sums)
    for item in changed:
        if isinstance(item, PlanItem):
            _add_flags(target, item.project, asking.due(item))
    flags = [flag for item in plan.parts if item in whole for flag in item.flags if flag.open]
    flags += [flag for item in changed if isinstance(item, PartItem) for flag in asking.due(item)]
    flags += plan.due
    order_of = {id(review): i for i, review in enumerate(plan.book.review)}
    _add_flags(target, plan.book, sorted(flags, key=lambda flag: order_of.get(id(flag.review), len(order_of))))
    _remember(target, plan)


def _stands(store: Store, item: Item) -> bool:
    """Whether a record is here by now, brought by a file before this one; a table to be replaced does not count."""
    if item.replaces:
        return False
    if isinstance(item, PlanItem):
        return queries.exists(store, "project", item.project.id)
    if isinstance(item, PartItem) and item.part in _HEADED:
        return queries.exists(store, _HEADED[item.part][0], item.head.id)
    records = item.records if isinstance(item, PartItem) else []
    return any(queries.exists(store, TABLE_OF[type(record)], record.id) for record in records)


def _department(store: Store, operation: Operation, plan: BookPlan) -> str:
    """The id of the book's department, added where it is new."""
    for one in (plan, plan.follows):  # a plan that was applied and taken back names a department that is gone
        if one is not None and one.department_id and queries.exists(store, "department", one.department_id):
            return one.department_id
    book = plan.book
    row: dict[str, Any] = {
        "year": book.year, "code": book.department_code, "name": book.department_name, "frame": book.frame,
        "stage": book.stage,
        "place": order.between(queries.last_place(store, "department"), ""),
    }  # fmt: skip
    if book.id and not queries.exists(store, "department", book.id):
        row["id"] = book.id  # a package brings it along
    made = operation.insert("department", row)
    if plan.follows is not None:
        plan.follows.department_id = made  # the first file of the department is left out, the next ones are not
    return made


def _source(store: Store, operation: Operation, plan: BookPlan, verb: str) -> str:
    """The id of the row that tells of the book's file; a file that was imported before keeps its row."""
    book = plan.book
    texts = {
        "unread": rows.pack_unread(book.unread), "parts": rows.pack_parts(book.parts),
        "at": datetime.now().isoformat(timespec="seconds"),
    }  # fmt: skip
    known = queries.same_source(store, plan.department_id, book.file, book.sha256)
    if known:
        operation.update("source", known, texts)
        return known
    place = order.between(queries.last_place(store, "source"), "")
    row = {"name": book.file or verb.removeprefix("收"), "sha256": book.sha256, "place": place}
    return operation.insert("source", row | texts | {"department_id": plan.department_id})


def _add_projects(target: Target, items: list[PlanItem]) -> None:
    _give_units(target, [item.project for item in items])
    for item in items:
        item.project.review = item.review
    secret_conflicts.doubt_returned(target.store, target.department_id, target.book, [item.project for item in items])
    places = order.spread(len(items), queries.last_place(target.store, "project"))
    projects = [item.project for item in items]
    books.add_projects(target.operation, target.department_id, projects, places, target.source_id)


def _give_units(target: Target, projects: list[Project]) -> None:
    """Give each project its unit, adding the units that the department lacks."""
    found = [u for u in queries.units(target.store) if u["department_id"] == target.department_id]
    units = [Unit(u["code"], u["name"], u["id"]) for u in found]
    place = queries.last_place(target.store, "unit")
    for project in projects:
        unit = find_unit(units, project)
        if unit is None:
            place = order.between(place, "")
            unit = Unit(project.unit_code, project.unit_name, project.unit_id)
            row = {"code": unit.code, "name": unit.name, "id": unit.id, "place": place}
            unit.id = target.operation.insert("unit", row | {"department_id": target.department_id})
            units.append(unit)
        project.unit_id = unit.id


def _add_part(target: Target, item: PartItem) -> None:
    if item.part in _HEADED:
        head, below = _HEADED[item.part]
        if item.replaces:
            target.operation.delete(head, item.head.id)
        _add(target, head, [item.head])
        places = order.spread(len(item.head.rows))
        rows.add(target.operation, below, item.head.id, item.head.rows, places, target.source_id)
        return
    by_table: dict[str, list[Any]] = {}
    for record in item.records:
        by_table.setdefault(TABLE_OF[type(record)], []).append(record)
    for table, records in by_table.items():
        _add(target, table, records)
    if item.part == SECTION:
        over = department_goals.above_section(item.book.sections, item.head)
        goal_records.follow(target.store, target.operation, item.head.id, over, item.head.goals)


def _add(target: Target, table: str, records: list[Any]) -> None:
    places = order.spread(len(records), queries.last_place(target.store, table))
    rows.add(target.operation, table, target.department_id, records, places, target.source_id)


def _add_flags(target: Target, owner: Project | Book, flags: list[Flag]) -> None:
    """Add open flags, but not those that the workspace has already (two copies of a document bring the same)."""
    after = queries.last_place(target.store, "review")
    reviews = [flag.review for flag in flags]
    made = books.review_rows(owner, reviews, target.department_id, target.source_id, after)
    known = queries.open_fields(target.store, {row["record_id"] for row in made})
    news = {(row["record_id"], row["field"], row["reason"]): row for row in reversed(made)}
    target.operation.insert_many("review", [row for key, row in reversed(news.items()) if key not in known])


def _remember(target: Target, plan: BookPlan) -> None:
    """Keep what a person settled or corrected, so that the same text is neither asked about nor news again."""
    entries = []
    accepted = [item for item in plan.everything if item.accept]
    for flag in (flag for flags in (plan.flags, *(item.flags for item in accepted)) for flag in flags):
        if flag.open:
            continue
        spot = asking.spot_of(flag)
        text = spot.text if spot is not None and spot.text is not None else flag.read
        entries.append((*asking.where(flag, target.department_id), flag.read, text))
    for item in accepted:
        fields_ = [(spot, read) for spot, read in item.corrected.values() if spot.text != read]
        entries += [(spot.record.id, spot.column, read, spot.text or "") for spot, read in fields_]
    for item in plan.everything:
        for table, parent, texts in item.dropped:
            if item.accept or not parent:
                entries.append(settling.left_out(parent or target.department_id, table, texts))
    settling.remember(target.operation, target.department_id, entries)
