"""Books as PDF files drawn by Qt: ruled tables with merged cells. The caller has an application."""

from pathlib import Path

import page_writers as pages
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop_app.domain.model import Book

# A font whose digits Qt gives their meaning in every place; without it Qt may leave them out of the file's table.
FONT = "Noto Sans Mono CJK SC"


def html_table(rows: list[list[pages.Cell]]) -> str:
    """The rows of a form as HTML, merged cells as spans."""
    lines = []
    for number, row in enumerate(rows):
        cells, column = [], 0
        for cell in row:
            if cell.down != "continue":
                below = 1
                while cell.down and _continues(rows, number + below, column):
                    below += 1
                text = cell.text.replace("\n", "<br>")
                cells.append(f'<td colspan="{cell.span}" rowspan="{below}">{text}</td>')
            column += cell.span
        lines.append(f"<tr>{''.join(cells)}</tr>")
    style = "border-collapse: collapse; border-style: solid; border-color: black"
    return f'<table border="1" cellspacing="0" cellpadding="3" width="100%" style="{style}">{"".join(lines)}</table>'


def _continues(rows: list[list[pages.Cell]], number: int, column: int) -> bool:
    at = 0
    for cell in rows[number] if number < len(rows) else []:
        if at == column:
            return cell.down == "continue"
        at += cell.span
    return False


def html_of_book(book: Book) -> str:
    """An invented book as HTML: a heading and its paragraphs, then one table a project."""
    parts = [f"<p>{line}</p>" for s in book.sections for line in (s.heading, *s.text.split("\n")) if line]
    for p in book.projects:
        parts += [f"<p>{line}</p>" for line in (f"{p.seq}.{p.title}", f"{p.unit_code}{p.unit_name}", "单位：万元")]
        parts.append(html_table(pages.head_lines(p) + pages.indicator_lines(p)))
    return "".join(parts)


def print_html(html: str, path: Path, landscape: bool = False) -> None:
    """The HTML as a PDF of A4 pages."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if landscape:
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setResolution(300)
    writer.setPageMargins(QMarginsF(20, 20, 20, 20))
    document = QTextDocument()
    document.setDefaultFont(QFont(FONT, 10))
    document.setHtml(html)
    document.print_(writer)
