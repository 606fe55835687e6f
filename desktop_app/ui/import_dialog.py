"""The review of an import: what was read, what differs, what a person must look at, beside the lines of the source."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.importing import ImportPlan
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, review_plan, review_text, theme
from desktop_app.ui.field_keys import SearchLine
from desktop_app.ui.grid_keys import ENTER
from desktop_app.ui.review_entries import (
    CHANGED,
    CHANGED_BY_HAND,
    CHECKABLE,
    CONFLICT,
    FLAG,
    GROUPS,
    NEW,
    OPEN,
    PASSED_OVER,
    TWO_SIDED,
    Entry,
)
from desktop_app.ui.review_groups import NOT_DONE, GroupBar
from desktop_app.ui.review_list import ReviewList
from desktop_app.ui.review_pane import ReviewPane, beside
from desktop_app.ui.review_tally import Tally

SIZE = QSize(1280, 720)
_ALL_BUTTON = {
    FLAG: "全部认可", CONFLICT: "全部用文件的", CHANGED: "全选／全不选", NEW: "全选／全不选",
}  # fmt: skip


class ImportDialog(QDialog):
    """Shows an import plan; the person corrects, accepts or skips what is doubtful and chooses where texts conflict.

    Every answer is in the plan at once; nothing is written before the plan is applied.

    Attributes:
        replan: makes the plan anew when the person corrected the year or the department of a file; None where that
            cannot be done.
    """

    def __init__(
        self, plan: ImportPlan, failures: list[UserError] | None = None, parent: QWidget | None = None
    ) -> None:
        """`failures` are the files that could not be read; they stop nothing."""
        super().__init__(parent)
        self.setWindowTitle("导入前核对")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(SIZE)
        self.replan: Callable[[], ImportPlan | None] | None = None
        self.plan, self._failures = plan, failures or []
        self.tally = Tally()
        self.entries: list[Entry] = []
        self.head = QLabel()
        self.groups = GroupBar()
        self.list = ReviewList()
        self.filter = SearchLine("筛选：项目、字段、原因", "筛选")
        self.all_button = QPushButton()
        self.all_button.setAutoDefault(False)
        self.pane = ReviewPane()
        self.hint = QLabel()
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton("导入", QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.accept_button, cancel):
            button.setAutoDefault(False)  # Enter is for the list and the text
        self._build()
        self._connect()
        self._load()
        wanted = self.group in (FLAG, CONFLICT) and self.list.lines.entries
        (self.list if wanted or not self.accept_button.isEnabled() else self.accept_button).setFocus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.head.setTextFormat(Qt.TextFormat.RichText)
        self.head.setWordWrap(True)
        self.head.setContentsMargins(4, 0, 4, 0)
        theme.muted(self.hint)
        self.hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self.head)
        layout.addWidget(self.groups)
        layout.addWidget(beside(self.filter, self.all_button, self.list, self.pane), 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.groups.chosen.connect(self.show_group)
        self.filter.textChanged.connect(self._fill)
        self.all_button.clicked.connect(self._all)
        self.list.moved.connect(self._show)
        self.list.entered.connect(self._enter)
        self.list.opened.connect(self._open)
        self.list.agreed.connect(self._agree)
        self.list.delegate.ticked.connect(self._ticked)
        self.pane.field.corrected.connect(self._correct)
        self.pane.field.row_corrected.connect(self._correct_row)
        self.pane.field.accepted.connect(lambda: self._answer(review_plan.accept))
        self.pane.field.skipped.connect(lambda: self._answer(review_plan.skip))
        self.pane.field.dropped.connect(self._drop)
        self.pane.field.left.connect(self.list.setFocus)
        self.pane.sides.chosen.connect(lambda theirs: self._take(self.list.chosen(), theirs))
        for keys, step in (("F8", 1), ("Shift+F8", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.step, step))

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Show the plan from its beginning."""
        self.entries = review_plan.entries(self.plan, self._failures)
        self.tally.begin(self.entries)
        self.head.setText(review_text.summary(self.plan))
        self.groups.count(self.entries)
        self.show_group(next((g for g in GROUPS if any(e.group == g for e in self.entries)), FLAG))
        self._judge()

    def show_group(self, group: str) -> None:
        """Show the lines of one group."""
        self.group = group
        self.groups.show_group(group)
        self.all_button.setVisible(group in _ALL_BUTTON)
        self.all_button.setText(_ALL_BUTTON.get(group, ""))
        self._fill()

    def _fill(self) -> None:
        text = self.filter.text().strip().lower()
        shown = [e for e in self.entries if e.group == self.group and (not text or e.holds(text))]
        self.list.sentence = "没有找到。" if text else "没有要核对的。"
        self.list.lines.load(shown)
        self.all_button.setEnabled(bool(shown))
        self.list.go(next((row for row, e in enumerate(shown) if e.state == OPEN), 0))
        self._show()

    def _show(self) -> None:
        entry = self.list.current()
        if entry is None:
            self.pane.show_nothing()
        else:
            self.pane.show_entry(entry, self.list.chosen())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QDialog.keyPressEvent: Enter imports only where the keyboard is on that button."""
        if event.key() in ENTER and not isinstance(self.focusWidget(), QPushButton):
            self.list.setFocus()  # from the filter to what it found
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Override QDialog.reject: what was answered is not thrown away by a slip."""
        answers = self.tally.count(self.entries)
        text = f"已经核对或选择了 {answers} 处，取消后都不保留。"
        if answers and not dialogs.ask("取消导入", text, "取消导入", "继续核对", parent=self, careful=True):
            return
        super().reject()

    # -- what the person does -----------------------------------------------------------------------------------------

    def step(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) line that is not answered yet; any line where all are."""
        lines = self.list.lines.entries
        if lines:
            row, count = self.list.currentIndex().row(), len(lines)
            order = [(row + step * i) % count for i in range(1, count + 1)]
            self.list.go(next((i for i in order if lines[i].state == OPEN), order[0]))

    def _open(self) -> None:
        entry = self.list.current()
        if entry is not None and entry.group == FLAG:
            self.pane.begin()

    def _enter(self) -> None:
        entry = self.list.current()
        if entry is not None and entry.group == FLAG:
            self.pane.begin()
        else:
            self.list.go(self.list.currentIndex().row() + 1)

    def _agree(self) -> None:
        entry = self.list.current()
        if entry is not None and entry.group == FLAG:
            self._answer(review_plan.accept)
        elif entry is not None and entry.group in (*TWO_SIDED, *CHECKABLE):
            self._take(self.list.chosen(), not review_plan.takes_theirs(entry))

    def _correct(self, text: str) -> None:
        chosen = [e for e in self.list.chosen() if e.group == FLAG]
        if not self._answer(lambda entry: review_plan.correct(entry, text)):
            return  # the text stays in its field
        if self.replan is not None and any(map(review_plan.moves, chosen)):
            plan = self.replan()
            if plan is not None:
                self.plan = review_plan.carry_over(self.plan, plan)
                self._load()

    def _correct_row(self, edits: list[tuple[str, str]]) -> None:
        self._answer(lambda entry: review_plan.correct_row(entry, edits))

    def _answer(self, how: Callable[[Entry], None]) -> bool:
        """Answer every chosen flag and go on to the next that is open; false where a field cannot take it."""
        chosen = [entry for entry in self.list.chosen() if entry.group == FLAG]
        before = [entry.state == CHANGED_BY_HAND for entry in chosen]
        try:
            for entry in chosen:
                how(entry)
        except UserError as error:  # the field cannot take this text
            dialogs.show_error(error, self)
            return False
        corrected = [e for e, was in zip(chosen, before, strict=True) if was or e.state == CHANGED_BY_HAND]
        self.entries = review_plan.renewed(self.entries, corrected) if corrected else self.entries
        self._touched()
        self.list.setFocus()
        self.tally.keep(self.entries)
        if any(e.state == OPEN for e in self.list.lines.entries):
            self.step(1)
        else:
            self._show()
        return True

    def _drop(self) -> None:
        """Take the row of the current flag out of what comes in; the flags of later rows move with their rows."""
        entry, row = self.list.current(), self.list.currentIndex().row()
        if entry is None:
            return
        try:
            review_plan.drop(entry)
        except UserError as error:
            dialogs.show_error(error, self)
            return
        self.tally.dropped += 1
        self.entries = review_plan.entries(self.plan, self._failures)
        self.tally.keep(self.entries)
        self._fill()
        self.list.go(min(row, len(self.list.lines.entries) - 1))
        self._touched()

    def _ticked(self, row: int) -> None:
        entry = self.list.lines.entries[row]
        self._take([entry], not entry.ticked)

    def _take(self, entries: list[Entry], theirs: bool) -> None:
        """Let the file win on these lines, or the workspace."""
        for entry in entries:
            review_plan.take(entry, theirs)
        self.pane.show_choice(theirs)
        self._touched()

    def _all(self) -> None:
        """Answer all lines that are shown: flags are right as read, of two sides the file's counts.

        Rows that were left out before are taken in one by one only.
        """
        if self.group != FLAG:
            lines = [e for e in self.list.lines.entries if e.state != PASSED_OVER]
            self._take(lines, any(not e.ticked for e in lines))
            return
        for entry in self.list.lines.entries:
            if entry.state in NOT_DONE:
                review_plan.accept(entry)
        self._touched()
        self._show()

    def _touched(self) -> None:
        self.list.lines.touch([0, len(self.list.lines.entries) - 1])
        self.groups.count(self.entries)
        self._judge()

    def _judge(self) -> None:
        """Say what the button will do, and what stays to be done; it is never blocked by what is open."""
        text = review_text.deed(self.plan)
        self.accept_button.setText(text or "没有要导入的")
        self.accept_button.setEnabled(bool(text))
        self.accept_button.setDefault(True)
        left = sum(e.group == FLAG and e.state in NOT_DONE for e in self.entries)
        open_flags = f"还有 {left} 处没有核对，也可以先导入，以后再核对。"
        self.hint.setText(open_flags if left else "导入是一步操作，可以一次撤销。")
