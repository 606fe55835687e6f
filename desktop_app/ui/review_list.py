"""The list of a review: thousands of lines, two rows of text each, painted and never built of widgets."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.domain.findings import ERROR, INFO, WARNING
from desktop_app.ui import marks, theme
from desktop_app.ui.review_entries import (
    CHANGED_BY_HAND,
    CHECKABLE,
    CONFLICT,
    DONE,
    FAILED,
    FLAG,
    LEFT_OUT,
    MISSING,
    OPEN,
    RECEIVED,
    SKIPPED,
    STATE_NAMES,
    THEIRS,
    UNREAD,
    Entry,
)

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
_SIGN = 16
_GAP = 8
_PAD = 7
_ROOT = QModelIndex()
_DONE_INK = QColor("#2e8b57")
_SIGNS = {FLAG: marks.REVIEW, CONFLICT: WARNING, MISSING: INFO, UNREAD: INFO, FAILED: ERROR}

Index = QModelIndex | QPersistentModelIndex


class ReviewListModel(QAbstractListModel):
    """The lines that are shown, of one group and with a text in them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def load(self, entries: list[Entry]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def touch(self, rows: list[int]) -> None:
        """Paint lines anew whose state has changed."""
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "，".join(part for part in (entry.title, entry.owner, entry.note, STATE_NAMES[entry.state]) if part)
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.CheckStateRole and entry.group in CHECKABLE:
            return Qt.CheckState.Checked if entry.ticked else Qt.CheckState.Unchecked
        return None


class _Delegate(QStyledItemDelegate):
    """Paints a line: its sign or box, its title and state, and below them whose it is and why it stands here.

    Signals:
        ticked: the box of a line was clicked; carries its row.
    """

    ticked = Signal(int)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Override QStyledItemDelegate.sizeHint."""
        return QSize(120, 2 * option.fontMetrics.height() + 2 * _PAD + 2)  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate.paint."""
        entry: Entry = index.data(ENTRY_ROLE)
        rect, palette = QRect(option.rect), option.palette  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        ground, ink, pale = _colours(palette, chosen)
        painter.save()
        painter.fillRect(rect, ground)
        if chosen:
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), palette.color(QPalette.ColorRole.Highlight)
            )
        painter.setPen(
            theme.blend(palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text), 0.12)
        )
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._sign(painter, option, entry)
        self._texts(painter, rect, entry, (ink, pale))
        painter.restore()

    def _texts(self, painter: QPainter, rect: QRect, entry: Entry, inks: tuple[QColor, QColor]) -> None:
        ink, pale = inks
        metrics = painter.fontMetrics()
        first = QRect(rect.left() + 2 * _GAP + _SIGN + 4, rect.top() + _PAD, 0, metrics.height())
        first.setRight(rect.right() - _GAP)
        state = STATE_NAMES[entry.state]
        if state:
            painter.setPen(_DONE_INK if entry.state in (DONE, CHANGED_BY_HAND, THEIRS, RECEIVED) else pale)
            painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, state)
            first.setRight(first.right() - metrics.horizontalAdvance(state) - _GAP)
        font = QFont(painter.font())
        font.setBold(entry.state == OPEN)
        painter.setFont(font)
        painter.setPen(ink if entry.state != LEFT_OUT else pale)
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideMiddle, first.width())
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(pale)
        second = QRect(first.left(), first.bottom() + 3, rect.right() - _GAP - first.left(), metrics.height())
        below = " · ".join(part for part in (entry.owner, entry.note) if part)
        below = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, below)

    def _sign(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        where = self.sign_rect(QRect(option.rect))  # type: ignore[attr-defined]
        if entry.group in CHECKABLE:
            box = QStyleOptionButton()
            box.rect = where  # type: ignore[attr-defined]
            box.palette = option.palette  # type: ignore[attr-defined]
            box.state = QStyle.StateFlag.State_Enabled | (  # type: ignore[attr-defined]
                QStyle.StateFlag.State_On if entry.ticked else QStyle.StateFlag.State_Off
            )
            style = option.widget.style()  # type: ignore[attr-defined]
            style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, box, painter, option.widget)  # type: ignore[attr-defined]
        elif entry.state in (DONE, CHANGED_BY_HAND):
            _tick(painter, where)
        elif entry.group in _SIGNS:
            painter.setOpacity(0.45 if entry.state == SKIPPED else 1)
            marks.paint(painter, QRectF(where), _SIGNS[entry.group])
            painter.setOpacity(1)

    def sign_rect(self, row: QRect) -> QRect:
        """Where the sign or the box of a line stands."""
        return QRect(row.left() + _GAP + 3, row.center().y() - _SIGN // 2, _SIGN, _SIGN)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Override QStyledItemDelegate.editorEvent: a click on the box ticks it."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            entry: Entry = index.data(ENTRY_ROLE)
            box = self.sign_rect(QRect(option.rect)).adjusted(-_GAP, -_GAP, _GAP, _GAP)  # type: ignore[attr-defined]
            if entry.group in CHECKABLE and box.contains(event.position().toPoint()):
                self.ticked.emit(index.row())
                return True
        return False


def _colours(palette: QPalette, chosen: bool) -> tuple[QColor, QColor, QColor]:
    base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    ground = theme.blend(base, palette.color(QPalette.ColorRole.Highlight), 0.20) if chosen else base
    return ground, text, theme.blend(ground, text, 0.66)


def _tick(painter: QPainter, where: QRect) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_DONE_INK)
    painter.drawEllipse(QRectF(where).adjusted(0.5, 0.5, -0.5, -0.5))
    pen = painter.pen()
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setColor(QColor("#ffffff"))
    pen.setWidthF(1.8)
    painter.setPen(pen)
    x, y = where.left(), where.top()
    painter.drawPolyline([QRect(x + 4, y + 8, 1, 1).topLeft(), QRect(x + 7, y + 11, 1, 1).topLeft(),
                          QRect(x + 12, y + 5, 1, 1).topLeft()])  # fmt: skip
    painter.restore()


class ReviewList(QListView):
    """The list with its keys: Enter opens a line to be corrected, the space bar accepts or ticks.

    Signals:
        entered: Enter; the person is done with looking at the current line.
        opened: a double click; the person wants to correct the current line.
        agreed: the space bar; the person accepts or ticks what is chosen.
        moved: another line is current, or another choice was made.
    """

    entered = Signal()
    opened = Signal()
    agreed = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ""
        self.lines = ReviewListModel(self)
        self.setModel(self.lines)
        self.delegate = _Delegate(self)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("核对列表")
        self.selectionModel().selectionChanged.connect(lambda *_: self.moved.emit())
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        self.doubleClicked.connect(lambda _: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.agreed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent: an empty list says why it is empty."""
        super().paintEvent(event)
        if self.lines.entries or not self.sentence:
            return
        painter = QPainter(self.viewport())
        painter.setPen(marks.pale(self.palette()))
        room = self.viewport().rect().adjusted(16, 16, -16, -16)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.sentence)
        painter.end()

    def current(self) -> Entry | None:
        """The current line."""
        row = self.currentIndex().row()
        return self.lines.entries[row] if 0 <= row < len(self.lines.entries) else None

    def chosen(self) -> list[Entry]:
        """The chosen lines from top to bottom; the current one where none is chosen."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        current = self.current()
        return [self.lines.entries[row] for row in rows] or ([current] if current else [])

    def go(self, row: int) -> None:
        """Make a line the current and only chosen one."""
        if 0 <= row < len(self.lines.entries):
            self.setCurrentIndex(self.lines.index(row))
            self.scrollTo(self.currentIndex())
