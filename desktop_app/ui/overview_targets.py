"""Leads what was opened in the overview to its place in the window, and writes its tables into a workbook."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.actions import overview, overview_tables
from desktop_app.actions.narrowing import PART
from desktop_app.actions.overview import PROJECT, Target
from desktop_app.actions.reading import TreeNode
from desktop_app.domain.findings import SEVERITIES, Finding
from desktop_app.ui import commands_file, dialogs, tasks

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.workspace_view import WorkspaceView

_GOALS = 0  # the tab with a project's form and grid


def go(view: WorkspaceView, target: Target) -> None:
    """Show a node, a part of a book, or the first finding in a node, with the keyboard there."""
    kind, what = target
    if not view.commit_open_editor():
        return
    if kind == "finding":
        _go_to_finding(view, what)
    elif kind == PART:
        _go_to_part(view, what)
    elif view.tree.select(kind, what):
        if kind == PROJECT:
            view.show_tab(_GOALS)
        else:
            view.overview.setFocus()


def _go_to_part(view: WorkspaceView, what: str) -> None:
    """A unit that has no such part of its own leads to that of its department."""
    owner, _, path = what.partition(" ")
    node = view.tree.model.find(PART, what)
    unit = view.tree.model.find("unit", owner)
    department = view.tree.model.ancestor(unit, "department") if unit else None
    if node is None and department is not None:
        node = view.tree.model.find(PART, f"{department.id} {path}")
    if node is not None and view.tree.select(PART, node.id):
        view.tree.opened.emit(node)


def _go_to_finding(view: WorkspaceView, what: str) -> None:
    kind, _, node_id = what.partition(" ")
    node = view.tree.model.find("department" if kind == "own" else kind, node_id)
    finding = _first(view, node, kind == "own") if node is not None else None
    if finding is not None:
        view.go_to(finding)
    elif node is not None:
        go(view, (node.kind, node.id))


def _first(view: WorkspaceView, node: TreeNode, own: bool) -> Finding | None:
    """The gravest finding in a node, of these the first; `own` for those of a department that are no project's."""
    checker, model = view.checker, view.tree.model
    if own:
        return _gravest(checker.of_department(node.id))
    projects = [node] if node.kind == PROJECT else [p for unit in overview.units_below(node) for p in unit.children]
    for place, _ in enumerate(SEVERITIES):
        project = next((p for p in projects if model.counts(p)[place]), None)
        if project is not None:
            return _gravest(checker.of_project(project.id))
    departments = [node] if node.kind == "department" else []
    return next((f for d in departments if (f := _gravest(checker.of_department(d.id)))), None)


def _gravest(findings: list[Finding]) -> Finding | None:
    return min(findings, key=lambda f: SEVERITIES.index(f.severity), default=None)


def write_sums(window: MainWindow) -> None:
    """导出汇总表: ask for a file and write the tables of the overview, of the chosen unit, department or year."""
    if window.view is None or not window.commit():
        return
    node = window.view.tree.current()
    if node is None or node.kind == PROJECT:
        node = next((n for n in window.view.tree.all_nodes() if n.kind == "year"), None)
        if node is None:
            dialogs.tell("导出汇总表", "工作簿里还没有项目，没有可以汇总的内容。", window)
            return
        window.view.tree.select(node.kind, node.id)
    title, tables, secrets = window.view.overview.tables()
    if not tables:
        dialogs.tell("导出汇总表", "请先在左边选一个年度、部门或单位。", window)
        return
    suggestion = window.kept.out_folder() / f"{title.replace('/', '_')}汇总表.xlsx"
    to = dialogs.save_file("导出汇总表", suggestion, "Excel 工作簿 (*.xlsx)", ".xlsx", window)
    if to is None:
        return

    def work(report: tasks.Report) -> Path:
        report(0, 0, to.name)
        return overview_tables.write(title, tables, secrets, to)

    window.kept.remember_out_folder(to.parent)
    window.tasks.run("导出汇总表", work, partial(_written, window))


def _written(window: MainWindow, to: Path) -> None:
    window.say(f"汇总表已写好：{to}", "打开文件夹", partial(commands_file.show_folder, to.parent))
