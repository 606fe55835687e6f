"""The 预算公开表 as a workbook: a sheet a budget table, 政府采购, 资产, each as its form is printed."""

from pathlib import Path

from openpyxl import Workbook

from desktop_app.domain.forms import TableForm, YearForms
from desktop_app.domain.model import Book
from desktop_app.exporters import sheet_tables, wording
from desktop_app.exporters import xlsx_cells as cells
from desktop_app.exporters.files import Progress, atomic_write, no_progress
from desktop_app.exporters.form import Style
from desktop_app.exporters.sheet_tables import PrintedTable
from desktop_app.exporters.xlsx_grid import Grid

_SHORT, _LONG = 210.0, 297.0  # A4
_SMALLER = 1.15  # what is wider by so little is printed a little smaller rather than landscape
_LINES = {2: ["FormLine", "FormMeasure"], 3: ["FormLine", "FormMiddle", "FormMeasure"]}


def write_tables(
    book: Book,
    path: Path,
    style: Style,
    forms: tuple[TableForm, ...],
    year: YearForms,
    progress: Progress | None = None,
) -> None:
    """Write the tables of one book to `path`; `forms` and `year` are the forms of its year.

    Plain numbers are numbers in a format that shows them as printed, all else is text; nothing is ever computed. Raises
    UserError where the file cannot be written or a text is too long for a cell, and lets the `Cancelled` of `progress`
    through; either way the file is whole or as it was.
    """
    tell = progress or no_progress
    words = style["words"]
    workbook = cells.new_workbook("".join([*wording.title_lines(book, words)[:2], words["tables"]]), style)
    sheets = sheet_tables.printed_tables(book, forms, year, words)
    for done, tables in enumerate(sheets):
        tell(done, len(sheets) + 1, tables[0].title)
        _add_sheet(workbook, tables, style)
    tell(len(sheets), len(sheets) + 1, "写入文件")
    with atomic_write(path) as temporary:
        cells.save(workbook, temporary)


def _add_sheet(workbook: Workbook, tables: list[PrintedTable], style: Style) -> None:
    """A sheet with one table, or with several of the same columns one below the other."""
    needs = [max(column) for column in zip(*(sheet_tables.widths(table, style) for table in tables), strict=True)]
    margins = 2 * style["sheet"]["margin_side"]
    landscape = sum(needs) > (_SHORT - margins) * _SMALLER
    edges = sheet_tables.edges_of(needs, (_LONG if landscape else _SHORT) - margins)
    sheet = workbook.create_sheet(cells.sheet_name(workbook, tables[0].name))
    grid = Grid(sheet, edges, style, padding="sheet_table", landscape=landscape)
    for place, table in enumerate(tables):
        if place:
            grid.next_row += 1
        head, body = sheet_tables.blocks(table, edges)
        grid.line([table.title], ["TableTitle"])
        grid.line(table.line, _LINES[len(table.line)])
        grid.rows(head)
        if len(tables) == 1:
            sheet.print_title_rows = f"1:{grid.next_row - 1}"
            sheet.freeze_panes = f"A{grid.next_row}"
        grid.rows(body)
        if table.note:
            grid.line([table.note], ["FormLine"])
