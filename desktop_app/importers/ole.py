"""OLE files (.xls, .et, .doc, .wps): the names of their streams, which tell what they are, and the bytes of one.

The layout is Microsoft's [MS-CFB]: sectors of 512 or 4096 bytes, a table of the sector that follows each, and a
directory of 128 bytes an entry.
"""

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # greater numbers are marks and no sectors
_ENTRY = 128
_STREAM = 2
_LEAST = 4_096  # smaller streams lie elsewhere


@dataclass(slots=True)
class Stream:
    """One stream: the sectors that it lies in, their size, and its length in bytes."""

    name: str
    sectors: list[int]
    size: int
    length: int

    def read(self, data: bytes) -> bytes:
        """The bytes of the stream, as far as they are there."""
        size, first, last = self.size, self.sectors[0], self.sectors[-1]
        if self.sectors == list(range(first, last + 1)):  # as most programs write it
            return data[(first + 1) * size : (first + 1) * size + self.length]
        return b"".join([data[(n + 1) * size : (n + 2) * size] for n in self.sectors])[: self.length]

    def place(self, at: int) -> int | None:
        """Where in the file a byte of the stream stands."""
        number, rest = divmod(at, self.size)
        return (self.sectors[number] + 1) * self.size + rest if number < len(self.sectors) else None


def streams(data: bytes) -> list[str]:
    """The names of the streams in `data`, as far as the directory is whole; none where it is no OLE file."""
    return [name for name, _, _ in _directory(data)]


def find(data: bytes, name: str) -> Stream | None:
    """The stream of that name in any case of letters; None where there is none, or it is a small one."""
    for found, first, length in _directory(data):
        if found.lower() == name and length >= _LEAST:
            size = 1 << struct.unpack_from("<H", data, 30)[0]
            sectors = _chain(data, first, size, min(length, len(data)) // size + 1)
            return Stream(found, sectors, size, length) if sectors else None
    return None


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
    per_table = size // 4
    tables = [struct.unpack_from(f"<{per_table}I", data, (n + 1) * size) for n in _tables(data, size)]
    chain: list[int] = []
    sector = first
    while sector < _LAST_SECTOR and len(chain) < most:
        chain.append(sector)
        number, rest = divmod(sector, per_table)
        if number >= len(tables):
            break
        sector = tables[number][rest]
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
