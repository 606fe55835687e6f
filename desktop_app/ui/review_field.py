"""The page of a review that shows one flagged field: what was read, why it is doubtful, and what to do about it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.elided import ElidedLabel
from desktop_app.ui.field_keys import keeps_escape
from desktop_app.ui.grid_keys import ENTER
from desktop_app.ui.review_row import Part, RowForm

_NEW_LINE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_MOST_LINES = 6
_DROP = "这不是一行内容，不导入它（这次不能再恢复；下次导入这个文件时列为“已略过”，可以再导入）"


class ValueEditor(QPlainTextEdit):
    """The text of a field. Enter is done, Alt+Enter begins a new line, Escape takes the typing back.

    Signals:
        done: Enter.
        left: Escape where nothing was typed.
    """

    done = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("读到的内容")
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self._given = ""
        self.textChanged.connect(self.updateGeometry)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._given = text
        self.setPlainText(text)

    @property
    def edited(self) -> bool:
        """Whether the person changed the text."""
        return self.toPlainText() != self._given

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event: Escape is first the editor's, not the dialog's."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() == Qt.Key.Key_Escape:
            if self.edited:
                self.setPlainText(self._given)
            else:
                self.left.emit()
        elif event.key() in ENTER and event.modifiers() & _NEW_LINE:
            self.insertPlainText("\n")
        elif event.key() in ENTER:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: another width breaks other lines."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint: as high as its text, within limits."""
        wide = max(self.viewport().width() // max(self.fontMetrics().averageCharWidth(), 1) // 2, 10)
        lines = sum(1 + len(line) // wide for line in self.toPlainText().split("\n"))
        return QSize(200, self.fontMetrics().lineSpacing() * min(max(lines, 1), _MOST_LINES) + 14)

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint."""
        return QSize(120, self.fontMetrics().lineSpacing() + 14)


class FieldPage(QWidget):
    """One flagged field, or several that are answered together.

    Signals:
        corrected: the person wants this text in the field.
        row_corrected: the person wants these texts, each with its path, in the fields of the row.
        accepted: the field is right as it was read.
        skipped: the field stays flagged for later.
        dropped: what was read as a row is none.
        left: the person goes back to the list.
    """

    corrected = Signal(str)
    row_corrected = Signal(list)
    accepted = Signal()
    skipped = Signal()
    dropped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.title.setFont(font)
        self.owner = ElidedLabel()
        theme.muted(self.owner)
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.value_name = QLabel("读到的")
        self.editor = ValueEditor()
        self.row = RowForm()
        self.here_name = QLabel("本机现有")
        self.here = QLabel()
        self.here.setWordWrap(True)
        self.here.setTextFormat(Qt.TextFormat.PlainText)
        self.here.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.correct = _button("改正(&E)", "把输入的内容写进这个字段（在输入框里按回车）")
        self.accept_it = _button("认可(&A)", "照读到的样子，不再标记（在列表里按空格键）")
        self.skip = _button("跳过(&S)", "先不管，导入后仍有标记")
        self.drop = _button("去掉这一行(&D)", _DROP)
        self.hint = ElidedLabel()
        theme.muted(self.hint)
        self._build()
        self.correct.clicked.connect(self._correct)
        self.editor.done.connect(self._done)
        self.editor.left.connect(self.left)
        self.accept_it.clicked.connect(self.accepted)
        self.skip.clicked.connect(self.skipped)
        self.drop.clicked.connect(self.dropped)
        self.editor.textChanged.connect(self._judge)
        self.row.changed.connect(self._judge)
        self.row.done.connect(self._done)
        self.row.left.connect(self.left)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(theme.SPACING)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, content) in enumerate(
            ((QLabel("原因"), self.reason), (self.value_name, self.editor), (self.here_name, self.here))
        ):
            theme.muted(name)
            name.setContentsMargins(0, 6 if content is self.editor else 0, 0, 0)
            grid.addWidget(name, row, 0, top)
            grid.addWidget(content, row, 1, top)
        bar = QHBoxLayout()
        for button in (self.correct, self.accept_it, self.skip, self.drop):
            bar.addWidget(button)
        bar.addSpacing(theme.SPACING)
        bar.addWidget(self.hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 2)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.owner, 1)
        layout.addLayout(head)
        layout.addLayout(grid)
        layout.addWidget(self.row)
        layout.addLayout(bar)
        layout.addStretch(1)

    def show_field(
        self,
        title: str,
        owner: str,
        reason: str,
        value: str | None,
        here: str | None = None,
        parts: Sequence[Part] = (),
        droppable: bool = False,
    ) -> None:
        """Show a field: `value` as read (None where it is no single text), `here` the workspace's text.

        `parts` are the fields of a whole row; `droppable` says that the row may be none.
        """
        self.drop.setVisible(droppable)
        self.row.show_parts(list(parts))
        typed = value is not None or bool(parts)
        self.hint.setText("回车改正 · 空格认可 · F8 下一处" if typed else "空格认可 · F8 下一处")
        self.title.setText(title)
        self.owner.setText(owner)
        self.reason.setText(reason)
        for part in (self.value_name, self.editor):
            part.setVisible(value is not None)
        self.correct.setVisible(typed)
        for part in (self.here_name, self.here):
            part.setVisible(here is not None)
        self.here.setText(here or "（空）")
        self.editor.show_text(value or "")
        self.editor.setPlaceholderText("（没有读到内容）")
        self._judge()

    def begin(self) -> None:
        """Put the keyboard into the text."""
        if self.editor.isVisible():
            self.editor.setFocus()
            self.editor.selectAll()
        else:
            self.row.begin()

    def _judge(self) -> None:
        self.correct.setEnabled(self.editor.edited or self.row.edited)

    def _correct(self) -> None:
        if self.row.lines:
            self.row_corrected.emit(self.row.edits())
            return
        QGuiApplication.inputMethod().commit()
        self.corrected.emit(self.editor.toPlainText())

    def _done(self) -> None:
        if self.editor.edited or self.row.edited:
            self._correct()
        else:
            self.accepted.emit()


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    return button
