"""Reading statements beside those that make books."""

import json
from collections.abc import Iterable
from typing import Any

from desktop_app.storage.books import departments
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

Row = dict[str, Any]

__all__ = ["departments"]


def last_place(store: Store, table: str) -> str:
    """The greatest place in a table, "" where it is empty."""
    return str(store.query(f"SELECT max(place) AS place FROM {TABLES[table].name}")[0]["place"] or "")


def rule_sets(store: Store) -> list[Row]:
    """The rule sets of the workspace in the order in which they were loaded: id, name, content, at."""
    return store.query("SELECT id, name, content, at FROM rule_set ORDER BY place, id")


def siblings(store: Store, table: str, parent_id: str) -> list[Row]:
    """Id and place of the rows under a parent, in order."""
    shape = TABLES[table]
    return store.query(f"SELECT id, place FROM {table} WHERE {shape.parent} = ? ORDER BY place, id", parent_id)


def parent_of(store: Store, table: str, row_id: str) -> str:
    """The id of the record that a row hangs under, "" where the row is gone."""
    rows = store.query(f"SELECT {TABLES[table].parent} AS parent FROM {table} WHERE id = ?", row_id)
    return str(rows[0]["parent"]) if rows else ""


def sections_without_goals(store: Store, word: str) -> list[str]:
    """The ids of the texts that have no goals as records and speak of `word`, in the heading or below it."""
    rows = store.query(
        "SELECT id FROM section s WHERE (instr(heading, ?) OR instr(text, ?))"
        " AND NOT EXISTS (SELECT 1 FROM department_goal g WHERE g.section_id = s.id) ORDER BY place, id",
        word,
        word,
    )
    return [str(row["id"]) for row in rows]


def texts(store: Store, table: str, row_id: str) -> Row | None:
    """The text columns of one row, None where it is gone."""
    names = ", ".join(f'"{name}"' for name in TABLES[table].texts)
    rows = store.query(f"SELECT {names} FROM {table} WHERE id = ?", row_id)
    return rows[0] if rows else None


def units(store: Store) -> list[Row]:
    """All units: id, department_id, code, name, in order."""
    return store.query("SELECT id, department_id, code, name FROM unit ORDER BY place, id")


def project_heads(store: Store) -> list[Row]:
    """All projects without their text: id, unit_id, code, name, title, budget_fen, and the count of indicators."""
    return store.query(
        "SELECT p.id, p.unit_id, p.code, p.name, p.title, p.secret, p.budget_fen, n.indicators FROM project p"
        " LEFT JOIN (SELECT project_id, count(*) AS indicators FROM indicator GROUP BY project_id) n"
        " ON n.project_id = p.id ORDER BY p.place, p.id"
    )


def departments_with_projects(store: Store) -> list[Row]:
    """The departments that have projects, as `departments` lists them."""
    rows = store.query("SELECT DISTINCT u.department_id FROM project p JOIN unit u ON u.id = p.unit_id")
    filled = {row["department_id"] for row in rows}
    return [d for d in departments(store) if d["id"] in filled]


def count_indicators(store: Store, department_ids: Iterable[str]) -> int:
    """How many indicators the projects of some departments have."""
    rows = store.query(
        "SELECT count(*) AS n FROM unit u JOIN project p ON p.unit_id = u.id JOIN indicator i ON i.project_id = p.id"
        " WHERE u.department_id IN (SELECT value FROM json_each(?))",
        json.dumps(list(department_ids)),
    )
    return int(rows[0]["n"])


def heads_of(store: Store, department_id: str) -> list[Row]:
    """The projects of a department: id, code, name, unit_id, unit_code, unit_name, in order."""
    return store.query(
        "SELECT p.id, p.code, p.name, p.unit_id, u.code AS unit_code, u.name AS unit_name FROM project p"
        " JOIN unit u ON u.id = p.unit_id WHERE u.department_id = ? ORDER BY p.place, p.id",
        department_id,
    )


