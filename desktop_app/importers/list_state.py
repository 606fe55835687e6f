"""A list while it is read."""

from dataclasses import dataclass, field
from typing import Any

from desktop_app.domain.model import Book, Project, Unread
from desktop_app.domain.traces import Lines, Origin, Review
from desktop_app.importers.list_heads import Heads
from desktop_app.importers.sheet_grid import Grid
from desktop_app.importers.source import Source

Texts = dict[str, str]


@dataclass(slots=True)
class List:
    """A list while it is read: the books so far, and the open project with the texts of its first row.

    `own`: the sheet is ours, where every row repeats what it belongs to and a blank cell means blank. `shift` is added
    to the lines of the sheet to make those of the file. `present` are the fields of book and project that it has,
    `paths` those of the project with what they are called in reviews and their columns, `head_texts` what stands in its
    heads and in rows of sums, `places` the columns of the indicators' fields and of these. `before` are the cells
    that named a project last.
    `lost_rows` have cells that cannot be read, `noted` are lines to be kept for showing, `last` is the last line read.
    `opened` are all projects by what names them, with the texts of their first rows. `again` are the indicators that
    the open project had when the list came back to it, None where it did not; `known` keeps them by project, and
    `repeats` are the lines that only repeat one of them.
    """

    own: bool
    heads: Heads
    grid: Grid
    shift: int
    source: Source
    present: tuple[str, ...]
    paths: list[tuple[str, str, int]]
    head_texts: frozenset[str]
    books: dict[tuple[str, ...], Book] = field(default_factory=dict)
    project: Project | None = None
    texts: Texts = field(default_factory=dict)
    before: tuple[Any, ...] | None = None
    lost_rows: set[int] = field(default_factory=set)
    noted: set[int] = field(default_factory=set)
    places: dict[str, Origin] = field(default_factory=dict)
    last: int = 0
    unread: list[Unread] = field(default_factory=list)
    opened: dict[tuple[str, ...], list[tuple[Project, Texts]]] = field(default_factory=dict)
    again: set[tuple[str, ...]] | None = None
    known: dict[int, set[tuple[str, ...]]] = field(default_factory=dict)
    repeats: list[int] = field(default_factory=list)

    def flag(self, record: Project | Book, path: str, reason: str, at: Lines) -> None:
        """Flag a field of a record."""
        record.review.append(Review(path, reason, at))
        self.noted.add(at[0])
