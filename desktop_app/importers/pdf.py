"""PDF files with a text layer -> rows: ruled tables by their cells, the text around them as paragraphs.

What stands again on every page is left out, tables and paragraphs go on over page breaks. Scans hold no text.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from desktop_app.domain.traces import Part
from desktop_app.errors import UserError
from desktop_app.importers import pdf_flow, text_shapes
from desktop_app.importers.cells import Row
from desktop_app.importers.pdf_flow import Sheet
from desktop_app.importers.pdf_grid import grids
from desktop_app.importers.pdf_lines import TextLine, text_lines
from desktop_app.importers.pdf_page import Page, read_page
from desktop_app.importers.pdf_table import Table, read_table
from desktop_app.importers.source import Source

MOST_PAGES = 2_000
MOST_CHARACTERS = 20_000_000
_MOST_UNREADABLE = 0.3
_BROKEN = ("PDF文件已损坏，打不开", "请重新复制一份，或请对方重新生成后再导入")


@dataclass(slots=True)
class _Read:
    """What the pages hold, in order: for each page its lines and tables from top to bottom."""

    pages: list[Sheet] = field(default_factory=list)
    characters: int = 0
    unreadable: int = 0
    pictures: int = 0
    lost: list[int] = field(default_factory=list)


def read_rows(source: Source) -> tuple[list[Row], list[Part]]:
    """The rows of a PDF with its pages as parts; lines are lines of text and table rows, counted from 1.

    Raises UserError for what is damaged, locked, too long, or a scan.
    """
    read = _Read()
    with _open(source.data, source.where) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count > MOST_PAGES:
            hint = "请确认是否选错了文件，或把它分成几个再导入"
            raise UserError(f"PDF有 {count} 页，超过 {MOST_PAGES} 页的上限", source.where, hint)
        for number in range(count):
            source.report(number, count)
            _take(read, read_page(document, number), source.where)
    _check(read, source.where)
    pdf_flow.drop_running_lines(read.pages)
    if not any(isinstance(block, Table) for page in read.pages for block in page.blocks):
        return _as_text(read.pages, source)
    return pdf_flow.rows_of(read.pages, source.where, source.words)


@contextmanager
def _open(data: bytes, where: str) -> Iterator[Any]:
    buffer = ctypes.create_string_buffer(data, len(data))  # must live as long as the document
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            hint = "请用WPS或阅读器打开，去掉打开密码，另存后再导入"
            raise UserError("PDF文件加了密码，不能读取", where, hint)
        raise UserError(_BROKEN[0], where, _BROKEN[1])
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _take(read: _Read, page: Page | None, where: str) -> None:
    if page is None:
        read.pages.append(Sheet(0.0, [], "损坏了，没有读出"))
        read.lost.append(len(read.pages))
        return
    read.pages.append(_sheet(page))
    read.characters += len(page.chars)
    read.unreadable += page.unreadable
    read.pictures += page.pictures
    if read.characters > MOST_CHARACTERS:
        raise UserError("PDF里的文字太多，没有读取", where, "请确认来源是否可靠，或把它分成几个文件再导入")


def _check(read: _Read, where: str) -> None:
    """Say what is wrong with a file in which nothing can be read."""
    if read.characters == 0 and read.pictures:
        hint = "请先用文字识别（OCR）软件转成Word或文本，核对后再导入"
        raise UserError("这份PDF是扫描的图片，没有文字", where, hint)
    if read.characters == 0 or len(read.lost) == len(read.pages):
        raise UserError(_BROKEN[0] if read.lost else "PDF里没有文字", where, _BROKEN[1])
    if read.unreadable > _MOST_UNREADABLE * read.characters:
        hint = "请用WPS或阅读器打印成新的PDF再做文字识别，或请对方给Word文件"
        raise UserError("PDF里的文字没有编码，读出来是乱码", where, hint)


def _sheet(page: Page) -> Sheet:
    """The tables of a page and the lines of text outside of them, from top to bottom."""
    found = grids(page)
    outside = []
    for char in page.chars:
        x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
        own = next((cell for grid in found if (cell := grid.at(x, y))), None)
        if own is None:
            outside.append(char)
        else:
            own.chars.append(char)
    tables = [
        table for grid in found if any(own.chars for own in grid.fields) and (table := read_table(grid, page.height))
    ]
    unread = "是图片，没有文字" if page.pictures and not page.chars else ""
    return Sheet(page.width, sorted([*tables, *text_lines(outside)], key=lambda block: block.top), unread)


def _as_text(pages: list[Sheet], source: Source) -> tuple[list[Row], list[Part]]:
    """A document without ruled tables: its lines are read like the text that programs take out of a PDF."""
    parts: list[Part] = []
    lines: list[str] = []
    for number, page in enumerate(pages, 1):
        parts.append(Part(len(lines) + 1, "page", f"第{number}页"))
        lines += ["  ".join(block.parts) for block in page.blocks if isinstance(block, TextLine)]
    return text_shapes.read_rows("\n".join(lines), source.words, source.report), parts
