"""Who changed a cell, when, from what to what."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_app.actions.editing import HistoryEntry
from desktop_app.ui import tables


class HistoryDialog(QDialog):
    """The changes of one cell, newest first."""

    def __init__(self, title: str, entries: list[HistoryEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("单元格历史")
        self.resize(860, 400)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(title))
        rows = [[f"{e.at:%Y-%m-%d %H:%M:%S}", e.by, e.operation, e.before, e.after] for e in entries]
        if rows:
            layout.addWidget(tables.read_only(["时间", "谁", "操作", "改前", "改后"], rows, 3, 4), 1)
        else:
            layout.addWidget(QLabel("这一格还没有改动过。"), 1)
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
