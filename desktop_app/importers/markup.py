"""HTML (web pages, and HTML that calls itself .xls) -> sheets: every table one, the text between them others."""

import re
from functools import partial
from html.parser import HTMLParser
from typing import Any

from desktop_app.errors import UserError
from desktop_app.importers import encoding
from desktop_app.importers.sheet_grid import TABLE, TEXT, Grid, Range, Sheet
from desktop_app.importers.source import Source

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_CHUNK = 64 * 1024
_EVERY = 16
_MOST_PENDING = 256 * 1024  # of a tag that does not end
_MOST_SPAN, _MOST_DOWN = 1_000, 65_534  # what browsers allow
_WIDEST = 2_000
_MOST_CELLS = 1_000_000
_MOST_EVENTS = 1_000_000  # tags and texts: what the parser takes in ten seconds
_DEEPEST = 40
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")

_SILENT = frozenset({"script", "style", "title", "template", "noscript", "textarea", "select"})
_BREAKS = frozenset(("p", "div", "li", "tr", "ul", "ol", "section", "article", "header", "footer", "dd", "dt"))
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read_sheets(source: Source) -> list[Sheet]:
    """The tables of a page and the paragraphs between them, in order. Raises UserError."""
    named = _CHARSET.search(source.data[:4096])
    text = encoding.declared(source.data, named[1].decode() if named else "", source.where)
    page = _Page(source.where)
    for number, start in enumerate(range(0, len(text), _CHUNK)):
        if number % _EVERY == 0:
            source.report(start, len(text))
        page.feed(text[start : start + _CHUNK])
        if len(page.rawdata) > _MOST_PENDING:
            raise UserError("网页格式已损坏，读不下去", source.where, "请用WPS或Excel打开它，另存为 .xlsx 后再导入")
    page.close()
    page.finish()
    return page.sheets


class _Table:
    """A table while it is read. `busy` are places below that a cell reaches down to: column -> rows left."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[Range] = []
        self.busy: dict[int, int] = {}
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.cells = 0

    def begin_row(self) -> None:
        """Begin a row; places that cells above reach down to are taken in it."""
        self.end_cell()
        if self.rows:
            self.cells += len(self.rows[-1])
            self.busy = {c: n - 1 for c, n in self.busy.items() if n > 1}
        self.rows.append([])

    def begin_cell(self, across: int, down: int) -> None:
        """Begin a cell of that many columns and rows."""
        self.end_cell()
        if not self.rows:
            self.begin_row()
        self.cell, self.span = [], (across, down)

    def end_cell(self) -> None:
        """Put the open cell at the first free place of its row."""
        if self.cell is None:
            return
        text, self.cell = _tidy("".join(self.cell)), None
        row, (across, down) = self.rows[-1], self.span
        column = len(row)
        while self.busy.get(column):
            column += 1
        across = min(across, max(_WIDEST - column, 1))
        row += [""] * (column - len(row)) + [text] + [""] * (across - 1)
        if down > 1:
            self.busy.update(dict.fromkeys(range(column, column + across), down))
        if across > 1 or down > 1:
            top = len(self.rows) - 1
            self.merged.append(((top, column), (top + down - 1, column + across - 1)))

    def grid(self) -> Grid:
        """The cells, all rows of one width."""
        self.end_cell()
        width = max(map(len, self.rows), default=0)
        rows: list[list[Any]] = [[*row, *[""] * (width - len(row))] for row in self.rows]
        last = len(rows) - 1
        merged = [((t, left), (min(b, last), right)) for (t, left), (b, right) in self.merged]
        return Grid(len(rows), iter(rows), merged)


class _Page(HTMLParser):
    """Takes the tags of a page: `sheets` are the tables and the texts that are whole."""

    def __init__(self, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._where = where
        self._tables: list[_Table] = []
        self._silent = ""
        self._pieces: list[str] = []
        self._heading = False
        self._texts: list[tuple[str, bool]] = []
        self._count = self._events = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row, cell or paragraph."""
        self._check()
        if self._silent:
            return
        if tag in _SILENT:
            self._silent = tag
            return
        table = self._tables[-1] if self._tables else None
        if tag == "table":
            self._end_paragraph()
            if len(self._tables) >= _DEEPEST:
                raise UserError("网页格式不正常，没有读取", self._where, "请用WPS或Excel打开它，另存为 .xlsx 后再导入")
            self._tables.append(_Table())
        elif table is not None and tag == "tr":
            table.begin_row()
            self._check(table.cells)
        elif table is not None and tag in ("td", "th"):
            table.begin_cell(_span(attrs, "colspan", _MOST_SPAN), _span(attrs, "rowspan", _MOST_DOWN))
        elif tag in ("br", "hr"):
            self._write("\n")
        elif tag in _BREAKS or tag in _HEADINGS:
            self._break()
            self._heading = tag in _HEADINGS

    def handle_endtag(self, tag: str) -> None:
        """End what was begun; a tag that nothing began is none."""
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
            return
        if tag == "table" and self._tables:
            self._end_table()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].end_cell()
        elif tag in _BREAKS or tag in _HEADINGS:
            self._break()
            self._heading = False

    def handle_data(self, data: str) -> None:
        """Text of a cell or of a paragraph."""
        self._check()
        if not self._silent:
            self._write(_SPACES.sub(" ", data))

    def finish(self) -> None:
        """The page ends: so does all that is open."""
        while self._tables:
            self._end_table()
        self._end_paragraph()
        self._end_texts()

    def _check(self, cells: int = 0) -> None:
        """Count one more tag or text. Raises UserError where there are too many, or too many cells in a table."""
        self._events += 1
        if self._events > _MOST_EVENTS or cells > _MOST_CELLS:
            hint = "请用WPS或Excel打开它，另存为 .xlsx 后再导入"
            raise UserError("网页里的表格太大，没有读取", self._where, hint)

    def _write(self, text: str) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None:
            self._pieces.append(text)
        elif table.cell is not None:
            table.cell.append(text)

    def _break(self) -> None:
        """A new line in a cell, a new paragraph in the text."""
        if not self._tables:
            self._end_paragraph()
        elif self._tables[-1].cell:
            self._write("\n")

    def _end_paragraph(self) -> None:
        if text := _tidy("".join(self._pieces)):
            self._texts.append((text, self._heading))
        self._pieces = []

    def _end_table(self) -> None:
        table = self._tables.pop()
        grid = table.grid()
        if any(any(row) for row in table.rows):
            self._end_texts()
            self._count += 1
            self.sheets.append(Sheet(f"表{self._count}", partial(_same, grid), TABLE))

    def _end_texts(self) -> None:
        """The paragraphs so far are a sheet of their own."""
        if self._texts:
            rows: list[list[Any]] = [[text] for text, _ in self._texts]
            marked = frozenset(i for i, (_, heading) in enumerate(self._texts) if heading)
            self.sheets.append(Sheet("文字", partial(_same, Grid(len(rows), iter(rows))), TEXT, headings=marked))
            self._texts = []


def _same(grid: Grid) -> Grid:
    return grid


def _span(attrs: list[tuple[str, str | None]], name: str, most: int) -> int:
    """How many columns or rows a cell takes up: 1 where the page does not say a sensible number."""
    text = next((value or "" for key, value in attrs if key == name), "").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _tidy(text: str) -> str:
    """The lines of a text, without blanks around them."""
    return "\n".join(line for line in (part.strip() for part in text.split("\n")) if line)
