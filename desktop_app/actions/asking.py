"""Which flags of a plan matter: those that a person is asked about, and those that importing leaves behind."""

from typing import TYPE_CHECKING

from desktop_app.domain import fields
from desktop_app.domain.fields import Spot
from desktop_app.domain.model import Book, Project
from desktop_app.domain.traces import Review
from desktop_app.storage import rows

if TYPE_CHECKING:
    from desktop_app.actions.plan import Flag, Item

VALUE_PARTS = ("sign", "number", "measure")


def owner_of(item: "Item | None", book: Book) -> Project | Book:
    """What the paths of an item's flags start from."""
    found: Project | Book = getattr(item, "project", book)
    return found


def spot_of(flag: "Flag") -> Spot | None:
    """The field that a flag is on."""
    return fields.find(owner_of(flag.item, flag.book), flag.path, flag.lines)


def read_text(spot: Spot | None, review: Review, sha256: str) -> str:
    """What a decision about a flag is remembered by: the text; of a record all it says; else file and reason."""
    if spot is not None and spot.text is not None:
        return spot.text
    if spot is not None and spot.table != "book":
        return "\n".join(rows.texts_of(spot.table, spot.record).values())
    return f"{sha256} {review.reason}"


def where(flag: "Flag", department_id: str) -> tuple[str, str]:
    """Record and column of a flag, as a decision about it is remembered; what names no record stays with the owner."""
    spot = spot_of(flag)
    if spot is not None and spot.table != "book":
        return str(spot.record.id), spot.column
    owner = owner_of(flag.item, flag.book)
    return (owner.id if isinstance(owner, Project) else department_id), flag.path


def asked(item: "Item") -> "list[Flag]":
    """The flags that matter, settled or not: what reads as the workspace has it already, needs no second look."""
    return [flag for flag in item.flags if flag.decision or _matters(item, flag)]


def _matters(item: "Item", flag: "Flag") -> bool:
    if item.comparison is None or item.whole:
        return True
    if item.kind == "same":
        return False
    spot = spot_of(flag)
    if spot is not None and any(row.record is spot.record and row.left_out and not row.add for row in item.new_rows):
        return False
    if spot is None or spot.text is None or flag.always:
        return True
    columns = {spot.cell, "value"} if spot.cell in VALUE_PARTS else {spot.cell}
    new = any(row.record is spot.record for row in item.new_rows)
    return new or any(d.key.row == spot.record.id and d.key.column in columns for d in item.differences)


def due(item: "Item") -> "list[Flag]":
    """The open flags that go into the workspace: on what is written, and on the whole where anything is."""
    if not item.written or item.whole:
        return [flag for flag in item.flags if flag.open] if item.written else []
    cells = {(d.key.row, d.key.column) for d in item.chosen}
    cells |= {(row, part) for row, column in cells if column == "value" for part in VALUE_PARTS}
    touched = {row for row, _ in cells}
    new = {row.record.id for row in item.new_rows if row.add}
    found = []
    for flag in item.flags:
        spot = spot_of(flag)
        wanted = spot is None or flag.always
        if spot is not None and not wanted:
            row_id = spot.record.id
            wanted = row_id in new or (row_id, spot.cell) in cells or (not spot.column and row_id in touched)
        if flag.open and wanted:
            found.append(flag)
    return found
