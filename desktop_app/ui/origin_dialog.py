"""Asks for what a document does not say: its budget year, its department."""

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import dialogs


class OriginDialog(QDialog):
    """Asks for what a document does not say: its budget year, its department."""

    def __init__(
        self,
        file: str,
        year: int | None,
        department: str,
        ask: tuple[str, ...],
        others: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`others` is how many more files lack the same, for which the answer may hold too."""
        super().__init__(parent)
        self.setWindowTitle("补充说明")
        self.year = QSpinBox()
        self.year.setRange(2000, 2099)
        if year:
            self.year.setValue(year)
        self.department = QLineEdit(department)
        self.department.setPlaceholderText("部门全称，例如：云岭县人力资源和社会保障局")
        self.department.setMinimumWidth(340)
        form = QFormLayout()
        if "year" in ask:
            form.addRow("预算年度", self.year)
        if "department" in ask:
            form.addRow("部门", self.department)
        self.same = QCheckBox(f"其他 {others} 个没有写明的文件也一样")
        self.same.setChecked(others > 0)
        self.same.setVisible(others > 0)
        buttons, self.go_on = dialogs.two_buttons(self, "继续")
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(f"{file} 里没有写明下面的内容，请补上："))
        layout.addLayout(form)
        layout.addWidget(self.same)
        layout.addWidget(buttons)
        self.department.textChanged.connect(lambda text: self.go_on.setEnabled(bool(text.strip())))
        self.go_on.setEnabled("department" not in ask or bool(department))

    def for_all(self) -> bool:
        """Whether the answer holds for the other files that lack it."""
        return self.same.isChecked()
