"""What the 编辑, 查看 and 检查 menus do."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop_app.actions import editing, reading, workspace
from desktop_app.actions.checking import LITTLE, Checker
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.ui import dialogs, long_actions, record_dialog, tasks
from desktop_app.ui.history_dialog import HistoryDialog

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.workspace_view import WorkspaceView

_TELL_S = 0.05  # of checking between two words of how far it is
_KIND_NAMES = {"project": "项目", "unit": "单位", "department": "部门"}


def undo(window: MainWindow) -> None:
    """Take back the last operation."""
    window.undo()


def redo(window: MainWindow) -> None:
    """Do the operation again that was taken back last."""
    if window.hub is not None and window.commit():
        long_actions.step(window, back=False)


def add_department(window: MainWindow) -> TreeNode | None:
    """Ask for a department and add it."""
    if window.hub is None or window.view is None or not window.commit():
        return None
    year = window.view.tree.around("year")
    typed = record_dialog.ask(
        "新增部门", "部门名称", (year.year if year else None) or record_dialog.likely_year(date.today()), window
    )
    if typed is None or window.hub.run(workspace.add_department, *typed) is None:
        return None
    return _select_new(window.view, "department", typed[1])


def add_unit(window: MainWindow) -> TreeNode | None:
    """Ask for a unit and add it to the chosen department; the first department is asked for before."""
    if window.hub is None or window.view is None or not window.commit():
        return None
    department = window.view.tree.around("department")
    if department is None:
        if window.view.tree.model.roots:
            dialogs.tell("新增单位", "请先在左边选一个部门。", window)
            return None
        department = add_department(window)
        if department is None:
            return None
    typed = record_dialog.ask(f"在 {department.label} 下新增单位", "单位名称", None, window)
    if typed is None or window.hub.run(workspace.add_unit, department.id, typed[1], typed[2]) is None:
        return None
    return _select_new(window.view, "unit", typed[1])


def add_project(window: MainWindow) -> None:
    """Add an empty project to the chosen unit and begin with its name; a unit is asked for where there is none."""
    if window.hub is None or window.view is None or not window.commit():
        return
    unit = window.view.tree.around("unit")
    if unit is None:
        department = window.view.tree.around("department")
        if window.view.tree.model.roots and (department is None or department.children):
            dialogs.tell("新增项目", "请先在左边选一个单位。", window)
            return
        unit = add_unit(window)
        if unit is None:
            return
    done = window.hub.run(workspace.add_project, unit.id)
    if done is not None:
        window.view.tree.select("project", done[1])
        window.view.show_tab(0)
        window.view.project.form.name.setFocus()


def _select_new(view: WorkspaceView, kind: str, name: str) -> TreeNode | None:
    """Choose the record of that kind and name that was added last."""
    found = [node for node in view.tree.all_nodes() if node.kind == kind and node.label.endswith(name)]
    if not found:
        return None
    view.tree.select(kind, found[-1].id)
    return found[-1]


def rename(window: MainWindow) -> None:
    """Ask for another name and code of the chosen unit or department; a project's are fields of its form."""
    if window.hub is None or window.view is None or not window.commit():
        return
    node = window.view.tree.current()
    if node is None or node.kind == "year":
        return
    if node.kind == "project":
        window.view.show_tab(0)
        window.view.project.form.name.setFocus()
        return
    named = "" if node.label == reading.UNNAMED else node.label.removeprefix(node.code).strip()
    typed = record_dialog.ask_again(_KIND_NAMES[node.kind], named, node.code, window)
    if typed is not None:
        name, code = (CellKey(node.kind, node.id, column) for column in ("name", "code"))
        window.hub.run(editing.edit_cells, [(name, typed[0]), (code, typed[1])])


def delete(window: MainWindow) -> None:
    """Remove the chosen project, unit or department with everything under it; the bar offers to take it back."""
    if window.hub is None or window.view is None or not window.commit():
        return
    node = window.view.tree.current()
    if node is None or node.kind == "year":
        return
    name = f"删除{_KIND_NAMES[node.kind]} {node.label}"
    if window.hub.run(workspace.delete_records, node.kind, [node.id], name) is not None:
        below = f"和其中 {node.projects} 个项目" if node.kind != "project" and node.projects else ""
        window.say_done(f"已{name}{below}。", "撤销删除")


