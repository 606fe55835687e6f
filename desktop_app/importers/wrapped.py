"""The text layer of a PDF with wrapped cells -> rows, as the other readers yield them.

How such a text comes to be. A word processor prints a table, and a program takes the text back out of the PDF in the
order in which it was drawn: row by row, in a row cell by cell, in a cell line by line. What is left of the layout:

* The mark at the end of a cell or paragraph comes out as a blank. So a line without a blank at its end goes on in the
  next line, and a line with one mostly ends its cell. A blank cell is that blank alone, and one for the jump to it.
* Every jump down or up the page begins a line, a jump of more than half a line leaves a blank line too, and no jump
  at all leaves only a blank. Cells stand in the middle of their row. So cells that share a line have one line each; a
  new line without a blank line parts a cell of one line from a cell of two; all other borders have a blank line.
* Columns are of one width in a document, so a line that goes on is as full as its column: the widths are measured.
* A cell merged over several rows (一级指标) is drawn with the first of them, somewhere in the middle of all.
* Numbers of three or more signs have blanks beside Chinese, so that a blank within a line may be a border or not.
* A new page begins with a blank and without a blank line; the column heads are repeated, the page number stands in
  between. A row that the page break cuts goes on behind it with the lines of all its cells that did not fit.

None of this is certain. So the rows are the cheapest reading of the pieces (`wrapped_grid`, weights in
`wrapped_cost`), once without widths to measure them and once with them, and where another reading is nearly as cheap
or a cell does not fit, the row is marked as doubtful. Texts whose blank lines or blanks at line ends were lost on the
way are read by what is left.
"""

from collections.abc import Callable
from dataclasses import replace

from desktop_app.importers import text_reader
from desktop_app.importers.cells import Row
from desktop_app.importers.vocabulary import STANDARD_COLUMNS, Vocabulary
from desktop_app.importers.wrapped_cost import BASIS, COLUMNS, DESC, SECOND, THIRD, Widths, name_cost
from desktop_app.importers.wrapped_gaps import Joints, flag_head, flag_indicators, flag_text, torn_lines
from desktop_app.importers.wrapped_grid import (
    BAD,
    BAD_ROW,
    Cut,
    cell_pieces,
    contested,
    least_cost,
    odd_costs,
    proven,
    read_grid,
)
from desktop_app.importers.wrapped_head import read_head
from desktop_app.importers.wrapped_layout import Layout, Place, heads_row, lay_out
from desktop_app.importers.wrapped_pieces import WRAP, habits_of, hollow_after, join, lines_of, pieces_of
from desktop_app.importers.wrapped_steps import REST_OF_TABLE, Grid, full, shown, unended
from desktop_app.importers.wrapped_text import begins_text, edge_of, high, lead_rows, paragraphs

_DOUBT = "格子的分界不清楚"
_ODD_HEADS = "指标表头与通常的不同"
_LOST = "分不成行和格的内容，请对照原文"
_NO_HEADS = "没有找到指标的表头"
_UNKNOWN: Widths = (None,) * COLUMNS
_LEAST_LINES = 12
_MOST_SAMPLES = 20
_FEW_SAMPLES = 4
_FEW = 0.03
_SHORT = 4
_SHARED = 3
_SURE_REST = 4.0
_LEAST_NAMES = 3


def recognise(text: str, words: Vocabulary) -> bool:
    """Whether a text is a text layer with wrapped cells: no tabs, and its column heads share lines or are cut.

    Where no line ends in a blank, the ends of cells do not show; then most lines of a table must be short ones.
    """
    raw = text_reader.lines_of(text)
    if len(raw) > text_reader.MOST_LINES:
        return False
    lines = lines_of(text)
    if len(lines) < _LEAST_LINES or sum("\t" in line for line in raw) > _FEW * len(lines):
        return False
    layout = lay_out(lines, habits_of(lines), words)
    known = [place for place in layout.places if place.columns and _share_a_line(layout, place, words)]
    if layout.habits.ends:
        return bool(known)
    grids = [line for place in known for line in layout.lines[place.grid : place.end]]
    return sum(len(line.text.split()) <= _SHORT for line in grids) > len(grids) / 2


def _share_a_line(layout: Layout, place: Place, words: Vocabulary) -> bool:
    """Whether column heads share a line with one blank between them, or stand in parts on several lines."""
    heads = layout.lines[place.heads : place.grid]
    if any("  " in line.text for line in heads):
        return False
    most = max(sum(bool(words.column_label(part)) for part in line.text.split()) for line in heads)
    wrapped = any(not line.ended for line in heads[:-1])
    return most >= _SHARED or (layout.habits.ends and wrapped)


