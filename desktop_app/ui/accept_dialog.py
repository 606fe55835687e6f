"""Cells before and after, to be looked through; what is checked is written."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.table_proposals import Proposal
from desktop_app.ui import tables

_HEADS = ["哪一格", "现为", "应为", "依据"]
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class AcceptDialog(QDialog):
    """A table of proposals with a box each, 全选 and 全不选; those that are not `sure` begin unchecked."""

    def __init__(self, title: str, head: str, found: Sequence[Proposal], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(860, 480)
        self._found = list(found)
        words = QLabel(head)
        words.setWordWrap(True)
        rows = [[p.where, p.before, p.after, p.source] for p in found]
        self.table = tables.read_only(_HEADS, rows, 0)
        tables.align_right(self.table, (1, 2))
        for row, proposal in enumerate(found):
            self._box(row).setFlags(self._box(row).flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self._box(row).setCheckState(_CHECKED if proposal.sure else _UNCHECKED)
        self.all, self.none = QPushButton("全选"), QPushButton("全不选")
        self.all.clicked.connect(lambda: self._check(_CHECKED))
        self.none.clicked.connect(lambda: self._check(_UNCHECKED))
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton("填入", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accept_button.setDefault(True)
        foot = QHBoxLayout()
        for button in (self.all, self.none):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.table.itemChanged.connect(lambda _item: self._say())
        self._say()

    def _check(self, state: Qt.CheckState) -> None:
        for row in range(self.table.rowCount()):
            self._box(row).setCheckState(state)

    def _box(self, row: int) -> QTableWidgetItem:
        item = self.table.item(row, 0)
        assert item is not None
        return item

    def _say(self) -> None:
        count = len(self.wanted())
        self.accept_button.setText(f"填入 {count} 格")
        self.accept_button.setEnabled(bool(count))

    def wanted(self) -> list[Proposal]:
        """The proposals that the person accepts."""
        return [p for row, p in enumerate(self._found) if self._box(row).checkState() == _CHECKED]
