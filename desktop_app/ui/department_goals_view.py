"""The grid of a department's goals: a goal's own cells stand over all its indicators."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui import grid_actions
from desktop_app.ui.department_goals_model import DUTY, NAME, OF_GOAL, GoalsModel
from desktop_app.ui.grid_sheet import Index
from desktop_app.ui.grid_sheet_view import SheetView
from desktop_app.ui.hub import Hub

# 职责/活动 绩效目标 绩效指标 符号 指标值 单位
_LEAST = (4, 9, 8, 2.5, 4, 4)
_SHARES = (3, 9, 8, 1, 2, 2)


class GoalsView(SheetView):
    """The goals of one section, edited as in a spreadsheet."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        self.goals = GoalsModel(hub)
        super().__init__(self.goals, parent)
        self.goals.setParent(self)
        self._shares: tuple[int, ...] = ()
        self.setAccessibleName("分项绩效目标")
        self.set_actions(grid_actions.build(self))
        self.goals.arranged.connect(self._arrange)

    def _arrange(self) -> None:
        """Let the goals' own cells span their rows."""
        self._share_out()
        self.clearSpans()
        for first, count in self.goals.spans():
            for column in range(OF_GOAL if count > 1 else 0):
                self.setSpan(first, column, count, 1)
        self.fit_rows()

    def _share_out(self) -> None:
        """Give no more room than it needs to a column in which nothing is written."""
        rows = range(self.goals.records())
        written = [any(self.goals.text(row, column) for row in rows) for column in (DUTY, NAME)]
        duty, text, name, *values = _SHARES
        shares = (duty if written[0] else 0, text, name if written[1] or not rows else text // 3, *values)
        if shares != self._shares:
            self._shares = shares
            self.columns.set(_LEAST, shares)

    def fit_rows(self, first: int = 0, last: int | None = None) -> None:
        """Override SheetView.fit_rows: what a goal's text needs more than its indicators is shared by its rows."""
        if QGuiApplication.mouseButtons().value:
            super().fit_rows(first, last)  # later
            return
        heights = [self._height(row, range(OF_GOAL, self.sheet.columnCount())) for row in range(self.sheet.rowCount())]
        spans = self.goals.spans()
        spans += [(row, 1) for row in range(self.goals.records(), self.sheet.rowCount())]
        for top, count in spans:
            missing = self._height(top, range(OF_GOAL)) - sum(heights[top : top + count])
            for i in range(count if missing > 0 else 0):
                heights[top + i] += missing // count + (i < missing % count)
        for row, height in enumerate(heights):
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)

    def _height(self, row: int, columns: range) -> int:
        return max(self.delegate.height(self.sheet.index(row, c), self.columnWidth(c)) for c in columns)

    def make_current(self, index: QModelIndex) -> None:
        """Override SheetView.make_current: of a goal's own cells only the first can be current, each below is it."""
        here = self.currentIndex()
        if index.isValid() and index.column() < OF_GOAL:
            top = self.goals.top(index.row())
            down = here.column() == index.column() and here.row() == top < index.row()
            following = next((first for first, _ in self.goals.spans() if first > top), self.goals.records())
            index = index.siblingAtRow(min(following, self.sheet.rowCount() - 1) if down else top)
        super().make_current(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Override QAbstractItemView.currentChanged: rows that come or go are what the current cell is of."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.goals.column = current.column()
            if current.column() < OF_GOAL and self.goals.top(current.row()) != current.row():
                top = self.goals.index(self.goals.top(current.row()), current.column())
                self.selectionModel().setCurrentIndex(top, QItemSelectionModel.SelectionFlag.ClearAndSelect)
