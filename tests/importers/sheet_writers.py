"""Sheets laid out as people do it, and every kind of file that holds sheets, written byte for byte where needed."""

import csv
import io
import struct
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlwt
from openpyxl import Workbook
from shapes import HEADS, MONTHS, goals_text, list_rows, merged
from xlwt.CompoundDoc import XlsDoc

from desktop_app.domain.model import Book, Project

WIDTH = 8


@dataclass
class Page:
    """A sheet to be written: its rows, and merged blocks as (top, left, bottom, right)."""

    name: str
    rows: list[list[object]] = field(default_factory=list)
    blocks: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, *cells: tuple[object, int], down: int = 1) -> None:
        """A row of (text, columns); the first cell reaches `down` rows."""
        row: list[object] = []
        for text, across in cells:
            top, left = len(self.rows), len(row)
            rows = down if left == 0 else 1
            if across > 1 or rows > 1:
                self.blocks.append((top, left, top + rows - 1, left + across - 1))
            row += [text] + [""] * (across - 1)
        self.rows.append(row)

    def blank(self) -> None:
        """A row in which nothing stands."""
        self.rows.append([""] * WIDTH)


def form(page: Page, project: Project) -> None:
    """A project's form: merged labels, 一级指标 merged down, as many columns as the widest row needs."""
    code, name, p = project.code, project.name, project
    page.add((f"{p.seq}、{p.title}", WIDTH))
    page.add((f"{p.unit_code} {p.unit_name}", 6), ("单位：万元", 2))
    page.add(("项目编码", 1), (code, 3), ("项目名称", 1), (name, 3))
    money = [("预算数", 1), (p.budget, 1), ("其中：财政资金", 1), (p.fiscal, 1), ("其他资金", 1), (p.other, 2)]
    page.add(("预算规模及资金用途", 1), *money, down=2)
    page.add(("", 1), (p.purpose, 7))
    page.add(("资金支出计划（%）", 1), *zip(MONTHS, (2, 2, 1, 2), strict=True), down=2)
    page.add(("", 1), *zip(p.plan, (2, 2, 1, 2), strict=True))
    page.add(("绩效目标", 1), (goals_text(p), 7))
    page.add(*zip(HEADS, (1, 1, 2, 1, 1, 2), strict=True))
    first = len(page.rows)
    rows = merged(p)
    for row in rows:
        page.add(*zip(row, (1, 1, 2, 1, 1, 2), strict=True))
    starts = [i for i, row in enumerate(rows) if row[0]]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        if end > start + 1:
            page.blocks.append((first + start, 0, first + end - 1, 0))


def forms(book: Book, apart: bool = False, gap: int = 1) -> list[Page]:
    """The book as sheets: running text and all forms on one, or each on its own."""
    pages = [Page("文本")]
    for section in book.sections:
        pages[0].add((section.heading, WIDTH))
        for paragraph in section.text.split("\n"):
            if paragraph:
                pages[0].add((paragraph, WIDTH))
        pages[0].blank()
    for number, project in enumerate(book.projects, 1):
        if apart:
            pages.append(Page(f"项目{number}"))
        form(pages[-1], project)
        for _ in range(gap):
            pages[-1].blank()
    return pages


def moved(page: Page, down: int, right: int) -> Page:
    """The page with blank rows above and blank columns before."""
    rows: list[list[object]] = [[] for _ in range(down)] + [[""] * right + row for row in page.rows]
    blocks = [(t + down, left + right, b + down, r + right) for t, left, b, r in page.blocks]
    return Page(page.name, rows, blocks)


