"""The preview of an import: what was read, what it would change, what a person must look at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.importing import ImportPlan, PlanItem
from desktop_app.domain.model import Review
from desktop_app.ui import places, tables, theme

KIND_NAMES = {"new": "新增", "same": "相同", "changed": "变化", "conflict": "冲突"}
MOST_SHOWN = 2000
_KEEP, _TAKE = "保留本机", "用文件里的"
_ACCEPT, _BUDGET, _COUNT, _CHOICE = 0, 5, 6, 7


class ImportDialog(QDialog):
    """Shows an import plan; the person may leave projects out, and says whose texts win where both were edited."""

    def __init__(self, plan: ImportPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入预览")
        self.resize(1100, 640)
        self._plan = plan
        self.projects = self._project_table()
        self.tabs = QTabWidget()
        self.tabs.addTab(self.projects, f"项目 {len(plan.items)}")
        self._add_tab("待核对", ["项目", "字段", "原因", "原文行"], _reviews(plan), 2)
        self._add_tab("差异", ["项目", "字段", "本机", "文件"], _differences(plan), 3)
        self._add_tab("未读懂", ["行", "原文"], [[str(u.line), u.text] for u in plan.unread], 1)
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton("导入", QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        hint = QLabel("导入是一步操作，导入后可以一次撤销。待核对的地方导入后会有标记。")
        theme.muted(hint)
        layout = QVBoxLayout(self)
        layout.addLayout(_summary(plan))
        layout.addWidget(self.tabs, 1)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        self.projects.itemChanged.connect(self._judge)
        self._judge()

    def _add_tab(self, name: str, headers: list[str], rows: list[list[str]], stretch: int) -> None:
        if rows:
            count = len(rows)
            self.tabs.addTab(tables.read_only(headers, rows[:MOST_SHOWN], stretch), f"{name} {count}")

    def _project_table(self) -> QTableWidget:
        headers = ["导入", "状态", "单位", "项目编码", "项目名称", "预算数", "指标", "冲突时", "待核对"]
        rows = [
            ["", KIND_NAMES[i.kind], i.unit_label, i.code, i.name, i.budget, str(i.indicators), "", _flags(i)]
            for i in self._plan.items
        ]
        table = tables.read_only(headers, rows, 4)
        for row, item in enumerate(self._plan.items):
            self._dress(table, row, item)
        tables.align_right(table, (_BUDGET, _COUNT))
        table.setColumnHidden(_CHOICE, not any(item.kind == "conflict" for item in self._plan.items))
        table.setColumnWidth(_CHOICE, 130)
        return table

    def _dress(self, table: QTableWidget, row: int, item: PlanItem) -> None:
        """Give a row its check box and its choice."""
        box = table.item(row, _ACCEPT)
        if box is not None and item.kind != "same":
            box.setFlags(box.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            box.setCheckState(Qt.CheckState.Checked if item.accept else Qt.CheckState.Unchecked)
        if item.kind == "conflict":
            choice = QComboBox()
            choice.addItems([_KEEP, _TAKE])
            choice.setCurrentText(_TAKE if item.take_theirs else _KEEP)
            table.setCellWidget(row, _CHOICE, choice)

    def _accepted(self, row: int) -> bool:
        box = self.projects.item(row, _ACCEPT)
        return box is not None and box.checkState() == Qt.CheckState.Checked

    def _judge(self) -> None:
        wanted = sum(self._accepted(row) for row, i in enumerate(self._plan.items) if i.kind != "same")
        sections = self._plan.sections_new + self._plan.sections_changed
        self.accept_button.setText(f"导入 {wanted} 个项目" if wanted else "导入文字" if sections else "没有要导入的")
        self.accept_button.setEnabled(bool(wanted or sections))

    def accept(self) -> None:
        """Override QDialog.accept: write the person's choices into the plan."""
        for row, item in enumerate(self._plan.items):
            if item.kind != "same":
                item.accept = self._accepted(row)
            choice = self.projects.cellWidget(row, _CHOICE)
            if isinstance(choice, QComboBox):
                item.take_theirs = choice.currentText() == _TAKE
        super().accept()


def _summary(plan: ImportPlan) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    pairs = plan.summary()
    half = (len(pairs) + 1) // 2
    for i, (label, text) in enumerate(pairs):
        name, value = QLabel(label), QLabel(text)
        theme.muted(name)
        value.setWordWrap(True)
        grid.addWidget(name, i % half, i // half * 2)
        grid.addWidget(value, i % half, i // half * 2 + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return grid


def _flags(item: PlanItem) -> str:
    return f"{len(item.review)} 处" if item.review else ""


def _lines(review: Review) -> str:
    if review.lines is None:
        return ""
    first, last = review.lines
    return str(first) if first == last else f"{first}—{last}"


def _reviews(plan: ImportPlan) -> list[list[str]]:
    rows = [["（整个文件）", places.path_text(r.path), r.reason, _lines(r)] for r in plan.review]
    for item in plan.items:
        rows += [[item.name, places.path_text(r.path), r.reason, _lines(r)] for r in item.review]
    return rows


def _differences(plan: ImportPlan) -> list[list[str]]:
    return [[item.name, d.label, d.mine, d.theirs] for item in plan.items for d in item.differences]


class OriginDialog(QDialog):
    """Asks for what a document does not say: its budget year, its department."""

    def __init__(
        self, file: str, year: int | None, department: str | None, ask: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("补充说明")
        self.year = QSpinBox()
        self.year.setRange(2000, 2099)
        if year:
            self.year.setValue(year)
        self.department = QLineEdit(department or "")
        self.department.setPlaceholderText("部门全称，例如：云岭县人力资源和社会保障局")
        self.department.setMinimumWidth(340)
        form = QFormLayout()
        if "year" in ask:
            form.addRow("预算年度", self.year)
        if "department" in ask:
            form.addRow("部门", self.department)
        buttons = QDialogButtonBox()
        self.go_on = buttons.addButton("继续", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(f"{file} 里没有写明下面的内容，请补上："))
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.department.textChanged.connect(lambda text: self.go_on.setEnabled(bool(text.strip())))
        self.go_on.setEnabled("department" not in ask or bool(department))
