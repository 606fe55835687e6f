"""Leads what a search found, and the parts in the tree, to their place in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.actions import found, narrowing
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.search_texts import Hit
from desktop_app.actions.workspace import Store
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, marks
from desktop_app.ui.flags import Flagged

if TYPE_CHECKING:
    from desktop_app.actions.found import Target
    from desktop_app.ui.workspace_view import WorkspaceView

_GOALS = 0  # the tab with a project's form and grid


def go(view: WorkspaceView, store: Store, hit: Hit) -> None:
    """Show the cell that a search found, with the keyboard in it."""
    if not view.commit_open_editor():
        return
    try:
        target = found.target(store, hit)
    except UserError as error:
        dialogs.show_error(error, view)
        return
    if target.key is None:
        kind, node_id = ("unit", target.unit_id) if target.unit_id else ("department", target.department_id)
        view.tree.select(kind, node_id)
        view.tree.view.setFocus()
    elif target.project_id:
        _go_to_project(view, target)
    else:
        view.go_to(_place(target))


def _go_to_project(view: WorkspaceView, target: Target) -> None:
    key = target.key
    view.tabs.setCurrentIndex(_GOALS)
    if key is None or not view.tree.select("project", target.project_id):
        return
    page = view.project
    if not (page.grid.go_to(key) if key.table == "indicator" else page.form.go_to(key)):
        (page.grid if key.table == "indicator" else page.form).setFocus()


def _place(target: Target) -> Flagged:
    """A place in the parts of a department, as a finding names it."""
    return Flagged("", marks.REVIEW, None, "", "", target.path, "", department_id=target.department_id, key=target.key)


def open_part(view: WorkspaceView, store: Store, node: TreeNode) -> None:
    """Show a part of a department's or a unit's book, with the keyboard in it."""
    department = view.tree.model.ancestor(node, "department")
    if department is None:
        return
    try:
        path, key = narrowing.first_place(store, department.id, node.code, view.tree.model.ancestor(node, "unit"))
    except UserError as error:
        dialogs.show_error(error, view)
        return
    view.go_to(_place(found.Target("", department.id, "", key, path)))


def show_part(view: WorkspaceView, store: Store, node: TreeNode) -> None:
    """Show a part while the keyboard stays in the tree."""
    in_tree = view.tree.view.hasFocus()
    open_part(view, store, node)
    if in_tree:
        view.tree.view.setFocus()


def open_node(view: WorkspaceView, store: Store, node: TreeNode) -> None:
    """Put the keyboard into the page of a node."""
    if node.kind == narrowing.PART:
        open_part(view, store, node)
    elif node.kind == "project":
        view.show_tab(view.tabs.currentIndex())
