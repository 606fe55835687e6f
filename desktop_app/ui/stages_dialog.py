"""Asks how to close a stage of a year, and how to roll into the next year."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import stages
from desktop_app.domain.model import Book
from desktop_app.ui import dialogs, tables

_CLOSES = "把现在的全部内容原样留底，以后可以随时对比；留底不能再改。结束以后接着改，不影响留底。"
_ROLLS = (
    "用上一年的项目做这一年的草稿：项目、用途、绩效目标和指标照搬，今年的指标值填进“上年值”；有把握的年份改成新的一年，"
    "没有把握的标为待核对；预算数和支出计划空着，预算公开表只留栏目、科目和编码。可以一次撤销。"
)


class StageDialog(QDialog):
    """结束本阶段. After `exec`: `name`, `following`, `note`; `only_name` where the stage is only to be called so."""

    def __init__(self, books: Sequence[Book], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("结束本阶段")
        self.resize(560, 420)
        self.only_name = False
        first = books[0]
        name, following = stages.proposed(first)
        whose = first.department_name or first.department_code or "未标明"
        several = f"等 {len(books)} 个部门" if len(books) > 1 else ""
        head = QLabel(f"{first.year or '未标明'} 年度 {whose}{several}")
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        self._name, self._following = _names(name, "结束的阶段"), _names(following, "接下来的阶段")
        self.note_field = QLineEdit()
        self.note_field.setPlaceholderText("如 已报财政局预算科，可以不填")
        form = QFormLayout()
        form.addRow("结束的阶段", self._name)
        form.addRow("接下来是", self._following)
        form.addRow("说明", self.note_field)
        said = QLabel(_CLOSES)
        said.setWordWrap(True)
        buttons, self.accept_button = dialogs.two_buttons(self, "结束这个阶段")
        self.name_button = buttons.addButton("只记下名称", QDialogButtonBox.ButtonRole.ActionRole)
        self.name_button.setToolTip("不留底，只写明现在是哪个阶段；导出的文件和U盘包会注明")
        self.accept_button.setDefault(True)
        self.name_button.clicked.connect(self._only_name)
        self._name.editTextChanged.connect(self._judge)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(said)
        layout.addLayout(form)
        closed = [[s.name, _time(s.at), s.by, s.note] for s in first.stages]
        if closed:
            layout.addWidget(QLabel("已经结束的阶段"))
            layout.addWidget(tables.read_only(["阶段", "结束时间", "经办人", "说明"], closed, 3), 1)
        else:
            layout.addStretch(1)
        layout.addWidget(buttons)
        self._judge()

    @property
    def name(self) -> str:
        """The stage that is closed."""
        return self._name.currentText().strip()

    @property
    def following(self) -> str:
        """The stage that is worked on afterwards."""
        return self._following.currentText().strip()

    @property
    def note(self) -> str:
        """What the person noted about it."""
        return self.note_field.text().strip()

    def _judge(self) -> None:
        self.accept_button.setEnabled(bool(self.name))
        self.name_button.setEnabled(bool(self.name))

    def _only_name(self) -> None:
        self.only_name = True
        self.accept()


class RollDialog(QDialog):
    """结转. After `exec`: `year`, and `department` ("" for all)."""

    def __init__(self, year: int, departments: Sequence[tuple[str, str]], chosen: str, parent: QWidget | None = None):
        """`departments` are ids and names of those that have projects, `chosen` the id that is proposed."""
        super().__init__(parent)
        self.setWindowTitle("结转到下一年")
        self.resize(520, 240)
        self._year = QSpinBox()
        self._year.setRange(2000, 2099)
        self._year.setValue(year)
        self._department = QComboBox()
        if len(departments) > 1:
            self._department.addItem(f"全部 {len(departments)} 个部门", "")
        for department_id, name in departments:
            self._department.addItem(name, department_id)
        self._department.setCurrentIndex(max(self._department.findData(chosen), 0))
        said = QLabel(_ROLLS)
        said.setWordWrap(True)
        form = QFormLayout()
        form.addRow("结转到", self._year)
        form.addRow("部门", self._department)
        buttons, accept = dialogs.two_buttons(self, "结转")
        accept.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(said)
        layout.addStretch(1)
        layout.addWidget(buttons)

    @property
    def year(self) -> int:
        """The year of the drafts."""
        return self._year.value()

    @property
    def department(self) -> str:
        """The id of the department, "" for all."""
        return str(self._department.currentData() or "")


def _names(text: str, name: str) -> QComboBox:
    """A field for the name of a stage that proposes the usual ones."""
    box = QComboBox()
    box.setEditable(True)
    box.addItems(stages.PROPOSED)
    box.setCurrentText(text)
    box.setAccessibleName(name)
    return box


def _time(at: str) -> str:
    try:
        return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"
    except ValueError:
        return at
