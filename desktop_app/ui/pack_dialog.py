"""Asks which units to put into a USB package and where to."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.actions import gate, reading
from desktop_app.actions.gate import Gate
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.workspace import Store
from desktop_app.ui import dialogs
from desktop_app.ui.gate_dialog import GateDialog

FILTER = "U盘包 (*.jxz)"
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')  # Windows takes these in no file name
_KEPT = "理由记在工作簿的操作记录里，并写进U盘包"


class PackDialog(GateDialog):
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
        """`run` is as in `GateDialog`."""
        super().__init__(store, ("出U盘包", "出包", _KEPT, "装入U盘包"), user, parent, run)
        self.resize(900, 640)
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
        self._place, self._offered = to, to  # the file meant at first, and the one offered for the units chosen now
        self.to = QLineEdit(str(to))
        self._offer_name()
        line = QHBoxLayout()
        line.addWidget(QLabel("保存到"))
        line.addLayout(self.target_line(self.to, self._browse), 1)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel("装入哪些单位"))
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addWidget(self.gate, 1)
        layout.addWidget(self.buttons)
        self.list.itemChanged.connect(self._offer_name)
        self.list.itemChanged.connect(self.check)
        self.check()

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

    def _chosen(self) -> list[TreeNode]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == Qt.CheckState.Checked]

    def _offer_name(self) -> None:
        """Call the file by the one unit that is chosen, until the person names it."""
        if self.to.text() != str(self._offered):
            return
        chosen = self._chosen()
        name = " ".join(_FORBIDDEN.sub(" ", chosen[0].label).split()) if len(chosen) == 1 else ""
        self._offered = self._place.with_name(f"{name}.jxz") if name else self._place
        self.to.setText(str(self._offered))

    def units(self) -> list[str]:
        """The ids of the units chosen."""
        return [unit.id for unit in self._chosen()]

    def path(self) -> Path:
        """Where the package is to be written."""
        path = Path(self.to.text().strip())
        return path if path.suffix.lower() == ".jxz" else path.with_name(path.name + ".jxz")

    def _browse(self) -> None:
        chosen = dialogs.save_file("U盘包保存到", self.path(), FILTER, ".jxz", self)
        if chosen is not None:
            self.to.setText(str(chosen))

    def found(self) -> Gate:
        """Override GateDialog.found."""
        units = self.units()
        return gate.gate(self.store, units, publishing=False) if units else Gate()

    def ready(self) -> bool:
        """Override GateDialog.ready."""
        return bool(self.units()) and bool(self.to.text().strip())
