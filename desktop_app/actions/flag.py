"""A field of what comes in that a person must look at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.actions import path_names
from desktop_app.domain.model import Book
from desktop_app.domain.origin import place_text
from desktop_app.domain.traces import Lines, Review

if TYPE_CHECKING:
    from desktop_app.actions.plan import Item

OPEN, ACCEPT, CORRECT, SKIP = "", "accept", "correct", "skip"


def place(book: Book, lines: Lines | None, column: int = -1) -> str:
    """Where lines of a book's source stand, in words; "" where no lines are known."""
    return place_text(book.parts, *lines, column) if lines else ""


@dataclass(slots=True, eq=False)
class Flag:
    """A field of what comes in that a person must look at, and what was decided about it.

    `item` is None for what belongs to the whole book. `value` is the text as it was read, None where the path names no
    single text. `decision`: OPEN, SKIP (both leave the flag in the workspace), ACCEPT (as read) or CORRECT (with
    `text`). `always`: the flag is about the import itself and goes into the workspace with whatever is written. `read`
    is what a decision is remembered by: the text, or what else of the source the flag is on.
    """

    book: Book
    item: "Item | None"
    review: Review
    value: str | None = None
    decision: str = OPEN
    text: str = ""
    always: bool = False
    read: str = ""

    @property
    def label(self) -> str:
        """The field in words."""
        return path_names.path_text(self.book, self.review.path, self.review.lines)

    @property
    def path(self) -> str:
        """The path of the field in its project or book."""
        return self.review.path

    @property
    def reason(self) -> str:
        """Why it must be looked at."""
        return self.review.reason

    @property
    def lines(self) -> Lines | None:
        """First and last line of the source."""
        return self.review.lines

    @property
    def place(self) -> str:
        """Where it stands in the source, in words."""
        return place(self.book, self.review.lines)

    @property
    def name(self) -> str:
        """What it belongs to: the project or part, the file for the whole book."""
        return self.item.name if self.item else self.book.file

    @property
    def open(self) -> bool:
        """Whether nobody settled it."""
        return self.decision in (OPEN, SKIP)
