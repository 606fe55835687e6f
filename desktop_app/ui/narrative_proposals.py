"""The figures of a text that can be linked to the tables, to be looked through before they are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_app.actions.narrative_links import Placed
from desktop_app.domain.findings import WARNING
from desktop_app.domain.linked import AGREES, DIFFERS
from desktop_app.ui import marks, tables

_STATES = {AGREES: "一致", DIFFERS: "不同"}
_NARROW = 170
_HEADS = ["段", "前面的文字", "文字里的数", "是哪一项", "表中的数", "核对"]


class ProposalsDialog(QDialog):
    """A table of figures; what is checked gets linked. Nothing in the text changes by that."""

    def __init__(self, found: Sequence[Placed], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("关联数字")
        self.resize(960, 520)
        self._found = list(found)
        differ = sum(placed.state.state == DIFFERS for placed in found)
        head = QLabel(
            f"认出 {len(found)} 处来自表中的数字，其中 {differ} 处与表不同。关联以后文字不变，数字随表核对，"
            "不同的会标出来，可以一次更新；不对的去掉勾。"
        )
        head.setWordWrap(True)
        self.table = tables.read_only(_HEADS, [_row(placed) for placed in found], 1)
        tables.align_right(self.table, (2, 4))
        for column in (0, 3):  # the words before the figure are what tells most
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), _NARROW))
        self._mark()
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton("关联", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accept_button.setDefault(True)
        self.table.itemChanged.connect(lambda _item: self._say())
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self._say()

    def _mark(self) -> None:
        """Give each row a box to check, and those that differ a tint."""
        ground = QBrush(marks.tint(WARNING, QApplication.palette()))
        for row, placed in enumerate(self._found):
            for column in range(len(_HEADS)):
                item = self.table.item(row, column)
                if item is not None and placed.state.state == DIFFERS:
                    item.setBackground(ground)
                if item is not None and not column:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    item.setCheckState(Qt.CheckState.Checked)

    def _say(self) -> None:
        count = len(self.wanted())
        self.accept_button.setText(f"关联 {count} 处")
        self.accept_button.setEnabled(bool(count))

    def wanted(self) -> list[Placed]:
        """The figures that the person wants linked."""
        boxes = [self.table.item(row, 0) for row in range(self.table.rowCount())]
        return [
            placed
            for placed, box in zip(self._found, boxes, strict=True)
            if box is not None and box.checkState() == Qt.CheckState.Checked
        ]


def _row(placed: Placed) -> list[str]:
    link, figure, state = placed.state
    name, text = (figure.name, figure.text) if figure is not None else ("", "")
    return [placed.section.heading, placed.around, link.text, name, text, _STATES.get(state, "表中没有")]
