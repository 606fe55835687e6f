"""Workbooks of Excel and WPS -> sheets of cells, through calamine; what would not fit into memory is refused before.

What calamine does not tell is looked up in the file itself, and only where it matters: which numbers are printed as
percentages, cells with an error or with a formula that was never computed, hidden rows.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from desktop_app.errors import UserError
from desktop_app.importers import ole, workbook_xls, workbook_xlsx, xls_look
from desktop_app.importers.ole import Buffer
from desktop_app.importers.sheet_grid import Grid, Place, Sheet
from desktop_app.importers.source import Source

_BROKEN = "表格文件已损坏，打不开"
_PIECE = 1024 * 1024
_AGAIN = "请用WPS或Excel打开它，另存为新的 .xlsx 后再导入"


def read_sheets(source: Source) -> list[Sheet]:
    """The worksheets of an .xlsx, .xlsm, .xls or .et file in order. Raises UserError where it is broken or too big."""
    where = source.where
    if source.data.startswith(ole.MAGIC):
        with _broken_as_user_error(where):
            xls = workbook_xls.checked(source.data, where, source.strict)
        return _sheets(xls.pieces, where, partial(_xls_grid, xls.text), xls.recode)
    with _broken_as_user_error(where):
        parts = workbook_xlsx.parts(source.data, where)
    return _sheets([source.data], where, partial(_xlsx_grid, source.data, parts, where), None)


def _sheets(
    pieces: list[Buffer], where: str, begin: Callable[[str, int], Grid], recode: Callable[[str], str] | None
) -> list[Sheet]:
    """The worksheets of the file that the pieces make up.

    `begin` looks a sheet over and gives what is known of it; `recode` mends the texts of a file that is too old.
    """
    with _broken_as_user_error(where):
        book = CalamineWorkbook.from_filelike(_File(pieces))
        found = [(i, sheet) for i, sheet in enumerate(book.sheets_metadata) if sheet.typ == SheetTypeEnum.WorkSheet]

    def opened(name: str, number: int) -> Grid:
        with _broken_as_user_error(where):
            grid = begin(name, number)
            sheet = book.get_sheet_by_name(name)
            rows: Iterator[list[Any]] = sheet.iter_rows() if sheet.start else iter(())
            grid.height, grid.rows = sheet.total_height + 1, _recoded(rows, recode) if recode else rows
            grid.merged = list(sheet.merged_cell_ranges or ())
            return grid

    return [
        Sheet(
            recode(sheet.name) if recode else sheet.name,
            partial(opened, sheet.name, number),
            hidden=sheet.visible != SheetVisibleEnum.Visible,
        )
        for number, sheet in found
    ]


class _File(io.RawIOBase):
    """The pieces of a file as one to be read; some bytes at a time are faster than one copy of all of them."""

    def __init__(self, pieces: list[Buffer]) -> None:
        super().__init__()
        self._left = [memoryview(piece) for piece in reversed(pieces)]

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, as many as asked for at most; none at the end."""
        while self._left and not self._left[-1]:
            self._left.pop()
        if not self._left:
            return b""
        piece, most = self._left[-1], _PIECE if size < 0 else min(size, _PIECE)
        self._left[-1] = piece[most:]
        return bytes(piece[:most])


def _recoded(rows: Iterator[list[Any]], recode: Callable[[str], str]) -> Iterator[list[Any]]:
    for row in rows:
        yield [recode(cell) if isinstance(cell, str) and cell else cell for cell in row]


def _xls_grid(text: Buffer, name: str, number: int) -> Grid:
    """What the records of a sheet tell beside its cells."""

    def percents() -> dict[Place, int]:
        begins = xls_look.sheets(text)
        return workbook_xls.percents(text, begins[number]) if number < len(begins) else {}

    return Grid(0, iter(()), percents=cache(percents))


def _xlsx_grid(data: bytes, parts: dict[str, str], where: str, name: str, number: int) -> Grid:
    """What the XML of a sheet tells, looked at before its cells are read. Raises UserError where it is too big."""
    part = parts.get(name, "")
    if not part:  # calamine may find what we did not: all that could be the sheet must be of a sensible size
        for other in workbook_xlsx.sheet_parts(data):
            workbook_xlsx.look_over(data, other, where)
        return Grid(0, iter(()))
    look = workbook_xlsx.look_over(data, part, where)
    lost = workbook_xlsx.lost_cells(data, part) if look.lost else {}
    percents, shown = (
        cache(partial(workbook_xlsx.percents, data, part)),
        cache(partial(workbook_xlsx.shown, data, part)),
    )
    return Grid(0, iter(()), percents=percents, shown=shown, lost=lost, hidden=look.hidden)


@contextmanager
def _broken_as_user_error(where: str) -> Iterator[None]:
    """Say what the libraries raise on broken files, down to a panic of the one that is compiled, as a sentence."""
    try:
        yield
    except UserError:
        raise
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise UserError(_BROKEN, where, _AGAIN) from error
