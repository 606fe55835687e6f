"""The row above the list of problems: which severities, units, rules and words are listed, and what can be done."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from desktop_app.actions import checking
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from desktop_app.ui import marks, places
from desktop_app.ui.field_keys import SearchLine
from desktop_app.ui.flow import FlowLayout
from desktop_app.ui.problems_model import Filter

_ALL, _THIS = 0, 1  # of the scopes; departments and units follow
_BETWEEN = "\n"  # the id of a department and the code of a unit
_HIDDEN = 0.4  # how much of a sign is left where its findings are not listed


class Chip(QToolButton):
    """A kind of findings with its number: pressed while they are listed, struck out in a dashed frame while not."""

    def __init__(self, name: str, severity: str = "", shown: bool = True) -> None:
        super().__init__()
        self._name = name
        self.setObjectName("chip")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if severity:
            self.setIcon(_sign(severity))
        self.setChecked(shown)
        self.count(0)
        self.toggled.connect(self._look)
        self._look(shown)

    def count(self, number: int) -> None:
        """Say how many there are."""
        self._number = number
        self.setText(f"{self._name} {number}")
        self._look(self.isChecked())

    def _look(self, shown: bool) -> None:
        font = self.font()
        if font.strikeOut() == shown:
            font.setStrikeOut(not shown)
            self.setFont(font)
        state = "正在列出，点一下不再列出" if shown else "没有列出，点一下列出来"
        self.setToolTip(f"{self._name} {self._number} 条：{state}")


def _sign(severity: str) -> QIcon:
    """The sign of a severity, faint where its button is not pressed."""
    icon, drawn = QIcon(), marks.icon(severity)
    for size in drawn.availableSizes():
        sign = drawn.pixmap(size)
        faint = QPixmap(sign.size())
        faint.setDevicePixelRatio(sign.devicePixelRatio())
        faint.fill(Qt.GlobalColor.transparent)
        painter = QPainter(faint)
        painter.setOpacity(_HIDDEN)
        painter.drawPixmap(0, 0, sign)
        painter.end()
        icon.addPixmap(sign, QIcon.Mode.Normal, QIcon.State.On)
        icon.addPixmap(faint, QIcon.Mode.Normal, QIcon.State.Off)
    return icon


class ProblemsBar(QWidget):
    """What is listed, and the buttons for what is chosen.

    Signals:
        changed: something else is to be listed.
        typed: another text is to be looked for.
    """

    changed = Signal()
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project_id = ""
        self.toggles = {severity: Chip(marks.NAMES[severity], severity) for severity in marks.SEVERITIES}
        self.answered = Chip("已说明", shown=False)
        self.scope, self.rule = QComboBox(), QComboBox()
        self.scope.addItems(["全部单位", "当前项目"])
        self.rule.addItem("全部规则", "")
        for box, name in ((self.scope, "查看范围"), (self.rule, "查看规则")):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.currentIndexChanged.connect(self.changed)
        self.text = SearchLine("筛选文字", "筛选问题")
        self.text.setToolTip("只列出规则、位置或问题里有这些字的")
        self.text.setMinimumWidth(96)
        self.text.setMaximumWidth(112)
        self.text.textChanged.connect(self.typed)
        self.answer = _button("写说明…", "写明为什么这样填是对的，选中的问题就不再提示（Ctrl+Shift+F8）")
        self.fix_many = _button("批量修正 ▾", "一条规则的全部修正，先看后改")
        self.fix_many.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.fix_many.setMenu(QMenu(self.fix_many))
        self.larger = _button("放大", "问题列表放大，再按一次还原；也可以双击上面的分隔线")
        self.larger.setCheckable(True)
        for chip in (*self.toggles.values(), self.answered):
            chip.toggled.connect(self.changed)
        self._filters, chips = FlowLayout(5, self), self.toggles.values()
        self._filters.setContentsMargins(8, 4, 8, 4)
        filters = (*chips, self.answered, self.scope, self.rule, self.text)
        for widget in (*filters, self.answer, self.fix_many, self.larger):
            self._filters.addWidget(widget)

    @property
    def only_project(self) -> bool:
        """Whether only what is in the current project is listed."""
        return self.scope.currentIndex() == _THIS

    def _scope(self) -> tuple[str, str, str]:
        """The id of the department chosen, whether a unit of it is, and the code of that."""
        return str(self.scope.currentData() or "").partition(_BETWEEN)

    def range_text(self) -> str:
        """In words what is listed, whatever its rule and severity."""
        text = self.text.text().strip()
        return self.scope.currentText().strip() + (f"，有“{text}”的" if text else "")

    def wanted(self) -> Filter:
        """What is to be listed."""
        department, between, unit = self._scope()
        return Filter(
            frozenset(severity for severity, chip in self.toggles.items() if chip.isChecked()),
            self.project_id if self.only_project else "",
            self.text.text().strip(),
            department,
            unit if between else None,
            str(self.rule.currentData() or ""),
        )

    def count(self, counts: Mapping[str, int], answered: int, flagged: int) -> None:
        """Say how many there are of each kind; kinds that are rare are shown where there are any."""
        for severity, chip in self.toggles.items():
            chip.count(counts[severity])
        self.answered.count(answered)
        self.answered.setVisible(bool(answered))
        self.toggles[marks.REVIEW].setVisible(bool(flagged))
        self._fit()

    def offer(self, found: Sequence[Finding], books: places.Books) -> None:
        """Offer the departments, units and rules that there are findings of.

        What is chosen stays so when its last finding is mended: an undo, or the next edit, may bring one back.
        """
        rules = {f.rule: f"{f.rule} {checking.rule_title(f.rule)}" for f in found if f.rule}
        kept, (department, between, unit) = str(self.rule.currentData() or ""), self._scope()
        if kept and kept not in rules:
            rules[kept] = f"{kept} {checking.rule_title(kept)}（0 条）"
        for box, first, entries in (
            (self.scope, 2, _scopes(found, books, (department, unit) if between else None)),
            (self.rule, 1, dict(sorted(rules.items()))),
        ):
            if [(box.itemData(i), box.itemText(i)) for i in range(first, box.count())] == list(entries.items()):
                continue
            chosen, index = box.currentData(), box.currentIndex()
            box.blockSignals(True)
            while box.count() > first:
                box.removeItem(first)
            for value, text in entries.items():
                box.addItem(text, value)
            box.setCurrentIndex(index if index < first else max(box.findData(chosen), 0))
            box.blockSignals(False)
            self._widen(box)

    def _widen(self, box: QComboBox) -> None:
        """Let the list that opens be as wide as its entries."""
        texts = [box.itemText(i) for i in range(box.count())]
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
        box.view().setMinimumWidth(min(widest + 40, 420))

    def offer_fixes(self, rules: Mapping[str, list[Finding]], able: bool) -> None:
        """Offer the repairs by rule; each entry carries its rule."""
        menu = self.fix_many.menu()
        menu.clear()
        for rule, findings in rules.items():
            text = f"{checking.rule_title(rule)}（{rule}，{len(findings)} 处）…"
            menu.addAction(text).setData(rule)
        self.fix_many.setEnabled(bool(rules) and able)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the lines that the filters need at this width, also where the list below is squeezed."""
        self.setMinimumHeight(self._filters.heightForWidth(self.width()))


def _scopes(found: Sequence[Finding], books: places.Books, kept: tuple[str, str] | None) -> dict[str, str]:
    """Departments where there are several, and the units of each that there are findings of, by what is chosen.

    `kept` is the department and the unit that are chosen now.
    """
    units: dict[str, dict[str, None]] = {}
    for finding in found:
        of = units.setdefault(finding.department_id, {})
        if finding.unit:
            of[finding.unit] = None
    if kept is not None:
        units.setdefault(kept[0], {})[kept[1]] = None
    entries = {}
    for department_id, book in books.items():
        if len(books) > 1:
            entries[department_id] = _department(book)
        for unit in sorted(units.get(department_id, ())):
            indent = "　" if len(books) > 1 else ""
            entries[f"{department_id}{_BETWEEN}{unit}"] = indent + places.unit(unit, book)
    return entries


def _department(book: Book) -> str:
    return f"{book.year or ''} {book.department_name or book.department_code or '未标明'}".strip()


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName("framed")
    button.setText(text)
    button.setToolTip(tip)
    return button
