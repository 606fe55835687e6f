"""The numbered list of 绩效目标 in the project form."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.actions import editing
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Project
from desktop_app.ui import theme
from desktop_app.ui.fields import TextField
from desktop_app.ui.hub import Hub


class _GoalRow(QWidget):
    """A number, the text, and a button that removes the goal."""

    removed = Signal(str)

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = QLabel()
        self.number.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.number.setFixedWidth(self.fontMetrics().horizontalAdvance("00."))
        self.number.setContentsMargins(0, 5, 0, 0)
        self.field = TextField(hub, "绩效目标", (1, 4))
        self.remove = QToolButton()
        self.remove.setIcon(theme.icon("remove"))
        self.remove.setAutoRaise(True)
        self.remove.setToolTip("删除这一条目标")
        self.remove.setEnabled(not hub.read_only)
        self.remove.clicked.connect(self._remove)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.number)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    def _remove(self) -> None:
        if self.field.cell.key is not None:
            self.removed.emit(self.field.cell.key.row)


class GoalsPane(QWidget):
    """All goals of the shown project; they can be edited, added and removed."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._project_id = ""
        self._rows: list[_GoalRow] = []
        self.add = QPushButton(theme.icon("add"), "增加目标")
        self.add.setFlat(True)
        self.add.setEnabled(not hub.read_only)
        self.add.clicked.connect(self.add_goal)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_project(self, project: Project) -> None:
        """Show the goals of a project."""
        self._project_id = project.id
        while len(self._rows) > len(project.goals):
            row = self._rows.pop()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(project.goals):
            self._rows.append(self._new_row())
        for number, (row, goal) in enumerate(zip(self._rows, project.goals, strict=True), 1):
            row.number.setText(f"{number}.")
            row.field.setAccessibleName(f"绩效目标 {number}")
            row.field.cell.load(CellKey("goal", goal.id, "text"), goal.text)

    def _new_row(self) -> _GoalRow:
        row = _GoalRow(self._hub, self)
        row.removed.connect(self.remove_goal)
        QWidget.setTabOrder(self._rows[-1].remove if self._rows else self, row.field)
        QWidget.setTabOrder(row.field, row.remove)
        QWidget.setTabOrder(row.remove, self.add)
        self._layout.insertWidget(len(self._rows), row)
        return row

    def fields(self) -> list[TextField]:
        """The text fields from top to bottom."""
        return [row.field for row in self._rows]

    def add_goal(self) -> None:
        """Add an empty goal at the end and begin to type in it."""
        if self.commit() and self._hub.run(editing.insert_rows, "goal", self._project_id) is not None:
            self._rows[-1].field.setFocus()

    def remove_goal(self, goal_id: str) -> None:
        """Remove a goal; undo brings it back."""
        if self.commit():  # the rows below move up: what is being typed in them must be stored before
            self._hub.run(editing.delete_rows, "goal", [goal_id])

    def commit(self) -> bool:
        """Store what was typed and not yet left; false where something could not be stored."""
        return all([field.cell.commit() for field in self.fields()])

    def mark(self, findings: dict[CellKey, list[Finding]]) -> None:
        """Mark the goals in which something is wrong."""
        for row in self._rows:
            row.field.mark(findings.get(row.field.cell.key, []) if row.field.cell.key else [])
