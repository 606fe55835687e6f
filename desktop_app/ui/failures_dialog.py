"""The files that an import could not read, with the reason and what to do about each."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_app.errors import UserError
from desktop_app.ui import tables


class FailuresDialog(QDialog):
    """One line a file: its name, why it was not read, what to do."""

    def __init__(self, failures: Sequence[UserError], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("没有读成的文件")
        self.resize(880, 360)
        rows = [[Path(error.where).name, error.what, error.hint.rstrip("。")] for error in failures]
        self.table = tables.read_only(["文件", "原因", "怎么办"], rows, 2)
        for row, error in enumerate(failures):
            self.table.model().setData(self.table.model().index(row, 0), error.where, Qt.ItemDataRole.ToolTipRole)
        buttons = QDialogButtonBox()
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(f"这 {len(rows)} 个文件没有读成，它们没有改动。改好以后可以再导入一次。"))
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)


def sentence(error: UserError) -> str:
    """A failure in one sentence without a stop at its end, the file by its name."""
    parts = [error.what + (f"：{Path(error.where).name}" if error.where else ""), error.hint]
    return "，".join(part.rstrip("。") for part in parts if part)
