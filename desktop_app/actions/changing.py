"""Writing what an import changes in records that are here already: chosen fields, new rows, rows taken out."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from desktop_app.actions import editing, goal_records
from desktop_app.actions.alike import said
from desktop_app.actions.asking import VALUE_PARTS
from desktop_app.actions.compare import Difference
from desktop_app.actions.plan import Item, PlanItem
from desktop_app.domain import fields, values
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Book, Project
from desktop_app.domain.traces import Origin
from desktop_app.storage import queries, rows
from desktop_app.storage.journal import Operation
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

Covered = dict[str, tuple[str, str]]
"""Of each printed sum the ids of the first and last purchase that it covers."""


@dataclass(slots=True, frozen=True)
class Target:
    """Where a book is written to: the open operation, its department and the row that tells of its file."""

    store: Store
    operation: Operation
    department_id: str
    source_id: str
    book: Book


def change(target: Target, item: Item) -> None:
    """Write the chosen differences, the new rows and the removals of an item."""
    owner = item.project if isinstance(item, PlanItem) else item.book
    records = fields.records(owner)
    if isinstance(item, PlanItem):
        _remember_origins(target, item.project, item.chosen)
    for table, row_id in dict.fromkeys((d.key.table, d.key.row) for d in item.chosen):
        if table != "project" and row_id in records:
            target.operation.update(table, row_id, rows.place_of(records[row_id].lines, target.source_id))
    edits = [edit for d in item.chosen for edit in _edits(d, records.get(d.key.row))]
    editing.write_cells(target.store, target.operation, edits)
    for key in (d.key for d in item.chosen if d.key.table == "section" and d.key.column == "text"):
        if key.row in records and records[key.row].goals:
            goal_records.follow(target.store, target.operation, key.row, brought=records[key.row].goals)
    wanted = [row for row in item.new_rows if row.add]
    for (table, parent, before), group in groupby(wanted, key=lambda row: (row.table, row.parent, row.before)):
        records_new = [row.record for row in group]
        under = target.department_id if TABLES[table].parent == "department_id" else parent
        places = editing.places_for(target.store, target.operation, table, under, len(records_new), before)
        rows.add(target.operation, table, under, records_new, places, target.source_id)
    for missing in item.missing:
        if missing.remove:
            target.operation.delete(missing.table, missing.row)


def _edits(difference: Difference, record: Any) -> list[tuple[CellKey, str]]:
    """The cells to write; a value brings its parts along where they are those of the printed text."""
    key, edits = difference.key, [(difference.key, difference.theirs)]
    if key.table == "indicator" and key.column == "value" and record is not None:
        parts = values.Value(record.sign, record.number, record.measure)
        if said(values.glue(parts)) == said(difference.theirs):
            edits += [(CellKey(key.table, key.row, name), getattr(record, name)) for name in VALUE_PARTS]
    return edits


def _remember_origins(target: Target, project: Project, chosen: list[Difference]) -> None:
    """Note of each field of the project itself that is written where it stood in the file."""
    row = queries.row(target.store, "project", project.id)
    paths = [d.path for d in chosen if d.key.table == "project"]
    if row is None or not paths:
        return
    whole = Origin(*(project.lines or (0, 0)))
    origins = rows.origins_of(row["origins"])
    origins |= {path: (target.source_id, project.origins.get(path, whole)) for path in paths}
    target.operation.update("project", project.id, {"origins": rows.join_origins(origins)})


def record_sums(target: Target) -> Covered:
    """Which purchases the printed sums here cover, before anything is written."""
    ids = [row["id"] for row in queries.siblings(target.store, "purchase", target.department_id)]
    covered: Covered = {}
    for row in queries.siblings(target.store, "purchase_total", target.department_id):
        total = queries.row(target.store, "purchase_total", row["id"]) or {}
        covered |= _ends(row["id"], total.get("first"), total.get("last"), ids)
    return covered


def renumber_sums(target: Target, covered: Covered) -> None:
    """Let every printed sum cover the same purchases by their numbers now; what comes in says it for its own."""
    now = {
        row["id"]: i for i, row in enumerate(queries.siblings(target.store, "purchase", target.department_id), start=1)
    }
    ids = [purchase.id for purchase in target.book.purchases]
    for total in target.book.purchase_totals:
        here = [row_id for row_id in ids[max((total.first or 0) - 1, 0) : total.last or 0] if row_id in now]
        if here:  # rows of the file that were left out are not counted
            covered[total.id] = here[0], here[-1]
    for total_id, (first, last) in covered.items():
        if first in now and last in now:
            target.operation.update("purchase_total", total_id, {"first": now[first], "last": now[last]})


def _ends(total_id: str, first: int | None, last: int | None, ids: list[str]) -> Covered:
    if not first or not last or not 1 <= first <= last <= len(ids):
        return {}
    return {total_id: (ids[first - 1], ids[last - 1])}
