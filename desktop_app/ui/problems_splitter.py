"""The page above and the problems below it: how much room each has, and a way to let the problems have most of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from desktop_app.ui.problems_pane import ProblemsPane

LEAST_PAGE = 450  # pixels in which the form of a project and four rows of its indicators have room
LEAST_PROBLEMS = 150
ROWS = 6  # problems that are seen at once where there is room
_LARGE = 0.7  # of the height, for who works through the list


class ProblemsSplitter(QSplitter):
    """Divides by itself until the person does; a double click on the line, or the button, makes the problems large."""

    def __init__(self, page: QWidget, problems: ProblemsPane) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._problems = problems
        self._by_hand = False
        self.addWidget(page)
        self.addWidget(problems)
        self.setCollapsible(0, False)
        self.setStretchFactor(0, 1)
        self.splitterMoved.connect(self._moved)
        problems.bar.larger.toggled.connect(self._divide)
        self.handle(1).setToolTip("拖动改变大小；双击放大或还原问题列表")

    def createHandle(self) -> QSplitterHandle:
        """Override QSplitter.createHandle."""
        return _Handle(self.orientation(), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        if not self._by_hand:
            self._divide()

    def _moved(self) -> None:
        self._by_hand = True

    def enlarge(self) -> None:
        """Let the problems have most of the room, or give it back."""
        self._problems.bar.larger.toggle()

    def _divide(self) -> None:
        self._by_hand = False
        room, table = self.height() - self.handleWidth(), self._problems.table
        rows = ROWS * table.verticalHeader().defaultSectionSize() + table.horizontalHeader().sizeHint().height()
        below = max(LEAST_PROBLEMS, min(self._problems.bar.minimumHeight() + rows, room - LEAST_PAGE))
        if self._problems.bar.larger.isChecked():
            below = max(below, round(room * _LARGE))
        self.setSizes([max(room - below, 1), below])


class _Handle(QSplitterHandle):
    """The line between them."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mouseDoubleClickEvent."""
        splitter = self.splitter()
        if isinstance(splitter, ProblemsSplitter):
            splitter.enlarge()
        event.accept()
