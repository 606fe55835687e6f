"""What the menus do about years and stages: compare, close a stage, roll into the next year."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.actions import comparing, reading, rolling, stages
from desktop_app.actions.comparing import Row, Side
from desktop_app.actions.workspace import Store
from desktop_app.domain.model import Book
from desktop_app.errors import UserError
from desktop_app.ui import commands_file, compare_places, dialogs, long_actions, tasks
from desktop_app.ui.compare_dialog import CompareDialog, file_name
from desktop_app.ui.stages_dialog import RollDialog, StageDialog

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def compare(window: MainWindow) -> None:
    """Open the comparison of years and stages; the one that was left for a record comes back as it was."""
    if window.hub is None or window.view is None or not window.commit():
        return
    department_id = _department(window)
    if not department_id:
        dialogs.tell("对比年度、阶段", "工作簿里还没有部门，没有可以对比的内容。", window)
        return
    for dialog in window.view.findChildren(CompareDialog):
        if dialog.offers(department_id):
            _come_back(dialog)
            return
        dialog.close()
    try:
        dialog = CompareDialog(window.hub, department_id, window.tasks, window.view)
    except UserError as error:
        dialogs.show_error(error, window)
        return
    dialog.wanted.connect(partial(_go, window, dialog))
    dialog.list_wanted.connect(partial(_write_list, window, dialog))
    _come_back(dialog)


def _come_back(dialog: CompareDialog) -> None:
    dialog.show()
    dialog.activateWindow()
    dialog.view.setFocus()


def _department(window: MainWindow) -> str:
    """The department that is chosen in the tree, else the first; "" where there is none."""
    if window.view is None:
        return ""
    around = window.view.tree.around("department")
    if around is None:
        around = next((node for node in window.view.tree.all_nodes() if node.kind == "department"), None)
    return around.id if around is not None else ""


def _go(window: MainWindow, dialog: CompareDialog, row: Row, sides: tuple[Side, Side]) -> None:
    """Show a record; the comparison steps aside, since it would cover it on a small screen, and can be called back."""
    if window.hub is None or window.view is None or not window.commit():
        return
    if compare_places.go(window.view, window.hub.store, row, sides):
        dialog.hide()
        window.activateWindow()
        what = " › ".join(filter(None, (row.record, row.field)))
        window.say(f"对比中的：{what}", "回到对比", partial(_call_back, window))
    else:
        dialogs.tell("到这一处", f"“{row.record}”现在已经不在工作簿里了，只在留底里有。", dialog)


def _call_back(window: MainWindow) -> None:
    for dialog in window.view.findChildren(CompareDialog) if window.view is not None else ():
        _come_back(dialog)


def _write_list(window: MainWindow, dialog: CompareDialog, rows: list[Row], names: tuple[str, str]) -> None:
    to = dialogs.save_file(
        "导出清单", window.kept.out_folder() / file_name(names), "Excel 工作簿 (*.xlsx)", ".xlsx", dialog
    )
    if to is None:
        return

    def work(report: tasks.Report) -> Path:
        report(0, 0, to.name)
        return comparing.write_list(rows, names, to)

    window.kept.remember_out_folder(to.parent)
    window.tasks.run("导出清单", work, partial(_written, window))


def _written(window: MainWindow, to: Path) -> None:
    window.say(f"对比清单已写好：{to}", "打开文件夹", partial(commands_file.show_folder, to.parent))


def close_stage(window: MainWindow) -> None:
    """Ask for names and close the stage of the chosen department, or of all departments of the chosen year."""
    if window.hub is None or window.view is None or not window.commit():
        return
    node = window.view.tree.current()
    whole_year = node is not None and node.kind == "year"
    ids = [child.id for child in node.children] if node is not None and whole_year else [_department(window)]
    if not any(ids):
        dialogs.tell("结束本阶段", "请先在左边选一个部门。", window)
        return
    found: list[Book] | None = window.hub.run(_books, ids)
    if not found:
        return
    dialog = StageDialog(found, window)
    if not dialogs.run(dialog):
        return
    if dialog.only_name:
        for department_id in ids:
            window.hub.run(stages.name_stage, department_id, dialog.name)
        window.say(f"当前阶段是“{dialog.name}”，导出的文件和U盘包会注明。")
        return
    following = f"，现在是“{dialog.following}”" if dialog.following else ""
    said = f"“{dialog.name}”已留底{following}。"
    name, later, note = dialog.name, dialog.following, dialog.note
    long_actions.run(
        window,
        "结束阶段",
        ids,
        lambda store, report: stages.close_stage(store, ids, name, later, note, report),
        lambda _: window.say_done(said, "撤销", ("对比", partial(compare, window))),
    )


def _books(store: Store, ids: list[str]) -> list[Book]:
    return [reading.load_parts(store, department_id) for department_id in ids]


def roll(window: MainWindow) -> None:
    """Ask for the year and make its drafts."""
    if window.hub is None or window.view is None or not window.commit():
        return
    departments = {
        department.label: department.id
        for year in reversed(window.view.tree.model.roots) for department in year.children if department.projects
    }  # fmt: skip
    year = rolling.next_year(window.hub.store)
    if year is None or not departments:
        dialogs.tell("结转到下一年", "工作簿里还没有项目，没有可以结转的内容。", window)
        return
    dialog = RollDialog(year, [(own, label) for label, own in departments.items()], _department(window), window)
    if not dialogs.run(dialog):
        return
    to_year, department = dialog.year, dialog.department
    long_actions.run(
        window,
        "结转",
        [department] if department else list(departments.values()),
        lambda store, report: rolling.roll(store, to_year, department, report),
        partial(_rolled, window, to_year),
        added=True,
    )


def _rolled(window: MainWindow, to_year: int, made: rolling.Rolled) -> None:
    if window.view is None:
        return
    window.view.select_first(made.changes)
    text = f"已结转到 {to_year} 年度：{made.projects} 个项目，{made.flagged} 处待核对。"
    text += f"来自 {made.origin}。{made.blank}"
    window.say_done(text, "撤销结转", ("对比上年", partial(compare, window)))
