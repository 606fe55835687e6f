"""The automatic backups of a workspace, to choose one to restore."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_app.ui import dialogs, tables

FILTER = "工作簿和备份 (*.jxdb)"


def describe(path: Path) -> list[str]:
    """When a backup was made, why, and how large it is."""
    stamp, _, reason = path.stem.rpartition("-")
    try:
        made = f"{datetime.strptime(stamp[:15], '%Y%m%d-%H%M%S'):%Y-%m-%d %H:%M:%S}"
    except ValueError:  # a file that a person put there
        made, reason = f"{datetime.fromtimestamp(path.stat().st_mtime):%Y-%m-%d %H:%M:%S}", path.stem
    return [made, reason, f"{path.stat().st_size / 1024:,.0f} KB"]


class RestoreDialog(QDialog):
    """Lists the backups, newest first. After `exec`, `chosen` is the backup to restore, or None."""

    def __init__(self, backups: list[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("恢复备份")
        self.resize(620, 400)
        self._backups = backups
        self.chosen: Path | None = None
        head = QLabel("选一个备份，恢复成一个新的工作簿；现在的工作簿不会被覆盖。")
        head.setWordWrap(True)
        self.table = tables.read_only(["时间", "原因", "大小"], [describe(path) for path in backups], 1)
        self.table.doubleClicked.connect(self._take)
        buttons = QDialogButtonBox()
        restore = buttons.addButton("恢复…", QDialogButtonBox.ButtonRole.AcceptRole)
        other = buttons.addButton("另选文件…", QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        restore.setEnabled(bool(backups))
        if backups:
            self.table.selectRow(0)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        other.clicked.connect(self._other)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def _take(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._backups):
            self.chosen = self._backups[row]
            self.accept()

    def _other(self) -> None:
        self.chosen = dialogs.open_file("选择备份文件", "", FILTER, self)
        if self.chosen is not None:
            self.accept()
