"""Asks for the written 说明 that answers findings, and signs it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import checking
from desktop_app.actions.answers import SHORTEST
from desktop_app.domain.findings import Finding
from desktop_app.ui import places
from desktop_app.ui.places import Books

MOST_SHOWN = 5
_NOTE = "写了说明的问题不再算作问题，检查报告里会连同说明列出；这一格改动以后，问题会重新出现。"
_NOT_SECRET = (
    "记为不涉密要由有权认定的人作出。理由、姓名和时间留在工作簿的操作记录里；项目记在整个项目上，"
    "其他文字改动以后会重新提示。"
)


class AnswerDialog(QDialog):
    """Shows what is answered; 确定 once there are words and a name."""

    def __init__(
        self,
        found: list[Finding],
        user: str,
        parent: QWidget,
        title: str = "写说明",
        books: Books = places.NO_BOOKS,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        what = QLabel("\n".join(_lines(found, books)))
        what.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("为什么这样填是对的，例如：按财政局批复口径填列")
        self.text.setAccessibleName("说明")
        self.text.setTabChangesFocus(True)
        self.by = QLineEdit(user)
        self.by.setAccessibleName("姓名")
        self.note = QLabel(_NOTE)
        self.note.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accept_button.setToolTip("Ctrl+Enter")
        form = QFormLayout()
        self.what = QLabel("说明")
        form.addRow(self.what, self.text)
        form.addRow("姓名", self.by)
        layout = QVBoxLayout(self)
        layout.addWidget(what)
        layout.addLayout(form)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)
        self.text.textChanged.connect(self._judge)
        self.by.textChanged.connect(self._judge)
        self._judge()
        self.resize(560, max(340, layout.totalHeightForWidth(560)))
        self.text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: Ctrl+Enter is 确定, for Enter begins a line in the text."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept_button.click()
        else:
            super().keyPressEvent(event)

    def _judge(self) -> None:
        text, by = self.written()
        self.accept_button.setEnabled(len(text) >= SHORTEST and bool(by))

    def written(self) -> tuple[str, str]:
        """The words and the name."""
        return self.text.toPlainText().strip(), self.by.text().strip()


def not_secret(found: list[Finding], user: str, parent: QWidget, books: Books = places.NO_BOOKS) -> AnswerDialog:
    """The dialog that asks for reason and name of 不涉密."""
    dialog = AnswerDialog(found, user, parent, "记为不涉密", books)
    dialog.what.setText("理由")
    dialog.text.setPlaceholderText("为什么不涉密，例如：经局保密办审查，不属于国家秘密")
    dialog.text.setAccessibleName("理由")
    dialog.note.setText(_NOT_SECRET)
    return dialog


def _lines(found: list[Finding], books: Books) -> list[str]:
    """What is answered: each finding, of many how many there are of each rule and where the first is."""
    if len(found) <= MOST_SHOWN:
        return [f"{f.rule} {checking.rule_title(f.rule)}：{places.place(f, books)}" for f in found]
    rules: dict[str, list[Finding]] = {}
    for finding in found:
        rules.setdefault(finding.rule, []).append(finding)
    lines = [
        f"{rule} {checking.rule_title(rule)}：{len(own)} 条，如 {places.place(own[0], books)}"
        for rule, own in list(rules.items())[:MOST_SHOWN]
    ]
    more = f"……等 {len(rules)} 条规则" if len(rules) > MOST_SHOWN else ""
    return [line for line in (*lines, more, f"共 {len(found)} 条，用同一个说明，可以一次撤销。") if line]
