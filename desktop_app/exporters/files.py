"""Writing a document whole or not at all, and what its file is called."""

import errno
import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.domain.model import Book
from desktop_app.errors import UserError, from_os_error
from desktop_app.exporters.wording import of_unit, subject

Progress = Callable[[int, int, str], None]
"""Told `(done, total, what)` before each part is written; may raise `Cancelled`, then nothing is left behind."""

NAME_LENGTH = 75  # with its suffix at most 80
KINDS = {"docx": "预算绩效文本", "xlsx": "预算绩效目标表", "tables": "预算公开表"}
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


def no_progress(done: int, total: int, what: str) -> None:
    """The `Progress` of a caller who does not ask for any."""


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path`; put it in the place of `path` when the block ends well.

    Whatever goes wrong, `path` stays as it was and the temporary file is removed. Raises UserError for every
    operating-system error: folder missing, disk full, read-only, stick pulled out, target open in an office program.
    """
    path = Path(path)
    # not the name with an addition, which could pass the 255 bytes of a file system; the same for the same target, so
    # that what a killed program left is written over by the next one
    mark = hashlib.sha256(path.name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    temporary = path.parent / f".jixiao-{mark}.tmp"
    try:
        try:
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            _replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        own = error.filename in (None, str(path), str(temporary))
        raise from_os_error(error, path if own else "") from error


_STAGE = ".jixiao-导出"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder inside `folder`, made if need be, for files that must be looked at before any is put in place.

    It is removed when the block ends; what a killed program left of it is removed by the next one. Raises UserError
    where the folder cannot be written.
    """
    stage = folder / _STAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
    except OSError as error:
        raise from_os_error(error, folder) from error
    try:
        yield stage
    except UserError as error:
        if str(stage) in error.where:  # the person knows only the folder
            raise UserError(error.what, error.where.replace(str(stage), str(folder)), error.hint) from error
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def put(finished: Path, path: Path) -> Path:
    """Put a finished file of a stage in its place. Raises UserError as `atomic_write` does."""
    with atomic_write(path) as temporary:
        os.replace(finished, temporary)
    return path


def _replace(temporary: Path, path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    try:
        os.replace(temporary, path)
    except PermissionError as error:
        if not path.exists():
            raise
        hint = "它可能正在 WPS、Word 或 Excel 中打开，请关闭后再导出一次；原有文件没有改动"
        raise UserError("文件正在被占用，没有写成", str(path), hint) from error
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def safe_name(text: str, length: int = NAME_LENGTH) -> str:
    """`text` as part of a file name that Windows and every stick accept, at most `length` characters long."""
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in _FORBIDDEN.sub("_", text))
    return " ".join(plain.split())[:length].strip(" .")


def document_name(books: list[Book], kind: str) -> str:
    """What the file of `kind` (of `KINDS`) with `books` is called, its suffix left out: `2025年某局预算绩效文本`.

    A book of one named unit is called by that unit, so that the documents of several units do not overwrite each other;
    the tables of a department, which are more than those of its unit, by the department.
    """
    years = sorted({book.year for book in books if book.year})
    year = "-".join(str(y) for y in dict.fromkeys((years[0], years[-1]))) + "年" if years else ""
    owners = list(dict.fromkeys(subject(book, kind != "tables" or of_unit(book)) for book in books))
    owner = owners[0] if len(owners) == 1 else f"{len(owners)}个部门"
    tail = KINDS.get(kind, KINDS["docx"])
    return safe_name(year + safe_name(owner, NAME_LENGTH - len(year) - len(tail)) + tail)
