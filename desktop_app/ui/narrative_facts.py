"""A small form for what no table holds: last year's figures, and why something grew or fell."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.narrative import Asked, Ground
from desktop_app.domain import amounts
from desktop_app.domain.figures import LAST, change_words
from desktop_app.domain.linked import REASON
from desktop_app.ui import dialogs, theme

_NO_CHANGE = "—"


class FactsDialog(QDialog):
    """A line a figure: this year, last year (to type, unless the file has that book), the change, the reason."""

    def __init__(self, asked: Sequence[Asked], ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("上年数和增减原因")
        self.resize(980, 460)
        self._ground = ground
        self.fields: dict[str, QLineEdit] = {}
        self.changes: dict[str, QLabel] = {}
        self._given = {entry.name: entry.given for entry in asked if entry.given}
        year, last = ground.words["year"], ground.words["last_year"]
        head = QLabel(
            f"单位：万元。{last}年的预算已在本工作簿里的，直接取用，不用填。原因不填，文字里会留出【请填写原因】。"
        )
        head.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for column, name in enumerate(("", f"{year}年", f"{last}年", "增减", "原因")):
            label = QLabel(name)
            theme.muted(label)
            right = column in (1, 2)
            grid.addWidget(label, 0, column, Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        self._rows(grid, asked)
        grid.setColumnStretch(4, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        inside = QWidget()
        inside.setLayout(grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        buttons, save = dialogs.two_buttons(self, "保存")
        save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)

    def _rows(self, grid: QGridLayout, asked: Sequence[Asked]) -> None:
        """A row for each figure that is asked for in any way."""
        by_name = {entry.name: entry for entry in asked}
        keys = dict.fromkeys(entry.name.removeprefix(LAST).removeprefix(REASON) for entry in asked)
        for row, key in enumerate(keys, 1):
            entries = (by_name.get(key), by_name.get(LAST + key), by_name.get(REASON + key))
            label = next(entry.label for entry in entries if entry is not None)
            grid.addWidget(QLabel(label), row, 0)
            figure = self._ground.figures.get(key)
            self._amount(grid, row, 1, entries[0], figure.text if figure is not None else "")
            if entries[1] is not None:
                self._amount(grid, row, 2, entries[1], entries[1].given)
                self.changes[key] = QLabel()
                grid.addWidget(self.changes[key], row, 3)
                self._show_change(key)
            if entries[2] is not None:
                field = self._field(entries[2])
                field.setPlaceholderText("为什么增加或减少")
                grid.addWidget(field, row, 4)

    def _amount(self, grid: QGridLayout, row: int, column: int, asked: Asked | None, text: str) -> None:
        """A field where something is asked, else the figure that is there."""
        if asked is None or asked.given:
            label = QLabel(text)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, row, column)
            return
        field = self._field(asked)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setMaximumWidth(field.fontMetrics().horizontalAdvance("0") * 14)
        key = asked.name.removeprefix(LAST)
        field.textChanged.connect(lambda _text: self._show_change(key))
        grid.addWidget(field, row, column)

    def _field(self, asked: Asked) -> QLineEdit:
        field = QLineEdit(asked.text)
        field.setAccessibleName(asked.label + ("增减原因" if asked.reason else ""))
        self.fields[asked.name] = field
        return field

    def _fen(self, name: str) -> int | None:
        if name in self.fields:
            return amounts.parse_amount(self.fields[name].text())
        if name in self._given:
            return amounts.parse_amount(self._given[name])
        figure = self._ground.figures.get(name)
        return figure.fen if figure is not None else None

    def _show_change(self, key: str) -> None:
        """Say the change as the text will, and mark what is no amount."""
        label = self.changes.get(key)
        if label is None:
            return
        now, last = self._fen(key), self._fen(LAST + key)
        field = self.fields.get(LAST + key)
        wrong = field is not None and bool(field.text().strip()) and last is None
        known = now is not None and last is not None
        label.setText("不是金额" if wrong else change_words((now or 0) - (last or 0)) if known else _NO_CHANGE)

    def answers(self) -> dict[str, str]:
        """What stands in the fields, by the name of the fact."""
        return {name: field.text() for name, field in self.fields.items()}
