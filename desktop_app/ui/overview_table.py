"""A table of the overview: read, opened, copied into WPS."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from desktop_app.actions.overview_tables import MONEY, NOWHERE, TEXT, SummaryTable
from desktop_app.ui import clipboard, tables

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MEASURED = 60  # rows whose texts tell how wide a column is
_LEAST, _AROUND = 96, 26  # pixels: of a column of words, and beside every text


class SummaryModel(QAbstractTableModel):
    """The rows of one table, its total last in bold."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = SummaryTable("", (), ())

    def load(self, table: SummaryTable) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractTableModel.rowCount."""
        return 0 if parent.isValid() else self.table.height

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractTableModel.columnCount."""
        return 0 if parent.isValid() else len(self.table.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractTableModel.data."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._shown(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and self.table.kinds[column] != TEXT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and row == len(self.table.lines):
            font = QGuiApplication.font()
            font.setBold(True)
            return font
        return None

    def _shown(self, row: int, column: int) -> str:
        """A value; a count of nothing is left blank in the rows, so that figures stand out."""
        text = self.table.text(row, column)
        blank = row < len(self.table.lines) and self.table.lines[row].values[column] == 0
        return "" if blank else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractTableModel.headerData."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.table.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.head(section)
        if role == Qt.ItemDataRole.TextAlignmentRole and self.table.kinds[section] != TEXT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def head(self, column: int) -> str:
        """What stands above a column."""
        return self.table.heads[column] + ("（万元）" if self.table.kinds[column] == MONEY else "")


class SummaryView(QTableView):
    """The table. Enter and a double click open a row; Ctrl+C copies what is selected, with its heads where it is all.

    Signals:
        opened: a row is to be gone to; carries its target.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = SummaryModel(self)
        self.setModel(self.summary)
        tables.dress(self)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def show_table(self, table: SummaryTable) -> None:
        """Show a table; the same table with other figures keeps the place and the widths that it has."""
        before, at = self.summary.table, self.currentIndex()
        same = (before.name, before.heads) == (table.name, table.heads)
        row, column = (at.row(), at.column()) if same and at.isValid() else (0, 0)
        scrolled = self.verticalScrollBar().value() if same else 0
        self.summary.load(table)
        self.setAccessibleName(table.name)
        if not same:
            self._fit()
        self.setCurrentIndex(self.summary.index(min(row, table.height - 1), column))
        self.verticalScrollBar().setValue(scrolled)

    def _fit(self) -> None:
        """Make columns as wide as their texts, within reason; those of words share the room that the others leave."""
        table, kinds = self.summary.table, self.summary.table.kinds
        measured = [*range(min(table.height, _MEASURED)), table.height - 1] if table.height else []
        advance = self.fontMetrics().horizontalAdvance  # asking the style for each cell takes ten times as long
        texts = [[self.summary.head(c), *(table.text(row, c) for row in measured)] for c in range(len(kinds))]
        wanted = [min(max(map(advance, column)) + _AROUND, tables.WIDEST) for column in texts]
        words = [column for column, kind in enumerate(kinds) if kind == TEXT]
        room = self.viewport().width() - sum(w for w, kind in zip(wanted, kinds, strict=True) if kind != TEXT)
        asked = sum(wanted[column] for column in words)
        for column in words:
            wanted[column] = max(wanted[column] * room // asked, _LEAST) if asked else wanted[column]
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def copy(self, everything: bool = False) -> None:
        """Put the selected block, or all with its heads, onto the clipboard: names as texts, figures as numbers."""
        chosen = self.selectionModel().selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        if everything or not chosen:
            rows, columns = list(range(self.summary.rowCount())), list(range(self.summary.columnCount()))
        table = self.summary.table
        block = [[table.text(row, column) for column in columns] for row in rows]
        if len(rows) == self.summary.rowCount():
            block.insert(0, [self.summary.head(column) for column in columns])
        numbers = {at for at, column in enumerate(columns) if table.kinds[column] != TEXT}
        QGuiApplication.clipboard().setMimeData(clipboard.to_mime(block, numbers))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.summary.table.lines) and self.summary.table.lines[row].target != NOWHERE:
            self.opened.emit(self.summary.table.lines[row].target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)
