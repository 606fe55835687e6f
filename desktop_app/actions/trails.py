"""What the journal says of a row: what imports wrote into it and from where, and what a person changed since."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desktop_app.domain.changes import CellKey
from desktop_app.domain.fields import Spot
from desktop_app.storage import queries, rows, settling
from desktop_app.storage.store import Store

_IMPORTED, _RECEIVED = "导入", "收U盘包"
NOT_BY_HAND = (_IMPORTED, _RECEIVED)  # operations of these names bring texts that somebody else wrote

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

    `brought` are the cells that an import or a package wrote and `imported` their texts, `read` the texts that imports
    of files gave, `by_hand` the cells that a person wrote last, `handed` those that a package did: a person's work at
    the other end. `known`: the journal knows the row; `born_by_hand`: a person made it.
    """

    known: bool = False
    born_by_hand: bool = False
    imported: Texts = field(default_factory=dict)
    read: Texts = field(default_factory=dict)
    brought: dict[str, Brought] = field(default_factory=dict)
    by_hand: dict[str, HistoryEntry] = field(default_factory=dict)
    handed: set[str] = field(default_factory=set)

    def before_hands(self, column: str) -> str | None:
        """The text of a cell before people wrote there, here or at the other end; None where none of them did."""
        if column in self.by_hand and self.imported:
            return self.imported.get(column, "")
        return self.read.get(column) if column in self.handed else None


class Trails:
    """The trails of a workspace's rows, each read once; without a workspace there are none.

    `package`: what comes in is a package, beside which only the people here count; beside a file, those who wrote what
    packages brought count, too: they had the file, and their words are newer.
    """

    def __init__(self, store: Store | None, package: bool = False) -> None:
        self._store, self._package = store, package
        self._known: dict[tuple[str, str], Trail] = {}
        self._removed: dict[tuple[str, str], list[Texts]] | None = None
        self._claimed: set[str] = set()
        self._settled: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self._left_out: defaultdict[tuple[str, str], list[Texts]] = defaultdict(list)
        for row in queries.settled(store) if store else ():
            if out := settling.texts_left_out(row["field"], row["value"]):
                self._left_out[out[0], row["record_id"]].append(out[1])
                continue
            self._settled[row["record_id"]].append((row["field"], row["value"], row["text"]))
        self.open = {(r["record_id"], r["field"], r["reason"]) for r in queries.reviews(store)} if store else set()

    def of(self, table: str, row_id: str) -> Trail:
        """The trail of one row."""
        if (table, row_id) not in self._known:
            self._known[table, row_id] = trail(self._store, table, row_id) if self._store else Trail()
        return self._known[table, row_id]

    def by_hand(self, key: CellKey) -> bool:
        """Whether a person, and not an import, wrote the text of a cell."""
        known = self.of(key.table, key.row)
        return key.column in known.by_hand or (not self._package and key.column in known.handed)

    def edited(self, table: str, row_id: str) -> bool:
        """Whether a person made a row or wrote in it."""
        known = self.of(table, row_id)
        return known.born_by_hand or bool(known.by_hand) or (not self._package and bool(known.handed))

    def is_settled(self, record_id: str, column: str, read: str) -> bool:
        """Whether a person decided already about a field that was read so (`Flag.read`)."""
        return any((cell, value) == (column, read) for cell, value, _ in self._settled.get(record_id, ()))

    def as_read(self, key: CellKey, now: str) -> str:
        """The text `now` of a cell as its file gave it: what a person corrected in a review is put back."""
        for cell, value, text in reversed(self._settled.get(key.row, [])):
            if cell == key.column and text == now:
                return value
        paragraphs = now.split("\n")
        for cell, value, text in self._settled.get(key.row, ()):
            column, _, index = cell.partition("[")
            at = int(index.rstrip("]")) if index.rstrip("]").isdecimal() else len(paragraphs)
            if column == key.column and at < len(paragraphs) and paragraphs[at] == text:
                paragraphs[at] = value
        return "\n".join(paragraphs)

    def record_as_read(self, table: str, record: Any) -> Any:
        """A record as its file gave it; the record itself where nobody corrected it."""
        if record.id not in self._settled:
            return record
        found = copy(record)
        for column, now in rows.texts_of(table, record).items() if table != "project" else _heads(record):
            if (read := self.as_read(CellKey(table, record.id, column), now)) != now:
                Spot(table, found, column, []).write(read)
        return found

    def taken(self, table: str, row_id: str) -> bool:
        """Whether the workspace has a row of that id."""
        return self._store is not None and queries.exists(self._store, table, row_id)

    def claim(self, row_id: str) -> bool:
        """Keep an id for a new record; False where another one has it already."""
        free = row_id not in self._claimed
        self._claimed.add(row_id)
        return free

    def removed(self, table: str, parent_id: str) -> list[Texts]:
        """The rows that a person removed from under a parent, here or by taking a package's removal, as they were."""
        if self._removed is None:
            found: defaultdict[tuple[str, str], list[Texts]] = defaultdict(list)
            for entry in queries.removed_rows(self._store) if self._store else ():
                if not entry["operation"].startswith(_IMPORTED):
                    found[entry["table"], entry["parent"]].append(entry["texts"])
            self._removed = found
        return self._removed.get((table, parent_id), [])

    def left_out(self, table: str, parent_id: str) -> list[Texts]:
        """The rows that a person took out of an import from under a parent, as they were read."""
        return self._left_out.get((table, parent_id), [])


def _heads(project: Any) -> list[tuple[str, str]]:
    return [(name, getattr(project, name)) for name in ("code", "name")]


def trail(store: Store, table: str, row_id: str) -> Trail:
    """What is in force of the history of one row."""
    result, source = Trail(), {"source_id": "", "line_first": 0, "line_last": 0}
    for change in store.history(table, row_id):
        if change["state"] not in ("done", "settled") or change["after"] is None:
            continue
        before, after = change["before"] or {}, change["after"]
        name = str(change["name"])
        imported = name.startswith(NOT_BY_HAND)
        result.born_by_hand = result.born_by_hand or (change["before"] is None and not imported)
        result.known = True
        source |= {name: value for name, value in after.items() if name in source}
        written = _step(result, change, before, after, source if imported else None)
        result.handed -= written.keys()
        if name.startswith(_RECEIVED):
            result.handed |= written.keys()
        elif imported:
            result.read |= written
    return result


def _step(result: Trail, change: dict[str, Any], before: Texts, after: Texts, source: dict[str, Any] | None) -> Texts:
    """Take one change of a row into its trail, `source` where an import made it; returns the texts it wrote."""
    at = datetime.fromisoformat(change["at"])
    written = {
        column: text for column, text in after.items() if isinstance(text, str) and text != (before.get(column) or "")
    }
    for column, text in written.items():
        if source is None:
            old = str(before.get(column) or "")
            result.by_hand[column] = HistoryEntry(at, change["by"], change["name"], old, text)
            continue
        result.by_hand.pop(column, None)
        result.imported[column] = text
        result.brought[column] = Brought(
            at, change["by"], source["source_id"] or "", source["line_first"] or 0, source["line_last"] or 0
        )
    return written
