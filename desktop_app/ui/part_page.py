"""A page with one table: its title, its buttons, the grid, what is to be said below it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui import grid_actions, grid_operations, marks, theme
from desktop_app.ui.computed_model import ComputedModel
from desktop_app.ui.elided import ElidedLabel
from desktop_app.ui.flow import FlowLayout
from desktop_app.ui.grid_columns import ColumnWidths
from desktop_app.ui.grid_heads import GroupedHeader
from desktop_app.ui.grid_sheet_view import SheetView


class PartView(SheetView):
    """A grid with heads in two levels."""

    def __init__(self, sheet: ComputedModel, parent: QWidget | None = None) -> None:
        super().__init__(sheet, parent)
        self.viewport().removeEventFilter(self.columns)
        self.columns.deleteLater()
        header = GroupedHeader(self)
        self.setHorizontalHeader(header)
        self.horizontalScrollBar().valueChanged.connect(header.scrolled)
        self.columns = ColumnWidths(self)
        self.columns.changed.connect(self.fit_rows)
        self.set_actions(grid_actions.build(self))


class PartPage(QWidget):
    """What the pages of budget tables and of lists have in common."""

    def __init__(self, model: ComputedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.measure = ElidedLabel(), QLabel()
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.title.setFont(font)
        theme.muted(self.measure)
        self.view = PartView(model)
        model.setParent(self.view)
        self.bar = FlowLayout(2)
        self.buttons: dict[str, QToolButton] = {}
        for name, tip, does in (
            ("插入行", "在所选的行上面插入（Ctrl +）", grid_operations.insert_rows),
            ("删除行", "删除所选的行（Ctrl -）", grid_operations.delete_rows),
            ("上移", "所选的行上移（Alt ↑）", grid_operations.move_up),
            ("下移", "所选的行下移（Alt ↓）", grid_operations.move_down),
        ):
            self.add_button(name, tip, partial(does, self.view))
        self.remark = QPushButton()  # how many sums differ; leads to them
        self.remark.setFlat(True)
        self.foot = QVBoxLayout()
        self._build()
        self.setFocusProxy(self.view)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.remark)
        head.addWidget(self.measure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, theme.SPACING, 12, theme.SPACING)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self.bar)
        layout.addWidget(self.view, 1)
        layout.addLayout(self.foot)

    def add_button(self, name: str, tip: str, does: Callable[[], object]) -> QToolButton:
        """Add a button to the bar; what is being typed is stored before it does anything."""
        button = QToolButton()
        button.setText(name)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.view.commit_open_editor() and does())
        self.buttons[name] = button
        self.bar.addWidget(button)
        return button

    def say(self, severity: str, sentence: str, tip: str = "") -> None:
        """Say in the head what is not as it should be; "" for nothing."""
        self.remark.setVisible(bool(sentence))
        self.remark.setText(sentence)
        self.remark.setToolTip(tip)
        if sentence:
            self.remark.setIcon(marks.icon(severity))

    def commit_open_editor(self) -> bool:
        """Store what is typed in an open editor; false where that failed and the editor stays open."""
        return self.view.commit_open_editor()
