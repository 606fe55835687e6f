"""Which keys a field leaves to the program's menus."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_FIELD_KEYS = (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X)


def leaves_to_program(event: QEvent, edited: bool) -> bool:
    """Leave a key to the program's menus where it is not for the field; whether the event was that and is used up.

    Undo and redo are the field's while something was typed there. Of the other letters with Ctrl only copy, cut, paste
    and select all are: some systems give fields more of them (Ctrl+E, Ctrl+U), which our menus use.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        programs = not edited
    else:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        programs = control and Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z and event.key() not in _FIELD_KEYS
    if programs:
        event.ignore()
    return programs


def keeps_escape(event: QEvent) -> bool:
    """Take Escape for the field, where it would close the dialog; whether the event was that and is used up."""
    if (
        event.type() != QEvent.Type.ShortcutOverride
        or not isinstance(event, QKeyEvent)
        or event.key() != Qt.Key.Key_Escape
    ):
        return False
    event.accept()
    return True


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
        return leaves_to_program(event, self.isUndoAvailable() or self.isRedoAvailable()) or super().event(event)
