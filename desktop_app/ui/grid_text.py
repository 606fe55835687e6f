"""Wrapped text as the grids paint, measure and edit it: all three break lines alike."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

MARGIN_X = 6
MARGIN_Y = 4
INDENT = "\u2003"  # blanks before a label, as many as its row stands in; what people type begins with other ones
_MOST_REMEMBERED = 50_000


def _layout(text: str, font: QFont, width: int, alignment: Qt.AlignmentFlag) -> tuple[QTextLayout, float]:
    """The broken lines of a text and their height together."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption(alignment)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    height, left = 0.0, 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLeadingIncluded(True)  # as the editor does
        line.setLineWidth(max(width - left, 1))
        line.setPosition(QPointF(left, height))
        height += line.height()
        left = left or _indent(text, font, width)
    layout.endLayout()
    return layout, height


def _indent(text: str, font: QFont, width: int) -> float:
    """How far the lines after the first stand in: as far as the blanks before the text, where there is room."""
    blanks = text[: len(text) - len(text.lstrip(INDENT))]
    indent = QFontMetricsF(font).horizontalAdvance(blanks) if blanks else 0.0
    return indent if indent < width / 2 else 0.0


def draw(painter: QPainter, rect: QRect, text: str, alignment: Qt.AlignmentFlag) -> None:
    """Draw a text into `rect` in the painter's font and pen, vertically centred; what is higher starts at the top."""
    if "\n" not in text and painter.fontMetrics().horizontalAdvance(text) <= rect.width():
        painter.drawText(rect, alignment | Qt.TextFlag.TextSingleLine, text)  # most cells, and several times as fast
        return
    layout, height = _layout(text, painter.font(), rect.width(), alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
    top = rect.top() + max((rect.height() - height) / 2, 0)
    layout.draw(painter, QPointF(rect.left(), top))


class Sizer:
    """Heights of wrapped texts in one font, remembered."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        metrics = QFontMetricsF(font)
        self._line = metrics.height()
        self._widest = metrics.maxWidth()
        self._heights: dict[tuple[str, int], float] = {}

    def height(self, text: str, width: int) -> int:
        """The height in pixels of `text` broken at `width`, without margins."""
        if "\n" not in text and len(text) * self._widest <= width:
            return round(self._line)
        key = (text, width)
        if key not in self._heights:
            if len(self._heights) >= _MOST_REMEMBERED:
                self._heights.clear()
            self._heights[key] = _layout(text, self._font, width, Qt.AlignmentFlag.AlignLeft)[1]
        return round(self._heights[key] + 0.49)
