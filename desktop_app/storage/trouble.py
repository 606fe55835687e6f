"""What SQLite's errors mean to a person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.errors import UserError

_SENTENCES = (
    ("SQLITE_FULL", "磁盘空间不足，没有存进去", "请清理磁盘后再试，之前存好的内容都在"),
    ("SQLITE_READONLY", "工作簿所在位置是只读的，不能修改", "请把工作簿复制到可以写入的文件夹再打开"),
    ("SQLITE_BUSY", "工作簿正被另一个程序占用", "请关闭另一个程序，稍后再试"),
    ("SQLITE_LOCKED", "工作簿正被另一个程序占用", "请关闭另一个程序，稍后再试"),
    ("SQLITE_NOTADB", "这不是预算绩效编报的工作簿", "请选择 .jxdb 文件；旧的文本和表格请用“导入”"),
    ("SQLITE_CORRUPT", "工作簿文件已损坏", "请用“文件→恢复备份”取回最近的备份"),
    ("SQLITE_CANTOPEN", "打不开工作簿", "请检查路径和权限，U盘是否已经拔出"),
    ("SQLITE_IOERR", "读写工作簿时设备出错", "U盘可能已经拔出或损坏，请重新插好再试"),
)


def sentence(error: sqlite3.Error, path: Path) -> UserError | None:
    """The sentence for a trouble outside the program's control, None where the error is a fault of the program."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if not name and "not a database" in str(error):
        name = "SQLITE_NOTADB"
    for prefix, what, hint in _SENTENCES:
        if name.startswith(prefix):
            return UserError(what, str(path), hint)
    return None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's trouble inside the block into a UserError that names `path`."""
    try:
        yield
    except sqlite3.Error as error:
        trouble = sentence(error, path)
        if trouble is None:
            raise
        raise trouble from error
