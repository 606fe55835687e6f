"""The text of a section: paragraphs that go on with their numbers, and figures that know which cell they come from."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from desktop_app.domain import findings, linked, numbering
from desktop_app.domain.figures import Figures
from desktop_app.domain.link_words import SUM
from desktop_app.domain.linked import AGREES, DIFFERS, FREE, OPEN, Link, State
from desktop_app.ui import marks, theme
from desktop_app.ui.fields import TextField
from desktop_app.ui.hub import Hub

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def units(text: str, at: int) -> int:
    """A place counted in characters as Qt counts it: a character beyond the first plane takes two."""
    return at + sum(ord(c) > 0xFFFF for c in text[:at]) if not text.isascii() else at


def characters(text: str, at: int) -> int:
    """A place as Qt counts it, counted in characters."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "ignore"))


class _Painter(QSyntaxHighlighter):
    """Shows linked figures: underlined where they agree, on a tint where they do not, gaps on a tint of their own."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.spans: list[tuple[int, int, str]] = []

    def highlightBlock(self, text: str) -> None:
        """Override QSyntaxHighlighter.highlightBlock."""
        begin = self.currentBlock().position()
        for at, end, state in self.spans:
            first, last = max(at - begin, 0), min(end - begin, len(text))
            if first < last:
                self.setFormat(first, last - first, look(state))


def look(state: str) -> QTextCharFormat:
    """How a linked figure of a state is shown on the palette of the moment."""
    palette = QApplication.palette()
    form = QTextCharFormat()
    if state == AGREES:
        ground = palette.color(palette.ColorRole.Base)
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(theme.blend(ground, theme.accent(palette), 0.75))
        form.setBackground(theme.blend(ground, theme.accent(palette), 0.18 if theme.dark(palette) else 0.07))
        return form
    severity = findings.WARNING if state == DIFFERS else marks.REVIEW
    form.setBackground(marks.tint(severity, palette))
    form.setUnderlineColor(marks.colour(severity))
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    return form


def tip(state: State) -> str:
    """What a linked figure says when the pointer rests on it."""
    figure, link = state.figure, state.link
    if link.gap:
        return "还没有填写" + (f"（{figure.note}）" if figure is not None and figure.note else "")
    if figure is None:
        return "这个数字原来取自表中，表里现在没有这一项了"
    where = f"{figure.name}，取自{figure.where}" if figure.where else figure.name
    if link.key.startswith(SUM):
        return (
            f"{figure.note}；表里没有这一项" if state.state == DIFFERS else f"与本句里各项相加的数一致：{figure.text}"
        )
    if state.state == OPEN:
        return f"{figure.name}：{figure.note or '表里没有可以比较的数'}"
    said = f"表中为 {figure.text}（{where}）" if state.state == DIFFERS else f"与表一致：{where}"
    typed = "；文字里是手工写的" if state.state == DIFFERS and link.typed else ""
    return said + typed + (f"。{figure.note}" if figure.note else "")


class NarrativeField(TextField):
    """A section's text. Enter after a numbered paragraph begins the next number; linked figures are shown.

    Signals:
        counted: the linked figures may have changed by typing or by another text; `states` has them.
        replace_wanted: a linked figure is to say what the table says; carries its State.
        unlink_wanted: a figure is to be plain text again; carries its Link as stored.
        source_wanted: the cell of a figure is wanted; carries its State.
    """

    counted = Signal()
    replace_wanted = Signal(object)
    unlink_wanted = Signal(object)
    source_wanted = Signal(object)

    def __init__(self, hub: Hub, name: str) -> None:
        super().__init__(hub, name, lines=None)
        self._links: list[Link] = []  # of the text that is stored
        self._stored = ""
        self._figures: Figures = {}
        self.states: list[State] = []
        self._painter = _Painter(self.document())
        self.textChanged.connect(self._follow)

    def show_links(self, text: str, links: Sequence[Link], figures: Figures, marked: Sequence[State] = ()) -> None:
        """Show the links of the stored text, moved to where they stand in what is typed by now.

        `marked` are figures that nobody linked and that differ from the tables.
        """
        self._stored = text
        self._links = sorted([*links, *(state.link for state in marked)], key=lambda link: link.at)
        self._figures = figures | {state.link.key: state.figure for state in marked if state.figure is not None}
        self._follow()

    def _follow(self) -> None:
        """Let the links move with what is typed; they are stored with the text, by the same rule."""
        if not self._links and not self.states:
            return
        typed = self._typed()
        states = linked.states(linked.rebase(self._stored, typed, self._links), self._figures)
        self.states = [state for state in states if state.state != FREE]
        spans = [(units(typed, s.link.at), units(typed, s.link.end), s.state) for s in self.states]
        if spans != self._painter.spans:
            self._painter.spans = spans
            self.blockSignals(True)  # rehighlighting is no typing
            self._painter.rehighlight()
            self.blockSignals(False)
        self.counted.emit()

    def state_at(self, point: QPoint) -> State | None:
        """The linked figure under a point of the view, None where there is none."""
        cursor = self.cursorForPosition(point)
        at = cursor.position()
        for state, (begin, end, _) in zip(self.states, self._painter.spans, strict=False):
            if begin <= at <= end and self._covers(begin, end, point):
                return state
        return None

    def _covers(self, begin: int, end: int, point: QPoint) -> bool:
        """Whether the point lies on the characters and not in the empty room behind the last of a line."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(begin)
        left = self.cursorRect(cursor)
        cursor.setPosition(end)
        right = self.cursorRect(cursor)
        return left.top() <= point.y() <= right.bottom() and (left.top() != right.top() or point.x() <= right.right())

    def select_state(self, state: State) -> None:
        """Select a linked figure and bring it into view."""
        text = self._typed()
        cursor = self.textCursor()
        cursor.setPosition(units(text, state.link.at))
        cursor.setPosition(units(text, state.link.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def after_cursor(self, states: Sequence[State]) -> State | None:
        """The first of these figures after the cursor, else the first of all."""
        at = characters(self._typed(), self.textCursor().selectionEnd())
        return next((state for state in states if state.link.at >= at), states[0] if states else None)

    def viewportEvent(self, event: QEvent) -> bool:
        """Override QAbstractScrollArea.viewportEvent."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            state = self.state_at(event.pos())
            if state is not None:
                QToolTip.showText(event.globalPos(), marks.rich([tip(state)]), self)
                return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and plain and not self.isReadOnly():
            self._new_paragraph()
        else:
            super().keyPressEvent(event)

    def _new_paragraph(self) -> None:
        """Begin a paragraph with the next number; Enter after a number without words takes the number away."""
        cursor = self.textCursor()
        paragraph = cursor.block().text()
        number = numbering.number_of(paragraph)
        inside = number is not None and cursor.positionInBlock() >= number.end
        if number is not None and not paragraph[number.end :].strip() and cursor.atBlockEnd():
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            cursor.insertText("\n" + (numbering.next_number(paragraph) if inside else ""))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def renumber(self) -> None:
        """Number the run that the cursor stands in on from the number of its paragraph; it is typing, as any other."""
        paragraphs = self._typed().split("\n")
        at = self.textCursor().blockNumber()
        new = numbering.renumbered(paragraphs, at)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for i in range(len(paragraphs) - 1, at, -1):
            if new[i] != paragraphs[i]:
                cursor.setPosition(self.document().findBlockByNumber(i).position())
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(new[i])
        cursor.endEditBlock()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Override QWidget.contextMenuEvent."""
        menu = self.menu_at(event.pos())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def menu_at(self, point: QPoint) -> QMenu:
        """The context menu at a point of the view: what can be done with the figure there comes first."""
        menu = self.createStandardContextMenu()
        own, standard = self.offered(self.state_at(point)), menu.actions()
        if standard:
            menu.insertActions(standard[0], own)
        return self.cell.complete(menu)

    def offered(self, state: State | None) -> list[QAction]:
        """What can be done with the figure under the pointer, and with the paragraph of the cursor."""
        named: list[tuple[str, object]] = []
        if state is not None and state.figure is not None:
            if state.figure.text and state.state != AGREES and not self.isReadOnly():
                what = "各项相加的" if state.link.key.startswith(SUM) else "表中的"
                named.append((f"改成{what} {state.figure.text}", lambda: self.replace_wanted.emit(state)))
            if any(source.key for source in state.figure.sources):
                named.append((f"转到{state.figure.where}", lambda: self.source_wanted.emit(state)))
        if state is not None and not self.isReadOnly():
            name = "与表无关，不再标出" if state.state == DIFFERS else "取消这个数字的关联"
            named.append((name, lambda: self.unlink_wanted.emit(state.link)))
        if numbering.number_of(self.textCursor().block().text()) is not None and not self.isReadOnly():
            named.append(("从这一段起重新编号", self.renumber))
        actions = []
        for name, slot in named:
            action = QAction(name, self)
            action.triggered.connect(slot)
            actions.append(action)
        if actions:
            separator = QAction(self)
            separator.setSeparator(True)
            actions.append(separator)
        return actions
