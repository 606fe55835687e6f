"""Cells that know their left and right edges -> rows of one width: a merged cell has its text in its first place.

Word and PDF tables both come as such boxes. Edges that are meant to be the same differ a little from row to row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_app.errors import UserError
from desktop_app.importers import lines
from desktop_app.importers.cells import Row

MOST_CELLS = 2_000_000
_MERGED = "这一格与上一行是合并的一格，文字只算在上一行"


@dataclass(slots=True)
class Box:
    """One cell. `covered`: it is part of the merged cell above it, so its own text is "". Edges in any one unit."""

    left: float
    right: float
    text: str
    covered: bool = False


@dataclass(slots=True)
class BoxRow:
    """The cells of one row with its first and last line of the source. `doubt` as in `Row`."""

    line: int
    last: int
    boxes: list[Box]
    doubt: str = ""


def table_rows(rows: Sequence[BoxRow], near: float, where: str = "") -> list[Row]:
    """The rows of one table. Edges that are less than `near` apart are the same.

    Rows at the top and at the bottom that are one cell as wide as the table are text around it, and so are rows that
    hold nothing but the owner and the measure. Raises UserError for a table with more cells than any document has.
    """
    _align(rows)
    starts = _clusters(sorted({box.left for row in rows for box in row.boxes}), near)
    width = max(starts.values(), default=-1) + 1
    if len(rows) * width > MOST_CELLS:
        raise UserError("文件里有一张表格太大，没有读取", where, "请确认来源是否可靠，或把它分成几个文件再导入")
    body = [i for i, row in enumerate(rows) if len(row.boxes) > 1]
    first, last = (body[0], body[-1]) if body else (0, len(rows))
    done: list[Row] = []
    for i, row in enumerate(rows):
        outside = body and len(row.boxes) == 1 and not first < i < last
        if outside or _caption(row):
            done += _texts(row)
        else:
            done.append(_cells(row, starts, width))
            done[-1].exact = len(done) > 1 and done[-2].table
    return done


def _align(rows: Sequence[BoxRow]) -> None:
    """Give each row the edges of the row above, where it has as many cells and each lies under its own."""
    for above, row in pairwise(rows):
        pairs = list(zip(above.boxes, row.boxes, strict=False))
        if len(above.boxes) == len(row.boxes) and all(_under(upper, lower) for upper, lower in pairs):
            for upper, lower in pairs:
                lower.left, lower.right = upper.left, upper.right


def _under(upper: Box, lower: Box) -> bool:
    most = min(upper.right - upper.left, lower.right - lower.left) / 3
    return abs(upper.left - lower.left) < most and abs(upper.right - lower.right) < most


def _clusters(edges: list[float], near: float) -> dict[float, int]:
    """Edge -> the number of its column; neighbours closer than `near` have one number."""
    numbers: dict[float, int] = {}
    begin = 0.0
    for edge in edges:
        if not numbers or edge - begin >= near:
            numbers[edge] = numbers[max(numbers)] + 1 if numbers else 0
            begin = edge
        else:
            numbers[edge] = numbers[begin]
    return numbers


def _caption(row: BoxRow) -> bool:
    """Whether the row says whose the table is and in what the money is counted, and nothing else."""
    texts = [box.text for box in row.boxes if box.text]
    return 0 < len(texts) <= 3 and all(lines.measure(text) or lines.owner(text) for text in texts)


def _texts(row: BoxRow) -> list[Row]:
    texts = [text for box in row.boxes for text in box.text.split("\n") if text.strip()]
    return [Row(row.line, row.last, [text.strip()], False, exact=True) for text in texts]


def _cells(row: BoxRow, starts: dict[float, int], width: int) -> Row:
    """The cells in their columns. A covered cell that is not at the row's beginning may be meant for this row too."""
    cells = [""] * width
    doubt, doubt_at, leading = row.doubt, None, True
    for box in row.boxes:
        column = starts[box.left]
        leading = leading and (box.covered or not box.text)
        if box.covered and not leading and not doubt:
            doubt, doubt_at = _MERGED, column
        cells[column] = "\n".join(filter(None, (cells[column], box.text)))
    return Row(row.line, row.last, cells, True, False, False, doubt, doubt_at)
