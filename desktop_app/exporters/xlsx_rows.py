"""A plain list as a workbook: heads, rows of texts, a filter, ready to print."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl.utils import get_column_letter

from desktop_app.exporters import xlsx_cells as cells
from desktop_app.exporters.files import atomic_write
from desktop_app.exporters.form import Style


def write_rows(
    title: str,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    path: Path,
    style: Style,
    note: str = "",
) -> Path:
    """Write texts under `heads` into the one sheet `title`; `widths` are in characters, `style` is the documents'.

    A `note` stands above the heads, over the whole width, and is printed on every page with them.
    Raises UserError where the file cannot be written or a text is too long for a cell.
    """
    workbook = cells.new_workbook(title, style)
    sheet = workbook.create_sheet(cells.sheet_name(workbook, title))
    top = 2 if note else 1  # the row of the heads
    if note:
        cells.put(sheet, 1, 1, note, "ListText")
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(heads))
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        cells.put(sheet, top, column, head, "TableLabel")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, texts in enumerate(rows, top + 1):
        for column, text in enumerate(texts, 1):
            cells.put(sheet, number, column, text, "ListText")
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(heads))}{len(rows) + top}"
    sheet.print_title_rows = f"1:{top}"
    cells.page(sheet, style, landscape=True)
    cells.fit_width(sheet)
    with atomic_write(path) as temporary:
        cells.save(workbook, temporary)
    return path
