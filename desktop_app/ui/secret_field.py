"""The field that says whether a project is secret; changing it asks first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.actions import editing, purging, reading
from desktop_app.actions.gate import NOT_SECRET
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import NO, SECRET, Project
from desktop_app.ui import dialogs, long_actions
from desktop_app.ui.choice_field import ChoiceField
from desktop_app.ui.hub import Hub

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_CHOICES = (("", "未标明"), (SECRET, "涉密"), (NO, "不涉密"))
_WARNING = (
    "涉密内容不得存放在不涉密的电脑上。标为涉密后，这个项目不会写进任何公开文件，U盘包里只带单位、序号和项目编码；"
    "它的文字还留在这个工作簿和备份里，接着会问是否马上清除。"
)


class SecretField(ChoiceField):
    """未标明, 涉密 or 不涉密. To be secret is confirmed, not to be secret wants a written reason."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(hub, "涉密", _CHOICES, parent)
        self.purge = QPushButton("清除内容…")
        self.purge.setToolTip("只留下序号和涉密标记，其余内容从工作簿、操作记录和备份里清除")
        self.purge.clicked.connect(self._purge)
        self.purge.hide()

    def load(self, key: CellKey, text: str, full: bool = True) -> None:
        """Show the mark of a project; a text that is no choice is shown as it is.

        `full` says that the project has content, which can be purged where it is secret.
        """
        self.purge.setVisible(full and Project(secret=text).is_secret and not self._hub.read_only)
        super().load(key, text)

    def _write(self, key: CellKey, value: str) -> bool:
        name = self._confirmed(value)
        if not name or self._hub.run(editing.edit_cells, [(key, value)], name) is None:
            return False
        if value == SECRET:
            self._purge()
        return True

    def _purge(self) -> None:
        """Show what a purge takes and that it cannot be taken back; do it where the person wants it."""
        if self.key is None or (loss := self._hub.run(purging.loss, self.key.row)) is None:
            return
        text = "从这台电脑的工作簿里清除这个项目的内容？"
        if dialogs.ask("清除涉密内容", text, "清除，不能恢复", "先不清除", loss.sentences(), self, careful=True):
            departments = [node.id for year in reading.tree(self._hub.store) for node in year.children]
            action = partial(purging.purge, project_id=self.key.row)  # everything is read through
            window = cast("MainWindow", self.window())
            long_actions.run(window, "清除涉密内容", departments, action, lambda _: _tell(window), cancellable=False)

    def _confirmed(self, value: str) -> str:
        """The name of the operation, "" where the person would rather not."""
        if value == SECRET:
            wanted = dialogs.ask("标为涉密", "把这个项目标为涉密？", "标为涉密", detail=_WARNING, parent=self)
            return "标为涉密" if wanted else ""
        if value == NO:
            reason = dialogs.ask_text(NOT_SECRET, "理由（和您的姓名、时间一起留在工作簿里）", parent=self)
            return f"{NOT_SECRET}：{reason}" if reason else ""
        return "清除涉密标记"


def _tell(window: MainWindow) -> None:
    """Say in the bar that a purge is done."""
    window.say("涉密内容已清除，只留下序号和涉密标记；不能恢复。")
