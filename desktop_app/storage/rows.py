"""Records of a book as rows of their tables, and back: one way for all that stand in a list."""

import json
from collections.abc import Sequence
from dataclasses import fields
from operator import itemgetter
from typing import Any

from desktop_app.domain.disclosed import (
    AssetBlock,
    AssetRow,
    BudgetRow,
    BudgetTable,
    DepartmentGoal,
    Fact,
    GoalIndicator,
    Organisation,
    Purchase,
    PurchaseTotal,
    Section,
    Term,
)
from desktop_app.domain.model import Goal, Indicator, Project, Stage, Unread
from desktop_app.domain.traces import Lines, Origin, Part
from desktop_app.storage.journal import Operation, new_id
from desktop_app.storage.schema import BUDGET_COLUMNS, TABLES

Row = dict[str, Any]

KINDS: dict[str, type[Any]] = {
    "goal": Goal, "indicator": Indicator, "section": Section, "organisation": Organisation, "purchase": Purchase,
    "purchase_total": PurchaseTotal, "asset_block": AssetBlock, "asset_row": AssetRow, "term": Term,
    "department_goal": DepartmentGoal, "goal_indicator": GoalIndicator, "fact": Fact, "stage": Stage,
}  # fmt: skip

_NUMBERS = {
    name: tuple(n for n in shape.integers if not n.startswith("line_")) for name, shape in TABLES.items()
}  # fmt: skip
_DETAILS = {name: TABLES[name].details for name in KINDS}
_FIELDS = {
    name: tuple(f.name for f in fields(kind) if f.name in (*TABLES[name].texts, *_NUMBERS[name], *_DETAILS[name]))
    for name, kind in KINDS.items()
}
# of records whose first fields are these: a large workspace has a hundred thousand indicators
_VALUES = {
    name: itemgetter(*columns)
    for name, columns in _FIELDS.items()
    if 1 < len(columns) and columns == tuple(f.name for f in fields(KINDS[name]))[: len(columns)]
}


def texts_of(table: str, record: Any) -> dict[str, str]:
    """The texts of a record by column."""
    if table == "budget_row":
        return dict(zip(BUDGET_COLUMNS, record.cells, strict=False))
    if table == "budget_table":
        columns = json.dumps(record.columns, ensure_ascii=False)
        return {"owner": record.owner, "name": record.name, "columns": columns, "measure": record.measure,
                "note": record.note}  # fmt: skip
    return {name: getattr(record, name) for name in TABLES[table].texts}


def row_of(table: str, record: Any, source_id: str | None) -> Row:
    """The row of a record, without parent and place; gives the record its id where it has none."""
    record.id = record.id or new_id()
    row: Row = {**texts_of(table, record), "id": record.id}
    if "source_id" in TABLES[table].links:
        row |= place_of(record.lines, source_id)
    return row | {name: getattr(record, name) for name in (*_NUMBERS[table], *_DETAILS.get(table, ()))}


def place_of(lines: Lines | None, source_id: str | None) -> Row:
    """The columns that say where a record stood."""
    first, last = lines or (None, None)
    return {"source_id": source_id, "line_first": first, "line_last": last}


def add(
    operation: Operation, table: str, parent_id: str, records: Sequence[Any], places: list[str], source_id: str | None
) -> None:
    """Add records under a parent, each at its place."""
    parent = TABLES[table].parent
    rows = [row_of(table, record, source_id) for record in records]
    for row, place in zip(rows, places, strict=True):
        row |= {parent: parent_id, "place": place}
    operation.insert_many(table, rows)


def record_of(table: str, row: Row) -> Any:
    """The record of a row of one of `KINDS`."""
    if table in _VALUES:
        return KINDS[table](*_VALUES[table](row), id=row["id"], lines=lines_of(row))
    return KINDS[table](**{name: row[name] for name in _FIELDS[table]}, id=row["id"], lines=lines_of(row))


def budget_row(row: Row, width: int) -> BudgetRow:
    """A row of a budget table that is `width` columns wide."""
    return BudgetRow([row[name] for name in BUDGET_COLUMNS[:width]], row["id"], lines_of(row))


def budget_table(row: Row, rows: list[Row]) -> BudgetTable:
    """A budget table with its rows."""
    columns = json.loads(row["columns"] or "[]")
    return BudgetTable(
        row["no"], row["name"], columns, [budget_row(r, len(columns)) for r in rows], row["measure"], row["note"],
        row["owner"], row["id"], lines_of(row),
    )  # fmt: skip


def lines_of(row: Row) -> Lines | None:
    """First and last line of the source, None where none is known."""
    return (row["line_first"], row["line_last"]) if row["line_first"] is not None else None


def pack_origins(project: Project, source_id: str | None) -> str:
    """The project's origins as the workspace keeps them: field -> [source, first, last, column]; "" for none."""
    if source_id is None:
        return ""
    return join_origins({name: (source_id, origin) for name, origin in project.origins.items()})


def join_origins(origins: dict[str, tuple[str, Origin]]) -> str:
    """Origins of fields, each with its source, as the workspace keeps them."""
    return _json({name: [source, *origin] for name, (source, origin) in origins.items()}) if origins else ""


def origins_of(text: str) -> dict[str, tuple[str, Origin]]:
    """What `pack_origins` wrote: field -> its source and its place there."""
    return {name: (source, Origin(*place)) for name, (source, *place) in json.loads(text or "{}").items()}


def pack_parts(parts: list[Part]) -> str:
    """The parts of a source as the workspace keeps them."""
    return _json(parts) if parts else ""


def pack_unread(unread: list[Unread]) -> str:
    """The lines of a source that were not understood, as the workspace keeps them."""
    return _json([[entry.line, entry.text] for entry in unread]) if unread else ""


def parts_of(text: str) -> list[Part]:
    """What `pack_parts` wrote."""
    return [Part(*entry) for entry in json.loads(text or "[]")]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