def find(window: MainWindow) -> None:
    """Put the keyboard into the search box."""
    if window.view is not None:
        window.view.tree.box.setFocus()
        window.view.tree.box.selectAll()


def show_tab(tab: int, window: MainWindow) -> None:
    """Show one of the three pages."""
    if window.view is not None:
        window.view.show_tab(tab)


def next_region(step: int, window: MainWindow) -> None:
    """Put the keyboard into the next part of the window."""
    if window.view is not None:
        parts, focus = window.view.regions(), window.view.focusWidget()
        at = next((i for i, part in enumerate(parts) if focus is part or (focus and part.isAncestorOf(focus))), -step)
        parts[(at + step) % len(parts)].setFocus(Qt.FocusReason.TabFocusReason)


def step_project(step: int, window: MainWindow) -> None:
    """Choose the next or the previous project."""
    if window.view is not None:
        window.view.step_project(step)


def toggle_problems(window: MainWindow) -> None:
    """Show or hide the panel of problems."""
    if window.view is not None:
        window.view.problems.setVisible(window.view.problems.isHidden())


def cell_history(window: MainWindow) -> None:
    """Show who changed the current cell, when, from what to what."""
    if window.hub is None or window.view is None:
        return
    key = window.view.current_key()
    if key is None:
        dialogs.tell("单元格历史", "请先点一下要查看的那一格。", window)
        return
    if not window.commit():
        return
    entries = window.hub.run(editing.cell_history, key)
    if entries is not None:
        dialogs.run(HistoryDialog(f"{window.view.current_name()}的修改记录", entries, window))


def check(window: MainWindow) -> None:
    """Check everything anew and say how much was found: a large workspace beside the window, so that it can be ended.

    What was found before holds where the person ends it.
    """
    hub = window.hub
    if hub is None or window.view is None or not window.commit():
        return
    if hub.checking:
        window.say("正在检查这个工作簿，请稍候。")
    elif reading.totals(hub.store).indicators <= LITTLE:
        with tasks.busy_cursor():
            hub.recheck()
        _tell_found(window)
    else:
        window.tasks.run("检查", partial(_check_beside, hub.store), partial(_take, window), at_once=True)


def _check_beside(store: Store, report: tasks.Report) -> Checker:
    with workspace.beside(store) as other:
        checker = Checker(other, later=True)
        while not checker.go_on(_TELL_S):
            report(checker.checked, checker.all, f"正在检查：{checker.checked} / {checker.all} 个项目")
        return checker


def _take(window: MainWindow, checker: Checker) -> None:
    if window.hub is not None:
        window.hub.take(checker)
        _tell_found(window)


def _tell_found(window: MainWindow) -> None:
    if window.view is None:
        return
    window.view.problems.refresh()
    counts = window.view.problems.model.counts
    window.view.problems.show()
    text = f"检查完毕：错误 {counts['error']}，警告 {counts['warning']}，提示 {counts['info']}。"
    if window.view.problems.model.shown:
        window.say(text, "到第一个问题", partial(step_problem, 1, window))
    else:
        window.say(text)


def step_problem(step: int, window: MainWindow) -> None:
    """Go to the next or the previous problem."""
    if window.view is not None and window.commit():
        window.view.problems.step(step)


def fix_current(window: MainWindow) -> None:
    """Make the certain repair of the problem that is current in the panel."""
    if window.view is None or not window.commit():
        return
    finding = window.view.problems.current()
    if finding is None:
        window.say("还没有选中问题，请先按 F8 到一个问题。")
    elif finding.fix is None:
        window.say("这个问题没有确定的改法，请看问题的说明，自己修改。")
    else:
        window.view.problems.fix(finding)


def add_goal(window: MainWindow) -> None:
    """Add an empty goal to the shown project."""
    if window.view is not None and window.view.project.project_id:
        window.view.show_tab(0)
        window.view.project.form.goals.add_goal()
