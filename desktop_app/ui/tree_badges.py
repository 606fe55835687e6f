"""Paints the rows of the project tree: a name, and how many errors, warnings and doubtful fields are in it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.actions.narrowing import PART
from desktop_app.domain.findings import ERROR, WARNING
from desktop_app.ui import marks
from desktop_app.ui.tree_model import COUNTS_ROLE, NODE_ROLE, Counts

Badge = tuple[str, int]  # severity and number; 0 for the sign alone
GAP = 4
_LEAST_NAME = 7  # characters of a name that are shown before the numbers of its badges


def badges_beside(name: int, room: int, height: int, counts: Counts, metrics: QFontMetrics) -> list[Badge]:
    """The badges shown beside a name that is `name` pixels wide, the rightmost first.

    Where they would leave less than seven characters of the name, that of the warnings is shown without its number,
    then that of the doubts: no kind of finding goes unseen.
    """
    errors, warnings, _, doubts = counts
    badges = [(s, number) for s, number in ((WARNING, warnings), (marks.REVIEW, doubts), (ERROR, errors)) if number]
    least = min(name, _LEAST_NAME * metrics.horizontalAdvance("项"))
    for at in range(len(badges) - 1):
        if room - sum(marks.badge_width(number, height, metrics) + GAP for _, number in badges) >= least:
            break
        badges[at] = badges[at][0], 0
    return badges


class BadgeDelegate(QStyledItemDelegate):
    """Paints a node's label and, at the right, how many errors, warnings and doubtful fields are in it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Override QStyledItemDelegate.sizeHint."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + 10)  # type: ignore[attr-defined]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Override QStyledItemDelegate.paint."""
        self.initStyleOption(option, index)
        label, option.text = option.text, ""  # type: ignore[attr-defined]
        style = option.widget.style()  # type: ignore[attr-defined]
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)  # type: ignore[attr-defined]
        rect = QRect(option.rect).adjusted(4, 0, -6, 0)  # type: ignore[attr-defined]
        bold = painter.font()
        node = index.data(NODE_ROLE)
        bold.setBold(node.kind not in ("project", PART))
        metrics = QFontMetrics(bold)
        name = metrics.horizontalAdvance(label)
        badge_metrics = QFontMetrics(marks.badge_font(painter.font()))
        for severity, number in badges_beside(
            name, rect.width(), rect.height(), index.data(COUNTS_ROLE), badge_metrics
        ):
            width = marks.paint_badge(painter, rect, severity, number)
            rect.setRight(rect.right() - width - GAP)
        selected = option.state & QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.save()
        painter.setFont(bold)
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        painter.setPen(marks.pale(palette) if node.blank and not selected else palette.color(role))
        text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()
