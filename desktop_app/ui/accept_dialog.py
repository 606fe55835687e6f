"""Cells before and after, to be looked through; what is checked is written."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QWidget

from desktop_app.actions.table_proposals import Proposal
from desktop_app.ui import tables
from desktop_app.ui.checked_dialog import CheckedDialog

_HEADS = ["哪一格", "现为", "应为", "依据"]


class AcceptDialog(CheckedDialog):
    """Proposals for cells; those that are not `sure` begin unchecked."""

    def __init__(self, title: str, head: str, found: Sequence[Proposal], parent: QWidget | None = None) -> None:
        rows = [[p.where, p.before, p.after, p.source] for p in found]
        super().__init__(title, head, _HEADS, rows, ("填入", "格"), parent)
        self._found = list(found)
        tables.align_right(self.table, (1, 2))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.check([row for row, proposal in enumerate(found) if proposal.sure])

    def wanted(self) -> list[Proposal]:
        """The proposals that the person accepts."""
        return [self._found[row] for row in self.checked()]
