"""The plan of an import as data: what comes in, how it differs, what must be looked at, and what was decided."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desktop_app.actions import asking, plan_summary
from desktop_app.actions.compare import Comparison, Difference, MissingRow, NewRow
from desktop_app.actions.flag import ACCEPT, CORRECT, OPEN, SKIP, Flag, place
from desktop_app.domain.changes import CellKey
from desktop_app.domain.fields import Spot
from desktop_app.domain.model import Book, Project, Unit, Unread
from desktop_app.domain.traces import Review

__all__ = ["ACCEPT", "CORRECT", "OPEN", "SKIP", "Flag", "place"]

NEW, SAME, CHANGED, CONFLICT = "new", "same", "changed", "conflict"
PROJECT, TABLE, ORGANISATION, PROCUREMENT, ASSETS, GLOSSARY, SECTION = (
    "project", "budget_table", "organisation", "procurement", "assets", "glossary", "section",
)  # fmt: skip
FACTS, HEADS = "facts", "heads"  # only packages bring these: what was typed for the text; the department and its units


@dataclass(slots=True, kw_only=True, eq=False)
class Item:
    """One record that comes in: a project, or a part of the book.

    `kind`: new, same, changed, or conflict (a field that was edited here differs, or two files of the import disagree).
    `keep` are the cells in which this workspace's text stays; at first those of `edited`. An item that is not accepted
    is left out. `note` says what is special about it, "" mostly. `follows` is the item of an earlier file of the same
    import that brings this record, `again` compares anew after a correction. `replaces`: it cannot be
    compared and is taken as a whole or not at all. `corrected` are the fields that a person wrote, with what was read;
    `dropped` the rows that a person took out: their table, the id of what they stood under ("" for the department) and
    their texts as read.
    """

    part: str
    name: str
    book: Book
    rows: int = 0
    kind: str = NEW
    comparison: Comparison | None = None
    edited: list[Difference] = field(default_factory=list)
    keep: set[CellKey] = field(default_factory=set)
    accept: bool = True
    note: str = ""
    flags: list[Flag] = field(default_factory=list)
    follows: "Item | None" = None
    again: Callable[[], None] | None = None
    replaces: bool = False
    corrected: dict[tuple[int, str], tuple[Spot, str]] = field(default_factory=dict)
    dropped: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    @property
    def differences(self) -> list[Difference]:
        """The fields in which it differs from the workspace's record."""
        return self.comparison.differences if self.comparison else []

    @property
    def chosen(self) -> list[Difference]:
        """The differences that will be written."""
        return [d for d in self.differences if d.key not in self.keep]

    @property
    def new_rows(self) -> list[NewRow]:
        """The rows that the workspace's record lacks."""
        return self.comparison.new if self.comparison else []

    @property
    def missing(self) -> list[MissingRow]:
        """The rows here that the file lacks."""
        return self.comparison.missing if self.comparison else []

    @property
    def asked(self) -> list[Flag]:
        """The flags that matter, settled or not."""
        return asking.asked(self)

    @property
    def due(self) -> list[Flag]:
        """The open flags that go into the workspace as things are decided now."""
        return asking.due(self)

    @property
    def review(self) -> list[Review]:
        """The fields that a person must still look at."""
        return [flag.review for flag in self.asked if flag.open]

    @property
    def take_theirs(self) -> bool:
        """Whether what comes in wins everywhere."""
        return not self.keep

    @take_theirs.setter
    def take_theirs(self, theirs: bool) -> None:
        self.keep = set() if theirs else {d.key for d in self.edited}

    @property
    def whole(self) -> bool:
        """Whether the whole record will be added, because nothing here, or nothing that is accepted, stands for it."""
        if not self.accept:
            return False
        if self.follows is not None and not self.follows.accept:
            return self.kind != SAME
        return self.kind == NEW or self.replaces

    @property
    def written(self) -> bool:
        """Whether anything of it will be written."""
        if not self.accept or (self.follows is not None and not self.follows.accept and self.kind == SAME):
            return False
        rows = any(row.add for row in self.new_rows) or any(row.remove for row in self.missing)
        return self.whole or bool(self.chosen) or rows


