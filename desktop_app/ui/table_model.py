"""A budget table as a grid shows it: labels that stay, amounts that are typed, sums that are computed and compared."""

from collections.abc import Mapping
from copy import deepcopy

from PySide6.QtCore import QModelIndex

from desktop_app.actions import tables as actions
from desktop_app.actions.library import Proposal
from desktop_app.domain import amounts, tables
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.findings import Finding
from desktop_app.domain.forms import TableForm
from desktop_app.domain.table_labels import fold, level
from desktop_app.ui.clipboard import Block
from desktop_app.ui.computed_model import ComputedModel
from desktop_app.ui.grid_rows import Row, inviting
from desktop_app.ui.grid_sheet import Cell, Index
from desktop_app.ui.grid_text import INDENT
from desktop_app.ui.parts_state import PartsState
from desktop_app.ui.table_remarks import Judged, judge, place_of, placed


class BudgetModel(ComputedModel):
    """One budget table of a department or unit; one that was not begun is offered as its form has it."""

    invitation = "新增一行…"

    def __init__(self, state: PartsState) -> None:
        super().__init__(state.hub)
        self.state = state
        self.table: BudgetTable | None = None
        self.form: TableForm | None = None
        self.judged = Judged()
        self._labels: set[int] = set()
        self._fixed: list[set[str]] = []  # the form's words by column
        self._levels: list[int] = []

    @property
    def department_id(self) -> str:
        """The department whose tables are shown, "" for none."""
        return self.state.department_id if self.table else ""

    @property
    def begun(self) -> bool:
        """Whether the shown table is in the workspace."""
        return bool(self.table and self.table.id)

    def show(self, table: BudgetTable | None, sums: Mapping[tuple[int, int], str] | None = None) -> None:
        """Show a table; where it is shown already, only what is new in it changes. `sums` stand in blank cells."""
        before = self.table
        same = before is not None and table is not None and _same(before, table)
        if same and table is not None and before is not None and before.id != table.id:
            self._become(table)
        self.table = table
        self.form = self.state.form(table) if table else None
        self._learn()
        known = None
        if self.state.hub.waiting and before is table:
            known = self.judged
        elif self.state.hub.waiting and table is not None and table.id:
            self.state.hub.settle()  # another table was chosen: it is shown with what is wrong in it now
        self.judged = judge(self.state, table, self.form, self.right, known) if table else Judged()
        self.judged.computed = {**(sums or {}), **self.judged.computed}
        rows = self._wanted()
        computed = {(rows[row].id, column): text for (row, column), text in self.judged.computed.items()}
        remarks = {(rows[row].id, column): said for (row, column), said in self.judged.remarks.items()}
        self._put(rows, computed, remarks, None if same else len(table.columns) if table else 0)

    def _become(self, table: BudgetTable) -> None:
        """Let the rows of the form be those of the table that was just begun, or back: what is current stays so."""
        for at in range(min(self.records(), len(table.rows))):
            self._rows[at] = Row(_id(table, at), self._rows[at].texts, ())

    def _learn(self) -> None:
        """What the columns hold."""
        form, table = self.form, self.table
        columns = range(len(table.columns) if table else 0)
        if form is None:
            self.right = {c for c in columns if self._counts(c)}
            self.centred, self._labels, self._fixed = set(), set(), [set() for _ in columns]
            self.invites_at = 0
            return
        self.right, self.centred = set(form.of_kind("amount")), set(form.of_kind("number"))
        self._labels = set(form.label_columns)
        words = [row for row in form.rows] if not form.keyed else []
        self._fixed = [{fold(row[c]) for row in words} - {""} for c in columns]
        self.invites_at = next(iter(form.of_kind("code", "label")), 0)

    def _counts(self, column: int) -> bool:
        """Whether a column of a table without a form holds amounts."""
        texts = [row.cells[column] for row in self.table.rows if row.cells[column].strip()] if self.table else []
        return bool(texts) and 2 * sum(amounts.parse_amount(text) is not None for text in texts) > len(texts)

    def _wanted(self) -> list[Row]:
        """The rows as they should be shown now."""
        if self.table is None:
            return []
        rows = [Row(_id(self.table, at), tuple(row.cells), ()) for at, row in enumerate(self.table.rows)]
        form = self.form if self.form and self.form.keyed else None
        cells = [row.cells for row in self.table.rows]
        self._levels = [level(row.code) for row in tables.rows_of(form, cells)] if form else [0] * len(cells)
        return rows if self.read_only else [*rows, inviting(len(self.table.columns))]

    def remarked_otherwise(self) -> bool:
        """Whether the checks have found something else in the table since it was shown."""
        if self.table is None:
            return False
        waited = self.judged.due_then != self.judged.due
        return waited or placed(self.state, self.table) != self.judged.placed

    def index_of_finding(self, finding: Finding) -> QModelIndex:
        """Where the cell of a finding is shown; invalid where it is not."""
        place = place_of(self.state, self.table, finding) if self.table else None
        return self.index(*place) if place else QModelIndex()

    # Reading

    def heads(self) -> list[str]:
        """Override ComputedModel.heads."""
        return self.table.columns if self.table else []

    def is_label(self, column: int) -> bool:
        """Override ComputedModel.is_label: words of the form; those of codes are typed."""
        return column in self._labels and not (self.form is not None and self.form.keyed and column not in self.centred)

    def shown(self, row: int, column: int) -> str:
        """Override ComputedModel.shown: names stand in by 类, 款, 项."""
        text = super().shown(row, column)
        form = self.form
        if text and form is not None and form.keyed and form.kinds[column] == "label" and row < len(self._levels):
            return INDENT * self._levels[row] + text
        return text

    def editable(self, row: int, column: int) -> bool:
        """Override SheetModel.editable: the form's own words stay, and an amount beside none belongs to no item.

        What an import brought there all the same can be taken away.
        """
        if self.read_only or self.table is None:
            return False
        if row >= len(self.table.rows):
            return column not in self.centred
        text = self.text(row, column)
        if column in self.centred:
            return text.strip() not in ("", str(row + 1))
        return fold(text) not in self._fixed[column] and not self.is_void(row, column)

    def _label(self, row: int, column: int) -> str | None:
        """The label that an amount belongs to, the nearest at its left; None where its columns have none."""
        labels = [c for c in range(column) if c in self._labels and c not in self.centred]
        return self.text(row, labels[-1]).strip() if labels else None

    def is_void(self, row: int, column: int) -> bool:
        """Override ComputedModel.is_void."""
        if self.form is None or self.form.keyed or column not in self.right:
            return False
        beyond = self.table is None or row >= len(self.table.rows)
        return not beyond and self._label(row, column) == "" and not self.text(row, column)

    def numbers_rows(self, column: int) -> bool:
        """Override SheetModel.numbers_rows."""
        return column in self.centred

    def proposes(self, column: int) -> bool:
        """Override SheetModel.proposes: codes, found by their digits or their names."""
        return self.form is not None and bool(self.form.keyed) and self.form.kinds[column] == "code"

    def proposals(self, row: int, column: int, typed: str) -> list[Proposal]:
        """Override SheetModel.proposals."""
        return self.state.code_words(self.form.keyed).propose(typed) if self.form else []

    def name_of(self, index: Index) -> str:
        """What a cell is called: its row's label and its column's heading."""
        if not index.isValid() or self.table is None:
            return ""
        heading = self.table.columns[index.column()].replace("/", "")
        label = self._label(index.row(), index.column()) or f"第{index.row() + 1}行"
        return f"{label} {heading}"

    def key(self, index: Index) -> CellKey | None:
        """Override SheetModel.key: a table that was not begun has no cells yet."""
        if not index.isValid() or not self.begun or index.row() >= self.records():
            return None
        return CellKey("budget_row", self._rows[index.row()].id, f"c{index.column() + 1}")

    def widths(self) -> tuple[tuple[float, ...], tuple[int, ...]]:
        """Least width in characters, and share of what is left, of each column."""
        columns = range(self.columnCount())
        words = [max((len(self.text(r, c)) for r in range(self.records())), default=0) for c in columns]
        least = tuple(
            1.6 if c in self.centred else self.number_width(c, 4) if c in self.right else min(max(words[c] * 0.6, 5), 9)
            for c in columns
        )
        shares = tuple(0 if c in self.centred else 2 if c in self.right else 4 for c in columns)
        return least, shares

    # Writing

    def write(self, cells: list[Cell], name: str) -> bool:
        """Override SheetModel.write: a code brings its name along; the first text begins a table."""
        table, form = self.table, self.form
        if table is None or not cells:
            return True
        if form is not None and form.keyed and any(form.kinds[column] == "code" for _, column, _ in cells):
            cells = actions.with_names(form, [r.cells for r in table.rows], cells, self.state.names(form.keyed))
        if not table.id:
            return not any(text for _, _, text in cells) or self._begin(cells)
        return self.hub.run(actions.write, table, cells, name, actions.number_column(form)) is not None

    def _begin(self, cells: list[Cell]) -> bool:
        assert self.table is not None
        table = deepcopy(self.table)
        width, number = len(table.columns), actions.number_column(self.form)
        for row, column, text in sorted(cells):
            while row >= len(table.rows):
                at = len(table.rows) + 1
                table.rows.append(BudgetRow([str(at) if c == number else "" for c in range(width)]))
            table.rows[row].cells[column] = text
        return self.hub.run(actions.begin, self.state.department_id, table) is not None

    def begin(self) -> bool:
        """Begin the table as the form has it."""
        return self.begun or self._begin([])

    def paste(self, row: int, column: int, block: Block) -> bool:
        """Override SheetModel.paste: rows beyond the last become new ones."""
        wide = [texts[: self.columnCount() - column] for texts in block]
        while len(wide) > max(self.records() - row, 0) and not any(wide[-1]):
            wide.pop()
        cells = [(row + i, column + j, text) for i, texts in enumerate(wide) for j, text in enumerate(texts)]
        return self.write([c for c in cells if self.editable(c[0], c[1])], "粘贴")

    def _takes(self, row: int, column: int, text: str) -> bool:
        if column >= self.columnCount():
            return False
        beyond = row >= self.records()
        return self.editable(row, column) or beyond or fold(self.text(row, column)) == fold(text)

    def insert_rows(self, row: int, count: int) -> bool:
        """Override SheetModel.insert_rows."""
        if not self.begin() or self.table is None:
            return False
        before = self.table.rows[row].id if row < len(self.table.rows) else ""
        number = actions.number_column(self.form)
        return self.hub.run(actions.insert_rows, self.table, before, count, number) is not None

    def delete_rows(self, rows: list[int]) -> bool:
        """Override SheetModel.delete_rows."""
        if not self.begin() or self.table is None:
            return False
        ids = [self.table.rows[row].id for row in rows]
        return self.hub.run(actions.delete_rows, self.table, ids, actions.number_column(self.form)) is not None

    def move_rows(self, rows: list[int], step: int) -> bool:
        """Override SheetModel.move_rows."""
        if not self.begin() or self.table is None:
            return False
        ids = [self.table.rows[row].id for row in rows]
        return self.hub.run(actions.move_rows, self.table, ids, step, actions.number_column(self.form)) is not None


def _same(before: BudgetTable, table: BudgetTable) -> bool:
    """Whether a table is the one that was shown, begun or taken back since."""
    alike = (before.no, before.owner, before.columns) == (table.no, table.owner, table.columns)
    return alike and (before.id == table.id or not before.id or not table.id)


def _id(table: BudgetTable, row: int) -> str:
    """What a row is known by while it is shown."""
    return table.rows[row].id or f"#{row}"
