"""Where a difference stands in the window."""

from typing import Any

from desktop_app.actions import reading
from desktop_app.actions.comparing import Row, Side
from desktop_app.actions.workspace import Store
from desktop_app.domain import fields
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import INFO
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError
from desktop_app.ui.flags import Flagged
from desktop_app.ui.workspace_view import WorkspaceView

# the field to go to where a whole record is meant
_FIRST = {"budget_row": "c1", "indicator": "l3", "goal": "text", "section": "heading", "term": "term",
          "organisation": "name", "purchase": "item", "purchase_total": "label", "asset_row": "item"}  # fmt: skip


def go(view: WorkspaceView, store: Store, row: Row, sides: tuple[Side, Side]) -> bool:
    """Show the record of a difference as it is now, that of the later side first; false where it is nowhere now."""
    return any(_go(view, store, row, number, sides[number]) for number in (1, 0))


def _go(view: WorkspaceView, store: Store, row: Row, number: int, side: Side) -> bool:
    key, project_id = row.keys[number], row.projects[number]
    if project_id:
        if not view.tree.select("project", project_id):
            return False
        path = _path(store, project_id, key) if key is not None else ""
        view.go_to(_flagged(path, key, "", project_id))
        return True
    if key is None:
        return False
    if key.table in ("unit", "department"):
        return view.tree.select(key.table, key.row)
    path, key = _place_in_book(store, side.department_id, key)
    if not path or not view.tree.select("department", side.department_id):
        return False
    view.go_to(_flagged(path, key, side.department_id, ""))
    return True


def _path(store: Store, project_id: str, key: CellKey) -> str:
    """The path of a cell in its project, "" where it is no longer there or is the whole project."""
    if key.table == "project":
        return f"plan[{int(key.column[5:]) - 1}]" if key.column.startswith("plan_") else key.column
    return _path_under(reading.load_project(store, project_id), key)


def _place_in_book(store: Store, department_id: str, key: CellKey) -> tuple[str, CellKey]:
    """Path and cell in the department's book, the path "" where it is no longer there; of a goal those of its text."""
    try:
        book = reading.load_parts(store, department_id)
    except UserError:
        return "", key
    for i, section in enumerate(book.sections):
        below: list[Any] = [record for goal in section.goals for record in (goal, *goal.indicators)]
        if key.row in {record.id for record in below}:
            return f"sections[{i}].text", CellKey("section", section.id, "text")
    return _path_under(book, key), key


def _path_under(owner: Project | Book, key: CellKey) -> str:
    places = fields.paths(owner)
    return fields.path_of(*places[key.row], key.column or _FIRST.get(key.table, "")) if key.row in places else ""


def _flagged(path: str, key: CellKey | None, department_id: str, project_id: str) -> Flagged:
    if key is not None and not key.column and key.table in _FIRST:
        key = CellKey(key.table, key.row, _FIRST[key.table])
    return Flagged("", INFO, None, "", "", path, "", project_id=project_id, department_id=department_id, key=key)
