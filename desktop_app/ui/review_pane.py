"""The right side of a review: the line that is current, and below it its place in the source."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui import review_plan, review_source, review_text, theme
from desktop_app.ui.elided import ElidedLabel
from desktop_app.ui.review_entries import FAILED, FLAG, MISSING, NEW, SAME, TWO_SIDED, UNREAD, Entry
from desktop_app.ui.review_field import FieldPage
from desktop_app.ui.review_sides import KEEP, TAKE, RecordPage, SentencePage, SidesPage
from desktop_app.ui.source_view import SourceView

_UNREAD = "这一行没有读懂，不会导入。如果里面有该录的内容，请导入后手工录入。"
_LEAST_ROOM = 200  # pixels of height that are divided between page and source


class ReviewPane(QSplitter):
    """Shows one line of the review, or several that are answered together; answers come from `field` and `sides`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.field, self.sides = FieldPage(), SidesPage()
        self.record, self.sentence, self.nothing = RecordPage(), SentencePage(), QWidget()
        self.pages = QStackedWidget()
        for page in (self.field, self.sides, self.record, self.sentence, self.nothing):
            self.pages.addWidget(page)
        self.place = ElidedLabel()
        self.place.setContentsMargins(14, 6, 8, 6)
        self.source = SourceView()
        self._group = FLAG
        self._divided_at = 0
        self._moved_by_hand = False
        below = QWidget()
        lines = QVBoxLayout(below)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.place)
        lines.addWidget(self.source, 1)
        self.addWidget(self.pages)
        self.addWidget(below)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._moved)

    def show_nothing(self) -> None:
        """Show that there is no line; the list says why."""
        self.pages.setCurrentWidget(self.nothing)
        self.place.setText("")
        self.source.say("")

    def show_entry(self, entry: Entry, chosen: list[Entry]) -> None:
        """Show a line; flags that are chosen together with it are shown as one."""
        if entry.group == FLAG:
            self._show_flags(entry, [e for e in chosen if e.group == FLAG])
        elif entry.group in TWO_SIDED:
            texts = review_plan.sides(entry)
            owner = " · ".join(part for part in (entry.owner, entry.note) if part)
            names = (KEEP, "删除本机这一行(&T)") if entry.group == MISSING else (KEEP, TAKE)
            self.sides.show_sides(entry.title, owner, texts, review_plan.takes_theirs(entry), names)
            self.pages.setCurrentWidget(self.sides)
        elif entry.group in (NEW, SAME):
            note = "" if entry.subject.part == "section" else entry.note
            self.record.show_fields(entry.title, note, *review_text.fields(entry.subject))
            self.pages.setCurrentWidget(self.record)
        else:
            self.sentence.show_sentence(entry.title, _UNREAD if entry.group == UNREAD else entry.note)
            self.pages.setCurrentWidget(self.sentence)
        self._group = entry.group
        self._divide()
        self.place.setText(review_source.place(entry))
        lines = review_source.source(entry)
        if lines:
            self.source.show_lines(lines, entry.value)
        else:
            self.source.say("" if entry.group == FAILED else "这里没有可以对照的原文。")

    def _show_flags(self, entry: Entry, chosen: list[Entry]) -> None:
        self.pages.setCurrentWidget(self.field)
        if len(chosen) < 2:
            review_plan.show_field(self.field, entry)
            return
        alike = len({e.title for e in chosen}) == 1
        values = {e.value for e in chosen}
        value = (values.pop() if len(values) == 1 else "") if alike and all(map(review_plan.typable, chosen)) else None
        title = f"所选 {len(chosen)} 处" + (f"：{entry.title}" if alike else "")
        reasons = {e.note for e in chosen}
        reason = reasons.pop() if len(reasons) == 1 else "几处一起改正、认可或跳过。"
        names = "、".join(dict.fromkeys(e.owner for e in chosen if e.owner))
        self.field.show_field(title, names, reason, value)

    def show_choice(self, theirs: bool) -> None:
        """Show which side of the current line is chosen."""
        self.sides.show_choice(theirs)

    def begin(self) -> None:
        """Put the keyboard into the text of the flagged field."""
        self.field.begin()

    # -- how the height is divided ------------------------------------------------------------------------------------

    def _moved(self) -> None:
        self._moved_by_hand = True

    def _divide(self) -> None:
        """Give a page the room that it needs and the source the rest, unless the person divided by hand."""
        height = max(self.height(), _LEAST_ROOM)
        most = height * 3 // 5
        if self._group == FLAG:
            top = min(self.field.sizeHint().height() + theme.SPACING, most)
        elif self._group in (NEW, SAME):
            top = most
        else:
            top = height // 3 if self._group in TWO_SIDED else height // 4
        if not self._moved_by_hand and top != self._divided_at:
            self._divided_at = top
            self.setSizes([top, height - top])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        self._divided_at = 0
        self._divide()

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent."""
        super().showEvent(event)
        self._divided_at = 0
        self._divide()


def framed(widget: QWidget) -> QFrame:
    """A widget with a line around it."""
    frame = QFrame()
    frame.setFrameShape(QFrame.Shape.StyledPanel)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    return frame


def beside(filter_line: QWidget, button: QWidget, lines: QWidget, pane: QWidget) -> QSplitter:
    """The list with its filter and button at the left, the pane at the right."""
    left = QWidget()
    column = QVBoxLayout(left)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    top = QHBoxLayout()
    top.addWidget(filter_line, 1)
    top.addWidget(button)
    column.addLayout(top)
    column.addWidget(framed(lines), 1)
    across = QSplitter(Qt.Orientation.Horizontal)
    across.addWidget(left)
    across.addWidget(framed(pane))
    across.setChildrenCollapsible(False)
    across.setStretchFactor(0, 1)
    across.setStretchFactor(1, 2)
    across.setSizes([430, 850])
    return across
