"""What the 数据 menu does: import, publish, receive and make USB packages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.actions import exporting, importing, packing
from desktop_app.actions.importing import ImportPlan, UnknownDepartment, UnknownYear
from desktop_app.actions.packing import Package, ReceiveReport
from desktop_app.domain.model import Book, Changes
from desktop_app.errors import UserError
from desktop_app.ui import commands_file, dialogs, tasks
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.hub import did_something
from desktop_app.ui.import_dialog import ImportDialog, OriginDialog
from desktop_app.ui.pack_dialog import FILTER, PackDialog, ReceiveDialog
from desktop_app.ui.record_dialog import likely_year

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

SOURCES = "能导入的文件 (*.txt *.csv *.tsv *.md *.xlsx *.xls *.et *.docx);;所有文件 (*)"


def import_files(window: MainWindow) -> None:
    """Ask for source files and import them."""
    chosen = dialogs.open_files("导入旧文件", str(window.folder()), SOURCES, window)
    if chosen:
        import_paths(window, chosen)


def import_paths(window: MainWindow, sources: list[Path]) -> None:
    """Read source files beside the window, show what they hold, and write it where the person agrees."""
    if not window.commit():
        return
    window.remember_folder(sources[0].parent)

    def work(report: tasks.Report) -> list[Book]:
        return importing.read_sources(sources, report)

    window.tasks.run("读取文件", work, partial(_preview, window))


def _preview(window: MainWindow, books: list[Book]) -> None:
    plan = plan_import(window, books)
    if plan is None:
        return
    if not dialogs.run(ImportDialog(plan, window)):
        return
    if window.hub is None:
        store = commands_file.create(window, _name_for(plan))
        if store is None:
            return
        window.open_store(store)
    _apply(window, plan)


def plan_import(window: MainWindow, books: list[Book]) -> ImportPlan | None:
    """Plan the import, asking for the year and the department where neither file nor workspace tells."""
    year: int | None = None
    department: str | None = None
    store = window.hub.store if window.hub else None
    while True:
        try:
            return importing.plan_import(store, books, year, department)
        except (UnknownYear, UnknownDepartment) as error:
            dialog = OriginDialog(error.where, year or likely_year(date.today()), department, (error.needs,), window)
            if not dialogs.run(dialog):
                return None
            if error.needs == "year":
                year = dialog.year.value()
            else:
                department = dialog.department.text().strip()
        except UserError as error:
            dialogs.show_error(error, window)
            return None


def _name_for(plan: ImportPlan) -> str:
    book = plan.books[0]
    return f"{book.department_name}{book.year}年绩效目标"


def _apply(window: MainWindow, plan: ImportPlan) -> None:
    if window.hub is None or window.view is None:
        return
    with tasks.busy_cursor():
        changes = window.hub.run(importing.apply_import, plan)
    if changes is None:
        return
    new = [item for item in plan.items if item.accept and item.kind == "new"]
    changed = sum(item.accept and item.kind in ("changed", "conflict") for item in plan.items)
    if not did_something(changes):
        window.say("文件里的内容工作簿里都有了，没有什么要导入的。")
        return
    _select_first(window, changes)
    flagged = len(plan.review) + sum(len(item.review) for item in plan.items if item.accept)
    parts = [f"新增 {len(new)} 个项目"] if new else []
    parts += [f"更新 {changed} 个项目"] if changed else []
    parts += [f"{flagged} 处待核对"] if flagged else []
    window.say(f"已导入：{'，'.join(parts) or '文字'}。", "撤销导入", window.undo)


def _select_first(window: MainWindow, changes: Changes) -> None:
    """Choose the first project, in the order of the tree, that an operation touched."""
    if window.view is not None:
        first = next((node for node in window.view.tree.projects() if node.id in changes.projects), None)
        if first is not None:
            window.view.tree.select("project", first.id)


def export(window: MainWindow) -> None:
    """公开导出: ask, then write the documents beside the window."""
    if window.hub is None or window.view is None or not window.commit():
        return
    store = window.hub.store
    with tasks.busy_cursor():
        dialog = ExportDialog(store, window.view.tree.current(), window.out_folder(), _user(window), window)
    accepted = dialogs.run(dialog)
    if dialog.wanted is not None:
        window.view.go_to(dialog.wanted)
    if not accepted:
        return
    request = dialog.request()
    job = window.hub.run(
        exporting.export,
        request.folder,
        request.formats,
        department_id=request.scope.department_id,
        unit_id=request.scope.unit_id,
        override=request.override,
    )
    if job is not None:
        window.remember_out_folder(request.folder)
        window.tasks.run("公开导出", job.run, partial(_exported, window, request.folder))


def _exported(window: MainWindow, folder: Path, written: list[Path]) -> None:
    names = "、".join(path.name for path in written[:3]) + ("…" if len(written) > 3 else "")
    window.say(f"已导出 {len(written)} 个文件：{names}", "打开文件夹", partial(commands_file.show_folder, folder))


def _user(window: MainWindow) -> str:
    """The name that the person's operations are recorded under."""
    return window.hub.store.user if window.hub else ""


