"""The pane at the left: search over everything, the tree of years, departments, units, projects and parts, filters."""

from collections import Counter

from PySide6.QtCore import QModelIndex, QPoint, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.actions import narrowing, reading
from desktop_app.actions.reading import TreeNode
from desktop_app.domain import amounts
from desktop_app.domain.changes import Changes
from desktop_app.errors import UserError
from desktop_app.ui.hub import Hub
from desktop_app.ui.search_pane import Search
from desktop_app.ui.tree_filters import TreeFilters
from desktop_app.ui.tree_model import NODE_ROLE, Counts, NodeKey, TreeFilter, TreeModel, key_of
from desktop_app.ui.tree_parts import counts_of_parts
from desktop_app.ui.tree_view import TreeView

COUNT_AFTER_MS = 150
MOST_PATCHED = 20
_WORKED_ON = ("project", narrowing.PART)
_NOTHING = "没有符合筛选的项目。"
_NO_LONGER = "选中的这一项刚刚改过，已不符合筛选；选别的以后不再列出。"
_HEAD_COLUMNS = {"code", "name", "title", "budget"}


class TreePane(QWidget):
    """The search box, the filters, the tree or what the search found, and the sum of the budgets.

    Signals:
        selected: another node is current; carries its TreeNode, or None.
        opened: the current node is to be opened with the keyboard in its page; carries its TreeNode.
        hit_taken: something that the search found is to be gone to; carries its `Hit`.
        menu_wanted: the context menu was asked for; carries the global position.
    """

    selected = Signal(object)
    opened = Signal(object)
    hit_taken = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self.below = QStackedWidget()
        self.model = TreeModel(self)
        self.filter = TreeFilter(self)
        self.filter.setSourceModel(self.model)
        self.view = TreeView(self.filter)
        self.view.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.view.viewport().mapToGlobal(at))
        )
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.opened.connect(self._open)
        self.filters = TreeFilters()
        self.filters.changed.connect(self._narrow_to_chosen)
        self._found_in: dict[str, Counts] = {}
        self.search = Search(hub, self._taken, self)
        self.box, self.results = self.search.box, self.search.results
        self.search.shown.connect(lambda on: self.below.setCurrentWidget(self.results if on else self.view))
        self.search.into_tree.connect(self.view.setFocus)
        self.results.taken.connect(self.hit_taken)
        self.empty = QLabel()
        self._kept = ""  # the id of what was chosen while the filters let it through
        self.total = QLabel()
        self._build()
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(COUNT_AFTER_MS)
        self._count_timer.timeout.connect(self._count_later)
        self._opened_before: set[NodeKey] = set()
        self._chosen: NodeKey | None = None  # the current node, even while a filter hides it
        self._quiet = False
        hub.changed.connect(self.refresh)
        self.reload()

    def _build(self) -> None:
        self.empty.setMargin(12)
        self.empty.setWordWrap(True)
        self.empty.hide()
        self.total.setMargin(8)
        self.below.addWidget(self.view)
        self.below.addWidget(self.results)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 6)
        head.addWidget(self.box)
        layout.addLayout(head)
        layout.addWidget(self.filters)
        layout.addWidget(self.search.said)
        layout.addWidget(self.empty)
        layout.addWidget(self.below, 1)
        layout.addWidget(self.total)
        self.setFocusProxy(self.view)

    # -- the tree -----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the tree anew; what was open and chosen stays so, where it still is."""
        first_time = not self.model.roots
        opened = self._opened()
        self._quiet = True
        roots = reading.tree(self._hub.store)
        narrowing.hang_parts(self._hub.store, roots)
        self.model.load(roots)
        self.count_now()
        self._narrow_now()
        for node in self._nodes(self.model.roots):
            if key_of(node) in opened or (first_time and node.kind != "unit"):
                self.view.expand(self._index(key_of(node)))
        if first_time:
            self._open_small_units()
        if self.filter.narrowed:
            self.view.expandAll()
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
        """The chosen node; a filter that hides it leaves it chosen."""
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
        """All years, departments, units and projects, in the order of the tree."""
        return self._all(self.model.roots)

    def projects(self) -> list[TreeNode]:
        """All projects, in the order of the tree."""
        return [node for node in self.all_nodes() if node.kind == "project"]

    def select(self, kind: str, node_id: str, *, reveal: bool = True) -> bool:
        """Make a node current; false where it is not in the tree. Filters that hide it are given up to `reveal` it."""
        if self.model.find(kind, node_id) is None:
            return False
        index = self._index((kind, node_id))
        if not index.isValid():
            if not reveal:
                return False
            self.filters.clear()
            index = self._index((kind, node_id))
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        return True

    def _open(self) -> None:
        node = self.current()
        if node is not None and self.view.currentIndex().isValid():
            self.opened.emit(node)

    # -- filters ------------------------------------------------------------------------------------------------------

    def _narrow_to_chosen(self) -> None:
        """Another choice of filters: nothing is shown that does not fit, whatever was chosen before."""
        self._kept = ""
        self._narrow()

    def _narrow(self) -> None:
        """Show what the filters let through, in the tree and in what was found."""
        if not self.filter.narrowed:
            self._opened_before = self._opened()
        self._quiet = True  # Qt would choose a neighbour of what is hidden
        self._narrow_now()
        self._show_chosen()
        self._quiet = False
        if self.filter.narrowed:
            self.view.expandAll()
        else:
            for key in self._opened_before:  # what a filter has hidden is closed when it comes back
                self.view.expand(self._index(key))
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex())
        self.search.again()

    def _narrow_now(self) -> None:
        taken = self._taken()
        here = self._chosen[1].partition(" ")[0] if self._chosen and self._chosen[0] in _WORKED_ON else ""
        if taken is None or here in taken:
            self._kept = "" if taken is None else here
        stays = taken is not None and bool(self._kept) and self._kept == here and here not in taken
        self.filter.narrow(taken | {here} if taken is not None and stays else taken)  # not gone once it is set right
        self.empty.setText(_NO_LONGER if stays else _NOTHING)
        self.empty.setVisible(stays or (self.filter.narrowed and self.filter.rowCount() == 0))

    def _taken(self) -> set[str] | None:
        wrong = {node_id for node_id, counts in self._found_in.items() if counts[0]}
        return self.filters.taken(self._hub.store, self.model.roots, wrong)

    # -- what changed -------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        """Show what an operation changed."""
        heads = {key.column for key in changes.cells if key.table == "project"} & _HEAD_COLUMNS
        others = {key.table for key in changes.cells} & {"unit", "department"}
        came = changes.structure and changes.tables != {"budget_row"}  # a table stays in the tree whatever rows it has
        if others or ((came or heads) and not self._patch(changes.projects)):
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

    def _count_later(self) -> None:
        self.count_now()
        if self.filters.active:
            self._narrow()

    def count_now(self) -> None:
        """Show how many findings each node has."""
        doubts = Counter(flag.project_id or flag.department_id for flag in self._hub.flags.findings)
        found = self._hub.checker.counts()
        owners = found.keys() | doubts.keys()
        self._found_in = {o: (*found.get(o, (0, 0, 0)), doubts[o]) for o in owners}
        in_parts = counts_of_parts(self.model, (*self._hub.checker.findings, *self._hub.flags.findings))
        self.model.set_counts(self._found_in | in_parts)

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
            self._kept = self._chosen[1].partition(" ")[0] if self._chosen else ""
            if self.empty.text() == _NO_LONGER:
                QTimer.singleShot(0, self._narrow)  # after Qt is done with the choice
            self._show_total()
            self.selected.emit(self.current())
