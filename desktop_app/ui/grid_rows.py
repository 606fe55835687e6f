"""Rows that come, go, move and change under the eyes of a grid view."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject, Qt

from desktop_app.domain.findings import Finding
from desktop_app.ui import marks
from desktop_app.ui.clipboard import Block
from desktop_app.ui.grid_sheet import ROOT, Index, SheetModel


@dataclass(slots=True, frozen=True)
class Row:
    """One row as shown: its texts, the findings of each cell; the id is "" in the row that invites to type.

    `repeats` says how many of the first columns say the same as in the row above.
    """

    id: str
    texts: tuple[str, ...]
    findings: tuple[tuple[Finding, ...], ...]
    repeats: int = 0


def inviting(columns: int) -> Row:
    """A blank row that is no record yet."""
    return Row("", ("",) * columns, ((),) * columns)


def fitting(block: Block, columns: int, records: int) -> Block:
    """A block without what has no column, and without blank rows at its end where they would be no `records`."""
    kept = [texts[:columns] for texts in block]
    while len(kept) > max(records, 0) and not any(kept[-1]):
        kept.pop()
    return kept


def plain_head(heads: Sequence[str], tips: Sequence[str], column: int, role: int) -> object:
    """What the head of a column gives for a role: its words, and as tooltip what the column is for."""
    if role == Qt.ItemDataRole.DisplayRole:
        return heads[column]
    return marks.rich([tips[column]]) if role == Qt.ItemDataRole.ToolTipRole else None


def _differing(one: Row, other: Row) -> tuple[int, int]:
    """The first and the last column in which two rows show something else; all where more than texts differs."""
    columns: Sequence[int] = range(len(other.texts))
    if (one.findings, one.repeats, len(one.texts)) == (other.findings, other.repeats, len(other.texts)):
        columns = [column for column in columns if one.texts[column] != other.texts[column]] or columns
    return columns[0], columns[-1]


class RowsModel(SheetModel):
    """Rows with ids. Selection, current cell and an open editor stay with their record whatever happens around it."""

    def __init__(self, columns: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows: list[Row] = []

    def rowCount(self, parent: Index = ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Override QAbstractItemModel.columnCount."""
        return 0 if parent.isValid() else self._columns

    def text(self, row: int, column: int) -> str:
        """Override SheetModel.text."""
        return self._rows[row].texts[column]

    def head(self, column: int, role: int) -> object:
        """What the head of a column gives for a role."""
        raise NotImplementedError

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.headerData: rows are numbered, the one that invites to type has a sign."""
        if orientation == Qt.Orientation.Horizontal:
            return self.head(section, role)
        inviting = section < len(self._rows) and not self._rows[section].id
        return ("＋" if inviting else str(section + 1)) if role == Qt.ItemDataRole.DisplayRole else None

    def show_rows(self, wanted: list[Row]) -> None:
        """Bring the shown rows to the wanted ones, telling the view of each row that came, went, moved or changed."""
        ids = [row.id for row in wanted]
        self._remove_all_but(set(ids))
        known = {row.id for row in self._rows}
        self._reorder([row_id for row_id in ids if row_id in known])
        self._make_room(ids)
        changed = [i for i, (old, new) in enumerate(zip(self._rows, wanted, strict=True)) if old != new]
        before, self._rows = self._rows, wanted
        spans = [_differing(before[row], wanted[row]) for row in changed]
        for _, run in groupby(enumerate(changed), key=lambda pair: (pair[1] - pair[0], spans[pair[0]])):
            numbers, rows = zip(*run, strict=True)
            left, right = spans[numbers[0]]
            self.dataChanged.emit(self.index(rows[0], left), self.index(rows[-1], right))

    def _remove_all_but(self, kept: set[str]) -> None:
        for i in range(len(self._rows) - 1, -1, -1):
            if self._rows[i].id not in kept:
                self.beginRemoveRows(ROOT, i, i)
                del self._rows[i]
                self.endRemoveRows()

    def _reorder(self, ids: list[str]) -> None:
        if [row.id for row in self._rows] == ids:
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        at = {row_id: i for i, row_id in enumerate(ids)}
        new = [self.index(at[self._rows[index.row()].id], index.column()) for index in old]
        self._rows.sort(key=lambda row: at[row.id])
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _make_room(self, ids: list[str]) -> None:
        """Insert blank rows where new records will stand; at the end they come after the row that was typed into."""
        known = {row.id for row in self._rows}
        at = 0
        while at < len(ids):
            end = at
            while end < len(ids) and ids[end] not in known:
                end += 1
            if end > at:
                first = at + 1 if at < len(self._rows) and not self._rows[at].id else at
                self.beginInsertRows(ROOT, first, first + end - at - 1)
                self._rows[first:first] = [inviting(self._columns)] * (end - at)
                self.endInsertRows()
            at = end + 1
