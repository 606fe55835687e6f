"""The goals of one section as a table: a row an indicator, the goal's own cells over all its rows."""

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.actions import department_goals as actions
from desktop_app.actions.department_goals import Shown
from desktop_app.domain import fields, values
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import DepartmentGoal
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from desktop_app.ui import marks
from desktop_app.ui.clipboard import Block
from desktop_app.ui.grid_model import mark
from desktop_app.ui.grid_rows import Row, RowsModel, fitting, inviting, plain_head
from desktop_app.ui.grid_sheet import CHOICES_ROLE, SEVERITY_ROLE, Cell, Index
from desktop_app.ui.hub import Hub

GOAL, INDICATOR = "department_goal", "goal_indicator"
COLUMNS = ("duty", "text", "name", "sign", "number", "measure")
DUTY, TEXT, NAME, SIGN, NUMBER, MEASURE = range(6)
HEADERS = ("职责/活动", "绩效目标", "绩效指标", "符号", "指标值", "单位")
OF_GOAL = 2  # the columns before this one are the goal's
INVITATION = "新增目标…"

_TIPS = (
    "这条目标属于哪项职责或活动；文字里没有写的可以空着",
    "这项职责或活动今年要达到什么",
    "指标名称。同一条目标里不能重复",
    "计算符号：≥ ＞ ＝ ＜ ≤。在这里输入或粘贴“≥90%”，会自动分到符号、指标值、单位三格",
    "数值，或定性的文字。文字里的“以上”“不少于”照旧印出",
    "计量单位，如 %、人、次、万元",
)
_CENTRED = {SIGN, NUMBER, MEASURE}
_SHOWN_IN = {"value": "number"}  # columns of the record that another column shows
_INVITING = inviting(len(COLUMNS))


