"""Sheets -> books: each sheet is a list or laid out like the paper; the lists give projects, the rest one document."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from desktop_app.domain.model import Book, Unread
from desktop_app.domain.traces import Part, Review
from desktop_app.errors import UserError
from desktop_app.importers import flat_list, list_heads, sheet_forms, sheet_twice
from desktop_app.importers.cells import Row
from desktop_app.importers.document import holds_anything, read_document
from desktop_app.importers.list_heads import SheetColumns
from desktop_app.importers.sheet_grid import TEXT, Grid, Sheet
from desktop_app.importers.source import Source

OWN_LIST, OWN_SUMS = "指标清单", "汇总"
_MOST_SHOWN = 20_000


@dataclass(slots=True)
class _Found:
    """What was read so far: books of lists, rows of all other sheets by sheet, sheets that could not be opened."""

    books: list[Book] = field(default_factory=list)
    forms: list[tuple[Sheet, list[Row]]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    lines: dict[int, str] = field(default_factory=dict)
    broken: list[Unread] = field(default_factory=list)
    notes: list[Review] = field(default_factory=list)
    line: int = 1  # the first line of the next sheet
    own: bool = False


def read_books(source: Source, sheets: list[Sheet]) -> list[Book]:
    """The books of a file's sheets. Raises UserError where there is no list, no form and no table among them."""
    found = _Found(own=any(sheet.name == OWN_LIST for sheet in sheets))
    names = list_heads.names_of(source.aliases, source.mapping)
    with _no_collection():
        return _read_books(found, source, sheets, names)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking through all records for circles again and again while more are made: there are none.

    Afterwards they count among the old ones: else it would look through all of them as soon as it may.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _read_books(found: _Found, source: Source, sheets: list[Sheet], names: list_heads.Names) -> list[Book]:
    error: UserError | None = None
    for sheet in sheets:
        if found.own and sheet.name == OWN_SUMS:
            continue
        try:
            grid = sheet.open()
            _take(found, sheet, grid, source, names)
        except UserError as raised:
            if source.strict:
                raise
            error = raised
            found.broken.append(Unread(found.line, f"工作表“{sheet.name}”没有读取：{raised.what}"))
    if error and not found.books and not any(rows for _, rows in found.forms):
        raise error
    books = _with_document(found, source)
    books[0].unread += found.broken
    books[0].review += found.notes
    for book in books:
        book.parts, book.lines = found.parts, found.lines
        book.unread.sort(key=lambda unread: unread.line)
    return books


def columns_of(source: Source, sheets: list[Sheet]) -> list[SheetColumns]:
    """The columns of every sheet that is a list or looks like one. Raises UserError where no sheet can be opened."""
    names = list_heads.names_of(source.aliases, source.mapping)
    found: list[SheetColumns] = []
    errors: list[UserError] = []
    for sheet in sheets:
        try:
            grid = sheet.open()
        except UserError as error:
            if source.strict:
                raise
            errors.append(error)
            continue
        rows = list(islice(grid.rows, list_heads.HEADER_WITHIN + 200))
        above = rows[: list_heads.HEADER_WITHIN]
        heads = list_heads.find(above, names) or (None if _form(above, source) else list_heads.likeliest(above, names))
        if heads and sheet.kind != TEXT:
            below = rows[heads.row + heads.rows :]
            found.append(list_heads.describe(sheet.name, heads, below, grid.place(heads.row)[0]))
    if errors and len(errors) == len(sheets):
        raise errors[0]
    return found


def require_form(books: list[Book], where: str) -> None:
    """Raises UserError where nothing of a disclosure was found."""
    if not any(holds_anything(book) for book in books):
        hint = "表头里要有“项目编码”“三级指标”“指标值”等栏目名称，或者是部门预算绩效文本的表格"
        raise UserError("表格里没有认出指标清单，也没有认出项目绩效目标表", where, hint)


def _take(found: _Found, sheet: Sheet, grid: Grid, source: Source, names: list_heads.Names) -> None:
    """Read one sheet as a list where its heads are those of one, else as rows of a document."""
    above = list(islice(grid.rows, list_heads.HEADER_WITHIN))
    grid.rows = chain(above, grid.rows)
    heads = list_heads.find(above, names) if sheet.kind != TEXT else None
    if heads and found.own and sheet.name != OWN_LIST:
        text = f"已读“{OWN_LIST}”，工作表“{sheet.name}”也是清单，没有读取"
        found.broken.append(Unread(found.line + heads.row, text))
        height = grid.height
    elif heads:
        listed = flat_list.read_list(grid, heads, sheet.name == OWN_LIST, found.line - 1, source)
        found.books += listed.books
        found.lines |= listed.lines
        height = grid.height
    elif grid.height > sheet_forms.MOST_ROWS:
        hint = "请确认表头里有“项目编码”“三级指标”“指标值”等栏目名称，或把它分成几个文件再导入"
        raise UserError(f"表格有 {grid.height} 行，又没有认出指标清单", source.where, hint)
    else:
        rows = sheet_forms.read_rows(sheet, grid, found.line, source.words)
        found.forms.append((sheet, rows))
        height = max([grid.height, *(row.last - found.line + 1 for row in rows[-1:])])
    shift = found.line - 1 if grid.lines is None else 0
    found.broken += [Unread(line + shift, text) for line, text in grid.strange]
    if sheet.hidden:
        reason = f"工作表“{sheet.name}”是隐藏的，也读进来了"
        found.notes.append(Review("projects", reason, (found.line, found.line)))
    found.parts.append(Part(found.line, sheet.kind if sheet.kind != TEXT else "page", sheet.name))
    found.line += max(height, 1)


def _with_document(found: _Found, source: Source) -> list[Book]:
    """The books of the lists and that of all other sheets. Raises UserError."""
    forms, words = found.forms, source.words
    if found.books:
        # notes and address lists beside a list are no narrative: only sheets that hold a form or a table are read
        useful = [(s, rows) for s, rows in forms if holds_anything(read_document([replace(r) for r in rows], words))]
        for sheet, rows in forms:
            if rows and not any(rows is kept for _, kept in useful):
                text = f"工作表“{sheet.name}”不是指标清单，没有读取"
                found.books[0].unread.append(Unread(rows[0].line, text))
        forms = useful
    rows = [row for _, rows in forms for row in rows]
    if not rows and found.books:
        return found.books
    for row in rows[:_MOST_SHOWN]:
        found.lines[row.line] = "\t".join(filter(None, [found.lines.get(row.line, ""), *row.cells]))
    book = read_document(rows, words, source.report)
    if found.books:
        sheet_twice.merge(found.books, book, found.own)
        return found.books
    require_form([book], source.where)
    return [book]


def _form(above: list[list[Any]], source: Source) -> bool:
    """Whether the first rows are those of a printed form: a label with its value beside it."""
    labels = (source.words.head_label(cell) for row in above for cell in row[:1] if isinstance(cell, str))
    return any(label in ("scale", "plan") for label in labels)
