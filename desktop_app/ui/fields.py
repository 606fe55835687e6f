"""Fields of the form: each is one cell of the workspace, stored when it is left, marked where something is wrong."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QSizePolicy, QTextEdit, QWidget

from desktop_app.actions import editing
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import Finding
from desktop_app.ui import marks, theme
from desktop_app.ui.field_keys import leaves_to_program
from desktop_app.ui.hub import Hub

_SIGN = 16
_ICON_ROOM = 40
_LEAVE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Cell:
    """The cell behind a field: its name, the text stored, when to store.

    Guarantees: the typed text is in the workspace when `commit` returned; what another operation changes is shown
    unless the person is typing here.
    """

    def __init__(self, hub: Hub, typed: Callable[[], str], show: Callable[[str], None]) -> None:
        self._hub = hub
        self._typed = typed
        self._show = show
        self._stored = ""
        self._shown = ""  # what the field made of the stored text: it may not show every character as it is
        self.key: CellKey | None = None

    @property
    def edited(self) -> bool:
        """Whether the person changed the text since it was loaded."""
        return self._typed() != self._shown

    def load(self, key: CellKey | None, text: str) -> None:
        """Be the field of `key`, which holds `text`."""
        typing = key == self.key and self.edited and text == self._stored
        same = key == self.key and text == self._stored and not self.edited
        self.key, self._stored = key, text
        if not typing and not same:
            self.revert()

    def commit(self) -> bool:
        """Store the text if the person changed it; false where it could not be stored, which was said then."""
        if self.key is None or not self.edited or self._hub.read_only:
            return True
        before, text = (self._stored, self._shown), self._typed()
        self._stored = self._shown = text
        if self._hub.run(editing.edit_cells, [(self.key, text)]) is None:
            self._stored, self._shown = before  # the text stays in the field, to be stored later
            return False
        return True

    def revert(self) -> None:
        """Show the stored text again."""
        self._show(self._stored)
        self._shown = self._typed()

    def complete(self, menu: QMenu) -> QMenu:
        """Add to a field's own context menu what can be done with any cell."""
        if self.key is not None and self._hub.cell_actions:
            menu.addSeparator()
            menu.addActions(self._hub.cell_actions)
        return menu


class LineField(QLineEdit):
    """One line of text. Enter stores and goes on to the next field, Escape takes the typing back."""

    def __init__(self, hub: Hub, name: str, least: int = 0, most: int = 0, parent: QWidget | None = None) -> None:
        """`least` and `most` are the digits that it has room for, beside its icon; 0 leaves the width free."""
        super().__init__(parent)
        self.cell = Cell(hub, self.text, self._show)
        self.setAccessibleName(name)
        self.setReadOnly(hub.read_only)
        self.setAcceptDrops(False)  # a file dropped here is for the window
        digit = self.fontMetrics().horizontalAdvance("0")
        if most:
            self.setMinimumWidth(least * digit + _ICON_ROOM)
            self.setMaximumWidth(most * digit + _ICON_ROOM)
        self._mark: QAction | None = None
        self.editingFinished.connect(self.cell.commit)

    def _show(self, text: str) -> None:
        self.setText(text)
        self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event."""
        return leaves_to_program(event, self.cell.edited) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() == Qt.Key.Key_Escape and self.cell.edited:
            self.cell.revert()
            return
        super().keyPressEvent(event)
        if event.key() in _LEAVE_KEYS:
            self.focusNextChild()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Override QWidget.contextMenuEvent."""
        menu = self.cell.complete(self.createStandardContextMenu())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def mark(self, findings: Sequence[Finding]) -> None:
        """Show what is wrong here: a tint, an icon, and the sentences as tooltip."""
        if self._mark is not None:
            self.removeAction(self._mark)
            self._mark = None
        severity = marks.worst(findings)
        tip = marks.tooltip(findings)
        if severity:
            self._mark = self.addAction(marks.icon(severity), QLineEdit.ActionPosition.TrailingPosition)
            self._mark.setToolTip(tip)
        self.setToolTip(tip)
        _tint(self, severity)


