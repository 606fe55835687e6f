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
from desktop_app.domain.rule_sets import FIXED, OFF, parameters
from desktop_app.ui import dialogs, tables
from desktop_app.ui.hub import Hub

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
    """The rules that hold for the first book of the file, each with its severity; every change is one undo step."""

    def __init__(self, hub: Hub, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("检查规则")
        self.resize(960, 620)
        self._hub = hub
        self._folder = folder
        self._book = reading.load_books(hub.store)[0]
        self.used = QLabel()
        self.used.setWordWrap(True)
        self.sets = tables.read_only(["规则集", "装入时间", "内容"], [], 2)
        self.sets.setMaximumHeight(4 * self.sets.verticalHeader().defaultSectionSize())
        self.rules = tables.read_only(_HEADERS, [], LIMITS)
        self.rules.horizontalHeader().setSectionResizeMode(SEVERITY, QHeaderView.ResizeMode.Fixed)
        self.load = QPushButton("装入规则集…")
        self.load.clicked.connect(self._load)
        self.remove = QPushButton("移除")
        self.remove.clicked.connect(self._remove)
        self.save = QPushButton("另存为规则集…")
        self.save.clicked.connect(self._save)
        for button in (self.load, self.remove, self.save):
            button.setAutoDefault(False)  # Enter in the list of severities presses nothing
        self.load.setEnabled(not hub.read_only)
        self.boxes = {rule: self._box(rule) for rule in rule_sets.rules_for(hub.store, self._book)}
        self._build()
        self._fill()
        self._show()

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
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.used)
        layout.addLayout(above)
        layout.addWidget(self.rules, 1)
        layout.addWidget(buttons)

    def _show(self) -> None:
        store = self._hub.store
        self.used.setText(f"现在按「{rule_sets.name_for(store, self._book)}」检查。改动级别只影响这个文件。")
        self._loaded = rule_sets.loaded(store)
        tables.fill(self.sets, [[entry.name, entry.at.replace("T", " "), _content(entry)] for entry in self._loaded])
        self.remove.setEnabled(bool(self._loaded) and not self._hub.read_only)
        for i, (rule, texts) in enumerate(rule_sets.rules_for(store, self._book).items()):
            self.boxes[rule].setCurrentIndex(self.boxes[rule].findData(texts["severity"]))
            item = QTableWidgetItem(_limits(texts))
            item.setToolTip(item.text())
            self.rules.setItem(i, LIMITS, item)

    def _fill(self) -> None:
        rules = rule_sets.rules_for(self._hub.store, self._book)
        tables.fill(self.rules, [[r, str(texts["title"]), "", "", str(texts["source"])] for r, texts in rules.items()])
        for i, rule in enumerate(rules):
            self.rules.setCellWidget(i, SEVERITY, self.boxes[rule])
        self.rules.setColumnWidth(SEVERITY, 96)
        self.rules.setCurrentCell(0, ID)

    def _box(self, rule: str) -> QComboBox:
        box = _Severity()
        for value, name in NAMES.items():
            box.addItem(name, value)
        box.setAccessibleName(f"{rule} 的级别")
        box.setEnabled(rule not in FIXED and not self._hub.read_only)
        box.activated.connect(partial(self._change, rule))
        return box

    def _change(self, rule: str, _index: int) -> None:
        self._hub.run(rule_sets.change, self._book, rule, "severity", str(self.boxes[rule].currentData()))
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
        name = dialogs.ask_text("另存为规则集", "规则集的名称", "审核规则", self)
        if not name:
            return
        path = dialogs.save_file("另存为规则集", self._folder / f"{name}.toml", _FILTER, ".toml", self)
        if path is not None and self._hub.run(rule_sets.save, self._book, path, name) is not None:
            dialogs.tell("另存为规则集", f"已写到 {path}，别的单位可以在这里装入。", self)


def _content(entry: rule_sets.Loaded) -> str:
    if entry.rules is None:
        return f"不能用：{entry.trouble}"
    years = "、".join(map(str, entry.rules.years)) or "各年度"
    places = "、".join(entry.rules.places) or "各地"
    return f"{years}，{places}，改了 {len(entry.rules.rules)} 条规则"


def _limits(texts: Mapping[str, object]) -> str:
    shown = [(key, texts[key]) for key in parameters(texts)]
    return "；".join(
        f"{key} {'、'.join(map(str, value)) if isinstance(value, list) else value}" for key, value in shown
    )
