"""What the journal says of a row: what imports wrote into it and from where, and what a person changed since."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desktop_app.domain.model import CellKey
from desktop_app.storage import queries
from desktop_app.storage.store import Store

NOT_BY_HAND = ("导入", "收U盘包")  # operations of these names bring texts that somebody else wrote

Texts = dict[str, str]


@dataclass(slots=True, frozen=True)
class HistoryEntry:
    """One change of one cell."""

    at: datetime
    by: str
    operation: str
    before: str
    after: str


@dataclass(slots=True, frozen=True)
class Brought:
    """An import of one cell: when, by whom, and the source's id, lines (0 where unknown) as the row knew them."""

    at: datetime
    by: str
    source_id: str
    first: int
    last: int


@dataclass(slots=True)
class Trail:
    """What is in force of the history of one row; what was taken back does not count.

    `brought` are the cells that an import wrote and `imported` their texts, `by_hand` the cells that a person wrote
    last. `known`: the journal knows the row; `born_by_hand`: a person made it.
    """

    known: bool = False
    born_by_hand: bool = False
    imported: Texts = field(default_factory=dict)
    brought: dict[str, Brought] = field(default_factory=dict)
    by_hand: dict[str, HistoryEntry] = field(default_factory=dict)


class Trails:
    """The trails of a workspace's rows, each read once; without a workspace there are none."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._known: dict[tuple[str, str], Trail] = {}
        self._removed: dict[tuple[str, str], list[Texts]] | None = None
        self._claimed: set[str] = set()

    def of(self, table: str, row_id: str) -> Trail:
        """The trail of one row."""
        if (table, row_id) not in self._known:
            self._known[table, row_id] = trail(self._store, table, row_id) if self._store else Trail()
        return self._known[table, row_id]

    def by_hand(self, key: CellKey) -> bool:
        """Whether a person, and not an import, wrote the text of a cell."""
        return key.column in self.of(key.table, key.row).by_hand

    def taken(self, table: str, row_id: str) -> bool:
        """Whether the workspace has a row of that id."""
        return self._store is not None and queries.exists(self._store, table, row_id)

    def claim(self, row_id: str) -> bool:
        """Keep an id for a new record; False where another one has it already."""
        free = row_id not in self._claimed
        self._claimed.add(row_id)
        return free

    def removed(self, table: str, parent_id: str) -> list[Texts]:
        """The rows that a person removed from under a parent, as they were."""
        if self._removed is None:
            found: defaultdict[tuple[str, str], list[Texts]] = defaultdict(list)
            for entry in queries.removed_rows(self._store) if self._store else ():
                if not entry["operation"].startswith(NOT_BY_HAND):
                    found[entry["table"], entry["parent"]].append(entry["texts"])
            self._removed = found
        return self._removed.get((table, parent_id), [])


def trail(store: Store, table: str, row_id: str) -> Trail:
    """What is in force of the history of one row."""
    result, source = Trail(), {"source_id": "", "line_first": 0, "line_last": 0}
    for change in store.history(table, row_id):
        if change["state"] not in ("done", "settled") or change["after"] is None:
            continue
        before, after = change["before"] or {}, change["after"]
        imported = str(change["name"]).startswith(NOT_BY_HAND)
        result.born_by_hand = result.born_by_hand or (change["before"] is None and not imported)
        result.known = True
        source |= {name: value for name, value in after.items() if name in source}
        _step(result, change, before, after, source if imported else None)
    return result


def _step(result: Trail, change: dict[str, Any], before: Texts, after: Texts, source: dict[str, Any] | None) -> None:
    """Take one change of a row into its trail; `source` where an import made it."""
    at = datetime.fromisoformat(change["at"])
    for column, text in after.items():
        if not isinstance(text, str) or text == (before.get(column) or ""):
            continue
        if source is None:
            old = str(before.get(column) or "")
            result.by_hand[column] = HistoryEntry(at, change["by"], change["name"], old, text)
            continue
        result.by_hand.pop(column, None)
        result.imported[column] = text
        result.brought[column] = Brought(
            at, change["by"], source["source_id"] or "", source["line_first"] or 0, source["line_last"] or 0
        )
