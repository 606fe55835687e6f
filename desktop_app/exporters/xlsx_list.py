"""The sheet 指标清单: one row an indicator, each with all fields of its project, so that it can be read back whole."""

from collections.abc import Callable, Iterator

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from desktop_app.domain.model import Book, Indicator, Project
from desktop_app.exporters import xlsx_cells as cells
from desktop_app.exporters.form import Style
from desktop_app.exporters.wording import goal_lines

BOOK_FIELDS = ("year", "department_code", "department_name")
PROJECT_FIELDS = ("unit_code", "unit_name", "seq", "code", "name", "category", "budget", "fiscal", "other", "purpose")
PLAN_FIELDS = ("plan.0", "plan.1", "plan.2", "plan.3")
INDICATOR_FIELDS = ("l1", "l2", "l3", "desc", "sign", "number", "measure", "value", "basis", "last_value", "note")
LAST_FIELDS = ("title", "function_code", "needs_form")  # of the project again; a clerk seldom looks at them
FIELDS = (*BOOK_FIELDS, *PROJECT_FIELDS, *PLAN_FIELDS, "goals", *INDICATOR_FIELDS, *LAST_FIELDS)


def add_sheet(workbook: Workbook, books: list[Book], style: Style, step: Callable[[str], None]) -> None:
    """Add the list of all indicators of `books`; a project without indicators has one row. `step` is told each."""
    sheet = workbook.create_sheet(cells.sheet_name(workbook, style["sheet"]["list"]))
    for column, field in enumerate(FIELDS, 1):
        cells.put(sheet, 1, column, style["labels"][field], "TableLabel")
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = style["sheet"]["list_widths"].get(field, 14)
    number = 1
    for book in books:
        for project in book.projects:
            step(f"{style['sheet']['list']} {project.name}")
            for texts in _rows(book, project):
                number += 1
                for column, text in enumerate(texts, 1):
                    cells.put(sheet, number, column, text, "ListText")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(FIELDS))}{number}"
    sheet.print_title_rows = "1:1"
    cells.page(sheet, style, landscape=True)
    cells.fit_width(sheet, pages=3)


def _rows(book: Book, project: Project) -> Iterator[list[str]]:
    own = ["" if book.year is None else str(book.year), book.department_code, book.department_name]
    own += [getattr(project, field) for field in PROJECT_FIELDS]
    own += [project.plan[i] if i < len(project.plan) else "" for i in range(len(PLAN_FIELDS))]
    own.append("\n".join(goal_lines(project)))
    last = [getattr(project, field) for field in LAST_FIELDS]
    for indicator in project.indicators or [Indicator()]:
        yield [*own, *(getattr(indicator, field) for field in INDICATOR_FIELDS), *last]
