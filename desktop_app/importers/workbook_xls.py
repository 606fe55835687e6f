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
_END = struct.pack("<H", _EOF)
_LONGEST = 8_224  # of a record
_CELLS = frozenset({0x0006, 0x0206, 0x0406, 0x027E, _MULRK, 0x00D6, 0x0203, 0x0204, 0x0205, 0x00FD, 0x0201, 0x00BE})
_SST, _DIMENSIONS = 0x00FC, 0x0200
_BOUNDSHEET, _FORMAT, _XF = 0x0085, 0x041E, 0x00E0
_NUMBERS = frozenset({0x0006, 0x027E, 0x0203})
_PERCENT = re.compile(rb"0(?:\.(0+))?\s*%")
_SEVERAL = frozenset({_MULRK, 0x00BE})  # several cells in one record
_MOST_ROWS = 65_536
_FAR = MOST_CELLS // _MOST_ROWS  # no rectangle whose columns are all before it can be too big
# records of cells before that column: a text (mostly several), a number (short or long), a blank cell; and of rows
_NEAR_TEXT = rb"\xfd\x00\x0a\x00..[\x00-\x5b]\x00.{6}"
_NEAR_CELLS = re.compile(
    rb"(?:" + _NEAR_TEXT * 4 + rb"|" + _NEAR_TEXT + rb"|\x7e\x02\x0a\x00..[\x00-\x5b]\x00.{6}"
    rb"|\x03\x02\x0e\x00..[\x00-\x5b]\x00.{10}|\x01\x02\x06\x00..[\x00-\x5b]\x00..|\x08\x02\x10\x00.{16})++",
    re.DOTALL,
)
_LATIN, _UNICODE, _BIG5 = 1252, 1200, 950
_RECORD = struct.Struct("<HHHH")
_BROKEN = ("表格文件已损坏，打不开", "请用WPS或Excel打开它，另存为新的 .xlsx 后再导入")
_MOST_SHEETS = 1_000
_MOST_WALKED = 3  # times the file, for sheets that lie over each other
_WITHIN = 200  # records at the beginning in which the encoding stands


class Checked(NamedTuple):
    """A file in a form that calamine reads, what mends its texts where they come out wrong, and its own records."""

    data: bytes
    recode: Callable[[str], str] | None
    text: bytes


def checked(data: bytes, where: str) -> Checked:
    """Look a file over before it is read, and put its records into a container without faults.

    Raises UserError where it is locked with a password, broken at its beginning, or too big for the memory.
    """
    text = ole.read(data, "workbook") or ole.read(data, "book")
    if not text or len(text) < (ole.length(data, "workbook") or ole.length(data, "book")):
        raise UserError(_BROKEN[0], where, _BROKEN[1])
    old, codepage, codepage_at, at, number = False, None, None, 0, 0
    while at + 8 <= len(text) and number < _WITHIN:
        name, length = struct.unpack_from("<HH", text, at)
        if name == _BOF and number == 0:
            old = struct.unpack_from("<H", text, at + 4)[0] < _BIFF8
        elif name == _CODEPAGE:
            codepage, codepage_at = struct.unpack_from("<H", text, at + 4)[0], at + 4
        elif name == _FILEPASS:
            raise UserError("表格加了密码，不能读取", where, "请用WPS或Excel打开，去掉打开密码，另存后再导入")
        elif name == _SST and struct.unpack_from("<I", text, at + 8)[0] > len(text):
            raise UserError(_BROKEN[0], where, _BROKEN[1])
        elif name == _EOF:
            break
        at, number = at + 4 + length, number + 1
    wrong = [at for at in _check_size(text, where) if _claims_too_much(text, at, old)]
    made: bytes | bytearray = text
    if wrong or (codepage_at is not None and codepage != (_LATIN if old else _UNICODE)):
        made = bytearray(text)
        for at in wrong:
            length = struct.unpack_from("<H", text, at + 2)[0]
            made[at + 4 : at + 4 + length] = bytes(min(length, len(made) - at - 4))
        if codepage_at is not None:
            struct.pack_into("<H", made, codepage_at, _LATIN if old else _UNICODE)
    recode = _recode("big5hkscs" if codepage == _BIG5 else "gb18030") if old else None
    return Checked(ole.packed(made, "Book" if old else "Workbook"), recode, text)


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
            if len(found) >= _MOST_SHEETS:
                break
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


def _claims_too_much(text: bytes, at: int, old: bool) -> bool:
    """Whether a record DIMENSIONS says a size that no cells bear out: room would be made for it."""
    length = struct.unpack_from("<H", text, at + 2)[0]
    if length < (8 if old else 12) or at + 4 + length > len(text):
        return True
    top, bottom, left, right = map(int, struct.unpack_from("<4H" if old else "<2I2H", text, at + 4))
    return bottom < top or right < left or (bottom - top + 1) * (right - left + 1) > MOST_CELLS


def _check_size(text: bytes, where: str) -> list[int]:
    """Refuse sheets that break off, and those with cells far to the right and far down: all between would be made.

    The places of the records that only say the sizes (DIMENSIONS) come back: programs write them wrongly.
    """
    begins = sheets(text)
    found = [_first_look(text, begin) for begin in begins]
    if not all(look.whole for look in found):
        raise UserError(_BROKEN[0], where, _BROKEN[1])
    filled = [begin for begin, look in zip(begins, found, strict=True) if look.filled]
    if len(filled) > 1 or any(look.far for look in found):
        walked = sum(look.end - begin for begin, look in zip(begins, found, strict=True))
        if walked > _MOST_WALKED * len(text) or sum(_area(text, begin) for begin in filled) > MOST_CELLS:
            hint = "请在WPS里删去表格下面和右边多余的行和列，另存后再导入"
            raise UserError("工作表太大，没有读取", where, hint)
    return [at for look in found for at in look.dimensions]


def possible(name: int, length: int) -> bool:
    """Whether there can be such a record: no other ids are given, and no record is longer."""
    return length <= _LONGEST and (0 < name < 0x0900 or 0x1000 <= name < 0x1100)


class _Look(NamedTuple):
    """Whether a sheet has cells, and any far to the right, and an end; where; its records that only say its size."""

    filled: bool
    far: bool
    whole: bool
    end: int
    dimensions: list[int]


def _first_look(text: bytes, at: int) -> _Look:
    """A quick look at the sheet that begins at `at`: there is a record a cell, so runs of near cells are one step."""
    end, record = len(text) - 8, _RECORD.unpack_from
    filled, far, whole, dimensions = False, False, False, []
    while at <= end + 4:  # the record at the end is shorter than all others
        if near := _NEAR_CELLS.match(text, at):
            at, filled = near.end(), True
            continue
        if at > end:
            whole = text[at : at + 2] == _END
            break
        name, length, _, column = record(text, at)
        if name in _CELLS:
            filled, far = True, far or column > _FAR or length > 6 * _FAR
        elif name == _DIMENSIONS:
            dimensions.append(at)
        if name == _EOF or not possible(name, length):
            whole = name == _EOF
            break
        at += 4 + length
    return _Look(filled, far, whole, at, dimensions)


def _area(text: bytes, at: int) -> int:
    """How many cells the rectangle of the sheet has that begins at `at`."""
    rows = width = 0
    while at + 8 <= len(text):
        name, length, row, column = _RECORD.unpack_from(text, at)
        if name in _CELLS:
            rows, width = max(rows, row + 1), max(width, column + (length // 6 if name in _SEVERAL else 1))
        elif name == _EOF:
            break
        at += 4 + length
    return rows * width
