"""What every grid's model offers to the grid view: texts to read, and writing many cells as one operation."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.actions.library import Proposal
from desktop_app.domain.changes import CellKey
from desktop_app.ui.clipboard import Block

Index = QModelIndex | QPersistentModelIndex
Cell = tuple[int, int, str]  # row, column, text

ROOT = QModelIndex()
SEVERITY_ROLE = Qt.ItemDataRole.UserRole + 1
CHOICES_ROLE = Qt.ItemDataRole.UserRole + 2


class SheetModel(QAbstractTableModel):
    """A table of texts whose every change is one operation of the workspace.

    Signals:
        leaving: other content is about to be shown; an open editor must be stored now.
    """

    leaving = Signal()
    changes_rows = False  # whether the person may insert, remove and move rows

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return False

    def text(self, row: int, column: int) -> str:
        """The text of a cell as stored."""
        raise NotImplementedError

    def editable(self, row: int, column: int) -> bool:
        """Whether the person may change the cell."""
        raise NotImplementedError

    def write(self, cells: list[Cell], name: str) -> bool:
        """Store texts as one operation called `name`; false where they could not be stored, which was said then."""
        raise NotImplementedError

    def records(self) -> int:
        """How many rows are records; rows beyond them are only an invitation to type."""
        return self.rowCount()

    def choices(self, row: int, column: int) -> list[str]:
        """The texts that a cell offers; others may be typed all the same."""
        return []

    def numbers_rows(self, column: int) -> bool:
        """Whether a column counts the rows; no row is higher for its number."""
        return False

    def proposes(self, column: int) -> bool:
        """Whether the cells of a column have wordings to propose while somebody types."""
        return False

    def proposals(self, row: int, column: int, typed: str) -> list[Proposal]:
        """Wordings for a cell, the best first."""
        return []

    def take(self, index: Index, text: str) -> bool:
        """Store a proposal that was taken."""
        return self.setData(index, text)

    def key(self, index: Index) -> CellKey | None:
        """The cell of the workspace behind an index, None where there is none yet."""
        return None

    def index_of(self, key: CellKey) -> QModelIndex:
        """Where a cell of the workspace is shown; invalid where it is not."""
        return QModelIndex()

    def paste(self, row: int, column: int, block: Block) -> bool:
        """Store a block whose first text falls into (row, column); cells that may not be changed are left out."""
        cells = [
            (row + i, column + j, text)
            for i, texts in enumerate(block)
            for j, text in enumerate(texts)
            if row + i < self.rowCount() and column + j < self.columnCount() and self.editable(row + i, column + j)
        ]
        return self.write(cells, "粘贴")

    def overflow(self, row: int, column: int, block: Block) -> str:
        """A sentence where a block pasted at (row, column) would lose texts, else ""."""
        lost = sum(
            1
            for i, texts in enumerate(block)
            for j, text in enumerate(texts)
            if text.strip() and not self._takes(row + i, column + j, text)
        )
        return f"剪贴板里有 {lost} 格内容放不下：从这里往右、往下没有足够的格子，或者那些格子不能修改。" if lost else ""

    def _takes(self, row: int, column: int, text: str) -> bool:
        if row >= self.rowCount() or column >= self.columnCount():
            return False
        return self.editable(row, column) or self.text(row, column) == text

    def fill_down(self, rows: list[int], columns: list[int]) -> bool:
        """Copy the texts of the first row into the others."""
        cells = [
            (row, column, self.text(rows[0], column))
            for row in rows[1:]
            for column in columns
            if self.editable(row, column)
        ]
        return self.write(cells, "向下填充")

    def insert_rows(self, row: int, count: int) -> bool:
        """Add records above a row."""
        raise NotImplementedError

    def delete_rows(self, rows: list[int]) -> bool:
        """Remove records."""
        raise NotImplementedError

    def move_rows(self, rows: list[int], step: int) -> bool:
        """Move records up (-1) or down (+1) by one."""
        raise NotImplementedError

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Override QAbstractItemModel.flags."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable(index.row(), index.column()) else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Override QAbstractItemModel.setData: store a typed text; a text that is there already is no operation."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        row, column, text = index.row(), index.column(), str(value)
        if text == self.text(row, column):
            return True
        return self.editable(row, column) and self.write([(row, column, text)], "")
