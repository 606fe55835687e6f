"""Reading statements beside those that make books."""

from typing import Any

from desktop_app.storage.books import INDICATOR_TEXTS, departments
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

Row = dict[str, Any]

__all__ = ["departments"]


def last_place(store: Store, table: str) -> str:
    """The greatest place in a table, "" where it is empty."""
    return str(store.query(f"SELECT max(place) AS place FROM {TABLES[table].name}")[0]["place"] or "")


def siblings(store: Store, table: str, parent_id: str) -> list[Row]:
    """Id and place of the rows under a parent, in order."""
    shape = TABLES[table]
    return store.query(f"SELECT id, place FROM {table} WHERE {shape.parent} = ? ORDER BY place, id", parent_id)


def parent_of(store: Store, table: str, row_id: str) -> str:
    """The id of the record that a row hangs under, "" where the row is gone."""
    rows = store.query(f"SELECT {TABLES[table].parent} AS parent FROM {table} WHERE id = ?", row_id)
    return str(rows[0]["parent"]) if rows else ""


def texts(store: Store, table: str, row_id: str) -> Row | None:
    """The text columns of one row, None where it is gone."""
    names = ", ".join(f'"{name}"' for name in TABLES[table].texts)
    rows = store.query(f"SELECT {names} FROM {table} WHERE id = ?", row_id)
    return rows[0] if rows else None


def indicator_texts(store: Store, ids: list[str]) -> dict[str, Row]:
    """The texts of the named indicators by id."""
    names = ", ".join(f'"{name}"' for name in INDICATOR_TEXTS)
    found = {}
    for row_id in ids:
        for row in store.query(f"SELECT {names} FROM indicator WHERE id = ?", row_id):
            found[row_id] = row
    return found


def units(store: Store) -> list[Row]:
    """All units: id, department_id, code, name, in order."""
    return store.query("SELECT id, department_id, code, name FROM unit ORDER BY place, id")


def project_heads(store: Store) -> list[Row]:
    """All projects without their text: id, unit_id, code, name, title, budget_fen, and the count of indicators."""
    return store.query(
        "SELECT p.id, p.unit_id, p.code, p.name, p.title, p.budget_fen, n.indicators FROM project p"
        " LEFT JOIN (SELECT project_id, count(*) AS indicators FROM indicator GROUP BY project_id) n"
        " ON n.project_id = p.id ORDER BY p.place, p.id"
    )


def department_of(store: Store, project_id: str) -> Row | None:
    """The department of a project: id, year, code, name, frame."""
    rows = store.query(
        "SELECT d.id, d.year, d.code, d.name, d.frame FROM project p JOIN unit u ON u.id = p.unit_id"
        " JOIN department d ON d.id = u.department_id WHERE p.id = ?",
        project_id,
    )
    return rows[0] if rows else None


def reviews_of(store: Store, record_id: str, column: str) -> list[str]:
    """The ids of the review flags on one cell; a value is one field however many cells show it."""
    fields = {column}
    if column in ("sign", "number", "measure"):
        fields.add("value")
    if column.startswith("plan_"):
        fields.add(f"plan[{int(column[-1]) - 1}]")
    marks = ", ".join("?" * len(fields))
    return [
        row["id"]
        for row in store.query(
            f"SELECT id FROM review WHERE record_id = ? AND field IN ({marks})", record_id, *sorted(fields)
        )
    ]


def search(store: Store, text: str) -> set[str]:
    """The ids of the projects in which the text stands: in name, code, purpose, goals or indicators."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    project = " OR ".join(f"{c} LIKE :p ESCAPE '\\'" for c in ("name", "code", "title", "purpose"))
    indicator = " OR ".join(f"\"{c}\" LIKE :p ESCAPE '\\'" for c in ("l3", "desc", "value", "basis"))
    rows = store.query_named(
        f"SELECT id FROM project WHERE {project} UNION SELECT project_id FROM indicator WHERE {indicator}"
        " UNION SELECT project_id FROM goal WHERE text LIKE :p ESCAPE '\\'",
        {"p": pattern},
    )
    return {str(row["id"]) for row in rows}
