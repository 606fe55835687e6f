"""A table of proposals with a box each, to be looked through; what is checked is done."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import dialogs, tables

_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class CheckedDialog(QDialog):
    """What it is about, the table, 全选 and 全不选, and a button that counts (`填入 3 格`).

    Attributes:
        table: the proposals, the box in the first column.
        accept_button: does what is checked.
    """

    def __init__(
        self,
        title: str,
        head: str,
        heads: list[str],
        rows: list[list[str]],
        says: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """`says` are the verb and the counter of the button (填入, 格)."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(900, 500)
        self._says = says
        words = QLabel(head)
        words.setWordWrap(True)
        self.table = tables.read_only(heads, rows)
        self.all, self.none = QPushButton("全选"), QPushButton("全不选")
        self.all.clicked.connect(lambda: self.check(range(len(rows))))
        self.none.clicked.connect(lambda: self.check(()))
        buttons, self.accept_button = dialogs.two_buttons(self, says[0])
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
        for row in range(len(rows)):
            self._box(row).setFlags(self._box(row).flags() | Qt.ItemFlag.ItemIsUserCheckable)
        self.check(range(len(rows)))
        self.table.itemChanged.connect(lambda _item: self._say())

    def check(self, rows: Collection[int]) -> None:
        """Check these rows and no others."""
        for row in range(self.table.rowCount()):
            self._box(row).setCheckState(_CHECKED if row in rows else _UNCHECKED)
        self._say()

    def _box(self, row: int) -> QTableWidgetItem:
        item = self.table.item(row, 0)
        assert item is not None
        return item

    def _say(self) -> None:
        count, (verb, counter) = self.count(), self._says
        self.accept_button.setText(f"{verb} {count} {counter}")
        self.accept_button.setEnabled(bool(count))

    def count(self) -> int:
        """How many the button names."""
        return len(self.checked())

    def checked(self) -> Sequence[int]:
        """The rows that the person accepts."""
        return [row for row in range(self.table.rowCount()) if self._box(row).checkState() == _CHECKED]
