"""The program's log files: a rotating log and the trace of a crash."""

import faulthandler
import logging
import logging.handlers
import os
import sys
from pathlib import Path
from typing import TextIO

from desktop_app import __version__, paths

_crash_file: TextIO | None = None


def folder() -> Path:
    """Where the log files lie."""
    return paths.data_dir() / "logs"


def divert_native() -> None:
    """Let what compiled libraries write to stderr go into `native.log` of this run; Python's stderr stays as it is.

    The library that reads .xls prints a panic before we catch it and say it in a sentence, and the hook that prints can
    only be set in Rust. For commands: a window has no console. Where no log can be written, the console has it all.
    """
    try:
        folder().mkdir(parents=True, exist_ok=True)
        log = os.open(folder() / "native.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        console = os.dup(2)
    except OSError:  # no folder that can be written, or no stderr at all
        return
    sys.stderr.flush()
    os.dup2(log, 2)
    os.close(log)
    sys.stderr = open(console, "w", buffering=1, encoding="utf-8", errors="replace")  # for the life of the process


def setup() -> str:
    """Begin logging to files; returns a sentence where the folder cannot be written, "" where all is well.

    A windowed program on Windows has no stderr at all, so nothing here writes to it unconditionally.
    """
    global _crash_file  # noqa: PLW0603 - faulthandler needs the file to stay open
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        folder().mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder() / "jixiao.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
        _crash_file = open(folder() / "crash.log", "a", encoding="utf-8")  # open for the whole run
    except OSError as error:
        if sys.stderr is not None:
            root.addHandler(logging.StreamHandler())
        return f"日志写不进 {folder()}（{error.strerror}），不影响使用。"
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    faulthandler.enable(_crash_file)
    logging.getLogger(__name__).info("start %s on %s", __version__, sys.platform)
    return ""
