"""Every action of the window as data: where it stands, what it says, its keys, what it does, what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from desktop_app.ui import (
    commands_check,
    commands_data,
    commands_file,
    commands_import,
    commands_library,
    commands_source,
    commands_view,
    commands_year,
    overview_targets,
    theme,
)
from desktop_app.ui.workspace_view import GOALS, SECTIONS, TABLES

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

NOTHING, WORKSPACE, WRITABLE = range(3)


@dataclass(slots=True, frozen=True)
class Item:
    """One action. `needs` says when it can be used: always, with an open workspace, or with one to write in."""

    id: str
    menu: str
    text: str
    keys: str
    slot: Callable[[MainWindow], object]
    needs: int = WORKSPACE
    icon: str = ""
    tip: str = ""


_FILE, _EDIT, _VIEW, _CHECK, _DATA, _HELP = "文件(&F)", "编辑(&E)", "查看(&V)", "检查(&C)", "数据(&D)", "帮助(&H)"
MENUS = (_FILE, _EDIT, _VIEW, _CHECK, _DATA, _HELP)
SEPARATOR = "-"


def _line(menu: str) -> Item:
    return Item(SEPARATOR, menu, "", "", lambda window: None)


ITEMS = (
    Item("file.new", _FILE, "新建(&N)…", "Ctrl+N", commands_file.new, NOTHING, "new", "建一个空的工作簿"),
    Item("file.open", _FILE, "打开(&O)…", "Ctrl+O", commands_file.open_file, NOTHING, "open", "打开已有的工作簿"),
    Item("file.sample", _FILE, "看样例(&S)", "", commands_file.sample, NOTHING, "sample", "打开一个虚构的县"),
    Item("file.recent", _FILE, "最近用过(&R)", "", lambda window: None, NOTHING),
    _line(_FILE),
    Item("file.backup", _FILE, "备份(&B)…", "Ctrl+Shift+B", commands_file.backup, WORKSPACE, "", "把工作簿另存一份"),
    Item("file.restore", _FILE, "恢复备份(&T)…", "", commands_file.restore, WORKSPACE, "", "从自动备份中恢复"),
    _line(_FILE),
    Item("file.close", _FILE, "关闭工作簿(&C)", "Ctrl+W", commands_file.close),
    Item("file.quit", _FILE, "退出(&Q)", "Ctrl+Q", commands_file.quit_program, NOTHING),
    Item("edit.undo", _EDIT, "撤销", "Ctrl+Z", commands_view.undo, WRITABLE, "undo", "撤销上一步操作"),
    Item("edit.redo", _EDIT, "重做", "Ctrl+Y", commands_view.redo, WRITABLE, "redo", "重做刚撤销的操作"),
    _line(_EDIT),
    Item("edit.grid", _EDIT, "指标表格(&T)", "", lambda window: None),
    _line(_EDIT),
    Item("edit.project", _EDIT, "新增项目(&P)", "Ctrl+Shift+N", commands_view.add_project, WRITABLE, "add"),
    Item("edit.unit", _EDIT, "新增单位(&U)…", "", commands_view.add_unit, WRITABLE),
    Item("edit.department", _EDIT, "新增部门(&D)…", "", commands_view.add_department, WRITABLE),
    Item("edit.goal", _EDIT, "增加绩效目标(&G)", "Ctrl+Shift+G", commands_view.add_goal, WRITABLE),
    Item(
        "edit.pick",
        _EDIT,
        "挑选指标(&K)…",
        "Ctrl+K",
        commands_library.pick,
        WRITABLE,
        "",
        "从指标库和本文件里挑选几条，整行插入",
    ),
    Item(
        "edit.last_year",
        _EDIT,
        "复制上年指标(&Y)",
        "",
        commands_library.copy_last_year,
        WRITABLE,
        "",
        "把上年同一个项目的指标整行复制过来，填好上年值",
    ),
    Item("edit.rename", _EDIT, "改名(&M)…", "", commands_view.rename, WRITABLE),
    Item("edit.delete", _EDIT, "删除所选项目、单位或部门(&L)", "", commands_view.delete, WRITABLE, "remove"),
    Item("view.find", _VIEW, "搜索(&F)", "Ctrl+F", commands_view.find, WORKSPACE, "", "搜索项目、编码、指标、依据"),
    _line(_VIEW),
    Item("view.goals", _VIEW, "目标与指标(&1)", "Ctrl+1", partial(commands_view.show_tab, GOALS)),
    Item("view.tables", _VIEW, "预算公开表(&2)", "Ctrl+2", partial(commands_view.show_tab, TABLES)),
    Item("view.sections", _VIEW, "文字(&3)", "Ctrl+3", partial(commands_view.show_tab, SECTIONS)),
    _line(_VIEW),
    Item("view.next_region", _VIEW, "下一区域", "F6", partial(commands_view.next_region, 1)),
    Item("view.last_region", _VIEW, "上一区域", "Shift+F6", partial(commands_view.next_region, -1)),
    Item("view.next_project", _VIEW, "下一个项目", "Ctrl+PgDown", partial(commands_view.step_project, 1)),
    Item("view.last_project", _VIEW, "上一个项目", "Ctrl+PgUp", partial(commands_view.step_project, -1)),
    _line(_VIEW),
    Item("view.problems", _VIEW, "显示或隐藏问题列表(&P)", "Ctrl+Shift+P", commands_view.toggle_problems),
    Item("view.history", _VIEW, "单元格历史(&H)…", "Ctrl+H", commands_view.cell_history, WORKSPACE, "", "这一格谁改过"),
    Item("view.source", _VIEW, "来源(&S)…", "F9", commands_source.show, WORKSPACE, "", "这一格是从哪里读来的"),
    Item(
        "view.compare", _VIEW, "对比年度、阶段(&D)…", "", commands_year.compare, WORKSPACE, "", "两年、两个阶段逐格对比"
    ),
    Item("check.run", _CHECK, "检查(&C)", "F7", commands_view.check, WORKSPACE, "check", "重新检查整个工作簿"),
    Item("check.next", _CHECK, "下一问题(&N)", "F8", partial(commands_view.step_problem, 1), WORKSPACE, "next"),
    Item("check.last", _CHECK, "上一问题(&P)", "Shift+F8", partial(commands_view.step_problem, -1)),
    Item("check.fix", _CHECK, "修正当前问题(&F)", "Ctrl+F8", commands_view.fix_current, WRITABLE),
    Item("check.answer", _CHECK, "给选中的问题写说明(&A)…", "Ctrl+Shift+F8", commands_check.answer, WRITABLE),
    Item(
        "check.confirm",
        _CHECK,
        "已核对，去掉标记(&K)",
        "Ctrl+F9",
        commands_source.confirm,
        WRITABLE,
        "",
        "当前格导入时没有读准，现在对照过了",
    ),
    Item(
        "check.report",
        _CHECK,
        "检查报告(&O)…",
        "",
        commands_check.write_report,
        WORKSPACE,
        "",
        "写成 Excel、Word 或网页",
    ),
    Item("check.rules", _CHECK, "检查规则(&R)…", "", commands_check.rules, WORKSPACE, "", "各条规则的级别，装入规则集"),
    Item("data.import", _DATA, "导入(&I)…", "Ctrl+I", commands_import.import_files, NOTHING, "import", "读入旧文件"),
    Item(
        "data.import_folder",
        _DATA,
        "导入文件夹(&F)…",
        "",
        commands_import.import_folder,
        NOTHING,
        "",
        "读入一个文件夹里的全部旧文件",
    ),
    Item(
        "data.export", _DATA, "公开导出(&E)…", "Ctrl+E", commands_data.export, WORKSPACE, "export", "写出公开用的文件"
    ),
    Item(
        "data.sums",
        _DATA,
        "导出汇总表(&T)…",
        "",
        overview_targets.write_sums,
        WORKSPACE,
        "",
        "按单位、类别等汇总成 Excel，内部使用",
    ),
    _line(_DATA),
    Item(
        "data.receive", _DATA, "收U盘包(&R)…", "Ctrl+R", commands_data.receive_file, NOTHING, "receive", "收下 .jxz 包"
    ),
    Item(
        "data.kept",
        _DATA,
        "没有采用的U盘包内容(&K)…",
        "",
        commands_data.kept,
        WRITABLE,
        "",
        "收包时两边不同、保留了本机的：再看，再采用",
    ),
    Item("data.pack", _DATA, "出U盘包(&U)…", "Ctrl+U", commands_data.pack, WORKSPACE, "pack", "把单位装进 .jxz 包"),
    _line(_DATA),
    Item(
        "data.stage",
        _DATA,
        "结束本阶段(&S)…",
        "",
        commands_year.close_stage,
        WRITABLE,
        "",
        "一上、二上、批复：原样留底",
    ),
    Item("data.roll", _DATA, "结转到下一年(&N)…", "", commands_year.roll, WRITABLE, "", "用今年的项目做明年的草稿"),
    Item("help.keys", _HELP, "快捷键(&K)", "F1", commands_file.keys, NOTHING),
    Item("help.folder", _HELP, "打开日志和备份的文件夹(&L)", "", commands_file.show_logs, NOTHING),
    Item("help.about", _HELP, "关于(&A)", "", commands_file.about, NOTHING),
)

TOOLBAR = (
    "data.import", "data.receive", SEPARATOR, "check.run", "check.next", SEPARATOR, "data.export", "data.pack",
    SEPARATOR, "edit.undo", "edit.redo",
)  # fmt: skip

CELL_MENU = ("view.source", "view.history", "check.confirm")
TREE_MENU = ("edit.project", "edit.unit", "edit.department", SEPARATOR, "edit.rename", "edit.delete")


def build(window: MainWindow) -> dict[str, QAction]:
    """Make all actions and hang them into the window's menus; returns them by id."""
    menus = {name: window.menuBar().addMenu(name) for name in MENUS}
    actions: dict[str, QAction] = {}
    for item in ITEMS:
        if item.id == SEPARATOR:
            menus[item.menu].addSeparator()
            continue
        action = QAction(item.text, window)
        action.setShortcuts([QKeySequence(item.keys)] if item.keys else [])
        if item.id == "edit.redo":
            action.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        action.setIconText(plain(item.text))
        action.setToolTip(
            " ".join(part for part in (item.tip or plain(item.text), item.keys and f"({item.keys})") if part)
        )
        action.triggered.connect(partial(_do, item.slot, window))
        if item.icon:
            action.setIcon(theme.icon(item.icon))
        menus[item.menu].addAction(action)
        actions[item.id] = action
    return actions


