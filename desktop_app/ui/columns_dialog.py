"""Asks what the columns of a list mean that the program does not know; the answers are remembered by the actions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.importing import UnknownColumn
from desktop_app.ui import dialogs, theme
from desktop_app.ui.elided import ElidedLabel

LEAVE_OUT = "不导入"
MOST_SAMPLES = 3
MOST_CHOICES = 14  # lines of a choice in sight
MOST_ASKED = 60  # columns; a file with more of them is no list of indicators


class _Choice(QComboBox):
    """A choice that rolling over the list does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QWidget.wheelEvent."""
        event.ignore()


class ColumnsDialog(QDialog):
    """One line a column: its heading, samples of what stands in it, and the field that it is."""

    def __init__(
        self,
        where: str,
        columns: Sequence[UnknownColumn],
        fields: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """`where` names file and sheet; `fields` are the fields to choose from, each with its Chinese name."""
        super().__init__(parent)
        self.setWindowTitle("这些栏是什么")
        self.resize(900, 460)
        self._columns = list(columns)[:MOST_ASKED]
        self._fields = list(fields)
        self.choices = [self._choice(column) for column in self._columns]
        more = f"（只列出前 {MOST_ASKED} 栏，其余不导入）" if len(columns) > MOST_ASKED else ""
        head = QLabel(
            f"{where} 里有 {len(columns)} 栏没有认出来{more}。请在右边选出每一栏对应的内容，不用的栏选“{LEAVE_OUT}”。"
            "选过一次，下次遇到同样的表头就不再问。"
        )
        head.setWordWrap(True)
        buttons, self.go_on = dialogs.two_buttons(self, "继续", "取消导入")
        self.go_on.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self._table(), 1)
        layout.addWidget(buttons)
        if self.choices:
            self.choices[0].setFocus()

    def _choice(self, column: UnknownColumn) -> QComboBox:
        choice = _Choice()
        choice.addItem(LEAVE_OUT, "")
        for field, name in self._fields:
            choice.addItem(name, field)
        choice.setAccessibleName(f"“{column.head or '没有表头'}”这一栏是")
        choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        choice.setMaxVisibleItems(MOST_CHOICES)
        choice.setStyleSheet("QComboBox { combobox-popup: 0; }")  # else some styles drop all of them down at once
        return choice

    def _table(self) -> QScrollArea:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(theme.SPACING)
        for at, text in enumerate(("表头", "这一栏里的内容", "这一栏是…")):
            name = QLabel(text)
            theme.muted(name)
            grid.addWidget(name, 0, at)
        for row, (column, choice) in enumerate(zip(self._columns, self.choices, strict=True), 1):
            header = QLabel(" ".join(column.head.split()) or "（没有表头）")
            header.setTextFormat(Qt.TextFormat.PlainText)
            font = header.font()
            font.setBold(True)
            header.setFont(font)
            samples = ElidedLabel()
            samples.setTextFormat(Qt.TextFormat.PlainText)
            samples.setText("　/　".join(" ".join(text.split()) for text in column.samples[:MOST_SAMPLES]))
            grid.addWidget(header, row, 0)
            grid.addWidget(samples, row, 1)
            grid.addWidget(choice, row, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(self._columns) + 1, 1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.StyledPanel)
        return area

    def answers(self) -> dict[str, str]:
        """The field chosen for each heading, "" for one that is left out."""
        return {c.head: str(choice.currentData()) for c, choice in zip(self._columns, self.choices, strict=True)}
