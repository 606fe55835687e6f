"""Taking the content of a project out of a workspace for good: records, journal, frozen books, sources, backups.

What stays of the project is its row with number (序号) and flag. `purge` is one transaction; what must follow it (pages
that SQLite freed earlier, backups) is noted in the file before and done by `finish`, so that a program that is killed
in between does it at the next opening. Nothing before a purge can be taken back.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app.domain import secret_names
from desktop_app.domain.model import SECRET, Project
from desktop_app.errors import from_os_error
from desktop_app.storage import backup, frozen_redaction
from desktop_app.storage.journal import write_note
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store
from desktop_app.storage.trouble import told

NAME = "清除涉密内容"
GONE = "（涉密内容已清除）"
_PENDING = "purging"  # state of the note until pages and backups are clean, too
_LONGEST_COMMON = 10  # folded signs: a shorter purpose or goal may be anybody's
_CALLED = ("name", "code", "title")
_OWN = ("goal", "indicator")
_NOTES = ("review", "answer", "settled", "source", "stage")  # live rows that quote what is said elsewhere

_WORDINGS = (("section", "links"), ("department_goal", "wording"), ("goal_indicator", "wording"))

Row = dict[str, Any]


def purge(store: Store, project_id: str) -> None:
    """Take the content of a project out of the records and the journal; `finish` must follow.

    The project and its purchases go; every other text of the journal, of sources, notes and frozen books that names it
    or repeats its purpose or goals says instead that it was cleared. Raises UserError where the file cannot be written.
    """
    store.require_writable()
    connection = store.connection
    with told(store.path):
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            _purge(connection, project_id, store.user)
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


def _purge(connection: sqlite3.Connection, project_id: str, user: str) -> None:
    own = _rows(connection, "project", "id = ?", project_id)
    states = _states(connection, "tbl = 'project' AND row_id = ?", project_id)
    others = [row for row in _rows(connection, "project", "id != ?", project_id) if not _secret(row)]
    names = _named([*own, *states]) - _named(others)  # what a copied project was first called is another's name
    ids = {project_id} | _earlier(connection, names)
    purchases = _purchases(connection, project_id, names)
    under = ids | purchases | _under(connection, ids)
    wanted = json.dumps(sorted(under))
    texts = _long([*own, *_states(connection, "row_id IN (SELECT value FROM json_each(?))", wanted)])
    texts |= _long(_rows(connection, "goal", "project_id = ?", project_id))
    texts -= _long(others) | _long(_rows(connection, "goal", "project_id != ?", project_id))
    clean = _cleaner({*names, *texts})
    lines = {(row["source_id"], row["line_first"], row["line_last"]) for row in own if row["line_first"]}
    _clean_live(connection, project_id, under, purchases, user)
    connection.execute("DELETE FROM change WHERE row_id IN (SELECT value FROM json_each(?))", (wanted,))
    _clean_journal(connection, clean, lines)
    _clean_notes(connection, clean, lines)
    frozen_redaction.redact(connection, ids, names, clean)
    connection.execute("UPDATE operation SET state = 'settled' WHERE state = 'done'")
    connection.execute("UPDATE operation SET state = 'dropped' WHERE state = 'undone'")
    write_note(connection, NAME, user, {"projects": 1})
    connection.execute("UPDATE operation SET state = ? WHERE id = (SELECT max(id) FROM operation)", (_PENDING,))


def _secret(row: Row) -> bool:
    return Project(secret=row["secret"]).is_secret


def _rows(connection: sqlite3.Connection, table: str, condition: str, *parameters: str) -> list[Row]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {condition}", parameters)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _states(connection: sqlite3.Connection, condition: str, *parameters: str) -> list[Row]:
    """What the journal says was before and after, of some of its changes."""
    found = connection.execute(f"SELECT before, after FROM change WHERE {condition}", parameters)
    return [json.loads(text) for pair in found for text in pair if text]


def _earlier(connection: sqlite3.Connection, names: Collection[str]) -> set[str]:
    """The ids of projects that are no more and were called so: earlier copies of the same one."""
    sql = "SELECT row_id, before, after FROM change WHERE tbl = 'project' AND row_id NOT IN (SELECT id FROM project)"
    return {
        row_id
        for row_id, *texts in connection.execute(sql)
        if _named(json.loads(text) for text in texts if text) & set(names)
    }


def _under(connection: sqlite3.Connection, ids: Collection[str]) -> set[str]:
    """The ids of the rows that stand or stood under the projects."""
    wanted = json.dumps(sorted(ids))
    sql = "SELECT row_id FROM change WHERE json_extract(coalesce(after, before), '$.project_id') IN"
    found = {r for (r,) in connection.execute(f"{sql} (SELECT value FROM json_each(?))", (wanted,))}
    for table in _OWN:
        sql = f"SELECT id FROM {table} WHERE project_id IN (SELECT value FROM json_each(?))"
        found |= {r for (r,) in connection.execute(sql, (wanted,))}
    return found


def _named(states: Iterable[Row]) -> set[str]:
    """What rows of a project say that it is called; a title as it is without the words of the form."""
    named: set[str] = set()
    for state in states:
        title = secret_names.titled(str(state.get("title") or ""))
        named |= {title, *(secret_names.spoken(str(state.get(c) or "")) for c in _CALLED[:2])}
    return set(secret_names.telling(named - {""}))


def _long(states: Iterable[Row]) -> set[str]:
    """The purposes and goals among the texts of rows, folded, where nobody else would say them."""
    found = [secret_names.spoken(str(state.get(name) or "")) for state in states for name in ("purpose", "text")]
    return {text for text in found if len(text) >= _LONGEST_COMMON}


def _purchases(connection: sqlite3.Connection, project_id: str, names: Collection[str]) -> set[str]:
    """The purchases for the project in its department; with them go the printed sums, which tell amounts."""
    department = (
        "department_id = (SELECT u.department_id FROM project p JOIN unit u ON u.id = p.unit_id WHERE p.id = ?)"
    )
    found = _rows(connection, "purchase", department, project_id)
    meant = {str(row["id"]) for row in found if secret_names.spoken(row["project"]) in names}
    if meant:
        meant |= {str(row["id"]) for row in _rows(connection, "purchase_total", department, project_id)}
    return meant


def _cleaner(needles: Collection[str]) -> Callable[[Any], Any]:
    """What puts `GONE` in the place of every text that holds a needle, deep inside JSON data and JSON in texts."""

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: clean(entry) for name, entry in value.items()}
        if isinstance(value, list):
            return [clean(entry) for entry in value]
        if not isinstance(value, str) or not value:
            return value
        folded = secret_names.spoken(value)
        if not any(needle in folded for needle in needles):
            return value
        inside = _data(value)
        return GONE if inside is None else json.dumps(clean(inside), ensure_ascii=False, separators=(",", ":"))

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


def _clean_live(
    connection: sqlite3.Connection, project_id: str, under: set[str], purchases: set[str], user: str
) -> None:
    for table in ("review", "answer", *_OWN):
        connection.execute(f"DELETE FROM {table} WHERE project_id = ?", (project_id,))
    named = json.dumps(sorted(under))
    for table in ("review", "answer", "settled"):
        connection.execute(f"DELETE FROM {table} WHERE record_id IN (SELECT value FROM json_each(?))", (named,))
    for table in ("purchase", "purchase_total"):
        gone = json.dumps(sorted(purchases))
        connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (gone,))
    shape = TABLES["project"]
    blank: Row = dict.fromkeys((*shape.texts, *shape.details), "") | {"secret": SECRET, "source_id": None}
    blank |= dict.fromkeys((*shape.integers, *shape.parsed))
    blank |= {"changed_at": datetime.now().isoformat(timespec="milliseconds"), "changed_by": user}
    del blank["seq"]
    names = ", ".join(f'"{name}" = ?' for name in blank)
    connection.execute(f"UPDATE project SET {names} WHERE id = ?", (*blank.values(), project_id))


_Lines = Collection[tuple[Any, int, int]]


def _clean_journal(connection: sqlite3.Connection, clean: Callable[[Any], Any], lines: _Lines) -> None:
    anew: list[tuple[str | None, str | None, int]] = []
    for number, table, *texts in connection.execute("SELECT id, tbl, before, after FROM change"):
        states = [json.loads(text) if text else None for text in texts]
        for state in states:
            if table == "source" and state:
                _without_lines(state, state.get("id"), lines)
        new = [_json(clean(state)) for state in states]
        if new != texts:
            anew.append((new[0], new[1], number))
    connection.executemany("UPDATE change SET before = ?, after = ? WHERE id = ?", anew)
    for number, name in connection.execute("SELECT id, name FROM operation").fetchall():
        if clean(name) != name:
            connection.execute("UPDATE operation SET name = ? WHERE id = ?", (GONE, number))


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _clean_notes(connection: sqlite3.Connection, clean: Callable[[Any], Any], lines: _Lines) -> None:
    """The live rows that are not published themselves and may quote: sources, flags, answers, decisions, stages."""
    for table in _NOTES:
        shape = TABLES[table]
        for row in _rows(connection, table, "1"):
            texts = {name: row[name] for name in (*shape.texts, *shape.details) if name != "snapshot"}
            new = dict(texts)
            if table == "source":
                _without_lines(new, row["id"], lines)
            new = clean(new)
            for name in (n for n in new if new[n] != texts[n]):
                connection.execute(f'UPDATE {table} SET "{name}" = ? WHERE id = ?', (new[name], row["id"]))
    for table, name in _WORDINGS:  # how a text was printed that a person has written anew
        for row in _rows(connection, table, f"\"{name}\" != ''"):
            if clean(row[name]) != row[name]:
                connection.execute(f"UPDATE {table} SET \"{name}\" = '' WHERE id = ?", (row["id"],))


def _without_lines(state: Row, source_id: Any, lines: _Lines) -> None:
    """Take the unread lines of a source that stood inside the project out of the row."""
    ranges = [(first, last) for source, first, last in lines if source == source_id]
    if state.get("unread") and ranges:
        entries = json.loads(state["unread"])
        kept = [entry for entry in entries if not any(first <= entry[0] <= last for first, last in ranges)]
        state["unread"] = json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""
