"""What stands in the way of publishing or packing, with a way to the faults and a place for a written reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGroupBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.actions.gate import Gate, Override
from desktop_app.domain.findings import Finding
from desktop_app.ui import places, tables

MOST_SHOWN = 300


class GateBox(QGroupBox):
    """Shows a gate; errors are mended, or passed with a reason and a name; secrets and personal data never pass.

    Signals:
        changed: it may now be open, or shut.
        wanted: the person wants to mend a finding; carries it.
    """

    changed = Signal()
    wanted = Signal(object)

    def __init__(self, user: str, doing: str, kept: str, parent: QWidget | None = None) -> None:
        """`doing` is what the gate is for (导出); `kept` says where a written reason is kept."""
        super().__init__("检查结果", parent)
        self._gate = Gate()
        self._doing = doing
        self._listed: list[Finding] = []
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.table = tables.read_only(["级别", "项目", "位置", "问题"], [], 3)
        self.table.itemDoubleClicked.connect(lambda item: self._go(item.row()))
        self.mend = QPushButton("去修改")
        self.mend.clicked.connect(lambda: self._go(max(self.table.currentRow(), 0)))
        self.override = QCheckBox(f"不改，写明理由后继续（{kept}）")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("理由，例如：按财政局批复口径填列")
        self.by = QLineEdit(user)
        self.by.setPlaceholderText("姓名")
        self.by.setMaximumWidth(140)
        self.override.toggled.connect(self._toggled)
        for field in (self.reason, self.by):
            field.textChanged.connect(self.changed)
        written = QHBoxLayout()
        written.addWidget(self.reason, 1)
        written.addWidget(QLabel("姓名"))
        written.addWidget(self.by)
        head = QHBoxLayout()
        head.addWidget(self.verdict, 1)
        head.addWidget(self.mend)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.override)
        layout.addLayout(written)
        self._toggled(False)

    def show_gate(self, gate: Gate) -> None:
        """Show what stands in the way."""
        self._gate = gate
        self._listed = [*gate.absolute, *gate.errors]
        tables.fill(
            self.table,
            [
                ["不可越过" if f in gate.absolute else "错误", places.whose(f), places.field(f), f.message]
                for f in self._listed[:MOST_SHOWN]
            ],
        )
        self.verdict.setText(_verdict(gate, self._doing))
        self.table.setVisible(bool(self._listed))
        self.mend.setVisible(bool(self._listed))
        overridable = bool(gate.errors) and not gate.absolute
        for widget in (self.override, self.reason, self.by):
            widget.setVisible(overridable)
        if not overridable:
            self.override.setChecked(False)
        self.changed.emit()

    def _toggled(self, on: bool) -> None:
        self.reason.setEnabled(on)
        self.by.setEnabled(on)
        if on:
            self.reason.setFocus()
        self.changed.emit()

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._listed):
            self.wanted.emit(self._listed[row])

    def chosen_override(self) -> Override | None:
        """The reason written, None where none is, or is incomplete."""
        reason, by = self.reason.text().strip(), self.by.text().strip()
        return Override(reason, by) if self.override.isChecked() and reason and by else None

    @property
    def open(self) -> bool:
        """Whether nothing stands in the way any more."""
        return not self._gate.blocking(self.chosen_override())


def _verdict(gate: Gate, doing: str) -> str:
    if gate.absolute:
        return f"有 {len(gate.absolute)} 处涉密或个人信息问题，任何理由都不能越过，必须先处理。"
    warnings = f"另有 {len(gate.warnings)} 处警告，不影响{doing}。" if gate.warnings else ""
    if gate.errors:
        return f"有 {len(gate.errors)} 处错误。请先修改，或写明理由后继续。{warnings}"
    return f"没有错误，可以继续。{warnings}"
