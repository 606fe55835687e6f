"""The text sections of a department or of one of its units: headings at the left, the text of one at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.actions import editing, own_parts, owners, reading
from desktop_app.actions.owners import Owner
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book
from desktop_app.errors import UserError
from desktop_app.ui import theme
from desktop_app.ui.contents_list import contents_list, fit, with_contents
from desktop_app.ui.fields import LineField
from desktop_app.ui.hub import Hub
from desktop_app.ui.narrative_bar import NarrativeBar
from desktop_app.ui.narrative_field import NarrativeField
from desktop_app.ui.owner_box import OwnerBox

_TABLES = {"section", "unit", "department"}  # what the sections and the names of their owners come from
_BEGIN = "还没有文字。按左下角的“增加”写一节，或按上面的“按表生成…”由预算表写出情况说明。"


class SectionsPane(QWidget):
    """Reads and edits the sections of one department, or those that are a unit's own.

    Signals:
        removed: a section was removed; carries its heading.
        shown: another section is shown, or the same anew (`current_section`).
        chosen: a person, or what leads to a finding, chose another unit (`place`).
    """

    removed = Signal(str)
    shown = Signal()
    chosen = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._book = Book()  # the texts of the department and of its units
        self._owner = ""
        self._asked = "", "", True  # department and unit that were chosen in the tree last, and whether to begin
        self._sections: list[Section] = []
        self.owners = OwnerBox()
        self.owners.chosen.connect(self._choose_owner)
        self.list = contents_list("文字目录", Qt.TextElideMode.ElideRight)
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
        self._editor = QWidget()
        right = QVBoxLayout(self._editor)
        right.setContentsMargins(12, 8, 12, 8)
        right.addWidget(QLabel("标题"))
        right.addWidget(self.heading)
        right.addWidget(QLabel("文字"))
        right.addWidget(self.text, 1)
        self._right = right
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACING, 0, 0)
        layout.addWidget(self.narrative)
        layout.addWidget(with_contents(self.owners, self.list, self._editor, 280, self.buttons.values()), 1)

    def add_above(self, widget: QWidget) -> None:
        """Put a widget over the text of the section that is shown; it shows and hides itself."""
        self._right.insertWidget(self._right.indexOf(self.text), widget)

    def add_below(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget under the text of the section that is shown; it shows and hides itself."""
        self._right.addWidget(widget, stretch)

    @property
    def department_id(self) -> str:
        """The department whose sections are shown, "" for none."""
        return self._book.id

    @property
    def place(self) -> tuple[str, str, str]:
        """The department and the unit ("" for none) whose texts are shown, and the path of the texts."""
        return self._book.id, self.owners.unit_id, "sections"

    def current_section(self) -> Section | None:
        """The section that is shown, None where there is none."""
        row = self.list.currentRow()
        return self._sections[row] if 0 <= row < len(self._sections) else None

    def show_department(self, department_id: str, unit_id: str = "", *, begin: bool = True) -> None:
        """Show the sections of a department, or those of one of its units; nothing for "".

        A unit that has none is shown to `begin` its texts, else its department is.
        """
        asked = department_id, unit_id, begin
        if asked == self._asked and department_id == self._book.id:
            return  # what was chosen here stays
        self._asked = asked
        if department_id != self._book.id:
            self._book = self._read(department_id)
        self._show_owner(self._owner_of(unit_id, begin))

    def _read(self, department_id: str) -> Book:
        try:
            return reading.load_texts(self._hub.store, department_id) if department_id else Book()
        except UserError:  # the department is gone; the tree leads elsewhere
            return Book()

    def _owner_of(self, unit_id: str, begin: bool) -> str:
        """Whose texts are meant by a unit: of the only one of a department those of the department, if it has none."""
        owner = next((o.owner for o in self._owners() if unit_id and o.unit_id == unit_id), "")
        several = begin and len(self._book.units) > 1
        return owner if several or own_parts.sections_of(self._book, owner) else ""

    def _owners(self) -> list[Owner]:
        called = own_parts.names_of_owners(self._book)
        units = {called(unit.code or unit.name) for unit in self._book.units}
        return owners.owners(self._book, (s.owner for s in self._book.sections if called(s.owner) not in units))

    def _choose_owner(self, owner: str) -> None:
        if self.commit_open_editor():
            self._show_owner(owner)
        self._choose()

    def _choose(self) -> None:
        """Tell whose texts are shown; the tree will say so, too."""
        self._asked = self._book.id, self.owners.unit_id, True
        self.chosen.emit()

    def _show_owner(self, owner: str) -> None:
        self._owner = owner
        self._reload("", 0)

    def _reload(self, section_id: str, row: int | None = None) -> None:
        """Read the sections anew and stay on the one named, else in the same row."""
        row = max(self.list.currentRow(), 0) if row is None else row
        self._book = self._read(self._book.id)
        self._owner = self.owners.offer(self._owners(), self._owner)
        self._sections = own_parts.sections_of(self._book, self._owner)
        rows = [i for i, section in enumerate(self._sections) if section.id == section_id]
        row = rows[0] if rows else min(row, len(self._sections) - 1)
        self.list.blockSignals(True)
        fit(self.list, len(self._sections))
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
        self.text.setPlaceholderText("" if section is not None or not self._book.id else _BEGIN)
        self.narrative.show_section(self._book.id, section, self._owner)
        for field in (self.heading, self.text):
            field.mark(self._hub.flags.of_cell(field.cell.key))
        self.shown.emit()

    def _current_id(self) -> str:
        key = self.text.cell.key
        return key.row if key else ""

    def _changed(self, changes: Changes) -> None:
        touched = changes.structure or self._hub.flags.touched
        if touched or any(key.table in _TABLES for key in changes.cells):
            self._reload(self._current_id())

    def add(self) -> None:
        """Add an empty section after all others and begin with its heading."""
        if not self._book.id:
            return
        done = self._hub.run(editing.insert_rows, "section", self._book.id, "", 1, [{"owner": self._owner}])
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
            shown = [section.id for section in self._sections]
            self._hub.run(editing.move_rows, "section", [self._current_id()], step, shown)

    def commit_open_editor(self) -> bool:
        """Store what was typed and not yet left; false where it could not be stored."""
        return all([self.heading.cell.commit(), self.text.cell.commit()])

    def go_to(self, key: CellKey, paragraph: int | None = None) -> bool:
        """Show the section of a cell and put the keyboard into it, at a paragraph (from 0); false where not shown."""
        section = next((section for section in self._book.sections if section.id == key.row), None)
        if key.table != "section" or section is None:
            return False
        if section not in self._sections:
            called = own_parts.names_of_owners(self._book)
            self._show_owner(next(o.owner for o in self._owners() if called(o.owner) == called(section.owner)))
            self._choose()
        rows = [i for i, other in enumerate(self._sections) if other.id == key.row]
        self.list.setCurrentRow(rows[0])
        (self.heading if key.column == "heading" else self.text).setFocus(Qt.FocusReason.OtherFocusReason)
        if paragraph is not None:
            self.text.show_paragraph(paragraph)
        return True

    def current_key(self) -> CellKey | None:
        """The cell of the field that has the focus."""
        return next((field.cell.key for field in (self.heading, self.text) if field.hasFocus()), None)
