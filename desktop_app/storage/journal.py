"""The journal: every change is one named operation, kept with what was before and after.

Undo, redo and the history of a cell all read it.
"""

import json
import os
import sqlite3
from datetime import datetime
from typing import Any

from desktop_app.domain.amounts import parse_amount, parse_percent
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.storage.schema import TABLES, Table

Row = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # one for all: making one takes longer


def new_id() -> str:
    """A stable id that no other copy of the file will ever make again."""
    return os.urandom(16).hex()


class Operation:
    """The one way to change records. Made by `Store.operation`; collects `changes` for the views."""

    def __init__(self, connection: sqlite3.Connection, name: str, user: str) -> None:
        self.name = name
        self.changes = Changes(name)
        self.touched = False
        self._connection = connection
        self._user = user
        self._at = datetime.now().isoformat(timespec="milliseconds")
        self._id = 0

    def last_place(self, table: str) -> str:
        """The greatest place in a table as the operation leaves it, "" where it is empty."""
        (place,) = self._connection.execute(f"SELECT max(place) FROM {TABLES[table].name}").fetchone()
        return place or ""

    def insert(self, table: str, row: Row) -> str:
        """Add a record and return its id (made here where `row` has none)."""
        return self.insert_many(table, [row])[0]

    def insert_many(self, table: str, rows: list[Row]) -> list[str]:
        """Add records of one table and return their ids, in order."""
        shape = TABLES[table]
        if not rows:
            return []
        blank = _blank(shape)
        full = [{**blank, **row, "id": row.get("id") or new_id()} for row in rows]
        self._record([(table, row["id"], None, row) for row in full])
        _write_rows(self._connection, shape, full, self._at, self._user)
        for row in full:
            _note_row(self.changes, table, row)
        return [str(row["id"]) for row in full]

    def update(self, table: str, row_id: str, texts: Row) -> bool:
        """Change columns of a record; whether anything differed. A record that is gone is left alone."""
        shape = TABLES[table]
        names = list(texts)
        before = _read(self._connection, shape, row_id)
        if before is None:
            return False
        after = {name: texts[name] for name in names if before[name] != texts[name]}
        if not after:
            return False
        old = {name: before[name] for name in after}
        self._record([(table, row_id, old, after)])
        _update_row(self._connection, shape, row_id, after, self._at, self._user)
        _note_cells(self.changes, table, row_id, after)
        _note_project(self.changes, table, {**before, **after})
        return True

    def delete(self, table: str, row_id: str) -> None:
        """Remove a record and everything under it."""
        shape = TABLES[table]
        row = _read(self._connection, shape, row_id)
        if row is None:
            return
        for child, link in shape.children:
            for (child_id,) in self._connection.execute(
                f"SELECT id FROM {child} WHERE {link} = ?", (row_id,)
            ).fetchall():
                self.delete(child, child_id)
        _note_row(self.changes, table, row)
        self._record([(table, row_id, row, None)])
        self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))

    def keep(self, name: str, content: bytes) -> None:
        """Put a content that never changes into the table `snapshot`, once; the journal does not hold it."""
        self._connection.execute("INSERT OR REPLACE INTO snapshot (id, content) VALUES (?, ?)", (name, content))

    @property
    def number(self) -> int:
        """The operation's own number in the journal, 0 as long as it has changed nothing."""
        return self._id

    def forget(self, name: str) -> None:
        """Take a content out of the table `snapshot` again, unless a stage names it or one that was taken back did."""
        self._connection.execute(
            "DELETE FROM snapshot WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM stage WHERE snapshot = ?1)"
            " AND NOT EXISTS (SELECT 1 FROM change WHERE tbl = 'stage'"
            " AND (instr(before, ?1) > 0 OR instr(after, ?1) > 0))",
            (name,),
        )

    def note(self, name: str, details: Row) -> None:
        """Keep in the journal, with the operation, that something was done that changes no record (`Store.note`)."""
        write_note(self._connection, name, self._user, details)

    def finish(self) -> None:
        """A new operation ends the line of those that were taken back: they can no longer be done again."""
        if self.touched:
            self._connection.execute("UPDATE operation SET state = 'dropped' WHERE state = 'undone'")

    def _record(self, entries: list[tuple[str, str, Row | None, Row | None]]) -> None:
        if not self.touched:
            self._id = _begin(self._connection, self.name, self._at, self._user, "done")
            self.touched = True
        self._connection.executemany(
            "INSERT INTO change (operation_id, tbl, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
            ((self._id, table, row_id, _json(before), _json(after)) for table, row_id, before, after in entries),
        )


