"""The indicators of one project as a table, with what is wrong in each cell."""

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.actions import checking, editing, last_year, picking, reading, stubs
from desktop_app.actions.library import PROPOSED, Proposal
from desktop_app.domain import values
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.findings import Finding
from desktop_app.domain.forms import Frame
from desktop_app.domain.model import Indicator, Project
from desktop_app.errors import UserError
from desktop_app.ui import marks
from desktop_app.ui.clipboard import Block
from desktop_app.ui.grid_rows import Row, RowsModel, fitting, inviting, plain_head
from desktop_app.ui.grid_sheet import CHOICES_ROLE, SEVERITY_ROLE, Cell, Index
from desktop_app.ui.hub import Hub

COLUMNS = ("l1", "l2", "l3", "desc", "sign", "number", "measure", "basis", "last_value")
L1, L2, L3, DESC, SIGN, NUMBER, MEASURE, BASIS, LAST_VALUE = range(9)
HEADERS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "符号", "指标值", "单位", "指标值确定依据", "上年值")
INVITATION = "新增指标…"

_TIPS = (
    "从指标框架里选，也可以直接输入",
    "从指标框架里选；一级指标空着时会一起填上",
    "指标名称。每个项目里不能重复",
    "说明这条指标考核什么、怎样算",
    "计算符号：≥ ＞ ＝ ＜ ≤ 定性 定量（其他） 不适用。在这里输入或粘贴“≥90%”，会自动分到符号、指标值、单位三格",
    "数值，或定性的文字",
    "计量单位，如 %、人、次、万元",
    "指标值依据什么定的：文件、计划、历史数据、行业标准",
    "上年的指标值",
)
_FROM_LAST_YEAR = "取自本工作簿里上一年同名指标的指标值，这一格还没有填"
_CENTRED = {L1, L2, SIGN, NUMBER, MEASURE, LAST_VALUE}
_SHOWN_IN = {"value": "number"}  # columns of the record that another column shows


_INVITING = inviting(len(COLUMNS))