class TextField(QTextEdit):
    """Some lines of plain text; as high as its text within limits, or as high as there is room without limits.

    Enter begins a new line, Ctrl+Enter stores and goes on, Tab goes to the next field, Escape takes the typing back.

    Signals:
        grown: the height wanted has changed.
    """

    grown = Signal()

    def __init__(
        self, hub: Hub, name: str, lines: tuple[int, int] | None = (1, 4), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.cell = Cell(hub, self._typed, self._show)
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setReadOnly(hub.read_only)
        self.setAcceptDrops(False)  # a file dropped here is for the window
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines = lines
        self._height = 0
        self._sign = QLabel(self)
        self._sign.hide()
        self.document().setDocumentMargin(3)
        if lines:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.textChanged.connect(self._fit)

    def _typed(self) -> str:
        # not toPlainText: that turns no-break spaces into spaces
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event."""
        return leaves_to_program(event, self.cell.edited) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() == Qt.Key.Key_Escape and self.cell.edited:
            self.cell.revert()
        elif event.key() in _LEAVE_KEYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.cell.commit()
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusOutEvent."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # its own context menu is no leaving
            self.cell.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        self._sign.move(self.viewport().geometry().right() + 4, 6)  # beside the scroll bar and not under it
        if event.oldSize().width() != event.size().width():
            self._fit()

    def show_paragraph(self, number: int) -> None:
        """Put the cursor at the beginning of a paragraph, counted from 0, and mark it until another text is shown."""
        block = self.document().findBlockByNumber(min(number, self.document().blockCount() - 1))
        self.setTextCursor(QTextCursor(block))
        top = round(self.document().documentLayout().blockBoundingRect(block).top())
        self.verticalScrollBar().setValue(max(top - self.viewport().height() // 3, 0))
        marked = QTextEdit.ExtraSelection()
        marked.cursor = self.textCursor()  # type: ignore[attr-defined]
        marked.cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)  # type: ignore[attr-defined]
        palette = QApplication.palette()
        ground = theme.blend(
            marks.tint(marks.REVIEW, palette), marks.colour(marks.REVIEW), 0.6 if theme.dark(palette) else 0.22
        )
        marked.format.setBackground(ground)  # type: ignore[attr-defined]
        self.setExtraSelections([marked])

    def _show(self, text: str) -> None:
        self.setExtraSelections([])
        self.setPlainText(text)

    def _wanted(self, least: int, most: int) -> int:
        line = self.fontMetrics().lineSpacing()
        frame = 2 * self.frameWidth() + 2 * round(self.document().documentMargin()) + 2
        text = round(self.document().size().height()) - 2 * round(self.document().documentMargin())
        return min(max(text, line * least), line * most) + frame

    def _fit(self) -> None:
        if self._lines is None:
            return
        wanted = self._wanted(*self._lines)
        if wanted != self._height:
            self._height = wanted
            self.setFixedHeight(wanted)
            self.grown.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Override QWidget.contextMenuEvent."""
        menu = self.cell.complete(self.createStandardContextMenu())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def mark(self, findings: Sequence[Finding]) -> None:
        """Show what is wrong here: a tint, an icon, and the sentences as tooltip."""
        severity = marks.worst(findings)
        self.setToolTip(marks.tooltip(findings))
        self._sign.setVisible(bool(severity))
        if not severity:
            self.setExtraSelections([])
        self.setViewportMargins(0, 0, _SIGN + 6 if severity else 0, 0)
        if severity:
            self._sign.setPixmap(marks.icon(severity).pixmap(_SIGN, _SIGN))
            self._sign.adjustSize()
        _tint(self, severity)


def _tint(field: QWidget, severity: str) -> None:
    # by style sheet: a palette set before the first showing is lost where the program has a style sheet
    ground = marks.tint(severity, QApplication.palette()).name() if severity else ""
    sheet = f"{type(field).__name__} {{ background: {ground}; }}" if ground else ""
    if field.styleSheet() != sheet:
        field.setStyleSheet(sheet)
