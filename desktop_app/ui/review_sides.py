"""The pages of a review that are read: one text beside the workspace's, a whole record, a sentence."""

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import differing, theme
from desktop_app.ui.elided import ElidedLabel

KEEP, TAKE = "保留本机(&M)", "用文件的(&T)"
MOST_ROWS = 300  # rows of a record shown at once


def _plain(browser: QTextBrowser, name: str) -> QTextBrowser:
    browser.setOpenLinks(False)
    browser.setFrameShape(QFrame.Shape.NoFrame)
    browser.setAccessibleName(name)
    browser.setTabChangesFocus(True)
    browser.setAcceptDrops(False)
    browser.document().setDocumentMargin(6)
    return browser


def _title(title: QLabel) -> QLabel:
    font = title.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * 1.15)
    title.setFont(font)
    return title


class Side(QTextBrowser):
    """A text with its differing characters marked; the first of them is in sight until the person scrolls."""

    def __init__(self, name: str) -> None:
        super().__init__()
        _plain(self, name)
        self._begins = 0
        self._later = QTimer(self)  # once more when everything around has its size
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._find)

    def show_text(self, html_text: str, begins: int) -> None:
        """Show another text, already rich; `begins` is where the other text begins to differ, as characters."""
        self.setHtml(html_text)
        self._begins = begins
        self._find()
        self._later.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: other widths break other lines."""
        super().resizeEvent(event)
        self._find()
        self._later.start(0)

    def _find(self) -> None:
        """Bring the first marked character into the upper third."""
        marked = self.first_marked()
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self._begins if marked is None else marked, self.document().characterCount() - 1))
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(max(top - self.viewport().height() // 3, 0))

    def first_marked(self) -> int | None:
        """Where the first character on a coloured ground stands; None where there is none."""
        block = self.document().begin()
        while block.isValid():
            parts = block.begin()
            while not parts.atEnd():
                if parts.fragment().charFormat().background().style() != Qt.BrushStyle.NoBrush:
                    return parts.fragment().position()
                parts += 1
            block = block.next()
        return None


class SidesPage(QWidget):
    """The workspace's text and the file's side by side, differing characters marked; one of them is chosen.

    Signals:
        chosen: the person chose; carries whether the file's text is to win.
    """

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.owner = _title(QLabel()), ElidedLabel()
        theme.muted(self.owner)
        self.keep = QRadioButton(KEEP)
        self.take = QRadioButton(TAKE)
        self.mine, self.theirs = Side("本机的内容"), Side("文件里的内容")
        group = QButtonGroup(self)
        group.addButton(self.keep)
        group.addButton(self.take)
        self.keep.clicked.connect(lambda: self.chosen.emit(False))
        self.take.clicked.connect(lambda: self.chosen.emit(True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for column, (choice, text) in enumerate(((self.keep, self.mine), (self.take, self.theirs))):
            grid.addWidget(choice, 0, column)
            grid.addWidget(text, 1, column)
            grid.setColumnStretch(column, 1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.owner, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.addLayout(head)
        layout.addLayout(grid, 1)

    def show_sides(
        self, title: str, owner: str, texts: tuple[str, str], theirs: bool, names: tuple[str, str] = (KEEP, TAKE)
    ) -> None:
        """Show a field with the workspace's text and the file's; `theirs` says which is chosen.

        `names` are what the two choices say, where they are not the usual ones.
        """
        self.keep.setText(names[0])
        self.take.setText(names[1])
        self.title.setText(title)
        self.owner.setText(owner)
        left, right = differing.pieces(*texts)
        same = bool(left and right) and not (left[0][1] or right[0][1])
        begins = len(left[0][0]) if same else 0
        self.mine.show_text(differing.rich(left, self.palette(), theirs=False) or "（空）", begins)
        self.theirs.show_text(differing.rich(right, self.palette(), theirs=True) or "（空）", begins)
        self.show_choice(theirs)

    def show_choice(self, theirs: bool) -> None:
        """Show which side is chosen."""
        (self.take if theirs else self.keep).setChecked(True)


class RecordPage(QWidget):
    """A whole record: its fields as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.note = _title(ElidedLabel()), QLabel()
        self.note.setWordWrap(True)
        theme.muted(self.note)
        self.text = _plain(QTextBrowser(), "内容")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.note)
        layout.addWidget(self.text, 1)

    def show_fields(self, title: str, note: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show texts as a table."""
        lines = [[html.escape(text, quote=False).replace("\n", "<br>") for text in row] for row in rows[:MOST_ROWS]]
        self._show(title, note, headers, lines, len(rows))

    def _show(self, title: str, note: str, headers: Sequence[str], lines: list[list[str]], count: int) -> None:
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        pale = theme.blend(self.palette().base().color(), self.palette().text().color(), 0.2).name()
        head = theme.blend(self.palette().base().color(), self.palette().text().color(), 0.06).name()
        cells = "".join(f'<th align="left" bgcolor="{head}">{html.escape(h)}</th>' for h in headers)
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
        more = f"<p>还有 {count - len(lines)} 行没有显示。</p>" if count > len(lines) else ""
        self.text.setHtml(
            f'<table border="1" cellspacing="0" cellpadding="4" width="98%" style="border-color:{pale}; '
            f'border-style:solid; border-collapse:collapse">'
            f"<thead><tr>{cells}</tr></thead>{body}</table>{more}"
            if lines
            else ""
        )


class SentencePage(QWidget):
    """A line that was not understood, or a file that was not read: what it is, and what to do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.text = _title(ElidedLabel()), QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addStretch(1)

    def show_sentence(self, title: str, text: str) -> None:
        """Show a heading and a text."""
        self.title.setText(title)
        self.text.setText(text)
