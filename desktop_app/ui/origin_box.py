"""The small panel that says where the content of a cell was read, and what happened to it since."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.actions.provenance import Provenance
from desktop_app.domain.findings import Finding
from desktop_app.ui import theme

_LONGEST = 200  # characters of an old text


class OriginBox(QDialog):
    """File, place, time of the import, what was edited since.

    Attributes:
        wanted: what the person wants to do next: CONFIRM, HISTORY, or "" for nothing.
    """

    CONFIRM, HISTORY = "confirm", "history"

    def __init__(
        self,
        name: str,
        origin: Provenance,
        doubts: Sequence[Finding],
        read_only: bool,
        parent: QWidget | None = None,
        read: str = "",
    ) -> None:
        """`read` is the text that the import brought, "" where that is not known."""
        super().__init__(parent)
        self.setWindowTitle("来源")
        self.wanted = ""
        title = QLabel(name)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.form.setHorizontalSpacing(16)
        for label, text in described(origin, doubts, read):
            self._add(label, text)
        buttons = QDialogButtonBox()
        if doubts and not read_only:
            confirm = buttons.addButton("已核对", QDialogButtonBox.ButtonRole.ActionRole)
            confirm.setToolTip("内容不变，去掉标记")
            confirm.clicked.connect(lambda: self._want(self.CONFIRM))
        history = buttons.addButton("修改记录…", QDialogButtonBox.ButtonRole.ActionRole)
        history.clicked.connect(lambda: self._want(self.HISTORY))
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addLayout(self.form)
        layout.addWidget(buttons)

    def _add(self, label: str, text: str) -> None:
        name, value = QLabel(label), QLabel(text)
        theme.muted(name)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setMinimumWidth(360)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.form.addRow(name, value)

    def _want(self, what: str) -> None:
        self.wanted = what
        self.accept()


def described(origin: Provenance, doubts: Sequence[Finding], read: str = "") -> list[tuple[str, str]]:
    """Labels and texts of the panel."""
    by = f"，{origin.by}" if origin.by else ""
    lines = [("文件", origin.file), ("位置", origin.place or "没有记下"), ("导入", f"{origin.at:%Y-%m-%d %H:%M}{by}")]
    lines += [("读到的", _short(read))] if read else []
    if origin.edited is None:
        lines.append(("之后", "没有改过"))
    else:
        edit = origin.edited
        who = f"{edit.by} " if edit.by else ""
        before = _short(edit.before) or "（空）"
        lines.append(("之后", f"{edit.at:%Y-%m-%d %H:%M} {who}改过（{edit.operation}），改前：{before}"))
    lines += [("待核对", finding.message) for finding in doubts]
    if origin.sha256:
        lines.append(("文件指纹", f"{origin.sha256[:16]}…（用来核对是不是同一个文件）"))
    return lines


def _short(text: str) -> str:
    return text[:_LONGEST] + ("…" if len(text) > _LONGEST else "")