def read_rows(text: str, words: Vocabulary, progress: Callable[[int, int], None] | None = None) -> list[Row]:
    """The rows of a text layer with wrapped cells: tables as tables, running text as paragraphs.

    `progress(done, total)` may raise Cancelled.
    """
    lines = lines_of(text)
    layout = lay_out(lines, habits_of(lines), words)
    torn, joints = torn_lines(lines, layout.habits), Joints()
    grids = _grids(layout, words)
    _align(grids)
    total = 2 * len(grids)
    _measure(grids, lambda done: progress(done, total) if progress else None)
    starts = [0, *(place.end for place in layout.places)]
    ends = [*(place.lead for place in layout.places), len(layout.lines)]
    between = [layout.lines[start:end] for start, end in zip(starts, ends, strict=True)]
    edge = edge_of([line for part in between for line in part])
    cell_edge = edge_of([line for place in layout.places for line in layout.lines[place.head : place.heads]])
    rows: list[Row] = []
    for n, (place, grid) in enumerate(zip(layout.places, grids, strict=True)):
        if progress:
            progress(len(grids) + n, total)
        rows += flag_text(paragraphs(between[n], edge, layout.habits), torn)
        rows += lead_rows(layout.lines[place.lead : place.head])
        head = pieces_of(layout.lines[place.head : place.heads], layout.habits, layout.breaks)
        upper = read_head(head, cell_edge, words)
        flag_head(upper, torn, layout.lines[place.heads].number if place.heads < len(layout.lines) else 0)
        rows += upper
        if not place.columns:
            rows[-1].doubt = _NO_HEADS
            continue
        rows += _table(layout, place, grid, edge, torn, joints)
    joints.flag()
    return rows + flag_text(paragraphs(between[-1], edge, layout.habits), torn)


def _grids(layout: Layout, words: Vocabulary) -> list[Grid]:
    """The indicator rows of each form, not yet read."""
    kinds: dict[tuple[str, int], float] = {}
    grids = []
    for place in layout.places:
        lines = layout.lines[place.grid : place.end]
        pieces = pieces_of(lines, layout.habits, layout.breaks)
        grids.append(Grid(pieces, words, layout.habits, _UNKNOWN, hollow_after(lines[-1]) if lines else 0, kinds))
    return grids


