"""What of a workspace belongs to a project that is purged, and by which words the rest of the file tells of it."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from desktop_app.domain import secret_names
from desktop_app.domain.model import Project
from desktop_app.domain.secret_names import heard

_LONGEST_COMMON = 10  # heard signs: a shorter purpose or goal may be anybody's
_OWN = ("goal", "indicator")
_AT = "json_extract(coalesce(after, before), '$"
_SAID = {"project": ("purpose",), "goal": ("text",), "indicator": ("l3", "desc", "basis", "note", "last_value"),
         "settled": ("value", "text")}  # fmt: skip

Row = dict[str, Any]
Lines = Collection[tuple[Any, int, int]]
"""Where a project stood: source, first and last line."""


@dataclass(slots=True)
class Scope:
    """What goes with a project.

    Attributes:
        ids: the project and earlier copies of it that are no more; under: all records that stand or stood under them,
            and what was noted about these; purchases: those for it and, where there are any, the printed sums.
        names: what it is or was called (folded), but for what an open project is called, too.
        inside: heard words that tell of it anywhere in a text; whole: those that do only as the whole of a text.
        texts, details: its purposes and goals, and the longer texts of its indicators, heard, that nobody else has.
        lines: where it stood in its sources.
    """

    ids: set[str]
    under: set[str]
    purchases: set[str]
    names: set[str]
    inside: set[str]
    whole: set[str]
    texts: set[str] = field(default_factory=set)
    details: set[str] = field(default_factory=set)
    lines: set[tuple[Any, int, int]] = field(default_factory=set)


def scope(connection: sqlite3.Connection, project_id: str, common: Callable[[str], bool]) -> Scope:
    """What goes with a project; `common` tells names that are many a project's, which no text is cleaned for."""
    own = rows_of(connection, "project", "id = ?", project_id)
    states = _states(connection, "tbl = 'project' AND row_id = ?", project_id)
    others = [row for row in rows_of(connection, "project", "id != ?", project_id) if not _project(row).is_secret]
    elsewhere = _named(others)
    names = _named([*own, *states]) - elsewhere  # what a copied project was first called is another's name
    public = {heard(name) for name in elsewhere}
    cores = {core for row in (*own, *states) for core in secret_names.near(_project(row))}
    cores = {core for core in cores if not common(core) and not any(core in name for name in public)}
    ids = {project_id} | _earlier(connection, names)
    purchases = _purchases(connection, project_id, names)
    under = ids | purchases | _under(connection, ids) | _purchased(connection, names)
    stood = [row for row in (*own, *states) if row.get("line_first")]
    lines = {(row.get("source_id"), row["line_first"], row["line_last"]) for row in stood}
    under |= _noted(connection, under, lines)
    found = Scope(
        ids, under, purchases, names, {heard(n) for n in names if not common(n)} | cores,
        {heard(n) for n in names if common(n)}, lines=lines,
    )  # fmt: skip
    found.texts = _said(connection, found, ("project", "goal"), others)
    found.details = _said(connection, found, ("indicator",), ())
    settled = "tbl = 'settled' AND row_id IN (SELECT value FROM json_each(?))"  # how its fields were first read
    found.details |= _long(_states(connection, settled, _in(under)), "settled")
    return found


