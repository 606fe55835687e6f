"""A unit that gets another code or name keeps what is its own: tables, texts, purchases, assets, what was typed."""

from collections.abc import Mapping

from desktop_app.storage import owned, queries
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store


def follow(store: Store, operation: Operation, unit_id: str, texts: Mapping[str, str]) -> None:
    """Call the unit's parts by the code or name that is about to be written; by a name only where no other has it."""
    unit = next((u for u in queries.units(store) if u["id"] == unit_id), None)
    if unit is None:
        return
    others = [u for u in queries.units(store) if u["department_id"] == unit["department_id"] and u["id"] != unit_id]
    after = {name: texts.get(name, unit[name]).strip() for name in ("code", "name")}
    for name in ("code", "name"):
        old, new = unit[name], after[name] or after["name"] or after["code"]
        if not old or not new or old == new or any(old in (u["code"], u["name"]) for u in others):
            continue
        for table, record_id, column in owned.records(store, unit["department_id"], old):
            operation.update(table, record_id, {column: new})
