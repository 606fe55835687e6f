"""The indicator rows of one form: the cheapest way to cut its pieces into rows of cells, and how sure each cell is."""

from dataclasses import dataclass, replace
from math import inf

from desktop_app.importers.wrapped_cost import BASIS, COLUMNS, NEVER, SECOND, Span, odd_words, spans_from
from desktop_app.importers.wrapped_pieces import WRAP, Habits, Piece
from desktop_app.importers.wrapped_steps import (
    BEGINNING,
    Edge,
    Grid,
    State,
    end_cost,
    fit_cost,
    prepare,
    rest_cost,
    steps,
)

SURE = 1.5
"""A cell that another reading contests by less is to be looked at."""

SURE_WITHOUT_ENDS = 4.0
"""The same where the ends of cells do not show."""

BAD = 3.5
"""A cell that fits its column, or its place in the row, worse than this is to be looked at."""

BAD_ROW = 6.0
"""A row whose cells fit worse than this together is to be looked at."""

_LITTLE = 1.0  # what may speak against a proven row besides its words
_WORTH = 9.0  # readings that are worse by more need not be followed
_WORTH_WITHOUT_ENDS = 5.0  # where nothing ends a cell there are so many readings that it would take too long
_HOPELESS = 14.0

Best = list[dict[State, tuple[float, Edge | None]]]
"""For each position the states that a reading can be in, with the least cost and the last cell."""

Backward = list[dict[State, float]]
"""For each position and state the least cost of what follows."""

End = tuple[float, int, State]
"""A way to end: the cost of the whole reading, the number of pieces that it reads, and the last state."""


@dataclass(slots=True)
class Cut:
    """One cell of the best reading: its cost, the part of it that is its fit with the column, and by how much the best
    reading without it is worse."""

    span: Span
    column: int
    cost: float
    fit: float
    margin: float


def read_grid(grid: Grid) -> tuple[list[list[Cut]], int]:
    """The rows of the grid, and the number of pieces that belong to them (what follows is no part of the table)."""
    if not grid.pieces:
        return [], 0
    prepare(grid)
    best, edges = _forward(grid)
    ends = _ends(grid, best)
    if not ends:
        return [], 0
    least, end, state = min(ends)
    covering = _covering(len(grid.pieces), edges, best, _backward(grid, edges, ends))
    rows: list[list[Cut]] = []
    for edge in _path(best[end][state][1]):
        own = (edge.start, edge.end, edge.after[0])
        others = [cost for cost, other in covering[edge.start] if (other.start, other.end, other.after[0]) != own]
        others += [cost for cost, position, _ in ends if position <= edge.start]
        if edge.fresh:
            rows.append([])
        margin = min([*others, least + NEVER]) - least
        rows[-1].append(Cut(edge.span, edge.after[0], edge.cost, edge.fit, margin))
    return rows, end


def least_cost(grid: Grid) -> float:
    """What the best reading costs."""
    prepare(grid)
    best, _ = _forward(grid)
    return min((cost for cost, _, _ in _ends(grid, best)), default=inf) if grid.pieces else 0.0


def _ends(grid: Grid, best: Best) -> list[End]:
    """All ways to end: with the last piece, or before text that is no part of the table."""
    ends: list[End] = []
    count = len(grid.pieces)
    for position in range(1, count + 1):
        for state, (cost, _) in best[position].items():
            rest = end_cost(grid, position, state) if position == count else rest_cost(grid, position, state)
            if rest < inf:
                ends.append((cost + rest, position, state))
    return ends


def _path(edge: Edge | None) -> list[Edge]:
    path: list[Edge] = []
    while edge is not None:
        path.append(edge)
        edge = edge.back
    return path[::-1]


