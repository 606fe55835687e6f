"""One part of a book as a grid shows it: any columns, numbers at the right, marks where something is wrong."""

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.actions import editing
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import CellKey
from desktop_app.ui import marks
from desktop_app.ui.grid_sheet import ROOT, SEVERITY_ROLE, Cell, Index, SheetModel
from desktop_app.ui.hub import Hub
from desktop_app.ui.parts import Part

_NOTHING = Part("", "", "", [], [])
_MOST_CHARACTERS = 30  # of a text that asks for width


class PartModel(SheetModel):
    """The texts of one part; what is typed is stored in its cell."""

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self.part = _NOTHING
        self.department_id = ""
        self._amounts: set[int] = set()
        self._found: dict[tuple[int, int], list[Finding]] = {}

    @property
    def read_only(self) -> bool:
        """Override SheetModel.read_only."""
        return self._hub.read_only

    def show_part(self, department_id: str, part: Part | None) -> None:
        """Show a part; the current cell stays where only texts differ from what is shown."""
        part = part or _NOTHING
        same = _shape(part) == _shape(self.part)
        if not same:
            self.leaving.emit()
            self.beginResetModel()
        self.department_id, self.part, self._amounts = department_id, part, part.amounts()
        self._judge()
        if not same:
            self.endResetModel()
        elif part.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _judge(self) -> None:
        self._found = {}
        checker, flags, department = self._hub.checker, self._hub.flags, self.department_id
        for finding in [*checker.of_department(department), *flags.of_department(department)]:
            place = self.part.place(finding)
            if place is not None:
                self._found.setdefault(place, []).append(finding)

    def widths(self) -> tuple[tuple[float, ...], tuple[int, ...]]:
        """Least width in characters, and share of what is left, of each column."""
        longest = [
            min(max([len(line.texts[c]) for line in self.part.lines], default=1), _MOST_CHARACTERS)
            for c in range(self.columnCount())
        ]
        numbers = [c in self._amounts for c in range(self.columnCount())]
        least = [4.5 if n else min(max(w, 3), 9) for w, n in zip(longest, numbers, strict=True)]
        return tuple(least), tuple(1 if n else max(w, 1) for w, n in zip(longest, numbers, strict=True))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        return 0 if parent.isValid() else len(self.part.lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Override QAbstractItemModel.columnCount."""
        return 0 if parent.isValid() else len(self.part.heads)

    def text(self, row: int, column: int) -> str:
        """Override SheetModel.text."""
        return self.part.lines[row].texts[column]

    def editable(self, row: int, column: int) -> bool:
        """Override SheetModel.editable."""
        return not self.read_only and self.part.lines[row].keys[column] is not None

    def key(self, index: Index) -> CellKey | None:
        """Override SheetModel.key."""
        return self.part.lines[index.row()].keys[index.column()] if index.isValid() else None

    def index_of_finding(self, finding: Finding) -> QModelIndex:
        """Where the cell of a finding is shown; invalid where it is not."""
        place = self.part.place(finding)
        return self.index(*place) if place else QModelIndex()

    def name_of(self, index: Index) -> str:
        """What a cell is called: the first words of its row and its column's heading."""
        if not index.isValid():
            return ""
        head = self.part.heads[index.column()].replace("/", " ")
        label = next((t for c, t in enumerate(self.part.lines[index.row()].texts) if t and c not in self._amounts), "")
        return " ".join(text for text in (label[:_MOST_CHARACTERS], head) if text)

    def write(self, cells: list[Cell], name: str) -> bool:
        """Override SheetModel.write."""
        keys = [(self.part.lines[row].keys[column], text) for row, column, text in cells]
        edits = [(key, text) for key, text in keys if key is not None]
        return not edits or self._hub.run(editing.edit_cells, edits, name) is not None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.headerData."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self.part.heads[section].replace("/", "\n")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in self._amounts else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        found = self._found.get((row, column), [])
        severity = marks.worst(found)
        if role == SEVERITY_ROLE:
            return severity
        if not severity:
            return None
        return _mark(role, severity, found)


def _shape(part: Part) -> tuple[str, list[str], list[str]]:
    return part.id, part.heads, [line.path for line in part.lines]


def _mark(role: int, severity: str, found: list[Finding]) -> object:
    palette = QGuiApplication.palette()
    if role == Qt.ItemDataRole.BackgroundRole:
        return marks.tint(severity, palette)
    if role == Qt.ItemDataRole.ForegroundRole:
        return marks.ink(palette)
    if role == Qt.ItemDataRole.ToolTipRole:
        return marks.tooltip(found)
    return marks.icon(severity) if role == Qt.ItemDataRole.DecorationRole else None
