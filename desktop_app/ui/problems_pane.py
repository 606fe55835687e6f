"""The panel of problems: what is wrong where, a way to each cell, and repairs one by one or by rule."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import checking
from desktop_app.domain.findings import Finding
from desktop_app.ui import fix_dialog, flags, marks
from desktop_app.ui.field_keys import SearchLine
from desktop_app.ui.hub import Hub
from desktop_app.ui.problems_model import EXPECTED, FIX, FOUND, LEVEL, MESSAGE, PLACE, PROJECT, Filter, ProblemsModel

REFRESH_AFTER_MS = 150
_WIDTHS = {LEVEL: 70, PROJECT: 170, PLACE: 165, EXPECTED: 100, FOUND: 110, FIX: 112}


_ROOMY = 950


class _Table(QTableView):
    """A table of which Enter opens the current row."""

    opened = Signal(QModelIndex)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: where there is little room, the sentence gets its share of it."""
        super().resizeEvent(event)
        width = event.size().width()
        if width != event.oldSize().width() and (width < _ROOMY or event.oldSize().width() < _ROOMY):
            for column, wanted in _WIDTHS.items():
                share = 1 if column == LEVEL else min(1, max(0.55, width / _ROOMY))
                self.setColumnWidth(column, round(wanted * share))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _FixDelegate(QStyledItemDelegate):
    """Paints the repair as a button."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Override QStyledItemDelegate.paint."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""  # type: ignore[attr-defined]
        style = option.widget.style()  # type: ignore[attr-defined]
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)  # type: ignore[attr-defined]
        if not text:
            return
        button = QStyleOptionButton()
        rect = option.rect.adjusted(4, 2, -4, -2)  # type: ignore[attr-defined]
        button.rect = rect  # type: ignore[attr-defined]
        button.text = option.fontMetrics.elidedText(  # type: ignore[attr-defined]
            text, Qt.TextElideMode.ElideRight, rect.width() - 8
        )
        button.palette = option.palette  # type: ignore[attr-defined]
        button.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Raised  # type: ignore[attr-defined]
        style.drawControl(QStyle.ControlElement.CE_PushButton, button, painter, option.widget)  # type: ignore[attr-defined]


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
        self.scope.addItems(["全部项目", "当前项目"])
        self.scope.setAccessibleName("查看范围")
        self.text = SearchLine("筛选：规则、位置或文字", "筛选问题")
        self.text.setMaximumWidth(260)
        self.fix_many = QToolButton()
        self.fix_many.setObjectName("framed")
        self.fix_many.setText("批量修正 ▾")
        self.fix_many.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.fix_many.setMenu(QMenu(self.fix_many))
        self.table = self._table()
        self.nothing = QLabel("没有发现问题。")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_AFTER_MS)
        self._timer.timeout.connect(self.refresh)
        self.text.textChanged.connect(self._timer.start)
        self.scope.currentIndexChanged.connect(self.refresh)
        hub.changed.connect(self._timer.start)
        self.setFocusProxy(self.table)
        self.refresh()

    def _toggle(self, severity: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setIcon(marks.icon(severity))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"显示或隐藏{marks.NAMES[severity]}")
        button.toggled.connect(self.refresh)
        return button

    def _table(self) -> _Table:
        table = _Table()
        table.setModel(self.model)
        table.setAccessibleName("问题列表")
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 12)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(MESSAGE, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        if not self._hub.read_only:
            table.setItemDelegateForColumn(FIX, _FixDelegate(table))
        table.selectionModel().currentRowChanged.connect(self._unfold)
        table.clicked.connect(self._clicked)
        table.doubleClicked.connect(self._opened)
        table.opened.connect(self._opened)
        return table

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 4, 8, 4)
        bar.setSpacing(6)
        title = QLabel("问题")
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        bar.addWidget(title)
        for button in self.toggles.values():
            bar.addWidget(button)
        bar.addWidget(self.scope)
        bar.addWidget(self.text, 1)
        bar.addStretch(1)
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
        if self.scope.currentIndex() == 1:
            self.refresh()

    def refresh(self) -> None:
        """Show the findings as they are now; the current row stays on the same finding where it is still there."""
        current = self.current()
        row = max(self.table.currentIndex().row(), 0)
        chosen = frozenset(severity for severity, button in self.toggles.items() if button.isChecked())
        project_id = self._project_id if self.scope.currentIndex() == 1 else ""
        found = [*self._hub.flags.findings, *self._hub.checker.findings]
        self.model.load(found, Filter(chosen, project_id, self.text.text().strip()))
        for severity, button in self.toggles.items():
            button.setText(f"{marks.NAMES[severity]} {self.model.counts[severity]}")
        self.table.setColumnHidden(PROJECT, bool(project_id))
        hidden = len(found) - len(self.model.shown)
        self.nothing.setText(f"筛选后没有，另有 {hidden} 条没有显示。" if hidden else "没有发现问题。")
        self.nothing.setVisible(not self.model.shown)
        self.table.setVisible(bool(self.model.shown))
        if current is not None and self.model.shown:
            same = next((i for i, f in enumerate(self.model.shown) if _same(f, current)), None)
            self._set_current(min(row, len(self.model.shown) - 1) if same is None else same)
        self.toggles[marks.REVIEW].setVisible(bool(self._hub.flags.findings))
        self._offer_fixes()

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
        if index.column() == FIX and finding.fix is not None:
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
    return (a.rule, a.project_id, a.path) == (b.rule, b.project_id, b.path)
