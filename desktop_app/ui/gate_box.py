"""What stands in the way of publishing or packing, with a way to the faults and a place for a written reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGroupBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.actions import answers
from desktop_app.actions.gate import Gate, Override
from desktop_app.domain.findings import Finding
from desktop_app.ui import answer_dialog, dialogs
from desktop_app.ui.gate_list import GateList


class GateBox(QGroupBox):
    """Shows a gate; errors are mended, or passed with a reason and a name; secrets and personal data never pass.

    Signals:
        changed: it may now be open, or shut.
        wanted: the person wants to mend a finding; carries it.
        cleared: the person records that a marking is 不涉密; carries finding, reason and name.
    """

    changed = Signal()
    wanted = Signal(object)
    cleared = Signal(object, str, str)

    def __init__(self, user: str, doing: str, kept: str, parent: QWidget | None = None) -> None:
        """`doing` is what the gate is for (导出); `kept` says where a written reason is kept."""
        super().__init__("检查结果", parent)
        self._gate = Gate()
        self._doing = doing
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.list = GateList()
        self.list.opened.connect(self.wanted)
        self.list.currentItemChanged.connect(self._offer)
        # queued: the new width is known only after the signal
        self.list.header().sectionResized.connect(self._offer, Qt.ConnectionType.QueuedConnection)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.mend = QPushButton("去修改")
        self.mend.clicked.connect(self._go)
        self.clear = QPushButton("记为不涉密…")
        self.clear.clicked.connect(self._clear)
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
        self._name = QLabel("姓名")
        written.addWidget(self._name)
        written.addWidget(self.by)
        head = QHBoxLayout()
        head.addWidget(self.verdict, 1)
        head.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.sentence)
        layout.addWidget(self.override)
        layout.addLayout(written)
        self._toggled(False)

    def show_gate(self, gate: Gate) -> None:
        """Show what stands in the way."""
        self._gate = gate
        self.list.show_gate(gate)
        self.verdict.setText(_verdict(gate, self._doing))
        found = bool(gate.absolute or gate.errors or gate.yielding)
        self.list.setVisible(found or bool(gate.cleared))
        self.mend.setVisible(found)
        self.clear.setVisible(any(answers.clearable(finding) for finding in gate.absolute))
        self._offer()
        overridable = bool(gate.errors) and not gate.absolute
        for widget in (self.override, self.reason, self._name, self.by):
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

    def _offer(self) -> None:
        finding = self.list.current()
        self.clear.setEnabled(finding is not None and answers.clearable(finding))
        cut = self.list.cut()
        self.sentence.setText(cut)
        self.sentence.setVisible(bool(cut))

    def _go(self) -> None:
        finding = self.list.current()
        if finding is not None:
            self.wanted.emit(finding)

    def _clear(self) -> None:
        finding = self.list.current()
        if finding is not None:
            dialog = answer_dialog.not_secret([finding], self.by.text(), self)
            if dialogs.run(dialog):
                self.cleared.emit(finding, *dialog.written())

    def owners(self, finding: Finding) -> list[tuple[str, Finding]]:
        """The finding with the id of each department that it was found in."""
        return [(department_id, finding) for department_id in sorted(self._gate.departments.get(finding, ()))]

    def chosen_override(self) -> Override | None:
        """The reason written, None where none is, or is incomplete."""
        reason, by = self.reason.text().strip(), self.by.text().strip()
        return Override(reason, by) if self.override.isChecked() and reason and by else None

    @property
    def open(self) -> bool:
        """Whether nothing stands in the way any more."""
        return not self._gate.blocking(self.chosen_override())


def _verdict(gate: Gate, doing: str) -> str:
    told = f"有 {len(gate.yielding)} 处合计能推算出没有列出的涉密项目的金额，请看过再决定。" if gate.yielding else ""
    notices = "".join(f"\n{notice}" for notice in gate.notices)
    if gate.absolute:
        found = f"有 {len(gate.absolute)} 处涉密或个人信息问题，任何理由都不能越过，必须先改写"
        marked = any(answers.clearable(finding) for finding in gate.absolute)
        return f"{found}{'；误标涉密的，选中它按“记为不涉密…”' if marked else ''}。{notices}"
    warnings = f"另有 {len(gate.warnings)} 处警告，不影响{doing}。" if gate.warnings else ""
    if gate.errors:
        return f"有 {len(gate.errors)} 处错误。请先修改，或写明理由后继续。{told}{warnings}{notices}"
    return f"没有错误，可以继续。{told}{warnings}{notices}"
