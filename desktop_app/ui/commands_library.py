"""What 挑选指标 and 复制上年指标 do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.actions import picking
from desktop_app.domain.changes import CellKey
from desktop_app.errors import UserError
from desktop_app.ui import dialogs
from desktop_app.ui.library_dialog import LibraryDialog

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_NO_PROJECT = "请先在左边选一个项目。"


def pick(window: MainWindow) -> None:
    """Let indicators be chosen, and add them to the shown project."""
    project_id = _shown(window, "挑选指标")
    if not project_id or window.hub is None:
        return
    try:
        dialog = LibraryDialog(window.hub, project_id, window)
    except UserError as error:
        dialogs.show_error(error, window)
        return
    if not dialogs.run(dialog) or not dialog.chosen:
        return
    done = window.hub.run(picking.insert_chosen, project_id, dialog.chosen)
    if done is not None:
        _show_row(window, project_id, done[1][0])
        window.say_done(f"已插入 {len(done[1])} 条指标。请填上指标值，再核对描述和依据。", "撤销插入")


def copy_last_year(window: MainWindow) -> None:
    """Take over the indicators that the shown project had the year before."""
    project_id = _shown(window, "复制上年指标")
    if not project_id or window.hub is None:
        return
    done = window.hub.run(picking.copy_last_year, project_id)
    if done is not None:
        window.say_done(f"已从上年的“{done[2]}”复制 {done[1]} 条指标，上年值已填。请逐条核对。", "撤销复制")


def _shown(window: MainWindow, title: str) -> str:
    """The project on the screen, "" where there is none, which is said then."""
    if window.hub is None or window.view is None or not window.commit():
        return ""
    node = window.view.tree.around("project")
    if node is None:
        dialogs.tell(title, _NO_PROJECT, window)
        return ""
    window.view.tree.select("project", node.id)
    window.view.show_tab(0)
    return node.id


def _show_row(window: MainWindow, project_id: str, row_id: str) -> None:
    if window.view is not None and window.view.project.project_id == project_id:
        window.view.project.grid.go_to(CellKey("indicator", row_id, "number"))
