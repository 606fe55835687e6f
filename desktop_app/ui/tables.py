"""A table to read, for dialogs."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QTableWidget, QTableWidgetItem

WIDEST = 260
LEAST_ROWS = 2  # the heading among them; on a low screen a table gives way before fields and buttons do


def read_only(headers: list[str], rows: list[list[str]], *stretch: int) -> QTableWidget:
    """A table of texts; the columns `stretch` take the room that is left, and every text is its own tooltip."""
    table = QTableWidget(0, len(headers))
    table.setHorizontalHeaderLabels(headers)
    dress(table)
    header = table.horizontalHeader()
    for column in stretch:
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    fill(table, rows)
    return table


def dress(table: QTableView) -> None:
    """Give a table that is only read its looks."""
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 12)
    table.setMinimumHeight(LEAST_ROWS * table.verticalHeader().defaultSectionSize())
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def fill(table: QTableWidget, rows: list[list[str]]) -> None:
    """Put other rows into the table, and make the columns as wide as their texts, within reason."""
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
    for column in range(table.columnCount()):
        table.resizeColumnToContents(column)
        table.setColumnWidth(column, min(table.columnWidth(column) + 12, WIDEST))


def align_right(table: QTableWidget, columns: Iterable[int]) -> None:
    """Put the figures of these columns at the right."""
    for column in columns:
        head = table.horizontalHeaderItem(column)
        if head is not None:
            head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for row in range(table.rowCount()):
            item = table.item(row, column)
            if item is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