def xlsx(path: Path, pages: list[Page]) -> Path:
    """A workbook of Excel 2007 or later."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for page in pages:
        sheet = workbook.create_sheet(page.name)
        for r, row in enumerate(page.rows, 1):
            for c, value in enumerate(row, 1):
                if value != "":
                    sheet.cell(r, c, value)
        for top, left, bottom, right in page.blocks:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    workbook.save(path)
    return path


def xls(path: Path, pages: list[Page]) -> Path:
    """A workbook of Excel 97 to 2003 (BIFF8)."""
    workbook = xlwt.Workbook(encoding="utf-8")
    for page in pages:
        sheet = workbook.add_sheet(page.name, cell_overwrite_ok=True)
        for r, row in enumerate(page.rows):
            for c, value in enumerate(row):
                if value != "":
                    sheet.write(r, c, value)
        for block in page.blocks:
            sheet.merge(block[0], block[2], block[1], block[3])
    workbook.save(str(path))
    return path


def xls_list(path: Path, books: list[Book]) -> Path:
    """The books as a list, one row an indicator, in a workbook of Excel 97 to 2003 or of WPS (.et)."""
    return xls(path, [Page("清单", [list(row) for row in list_rows(books)])])


def _record(name: int, data: bytes) -> bytes:
    return struct.pack("<HH", name, len(data)) + data


def old_xls(path: Path, pages: list[Page], codepage: int | None, encoding: str = "gb18030") -> Path:
    """A workbook of Excel 5 or 95 (BIFF5), whose record CODEPAGE says `codepage` or is not there."""
    bof = struct.Struct("<HHHH")
    sheets = []
    for page in pages:
        data = _record(0x809, bof.pack(0x500, 0x10, 0x0DBB, 0x07CC))
        for r, row in enumerate(page.rows):
            for c, value in enumerate(row):
                if isinstance(value, float):
                    data += _record(0x203, struct.pack("<HHHd", r, c, 0, value))
                elif value != "":
                    text = str(value).encode(encoding)
                    data += _record(0x204, struct.pack("<HHHH", r, c, 0, len(text)) + text)
        sheets.append(data + _record(0x0A, b""))
    head = _record(0x809, bof.pack(0x500, 0x05, 0x0DBB, 0x07CC))
    head += _record(0x42, struct.pack("<H", codepage)) if codepage is not None else b""
    names = [page.name.encode(encoding) for page in pages]
    at = len(head) + sum(11 + len(name) for name in names) + 4
    for name, data in zip(names, sheets, strict=True):
        head += _record(0x85, struct.pack("<IHB", at, 0, len(name)) + name)
        at += len(data)
    path.write_bytes(compound(head + _record(0x0A, b"") + b"".join(sheets), "Book"))
    return path


def compound(stream: bytes, name: str, class_id: bytes = bytes(16)) -> bytes:
    """An OLE file with that one stream; `class_id` is what its root says that it is."""
    file = io.BytesIO()
    XlsDoc().save(file, stream)
    data = bytearray(file.getvalue())
    entry = data.index("Workbook\0".encode("utf-16-le"))
    data[entry : entry + 64] = name.encode("utf-16-le").ljust(64, b"\0")
    data[entry + 64 : entry + 66] = struct.pack("<H", 2 * len(name) + 2)
    data[entry - 128 + 80 : entry - 128 + 96] = class_id
    return bytes(data)


def delimited(path: Path, page: Page, delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    """The sheet as text, cells of several lines in quotation marks."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(page.rows)
    return path


def html(path: Path, pages: list[Page], encoding: str = "utf-8") -> Path:
    """What web systems write and call .xls: tables with colspan and rowspan, text between them in paragraphs."""
    parts = [f'<html><head><meta charset="{encoding}"><style>td {{x: 1}}</style><title>表</title></head><body>\n']
    for page in pages:
        blocks = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.blocks}
        hidden = {
            (r, c)
            for top, left, bottom, right in page.blocks
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
            if (r, c) != (top, left)
        }
        parts.append("<table border=1>\n")
        for r, row in enumerate(page.rows):
            parts.append("<tr>")
            for c, value in enumerate(row):
                if (r, c) not in hidden:
                    down, across = blocks.get((r, c), (1, 1))
                    text = escape(str(value)).replace("\n", "<br>")
                    parts.append(f"<td rowspan={down} colspan='{across}'>{text or '&nbsp;'}</td>")
            parts.append("</tr>\n")
        parts.append("</table>")
    path.write_bytes("".join([*parts, "</body></html>"]).encode(encoding))
    return path


def xml(path: Path, pages: list[Page], encoding: str = "UTF-8") -> Path:
    """An XML spreadsheet of Excel 2003; places are left out and told by ss:Index, as Excel does."""
    parts = [f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n']
    parts.append('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"')
    parts.append(' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1">')
    parts.append('<NumberFormat ss:Format="0.0%"/></Style></Styles>')
    for page in pages:
        blocks = {(top, left): (bottom - top, right - left) for top, left, bottom, right in page.blocks}
        parts.append(f"<Worksheet ss:Name={quoteattr(page.name)}><Table>")
        for r, row in enumerate(page.rows):
            parts.append(f'<Row ss:Index="{r + 1}">')
            for c, value in enumerate(row):
                if value == "" and (r, c) not in blocks:
                    continue
                down, across = blocks.get((r, c), (0, 0))
                kind = "Number" if isinstance(value, float) else "String"
                text = escape(str(value)).replace("\n", "&#10;")
                style = ' ss:StyleID="s1"' if isinstance(value, float) and 0 < value < 1 else ""
                parts.append(f'<Cell ss:Index="{c + 1}" ss:MergeAcross="{across}" ss:MergeDown="{down}"{style}>')
                parts.append(f'<Data ss:Type="{kind}">{text}</Data></Cell>')
            parts.append("</Row>")
        parts.append("</Table></Worksheet>")
    path.write_bytes("".join([*parts, "</Workbook>"]).encode(encoding))
    return path
