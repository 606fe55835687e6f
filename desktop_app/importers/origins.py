"""Where a field was read: the lines of its row and, where the row says so, its column in the workbook."""

from desktop_app.domain.traces import Origin
from desktop_app.importers.cells import Row


def origin(row: Row, cell: int = -1) -> Origin:
    """The place of a cell of `row`; the column is that of the workbook, -1 where the row names none."""
    first, last = row.places[cell] if 0 <= cell < len(row.places) else row.place
    return Origin(first, last, row.columns[cell] if 0 <= cell < len(row.columns) else -1)


def spread(places: list[tuple[int, int]]) -> tuple[int, int]:
    """The first and the last line of all `places`."""
    return min(first for first, _ in places), max(last for _, last in places)
