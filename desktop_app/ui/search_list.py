"""What a search found, as a list: what it is, the text with the word in it, and what it hangs under."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.actions import found
from desktop_app.actions.found import Shown
from desktop_app.actions.search_texts import Hit
from desktop_app.actions.searching import Found
from desktop_app.errors import UserError
from desktop_app.ui import marks, theme
from desktop_app.ui.hub import Hub

Index = QModelIndex | QPersistentModelIndex

SHOWN_ROLE = Qt.ItemDataRole.UserRole
_MARGIN = 6
_GAP = 3
_BEFORE = 8  # characters that are shown before the word, where there are more
_ROOT = QModelIndex()


class HitsModel(QAbstractListModel):
    """The hits of a search; what a hit says is read when it comes into sight."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self.hits: list[Hit] = []
        self.words: list[str] = []
        self._shown: dict[int, Shown] = {}

    def load(self, result: Found) -> None:
        """Show other hits."""
        self.beginResetModel()
        self.hits, self.words, self._shown = result.hits, result.words, {}
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid() or role not in (SHOWN_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        shown = self._shown_at(index.row())
        if role == SHOWN_ROLE:
            return shown
        if role == Qt.ItemDataRole.ToolTipRole:
            return marks.rich([f"{shown.kind}：{shown.text}", shown.where])
        return f"{shown.kind} {shown.text} {shown.where}"

    def _shown_at(self, row: int) -> Shown:
        if row not in self._shown:
            try:
                self._shown[row] = found.shown(self._hub.store, self.hits[row])
            except UserError:  # the file cannot be read now: the row says so, and what is done next says why
                self._shown[row] = Shown("", "（读不出来）", 0, 0, "")
        return self._shown[row]


def excerpt(shown: Shown) -> str:
    """The text as one line, from a little before the place on by which it was found."""
    first = max(shown.start - _BEFORE, 0)
    first = first if first > 2 else 0
    return ("…" if first else "") + " ".join(shown.text[first:].splitlines())


class _HitDelegate(QStyledItemDelegate):
    """Two lines: kind and text, then what it hangs under."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Override QStyledItemDelegate.sizeHint."""
        height = 2 * option.fontMetrics.height() + _GAP + 2 * _MARGIN  # type: ignore[attr-defined]
        return QSize(100, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate.paint."""
        shown: Shown = index.data(SHOWN_ROLE)
        widget: QWidget = option.widget  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        rect = QRect(option.rect)  # type: ignore[attr-defined]
        widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ink = palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        pale = theme.blend(palette.color(QPalette.ColorRole.Highlight), ink, 0.8) if selected else marks.pale(palette)
        painter.save()
        line = rect.adjusted(_MARGIN + 2, _MARGIN, -_MARGIN, 0)
        line.setHeight(painter.fontMetrics().height())
        small = QFont(painter.font())
        small.setPointSizeF(small.pointSizeF() * 0.88)
        left = _tag(painter, line, shown.kind, small, pale) if shown.kind else line.left()
        model = index.model()
        words = model.words if isinstance(model, HitsModel) else []
        ground = palette.color(QPalette.ColorRole.Base if selected else QPalette.ColorRole.Highlight)
        ground.setAlphaF(0.25)
        _marked(painter, line.adjusted(left - line.left(), 0, 0, 0), excerpt(shown), words, (ink, ground))
        line.translate(0, line.height() + _GAP)
        painter.setFont(small)
        _marked(painter, line, shown.where, words, (pale, ground))
        painter.restore()


def _tag(painter: QPainter, line: QRect, kind: str, font: QFont, ink: QColor) -> int:
    """Paint what a hit is in a frame; returns where the text begins."""
    metrics = QFontMetrics(font)
    box = QRect(line.left(), line.top(), metrics.horizontalAdvance(kind) + 8, line.height())
    painter.save()
    painter.setFont(font)
    painter.setPen(ink)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(box.adjusted(0, 1, -1, -1), 3, 3)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, kind)
    painter.restore()
    return box.right() + 7


def _marked(painter: QPainter, line: QRect, text: str, words: list[str], colours: tuple[QColor, QColor]) -> None:
    """Paint a text, cut at the end of the line, every searched word in it on a ground of its own."""
    ink, ground = colours
    metrics = painter.fontMetrics()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    for start, length in found.places(text, words):
        left = metrics.horizontalAdvance(text[:start])
        width = metrics.horizontalAdvance(text[: start + length]) - left
        painter.fillRect(QRect(line.left() + left, line.top(), width, line.height()), ground)
    painter.setPen(ink)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class SearchList(QListView):
    """The hits; Enter and double click take one, Escape and the up key in the first row lead back to the box.

    Signals:
        taken: a hit was chosen; carries its `Hit`.
        left: the keyboard should go back to where the search is typed.
    """

    taken = Signal(object)
    left = Signal()

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self.hits = HitsModel(hub)
        self.hits.setParent(self)
        self.setModel(self.hits)
        self.setItemDelegate(_HitDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setAccessibleName("搜索结果")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._take)

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            self.taken.emit(self.hits.hits[index.row()])

    def take_first(self) -> bool:
        """Take the current hit, else the first; false where there is none."""
        index = self.currentIndex() if self.currentIndex().isValid() else self.hits.index(0, 0)
        self.setCurrentIndex(index)
        self._take(index)
        return index.isValid()

    def enter(self) -> None:
        """Take the keyboard, and choose the first hit where none is chosen."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.hits.index(0, 0))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Override QAbstractItemView.keyboardSearch: letters are typed into the box."""
