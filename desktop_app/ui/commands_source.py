"""Where a cell comes from, and saying that a flagged one is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.actions import editing
from desktop_app.actions import provenance as origins
from desktop_app.actions.trails import NOT_BY_HAND, HistoryEntry
from desktop_app.domain.findings import Finding
from desktop_app.ui import dialogs, flags
from desktop_app.ui.history_dialog import HistoryDialog
from desktop_app.ui.origin_box import OriginBox

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

ROLLED = "结转"  # begins the names of operations that bring what stood in the year before


def show(window: MainWindow) -> None:
    """Show which file and which place the current cell was read from, and whether it was edited since."""
    if window.hub is None or window.view is None:
        return
    key = window.view.current_key()
    if key is None:
        name = window.view.current_name()
        text = f"“{name}”还没有内容，也不是导入的。" if name else "请先点一下要查看的那一格。"
        dialogs.tell("来源", text, window)
        return
    if not window.commit():
        return
    origin = origins.provenance(window.hub.store, key)
    past = editing.cell_history(window.hub.store, key)  # newest first
    doubts = window.hub.flags.of_cell(key)
    name = window.view.current_name()
    if origin is None:
        dialogs.tell("来源", _written_here(name, past, doubts), window)
        return
    read = next((change.after for change in past if change.operation.startswith(NOT_BY_HAND)), "")
    box = OriginBox(name, origin, doubts, window.hub.read_only, window, read)
    dialogs.run(box)
    if box.wanted == OriginBox.CONFIRM:
        window.hub.run(flags.confirm, doubts)
    elif box.wanted == OriginBox.HISTORY:
        entries = window.hub.run(editing.cell_history, key)
        if entries is not None:
            dialogs.run(HistoryDialog(f"{name}的修改记录", entries, window))


def _written_here(name: str, past: list[HistoryEntry], doubts: Sequence[Finding]) -> str:
    """Where a cell comes from that no import wrote: from the year before, or from a person's hand."""
    if not past or not past[-1].operation.startswith(ROLLED):
        return f"“{name}”不是导入的，是在这个工作簿里录入的。"
    rolled, last = past[-1], past[0]
    after = f"{last.at:%Y-%m-%d %H:%M} {last.by}又改过（{last.operation}）。" if len(past) > 1 else ""
    why = "".join(f"\n待核对：{doubt.message}" for doubt in doubts)
    return f"“{name}”是{rolled.at:%Y-%m-%d %H:%M} {rolled.operation}时从上年带来的。{after}{why}"


def confirm(window: MainWindow) -> None:
    """Take the flag from the current cell, which stays as it is."""
    if window.hub is None or window.view is None or not window.commit():
        return
    doubts = window.hub.flags.of_cell(window.view.current_key())
    if doubts:
        window.hub.run(flags.confirm, doubts)
    else:
        window.say("当前格没有“待核对”的标记。")
