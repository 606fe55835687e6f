"""Checking a workspace: in full, and again what an edit touched; applying fixes; finding the cell of a finding."""

import re

from desktop_app import catalog, checks
from desktop_app.actions import editing, reading
from desktop_app.actions.part_checks import PartBooks
from desktop_app.domain import fields
from desktop_app.domain import findings as f
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, CellKey, Changes, Project
from desktop_app.storage import queries
from desktop_app.storage.books import read_project
from desktop_app.storage.store import Store

_PLAN = re.compile(r"plan\[(\d+)\]")
_ROW = re.compile(r"(goals|indicators)\[(\d+)\](?:\.(\w+))?")


# what only the rules of a book's parts look at
_PARTS = {
    "section", "department_goal", "goal_indicator", "fact", "budget_table", "budget_row", "organisation", "purchase",
    "purchase_total", "asset_block", "asset_row", "term", "review", "settled",
}  # fmt: skip


class Checker:
    """The findings of an open workspace, kept up to date.

    Guarantees: after `update(changes)` the findings are those of a full run over the same content.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._books: dict[str, checks.BookChecker] = {}
        self._department_of: dict[str, str] = {}
        self.full()

    @property
    def findings(self) -> list[Finding]:
        """All findings in the order of the tree."""
        return [finding for book in self._books.values() for finding in book.findings]

    def full(self) -> None:
        """Check everything anew."""
        self._books = {}
        self._department_of = {}
        self._part_books = PartBooks(self._store)
        for book in reading.load_books(self._store):
            self._add(book)

    def _add(self, book: Book) -> None:
        self._books[book.id] = checks.BookChecker(reading.with_sums(book), catalog.frame(book.frame), catalog.rules())
        self._department_of |= {p.id: book.id for p in book.projects}

    def update(self, changes: Changes) -> None:
        """Check again what an operation touched: the projects named, or whole books where rows came or went."""
        tables = {key.table for key in changes.cells}
        if tables | changes.tables <= _PARTS and not changes.projects:
            self._check_parts(changes)
            return
        if tables & {"unit", "department", "section", "budget_row", "budget_table"} or self._came_or_went(changes):
            self.full()
            return
        for project_id in changes.projects:
            department = self._department_of[project_id]
            self._books[department].replace(reading.load_project(self._store, project_id))

    def _check_parts(self, changes: Changes) -> None:
        """Check again what is no project's; of the one department in which nothing but cells changed."""
        only = self._part_books.changed(changes)
        if only is not None:
            self._books[only.id].replace_parts(only)
            return
        for department_id, book in self._books.items():
            book.replace_parts(reading.with_sums(reading.load_parts(self._store, department_id)))

    def department_of(self, finding: Finding, first: str = "") -> str:
        """The id of the department whose parts a finding is in, `first` where several say the same; "" for none."""
        ids = sorted(self._books, key=lambda department_id: department_id != first)
        return next((i for i in ids if finding in self._books[i].parts), "")

    def _came_or_went(self, changes: Changes) -> bool:
        if not changes.projects:
            return changes.structure
        known = changes.projects <= self._department_of.keys()
        return not known or any(read_project(self._store, p) is None for p in changes.projects)

    def of_project(self, project_id: str) -> list[Finding]:
        """The findings of one project."""
        book = self._books.get(self._department_of.get(project_id, ""))
        return book.of_project(project_id) if book else []

    def of_department(self, department_id: str) -> list[Finding]:
        """The findings of a department that are no project's: in its tables, texts and units."""
        book = self._books.get(department_id)
        return list(book.parts) if book else []

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Errors, warnings, infos of each project that has any, by its id; what is no project's by its department."""
        counts: dict[str, list[int]] = {}
        for department_id, book in self._books.items():
            for finding in book.findings:
                owner = finding.project_id or department_id
                counts.setdefault(owner, [0, 0, 0])[f.SEVERITIES.index(finding.severity)] += 1
        return {project_id: (n[0], n[1], n[2]) for project_id, n in counts.items()}


def check(store: Store, year: int | None = None) -> list[Finding]:
    """Everything that is wrong in the workspace, in the order of the tree."""
    return check_books(reading.load_books(store, year))


