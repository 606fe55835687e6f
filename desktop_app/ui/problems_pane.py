"""The panel of problems: what is wrong where, a way to each cell, repairs and answers one by one or for many."""

from collections import Counter

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from desktop_app.actions import answers, checking, reading
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Project
from desktop_app.errors import UserError
from desktop_app.ui import answer_dialog, dialogs, fix_dialog, flags, places
from desktop_app.ui.answer_dialog import AnswerDialog
from desktop_app.ui.hub import Hub
from desktop_app.ui.problems_bar import ProblemsBar
from desktop_app.ui.problems_model import DEPARTMENT, FIX, MESSAGE, PROJECT, Filter, ProblemsModel, key_of
from desktop_app.ui.problems_table import ProblemsTable

REFRESH_AFTER_MS = 150
_SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
_ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class ProblemsPane(QWidget):
    """All findings, filtered by severity, project, unit, rule and text.

    Signals:
        wanted: the person wants to go to the place of a finding; carries it.
        cut: another row is current; carries its whole sentence where the row has no room for it, else "".
        done: something was done here; carries what, and what the button says that takes it back.
        left: the person wants to go back to the page above.
    """

    wanted = Signal(object)
    cut = Signal(str)
    done = Signal(str, str)
    left = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._told = ""
        self._listed = (Filter(), False)  # what was asked for the last time
        self.model = ProblemsModel(self, self._project_of)
        self.bar = ProblemsBar()
        self.toggles, self.answered, self.scope = self.bar.toggles, self.bar.answered, self.bar.scope
        self.rule, self.text, self.answer, self.fix_many = (
            self.bar.rule,
            self.bar.text,
            self.bar.answer,
            self.bar.fix_many,
        )
        self.table = ProblemsTable(self.model, hub.read_only)
        self.nothing = QLabel("没有发现问题。")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.table, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_AFTER_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.bar.typed.connect(self._timer.start)
        self.bar.changed.connect(self.refresh)
        self.answer.clicked.connect(self.answer_chosen)
        self.fix_many.menu().triggered.connect(self._fix_rule_of)
        self.table.selectionModel().currentRowChanged.connect(self._unfold)
        self.table.selectionModel().selectionChanged.connect(self._offer_answer)
        self.table.clicked.connect(self._clicked)
        self.table.doubleClicked.connect(self._opened)
        self.table.opened.connect(self._opened)
        self.table.alike_wanted.connect(self.choose_alike)
        self.table.left.connect(self.left)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self._hub.changed.connect(self._timer.start)

    def show_project(self, project_id: str) -> None:
        """Say which project is current; matters where only its findings are shown."""
        self.bar.project_id = project_id
        if self.bar.only_project:
            self.refresh()

    def refresh(self) -> None:
        """Show the findings as they are now; what is current and chosen stays so where it is still there."""
        self._timer.stop()
        current, chosen = self.current(), {key_of(finding) for finding in self.chosen()}
        row = max(self.table.currentIndex().row(), 0)
        checker, flagged = self._hub.checker, self._hub.flags.findings
        found, answered, books = [*flagged, *checker.findings], checker.answered, checker.books
        self.bar.offer([*found, *answered], books)
        before, self._listed = self._listed, (self.bar.wanted(), self.answered.isChecked())
        self.model.load(found, self._listed[0], answered if self.answered.isChecked() else [], books)
        self.bar.count(self.model.counts, len(answered), len(flagged))
        self.table.setColumnHidden(PROJECT, self.bar.only_project and bool(self.bar.project_id))
        self.table.setColumnHidden(DEPARTMENT, len(books) < 2 or self.bar.only_project)
        hidden = len(found) - sum(finding.answer is None for finding in self.model.shown)
        none = "没有发现问题。" if checker.complete else "正在检查……"
        self.nothing.setText(f"筛选后没有，另有 {hidden} 条没有显示。" if hidden else none)
        self.nothing.setVisible(not self.model.shown)
        self.table.setVisible(bool(self.model.shown))
        self.setFocusProxy(self.table if self.model.shown else self.scope)  # a hidden list takes no focus
        if current is not None and self.model.shown:
            same = self._row_of(current)
            near = min(row, len(self.model.shown) - 1) if before == self._listed else 0  # else it is another list
            self._set_current(near if same is None else same)
            if len(chosen) > 1:
                self._choose([i for i, finding in enumerate(self.model.shown) if key_of(finding) in chosen])
        self.bar.offer_fixes(self.model.fixable(), not self._hub.read_only)
        self._offer_answer()

    def _project_of(self, project_id: str) -> Project | None:
        try:
            return reading.load_project(self._hub.store, project_id) if project_id else None
        except UserError:  # it is gone, the list about to be made anew
            return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: Escape in the filters clears the text, else leads back to the page."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.text.text():
            self.text.clear()
        else:
            self.left.emit()

    def _row_of(self, finding: Finding) -> int | None:
        key = key_of(finding)
        return next((i for i, shown in enumerate(self.model.shown) if key_of(shown) == key), None)

    def chosen(self) -> list[Finding]:
        """The findings of the chosen rows."""
        return [self.model.shown[index.row()] for index in self.table.selectionModel().selectedRows()]

    def _choose(self, rows: list[int]) -> None:
        for row in rows:
            self.table.selectionModel().select(self.model.index(row, MESSAGE), _SELECT)

    def choose_alike(self) -> None:
        """Choose all findings shown that are of the current one's rule, to answer them all with one 说明."""
        if (current := self.current()) is not None:
            alike = (current.rule, current.answer is None)
            self._choose([i for i, f in enumerate(self.model.shown) if (f.rule, f.answer is None) == alike])

    def _offer_answer(self) -> None:
        found = self.chosen()
        taken_back = bool(found) and all(finding.answer for finding in found)
        cleared = bool(found) and all(answers.clearable(finding) for finding in found)
        able = taken_back or cleared or bool(_answerable(found))
        number = len(found) if taken_back or cleared else len(_answerable(found))
        words = "撤回说明" if taken_back else "记为不涉密" if cleared else "写说明"
        many = f" {number} 条" if number > 1 else ""
        self.answer.setText(words + many + ("" if taken_back else "…"))
        self.answer.setEnabled(not self._hub.read_only and able)

    def answer_chosen(self) -> None:
        """Ask for one 说明 for the chosen findings and write it; take those back that are answered."""
        found = self.chosen()
        if not found:
            return
        of, user, books = self._hub.checker.department_of, self._hub.store.user, self.model.books
        if all(finding.answer for finding in found):
            withdrawn = [finding.answer for finding in found]
            self._finish(found, self._hub.run(answers.withdraw, withdrawn), "已撤回说明，问题重新列出", "撤销撤回")
        elif all(answers.clearable(finding) for finding in found):
            dialog = answer_dialog.not_secret(found, user, self, books)
            if dialogs.run(dialog):
                owned = [(of(finding), finding) for finding in found]
                changes = self._hub.run(answers.not_secret, owned, *dialog.written())
                self._finish(found, changes, "已记为不涉密", "撤销")
        elif found := _answerable(found):
            dialog = AnswerDialog(found, user, self, books=books)
            if dialogs.run(dialog):
                owned = [(of(finding), finding) for finding in found]
                changes = self._hub.run(answers.answer, owned, *dialog.written())
                self._finish(found, changes, "已写说明，不再提示", "撤销说明")

    def _finish(self, found: list[Finding], changes: object, what: str, offer: str) -> None:
        """Go on to the next finding and say what was done, where it was."""
        if changes is None:
            return
        done = {key_of(finding) for finding in found} | {key_of(finding, not finding.answer) for finding in found}
        row = max(self.table.currentIndex().row(), 0)
        after = next((f for f in self.model.shown[row:] if key_of(f) not in done), None)
        where = places.place(found[0], self.model.books) if len(found) == 1 else f"{len(found)} 条"
        self.table.clearSelection()
        self.refresh()
        at = self._row_of(after) if after is not None else len(self.model.shown) - 1
        if at is not None and at >= 0:
            self._set_current(at)
        self.done.emit(f"{what}：{where}。", offer)

    def _show_menu(self, at: QPoint) -> None:
        finding = self.current()
        if finding is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("去修改\tEnter", lambda: self.wanted.emit(finding))
        if finding.fix is not None and not finding.answer and not self._hub.read_only:
            menu.addAction(f"{finding.fix.label}\tCtrl+F8", lambda: self.fix(finding))
        menu.addAction(f"{self.answer.text()}\tCtrl+Shift+F8", self.answer_chosen).setEnabled(self.answer.isEnabled())
        alike = Counter((f.rule, f.answer is None) for f in self.model.shown)[finding.rule, finding.answer is None]
        if finding.rule and alike > 1:
            words = f"选中 {finding.rule} 的全部 {alike} 条（{self.bar.range_text()}）\tCtrl+Shift+A"
            menu.addAction(words, self.choose_alike)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _fix_rule_of(self, action: QAction) -> None:
        self.fix_rule(str(action.data()))

    def current(self) -> Finding | None:
        """The finding of the current row."""
        row = self.table.currentIndex().row()
        return self.model.shown[row] if 0 <= row < len(self.model.shown) else None

    def _unfold(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Show two lines of the current row, and one of every other; tooltip and `cut` have the whole sentence."""
        if previous.isValid():
            self.table.setRowHeight(previous.row(), self.table.verticalHeader().defaultSectionSize())
        if current.isValid():
            self.table.resizeRowToContents(current.row())
            most = self.table.verticalHeader().defaultSectionSize() + self.table.fontMetrics().lineSpacing()
            self._tell(self.model.shown[current.row()].message if self.table.rowHeight(current.row()) > most else "")
            self.table.setRowHeight(current.row(), min(self.table.rowHeight(current.row()), most))
            self.table.scrollTo(current)

    def _tell(self, sentence: str) -> None:
        if sentence != self._told:  # a refresh comes back to the same row
            self._told = sentence
            self.cut.emit(sentence)

    def _set_current(self, row: int) -> None:
        """Make a row the current and only chosen one; `setCurrentIndex` of the table goes by the keys held down."""
        self.table.selectionModel().setCurrentIndex(self.model.index(row, MESSAGE), _ONLY)

    def step(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) finding shown, round and round."""
        if self._timer.isActive():
            self.refresh()
        if not self.model.shown:
            return
        row = self.table.currentIndex().row()
        if row < 0:
            row = self._before_project(step)
        self._set_current((row + step) % len(self.model.shown))
        self._opened(self.table.currentIndex())

    def _before_project(self, step: int) -> int:
        """The row from which a step leads to the first finding of the current project."""
        rows = [i for i, f in enumerate(self.model.shown) if f.project_id == self.bar.project_id]
        return rows[0] - step if rows and self.bar.project_id else (-1 if step > 0 else 0)

    def _clicked(self, index: QModelIndex) -> None:
        finding = self.model.shown[index.row()]
        if index.column() == FIX and finding.fix is not None and not finding.answer:
            self.fix(finding)

    def _opened(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.model.shown):
            self.wanted.emit(self.model.shown[index.row()])

    def fix(self, finding: Finding) -> None:
        """Apply the certain repair of one finding, or say that a flagged field is right; undo takes it back."""
        if finding.fix is None or finding.answer is not None or self._hub.read_only:
            return
        if isinstance(finding, flags.Flagged):
            self._finish([finding], self._hub.run(flags.confirm, [finding]), "已核对，去掉标记", "撤销")
        else:
            what = f"已修正（{finding.fix.label}）"
            self._finish([finding], self._hub.run(checking.fix_finding, finding), what, "撤销修正")

    def fix_rule(self, rule: str) -> None:
        """Show what all shown repairs of a rule would change, and apply them as one operation if wanted."""
        if self._timer.isActive():
            self.refresh()  # what is repaired is what is listed
        findings = self.model.fixable().get(rule, [])
        if findings:
            findings = fix_dialog.confirm(
                self._hub.store, rule, findings, self, self.model.books, self.bar.range_text()
            )
        if findings:
            what = f"已按 {rule} {checking.rule_title(rule)} 批量修正"
            self._finish(findings, self._hub.run(checking.fix_rule, [rule], findings), what, "撤销修正")


def _answerable(found: list[Finding]) -> list[Finding]:
    return [f for f in found if f.rule and not f.answer and f.rule not in answers.UNANSWERABLE]
