"""The page of what a department publishes as tables: a list of them at the left, one of them at the right."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import reading
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import CellKey, Changes
from desktop_app.errors import UserError
from desktop_app.ui import grid_actions, marks, theme
from desktop_app.ui.grid_sheet_view import SheetView
from desktop_app.ui.hub import Hub
from desktop_app.ui.parts import OWN_TABLE, Part, parts_of
from desktop_app.ui.parts_model import PartModel
from desktop_app.ui.table_pane import NUMBER, BudgetTablePane

_TABLES = {
    "department", "budget_table", "budget_row", "purchase", "purchase_total", "asset_block", "asset_row",
    "organisation", "term",
}  # fmt: skip
_OWN = "表1 收支总表"
_SIGN = 16  # pixels of the sign beside a name
PATHS = ("budget_tables", "procurement", "assets", "organisation", "glossary")


class PartPage(QWidget):
    """Title, unit of amounts, and the grid of one part."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PartModel(hub, self)
        self.title, self.measure, self.note = QLabel(), QLabel(), QLabel()
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.title.setFont(font)
        self.measure.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.note.setWordWrap(True)
        for label in (self.measure, self.note):
            theme.muted(label)
        self.view = SheetView(self.model)
        self.view.set_actions(grid_actions.build(self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, theme.SPACING, 12, theme.SPACING)
        layout.setSpacing(4)
        for part, stretch in ((self.title, 0), (self.measure, 0), (self.view, 1), (self.note, 0)):
            layout.addWidget(part, stretch)
        self.setFocusProxy(self.view)

    def show_part(self, department_id: str, part: Part | None) -> None:
        """Show a part, or nothing."""
        shown = self.model.part
        another = part is None or (part.id, part.heads) != (shown.id, shown.heads)
        if another:
            self.view.columns.set((), ())  # those of the table before are of no use while this one comes
        self.model.show_part(department_id, part)
        if part is None:
            return
        for label, text in ((self.title, part.name), (self.measure, part.measure), (self.note, part.note)):
            label.setText(text)
            label.setVisible(bool(text))
        self.view.setAccessibleName(part.name)
        if another:
            self.view.columns.set(*self.model.widths())


class PartsPane(QWidget):
    """All tables of one department: budget tables, purchases, assets, 机构设置, 名词解释."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._department_id = ""
        self._stale = False
        self._parts: list[Part | None] = []  # None is the 收支总表, which its own page reads
        self.list = QListWidget()
        self.list.setAccessibleName("公开表目录")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(_SIGN, _SIGN))
        self.list.currentRowChanged.connect(self._show_row)
        self.table, self.page = BudgetTablePane(hub), PartPage(hub)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.page)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.pages)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([210, 800])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACING, 0, 0)
        layout.addWidget(splitter)
        self.setFocusProxy(self.table)
        hub.changed.connect(self._changed)

    def show_department(self, department_id: str) -> None:
        """Show the tables of a department. Raises UserError where it is gone."""
        if department_id != self._department_id or self._stale:
            self._read(department_id)

    def _read(self, department_id: str) -> None:
        """Read the tables anew and stay on the one that is shown."""
        book = reading.load_parts(self._hub.store, department_id)
        shown = self._shown_id()
        self._department_id, self._stale = department_id, False
        try:
            reading.table_form(self._hub.store, department_id, NUMBER)
            own = next((t.id for t in book.tables if t.no == NUMBER and not t.owner), "")
        except UserError:
            own = None  # its year has no form: shown like the others, where there is one
        others: list[Part | None] = [part for part in parts_of(book) if part.id != own]
        self._parts = others if own is None and others else [None, *others]
        at = next((i for i, part in enumerate(self._parts) if (part.id if part else "") == shown), 0)
        self.list.blockSignals(True)
        self.list.clear()
        for part in self._parts:
            self.list.addItem(part.name if part else _OWN)
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        self.list.setVisible(len(self._parts) > 1)
        self._mark()
        self._show_row(at)

    def _shown_id(self) -> str:
        row = self.list.currentRow()
        part = self._parts[row] if 0 <= row < len(self._parts) else None
        return part.id if part else ""

    def _mark(self) -> None:
        """Put the sign beside every table that has a field to be looked at."""
        doubts = self._hub.flags.of_department(self._department_id)
        marked = [any(self._holds(part, finding) for finding in doubts) for part in self._parts]
        blank = QPixmap(_SIGN, _SIGN)  # else names with a sign would stand farther right than the others
        blank.fill(Qt.GlobalColor.transparent)
        for row, there in enumerate(marked):
            item = self.list.item(row)
            item.setToolTip(f"{item.text()}\n有待核对的地方" if there else item.text())
            if any(marked):
                item.setIcon(marks.icon(marks.REVIEW) if there else QIcon(blank))

    def _holds(self, part: Part | None, finding: Finding) -> bool:
        if part is not None:
            return part.place(finding) is not None
        elsewhere = any(other is not None and other.place(finding) is not None for other in self._parts)
        return finding.path.startswith(OWN_TABLE) and not elsewhere

    def _show_row(self, row: int) -> None:
        part = self._parts[row] if 0 <= row < len(self._parts) else None
        self.commit_open_editor()
        if part is None:
            self.table.show_department(self._department_id)
        else:
            self.page.show_part(self._department_id, part)
        self.pages.setCurrentWidget(self.table if part is None else self.page)
        self.setFocusProxy(self.table if part is None else self.page)

    def _changed(self, changes: Changes) -> None:
        touched = changes.structure or self._hub.flags.touched or {key.table for key in changes.cells} & _TABLES
        if not self._department_id or not touched:
            return
        self._stale = True
        if self.isVisible():
            try:
                self._read(self._department_id)
            except UserError:  # the department was removed; the tree leads elsewhere
                self._department_id, self._parts = "", []
                self.list.clear()

    def go_to(self, finding: Finding) -> bool:
        """Go to the cell of a finding and give it the keyboard; false where it is not shown."""
        row = next((i for i, part in enumerate(self._parts) if self._holds(part, finding)), None)
        if row is None or not self.commit_open_editor():
            return False
        self.list.setCurrentRow(row)
        if self._parts[row] is None:
            return self.table.go_to(finding.path)
        self.page.view.make_current(self.page.model.index_of_finding(finding))
        self.page.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def commit_open_editor(self) -> bool:
        """Store what is typed in an open editor; false where that failed and the editor stays open."""
        return all([self.table.commit_open_editor(), self.page.view.commit_open_editor()])

    def current_key(self) -> CellKey | None:
        """The cell that is current; of a label the amount that it labels."""
        if self.pages.currentWidget() is self.table:
            return self.table.model.key(self.table.current_field())
        return self.page.view.current_key()

    def current_name(self) -> str:
        """What the current cell is called."""
        if self.pages.currentWidget() is self.table:
            index = self.table.current_field()
            return self.table.model.name_of(index) if index.isValid() else ""
        return self.page.model.name_of(self.page.view.currentIndex())
