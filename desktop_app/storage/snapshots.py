"""Frozen books: the content of a closed stage, kept under its SHA-256 in the table `snapshot`.

A snapshot never changes and no journal keeps it: taking a closing back removes the record of the stage and leaves the
content lying, so that the closing can be done again. It holds everything that the book held, projects that are marked
涉密 among it: it is read to be compared here, and nothing that leaves the file (documents, packages, dumps) is made
of it.
"""

import hashlib
import zlib

from desktop_app.domain import plain
from desktop_app.domain.model import Book
from desktop_app.errors import UserError
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

_MOST_BYTES = 2_000_000_000  # unpacked: a damaged or hostile content must not fill the memory
_DAMAGE = (*plain.DAMAGE, zlib.error)
_HINT = "现在的内容和别的阶段都完好；要对比这个阶段，请用“文件→恢复备份”把结束它以后的备份恢复成另一个工作簿"


def freeze(operation: Operation, book: Book) -> str:
    """Put a book into the file as part of the operation; returns the name that it is read by."""
    data = plain.bytes_of([book])
    name = hashlib.sha256(data).hexdigest()
    operation.keep(name, zlib.compress(data, 6))
    return name


def read(store: Store, name: str, stage: str = "") -> Book:
    """The book of a snapshot, that of the `stage`. Raises UserError where it is missing or not what was put there."""
    where = f"“{stage}”" if stage else name[:12]
    rows = store.query("SELECT content FROM snapshot WHERE id = ?", name)
    if not rows:
        raise UserError("这个阶段的留底不在工作簿里", where, _HINT)
    data = _unpacked(rows[0]["content"])
    if data is None or hashlib.sha256(data).hexdigest() != name:
        raise _damaged(where)
    try:
        (book,) = plain.books_of(data)
    except _DAMAGE as error:
        raise _damaged(where) from error
    return book


def names(store: Store) -> set[str]:
    """The names of all frozen books that are in the file."""
    return {row["id"] for row in store.query("SELECT id FROM snapshot")}


def problems(store: Store) -> list[str]:
    """What is wrong with the frozen contents: one sentence each, none where all are whole."""
    found = []
    stages = store.query(
        "SELECT s.name, s.snapshot, d.year, d.name AS department FROM stage s"
        " JOIN department d ON d.id = s.department_id ORDER BY d.year, d.place, s.place"
    )
    known = names(store)
    broken = {name for name in known if not _whole(store, name)}
    for stage in stages:
        label = f"{stage['year']}年度 {stage['department']} “{stage['name']}”"
        if stage["snapshot"] not in known:
            found.append(f"{label} 的留底不在工作簿里")
        elif stage["snapshot"] in broken:
            found.append(f"{label} 的留底已损坏")
    unnamed = broken - {stage["snapshot"] for stage in stages}
    return found + [f"已撤销的阶段的留底已损坏（{name[:12]}）" for name in sorted(unnamed)]


def unpacked_book(content: object) -> Book | None:
    """The book in the content of a snapshot, None where it cannot be read."""
    data = _unpacked(content)
    if data is None:
        return None
    try:
        (book,) = plain.books_of(data)
    except _DAMAGE:
        return None
    return book


def _whole(store: Store, name: str) -> bool:
    try:
        read(store, name)
    except UserError:
        return False
    return True


def _unpacked(content: object) -> bytes | None:
    """The bytes that were packed, None where there are none or too many."""
    if not isinstance(content, bytes):
        return None
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(content, _MOST_BYTES)
    except _DAMAGE:
        return None
    return data if unpacking.eof else None


def _damaged(where: str) -> UserError:
    return UserError("这个阶段的留底已损坏，读不出来", where, _HINT)
