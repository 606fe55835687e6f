"""The page of one list of the book: 政府采购, 固定资产, 机构设置, 名词解释."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.actions import editing, forms_of_year
from desktop_app.actions import parts as actions
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import WARNING, Finding
from desktop_app.ui import dialogs, theme
from desktop_app.ui.elided import ElidedLabel
from desktop_app.ui.fields import LineField
from desktop_app.ui.part_page import PartPage
from desktop_app.ui.parts import GLOSSARY, Part
from desktop_app.ui.parts_model import PartModel
from desktop_app.ui.parts_state import PartsState


class ListPage(PartPage):
    """Shows and edits one list of a department or unit."""

    def __init__(self, state: PartsState, parent: QWidget | None = None) -> None:
        self.model = PartModel(state)
        super().__init__(self.model, parent)
        self.state = state
        self.fill = self.add_button("填入合计", "把自动算出的合计写进空着的格子，没有的合计行补上", self.fill_sums)
        self.terms = self.add_button("填入常用名词", "补上本年常用、这里还没有的名词解释", self.add_terms)
        self.start = self.add_button("新建本表", "这张表还没有建，按本年的格式建一张", self.begin)
        self.holder, self.date = LineField(state.hub, "占有单位"), LineField(state.hub, "时间")
        self.note = ElidedLabel()
        theme.muted(self.note)
        self.head = QWidget()
        line = QHBoxLayout(self.head)
        line.setContentsMargins(0, 0, 0, 0)
        for label, widget in (("占有单位", self.holder), ("时间", self.date)):
            line.addWidget(QLabel(label))
            line.addWidget(widget, 1)
        self.foot.addWidget(self.head)
        self.foot.addWidget(self.note)

    def show_part(self, part: Part | None) -> None:
        """Show a list, or nothing."""
        shown = self.model.part
        another = part is None or (part.id, part.heads) != (shown.id, shown.heads)
        if another:
            self.view.columns.set((), ())  # those of the list before are of no use while this one comes
        self.model.show(part)
        if part is None:
            return
        self.title.setText(part.name + (f"（{self.state.owner_name(part.owner)}）" if part.owner else ""))
        for label, text in ((self.measure, part.measure), (self.note, part.note)):
            label.setText(text)
            label.setVisible(bool(text))
        self.view.setAccessibleName(part.name)
        self._say(part)
        if another:
            self.view.columns.set(*self.model.widths())

    def _say(self, part: Part) -> None:
        writable = not self.model.read_only
        for name in ("插入行", "删除行", "上移", "下移"):
            self.buttons[name].setVisible(writable and bool(part.parent))
        self.fill.setVisible(writable and part.table in ("purchase", "asset_row") and bool(part.parent))
        self.terms.setVisible(writable and part.id == GLOSSARY)
        self.start.setVisible(writable and not part.parent)
        wrong = sum(severity == WARNING for said in part.remarks.values() for severity, _ in said)
        self.say(WARNING, f"有 {wrong} 处不符" if wrong and part.table in ("purchase", "asset_row") else "")
        block = next((block for block in self.state.book.assets if block.id == part.id), None)
        self.head.setVisible(block is not None)
        if block is not None:
            self.holder.cell.load(CellKey("asset_block", block.id, "unit"), block.unit)
            self.date.cell.load(CellKey("asset_block", block.id, "date"), block.date)

    def begin(self) -> None:
        """Begin the table of assets."""
        self.model.begin()
        self.view.setFocus()

    def add_terms(self) -> None:
        """Add the usual terms of the year."""
        self.state.hub.run(forms_of_year.add_glossary, self.state.department_id)

    def fill_sums(self) -> None:
        """Write what blank sums come to; sums of purchases that are not there are added."""
        part = self.model.part
        if part.table == "purchase":
            done = self.state.hub.run(actions.fill_purchases, self.state.book)
            nothing = done is not None and not done.cells and not done.structure
        else:
            edits = [(key, text) for (row, column), text in part.computed.items()
                     if (key := part.lines[row].keys[column]) is not None]  # fmt: skip
            nothing = not edits
            if edits:
                self.state.hub.run(editing.edit_cells, edits, "填入合计")
        if nothing:
            dialogs.tell("填入合计", "没有空着的合计格。", parent=self)

    def go_to(self, finding: Finding) -> bool:
        """Go to the cell of a finding and give it the keyboard; false where it is not shown."""
        index = self.model.index_of_finding(finding)
        if index.isValid():
            self.view.make_current(index)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
