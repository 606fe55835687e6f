"""What must be known of an .xls file before it is read: its size in cells, its age, the encoding of its texts.

The layout is Microsoft's [MS-XLS]: records of an id, a length and their data. Files of Excel 5 and 95 (BIFF5) keep
their texts as bytes in the encoding of the record CODEPAGE, which Chinese programs leave out or fill in wrongly.
"""

import re
import struct
from collections.abc import Callable
from typing import NamedTuple

from desktop_app.errors import UserError
from desktop_app.importers import ole
from desktop_app.importers.sheet_grid import MOST_CELLS, Place

_BOF, _CODEPAGE, _FILEPASS, _MULRK, _EOF = 0x0809, 0x0042, 0x002F, 0x00BD, 0x000A
_BIFF8 = 0x0600
_CELLS = frozenset({0x0006, 0x0206, 0x0406, 0x027E, _MULRK, 0x00D6, 0x0203, 0x0204, 0x0205, 0x00FD, 0x0201, 0x00BE})
_BOUNDSHEET, _FORMAT, _XF = 0x0085, 0x041E, 0x00E0
_NUMBERS = frozenset({0x0006, 0x027E, 0x0203})
_PERCENT = re.compile(rb"0(?:\.(0+))?\s*%")
_SEVERAL = frozenset({_MULRK, 0x00BE})  # several cells in one record
_MOST_ROWS = 65_536
_FAR = MOST_CELLS // _MOST_ROWS  # no rectangle whose columns are all before it can be too big
# records of cells before that column: a text, a number (short or long), a blank cell
_NEAR_CELLS = re.compile(
    rb"(?:(?:\xfd\x00|\x7e\x02)\x0a\x00..[\x00-\x5b]\x00.{6}|\x03\x02\x0e\x00..[\x00-\x5b]\x00.{10}"
    rb"|\x01\x02\x06\x00..[\x00-\x5b]\x00..)++",
    re.DOTALL,
)
_LATIN, _UNICODE, _BIG5 = 1252, 1200, 950
_RECORD = struct.Struct("<HHHH")
_WITHIN = 200  # records at the beginning in which the encoding stands


class Checked(NamedTuple):
    """A file in a form that calamine reads, what mends its texts where they come out wrong, and its own records."""

    data: bytes
    recode: Callable[[str], str] | None
    text: bytes


def checked(data: bytes, where: str) -> Checked:
    """Look a file over before it is read.

    Raises UserError where it is locked with a password or one of its sheets would not fit into memory.
    """
    stream = ole.find(data, "workbook") or ole.find(data, "book")
    if stream is None:
        return Checked(data, None, b"")
    old, codepage_at = False, None
    text = stream.read(data)
    at = number = 0
    codepage = None
    while at + 4 <= len(text) and number < _WITHIN:
        name, length = struct.unpack_from("<HH", text, at)
        if name == _BOF and number == 0 and length >= 2:
            old = struct.unpack_from("<H", text, at + 4)[0] < _BIFF8
        elif name == _CODEPAGE and length >= 2:
            codepage, codepage_at = struct.unpack_from("<H", text, at + 4)[0], at + 4
        elif name == _FILEPASS:
            raise UserError("表格加了密码，不能读取", where, "请用WPS或Excel打开，去掉打开密码，另存后再导入")
        elif name == _EOF:
            break
        at, number = at + 4 + length, number + 1
    _refuse_far_cells(text, where)
    if codepage_at is not None and codepage != (_LATIN if old else _UNICODE):
        data = _patched(data, stream, codepage_at, _LATIN if old else _UNICODE)
    return Checked(data, _recode("big5hkscs" if codepage == _BIG5 else "gb18030") if old else None, text)


def percents(text: bytes, name_at: int) -> dict[Place, int]:
    """The cells of the sheet that begins at `name_at` of the stream that are printed as percentages, with decimals."""
    styles = _percent_styles(text)
    found: dict[Place, int] = {}
    at, end, depth = name_at, len(text) - 10, 0
    while styles and at <= end:
        name, length, row, column = _RECORD.unpack_from(text, at)
        if name == _BOF:
            depth += 1
        elif name == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif name == _MULRK:
            for i in range((length - 6) // 6):
                style = struct.unpack_from("<H", text, at + 8 + 6 * i)[0]
                if style in styles:
                    found[row, column + i] = styles[style]
        elif name in _NUMBERS and struct.unpack_from("<H", text, at + 8)[0] in styles:
            found[row, column] = styles[struct.unpack_from("<H", text, at + 8)[0]]
        at += 4 + length
    return found


def sheets(text: bytes) -> list[int]:
    """Where each sheet begins in the stream, in order."""
    found, at = [], 0
    while at + 8 <= len(text):
        name, length = struct.unpack_from("<HH", text, at)
        if name == _BOUNDSHEET:
            found.append(struct.unpack_from("<I", text, at + 4)[0])
        elif name == _EOF:
            break
        at += 4 + length
    return found


def _percent_styles(text: bytes) -> dict[int, int]:
    """The numbers of the cell styles that print percentages, with the decimals of each."""
    formats, styles, number, at = {9: 0, 10: 2}, {}, 0, 0
    while at + 8 <= len(text):
        name, length, first, second = _RECORD.unpack_from(text, at)
        if name == _FORMAT:  # its code is ASCII where it is a percentage, in one byte a sign or in two
            code = text[at + 6 : at + 4 + length].replace(b"\x00", b"")
            if match := _PERCENT.search(code):
                formats[first] = len(match[1] or b"")
        elif name == _XF:
            if second in formats:
                styles[number] = formats[second]
            number += 1
        elif name == _EOF:
            break
        at += 4 + length
    return styles


def _recode(encoding: str) -> Callable[[str], str]:
    """What takes a text that was read as Western letters back to its bytes, and reads these as Chinese."""

    def mended(text: str) -> str:
        if text.isascii():
            return text
        try:
            raw = b"".join(c.encode("cp1252") if ord(c) > 0xFF else c.encode("latin-1") for c in text)
        except UnicodeEncodeError:
            return text  # it was no text of bytes: Unicode stands in old files too, seldom
        return raw.decode(encoding, "replace")

    return mended


def _patched(data: bytes, stream: ole.Stream, at: int, value: int) -> bytes:
    """`data` with two bytes of a stream replaced."""
    changed = bytearray(data)
    for offset, byte in enumerate(struct.pack("<H", value)):
        place = stream.place(at + offset)
        if place is not None and place < len(changed):
            changed[place] = byte
    return bytes(changed)


def _refuse_far_cells(text: bytes, where: str) -> None:
    """Refuse a sheet that has cells far to the right and far down: all between them would be made.

    Hardly any sheet has columns so far out that its size must be reckoned, so this is looked for first, and runs of
    cells that are near are passed over in one step: there is a record a cell.
    """
    at, end, record = 0, len(text) - 8, _RECORD.unpack_from
    while at <= end:
        if near := _NEAR_CELLS.match(text, at):
            at = near.end()
            continue
        name, length, _, column = record(text, at)
        if (column > _FAR or length > 6 * _FAR) and name in _CELLS:
            break
        at += 4 + length
    else:
        return
    at = rows = width = 0
    while at <= end:
        name, length, row, column = record(text, at)
        if name in _CELLS:
            rows, width = max(rows, row + 1), max(width, column + (length // 6 if name in _SEVERAL else 1))
        elif name == _BOF:
            rows = width = 0
        if rows * width > MOST_CELLS:
            hint = "请在WPS里删去表格下面和右边多余的行和列，另存后再导入"
            raise UserError("工作表太大，没有读取", where, hint)
        at += 4 + length
