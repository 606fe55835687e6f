"""The heads of a table: rows of one or two levels joined to the names of its columns, shifted ones put back."""

from collections.abc import Sequence
from itertools import pairwise

from desktop_app.importers.cells import Row, fold
from desktop_app.importers.table_cells import squeeze

JOINT = "/"


def columns_of(rows: Sequence[Row], numbering: Sequence[str] = ()) -> tuple[list[str], set[int]]:
    """The names of the columns, `收入/预算数` where heads stand over each other, and the columns that were put back.

    A row that numbers the columns (`栏次`) says nothing. A head over several columns stands over the first of them.
    """
    levels = [[squeeze(cell) for cell in row.cells] for row in rows if not numbers_columns(row, numbering)]
    width = max((len(level) for level in levels), default=0)
    if len(levels) == 2:
        levels[0] = _spread(levels[0], levels[1])
    levels = [level + [""] * (width - len(level)) for level in levels]
    levels = [level for i, level in enumerate(levels) if level not in levels[:i]]
    if len(levels) > 1 and not levels[0][0] and levels[1][0]:
        levels[0], levels[1] = levels[1], levels[0]
    moved: set[int] = set()
    for above, below in pairwise(levels):
        moved |= _put_back(above, below)
    names = _joined(levels, width)
    while names and not names[-1]:
        names.pop()
    return names, moved


def numbers_columns(row: Row, numbering: Sequence[str]) -> bool:
    """Whether the row only numbers the columns: `栏次 1 2 3`, with or without its name."""
    cells = [fold(cell) for cell in row.cells if cell]
    if not cells:
        return False
    named = cells[0] in numbering
    numbers = cells[1:] if named else cells
    counted = numbers == [str(i) for i in range(1, len(numbers) + 1)]
    return counted and (named or len(numbers) > 2)


def _spread(above: list[str], below: list[str]) -> list[str]:
    """Heads of which the blank cells are lost, over the columns that they belong to: one over each run of heads under
    them, one over each column without; as they are where the count is another."""
    if not all(above) or len(above) >= len(below):
        return above
    starts = _slots(below)
    if len(above) == len(starts) - 1 and len(below) > 2 and below[-1] and not below[-2] and below[-3]:
        # the last two were moved by a column, too (see `_put_back`)
        below[-2], below[-1] = below[-1], ""
        starts = _slots(below)
    if len(above) != len(starts):
        starts = sorted({*starts, *again(below)})  # `项目 | 预算数 | 项目 | 预算数` stands under two heads
    if len(above) != len(starts):
        return above
    return [above[starts.index(i)] if i in starts else "" for i in range(len(below))]


def again(below: list[str]) -> list[int]:
    """The columns at which the first name of a run of lower heads comes again in the run: another group begins."""
    begins, found = "", []
    for i, name in enumerate(below):
        if name and (not i or not below[i - 1]):
            begins = name
        elif name and name == begins:
            found.append(i)
    return found


def _slots(below: list[str]) -> list[int]:
    """The columns at which a head of the upper level begins."""
    return [i for i, name in enumerate(below) if not name or not i or not below[i - 1]]


def _put_back(above: list[str], below: list[str]) -> set[int]:
    """Put back heads that text recognition moved by one column; the columns that it touched.

    `上年结转 | (blank)` over `(blank) | 其他收入`: a head over several columns would have the name of the first of them
    under it. So the upper head belongs to the last column, and the lower one to the group before.
    """
    moved: set[int] = set()
    for i in range(len(above) - 1):
        shifted = above[i] and not below[i] and not above[i + 1] and below[i + 1]
        ends = i + 2 >= len(above) or above[i + 2] or not below[i + 2]
        if shifted and ends and i and below[i - 1]:
            above[i + 1], above[i] = above[i], ""
            below[i], below[i + 1] = below[i + 1], ""
            moved |= {i, i + 1}
    return moved


def _joined(levels: list[list[str]], width: int) -> list[str]:
    names = []
    spanning = [""] * len(levels)
    for i in range(width):
        parts = []
        for depth, level in enumerate(levels):
            under = any(lower[i] for lower in levels[depth + 1 :])
            if level[i]:
                spanning[depth:] = [level[i], *[""] * (len(levels) - depth - 1)]
                parts.append(level[i])
            elif under and spanning[depth]:
                parts.append(spanning[depth])
        if not parts and i and width:
            spanning = [""] * len(levels)
        names.append(JOINT.join(dict.fromkeys(parts)))
    return names
