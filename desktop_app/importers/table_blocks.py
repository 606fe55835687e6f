"""The rows of a book that belong to no form -> chunks (heads, rows, the lines above and the note) and running text.

A chunk is what stands under one printing of a table's heads: a table over three pages gives three chunks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from desktop_app.importers import lines
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.heads import columns_of, numbers_columns
from desktop_app.importers.part_words import (
    ASSET,
    BUDGET,
    LONGEST_NAME,
    ORGANISATION,
    PURCHASE,
    Words,
    lone,
    note,
    structure,
)
from desktop_app.importers.table_cells import numeric

_STOPS = re.compile("[。；;！!？?]")
_LONGEST_LEAD = 8
_LEAST_NUMBERS = 3  # in a line that is a row
_FARTHEST = 6  # lines between a table and what stands above it


@dataclass(slots=True)
class Chunk:
    """Heads and rows under one printing of a table's heads; `lead` are the lines above it, `strays` lines among it."""

    kind: str
    lead: list[Row] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    strays: list[Row] = field(default_factory=list)

    @property
    def place(self) -> tuple[int, int]:
        """First and last line, the heads and the lines above them included."""
        rows = [*self.lead, *self.heads, *self.rows, *self.notes]
        return min(row.line for row in rows), max(row.last for row in rows)

    @property
    def all_rows(self) -> list[Row]:
        """All its rows and lines in order."""
        rows = [*self.lead, *self.heads, *self.rows, *self.notes, *self.strays]
        return sorted(rows, key=lambda row: row.line)

    @property
    def width(self) -> int:
        """How many columns the heads have."""
        return max((len(row.cells) for row in self.heads), default=0)

    def without_blank_columns(self) -> None:
        """Drop columns in which nothing stands: in sheets a cell may be merged over several columns."""
        rows = [*self.heads, *self.rows]
        if not all(row.columns for row in rows):
            return
        used = sorted({i for row in rows for i, cell in enumerate(row.cells) if cell})
        self.heads = [_only(row, used) for row in self.heads]
        self.rows = [_only(row, used) for row in self.rows]


def _only(row: Row, used: list[int]) -> Row:
    """The row with these cells and no others."""
    cells = [row.cells[i] if i < len(row.cells) else "" for i in used]
    places = tuple(row.columns[i] if i < len(row.columns) else -1 for i in used)
    at = used.index(row.doubt_at) if row.doubt_at in used else None
    return replace(row, cells=cells, columns=places, doubt_at=at)


def divide(rows: list[Row], words: Words, of_form: Callable[[Row], bool]) -> list[Row | Chunk]:
    """The chunks and the other rows, in order. `of_form` tells the rows that only a project's form has."""
    done: list[Row | Chunk] = []
    chunk: Chunk | None = None  # the chunk that may go on
    among: list[Row] = []  # lines since its last row
    for i, row in enumerate(rows):
        kind = words.heads_of(row, chunk.kind if chunk and not among and not chunk.rows else "")
        if chunk and not among and kind and _second_level(row, kind, chunk, words):
            chunk.heads.append(row)
        elif kind:
            done += among
            among = []
            first = [done.pop()] if done and _swapped(done[-1], row) else []
            chunk = Chunk(kind, _take_lead(done, row.line, words), [row], [r for r in first if isinstance(r, Row)])
            done.append(chunk)
        elif chunk and not of_form(row) and _belongs(row, chunk, among, words):
            for line in (line for line in among if not structure(line)):
                (chunk.rows if _label_alone(line, chunk, words) else chunk.strays).append(line)
            among = []
            chunk.rows.append(row)
        elif chunk and not among and chunk.kind == BUDGET and note(row):
            chunk.notes.append(row)
        elif chunk and _within(row, rows[i + 1 : i + 2], chunk, words):
            among.append(row)
        elif chunk and not among and _right_under(row, chunk):
            chunk.strays.append(row)
        else:
            done += among
            among = []
            chunk = None if not structure(row) or row.heading else chunk
            (among if chunk else done).append(_as_text(row))
    return _known([*done, *among], words)


def _known(divided: list[Row | Chunk], words: Words) -> list[Row | Chunk]:
    """`divided` without chunks that have neither the name nor the columns of a budget table: their rows come back."""
    kept: list[Row | Chunk] = []
    before: Chunk | None = None
    for item in divided:
        if isinstance(item, Chunk):
            item.without_blank_columns()
            if item.kind == BUDGET and not _budget_table(item, before, words):
                kept += item.all_rows
                continue
            before = item if item.kind == BUDGET else before
        kept.append(item)
    return kept


