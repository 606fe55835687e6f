"""Blocks of cells to and from the clipboard, as Excel and WPS write and read them.

A block is a list of rows, each a list of texts. Rows of a pasted block may differ in length.
"""

import html
import re
from collections.abc import Collection
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData

Block = list[list[str]]

MOST_SPAN = 1000
MOST_CELLS = 200_000  # more than any form has; a wrong clipboard must not freeze the window
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NEWLINE = '<br style="mso-data-placement:same-cell">'
_STYLE = "mso-number-format:'\\@';white-space:pre-wrap"
_NUMBER = "text-align:right"
_PLAIN = re.compile(r"[^\t\n]*")
_CLOSED = re.compile(r'"((?:[^"]+|"")*+)"(?=[\t\n]|\Z)')


def to_mime(block: Block, numbers: Collection[int] = ()) -> QMimeData:
    """The block as text and as an HTML table; a spreadsheet takes every cell as text, never as number or formula.

    `numbers` are columns of figures that it may compute with.
    """
    mime = QMimeData()
    mime.setText(to_tsv(block))
    mime.setHtml(to_html(block, numbers))
    return mime


def from_mime(mime: QMimeData | None) -> Block | None:
    """The block on the clipboard, None where there is neither text nor a table.

    Text is what spreadsheets write most exactly. A word processor's text loses which paragraphs share a cell, so its
    table is taken from the HTML.
    """
    if mime is None:  # some systems say so of an empty clipboard
        return None
    markup = mime.html() if mime.hasHtml() else ""
    if markup and (not mime.text() or _from_word_processor(markup)):
        block = from_html(markup)
        if block:
            return block
    return from_tsv(mime.text()) if mime.text() else None


def _from_word_processor(markup: str) -> bool:
    return "word.document" in markup[:4000].lower()


def tiled(block: Block, rows: int, columns: int) -> Block:
    """The block repeated over a selection that is a multiple of it, as it is where the selection is not."""
    height, widths = len(block), {len(row) for row in block}
    width = max(widths)
    if len(widths) > 1 or rows % height or columns % width or (rows, columns) == (height, width):
        return block
    return [row * (columns // width) for row in block] * (rows // height)


def to_tsv(block: Block) -> str:
    """Tab-separated rows with line ends, cells with newlines or tabs in quotes. A single cell has no line end."""
    lines = ["\t".join(_quoted(text) for text in row) for row in block]
    if len(block) == 1 and len(block[0]) == 1:
        return lines[0]
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    if text.startswith('"') or any(mark in text for mark in "\n\r\t"):
        return '"' + text.replace('"', '""') + '"'
    return text


def from_tsv(text: str) -> Block:
    """Read tab-separated rows. Quotes count only where they were needed: around newlines, tabs or doubled quotes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\0")
    block: Block = [[]]
    at = 0
    while True:
        cell, at = _next_cell(text, at)
        block[-1].append(cell)
        if at >= len(text):
            return block
        if text[at] == "\n":
            if at + 1 == len(text):
                return block
            block.append([])
        at += 1


def _next_cell(text: str, start: int) -> tuple[str, int]:
    """The cell that begins at `start`, and where it ends."""
    if text.startswith('"', start):
        found = _quoted_cell(text, start)
        if found is not None:
            return found
    match = _PLAIN.match(text, start)
    return (match[0], match.end()) if match else ("", start)


def _quoted_cell(text: str, start: int) -> tuple[str, int] | None:
    match = _CLOSED.match(text, start)
    if match is None or not any(mark in match[1] for mark in ('""', "\n", "\t")):
        return None
    return match[1].replace('""', '"'), match.end()


def to_html(block: Block, numbers: Collection[int] = ()) -> str:
    """An HTML table in which every cell is of the format text, but for the columns `numbers`."""
    rows = "".join(
        "<tr>" + "".join(_html_cell(text, column in numbers) for column, text in enumerate(row)) + "</tr>"
        for row in block
    )
    return f'<html><head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'


def _html_cell(text: str, number: bool) -> str:
    style = _NUMBER if number else _STYLE
    return f'<td style="{style}">{html.escape(text, quote=False).replace(chr(10), _NEWLINE)}</td>'


def from_html(markup: str) -> Block:
    """The rows of the tables; a merged cell's text stands in each of its rows. Empty where there is none."""
    reader = _TableReader()
    reader.feed(markup)
    reader.close()
    return reader.block


class _TableReader(HTMLParser):
    """Collects the cells of the outermost tables; nested tables give text only."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.block: Block = []
        self._depth = 0
        self._quiet = 0  # inside <style>, <script>, <head>
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._hanging: dict[int, tuple[int, str]] = {}  # column -> rows still to come, text of the merged cell
        self._cells = 0
        self._preserve = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Override HTMLParser.handle_starttag."""
        if tag == "table":
            self._depth += 1
        elif tag in ("style", "script", "title"):
            self._quiet += 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.block.append([])
            self._take_hanging()
        elif self._depth == 1 and tag in ("td", "th") and self.block:
            self._end_cell()
            given = dict(attrs)
            self._text = []
            self._span = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._preserve = "pre-wrap" in (given.get("style") or "")
        elif self._text is not None and (tag == "br" or (self._text and tag in ("p", "div"))):
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Override HTMLParser.handle_endtag."""
        if tag == "table":
            if self._depth == 1:
                self._end_cell()
                self.block = [row for row in self.block if row]
            self._depth = max(self._depth - 1, 0)
        elif tag in ("style", "script", "title"):
            self._quiet = max(self._quiet - 1, 0)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Override HTMLParser.handle_data."""
        if self._text is not None and not self._quiet:
            self._text.append(data if self._preserve else _SPACES.sub(" ", data))

    def _end_cell(self) -> None:
        if self._text is None:
            return
        joined = "".join(self._text)
        text = joined if self._preserve else _tidy(joined)
        rows, columns = self._span
        self._text = None
        if self._cells > MOST_CELLS:
            return
        for i in range(columns):
            shown = text if i == 0 else ""
            if rows > 1:
                self._hanging[len(self.block[-1])] = (rows - 1, shown)
            self.block[-1].append(shown)
            self._cells += 1
        self._take_hanging()

    def _take_hanging(self) -> None:
        row = self.block[-1]
        while len(row) in self._hanging:
            rows, text = self._hanging.pop(len(row))
            if rows > 1:
                self._hanging[len(row)] = (rows - 1, text)
            row.append(text)


def _span(value: str | None) -> int:
    return min(int(value), MOST_SPAN) if value and value.isdecimal() and int(value) > 0 else 1


def _tidy(text: str) -> str:
    """What a browser shows of the text: no blanks at the ends of lines, no empty lines around it."""
    return "\n".join(line.strip() for line in text.strip().split("\n"))
