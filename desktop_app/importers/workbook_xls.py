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
from desktop_app.importers.ole import Buffer
from desktop_app.importers.sheet_grid import MOST_CELLS, Place
from desktop_app.importers.xls_look import EOF, MULRK, SST, area, looks, sheets

_BOF, _CODEPAGE, _FILEPASS = 0x0809, 0x0042, 0x002F
_BIFF8 = 0x0600
_FORMAT, _XF = 0x041E, 0x00E0
_NUMBERS = frozenset({0x0006, 0x027E, 0x0203})
_PERCENT = re.compile(rb"0(?:\.(0+))?\s*%")
_LATIN, _UNICODE, _BIG5 = 1252, 1200, 950
_RECORD = struct.Struct("<HHHH")
_BROKEN = ("表格文件已损坏，打不开", "请用WPS或Excel打开它，另存为新的 .xlsx 后再导入")
_MOST_WALKED = 3  # times the file, for sheets that lie over each other
_WITHIN = 200  # records at the beginning in which the encoding stands


class Checked(NamedTuple):
    """A file in a form that calamine reads, what mends its texts where they come out wrong, and its own records."""

    pieces: list[Buffer]
    recode: Callable[[str], str] | None
    text: Buffer


def checked(data: bytes, where: str, strict: bool = False) -> Checked:
    """Look a file over before it is read, and put its records into a container without faults.

    Raises UserError where it is locked with a password, broken at its beginning, or too big for the memory; where the
    check is `strict` also where a few cells cannot be as they were written.
    """
    text = ole.view(data, "workbook") or ole.view(data, "book")
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
        elif name == SST and struct.unpack_from("<I", text, at + 8)[0] > len(text):
            raise UserError(_BROKEN[0], where, _BROKEN[1])
        elif name == EOF:
            break
        at, number = at + 4 + length, number + 1
    wrong = [at for at in _check_size(text, where, strict) if _claims_too_much(text, at, old)]
    made: Buffer = text
    if wrong or (codepage_at is not None and codepage != (_LATIN if old else _UNICODE)):
        made = bytearray(text)
        for at in wrong:
            length = struct.unpack_from("<H", text, at + 2)[0]
            made[at + 4 : at + 4 + length] = bytes(min(length, len(made) - at - 4))
        if codepage_at is not None:
            struct.pack_into("<H", made, codepage_at, _LATIN if old else _UNICODE)
    recode = _recode("big5hkscs" if codepage == _BIG5 else "gb18030") if old else None
    return Checked(ole.pieces(made, "Book" if old else "Workbook"), recode, text)


def percents(text: Buffer, name_at: int) -> dict[Place, int]:
    """The cells of the sheet that begins at `name_at` of the stream that are printed as percentages, with decimals."""
    styles = _percent_styles(text)
    found: dict[Place, int] = {}
    at, end, depth = name_at, len(text) - 10, 0
    while styles and at <= end:
        name, length, row, column = _RECORD.unpack_from(text, at)
        if name == _BOF:
            depth += 1
        elif name == EOF:
            depth -= 1
            if depth <= 0:
                break
        elif name == MULRK:
            for i in range((length - 6) // 6):
                style = struct.unpack_from("<H", text, at + 8 + 6 * i)[0]
                if style in styles:
                    found[row, column + i] = styles[style]
        elif name in _NUMBERS and struct.unpack_from("<H", text, at + 8)[0] in styles:
            found[row, column] = styles[struct.unpack_from("<H", text, at + 8)[0]]
        at += 4 + length
    return found


def _percent_styles(text: Buffer) -> dict[int, int]:
    """The numbers of the cell styles that print percentages, with the decimals of each."""
    formats, styles, number, at = {9: 0, 10: 2}, {}, 0, 0
    while at + 8 <= len(text):
        name, length, first, second = _RECORD.unpack_from(text, at)
        if name == _FORMAT:  # its code is ASCII where it is a percentage, in one byte a sign or in two
            code = bytes(text[at + 6 : at + 4 + length]).replace(b"\x00", b"")
            if match := _PERCENT.search(code):
                formats[first] = len(match[1] or b"")
        elif name == _XF:
            if second in formats:
                styles[number] = formats[second]
            number += 1
        elif name == EOF:
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


def _claims_too_much(text: Buffer, at: int, old: bool) -> bool:
    """Whether a record DIMENSIONS says a size that no cells bear out: room would be made for it."""
    length = struct.unpack_from("<H", text, at + 2)[0]
    if length < (8 if old else 12) or at + 4 + length > len(text):
        return True
    top, bottom, left, right = map(int, struct.unpack_from("<4H" if old else "<2I2H", text, at + 4))
    return bottom < top or right < left or (bottom - top + 1) * (right - left + 1) > MOST_CELLS


def _check_size(text: Buffer, where: str, strict: bool) -> list[int]:
    """Refuse sheets that break off, and those with cells far to the right and far down: all between would be made.

    Where the check is `strict`, sheets with a few cells that cannot be as they were written are refused, too. The
    places of the records that only say the sizes (DIMENSIONS) come back: programs write them wrongly.
    """
    begins = sheets(text)
    found = looks(text, begins)
    if not all(look.whole for look in found) or (strict and any(look.damaged for look in found)):
        raise UserError(_BROKEN[0], where, _BROKEN[1])
    filled = [begin for begin, look in zip(begins, found, strict=True) if look.filled]
    if len(filled) > 1 or any(look.far for look in found):
        walked = sum(look.end - begin for begin, look in zip(begins, found, strict=True))
        if walked > _MOST_WALKED * len(text) or sum(area(text, begin) for begin in filled) > MOST_CELLS:
            hint = "请在WPS里删去表格下面和右边多余的行和列，另存后再导入"
            raise UserError("工作表太大，没有读取", where, hint)
    return [at for look in found for at in look.dimensions]
