"""Worksheets -> rows of cells, through calamine; files that would not fit into memory are refused before."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum

from desktop_app.errors import UserError

MOST_UNPACKED = 400 * 1024 * 1024
MOST_CELLS = 6_000_000
_MOST_RATIO = 300
_SMALL = 20 * 1024 * 1024
_MOST_PARTS = 5_000
_CHUNK = 4 * 1024 * 1024
_OVERLAP = 64

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 52
_FAR = re.compile(rb"""r=["'](?:([B-Z][A-Z]|[A-Z]{3,})\d|[A-Z]{0,3}(\d{6,}))""")
_BROKEN = "表格文件已损坏，打不开"
_AGAIN = "请用WPS或Excel打开它，另存为新的 .xlsx 后再导入"


class Workbook:
    """An .xlsx file that is safe to read. `names` are its worksheets in order."""

    def __init__(self, data: bytes, where: str) -> None:
        """Raises UserError where it is no workbook, is broken, or is too big."""
        _guard(data, where)
        self._where = where
        with _broken_as_user_error(where):
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = self._book.sheets_metadata
        self.names = [sheet.name for sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet]

    def sheet(self, name: str) -> tuple[int, Iterator[list[Any]]]:
        """How many rows a worksheet has, and the rows from its first, all of one width, each made when it is taken."""
        with _broken_as_user_error(self._where):
            sheet = self._book.get_sheet_by_name(name)
            return sheet.total_height, sheet.iter_rows()


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


def _guard(data: bytes, where: str) -> None:
    """Refuse what is no workbook, and what unpacks to more than a program should swallow."""
    with _broken_as_user_error(where), zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        _check_kind({part.filename for part in parts}, where)
        unpacked = sum(part.file_size for part in parts)
        too_dense = unpacked > _SMALL and unpacked > _MOST_RATIO * len(data)
        if len(parts) > _MOST_PARTS or unpacked > MOST_UNPACKED or too_dense:
            raise UserError("表格文件展开后太大，没有读取", where, "请确认来源是否可靠，或删去多余的工作表后再导入")
        for part in parts:
            if _SHEET.fullmatch(part.filename):
                _check_size(archive, part, where)


def _check_kind(names: set[str], where: str) -> None:
    if "xl/workbook.xml" in names:
        return
    if "word/document.xml" in names:
        raise UserError("暂时不能直接读Word文件", where, "请用WPS或Word打开，另存为“纯文本(.txt)”后再导入")
    if any(name.startswith("manifest") for name in names):
        raise UserError("这不是可以导入的表格", where, "U盘包（.jxz）请用“收U盘包”")
    raise UserError("这是压缩文件，里面没有表格", where, "请先解压再导入里面的文件")


def _check_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, where: str) -> None:
    """Refuse a sheet whose cells span a rectangle that does not fit into memory: one cell far out is enough for it.

    Only numbers of far rows and letters of far columns are looked for: a search for all of them would take longer
    than the reading.
    """
    rows, width, tail, unpacked = _NEAR_ROWS, _NEAR_COLUMNS, b"", 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            text = tail + chunk
            for letters, number in _FAR.findall(text):
                rows = max(rows, int(number or 0))
                width = max(width, _column(letters))
            tail = text[-_OVERLAP:]
            if rows * width > MOST_CELLS or unpacked > MOST_UNPACKED:
                hint = "请在WPS里删去表格下面和右边多余的行和列，另存后再导入"
                raise UserError("工作表太大，没有读取", where, hint)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
