"""What the 数据 menu does beside the import: publish, receive and make USB packages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.actions import exporting, packing, receiving, receiving_kept
from desktop_app.actions.packing import Package
from desktop_app.actions.receiving import ReceiveReport, Reception
from desktop_app.actions.receiving_default import UNTOUCHED
from desktop_app.ui import commands_file, dialogs, tasks
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.hub import did_something
from desktop_app.ui.pack_dialog import FILTER, PackDialog
from desktop_app.ui.receive_dialog import KeptDialog, ReceiveDialog

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
        to = window.kept.pack_folder() / f"{store.path.stem}.jxz"
        dialog = PackDialog(store, window.view.tree.current(), to, _user(window), window, window.hub.run)
    accepted = dialogs.run(dialog)
    if dialog.wanted is not None:
        window.view.go_to(dialog.wanted)
    if not accepted:
        return
    with tasks.busy_cursor():
        made = window.hub.run(packing.pack, dialog.units(), dialog.path(), dialog.override())
    if made is not None:
        window.kept.remember_pack_folder(made.parent)
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
        reception: Reception | None = window.hub.run(receiving.compare, package, UNTOUCHED)
    if reception is None:
        return
    if reception.report.differing and not dialogs.run(ReceiveDialog(path.name, reception, window)):
        window.say(f"没有收下 {path.name}，本机什么也没有变。")
        return
    report = _take(window, reception, path.name)
    if report is None:
        return
    text = f"收到 {path.name}：{report.sentence()}"
    if did_something(report.changes) and report.undoable:
        window.say_done(text, "撤销收包")
    else:
        window.say(text)


def _take(window: MainWindow, reception: Reception, file: str) -> ReceiveReport | None:
    """Write what was chosen, and show the first of it."""
    if window.hub is None:
        return None
    with tasks.busy_cursor():
        report: ReceiveReport | None = window.hub.run(receiving.take, reception, file)
    if report is not None and window.view is not None:
        window.view.select_first(report.changes)
    return report


def kept(window: MainWindow) -> None:
    """没有采用的U盘包内容: what packages said otherwise and was not taken, to be looked at and taken now."""
    if window.hub is None or not window.commit():
        return
    found = receiving_kept.listing(window.hub.store)
    if not found:
        window.say("没有留着的内容：收U盘包时两边不同、没有采用的内容会留在这里。")
        return
    dialog = KeptDialog(found, window)
    if len(found) > 1 and not dialogs.run(dialog):
        return
    one = dialog.chosen
    with tasks.busy_cursor():
        reception: Reception | None = window.hub.run(receiving.reopen, one)
    if reception is None:
        return
    open_to_choice = any(row.choose is not None for row in reception.report.differing)
    if open_to_choice:
        sides = ReceiveDialog(one.file, reception, window)
        if not dialogs.run(sides):
            return
        if sides.dismissed:
            window.hub.run(receiving_kept.dismiss, one)
            window.say(f"{one.file} 里没有采用的内容不再列出。")
            return
    report = _take(window, reception, one.file)
    if report is None:
        return
    taken = sum(row.written for row in report.differing)
    if taken:
        window.say_done(f"{taken} 处已改用 {one.file} 的内容。", "撤销")
    else:
        window.say(f"{one.file} 的内容和本机已经没有不同了。")
