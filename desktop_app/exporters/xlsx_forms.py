"""The 绩效目标表 as a workbook: forms to print, a flat list of all indicators, sums by unit."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from openpyxl import Workbook

from desktop_app.domain.model import Book
from desktop_app.exporters import form, wording, xlsx_list, xlsx_summary
from desktop_app.exporters import xlsx_cells as cells
from desktop_app.exporters.files import Progress, atomic_write, no_progress
from desktop_app.exporters.form import Style
from desktop_app.exporters.xlsx_grid import Grid


def write_xlsx(books: list[Book], path: Path, style: Style, progress: Progress | None = None) -> None:
    """Write the workbook of `books` to `path`.

    `style` is what `catalog.documents()` returns. Forms and list hold texts only, so nothing in them is ever computed.
    Raises UserError where the file cannot be written or a text is too long for a cell, and lets the `Cancelled` of
    `progress` through; either way the file is whole or as it was.
    """
    tell = progress or no_progress
    forms = sum(len(projects) for book in books for _, projects in wording.forms_by_units(book))
    total = forms + sum(len(book.projects) for book in books) + 2
    done = count()

    def step(what: str) -> None:
        tell(next(done), total, what)

    workbook = cells.new_workbook("；".join(wording.book_title(book, style["words"]) for book in books), style)
    _forms(workbook, books, style, step)
    xlsx_list.add_sheet(workbook, books, style, step)
    step(style["sheet"]["summary"])
    xlsx_summary.add_sheet(workbook, books, style)
    step("写入文件")
    with atomic_write(path) as temporary:
        cells.save(workbook, temporary)


def _forms(workbook: Workbook, books: list[Book], style: Style, step: Callable[[str], None]) -> None:
    """A sheet a unit with its forms one below the other, a page each; the sheet names the unit if there are several."""
    groups = [(book, *group) for book in books for group in wording.forms_by_units(book)]
    edges = form.all_edges(style)
    numbers = {id(book): count(1) for book in books}
    for book, unit, projects in groups:
        label = wording.unit_label(unit.code, unit.name) or style["words"]["no_unit"]
        name = label if len(groups) > 1 else style["sheet"]["forms"]
        grid = Grid(workbook.create_sheet(cells.sheet_name(workbook, name)), edges, style)
        for place, project in enumerate(projects):
            title = wording.form_title(next(numbers[id(book)]), project, style["words"]["form_suffix"])
            step(title)
            if place:
                grid.page_break()
            grid.line([title], ["FormTitle"])
            own = wording.unit_label(project.unit_code, project.unit_name)
            grid.line([own, style["words"]["measure"]], ["FormLine", "FormMeasure"])
            grid.rows(form.head_rows(project, style))
            grid.rows([form.indicator_header(style), *form.indicator_rows(project.indicators, style)])
