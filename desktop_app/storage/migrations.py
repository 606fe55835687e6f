"""The schema and how it grows, by numbered steps of sqlite-utils.

A step never changes once a program with it has been given away: what it makes is written out here and in `versions`,
while `schema` says what there is after the last step.

sqlite_utils imports pandas where it is installed (half a second), so it is imported only when there is something to
make or to migrate: `user_version` tells that without it.
"""

import sqlite3
from typing import TYPE_CHECKING

from desktop_app.storage import versions
from desktop_app.storage.schema import APPLICATION_ID
from desktop_app.storage.versions import Added, Made

if TYPE_CHECKING:
    from sqlite_utils import Database

VERSION = 4


def version(connection: sqlite3.Connection) -> int:
    """The number of migrations that the file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def apply(connection: sqlite3.Connection, upto: int = VERSION) -> None:
    """Bring the file to the current schema, or to that of an older version; each step is one transaction."""
    from sqlite_utils import Database, Migrations

    steps = Migrations("jixiao")
    for step in _STEPS[:upto]:
        steps(name=step.__name__)(step)
    database = Database(connection)
    steps.apply(database)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {upto}")


def _create(db: "Database", made: Made) -> None:
    columns: dict[str, type] = {"id": str}
    columns |= {name: str for name in (*made.links, "place", *made.texts, "changed_at", "changed_by")}
    columns |= {name: int for name in made.integers}
    db.table(made.name).create(
        columns,
        pk="id",
        foreign_keys=[(link, link.removesuffix("_id"), "id") for link in made.links],
        not_null={"id", "place", *made.texts, *([made.parent] if made.parent else [])},
        defaults={"place": "", **dict.fromkeys(made.texts, "")},
    )
    for link in made.links:
        db.table(made.name).create_index([link, "place"])


def m0001_records_and_journal(db: "Database") -> None:
    """All records of a department's year, and the journal of operations."""
    for made in versions.FIRST:
        _create(db, made)
    db.table("operation").create(
        {"id": int, "uid": str, "name": str, "at": str, "by": str, "state": str}, pk="id", not_null={"uid", "state"}
    )
    db.table("change").create(
        {"id": int, "operation_id": int, "tbl": str, "row_id": str, "before": str, "after": str},
        pk="id",
        foreign_keys=[("operation_id", "operation", "id")],
    )
    db.table("change").create_index(["operation_id"])
    db.table("change").create_index(["row_id"])


def m0002_whole_book_and_provenance(db: "Database") -> None:
    """The other parts of a book, wider budget tables, and for every record the source and the lines that it is from."""
    for made in versions.SECOND:
        _create(db, made)
    _extend(db, versions.SECOND_ADDED)


def _extend(db: "Database", added: tuple[Added, ...]) -> None:
    for table, links, texts, integers in added:
        # add_column of sqlite-utils copies the whole table for a foreign key; SQLite itself only notes the column
        for link in links:
            db.execute(f'ALTER TABLE "{table}" ADD COLUMN "{link}" TEXT REFERENCES "{link.removesuffix("_id")}"("id")')
            db.table(table).create_index([link, "place"])
        for name in texts:
            db.table(table).add_column(name, str, not_null_default="")
        for name in integers:
            db.table(table).add_column(name, int)


def m0003_settled_fields(db: "Database") -> None:
    """What a person decided about fields that an import was not sure of."""
    for made in versions.THIRD:
        _create(db, made)
    db.table("settled").create_index(["record_id"])


def m0004_goals_facts_and_stages(db: "Database") -> None:
    """Goals of the department, what a person typed for the 情况说明, and closed stages with their frozen books."""
    for made in versions.FOURTH:
        _create(db, made)
    _extend(db, versions.FOURTH_ADDED)
    db.table("snapshot").create({"id": str, "content": bytes}, pk="id", not_null={"content"})


_STEPS = (
    m0001_records_and_journal,
    m0002_whole_book_and_provenance,
    m0003_settled_fields,
    m0004_goals_facts_and_stages,
)
