"""What the actions of a grid do: each is one operation of the workspace on the selected cells or rows."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtGui import QGuiApplication

from desktop_app.ui import clipboard, dialogs
from desktop_app.ui.grid_sheet import Cell
from desktop_app.ui.grid_sheet_view import SheetView

_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


def edit(view: SheetView) -> None:
    """Edit the current cell."""
    view.start_edit()


def _selected(view: SheetView) -> list[tuple[int, int]]:
    """The selected cells by row and column; the current one where none is."""
    indexes = view.selectionModel().selectedIndexes() or [view.currentIndex()]
    return sorted((index.row(), index.column()) for index in indexes if index.isValid())


def _selected_records(view: SheetView) -> list[int]:
    """The rows that hold selected cells and are records."""
    return sorted({row for row, _ in _selected(view) if row < view.sheet.records()})


def _texts_of(view: SheetView, cells: list[tuple[int, int]]) -> clipboard.Block:
    """The texts of the cells as a block; what is not selected between them is blank."""
    chosen, rows, columns = set(cells), {row for row, _ in cells}, {column for _, column in cells}
    return [
        [view.sheet.text(row, column) if (row, column) in chosen else "" for column in sorted(columns)]
        for row in sorted(rows)
    ]


def copy(view: SheetView) -> None:
    """Put the selected cells on the clipboard."""
    cells = [cell for cell in _selected(view) if cell[0] < view.sheet.records()]
    if cells:
        QGuiApplication.clipboard().setMimeData(clipboard.to_mime(_texts_of(view, cells)))


def cut(view: SheetView) -> None:
    """Put the selected cells on the clipboard and clear them."""
    copy(view)
    _fill(view, "", "剪切")


def clear(view: SheetView) -> None:
    """Blank the selected cells."""
    _fill(view, "", "清除内容")


def _fill(view: SheetView, text: str, name: str) -> None:
    sheet = view.sheet
    cells: list[Cell] = [
        (row, column, text)
        for row, column in _selected(view)
        if row < sheet.records() and sheet.editable(row, column) and sheet.text(row, column) != text
    ]
    if cells and view.commit_open_editor():
        sheet.write(cells, name)


def paste(view: SheetView) -> None:
    """Put the clipboard's block where the selection begins; a single text goes into every selected cell."""
    block = clipboard.from_mime(QGuiApplication.clipboard().mimeData())
    cells = _selected(view)
    if block is None or not cells or not view.commit_open_editor():
        return
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    if len(block) == 1 and len(block[0]) == 1 and len(cells) > 1:
        _fill(view, block[0][0], "粘贴")
        return
    block = clipboard.tiled(block, len(rows), len(columns))
    row, column = min(rows), min(columns)
    lost = view.sheet.overflow(row, column, block)
    if lost and not dialogs.ask("粘贴", lost, "只粘贴放得下的", parent=view):
        return
    if view.sheet.paste(row, column, block):
        _select(view, row, column, row + len(block) - 1, column + max(map(len, block)) - 1)


def _select(view: SheetView, top: int, left: int, bottom: int, right: int) -> None:
    sheet = view.sheet
    bottom, right = min(bottom, sheet.rowCount() - 1), min(right, sheet.columnCount() - 1)
    view.make_current(sheet.index(top, left))
    view.selectionModel().select(QItemSelection(sheet.index(top, left), sheet.index(bottom, right)), _SELECT)


def fill_down(view: SheetView) -> None:
    """Copy the first selected row's texts into the rows below; where one row is selected, the row above into it."""
    rows = _selected_records(view)
    columns = sorted({column for _, column in _selected(view)})
    if len(rows) == 1 and rows[0] > 0:
        rows.insert(0, rows[0] - 1)
    if len(rows) > 1 and view.commit_open_editor():
        view.sheet.fill_down(rows, columns)


def insert_rows(view: SheetView) -> None:
    """Add as many rows as are selected, above them."""
    rows = sorted({row for row, _ in _selected(view)})
    if rows and view.commit_open_editor():
        column = view.currentIndex().column()
        if view.sheet.insert_rows(rows[0], len(rows)):
            view.make_current(view.sheet.index(rows[0], column))


def delete_rows(view: SheetView) -> None:
    """Remove the selected rows."""
    rows = _selected_records(view)
    if rows and view.commit_open_editor():
        column = view.currentIndex().column()
        if view.sheet.delete_rows(rows):
            view.make_current(view.sheet.index(min(rows[0], view.sheet.rowCount() - 1), column))


def move_up(view: SheetView) -> None:
    """Move the selected rows up by one."""
    _move(view, -1)


def move_down(view: SheetView) -> None:
    """Move the selected rows down by one."""
    _move(view, 1)


def _move(view: SheetView, step: int) -> None:
    rows = _selected_records(view)
    if rows and view.commit_open_editor() and view.sheet.move_rows(rows, step):
        view.scrollTo(view.currentIndex())


def select_all(view: SheetView) -> None:
    """Select all records."""
    view.selectAll()


def share_out(view: SheetView) -> None:
    """Give the columns the widths that they have by themselves."""
    view.columns.share_out()
