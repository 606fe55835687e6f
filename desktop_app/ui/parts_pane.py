"""The page of what a department or unit publishes as tables: a list of them at the left, one of them at the right."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.findings import ERROR, WARNING, Finding
from desktop_app.errors import UserError
from desktop_app.ui import marks, theme
from desktop_app.ui.contents_list import contents_list, fit, with_contents
from desktop_app.ui.flags import Flagged
from desktop_app.ui.hub import Hub
from desktop_app.ui.list_page import ListPage
from desktop_app.ui.owner_box import OwnerBox
from desktop_app.ui.parts_contents import Entry, contents, part_of
from desktop_app.ui.parts_state import PartsState
from desktop_app.ui.table_pane import BudgetTablePane
from desktop_app.ui.table_remarks import place_of

_SIGN = 16  # pixels of the sign beside a name
_PATHS = {"procurement": "procurement", "organisation": "organisation", "glossary": "glossary"}
_TOLD = {ERROR: "有错误", WARNING: "有警告", marks.REVIEW: "有待核对的地方"}  # and what the tooltip says of it
PATHS = ("budget_tables", "procurement", "assets", "organisation", "glossary")


class PartsPane(QWidget):
    """All tables of a department and of its units: budget tables, purchases, assets, 机构设置, 名词解释.

    Signals:
        chosen: a person, or what leads to a finding, chose another table or owner (`place`).
    """

    chosen = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self.state = PartsState(hub)
        self._owner = ""
        self._asked = "", ""  # department and unit that were chosen in the tree last
        self._stale = False
        self.entries: list[Entry] = []
        self.owners = OwnerBox()
        self.owners.chosen.connect(self.show_owner)
        self.owners.chosen.connect(self._choose)
        self.list = contents_list("公开表目录", Qt.TextElideMode.ElideMiddle)  # names that begin alike end otherwise
        self.list.setIconSize(QSize(_SIGN, _SIGN))
        self.list.currentRowChanged.connect(self._show_row)
        self.list.currentRowChanged.connect(self._choose)
        self.table, self.page = BudgetTablePane(self.state), ListPage(self.state)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACING, 0, 0)
        layout.addWidget(with_contents(self.owners, self.list, self.pages, 190))
        self.setFocusProxy(self.table)
        hub.changed.connect(self._changed)
        hub.checked.connect(self._checked)

    # What is shown

    def show_department(self, department_id: str, unit_id: str = "") -> None:
        """Show the tables of a department, or of one of its units. Raises UserError where it is gone."""
        if department_id != self.state.department_id or self._stale:
            if department_id != self.state.department_id:
                self.commit_open_editor()
                self._owner = ""
            self.state.read(department_id)
            self._refresh()
        if (department_id, unit_id) != self._asked:  # else what was chosen here stays
            self._asked = department_id, unit_id
            owner = self._owner_of(unit_id)
            if owner != self._owner:
                self.show_owner(owner)
            else:
                self._show_row(self.list.currentRow())  # new purchases are of the unit that is chosen now

    def _owner_of(self, unit_id: str) -> str:
        """Whose tables are meant by a unit: of the only one of a department those of the department, if it has none."""
        owner = next((o.owner for o in self.state.owners() if unit_id and o.unit_id == unit_id), "")
        return owner if len(self.state.book.units) > 1 or self.state.tables(owner) else ""

    @property
    def owner(self) -> str:
        """Whose tables are shown: "" the department's, else what tables call the unit."""
        return self._owner

    def show_owner(self, owner: str) -> None:
        """Show the tables of the department ("") or of a unit."""
        if self.commit_open_editor():
            self._owner = owner
            self._refresh()

    def _choose(self, _chosen: object = None) -> None:
        """Tell what is shown; the tree will say so, too."""
        self._asked = self.state.department_id, self.owners.unit_id
        self.chosen.emit()

    @property
    def place(self) -> tuple[str, str, str]:
        """The department and the unit ("" for none) that are shown, and the path of the part."""
        entry = self._current()
        path = "budget_tables" if entry is None or entry.no else _PATHS.get(entry.id, "assets")
        return self.state.department_id, self.owners.unit_id, path

    def _refresh(self) -> None:
        """Show what there is now and stay on the entry that is shown."""
        self._stale = False
        shown = self._current()
        self._owner = self.owners.offer(self.state.owners(), self._owner)
        self.entries = contents(self.state, self._owner)
        ids = [entry.id for entry in self.entries]
        at = ids.index(shown.id) if shown and shown.id in ids else 0
        if shown and shown.id not in ids and shown.listed:  # a table of assets that was begun or taken back
            at = next((i for i, entry in enumerate(self.entries) if entry.name[:4] == shown.name[:4]), 0)
        self._fill_list(at)
        self._show_row(at)

    def _fill_list(self, at: int) -> None:
        self.list.blockSignals(True)
        fit(self.list, len(self.entries))
        pale = marks.pale(QApplication.palette())
        for row, entry in enumerate(self.entries):
            item = self.list.item(row)
            item.setText(entry.name)
            item.setData(Qt.ItemDataRole.ForegroundRole, pale if entry.blank else None)
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        self._mark()

    def _current(self) -> Entry | None:
        row = self.list.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def _mark(self) -> None:
        """Put the gravest sign beside every table in which something is wrong, or is to be looked at."""
        own = self.state.department_id
        found = [*self._hub.found_in(own), *self._hub.flags.of_department(own)] if own else []
        found = [f for f in found if f.answer is None and f.severity in _TOLD]
        inside = [self._inside(entry, found) for entry in self.entries]
        marked = [marks.worst(held) for held in inside]
        blank = QPixmap(_SIGN, _SIGN)  # else names with a sign would stand farther right than the others
        blank.fill(Qt.GlobalColor.transparent)
        for row, worst in enumerate(marked):
            item = self.list.item(row)
            words = [
                item.text(),
                *(["还没有建"] if self.entries[row].blank else []),
                *(_TOLD[kind] for kind in _TOLD if any(f.severity == kind for f in inside[row])),
            ]
            item.setToolTip("\n".join(words))
            sign = marks.icon(worst) if worst else QIcon(blank)
            item.setIcon(sign if any(marked) else QIcon())

    def _inside(self, entry: Entry, found: list[Finding]) -> list[Finding]:
        """What of these findings is in the table of an entry, in no certain cell of it, too."""
        if entry.listed is None:
            table = self.state.table(entry.no, self._owner)
            return [f for f in found if table is not None and self.state.of_table(table, f)]
        own = [f for f in found if f.path.startswith(_PATHS.get(entry.id, "assets"))]
        part = part_of(self.state, self._owner, entry.listed) if own else None
        return [f for f in own if part is not None and part.place(f) is not None]

    def _holds(self, entry: Entry, owner: str, finding: Finding) -> bool:
        """Whether a finding is in the table of an entry."""
        if entry.listed:
            own = finding.path.startswith(_PATHS.get(entry.id, "assets"))
            return own and part_of(self.state, owner, entry.listed).place(finding) is not None
        table = self.state.table(entry.no, owner)
        return table is not None and place_of(self.state, table, finding) is not None

    def _show_row(self, row: int) -> None:
        entry = self.entries[row] if 0 <= row < len(self.entries) else None
        if entry is None:
            self.table.clear()
            self.page.show_part(None)
            return
        page = self.page if entry.listed else self.table
        inside = self.pages.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        if entry.listed:
            self.table.commit_open_editor()
            self.page.show_part(part_of(self.state, self._owner, entry.listed, self._asked[1]))
        else:
            self.page.commit_open_editor()
            self.table.show_table(entry.no, self._owner)
        self.setFocusProxy(page)
        if page is not self.pages.currentWidget():
            self.pages.setCurrentWidget(page)
            if inside:
                page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, changes: Changes) -> None:
        if not self.state.department_id:
            return
        if self._stale or (not self.isVisible() and (changes.structure or len(changes.cells) > 1)):
            self._stale = True  # read when it is shown again
            return
        try:
            touched = self.state.take(changes)
        except UserError:  # the department was removed; the tree leads elsewhere
            self.state.clear()
            self.entries = []
            self.list.clear()
            self._show_row(-1)
            return
        same = not changes.structure or changes.tables == {"budget_row"}  # they bring no other tables and owners
        if touched and same and not self._hub.flags.touched and self._current() is not None:
            self._show_row(self.list.currentRow())
        elif touched:
            self._refresh()

    def _checked(self) -> None:
        """Bring the remarks up to date with what was found after the cells had been shown."""
        entry = self._current()
        if self._stale or not self.isVisible() or entry is None:
            return
        self._mark()
        if entry.listed or self.table.model.remarked_otherwise():
            self._show_row(self.list.currentRow())

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: what is not begun steps back in the colours of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.entries:
            self._fill_list(self.list.currentRow())

    # Places

    def go_to(self, finding: Finding) -> bool:
        """Go to the cell of a finding and give it the keyboard; false where it is not shown."""
        if not self.commit_open_editor():
            return False
        for owner in dict.fromkeys((self._owner, *(o.owner for o in self.state.owners()))):
            at = self._entry_of(owner, finding)
            if at is not None:
                if owner != self._owner:
                    self.show_owner(owner)
                self.list.setCurrentRow(at)
                self._choose()
                return self.table.go_to(finding) if self.entries[at].no else self.page.go_to(finding)
        return False

    def _entry_of(self, owner: str, finding: Finding) -> int | None:
        """Which entry of an owner a finding is in; the first of its kind for a part as a whole."""
        for at, entry in enumerate(contents(self.state, owner)):
            if self._holds(entry, owner, finding):
                return at
        whole = not (isinstance(finding, Flagged) and finding.key) and owner == self._owner
        return 0 if whole and finding.path in ("budget_tables", "budget_tables[1]") else None

    def commit_open_editor(self) -> bool:
        """Store what is typed in an open editor; false where that failed and the editor stays open."""
        return all([self.table.commit_open_editor(), self.page.commit_open_editor()])

    def current_key(self) -> CellKey | None:
        """The cell that is current; of a label the amount that it labels."""
        if self.pages.currentWidget() is self.table:
            return self.table.model.key(self.table.current_field())
        return self.page.view.current_key()

    def current_name(self) -> str:
        """What the current cell is called."""
        if self.pages.currentWidget() is self.table:
            return self.table.model.name_of(self.table.current_field())
        return self.page.model.name_of(self.page.view.currentIndex())