class GoalsModel(RowsModel):
    """The goals of the shown section, and after them a row that becomes a goal or indicator when something is typed.

    Signals:
        arranged: the rows are in place; what spans several of them can be laid out.
    """

    arranged = Signal()
    changes_rows = True

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(len(COLUMNS), parent)
        self._hub = hub
        self._shown: Shown | None = None
        self._places: list[tuple[DepartmentGoal, str]] = []  # of each row its goal and the id of its indicator
        self._spans: list[tuple[int, int]] = []
        self._tops: list[int] = []
        self.column = NAME  # in which the person is: rows that come, go or move are of goals or of indicators

    @property
    def section_id(self) -> str:
        """The id of the shown section, "" where none is shown."""
        return self._shown.section.id if self._shown else ""

    @property
    def read_only(self) -> bool:
        """Override SheetModel.read_only."""
        return self._hub.read_only

    def show(self, shown: Shown | None) -> None:
        """Show a section; where it is shown already, only what is new in it changes."""
        another = shown is None or shown.section.id != self.section_id
        if another:
            self.leaving.emit()
            self.beginResetModel()
        self._shown = shown
        goals = shown.section.goals if shown else []
        self._places = [(g, i) for goal in goals for g, i in ([(goal, r.id) for r in goal.indicators] or [(goal, "")])]
        firsts = [i for i, (goal, _) in enumerate(self._places) if not i or goal is not self._places[i - 1][0]]
        self._spans = [(a, b - a) for a, b in zip(firsts, [*firsts[1:], len(self._places)], strict=False)]
        self._tops = [first for first, count in self._spans for _ in range(count)]
        if another:
            self._rows = self._wanted()
            self.endResetModel()
        else:
            self.show_rows(self._wanted())
        self.arranged.emit()

    def _wanted(self) -> list[Row]:
        """The rows as they should be shown now."""
        if self._shown is None:
            return []
        found = self._findings(self._shown)
        rows, before = [], ""
        for goal, indicator_id in self._places:
            indicator = next((i for i in goal.indicators if i.id == indicator_id), None)
            own = (goal.duty, goal.text) if goal.id != before else ("", "")
            below = (indicator.name, indicator.sign, indicator.number, indicator.measure) if indicator else ("",) * 4
            places = [(goal.id if goal.id != before else "", c) for c in COLUMNS[:OF_GOAL]]
            places += [(indicator_id, c) for c in COLUMNS[OF_GOAL:]]
            rows.append(Row(indicator_id or goal.id, own + below, tuple(tuple(found.get(p, ())) for p in places)))
            before = goal.id
        return rows if self.read_only else [*rows, _INVITING]

    def _findings(self, shown: Shown) -> dict[tuple[str, str], list[Finding]]:
        """What is wrong, by the id of the record and its column."""
        book = Book(sections=[*[shown.section] * (shown.at + 1)])
        found: dict[tuple[str, str], list[Finding]] = {}
        for finding in self._hub.checker.of_department(shown.department):
            spot = fields.find(book, finding.path) if finding.path.startswith(f"sections[{shown.at}].goals") else None
            if spot is not None:
                found.setdefault((spot.record.id, _SHOWN_IN.get(spot.column, spot.column)), []).append(finding)
        return found

    def spans(self) -> list[tuple[int, int]]:
        """First row and number of rows of each goal."""
        return self._spans

    def top(self, row: int) -> int:
        """The first row of the goal that a row is in; the row itself beyond the goals."""
        return self._tops[row] if row < len(self._tops) else row

    def records(self) -> int:
        """Override SheetModel.records."""
        return len(self._places)

    def editable(self, row: int, column: int) -> bool:
        """Override SheetModel.editable: a goal's own cells are those of its first row."""
        return not self.read_only and (column >= OF_GOAL or self.top(row) == row)

    def choices(self, row: int, column: int) -> list[str]:
        """Override SheetModel.choices."""
        return list(values.COMPARISONS) if column == SIGN else []

    def _record(self, row: int, column: int) -> tuple[str, str]:
        """Table and id behind a cell; the goal's for the first indicator that it has not yet, "" beyond the goals."""
        if row >= len(self._places):
            return "", ""
        goal, indicator_id = self._places[row]
        return (GOAL, goal.id) if column < OF_GOAL or not indicator_id else (INDICATOR, indicator_id)

    def key(self, index: Index) -> CellKey | None:
        """Override SheetModel.key."""
        if not index.isValid():
            return None
        table, row_id = self._record(index.row(), index.column())
        name = COLUMNS[index.column()]
        return CellKey(table, row_id, name) if table and (table == GOAL) == (index.column() < OF_GOAL) else None

    def index_of(self, key: CellKey) -> QModelIndex:
        """Override SheetModel.index_of."""
        column = _SHOWN_IN.get(key.column, key.column) or ("text" if key.table == GOAL else "name")
        for row, (goal, indicator_id) in enumerate(self._places):
            if column in COLUMNS and key.row and (key.table, key.row) in ((GOAL, goal.id), (INDICATOR, indicator_id)):
                return self.index(row, COLUMNS.index(column))
        return QModelIndex()

    def head(self, column: int, role: int) -> object:
        """Override RowsModel.head."""
        return plain_head(HEADERS, _TIPS, column, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        invites = not row.id and column == TEXT
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return INVITATION if invites and role == Qt.ItemDataRole.DisplayRole else row.texts[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter if column in _CENTRED else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == CHOICES_ROLE:
            return self.choices(index.row(), column)
        severity = marks.worst(row.findings[column]) if row.findings[column] else ""
        if role == SEVERITY_ROLE:
            return severity
        if role == Qt.ItemDataRole.ForegroundRole and invites:
            return marks.pale(QGuiApplication.palette())
        return mark(role, severity, row.findings[column]) if severity else None

    def write(self, cells: list[Cell], name: str) -> bool:
        """Override SheetModel.write; texts typed into the inviting row make a new record."""
        if not cells:
            return True
        block: dict[tuple[str, str], dict[str, str]] = {}
        new: dict[int, dict[str, str]] = {}
        for row, column, text in cells:
            table, row_id = self._record(row, column)
            texts = block.setdefault((table, row_id), {}) if table else new.setdefault(row, {})
            texts[COLUMNS[column]] = text
        written = [(table, row_id, texts) for (table, row_id), texts in block.items()]
        added = [texts for _, texts in sorted(new.items()) if any(texts.values())]
        what = name or f"修改{HEADERS[cells[0][1]]}"
        return self._hub.run(actions.write_block, self.section_id, written, added, what) is not None

    def paste(self, row: int, column: int, block: Block) -> bool:
        """Override SheetModel.paste: rows beyond the last become new records."""
        kept = fitting(block, len(COLUMNS) - column, self.records() - row)
        cells = [(row + i, column + j, text) for i, texts in enumerate(kept) for j, text in enumerate(texts)]
        return self.write([c for c in cells if c[0] >= self.records() or self.editable(c[0], c[1])], "粘贴")

    def _takes(self, row: int, column: int, text: str) -> bool:
        return column < len(COLUMNS) and (row >= self.records() or self.editable(row, column))

    def insert_rows(self, row: int, count: int) -> bool:
        """Override SheetModel.insert_rows: in a goal's own cells goals, else indicators of the row's goal."""
        if row >= len(self._places) or self.column < OF_GOAL:
            before = self._places[row][0].id if row < len(self._places) else ""
            return self._hub.run(actions.insert_goals, self.section_id, before, count) is not None
        goal, indicator_id = self._places[row]
        return self._hub.run(actions.insert_indicators, goal.id, indicator_id, count) is not None

    def add_goal(self, row: int) -> bool:
        """Add a goal after that of a row."""
        after = next((first + count for first, count in self.spans() if first <= row < first + count), self.records())
        before = self._places[after][0].id if after < len(self._places) else ""
        return self._hub.run(actions.insert_goals, self.section_id, before, 1) is not None

    def add_indicator(self, row: int) -> bool:
        """Add an indicator after a row, in its goal; beyond the goals one of the last goal."""
        if not self._places:
            return self.add_goal(row)
        goal, indicator_id = self._places[min(row, len(self._places) - 1)]
        ids = [i.id for i in goal.indicators]
        after = ids.index(indicator_id) + 1 if indicator_id else 0
        before = ids[after] if after < len(ids) else ""
        return self._hub.run(actions.insert_indicators, goal.id, before, 1) is not None

    def delete_rows(self, rows: list[int]) -> bool:
        """Override SheetModel.delete_rows: in a goal's own cells the goals, else the indicators."""
        goals = [self._places[row][0].id for row in rows if self.column < OF_GOAL or not self._places[row][1]]
        indicators = [self._places[row][1] for row in rows if self._places[row][0].id not in goals]
        return self._hub.run(actions.delete_rows, list(dict.fromkeys(goals)), indicators) is not None

    def move_rows(self, rows: list[int], step: int) -> bool:
        """Override SheetModel.move_rows: in a goal's own cells the goals, else indicators within their goals."""
        of_goals = self.column < OF_GOAL or not all(self._places[row][1] for row in rows)
        ids = [self._places[row][0].id if of_goals else self._places[row][1] for row in rows]
        table = GOAL if of_goals else INDICATOR
        return self._hub.run(actions.move_rows, table, list(dict.fromkeys(ids)), step) is not None
