"""Commands of the menu 检查 beside the way from problem to problem."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop_app.actions import reading, report
from desktop_app.ui import commands_file, dialogs
from desktop_app.ui.gate_dialog import department_around
from desktop_app.ui.rules_dialog import RulesDialog

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def rules(window: MainWindow) -> None:
    """Show the rules that the file is checked by."""
    if window.hub is None or not window.commit():
        return
    if reading.first_book(window.hub.store) is not None:
        department = window.view.tree.around("department") if window.view is not None else None
        dialogs.run(RulesDialog(window.hub, window.kept.folder(), window, department.id if department else ""))
    else:
        window.say("还没有部门，没有可以检查的内容。请先新建部门或导入。")


def answer(window: MainWindow) -> None:
    """Write a 说明 for the problems chosen in the panel, or take it back."""
    if window.view is None or not window.commit():
        return
    problems = window.view.problems
    if problems.answer.isEnabled():
        problems.answer_chosen()
    elif problems.chosen():
        window.say("选中的问题不能用说明代替修改，请修改内容。")
    else:
        window.say("还没有选中问题，请先按 F8 到一个问题，或在问题列表里选。")


def write_report(window: MainWindow) -> None:
    """Write the report of the checks into a file that the person names.

    It is that of the department of what is chosen in the tree; where nothing or a year is, each department has its own.
    """
    if window.hub is None or window.view is None or not window.commit():
        return
    node, roots = window.view.tree.current(), reading.tree(window.hub.store)
    several = sum(len(year.children) for year in roots) > 1
    chosen = department_around(roots, node) if several and node is not None and node.kind != "year" else None
    of = f"{chosen.year or ''} {chosen.label.replace('/', '_')} " if chosen is not None else window.hub.store.path.stem
    name = f"{of}检查报告.docx"
    filters = ";;".join(f"{text} (*{suffix})" for suffix, text in report.FORMATS.items())
    to = dialogs.save_file("检查报告", window.kept.out_folder() / name, filters, ".docx", window)
    written = window.hub.run(report.write, to, chosen.id if chosen else "") if to is not None else None
    if written:
        window.kept.remember_out_folder(written[0].parent)
        names = "、".join(path.name for path in written)
        window.say(f"检查报告已写好：{names}", "打开文件夹", partial(commands_file.show_folder, written[0].parent))
