"""What was handed over in a package, and what changed since."""

import json

from desktop_app.storage.store import Store

PACKED = "出U盘包"  # the name of the note that a package leaves in the journal

# lists under a department: the statement that gives the department and the last change of each record
_PARTS = (
    *(
        f"SELECT department_id, changed_at FROM {table}"
        for table in ("section", "budget_table", "organisation", "purchase", "purchase_total", "asset_block", "term")
    ),
    "SELECT t.department_id, x.changed_at FROM budget_row x JOIN budget_table t ON t.id = x.budget_table_id",
    "SELECT b.department_id, x.changed_at FROM asset_row x JOIN asset_block b ON b.id = x.asset_block_id",
    "SELECT s.department_id, x.changed_at FROM department_goal x JOIN section s ON s.id = x.section_id",
)
_PACKED = "WITH packed(unit_id, at) AS MATERIALIZED (SELECT key, value FROM json_each(?1))"


def last_packed(store: Store) -> dict[str, str]:
    """When each unit was packed last, by its id; units that never were are left out."""
    when: dict[str, str] = {}
    for note in store.notes():
        if note["name"] == PACKED:
            when |= dict.fromkeys(note.get("units", ()), str(note["at"]))
    return when


def changed_projects(store: Store) -> set[str]:
    """The projects changed since their unit was packed last, and all of units that never were."""
    under = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} x WHERE x.project_id = p.id AND x.changed_at > k.at)"
        for table in ("goal", "indicator")
    )
    rows = store.query(
        f"{_PACKED} SELECT p.id FROM project p LEFT JOIN packed k ON k.unit_id = p.unit_id"
        f" WHERE k.at IS NULL OR p.changed_at > k.at OR {under}"
        # a record that was removed is in the journal only
        " UNION SELECT p.id FROM operation o JOIN change c ON c.operation_id = o.id"
        " JOIN project p ON p.id = json_extract(c.before, '$.project_id') JOIN packed k ON k.unit_id = p.unit_id"
        " WHERE o.at > (SELECT min(at) FROM packed) AND o.at > k.at AND c.after IS NULL"
        " AND o.state IN ('done', 'settled')",
        json.dumps(last_packed(store)),
    )
    return {str(row["id"]) for row in rows}


def changed_departments(store: Store) -> set[str]:
    """The departments whose own parts changed since one of their units was packed last, or never was."""
    rows = store.query(
        f"{_PACKED}, since(id, at) AS MATERIALIZED (SELECT u.department_id, min(coalesce(k.at, '')) FROM unit u"
        " LEFT JOIN packed k ON k.unit_id = u.id GROUP BY u.department_id)"
        f" SELECT DISTINCT x.department_id AS id FROM ({' UNION ALL '.join(_PARTS)}) x"
        " LEFT JOIN since ON since.id = x.department_id WHERE x.changed_at > coalesce(since.at, '')",
        json.dumps(last_packed(store)),
    )
    return {str(row["id"]) for row in rows}
