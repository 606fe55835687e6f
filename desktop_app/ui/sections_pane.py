"""The text sections of a department: headings at the left, the text of one at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import editing, reading
from desktop_app.domain.model import CellKey, Changes, Section
from desktop_app.errors import UserError
from desktop_app.ui import theme
from desktop_app.ui.fields import LineField
from desktop_app.ui.hub import Hub
from desktop_app.ui.narrative_bar import NarrativeBar
from desktop_app.ui.narrative_field import NarrativeField


class SectionsPane(QWidget):
    """Reads and edits the sections of one department.

    Signals:
        removed: a section was removed; carries its heading.
        shown: another section is shown, or the same anew (`current_section`).
    """

    removed = Signal(str)
    shown = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._department_id = ""
        self._sections: list[Section] = []
        self.list = QListWidget()
        self.list.setAccessibleName("文字目录")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_row)
        self.heading = LineField(hub, "标题")
        self.text = NarrativeField(hub, "文字")
        self.narrative = NarrativeBar(hub, self.text, self.commit_open_editor)
        self.buttons = {
            "增加": self._button("增加", "add", self.add),
            "删除": self._button("删除", "remove", self.remove),
            "上移": self._button("上移", "up", lambda: self._move(-1)),
            "下移": self._button("下移", "down", lambda: self._move(1)),
        }
        self._build()
        self.setFocusProxy(self.list)
        hub.changed.connect(self._changed)

    def _button(self, text: str, icon: str, slot: object) -> QPushButton:
        button = QPushButton(theme.icon(icon), text)
        button.setFlat(True)
        button.setEnabled(not self._hub.read_only)
        button.clicked.connect(slot)
        return button

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        bar = QHBoxLayout()
        bar.setSpacing(0)
        for button in self.buttons.values():
            bar.addWidget(button)
        bar.addStretch(1)
        column.addLayout(bar)
        self._editor = QWidget()
        right = QVBoxLayout(self._editor)
        right.setContentsMargins(12, 8, 12, 8)
        right.addWidget(QLabel("标题"))
        right.addWidget(self.heading)
        right.addWidget(QLabel("文字"))
        right.addWidget(self.text, 1)
        self._right = right
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self._editor)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([280, 800])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACING, 0, 0)
        layout.addWidget(self.narrative)
        layout.addWidget(splitter, 1)

    def add_above(self, widget: QWidget) -> None:
        """Put a widget over the text of the section that is shown; it shows and hides itself."""
        self._right.insertWidget(self._right.indexOf(self.text), widget)

    def add_below(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget under the text of the section that is shown; it shows and hides itself."""
        self._right.addWidget(widget, stretch)

    @property
    def department_id(self) -> str:
        """The department whose sections are shown, "" for none."""
        return self._department_id

    def current_section(self) -> Section | None:
        """The section that is shown, None where there is none."""
        row = self.list.currentRow()
        return self._sections[row] if 0 <= row < len(self._sections) else None

    def show_department(self, department_id: str) -> None:
        """Show the sections of a department; nothing for ""."""
        if department_id != self._department_id:
            self._department_id = department_id
            self._reload("")

    def _reload(self, section_id: str) -> None:
        """Read the sections anew and stay on the one named, else in the same row."""
        row = max(self.list.currentRow(), 0)
        try:
            self._sections = reading.load_sections(self._hub.store, self._department_id) if self._department_id else []
        except UserError:  # the department is gone; the tree leads elsewhere
            self._sections = []
        rows = [i for i, section in enumerate(self._sections) if section.id == section_id]
        row = rows[0] if rows else min(row, len(self._sections) - 1)
        self.list.blockSignals(True)
        while self.list.count() > len(self._sections):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(self._sections):
            self.list.addItem("")
        for i, section in enumerate(self._sections):
            self.list.item(i).setText(section.heading or "（没有标题）")
            self.list.item(i).setToolTip(section.heading)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._show_row(row)

    def _show_row(self, row: int) -> None:
        self.commit_open_editor()
        section = self._sections[row] if 0 <= row < len(self._sections) else None
        if section is None or section.id != self._current_id():
            self.text.show_links("", [], {})  # those of the section before are of no use while this one comes
        if section is not None:
            self.heading.cell.load(CellKey("section", section.id, "heading"), section.heading)
            self.text.cell.load(CellKey("section", section.id, "text"), section.text)
        else:
            self.heading.cell.load(None, "")
            self.text.cell.load(None, "")
        self._editor.setEnabled(section is not None)
        self.narrative.show_section(self._department_id, section)
        for field in (self.heading, self.text):
            field.mark(self._hub.flags.of_cell(field.cell.key))
        self.shown.emit()

    def _current_id(self) -> str:
        key = self.text.cell.key
        return key.row if key else ""

    def _changed(self, changes: Changes) -> None:
        touched = changes.structure or self._hub.flags.touched
        if touched or any(key.table == "section" for key in changes.cells):
            self._reload(self._current_id())

    def add(self) -> None:
        """Add an empty section after all others and begin with its heading."""
        if not self._department_id:
            return
        done = self._hub.run(editing.insert_rows, "section", self._department_id)
        if done is not None:
            self._reload(done[1][0])
            self.heading.setFocus()

    def remove(self) -> None:
        """Remove the current section; undo brings it back."""
        section_id = self._current_id()
        if section_id:
            name = self.list.currentItem().text()
            if self._hub.run(editing.delete_rows, "section", [section_id]) is not None:
                self.removed.emit(name)

    def _move(self, step: int) -> None:
        if self._current_id():
            self._hub.run(editing.move_rows, "section", [self._current_id()], step)

    def commit_open_editor(self) -> bool:
        """Store what was typed and not yet left; false where it could not be stored."""
        return all([self.heading.cell.commit(), self.text.cell.commit()])

    def go_to(self, key: CellKey, paragraph: int | None = None) -> bool:
        """Show the section of a cell and put the keyboard into it, at a paragraph (from 0); false where not shown."""
        rows = [i for i, section in enumerate(self._sections) if section.id == key.row]
        if key.table != "section" or not rows:
            return False
        self.list.setCurrentRow(rows[0])
        (self.heading if key.column == "heading" else self.text).setFocus(Qt.FocusReason.OtherFocusReason)
        if paragraph is not None:
            self.text.show_paragraph(paragraph)
        return True

    def current_key(self) -> CellKey | None:
        """The cell of the field that has the focus."""
        return next((field.cell.key for field in (self.heading, self.text) if field.hasFocus()), None)