def earlier_names(store: Store, project_ids: Iterable[str]) -> dict[str, set[tuple[str, str]]]:
    """What the journal says that projects were called, by their ids: name and title, "" where a change says none."""
    rows = store.query(
        "SELECT row_id, json_extract(before, '$.name') AS name, json_extract(before, '$.title') AS title FROM change"
        " WHERE tbl = 'project' AND before IS NOT NULL AND row_id IN (SELECT value FROM json_each(?))",
        json.dumps(list(project_ids)),
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        if row["name"] or row["title"]:
            found.setdefault(row["row_id"], set()).add((row["name"] or "", row["title"] or ""))
    return found


def nameless(store: Store, department_id: str) -> list[Row]:
    """The projects of a department that have a number and neither name, code nor title: unit_id, seq, secret."""
    return store.query(
        "SELECT p.unit_id, p.seq, p.secret FROM project p JOIN unit u ON u.id = p.unit_id"
        " WHERE u.department_id = ? AND p.seq != '' AND p.name = '' AND p.code = '' AND p.title = ''",
        department_id,
    )


def department_of(store: Store, project_id: str) -> Row | None:
    """The department of a project: id, year, code, name, frame."""
    rows = store.query(
        "SELECT d.id, d.year, d.code, d.name, d.frame FROM project p JOIN unit u ON u.id = p.unit_id"
        " JOIN department d ON d.id = u.department_id WHERE p.id = ?",
        project_id,
    )
    return rows[0] if rows else None


def flags_of(store: Store, record_id: str, begins: str) -> list[Row]:
    """Id and field of the review flags on a record whose field begins so."""
    rows = store.query("SELECT id, field FROM review WHERE record_id = ? ORDER BY place, id", record_id)
    return [row for row in rows if row["field"].startswith(begins)]


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
            f"SELECT id FROM review WHERE record_id = ? AND (field IN ({marks}) OR field GLOB ?)",
            record_id,
            *sorted(fields),
            f"{column}[[]*]",  # a paragraph of a text
        )
    ]


def project_amounts(store: Store, department_id: str) -> list[Row]:
    """The projects of a department, in order: ids, name, title, code, budget, secret, and code and name of the unit."""
    return store.query(
        "SELECT p.id, p.unit_id, p.name, p.title, p.code, p.budget, p.secret, u.code AS unit_code, u.name AS unit_name"
        " FROM project p JOIN unit u ON u.id = p.unit_id WHERE u.department_id = ? ORDER BY p.place, p.id",
        department_id,
    )


def projects_speaking(store: Store, department_id: str, words: Iterable[str]) -> list[str]:
    """The ids of those projects of a department in any text of which one of the words stands."""
    found: list[Row] = []
    terms = list(words)
    said = " OR ".join("instr(told, ?)" for _ in terms)
    for table, link in (("project", "id"), ("goal", "project_id"), ("indicator", "project_id")):
        text = "||".join(f'x."{name}"' for name in TABLES[table].texts)
        found += store.query(
            f"SELECT project_id FROM (SELECT x.{link} AS project_id, {text} AS told FROM {table} x"
            f" WHERE x.{link} IN (SELECT p.id FROM project p JOIN unit u ON u.id = p.unit_id"
            f" WHERE u.department_id = ?)) WHERE {said}",
            department_id,
            *terms,
        )
    return list(dict.fromkeys(str(row["project_id"]) for row in found))


def open_fields(store: Store, record_ids: Iterable[str]) -> set[tuple[str, str, str]]:
    """The open flags on these records, each as record_id, field and reason."""
    rows = store.query(
        "SELECT record_id, field, reason FROM review WHERE record_id IN (SELECT value FROM json_each(?))",
        json.dumps(list(record_ids)),
    )
    return {(row["record_id"], row["field"], row["reason"]) for row in rows}


def answers_of(store: Store, owner_id: str) -> list[Row]:
    """The answers to findings on a project, or on a department's own parts: those of a row that are compared."""
    return store.query(
        "SELECT id, record_id, field, rule, message, unit, text FROM answer WHERE project_id = ?1"
        " OR (department_id = ?1 AND project_id IS NULL) ORDER BY place, id",
        owner_id,
    )


def settled(store: Store) -> list[Row]:
    """What persons decided about flagged fields, oldest first: record_id, field, value (as read) and text (right)."""
    return store.query("SELECT record_id, field, value, text FROM settled ORDER BY place, id")


