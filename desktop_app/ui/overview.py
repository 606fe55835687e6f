"""What is shown where no project is chosen: figures as charts and as tables, or two ways to begin."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import filling, overview, overview_tables
from desktop_app.actions.filling import PartState, States
from desktop_app.actions.overview import CATEGORY, FUNCTION, Figures, Found, Target
from desktop_app.actions.overview_tables import FUNCTIONS, PARTS, PROGRESS, PROJECTS, SummaryTable
from desktop_app.actions.reading import TreeNode
from desktop_app.domain.changes import Changes
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, theme
from desktop_app.ui.hub import Hub, did_something
from desktop_app.ui.overview_charts import LACKING, TABLE, Charts
from desktop_app.ui.overview_table import SummaryView
from desktop_app.ui.tree_model import TreeModel, key_of

CHARTS = "图表"
VIEWS = (CHARTS, *overview_tables.NAMES)
AT_ONCE = 500  # projects whose progress is read together with the money; that of more follows a moment later
_STATES = {state: label for state, label, _ in filling.STATES}


class Overview(QWidget):
    """Figures of a year, a department or a unit.

    Signals:
        action_wanted: a button was pressed; carries the id of its action.
        wanted: something was opened that lies elsewhere; carries its target.
    """

    action_wanted = Signal(str)
    wanted = Signal(object)

    def __init__(self, hub: Hub, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub, self._model = hub, model
        self._node: TreeNode | None = None
        self._figures: Figures | None = None
        self._found: list[Found] = []
        self._filling: tuple[dict[str, States], dict[str, list[PartState]]] | None = None
        self._only: tuple[str, set[str]] | None = None  # what the list of projects is narrowed to, in words and ids
        self._stale = False
        self.title, self.text = QLabel(), QLabel()
        self.charts, self.table = Charts(), SummaryView()
        self.views = QTabBar()
        self.narrowed = QPushButton()
        self.bring = QPushButton(theme.icon("import"), "导入旧文件…")
        self.begin = QPushButton(theme.icon("add"), "新增项目")
        self._build()
        self._later = _timer(self, self._refresh)
        self._fill_later = _timer(self, self._fill)
        hub.changed.connect(self._changed)
        model.dataChanged.connect(lambda: self._later.start() if self._node else None)

    def _build(self) -> None:
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        self.title.setFont(font)
        self.text.setWordWrap(True)
        theme.muted(self.text)
        self.bring.clicked.connect(lambda: self.action_wanted.emit("data.import"))
        self.begin.clicked.connect(lambda: self.action_wanted.emit("edit.project"))
        for button in (self.bring, self.begin, self.narrowed):
            button.setAutoDefault(True)  # Enter presses it, not only the space bar
        self.narrowed.clicked.connect(self._widen)
        self.charts.opened.connect(self._open)
        self.table.opened.connect(self._open)
        self.views.setDrawBase(False)
        self.views.setExpanding(False)
        self.views.setAccessibleName("图和表")
        for name in VIEWS:
            self.views.addTab(name)
        self.views.currentChanged.connect(self._show_view)
        self._build_tools()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.charts)
        self._pages.addWidget(self.table)
        self._pages.addWidget(QWidget())  # takes the room where there is nothing to show
        buttons, head = QHBoxLayout(), QHBoxLayout()
        for button in (self.bring, self.begin):
            buttons.addWidget(button)
        buttons.addStretch(1)
        head.addWidget(self.views, 1)
        head.addWidget(self.copying)
        head.addWidget(self.exporting)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 6)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(buttons)
        column.addLayout(head)
        column.addWidget(self.narrowed, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self.charts)

    def _build_tools(self) -> None:
        self.copying, self.exporting = QToolButton(), QToolButton()
        for tool, word, tip, does in (
            (self.copying, "复制", "复制整张表，可以粘贴到 WPS", lambda: self.table.copy(everything=True)),
            (self.exporting, "导出…", "导出汇总表（Excel）", lambda: self.action_wanted.emit("data.sums")),
        ):
            tool.setText(word)
            tool.setToolTip(tip)
            tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tool.clicked.connect(does)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def say(self, title: str, text: str, offer: bool = False) -> None:
        """Show a few words, with the two ways to begin where offered."""
        self._node = self._figures = None
        self.title.setText(title)
        self.text.setText(text)
        self._frame(False, offer)
        self._pages.setCurrentIndex(2)

    def _frame(self, figures: bool, offer: bool = False) -> None:
        self.title.setVisible(not figures)
        self.views.setVisible(figures)
        self.exporting.setVisible(figures)
        self.copying.setVisible(figures)
        self.narrowed.hide()
        self.bring.setVisible(offer)
        self.begin.setVisible(offer)

    def show_node(self, node: TreeNode) -> None:
        """Show the figures of a year, a department or a unit, of another node those of what it hangs under.

        Raises UserError where the file cannot be read.
        """
        node = next(n for n in self._model.chain(node) if n.kind in (overview.UNIT, overview.DEPARTMENT, overview.YEAR))
        if self._node is None or key_of(node) != key_of(self._node):
            self._only = None
        self._node = node
        self._frame(True)
        self._read()

    def _read(self) -> None:
        """Read the money at once, the progress of many projects a moment later."""
        node = self._node
        if node is None:
            return
        self._stale = False
        self._figures = overview.figures(self._hub.store, node)
        self._found = overview.found_in(node, self._model.counts)
        self.text.setText(overview.sentence(self._figures, self._found, self._model.counts(node)[3]))
        self.views.setTabVisible(VIEWS.index(FUNCTIONS), bool(self._figures.by_function))
        self._filling = None
        self.charts.show_figures(self._figures, self._found)
        if node.projects <= AT_ONCE:
            self._fill()
        else:
            self._fill_later.start()
        self._show_view()

    def _fill(self) -> None:
        if self._node is None:
            return
        states, parts = filling.states(self._hub.store, self._node), filling.parts(self._hub.store, self._node)
        self._filling = states, parts
        self.charts.show_filling(filling.together(list(states.values())), filling.summed(list(parts.values())))
        if self.views.tabText(self.views.currentIndex()) in (PROGRESS, PARTS):
            self._show_view()

    def _show_view(self) -> None:
        """Show the charts or the table that is chosen."""
        if self._figures is None:
            return
        name = self.views.tabText(self.views.currentIndex())
        if name in (PROGRESS, PARTS) and self._filling is None:
            self._pages.setCurrentIndex(2)  # it is being read
            return
        self.copying.setEnabled(name != CHARTS)
        self.narrowed.setVisible(name == PROJECTS and self._only is not None)
        table = self._table(name) if name != CHARTS else None
        self._pages.setCurrentIndex(0 if table is None else 1)  # first, so that the table knows its room
        if table is not None:
            self.table.show_table(table)
        self.setFocusProxy(self.charts if table is None else self.table)

    def _table(self, name: str) -> SummaryTable | None:
        """A table of what is shown."""
        figures = self._figures
        if figures is None:
            return None
        states, parts = self._filling or ({}, {})
        only = self._only[1] if self._only else None
        return overview_tables.make(name, figures, self._found, self._model.counts, states, parts, only)

    def tables(self) -> tuple[str, list[SummaryTable], int]:
        """What is written into a workbook: its title, the tables, and how many secret projects are in the sums."""
        if self._figures is None:
            return "", [], 0
        if self._filling is None:
            self._fill_later.stop()
            self._fill()
        names = [name for i, name in enumerate(VIEWS) if self.views.isTabVisible(i) and name != CHARTS]
        made = [self._table(name) for name in names]
        return self._figures.node.label, [t for t in made if t is not None], self._figures.total.secrets

    # -- going elsewhere ----------------------------------------------------------------------------------------------

    def show_view(self, name: str) -> None:
        """Show the charts or one of the tables and put the keyboard into it."""
        if self.views.tabText(self.views.currentIndex()) == name:
            self._show_view()
        else:
            self.views.setCurrentIndex(VIEWS.index(name))
        self.setFocus()

    def _open(self, target: Target) -> None:
        kind, what = target
        node, store = self._node, self._hub.store
        if node is None:
            return
        if kind == TABLE:
            self._only = None
            self.show_view(what)
        elif kind == LACKING:
            label = f"{_STATES.get(what, '')}没有填好的项目" if what in _STATES else "没有全部填好的项目"
            self._narrow(label, partial(filling.lacking, store, node, what))
        elif kind in (CATEGORY, FUNCTION):
            label = f"{'项目类别' if kind == CATEGORY else '功能科目'}：{what or '未标明'}"
            self._narrow(label, partial(overview.narrowed_ids, store, node, target))
        else:
            self.wanted.emit(target)

    def _narrow(self, label: str, read: Callable[[], list[str]]) -> None:
        """Show the projects of which somebody opened the sum; a single one is gone to."""
        try:
            ids = read()
        except UserError as error:
            dialogs.show_error(error, self)
            return
        if len(ids) == 1:
            self.wanted.emit((overview.PROJECT, ids[0]))
            return
        self._only = label, set(ids)
        self.narrowed.setText(f"{label}，{len(ids)} 个　✕ 看全部")
        self.narrowed.setToolTip("回到全部项目")
        self.show_view(PROJECTS)

    def _widen(self) -> None:
        self._only = None
        self.show_view(PROJECTS)

    # -- what changed -------------------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if did_something(changes) and self._node is not None:
            self._only = None if changes.structure else self._only  # the narrowed projects may be others now
            self._later.start()

    def _refresh(self) -> None:
        """Show the same node as it is now; the page that is hidden reads when it comes back."""
        node = self._model.find(*key_of(self._node)) if self._node else None
        if node is None:
            return  # it was removed; the tree leads elsewhere
        self._node = node
        if not self.isVisible():
            self._stale = True
            return
        try:
            self._read()
        except UserError as error:
            self.say("", str(error))

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent."""
        super().showEvent(event)
        if self._stale:
            self._refresh()


def _timer(parent: QWidget, does: Callable[[], None]) -> QTimer:
    """A timer that runs once, when the event loop comes round."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(0)
    timer.timeout.connect(does)
    return timer
