"""Rows of cells with their place in the source: what every reader yields and every grammar takes."""

from dataclasses import dataclass
from functools import lru_cache

from desktop_app.domain.folding import packed

LONGEST_LABEL = 40


@dataclass(slots=True)
class Row:
    """One row of a table (`table`) or one line of running text (one cell).

    `line` and `last` are the first and last line of the source, counted from 1. `gap`: a blank line stood before it.
    `heading`: the source itself marks it as a heading. `doubt` says why the reader is not sure of the cells ("" where
    it is), `doubt_at` of which cell, None for all. `columns` are the columns of a workbook that the cells stand in,
    counted from 0; () where the source has none or where the cells are the columns. `exact`: the source itself shows
    where the paragraph ends, or that the row stands in one table with the row before it. `places` are first and last
    line of each cell where the cells have lines of their own; () where all stand in the lines of the row.
    `torn` says why a line of running text may be lost or moved here ("" where nothing shows it).
    """

    line: int
    last: int
    cells: list[str]
    table: bool = True
    gap: bool = False
    heading: bool = False
    doubt: str = ""
    doubt_at: int | None = None
    columns: tuple[int, ...] = ()
    exact: bool = False
    places: tuple[tuple[int, int], ...] = ()
    torn: str = ""

    @property
    def text(self) -> str:
        """All that stands in the row, for a person to read."""
        return " ".join(cell for cell in self.cells if cell)

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells)

    @property
    def place(self) -> tuple[int, int]:
        """First and last line of the source."""
        return self.line, self.last


@dataclass(slots=True)
class Cell:
    """One cell with its lines of text, its lines of the source, and whether a blank line stood before it."""

    texts: list[str]
    line: int
    last: int
    gap: bool

    @property
    def text(self) -> str:
        """The whole text of the cell."""
        return self.texts[0] if len(self.texts) == 1 else "\n".join(self.texts).strip()

    def go_on(self, row: Row) -> None:
        """Add a line of text that belongs to the cell."""
        self.texts.append(row.text)
        self.last = row.last


def only_cell(row: Row) -> str | None:
    """The text of a row that is one cell, begun by the delimiter or not; None for wider rows and for running text."""
    if not row.table or len(row.cells) > 2 or (len(row.cells) == 2 and row.cells[0]):
        return None
    return row.cells[-1]


_packed = lru_cache(maxsize=8192)(packed)


def fold(text: str) -> str:
    """`text` without blanks and with half-width signs, for comparing; a long text comes back as it is."""
    return _packed(text) if len(text) <= 2 * LONGEST_LABEL else text
