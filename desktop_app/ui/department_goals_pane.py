"""The department's goals beside the text that states them: a switch between 文字 and 表格 over the section's text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.actions import department_goals as actions
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.ui import theme
from desktop_app.ui.department_goals_model import GOAL, INDICATOR, NAME, TEXT
from desktop_app.ui.department_goals_view import GoalsView
from desktop_app.ui.hub import Hub
from desktop_app.ui.sections_pane import SectionsPane


class DepartmentGoalsPane(QWidget):
    """Shows the section of `sections` as goals where it states some, and the way there where it may."""

    def __init__(self, hub: Hub, sections: SectionsPane) -> None:
        super().__init__()
        self._hub = hub
        self._sections = sections
        self._section_id = ""
        self._as_table = True  # what the person chose last
        self._begun = ""  # the blank section in which goals are begun
        self.view = GoalsView(hub)
        self.as_text, self.as_table = self._switch("文字"), self._switch("表格")
        group = QButtonGroup(self)
        group.addButton(self.as_text)
        group.addButton(self.as_table)
        self.begin = QPushButton("按条目编辑")
        self.begin.setToolTip("把文字里写明“绩效目标：”“绩效指标：”的条目分到表格里；文字不变")
        self.add_goal = self._button("增加目标", lambda: self._add(TEXT))
        self.add_indicator = self._button("增加指标", lambda: self._add(NAME))
        self.bar = QWidget()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.as_text, self.as_table, self.begin, QWidget(), self.add_goal, self.add_indicator):
            row.addWidget(widget, 0 if isinstance(widget, QAbstractButton) else 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        sections.add_above(self.bar)
        sections.add_below(self, 1)
        self.as_text.clicked.connect(lambda: self._choose(False))
        self.as_table.clicked.connect(lambda: self._choose(True))
        self.begin.clicked.connect(self.take_apart)
        sections.shown.connect(self._show)
        hub.changed.connect(self._changed)
        self.setFocusProxy(self.view)
        self._show()

    def _switch(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setObjectName("group")
        return button

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(theme.icon("add"), text)
        button.setFlat(True)
        button.setEnabled(not self._hub.read_only)
        button.clicked.connect(slot)
        return button

    def _changed(self, changes: Changes) -> None:
        touched = {key.table for key in changes.cells} | changes.tables
        if self._section_id and (not touched or touched & {"section", GOAL, INDICATOR}):
            self._show()

    def _show(self) -> None:
        """Show the section that the texts' page shows."""
        section = self._sections.current_section()
        shown = actions.load(self._hub.store, section.id) if section is not None else None
        self._section_id = shown.section.id if shown else ""
        states = shown is not None and (bool(shown.section.goals) or self._begun == self._section_id)
        table = states and self._as_table
        self.view.goals.show(shown if table else None)
        for switch in (self.as_text, self.as_table):
            switch.setVisible(states)
        (self.as_table if table else self.as_text).setChecked(True)
        self.begin.setVisible(shown is not None and shown.can and not states and not self._hub.read_only)
        for add in (self.add_goal, self.add_indicator):
            add.setVisible(table)
        self.bar.setVisible(states or not self.begin.isHidden())
        self.setVisible(table)
        self._sections.text.setVisible(not table)

    def _choose(self, table: bool) -> None:
        if self.commit_open_editor() and self._sections.text.cell.commit():
            self._as_table = table
            self._show()

    def show_text(self) -> None:
        """Show the text of the section."""
        if not self.isHidden():
            self._choose(False)

    def take_apart(self) -> None:
        """Read the goals that the text states; in a blank text begin with the first."""
        section = self._sections.current_section()
        if section is None or not self._sections.text.cell.commit():
            return
        self._as_table = True
        if not section.text.strip():
            self._begun = section.id
            self._show()
        elif self._hub.run(actions.take_apart, section.id) is None:
            return
        self.view.setFocus()

    def _add(self, column: int) -> None:
        """Add a goal or an indicator after the current one and begin to type in it."""
        model, row = self.view.goals, max(self.view.currentIndex().row(), 0)
        if not self.commit_open_editor():
            return
        known = {model.key(model.index(r, column)) for r in range(model.records())}
        if (model.add_goal if column == TEXT else model.add_indicator)(row):
            new = [r for r in range(model.records()) if model.key(model.index(r, column)) not in known]
            self.view.make_current(model.index(new[0] if new else model.records() - 1, column))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, key: CellKey) -> bool:
        """Show the cell of a goal or indicator and give it the keyboard; false where it is not shown."""
        if key.table not in (GOAL, INDICATOR) or not self._sections.commit_open_editor():
            return False
        section_id = actions.section_of_cell(self._hub.store, key)
        if not self._sections.go_to(CellKey("section", section_id, "heading")):
            return False
        self._as_table = True
        self._show()
        index = self.view.goals.index_of(key)
        if not index.isValid():
            return False
        self.view.make_current(index)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def commit_open_editor(self) -> bool:
        """Store what is typed in an open editor; false where that failed and the editor stays open."""
        return self.view.commit_open_editor()

    def current_key(self) -> CellKey | None:
        """The cell that has the keyboard, None where the keyboard is elsewhere."""
        return self.view.current_key() if self.view.hasFocus() else None
