"""Checking a workspace in full; applying fixes; finding the cell of a finding."""

import re

from desktop_app import catalog
from desktop_app.actions import editing, reading
from desktop_app.actions.checker import LITTLE, Checker, book_checker, opened
from desktop_app.domain import fields
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project
from desktop_app.storage import queries
from desktop_app.storage.store import Store

__all__ = ["LITTLE", "Checker", "book_checker", "opened"]

_PLAN = re.compile(r"plan\[(\d+)\]")
_HEAD = (
    "code", "name", "title", "budget", "fiscal", "other", "purpose", "category", "function_code", "needs_form",
    "secret",
)  # fmt: skip
_ROW = re.compile(r"(goals|indicators)\[(\d+)\](?:\.(\w+))?")


def check(store: Store, year: int | None = None) -> list[Finding]:
    """Everything that is wrong in the workspace, in the order of the tree."""
    return check_books(store, reading.load_books(store, year))


def check_books(store: Store, books: list[Book]) -> list[Finding]:
    """Everything that is wrong in books of the workspace, in the order of the tree."""
    return [finding for book in books for finding in book_checker(store, book).findings]


def rule_title(rule: str) -> str:
    """What a rule is about, in a few words."""
    return str(catalog.rules().get(rule, {}).get("title", rule))


def locate(project: Project, path: str) -> CellKey | None:
    """The cell that a path inside the project names; a whole row's cell is its first, None where there is no such."""
    if match := _PLAN.fullmatch(path):
        return CellKey("project", project.id, f"plan_{int(match[1]) + 1}")
    if path == "plan":
        return CellKey("project", project.id, "plan_1")
    if path == "goals" and project.goals:
        return CellKey("goal", project.goals[0].id, "text")
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
    if path in _HEAD:
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
    """The same for a finding in a department's texts: its own, else that of its year in which the cell says so."""
    of_year = [department["id"] for department in queries.departments(store) if department["year"] == finding.year]
    if finding.department_id:
        of_year = [department_id for department_id in of_year if department_id == finding.department_id]
    for department_id in of_year if finding.fix else ():
        book = fields.of_unit(reading.load_parts(store, department_id), finding.unit)
        spots = [(fields.find(book, path), text) for path, text in finding.fix.texts] if finding.fix else []
        place = fields.find(book, finding.path)
        if place is not None and _says(place.text, finding.found):
            return [
                (CellKey(spot.table, spot.record.id, spot.column), spot.text, text)
                for spot, text in spots
                if spot is not None and spot.text is not None
            ]
    return []


def _says(text: str | None, found: str) -> bool:
    """Whether a field still says what a finding found in it."""
    return text is not None and (text.strip() == found.strip() or (found != "" and found in text))


def locate_part(store: Store, department_id: str, path: str, unit: str = "") -> CellKey | None:
    """The cell that a path in the texts and tables of a department or of a unit names, None where there is no such."""
    spot = fields.find(fields.of_unit(reading.load_parts(store, department_id), unit), path)
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
