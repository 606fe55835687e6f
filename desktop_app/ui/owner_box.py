"""The choice whose parts are shown: the department's or one of its units'."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.actions.owners import Owner


class OwnerBox(QComboBox):
    """The department and its units; hidden where there is nothing to choose.

    Signals:
        chosen: a person chose; carries what the owner is called by its parts ("" for the department).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owners: list[Owner] = []
        self.setAccessibleName("部门或单位")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda at: self.chosen.emit(self._owners[at].owner))

    def offer(self, owners: Sequence[Owner], owner: str) -> str:
        """Offer these and show `owner` as the choice, the first where it is not among them; returns who is shown.

        A unit that was the choice and is called otherwise by now stays the choice.
        """
        unit_id = self.unit_id
        at = next((i for i, entry in enumerate(owners) if entry.owner == owner), None)
        if at is None:
            at = next((i for i, entry in enumerate(owners) if unit_id and entry.unit_id == unit_id), 0)
        self.blockSignals(True)
        if [entry.name for entry in self._owners] != [entry.name for entry in owners]:
            self.clear()
            self.addItems([entry.name for entry in owners])
            for i, entry in enumerate(owners):
                self.setItemData(i, entry.name, Qt.ItemDataRole.ToolTipRole)
        self._owners = list(owners)
        self.setCurrentIndex(at)
        self.setToolTip(owners[at].name if owners else "")
        self.blockSignals(False)
        self.setVisible(len(owners) > 1)
        return owners[at].owner if owners else ""

    @property
    def unit_id(self) -> str:
        """The unit of the choice, "" for the department or where no unit is called so."""
        at = self.currentIndex()
        return self._owners[at].unit_id if 0 <= at < len(self._owners) else ""
