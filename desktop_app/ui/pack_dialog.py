"""Asks which units to put into a USB package and where to, and shows what a received package brought."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import answers, gate, reading
from desktop_app.actions.gate import Override
from desktop_app.actions.packing import ReceiveReport
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.workspace import Store
from desktop_app.domain.findings import Finding
from desktop_app.ui import dialogs, places, tables
from desktop_app.ui.gate_box import GateBox

FILTER = "U盘包 (*.jxz)"


class PackDialog(QDialog):
    """出U盘包. After `exec`: `units`, `to` and `override` where accepted, `wanted` where a finding is to be mended."""

    def __init__(
        self,
        store: Store,
        node: TreeNode | None,
        to: Path,
        user: str,
        parent: QWidget | None = None,
        run: Callable[..., Any] | None = None,
    ) -> None:
        """`run` is `Hub.run`, through which the workspace is changed; without it nothing can be recorded here."""
        super().__init__(parent)
        self._run = run or (lambda *args: None)
        self.setWindowTitle("出U盘包")
        self.resize(900, 640)
        self._store = store
        self.wanted: Finding | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("装入哪些单位")
        self.list.setMinimumHeight(2 * self.list.fontMetrics().height() + 24)
        for year in reading.tree(store):
            for department in year.children:
                inside = node is None or node.id in (year.id, department.id)
                for unit in department.children:
                    self._add(f"{department.year} {department.label} · {unit.label}", unit, inside or unit is node)
        if not self.units() and self.list.count():
            self._check_unit_of(node)
        self.to = QLineEdit(str(to))
        browse = QPushButton("选择…")
        browse.clicked.connect(self._browse)
        self.gate = GateBox(user, "出包", "理由记在工作簿的操作记录里，并写进U盘包")
        buttons = QDialogButtonBox()
        self.pack = buttons.addButton("装入U盘包", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        line = QHBoxLayout()
        line.addWidget(QLabel("保存到"))
        line.addWidget(self.to, 1)
        line.addWidget(browse)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel("装入哪些单位"))
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addWidget(self.gate, 1)
        layout.addWidget(buttons)
        self.list.itemChanged.connect(self._check)
        self.to.textChanged.connect(self._judge)
        self.gate.changed.connect(self._judge)
        self.gate.wanted.connect(self._mend)
        self.gate.cleared.connect(self._clear)
        self._check()

    def _add(self, label: str, unit: TreeNode, checked: bool) -> None:
        item = QListWidgetItem(f"{label}（{unit.projects} 个项目）")
        item.setData(Qt.ItemDataRole.UserRole, unit)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _check_unit_of(self, node: TreeNode | None) -> None:
        for row in range(self.list.count()):
            unit: TreeNode = self.list.item(row).data(Qt.ItemDataRole.UserRole)
            if node is not None and node.id in (unit.id, *(project.id for project in unit.children)):
                self.list.item(row).setCheckState(Qt.CheckState.Checked)

    def units(self) -> list[str]:
        """The ids of the units chosen."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [i.data(Qt.ItemDataRole.UserRole).id for i in items if i.checkState() == Qt.CheckState.Checked]

    def path(self) -> Path:
        """Where the package is to be written."""
        path = Path(self.to.text().strip())
        return path if path.suffix.lower() == ".jxz" else path.with_name(path.name + ".jxz")

    def override(self) -> Override | None:
        """The written reason to pack with errors."""
        return self.gate.chosen_override()

    def _browse(self) -> None:
        chosen = dialogs.save_file("U盘包保存到", self.path(), FILTER, ".jxz", self)
        if chosen is not None:
            self.to.setText(str(chosen))

    def _check(self) -> None:
        units = self.units()
        self.gate.show_gate(gate.gate(self._store, units, publishing=False) if units else gate.Gate())
        self._judge()

    def _judge(self) -> None:
        self.pack.setEnabled(self.gate.open and bool(self.units()) and bool(self.to.text().strip()))

    def _clear(self, finding: Finding, reason: str, by: str) -> None:
        if self._run(answers.not_secret, self.gate.owners(finding), reason, by) is not None:
            self._check()

    def _mend(self, finding: Finding) -> None:
        self.wanted = finding
        self.reject()


class ReceiveDialog(QDialog):
    """What a package brought, and the fields that differ; accepted means: take the package's texts for them."""

    def __init__(self, name: str, report: ReceiveReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("收U盘包")
        self.resize(860, 460)
        count = len(report.differing)
        head = QLabel(f"{name}：{report.sentence()}\n不同的地方现在保留本机的内容，请看过再决定。")
        head.setWordWrap(True)
        rows = [[d.unit, d.project, d.label or places.path_text(d.path), d.mine, d.theirs] for d in report.differing]
        buttons = QDialogButtonBox()
        keep = buttons.addButton("保留本机的", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(f"全部改用U盘包的（{count} 处）", QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(tables.read_only(["单位", "项目、部分", "字段", "本机", "U盘包"], rows, 3, 4), 1)
        layout.addWidget(buttons)
