"""Column widths of a grid: shared out over the room there is until the person sets one by hand."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop_app.ui.grid_text import MARGIN_X

_HEADER_MARGIN = 8  # beside the text: the style's own margin, and a pixel to spare


class ColumnWidths(QObject):
    """Keeps the columns of a view as wide as they should be.

    Signals:
        changed: widths have changed; rows must be measured anew.
    """

    changed = Signal()

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._least: tuple[float, ...] = ()
        self._shares: tuple[int, ...] = ()
        self._by_hand = False
        self._sharing = False
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(24)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header.setHighlightSections(False)
        header.sectionResized.connect(self._resized)
        header.sectionHandleDoubleClicked.connect(self.share_out)
        view.viewport().installEventFilter(self)

    def set(self, least: tuple[float, ...], shares: tuple[int, ...]) -> None:
        """Divide the room anew.

        `least` are widths in characters that a column never goes below by itself (its header is never cut either),
        `shares` say how what is left is divided.
        """
        self._least, self._shares = least, shares
        self.share_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter."""
        if event.type() == QEvent.Type.Resize and not self._by_hand:
            self.share_out()
        return False

    def share_out(self) -> None:
        """Divide the room over the columns, whatever was set by hand."""
        self._by_hand = False
        least = [self._least_of(column) for column in range(len(self._least))]
        left = max(self._view.viewport().width() - sum(least), 0)
        self._sharing = True
        given = 0
        for column, width in enumerate(least):
            part = left * sum(self._shares[: column + 1]) // sum(self._shares) - given
            given += part
            self._view.setColumnWidth(column, width + part)
        self._sharing = False
        self.changed.emit()

    def _least_of(self, column: int) -> int:
        metrics = QFontMetrics(self._view.horizontalHeader().font())
        title = str(self._view.model().headerData(column, Qt.Orientation.Horizontal))
        words = max(metrics.horizontalAdvance(line) for line in title.split("\n"))
        texts = round(self._least[column] * metrics.horizontalAdvance("国"))
        return max(words + _HEADER_MARGIN, texts) + 2 * MARGIN_X

    def _resized(self) -> None:
        if not self._sharing:
            self._by_hand = True
            self.changed.emit()
