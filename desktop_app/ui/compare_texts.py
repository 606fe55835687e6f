"""The two texts of a difference side by side, what differs in them marked."""

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.actions.comparing import SAME, Row
from desktop_app.ui import differing, theme
from desktop_app.ui.elided import ElidedLabel
from desktop_app.ui.review_sides import Side


class CompareTexts(QWidget):
    """The whole texts of one difference under the names of both sides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.heads = ElidedLabel(), ElidedLabel()
        self.before, self.after = Side("之前的内容"), Side("之后的内容")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.addWidget(self.title, 0, 0, 1, 2)
        for column, (head, text) in enumerate(zip(self.heads, (self.before, self.after), strict=True)):
            theme.muted(head)
            grid.addWidget(head, 1, column)
            grid.addWidget(text, 2, column)
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(2, 1)

    def name_sides(self, names: tuple[str, str]) -> None:
        """Say what stands at the left and at the right."""
        for head, name in zip(self.heads, names, strict=True):
            head.setText(name)

    def show_row(self, row: Row | None) -> None:
        """Show a difference, nothing for None."""
        if row is None or row.kind == SAME:
            self.title.setText("" if row is None else f"{_title(row)}：两边相同")
            self.before.show_text("", 0)
            self.after.show_text("", 0)
            return
        self.title.setText(_title(row))
        left, right = differing.pieces(row.before, row.after)
        begins = len(left[0][0]) if left and right and not (left[0][1] or right[0][1]) else 0
        self.before.show_text(differing.rich(left, self.palette(), theirs=False) or "（空）", begins)
        self.after.show_text(differing.rich(right, self.palette(), theirs=True) or "（空）", begins)


def _title(row: Row) -> str:
    return " › ".join(filter(None, (row.part, row.record, row.field)))
