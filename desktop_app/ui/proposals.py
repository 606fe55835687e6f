"""The list of wordings that drops down under a cell while somebody types into it.

The list never takes the keyboard: the keys go to the editor, and the delegate asks here first.
"""

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.actions.library import Proposal
from desktop_app.ui import marks, theme
from desktop_app.ui.grid_editors import TextEditor

Index = QModelIndex | QPersistentModelIndex
Source = Callable[[str], list[Proposal]]  # the proposals for what is typed

WAIT_MS = 15  # keys that come faster are answered together
_MOST_ROWS = 8
_LEAST, _MOST = 300, 560  # pixels of width
_MARGIN = 5
_ROOT = QModelIndex()


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Proposal] = []

    def load(self, rows: list[Proposal]) -> None:
        """Show other proposals."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return marks.rich([row.text, " · ".join(part for part in (row.detail, row.source) if part)])
        if role == Qt.ItemDataRole.UserRole:
            return row
        return row.text if role == Qt.ItemDataRole.DisplayRole else None


class _Painter(QStyledItemDelegate):
    """The wording with what was typed marked, and at the right where it is from."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Override QStyledItemDelegate.sizeHint."""
        return QSize(_LEAST, option.fontMetrics.height() + 2 * _MARGIN)  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate.paint."""
        row: Proposal = index.data(Qt.ItemDataRole.UserRole)
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        widget: QWidget = option.widget  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        rect = QRect(option.rect)  # type: ignore[attr-defined]
        widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget)
        ink = palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        pale = theme.blend(palette.color(QPalette.ColorRole.Highlight), ink, 0.8) if selected else marks.pale(palette)
        inner = rect.adjusted(_MARGIN + 2, 0, -_MARGIN - 2, 0)
        painter.save()
        metrics = painter.fontMetrics()
        small = QFont(painter.font())
        small.setPointSizeF(small.pointSizeF() * 0.88)
        painter.setFont(small)
        painter.setPen(pale)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.source)
        room = inner.adjusted(0, 0, -QFontMetrics(small).horizontalAdvance(row.source) - 14, 0)
        normal = QFont(widget.font())
        painter.setFont(normal)
        text = metrics.elidedText(" ".join(row.text.split("\n")), Qt.TextElideMode.ElideRight, room.width())
        start, length = row.match.start, row.match.length
        if length and start + length <= len(text):
            left = metrics.horizontalAdvance(text[:start])
            width = metrics.horizontalAdvance(text[: start + length]) - left
            ground = palette.color(QPalette.ColorRole.Base if selected else QPalette.ColorRole.Highlight)
            ground.setAlphaF(0.25)
            height = metrics.height()
            painter.fillRect(QRect(room.left() + left, room.center().y() - height // 2, width, height), ground)
        painter.setPen(ink)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class ProposalList(QListView):
    """The list itself, a part of the window that lies over what is there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self.rows = _Model(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self))
        # else a click would give the keyboard to what lies below; so it comes here, and goes back to the editor
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.editor: QWidget | None = None  # what the list stands under
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("输入建议")
        self.setMouseTracking(True)
        self.hide()

    def show_under(self, editor: QWidget, rows: list[Proposal]) -> None:
        """Show proposals under an editor, above it where there is more room."""
        self.editor = editor
        chosen = self.chosen
        self.rows.load(rows)
        again = next((i for i, row in enumerate(rows) if chosen and row.text == chosen), -1)
        self.setCurrentIndex(self.rows.index(again, 0) if again >= 0 else QModelIndex())
        window = self._over
        metrics = self.fontMetrics()
        row_height = metrics.height() + 2 * _MARGIN
        longest = max(metrics.horizontalAdvance(row.text) + metrics.horizontalAdvance(row.source) for row in rows) + 50
        width = min(max(editor.width(), min(longest, _MOST), _LEAST), window.width())
        height = min(len(rows), _MOST_ROWS) * row_height + 2 * self.frameWidth()
        top = editor.mapTo(window, QPoint(0, editor.height()))
        above = editor.mapTo(window, QPoint(0, 0)).y()
        y = top.y() if top.y() + height <= window.height() or above < height else above - height
        self.setGeometry(min(top.x(), window.width() - width), y, width, height)
        self.scrollToTop()
        self.raise_()
        self.show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusInEvent."""
        super().focusInEvent(event)
        if self.editor is not None and event.reason() == Qt.FocusReason.MouseFocusReason:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Choose the next or the previous proposal; before the first none is chosen."""
        row = min(self.currentIndex().row() + by, self.rows.rowCount() - 1)
        self.setCurrentIndex(self.rows.index(row, 0) if row >= 0 else QModelIndex())

    @property
    def chosen(self) -> str:
        """The chosen wording, "" where none is."""
        index = self.currentIndex()
        return self.rows.rows[index.row()].text if self.isVisible() and index.isValid() else ""


