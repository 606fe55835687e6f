"""A budget table as a grid shows it: labels that stay, amounts that are typed, sums that are computed and compared."""

import re

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from desktop_app.actions import editing, reading
from desktop_app.domain import amounts
from desktop_app.domain.findings import ERROR, WARNING
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import BudgetTable, CellKey, Changes
from desktop_app.errors import UserError
from desktop_app.ui import marks, theme
from desktop_app.ui.grid_sheet import ROOT, SEVERITY_ROLE, Cell, Index, SheetModel
from desktop_app.ui.hub import Hub

_PATH = re.compile(r"budget_tables\[(\d+)\]\.rows\[(\d+)\](?:\[(\d+)\])?")
_TABLES = {"budget_row", "budget_table", "department"}

Place = tuple[int, int]
Remark = tuple[str, str]  # severity and sentence


class BudgetModel(SheetModel):
    """One budget table of one department."""

    def __init__(self, hub: Hub, number: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hub = hub
        self._number = number
        self.department_id = ""
        self._form: TableForm | None = None
        self._table: BudgetTable | None = None
        self._sums: dict[Place, str] = {}
        self._remarks: dict[Place, list[Remark]] = {}
        hub.changed.connect(self._changed)

    @property
    def read_only(self) -> bool:
        """Override SheetModel.read_only."""
        return self.hub.read_only

    @property
    def title(self) -> str:
        """What stands above the table."""
        return self._form.title if self._form else ""

    @property
    def measure(self) -> str:
        """The unit of its amounts."""
        return self._table.measure if self._table else ""

    def load(self, department_id: str) -> None:
        """Show the table of a department. Raises UserError where its year has no such table."""
        self.leaving.emit()
        form = reading.table_form(self.hub.store, department_id, self._number)
        table = reading.load_table(self.hub.store, department_id, self._number)
        self.beginResetModel()
        self.department_id, self._form, self._table = department_id, form, table
        self._judge()
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.department_id, self._form, self._table = "", None, None
        self._judge()
        self.endResetModel()

    def widths(self) -> tuple[tuple[float, ...], tuple[int, ...]]:
        """Least width in characters, and share of what is left, of each column."""
        columns = range(self.columnCount())
        numbers = {column for column in columns if self._is_number(column)}
        least = tuple(3.0 if c in numbers else 9.0 if self.is_label(c) else 7.0 for c in columns)
        return least, tuple(0 if c in numbers else 3 if self.is_label(c) else 2 for c in columns)

    def is_label(self, column: int) -> bool:
        """Whether a column holds the form's words."""
        return self._form is not None and column in self._form.label_columns

    def _is_number(self, column: int) -> bool:
        """Whether a column only counts the rows."""
        return self.is_label(column) and all(not text or text.isdecimal() for text in self._texts_of(column))

    def _texts_of(self, column: int) -> list[str]:
        return [row.cells[column] for row in self._table.rows] if self._table else []

    def _changed(self, changes: Changes) -> None:
        touched = changes.structure or {key.table for key in changes.cells} & _TABLES or self.hub.flags.touched
        if not self.department_id or not touched:
            return
        try:
            table = reading.load_table(self.hub.store, self.department_id, self._number)
        except UserError:  # the department was removed; the tree leads elsewhere
            self.clear()
            return
        same_shape = self._table is not None and len(table.rows) == len(self._table.rows)
        if same_shape:
            self._table = table
            self._judge()
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.load(self.department_id)

    def _judge(self) -> None:
        """Compute the sums and what there is to say about each cell."""
        self._sums, self._remarks = {}, {}
        if self._form is None or self._table is None:
            return
        self._sums = reading.table_sums(self._form, [row.cells for row in self._table.rows])
        for row, cells in enumerate(self._table.rows):
            for column, text in enumerate(cells.cells):
                if not self.is_label(column) and (remark := self._remark((row, column), text.strip())):
                    self._remarks[row, column] = [remark]
        department = self.department_id
        for finding in self.hub.checker.of_department(department) + self.hub.flags.of_department(department):
            place = self._place(finding.path)
            if place is not None:
                self._remarks.setdefault(place, []).append((finding.severity, marks.sentence(finding)))

    def _remark(self, place: Place, text: str) -> Remark | None:
        amount, total = amounts.parse_amount(text), self._sums.get(place, "")
        if text and amount is None:
            return ERROR, f"“{text}”不是金额，请填数字（{self.measure}）"
        if text and total and amount != amounts.parse_amount(total):
            return WARNING, f"按各行相加应为 {total}，这里填的是 {text}"
        return None

    def _place(self, path: str) -> Place | None:
        match = _PATH.fullmatch(path)
        if match is None or int(match[1]) != self._number:
            return None
        place = int(match[2]), int(match[3] or 0)
        return place if place[0] < self.rowCount() and place[1] < self.columnCount() else None

    def index_of_path(self, path: str) -> QModelIndex:
        """Where the cell of a finding's path is shown; invalid where it is not."""
        place = self._place(path)
        return self.index(*place) if place else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        return 0 if parent.isValid() or self._table is None else len(self._table.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Override QAbstractItemModel.columnCount."""
        return 0 if parent.isValid() or self._table is None else len(self._table.columns)

    def text(self, row: int, column: int) -> str:
        """Override SheetModel.text."""
        return self._table.rows[row].cells[column] if self._table else ""

    def editable(self, row: int, column: int) -> bool:
        """Override SheetModel.editable: labels are the form's, and an amount beside none belongs to no item.

        What an import brought there all the same can be taken away.
        """
        return not self.read_only and not self.is_label(column) and not self._is_void(row, column)

    def _label(self, row: int, column: int) -> str | None:
        """The label that an amount belongs to, the nearest at its left; None where its columns have none."""
        labels = [c for c in range(column) if self.is_label(c) and not self._is_number(c)]
        return self.text(row, labels[-1]).strip() if labels else None

    def _is_void(self, row: int, column: int) -> bool:
        return self._label(row, column) == "" and not self.text(row, column)

    def name_of(self, index: Index) -> str:
        """What a cell is called: its row's label and its column's heading."""
        heading = str(self.headerData(index.column(), Qt.Orientation.Horizontal) or "").replace("\n", "")
        label = self._label(index.row(), index.column()) or f"第{index.row() + 1}行"
        return f"{label} {heading}"

    def key(self, index: Index) -> CellKey | None:
        """Override SheetModel.key: a table that was not begun has no cells yet."""
        if not index.isValid() or self._table is None or not self._table.rows[index.row()].id:
            return None
        return CellKey("budget_row", self._table.rows[index.row()].id, f"c{index.column() + 1}")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.headerData."""
        if role != Qt.ItemDataRole.DisplayRole or self._table is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self._table.columns[section].replace("/", "\n")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        text, total = self.text(row, column), self._sums.get((row, column), "")
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return text or total
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column) | Qt.AlignmentFlag.AlignVCenter
        remarks = self._remarks.get((row, column), [])
        if role == Qt.ItemDataRole.ToolTipRole:
            computed = ["自动合计。输入数字可以代替它"] if total and not text else []
            return marks.rich([f"{marks.NAMES[severity]}：{said}" for severity, said in remarks] + computed)
        severity = min((severity for severity, _ in remarks), key=marks.SEVERITIES.index, default="")
        if role == SEVERITY_ROLE:
            return severity
        return _look(role, severity, self.is_label(column) or self._is_void(row, column), not text)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        if self._is_number(column):
            return Qt.AlignmentFlag.AlignHCenter
        return Qt.AlignmentFlag.AlignLeft if self.is_label(column) else Qt.AlignmentFlag.AlignRight

    def write(self, cells: list[Cell], name: str) -> bool:
        """Override SheetModel.write."""
        return self.hub.run(editing.set_table_cells, self.department_id, self._number, cells) is not None


def _look(role: int, severity: str, label: bool, computed: bool) -> object:
    palette: QPalette = QGuiApplication.palette()
    if role == Qt.ItemDataRole.DecorationRole:
        return marks.icon(severity) if severity else None
    if role == Qt.ItemDataRole.BackgroundRole:
        if severity:
            return marks.tint(severity, palette)
        base, window = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Window)
        return theme.blend(base, window, 0.8) if label else None
    if role == Qt.ItemDataRole.ForegroundRole:
        return marks.pale(palette) if computed and not severity else marks.ink(palette)
    return None
