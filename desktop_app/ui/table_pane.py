"""The page of one budget table: typed amounts, computed sums, proposals from the other tables and the units."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from desktop_app.actions import editing, table_proposals
from desktop_app.actions import tables as actions
from desktop_app.actions.table_proposals import Proposal
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.findings import WARNING, Finding
from desktop_app.ui import dialogs, theme
from desktop_app.ui.accept_dialog import AcceptDialog
from desktop_app.ui.elided import ElidedLabel
from desktop_app.ui.fields import LineField
from desktop_app.ui.part_page import PartPage
from desktop_app.ui.parts_state import PartsState
from desktop_app.ui.table_model import BudgetModel

_NOT_EMPTY = "表里已经有数，这句空表注应当去掉"
_WANTED = "没有数的表公开时要加一句：{}"


class BudgetTablePane(PartPage):
    """Shows and edits one of the nine tables of a department or unit."""

    def __init__(self, state: PartsState, parent: QWidget | None = None) -> None:
        self.model = BudgetModel(state)
        super().__init__(self.model, parent)
        self.state = state
        self._no, self._owner = 1, ""
        self.view.verticalHeader().hide()  # the form numbers its rows itself
        self.sort = self.add_button("按编码排序", "各行按科目编码排列，合计在最前", self.sort_rows)
        self.parents = self.add_button("补类、款行", "补上缺少的类、款行，名称一起填上", self.add_parents)
        self.fill = self.add_button("填入合计", "把自动算出的合计写进空着的格子", self.fill_sums)
        self.others = self.add_button("按其他表填写…", "按其他各表应当是多少，逐格对照后填入", self.fill_by_others)
        self.units = self.add_button("按单位汇总…", "各单位的表相加，逐格对照后填入", self.fill_by_units)
        self.start = self.add_button("新建本表", "这张表还没有建，按本年的格式建一张", self.begin)
        self.remark.clicked.connect(self.show_differences)
        state.hub.checked.connect(self._count_units)
        self.note = LineField(state.hub, "空表注")
        self.note_words, self.offer = QLabel("表注"), QToolButton()
        self.offer.setText("填入空表注")
        self.offer.setObjectName("framed")
        self.offer.clicked.connect(self.write_note)
        self.hint = ElidedLabel()
        theme.muted(self.hint)
        line = QHBoxLayout()
        for widget in (self.note_words, self.note, self.hint, self.offer):
            line.addWidget(widget, int(widget in (self.note, self.hint)))
        self.foot.addLayout(line)
        self.beside = ElidedLabel()  # what the current cell comes to at the department
        theme.muted(self.beside)
        self.foot.addWidget(self.beside)
        self.view.selectionModel().currentChanged.connect(self._say_beside)

    def _say_beside(self) -> None:
        index, table = self.view.currentIndex(), self.model.table
        inside = table is not None and index.isValid() and index.row() < len(table.rows)
        said = self.state.at_department(table, index.row(), index.column()) if inside and table else ""
        self.beside.setText(said)
        self.beside.setVisible(bool(table and table.owner))

    def show_table(self, no: int, owner: str) -> None:
        """Show a table of an owner, as it is or as its form offers it."""
        another = (no, owner, self.state.department_id) != (self._no, self._owner, self.model.department_id)
        if another:
            self.view.columns.set((), ())  # those of the table before are of no use while this one comes
        self._no, self._owner = no, owner
        table = self.state.table(no, owner)
        offered, sums = (table, {}) if table else self.state.offered(no, owner)
        self.model.show(offered, sums)
        if offered is None:
            return
        self.title.setText(self._printed(offered, owner) + (f"（{self.state.owner_name(owner)}）" if owner else ""))
        self.measure.setText(f"单位：{offered.measure}")
        self.view.setAccessibleName(offered.name)
        self._say()
        self._say_beside()
        if another:
            self.view.columns.set(*self.model.widths())

    def _printed(self, table: BudgetTable, owner: str) -> str:
        """The name that is printed: the form's title says whose table it is."""
        form = self.model.form
        return f"{'单位' if owner else '部门'}{form.title}" if form and table.name in ("", form.title) else table.name

    def clear(self) -> None:
        """Show nothing."""
        self.model.show(None)

    def _say(self) -> None:
        """Bring buttons, note and the count of differences up to date."""
        model, table, form = self.model, self.model.table, self.model.form
        writable = not model.read_only and table is not None
        keyed = form is not None and bool(form.keyed)
        total = self.state.units_total(self._no) if not self._owner else None
        for name in ("插入行", "删除行", "上移", "下移"):
            self.buttons[name].setVisible(writable)
        self.sort.setVisible(writable and keyed and model.begun)
        self.parents.setVisible(writable and keyed and model.begun)
        self.fill.setVisible(writable and form is not None and model.begun)
        self.others.setVisible(writable and form is not None and bool(form.links))
        self.units.setVisible(writable and total is not None)
        if not self.state.hub.waiting:
            self._count_units()
        self.start.setVisible(writable and not model.begun)
        count = len(model.judged.differences)
        self.say(WARNING, f"合计不符 {count} 处" if count else "", "点这里逐处查看")
        self._say_note()

    def _count_units(self) -> None:
        """Say how many cells differ; a wider button moves the whole page, so that the cells are painted before."""
        differs = len(self.model.judged.from_units)
        self.units.setText(f"按单位汇总（{differs} 处不同）…" if differs else "按单位汇总…")

    def _say_note(self) -> None:
        table, form = self.model.table, self.model.form
        begun = self.model.begun and table is not None
        empty = table is not None and not self.has_amounts()
        wanted = form.empty_note if form is not None and empty and table is not None and not table.note.strip() else ""
        self.note.cell.load(CellKey("budget_table", table.id, "note") if begun and table else None,
                            table.note if begun and table else "")  # fmt: skip
        self.note.setPlaceholderText(wanted)
        shown = begun and (empty or bool(table and table.note.strip()))
        self.note.setVisible(shown)
        self.note_words.setVisible(shown or bool(wanted))
        self.offer.setVisible(bool(wanted) and not self.model.read_only)
        self.offer.setToolTip(wanted)
        stale = begun and not empty and table is not None and "空表" in table.note
        self.hint.setText(_NOT_EMPTY if stale else "" if shown or not wanted else _WANTED.format(wanted))
        self.hint.setVisible(bool(self.hint.text()))

    def has_amounts(self) -> bool:
        """Whether any amount stands in the table."""
        table = self.model.table
        return any(row.cells[column].strip() for row in table.rows for column in self.model.right) if table else False

    # What the buttons do

    def begin(self) -> None:
        """Begin the table as its form has it."""
        self.model.begin()
        self.view.setFocus()

    def write_note(self) -> None:
        """Write the sentence of an empty table under it."""
        form = self.model.form
        if form is not None and self.view.commit_open_editor() and self.model.begin() and self.model.table:
            key = CellKey("budget_table", self.model.table.id, "note")
            self.state.hub.run(editing.edit_cells, [(key, form.empty_note)], "填入空表注")

    def sort_rows(self) -> None:
        """Put the rows into the order of their codes."""
        if self.model.begun and self.model.table and self.model.form:
            self.state.hub.run(actions.sort_rows, self.model.table, self.model.form)

    def add_parents(self) -> None:
        """Add the rows of 类 and 款 that are missing."""
        table, form = self.model.table, self.model.form
        if table is None or form is None:
            return
        if not actions.missing_parents(form, [row.cells for row in table.rows]):
            dialogs.tell("补类、款行", "每一项的类、款都已经有了。", parent=self)
            return
        self.state.hub.run(actions.add_parents, table, form, self.state.names(form.keyed))

    def fill_sums(self) -> None:
        """Write the computed sums into their blank cells."""
        table, form = self.model.table, self.model.form
        cells = actions.sums_to_fill(form, table) if table is not None and form is not None else []
        if cells and self.state.hub.run(table_proposals.fill_sums, table, cells) is None:
            return
        said = f"填入了 {len(cells)} 格合计。" if cells else "没有能填的空着的合计格。"
        if self.model.judged.untold:
            said += f"有 {self.model.judged.untold} 格算不出来：它们的某一项不是金额，格里的说明指出是哪一项。"
        differing = len(self.model.judged.differences)
        if differing:
            question = f"{said}\n\n表里原来填着的合计有 {differing} 处与各项相加不同，没有改动。"
            if dialogs.ask("填入合计", question, "逐处查看", "以后再看", parent=self):
                self.show_differences()
        elif not cells or self.model.judged.untold:
            dialogs.tell("填入合计", said, parent=self)

    def show_differences(self) -> None:
        """List the sums that differ; those that are accepted get the computed value."""
        table, form = self.model.table, self.model.form
        if table is not None and form is not None:
            head = (
                "下面这些合计与表中各项相加的结果不同。可能是合计错了，也可能是某一项错了：请先核对，"
                "确定是合计错了再打勾填入。"
            )
            self._accept("合计不符", head, table_proposals.by_sums(table, form), "改正合计")

    def fill_by_others(self) -> None:
        """Show what the table should hold by the other tables, and write what is accepted."""
        table, form = self.model.table, self.model.form
        if table is None or form is None:
            return
        book_tables = self.state.tables(self._owner)
        found = table_proposals.by_others(table, form, book_tables, self.state.book.year)
        head = (
            "按其他各表，下面这些格应当是另一个数。打勾的会填入，可以一次撤销；没有打勾的是本表的合计，由各项相加得出。"
        )
        self._accept("按其他表填写", head, found, "按其他表填写")

    def fill_by_units(self) -> None:
        """Show where the department's table is not the sum of its units', and write what is accepted."""
        table, form, total = self.model.table, self.model.form, self.state.units_total(self._no)
        if total is None or table is None:
            return
        if not self.model.begun:
            self.state.hub.run(table_proposals.begin_summed, self.state.department_id, total)
            return
        if form is not None:
            found = table_proposals.by_units(table, form, total)
            head = "部门的表与各单位的表相加，下面这些格不同。打勾的会填入，可以一次撤销。"
            self._accept("按单位汇总", head, found, "按单位汇总")

    def _accept(self, title: str, head: str, found: Sequence[Proposal], name: str) -> None:
        table, form = self.model.table, self.model.form
        if not found:
            dialogs.tell(title, "都一致，没有要改的格。", parent=self)
            return
        dialog = AcceptDialog(title, head, found, self)
        if dialogs.run(dialog) and table is not None and form is not None:
            own = self.state.department_id
            self.state.hub.run(table_proposals.apply, own, table, form, dialog.wanted(), name)

    # Places

    def current_field(self) -> QModelIndex:
        """The current cell; where it is one of the form's words the amount at its right."""
        index = self.view.currentIndex()
        while index.isValid() and self.model.is_label(index.column()):
            index = index.siblingAtColumn(index.column() + 1)
        return index if index.isValid() else self.view.currentIndex()

    def go_to(self, finding: Finding) -> bool:
        """Go to the cell of a finding and give it the keyboard; false where it is not shown."""
        index = self.model.index_of_finding(finding)
        if self.commit_open_editor() and index.isValid():
            self.view.make_current(index)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return index.isValid()
