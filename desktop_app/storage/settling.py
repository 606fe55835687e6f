"""What persons decided about fields that an import was not sure of."""

from collections.abc import Iterable

from desktop_app.domain import order
from desktop_app.storage.journal import Operation

Settled = tuple[str, str, str, str]
"""Record (the department's id for a whole book), field, the text as it was read, and the text that is right."""


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
