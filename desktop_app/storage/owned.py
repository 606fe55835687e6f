"""Which parts of a department's book are called a unit's by a text."""

from desktop_app.storage.store import Store

_COLUMNS = (
    ("section", "owner"), ("budget_table", "owner"), ("purchase", "owner"), ("fact", "owner"), ("asset_block", "unit"),
    ("answer", "unit"),
)  # fmt: skip


def records(store: Store, department_id: str, owner: str) -> list[tuple[str, str, str]]:
    """Table, id and column of every record of the department that names its owner by exactly this text."""
    return [
        (table, row["id"], column)
        for table, column in _COLUMNS
        for row in store.query(
            f"SELECT id FROM {table} WHERE department_id = ? AND {column} = ? ORDER BY place, id", department_id, owner
        )
    ]
