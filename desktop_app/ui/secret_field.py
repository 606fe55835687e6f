"""The field that says whether a project is secret; changing it asks first."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.actions import editing
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import SECRET, CellKey
from desktop_app.ui import dialogs, marks
from desktop_app.ui.hub import Hub

NOT_SECRET = "否"
_CHOICES = (("", "未标明"), (SECRET, "涉密"), (NOT_SECRET, "不涉密"))
_WARNING = (
    "涉密内容不得存放在不涉密的电脑上。标为涉密后，这个项目不会写进任何公开文件，U盘包里只带编号；"
    "它的文字还留在这个工作簿和备份里，请按保密规定处理。"
)


class SecretField(QComboBox):
    """未标明, 涉密 or 不涉密. To be secret is confirmed, not to be secret wants a written reason."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._stored = ""
        self.key: CellKey | None = None
        self.setAccessibleName("涉密")
        self.addItems([name for _, name in _CHOICES])
        self.setEnabled(not hub.read_only)
        self.activated.connect(self._chosen)

    def load(self, key: CellKey, text: str) -> None:
        """Show the mark of a project; a text that is no choice is shown as it is."""
        self.key, self._stored = key, text
        names = [name for value, name in _CHOICES if value == text.strip()]
        while self.count() > len(_CHOICES):
            self.removeItem(self.count() - 1)
        if not names:
            self.addItem(text)
        self.setCurrentText(names[0] if names else text)

    def mark(self, findings: list[Finding]) -> None:
        """Show what is wrong here."""
        self.setToolTip(marks.tooltip(findings))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QWidget.wheelEvent: rolling over the form must not change the mark."""
        event.ignore()

    def _chosen(self, index: int) -> None:
        value = _CHOICES[index][0] if index < len(_CHOICES) else self._stored
        if self.key is None or value == self._stored:
            return
        name = self._confirmed(value)
        if not name or self._hub.run(editing.edit_cells, [(self.key, value)], name) is None:
            self.load(self.key, self._stored)

    def _confirmed(self, value: str) -> str:
        """The name of the operation, "" where the person would rather not."""
        if value == SECRET:
            wanted = dialogs.ask("标为涉密", "把这个项目标为涉密？", "标为涉密", detail=_WARNING, parent=self)
            return "标为涉密" if wanted else ""
        if value == NOT_SECRET:
            reason = dialogs.ask_text("记为不涉密", "理由（和您的姓名、时间一起留在工作簿里）", parent=self)
            return f"记为不涉密：{reason}" if reason else ""
        return "清除涉密标记"
