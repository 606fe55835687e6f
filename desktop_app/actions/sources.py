"""The files of an import: folders are searched, each file is read, and one that cannot be read stops no other."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app import catalog, importers, settings
from desktop_app.actions.part_items import fit_tables
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Lines
from desktop_app.errors import UserError, from_os_error

MOST_FILES = 2_000  # of one import: above any county, below what a wrongly chosen disk holds
MOST_DEPTH = 8
_OURS = (".jxdb", ".jxz", ".lock", ".part", ".tmp")
_HIDDEN = (".", "~$", "~wrd", "~wps")

Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class ReadResult:
    """What was read: the books, the files that were tried, and why some of them gave no book (`where` names them)."""

    books: list[Book] = field(default_factory=list)
    failures: list[UserError] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


def find_sources(given: Iterable[Path]) -> list[Path]:
    """The files that are meant: those given, and for a folder all in and under it that may be source files, by name.

    Hidden and temporary files and our own workspaces and packages are passed over in folders. Raises UserError where
    a folder cannot be read, or holds nothing, or far too much.
    """
    found: dict[Path, None] = {}
    for path in given:
        if path.is_dir():
            inside = _walk(path)
            if not inside:
                raise UserError("文件夹里没有可以导入的文件", str(path), "请选择文件")
            found |= dict.fromkeys(inside)
        else:
            found[path] = None
        if len(found) > MOST_FILES:
            raise UserError(f"文件超过 {MOST_FILES} 个，没有读取", str(path), "请确认是否选错了文件夹，或分几次导入")
    return list(found)


def _walk(folder: Path, depth: int = 0) -> list[Path]:
    """The files in and under a folder; links to folders are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise from_os_error(error, folder) from error
    found: list[Path] = []
    for entry in entries:
        name = entry.name.lower()
        if name.startswith(_HIDDEN) or name.endswith(_OURS):
            continue
        if entry.is_dir(follow_symlinks=False):
            found += _walk(Path(entry.path), depth + 1) if depth < MOST_DEPTH else []
        elif entry.is_file():
            found.append(Path(entry.path))
        if len(found) > MOST_FILES:
            break
    return found


def read_sources(
    sources: Iterable[Path], progress: Progress | None = None, mapping: Mapping[str, str] | None = None
) -> ReadResult:
    """Read source files and folders into books. Needs no workspace, so that it can run in a worker.

    `mapping` says what columns of lists are beside those that the person's settings remember. A file that cannot be
    read or holds no form is named in `failures`; Cancelled is raised when `progress` says so.
    """
    result = ReadResult()
    try:
        result.files = find_sources(sources)
    except UserError as error:
        result.failures.append(error)
    known = settings.load().columns | dict(mapping or {})
    for i, path in enumerate(result.files):
        if progress:
            progress(i, len(result.files), path.name)
        try:
            result.books += _read(path, _within(progress, i, len(result.files)), known)
        except UserError as error:
            result.failures.append(error)
    return result


def _read(path: Path, progress: Progress | None, mapping: Mapping[str, str]) -> list[Book]:
    found = importers.read(path, catalog.reading_forms(), progress, mapping)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise from_os_error(error, path) from error
    for book in found:
        book.file, book.sha256 = path.name, digest
        fit_tables(book)
    return found


def _within(progress: Progress | None, done: int, files: int) -> Progress | None:
    """Progress of one file among several: a thousandth of the whole is counted."""
    if progress is None or files == 1:
        return progress
    share = 1000 // files or 1

    def report(part: int, whole: int, text: str) -> None:
        progress(done * share + share * part // max(whole, 1), files * share, f"{text}（第 {done + 1}/{files} 个文件）")

    return report


def source_lines(book: Book, lines: Lines | None, around: int = 2) -> list[tuple[int, str]]:
    """The texts of lines of the source and of some before and after, by number, as far as the reader kept them."""
    if lines is None:
        return []
    return [(n, book.lines[n]) for n in range(lines[0] - around, lines[1] + around + 1) if n in book.lines]
