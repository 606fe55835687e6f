"""Lets a Chinese input method reach the program on Linux desktops.

The Qt that we ship can speak to ibus, and to fcitx only where fcitx's own plugin lies beside it. fcitx5 also answers
in the tongue of ibus, so asking for that gives input without a plugin; fcitx4 does not.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_NO_PLUGIN = (
    "这台电脑用的是 fcitx 4 输入法，程序里没有它的连接插件，输入汉字可能不起作用。"
    "请改用 fcitx5 或 ibus 输入法，或先在别处打好字再粘贴进来。"
)


class Choice(NamedTuple):
    """Environment variables to set before Qt starts, and a sentence for the status line ("" where all is well)."""

    variables: dict[str, str]
    notice: str


def choose(environment: Mapping[str, str], plugins: list[str], processes: set[str]) -> Choice:
    """What the desktop offers and the program can use.

    `plugins` are file names of Qt's input-context plugins, `processes` the names of what runs on the computer.
    """
    asked = environment.get("QT_IM_MODULE", "").lower()
    if not asked:
        asked = environment.get("XMODIFIERS", "").lower().partition("@im=")[2]
    if asked.startswith("ibus"):
        return Choice({"QT_IM_MODULE": "ibus"}, "")
    if not asked.startswith("fcitx") or any("fcitx" in name for name in plugins):
        return Choice({}, "")
    if "fcitx" in processes and "fcitx5" not in processes:
        return Choice({}, _NO_PLUGIN)
    return Choice({"IBUS_USE_PORTAL": "1", "QT_IM_MODULE": "ibus"}, "")


def running(proc: Path = Path("/proc")) -> set[str]:
    """The names of the running programs."""
    names = set()
    for comm in proc.glob("[0-9]*/comm"):
        try:
            names.add(comm.read_text("utf-8", "replace").strip())
        except OSError:  # it ended while we looked
            continue
    return names
