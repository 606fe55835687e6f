"""Column heads in two levels: the upper one stands once over all columns that share it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop_app.ui import theme

GROUP_ROLE = Qt.ItemDataRole.UserRole + 10  # what stands over a column's own head, "" for nothing
_MARGIN = 5
_LONGEST = 6  # characters of a head in one line
_BREAKS = (
    "预算",
    "财政",
    "拨款",
    "收入",
    "支出",
    "资金",
    "补助",
    "上缴",
    "管理",
    "科目",
    "名称",
    "编码",
    "中小",
    "份额",
)


def wrapped(head: str) -> str:
    """A head in lines of about six characters, broken before a word where one begins near the middle."""
    text = "".join(head.split())
    lines = -(-len(text) // _LONGEST)
    found = []
    while lines > 1:
        middle = -(-len(text) // lines)
        at = min(
            (i for i in range(2, len(text) - 1) if text.startswith(_BREAKS, i) and abs(i - middle) <= 2),
            key=lambda i: abs(i - middle),
            default=middle,
        )
        found.append(text[:at])
        text, lines = text[at:], lines - 1
    return "\n".join([*found, text])


class GroupedHeader(QHeaderView):
    """A head whose model gives `GROUP_ROLE` beside the column's own words."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsClickable(True)

    def _group(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal, GROUP_ROLE) or "")

    def _words(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")

    def _group_rect(self, section: int, rect: QRect) -> QRect:
        """Where the upper head of a section stands, over all its neighbours of the same group."""
        name, first, last = self._group(section), section, section
        while first > 0 and self._group(first - 1) == name:
            first -= 1
        while last + 1 < self.count() and self._group(last + 1) == name:
            last += 1
        left = self.sectionViewportPosition(first)
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        return QRect(left, rect.top(), right - left, self._line() + 2 * _MARGIN)

    def scrolled(self) -> None:
        """Paint anew: the upper heads stand in the middle of what is seen of them."""
        self.viewport().update()

    def _line(self) -> int:
        return QFontMetrics(self.font()).lineSpacing()

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        """Override QHeaderView.sectionSizeFromContents: as high as the highest head."""
        metrics = QFontMetrics(self.font())
        size = metrics.size(0, self._words(logicalIndex))
        height = size.height() + 2 * _MARGIN
        if self._group(logicalIndex):
            height += self._line() + 2 * _MARGIN
        return QSize(size.width() + 2 * _MARGIN, height)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Override QHeaderView.paintSection: of a group each section paints its slice."""
        palette = self.palette()
        line = theme.blend(palette.color(QPalette.ColorRole.Button), palette.color(QPalette.ColorRole.Text), 0.25)
        painter.save()
        painter.setClipRect(rect)
        painter.setFont(self.font())
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Button))
        own = rect
        if self._group(logicalIndex):
            over = self._group_rect(logicalIndex, rect)
            own = QRect(rect.left(), over.bottom() + 1, rect.width(), rect.bottom() - over.bottom())
            painter.setPen(palette.color(QPalette.ColorRole.ButtonText))
            seen = over.intersected(QRect(0, over.top(), self.viewport().width(), over.height()))
            room = seen.width() - 2 * _MARGIN
            words = QFontMetrics(self.font()).elidedText(self._group(logicalIndex), Qt.TextElideMode.ElideRight, room)
            painter.drawText(seen, Qt.AlignmentFlag.AlignCenter, words)
            painter.setPen(line)
            painter.drawLine(rect.left(), over.bottom(), rect.right(), over.bottom())
            if over.right() <= rect.right():
                painter.drawLine(rect.topRight(), rect.bottomRight())
        else:
            painter.setPen(line)
            painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(line)
        painter.drawLine(own.topRight(), own.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(palette.color(QPalette.ColorRole.ButtonText))
        painter.drawText(own, Qt.AlignmentFlag.AlignCenter, self._words(logicalIndex))
        painter.restore()