class Proposer(QObject):
    """Shows proposals for the editor that is open, and takes the keys that are for them.

    Signals:
        taken: a proposal was clicked.
    """

    taken = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.list: ProposalList | None = None
        self._editor: TextEditor | None = None
        self._source: Source | None = None
        self._asked: str | None = None
        self._composing = False
        self._live = False  # proposals were asked for what is typed, and nobody closed them
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask)

    def attach(self, editor: TextEditor, text: str, source: Source) -> None:
        """Propose for an editor that shows `text` and was not typed into yet."""
        self.detach()
        self._editor, self._source, self._asked = editor, source, text or None
        editor.textChanged.connect(self._timer.start)
        self._timer.start()  # a blank cell that was opened to be filled is proposed for at once

    def detach(self) -> None:
        """The editor is gone or going."""
        self._timer.stop()
        self._editor = self._source = None
        self._composing = False
        self.hide()
        if self.list is not None:
            self.list.editor = None

    def again(self) -> None:
        """Propose anew for what is typed, where proposals were asked for: there are more now."""
        if self._live:
            self._asked = None
            self._timer.start()

    def hide(self) -> None:
        """Show no proposals until something else is typed."""
        self._live = False
        if self.list is not None:
            self.list.hide()

    def composing(self, half: bool) -> None:
        """An input method composes: its own list is on the screen, and what is typed is no text yet."""
        self._composing = half
        if half:
            self.hide()
        elif self._editor is not None:
            self._timer.start()

    def _ask(self) -> None:
        editor, source = self._editor, self._source
        if editor is None or source is None or self._composing or not editor.isVisible():
            return
        typed = editor.text()
        if typed == self._asked or (not typed and editor.quick):
            if not typed:
                self.hide()
            return
        self._asked, self._live = typed, True
        rows = source(typed) if "\n" not in typed else []
        if not rows:
            if self.list is not None:
                self.list.hide()
            return
        if self.list is None:
            self.list = ProposalList(self._view.window())
            self.list.clicked.connect(self._clicked)
        self.list.show_under(editor, rows)

    def _clicked(self, index: QModelIndex) -> None:
        if self._editor is not None and self.list is not None and index.isValid():
            self.list.setCurrentIndex(index)
            self.taken.emit()

    def take(self) -> bool:
        """Put the chosen proposal into the editor; false where none is chosen."""
        text = self.list.chosen if self.list is not None else ""
        if not text or self._editor is None:
            return False
        self._asked = text
        self._editor.set_text(text)
        self.hide()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Whether a key was for the list: arrows choose, Escape closes it."""
        if self.list is None or not self.list.isVisible() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def watch(self, event: QEvent) -> None:
        """Learn from an event of the editor that an input method composes."""
        if event.type() == QEvent.Type.InputMethod:
            self.composing(bool(event.preeditString()))  # type: ignore[attr-defined]
