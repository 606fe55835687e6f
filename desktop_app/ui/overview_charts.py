"""The charts of the overview: money by owner, 类别 and 功能科目, progress, findings."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.actions import filling, overview
from desktop_app.actions.filling import PartState, States
from desktop_app.actions.overview import Figures, Found, Sum
from desktop_app.actions.overview_tables import CATEGORIES, FINDINGS, FUNCTIONS, PROJECTS
from desktop_app.domain import amounts
from desktop_app.domain.findings import ERROR, INFO, SEVERITY_NAMES, WARNING
from desktop_app.ui.charts import EMPTY, GREY, PALE, STRONG, Bar, Chart

LACKING, TABLE = "lacking", "table"  # kinds of targets that stay on the page: unfinished projects, a table
_COLUMN = 23  # characters that a column needs
_MONEY = (("财政", STRONG), ("其他", PALE), ("未分", GREY))
_PROGRESS = (("填好", STRONG), ("部分", PALE), ("没有", EMPTY))
_SEVERITIES = tuple((SEVERITY_NAMES[s], s) for s in (ERROR, WARNING, INFO))


class Charts(QScrollArea):
    """All charts, in two columns where there is room.

    Signals:
        opened: an entry is to be gone to; carries its target.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.owners, self.categories, self.functions = Chart(_MONEY), Chart(), Chart()
        self.progress, self.findings = Chart(_PROGRESS), Chart(_SEVERITIES)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._body)
        self._columns.setContentsMargins(0, 4, 8, 4)
        self._columns.setSpacing(20)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column, charts in (
            (self._left, (self.owners, self.categories, self.functions)),
            (self._right, (self.progress,)),
        ):
            column.setSpacing(14)
            for chart in charts:
                column.addWidget(chart)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self._right.insertWidget(1, self.findings)
        for chart in (self.owners, self.categories, self.functions, self.progress, self.findings):
            chart.opened.connect(self.opened)
            chart.list.entered_row.connect(partial(self._keep_visible, chart))
        self.setWidget(self._body)
        self.setFocusProxy(self.owners.list)

    def show_figures(self, figures: Figures, found: Sequence[Found]) -> None:
        """Show the money and the findings."""
        name = overview.OWNER_NAMES[figures.owners]
        whole = figures.total.budget
        table = PROJECTS if figures.owners == overview.PROJECT else CATEGORIES
        self.owners.show_bars(f"按{name}（万元）", money_bars(figures.by_owner, whole, table))
        self.categories.show_bars("按项目类别（万元）", money_bars(figures.by_category, whole, CATEGORIES))
        self.functions.show_bars("按功能科目（万元）", money_bars(figures.by_function, whole, FUNCTIONS))
        self.findings.show_bars("检查结果", finding_bars(found))

    def show_filling(self, states: States, parts: Sequence[PartState]) -> None:
        """Show the progress."""
        self.progress.show_bars("填报进度", progress_bars(states, parts))
        self._balance()

    def _balance(self) -> None:
        """Put the findings below the shorter column."""
        left = sum(len(chart.list.bars) + 1 for chart in (self.owners, self.categories, self.functions))
        column = self._left if left < len(self.progress.list.bars) + 1 else self._right
        if column.indexOf(self.findings) < 0:
            focus = self.findings.list.hasFocus()
            column.insertWidget(column.count() - 1, self.findings)
            QWidget.setTabOrder(column.itemAt(column.count() - 3).widget(), self.findings)
            if focus:
                self.findings.list.setFocus()

    def _keep_visible(self, chart: Chart, rect: QRect) -> None:
        at = chart.list.mapTo(self._body, rect.center())
        self.ensureVisible(0, at.y(), 0, rect.height())
        if rect.top() == 0:  # with the first entry its title
            self.ensureVisible(0, chart.mapTo(self._body, QPoint(0, 0)).y(), 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: one column where two would be too narrow."""
        super().resizeEvent(event)
        wide = self.viewport().width() >= 2 * _COLUMN * self.fontMetrics().horizontalAdvance("项")
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)


def money_bars(found: Sequence[Sum], whole: int, table: str) -> list[Bar]:
    """Bars of money, the largest first; those beyond the largest ten are one that leads to the table."""
    shown = overview.largest(found)
    most = max((s.budget for s in shown), default=0)
    return [_money_bar(s, most, whole, table) for s in shown]


def _money_bar(s: Sum, most: int, whole: int, table: str) -> Bar:
    rest = s.budget - s.fiscal - s.other
    parts = ((s.fiscal, STRONG), (s.other, PALE), (rest, GREY)) if rest >= 0 else ((s.budget, STRONG),)
    text = amounts.format_amount(s.budget)
    if whole > 0 and 0 <= s.budget <= whole:
        text += f"　{share(s.budget, whole)}"
    tip = (
        f"{s.label}\n{s.projects} 个项目 · 预算数 {amounts.format_amount(s.budget)} 万元"
        f"\n财政 {amounts.format_amount(s.fiscal)} · 其他 {amounts.format_amount(s.other)}"
    )
    return Bar(s.label, parts, most, text, s.target if s.target[0] else (TABLE, table), tip)


def share(part: int, whole: int) -> str:
    """Per cent, rounded half up; what is there at all is never none."""
    percent = (200 * part + whole) // (2 * whole)
    return "<1%" if part and not percent else f"{percent}%"


def progress_bars(states: States, parts: Sequence[PartState]) -> list[Bar]:
    """A bar of all projects, one for each thing that they need, one for each part of the book."""
    bars = []
    if states.projects:
        left = states.projects - states.complete - states.partly
        shades = ((states.complete, STRONG), (states.partly, PALE), (left, EMPTY))
        tip = f"{states.complete} 个项目全部填好，{states.partly} 个填了一部分，{left} 个还没填"
        text = f"{states.complete} / {states.projects}"
        bars.append(Bar("项目全部填好", shades, states.projects, text, (LACKING, filling.ALL), tip))
    for state, label, rule in filling.STATES:
        have, due = states.of(state)
        if due:
            tip = f"{label}：{rule}。{due - have} 个项目还没填好"
            bars.append(_part_bar(f"　{label}", have, due, (LACKING, state), tip))
    for part in parts:
        tip = f"{part.label}还缺：{'、'.join(part.missing)}" if part.missing else f"{part.label}都有了"
        bars.append(_part_bar(part.label, part.done, part.due, part.target, tip))
    return bars


def _part_bar(label: str, have: int, due: int, target: overview.Target, tip: str) -> Bar:
    text = f"{have} / {due}" if due > 1 else "有" if have else "没有"
    return Bar(label, ((have, STRONG), (due - have, EMPTY)), due, text, target, tip)


def finding_bars(found: Sequence[Found]) -> list[Bar]:
    """Bars of findings, the worst first; those beyond the worst ten are one that leads to the table."""
    ordered = sorted((f for f in found if _count(f)), key=lambda f: (-f.errors, -f.warnings, -f.hints))
    if len(ordered) > overview.LARGEST + 1:
        rest = ordered[overview.LARGEST :]
        others = Found(f"其他 {len(rest)} 个", (TABLE, FINDINGS), *overview.totals_of(rest))
        ordered = [*ordered[: overview.LARGEST], others]
    most = max(map(_count, ordered), default=0)
    bars = []
    for f in ordered:
        counts = ((f.errors, ERROR), (f.warnings, WARNING), (f.hints, INFO))
        said = [f"{SEVERITY_NAMES[s]} {n}" for n, s in counts if n]
        target = f.target if f.target[0] == TABLE else ("finding", f"{f.target[0]} {f.target[1]}")
        bars.append(Bar(f.label, counts, most, " ".join(said), target, f"{f.label}\n{' · '.join(said)}"))
    return bars


def _count(f: Found) -> int:
    return f.errors + f.warnings + f.hints
