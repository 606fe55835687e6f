"""OLE files (.xls, .et, .doc, .wps): the names of their streams, which tell what they are, the bytes of one.

The layout is Microsoft's [MS-CFB]: sectors of 512 or 4096 bytes, a table of the sector that follows each, and a
directory of 128 bytes an entry.
"""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # greater numbers are marks and no sectors
_ENTRY = 128
_STREAM = 2
_LEAST = 4_096  # smaller streams lie elsewhere
_SECTOR = 512  # of the files that are made here
_IN_HEADER = 109
_NUMBERS = _SECTOR // 4
_FREE, _END, _TABLE, _LIST = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC

Buffer = bytes | bytearray | memoryview


def streams(data: bytes) -> list[str]:
    """The names of the streams in `data`, as far as the directory is whole; none where it is no OLE file."""
    return [name for name, _, _ in _directory(data)]


def read(data: bytes, name: str) -> bytes:
    """The bytes of the stream of that name in any case of letters, as far as they are there.

    Empty where there is none, or only one so small that it lies elsewhere.
    """
    return bytes(view(data, name))


def view(data: bytes, name: str) -> memoryview:
    """What `read` gives, not copied where the stream lies in one piece, as most programs write it."""
    for found, first, length in _directory(data):
        if found.lower() == name and length >= _LEAST:
            return _joined(data, first, length)
    return memoryview(b"")


def lying_at(data: bytes, place: int) -> bytes:
    """The bytes of the stream that begins at that place of a file whose directory is lost.

    Where the table of sectors is lost too they are taken as they lie there.
    """
    if not data.startswith(MAGIC) or len(data) < _SECTOR or struct.unpack_from("<H", data, 30)[0] not in (9, 12):
        return b""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if place < size or place % size:
        return b""
    return bytes(_joined(data, place // size - 1, len(data))) if _tables(data, size) else data[place:]


def _joined(data: bytes, first: int, length: int) -> memoryview:
    """The stream of that length from its first sector on, as far as it is there."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    sectors = _chain(data, first, size, min(length, len(data)) // size + 1)
    in_order = [*range(sectors[0], sectors[0] + len(sectors))] if sectors else []
    if sectors == in_order:  # as most programs write it
        start = (first + 1) * size
        return memoryview(data)[start : start + min(length, len(sectors) * size)]
    return memoryview(b"".join([data[(n + 1) * size : (n + 2) * size] for n in sectors])[:length])


def length(data: bytes, name: str) -> int:
    """How long the stream of that name in any case of letters says that it is; 0 where there is none."""
    return next((size for found, _, size in _directory(data) if found.lower() == name), 0)


def packed(stream: Buffer, name: str) -> bytes:
    """A new OLE file with that one stream: whatever was wrong with the tables of the old one is not in it."""
    return b"".join(pieces(stream, name))


def pieces(stream: Buffer, name: str) -> list[Buffer]:
    """The new file of `packed` in pieces, so that a long stream need not be copied.

    In it stand first the table of sectors, then the list of its sectors beyond the 109 that the header names, the
    directory, and the stream.
    """
    count = max(-(-max(len(stream), _LEAST) // _SECTOR), 1)
    tables = lists = 0
    while tables * _NUMBERS < tables + lists + 1 + count:
        tables += 1
        lists = -(-max(tables - _IN_HEADER, 0) // (_NUMBERS - 1))
    directory = tables + lists
    first = directory + 1
    entries = [_TABLE] * tables + [_LIST] * lists + [_END, *range(first + 1, first + count), _END]
    entries += [_FREE] * (tables * _NUMBERS - len(entries))
    header = MAGIC + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, directory, 0, _LEAST, _END, 0, tables if lists else _END, lists)
    named = [*range(min(tables, _IN_HEADER)), *[_FREE] * (_IN_HEADER - tables)]
    parts: list[Buffer] = [header, struct.pack(f"<{_IN_HEADER}I", *named), struct.pack(f"<{len(entries)}I", *entries)]
    for number in range(lists):
        begin = _IN_HEADER + number * (_NUMBERS - 1)
        here = list(range(begin, min(begin + _NUMBERS - 1, tables)))
        here += [_FREE] * (_NUMBERS - 1 - len(here))
        parts.append(struct.pack(f"<{_NUMBERS}I", *here, tables + number + 1 if number + 1 < lists else _END))
    entry = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, _STREAM, _FREE, first, max(len(stream), _LEAST))
    return [*parts, entry.ljust(_SECTOR, b"\0"), stream, bytes(count * _SECTOR - len(stream))]


def _entry(name: str, kind: int, child: int, first: int, length: int) -> bytes:
    """An entry of the directory."""
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBB3I", len(text), kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, length)


def _directory(data: bytes) -> list[tuple[str, int, int]]:
    """Name, first sector and length of each stream."""
    if not data.startswith(MAGIC) or len(data) < 512 or struct.unpack_from("<H", data, 30)[0] not in (9, 12):
        return []
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    found = []
    for sector in _chain(data, struct.unpack_from("<I", data, 48)[0], size, len(data) // size):
        start = (sector + 1) * size
        for at in range(start, min(start + size, len(data) - _ENTRY + 1), _ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind == _STREAM and 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                found.append((name, *struct.unpack_from("<II", data, at + 116)))
    return found


def _chain(data: bytes, first: int, size: int, most: int) -> list[int]:
    """The sectors that follow `first`, `most` of them; they end where the table is broken."""
    following: list[int] = []
    for number in _tables(data, size):
        following += struct.unpack_from(f"<{size // 4}I", data, (number + 1) * size)
    chain: list[int] = []
    sector, surely = first, max(most - 2, 0)
    if following[first : first + surely] == [*range(first + 1, first + surely + 1)]:  # a quick way for most files
        chain, sector = [*range(first, first + surely)], first + surely
    while sector < _LAST_SECTOR and len(chain) < most:
        chain.append(sector)
        if sector >= len(following):
            break
        sector = following[sector]
    return chain


def _tables(data: bytes, size: int) -> list[int]:
    """The sectors that hold the table of sectors: 109 are named in the first bytes, more in sectors of their own."""
    tables = list(struct.unpack_from("<109I", data, 76))
    more, seen = struct.unpack_from("<I", data, 68)[0], set()
    while more < _LAST_SECTOR and more not in seen and (more + 2) * size <= len(data):
        seen.add(more)
        *named, following = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        tables += named
        more = following
    return [n for n in tables if n < _LAST_SECTOR and (n + 2) * size <= len(data)]