def removed_rows(store: Store) -> list[Row]:
    """What was removed and not brought back by undo: `operation` (name), `table`, `parent` (id) and `texts`."""
    rows = store.query(
        "SELECT o.name, c.tbl, c.before FROM change c JOIN operation o ON o.id = c.operation_id"
        " WHERE c.after IS NULL AND o.state IN ('done', 'settled') ORDER BY c.id"
    )
    found = []
    for row in rows:
        shape, before = TABLES[row["tbl"]], json.loads(row["before"])
        texts = {name: before.get(name) or "" for name in shape.texts}
        found.append(
            {"operation": row["name"], "table": row["tbl"], "parent": before.get(shape.parent) or "", "texts": texts}
        )
    return found


def exists(store: Store, table: str, row_id: str) -> bool:
    """Whether a table has a row of that id."""
    return bool(store.query(f"SELECT 1 FROM {TABLES[table].name} WHERE id = ?", row_id))


def same_source(store: Store, department_id: str, name: str, sha256: str) -> str:
    """The id of the source of that name and content that the department has already, "" where it has none."""
    rows = store.query(
        "SELECT id FROM source WHERE department_id = ? AND name = ? AND sha256 = ? AND sha256 <> ''",
        department_id,
        name,
        sha256,
    )
    return str(rows[0]["id"]) if rows else ""


def departments_of_file(store: Store, sha256: str) -> list[Row]:
    """The departments that a file of that content was imported into: id, year, code and name; none where it is ""."""
    return store.query(
        "SELECT id, year, code, name FROM department"
        " WHERE id IN (SELECT department_id FROM source WHERE sha256 = ? AND sha256 <> '')",
        sha256,
    )


def source(store: Store, source_id: str) -> Row | None:
    """Name, sha256, time and parts (JSON) of a source."""
    rows = store.query("SELECT name, sha256, at, parts FROM source WHERE id = ?", source_id)
    return rows[0] if rows else None


def row(store: Store, table: str, row_id: str) -> Row | None:
    """A whole row of a table, None where it is gone."""
    rows = store.query(f"SELECT * FROM {TABLES[table].name} WHERE id = ?", row_id)
    return rows[0] if rows else None


def reviews(store: Store, department_id: str = "", project_ids: Iterable[str] | None = None) -> list[Row]:
    """The review flags of a department, or all, those of a book after those of its projects: whole rows.

    With `project_ids` only those of these projects.
    """
    return store.query(
        "SELECT r.*, s.name AS file, d.year, p.name AS project_name, p.title AS project_title FROM review r"
        " JOIN department d ON d.id = r.department_id LEFT JOIN source s ON s.id = r.source_id"
        " LEFT JOIN project p ON p.id = r.project_id LEFT JOIN unit u ON u.id = p.unit_id"
        " WHERE (?1 = '' OR r.department_id = ?1)"
        " AND (?2 IS NULL OR r.project_id IN (SELECT value FROM json_each(?2)))"
        " ORDER BY d.year DESC, d.place, d.id, u.place IS NULL, u.place, p.place, p.id, r.place, r.id",
        department_id,
        None if project_ids is None else json.dumps(list(project_ids)),
    )


def filled_parts(store: Store) -> dict[str, dict[str, set[str]]]:
    """By department and part of its book the owners (units' codes or names, "" the department) that have records."""
    owned = (
        ("budget_tables", "budget_table", "owner"),
        ("procurement", "purchase", "owner"),
        ("assets", "asset_block", "unit"),
        ("sections", "section", "owner"),
    )
    lone = (("organisation", "organisation"), ("glossary", "term"))
    statements = [
        f"SELECT DISTINCT department_id, '{part}' AS part, {column} AS owner FROM {table}"
        for part, table, column in owned
    ]
    statements += [f"SELECT DISTINCT department_id, '{part}', '' FROM {table}" for part, table in lone]
    found: dict[str, dict[str, set[str]]] = {}
    for row in store.query(" UNION ALL ".join(statements)):
        found.setdefault(row["department_id"], {}).setdefault(row["part"], set()).add(row["owner"])
    return found
