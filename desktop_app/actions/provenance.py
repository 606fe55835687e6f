"""Where a field of the workspace came from, and whether a person changed it since."""

from dataclasses import dataclass
from datetime import datetime

from desktop_app.actions.trails import Brought, HistoryEntry, trail
from desktop_app.domain.changes import CellKey
from desktop_app.domain.origin import place_text
from desktop_app.storage import queries, rows
from desktop_app.storage.store import Store

_PARTS_OF_VALUE = ("sign", "number", "measure")


@dataclass(slots=True, frozen=True)
class Provenance:
    """The source of one field: file name and SHA-256, when and by whom it was imported, its place there in words.

    `edited` is the last change by hand since, None where there was none.
    """

    file: str
    sha256: str
    at: datetime
    by: str
    place: str
    edited: HistoryEntry | None = None


def provenance(store: Store, key: CellKey) -> Provenance | None:
    """Where the text of a cell came from; None where no import ever wrote the cell or its record."""
    row, known = queries.row(store, key.table, key.row), trail(store, key.table, key.row)
    if row is None or not known.brought:
        return None
    brought = known.brought.get(key.column) or max(known.brought.values(), key=lambda b: b.at)
    column = -1
    if key.table == "project":
        field = f"plan[{int(key.column[5:]) - 1}]" if key.column.startswith("plan_") else key.column
        if field in (origins := rows.origins_of(row["origins"])):
            source_id, origin = origins[field]
            brought = Brought(brought.at, brought.by, source_id, origin.first, origin.last)
            column = origin.column
    elif key.table == "indicator":
        column = _indicator_column(store, row["project_id"], key.column, brought.source_id)
    source = queries.source(store, brought.source_id)
    if source is None:
        return None
    # the lines of a package are those of a file that is somewhere else
    first = brought.first if source["sha256"] else 0
    place = place_text(rows.parts_of(source["parts"]), first, brought.last, column)
    edited = known.by_hand.get(key.column)
    return Provenance(source["name"], source["sha256"], brought.at, brought.by, place, edited)


def _indicator_column(store: Store, project_id: str, column: str, source_id: str) -> int:
    """The column of a workbook in which a field of the project's indicators stood, -1 where it is not known."""
    project = queries.row(store, "project", project_id)
    origins = rows.origins_of(project["origins"]) if project else {}
    for name in (column, "value") if column in _PARTS_OF_VALUE else (column,):
        if f"indicators.{name}" in origins:
            source, origin = origins[f"indicators.{name}"]
            return origin.column if source == source_id else -1
    return -1
