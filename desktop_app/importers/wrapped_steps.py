"""The steps of a reading: which cell may follow which, and what speaks against it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from desktop_app.importers.vocabulary import Vocabulary
from desktop_app.importers.wrapped_cost import (
    BASIS,
    BEGINS,
    COLUMNS,
    DESC,
    ENDS,
    FIRST,
    LEFT_OUT,
    NEVER,
    SECOND,
    VALUE,
    Span,
    Widths,
    between,
    kind_cost,
    missing,
    width_cost,
)
from desktop_app.importers.wrapped_layout import label_at
from desktop_app.importers.wrapped_pieces import BLANK, END, LOOSE, WRAP, Habits, Piece
from desktop_app.importers.wrapped_text import begins_text

BEGINNING = (-1, 0)
REST_OF_TABLE = 9.0
"""Text behind a table in which an 一级 or 二级指标 stands costs so much: rows that could not be read."""

_REST = 4.0
_ODD_REST = 4.0  # running text does not begin so
_LEVEL = 5.0
_GOES_ON = 3.0
_MISSING = 0.4  # each character that a page break cuts from a 二级指标
_CLOSED = 4.0  # a cell that shows its end before the page break goes on behind it
_CHANCE = 1.5  # a cell that fills its last line by chance
_CUT = 2.0  # a cell without its end, because the end stands on the next page
_MARKED = 0.7  # a blank cell that left its blanks
_UNMARKED = 1.0  # blanks that no blank cell left

State = tuple[int, int]
"""The column of the last cell (from COLUMNS on: the rest of a cell that a page break cut) and its height up to 3."""

Step = tuple[int, float, bool]
"""The column of the next cell (as in State), what speaks against it besides its fit, and whether a row begins."""


@dataclass(slots=True)
class Edge:
    """A cell in a possible reading: from piece to piece and from state to state, with the cell before it."""

    start: int
    before: State
    end: int
    after: State
    cost: float
    fit: float
    span: Span
    back: "Edge | None"
    fresh: bool


@dataclass(slots=True)
class Grid:
    """The pieces of one form's indicator rows and what is known for reading them.

    `tail`: how many blank cells the blanks after the last piece may be. `kinds` remembers `kind_cost`;
    `named`: see there. `rest`, `cut`:
    see `prepare`.
    """

    pieces: list[Piece]
    words: Vocabulary
    habits: Habits
    widths: Widths
    tail: int = 0
    kinds: dict[tuple[str, int], float] = field(default_factory=dict)
    named: frozenset[int] = frozenset()
    rest: list[float] = field(default_factory=list)
    cut: list[bool] = field(default_factory=list)


def prepare(grid: Grid) -> None:
    """Set for each piece what speaks against it and all after it being no part of the table, and whether it may belong
    to a row that the next page break cuts: no 二级指标 stands in between."""
    pieces, words = grid.pieces, grid.words
    rest, near = _REST, False
    grid.rest, grid.cut = [rest] * len(pieces), [False] * len(pieces)
    for i in range(len(pieces) - 1, -1, -1):
        second = bool(label_at(pieces, i, words.level2)[0])
        ends_line = i + 1 == len(pieces) or pieces[i + 1].parted != BLANK
        rest += (0.5 if ends_line else 0.0) + (_LEVEL if second or label_at(pieces, i, words.level1)[0] else 0.0)
        grid.rest[i], grid.cut[i] = rest, near
        near = pieces[i].page or (near and not second)


def fit_cost(grid: Grid, span: Span, column: int) -> float:
    """What speaks against the span in the column; texts come again in a document, and in the second reading."""
    key = span.text, column
    kind = grid.kinds.get(key)
    if kind is None:
        kind = grid.kinds[key] = kind_cost(span.text, column, grid.words, grid.named)
    if column == SECOND and kind and grid.cut[span.start] and unended(grid, span):
        left = missing(span.text, grid.words)  # its rest stands behind the page break
        kind = min(kind, _MISSING * left) if left else kind
    return kind + span.cost + width_cost(span, grid.widths[column])


def steps(grid: Grid, span: Span, state: State, back: Edge | None, open_to: list[int]) -> Iterator[Step]:
    """The columns that the span can stand in after a state, what speaks against it, and whether a row begins."""
    column, height = state
    if state == BEGINNING:
        yield from ((first, BEGINS[first] + (first == SECOND), True) for first in open_to if first in BEGINS)
        return
    piece, before = grid.pieces[span.start], grid.pieces[span.start - 1]
    if column < COLUMNS:
        for following in open_to:
            if not column < following < COLUMNS:
                continue
            skipped = _left_out(range(column + 1, following), piece)
            if skipped >= NEVER:
                break
            if column == FIRST or 0 < following - column - 1 <= piece.hollow:
                cost = _plain(before, piece)  # the blank cell stands in between
            else:
                cost = between(before, piece, (height, min(span.height, 3)), grid.habits)
                filled = back is not None and full(back.span, grid.widths[column])
                if piece.parted == LOOSE and filled:
                    cost += _CHANCE
                elif piece.parted == WRAP and grid.cut[span.start]:
                    cost = min(cost, _CUT if filled or grid.widths[column] is None else 2 * _CUT)
            yield following, cost + skipped, False
    ended = end_cost(grid, span.start, state)
    if ended < NEVER:
        change = _row_change(piece, grid.habits)
        yield from ((first, ended + change + BEGINS[first], True) for first in open_to if first in BEGINS)
    if column >= COLUMNS or piece.page:
        yield from _going_on(grid, span, state, back)


def _left_out(columns: range, piece: Piece | None, tail: int = 0) -> float:
    """What speaks against blank cells in these columns before a piece; at the end, where `tail` of them may be."""
    marks = piece.hollow if piece else tail
    if marks < len(columns):
        return sum(LEFT_OUT[column] for column in columns)
    spare = 0 if piece and piece.page else marks - len(columns)
    return _MARKED * len(columns) + _UNMARKED * spare


def _plain(before: Piece, piece: Piece) -> float:
    """A new cell whose height says nothing about where it stands: after a merged cell, or cut by a page break."""
    if piece.parted == BLANK:
        return between(before, piece, (1, 1), Habits(ends=True, gaps=False))
    return 7.0 if piece.parted == WRAP and not piece.page else 0.4 if piece.parted == LOOSE else 0.0


def _row_change(piece: Piece, habits: Habits) -> float:
    if piece.page:
        return 5.0 if piece.parted == WRAP else 0.0  # the last cell goes on behind the break
    if piece.parted == BLANK:
        return 8.0
    jump = 3.0 if habits.gaps and not piece.gap else 0.0
    return jump + (7.0 if piece.parted == WRAP else 0.4 if piece.parted == LOOSE else 0.0)


def _going_on(grid: Grid, span: Span, state: State, back: Edge | None) -> Iterator[Step]:
    """The rest of a cell that a page break cut, with the rests of others: in the order of the columns."""
    column = state[0]
    piece, before = grid.pieces[span.start], grid.pieces[span.start - 1]
    parts = [_part(back, target) for target in range(COLUMNS)]
    open_ = [part is not None and _open(grid, part, target) for target, part in enumerate(parts)]
    if column < COLUMNS:
        if column < VALUE:
            return
        first, cost = SECOND, end_cost(grid, span.start, state) + _CHANCE * sum(open_)
        cost += 0.0 if any(part and shown(grid, part) and open_[n] for n, part in enumerate(parts)) else _GOES_ON
    else:
        first, cost = column - COLUMNS + 1, _plain(before, piece)
    if grid.words.level1(span.text) or grid.words.level2(span.text):
        cost += _LEVEL  # a row begins
    for target in range(first, COLUMNS):
        part = parts[target]
        if part is None or (target == BASIS and column == BASIS):
            continue
        whole = fit_cost(grid, _glued(part, span), target) - fit_cost(grid, part, target)
        closed = _CLOSED if grid.habits.ends and not open_[target] and shown(grid, part) else 0.0
        yield COLUMNS + target, cost + whole + closed - _CHANCE * open_[target], False


def _open(grid: Grid, part: Span, column: int) -> bool:
    """Whether a cell before a page break seems to go on behind it: it has no end, or its last line is full."""
    if grid.habits.ends and shown(grid, part):
        return unended(grid, part)
    return column != SECOND and full(part, grid.widths[column])  # of a 二级指标 its words show it


def shown(grid: Grid, part: Span) -> bool:
    """Whether it shows if a cell has its end: no other one stands behind it on its line."""
    return part.end < len(grid.pieces) and grid.pieces[part.end].parted != BLANK


def unended(grid: Grid, part: Span) -> bool:
    """Whether a cell has no end, though its last line does end."""
    return part.end < len(grid.pieces) and grid.pieces[part.end].parted == WRAP


def full(part: Span, edge: float | None) -> bool:
    """Whether a cell fills its last line, so that it may go on behind a page break."""
    return edge is not None and part.last + 1.0 > edge - 0.49


def _part(edge: Edge | None, column: int) -> Span | None:
    """The cell of this column in the row that an edge ends."""
    while edge is not None:
        if edge.after[0] == column:
            return edge.span
        if edge.fresh:
            return None
        edge = edge.back
    return None


def _glued(part: Span, rest: Span) -> Span:
    """Two parts of one cell as one."""
    first = rest.wrapped[0][0] if rest.wrapped else rest.last
    wrapped = (*part.wrapped, (part.last, min(first, 1.0)), *rest.wrapped)
    return Span(part.start, rest.end, part.text + rest.text, part.height + rest.height, wrapped, rest.last, part.cost)


def end_cost(grid: Grid, position: int, state: State) -> float:
    """What speaks against a row that ends at a position."""
    column = state[0]
    if column < 0:
        return NEVER
    if column >= COLUMNS:
        return 0.0
    piece = grid.pieces[position] if position < len(grid.pieces) else None
    if (piece.hollow if piece else grid.tail) and column >= DESC:
        return _left_out(range(column + 1, COLUMNS), piece, grid.tail)
    return ENDS[column]


def rest_cost(grid: Grid, position: int, state: State) -> float:
    """What speaks against the end of the table before its last piece; inf where it cannot end."""
    piece = grid.pieces[position]
    if piece.parted not in (END, LOOSE) or state[0] not in (VALUE, BASIS):
        return inf
    line = " ".join(p.text for p in grid.pieces[position:] if p.line == piece.line)
    odd = 0.0 if begins_text(line) else _ODD_REST
    return end_cost(grid, position, state) + grid.rest[position] + odd
