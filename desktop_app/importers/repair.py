"""Damaged files of Office kinds: a sound file of the parts that are whole, and what is missing in it.

Nothing is guessed. Of a package the members are looked for one by one, whatever its directory says; XML that breaks off
is kept up to the last row or paragraph that is whole. Of an .xls file the records up to the break are kept. The readers
then read the sound file as any other, and what is missing is named and flagged.
"""

from typing import NamedTuple

from desktop_app.domain.model import Book, Project, Unread
from desktop_app.domain.traces import Part, Review
from desktop_app.importers import ole, repair_xls, repair_zip

PACKAGES = (b"PK", ole.MAGIC)
_BREAK = "在此之后损坏，后面的内容没有读到"
_DOUBT = "文件有损坏，读到的内容可能有错，请与原件核对"
_IN_PROJECT = "文件在这里断了或损坏了，这个项目可能没有读全"


class Damage(NamedTuple):
    """A sound file, and what was wrong with the other: sentences for people, the names of the worksheets that break
    off, and whether what was read may be wrong."""

    data: bytes
    missing: tuple[str, ...]
    broken: tuple[str, ...]
    doubtful: bool


def mended(data: bytes) -> Damage | None:
    """The good parts of a damaged file. None where nothing in it is damaged, or nothing can be done."""
    if data.startswith(b"PK"):
        found = repair_zip.mended(data)
    elif data.startswith(ole.MAGIC):
        found = repair_xls.mended(data)
    else:
        return None
    return None if found is None else Damage(*found)


def flag(books: list[Book], damage: Damage) -> None:
    """Name what is missing in the first book, and flag the projects that may lack their end."""
    first = books[0]
    last = max((line for book in books for line in (*book.lines, *_ends(book.projects))), default=1)
    said = [(last, text) for text in damage.missing]
    said += [(_end_of(first.parts, name, last), f"工作表“{name}”{_BREAK}") for name in damage.broken]
    first.review += [Review("projects", text, (line, line)) for line, text in said]
    first.review.append(Review("narrative", f"文件{_BREAK}", (last, last)))
    first.unread = sorted([*first.unread, *(Unread(line, text) for line, text in said)], key=lambda unread: unread.line)
    for end in {line for line, _ in said}:
        cut = max((p for book in books for p in book.projects if _last(p) <= end), key=_last, default=None)
        if cut:
            cut.review.append(Review("indicators", _IN_PROJECT, cut.lines))
    if damage.doubtful:
        for project in (p for book in books for p in book.projects):
            project.review.append(Review("indicators", _DOUBT, project.lines))


def _end_of(parts: list[Part], name: str, last: int) -> int:
    """The last line of a worksheet among all lines of the file."""
    begin = next((part.line for part in parts if part.kind == "sheet" and part.name == name), last)
    return min((part.line - 1 for part in parts if part.line > begin), default=last)


def _ends(projects: list[Project]) -> list[int]:
    return [_last(project) for project in projects]


def _last(project: Project) -> int:
    return project.lines[1] if project.lines else 0