def _do(slot: Callable[[MainWindow], object], window: MainWindow) -> None:
    slot(window)


def fill_toolbar(bar: QToolBar, actions: dict[str, QAction]) -> None:
    """Put the actions used most into the tool bar, with picture and word."""
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    fill(bar, TOOLBAR, actions)


def fill(target: QToolBar | QMenu, ids: tuple[str, ...], actions: dict[str, QAction]) -> None:
    """Add actions by id."""
    for action_id in ids:
        if action_id == SEPARATOR:
            target.addSeparator()
        else:
            target.addAction(actions[action_id])


def plain(text: str) -> str:
    """The text of an action without its key and its dots."""
    return text.partition("(&")[0].rstrip("…")


def enable(actions: dict[str, QAction], opened: bool, writable: bool) -> None:
    """Let through what can be used now."""
    for item in ITEMS:
        if item.id != SEPARATOR:
            able = item.needs == NOTHING or (opened and (item.needs == WORKSPACE or writable))
            actions[item.id].setEnabled(able)


def name_steps(actions: dict[str, QAction], undo: str, redo: str, writable: bool) -> None:
    """Let the actions of undo and redo say what they would take back or do again; "" for nothing."""
    for action_id, verb, name in (("edit.undo", "撤销", undo), ("edit.redo", "重做", redo)):
        action = actions[action_id]
        action.setText(f"{verb} {name}".strip())
        action.setIconText(verb)
        action.setToolTip(f"{verb} {name}".strip() + f" ({action.shortcut().toString()})")
        action.setEnabled(bool(name) and writable)
