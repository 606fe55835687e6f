"""The tree and the title follow what the pages of a department's parts show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.actions.narrowing import PART, PARTS
from desktop_app.actions.reading import TreeNode

if TYPE_CHECKING:
    from desktop_app.ui.workspace_view import WorkspaceView

Place = tuple[str, str, str]  # department, unit ("" for none), path of the part


def title(view: WorkspaceView, node: TreeNode | None) -> str:
    """Where what is shown hangs, by the names that it all has now: the part on the page, else the chosen node."""
    model, place = view.tree.model, _place(view)
    above = _above(view, place)
    words = [label for label, path in PARTS if path == place[2]]
    if above is None and node is not None and model.find(node.kind, node.id) is node:
        above, words = node, []
    return " › ".join([*(n.label for n in reversed(list(model.chain(above)))), *words]) if above is not None else ""


def node_shown(view: WorkspaceView) -> TreeNode | None:
    """The node of the tree for the part on the page: itself, else the unit or the department that it is of."""
    department_id, unit_id, path = place = _place(view)
    part = view.tree.model.find(PART, f"{unit_id or department_id} {path}")
    return part if part is not None else _above(view, place)


def _place(view: WorkspaceView) -> Place:
    page = view.pages.currentWidget()
    return next((part.place for part in (view.parts, view.sections) if part is page), ("", "", ""))


def _above(view: WorkspaceView, place: Place) -> TreeNode | None:
    """The unit or the department whose part is shown."""
    department_id, unit_id, _ = place
    return view.tree.model.find("unit", unit_id) or view.tree.model.find("department", department_id)
