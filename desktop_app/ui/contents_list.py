"""The list of what one department or unit has, at the left of a page, and what stands beside it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget


def contents_list(name: str, elide: Qt.TextElideMode) -> QListWidget:
    """An empty list called `name`; long lines are cut as told and never scroll sideways."""
    made = QListWidget()
    made.setAccessibleName(name)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setTextElideMode(elide)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def fit(contents: QListWidget, count: int) -> None:
    """Give a list so many lines; those that stay keep what they are."""
    while contents.count() > count:
        contents.takeItem(contents.count() - 1)
    while contents.count() < count:
        contents.addItem(QListWidgetItem())


def with_contents(
    owners: QWidget, contents: QListWidget, right: QWidget, width: int, buttons: Iterable[QWidget] = ()
) -> QSplitter:
    """The choice of the owner over the list at the left, `width` pixels wide at first, and `right` beside them."""
    left = QWidget()
    column = QVBoxLayout(left)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(owners)
    column.addWidget(contents, 1)
    if buttons:
        bar = QHBoxLayout()
        bar.setSpacing(0)
        for button in buttons:
            bar.addWidget(button)
        bar.addStretch(1)
        column.addLayout(bar)
    return beside(left, right, (width, 800))


def beside(left: QWidget, right: QWidget, widths: tuple[int, int]) -> QSplitter:
    """Two widgets side by side with their widths at first; the right one takes what room there is more."""
    splitter = QSplitter()
    splitter.setChildrenCollapsible(False)
    splitter.addWidget(left)
    splitter.addWidget(right)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes(widths)
    return splitter
