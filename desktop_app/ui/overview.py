"""What is shown where no project is chosen: sums, the projects below, or two ways to begin."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.actions.reading import TreeNode
from desktop_app.domain import amounts
from desktop_app.ui import tables, theme
from desktop_app.ui.tree_model import TreeModel

MOST_SHOWN = 2000
_HEADERS = ["单位", "项目编码", "项目名称", "预算数", "指标", "错误", "警告"]
_FIGURES = range(3, 7)


class Overview(QWidget):
    """Sums and projects of a year, a department or a unit.

    Signals:
        action_wanted: a button of an empty workspace was pressed; carries the id of its action.
        project_wanted: a project of the list was opened; carries its id.
    """

    action_wanted = Signal(str)
    project_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: list[str] = []
        self.title = QLabel()
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        self.title.setFont(font)
        self.text = QLabel()
        self.text.setWordWrap(True)
        theme.muted(self.text)
        self.table = tables.read_only(_HEADERS, [], 2)
        self.table.setAccessibleName("项目清单")
        self.table.itemActivated.connect(lambda item: self.project_wanted.emit(self._ids[item.row()]))
        self.bring = QPushButton(theme.icon("import"), "导入旧文件…")
        self.bring.clicked.connect(lambda: self.action_wanted.emit("data.import"))
        self.begin = QPushButton(theme.icon("add"), "新增项目")
        self.begin.clicked.connect(lambda: self.action_wanted.emit("edit.project"))
        for button in (self.bring, self.begin):
            button.setAutoDefault(True)  # Enter presses it, not only the space bar
        self._rest = QWidget()  # takes the room of the table where that is hidden
        buttons = QHBoxLayout()
        buttons.addWidget(self.bring)
        buttons.addWidget(self.begin)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(buttons)
        column.addWidget(self.table, 1)
        column.addWidget(self._rest, 1)
        self.setFocusProxy(self.table)

    def say(self, title: str, text: str, offer: bool = False) -> None:
        """Show a few words, with the two ways to begin where offered."""
        self.title.setText(title)
        self.text.setText(text)
        self.table.hide()
        self.bring.setVisible(offer)
        self.begin.setVisible(offer)
        self._rest.setVisible(True)

    def show_node(self, node: TreeNode, model: TreeModel) -> None:
        """Show the sums and the projects of a node."""
        errors, warnings, infos, doubts = model.counts(node)
        self.say(
            node.label,
            f"{node.projects} 个项目 · {node.indicators} 条指标 · 预算数合计 "
            f"{amounts.format_amount(node.budget_fen)} 万元 · 错误 {errors} · 警告 {warnings} · 提示 {infos}"
            + (f" · 待核对 {doubts}" if doubts else ""),
        )
        pairs = [(unit, project) for unit in _units(node) for project in unit.children][:MOST_SHOWN]
        self._ids = [project.id for _, project in pairs]
        rows = [
            [u.label, p.code, p.label, amounts.format_amount(p.budget_fen), str(p.indicators), *_counts(model, p)]
            for u, p in pairs
        ]
        tables.fill(self.table, rows)
        tables.align_right(self.table, _FIGURES)
        self.table.setVisible(bool(rows))
        self._rest.setVisible(not rows)


def _units(node: TreeNode) -> list[TreeNode]:
    if node.kind == "unit":
        return [node]
    return [unit for child in node.children for unit in _units(child)]


def _counts(model: TreeModel, project: TreeNode) -> list[str]:
    errors, warnings, *_ = model.counts(project)
    return [str(errors or ""), str(warnings or "")]