def check_books(books: list[Book]) -> list[Finding]:
    """Everything that is wrong in the books, in the order of the tree."""
    rules = catalog.rules()
    return [
        finding
        for book in books
        for finding in checks.BookChecker(reading.with_sums(book), catalog.frame(book.frame), rules).findings
    ]


def rule_title(rule: str) -> str:
    """What a rule is about, in a few words."""
    return str(catalog.rules().get(rule, {}).get("title", rule))


def locate(project: Project, path: str) -> CellKey | None:
    """The cell that a path inside the project names; a whole row's cell is its first, None where there is no such."""
    if match := _PLAN.fullmatch(path):
        return CellKey("project", project.id, f"plan_{int(match[1]) + 1}")
    if path == "plan":
        return CellKey("project", project.id, "plan_1")
    if path == "indicators" and project.indicators:
        return CellKey("indicator", project.indicators[0].id, "l1")
    if match := _ROW.fullmatch(path):
        kind, index, column = match[1], int(match[2]), match[3]
        rows = project.goals if kind == "goals" else project.indicators
        if index >= len(rows):
            return None
        if kind == "goals":
            return CellKey("goal", rows[index].id, "text")
        return CellKey("indicator", rows[index].id, {"value": "number"}.get(column, column) or "l3")
    if path in ("code", "name", "title", "budget", "fiscal", "other", "purpose", "category", "secret"):
        return CellKey("project", project.id, path)
    return None


def fixes(store: Store, chosen: list[Finding]) -> list[tuple[CellKey, str, str]]:
    """What the fixes of these findings would write: cell, text before, text after."""
    result = []
    projects: dict[str, Project] = {}
    for finding in chosen:
        if finding.fix is None:
            continue
        if not finding.project_id:
            result += _fixes_of_parts(store, finding)
            continue
        if finding.project_id not in projects:
            projects[finding.project_id] = reading.load_project(store, finding.project_id)
        project = projects[finding.project_id]
        for path, text in finding.fix.texts:
            key = _value_cell(project, path)
            if key is not None:
                row = queries.texts(store, key.table, key.row) or {}
                result.append((key, str(row.get(key.column, "")), text))
    return result


def _fixes_of_parts(store: Store, finding: Finding) -> list[tuple[CellKey, str, str]]:
    """The same for a finding in a department's texts: that of its year in which the cell says what was found."""
    for department in queries.departments(store):
        book = reading.load_parts(store, department["id"]) if department["year"] == finding.year else None
        spots = [(fields.find(book, path), text) for path, text in finding.fix.texts] if book and finding.fix else []
        place = fields.find(book, finding.path) if book else None
        if place is not None and place.text == finding.found:
            return [
                (CellKey(spot.table, spot.record.id, spot.column), spot.text, text)
                for spot, text in spots
                if spot is not None and spot.text is not None
            ]
    return []


def locate_part(store: Store, department_id: str, path: str) -> CellKey | None:
    """The cell that a path in a department's own texts and tables names, None where there is no such."""
    spot = fields.find(reading.load_parts(store, department_id), path)
    return CellKey(spot.table, str(spot.record.id), spot.cell) if spot is not None else None


def _value_cell(project: Project, path: str) -> CellKey | None:
    """`locate`, but a value is written as the whole that is printed."""
    key = locate(project, path)
    if key is not None and path.endswith(".value"):
        return CellKey(key.table, key.row, "value")
    return key


def fix_finding(store: Store, finding: Finding) -> Changes:
    """Apply the one-click fix of a finding."""
    return _apply(store, [finding], f"修正 {finding.rule}")


def fix_rule(store: Store, rules: list[str], found: list[Finding]) -> Changes:
    """Apply all fixes of the rules among the findings, as one operation."""
    return _apply(store, [x for x in found if x.rule in rules], f"修正 {'、'.join(rules)}")


def _apply(store: Store, chosen: list[Finding], name: str) -> Changes:
    return editing.edit_cells(store, [(key, after) for key, _, after in fixes(store, chosen)], name)
