"""The table of a page -> its rows of cells, and the question whether a page's first row goes on with the last one."""

from dataclasses import dataclass

from desktop_app.importers.pdf_grid import NEAR, Field, Grid
from desktop_app.importers.pdf_lines import SLACK, TextLine, paragraphs, text_lines
from desktop_app.importers.ruled import Box

_MOST_PADDING = 8.0
_LEAST_HEIGHT = 4.0  # of a row; two lines of a double rule are closer
_PITCH = 1.4  # characters; from one line to the next
CUT = "这一行跨了两页，接起来的文字要核对"


@dataclass(slots=True)
class Cell(Box):
    """A cell of a page, and what tells whether it goes on over the page's end.

    `at_bottom`: its text reaches the bottom of the cell. `room` is what its last line leaves free at the right,
    `first` the width of the piece with which its first line begins, `lines` their number.
    """

    at_bottom: bool = False
    room: float = 0.0
    first: float = 0.0
    lines: int = 0
    origin: "Cell | None" = None  # of a covered cell: the one with the text

    def runs_into(self, lower: "Cell") -> bool:
        """Whether the beginning of `lower` had no room in the last line."""
        return self.at_bottom and lower.first > self.room


@dataclass(slots=True)
class Table:
    """The rows of a table on one page, and where its left and right edge are."""

    rows: list[list[Cell]]
    left: float
    right: float
    top: float
    bottom: float

    def continues(self, other: "Table") -> bool:
        """Whether a table, first on the next page, is the same one: it has the same edges.

        At the left a column may be missing: some programs do not draw a merged cell again that goes on.
        """
        lefts = [self.left, *(cell.left for cell in self.rows[-1])] if self.rows else [self.left]
        return abs(self.right - other.right) < 2 * NEAR and any(abs(left - other.left) < 2 * NEAR for left in lefts)


def read_table(grid: Grid, height: float) -> Table:
    """The cells of a grid on a page of that height; rows without height are left out."""
    lines = {id(own): text_lines(own.chars) for own in grid.fields}
    end = grid.ys[-1]
    if end > height - NEAR:  # the cells are drawn on beyond the page, their text ends above its margin
        end = max((line.bottom for found in lines.values() for line in found), default=end)
    padding = _padding(grid, lines)
    texts = {id(own): _text(grid, own, lines[id(own)], padding, end) for own in grid.fields}
    rows = []
    for number, owners in enumerate(grid.owner):
        if grid.ys[number + 1] - grid.ys[number] < _LEAST_HEIGHT:
            continue
        row = []
        for column, owner in enumerate(owners):
            own = grid.fields[owner]
            if own.first_column != column:
                continue
            cell = texts[id(own)]
            if number > own.first_row:
                cell = Cell(cell.left, cell.right, "", True, origin=cell)
            row.append(cell)
        rows.append(row)
    return Table(rows, grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1])


def _padding(grid: Grid, lines: dict[int, list[TextLine]]) -> float:
    """How far text stays away from the rules at the sides: what the fullest cell of the table shows."""
    room = [line.left - grid.xs[own.first_column] for own in grid.fields for line in lines[id(own)]] + [
        grid.xs[own.last_column + 1] - line.right for own in grid.fields for line in lines[id(own)]
    ]
    return min(max(min(room, default=0.0), 0.0), _MOST_PADDING)


def _text(grid: Grid, own: Field, found: list[TextLine], padding: float, end: float) -> Cell:
    left, right = grid.xs[own.first_column], grid.xs[own.last_column + 1]
    made = Cell(left, right, "")
    if found:
        # a line in the middle of its cell has room at both sides
        edges = [right - padding - max(0.0, line.left - left - padding) for line in found]
        made.text = paragraphs(found, max(edges))
        last = found[-1]
        pitch = last.bottom - found[-2].bottom if len(found) > 1 else _PITCH * last.size
        made.at_bottom = min(grid.ys[own.last_row + 1], end) - last.bottom < pitch + padding
        made.room = max(edges) - SLACK * last.size - last.right
        made.first, made.lines = found[0].first_width, len(found)
    return made


def cut_by_page(above: list[Cell], row: list[Cell]) -> tuple[list[tuple[Cell, Cell]], bool]:
    """The cells of a page's last row with those of the next page's first that go on with them, and whether it is sure.

    None where the row is one of its own. A cut row leaves cells blank that were complete, and each cell that goes on
    reached the bottom of the page.
    """
    pairs = []
    for cell in row:
        if not cell.text:
            continue
        upper = next((u.origin or u for u in above if _same_place(u, cell)), None)
        if upper is None or not upper.text or not upper.at_bottom:
            return [], True
        pairs.append((upper, cell))
    running = [upper.runs_into(lower) for upper, lower in pairs]
    if pairs and all(running):
        return pairs, True
    complete = sum(bool((cell.origin or cell).text) for cell in above) > len(pairs)
    # a cell with several paragraphs may be cut between two of them
    likely = complete and all(runs or upper.lines > 1 for runs, (upper, _) in zip(running, pairs, strict=True))
    return (pairs, False) if any(running) and likely else ([], True)


def _same_place(upper: Cell, lower: Cell) -> bool:
    return abs(upper.left - lower.left) < NEAR and abs(upper.right - lower.right) < NEAR
