"""The three filters above the tree, alone or together."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop_app.actions import narrowing
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.workspace import Store
from desktop_app.ui import theme

_WRONG, _CHANGED, _UNFILLED = "有错误", "出包后改过", "未填指标"
_TIPS = {
    _WRONG: "只看检查出错误的项目和部门",
    _CHANGED: "只看自上次出U盘包以后改过的项目和部门；从没出过包的全都算",
    _UNFILLED: "只看一条指标也没有的项目",
}


class TreeFilters(QWidget):
    """Buttons that stay pressed; a project is shown where it fits all that are.

    Signals:
        changed: another choice was made.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACING, 0, theme.SPACING, 6)
        layout.setSpacing(4)
        for name, tip in _TIPS.items():
            button = QToolButton()
            button.setText(name)
            button.setToolTip(f"{tip}。几个一起按下时，要同时符合")
            button.setCheckable(True)
            button.setObjectName("group")
            button.toggled.connect(self.changed)
            self.buttons[name] = button
            layout.addWidget(button)
        layout.addStretch(1)

    @property
    def active(self) -> bool:
        """Whether any is chosen."""
        return any(button.isChecked() for button in self.buttons.values())

    def clear(self) -> None:
        """Choose none."""
        self.blockSignals(True)
        for button in self.buttons.values():
            button.setChecked(False)
        self.blockSignals(False)
        self.changed.emit()

    def taken(self, store: Store, roots: list[TreeNode], wrong: set[str]) -> set[str] | None:
        """The projects and departments that are let through, None for all; `wrong` are those with errors.

        Raises UserError where the workspace cannot be read.
        """
        if not self.active:
            return None
        return narrowing.narrowed(
            roots,
            wrong if self.buttons[_WRONG].isChecked() else None,
            narrowing.changed_since_packed(store) if self.buttons[_CHANGED].isChecked() else None,
            self.buttons[_UNFILLED].isChecked(),
        )
