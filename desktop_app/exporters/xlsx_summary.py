"""The sheet 汇总: projects, money and indicators counted by unit."""

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.domain.amounts import format_amount, parse_amount
from desktop_app.domain.model import Book
from desktop_app.exporters import xlsx_cells as cells
from desktop_app.exporters.form import Style

if TYPE_CHECKING:
    import pandas as pd

KEYS = ["年度", "部门", "单位编码", "单位名称"]
COUNT, FAULTS, NO_LEVEL = "项目数", "有误金额处数", "未填一级指标"
_MONEY = ("budget", "fiscal", "other")
_AMOUNT_FORMAT = "#,##0.00####"


def summary(books: list[Book], style: Style) -> "pd.DataFrame":
    """One row a unit: number of projects, sums of money, malformed amounts, number of indicators by 一级指标.

    Sums are integers of 0.01 元 and exact; a malformed amount is not in them and is counted beside them.
    """
    import pandas as pd  # late: it takes longer to load than all the rest

    money = {name: style["labels"][name] for name in _MONEY}
    projects: list[dict[str, Any]] = []
    indicators: list[dict[str, Any]] = []
    for book in books:
        for project in book.projects:
            place = (str(book.year or ""), book.department_name, project.unit_code, project.unit_name)
            key = dict(zip(KEYS, place, strict=True))
            texts = {label: getattr(project, name) for name, label in money.items()}
            sums = {label: parse_amount(text) or 0 for label, text in texts.items()}
            faults = sum(bool(text.strip()) and parse_amount(text) is None for text in texts.values())
            projects.append({**key, COUNT: 1, **sums, FAULTS: faults})
            indicators += [{**key, "l1": i.l1.strip() or NO_LEVEL, "n": 1} for i in project.indicators]
    # columns of objects hold Python's own integers, which have no largest one and never become floats
    table = pd.DataFrame(projects, columns=[*KEYS, COUNT, *money.values(), FAULTS], dtype=object)
    table = table.groupby(KEYS, sort=False).sum()
    if indicators:
        frame = pd.DataFrame(indicators)
        counts = frame.pivot_table(index=KEYS, columns="l1", values="n", aggfunc="sum", fill_value=0, sort=False)
        table = table.join(counts.reindex(table.index, fill_value=0))
    return table.reset_index()


def add_sheet(workbook: Workbook, books: list[Book], style: Style) -> None:
    """Add the summary, 合计 in its last row. Counts and sums are numbers here, the only ones of the workbook."""
    table = summary(books, style)
    sheet = workbook.create_sheet(cells.sheet_name(workbook, style["sheet"]["summary"]))
    money = {style["labels"][name] for name in _MONEY}
    foot = len(table) + 2
    for column, name in enumerate(table.columns, 1):
        values = table[name].tolist()
        sheet.column_dimensions[get_column_letter(column)].width = 30 if name in ("部门", "单位名称") else 14
        cells.put(sheet, 1, column, f"{name}（万元）" if name in money else name, "TableLabel")
        if name in KEYS:
            for row, text in enumerate([*values, "合计" if column == 1 else ""], 2):
                cells.put(sheet, row, column, text, "TableText")
            continue
        for row, number in enumerate([*values, sum(values)], 2):
            put_number(sheet, row, column, format_amount(number) if name in money else str(number), name in money)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{foot - 1}"
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "A2"
    cells.page(sheet, style, landscape=True)
    cells.fit_width(sheet)


def put_number(sheet: Worksheet, row: int, column: int, digits: str, amount: bool) -> None:
    """Write a number given as digits, an amount with its decimals."""
    cell = sheet.cell(row, column, digits)
    cell.style = "TableNumber"
    cell.data_type = "n"  # given as digits, since openpyxl rounds the numbers that it formats itself
    cell.number_format = _AMOUNT_FORMAT if amount else "0"
