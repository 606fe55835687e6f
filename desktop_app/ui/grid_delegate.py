"""Paints the cells of a grid and opens, stores and closes their editors."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QLocale, QModelIndex, QObject, QPersistentModelIndex, QRect
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPalette, QPen, QPolygon
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from PySide6.QtWidgets import QTableView, QWidget

from desktop_app.ui import marks, theme
from desktop_app.ui.grid_editors import ChoiceEditor, TextEditor
from desktop_app.ui.grid_sheet import CHOICES_ROLE, SEVERITY_ROLE, Index
from desktop_app.ui.grid_text import MARGIN_X, MARGIN_Y, Sizer, draw

MARK = 14  # pixels of the sign in the corner
ARROW = 16  # pixels of the button that drops the proposals down
_NO_HINT = QAbstractItemDelegate.EndEditHint.NoHint
_CANCEL = QAbstractItemDelegate.EndEditHint.RevertModelCache

Editor = TextEditor | ChoiceEditor


class GridDelegate(QStyledItemDelegate):
    """Whole texts, signs in the corner, editors that store before they close.

    Signals:
        leave: an editor was stored and closed by a key; carries rows and columns to go.
    """

    leave = Signal(int, int)

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._sizer = Sizer(view.font())
        self._stored = True
        self._storing = False
        self.editor: Editor | None = None

    def font_changed(self) -> None:
        """Measure anew with the view's font."""
        self._sizer = Sizer(self._view.font())
