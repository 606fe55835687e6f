"""The tree as Qt sees it: year, department, unit, project, parts of the book, each with its counts of findings."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from desktop_app.actions.narrowing import PART
from desktop_app.actions.reading import TreeNode, project_label
from desktop_app.domain import amounts
from desktop_app.domain.model import Project

NODE_ROLE = Qt.ItemDataRole.UserRole
COUNTS_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
NodeKey = tuple[str, str]
Counts = tuple[int, int, int, int]  # errors, warnings, infos, fields to be looked at

_ROOT = QModelIndex()
_NONE: Counts = (0, 0, 0, 0)


def key_of(node: TreeNode) -> NodeKey:
    """The name of a node that survives a reload."""
    return node.kind, node.id


class TreeModel(QAbstractItemModel):
    """One column of tree nodes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.roots: list[TreeNode] = []
        # an index carries a number and not the node: a view may ask about an index whose node is gone
        self._numbered: list[TreeNode] = []
        self._numbers: dict[NodeKey, int] = {}
        self._parents: dict[NodeKey, TreeNode | None] = {}
        self._rows: dict[NodeKey, int] = {}
        self._below: dict[NodeKey, list[TreeNode]] = {}
        self._nodes: dict[NodeKey, TreeNode] = {}
        self._counts: dict[NodeKey, Counts] = {}
        self._given: dict[str, Counts] = {}

    def load(self, roots: list[TreeNode]) -> None:
        """Show another tree."""
        self.beginResetModel()
        self.roots = roots
        self._parents, self._rows, self._nodes, self._below = {}, {}, {}, {}
        self._numbered, self._numbers = [], {}
        self._counts, self._given = {}, {}
        self._register(roots, None)
        self.endResetModel()

    def _register(self, nodes: list[TreeNode], parent: TreeNode | None) -> None:
        for row, node in enumerate(nodes):
            key = key_of(node)
            self._nodes[key], self._parents[key], self._rows[key] = node, parent, row
            self._numbers[key] = len(self._numbered)
            self._numbered.append(node)
            self._below[key] = [*node.parts, *node.children]
            self._register(self._below[key], node)

    def node(self, index: Index) -> TreeNode | None:
        """The node of an index, None for an invalid one."""
        if not index.isValid() or index.internalId() >= len(self._numbered):
            return None
        return self._numbered[index.internalId()]

    def find(self, kind: str, node_id: str) -> TreeNode | None:
        """The node of that kind and id."""
        return self._nodes.get((kind, node_id))

    def index_of(self, key: NodeKey) -> QModelIndex:
        """Where a node is; invalid where it is not in the tree."""
        node = self._nodes.get(key)
        return self.createIndex(self._rows[key], 0, self._numbers[key]) if node is not None else QModelIndex()

    def chain(self, node: TreeNode) -> Iterator[TreeNode]:
        """The node, then what it hangs under, up to its year."""
        at: TreeNode | None = node
        while at is not None:
            yield at
            at = self._parents[key_of(at)]

    def ancestor(self, node: TreeNode, kind: str) -> TreeNode | None:
        """The node itself or the one above it of that kind."""
        return next((n for n in self.chain(node) if n.kind == kind), None)

    def around(self, ids: set[str]) -> set[NodeKey]:
        """The nodes of these projects and departments, filled parts of them, and everything above them."""
        found: set[NodeKey] = set()
        for node in self._nodes.values():
            part = node.kind == PART and not node.blank and node.id.partition(" ")[0] in ids
            if part or (node.kind != PART and node.id in ids):
                at: TreeNode | None = node
                while at is not None and key_of(at) not in found:
                    found.add(key_of(at))
                    at = self._parents[key_of(at)]
        return found

    def patch(self, project: Project) -> None:
        """Show a project's new name, code, budget and number of indicators, and the sums above it."""
        node = self._nodes[("project", project.id)]
        budget = amounts.parse_amount(project.budget) or 0
        more_budget, more_rows = budget - node.budget_fen, len(project.indicators) - node.indicators
        node.label = project_label(project.name, project.title, project.secret)
        node.code = project.code
        for each in self.chain(node):
            each.budget_fen += more_budget
            each.indicators += more_rows
        where = self.index_of(key_of(node))
        self.dataChanged.emit(where, where)

    def set_counts(self, counts: dict[str, Counts]) -> None:
        """Take the findings of each project and add them up; only what differs is counted and painted again.

        Those of a department that are no project's stand under the department's id, and once more under that of the
        part that they are in; what stands above a part does not count them twice.
        """
        old, self._given = self._given, counts
        touched: set[NodeKey] = set()
        for owner_id in old.keys() | counts.keys():
            before, after = old.get(owner_id, _NONE), counts.get(owner_id, _NONE)
            part = self._nodes.get((PART, owner_id))
            node = part or self._nodes.get(("project", owner_id)) or self._nodes.get(("department", owner_id))
            if node is None or before == after:
                continue
            for each in self.chain(node) if part is None else [node]:
                key = key_of(each)
                errors, warnings, infos, doubts = (
                    n + new - old for n, new, old in zip(self._counts.get(key, _NONE), after, before, strict=True)
                )
                self._counts[key] = errors, warnings, infos, doubts
                touched.add(key)
        for key in touched:
            where = self.index_of(key)
            self.dataChanged.emit(where, where, [COUNTS_ROLE])

    def counts(self, node: TreeNode) -> Counts:
        """Errors, warnings, infos and fields to be looked at in and under a node."""
        return self._counts.get(key_of(node), _NONE)

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Override QAbstractItemModel.index."""
        above = self.node(parent)
        siblings = self._below[key_of(above)] if above else self.roots
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, 0, self._numbers[key_of(siblings[row])])

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        """Override QAbstractItemModel.parent."""
        node = self.node(index)
        above = self._parents.get(key_of(node)) if node else None
        return self.index_of(key_of(above)) if above else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        node = self.node(parent)
        return len(self._below[key_of(node)] if node else self.roots)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.columnCount."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return node.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(node)
        if role == NODE_ROLE:
            return node
        if role == COUNTS_ROLE:
            return self.counts(node)
        return None

    def _tip(self, node: TreeNode) -> str:
        errors, warnings, infos, doubts = self.counts(node)
        lines = [node.label]
        if node.kind == PART:
            return f"{node.label}（还没有内容）" if node.blank else f"{node.label}，双击打开"
        if node.kind == "project" and node.code:
            lines.append(f"项目编码 {node.code}")
        if node.kind != "project":
            lines.append(f"{node.projects} 个项目 · {node.indicators} 条指标")
        lines.append(f"预算数 {amounts.format_amount(node.budget_fen)} 万元")
        lines.append(f"错误 {errors} · 警告 {warnings} · 提示 {infos}" + (f" · 待核对 {doubts}" if doubts else ""))
        return "\n".join(lines)


class TreeFilter(QSortFilterProxyModel):
    """Shows of the projects and parts those that are taken; what stands above one of them stays.

    Qt could keep what stands above by itself, but asks so often then that five thousand projects take a second.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: set[NodeKey] | None = None

    @property
    def narrowed(self) -> bool:
        """Whether something may be hidden."""
        return self._shown is not None

    def narrow(self, taken: set[str] | None) -> None:
        """Show the projects and departments of these ids, everything for None."""
        source = self.sourceModel()
        shown = source.around(taken) if taken is not None and isinstance(source, TreeModel) else None
        if shown != self._shown:
            self._shown = shown
            self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Override QSortFilterProxyModel.filterAcceptsRow."""
        if self._shown is None:
            return True
        source = self.sourceModel()
        node = source.node(source.index(row, 0, parent)) if isinstance(source, TreeModel) else None
        return node is not None and key_of(node) in self._shown
