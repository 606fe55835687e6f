"""What a book that comes in is compared with: the workspace, and what the files before it leave behind."""

from copy import copy, deepcopy
from dataclasses import dataclass, field
from typing import Any

from desktop_app.actions.plan import (
    ASSETS,
    FACTS,
    GLOSSARY,
    NEW,
    ORGANISATION,
    PROCUREMENT,
    SECTION,
    TABLE,
    BookPlan,
    Item,
    PartItem,
    PlanItem,
)
from desktop_app.actions.trails import Trails
from desktop_app.domain import fields
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Book, Project
from desktop_app.storage.rows import KINDS

_LISTS = {
    TABLE: ("tables",), ASSETS: ("assets",), SECTION: ("sections",), ORGANISATION: ("organisation",),
    PROCUREMENT: ("purchases", "purchase_totals"), GLOSSARY: ("glossary",), FACTS: ("facts",),
}  # fmt: skip


@dataclass(slots=True)
class Ground:
    """The workspace's book of one department, grown by the files of the same import.

    `first` is the plan that makes the department where it is new. `brought` tells of each record that only an earlier
    file brings (a project, a head; a list by the name of its part) the item that does; `fresh_rows` and `fresh_cells`
    are what the earlier files write.
    """

    book: Book
    trails: Trails
    first: BookPlan | None = None
    brought: dict[str, Item] = field(default_factory=dict)
    fresh_rows: set[str] = field(default_factory=set)
    fresh_cells: set[CellKey] = field(default_factory=set)

    def disputed(self, key: CellKey, now: str) -> bool:
        """Whether a cell, `now` its text, may not be overwritten untold: a person or an earlier file wrote it."""
        fresh = key.row in self.fresh_rows or key in self.fresh_cells
        return fresh or self.trails.by_hand(key) or self.trails.as_read(key, now) != now

    def grow(self, plan: BookPlan) -> None:
        """Let the next book of the department be compared with what this one leaves behind, too."""
        if not self.book.id and self.first is None:
            self.first = plan
        # the items that are there compare with what there was before them
        self.book, self.brought = copy(self.book), dict(self.brought)
        self.fresh_rows, self.fresh_cells = set(self.fresh_rows), set(self.fresh_cells)
        self.book.units = [*self.book.units, *plan.units]
        self.book.projects = list(self.book.projects)
        for names in _LISTS.values():
            for name in names:
                setattr(self.book, name, list(getattr(self.book, name)))
        for item in plan.items:
            self._grow_project(item)
        for part in plan.parts:
            self._grow_part(part)

    def _grow_project(self, item: PlanItem) -> None:
        project = item.project
        if item.kind == NEW:
            self.book.projects.append(project)
            self.brought[project.id] = item
            self.fresh_rows |= fields.records(project).keys()
        elif item.chosen or item.new_rows:
            at = next(i for i, p in enumerate(self.book.projects) if p.id == project.id)
            merged = deepcopy(self.book.projects[at])
            for row in item.new_rows:
                (merged.goals if row.table == "goal" else merged.indicators).append(row.record)
            self._write(merged, item)
            self.book.projects[at] = merged

    def _grow_part(self, item: PartItem) -> None:
        heads = [item.head] if item.head is not None else item.records
        if item.kind == NEW:
            for record in heads:
                _list_of(self.book, item, record).append(record)
            self.brought[item.head.id if item.head is not None else item.part] = item
            self.fresh_rows |= {record.id for record in (*heads, *item.records)}
        elif item.chosen or item.new_rows:
            own = {record.id for record in heads}
            for name in _LISTS[item.part]:
                records = getattr(self.book, name)
                records[:] = [deepcopy(r) if item.head is None or r.id in own else r for r in records]
            for row in item.new_rows:
                if item.head is None:
                    _list_of(self.book, item, row.record).append(row.record)
                else:
                    next(r for r in _list_of(self.book, item, item.head) if r.id in own).rows.append(row.record)
            self._write(self.book, item)

    def _write(self, owner: Project | Book, item: Item) -> None:
        """Write the differences of an item into what stands here, and remember which rows and cells are its."""
        self.fresh_rows |= {row.record.id for row in item.new_rows}
        self.fresh_cells |= {d.key for d in item.chosen}
        records = fields.records(owner)
        for difference in item.chosen:
            key = difference.key
            if key.row in records:
                fields.Spot(key.table, records[key.row], key.column, []).write(difference.theirs)


def _list_of(book: Book, item: PartItem, record: Any) -> list[Any]:
    """The list of the book that a record of a part stands in."""
    names = _LISTS[item.part]
    last = len(names) > 1 and isinstance(record, KINDS["purchase_total"])
    found: list[Any] = getattr(book, names[-1 if last else 0])
    return found
