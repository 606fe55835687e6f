"""Lists of horizontal bars, drawn in the colours of the theme; with the keyboard they are lists like any other."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.overview import Target
from desktop_app.domain.findings import SEVERITIES
from desktop_app.ui import marks, theme

STRONG, PALE, GREY, EMPTY = "strong", "pale", "grey", "empty"
_PAD, _GAP = 6, 10
_LABEL_SHARE = 0.42  # of the width, at most, for the names
_LEAST_BAR = 24  # pixels; where there is less room the bar is left out and the texts stay


@dataclass(slots=True, frozen=True)
class Bar:
    """One bar: its name, its parts as (value, shade), the value of a full bar, the figure at the right, where it leads.

    A shade is one of this module's or a severity.
    """

    label: str
    parts: tuple[tuple[int, str], ...]
    most: int
    text: str
    target: Target
    tip: str = ""


def shade(name: str, palette: QPalette) -> QColor:
    """The colour of a part on this palette."""
    if name in SEVERITIES:
        return marks.colour(name)
    base, accent = palette.color(QPalette.ColorRole.Base), theme.accent(palette)
    text = palette.color(QPalette.ColorRole.Text)
    return {
        STRONG: accent,
        PALE: theme.blend(base, accent, 0.45),
        GREY: theme.blend(base, text, 0.32),
        EMPTY: theme.blend(base, text, 0.12),
    }[name]


class _BarDelegate(QStyledItemDelegate):
    """Paints name, bar and figure of an entry."""

    def __init__(self, owner: "BarList") -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Override QStyledItemDelegate.sizeHint."""
        return QSize(80, self._owner.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Override QStyledItemDelegate.paint."""
        bar: Bar = self._owner.bars[index.row()]
        palette = self._owner.palette()
        rect = QRect(option.rect).adjusted(_PAD, 0, -_PAD, 0)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected) and self._owner.hasFocus()
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            self._paint_ground(painter, QRect(option.rect), chosen)  # type: ignore[attr-defined]
        names, figures = self._owner.widths(rect.width())
        metrics = painter.fontMetrics()
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideMiddle, names)
        painter.drawText(QRect(rect.left(), rect.top(), names, rect.height()), Qt.AlignmentFlag.AlignVCenter, label)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(rect, right, bar.text)
        room = QRectF(rect.left() + names + _GAP, 0, rect.width() - names - figures - 2 * _GAP, metrics.height() * 0.62)
        room.moveTop(rect.top() + (rect.height() - room.height()) / 2)
        if room.width() >= _LEAST_BAR:
            _paint_parts(painter, room, bar, palette)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, chosen: bool) -> None:
        palette = self._owner.palette()
        accent = theme.accent(palette)
        painter.setPen(QPen(accent, 1.2) if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(theme.blend(palette.color(QPalette.ColorRole.Base), accent, 0.12 if chosen else 0.06))
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 4, 4)


def _paint_parts(painter: QPainter, room: QRectF, bar: Bar, palette: QPalette) -> None:
    """The parts one behind the other; whatever is there at all is two pixels wide at least."""
    painter.setPen(Qt.PenStyle.NoPen)
    left = room.left()
    for value, name in bar.parts:
        if value <= 0 or bar.most <= 0:
            continue
        width = min(max(room.width() * value / bar.most, 2.0), room.right() - left)
        painter.setBrush(shade(name, palette))
        painter.drawRect(QRectF(left, room.top(), max(width, 0.0), room.height()))
        left += width


class BarList(QListWidget):
    """A chart as a list: arrows move, Enter and a double click open.

    Signals:
        opened: an entry is to be gone to; carries its target.
        entered_row: another entry has the keyboard; carries its rectangle within the list.
    """

    opened = Signal(object)
    entered_row = Signal(QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: list[Bar] = []
        self._widths: tuple[int, int] | None = None
        self.setItemDelegate(_BarDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.currentRowChanged.connect(self._tell_row)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars; the entry at the same place stays current."""
        if self.bars == list(bars):
            return
        row = self.currentRow()
        self.bars, self._widths = list(bars), None
        self.blockSignals(True)
        self.clear()
        for bar in self.bars:
            item = QListWidgetItem(bar.label)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{bar.label}，{bar.text}")
            item.setToolTip(bar.tip or f"{bar.label}　{bar.text}")
            self.addItem(item)
        if self.bars:
            self.setCurrentRow(max(0, min(row, len(self.bars) - 1)))
        self.blockSignals(False)
        self.setFixedHeight(max(len(self.bars), 1) * self.row_height())

    def row_height(self) -> int:
        """How high an entry is."""
        return self.fontMetrics().height() + 8

    def widths(self, room: int) -> tuple[int, int]:
        """How many pixels of `room` the names and the figures take."""
        if self._widths is None:
            width = self.fontMetrics().horizontalAdvance
            names = max((width(bar.label) for bar in self.bars), default=0)
            self._widths = names + 2, max((width(bar.text) for bar in self.bars), default=0)
        names, figures = self._widths
        return min(names, max(round(room * _LABEL_SHARE), room - figures - 12 * _GAP)), figures

    def _tell_row(self, row: int) -> None:
        if row >= 0 and self.hasFocus():
            self.entered_row.emit(self.visualItemRect(self.item(row)))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.bars):
            self.opened.emit(self.bars[row].target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentRow())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: another font has other widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widths = None
            self.setFixedHeight(max(len(self.bars), 1) * self.row_height())


class Legend(QWidget):
    """What the shades of a chart mean: squares with words."""

    def __init__(self, entries: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = list(entries)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        metrics = self.fontMetrics()
        side = metrics.ascent()
        width = sum(side + 4 + metrics.horizontalAdvance(word) + _GAP for word, _ in self._entries)
        return QSize(width, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent."""
        painter = QPainter(self)
        metrics, side = self.fontMetrics(), self.fontMetrics().ascent() * 0.8
        left = 0.0
        for word, name in self._entries:
            painter.fillRect(QRectF(left, (self.height() - side) / 2, side, side), shade(name, self.palette()))
            painter.setPen(marks.pale(self.palette()))
            width = metrics.horizontalAdvance(word)
            box = QRectF(left + side + 4, 0, width + 2, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)
            left += side + 4 + width + _GAP
        painter.end()


class Chart(QWidget):
    """A title, a legend and the bars; hidden where there are none.

    Signals:
        opened: an entry is to be gone to; carries its target.
    """

    opened = Signal(object)

    def __init__(self, legend: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.legend, self.list = QLabel(), Legend(legend), BarList()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.title.setMinimumWidth(1)
        self.list.opened.connect(self.opened)
        head = QHBoxLayout()
        head.setContentsMargins(_PAD, 0, _PAD, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)

    def show_bars(self, title: str, bars: Sequence[Bar]) -> None:
        """Show bars under a title."""
        self.title.setText(title)
        self.list.setAccessibleName(title)
        self.list.show_bars(bars)
        self.setVisible(bool(bars))
