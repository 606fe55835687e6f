"""The panel of problems: what is wrong where, a way to each cell, and repairs one by one or by rule."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_app.actions import answers, checking
from desktop_app.domain.findings import Finding
from desktop_app.ui import answer_dialog, dialogs, fix_dialog, flags, marks
from desktop_app.ui.answer_dialog import AnswerDialog
from desktop_app.ui.field_keys import SearchLine
from desktop_app.ui.flow import FlowLayout
from desktop_app.ui.hub import Hub
from desktop_app.ui.problems_model import FIX, MESSAGE, PROJECT, Filter, ProblemsModel
from desktop_app.ui.problems_table import ProblemsTable

REFRESH_AFTER_MS = 150
_ALL, _THIS = 0, 1  # of the scopes; the units follow


class ProblemsPane(QWidget):
    """All findings, filtered by severity, project and text.

    Signals:
        wanted: the person wants to go to the place of a finding; carries it.
        cut: another row is current; carries its whole sentence where the row has no room for it, else "".
    """

    wanted = Signal(object)
    cut = Signal(str)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._project_id = ""
        self._told = ""
        self.model = ProblemsModel(self)
        self.toggles = {severity: self._toggle(severity) for severity in marks.SEVERITIES}
        self.scope = QComboBox()
        self.scope.addItems(["全部单位", "当前项目"])
        self.scope.setAccessibleName("查看范围")
        self.rule = QComboBox()
        self.rule.addItem("全部规则", "")
        self.rule.setAccessibleName("查看规则")
        for box, most in ((self.scope, 8), (self.rule, 9)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(most)
        self.answered = self._button("已说明 0", "显示或隐藏写了说明的问题")
        self.answered.setCheckable(True)
        self.answer = self._button("写说明…", "写明为什么这样填是对的，选中的问题就不再提示")
        self.text = SearchLine("筛选：规则、位置或文字", "筛选问题")
        self.text.setMinimumWidth(130)
        self.text.setMaximumWidth(260)
        self.fix_many = self._button("批量修正 ▾", "一条规则的全部修正，先看后改")
        self.fix_many.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.fix_many.setMenu(QMenu(self.fix_many))
        self.table = ProblemsTable(self.model, hub.read_only)
        self.nothing = QLabel("没有发现问题。")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_AFTER_MS)
        self._timer.timeout.connect(self.refresh)
        self.text.textChanged.connect(self._timer.start)
        self.scope.currentIndexChanged.connect(self.refresh)
        self.rule.currentIndexChanged.connect(self.refresh)
        self.answered.toggled.connect(self.refresh)
        self.answer.clicked.connect(self.answer_chosen)
        self.table.selectionModel().currentRowChanged.connect(self._unfold)
        self.table.selectionModel().selectionChanged.connect(self._offer_answer)
        self.table.clicked.connect(self._clicked)
        self.table.doubleClicked.connect(self._opened)
        self.table.opened.connect(self._opened)
        self.table.customContextMenuRequested.connect(self._show_menu)
        hub.changed.connect(self._timer.start)
        self.setFocusProxy(self.table)
        self.refresh()

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("framed")
        button.setText(text)
        button.setToolTip(tip)
        return button

    def _toggle(self, severity: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setIcon(marks.icon(severity))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"显示或隐藏{marks.NAMES[severity]}")
        button.toggled.connect(self.refresh)
        return button

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 4, 8, 4)
        bar.setSpacing(6)
        title = QLabel("问题")
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        filters = FlowLayout(6)
        for widget in (title, *self.toggles.values(), self.answered, self.scope, self.rule, self.text):
            filters.addWidget(widget)
        bar.addLayout(filters, 1)
        bar.addWidget(self.answer)
        bar.addWidget(self.fix_many)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.table, 1)

    def show_project(self, project_id: str) -> None:
        """Say which project is current; matters where only its findings are shown."""
        self._project_id = project_id
        if self.scope.currentIndex() == _THIS:
            self.refresh()

    def refresh(self) -> None:
        """Show the findings as they are now; the current row stays on the same finding where it is still there."""
        current = self.current()
        row = max(self.table.currentIndex().row(), 0)
        chosen = frozenset(severity for severity, button in self.toggles.items() if button.isChecked())
        found = [*self._hub.flags.findings, *self._hub.checker.findings]
        answered = self._hub.checker.answered
        self._offer_filters([*found, *answered])
        project_id = self._project_id if self.scope.currentIndex() == _THIS else ""
        unit, rule = str(self.scope.currentData() or ""), str(self.rule.currentData() or "")
        wanted = Filter(chosen, project_id, self.text.text().strip(), unit, rule)
        self.model.load(found, wanted, answered if self.answered.isChecked() else [])
        self.answered.setText(f"已说明 {len(answered)}")
        self.answered.setVisible(bool(answered))
        for severity, button in self.toggles.items():
            button.setText(f"{marks.NAMES[severity]} {self.model.counts[severity]}")
        self.table.setColumnHidden(PROJECT, bool(project_id))
        hidden = len(found) - sum(finding.answer is None for finding in self.model.shown)
        none = "没有发现问题。" if self._hub.checker.complete else "正在检查……"
        self.nothing.setText(f"筛选后没有，另有 {hidden} 条没有显示。" if hidden else none)
        self.nothing.setVisible(not self.model.shown)
        self.table.setVisible(bool(self.model.shown))
        if current is not None and self.model.shown:
            same = next((i for i, f in enumerate(self.model.shown) if _same(f, current)), None)
            self._set_current(min(row, len(self.model.shown) - 1) if same is None else same)
        self.toggles[marks.REVIEW].setVisible(bool(self._hub.flags.findings))
        self._offer_fixes()
        self._offer_answer()

    def _offer_filters(self, found: list[Finding]) -> None:
        """Offer the units and rules that there are findings of; what was chosen stays chosen as long as it is there."""
        units = {finding.unit: finding.unit for finding in found if finding.unit}
        rules = {f.rule: f"{f.rule} {checking.rule_title(f.rule)}" for f in found if f.rule}
        for box, first, entries in ((self.scope, 2, units), (self.rule, 1, dict(sorted(rules.items())))):
            if [box.itemData(i) for i in range(first, box.count())] == list(entries):
                continue
            chosen, index = box.currentData(), box.currentIndex()
            box.blockSignals(True)
            while box.count() > first:
                box.removeItem(first)
            for value, text in entries.items():
                box.addItem(text, value)
            box.setCurrentIndex(index if index < first else max(box.findData(chosen), 0))
            box.blockSignals(False)

    def chosen(self) -> list[Finding]:
        """The findings of the chosen rows."""
        return [self.model.shown[index.row()] for index in self.table.selectionModel().selectedRows()]

    def _offer_answer(self) -> None:
        found = self.chosen()
        taken_back = bool(found) and all(finding.answer for finding in found)
        cleared = bool(found) and all(answers.clearable(finding) for finding in found)
        self.answer.setText("撤回说明" if taken_back else "记为不涉密…" if cleared else "写说明…")
        able = taken_back or cleared or bool(self._answerable(found))
        self.answer.setEnabled(not self._hub.read_only and able)

    @staticmethod
    def _answerable(found: list[Finding]) -> list[Finding]:
        return [f for f in found if f.rule and not f.answer and f.rule not in answers.UNANSWERABLE]

    def answer_chosen(self) -> None:
        """Ask for one 说明 for the chosen findings and write it; take those back that are answered."""
        found = self.chosen()
        if found and all(finding.answer for finding in found):
            self._hub.run(answers.withdraw, [finding.answer for finding in found])
            return
        of, user = self._hub.checker.department_of, self._hub.store.user
        if found and all(answers.clearable(finding) for finding in found):
            dialog = answer_dialog.not_secret(found, user, self)
            if dialogs.run(dialog):
                self._hub.run(answers.not_secret, [(of(finding), finding) for finding in found], *dialog.written())
            return
        found = self._answerable(found)
        dialog = AnswerDialog(found, user, self)
        if found and dialogs.run(dialog):
            self._hub.run(answers.answer, [(of(finding), finding) for finding in found], *dialog.written())

    def _show_menu(self, at: QPoint) -> None:
        finding = self.current()
        if finding is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("去修改", lambda: self.wanted.emit(finding))
        if finding.fix is not None and not finding.answer and not self._hub.read_only:
            menu.addAction(finding.fix.label, lambda: self.fix(finding))
        menu.addAction(self.answer.text(), self.answer_chosen).setEnabled(self.answer.isEnabled())
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _offer_fixes(self) -> None:
        rules = self.model.fixable()
        menu = self.fix_many.menu()
        menu.clear()
        for rule, findings in rules.items():
            text = f"{checking.rule_title(rule)}（{rule}，{len(findings)} 处）…"
            menu.addAction(text, lambda rule=rule: self.fix_rule(rule))
        self.fix_many.setEnabled(bool(rules) and not self._hub.read_only)

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
        self.table.setCurrentIndex(self.model.index(row, MESSAGE))

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
        rows = [i for i, f in enumerate(self.model.shown) if f.project_id == self._project_id]
        return rows[0] - step if rows and self._project_id else (-1 if step > 0 else 0)

    def _clicked(self, index: QModelIndex) -> None:
        finding = self.model.shown[index.row()]
        if index.column() == FIX and finding.fix is not None and not finding.answer:
            self.fix(finding)

    def _opened(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.model.shown):
            self.wanted.emit(self.model.shown[index.row()])

    def fix(self, finding: Finding) -> None:
        """Apply the certain repair of one finding, or say that a flagged field is right; undo takes it back."""
        if finding.fix is None or self._hub.read_only:
            return
        if isinstance(finding, flags.Flagged):
            self._hub.run(flags.confirm, [finding])
        else:
            self._hub.run(checking.fix_finding, finding)

    def fix_rule(self, rule: str) -> None:
        """Show what all shown repairs of a rule would change, and apply them as one operation if wanted."""
        findings = self.model.fixable().get(rule, [])
        if findings and fix_dialog.confirm(self._hub.store, rule, findings, self):
            self._hub.run(checking.fix_rule, [rule], findings)


def _same(a: Finding, b: Finding) -> bool:
    where_a = (a.rule, a.department_id, a.project_id, a.unit, a.path)
    return where_a == (b.rule, b.department_id, b.project_id, b.unit, b.path)
