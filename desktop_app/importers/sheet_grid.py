"""What every reader of tables yields: sheets of cells, wherever they come from (Excel, HTML, XML, delimited text)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from desktop_app.domain.traces import Lines

SHEET, TABLE, TEXT = "sheet", "table", "text"
MOST_CELLS = 6_000_000
WIDEST = 16_384  # what Excel has

Place = tuple[int, int]
"""Row and column of a cell, counted from 0."""
Range = tuple[Place, Place]
"""First and last cell of a merged block."""


class Shown(NamedTuple):
    """How a number is printed: its decimals (None: those it has), with commas or not, the text behind it."""

    decimals: int | None
    commas: bool
    behind: str


def _none() -> Mapping[Place, Any]:
    return {}


@dataclass(slots=True)
class Grid:
    """The cells of one sheet, row by row, each row made when it is taken and all of one width.

    `merged` are the blocks of which only the first cell holds a text. `lines` are the lines of the source of each row,
    as far as rows were taken; None where the rows are the lines. `percents` looks up which cells with a number are
    printed as percentages, and with how many decimals, `shown` which are printed in another way of their own. `lost`
    are cells in which something stands that cannot be read, with the reason. `hidden` counts hidden rows. `strange`
    are lines (of the sheet, or of `lines`) that were not read as they stand, and why; whole once all rows were taken.
    """

    height: int
    rows: Iterator[list[Any]]
    merged: list[Range] = field(default_factory=list)
    lines: list[Lines] | None = None
    percents: Callable[[], Mapping[Place, int]] = _none
    shown: Callable[[], Mapping[Place, Shown]] = _none
    lost: Mapping[Place, str] = field(default_factory=dict)
    hidden: int = 0
    strange: list[tuple[int, str]] = field(default_factory=list)

    def place(self, row: int) -> Lines:
        """The first and last line that a row takes up in its sheet, counted from 1."""
        return self.lines[row] if self.lines is not None else (row + 1, row + 1)


@dataclass(slots=True)
class Sheet:
    """A sheet of a file. `open` reads its cells and raises UserError where it is broken or too big.

    `kind` is SHEET, TABLE for a table among running text, or TEXT for the text: a row a paragraph. `headings` are the
    rows of a TEXT that the source marks as headings.
    """

    name: str
    open: Callable[[], Grid]
    kind: str = SHEET
    hidden: bool = False
    headings: frozenset[int] = frozenset()
