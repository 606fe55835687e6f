"""The groups of a review as a row of buttons, each with the number of its lines."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from desktop_app.ui.review_entries import FLAG, GROUP_NAMES, GROUP_TIPS, GROUPS, OPEN, SKIPPED, Entry

NOT_DONE = (OPEN, SKIPPED)


class GroupBar(QWidget):
    """One button a group; a group without lines has none, but for the one of the flags.

    Signals:
        chosen: a button was pressed; carries its group.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        bar = QHBoxLayout(self)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(4)
        group = QButtonGroup(self)
        for name in GROUPS:
            button = QToolButton()
            button.setObjectName("group")
            button.setCheckable(True)
            button.setToolTip(GROUP_TIPS[name])
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            group.addButton(button)
            self.buttons[name] = button
            bar.addWidget(button)
        bar.addStretch(1)

    def show_group(self, name: str) -> None:
        """Show which group is chosen."""
        self.buttons[name].setChecked(True)

    def count(self, entries: list[Entry]) -> None:
        """Show how many lines each group has; of the flags, how many are not settled."""
        counts = dict.fromkeys(GROUPS, 0)
        there = set()
        for entry in entries:
            there.add(entry.group)
            counts[entry.group] += entry.group != FLAG or entry.state in NOT_DONE
        for name, button in self.buttons.items():
            button.setText(f"{GROUP_NAMES[name]} {counts[name]}")
            button.setVisible(name in there or name == FLAG)
