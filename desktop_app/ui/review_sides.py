"""The pages of a review that are read: one text beside the workspace's, a whole record, a sentence."""

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
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


def _browser(name: str) -> QTextBrowser:
    browser = QTextBrowser()
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
        self.mine, self.theirs = _browser("本机的内容"), _browser("文件里的内容")
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
        self.mine.setHtml(differing.rich(left, self.palette(), theirs=False) or "（空）")
        self.theirs.setHtml(differing.rich(right, self.palette(), theirs=True) or "（空）")
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
        self.text = _browser("内容")
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
