"""The lines of a source around a place, numbered, with the lines that are meant on a marked ground."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from desktop_app.ui import marks, theme

AROUND = 12  # lines shown before and after those that are meant
LONGEST = 2000  # characters of a line; a text whose line breaks are all lost would be one line of megabytes
LONGEST_SET_OFF = 40  # characters of a value that is set off; a longer one is its line
MOST_LINES = 400  # lines that are meant and shown at once
_CELL_BREAK = " ┊ "
_MEANT = QColor("#f5b400")
_TINT_LIGHT, _TINT_DARK = 0.24, 0.26


@dataclass(slots=True, frozen=True)
class SourceLine:
    """One line as shown: its number in words of the source (a sheet counts its own rows), its text, if it is meant."""

    number: str
    text: str
    meant: bool


def shown(text: str) -> str:
    """A line as a person reads it: the breaks between cells to be seen, nothing else that is invisible."""
    cut = text[:LONGEST] + ("…" if len(text) > LONGEST else "")
    return cut.rstrip().replace("\t", _CELL_BREAK).replace("\n", " ⏎ ").replace("\r", " ")


class _Numbers(QWidget):
    """The numbers beside the lines."""

    def __init__(self, view: "SourceView") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        return QSize(self._view.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent."""
        self._view.paint_numbers(self, event)


class SourceView(QPlainTextEdit):
    """Shows lines of a source; they can be read and copied, and nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("原文")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 8)
        self.lines: list[SourceLine] = []
        self._value = ""
        self._side = _Numbers(self)
        self.updateRequest.connect(self._scrolled)

    def show_lines(self, lines: list[SourceLine], value: str = "") -> None:
        """Show lines with the first that is meant in sight; in those that are meant `value` is set off."""
        self.lines = lines
        self._value = value.strip() if len(value) <= LONGEST_SET_OFF else ""
        self.setPlainText("\n".join(line.text for line in lines))
        self._mark()
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        self._side.update()
        self._centre()

    def _centre(self) -> None:
        """Bring the first line that is meant into sight, in the upper third where there is room."""
        meant = next((i for i, line in enumerate(self.lines) if line.meant), 0)
        block = self.document().findBlockByNumber(meant)
        self.setTextCursor(QTextCursor(block))
        rows = self.viewport().height() // max(self.fontMetrics().lineSpacing(), 1)
        self.verticalScrollBar().setValue(max(block.firstLineNumber() - rows // 3, 0))  # lines as they are broken
        self.ensureCursorVisible()

    def say(self, sentence: str) -> None:
        """Show a sentence instead of lines."""
        self.show_lines([])
        self.setPlaceholderText(sentence)

    def _mark(self) -> None:
        share = _TINT_DARK if theme.dark(self.palette()) else _TINT_LIGHT
        ground = theme.blend(self.palette().color(QPalette.ColorRole.Base), _MEANT, share)
        selections = []
        for number, line in enumerate(self.lines):
            if not line.meant:
                continue
            block = self.document().findBlockByNumber(number)
            whole = QTextEdit.ExtraSelection()
            whole.format.setBackground(ground)  # type: ignore[attr-defined]
            whole.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined]
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            whole.cursor = cursor  # type: ignore[attr-defined]
            selections.append(whole)
            at = line.text.find(self._value) if self._value else -1
            if at >= 0:
                selections.append(self._set_off(block.position() + at))
        self.setExtraSelections(selections)

    def _set_off(self, at: int) -> QTextEdit.ExtraSelection:
        found = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setFontWeight(QFont.Weight.Bold)
        style.setFontUnderline(True)
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        cursor.setPosition(at + len(self._value), QTextCursor.MoveMode.KeepAnchor)
        found.format, found.cursor = style, cursor  # type: ignore[attr-defined]
        return found

    def numbers_width(self) -> int:
        """The room that the numbers need, in pixels."""
        longest = max((len(line.number) for line in self.lines), default=0)
        return self.fontMetrics().horizontalAdvance("0" * longest) + 22 if longest else 8

    def _scrolled(self, rect: QRect, dy: int) -> None:
        if dy:
            self._side.scroll(0, dy)
        else:
            self._side.update(0, rect.y(), self._side.width(), rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        inner = self.contentsRect()
        self._side.setGeometry(inner.left(), inner.top(), self.numbers_width(), inner.height())
        if event.oldSize().height() != event.size().height():
            self._centre()

    def paint_numbers(self, side: QWidget, event: QPaintEvent) -> None:
        """Paint the number of each line that is in sight."""
        if side.width() != self.numbers_width():
            side.resize(self.numbers_width(), side.height())
        painter = QPainter(side)
        palette = self.palette()
        painter.fillRect(event.rect(), palette.color(QPalette.ColorRole.Window))
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        while block.isValid() and block.blockNumber() < len(self.lines):
            area = self.blockBoundingGeometry(block).translated(offset)
            if area.top() > event.rect().bottom():
                break
            line = self.lines[block.blockNumber()]
            painter.setPen(marks.ink(palette) if line.meant else marks.pale(palette))
            top = round(area.top())
            where = QRect(0, top, side.width() - 10, self.fontMetrics().height())
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.number)
            block = block.next()
        painter.end()
