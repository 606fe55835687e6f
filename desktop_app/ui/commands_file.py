"""What the 文件 and 帮助 menus do."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app import __version__, paths
from desktop_app.actions import workspace
from desktop_app.actions.workspace import Store
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, tasks
from desktop_app.ui.backup_dialog import RestoreDialog
from desktop_app.ui.keys_dialog import KeysDialog

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

WORKBOOKS = "工作簿 (*.jxdb)"
SUFFIX = ".jxdb"


def new(window: MainWindow) -> None:
    """Ask for a name and begin an empty workspace."""
    store = create(window, "绩效目标")
    if store is not None:
        window.open_store(store)


def create(window: MainWindow, name: str) -> Store | None:
    """Ask where to put a new workspace and make it; None where cancelled or refused."""
    path = dialogs.save_file("新建工作簿", window.kept.folder() / f"{name}{SUFFIX}", WORKBOOKS, SUFFIX, window)
    if path is None:
        return None
    try:
        return workspace.create_workspace(path)
    except UserError as error:
        dialogs.show_error(error, window)
        return None


def open_file(window: MainWindow) -> None:
    """Ask for a workspace and open it."""
    path = dialogs.open_file("打开工作簿", str(window.kept.folder()), WORKBOOKS, window)
    if path is not None:
        open_workspace(window, path)


def open_workspace(window: MainWindow, path: Path) -> bool:
    """Open a workspace instead of the one that is open, which stays where the new one cannot be opened.

    Returns whether the workspace of `path` is the open one now.
    """
    if _is_open(window, path):
        window.say("这个工作簿已经打开了。")
        return True
    try:
        with tasks.busy_cursor():
            store = workspace.open_workspace(path)
    except UserError as error:
        dialogs.show_error(error, window)
        return False
    window.open_store(store)
    return _is_open(window, path)


def _is_open(window: MainWindow, path: Path) -> bool:
    return window.hub is not None and window.hub.store.path.resolve() == path.resolve()


def sample(window: MainWindow) -> None:
    """Open a fresh copy of the sample county."""
    try:
        with tasks.busy_cursor():
            path = workspace.make_sample(paths.data_dir() / "样例")
    except UserError as error:
        dialogs.show_error(error, window)
        return
    if open_workspace(window, path):
        window.say("这是虚构的云岭县，可以随便试着改、导出、撤销，不影响自己的数据。")


def backup(window: MainWindow) -> None:
    """Ask for a file and write a copy of the workspace to it."""
    if window.hub is None or not window.commit():
        return
    store = window.hub.store
    suggestion = window.kept.folder() / f"{store.path.stem} 备份{SUFFIX}"
    path = dialogs.save_file("备份到", suggestion, WORKBOOKS, SUFFIX, window)
    if path is None:
        return
    with tasks.busy_cursor():
        made = window.hub.run(workspace.backup, path)
    if made is not None:
        window.say(f"已备份到 {made}", "打开文件夹", partial(show_folder, made.parent))


def restore(window: MainWindow) -> None:
    """Let a backup be chosen, write it out as a workspace of its own, and open that."""
    if window.hub is None:
        return
    dialog = RestoreDialog(workspace.list_backups(window.hub.store), window)
    if not dialogs.run(dialog) or dialog.chosen is None:
        return
    suggestion = window.kept.folder() / f"{window.hub.store.path.stem} 恢复{SUFFIX}"
    path = dialogs.save_file("恢复成", suggestion, WORKBOOKS, SUFFIX, window)
    if path is None:
        return
    try:
        workspace.restore_backup(dialog.chosen, path)
    except UserError as error:
        dialogs.show_error(error, window)
        return
    if open_workspace(window, path):
        window.say(f"已从备份恢复成 {path.name}，原来的工作簿没有改动。")


def close(window: MainWindow) -> None:
    """Close the workspace and show the start page."""
    window.close_workspace()


def quit_program(window: MainWindow) -> None:
    """Close the window, and with it the program."""
    window.close()


def show_folder(folder: Path) -> None:
    """Open a folder in the desktop's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def show_logs(window: MainWindow) -> None:
    """Open the folder with logs and backups."""
    show_folder(paths.data_dir())


def keys(window: MainWindow) -> None:
    """List every key of the program."""
    grid = window.view.project.grid.grid_actions() if window.view else []
    dialogs.run(KeysDialog([*window.actions_by_id.values(), *grid], window))


def about(window: MainWindow) -> None:
    """Say what this program is."""
    dialogs.tell(
        "关于",
        f"{paths.APP_NAME} {__version__}\n\n县级部门预算绩效目标的录入、检查和公开。不联网，数据只在您自己的文件里。",
        window,
    )
