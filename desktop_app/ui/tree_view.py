"""The tree at the left as a view: how it looks, and which keys open a node."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTreeView

from desktop_app.ui.tree_badges import BadgeDelegate
from desktop_app.ui.tree_model import TreeFilter


class TreeView(QTreeView):
    """The tree. Enter opens a node's page with the keyboard in it, as a double click does.

    Signals:
        opened: a node is to be opened.
    """

    opened = Signal()

    def __init__(self, model: TreeFilter) -> None:
        super().__init__()
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setItemDelegate(BadgeDelegate(self))
        self.setUniformRowHeights(True)
        self.setIndentation(13)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("项目目录")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)
