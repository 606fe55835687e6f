"""The 收支总表 of a department as a grid: fixed labels, typed amounts, computed sums."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.errors import UserError
from desktop_app.ui import grid_actions, theme
from desktop_app.ui.grid_sheet_view import SheetView
from desktop_app.ui.hub import Hub
from desktop_app.ui.table_model import BudgetModel

NUMBER = 1  # the table that can be edited: 收支总表


class BudgetTablePane(QWidget):
    """Shows and edits the department's own 收支总表."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = BudgetModel(hub, NUMBER, self)
        self.title = QLabel()
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.title.setFont(font)
        self.measure = QLabel()
        self.measure.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.view = SheetView(self.model)
        self.view.setAccessibleName("收支总表")
        self.view.verticalHeader().hide()  # the form numbers its rows itself
        self.view.set_actions(grid_actions.build(self.view))
        self.nothing = QLabel()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        theme.muted(self.measure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, theme.SPACING, 12, theme.SPACING)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.measure)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.nothing, 1)
        self.setFocusProxy(self.view)

    def show_department(self, department_id: str) -> None:
        """Show the table of a department; a sentence where its year has no such table."""
        if department_id == self.model.department_id:
            return
        try:
            self.model.load(department_id)
        except UserError as error:
            self.model.clear()
            self.nothing.setText(str(error))
        shown = bool(self.model.department_id)
        for part in (self.title, self.measure, self.view):
            part.setVisible(shown)
        self.nothing.setVisible(not shown)
        if shown:
            self.title.setText(self.model.title)
            self.measure.setText(f"单位：{self.model.measure}")
            self.view.columns.set(*self.model.widths())

    def current_field(self) -> QModelIndex:
        """The current cell; where it is a label the amount at its right."""
        index = self.view.currentIndex()
        while index.isValid() and self.model.is_label(index.column()):
            index = index.siblingAtColumn(index.column() + 1)
        return index if index.isValid() else self.view.currentIndex()

    def commit_open_editor(self) -> bool:
        """Store what is typed in an open editor; false where that failed and the editor stays open."""
        return self.view.commit_open_editor()

    def go_to(self, path: str) -> bool:
        """Go to the cell of a finding's path and give it the keyboard; false where it is not shown."""
        index = self.model.index_of_path(path)
        if not index.isValid() or not self.commit_open_editor():
            return False
        self.view.make_current(index)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
