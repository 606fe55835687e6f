"""Writing cells of a workbook: always as text, never as a formula, in the named looks of the style."""

import errno
import io
import os
import re
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.errors import UserError
from desktop_app.exporters.form import Style
from desktop_app.exporters.wording import clean

LONGEST_CELL = 32_767
LONGEST_NAME = 31
_NO_WARNINGS = b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
_MM_PER_INCH = 25.4
_DIGIT, _PADDING = 7, 5  # pixels of a digit in the standard font, and what Excel adds to every column
_FORMULA_STARTS = tuple("=+-@\t＝＋－＠")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_NUMBER = re.compile(r"-?(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?")
_DIGITS = 15  # of more digits a spreadsheet keeps no record
_HORIZONTAL = {"left": "left", "both": "left", "center": "center", "right": "right"}


def save(workbook: Workbook, path: Path) -> None:
    """Write the workbook; its sheets do not offer to turn texts into numbers, which would make 2.8 of 2.80.

    Raises OSError.
    """
    packed = io.BytesIO()
    try:
        workbook.save(packed)
    except SerialisationError as error:  # a full disk under the sheets that openpyxl puts aside: IO_ENOSPC
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(number, os.strerror(number), tempfile.gettempdir()) from error
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                data = data.replace(b"</worksheet>", _NO_WARNINGS + b"</worksheet>")  # last of the parts that we write
            target.writestr(part, data)


def new_workbook(title: str, style: Style) -> Workbook:
    """A workbook without sheets that names its title and nobody, with the named looks of the style."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = ""
    workbook.properties.title = title
    _add_styles(workbook, style)
    return workbook


def looks(style: Style) -> dict[str, dict[str, Any]]:
    """The looks of the document and those that only a workbook has, by their ids."""
    return {**style["style"], **style["sheet_style"]}


def _add_styles(book: Workbook, style: Style) -> None:
    """Give the workbook the looks of the style under their ids (`TableText`, `FormTitle` …), all in text format."""
    line = Side(style="thin", color="FF000000")
    for name, look in looks(style).items():
        if name == "Normal":
            continue
        named = NamedStyle(
            name=name,
            font=Font(name=look["font"], size=look["size"], bold=bool(look.get("bold"))),
            alignment=Alignment(
                horizontal=_HORIZONTAL[look["align"]], vertical="center", wrap_text=look.get("wrap", True)
            ),
            number_format="@",
        )
        if name in ("TableText", "TableMiddle", "TableLabel", "TableNumber"):
            named.border = Border(left=line, right=line, top=line, bottom=line)
        book.add_named_style(named)


def put(sheet: Worksheet, row: int, column: int, text: str, look: str) -> None:
    """Write `text` as it is. A text that a spreadsheet would compute gets the mark that keeps it a text when edited.

    Raises UserError where the text is longer than a cell can hold.
    """
    plain = _ESCAPE_LIKE.sub("_x005F_", clean(text))  # Excel reads _x000D_ in a text as a sign of its own
    if len(plain) > LONGEST_CELL:
        where = f"{sheet.title} 第{row}行"
        raise UserError(f"文字超过表格一格的上限（{LONGEST_CELL}字）", where, "请把这一格的文字缩短后再导出")
    cell = sheet.cell(row, column, plain or None)
    cell.style = look
    if plain:
        cell.data_type = "s"  # openpyxl takes =… for a formula and #N/A for an error
    if plain.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def number_format(text: str) -> str:
    """The format in which a number looks as it is printed in `text` (`2.80` 0.00, `1,200` #,##0); "" for no number.

    "" also where a spreadsheet would print another text: 007, -0, digits beyond the fifteenth.
    """
    match = _NUMBER.fullmatch(text)
    digits = sum(c.isdigit() for c in text)
    if not match or digits > _DIGITS or (text.startswith("-") and not text.strip("-0.,")):
        return ""
    whole = "#,##0" if "," in match[1] else "0"
    return f"{whole}.{'0' * len(match[2])}" if match[2] else whole


def as_number(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Make a number of the text that stands in a cell, where it then still looks as it is printed.

    A blank cell gets the format 0.00, so that what is typed there is a number, too.
    """
    cell = sheet.cell(row, column)
    found = number_format(text)
    if found:
        cell.value = text.replace(",", "")
        cell.data_type = "n"  # a number given as digits, since openpyxl rounds the ones that it formats itself
        cell.quotePrefix = False
    if found or not text:
        cell.number_format = found or "0.00"


def indent(sheet: Worksheet, row: int, column: int, steps: int) -> None:
    """Let the text of a cell stand in by so many steps."""
    cell = sheet.cell(row, column)
    old = cell.alignment
    cell.alignment = Alignment(old.horizontal, old.vertical, wrap_text=old.wrap_text, indent=steps)


def set_widths(sheet: Worksheet, edges: list[float]) -> None:
    """Make the columns as wide as the distances between `edges` in mm."""
    for i, (left, right) in enumerate(pairwise(edges), 1):
        pixels = (right - left) / _MM_PER_INCH * 96
        sheet.column_dimensions[get_column_letter(i)].width = max((pixels - _PADDING) / _DIGIT, 0.5)


def page(sheet: Worksheet, style: Style, landscape: bool = False) -> None:
    """A4 with a page number at the foot."""
    look = style["sheet"]
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_margins.left = sheet.page_margins.right = look["margin_side"] / _MM_PER_INCH
    sheet.page_margins.top = look["margin_top"] / _MM_PER_INCH
    sheet.page_margins.bottom = look["margin_bottom"] / _MM_PER_INCH
    sheet.page_margins.footer = look["margin_bottom"] / _MM_PER_INCH / 2
    sheet.print_options.horizontalCentered = True
    footer = HeaderFooterItem()
    footer.center.text, footer.center.size = "— &P —", 14
    footer.center.font = style["style"]["Footer"]["font"]
    sheet.HeaderFooter.oddFooter = footer


def fit_width(sheet: Worksheet, pages: int = 1) -> None:
    """Print all columns on the width of so many pages, one below the other as many as it takes.

    The widths fit A4 by themselves; this is for systems whose standard font is wider than the one they were made for.
    """
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0


def sheet_name(book: Workbook, wanted: str) -> str:
    """`wanted` as a name that Excel accepts and that no sheet of `book` has yet."""
    plain = _FORBIDDEN.sub("_", wanted).strip(" '") or "未命名"
    taken = {name.casefold() for name in book.sheetnames}
    name, number = plain[:LONGEST_NAME].rstrip(" '"), 1
    while name.casefold() in taken:
        number += 1
        tail = f"({number})"
        name = plain[: LONGEST_NAME - len(tail)] + tail
    return name