def _align(grids: list[Grid]) -> None:
    """Where cells stand in their row: in a few forms it shows which reading is the cheaper one."""
    few = grids[:: max(1, len(grids) // _FEW_SAMPLES)][:_FEW_SAMPLES]
    costs = []
    for centred in (True, False):
        for grid in few:
            grid.habits = replace(grid.habits, centred=centred)
        costs.append(sum(map(least_cost, few)))
    for grid in grids:
        grid.habits = replace(grid.habits, centred=costs[0] <= costs[1])


def _measure(grids: list[Grid], progress: Callable[[int], None]) -> None:
    """Measure the widths of the columns: as wide as the lines of print that another one follows. Some forms are enough.

    They also show in which columns the document repeats the names of 一级 and 二级指标.
    """
    found: list[list[float]] = [[] for _ in range(COLUMNS)]
    names, count = [0] * COLUMNS, 0
    for n in range(0, len(grids), max(1, len(grids) // _MOST_SAMPLES)):
        progress(n)
        rows, _ = read_grid(grids[n])
        count += len(rows)
        for cut in (cut for cuts in rows for cut in cuts):
            if cut.column < COLUMNS and not contested(cut, grids[n].habits):
                found[cut.column] += [printed for printed, _ in cut.span.wrapped]
        for cut in (cut for cuts in rows if proven(grids[n], cuts) for cut in cuts if cut.column > SECOND):
            names[cut.column] += name_cost(cut.span.text, cut.column, grids[n].words) > 0
    named = frozenset(n for n, times in enumerate(names) if times >= _LEAST_NAMES and times > _FEW * count)
    for grid in grids:
        grid.widths, grid.named = tuple(map(high, found)), named
    for key in [key for key in grids[0].kinds if key[1] in named] if grids else ():
        del grids[0].kinds[key]  # all grids share it


def _table(layout: Layout, place: Place, grid: Grid, edge: float, torn: frozenset[int], joints: Joints) -> list[Row]:
    """The column heads and the indicators of one form, and what stands behind them."""
    rows = [heads_row(layout, place)]
    found, end = read_grid(grid)
    odd = list(place.columns) != list(STANDARD_COLUMNS)
    for cuts in found:
        row = _indicator(grid, cuts, odd)
        above = rows[-1]
        if cuts[0].column == THIRD and grid.pieces[cuts[0].span.start].page and len(rows) > 1:
            above.doubt, above.doubt_at = _DOUBT, None  # this may be its rest behind the page break
        if cuts[0].column == THIRD and above.doubt and above.doubt_at is None:
            row.doubt = _DOUBT  # its 二级指标 is that of the row above
        rows.append(row)
        joints.look(grid, cuts, row)
    rest = grid.pieces[end].line if end < len(grid.pieces) else layout.lines[-1].number + 1
    after = [line for line in layout.lines[place.grid : place.end] if line.number >= rest]
    if after and (not found or grid.rest[end] >= REST_OF_TABLE or not begins_text(after[0].text)):
        lost = Row(after[0].number, after[-1].last, [""] * COLUMNS, doubt=_LOST)
        rows[-1].doubt, rows[-1].doubt_at = (_DOUBT, None) if found else ("", None)
        lost.cells[THIRD] = grid.pieces[end].text
        lost.cells[DESC] = join(grid.pieces[end + 1 :])
        return [*rows, lost]
    behind = after[0].number if after else layout.lines[place.end].number if place.end < len(layout.lines) else 0
    ended = not layout.habits.ends or not found or grid.pieces[end - 1].after > 0
    flag_indicators(rows, torn, behind, ended)
    return rows + flag_text(paragraphs(after, edge, layout.habits), torn)


def _indicator(grid: Grid, cuts: list[Cut], odd: bool) -> Row:
    """One indicator. Where a border is contested, the text may stand in another cell: all of them are doubtful."""
    cells = [cell_pieces(grid, cuts, column) for column in range(COLUMNS)]
    first = min(piece.line for pieces in cells for piece in pieces)
    last = max(piece.last for pieces in cells for piece in pieces)
    row = Row(first, last, [join(pieces) for pieces in cells])
    row.places = tuple((pieces[0].line, pieces[-1].last) if pieces else row.place for pieces in cells)
    odd_words = odd_costs(grid, cuts)
    bad = sorted({cut.column % COLUMNS for cut, words in zip(cuts, odd_words, strict=True) if cut.fit - words >= BAD})
    if odd:
        row.doubt = _ODD_HEADS
    elif (
        (any(_torn(grid, cut) for cut in cuts[1:]) and not _mended(grid, cuts))
        or _rests(cuts) != _unended(grid, cuts)
        or any(contested(cut, grid.habits) for cut in cuts)
        or len(bad) > 1
        or sum(cut.cost for cut in cuts) - sum(odd_words) >= BAD_ROW
    ):
        row.doubt = _DOUBT
    elif bad:
        row.doubt, row.doubt_at = _DOUBT, bad[0]
    return row


def _torn(grid: Grid, cut: Cut) -> bool:
    """Whether a page break tore the row before or in this cell, so that it is a guess what belongs together.

    Where only the last cell goes on behind the break, it is none.
    """
    breaks = [i for i in range(cut.span.start, cut.span.end) if grid.pieces[i].page]
    within = cut.column == BASIS and all(i > cut.span.start and grid.pieces[i].parted == WRAP for i in breaks)
    return bool(breaks) and not within


def _mended(grid: Grid, cuts: list[Cut]) -> bool:
    """Whether the rests behind a page break can belong to no other cells: those are the ones without an end."""
    if not grid.habits.ends or min(cut.margin for cut in cuts) < _SURE_REST:
        return False
    main = [cut for cut in cuts if cut.column < COLUMNS]
    rests = [cut for cut in cuts if cut.column >= COLUMNS]
    breaks = [i for cut in cuts for i in range(cut.span.start, cut.span.end) if grid.pieces[i].page]
    if not rests or breaks != [rests[0].span.start]:
        return False
    if any(not shown(grid, cut.span) and full(cut.span, grid.widths[cut.column]) for cut in main):
        return False
    return _unended(grid, cuts) == _rests(cuts)


def _unended(grid: Grid, cuts: list[Cut]) -> set[int]:
    """The columns of the cells without an end."""
    return {cut.column for cut in cuts if cut.column < COLUMNS and unended(grid, cut.span)}


def _rests(cuts: list[Cut]) -> set[int]:
    """The columns of the rests behind a page break."""
    return {cut.column - COLUMNS for cut in cuts if cut.column >= COLUMNS}
