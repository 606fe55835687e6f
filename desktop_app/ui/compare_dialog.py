"""The comparison of two years or stages: a window of its own that steps aside for the work and comes back."""

import sys
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import comparing, reading, workspace
from desktop_app.actions.comparing import SAME, Row, Side
from desktop_app.domain.changes import Changes
from desktop_app.errors import Cancelled, UserError
from desktop_app.ui import compare_model, compare_view, dialogs, long_actions, tasks, theme
from desktop_app.ui.compare_model import CompareModel
from desktop_app.ui.compare_texts import CompareTexts
from desktop_app.ui.hub import Hub

_QUICK_S = 0.4  # a comparison that took no longer is made anew by itself
_LATER_MS = 300
_MOST_OPEN = 400  # lines that are shown opened at once
NOT_MADE = "没有对比成"
STALE = "内容已有修改，下面是修改前的对比。"


class CompareDialog(QDialog):
    """What differs between two versions of a department's year.

    Signals:
        wanted: a difference is to be shown in the window; carries its row and both sides.
        list_wanted: the list is to be written; carries the rows and the names of both sides.
    """

    wanted = Signal(object, object)
    list_wanted = Signal(object, object)

    def __init__(self, hub: Hub, department_id: str, beside: tasks.Tasks, parent: QWidget | None = None) -> None:
        """`beside` runs what takes long."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("对比年度、阶段")
        self.resize(1080, 720)
        self._hub, self._department_id = hub, department_id
        self._sides: list[Side] = []
        self._rows: list[Row] = []
        self._took = 0.0
        self._tasks = beside
        self.left, self.right = compare_view.chooser("之前"), compare_view.chooser("之后")
        self.swap = QPushButton("⇄ 交换")
        self.only_changed = QCheckBox("只看有变化的")
        self.only_changed.setChecked(True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("筛选：项目、栏目、文字")
        self.filter.setClearButtonEnabled(True)
        self.summary = QLabel()
        self.stale, self.again = QLabel(STALE), QPushButton("重新对比")
        self.model = CompareModel(self)
        self.view = compare_view.tree(self.model)
        self.texts = CompareTexts()
        self.export, self.show_it = QPushButton("导出清单…"), QPushButton("到这一处")
        self.close_it = QPushButton("关闭")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._build()
        self._connect()
        self._offer_sides()
        self.compare()

    # -- how it looks -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        top = QHBoxLayout()
        parts: tuple[QWidget, ...] = (QLabel("从"), self.left, self.swap, QLabel("到"), self.right)
        for part in parts:
            top.addWidget(part, int(isinstance(part, QComboBox)))
        second = QHBoxLayout()
        second.addWidget(self.only_changed)
        second.addWidget(self.summary)
        second.addStretch(1)
        second.addWidget(self.stale)
        second.addWidget(self.again)
        second.addWidget(self.filter)
        self.filter.setMinimumWidth(240)
        theme.muted(self.summary)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.view)
        splitter.addWidget(self.texts)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([440, 180])
        buttons = QHBoxLayout()
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        buttons.addWidget(self.show_it)
        buttons.addWidget(self.close_it)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addLayout(second)
        layout.addWidget(splitter, 1)
        layout.addLayout(buttons)
        self.show_it.setDefault(True)
        for button in (self.swap, self.again, self.export, self.close_it):
            button.setAutoDefault(False)
        self._say_stale(False)

    def _connect(self) -> None:
        self.left.activated.connect(lambda _: self.compare())
        self.right.activated.connect(lambda _: self.compare())
        self.swap.clicked.connect(self._swap)
        self.only_changed.toggled.connect(self._show_rows)
        self.filter.textChanged.connect(self._show_rows)
        self.again.clicked.connect(self.compare)
        self.view.selectionModel().currentChanged.connect(self._show_texts)
        self.view.doubleClicked.connect(lambda _: self._want())
        self.show_it.clicked.connect(self._want)
        self.export.clicked.connect(self._want_list)
        self.close_it.clicked.connect(self.close)
        self._later.timeout.connect(self.compare)
        self._hub.changed.connect(self._changed)

    # -- what is compared ---------------------------------------------------------------------------------------------

    @property
    def sides(self) -> tuple[Side, Side]:
        """The two versions that are chosen."""
        return self._sides[self.left.currentIndex()], self._sides[self.right.currentIndex()]

    @property
    def names(self) -> tuple[str, str]:
        """What the two versions are called."""
        return self.left.currentText(), self.right.currentText()

    def _offer_sides(self) -> None:
        """Offer the versions that there are now; a choice stays where it can."""
        chosen = [_key(side) for side in self.sides] if self._sides else []
        self._sides = comparing.sides(self._hub.store, self._department_id)
        keys = [_key(side) for side in self._sides]
        first = comparing.first_pair(self._sides, self._department_id)
        for number, chooser in enumerate((self.left, self.right)):
            chooser.clear()
            chooser.addItems([side.label for side in self._sides])
            there = bool(chosen) and chosen[number] in keys
            chooser.setCurrentIndex(keys.index(chosen[number]) if there else first[number])

    def offers(self, department_id: str) -> bool:
        """Whether a department's year is among the versions."""
        return any(side.department_id == department_id for side in self._sides)

    def choose(self, left: int, right: int) -> None:
        """Compare two versions by their numbers in the choosers."""
        self.left.setCurrentIndex(left)
        self.right.setCurrentIndex(right)
        self.compare()

    def _swap(self) -> None:
        self.choose(self.right.currentIndex(), self.left.currentIndex())

    def compare(self) -> None:
        """Compare what is chosen, anew; large departments beside the window."""
        self._later.stop()
        store, sides, began = self._hub.store, self.sides, time.monotonic()
        if reading.count_indicators(store, {side.department_id for side in sides}) <= long_actions.LITTLE:
            try:
                with tasks.busy_cursor():
                    rows = comparing.compare_sides(store, *sides)
            except UserError as error:
                self._failed(error)
                return
            self._compared(began, rows)
            return

        def work(report: tasks.Report) -> list[Row]:
            with workspace.beside(store) as other:
                return comparing.compare_sides(other, *sides, report)

        self._tasks.run("对比", work, partial(self._compared, began), self._failed)

    def _compared(self, began: float, rows: list[Row]) -> None:
        self._rows, self._took = rows, time.monotonic() - began
        self._say_stale(False)
        self.texts.name_sides(self.names)
        self._show_rows()

    def _failed(self, error: Exception) -> None:
        """Show nothing: what was shown is about other versions."""
        self._compared(time.monotonic(), [])
        self.summary.setText(NOT_MADE)
        self.again.setVisible(True)
        if isinstance(error, UserError):
            dialogs.show_error(error, self)
        elif not isinstance(error, Cancelled):
            sys.excepthook(type(error), error, error.__traceback__)

    def _changed(self, changes: Changes) -> None:
        try:
            if changes.structure:
                self._offer_sides()
        except UserError:  # the department is gone
            self.close()
            return
        if self._took <= _QUICK_S:
            self._later.start()
        self._say_stale(True)

    def _say_stale(self, stale: bool) -> None:
        slow = stale and self._took > _QUICK_S
        self.stale.setVisible(slow)
        self.again.setVisible(slow)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def shown(self) -> list[Row]:
        """The rows that the filters let through."""
        words = self.filter.text().split()
        rows = [row for row in self._rows if row.kind != SAME] if self.only_changed.isChecked() else self._rows
        return [row for row in rows if all(_holds(row, word) for word in words)] if words else rows

    def _show_rows(self) -> None:
        current = self.model.node(self.view.currentIndex())
        rows = self.shown()
        self.model.load(rows)
        changed = comparing.changes_only(rows)
        nothing = "没有不同" if not comparing.changes_only(self._rows) else "没有符合筛选的"
        self.summary.setText(compare_model.tally(changed) or nothing)
        self.export.setEnabled(bool(rows))
        if len(rows) <= _MOST_OPEN:
            self.view.expandAll()
        else:
            self.view.expandToDepth(0)
        at = self.model.find(current.row) if current is not None and current.row is not None else QModelIndex()
        if not at.isValid():
            at = self._first()
        self.view.selectionModel().setCurrentIndex(
            at, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.view.scrollTo(at)
        self._show_texts()

    def _first(self) -> QModelIndex:
        """The first line that is a difference."""
        at = self.model.index(0, 0)
        while at.isValid() and self.model.rowCount(at):
            at = self.model.index(0, 0, at)
        return at

    def current(self) -> Row | None:
        """The difference that is chosen, None where a line is chosen that only holds others."""
        node = self.model.node(self.view.currentIndex())
        return node.row if node is not None else None

    def _show_texts(self) -> None:
        row = self.current()
        self.show_it.setEnabled(row is not None)
        self.texts.show_row(row)

    def _want(self) -> None:
        row = self.current()
        if row is not None:
            self.wanted.emit(row, self.sides)

    def _want_list(self) -> None:
        self.list_wanted.emit(self.shown(), self.names)


def _holds(row: Row, word: str) -> bool:
    return any(word in text for text in (row.part, row.record, row.field, row.before, row.after))


def _key(side: Side) -> tuple[str, str]:
    return side.department_id, side.stage.id if side.stage else ""


def file_name(names: tuple[str, str]) -> Path:
    """What the list is called on the disk."""
    plain = ["".join(sign for sign in name if sign.isalnum()) for name in names]
    return Path(f"对比 {plain[0]} 与 {plain[1]}.xlsx")
