"""Tables of sums as a workbook: names as texts, figures as numbers, one sheet a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.exporters import layout
from desktop_app.exporters import xlsx_cells as cells
from desktop_app.exporters.files import atomic_write
from desktop_app.exporters.form import Style
from desktop_app.exporters.xlsx_summary import put_number

_WIDE, _NARROW = 30, 14
_EDGE = 1.5  # characters of a width that are its margins
_LINE, _NOTE_LINE, _HIGHEST = 14.0, 16.0, 409.0  # points; no program shows a row higher
_HEAD = 3  # the row of the heads, below title and note


@dataclass(slots=True, frozen=True)
class Sheet:
    """One table: heads, which columns are words, the rows as texts, and which columns are amounts in 万元.

    `widths` in characters of half an em are for long texts: rows are then as high as their texts need, with a filter,
    which leaves the last `sums` rows alone. `note` stands above it in the place of that of all tables.
    """

    name: str
    heads: Sequence[str]
    words: Sequence[bool]
    rows: Sequence[Sequence[str]]
    amounts: Sequence[bool]
    widths: Sequence[float] = ()
    sums: int = 0
    note: str = ""


def write_sums(title: str, note: str, sheets: Sequence[Sheet], path: Path, style: Style) -> Path:
    """Write the tables, each under `title` and `note`; `style` is what `catalog.documents()` returns.

    Raises UserError where the file cannot be written or a text is too long for a cell.
    """
    workbook = cells.new_workbook(title, style)
    for table in sheets:
        _add(workbook, title, table.note or note, table, style)
    with atomic_write(path) as temporary:
        cells.save(workbook, temporary)
    return path


def _add(workbook: Workbook, title: str, note: str, table: Sheet, style: Style) -> None:
    sheet = workbook.create_sheet(cells.sheet_name(workbook, table.name))
    cells.put(sheet, 1, 1, f"{title} {table.name}", "ListText")
    cells.put(sheet, 2, 1, note, "ListText")
    for column, head in enumerate(table.heads, 1):
        amount = table.amounts[column - 1]
        cells.put(sheet, _HEAD, column, f"{head}（万元）" if amount else head, "TableLabel")
        usual = _WIDE if table.words[column - 1] else _NARROW
        sheet.column_dimensions[get_column_letter(column)].width = table.widths[column - 1] if table.widths else usual
        for row, texts in enumerate(table.rows, _HEAD + 1):
            text = texts[column - 1]
            if table.words[column - 1] or not text:
                cells.put(sheet, row, column, text, "TableText")
            else:
                put_number(sheet, row, column, text, amount)
    if table.widths:
        _make_room(sheet, table)
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(table.heads))
    sheet.row_dimensions[2].height = min(_NOTE_LINE * _lines(note, _whole(sheet)) + 4, _HIGHEST)
    sheet.freeze_panes = f"A{_HEAD + 1}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    cells.page(sheet, style, landscape=True)
    cells.fit_width(sheet)


def _make_room(sheet: Worksheet, table: Sheet) -> None:
    """Make each row as high as its longest text needs, since programs measure it only when a person touches it."""
    for row, texts in enumerate(table.rows, _HEAD + 1):
        lines = [_lines(text, width) for text, width in zip(texts, table.widths, strict=True)]
        sheet.row_dimensions[row].height = min(max(lines) * _LINE + 3, _HIGHEST)
    sheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(table.heads))}{_HEAD + len(table.rows) - table.sums}"


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in so many half ems."""
    return sum(max(ceil(2 * layout.ems(part) / (width - _EDGE)), 1) for part in text.split("\n"))


def _whole(sheet: Worksheet) -> float:
    """The width of all columns of a sheet."""
    return sum(dimension.width for dimension in sheet.column_dimensions.values())