def rows_of(connection: sqlite3.Connection, table: str, condition: str, *parameters: str) -> list[Row]:
    """Whole rows of a table."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {condition}", parameters)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _project(row: Row) -> Project:
    name, title, code, secret = (str(row.get(column) or "") for column in ("name", "title", "code", "secret"))
    return Project(name=name, title=title, code=code, secret=secret)


def _states(connection: sqlite3.Connection, condition: str, *parameters: str) -> list[Row]:
    """What the journal says was before and after, of some of its changes."""
    found = connection.execute(f"SELECT before, after FROM change WHERE {condition}", parameters)
    return [json.loads(text) for pair in found for text in pair if text]


def _named(states: Iterable[Row]) -> set[str]:
    """What rows of projects say that they are called, also without the year in front; titles without the form."""
    named: set[str] = set()
    for state in states:
        named |= secret_names.called(_project(state)) | {secret_names.titled(str(state.get("title") or ""))}
    return set(secret_names.telling(named - {""}))


def _in(ids: Collection[str]) -> str:
    return json.dumps(sorted(ids))


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
    sql = "SELECT row_id FROM change WHERE json_extract(coalesce(after, before), '$.project_id') IN"
    found = {r for (r,) in connection.execute(f"{sql} (SELECT value FROM json_each(?))", (_in(ids),))}
    for table in _OWN:
        sql = f"SELECT id FROM {table} WHERE project_id IN (SELECT value FROM json_each(?))"
        found |= {r for (r,) in connection.execute(sql, (_in(ids),))}
    return found


def _noted(connection: sqlite3.Connection, under: Collection[str], lines: Lines) -> set[str]:
    """The ids of what is or was noted (decisions, flags, answers) about these records, or about lines of a source."""
    sql = (
        "SELECT row_id FROM change WHERE tbl IN ('settled', 'review', 'answer')"
        " AND json_extract(coalesce(after, before), '$.record_id') IN (SELECT value FROM json_each(?))"
    )
    found = {r for (r,) in connection.execute(sql, (_in(under),))}
    for source, first, last in lines:
        inside = "line_first >= ? AND line_last <= ? AND source_id = ? AND line_first > 0"
        found |= {r for (r,) in connection.execute(f"SELECT id FROM review WHERE {inside}", (first, last, source))}
        sql = f"SELECT row_id FROM change WHERE tbl = 'review' AND {_AT}.source_id') = ? AND {_AT}.line_first') BETWEEN"
        found |= {r for (r,) in connection.execute(f"{sql} ? AND ?", (source, max(first, 1), last))}
    return found


def _purchases(connection: sqlite3.Connection, project_id: str, names: Collection[str]) -> set[str]:
    """The purchases for the project in its department; with them go the printed sums, which tell amounts."""
    department = (
        "department_id = (SELECT u.department_id FROM project p JOIN unit u ON u.id = p.unit_id WHERE p.id = ?)"
    )
    found = rows_of(connection, "purchase", department, project_id)
    meant = {str(row["id"]) for row in found if secret_names.spoken(row["project"]) in names}
    if meant:
        meant |= {str(row["id"]) for row in rows_of(connection, "purchase_total", department, project_id)}
    return meant


def _purchased(connection: sqlite3.Connection, names: Collection[str]) -> set[str]:
    """The ids of purchases that are no more and were for the project."""
    sql = "SELECT row_id, before, after FROM change WHERE tbl = 'purchase' AND row_id NOT IN (SELECT id FROM purchase)"
    return {
        row_id
        for row_id, *texts in connection.execute(sql)
        for text in texts
        if text and secret_names.spoken(str(json.loads(text).get("project") or "")) in names
    }


def _said(connection: sqlite3.Connection, found: Scope, tables: Collection[str], others: Iterable[Row]) -> set[str]:
    """The longer texts of its records in these tables, heard, where nobody else would say them."""
    said: set[str] = set()
    for table in tables:
        rows = rows_of(connection, table, "1")
        own = [row for row in rows if row["id" if table == "project" else "project_id"] in found.ids]
        sql = "tbl = ? AND row_id IN (SELECT value FROM json_each(?))"
        said |= _long([*own, *_states(connection, sql, table, _in(found.under))], table)
        public = others if table == "project" else [row for row in rows if row["project_id"] not in found.ids]
        said -= _long(public, table)
    return said


def _long(states: Iterable[Row], table: str) -> set[str]:
    found = [heard(str(state.get(name) or "")) for state in states for name in _SAID[table]]
    return {text for text in found if len(text) >= _LONGEST_COMMON}
