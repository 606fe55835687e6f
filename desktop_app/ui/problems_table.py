"""The table of problems: Enter opens the current row, Escape goes back to the page, the repair is a button."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTableView,
)

from desktop_app.ui.problems_model import DEPARTMENT, EXPECTED, FIX, FOUND, LEVEL, MESSAGE, PLACE, PROJECT

_WIDTHS = {LEVEL: 70, DEPARTMENT: 120, PROJECT: 160, PLACE: 190, EXPECTED: 90, FOUND: 100, FIX: 112}

_ROOMY = 950
_CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class ProblemsTable(QTableView):
    """A table of which Enter opens the current row; several rows can be chosen.

    Signals:
        opened: the person wants to go to the place of a row; carries its index.
        alike_wanted: all rows of the current row's rule are to be chosen.
        left: the person wants to go back to the page.
    """

    opened = Signal(QModelIndex)
    alike_wanted = Signal()
    left = Signal()

    def __init__(self, model: QAbstractItemModel, read_only: bool) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("问题列表")
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(MESSAGE, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        if not read_only:
            self.setItemDelegateForColumn(FIX, _FixDelegate(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: where there is little room, the sentence gets its share of it."""
        super().resizeEvent(event)
        width = event.size().width()
        if width != event.oldSize().width() and (width < _ROOMY or event.oldSize().width() < _ROOMY):
            for column, wanted in _WIDTHS.items():
                share = 1 if column == LEVEL else min(1, max(0.55, width / _ROOMY))
                self.setColumnWidth(column, round(wanted * share))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusInEvent: who comes by keys sees where the keyboard is."""
        super().focusInEvent(event)
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, MESSAGE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_A and event.modifiers() == _CONTROL_SHIFT:
            self.alike_wanted.emit()
        else:
            super().keyPressEvent(event)


class _FixDelegate(QStyledItemDelegate):
    """Paints the repair as a button."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Override QStyledItemDelegate.paint."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""  # type: ignore[attr-defined]
        style = option.widget.style()  # type: ignore[attr-defined]
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)  # type: ignore[attr-defined]
        if not text:
            return
        button = QStyleOptionButton()
        rect = option.rect.adjusted(4, 2, -4, -2)  # type: ignore[attr-defined]
        button.rect = rect  # type: ignore[attr-defined]
        button.text = option.fontMetrics.elidedText(  # type: ignore[attr-defined]
            text, Qt.TextElideMode.ElideRight, rect.width() - 8
        )
        button.palette = option.palette  # type: ignore[attr-defined]
        button.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Raised  # type: ignore[attr-defined]
        style.drawControl(QStyle.ControlElement.CE_PushButton, button, painter, option.widget)  # type: ignore[attr-defined]
