"""What one types into in a grid: several lines of text, or a text with a list of proposals."""

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QTextEdit, QWidget

from desktop_app.ui import clipboard
from desktop_app.ui.grid_text import MARGIN_X, MARGIN_Y

_FRAME = 2
ROOM = 12  # characters that an editor has room for in a line, however narrow its column


class TextEditor(QTextEdit):
    """Plain text that grows over the rows below while it is typed.

    Attributes:
        quick: the editor was opened by typing; then the arrow keys leave it, as in a spreadsheet.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.quick = True
        self._cell = QRect()
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)  # a file dropped anywhere is imported
        self.lay_on("palette(base)")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(MARGIN_Y - _FRAME)
        self.setViewportMargins(MARGIN_X - MARGIN_Y, 0, MARGIN_X - MARGIN_Y, 0)
        self.textChanged.connect(self._fit)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())  # known when shown

    def text(self) -> str:
        """What was typed, character by character."""
        # not toPlainText: that turns no-break spaces into spaces
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def set_text(self, text: str) -> None:
        """Show a text, all of it selected."""
        self.setPlainText(text)
        self.selectAll()

    def lay_on(self, ground: str) -> None:
        """Give the editor the ground of its cell, so that a mark stays seen while one types."""
        self.setStyleSheet(f"QTextEdit {{ border: {_FRAME}px solid palette(highlight); background: {ground}; }}")

    def align(self, alignment: Qt.AlignmentFlag) -> None:
        """Let the lines stand as the cell shows them."""
        option = self.document().defaultTextOption()
        option.setAlignment(alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
        self.document().setDefaultTextOption(option)

    def settle(self) -> None:
        """Go on from the end of the text; the arrow keys move in it."""
        self.quick = False
        self.moveCursor(QTextCursor.MoveOperation.End)

    def place(self, cell: QRect) -> None:
        """Stand over a cell."""
        self._cell = cell
        self._fit()

    def _fit(self) -> None:
        if self._cell.isNull():
            return
        area = _area(self)
        room = self.fontMetrics().horizontalAdvance("国") * ROOM
        ideal = self.fontMetrics().boundingRect(QRect(0, 0, room, 0), 0, self.text()).width() + 4 * MARGIN_X
        width = max(self._cell.width(), min(ideal, room))
        left = max(min(self._cell.left(), area.right() - width + 1), 0)
        self.resize(width, self.height())  # the height of the text depends on the width
        text_height = round(self.document().size().height() + 0.49)
        height = min(max(self._cell.height(), text_height + 2 * _FRAME), area.height())
        top = max(min(self._cell.top(), area.bottom() + 1 - height), 0)
        overfull = text_height + 2 * _FRAME > height
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if overfull else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        above = max((height - 2 * _FRAME - text_height) // 2, 0)  # where the cell shows its text
        self.setViewportMargins(MARGIN_X - MARGIN_Y, above, MARGIN_X - MARGIN_Y, 0)
        self.setGeometry(left, top, width, height)

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event: undo and redo are the program's own while nothing was typed here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Override QTextEdit.insertFromMimeData: of a copied cell its text, without a spreadsheet's quotes and ends."""
        block = clipboard.from_tsv(source.text())
        alone = len(block) == 1 and len(block[0]) == 1
        self.insertPlainText(block[0][0] if alone else source.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mousePressEvent: who clicks into the text wants to move in it."""
        self.quick = False
        super().mousePressEvent(event)


class ChoiceEditor(QComboBox):
    """A text with proposals: they complete what is typed, drop down, and bind nobody.

    Signals:
        chosen: a proposal was taken from the list.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget, choices: list[str]) -> None:
        super().__init__(parent)
        self.quick = False
        self._by_key = False
        self._line = QLineEdit()
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        self.setAcceptDrops(False)
        self._line.setAcceptDrops(False)
        self.addItems(choices)
        self.activated.connect(self._activated)

    def text(self) -> str:
        """What was typed or chosen."""
        return self.currentText()

    def set_text(self, text: str) -> None:
        """Show a text, all of it selected."""
        self.setCurrentIndex(self.findText(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive))
        self.setEditText(text)
        self._line.selectAll()

    def settle(self) -> None:
        """Go on from the end of the text."""
        self._line.end(False)

    def place(self, cell: QRect) -> None:
        """Stand over a cell, wide enough for the longest proposal."""
        metrics = self.fontMetrics()
        arrow = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) + 4 * MARGIN_X
        longest = max((metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0)
        width = max(cell.width(), longest + arrow)
        left = max(min(cell.left(), _area(self).right() - width + 1), 0)
        self.setGeometry(left, cell.top(), width, cell.height())  # all of it, else its text looks out above and below

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        self._by_key = True
        super().keyPressEvent(event)
        self._by_key = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QWidget.wheelEvent: scrolling the grid changes no text."""
        event.ignore()

    def _activated(self) -> None:
        if not self._by_key:
            self.chosen.emit()


def _area(editor: QWidget) -> QRect:
    """The room that an editor has: the visible part of the grid."""
    parent = editor.parentWidget()
    return parent.rect() if parent else QRect()
