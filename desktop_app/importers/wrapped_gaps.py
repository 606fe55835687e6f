"""Lines of a text layer that were lost, doubled or moved: the blank lines about them do not fit any more.

In most text layers a line that goes on is always followed by the same number of blank lines, and no jump leaves more.
A line that is gone leaves the blank lines of both its sides, a line put in has none on one of them. How the cells of a
row are parted depends on their numbers of lines (see `wrapped`), so a cell that lost a line may stand where it cannot.
Each law holds only for a document that keeps to it everywhere but in a few places; else it says nothing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from desktop_app.importers import lines as running
from desktop_app.importers.cells import Row
from desktop_app.importers.wrapped_cost import BASIS, COLUMNS, FIRST
from desktop_app.importers.wrapped_grid import Cut
from desktop_app.importers.wrapped_pieces import BLANK, Habits, Line
from desktop_app.importers.wrapped_steps import Grid

TORN = "这里的空行与别处不同，可能少了、多了或错了一行"

_LEAST = 30
_FEW = 0.03
_LONG_ROW = 2  # 资金用途 and 绩效目标: a label and its text


def torn_lines(lines: list[Line], habits: Habits) -> frozenset[int]:
    """The numbers of the lines before which the blank lines do not fit; none where the document has no such law."""
    if not (habits.ends and habits.gaps):
        return frozenset()
    pairs = [pair for pair in pairwise(lines) if _comparable(*pair)]
    gaps = Counter(line.gap for before, line in pairs if not before.ended)
    usual, times = gaps.most_common(1)[0] if gaps else (0, 0)
    wider = sum(line.gap > usual for before, line in pairs if before.ended)
    if times < _LEAST or gaps.total() - times > _FEW * times or wider > _FEW * len(pairs):
        return frozenset()
    return frozenset(line.number for before, line in pairs if _torn(before, line, usual))


def _comparable(before: Line, line: Line) -> bool:
    """Whether nothing but blank lines stands between two lines: no page break, page number or blank cell."""
    loose = running.page_number(before.text) or running.page_number(line.text)
    return not (line.page or before.hollow or loose)


def _torn(before: Line, line: Line, usual: int) -> bool:
    if before.ended:
        return line.gap > usual or (not line.gap and line.text == before.text)
    return line.gap != usual or line.blanks > 0


@dataclass(slots=True)
class Joints:
    """How many borders between cells were seen, and the rows with one that the cells' numbers of lines forbid."""

    seen: int = 0
    odd: list[Row] = field(default_factory=list)

    def look(self, grid: Grid, cuts: list[Cut], row: Row) -> None:
        """Count the borders of a row."""
        misfits = list(_misfits(grid, cuts))
        self.seen += len(misfits)
        if any(misfits):
            self.odd.append(row)

    def flag(self) -> None:
        """Mark the odd rows of a document in which nearly all borders fit."""
        if self.seen >= _LEAST and len(self.odd) <= _FEW * self.seen:
            for row in self.odd:
                doubt(row, None)


def _misfits(grid: Grid, cuts: list[Cut]) -> Iterator[bool]:
    """For each border within one page, no merged or blank cell beside it: whether it cannot be one of such cells."""
    if not (grid.habits.ends and grid.habits.gaps and grid.habits.centred):
        return
    for one, two in pairwise(cuts):
        piece = grid.pieces[two.span.start]
        paged = any(p.page for p in grid.pieces[one.span.start : two.span.end])
        if one.column == FIRST or two.column >= COLUMNS or two.column != one.column + 1 or paged or piece.hollow:
            continue
        heights = one.span.height, two.span.height
        level = heights == (1, 1)
        far = sum(heights) > 3 and not piece.gap
        near = heights == (2, 1) and piece.gap
        yield level != (piece.parted == BLANK) or (not level and bool(far or near))


def doubt(row: Row, column: int | None) -> None:
    """Mark one cell of a row, or all of it: also where another cell is doubtful already."""
    if row.doubt and row.doubt_at != column:
        row.doubt_at = None
    elif not row.doubt:
        row.doubt, row.doubt_at = TORN, column


def flag_indicators(rows: list[Row], torn: frozenset[int], after: int, ended: bool) -> None:
    """Mark the cells about torn lines. `rows`: the column heads and the indicators of a form; `after`: the number of
    the line behind them, `ended`: whether their last line ends its cell."""
    for above, row in pairwise(rows):
        if row.line in torn:
            doubt(row, None)  # a whole row may be gone
            if above is not rows[0]:
                doubt(above, BASIS)
        for number in torn.intersection(range(row.line + 1, row.last + 1)):
            within = [n for n, (first, last) in enumerate(row.places) if row.cells[n] and first < number <= last]
            doubt(row, within[0] if len(within) == 1 else None)
    if len(rows) > 1 and (after in torn or not ended):
        doubt(rows[-1], BASIS)


def flag_head(rows: list[Row], torn: frozenset[int], after: int) -> None:
    """Mark the rows of a form's upper part about torn lines; `after`: the number of the line behind them."""
    following = [*(row.line for row in rows[1:]), after]
    for row, below in zip(rows, following, strict=True):
        inside = torn.intersection(range(row.line + 1, row.last + 1))
        edges = row.line in torn or below in torn
        if inside or (edges and (row.blank or len(row.cells) == _LONG_ROW)):
            row.doubt = row.doubt or TORN


def flag_text(rows: list[Row], torn: frozenset[int]) -> list[Row]:
    """Mark the paragraphs about torn lines, with the one before or behind where that line is at a paragraph's edge."""
    for above, row in zip([None, *rows], rows, strict=False):
        if row.line in torn or (above and above.last in torn):
            row.torn = TORN
            if above:
                above.torn = TORN
        if torn.intersection(range(row.line, row.last + 1)):
            row.torn = TORN
    return rows
