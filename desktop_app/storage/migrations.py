"""The schema and how it grows, by numbered steps of sqlite-utils.

sqlite_utils imports pandas where it is installed (half a second), so it is imported only when there is something to
make or to migrate: `user_version` tells that without it.
"""

import sqlite3
from typing import TYPE_CHECKING

from desktop_app.storage.schema import APPLICATION_ID, TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database

VERSION = 1


def version(connection: sqlite3.Connection) -> int:
    """The number of migrations that the file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def apply(connection: sqlite3.Connection) -> None:
    """Bring the file to the current schema; each step is one transaction."""
    from sqlite_utils import Database, Migrations

    steps = Migrations("jixiao")
    for step in (m0001_records_and_journal,):
        steps(name=step.__name__)(step)
    database = Database(connection)
    steps.apply(database)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def m0001_records_and_journal(db: "Database") -> None:
    """All records of a department's year, and the journal of operations."""
    foreign = {
        "department_id": "department", "unit_id": "unit", "project_id": "project",
        "budget_table_id": "budget_table", "source_id": "source",
    }  # fmt: skip
    for table in TABLES.values():
        columns: dict[str, type] = {"id": str}
        columns |= {name: str for name in (*table.links, "place", *table.texts, "changed_at", "changed_by")}
        columns |= {name: int for name in (*table.integers, *table.parsed)}
        db.table(table.name).create(
            columns,
            pk="id",
            foreign_keys=[(link, foreign[link], "id") for link in table.links],
            not_null={"id", "place", *table.texts, *([table.parent] if table.parent else [])},
            defaults={"place": "", **dict.fromkeys(table.texts, "")},
        )
        for link in table.links:
            db.table(table.name).create_index([link, "place"])
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
