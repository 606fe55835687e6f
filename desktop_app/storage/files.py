"""The file of a workspace before it is opened: what it is, what may be in it, and a connection to it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from desktop_app.errors import UserError, from_os_error
from desktop_app.storage import migrations
from desktop_app.storage.schema import APPLICATION_ID
from desktop_app.storage.trouble import told

_MAGIC = b"SQLite format 3\x00"
_BUSY_SECONDS = 5.0


def is_workspace(path: Path) -> bool:
    """Whether the file begins as a workspace does. Raises UserError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            head = file.read(100)
    except OSError as error:
        raise from_os_error(error, path) from error
    return head.startswith(_MAGIC) and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def check_header(path: Path) -> None:
    """Raise UserError where the file is no workspace or cannot be read."""
    if not is_workspace(path):
        raise UserError("这不是预算绩效编报的工作簿", str(path), "请选择 .jxdb 文件；旧的文本和表格请用“导入”")


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection to an SQLite file; one that writes is on the disk when a transaction ends."""
    uri = f"file:{quote(str(path.resolve()))}?mode={'ro' if read_only else 'rw'}"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    if not read_only:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def check_version(connection: sqlite3.Connection, path: Path) -> None:
    """Raise UserError where a newer program made the file, or where it holds what could run by itself."""
    if migrations.version(connection) > migrations.VERSION:
        raise UserError(
            "这个工作簿是更新版本的程序保存的，本程序打不开", str(path), "请安装新版的预算绩效编报；文件没有改动"
        )
    if connection.execute("SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1").fetchone():
        raise UserError("工作簿里有来历不明的程序代码，已拒绝打开", str(path), "请向提供文件的人核实")


@contextmanager
def made_whole(temporary: Path, path: Path) -> Iterator[None]:
    """Put the file that the block makes at `temporary` in the place of `path`, once it is complete and on the disk.

    Whatever goes wrong, `path` stays as it was and nothing is left beside it. Raises UserError where the place cannot
    be written or is full.
    """
    try:
        temporary.unlink(missing_ok=True)
        journal_of(temporary).unlink(missing_ok=True)  # of a program that was killed: never of this file
        with told(path):
            yield
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise from_os_error(error, path) from error
    finally:
        for leftover in (temporary, journal_of(temporary)):
            if leftover.exists():
                leftover.unlink()


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the rollback journal of a file while it writes."""
    return path.with_name(f"{path.name}-journal")
