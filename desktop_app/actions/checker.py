"""The findings of an open workspace, kept up to date; a large one is checked in slices."""

import time
from collections.abc import Collection, Iterator, Mapping

from desktop_app import catalog, checks
from desktop_app.actions import reading, rule_sets
from desktop_app.actions.check_forms import forms
from desktop_app.actions.no_collector import no_collector
from desktop_app.actions.part_checks import PartBooks
from desktop_app.domain import findings as f
from desktop_app.domain.changes import Changes
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from desktop_app.storage import queries
from desktop_app.storage.store import Store

LITTLE = 3_000  # indicators of a workspace that is checked before it is shown: less than a third of a second
_MANY = 50  # projects; who changed as many waits for slices more gladly than for a window that stands still

# what only the rules of a book's parts look at
_PARTS = {
    "section", "department_goal", "goal_indicator", "fact", "budget_table", "budget_row", "organisation", "purchase",
    "purchase_total", "asset_block", "asset_row", "term", "review", "answer", "settled",
}  # fmt: skip
_OF_PROJECTS_TOO = {"review", "answer"}  # those of a project hang under its department as well


class Checker:
    """The findings of an open workspace, kept up to date.

    Guarantees: after `update(changes)` the findings are those of a full run over the same content, as soon as all
    departments were checked (`complete`); an update may come after further operations that updates follow for.
    """

    def __init__(
        self, store: Store, known: Mapping[str, checks.BookChecker] | None = None, *, later: bool = False
    ) -> None:
        """`known` are departments, by id, that were checked already; `later`: the others are left to `go_on`."""
        self._store = store
        self._waiting: list[str] = []  # departments
        self._books: dict[str, checks.BookChecker] = {}
        self._department_of: dict[str, str] = {}
        self._going: Iterator[None] | None = None
        self.checked, self.all = 0, 0  # projects
        if later:
            self._leave({row["id"] for row in queries.departments(store)} - (known or {}).keys())
        self._check_all(known or {})

    @property
    def complete(self) -> bool:
        """Whether all departments were checked."""
        return not self._waiting

    @property
    def findings(self) -> list[Finding]:
        """All findings in the order of the tree."""
        return [finding for book in self._books.values() for finding in book.findings]

    @property
    def answered(self) -> list[Finding]:
        """The findings that a written answer silences, each with its answer, in the order of the tree."""
        return [finding for book in self._books.values() for finding in book.answered]

    def full(self) -> None:
        """Check everything anew."""
        self._waiting = []
        self._check_all({})

    def _leave(self, departments: Collection[str]) -> None:
        """Leave departments to `go_on`; nothing is known of them until then."""
        waiting = {*self._waiting, *departments}
        self._waiting = [own for row in queries.departments(self._store) if (own := row["id"]) in waiting]
        self._books = {own: book for own, book in self._books.items() if own not in waiting}
        self.all = len(queries.project_heads(self._store))

    def go_on(self, seconds: float) -> bool:
        """Check for about so long what waits; whether all departments were checked then."""
        end = time.perf_counter() + seconds
        with no_collector():
            while self._waiting:
                self._going = self._going or self._in_slices(self._waiting[0])
                if next(self._going, self) is self:
                    self._going = None
                if time.perf_counter() >= end:
                    break
        return self.complete

    def _in_slices(self, department_id: str) -> Iterator[None]:
        """Check a department that waits, one project at a time."""
        book = reading.load_book(self._store, department_id)
        rules, frame = rule_sets.rules_for(self._store, book), catalog.frame(book.frame)
        context = checks.Context(book.year, frame, rules, forms(book.year), department_id)
        looked = []
        self.checked = sum(len(known.project_ids) for known in self._books.values())
        for one in checks.look_at(book.projects, context):
            looked.append(one)
            self.checked += 1
            yield
        checker = checks.BookChecker(reading.with_sums(book), frame, rules, forms(book.year), looked)
        self._department_of |= dict.fromkeys(checker.project_ids, department_id)
        self._waiting.remove(department_id)
        books = {**self._books, department_id: checker}
        order = [row["id"] for row in queries.departments(self._store)]
        self._books = {own: books[own] for own in order if own in books}

    def _check_all(self, known: Mapping[str, checks.BookChecker], changed: Collection[str] | None = None) -> None:
        """Keep the departments known and check the others, but for those that wait.

        `changed`: the projects that are others than before, where not all of them may be.
        """
        before = self._books if changed is not None else {}
        self._books, self._department_of = {}, {}
        self._part_books = PartBooks(self._store)
        departments = [row["id"] for row in queries.departments(self._store)]
        self._waiting = [own for own in self._waiting if own in departments]
        with no_collector():
            for own in departments:
                if own not in self._waiting:
                    self._books[own] = known.get(own) or book_checker(
                        self._store, reading.load_book(self._store, own), before.get(own), changed or ()
                    )
                    self._department_of |= dict.fromkeys(self._books[own].project_ids, own)

    def update(self, changes: Changes, *, later: bool = False) -> None:
        """Check again what an operation touched: the projects named, or whole books where rows came or went.

        `later`: what takes long (another rule set, an import that is taken back) is left to `go_on`.
        """
        tables = {key.table for key in changes.cells} | changes.tables
        if _only_stages(changes):
            return
        self._going = None  # what is being read may have changed
        if "rule_set" in tables:
            self._check_but(self._by_other_rules(), changes.projects, later)
        elif (changes.structure and self._other_departments()) or self._anew(changes):
            self._check_departments(changes, later and len(changes.projects) >= _MANY)
        elif not changes.projects:
            self._check_parts(changes)
        else:
            self._check_projects(changes)

    def _other_departments(self) -> bool:
        """Whether departments came or went."""
        now = {row["id"] for row in queries.departments(self._store)}
        return now != self._books.keys() | set(self._waiting)

    def _anew(self, changes: Changes) -> bool:
        """Whether more may differ than what the records changed say."""
        cells = {key.table for key in changes.cells}
        tables = cells | changes.tables
        if not changes.projects:
            return not tables <= _PARTS
        return (
            any((key.table, key.column) == ("project", "unit_id") for key in changes.cells)
            or bool(cells & {"unit", "department", "section", "budget_row", "budget_table"})
            or bool(changes.tables & {"unit", "department", "project"})
            or self._other_rules(changes)
            or not changes.projects <= self._department_of.keys()
            or not all(queries.exists(self._store, "project", p) for p in changes.projects)
        )

    def _by_other_rules(self) -> set[str]:
        """The departments for which other rules hold than when they were checked."""
        rules = rule_sets.Sets(self._store).rules_for
        return {own for own, book in self._books.items() if rules(book.book) != book.rules}

    def _check_but(self, changed: Collection[str], projects: Collection[str], later: bool) -> None:
        """Check these departments anew, in which these projects changed, and those that are new.

        Or leave them to `go_on` where they are large.
        """
        if later:
            now = {row["id"] for row in queries.departments(self._store)}
            anew = {*changed, *(now - self._books.keys())} & now
            if reading.count_indicators(self._store, anew) > LITTLE:
                self._leave(anew)
        self._check_all({own: book for own, book in self._books.items() if own not in changed}, projects)

    def _check_departments(self, changes: Changes, later: bool) -> None:
        """Check the departments anew in which something changed, and those that are new."""
        changed = self._part_books.departments(changes)
        for project_id in changes.projects:
            now = queries.department_of(self._store, project_id)
            changed |= {self._department_of.get(project_id, ""), now["id"] if now else ""}
        self._check_but(changed, changes.projects, later)

    def _check_projects(self, changes: Changes) -> None:
        """Check projects again, and parts of their departments that changed with them."""
        for project_id in changes.projects:
            department = self._department_of[project_id]
            self._books[department].replace(reading.load_project(self._store, project_id))
        parts = ({key.table for key in changes.cells} | changes.tables) & _PARTS
        if parts - _OF_PROJECTS_TOO:
            self._check_parts(changes)
        elif parts and (touched := changes.parents & self._books.keys()):
            self._part_books = PartBooks(self._store)  # its book has the answers of before
            for department in touched:
                book = reading.with_sums(reading.load_parts(self._store, department))
                self._books[department].replace_parts(book, parts)

    def _other_rules(self, changes: Changes) -> bool:
        """Whether a code changed by which a rule set may hold or not."""
        return any((k.table, k.column) == ("project", "code") for k in changes.cells) and bool(
            rule_sets.loaded(self._store)
        )

    def _check_parts(self, changes: Changes) -> None:
        """Check again what is no project's, of the departments in which something changed."""
        kinds = {key.table for key in changes.cells} | changes.tables
        for own in self._part_books.departments(changes) & self._books.keys():
            self._books[own].replace_parts(self._part_books.now(own, changes), kinds)

    def with_added(self, beside: Store, changes: Changes) -> "Checker":
        """What this is to be after an operation that only added, checked in the thread of another connection.

        Departments without any of the added projects keep their findings. `go_on_with` ends the other connection's use.
        """
        touched = PartBooks(beside).departments(changes)
        touched |= {d["id"] for project_id in changes.projects if (d := queries.department_of(beside, project_id))}
        return Checker(beside, {own: book for own, book in self._books.items() if own not in touched})

    def go_on_with(self, store: Store) -> None:
        """Read through this connection from now on."""
        self._store = store
        self._going = None
        self._part_books = PartBooks(store)

    @property
    def books(self) -> dict[str, Book]:
        """The books as they were checked last by the ids of their departments; of their projects the heads."""
        return {department_id: checker.book for department_id, checker in self._books.items()}

    def department_of(self, finding: Finding, first: str = "") -> str:
        """The id of the department of a finding; "" for none.

        A finding that does not say so itself is of `first` where the parts of several departments say the same.
        """
        if finding.department_id:
            return finding.department_id if finding.department_id in self._books else ""
        if finding.project_id:
            return self._department_of.get(finding.project_id, "")
        ids = sorted(self._books, key=lambda department_id: department_id != first)
        return next((i for i in ids if finding in self._books[i].parts), "")

    def keep_parts(self, book: Book) -> None:
        """Take the book of a department as it was just read, so that the next edit in it does not read it again."""
        self._part_books.keep(book)

    def of_project(self, project_id: str) -> list[Finding]:
        """The findings of one project."""
        book = self._books.get(self._department_of.get(project_id, ""))
        return book.of_project(project_id) if book else []

    def of_department(self, department_id: str) -> list[Finding]:
        """The findings of a department that are no project's: in its tables, texts and units."""
        book = self._books.get(department_id)
        return list(book.parts) if book else []

    def answered_in(self, department_id: str, project_id: str = "") -> list[Finding]:
        """The findings that a written answer silences in a project, else in what is no project's of a department."""
        book = self._books.get(self._department_of.get(project_id, "") if project_id else department_id)
        return book.answered_in(project_id) if book else []

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Errors, warnings, infos of each project that has any, by its id; what is no project's by its department."""
        counts: dict[str, list[int]] = {}
        for department_id, book in self._books.items():
            for finding in book.findings:
                owner = finding.project_id or department_id
                counts.setdefault(owner, [0, 0, 0])[f.SEVERITIES.index(finding.severity)] += 1
        return {project_id: (n[0], n[1], n[2]) for project_id, n in counts.items()}


def opened(store: Store) -> Checker:
    """The checker of a workspace that is to be shown soon: a large one is left to `go_on`."""
    return Checker(store, later=reading.totals(store).indicators > LITTLE)


def _only_stages(changes: Changes) -> bool:
    """Whether all that changed is which stage is worked on, and which are closed: no rule asks for them."""
    named = {(key.table, key.column) for key in changes.cells}
    return named == {("department", "stage")} and changes.tables <= {"department", "stage"} and not changes.projects


def book_checker(
    store: Store, book: Book, before: checks.BookChecker | None = None, changed: Collection[str] = ()
) -> checks.BookChecker:
    """The findings of one book of the workspace, by the rules that hold for it.

    `before` checked it when none but the projects `changed` (ids) were others.
    """
    told = reading.with_sums(book), catalog.frame(book.frame), rule_sets.rules_for(store, book), forms(book.year)
    return before.again(*told, changed) if before is not None else checks.BookChecker(*told)
