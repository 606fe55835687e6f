"""Asks what to publish, in which formats and where to, and shows what stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.actions import exporting, gate, reading
from desktop_app.actions.gate import Gate, Override
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.workspace import Store
from desktop_app.ui import dialogs
from desktop_app.ui.gate_dialog import GateDialog, department_around


@dataclass(slots=True, frozen=True)
class Scope:
    """A department or one of its units; both ids "" mean everything."""

    label: str
    department_id: str = ""
    unit_id: str = ""


@dataclass(slots=True, frozen=True)
class ExportRequest:
    """What the person asked for."""

    folder: Path
    formats: list[str]
    scope: Scope
    override: Override | None


def scopes(roots: list[TreeNode]) -> list[Scope]:
    """Everything that can be published: each department, each unit, and last all departments, which is seldom meant."""
    found = []
    departments = [d for year in roots for d in year.children]
    for department in departments:
        found.append(Scope(f"{department.year} {department.label}（全部单位）", department.id))
        found += [Scope(f"　　单位 {unit.label}", department.id, unit.id) for unit in department.children]
    return found + ([Scope(f"全部部门（{len(departments)} 个）")] if len(departments) != 1 else [])


class ExportDialog(GateDialog):
    """公开导出. After `exec`: `request` where accepted, `wanted` where the person went to mend a finding.

    What is proposed is the unit chosen in the tree, else the department of what is chosen there.
    """

    def __init__(
        self,
        store: Store,
        node: TreeNode | None,
        folder: Path,
        user: str,
        parent: QWidget | None = None,
        run: Callable[..., Any] | None = None,
    ) -> None:
        """`run` is as in `GateDialog`."""
        super().__init__(store, ("公开导出", "导出", "理由记在工作簿的操作记录里", "导出"), user, parent, run)
        self.resize(900, 600)
        roots = reading.tree(store)
        self._scopes = scopes(roots)
        self.scope = QComboBox()
        self.scope.addItems([scope.label for scope in self._scopes])
        around = department_around(roots, node)
        meant = [node.id if node else "", around.id if around else ""]
        ids = [scope.unit_id or scope.department_id for scope in self._scopes]
        self.scope.setCurrentIndex(next((ids.index(own) for own in meant if own and own in ids), 0))
        self.formats = {name: QCheckBox(text) for name, text in exporting.FORMATS.items()}
        self.folder = QLineEdit(str(folder))
        self._build()
        for box in self.formats.values():
            box.setChecked(True)
            box.toggled.connect(self.judge)
        self.scope.currentIndexChanged.connect(self.check)
        self.check()

    def _build(self) -> None:
        kinds = QVBoxLayout()
        for box in self.formats.values():
            kinds.addWidget(box)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.addRow("范围", self.scope)
        form.addRow("格式", kinds)
        form.addRow("保存到", self.target_line(self.folder, self._browse))
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.gate, 1)
        layout.addWidget(self.buttons)

    def _browse(self) -> None:
        chosen = dialogs.folder("导出到哪个文件夹", self.folder.text(), self)
        if chosen is not None:
            self.folder.setText(str(chosen))

    def _chosen(self) -> Scope:
        return self._scopes[self.scope.currentIndex()]

    def found(self) -> Gate:
        """Override GateDialog.found."""
        scope = self._chosen()
        return gate.gate(self.store, {scope.unit_id} if scope.unit_id else (), scope.department_id)

    def ready(self) -> bool:
        """Override GateDialog.ready."""
        return any(box.isChecked() for box in self.formats.values()) and bool(self.folder.text().strip())

    def request(self) -> ExportRequest:
        """What the person asked for."""
        formats = [name for name, box in self.formats.items() if box.isChecked()]
        return ExportRequest(Path(self.folder.text().strip()), formats, self._chosen(), self.override())
