"""Frozen books of closed stages without the content of a purged project: the one time that a snapshot changes."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Collection
from typing import Any

from desktop_app.domain import plain, secret_names
from desktop_app.domain.model import SECRET, Book, Project
from desktop_app.storage import snapshots

_NOTES = ("unread", "review", "parts", "answers")


def redact(
    connection: sqlite3.Connection,
    ids: Collection[str],
    names: Collection[str],
    clean: Callable[[Any], Any],
    clean_notes: Callable[[Any], Any],
) -> None:
    """Freeze every snapshot anew where the project is in it, and let its stage name the new one.

    A project is known by its id or by one of its `names`. `clean_notes` looks at what is no text of the book itself.
    What no stage names any more goes, and so does what cannot be read: nobody knows what is in it.
    """
    used = {name for (name,) in connection.execute("SELECT snapshot FROM stage")}
    for name, content in connection.execute("SELECT id, content FROM snapshot").fetchall():
        book = snapshots.unpacked_book(content) if name in used else None
        if book is not None:
            _leave_out(book, ids, names)
            cleaned = clean(json.loads(plain.bytes_of([book])))
            for record in cleaned:
                record |= {noted: clean_notes(record[noted]) for noted in _NOTES}
            data = plain.bytes_of(plain.books_of(json.dumps(cleaned, ensure_ascii=False).encode("utf-8")))
            new = hashlib.sha256(data).hexdigest()
            if new == name:
                continue
            packed = zlib.compress(data, 6)
            connection.execute("INSERT OR REPLACE INTO snapshot (id, content) VALUES (?, ?)", (new, packed))
            connection.execute("UPDATE stage SET snapshot = ? WHERE snapshot = ?", (new, name))
            _rename(connection, name, new)
        connection.execute("DELETE FROM snapshot WHERE id = ?", (name,))


def _leave_out(book: Book, ids: Collection[str], names: Collection[str]) -> None:
    gone = [p for p in book.projects if p.id in ids or secret_names.called(p) & set(names)]
    if not gone:
        return
    ranges = [p.lines for p in gone if p.lines]
    book.unread = [u for u in book.unread if not any(first <= u.line <= last for first, last in ranges)]
    book.review = [r for r in book.review if not (r.lines and any(a <= r.lines[0] <= b for a, b in ranges))]
    book.projects = [_stub(p) if p in gone else p for p in book.projects]
    kept = [purchase for purchase in book.purchases if not secret_names.of_secret(purchase, names)]
    if len(kept) < len(book.purchases):
        book.purchases, book.purchase_totals = kept, []


def _stub(p: Project) -> Project:
    seq = secret_names.bare_number(p.seq)
    return Project(unit_code=p.unit_code, unit_name=p.unit_name, seq=seq, secret=SECRET, id=p.id, unit_id=p.unit_id)


def _rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """The journal's rows of stages name their frozen books, too."""
    for column in ("before", "after"):
        connection.execute(
            f"UPDATE change SET {column} = replace({column}, ?, ?) WHERE tbl = 'stage' AND {column} IS NOT NULL",
            (old, new),
        )
