"""The figures of a text that can be linked to the tables, to be looked through before they are."""

from collections.abc import Sequence

from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from desktop_app.actions.narrative_links import Placed
from desktop_app.domain.findings import WARNING
from desktop_app.domain.linked import AGREES, DIFFERS
from desktop_app.ui import marks, tables
from desktop_app.ui.checked_dialog import CheckedDialog

_STATES = {AGREES: "一致", DIFFERS: "不同"}
_NARROW = 170
_HEADS = ["段", "前面的文字", "文字里的数", "是哪一项", "表中的数", "核对"]


class ProposalsDialog(CheckedDialog):
    """A table of figures; what is checked gets linked. Nothing in the text changes by that."""

    def __init__(self, found: Sequence[Placed], parent: QWidget | None = None) -> None:
        differ = [row for row, placed in enumerate(found) if placed.state.state == DIFFERS]
        head = (
            f"认出 {len(found)} 处来自表中的数字，其中 {len(differ)} 处与表不同。关联以后文字不变，数字随表核对，"
            "不同的会标出来，可以一次更新；不对的去掉勾。"
        )
        super().__init__("关联数字", head, _HEADS, [_row(placed) for placed in found], ("关联", "处"), parent)
        self._found = list(found)
        tables.align_right(self.table, (2, 4))
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in (0, 3):  # the words before the figure are what tells most
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), _NARROW))
        ground = QBrush(marks.tint(WARNING, QApplication.palette()))
        for item in (self.table.item(row, column) for row in differ for column in range(len(_HEADS))):
            if item is not None:
                item.setBackground(ground)

    def wanted(self) -> list[Placed]:
        """The figures that the person wants linked."""
        return [self._found[row] for row in self.checked()]


def _row(placed: Placed) -> list[str]:
    link, figure, state = placed.state
    name, text = (figure.name, figure.text) if figure is not None else ("", "")
    return [placed.section.heading, placed.around, link.text, name, text, _STATES.get(state, "表中没有")]
