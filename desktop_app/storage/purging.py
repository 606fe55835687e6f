"""Taking the content of a project out of a workspace for good: records, journal, frozen books, sources, backups.

What stays of the project is its row with number (序号) and flag. `purge` is one transaction; what must follow it (pages
that SQLite freed earlier, backups) is noted in the file before and done by `finish`, so that a program that is killed
in between does it at the next opening. Nothing before a purge can be taken back.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app.domain import secret_names
from desktop_app.domain.model import SECRET
from desktop_app.errors import from_os_error
from desktop_app.storage import backup, frozen_redaction, purge_scope
from desktop_app.storage.journal import write_note
from desktop_app.storage.purge_scope import Lines, Row, Scope
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store
from desktop_app.storage.trouble import told

NAME = "清除涉密内容"
GONE = "（涉密内容已清除）"
_PENDING = "purging"  # state of the note until pages and backups are clean, too
_OWN = ("goal", "indicator")
_NOTES = ("review", "answer", "settled", "source", "stage")  # live rows that quote what is said elsewhere

_WORDINGS = (("section", "links"), ("department_goal", "wording"), ("goal_indicator", "wording"))


def purge(store: Store, project_id: str, common: Callable[[str], bool] = lambda _: False) -> None:
    """Take the content of a project out of the records and the journal; `finish` must follow.

    `common` tells names that are many a project's: texts that only hold one stay.

    The project and its purchases go; every other text of the journal, of sources, notes and frozen books that names it
    or repeats its purpose or goals says instead that it was cleared. Raises UserError where the file cannot be written.
    """
    store.require_writable()
    connection = store.connection
    with told(store.path):
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            _purge(connection, project_id, store.user, common)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    store.saved_at = datetime.now()


def pending(store: Store) -> bool:
    """Whether a purge was begun in this file and not finished."""
    return bool(store.query("SELECT 1 FROM operation WHERE state = ? LIMIT 1", _PENDING))


def finish(store: Store, backup_folder: Path) -> None:
    """Clean the pages that SQLite freed, then put one new backup in the place of all that there are.

    Raises UserError where the disk does not take it; it is done again at the next opening.
    """
    with told(store.path):
        store.connection.execute("PRAGMA secure_delete = ON")
        store.connection.execute("VACUUM")
    old = backup.listing(backup_folder)
    backup.rotate(store.connection, backup_folder, "清除后")
    for path in old:
        _destroy(path)
    with told(store.path):
        store.connection.execute("UPDATE operation SET state = 'note' WHERE state = ?", (_PENDING,))


def _destroy(path: Path) -> None:
    """Remove a file after its bytes were written over."""
    if not path.exists():
        return  # the rotation was first
    try:
        with open(path, "rb+") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(left, 1 << 20)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError as error:
        raise from_os_error(error, path) from error


def _purge(connection: sqlite3.Connection, project_id: str, user: str, common: Callable[[str], bool]) -> None:
    found = purge_scope.scope(connection, project_id, common)
    wanted = json.dumps(sorted(found.under))
    clean = _cleaner(found.inside | found.texts, found.whole)
    clean_notes = _cleaner(found.inside | found.texts | found.details, found.whole)
    _clean_live(connection, project_id, found, user)
    connection.execute("DELETE FROM change WHERE row_id IN (SELECT value FROM json_each(?))", (wanted,))
    # what was done to its records alone may be called by them
    emptied = "id NOT IN (SELECT operation_id FROM change)"
    connection.execute(f"UPDATE operation SET name = ? WHERE {emptied}", (GONE,))
    _clean_journal(connection, clean, clean_notes, found.lines)
    _clean_notes(connection, clean_notes, found.lines)
    frozen_redaction.redact(connection, found.ids, found.names, clean, clean_notes)
    connection.execute("UPDATE operation SET state = 'settled' WHERE state = 'done'")
    connection.execute("UPDATE operation SET state = 'dropped' WHERE state = 'undone'")
    write_note(connection, NAME, user, {"projects": 1})
    connection.execute("UPDATE operation SET state = ? WHERE id = (SELECT max(id) FROM operation)", (_PENDING,))


def _cleaner(inside: Collection[str], whole: Collection[str]) -> Callable[[Any], Any]:
    """What puts `GONE` in the place of every text that holds one of `inside` or is one of `whole` (all heard).

    It goes deep into JSON data and JSON in texts.
    """

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: clean(entry) for name, entry in value.items()}
        if isinstance(value, list):
            return [clean(entry) for entry in value]
        if not isinstance(value, str) or not value:
            return value
        plain = secret_names.heard(value)
        told = any([needle in plain for needle in inside])
        if not told and not any([name in plain for name in whole]):
            return value
        data = _data(value)
        if data is not None:
            return json.dumps(clean(data), ensure_ascii=False, separators=(",", ":"))
        return GONE if told or plain in whole else value

    return clean


def _data(text: str) -> Any:
    """The list or object that a text is the JSON of, else None."""
    if text[0] not in "[{":
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, (list, dict)) else None


def _clean_live(connection: sqlite3.Connection, project_id: str, found: Scope, user: str) -> None:
    for table in ("review", "answer", *_OWN):
        connection.execute(f"DELETE FROM {table} WHERE project_id = ?", (project_id,))
    named = json.dumps(sorted(found.under))
    for table in ("review", "answer", "settled"):
        for column in ("record_id", "id"):
            connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (named,))
    for table in ("purchase", "purchase_total"):
        gone = json.dumps(sorted(found.purchases))
        connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (gone,))
    shape = TABLES["project"]
    blank: Row = dict.fromkeys((*shape.texts, *shape.details), "") | {"secret": SECRET, "source_id": None}
    blank |= dict.fromkeys((*shape.integers, *shape.parsed))
    blank |= {"changed_at": datetime.now().isoformat(timespec="milliseconds"), "changed_by": user}
    rows = purge_scope.rows_of(connection, "project", "id = ?", project_id)
    blank["seq"] = secret_names.bare_number(str(rows[0]["seq"] or "")) if rows else ""
    names = ", ".join(f'"{name}" = ?' for name in blank)
    connection.execute(f"UPDATE project SET {names} WHERE id = ?", (*blank.values(), project_id))


def _clean_journal(
    connection: sqlite3.Connection, clean: Callable[[Any], Any], clean_notes: Callable[[Any], Any], lines: Lines
) -> None:
    anew: list[tuple[str | None, str | None, int]] = []
    for number, table, *texts in connection.execute("SELECT id, tbl, before, after FROM change"):
        states = [json.loads(text) if text else None for text in texts]
        for state in states:
            if table == "source" and state:
                _without_lines(state, state.get("id"), lines)
        new = [_json((clean_notes if table in _NOTES else clean)(state)) for state in states]
        if new != texts:
            anew.append((new[0], new[1], number))
    connection.executemany("UPDATE change SET before = ?, after = ? WHERE id = ?", anew)
    for number, name in connection.execute("SELECT id, name FROM operation").fetchall():
        if clean(name) != name:
            connection.execute("UPDATE operation SET name = ? WHERE id = ?", (GONE, number))


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _clean_notes(connection: sqlite3.Connection, clean: Callable[[Any], Any], lines: Lines) -> None:
    """The live rows that are not published themselves and may quote: sources, flags, answers, decisions, stages."""
    for table in _NOTES:
        shape = TABLES[table]
        for row in purge_scope.rows_of(connection, table, "1"):
            texts = {name: row[name] for name in (*shape.texts, *shape.details) if name != "snapshot"}
            new = dict(texts)
            if table == "source":
                _without_lines(new, row["id"], lines)
            new = clean(new)
            for name in (n for n in new if new[n] != texts[n]):
                connection.execute(f'UPDATE {table} SET "{name}" = ? WHERE id = ?', (new[name], row["id"]))
    for table, name in _WORDINGS:  # how a text was printed that a person has written anew
        for row in purge_scope.rows_of(connection, table, f"\"{name}\" != ''"):
            if clean(row[name]) != row[name]:
                connection.execute(f"UPDATE {table} SET \"{name}\" = '' WHERE id = ?", (row["id"],))


def _without_lines(state: Row, source_id: Any, lines: Lines) -> None:
    """Take the unread lines of a source that stood inside the project out of the row."""
    ranges = [(first, last) for source, first, last in lines if source == source_id]
    if state.get("unread") and ranges:
        entries = json.loads(state["unread"])
        kept = [entry for entry in entries if not any(first <= entry[0] <= last for first, last in ranges)]
        state["unread"] = json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""
