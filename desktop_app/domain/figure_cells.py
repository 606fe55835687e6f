"""Cells of the budget tables found by the labels of their rows and the heads of their columns."""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from desktop_app.domain import amounts
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.table_labels import bare, fold_head

_AMOUNT = re.compile(r"[\d０-９.,，．\s-]+")
_SUMS = ("合计", "总计")


class Place(NamedTuple):
    """Where a figure stands: number of the budget table, the labels of its row, the heads of its column, folded."""

    table: int
    rows: tuple[str, ...]
    heads: tuple[str, ...]


class Source(NamedTuple):
    """A cell that a figure comes from: its path as in `dump`, what it is called, its text, and its key."""

    path: str
    name: str
    text: str
    key: CellKey | None = None


@dataclass(slots=True)
class Sheet:
    """A budget table with its labels and heads folded."""

    table: BudgetTable
    labels: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    heads: list[tuple[str, str]] = field(default_factory=list)
    known: dict[tuple[str, Place], Any] = field(default_factory=dict)  # what was found already

    @classmethod
    def of(cls, table: BudgetTable) -> "Sheet":
        """Fold what stands in a table; amounts are no labels, codes are."""
        sheet = cls(table, {}, [_names(column) for column in table.columns])
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells):
                text = cell.strip()
                if text and (text.isdigit() or not _AMOUNT.fullmatch(text)):
                    sheet.labels.setdefault(text if text.isdigit() else bare(text), []).append((r, c))
        return sheet

    def find(self, place: Place) -> tuple[int, int, str] | None:
        """Row and column of a figure and what its cell is called, None where the table has no such cell.

        That is the column of the head nearest to the right of the label; or, in a table that names in its heads what
        others name in rows, the column of that name in the row of the sum.
        """
        for label in place.rows:
            for row, column in self.labels.get(label, ()):
                for c in range(column + 1, len(self.heads)):
                    if any(head in place.heads for head in self.heads[c]):
                        return row, c, self._called(label if not label.isdigit() else place.rows[-1], c)
        names = [name for name in place.rows if name not in _SUMS]
        columns = [c for c, heads in enumerate(self.heads) if any(head in names for head in heads)]
        rows = [spot[0] for label in _SUMS for spot in self.labels.get(label, ())]
        rows = rows or ([0] if len(self.table.rows) == 1 else [])
        return (rows[0], columns[0], self._called(_SUMS[0], columns[0])) if columns and rows else None

    def _called(self, label: str, column: int) -> str:
        """What a cell is called: its row, and its column where that says more than 预算数."""
        head = self.heads[column][0]
        return label if head in (*_SUMS, "预算数", "金额") else f"{label} {head}"

    def source(self, row: int, column: int, called: str) -> Source:
        """The cell as a source."""
        table = self.table
        name = f"表{table.no}“{called}”" + (f"（{table.owner}）" if table.owner else "")
        record = table.rows[row]
        key = CellKey("budget_row", record.id, f"c{column + 1}") if record.id else None
        return Source(f"budget_tables[{table.no}].rows[{row}][{column}]", name, record.cells[column], key)

    def fen(self, text: str) -> int | None:
        """The amount of a cell in 0.01 元; blank is 0, None where it is no amount or the measure tells none."""
        if not text.strip():
            return 0
        return amounts.parse_amount(text, self._per) if self._per else None

    def why_unknown(self, source: Source) -> str:
        """What a person should know of a cell whose amount is not known."""
        if self._per:
            return f"{source.name}写作“{source.text}”，不是数字"
        return f"{source.name}的金额单位是“{self.table.measure}”，不能与以万元为单位的数字核对"

    @property
    def _per(self) -> int | None:
        """What is printed in a greater measure than 万元 is rounded too coarsely for a text."""
        per = amounts.fen_per(self.table.measure)
        return per if per is not None and per <= amounts.FEN_PER_WAN else None


def _names(column: str) -> tuple[str, str]:
    """What a column is called: the last step of its head, and all steps together."""
    head = fold_head(column)
    return bare(head.rpartition("/")[2]), bare(head.replace("/", ""))
