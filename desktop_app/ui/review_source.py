"""The lines of the source beside a line of the review."""

from collections.abc import Sequence

from desktop_app.actions import importing
from desktop_app.actions.importing import Item, PlanItem
from desktop_app.domain import fields
from desktop_app.domain.model import Book, Project
from desktop_app.domain.traces import Lines, Part
from desktop_app.ui.review_entries import Entry
from desktop_app.ui.source_view import AROUND, MOST_LINES, SourceLine, shown


def lines_of(item: Item, path: str = "") -> Lines | None:
    """The lines of a field of what comes in, else of its row, else of the whole record; "" is the whole record."""
    owner: Project | Book = item.project if isinstance(item, PlanItem) else item.book
    whole = _whole(item)
    spot = fields.find(owner, path, whole) if path else None
    if spot is None:
        return whole
    if isinstance(spot.record, Project):
        origin = spot.record.origins.get(path)
        return (origin.first, origin.last) if origin and origin.first else whole
    found: Lines | None = getattr(spot.record, "lines", None)
    return found or whole


def _whole(item: Item) -> Lines | None:
    head = item.project if isinstance(item, PlanItem) else getattr(item, "head", None)
    if head is not None:
        found: Lines | None = head.lines
        return found
    places = [record.lines for record in getattr(item, "records", []) if record.lines]
    return (min(first for first, _ in places), max(last for _, last in places)) if places else None


def column_of(item: Item, path: str) -> int:
    """The column of a worksheet that a field stood in, counted from 0; -1 where it is not known."""
    if not isinstance(item, PlanItem):
        return -1
    _, _, column = path.rpartition("].")
    name = f"indicators.{column}" if path.startswith("indicators[") else path
    origin = item.project.origins.get(name)
    return origin.column if origin else -1


def place(entry: Entry) -> str:
    """Where a line stands in its source, in words."""
    if entry.book is None:
        return ""
    where = importing.place(entry.book, entry.lines, entry.column)
    return "　".join(part for part in ("原文", where, entry.book.file) if part)


def source(entry: Entry) -> list[SourceLine]:
    """The lines of the source around the place of a line, as far as the reader kept them; blank ones left out."""
    if entry.book is None or entry.lines is None:
        return []
    first, last = entry.lines
    last = min(last, first + MOST_LINES)
    found = importing.source_lines(entry.book, (first, last), AROUND)
    lines = [
        SourceLine(line_number(entry.book.parts, n), shown(text), first <= n <= last)
        for n, text in found
        if text.strip() or first == n == last
    ]
    return lines if any(line.meant for line in lines) else []


def line_number(parts: Sequence[Part], line: int) -> str:
    """The number of a line where it stands: in its worksheet, table or page, else in the file."""
    inside = None
    for part in parts:
        if part.line > line:
            break
        inside = part
    return str(line - inside.line + inside.first if inside else line)
