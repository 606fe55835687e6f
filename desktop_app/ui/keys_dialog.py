"""All keys of the program, in a table."""

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop_app.ui import tables

# what the fields and grids do by themselves
_OTHERS = (
    ("存下这一格，到下一格", "Enter / Tab"),
    ("存下多行文字，到下一格", "Ctrl+Enter"),
    ("下移 / 上移所在的指标行（指标表格里）", "Alt+Down / Alt+Up"),
    ("展开一级、二级指标的可选项（指标表格里）", "F2"),
    ("放弃这一格里正在输入的字", "Esc"),
    ("到问题列表 / 从问题列表回到表格", "F6 / Esc"),
    ("去当前问题所在的格（问题列表里）", "Enter"),
    ("多选问题 / 全选（问题列表里）", "Shift+Down / Ctrl+A"),
    ("选中同一规则的全部问题（问题列表里）", "Ctrl+Shift+A"),
)


class KeysDialog(QDialog):
    """What to press for what."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        self.resize(520, 560)
        rows = [
            [action.iconText(), " / ".join(key.toString() for key in action.shortcuts())]
            for action in actions
            if action.shortcuts()
        ]
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tables.read_only(["操作", "按键"], [*rows, *map(list, _OTHERS)], 0), 1)
        layout.addWidget(buttons)
