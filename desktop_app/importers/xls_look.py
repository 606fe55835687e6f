"""A first look at the records of an .xls file ([MS-XLS]): where its sheets are, how far their cells reach, damage."""

import re
import struct
from functools import lru_cache
from typing import NamedTuple

from desktop_app.importers.ole import Buffer
from desktop_app.importers.sheet_grid import MOST_CELLS

EOF, SST, MULRK = 0x000A, 0x00FC, 0x00BD
_DIMENSIONS, _LABEL_SST, _BOUNDSHEET = 0x0200, 0x00FD, 0x0085
_CELLS = frozenset({0x0006, 0x0206, 0x0406, 0x027E, MULRK, 0x00D6, 0x0203, 0x0204, 0x0205, 0x00FD, 0x0201, 0x00BE})
_SEVERAL = frozenset({MULRK, 0x00BE})  # several cells in one record
_END = struct.pack("<H", EOF)
_LONGEST = 8_224  # of a record
_MOST_SHEETS = 1_000
_MOST_ROWS = 65_536
_FAR = MOST_CELLS // _MOST_ROWS  # no rectangle whose columns are all before it can be too big
_TEXT_CELL = b"\xfd\x00\x0a\x00"
_TEXT_SIZE = 14
_ROW_RECORD = b"\x08\x02\x10\x00"
_NEAR_BEGIN = 65_536  # bytes within which a sheet has a record of a row, if it has any
_FEW = 3  # cells that do not fit are damage; more of them are how some program writes
_RECORD, _PLACE = struct.Struct("<HHHH"), struct.Struct("<HH")


def sheets(text: Buffer) -> list[int]:
    """Where each sheet begins in the stream, in order."""
    found, at = [], 0
    while at + 8 <= len(text):
        name, length = struct.unpack_from("<HH", text, at)
        if name == _BOUNDSHEET:
            found.append(struct.unpack_from("<I", text, at + 4)[0])
            if len(found) >= _MOST_SHEETS:
                break
        elif name == EOF:
            break
        at += 4 + length
    return found


def possible(name: int, length: int) -> bool:
    """Whether there can be such a record: no other ids are given, and no record is longer."""
    return length <= _LONGEST and (0 < name < 0x0900 or 0x1000 <= name < 0x1100)


class Look(NamedTuple):
    """Whether a sheet has cells, and any far to the right, and an end; where; its records that only say its size.

    `damaged`: a few of its cells cannot be as they were written.
    """

    filled: bool
    far: bool
    whole: bool
    end: int
    dimensions: list[int]
    damaged: bool


def damaged(text: Buffer) -> list[int]:
    """The numbers of the sheets of which a few cells cannot be as they were written."""
    return [i for i, look in enumerate(looks(text, sheets(text))) if look.damaged]


def looks(text: Buffer, begins: list[int]) -> list[Look]:
    """A quick look at the sheets that begin at these places of the stream."""
    texts = _count_of_texts(text)
    pattern = _near_cells(texts)
    return [_first_look(text, begin, pattern, texts) for begin in begins]


def _count_of_texts(text: Buffer) -> int:
    """How many texts the cells of the workbook share."""
    at = 0
    while at + 12 <= len(text):
        name, length = struct.unpack_from("<HH", text, at)
        if name == SST:
            return int(struct.unpack_from("<I", text, at + 8)[0])
        if name == EOF:
            break
        at += 4 + length
    return 0


@lru_cache(maxsize=8)
def _near_cells(texts: int) -> re.Pattern[bytes]:
    """Finds runs of cells before the column that is far, and of rows.

    Texts come a row at a time; no other row may stand between two cells of one row, and no text has a number from
    `texts` on (as far as two of the three bytes tell).
    """
    last = max(texts - 1, 0)
    number = rb"..[\x00-\x%02x]\x00" % min(last >> 16, 255) if last >> 16 else rb".[\x00-\x%02x]\x00\x00" % (last >> 8)
    tail = rb"[\x00-\x5b]\x00.." + number
    row = _TEXT_CELL + rb"(..)" + tail + rb"(?:" + _TEXT_CELL + rb"\1" + tail + rb")*+"
    torn = _TEXT_CELL + rb".{10}" + _TEXT_CELL + rb"\1"
    others = (  # a number, short or long, a blank cell, a row
        rb"|\x7e\x02\x0a\x00..[\x00-\x5b]\x00.{6}|\x03\x02\x0e\x00..[\x00-\x5b]\x00.{10}"
        rb"|\x01\x02\x06\x00..[\x00-\x5b]\x00..|" + _ROW_RECORD + rb".{16}"
    )
    return re.compile(rb"(?:" + row + rb"(?!" + torn + rb")" + others + rb")++", re.DOTALL)


def _strange(text: Buffer, at: int, texts: int) -> bool:
    """Whether the record at `at` shows that one cannot be as it was written: it is a text with a number that none has,
    or between it and the next text of its row stands one of another row; or it is beside a text, is none, and has all
    that makes one."""
    name, length, row, column = _RECORD.unpack_from(text, at)
    if length != _TEXT_SIZE - 4 or at + 3 * _TEXT_SIZE > len(text):
        return False
    places = [at + step * _TEXT_SIZE for step in (-1, 1, 2)]
    left, right, second = (_PLACE.unpack_from(text, p + 4) if text[p : p + 4] == _TEXT_CELL else None for p in places)
    if name != _LABEL_SST:
        return name not in _CELLS and left == (row, column - 1)
    torn = right is not None and second is not None and second[0] == row != right[0]
    return torn or int(struct.unpack_from("<I", text, at + 10)[0]) >= texts


def _first_look(text: Buffer, begin: int, pattern: re.Pattern[bytes], texts: int) -> Look:
    """A quick look at the sheet that begins there: there is a record a cell, so runs of near cells are one step."""
    end, record, at, strange = len(text) - 8, _RECORD.unpack_from, begin, 0
    filled, far, whole, dimensions = False, False, False, []
    while at <= end + 4:  # the record at the end is shorter than all others
        if near := pattern.match(text, at):
            at, filled = near.end(), True
            continue
        if at > end:
            whole = text[at : at + 2] == _END
            break
        name, length, _, column = record(text, at)
        strange += _strange(text, at, texts)
        if name in _CELLS:
            filled, far = True, far or column > _FAR or length > 6 * _FAR
        elif name == _DIMENSIONS:
            dimensions.append(at)
        if name == EOF or not possible(name, length):
            whole = name == EOF
            break
        at += 4 + length
    rows = _ROW_RECORD in bytes(text[begin : begin + _NEAR_BEGIN])  # without any, cells stand as they were written
    return Look(filled, far, whole, at, dimensions, rows and 0 < strange <= _FEW)


def area(text: Buffer, at: int) -> int:
    """How many cells the rectangle of the sheet has that begins at `at`."""
    rows = width = 0
    while at + 8 <= len(text):
        name, length, row, column = _RECORD.unpack_from(text, at)
        if name in _CELLS:
            rows, width = max(rows, row + 1), max(width, column + (length // 6 if name in _SEVERAL else 1))
        elif name == EOF:
            break
        at += 4 + length
    return rows * width
