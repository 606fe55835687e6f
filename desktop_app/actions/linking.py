"""Keeping the linked figures of a text in their places when the text is edited."""

from typing import Any

from desktop_app.domain import linked
from desktop_app.storage import queries
from desktop_app.storage.store import Store


def with_links(store: Store, section_id: str, texts: dict[str, str]) -> dict[str, Any]:
    """The columns to write into a section: where its text changes, its links move with it."""
    row = queries.row(store, "section", section_id) if "text" in texts else None
    if row is None or not row["links"] or row["text"] == texts["text"]:
        return dict(texts)
    links = linked.rebase(row["text"], texts["text"], linked.unpack(row["links"], row["text"]))
    return {**texts, "links": linked.pack(links)}
