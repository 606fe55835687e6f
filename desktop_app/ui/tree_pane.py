"""The project tree at the left: choose, search, see how much is wrong where."""

from collections import Counter

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import reading
from desktop_app.actions.reading import TreeNode
from desktop_app.domain import amounts
from desktop_app.domain.model import Changes
from desktop_app.errors import UserError
from desktop_app.ui.field_keys import SearchLine
from desktop_app.ui.hub import Hub
from desktop_app.ui.tree_badges import BadgeDelegate
from desktop_app.ui.tree_model import NODE_ROLE, NodeKey, TreeFilter, TreeModel, key_of

SEARCH_AFTER_MS = 200
COUNT_AFTER_MS = 150
MOST_PATCHED = 20
_HEAD_COLUMNS = {"code", "name", "title", "budget"}


class _SearchBox(SearchLine):
    """Where a search is typed; Enter takes what was found first, the down key leads there, Escape gives it up."""

    taken = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class TreePane(QWidget):
    """The search box, the tree, and the sum of the budgets.

    Signals:
        selected: another node is current; carries its TreeNode, or None.
        menu_wanted: the context menu was asked for; carries the global position.
    """

    selected = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self.model = TreeModel(self)
        self.filter = TreeFilter(self)
        self.filter.setSourceModel(self.model)
        self.view = QTreeView()
        self.view.setModel(self.filter)
        self.view.setHeaderHidden(True)
        self.view.setItemDelegate(BadgeDelegate(self.view))
        self.view.setUniformRowHeights(True)
        self.view.setIndentation(13)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName("项目目录")
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.view.viewport().mapToGlobal(at))
        )
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.box = _SearchBox("搜索 项目 / 编码 / 指标 / 依据", "搜索")
        self.box.textChanged.connect(self.search)
        self.box.taken.connect(self._take_first)
        self.box.left.connect(self._enter)
        self.nothing_found = QLabel("没有找到。换一个词试试，或清空搜索框。")
        self.nothing_found.setWordWrap(True)
        self.nothing_found.setMargin(12)
        self.nothing_found.hide()
        self.total = QLabel()
        self.total.setMargin(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 6)
        head.addWidget(self.box)
        layout.addLayout(head)
        layout.addWidget(self.nothing_found)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.total)
        self.setFocusProxy(self.view)
        self._search_timer = self._timer(SEARCH_AFTER_MS, self._search_now)
        self._count_timer = self._timer(COUNT_AFTER_MS, self.count_now)
        self._wanted = ""
        self._opened_before: set[NodeKey] = set()
        self._chosen: NodeKey | None = None  # the current node, even while a search hides it
        self._quiet = False
        hub.changed.connect(self.refresh)
        self.reload()

    def _timer(self, milliseconds: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def reload(self) -> None:
        """Read the tree anew; what was open and chosen stays so, where it still is."""
        first_time = not self.model.roots
        opened = self._opened()
        self._quiet = True
        self.model.load(reading.tree(self._hub.store))
        self.count_now()
        for node in self._nodes(self.model.roots):
            if key_of(node) in opened or (first_time and node.kind != "unit"):
                self.view.expand(self._index(key_of(node)))
        if first_time:
            self._open_small_units()
        self._quiet = False
        if not self._show_chosen():
            self.selected.emit(self.current())
        self._show_total()

    def _show_chosen(self) -> bool:
        """Make the chosen node current in the view; false, and nothing current, where it is hidden or gone."""
        index = self._index(self._chosen) if self._chosen else QModelIndex()
        self.view.setCurrentIndex(index)
        return index.isValid()

    def _open_small_units(self) -> None:
        units = [node for node in self._nodes(self.model.roots) if node.kind == "unit"]
        if sum(unit.projects for unit in units) <= 60:
            for unit in units:
                self.view.expand(self._index(key_of(unit)))

    def _nodes(self, nodes: list[TreeNode]) -> list[TreeNode]:
        inner = [node for node in nodes if node.children]
        return inner + [below for node in inner for below in self._nodes(node.children)]

    def _index(self, key: NodeKey) -> QModelIndex:
        return self.filter.mapFromSource(self.model.index_of(key))

    def _opened(self) -> set[NodeKey]:
        keys = map(key_of, self._nodes(self.model.roots))
        return {key for key in keys if self.view.isExpanded(self._index(key))}

    def current(self) -> TreeNode | None:
        """The chosen node; a search that hides it leaves it chosen."""
        return self.model.find(*self._chosen) if self._chosen else None

    def around(self, kind: str) -> TreeNode | None:
        """The chosen node or the one above it of that kind; the only one of its kind where the choice says nothing."""
        node = self.current()
        found = self.model.ancestor(node, kind) if node else None
        if found is None:
            # below the choice, else anywhere: clear only where there is exactly one
            below = [n for n in self._all([node] if node else self.model.roots) if n.kind == kind]
            found = below[0] if len(below) == 1 else None
        return found

    def _all(self, nodes: list[TreeNode]) -> list[TreeNode]:
        return nodes + [below for node in nodes for below in self._all(node.children)]

    def all_nodes(self) -> list[TreeNode]:
        """Everything in the tree, level by level."""
        return self._all(self.model.roots)

    def projects(self) -> list[TreeNode]:
        """All projects, in the order of the tree."""
        return [node for node in self.all_nodes() if node.kind == "project"]

    def select(self, kind: str, node_id: str) -> bool:
        """Make a node current; false where it is not in the tree. A search that hides it is given up."""
        if self.model.find(kind, node_id) is None:
            return False
        index = self._index((kind, node_id))
        if not index.isValid():
            self.box.clear()
            self._search_now()
            index = self._index((kind, node_id))
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        return True

    def search(self, text: str) -> None:
        """Show only what holds `text`, a moment after the typing."""
        self._wanted = text.strip()
        self._search_timer.start()

    def _search_now(self) -> None:
        self._search_timer.stop()
        if self._wanted and not self.filter.searching:
            self._opened_before = self._opened()
        self._quiet = True  # Qt would choose a neighbour of what is hidden
        self.filter.search(self._wanted, reading.search(self._hub.store, self._wanted))
        self._show_chosen()
        self._quiet = False
        if self._wanted:
            self.view.expandAll()
        else:
            for key in self._opened_before:  # what a search has hidden is closed when it comes back
                self.view.expand(self._index(key))
        current = self.view.currentIndex()
        if current.isValid():
            self.view.scrollTo(current)
        self.nothing_found.setVisible(bool(self._wanted) and self.filter.rowCount() == 0)

    def _take_first(self) -> None:
        """Choose the first project found, also where the search waits for the end of the typing."""
        if self._search_timer.isActive():
            self._search_now()
        found = (n for n in self.projects() if self._index(key_of(n)).isValid())
        first = next(found, None) if self._wanted else self.current()
        if first is not None:
            self.select(*key_of(first))
            self.view.setFocus()

    def _enter(self) -> None:
        """Go from the box into the tree; where a search hides what was chosen, to the first that it found."""
        if self._search_timer.isActive() or not self.view.currentIndex().isValid():
            self._take_first()
        else:
            self.view.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Show what an operation changed."""
        heads = {key.column for key in changes.cells if key.table == "project"} & _HEAD_COLUMNS
        others = {key.table for key in changes.cells} & {"unit", "department"}
        if others or ((changes.structure or heads) and not self._patch(changes.projects)):
            self.reload()
        else:
            self._show_total()
        self._count_timer.start()

    def _patch(self, projects: set[str]) -> bool:
        if not 0 < len(projects) <= MOST_PATCHED or not all(self.model.find("project", p) for p in projects):
            return False
        try:
            loaded = [reading.load_project(self._hub.store, p) for p in projects]
        except UserError:  # one of them is gone
            return False
        for project in loaded:
            self.model.patch(project)
        return True

    def count_now(self) -> None:
        """Show how many findings each node has."""
        doubts = Counter(flag.project_id or flag.department_id for flag in self._hub.flags.findings)
        found = self._hub.checker.counts()
        owners = found.keys() | doubts.keys()
        self.model.set_counts({o: (*found.get(o, (0, 0, 0)), doubts[o]) for o in owners})

    def _show_total(self) -> None:
        node = self.current()
        year = self.model.ancestor(node, "year") if node else None
        years = [year] if year else self.model.roots
        name = f"{year.label} " if year and len(self.model.roots) > 1 else ""
        self.total.setText(f"{name}合计 {amounts.format_amount(sum(y.budget_fen for y in years))} 万元")

    def _current_changed(self) -> None:
        if not self._quiet:
            node = self.view.currentIndex().data(NODE_ROLE)
            self._chosen = key_of(node) if node else None
            self._show_total()
            self.selected.emit(self.current())
