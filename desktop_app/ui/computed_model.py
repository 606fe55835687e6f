"""Rows with cells that are computed where they are blank, and remarks on cells: what budget tables and lists share."""

from collections.abc import Mapping
from itertools import groupby

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from desktop_app.domain.findings import Finding
from desktop_app.ui import marks, theme
from desktop_app.ui.grid_heads import GROUP_ROLE, wrapped
from desktop_app.ui.grid_rows import Row, RowsModel
from desktop_app.ui.grid_sheet import CHOICES_ROLE, SEVERITY_ROLE, Index
from desktop_app.ui.hub import Hub

Remark = tuple[str, str]  # severity and sentence
Spot = tuple[str, int]  # id of the row and column
ODD = "数字里有全角字符或空格，公开时照样印出来，请改成半角数字"
_COMPUTED = "自动计算，没有存进表里。输入数字可以代替它"
_DIGIT = 0.6  # of a character, the width of a digit
_MARK = 2  # digits that a mark takes the room of
_LABEL = 0.8  # how far the ground of the form's own words is from that of what is typed


def remark(finding: Finding) -> Remark:
    """A finding as a remark on its cell."""
    return marks.kind(finding), marks.sentence(finding) + marks.said(finding)


class ComputedModel(RowsModel):
    """A grid whose blank cells may show what they come to, and whose cells may be remarked upon."""

    changes_rows = True
    invitation = ""  # what stands in the row that invites to type
    invites_at = 0  # and in which column

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(0, parent)
        self.hub = hub
        self.right: set[int] = set()  # columns whose texts stand at the right
        self.centred: set[int] = set()
        self._computed: Mapping[Spot, str] = {}
        self._remarks: Mapping[Spot, list[Remark]] = {}

    @property
    def read_only(self) -> bool:
        """Override SheetModel.read_only."""
        return self.hub.read_only

    def _put(
        self, rows: list[Row], computed: Mapping[Spot, str], remarks: Mapping[Spot, list[Remark]], columns: int | None
    ) -> None:
        """Show rows; with `columns` other content of that many columns, from its beginning."""
        before = self._computed, self._remarks
        if columns is not None:
            self.leaving.emit()
            self.beginResetModel()
            self._columns, self._rows, self._computed, self._remarks = columns, rows, computed, remarks
            self.endResetModel()
            return
        self._computed, self._remarks = computed, remarks
        self.show_rows(rows)
        changed = {
            spot[0]
            for old, new in zip(before, (computed, remarks), strict=True)
            for spot in old.keys() | new.keys()
            if old.get(spot) != new.get(spot)
        }
        at = [i for i, row in enumerate(self._rows) if row.id in changed]
        for _, run in groupby(enumerate(at), key=lambda pair: pair[1] - pair[0]):
            lines = [line for _, line in run]
            self.dataChanged.emit(self.index(lines[0], 0), self.index(lines[-1], self._columns - 1))

    def computed(self, row: int, column: int) -> str:
        """What a blank cell comes to, "" where nothing is computed."""
        return self._computed.get((self._rows[row].id, column), "")

    def remarks(self, row: int, column: int) -> list[Remark]:
        """What there is to say about a cell."""
        return self._remarks.get((self._rows[row].id, column), [])

    def records(self) -> int:
        """Override SheetModel.records."""
        return sum(1 for row in self._rows if row.id)

    def shown(self, row: int, column: int) -> str:
        """The text that a cell shows: its own, else what it comes to."""
        return self.text(row, column) or self.computed(row, column)

    def number_width(self, column: int, least: float) -> float:
        """How many characters wide a column of numbers must be, so that none is broken, beside a mark either."""
        rows = range(self.records())
        longest = max((len(self.shown(r, column)) + _MARK * bool(self.remarks(r, column)) for r in rows), default=0)
        return max(least, longest * _DIGIT)

    def is_label(self, column: int) -> bool:
        """Whether a column holds the form's words."""
        return False

    def is_void(self, row: int, column: int) -> bool:
        """Whether a cell belongs to nothing."""
        return False

    def heads(self) -> list[str]:
        """The heads of the columns, their levels parted by /."""
        raise NotImplementedError

    def head(self, column: int, role: int) -> object:
        """Override RowsModel.head."""
        return head_data(self.heads()[column], role) if column < len(self.heads()) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.EditRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            inviting = not self._rows[row].id and column == self.invites_at
            return self.invitation if inviting else self.shown(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column) | Qt.AlignmentFlag.AlignVCenter
        if role == CHOICES_ROLE:
            return self.choices(row, column)
        remarks = self.remarks(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            computed = [_COMPUTED] if self.computed(row, column) and not self.text(row, column) else []
            return marks.rich([f"{marks.NAMES[severity]}：{said}" for severity, said in remarks] + computed)
        severity = worst(remarks)
        if role == SEVERITY_ROLE:
            return severity
        stepping_back = not self.text(row, column)
        return look(role, severity, self.is_label(column) or self.is_void(row, column), stepping_back)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        if column in self.centred:
            return Qt.AlignmentFlag.AlignHCenter
        return Qt.AlignmentFlag.AlignRight if column in self.right else Qt.AlignmentFlag.AlignLeft


def head_data(head: str, role: int) -> object:
    """What a head gives for a role: its own words in lines, what stands over it, its whole words as tooltip."""
    group, _, own = head.rpartition("/")
    if role == Qt.ItemDataRole.DisplayRole:
        return wrapped(own)
    if role == GROUP_ROLE:
        return group.replace("/", " ")
    return marks.rich([head.replace("/", " ")]) if role == Qt.ItemDataRole.ToolTipRole else None


def worst(remarks: list[Remark]) -> str:
    """The gravest severity among remarks, "" where there are none."""
    return marks.gravest(severity for severity, _ in remarks)


def look(role: int, severity: str, label: bool, pale: bool) -> object:
    """Ground, ink and sign of a cell."""
    if severity and not (pale and role == Qt.ItemDataRole.ForegroundRole):
        return marks.of_cell(role, severity)
    palette: QPalette = QGuiApplication.palette()
    if role == Qt.ItemDataRole.BackgroundRole:
        base, window = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Window)
        return theme.blend(base, window, _LABEL) if label else None
    if role == Qt.ItemDataRole.ForegroundRole:
        return marks.pale(palette) if pale else marks.ink(palette)
    return None
