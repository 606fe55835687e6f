"""Where things lie. The only reader of `sys._MEIPASS`."""

import os
import sys
from pathlib import Path

APP_NAME = "预算绩效编报"
COMMAND = "jixiao"


def frozen() -> bool:
    """Whether this is the packaged program."""
    return bool(getattr(sys, "frozen", False))


def resource(*parts: str) -> Path:
    """A file under `resources/`, in the source tree or in the packaged program."""
    base = Path(getattr(sys, "_MEIPASS", "")) if frozen() else Path(__file__).resolve().parent.parent
    return base.joinpath("resources", *parts)


def data_dir() -> Path:
    """The person's own folder for settings and logs; `JIXIAO_DATA_DIR` puts it elsewhere. Made by who writes."""
    override = os.environ.get("JIXIAO_DATA_DIR")
    if override:
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / COMMAND
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / COMMAND


def documents_dir() -> Path:
    """Where a person expects own files: the desktop's documents folder if there is one, else the home."""
    for name in ("文档", "Documents"):
        if (Path.home() / name).is_dir():
            return Path.home() / name
    return Path.home()