def _budget_table(chunk: Chunk, before: Chunk | None, words: Words) -> bool:
    """Whether the name, the columns, or the page before tell that the chunk is of a budget table."""
    if any(words.table_no(cell) for row in chunk.lead for cell in row.cells):
        return True
    columns = columns_of(chunk.heads, words.numbering)[0]
    return words.no_by_columns(columns) is not None or (before is not None and before.width == chunk.width)


def _second_level(row: Row, kind: str, chunk: Chunk, words: Words) -> bool:
    """Whether heads right under those of the chunk are theirs, a single row swapped with them aside."""
    if numbers_columns(row, words.numbering):
        return True
    again = any(row.cells == other.cells for other in chunk.heads)
    return kind == chunk.kind and (not chunk.rows or (len(chunk.rows) == 1 and not again))


def _swapped(above: Row | Chunk, heads: Row) -> bool:
    """Whether the row right above heads is the first row under them, swapped with them."""
    if isinstance(above, Chunk) or not above.table or heads.gap or lone(above) or structure(above):
        return False
    return above.last + 1 == heads.line and len(above.cells) == len(heads.cells)


def _belongs(row: Row, chunk: Chunk, among: list[Row], words: Words) -> bool:
    """Whether a row without heads of its own belongs to the chunk above it."""
    if not row.table or row.blank:
        return False
    if lone(row) and (structure(row) or words.table_no(lone(row)) or (chunk.kind == BUDGET and note(row))):
        return False
    if lone(row) and len(row.cells) == 1:
        return False
    if lone(row) and (lines.sentence(lone(row)) or (chunk.kind != BUDGET and lines.great_heading(_as_text(row)))):
        return False
    if lone(row) and chunk.kind in (PURCHASE, ORGANISATION) and lines.NUMBER.match(lone(row)):
        return False
    return not among or len(row.cells) == chunk.width or all(structure(line) for line in among)


def _as_text(row: Row) -> Row:
    """A table row of which one cell holds a sentence or a heading, as the running text that it is; else the row."""
    text = lone(row)
    as_text = replace(row, cells=[text], table=False)
    return as_text if row.table and text and (lines.sentence(text) or lines.heading(as_text)) else row


def _label_alone(row: Row, chunk: Chunk, words: Words) -> bool:
    """Whether a line among rows is a row whose label is its first cell, and all else blank and lost."""
    first = next((cell for head_row in chunk.heads for cell in head_row.cells[:1] if cell), "")
    labelled = chunk.kind == ASSET or (chunk.kind == BUDGET and not words.numbers(first))
    text = lone(row)
    return labelled and (lines.NUMBER.match(text) is not None or text.startswith("其中")) and not lines.sentence(text)


def _within(row: Row, following: list[Row], chunk: Chunk, words: Words) -> bool:
    """Whether a line of text stands between two rows of a table: a row of which one cell is left."""
    if _STOPS.search(row.text) or (chunk.kind != BUDGET and lines.great_heading(_as_text(row))):
        return False
    if not chunk.rows or row.heading or not following or not following[0].table or following[0].gap:
        return False
    below = following[0]
    return not row.gap and not words.heads_of(below) and len(below.cells) == chunk.width and not structure(row)


def _right_under(row: Row, chunk: Chunk) -> bool:
    """Whether a line under a table is a row whose cells cannot be told apart, or under its heads the rest of a row."""
    if row.table or row.gap or row.heading or _STOPS.search(row.text):
        return False
    if sum(map(numeric, row.text.split())) >= _LEAST_NUMBERS:
        return True
    if chunk.rows or row.line != chunk.heads[-1].last + 1:
        return False
    return not (structure(row) or note(row) or lines.sentence(row.text) or lines.heading(row))


def _take_lead(done: list[Row | Chunk], below: int, words: Words) -> list[Row]:
    """Take the lines right above the line `below` that belong to a table off `done`: its name, owner, date, measure."""
    lead: list[Row] = []
    name = ""
    while done and len(lead) < _LONGEST_LEAD:
        row = done[-1]
        if isinstance(row, Chunk) or below - row.last > _FARTHEST:
            break
        if not structure(row) and not (name and lone(row) == name):  # a name may be doubled
            if name or not _names(row, bool(lead), words):
                break
            name = lone(row)
        lead.insert(0, row)
        done.pop()
        below = row.line
    return lead


def _names(row: Row, stated: bool, words: Words) -> bool:
    """Whether the line names the table under it; `stated`: lines of structure stand between them."""
    text = lone(row)
    if not text or lines.sentence(text):
        return False
    if words.table_no(text):
        return True
    if len(row.cells) > 1 and not lines.caption(text):
        return False
    if lines.NUMBER.match(text) or lines.great_heading(row) or text.endswith((":", "：")):
        return False
    return lines.caption(text) or (stated and len(fold(text)) <= LONGEST_NAME and not lines.title_ends(text))
