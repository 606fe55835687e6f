"""Which keys a field leaves to the program's menus."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_FIELD_KEYS = (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X)


def is_programs(event: QEvent, edited: bool) -> bool:
    """Whether a key is for the program's menus and not for the field.

    Undo and redo are the field's while something was typed there. Of the other letters with Ctrl only copy, cut, paste
    and select all are: some systems give fields more of them (Ctrl+E, Ctrl+U), which our menus use.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        return not edited
    letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
    return letter and event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() not in _FIELD_KEYS


class SearchLine(QLineEdit):
    """A line in which something is looked for; it is no cell of the workspace."""

    def __init__(self, hint: str, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # a file dropped here is for the window

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event."""
        if is_programs(event, self.isUndoAvailable() or self.isRedoAvailable()):
            event.ignore()
            return True
        return super().event(event)