def write_note(connection: sqlite3.Connection, name: str, user: str, details: Row) -> None:
    """Record something done that changed no record; the caller owns the transaction."""
    at = datetime.now().isoformat(timespec="milliseconds")
    operation_id = _begin(connection, name, at, user, "note")
    connection.execute(
        "INSERT INTO change (operation_id, tbl, row_id, after) VALUES (?, 'note', '', ?)",
        (operation_id, _json(details)),
    )


def _begin(connection: sqlite3.Connection, name: str, at: str, user: str, state: str) -> int:
    cursor = connection.execute(
        'INSERT INTO operation (uid, name, at, "by", state) VALUES (?, ?, ?, ?, ?)', (new_id(), name, at, user, state)
    )
    return int(cursor.lastrowid or 0)


def replay(connection: sqlite3.Connection, operation_id: int, name: str, back: bool) -> Changes:
    """Take an operation back, or do it again, by its recorded changes; the caller owns the transaction."""
    changes = Changes(name)
    at = datetime.now().isoformat(timespec="milliseconds")
    (user,) = connection.execute('SELECT "by" FROM operation WHERE id = ?', (operation_id,)).fetchone()
    order = "DESC" if back else "ASC"
    for table, row_id, before_json, after_json in connection.execute(
        f"SELECT tbl, row_id, before, after FROM change WHERE operation_id = ? ORDER BY id {order}", (operation_id,)
    ).fetchall():
        shape = TABLES[table]
        before, after = (json.loads(text) if text else None for text in (before_json, after_json))
        target = before if back else after
        if target is None:
            _note_row(changes, table, (after if back else before) or {})
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        elif before is None or after is None:
            full = {**_blank(shape), **target}  # the journal may be older than the table
            _write_rows(connection, shape, [full], at, user)
            _note_row(changes, table, full)
        else:
            _update_row(connection, shape, row_id, target, at, user)
            _note_cells(changes, table, row_id, target)
            _note_project(changes, table, _read(connection, shape, row_id) or {})
    return changes


def _json(row: Row | None) -> str | None:
    return None if row is None else _encode(row)


def _blank(shape: Table) -> Row:
    filled = {*shape.texts, *shape.details, "place"}
    return {name: ("" if name in filled else None) for name in shape.columns}


def _parsed(shape: Table, row: Row) -> Row:
    """The parsed columns that follow from the texts in `row`."""
    parsed: Row = {f"{c}_fen": _storable(parse_amount(row[c])) for c in shape.amounts if c in row}
    return parsed | {f"{c}_points": _storable(parse_percent(row[c])) for c in shape.percents if c in row}


def _storable(number: int | None) -> int | None:
    """The number where SQLite can hold it; digits beyond any money (a finger on the key) are kept as text only."""
    return number if number is not None and number.bit_length() < 64 else None


def _write_rows(connection: sqlite3.Connection, shape: Table, rows: list[Row], at: str, user: str) -> None:
    names = (*shape.columns, *shape.parsed, "changed_at", "changed_by")
    quoted = ", ".join(f'"{n}"' for n in names)
    full = ({**row, **_parsed(shape, row), "changed_at": at, "changed_by": user} for row in rows)
    connection.executemany(
        f"INSERT INTO {shape.name} ({quoted}) VALUES ({', '.join('?' * len(names))})",
        (tuple(row[n] for n in names) for row in full),
    )


def _update_row(connection: sqlite3.Connection, shape: Table, row_id: str, texts: Row, at: str, user: str) -> None:
    new = {**texts, **_parsed(shape, texts), "changed_at": at, "changed_by": user}
    assignments = ", ".join(f'"{name}" = ?' for name in new)
    connection.execute(f"UPDATE {shape.name} SET {assignments} WHERE id = ?", (*new.values(), row_id))


def _read(connection: sqlite3.Connection, shape: Table, row_id: str) -> Row | None:
    names = shape.columns
    quoted = ", ".join(f'"{n}"' for n in names)
    row = connection.execute(f"SELECT {quoted} FROM {shape.name} WHERE id = ?", (row_id,)).fetchone()
    return None if row is None else dict(zip(names, row, strict=True))


def _note_cells(changes: Changes, table: str, row_id: str, texts: Row) -> None:
    silent = {*TABLES[table].details, "source_id", "line_first", "line_last"}
    changes.cells.update(CellKey(table, row_id, name) for name in texts if name not in silent)
    if "place" in texts or table in ("department", "unit"):
        changes.structure = True
        changes.tables.add(table)


def _note_row(changes: Changes, table: str, row: Row) -> None:
    changes.structure = True
    changes.tables.add(table)
    if parent := row.get(TABLES[table].parent):
        changes.parents.add(parent)
    _note_project(changes, table, row)


def _note_project(changes: Changes, table: str, row: Row) -> None:
    project_id = row.get("id") if table == "project" else row.get("project_id")
    if project_id:
        changes.projects.add(project_id)
