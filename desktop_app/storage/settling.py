"""What persons decided about fields and rows that an import was not sure of."""

import json
from collections.abc import Iterable

from desktop_app.domain import order
from desktop_app.storage.journal import Operation
from desktop_app.storage.schema import TABLES

Settled = tuple[str, str, str, str]
"""Record (the department's id for a whole book), field, the text as it was read, and the text that is right."""

_WITHOUT = "without "


def left_out(parent_id: str, table: str, texts: dict[str, str]) -> Settled:
    """The decision that a row which was read is none: the parent that it would stand under, and its texts as read."""
    return parent_id, f"{_WITHOUT}{table}", json.dumps(texts, ensure_ascii=False, sort_keys=True), ""


def texts_left_out(field: str, value: str) -> tuple[str, dict[str, str]] | None:
    """Table and texts of a row that was left out, from the field and value of a decision; None for any other one."""
    if not field.startswith(_WITHOUT):
        return None
    table = field.removeprefix(_WITHOUT)
    blank = dict.fromkeys(TABLES[table].texts, "")  # a decision of an older version knew fewer columns
    return table, blank | json.loads(value)


def remember(operation: Operation, department_id: str, entries: Iterable[Settled]) -> None:
    """Keep decisions in the workspace, after those that it has."""
    found = list(dict.fromkeys(entries))
    names = ("record_id", "field", "value", "text")
    places = order.spread(len(found), operation.last_place("settled"))
    operation.insert_many(
        "settled",
        [
            dict(zip(names, entry, strict=True)) | {"department_id": department_id, "place": place}
            for entry, place in zip(found, places, strict=True)
        ],
    )
