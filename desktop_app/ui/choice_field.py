"""A field of the form that offers a few texts; another text that is stored there is shown as it is."""

from collections.abc import Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.actions import editing
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import Finding
from desktop_app.ui import marks
from desktop_app.ui.hub import Hub


class ChoiceField(QComboBox):
    """One cell of the workspace, stored when something is chosen. `choices` are texts with what they are called."""

    def __init__(self, hub: Hub, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._choices = choices
        self._stored = ""
        self.key: CellKey | None = None
        self.setAccessibleName(name)
        self.addItems([label for _, label in choices])
        self.setEnabled(not hub.read_only)
        self.activated.connect(self._chosen)

    def load(self, key: CellKey, text: str) -> None:
        """Show the text of a cell."""
        self.key, self._stored = key, text
        labels = [label for value, label in self._choices if value == text.strip()]
        while self.count() > len(self._choices):
            self.removeItem(self.count() - 1)
        if not labels:
            self.addItem(text)
        self.setCurrentText(labels[0] if labels else text)

    def mark(self, findings: list[Finding]) -> None:
        """Show what is wrong here."""
        self.setToolTip(marks.tooltip(findings))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QWidget.wheelEvent: rolling over the form must not change the text."""
        event.ignore()

    def _chosen(self, index: int) -> None:
        value = self._choices[index][0] if index < len(self._choices) else self._stored
        if self.key is None or value == self._stored:
            return
        if not self._write(self.key, value):
            self.load(self.key, self._stored)

    def _write(self, key: CellKey, value: str) -> bool:
        """Store what was chosen; false where it was not stored."""
        return self._hub.run(editing.edit_cells, [(key, value)]) is not None
