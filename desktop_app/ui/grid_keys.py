"""Which key leads where in a grid: rows, columns, and whether to go on in the next row at the end of one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Step = tuple[int, int, bool]

STEPS: dict[tuple[int, Qt.KeyboardModifier], Step] = {
    (Qt.Key.Key_Return, _NONE): (1, 0, False),
    (Qt.Key.Key_Enter, _NONE): (1, 0, False),
    (Qt.Key.Key_Return, _SHIFT): (-1, 0, False),
    (Qt.Key.Key_Enter, _SHIFT): (-1, 0, False),
    (Qt.Key.Key_Tab, _NONE): (0, 1, True),
    (Qt.Key.Key_Backtab, _SHIFT): (0, -1, True),
    (Qt.Key.Key_Backtab, _NONE): (0, -1, True),
}
ARROWS: dict[int, Step] = {
    Qt.Key.Key_Up: (-1, 0, False),
    Qt.Key.Key_Down: (1, 0, False),
    Qt.Key.Key_Left: (0, -1, False),
    Qt.Key.Key_Right: (0, 1, False),
}


def plain_modifiers(event: QKeyEvent) -> Qt.KeyboardModifier:
    """The modifier keys held, wherever on the keyboard the key is."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
