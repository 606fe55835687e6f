"""Cut .xls files -> the worksheets up to the break, in a container without faults.

A stream of records ([MS-XLS]) begins with what holds for the whole workbook: the names of the sheets and all texts.
Where the break is before the end of that, nothing can be read.
"""

import struct

from desktop_app.importers import ole
from desktop_app.importers.xls_look import damaged, possible

_BOF, _EOF, _SHEET = 0x0809, 0x000A, 0x0085
_NEW, _OLD = b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05"  # first records: BIFF8; Excel 5 and 95
_BOOK, _WORKSHEET = b"\x05\x00", b"\x10\x00"  # what follows in them
_NEAR_END = 16_384  # bytes: tables and directory of the container lie there
_MOST_SHEETS = 1_000
_NO_MORE = b"\x0a\x00\x00\x00"

Found = tuple[bytes, tuple[str, ...], tuple[str, ...], bool]


def mended(data: bytes) -> Found | None:
    """A file with the good records, what is missing, the names of sheets that break off, whether it may be wrong.

    None where nothing is damaged or nothing can be read.
    """
    stream, cut = _stream(data)
    old = stream.startswith(_OLD)
    container, empty = ("Book", _OLD + _WORKSHEET + bytes(4)) if old else ("Workbook", _NEW + _WORKSHEET + bytes(12))
    end = _end(stream, 0)
    if end is None:
        return None
    places = _places(stream, end)
    made = bytearray(stream)
    broken: list[str] = []
    lost: list[str] = []
    doubtful = False
    for place in places:
        begin = struct.unpack_from("<I", stream, place)[0]
        if begin + 8 > len(stream) or struct.unpack_from("<H", stream, begin)[0] != _BOF:
            struct.pack_into("<I", made, place, len(made))
            made += empty + _NO_MORE
            lost.append(_name(stream, place, old))
        elif _end(stream, begin) is None:
            at = _break(stream, begin)
            doubtful = doubtful or len(stream) - at > _NEAR_END  # no cut: something in the middle is not as it was
            made[at : at + 4] = _NO_MORE
            broken.append(_name(stream, place, old))
    missing = tuple(f"工作表“{name}”已损坏，没有读到" for name in lost)
    for number in [number for number in damaged(stream) if number < len(places)]:
        missing += (f"工作表“{_name(stream, places[number], old)}”里有单元格损坏，可能没有读到或读错了位置",)
        doubtful = True
    if not (broken or missing):
        return (
            None if not cut else (ole.packed(made, container), ("文件末尾缺失，后面可能还有内容没有读到",), (), False)
        )
    return ole.packed(made, container), missing, tuple(broken), doubtful


def _stream(data: bytes) -> tuple[bytes, bool]:
    """The records of the workbook, and whether some are missing at their end.

    Where the directory is lost the stream is known by its first record.
    """
    begin = max(data.find(first + _BOOK) for first in (_NEW, _OLD))
    name = next((name for name in ("workbook", "book") if ole.length(data, name)), "")
    found, length = ole.read(data, name), ole.length(data, name)
    if found and len(found) == length:
        return found, False
    found = found or ole.lying_at(data, begin)
    if begin >= 0 and data.startswith(found, begin):  # in one piece: the table may end before the stream does
        return data[begin:], True
    return found, True


def _end(stream: bytes, at: int) -> int | None:
    """The place behind the end of the part that begins at `at`, None where it breaks off."""
    at = _break(stream, at)
    return at + 4 if stream[at : at + 2] == _NO_MORE[:2] and at + 4 <= len(stream) else None


def _break(stream: bytes, at: int) -> int:
    """Where the records of the part that begins at `at` end: at its last record, or at one that cannot be one."""
    depth = 0
    while at + 4 <= len(stream):
        name, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream) or not possible(name, length):
            return at
        depth += name == _BOF
        if name == _EOF:
            depth -= 1
            if depth <= 0:
                return at
        at += 4 + length
    return at


def _places(stream: bytes, end: int) -> list[int]:
    """Where in the stream it stands where each sheet begins."""
    found: list[int] = []
    at = 0
    while at < end and len(found) < _MOST_SHEETS:
        name, length = struct.unpack_from("<HH", stream, at)
        if name == _SHEET and length >= 8:
            found.append(at + 4)
        at += 4 + length
    return found


def _name(stream: bytes, place: int, old: bool) -> str:
    """The name of the sheet whose record has its content at `place`."""
    if old:
        return stream[place + 7 : place + 7 + stream[place + 6]].decode("gb18030", "replace")
    length, wide = stream[place + 6], stream[place + 7] & 1
    letters = stream[place + 8 : place + 8 + length * (1 + wide)]
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")
