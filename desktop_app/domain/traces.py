"""What is remembered about a field: where it stood in its source, what a person must look at, and the answers given."""

from dataclasses import dataclass
from typing import NamedTuple

Lines = tuple[int, int]
"""First and last line of the source, counted from 1 through the whole file (rows of all sheets, pages of a PDF)."""


class Origin(NamedTuple):
    """Where a field stood in the source: its lines and, in a workbook, its column counted from 0 (else -1)."""

    first: int
    last: int
    column: int = -1


class Part(NamedTuple):
    """A part of a source that counts its own lines: a worksheet, a table of a Word file, a page.

    `line` is the number of its first line in the whole file, `kind` one of "sheet", "table", "page", and `first` the
    number that this line has in the part itself (the row of the worksheet, counted from 1).
    """

    line: int
    kind: str
    name: str
    first: int = 1


@dataclass(slots=True)
class Review:
    """A field that a person must look at.

    `path` is relative to the record that holds it (`plan[3]`, `indicators[4].basis`, or `narrative` for a book);
    `lines` are the first and last line of the source, counted from 1, or None.
    """

    path: str
    reason: str
    lines: Lines | None = None


@dataclass(slots=True)
class Answer:
    """A written 说明 (`text`) that silences one finding of `rule` at `path`, by whom and when (ISO, local time).

    It holds while the rule says the same there: `found` is the text of the field when it was written ("" for what is
    no single field), `message` the sentence of the finding. `path` is relative to the project or book that holds it;
    `unit` is the printed unit of a finding that is in no project, "" else: in tables a path alone does not tell whose.
    """

    path: str
    rule: str
    found: str
    message: str
    text: str
    by: str = ""
    at: str = ""
    id: str = ""
    unit: str = ""
