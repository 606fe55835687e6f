"""A sheet laid out like the paper -> rows: merged cells, titles and captions above tables, running text in cells.

The cells of a row keep their columns, so that a number stands under its month and an amount under its head, whatever
was merged. What stands alone over the whole width, or only says whose the table is, is running text.
"""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from desktop_app.importers import lines
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.sheet_grid import TABLE, Grid, Place, Sheet
from desktop_app.importers.sheet_values import Values, text_cell
from desktop_app.importers.vocabulary import Vocabulary

MOST_ROWS = 30_000  # the forms of a whole county are a third of it
_WIDEST = 256
_MOST_COVERED = 2_000_000
_LONGEST_TITLE = 60
_NOTE = ("注", "备注", "说明", "填表说明")


@dataclass(slots=True)
class _Layout:
    """What is known of a sheet while its rows are made: merged cells, and the columns in use."""

    wide: dict[Place, int] = field(default_factory=dict)
    covered: set[Place] = field(default_factory=set)
    first: int = 0
    last: int = 0
    in_table: bool = False


def read_rows(sheet: Sheet, grid: Grid, first_line: int, words: Vocabulary) -> list[Row]:
    """The rows of a sheet whose first row is line `first_line` of the file. Blank rows only part the others."""
    raw = [
        [text_cell(cell) if isinstance(cell, str) else cell for cell in row[:_WIDEST]]
        for row in islice(grid.rows, MOST_ROWS)
    ]
    layout = _layout(raw, grid)
    values = Values(grid, words)
    found: list[Row] = []
    gap = False
    for r, cells in enumerate(raw):
        filled = [c for c, cell in enumerate(cells) if cell not in ("", None) or (r, c) in grid.lost]
        line, last = (n + first_line - 1 for n in grid.place(r))
        if not filled:
            reached = [c for c in range(layout.first, layout.last + 1) if (r, c) in layout.covered]
            if not reached and values.months != r - 1:
                gap, layout.in_table = True, False
            elif layout.in_table and len(reached) <= layout.last - layout.first:  # a label is beside it: a blank row
                found.append(_table_row(r, cells, line, last, gap, layout, values))
            continue
        texts = {c: cells[c] for c in filled if isinstance(cells[c], str)}
        if r in sheet.headings or _is_text(r, filled, texts, layout, raw, sheet, words):
            found += _text_rows(line, last, filled, texts, gap, r in sheet.headings)
            layout.in_table = False
        else:
            found.append(_table_row(r, cells, line, last, gap, layout, values))
            layout.in_table = True
        gap = False
    return found


def _layout(raw: list[list[Any]], grid: Grid) -> _Layout:
    layout = _Layout()
    used = {c for row in raw for c, cell in enumerate(row) if cell not in ("", None)}
    layout.first, layout.last = min(used, default=0), max(used, default=0)
    for (top, left), (bottom, right) in grid.merged:
        if top < len(raw) and left <= layout.last:
            layout.wide[top, left] = right - left + 1
            rows, columns = range(top + 1, min(bottom + 1, len(raw))), range(left, min(right, layout.last) + 1)
            if len(layout.covered) + len(rows) * len(columns) <= _MOST_COVERED:
                layout.covered.update((r, c) for r in rows for c in columns)
    return layout


def _is_text(
    r: int,
    filled: list[int],
    texts: dict[int, str],
    layout: _Layout,
    raw: list[list[Any]],
    sheet: Sheet,
    words: Vocabulary,
) -> bool:
    """Whether a row is running text and no row of a table: a title, an owner, a measure, a paragraph, a note."""
    if len(texts) != len(filled) or (r, layout.first) in layout.covered:
        return False
    if len(filled) > 1:
        return _all_captions(list(texts.values()), layout.in_table, words)
    column, text = filled[0], texts[filled[0]]
    if words.head_label(text) or words.column_label(text):
        return False
    if lines.title_ends(text) or lines.measure(text) or fold(text[:5]).rstrip(":").startswith(_NOTE):
        return True
    if layout.wide.get((r, column), 1) * 3 >= 2 * (layout.last - layout.first + 1) > 2:
        return True
    if sheet.kind == TABLE or layout.in_table:
        return False
    following = raw[r + 1] if r + 1 < len(raw) else []
    below = sum(cell not in ("", None) for cell in following)
    return lines.sentence(text) or below <= 1 or len(text) <= _LONGEST_TITLE


def _all_captions(texts: list[str], in_table: bool, words: Vocabulary) -> bool:
    """Whether all cells of a row only say whose the table is, of when, and in what the money is counted.

    Within a table only the measure tells it: `120公里` looks like a unit with its code.
    """
    if any(words.head_label(text) or words.column_label(text) for text in texts):
        return False
    told = any(lines.measure(text) or (not in_table and lines.owner(text)) for text in texts)
    return told and all(lines.caption(text) or lines.unit_name(text) for text in texts)


def _text_rows(line: int, last: int, filled: list[int], texts: dict[int, str], gap: bool, heading: bool) -> list[Row]:
    """The cells of a row as running text: a row a cell, and a row a paragraph where a cell holds several."""
    found = []
    for column in filled:
        whole = texts.get(column, "")
        joined = "".join(whole.split("\n"))
        pieces = [joined] if lines.title_ends(joined) and len(joined) <= _LONGEST_TITLE else whole.split("\n")
        for piece in pieces:
            if piece.strip():
                found.append(Row(line, last, [piece.strip()], False, gap, heading, columns=(column,), exact=True))
                gap = False
    return found


def _table_row(r: int, cells: list[Any], line: int, last: int, gap: bool, layout: _Layout, values: Values) -> Row:
    """A row of a table, every column in use a cell; the lower parts of merged cells are blank."""
    columns = range(layout.first, layout.last + 1)
    padded = cells + [""] * (layout.last + 1 - len(cells))
    texts, doubt, doubt_at = values.texts(r, padded)
    cells = texts[layout.first : layout.last + 1]
    row = Row(line, last, cells, True, gap, False, doubt, None, tuple(columns), layout.in_table)
    if doubt and doubt_at is not None:
        row.doubt_at = doubt_at - layout.first
    return row
