"""An open workspace on the screen: tree at the left, pages at the right, problems below them."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.checking import Checker
from desktop_app.actions.editing import COLUMN_NAMES
from desktop_app.actions.narrowing import PART
from desktop_app.actions.reading import TreeNode
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.findings import Finding
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, finding_target, following, overview_targets, search_target
from desktop_app.ui.department_goals_pane import DepartmentGoalsPane
from desktop_app.ui.elided import ElidedLabel
from desktop_app.ui.hub import Hub
from desktop_app.ui.overview import Overview
from desktop_app.ui.parts_pane import PartsPane
from desktop_app.ui.problems_pane import ProblemsPane
from desktop_app.ui.problems_splitter import ProblemsSplitter
from desktop_app.ui.project_page import ProjectPage
from desktop_app.ui.sections_pane import SectionsPane
from desktop_app.ui.tree_model import key_of
from desktop_app.ui.tree_pane import TreePane

TABS = ("目标与指标", "预算公开表", "文字")
GOALS, TABLES, SECTIONS = range(3)
LEAST_NAME = 16  # characters that the tree has room for, signs and indents among them


class WorkspaceView(QWidget):
    """Leads the choice in the tree to the pages, and a finding to its cell.

    Signals:
        action_wanted: one of the buttons of an empty workspace was pressed; carries the id of its action.
    """

    action_wanted = Signal(str)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._node: TreeNode | None = None
        self._left = ""  # the project that the choice on another page led away from
        self.tree = TreePane(hub)
        self.title = ElidedLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in TABS:
            self.tabs.addTab(name)
        self.project = ProjectPage(hub)
        self.overview = Overview(hub, self.tree.model)
        self.overview.setMinimumHeight(1)  # else it alone would make the window higher than a scaled small screen
        self.overview.action_wanted.connect(self.action_wanted)
        self.overview.wanted.connect(lambda target: overview_targets.go(self, target))
        self.parts = PartsPane(hub)
        self.table = self.parts.table
        self.sections = SectionsPane(hub)
        self.goals = DepartmentGoalsPane(hub, self.sections)
        self.pages = QStackedWidget()
        for page in (self.project, self.parts, self.sections, self.overview):
            self.pages.addWidget(page)
        self.problems = ProblemsPane(hub)
        self._build()
        self.tree.selected.connect(self._selected)
        hub.changed.connect(self._show_title)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.problems.wanted.connect(self.go_to)
        self.problems.left.connect(self.back_to_page)
        self.project.action_wanted.connect(self.action_wanted)
        self.tree.opened.connect(lambda node: search_target.open_node(self, hub.store, node))
        self.tree.hit_taken.connect(lambda hit: search_target.go(self, hub.store, hit))
        self.sections.narrative.source_wanted.connect(self.go_to)
        self.parts.chosen.connect(self._follow)
        self.sections.chosen.connect(self._follow)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 8, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.tabs)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setForegroundRole(line.palette().ColorRole.Mid)
        column.addWidget(line)
        column.addWidget(self.pages, 1)
        self.right = ProblemsSplitter(upper, self.problems)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.tree)
        self.across.addWidget(self.right)
        self.across.setCollapsible(1, False)
        self.tree.setMinimumWidth(self.fontMetrics().horizontalAdvance("项") * LEAST_NAME)
        self.across.setStretchFactor(1, 1)
        self.across.setSizes([310, 1000])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.across)

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        return QSize(1280, 760)

    @property
    def checker(self) -> Checker:
        """The findings of the workspace."""
        return self._hub.checker

    def begin(self) -> None:
        """Choose the first project, as somebody does who opens a file to work in it."""
        projects = self.tree.projects()
        if projects:
            self.tree.select("project", projects[0].id)
        else:
            self._selected(self.tree.current())

    def select_first(self, changes: Changes) -> None:
        """Choose the first project, in the order of the tree, that an operation touched."""
        first = next((node for node in self.tree.projects() if node.id in changes.projects), None)
        if first is not None:
            self.tree.select("project", first.id)

    def _selected(self, node: TreeNode | None) -> None:
        another = self._node is not None and (node is None or key_of(node) != key_of(self._node))
        if another and not self.commit_open_editor() and self._node is not None:
            self.tree.select(self._node.kind, self._node.id)  # what cannot be stored stays in its field
            return
        self._left = "" if another else self._left
        before, self._node = self._node, node
        if before is not None and before.kind == PART and node is not None and node.kind == "project":
            self.tabs.setCurrentIndex(GOALS)
        self.problems.show_project(node.id if node and node.kind == "project" else "")
        self._show_title()
        if node is not None and node.kind == PART and (before is None or key_of(node) != key_of(before)):
            search_target.show_part(self, self._hub.store, node)
        else:
            self.show_page()

    def _show_title(self) -> None:
        """Say where what is shown hangs, by the names that it all has now."""
        self.title.setText(following.title(self, self._node))

    def _follow(self) -> None:
        """Choose in the tree what was chosen on a page; the project that it leads away from is kept in mind."""
        node = following.node_shown(self)
        if node is not None and (self._node is None or key_of(node) != key_of(self._node)):
            self._left = self._node.id if self._node and self._node.kind == "project" else self._left
            self._node = node
            self.tree.select(node.kind, node.id, reveal=False)
        self._show_title()

    def _tab_changed(self) -> None:
        self.commit_open_editor()
        away = self._left and self.tabs.currentIndex() == GOALS
        if not away or not self.tree.select("project", self._left):
            self.show_page()

    def show_page(self) -> None:
        """Show what is chosen on the page that is chosen."""
        node, tab = self._node, self.tabs.currentIndex()
        department = self.tree.around("department")
        # no only one: the choice says whose
        unit = self.tree.model.ancestor(node, "unit") if node is not None else None
        try:
            if tab == GOALS and node is not None and node.kind == "project":
                self.project.show_project(node.id)
                self.pages.setCurrentWidget(self.project)
            elif tab == TABLES and department is not None:
                self.parts.show_department(department.id, unit.id if unit else "")
                self.pages.setCurrentWidget(self.parts)
            elif tab == SECTIONS and department is not None:
                begin = node is not None and node.kind != "project"  # else only where the unit has texts of its own
                self.sections.show_department(department.id, unit.id if unit else "", begin=begin)
                self.pages.setCurrentWidget(self.sections)
            else:
                self._show_overview(node)
        except UserError as error:
            self._show_overview(None)
            dialogs.show_error(error, self)
        self._show_title()

    def _show_overview(self, node: TreeNode | None) -> None:
        if not self.tree.model.roots:
            self.overview.say("这个工作簿还是空的", "可以读入旧文件，也可以从头录入。", offer=True)
        elif node is None:
            self.overview.say("", "请在左边选一个部门、单位或项目。")
        elif self.tabs.currentIndex() != GOALS:
            self.overview.say("", "请在左边选一个部门。")
        else:
            self.overview.show_node(node)
        self.pages.setCurrentWidget(self.overview)

    def show_tab(self, tab: int) -> None:
        """Show one of the three pages and put the keyboard into it."""
        if self.tabs.currentIndex() == tab:
            self.show_page()  # what was shown may be gone, or be there again
        else:
            self.tabs.setCurrentIndex(tab)
        self.pages.currentWidget().setFocus()
        if tab == GOALS and self.pages.currentWidget() is self.project:
            self.project.grid.setFocus()

    def go_to(self, finding: Finding) -> None:
        """Show the place of a finding and put the keyboard into its cell."""
        finding_target.go(self, self._hub, finding)

    def back_to_page(self) -> None:
        """Put the keyboard where it was last on the page that is shown."""
        page = self.pages.currentWidget()
        (page.focusWidget() or (self.project.grid if page is self.project else page)).setFocus()

    def step_project(self, step: int) -> None:
        """Choose the project after (1) or before (-1) the current one."""
        ids = [node.id for node in self.tree.projects()]
        if ids:
            at = ids.index(self.project.project_id) if self.project.project_id in ids else -step
            self.tree.select("project", ids[max(0, min(at + step, len(ids) - 1))])

    def regions(self) -> list[QWidget]:
        """The parts of the window that F6 visits, in order."""
        page = self.pages.currentWidget()
        parts: list[QWidget] = [self.tree]
        if page is self.project:
            parts += [self.project.form, self.project.grid]
        elif page is not self.overview or self.overview.views.isVisible():
            parts.append(page)
        return [*parts, self.problems] if self.problems.isVisible() else parts

    def commit_open_editor(self) -> bool:
        """Store what was typed and not yet left, anywhere; false where something could not be stored."""
        parts = (self.project, self.parts, self.sections, self.goals)
        return all([part.commit_open_editor() is not False for part in parts])

    def current_key(self) -> CellKey | None:
        """The cell that the keyboard is in."""
        page = self.pages.currentWidget()
        if page is self.parts:
            return self.parts.current_key()
        if page is self.sections and (key := self.goals.current_key()) is not None:
            return key
        return page.current_key() if page in (self.project, self.sections) else None

    def current_name(self) -> str:
        """What the cell that the keyboard is in is called."""
        page, key = self.pages.currentWidget(), self.current_key()
        if page is self.parts:
            return self.parts.current_name()
        if page is self.project and (name := self.project.form.current_name()):
            return name
        return COLUMN_NAMES.get(key.column, "") if key is not None else ""
