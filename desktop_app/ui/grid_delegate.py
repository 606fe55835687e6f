"""Paints the cells of a grid and opens, stores and closes their editors."""

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QLine, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_app.ui import marks, theme
from desktop_app.ui.field_keys import keeps_escape
from desktop_app.ui.grid_editors import ChoiceEditor, TextEditor
from desktop_app.ui.grid_keys import ARROWS, ENTER, STEPS, plain_modifiers
from desktop_app.ui.grid_sheet import CHOICES_ROLE, SEVERITY_ROLE, Index, SheetModel
from desktop_app.ui.grid_text import MARGIN_X, MARGIN_Y, Sizer, draw
from desktop_app.ui.proposals import Proposer

MARK = 14  # pixels of the sign in the corner
ARROW = 16  # pixels of the button that drops the proposals down
_NO_HINT = QAbstractItemDelegate.EndEditHint.NoHint
_CANCEL = QAbstractItemDelegate.EndEditHint.RevertModelCache

_NEW_LINE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier

Editor = TextEditor | ChoiceEditor


class GridDelegate(QStyledItemDelegate):
    """Whole texts, signs in the corner, editors that store before they close.

    Signals:
        leave: an editor was stored and closed by a key; carries rows and columns to go, and whether to go on in the
            next row at the end of one.
    """

    leave = Signal(int, int, bool)

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._sizer = Sizer(view.font())
        self._stored = True
        self._storing = False
        self._taken = False  # what is stored was taken from the proposals
        self.editor: Editor | None = None
        self.proposer = Proposer(view)
        self.proposer.taken.connect(self._take_clicked)
        view.verticalScrollBar().valueChanged.connect(self.proposer.hide)

    def font_changed(self) -> None:
        """Measure anew with the view's font."""
        self._sizer = Sizer(self._view.font())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate.paint: only the roles that a grid has are asked for, and no others."""
        given: Any = option
        rect, palette, severity = QRect(given.rect), self._view.palette(), index.data(SEVERITY_ROLE)
        current = index == self._view.currentIndex()
        ground = index.data(Qt.ItemDataRole.BackgroundRole) or palette.color(QPalette.ColorRole.Base)
        ink = index.data(Qt.ItemDataRole.ForegroundRole) or palette.color(QPalette.ColorRole.Text)
        if given.state & QStyle.StateFlag.State_Selected and not current:
            ground = theme.blend(ground, palette.color(QPalette.ColorRole.Highlight), 0.22)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, ground)
        painter.setPen(_line_pen(palette))
        painter.drawLines([QLine(rect.topRight(), rect.bottomRight()), QLine(rect.bottomLeft(), rect.bottomRight())])
        painter.setPen(ink)
        painter.setFont(self._view.font())
        text = index.data() or ""
        if text:
            draw(painter, _text_rect(rect, severity), text, index.data(Qt.ItemDataRole.TextAlignmentRole))
        if severity:
            marks.paint(painter, QRectF(rect.right() - MARK - 1, rect.top() + 3, MARK, MARK), severity)
        if current:
            self._paint_current(painter, rect, palette, bool(index.data(CHOICES_ROLE)))
        painter.restore()

    def _paint_current(self, painter: QPainter, rect: QRect, palette: QPalette, choices: bool) -> None:
        width = 2 if self._view.hasFocus() else 1
        pen = QPen(palette.color(QPalette.ColorRole.Highlight), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2
        painter.drawRect(QRectF(rect).adjusted(inset, inset, -inset, -inset))
        if choices:
            area = self.arrow_rect(rect)
            x, y = area.center().x() + 1, area.bottom() - 5
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Text))
            painter.drawPolygon(QPolygon([QPoint(x - 4, y - 4), QPoint(x + 4, y - 4), QPoint(x, y)]))

    def arrow_rect(self, cell: QRect) -> QRect:
        """Where the current cell shows that it has proposals; a click there drops them down."""
        return QRect(cell.right() - ARROW + 1, cell.bottom() - ARROW + 1, ARROW, ARROW)

    def height(self, index: Index, width: int) -> int:
        """The height that a cell needs in a column of `width` pixels."""
        inner = _text_rect(QRect(0, 0, width, 0), index.data(SEVERITY_ROLE)).width()
        return self._sizer.height(index.data() or "", inner) + 2 * MARGIN_Y

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Override QStyledItemDelegate.sizeHint."""
        width = self._view.columnWidth(index.column())
        return QSize(width, self.height(index, width))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Override QStyledItemDelegate.createEditor."""
        choices = index.data(CHOICES_ROLE)
        if choices:
            choice = ChoiceEditor(parent, choices)
            choice.chosen.connect(lambda: self.finish(choice))
            self.editor = choice
        else:
            typed = TextEditor(parent)
            if severity := index.data(SEVERITY_ROLE):
                typed.lay_on(marks.tint(severity, self._view.palette()).name())
            typed.align(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
            self.editor = typed
        return self.editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Override QStyledItemDelegate.destroyEditor."""
        if editor is self.editor:
            self.editor = None
            self.proposer.detach()
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Override QStyledItemDelegate.setEditorData."""
        if isinstance(editor, Editor):
            text = index.data(Qt.ItemDataRole.EditRole)
            editor.set_text(text)
            sheet = index.model()
            if isinstance(editor, TextEditor) and isinstance(sheet, SheetModel) and sheet.proposes(index.column()):
                self.proposer.attach(editor, text, partial(sheet.proposals, index.row(), index.column()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Override QStyledItemDelegate.setModelData."""
        if isinstance(editor, Editor):
            if self._taken and isinstance(model, SheetModel):
                self._stored = model.take(index, editor.text())
            else:
                self._stored = model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate.updateEditorGeometry."""
        if isinstance(editor, Editor):
            shown: Any = option
            editor.place(QRect(shown.rect))  # a copy: the option dies before the editor

    def finish(self, editor: Editor) -> bool:
        """Store what was typed and close the editor; it stays open with its text where that could not be stored."""
        if self._storing:  # the message that it could not be stored takes the focus away
            return False
        self._stored, self._storing = True, True
        try:
            self.commitData.emit(editor)
        finally:
            self._storing = False
        if self._stored:
            self.proposer.detach()
            self.closeEditor.emit(editor, _NO_HINT)
        return self._stored

    def _take_clicked(self) -> None:
        if self.editor is not None and self.proposer.take():
            self._finish_taken(self.editor, True)

    def _finish_taken(self, editor: Editor, taken: bool) -> bool:
        """Store what was typed, or was taken from the proposals: that may bring more along than its own text."""
        self._taken = taken
        try:
            return self.finish(editor)
        finally:
            self._taken = False

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Override QStyledItemDelegate.eventFilter: the keys that end an edit, and leaving it by other ways."""
        if not isinstance(editor, Editor):
            return False
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            popup = event.reason() == Qt.FocusReason.PopupFocusReason or QApplication.activePopupWidget() is not None
            popup = popup or (self.proposer.list is not None and QApplication.focusWidget() is self.proposer.list)
            if not popup:  # its lists and its menu are no leaving
                self.finish(editor)
            return False
        self.proposer.watch(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            return keeps_escape(event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(editor, event)
        return False

    def _key(self, editor: Editor, event: QKeyEvent) -> bool:
        """Whether a key was used up here and not left to the editor."""
        modifiers = plain_modifiers(event)
        if self.proposer.key(event):
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.closeEditor.emit(editor, _CANCEL)
            return True
        if event.key() == Qt.Key.Key_F2:
            editor.quick = False
            return True
        if event.key() in ENTER and modifiers & _NEW_LINE:
            if isinstance(editor, TextEditor):
                editor.insertPlainText("\n")
            return True
        step = STEPS.get((event.key(), modifiers))
        if step is None and editor.quick and modifiers == Qt.KeyboardModifier.NoModifier:
            step = ARROWS.get(event.key())
        if step is None:
            return False
        if self._finish_taken(editor, self.proposer.take()):  # what was chosen from the list, else what was typed
            self.leave.emit(*step)
        return True


def _line_pen(palette: QPalette) -> QPen:
    colour = palette.color(QPalette.ColorRole.Text)
    colour.setAlphaF(0.2)
    return QPen(colour, 0)  # as thin as the screen can, however it is scaled


def _text_rect(cell: QRect, severity: str) -> QRect:
    return cell.adjusted(MARGIN_X, MARGIN_Y, -MARGIN_X - (MARK - 1 if severity else 0), -MARGIN_Y)
