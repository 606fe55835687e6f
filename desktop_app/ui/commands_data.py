"""What the 数据 menu does beside the import: publish, receive and make USB packages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.actions import exporting, packing
from desktop_app.actions.packing import Package, ReceiveReport
from desktop_app.ui import commands_file, dialogs, tasks
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.hub import did_something
from desktop_app.ui.pack_dialog import FILTER, PackDialog, ReceiveDialog

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def export(window: MainWindow) -> None:
    """公开导出: ask, then write the documents beside the window."""
    if window.hub is None or window.view is None or not window.commit():
        return
    store = window.hub.store
    with tasks.busy_cursor():
        tree, run = window.view.tree, window.hub.run
        dialog = ExportDialog(store, tree.current(), window.kept.out_folder(), _user(window), window, run)
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
        window.kept.remember_out_folder(request.folder)
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
        to = window.kept.out_folder() / f"{store.path.stem}.jxz"
        dialog = PackDialog(store, window.view.tree.current(), to, _user(window), window, window.hub.run)
    accepted = dialogs.run(dialog)
    if dialog.wanted is not None:
        window.view.go_to(dialog.wanted)
    if not accepted:
        return
    window.kept.remember_out_folder(dialog.path().parent)
    with tasks.busy_cursor():
        made = window.hub.run(packing.pack, dialog.units(), dialog.path(), dialog.override())
    if made is not None:
        window.say(f"U盘包已写好并核对过：{made}", "打开文件夹", partial(commands_file.show_folder, made.parent))


def receive_file(window: MainWindow) -> None:
    """Ask for a USB package and take it in."""
    path = dialogs.open_file("收U盘包", str(window.kept.folder()), FILTER, window)
    if path is not None:
        receive_path(window, path)


def receive_path(window: MainWindow, path: Path) -> None:
    """Read a package beside the window, add what is new, and show what differs."""
    if window.commit():
        window.kept.remember_folder(path.parent)
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
    if window.view is not None:
        window.view.select_first(report.changes)
    text = f"收到 {path.name}：{report.sentence()}"
    if did_something(report.changes):
        window.say_done(text, "撤销收包")
    else:
        window.say(text)
    if report.differing and dialogs.run(ReceiveDialog(path.name, report, window)):
        _read_package(window, path, partial(_take_theirs, window))


def _take_theirs(window: MainWindow, package: Package) -> None:
    if window.hub is None:
        return
    with tasks.busy_cursor():
        report = window.hub.run(packing.receive, package, "theirs")
    if report is not None:
        taken = sum(row.written for row in report.differing)
        window.say_done(f"{taken} 处已改用U盘包的内容。", "撤销")