def _forward(grid: Grid) -> tuple[Best, list[Edge]]:
    """The best ways to each position and state, and all cells on ways that are worth following."""
    count = len(grid.pieces)
    best: Best = [{} for _ in range(count + 1)]
    best[0][BEGINNING] = (0.0, None)
    edges: list[Edge] = []
    worth = _WORTH if grid.habits.ends else _WORTH_WITHOUT_ENDS
    for start in range(count):
        if not best[start]:
            continue
        most = min(cost for cost, _ in best[start].values()) + worth
        states = [(state, cost, back) for state, (cost, back) in best[start].items() if cost <= most]
        for span in spans_from(grid.pieces, start, grid.habits, worth):
            fit = [fit_cost(grid, span, column) for column in range(COLUMNS)] + [span.cost] * COLUMNS
            open_to = [column for column in range(2 * COLUMNS) if fit[column] < _HOPELESS]
            for state, cost, back in states:
                for column, step, fresh in steps(grid, span, state, back, open_to):
                    total = cost + step + fit[column]
                    if step + fit[column] > _HOPELESS:
                        continue
                    after = (column, min(span.height, 3) if SECOND <= column < BASIS else 0)
                    edge = Edge(start, state, span.end, after, step + fit[column], fit[column], span, back, fresh)
                    edges.append(edge)
                    known = best[span.end].get(after)
                    if known is None or total < known[0]:
                        best[span.end][after] = (total, edge)
    return best, edges


def _backward(grid: Grid, edges: list[Edge], ends: list[End]) -> Backward:
    """The least cost from each state to an end."""
    back: Backward = [{} for _ in range(len(grid.pieces) + 1)]
    count = len(grid.pieces)
    for _, position, state in ends:
        cost = end_cost(grid, position, state) if position == count else rest_cost(grid, position, state)
        back[position][state] = cost
    for edge in reversed(edges):  # they are in the order of their beginnings
        after = back[edge.end].get(edge.after)
        if after is not None:
            known = back[edge.start].get(edge.before)
            cost = edge.cost + after
            back[edge.start][edge.before] = cost if known is None else min(known, cost)
    return back


def _covering(count: int, edges: list[Edge], best: Best, back: Backward) -> list[list[tuple[float, Edge]]]:
    """For each piece the cells that hold it, with the least cost of a reading that has them."""
    covering: list[list[tuple[float, Edge]]] = [[] for _ in range(count)]
    for edge in edges:
        after = back[edge.end].get(edge.after)
        before = best[edge.start].get(edge.before)
        if after is not None and before is not None:
            cost = before[0] + edge.cost + after
            for position in range(edge.start, edge.end):
                covering[position].append((cost, edge))
    return covering


def cell_pieces(grid: Grid, cuts: list[Cut], column: int) -> list[Piece]:
    """The pieces of a row's cell, with those of its rest after a page break."""
    found: list[Piece] = []
    for cut in cuts:
        if cut.column % COLUMNS == column:
            pieces = grid.pieces[cut.span.start : cut.span.end]
            found += [replace(pieces[0], parted=WRAP), *pieces[1:]] if found else pieces
    return found


def contested(cut: Cut, habits: Habits) -> bool:
    """Whether another reading is nearly as good, or the cell stands where a cell hardly can."""
    return cut.margin < (SURE if habits.ends else SURE_WITHOUT_ENDS) or cut.cost - cut.fit >= BAD


def proven(grid: Grid, cuts: list[Cut]) -> bool:
    """Whether a row has one cell for each column, from the 二级指标 on, and nothing speaks against any border."""
    own = cuts if cuts[0].column else cuts[1:]
    if [cut.column for cut in own] != list(range(SECOND, COLUMNS)):
        return False
    if any(piece.page for piece in grid.pieces[cuts[0].span.start + 1 : cuts[-1].span.end]):
        return False
    pure = sum(cut.cost - _odd(grid, cut) for cut in own)
    return pure <= _LITTLE and not any(contested(cut, grid.habits) for cut in cuts)


def odd_costs(grid: Grid, cuts: list[Cut]) -> list[float]:
    """What part of each cell's cost is only unusual words, where the row is proven all the same."""
    return [_odd(grid, cut) for cut in cuts] if proven(grid, cuts) else [0.0] * len(cuts)


def _odd(grid: Grid, cut: Cut) -> float:
    return odd_words(cut.span.text, cut.column, grid.words, grid.named)
