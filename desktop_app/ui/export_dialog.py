"""Asks what to publish, in which formats and where to, and shows what stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import answers, exporting, gate, reading
from desktop_app.actions.gate import Override
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.workspace import Store
from desktop_app.domain.findings import Finding
from desktop_app.ui import dialogs, theme
from desktop_app.ui.gate_box import GateBox


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


def scopes(store: Store) -> list[Scope]:
    """Everything that can be published: all departments, each of them, each unit."""
    departments = [d for year in reading.tree(store) for d in year.children]
    found = [Scope("全部部门")] if len(departments) != 1 else []
    for department in departments:
        found.append(Scope(f"{department.year} {department.label}（全部单位）", department.id))
        found += [Scope(f"　　单位 {unit.label}", department.id, unit.id) for unit in department.children]
    return found


class ExportDialog(QDialog):
    """公开导出. After `exec`: `request` where accepted, `wanted` where the person went to mend a finding."""

    def __init__(
        self,
        store: Store,
        node: TreeNode | None,
        folder: Path,
        user: str,
        parent: QWidget | None = None,
        run: Callable[..., Any] | None = None,
    ) -> None:
        """`run` is `Hub.run`, through which the workspace is changed; without it nothing can be recorded here."""
        super().__init__(parent)
        self._run = run or (lambda *args: None)
        self.setWindowTitle("公开导出")
        self.resize(900, 600)
        self._store = store
        self._scopes = scopes(store)
        self.wanted: Finding | None = None
        self.scope = QComboBox()
        self.scope.addItems([scope.label for scope in self._scopes])
        if node is not None:
            ids = [(scope.unit_id or scope.department_id) for scope in self._scopes]
            self.scope.setCurrentIndex(max(ids.index(node.id), 0) if node.id in ids else 0)
        self.formats = {name: QCheckBox(text) for name, text in exporting.FORMATS.items()}
        self.folder = QLineEdit(str(folder))
        browse = QPushButton("选择…")
        browse.clicked.connect(self._browse)
        self.gate = GateBox(user, "导出", "理由记在工作簿的操作记录里")
        buttons = QDialogButtonBox()
        self.export = buttons.addButton("导出", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._build(browse, buttons)
        for box in self.formats.values():
            box.setChecked(True)
            box.toggled.connect(self._judge)
        self.folder.textChanged.connect(self._judge)
        self.scope.currentIndexChanged.connect(self._check)
        self.gate.changed.connect(self._judge)
        self.gate.wanted.connect(self._mend)
        self.gate.cleared.connect(self._clear)
        self._check()

    def _build(self, browse: QPushButton, buttons: QDialogButtonBox) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.SPACING)
        line.addWidget(self.folder, 1)
        line.addWidget(browse)
        kinds = QVBoxLayout()
        for box in self.formats.values():
            kinds.addWidget(box)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.addRow("范围", self.scope)
        form.addRow("格式", kinds)
        form.addRow("保存到", line)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.gate, 1)
        layout.addWidget(buttons)

    def _browse(self) -> None:
        chosen = dialogs.folder("导出到哪个文件夹", self.folder.text(), self)
        if chosen is not None:
            self.folder.setText(str(chosen))

    def _check(self) -> None:
        scope = self._scopes[self.scope.currentIndex()]
        units = {scope.unit_id} if scope.unit_id else ()
        self.gate.show_gate(gate.gate(self._store, units, scope.department_id))

    def _judge(self) -> None:
        chosen = any(box.isChecked() for box in self.formats.values())
        self.export.setEnabled(self.gate.open and chosen and bool(self.folder.text().strip()))

    def _clear(self, finding: Finding, reason: str, by: str) -> None:
        if self._run(answers.not_secret, self.gate.owners(finding), reason, by) is not None:
            self._check()

    def _mend(self, finding: Finding) -> None:
        self.wanted = finding
        self.reject()

    def request(self) -> ExportRequest:
        """What the person asked for."""
        formats = [name for name, box in self.formats.items() if box.isChecked()]
        scope = self._scopes[self.scope.currentIndex()]
        return ExportRequest(Path(self.folder.text().strip()), formats, scope, self.gate.chosen_override())