def pack(window: MainWindow) -> None:
    """出U盘包: ask for units and a file, and write the package."""
    if window.hub is None or window.view is None or not window.commit():
        return
    store = window.hub.store
    with tasks.busy_cursor():
        to = window.out_folder() / f"{store.path.stem}.jxz"
        dialog = PackDialog(store, window.view.tree.current(), to, _user(window), window)
    accepted = dialogs.run(dialog)
    if dialog.wanted is not None:
        window.view.go_to(dialog.wanted)
    if not accepted:
        return
    window.remember_out_folder(dialog.path().parent)
    with tasks.busy_cursor():
        made = window.hub.run(packing.pack, dialog.units(), dialog.path(), dialog.override())
    if made is not None:
        window.say(f"U盘包已写好并核对过：{made}", "打开文件夹", partial(commands_file.show_folder, made.parent))


def receive_file(window: MainWindow) -> None:
    """Ask for a USB package and take it in."""
    path = dialogs.open_file("收U盘包", str(window.folder()), FILTER, window)
    if path is not None:
        receive_path(window, path)


def receive_path(window: MainWindow, path: Path) -> None:
    """Read a package beside the window, add what is new, and show what differs."""
    if window.commit():
        window.remember_folder(path.parent)
        _read_package(window, path, partial(_receive, window, path))


def _read_package(window: MainWindow, path: Path, then: Callable[[Package], None]) -> None:
    def work(report: tasks.Report) -> Package:
        report(0, 0, path.name)
        return packing.read_package(path)

    window.tasks.run("读取U盘包", work, then)


def _receive(window: MainWindow, path: Path, package: Package) -> None:
    if window.hub is None:
        store = commands_file.create(window, path.stem)
        if store is None:
            return
        window.open_store(store)
    if window.hub is None:
        return
    with tasks.busy_cursor():
        report: ReceiveReport | None = window.hub.run(packing.receive, package)
    if report is None:
        return
    _select_first(window, report.changes)
    text = f"收到 {path.name}：新增 {report.added} 个项目，{report.same} 个相同，{len(report.differing)} 处不同。"
    if did_something(report.changes):
        window.say(text, "撤销收包", window.undo)
    else:
        window.say(text)
    if report.differing and dialogs.run(ReceiveDialog(path.name, report, window)):
        _read_package(window, path, partial(_take_theirs, window, len(report.differing)))


def _take_theirs(window: MainWindow, count: int, package: Package) -> None:
    if window.hub is None:
        return
    with tasks.busy_cursor():
        report = window.hub.run(packing.receive, package, "theirs")
    if report is not None:
        window.say(f"{count} 处已改用U盘包的内容。", "撤销", window.undo)
