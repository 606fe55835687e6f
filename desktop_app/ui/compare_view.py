"""The parts of the comparison that only show: how versions are chosen, and the tree of differences."""

from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTreeView

from desktop_app.ui.compare_model import AFTER, BEFORE, KIND, WHAT, CompareModel

_WIDTHS = {WHAT: 390, BEFORE: 260, AFTER: 260, KIND: 140}


def chooser(name: str) -> QComboBox:
    """Where one of the two versions is chosen."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(20)
    return box


def tree(model: CompareModel) -> QTreeView:
    """The view of the differences."""
    view = QTreeView()
    view.setModel(model)
    view.setAccessibleName("不同之处")
    view.setUniformRowHeights(True)
    view.setAlternatingRowColors(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setExpandsOnDoubleClick(True)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    header = view.header()
    header.setStretchLastSection(False)
    for column, width in _WIDTHS.items():
        view.setColumnWidth(column, width)
    for column in (BEFORE, AFTER):
        header.setSectionResizeMode(column, header.ResizeMode.Stretch)
    return view