class IndicatorModel(RowsModel):
    """The indicators of the shown project, and after them a row that becomes an indicator when something is typed."""

    changes_rows = True

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(len(COLUMNS), parent)
        self._hub = hub
        self._project = Project()
        self._frame: Frame | None = None
        self._before: Project | None = None  # the project of the year before, where it is in the file
        self._last: dict[str, str] = {}  # its values, by the indicators that have no 上年值 of their own
        hub.changed.connect(self._changed)

    @property
    def project_id(self) -> str:
        """The id of the shown project, "" where none is shown."""
        return self._project.id

    @property
    def before(self) -> Project | None:
        """The project of the year before that the shown one goes on from, None where the file has none."""
        return self._before

    @property
    def read_only(self) -> bool:
        """Override SheetModel.read_only."""
        return self._hub.read_only or stubs.is_stub(self._project)

    def load(self, project: Project, frame: Frame | None) -> None:
        """Show a project; what is typed in an open editor is stored before."""
        self.leaving.emit()
        self.beginResetModel()
        self._project, self._frame = project, frame
        self._before = last_year.earlier(self._hub.store, project) if project.id else None
        self._rows = self._wanted()
        self.endResetModel()

    def _wanted(self) -> list[Row]:
        """The rows as they should be shown now."""
        if not self._project.id:
            return []
        self._last = last_year.values(self._project, self._before)
        by_cell: dict[tuple[str, str], list[Finding]] = {}
        for finding in self._hub.marks_of(self._project.id):
            key = checking.locate(self._project, finding.path)
            if key is not None and key.table == "indicator":
                by_cell.setdefault((key.row, _SHOWN_IN.get(key.column, key.column)), []).append(finding)
        rows = []
        above: tuple[str, ...] = ("", "")
        for indicator in self._project.indicators:
            texts = _texts(indicator)
            found = tuple(tuple(by_cell.get((indicator.id, column), ())) for column in COLUMNS)
            rows.append(Row(indicator.id, texts, found, _repeats(above, texts)))
            above = texts
        return rows if self.read_only else [*rows, _INVITING]

    def _changed(self, changes: Changes) -> None:
        if not self._project.id or {key.table for key in changes.cells} | changes.tables == {"budget_row"}:
            return  # amounts of a budget table are no project's
        if self._project.id in changes.projects or (changes.structure and not changes.projects):
            try:
                self._project = reading.load_project(self._hub.store, self._project.id)
            except UserError:  # the project was removed; the tree leads elsewhere
                self.load(Project(), self._frame)
                return
        if self._touches_last_year(changes):
            self._before = last_year.earlier(self._hub.store, self._project)
        if any(key.table == "department" for key in changes.cells):
            self._frame = reading.frame_of(self._hub.store, self._project.id)
        self.show_rows(self._wanted())

    def _touches_last_year(self, changes: Changes) -> bool:
        """Whether another project may be the one of the year before now, or the same one says something else."""
        elsewhere = changes.projects != {self._project.id}
        named = any(key.table == "project" and key.column in ("code", "name") for key in changes.cells)
        return named or (elsewhere and (changes.structure or self._before is not None))

    def _shown_last(self, row: Row, column: int) -> str:
        """The value of the year before that stands in a blank 上年值, "" where there is none."""
        return self._last.get(row.id, "") if column == LAST_VALUE and not row.texts[column] else ""

    def records(self) -> int:
        """Override SheetModel.records."""
        return sum(1 for row in self._rows if row.id)

    def editable(self, row: int, column: int) -> bool:
        """Override SheetModel.editable."""
        return not self.read_only

    def choices(self, row: int, column: int) -> list[str]:
        """Override SheetModel.choices: the frame's names and the code list of signs."""
        if column == SIGN:
            return list(values.SIGNS)
        if self._frame is None or column not in (L1, L2):
            return []
        return self._frame.l1_names() if column == L1 else self._frame.l2_names(self.text(row, L1))

    def proposes(self, column: int) -> bool:
        """Override SheetModel.proposes."""
        return COLUMNS[column] in PROPOSED

    def proposals(self, row: int, column: int, typed: str) -> list[Proposal]:
        """Override SheetModel.proposals: wordings of this project, the file and the shipped library."""
        own = self._rows[row]
        return self._hub.finder.propose(self._project, own.id, COLUMNS[column], typed, own.texts[column])

    def take(self, index: Index, text: str) -> bool:
        """Override SheetModel.take: a 三级指标 brings along what blank cells of its row may say, in one operation."""
        if index.column() != L3:
            return self.setData(index, text)
        row = index.row()
        rest = picking.rest(self._hub.store, self._hub.finder.gathering.words, self._project, text)
        columns = (COLUMNS.index(name) for name in rest)
        blank = [column for column in columns if not self.text(row, column).strip() and self.editable(row, column)]
        return self.write([(row, L3, text), *((row, c, rest[COLUMNS[c]]) for c in blank)], "")

    def key(self, index: Index) -> CellKey | None:
        """Override SheetModel.key."""
        if not index.isValid() or not self._rows[index.row()].id:
            return None
        return CellKey("indicator", self._rows[index.row()].id, COLUMNS[index.column()])

    def index_of(self, key: CellKey) -> QModelIndex:
        """Override SheetModel.index_of."""
        column = _SHOWN_IN.get(key.column, key.column)
        row = next((i for i, row in enumerate(self._rows) if row.id == key.row), None)
        if key.table != "indicator" or row is None or not key.row or column not in COLUMNS:
            return QModelIndex()
        return self.index(row, COLUMNS.index(column))

    def head(self, column: int, role: int) -> object:
        """Override RowsModel.head."""
        return plain_head(HEADERS, _TIPS, column, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        inviting = not row.id and column == L3
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if role == Qt.ItemDataRole.DisplayRole:
                return INVITATION if inviting else self._shown_last(row, column) or row.texts[column]
            return row.texts[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter if column in _CENTRED else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == CHOICES_ROLE:
            return self.choices(index.row(), column)
        severity = marks.worst(row.findings[column]) if row.findings[column] else ""
        if role == SEVERITY_ROLE:
            return severity
        repeats = column < row.repeats and not severity
        if role == Qt.ItemDataRole.ForegroundRole and (inviting or repeats or self._shown_last(row, column)):
            return marks.pale(QGuiApplication.palette())
        if role == Qt.ItemDataRole.ToolTipRole and not severity and self._shown_last(row, column):
            return marks.rich([_FROM_LAST_YEAR])
        return mark(role, severity, row.findings[column]) if severity else None

    def write(self, cells: list[Cell], name: str) -> bool:
        """Override SheetModel.write; texts typed into the inviting row make a new record."""
        edits = [
            (CellKey("indicator", self._rows[row].id, COLUMNS[column]), text)
            for row, column, text in cells
            if self._rows[row].id
        ]
        new = {COLUMNS[column]: text for row, column, text in cells if text and not self._rows[row].id}
        if new and self._hub.run(editing.insert_rows, "indicator", self._project.id, "", 1, [new]) is None:
            return False
        return not edits or self._hub.run(editing.edit_cells, edits, name) is not None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Override SheetModel.setData: a 二级指标 brings its 一级指标 along where that is blank."""
        row, text = index.row(), str(value)
        if index.isValid() and index.column() == L2 and role == Qt.ItemDataRole.EditRole and self._frame is not None:
            l1 = self._frame.l1_of(text)
            if l1 and not self.text(row, L1) and self.editable(row, L2):
                return self.write([(row, L1, l1), (row, L2, text)], "")
        return super().setData(index, value, role)

    def paste(self, row: int, column: int, block: Block) -> bool:
        """Override SheetModel.paste: rows beyond the last become new records."""
        columns = list(COLUMNS[column:])
        kept = fitting(block, len(columns), self.records() - row)
        return not kept or (
            self._hub.run(editing.paste_indicators, self._project.id, self._rows[row].id, columns, kept) is not None
        )

    def _takes(self, row: int, column: int, text: str) -> bool:
        return column < len(COLUMNS)

    def fill_down(self, rows: list[int], columns: list[int]) -> bool:
        """Override SheetModel.fill_down."""
        ids = [self._rows[row].id for row in rows]
        return self._hub.run(editing.fill_down, ids, [COLUMNS[column] for column in columns]) is not None

    def insert_rows(self, row: int, count: int) -> bool:
        """Override SheetModel.insert_rows: the new rows stand under the same 一级 and 二级 as the row below them."""
        below = self._rows[row]
        texts = [{"l1": below.texts[L1], "l2": below.texts[L2]} for _ in range(count)]
        return self._hub.run(editing.insert_rows, "indicator", self._project.id, below.id, count, texts) is not None

    def delete_rows(self, rows: list[int]) -> bool:
        """Override SheetModel.delete_rows."""
        return self._hub.run(editing.delete_rows, "indicator", [self._rows[row].id for row in rows]) is not None

    def move_rows(self, rows: list[int], step: int) -> bool:
        """Override SheetModel.move_rows."""
        return self._hub.run(editing.move_rows, "indicator", [self._rows[row].id for row in rows], step) is not None


def _texts(indicator: Indicator) -> tuple[str, ...]:
    return tuple(getattr(indicator, column) for column in COLUMNS)


def _repeats(above: tuple[str, ...], texts: tuple[str, ...]) -> int:
    """How many of 一级 and 二级 say again what the row above says."""
    if not texts[L1] or texts[L1] != above[L1]:
        return 0
    return 2 if texts[L2] and texts[L2] == above[L2] else 1


def mark(role: int, severity: str, findings: tuple[Finding, ...]) -> object:
    """What a cell with findings gives for a role: ground, ink, tooltip or sign; None for other roles."""
    return marks.tooltip(findings) if role == Qt.ItemDataRole.ToolTipRole else marks.of_cell(role, severity)
