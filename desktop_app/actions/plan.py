"""The plan of an import as data: what comes in, how it differs, what must be looked at, and what was decided."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desktop_app.actions.compare import Comparison, Difference, MissingRow, NewRow
from desktop_app.domain import amounts
from desktop_app.domain.model import Book, CellKey, Lines, Project, Review, Unit, Unread
from desktop_app.domain.origin import place_text

OPEN, ACCEPT, CORRECT, SKIP = "", "accept", "correct", "skip"
NEW, SAME, CHANGED, CONFLICT = "new", "same", "changed", "conflict"
PROJECT, TABLE, ORGANISATION, PROCUREMENT, ASSETS, GLOSSARY, SECTION = (
    "project", "budget_table", "organisation", "procurement", "assets", "glossary", "section",
)  # fmt: skip


def place(book: Book, lines: Lines | None, column: int = -1) -> str:
    """Where lines of a book's source stand, in words; "" where no lines are known."""
    return place_text(book.parts, *lines, column) if lines else ""


@dataclass(slots=True, eq=False)
class Flag:
    """A field of what comes in that a person must look at, and what was decided about it.

    `item` is None for what belongs to the whole book. `value` is the text as it was read, None where the path names no
    single text. `decision`: OPEN, SKIP (both leave the flag in the workspace), ACCEPT (as read) or CORRECT (with
    `text`). `always`: the flag is about the import itself and goes into the workspace with whatever is written.
    """

    book: Book
    item: "Item | None"
    review: Review
    value: str | None = None
    decision: str = OPEN
    text: str = ""
    always: bool = False

    @property
    def path(self) -> str:
        """The path of the field in its project or book."""
        return self.review.path

    @property
    def reason(self) -> str:
        """Why it must be looked at."""
        return self.review.reason

    @property
    def lines(self) -> Lines | None:
        """First and last line of the source."""
        return self.review.lines

    @property
    def place(self) -> str:
        """Where it stands in the source, in words."""
        return place(self.book, self.review.lines)

    @property
    def name(self) -> str:
        """What it belongs to: the project or part, the file for the whole book."""
        return self.item.name if self.item else self.book.file

    @property
    def open(self) -> bool:
        """Whether nobody settled it."""
        return self.decision in (OPEN, SKIP)


@dataclass(slots=True, kw_only=True, eq=False)
class Item:
    """One record that comes in: a project, or a part of the book.

    `kind`: new, same, changed, or conflict (a field that was edited here differs, or two files of the import disagree).
    `keep` are the cells in which this workspace's text stays; at first those of `edited`. An item that is not accepted
    is left out. `note` says what is special about it, "" mostly. `follows` is the item of an earlier file of the same
    import that brings this record, `again` compares anew after a correction. `replaces`: it cannot be
    compared and is taken as a whole or not at all.
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
    def review(self) -> list[Review]:
        """The fields that a person must still look at."""
        return [flag.review for flag in self.flags if flag.open]

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
    def everything(self) -> list[Item]:
        """The parts and projects, in the order of a document."""
        return [*self.parts, *self.items]


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
        return [
            flag
            for plan in self.book_plans
            for flags in (plan.flags, *(item.flags for item in plan.everything))
            for flag in flags
        ]

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
        fens = [amounts.parse_amount(item.budget) for item in self.items]
        units = {(b.department_name, p.unit_code, p.unit_name) for b in self.books for p in b.projects}
        kinds = Counter(item.part for item in self.parts)
        rows = Counter[str]()
        for item in self.parts:
            rows[item.part] += item.rows
        return [
            ("年度", "、".join(sorted({str(book.year) for book in self.books}))),
            ("部门", "、".join(dict.fromkeys(book.department_name for book in self.books))),
            ("单位", f"{len(units)} 个"),
            ("项目", f"{len(self.items)} 个（新增 {self.count(NEW)}，变化 {self.count(CHANGED)}，"
                     f"冲突 {self.count(CONFLICT)}，相同 {self.count(SAME)}）"),
            ("指标", f"{sum(item.indicators for item in self.items)} 条"),
            ("预算数合计", f"{amounts.format_amount(sum(fen for fen in fens if fen is not None))} 万元"),
            ("文字", f"新增 {self.sections_new} 段，变化 {self.sections_changed} 段，"
                     f"保留本机修改 {self.sections_kept} 段"),
            ("预算表", f"{kinds[TABLE]} 张 {rows[TABLE]} 行"),
            ("采购、资产", f"采购 {rows[PROCUREMENT]} 行，资产 {kinds[ASSETS]} 张表"),
            ("机构、名词", f"机构 {rows[ORGANISATION]} 个，名词 {rows[GLOSSARY]} 条"),
            ("待核对", f"{sum(flag.open for flag in self.flags)} 处"),
            ("未读懂", f"{len(self.unread)} 行"),
        ]  # fmt: skip
