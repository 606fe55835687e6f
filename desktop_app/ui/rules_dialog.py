"""规则集: which rules the file is checked by, how grave each is, and rule sets of other offices in and out."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import reading, rule_sets
from desktop_app.domain.findings import SEVERITY_NAMES
from desktop_app.domain.model import Book
from desktop_app.domain.rule_sets import FIXED, OFF, graded
from desktop_app.ui import dialogs, marks, tables
from desktop_app.ui.hub import Hub
from desktop_app.ui.limits_dialog import LimitsDialog
from desktop_app.ui.rule_set_dialog import ONE_HOLDS, RuleSetDialog

NAMES = {**SEVERITY_NAMES, OFF: "关闭"}
_HEADERS = ["编号", "规则", "级别", "限度和用词", "出处"]
ID, TITLE, SEVERITY, LIMITS, SOURCE = range(5)
_FILTER = "规则集 (*.toml)"


class _Severity(QComboBox):
    """How grave a rule is. The wheel scrolls the list instead of changing what it passes over."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QWidget.wheelEvent."""
        event.ignore()


class RulesDialog(QDialog):
    """The rules that hold for a department's year, each with its severity; every change is one undo step."""

    def __init__(self, hub: Hub, folder: Path, parent: QWidget | None = None, department_id: str = "") -> None:
        """`department_id` is shown first; without it the first of the file."""
        super().__init__(parent)
        self.setWindowTitle("检查规则")
        self.resize(960, 620)
        self._hub = hub
        self._folder = folder
        books = [*hub.checker.books.values()] if hub.checker.complete else reading.load_books(hub.store)
        self._books = books or [Book()]
        self.book = QComboBox()
        self.book.setAccessibleName("年度和部门")
        for book in self._books:
            self.book.addItem(f"{book.year or '未填'}年度 · {book.department_name or '未命名部门'}", book.id)
        self.book.setCurrentIndex(max(self.book.findData(department_id), 0))
        self.used = QLabel()
        self.used.setWordWrap(True)
        self.sets = tables.read_only(["规则集", "装入时间", "内容"], [], 2)
        self.sets.setMaximumHeight(4 * self.sets.verticalHeader().defaultSectionSize())
        self.rules = tables.read_only(_HEADERS, [], LIMITS)
        self.rules.horizontalHeader().setSectionResizeMode(SEVERITY, QHeaderView.ResizeMode.Fixed)
        self.rules.itemSelectionChanged.connect(self._offer_limits)
        self.rules.doubleClicked.connect(self._limit)
        self.limit = QPushButton("限度和用词…")
        self.limit.setToolTip("改所选规则的限度和用词，也可以双击规则")
        self.limit.clicked.connect(self._limit)
        self.load = QPushButton("装入规则集…")
        self.load.clicked.connect(self._load)
        self.remove = QPushButton("移除")
        self.remove.clicked.connect(self._remove)
        self.save = QPushButton("另存为规则集…")
        self.save.clicked.connect(self._save)
        for button in (self.load, self.remove, self.save, self.limit):
            button.setAutoDefault(False)  # Enter in the list of severities presses nothing
        self.load.setEnabled(not hub.read_only)
        self.boxes = {rule: self._box(rule) for rule in rule_sets.rules_for(hub.store, self._book)}
        self.book.currentIndexChanged.connect(self._show)
        self._build()
        self._fill()
        self._show()

    @property
    def _book(self) -> Book:
        return self._books[max(self.book.currentIndex(), 0)]

    def _build(self) -> None:
        beside = QVBoxLayout()
        for button in (self.load, self.remove, self.save):
            beside.addWidget(button)
        beside.addStretch(1)
        above = QHBoxLayout()
        above.addWidget(self.sets, 1)
        above.addLayout(beside)
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.addButton(self.limit, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if len(self._books) > 1:
            layout.addWidget(self.book)
        layout.addWidget(self.used)
        layout.addLayout(above)
        layout.addWidget(self.rules, 1)
        layout.addWidget(buttons)

    def _show(self) -> None:
        store = self._hub.store
        self._loaded = rule_sets.loaded(store)
        given = [entry for entry in self._loaded if entry.name != rule_sets.HERE]
        self.used.setText(
            f"现在按「{rule_sets.name_for(store, self._book)}」检查。改动级别、限度和用词只影响这个文件，可以撤销。"
            + (ONE_HOLDS if len(given) > 1 else "")
        )
        tables.fill(self.sets, [[entry.name, entry.at.replace("T", " "), _content(entry)] for entry in self._loaded])
        self.remove.setEnabled(bool(self._loaded) and not self._hub.read_only)
        sets = rule_sets.Sets(store)
        given_rules = sets.given_for(self._book)
        for i, (rule, texts) in enumerate(sets.rules_for(self._book).items()):
            _offer(self.boxes[rule], graded(given_rules[rule]), graded(texts))
            item = QTableWidgetItem(_limits(rule, texts))
            item.setToolTip(marks.rich([item.text()]))
            self.rules.setItem(i, LIMITS, item)

    def _fill(self) -> None:
        rules = rule_sets.rules_for(self._hub.store, self._book)
        tables.fill(self.rules, [[r, str(texts["title"]), "", "", str(texts["source"])] for r, texts in rules.items()])
        for i, rule in enumerate(rules):
            self.rules.setCellWidget(i, SEVERITY, self.boxes[rule])
        self.rules.setColumnWidth(SEVERITY, self.fontMetrics().horizontalAdvance("按程序（错误／警告）") + 48)
        self.rules.setCurrentCell(0, ID)

    def _box(self, rule: str) -> QComboBox:
        box = _Severity()
        box.setAccessibleName(f"{rule} 的级别")
        box.setEnabled(rule not in FIXED and not self._hub.read_only)
        box.activated.connect(partial(self._change, rule))
        return box

    def _change(self, rule: str, _index: int) -> None:
        value = str(self.boxes[rule].currentData())
        self._hub.run(rule_sets.change, self._book, rule, "severity", value or None)
        self._show()

    def _offer_limits(self) -> None:
        """Let the button be pressed where the chosen rule has limits that may be changed here."""
        rule = self._rule()
        able = any(not limit.fixed for limit in rule_sets.limits_of(rule).values()) and rule not in FIXED
        self.limit.setEnabled(able and not self._hub.read_only)

    def _rule(self) -> str:
        item = self.rules.item(self.rules.currentRow(), ID)
        return item.text() if item is not None else ""

    def _limit(self) -> None:
        """Ask for the limits and words of the chosen rule."""
        if not self.limit.isEnabled():
            return
        rule = self._rule()
        now = rule_sets.rules_for(self._hub.store, self._book)[rule]
        dialog = LimitsDialog(f"{rule} {now['title']}", rule_sets.limits_of(rule), now, rule_sets.own(rule), self)
        if dialogs.run(dialog) and (values := dialog.values()):
            self._hub.run(rule_sets.change_all, self._book, rule, values)
            self._show()

    def _load(self) -> None:
        path = dialogs.open_file("装入规则集", str(self._folder), _FILTER, self)
        if path is not None and self._hub.run(rule_sets.load, path) is not None:
            self._show()

    def _remove(self) -> None:
        entry = self._loaded[max(self.sets.currentRow(), 0)]
        if dialogs.ask("移除规则集", f"移除「{entry.name}」？可以撤销。", "移除", parent=self):
            self._hub.run(rule_sets.remove, entry.id)
            self._show()

    def _save(self) -> None:
        years = [book.year for book in self._books if book.year]
        dialog = RuleSetDialog(rule_sets.scope_of(self._hub.store, self._book), years, self)
        if not dialogs.run(dialog):
            return
        name, scope = dialog.written()
        path = dialogs.save_file("另存为规则集", self._folder / f"{name}.toml", _FILTER, ".toml", self)
        if path is not None and self._hub.run(rule_sets.save, self._book, path, name, scope) is not None:
            dialogs.tell("另存为规则集", f"已写到 {path}，别的单位可以在这里装入。", self)


def _offer(box: QComboBox, given: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Offer the severities; where a rule is not equally grave in all its cases, first to leave it so."""
    box.clear()
    levels = dict.fromkeys(given.values())
    if len(levels) > 1:
        box.addItem(f"按程序（{'／'.join(NAMES[level] for level in NAMES if level in levels)}）", "")
    for value, name in NAMES.items():
        box.addItem(name, value)
    chosen = {*now.values()}
    box.setCurrentIndex(box.findData(chosen.pop() if len(chosen) == 1 else ""))


def _content(entry: rule_sets.Loaded) -> str:
    if entry.rules is None:
        return f"不能用：{entry.trouble}"
    years = "、".join(map(str, entry.rules.years)) or "各年度"
    places = "、".join(entry.rules.places) or "各地"
    return f"{years}，{places}，改了 {len(entry.rules.rules)} 条规则"


def _limits(rule: str, texts: Mapping[str, object]) -> str:
    """The limits and words of a rule by their names."""
    return "；".join(limit.shown(texts[key]) for key, limit in rule_sets.limits_of(rule).items())
