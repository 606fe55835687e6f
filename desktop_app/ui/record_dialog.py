"""Asks for the few texts that make a department or a unit."""

from datetime import date

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.ui import dialogs

BUDGETING_BEGINS = 7  # from July on, people work on next year's budget


def likely_year(today: date) -> int:
    """The budget year that people work on."""
    return today.year + (today.month >= BUDGETING_BEGINS)


class RecordDialog(QDialog):
    """Year (where asked for), code and name of a new record; the name must be there."""

    def __init__(self, title: str, name: str, year: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.year = QSpinBox()
        self.year.setRange(2000, 2099)
        self.name = QLineEdit()
        self.name.setMinimumWidth(320)
        self.code = QLineEdit()
        self.code.setPlaceholderText("没有编码可以不填")
        form = QFormLayout()
        if year is not None:
            self.year.setValue(year)
            form.addRow("预算年度", self.year)
        form.addRow(name, self.name)
        form.addRow("编码", self.code)
        buttons, self.add = dialogs.two_buttons(self, "新增")
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.name.textChanged.connect(lambda text: self.add.setEnabled(bool(text.strip())))
        self.add.setEnabled(False)
        self.name.setFocus()


def ask_again(kind: str, name: str, code: str, parent: QWidget | None = None) -> tuple[str, str] | None:
    """Another name and code of a unit or department (`kind` in words), None where cancelled."""
    dialog = RecordDialog("改名", f"{kind}名称", None, dialogs.owner(parent))
    dialog.name.setText(name)
    dialog.name.selectAll()
    dialog.code.setText(code)
    dialog.add.setText("确定")
    return (dialog.name.text().strip(), dialog.code.text().strip()) if dialogs.run(dialog) else None


def ask(title: str, name: str, year: int | None = None, parent: QWidget | None = None) -> tuple[int, str, str] | None:
    """Year, name and code typed by the person, None where cancelled."""
    dialog = RecordDialog(title, name, year, dialogs.owner(parent))
    if not dialogs.run(dialog):
        return None
    return dialog.year.value(), dialog.name.text().strip(), dialog.code.text().strip()
