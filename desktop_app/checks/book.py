"""The rules of what is no project in a book, in groups by what they read, so that an edit runs those it touches."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from desktop_app.checks import (
    disclosure,
    gaps,
    names,
    privacy,
    purchases,
    repeated,
    slips,
    statement,
    tables_across,
    tables_own,
    years,
)
from desktop_app.checks.context import Context, Hit, Owner, to_finding
from desktop_app.checks.goals import check_goals
from desktop_app.checks.marking import marking
from desktop_app.checks.sheets import Placed
from desktop_app.checks.wording import squeeze
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project

BookRule = Callable[[Book, Context], Iterable[Placed]]
_HEAD = ("unit_code", "unit_name", "title", "name", "code", "budget", "secret", "category", "needs_form", "id")


class Group(NamedTuple):
    """Rules that read the same records.

    `rules` are the ids that they report, `kinds` the tables of the workspace that they read ("project": the head of a
    project, as `head_of` gives it). An edit of anything else leaves their findings as they are.
    """

    name: str
    rules: tuple[str, ...]
    kinds: frozenset[str]
    checks: tuple[BookRule, ...]


def p01(book: Book, _context: Context) -> Iterator[Placed]:
    """Year and unit are known. Said once a book and once a unit: that is where a person fills them in.

    A unit that has a name can be told apart, and so can the only unit of a department that prints none: a missing
    code is an error only where there are several units and the name is missing too.
    """
    if book.year is None:
        yield "", Hit("P01", "year", name="预算年度")
    for i, unit in enumerate(book.units):
        if not squeeze(unit.code):
            named = bool(squeeze(unit.name))
            name, variant = (unit.name, "code") if named else ("单位编码", "only" if len(book.units) == 1 else "")
            yield "", Hit("P01", f"units[{i}].code", name=name, variant=variant)


def d01(book: Book, _context: Context) -> Iterator[Placed]:
    """No line of a section, no purchase, term or note carries a secret marking (cells of tables: `tables_own`)."""
    for i, section in enumerate(book.sections):
        for p, line in enumerate([section.heading, *section.text.split("\n")]):
            if found := marking(line):
                path = f"sections[{i}].heading" if p == 0 else f"sections[{i}].text[{p - 1}]"
                yield section.owner, Hit("D01", path, found, variant="marking")
    for owner, path, text in disclosure.texts(book):
        if not path.startswith("sections") and (found := marking(text)):
            yield owner, Hit("D01", path, found, variant="marking")


_TABLES = frozenset({"budget_table", "budget_row"})
_LISTS = frozenset({"purchase", "purchase_total", "asset_block", "asset_row", "organisation", "fact"})
_TEXTS = frozenset({"section", "purchase", "term", "asset_row"})
GROUPS = (
    Group("head", ("P01",), frozenset({"department", "unit"}), (p01,)),
    Group(
        "tables",
        ("B01", "B03", "B04", "B05", "B07", "B08", "B11", "B14", "C06", "D01", "D02", "D05"),
        _TABLES | {"section"},
        (tables_own.check_tables,),
    ),
    Group("across tables", ("B02", "B06", "B07"), _TABLES, (tables_across.check_across_tables,)),
    Group("units", ("D04",), _TABLES | {"unit"}, (tables_across.check_units,)),
    Group("project sums", ("B09",), _TABLES | {"project"}, (tables_across.check_project_sums,)),
    Group(
        "stated sums", ("B09",), frozenset({"section", "project", "budget_table"}), (statement.check_stated_projects,)
    ),
    Group(
        "figures", ("B10", "B12", "C05"), _TABLES | _LISTS | {"section", "unit", "project"}, (statement.check_figures,)
    ),
    Group("names", ("S09",), frozenset({"section", "project"}), (names.check_names,)),
    Group("slips", ("S01", "S03", "S08"), _TEXTS | {"budget_table"}, (slips.check_slips, repeated.check_repeated)),
    Group("years", ("S15",), frozenset({"section"}), (years.check_years,)),
    Group("reasons", ("B13",), frozenset({"section"}), (statement.check_reasons,)),
    Group(
        "purchases",
        ("C01", "C03", "C04", "C06"),
        frozenset({"purchase", "purchase_total"}),
        (purchases.check_purchases,),
    ),
    Group("funds", ("C02",), frozenset({"purchase", "project"}), (purchases.check_funds,)),
    Group("assets", ("C05", "C06"), frozenset({"asset_block", "asset_row"}), (purchases.check_assets,)),
    Group("required", ("D03",), _TEXTS | _TABLES | _LISTS | {"project"}, (disclosure.d03,)),
    Group(
        "texts",
        ("D01", "D01b", "D02", "D05", "D06", "P10", "S03"),
        _TEXTS | {"budget_table"},
        (
            d01,
            disclosure.check_residue,
            disclosure.d06,
            gaps.check_gaps,
            repeated.check_terms,
            privacy.check_personal,
            privacy.check_glances,
        ),
    ),
    Group(
        "goals",
        ("K01", "K02", "K03", "K04", "K07", "K11", "K12", "K13"),
        frozenset({"section", "department_goal", "goal_indicator"}),
        (check_goals,),
    ),
)


def head_of(project: Project) -> Project:
    """What the rules of a book's parts read of a project: its head, without goals, indicators and texts."""
    return Project(**{name: getattr(project, name) for name in _HEAD})


def touched(kinds: Collection[str] | None) -> tuple[Group, ...]:
    """The groups that read records of these tables; all for None."""
    return GROUPS if kinds is None else tuple(group for group in GROUPS if group.kinds & set(kinds))


def check_group(group: Group, book: Book, context: Context) -> list[Finding]:
    """What the rules of one group find in a book; of its projects the heads are enough."""
    hits = (placed for rule in group.checks for placed in rule(book, context))
    found = (to_finding(hit, Owner(unit=unit), context) for unit, hit in hits)
    return [finding for finding in found if finding]


def check_book_parts(book: Book, context: Context) -> list[Finding]:
    """What is wrong in a book outside its projects."""
    return [finding for group in GROUPS for finding in check_group(group, book, context)]


class PartFindings:
    """The findings of a book's parts by group, kept up to date when parts or heads of projects change."""

    def __init__(self, book: Book, context: Context) -> None:
        self._context = context
        self._heads = [head_of(project) for project in book.projects]
        self._book = book
        self._found: dict[str, list[Finding]] = {}
        self.put(book)

    @property
    def book(self) -> Book:
        """The book as it was looked at last, sums filled in; of its projects the heads."""
        return self._book

    @property
    def findings(self) -> list[Finding]:
        """All findings, group by group."""
        return [finding for group in GROUPS for finding in self._found[group.name]]

    def put(self, book: Book, kinds: Collection[str] | None = None) -> None:
        """Take in a book whose records of these tables changed (of all tables for None); it needs no projects."""
        self._book = replace(book, projects=self._heads)
        self._run(kinds)

    def put_head(self, position: int, project: Project) -> bool:
        """Take in a changed project; whether its head changed, so that findings of parts may differ now."""
        head = head_of(project)
        if head == self._heads[position]:
            return False
        self._heads = [*self._heads]  # another list: what was made of the one before holds no more
        self._heads[position] = head
        self._book = replace(self._book, projects=self._heads)
        self._run({"project"})
        return True

    def _run(self, kinds: Collection[str] | None) -> None:
        for group in touched(kinds):
            self._found[group.name] = check_group(group, self._book, self._context)
