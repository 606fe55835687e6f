"""Asks for the limits and words of a rule by their names, and says what is wrong with what is typed."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.limits import Limit, Unfit
from desktop_app.ui import marks, theme

_WORDS_HEIGHT = 4  # lines


class LimitsDialog(QDialog):
    """A field for each limit of a rule; 确定 once all of them can be used."""

    def __init__(
        self,
        title: str,
        limits: Mapping[str, Limit],
        now: Mapping[str, Any],
        own: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        """`now` are the values in force by key, `own` those that the program came with."""
        super().__init__(parent)
        self.setWindowTitle("限度和用词")
        self.resize(560, 0)
        self._limits = {key: limit for key, limit in limits.items() if not limit.fixed}
        self._now, self._own = now, own
        self.fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for key, limit in self._limits.items():
            self._add(form, key, limit)
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.reset = QPushButton("恢复程序自带的值")
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._reset)
        buttons.addButton(self.reset, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accept_button.setDefault(True)
        head = QLabel(title)
        head.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addLayout(form)
        layout.addWidget(self.wrong)
        layout.addWidget(buttons)
        self._judge()

    def _add(self, form: QFormLayout, key: str, limit: Limit) -> None:
        text = limit.text(self._now[key])
        if isinstance(self._now[key], list):
            words = QPlainTextEdit(text)
            words.setTabChangesFocus(True)
            words.setFixedHeight(words.fontMetrics().lineSpacing() * _WORDS_HEIGHT + 14)
            words.setToolTip("词与词之间用顿号、逗号、空格或换行隔开")
            words.textChanged.connect(self._judge)
            words.setAccessibleName(limit.name)
            self.fields[key] = words
            form.addRow(f"{limit.name}（用顿号隔开）", words)
            return
        line = QLineEdit(text)
        line.setMaximumWidth(140)
        line.setAccessibleName(limit.name)
        line.textChanged.connect(self._judge)
        self.fields[key] = line
        beside = QHBoxLayout()
        beside.addWidget(line)
        told = QLabel(f"{limit.measure}（{limit.range}）" if limit.measure else f"（{limit.range}）")
        theme.muted(told)
        beside.addWidget(told, 1)
        form.addRow(limit.name, beside)

    def _typed(self, key: str) -> str:
        field = self.fields[key]
        return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()

    def _reset(self) -> None:
        for key, field in self.fields.items():
            text = self._limits[key].text(self._own[key])
            if isinstance(field, QPlainTextEdit):
                field.setPlainText(text)
            else:
                field.setText(text)

    def _judge(self) -> None:
        try:
            self.values()
            self.wrong.clear()
        except Unfit as error:
            sign = "⚠ "
            self.wrong.setText(f"{sign}{error}。")
            self.wrong.setStyleSheet(f"color: {_warning(self)};")
        self.wrong.setVisible(bool(self.wrong.text()))
        self.accept_button.setEnabled(not self.wrong.text())

    def values(self) -> dict[str, Any]:
        """What was typed, by key, as far as it differs from what holds. Raises Unfit."""
        read = {key: limit.read(self._typed(key), self._own[key]) for key, limit in self._limits.items()}
        return {key: value for key, value in read.items() if value != self._now[key]}


def _warning(widget: QWidget) -> str:
    palette = widget.palette()
    return theme.blend(palette.text().color(), marks.colour("error"), 0.75 if not theme.dark(palette) else 0.5).name()
