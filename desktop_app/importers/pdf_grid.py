"""The rules of a page -> its tables: where lines cross, boxes are closed, and boxes without a wall between are one."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from desktop_app.importers.pdf_page import Char, Page, Rule

NEAR = 3.0  # points; edges that are closer are one
_GAP = 3.0  # a break in a dotted or doubled line
_COVERED = 0.6  # share of a side that a rule must cover to be a wall
_MOST_RULES = 4_000
_MOST_BOXES = 40_000


@dataclass(slots=True)
class Field:
    """One cell: the columns and rows of the grid that it takes, first and last, and the characters in it."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    chars: list[Char] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table: the edges of its columns and rows, and the field that each box of it belongs to."""

    xs: list[float]
    ys: list[float]
    fields: list[Field]
    owner: list[list[int]]

    def at(self, x: float, y: float) -> Field | None:
        """The cell at a point of the page."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x) - 1, len(self.xs) - 2)
        row = min(bisect_right(self.ys, y) - 1, len(self.ys) - 2)
        return self.fields[self.owner[row][column]]


def grids(page: Page) -> list[Grid]:
    """The tables of a page from top to bottom: at least two cells; what is only a frame or an underline is none."""
    across, down = _joined(page.across), _joined(page.down)
    if len(across) + len(down) > _MOST_RULES:
        return []
    made = [grid for group in _groups(across, down) if (grid := _grid(*group))]
    return sorted(_outermost(made), key=lambda grid: grid.ys[0])


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch are one."""
    done: list[Rule] = []
    for line in _lines(rules):
        at = sum(rule.at for rule in line) / len(line)
        line.sort(key=lambda rule: rule.begin)
        begin, end = line[0].begin, line[0].end
        for rule in line[1:]:
            if rule.begin > end + _GAP:
                done.append(Rule(at, begin, end))
                begin = rule.begin
                end = rule.end
            end = max(end, rule.end)
        done.append(Rule(at, begin, end))
    return [rule for rule in done if rule.end - rule.begin > _GAP]


def _lines(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules by the line that they lie on."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][0].at < NEAR / 2:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return lines


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, flat in enumerate(across):
        for j, steep in enumerate(down, len(across)):
            meets = flat.begin - NEAR <= steep.at <= flat.end + NEAR and steep.begin - NEAR <= flat.at
            if meets and flat.at <= steep.end + NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(parent)):
        group = groups.setdefault(root(i), ([], []))
        if i < len(across):
            group[0].append(across[i])
        else:
            group[1].append(down[i - len(across)])
    return list(groups.values())


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    if not across or not down:
        return None
    xs = _edges([rule.at for rule in down], [end for rule in across for end in (rule.begin, rule.end)])
    ys = _edges([rule.at for rule in across], [end for rule in down for end in (rule.begin, rule.end)])
    boxes = (len(xs) - 1) * (len(ys) - 1)
    if not 2 <= boxes <= _MOST_BOXES:
        return None
    owner = _regions(xs, ys, across, down)
    fields: dict[int, Field] = {}
    for row, numbers in enumerate(owner):
        for column, number in enumerate(numbers):
            own = fields.setdefault(number, Field(row, row, column, column))
            own.last_row, own.last_column = max(own.last_row, row), max(own.last_column, column)
            own.first_column = min(own.first_column, column)
    places = {number: i for i, number in enumerate(fields)}
    if len(fields) < 2:
        return None
    return Grid(xs, ys, list(fields.values()), [[places[number] for number in numbers] for numbers in owner])


def _edges(lines: list[float], ends: list[float]) -> list[float]:
    """The edges of columns or rows: where lines are, and where the others end beyond the first and last of them."""
    outer = [end for end in (min(ends), max(ends)) if all(abs(end - line) >= NEAR for line in lines)]
    outer = [end for end in outer if end < min(lines) or end > max(lines)]
    done: list[float] = []
    for edge in sorted([*lines, *outer]):
        if not done or edge - done[-1] >= NEAR:
            done.append(edge)
    return done


def _regions(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> list[list[int]]:
    """For each box of the grid the number of the cell that it is part of: no wall stands between its boxes."""
    width = len(xs) - 1
    parent = list(range(width * (len(ys) - 1)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    steep = [[rule for rule in down if abs(rule.at - x) < NEAR] for x in xs]
    flat = [[rule for rule in across if abs(rule.at - y) < NEAR] for y in ys]
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            here = row * width + column
            if column + 1 < width and not _wall(steep[column + 1], top, bottom):
                parent[root(here + 1)] = root(here)
            if row + 2 < len(ys) and not _wall(flat[row + 1], left, right):
                parent[root(here + width)] = root(here)
    return [[root(row * width + column) for column in range(width)] for row in range(len(ys) - 1)]


def _wall(rules: list[Rule], begin: float, end: float) -> bool:
    covered = sum(max(0.0, min(rule.end, end) - max(rule.begin, begin)) for rule in rules)
    return covered >= _COVERED * (end - begin)


def _outermost(made: list[Grid]) -> list[Grid]:
    """Without tables that lie within a cell of another: their text belongs to the cell."""
    return [
        grid
        for grid in made
        if not any(
            other is not grid
            and other.xs[0] <= grid.xs[0]
            and grid.xs[-1] <= other.xs[-1]
            and other.ys[0] <= grid.ys[0]
            and grid.ys[-1] <= other.ys[-1]
            for other in made
        )
    ]
