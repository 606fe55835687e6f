"""A grid of texts with the keys, the editing and the row heights of a spreadsheet."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QTableView, QWidget

from desktop_app.domain.changes import CellKey
from desktop_app.ui.grid_columns import ColumnWidths
from desktop_app.ui.grid_delegate import GridDelegate
from desktop_app.ui.grid_editors import ChoiceEditor
from desktop_app.ui.grid_keys import STEPS, plain_modifiers
from desktop_app.ui.grid_sheet import Index, SheetModel

_FIT_LATER_MS = 40


class SheetView(QTableView):
    """A grid of texts with the keys of a spreadsheet.

    Guarantees: what was typed is in the workspace when `commit_open_editor` returned true; every paste, clearing, fill
    and change of rows is one operation; each row is as high as its longest text.
    """

    def __init__(self, sheet: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.setModel(sheet)
        self.delegate = GridDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)  # the delegate draws lines that can be seen on dark ground too
        self.setEditTriggers(QTableView.EditTrigger.AnyKeyPressed)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setHighlightSections(False)
        self._tab_from: int | None = None
        self._drop = False
        self._fit_timer = QTimer(self, singleShot=True, interval=_FIT_LATER_MS)
        self._fit_timer.timeout.connect(self.fit_rows)
        self.columns = ColumnWidths(self)
        self.columns.changed.connect(self.fit_rows)
        self._actions: list[QAction] = []
        self._allowed: list[QAction] = []
        self.cell_actions: list[QAction] = []  # what the window can do with any cell; in the context menu too
        self.delegate.leave.connect(self.go)
        sheet.leaving.connect(self.commit_open_editor)
        sheet.modelReset.connect(self._begin)
        sheet.layoutChanged.connect(lambda *_: self.fit_rows())
        sheet.rowsInserted.connect(lambda _parent, first, last: self.fit_rows(first, last))
        sheet.dataChanged.connect(self._fit_changed)

    def set_actions(self, actions: list[QAction]) -> None:
        """Offer actions in the context menu; their keys work while the grid has the keyboard.

        While the grid is not shown they are disabled: from the window's menu they would change what nobody sees.
        """
        self._actions = actions
        self._allowed = [action for action in actions if action.isEnabled()]
        self.addActions(actions)
        self._enable(self.isVisible())

    def _enable(self, on: bool) -> None:
        for action in self._allowed:
            action.setEnabled(on)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent."""
        super().showEvent(event)
        self._enable(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Override QWidget.hideEvent."""
        super().hideEvent(event)
        self._enable(False)

    def grid_actions(self) -> list[QAction]:
        """The actions of the context menu, separators among them; their object names stay the same."""
        return list(self._actions)

    # Rows as high as their texts

    def fit_rows(self, first: int = 0, last: int | None = None) -> None:
        """Make rows as high as their longest text, but not under a pressed mouse button: a click must hit its row."""
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._fit_timer.start()
            return
        columns = range(self.sheet.columnCount())
        widths = [self.columnWidth(column) for column in columns]
        for row in range(first, self.sheet.rowCount() if last is None else last + 1):
            height = max(self.delegate.height(self.sheet.index(row, column), widths[column]) for column in columns)
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)

    def _fit_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if not all(self.sheet.numbers_rows(column) for column in range(first.column(), last.column() + 1)):
            self.fit_rows(first.row(), last.row())

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: another font needs other heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.delegate.font_changed()
            self.columns.share_out()

    def _begin(self) -> None:
        """Show other content from its beginning."""
        self.fit_rows()
        self.scrollToTop()
        columns = range(self.sheet.columnCount())
        first = next((column for column in columns if self.sheet.rowCount() and self.sheet.editable(0, column)), 0)
        self.make_current(self.sheet.index(0, first))

    # The editor

    def start_edit(self, drop: bool = False) -> None:
        """Edit the current cell where its text ends; with `drop`, drop its proposals down."""
        index = self.currentIndex()
        if not index.flags() & Qt.ItemFlag.ItemIsEditable or self.delegate.editor is not None:
            return
        self.scrollTo(index)
        self.edit(index)
        if self.delegate.editor is not None:
            self.delegate.editor.settle()
            if drop and isinstance(self.delegate.editor, ChoiceEditor):
                self.delegate.editor.showPopup()

    def commit_open_editor(self) -> bool:
        """Store what is typed in an open editor and close it; false where that failed and the editor stays open."""
        if self.delegate.editor is None:
            return True
        QGuiApplication.inputMethod().commit()
        return self.delegate.editor is None or self.delegate.finish(self.delegate.editor)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Override QAbstractItemView.inputMethodEvent: what is committed without composing (，or ！) is typed as well.

        Qt opens an editor for it and lets the text fall; a composition it passes on itself.
        """
        if self.delegate.editor is None and event.commitString() and not event.preeditString():
            index = self.currentIndex()
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
                if self.delegate.editor is not None:
                    QApplication.sendEvent(self.delegate.editor, event)
            return
        super().inputMethodEvent(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Override QAbstractItemView.inputMethodQuery: the candidates stand below the cell and not over it.

        Qt gives the cell's place without the headers beside it.
        """
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return self.visualRect(self.currentIndex()).translated(self.viewport().pos())
        return super().inputMethodQuery(query)

    def keyboardSearch(self, search: str) -> None:
        """Override QAbstractItemView.keyboardSearch: typing in a cell that cannot be edited goes nowhere."""

    # Moving

    def go(self, rows: int, columns: int, wrap: bool) -> bool:
        """Make the cell that many rows and columns away current; with `wrap` go on in the next row at the end.

        False where `wrap` leads out of the grid.
        """
        index = self.currentIndex()
        if not index.isValid():
            return False
        if wrap:
            return self._tab(index, columns)
        column = index.column() + columns
        if rows and self._tab_from is not None:
            column, self._tab_from = self._tab_from, None  # Enter after some Tabs: on to the next record
        row = min(max(index.row() + rows, 0), self.sheet.rowCount() - 1)
        self.make_current(self.sheet.index(row, min(max(column, 0), self.sheet.columnCount() - 1)))
        return True

    def _tab(self, index: QModelIndex, step: int) -> bool:
        width = self.sheet.columnCount()
        at = index.row() * width + index.column() + step
        while 0 <= at < width * self.sheet.rowCount():
            row, column = divmod(at, width)
            if self.sheet.read_only or self.sheet.editable(row, column):
                tab_from = index.column() if self._tab_from is None else self._tab_from
                self.make_current(self.sheet.index(row, column))
                self._tab_from = tab_from
                return True
            at += step
        return False

    def make_current(self, index: QModelIndex) -> None:
        """Make a cell current and the only selected one, whatever keys are held, and show it."""
        # not setCurrentIndex: with Ctrl held, as in most of our shortcuts, that would leave the selection as it was
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Override QAbstractItemView.currentChanged."""
        super().currentChanged(current, previous)
        self._tab_from = None
        for index in (previous, current):
            self.update(index)  # frame and arrow are painted by whether a cell is current

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusInEvent."""
        super().focusInEvent(event)
        self.update(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusOutEvent."""
        super().focusOutEvent(event)
        self.update(self.currentIndex())

    def go_to(self, key: CellKey) -> bool:
        """Make a cell of the workspace current and give it the keyboard; false where it is not shown."""
        index = self.sheet.index_of(key)
        if not index.isValid() or not self.commit_open_editor():
            return False
        self.make_current(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def current_key(self) -> CellKey | None:
        """The cell of the workspace that is current."""
        return self.sheet.key(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QAbstractItemView.keyPressEvent."""
        if self.delegate.editor is not None:
            # the keyboard is still here while an input method composes the first characters
            if self.hasFocus():
                QApplication.sendEvent(self.delegate.editor, event)
            else:
                event.ignore()
            return
        step = STEPS.get((event.key(), plain_modifiers(event)))
        if step is None:
            super().keyPressEvent(event)
        else:
            event.setAccepted(self.go(*step))

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QAbstractItemView.mousePressEvent."""
        index = self._index_at(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._drop = left and index.isValid() and index == self.currentIndex() and self._on_arrow(index, event)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override QAbstractItemView.mouseReleaseEvent."""
        super().mouseReleaseEvent(event)
        if self._drop:  # not at the press: the release would choose from the list that is dropped down
            self._drop = False
            self.start_edit(drop=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override QAbstractItemView.mouseDoubleClickEvent."""
        super().mouseDoubleClickEvent(event)
        self._drop = event.button() == Qt.MouseButton.LeftButton and self._index_at(event).isValid()

    def _index_at(self, event: QMouseEvent) -> QModelIndex:
        return self.indexAt(event.position().toPoint())

    def _on_arrow(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if not self.sheet.choices(index.row(), index.column()):
            return False
        return self.delegate.arrow_rect(self.visualRect(index)).contains(event.position().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Override QWidget.contextMenuEvent."""
        menu = QMenu(self)
        menu.addActions(self._actions)
        if self.cell_actions:
            menu.addSeparator()
            menu.addActions(self.cell_actions)
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft() + QPoint(8, 0))
        self.show_menu(menu, at)
        menu.deleteLater()

    def show_menu(self, menu: QMenu, at: QPoint) -> None:
        """Show the context menu and do what is chosen."""
        menu.exec(at)
