"""Packages of which something was not taken: the notes in the journal that name their books in the table `snapshot`."""

import json
from dataclasses import dataclass

from desktop_app.storage import snapshots
from desktop_app.storage.store import Store

NOTE = "收包时没有采用"
_TAKEN_BACK = ("undone", "dropped")


@dataclass(slots=True, frozen=True)
class Kept:
    """One package of which something was not taken: its file, when it came in, who made it, how many places."""

    file: str
    at: str
    made_by: str
    left: int
    books: tuple[str, ...]


def listing(store: Store) -> list[Kept]:
    """The kept packages of which something is left, the last received first.

    What a note counted with an operation that was taken back since does not hold: all is left then as before it.
    """
    there = snapshots.names(store)
    notes = [note for note in store.notes() if note["name"] == NOTE]
    back = _taken_back(store, [note["with"] for note in notes if "with" in note])
    found: dict[tuple[str, ...], Kept] = {}
    for note in notes:
        books = tuple(note["books"])
        if note.get("with") in back and books in found:
            continue
        at = str(note.get("since") or note["at"])
        found.pop(books, None)
        found[books] = Kept(str(note["file"]), at, str(note["made_by"]), int(note["left"]), books)
    return [kept for kept in reversed(found.values()) if kept.left and there.issuperset(kept.books)]


def _taken_back(store: Store, operations: list[int]) -> set[int]:
    marks = ", ".join("?" * len(_TAKEN_BACK))
    sql = f"SELECT id FROM operation WHERE state IN ({marks}) AND id IN (SELECT value FROM json_each(?))"
    return {int(row["id"]) for row in store.query(sql, *_TAKEN_BACK, json.dumps(operations))}