@dataclass(slots=True, kw_only=True, eq=False)
class PlanItem(Item):
    """One project that comes in."""

    project: Project
    unit_label: str = ""

    @property
    def code(self) -> str:
        """The project's code as read."""
        return self.project.code

    @property
    def budget(self) -> str:
        """The project's 预算数 as read."""
        return self.project.budget

    @property
    def indicators(self) -> int:
        """How many indicators it has."""
        return len(self.project.indicators)


@dataclass(slots=True, kw_only=True, eq=False)
class PartItem(Item):
    """One part of the book that comes in.

    `head` is the budget table, asset block or section, None for lists; `records` are its rows: of 政府采购 the
    purchases, then the printed sums.
    """

    head: Any = None
    records: list[Any] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class BookPlan:
    """What one book would do. `department_id` is "" for a new department; `follows` is the plan that makes it."""

    book: Book
    department_id: str
    items: list[PlanItem] = field(default_factory=list)
    parts: list[PartItem] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    follows: "BookPlan | None" = None

    @property
    def key(self) -> tuple[object, ...]:
        """Year and name of the department: what two books of one department share."""
        return self.book.year, self.book.department_name

    @property
    def everything(self) -> list[Item]:
        """The parts and projects, in the order of a document."""
        return [*self.parts, *self.items]

    @property
    def holders(self) -> "list[BookPlan | Item]":
        """What flags are on: the whole book, its parts, its projects."""
        return [self, *self.everything]

    @property
    def asked(self) -> list[Flag]:
        """The flags of the whole book that matter: none where all of it is here already."""
        known = self.everything and all(item.kind == SAME for item in self.everything)
        return [flag for flag in self.flags if flag.decision or not known]

    @property
    def due(self) -> list[Flag]:
        """The open flags of the whole book that go into the workspace with anything of it."""
        return [flag for flag in self.flags if flag.open] if any(item.written for item in self.everything) else []


@dataclass(slots=True)
class ImportPlan:
    """What an import would do, for the preview."""

    book_plans: list[BookPlan]

    @property
    def books(self) -> list[Book]:
        """The books that were read."""
        return [plan.book for plan in self.book_plans]

    @property
    def items(self) -> list[PlanItem]:
        """All projects that come in."""
        return [item for plan in self.book_plans for item in plan.items]

    @property
    def parts(self) -> list[PartItem]:
        """All parts beside projects that come in."""
        return [item for plan in self.book_plans for item in plan.parts]

    @property
    def everything(self) -> list[Item]:
        """All parts and projects, book by book."""
        return [item for plan in self.book_plans for item in plan.everything]

    @property
    def flags(self) -> list[Flag]:
        """All fields that a person must look at, settled or not: those of each book, its parts, its projects."""
        return [flag for plan in self.book_plans for of in plan.holders for flag in of.asked]

    @property
    def due(self) -> list[Flag]:
        """The open flags that importing would leave in the workspace as things are decided now, each once."""
        found: dict[object, Flag] = {}
        for plan in self.book_plans:
            for of in plan.holders:
                for flag in of.due:
                    found.setdefault((*asking.where(flag, repr(plan.key)), flag.reason), flag)
        return list(found.values())

    @property
    def review(self) -> list[Review]:
        """What a person must still look at outside the projects."""
        return [flag.review for flag in self.flags if flag.open and not isinstance(flag.item, PlanItem)]

    @property
    def unread(self) -> list[Unread]:
        """The lines that were not understood."""
        return [line for book in self.books for line in book.unread]

    def count(self, kind: str) -> int:
        """How many projects are of that kind."""
        return sum(item.kind == kind for item in self.items)

    def counts(self) -> Counter[str]:
        """How many records of each part would be written as things are decided now."""
        return Counter(item.part for item in self.everything if item.written)

    def _sections(self, kind: str) -> int:
        return sum(item.part == SECTION and item.kind == kind for item in self.parts)

    @property
    def sections_new(self) -> int:
        """How many text sections are new."""
        return self._sections(NEW)

    @property
    def sections_changed(self) -> int:
        """How many text sections differ from those here."""
        return self._sections(CHANGED)

    @property
    def sections_kept(self) -> int:
        """How many text sections differ but were edited here."""
        return self._sections(CONFLICT)

    def summary(self) -> list[tuple[str, str]]:
        """What was found, as pairs of label and text."""
        return plan_summary.summary(self)
