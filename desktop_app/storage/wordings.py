"""The texts of all records, read owner by owner for what is looked for in memory: search and proposals.

An owner is a project with its goals and indicators, or a department with its units and the parts of its book.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from desktop_app.domain.model import Project
from desktop_app.storage.schema import BUDGET_COLUMNS
from desktop_app.storage.store import Store
from desktop_app.storage.trouble import told

PROJECT, DEPARTMENT = "project", "department"


class Owner(NamedTuple):
    """A project or a department; `department_id` and `unit_id` are those of a project, else its own and ""."""

    kind: str
    id: str
    department_id: str
    unit_id: str
    year: int


class Wording(NamedTuple):
    """One record: its table, its id, and the texts of the columns that `COLUMNS` names for the table, in order."""

    table: str
    id: str
    texts: tuple[str, ...]


# what a record is called comes first: `NAMED` says how many columns that are
COLUMNS: dict[str, tuple[str, ...]] = {
    "project": ("name", "code", "title", "purpose", "budget", "function_code", "category"),
    "goal": ("text",),
    "indicator": ("l3", "desc", "value", "basis", "note", "last_value", "l1", "l2", "sign", "number", "measure"),
    "department": ("name", "code"),
    "unit": ("name", "code"),
    "section": ("heading", "text"),
    "department_goal": ("duty", "text"),
    "goal_indicator": ("name", "value"),
    "budget_table": ("name", "note"),
    "budget_row": BUDGET_COLUMNS,
    "purchase": ("project", "item", "catalog_code", "owner", "fund", "quantity", "price", "total", "measure"),
    "purchase_total": ("label", "total"),
    "organisation": ("name", "nature", "rank", "funding"),
    "asset_block": ("unit", "date"),
    "asset_row": ("item", "quantity", "value"),
    "term": ("term", "text"),
}
NAMED = {
    "project": 3, "indicator": 1, "department": 2, "unit": 2, "section": 1, "department_goal": 1, "goal_indicator": 1,
    "budget_table": 1, "purchase": 2, "purchase_total": 1, "organisation": 1, "asset_block": 1, "asset_row": 1,
    "term": 1,
}  # fmt: skip

_OF_DEPARTMENT = "department_id IN (SELECT value FROM json_each(?1))"
_OF_TABLE = f"budget_table_id IN (SELECT id FROM budget_table WHERE {_OF_DEPARTMENT})"
_OF_BLOCK = f"asset_block_id IN (SELECT id FROM asset_block WHERE {_OF_DEPARTMENT})"
_OF_SECTION = f"section_id IN (SELECT id FROM section WHERE {_OF_DEPARTMENT})"
_OF_GOAL = f"department_goal_id IN (SELECT id FROM department_goal WHERE {_OF_SECTION})"
# the parts of a department's book, in the order in which they are shown
_PARTS = (
    ("department", "id IN (SELECT value FROM json_each(?1))"),
    ("unit", _OF_DEPARTMENT),
    ("budget_table", _OF_DEPARTMENT),
    ("budget_row", _OF_TABLE),
    ("purchase", _OF_DEPARTMENT),
    ("purchase_total", _OF_DEPARTMENT),
    ("asset_block", _OF_DEPARTMENT),
    ("asset_row", _OF_BLOCK),
    ("organisation", _OF_DEPARTMENT),
    ("section", _OF_DEPARTMENT),
    ("department_goal", _OF_SECTION),
    ("goal_indicator", _OF_GOAL),
    ("term", _OF_DEPARTMENT),
)


def owners(store: Store) -> list[Owner]:
    """All owners in the order of the tree, each department before its projects."""
    projects: defaultdict[str, list[Owner]] = defaultdict(list)
    for row in store.query(
        "SELECT p.id, p.unit_id, u.department_id, d.year FROM project p JOIN unit u ON u.id = p.unit_id"
        " JOIN department d ON d.id = u.department_id ORDER BY u.place, u.id, p.place, p.id"
    ):
        owner = Owner(PROJECT, row["id"], row["department_id"], row["unit_id"], row["year"])
        projects[owner.department_id].append(owner)
    found = []
    for row in store.query("SELECT id, year FROM department ORDER BY year DESC, place, id"):
        found += [Owner(DEPARTMENT, row["id"], row["id"], "", row["year"]), *projects[row["id"]]]
    return found


def of_projects(store: Store, ids: Sequence[str]) -> dict[str, list[Wording]]:
    """The records of each project, the project itself first; one that is gone has none."""
    found: dict[str, list[Wording]] = {project_id: [] for project_id in ids}
    wanted = json.dumps(list(ids))
    for table, link in (("project", "id"), ("goal", "project_id"), ("indicator", "project_id")):
        for values in _rows(
            store,
            f"SELECT {link}, {_selected(table)} FROM {table} WHERE {link} IN (SELECT value FROM json_each(?))"
            " ORDER BY place, id",
            wanted,
        ):
            found[values[0]].append(Wording(table, values[1], values[2:]))
    return found


def secret_among(store: Store, ids: Sequence[str]) -> set[str]:
    """Those of the projects that are marked secret."""
    sql = "SELECT id, secret FROM project WHERE id IN (SELECT value FROM json_each(?))"
    rows = _rows(store, sql, json.dumps(list(ids)))
    return {project_id for project_id, secret in rows if Project(secret=secret or "").is_secret}


def of_department(store: Store, department_id: str) -> list[Wording]:
    """The records of a department that are no project's, itself first."""
    wanted = json.dumps([department_id])
    return [
        Wording(table, values[0], values[1:])
        for table, condition in _PARTS
        for values in _rows(
            store, f"SELECT {_selected(table)} FROM {table} WHERE {condition} ORDER BY place, id", wanted
        )
    ]


def text_of(store: Store, table: str, row_id: str, column: str) -> str:
    """The text of one cell, "" where it is gone."""
    rows = _rows(store, f'SELECT "{column}" FROM {table} WHERE id = ?', row_id)
    return str(rows[0][0] or "") if rows else ""


def owner_of_part(store: Store, table: str, row_id: str) -> str:
    """The id of the department that a record of its book hangs under, "" where it is gone or no such record."""
    conditions = {name: condition for name, condition in _PARTS}
    if table not in conditions:
        return ""
    for row in _rows(store, "SELECT id FROM department"):
        wanted = json.dumps([row[0]])
        if _rows(store, f"SELECT 1 FROM {table} WHERE id = ?2 AND {conditions[table]}", wanted, row_id):
            return str(row[0])
    return ""


def _rows(store: Store, sql: str, *parameters: str) -> list[tuple[Any, ...]]:
    """Rows as tuples: dictionaries of a hundred thousand rows cost more than reading them."""
    with told(store.path):
        return store.connection.execute(sql, parameters).fetchall()


def _selected(table: str) -> str:
    return ", ".join(["id", *(f'"{name}"' for name in COLUMNS[table])])


def indicator_called(store: Store, project_id: str, l3: str) -> dict[str, str] | None:
    """The texts of a project's first indicator of that name, None where it has none."""
    names = ("l1", "l2", "l3", "desc", "value", "sign", "number", "measure", "basis")
    columns = ", ".join(f'"{name}"' for name in names)
    rows = _rows(
        store,
        f"SELECT {columns} FROM indicator WHERE project_id = ? AND trim(l3) = ? ORDER BY place, id LIMIT 1",
        project_id,
        l3,
    )
    return dict(zip(names, rows[0], strict=True)) if rows else None
