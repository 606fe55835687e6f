"""The texts of a workspace in memory, for search and proposals: read in slices, kept up to date by what changes.

The thread of the window owns the connection to the file, so that nobody else can read for it: it reads a few projects
at a time between what a person does, and the first search waits until all are there.
"""

import time
from collections.abc import Iterable, Iterator

from desktop_app import catalog
from desktop_app.actions import search_texts, searching
from desktop_app.actions.search_texts import Block, Page
from desktop_app.actions.searching import Found
from desktop_app.actions.wordstock import Wordstock
from desktop_app.domain.changes import Changes
from desktop_app.storage import wordings
from desktop_app.storage.store import Store
from desktop_app.storage.wordings import DEPARTMENT, PROJECT, Owner

_AT_ONCE = 4  # projects that are read by one statement
# tables of which every change names its project
_OF_PROJECTS = {"project", "goal", "indicator"}
_NOT_SEARCHED = {"review", "settled", "source", "fact", "stage"}


class Gathering:
    """What is looked for in memory.

    Guarantees: after `go_on` returned true, until the next `update`, search and proposals know what is in the file.

    Attributes:
        words: the wordings of indicators, for proposals; those of secret projects are not among them.
        complete: whether all texts are there.
    """

    def __init__(self, store: Store, words: Wordstock) -> None:
        self._store = store
        self.words = words
        self._owners: dict[str, Owner] | None = None
        self._blocks: dict[str, Block] = {}
        self._waiting: dict[str, None] = {}
        self._in_order = False
        self._pages: list[Page] = []
        self._page_of: dict[str, int] = {}  # the number of each owner's page; empty where they have to be made anew
        self._settling: Iterator[None] | None = None
        self.complete = False

    @property
    def share(self) -> float:
        """How much of the workspace is there, 0 to 1."""
        return 1 - len(self._waiting) / len(self._owners) if self._owners else float(self.complete)

    def go_on(self, seconds: float = float("inf")) -> bool:
        """Read for about that long; whether all texts are there."""
        until = time.perf_counter() + seconds
        if self._owners is None:
            self._list()
        while self._waiting:
            self._read_some()  # some at least, however short the time
            if time.perf_counter() >= until:
                break
        if self._waiting:
            return False
        if not self._in_order:
            self._blocks = {i: self._blocks[i] for i in self._owners or () if i in self._blocks}
            self._in_order = True
        self._lay_out()
        self._settling = self._settling or self.words.settle()
        for _ in self._settling:
            if time.perf_counter() >= until:
                return False
        self._settling = None
        self.complete = True
        return True

    def _list(self) -> None:
        """List the owners; those that are new wait to be read, those that are gone are forgotten."""
        old = self._owners or {}
        self._owners = {owner.id: owner for owner in wordings.owners(self._store)}
        self._waiting |= {i: None for i, owner in self._owners.items() if old.get(i) != owner}
        for gone in old.keys() - self._owners.keys():
            self._forget(gone)
        self._waiting = {i: None for i in self._waiting if i in self._owners}
        self._in_order = False

    def _lay_out(self) -> None:
        """Have pages of what is there now."""
        if self._page_of:
            return
        self._pages = search_texts.pages_of(self._blocks.values())
        self._page_of = {block.owner.id: i for i, page in enumerate(self._pages) for block in page.blocks}

    def _forget(self, owner_id: str) -> None:
        self._page_of = {}
        self._blocks.pop(owner_id, None)
        self.words.forget(owner_id)

    def _read_some(self) -> None:
        owners = self._owners or {}
        first = owners[next(iter(self._waiting))]
        if first.kind == DEPARTMENT:
            self._put(first, wordings.of_department(self._store, first.id))
            return
        some = []
        for owner_id in self._waiting:
            if owners[owner_id].kind == PROJECT:
                some.append(owner_id)
            if len(some) == _AT_ONCE:
                break
        read = wordings.of_projects(self._store, some)
        secret = wordings.secret_among(self._store, some)
        for owner_id, records in read.items():
            if records:
                self._put(owners[owner_id], records, owner_id in secret)
        if not all(read.values()):
            self._list()  # one of them is gone, and its department with it perhaps

    def _put(self, owner: Owner, records: list[wordings.Wording], secret: bool = False) -> None:
        block = self._blocks[owner.id] = Block(owner, records)
        if owner.id in self._page_of:
            number = self._page_of[owner.id]
            old = self._pages[number].blocks
            self._pages[number] = Page([block if one.owner.id == owner.id else one for one in old])
        else:
            self._in_order, self._page_of = False, {}
        if owner.kind == PROJECT:
            self.words.put(owner, () if secret else records)  # what is secret is found, and proposed to nobody
        del self._waiting[owner.id]

    def update(self, changes: Changes) -> None:
        """Read again, by and by, what an operation touched."""
        if self._owners is None:
            return
        tables = {key.table for key in changes.cells}
        whole = changes.structure and not changes.projects
        if whole or changes.projects - self._owners.keys() or tables & {"unit", "department"}:
            self._list()
        for key in changes.cells:
            if (key.table, key.column) == ("project", "secret"):
                self.words.forget(key.row)  # at once: a secret is not proposed until it is read again
        touched = set(changes.projects)
        parts = {(key.table, key.row) for key in changes.cells if key.table not in _OF_PROJECTS | _NOT_SEARCHED}
        if len(parts) <= _AT_ONCE:
            touched |= {wordings.owner_of_part(self._store, *part) for part in parts}
        if len(parts) > _AT_ONCE or whole or changes.tables - _OF_PROJECTS - _NOT_SEARCHED:
            touched |= {i for i, owner in self._owners.items() if owner.kind == DEPARTMENT}
        self._waiting |= {i: None for i in touched if i in self._owners}
        self.complete = self.complete and not self._waiting

    def search(self, query: str, most: int = searching.MOST_HITS, wanted: Iterable[str] | None = None) -> Found:
        """What is found in the texts that are there; with `wanted` only in these projects and departments."""
        allowed = None if wanted is None else set(wanted)
        check = None if allowed is None else (lambda owner: owner.id in allowed)
        self._lay_out()
        return searching.search(self._pages, query, most, check)


def of_workspace(store: Store) -> Gathering:
    """A gathering of an open workspace, nothing read yet."""
    return Gathering(store, Wordstock(catalog.initials()))
