"""Differences as a tree: the parts of a book, their records, the cells that differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from desktop_app.actions.comparing import CHANGED, GONE, KIND_NAMES, NEW, SAME, Row
from desktop_app.ui import theme

HEADERS = ("内容", "之前", "之后", "变化")
WHAT, BEFORE, AFTER, KIND = range(4)
_LONGEST = 120  # characters of a text that stand in a line
_TINTS = {NEW: QColor("#1f8a4c"), GONE: QColor("#c2410c")}
_SIGNS = {NEW: "＋ ", GONE: "－ ", CHANGED: "", SAME: ""}
_ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Node:
    """One line of the tree. `row` is what differs there, None for a line that only holds others."""

    texts: tuple[str, str, str, str]
    kind: str = ""
    row: Row | None = None
    above: "Node | None" = None
    at: int = 0
    children: list["Node"] = field(default_factory=list)

    def add(self, child: "Node") -> "Node":
        """Hang a node under this one."""
        child.above, child.at = self, len(self.children)
        self.children.append(child)
        return child


def tree_of(rows: Sequence[Row]) -> list[Node]:
    """The rows under their parts and records, in order; a record with one row that is about all of it is a leaf."""
    top = Node(("", "", "", ""))
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(row.part, []).append(row)
    for part, found in parts.items():
        under = top.add(Node((part, "", "", tally([row for row in found if row.kind != SAME] or found))))
        record: Node | None = None
        last: tuple[object, ...] = ()
        for row in found:
            if not row.field:
                under.add(_leaf(row, row.record))
                last = ()
                continue
            called = row.record, row.projects
            if record is None or called != last:
                record, last = under.add(Node((row.record, "", "", ""))), called
            record.add(_leaf(row, row.field))
    for part_node in top.children:
        part_node.above = None
        for node in part_node.children:
            if node.children:
                node.texts = (node.texts[WHAT], "", "", f"{len(node.children)} 处")
    return top.children


def tally(rows: Sequence[Row]) -> str:
    """How many rows there are of each kind: `修改 12 · 新增 3`."""
    counts = Counter(row.kind for row in rows)
    return " · ".join(f"{KIND_NAMES[kind]} {counts[kind]}" for kind in (CHANGED, NEW, GONE, SAME) if counts[kind])


def _leaf(row: Row, name: str) -> Node:
    return Node((name, _line(row.before), _line(row.after), _SIGNS[row.kind] + KIND_NAMES[row.kind]), row.kind, row)


def _line(text: str) -> str:
    plain = " ".join(text[: 2 * _LONGEST].split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


class CompareModel(QAbstractItemModel):
    """The tree of differences, to be read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.roots: list[Node] = []
        # an index carries a number and not the node: a view may ask about an index whose node is gone
        self._numbered: list[Node] = []
        self._numbers: dict[int, int] = {}

    def load(self, rows: Sequence[Row]) -> None:
        """Show other differences."""
        self.beginResetModel()
        self.roots = tree_of(rows)
        self._numbered, self._numbers = [], {}
        self._register(self.roots)
        self.endResetModel()

    def _register(self, nodes: list[Node]) -> None:
        for node in nodes:
            self._numbers[id(node)] = len(self._numbered)
            self._numbered.append(node)
            self._register(node.children)

    def node(self, index: Index) -> Node | None:
        """The node of an index, None for an invalid one."""
        if not index.isValid() or index.internalId() >= len(self._numbered):
            return None
        return self._numbered[index.internalId()]

    def find(self, row: Row) -> QModelIndex:
        """Where a row about the same cell stands; invalid where there is none."""
        for node in self._numbered:
            if node.row is not None and _place(node.row) == _place(row):
                return self._index(node)
        return QModelIndex()

    def _index(self, node: Node, column: int = 0) -> QModelIndex:
        return self.createIndex(node.at, column, self._numbers[id(node)])

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Override QAbstractItemModel.index."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        above = self.node(parent)
        return self._index((above.children if above else self.roots)[row], column)

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        """Override QAbstractItemModel.parent."""
        node = self.node(child)
        return self._index(node.above) if node is not None and node.above is not None else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        if parent.isValid() and parent.column():
            return 0
        above = self.node(parent)
        return len(above.children if above else self.roots)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.columnCount."""
        return len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.headerData."""
        horizontal = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADERS[section] if horizontal else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return node.texts[index.column()] or None
        palette = QGuiApplication.palette()
        if role == Qt.ItemDataRole.ForegroundRole and (node.kind == SAME or (node.above is None and index.column())):
            return palette.color(QPalette.ColorRole.PlaceholderText)
        if role == Qt.ItemDataRole.BackgroundRole and index.column() == KIND and node.kind in _TINTS:
            return theme.blend(palette.color(QPalette.ColorRole.Base), _TINTS[node.kind], 0.25)
        if role == Qt.ItemDataRole.FontRole and node.above is None and not index.column():
            font = QFont()
            font.setBold(True)
            return font
        return None


def _place(row: Row) -> tuple[object, ...]:
    return row.part, row.record, row.field, row.projects
