"""XML spreadsheets of Excel 2003 (SpreadsheetML), which mostly call themselves .xls -> sheets of cells.

Read piece by piece by a parser that is told to stop at the first definition: entities are never unfolded.
"""

import re
from datetime import date
from typing import Any
from xml.parsers import expat

from desktop_app.errors import UserError
from desktop_app.importers import encoding
from desktop_app.importers.sheet_grid import MOST_CELLS, WIDEST, Grid, Place, Range, Sheet
from desktop_app.importers.source import Source

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
Attributes = dict[str, str]
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHUNK = 256 * 1024
_EVERY = 8
_DEEPEST = 60
_MOST_ROWS = 1_048_576
_PERCENT = re.compile(r"0(?:\.(0+))?\s*%")
_NAMED_PERCENT = "Percent"


def read_sheets(source: Source) -> list[Sheet]:
    """The worksheets of a SpreadsheetML file. A cut file gives what it has. Raises UserError."""
    reader = _Reader(source.where)
    named = _DECLARED.match(source.data.lstrip(b"\xef\xbb\xbf \r\n\t"))
    text = encoding.declared(source.data, named[1].decode() if named else "", source.where)
    text = _DECLARATION.sub("", text, count=1)
    broken = ""
    for number, start in enumerate(range(0, len(text), _CHUNK)):
        if number % _EVERY == 0:
            source.report(start, len(text))
        last = start + _CHUNK >= len(text)
        try:
            reader.parser.Parse(text[start : start + _CHUNK], last)
        except expat.ExpatError as error:
            reader.close()
            if not reader.sheets:
                hint = "请用WPS或Excel打开它，另存为新的 .xlsx 后再导入"
                raise UserError("表格文件已损坏，打不开", source.where, hint) from error
            broken = "文件在这里断了或损坏了，后面的没有读到"
            break
    if reader.sheets and broken:
        reader.sheets[-1].grid.strange.append((len(reader.sheets[-1].rows), broken))
    return [Sheet(found.name, found.open, hidden=found.hidden) for found in reader.sheets]


class _Found:
    """One worksheet while it is read."""

    def __init__(self, name: str, hidden: bool) -> None:
        self.name, self.hidden = name, hidden
        self.rows: list[list[Any]] = []
        self.merged: list[Range] = []
        self.percents: dict[Place, int] = {}
        self.grid = Grid(0, iter(()))

    def open(self) -> Grid:
        """The cells."""
        width = max(map(len, self.rows), default=0)
        self.grid.height, self.grid.merged = len(self.rows), self.merged
        self.grid.rows = ([*row, *[""] * (width - len(row))] for row in self.rows)
        self.grid.percents = lambda: self.percents
        return self.grid


class _Reader:
    """Takes the events of the parser: sheets, rows, cells, and the styles that print percentages."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.sheets: list[_Found] = []
        self.parser = expat.ParserCreate(namespace_separator="|")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self._depth = self._cells = 0
        self._style = ""
        self._styles: dict[str, int] = {}
        self._row = self._column = self._across = 0
        self._kind: str | None = None  # of the value that is being read
        self._pieces: list[str] = []
        self._cell_style = ""
        self._takes = {
            "Row": self._begin_row,
            "Cell": self._begin_cell,
            "Data": self._begin_value,
            "Visible": self._begin_visible,
        }

    def close(self) -> None:
        """Forget the row that is not whole."""
        if self.sheets and self._kind is not None and self.sheets[-1].rows:
            self.sheets[-1].rows.pop()

    def _refuse(self, *_: object) -> None:
        hint = "请确认来源是否可靠；可以用WPS另存为 .xlsx 后再导入"
        raise UserError("表格文件里有不正常的定义，没有读取", self.where, hint)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse()
        name = tag.rpartition("|")[2]
        if self.sheets and (take := self._takes.get(name)):
            take(attributes)
        elif name == "Worksheet":
            self.sheets.append(_Found(_get(attributes, "Name") or "", False))
            self._row = 0
        elif name == "Style":
            self._style = _get(attributes, "ID") or ""
        elif name == "NumberFormat":
            self._number_format(_get(attributes, "Format") or "")

    def _begin_value(self, attributes: Attributes) -> None:
        self._kind, self._pieces = _get(attributes, "Type") or "String", []

    def _begin_visible(self, _: Attributes) -> None:
        self._kind, self._pieces = "Visible", []

    def _end(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rpartition("|")[2]
        if name == "Data" and self._kind is not None and self.sheets:
            self._put("".join(self._pieces), self._kind)
            self._kind = None
        elif name == "Visible" and self.sheets:
            self.sheets[-1].hidden = "".join(self._pieces).strip() != "SheetVisible"
            self._kind = None

    def _characters(self, text: str) -> None:
        if self._kind is not None:
            self._pieces.append(text)

    def _number_format(self, code: str) -> None:
        if match := _PERCENT.search(code):
            self._styles[self._style] = len(match[1] or "")
        elif code == _NAMED_PERCENT:
            self._styles[self._style] = 2

    def _begin_row(self, attributes: Attributes) -> None:
        """Make the rows up to the one that begins."""
        self._row = _number(_get(attributes, "Index"), self._row + 1)
        self._column = self._across = 0
        rows = self.sheets[-1].rows
        missing = self._row - len(rows)
        self._cells += max(missing, 0)
        self._check()
        rows += [[] for _ in range(missing)]

    def _begin_cell(self, attributes: Attributes) -> None:
        self._column = _number(_get(attributes, "Index"), self._column + self._across + 1)
        self._across = min(_number(_get(attributes, "MergeAcross"), 0), WIDEST)
        self._cell_style = _get(attributes, "StyleID") or ""
        below = min(_number(_get(attributes, "MergeDown"), 0), MOST_CELLS)
        if self._across or below:
            top, left = self._row - 1, self._column - 1
            self.sheets[-1].merged.append(((top, left), (top + below, left + self._across)))

    def _put(self, text: str, kind: str) -> None:
        """Put a value into the open cell."""
        if not self.sheets[-1].rows or self._column < 1:
            return
        row = self.sheets[-1].rows[-1]
        self._cells += max(self._column - len(row), 1)
        self._check()
        row += [""] * (self._column - len(row))
        row[self._column - 1] = _value(text, kind)
        if kind == "Number" and self._cell_style in self._styles:
            self.sheets[-1].percents[self._row - 1, self._column - 1] = self._styles[self._cell_style]

    def _check(self) -> None:
        if self._cells > MOST_CELLS or self._column > WIDEST or self._row > _MOST_ROWS:
            hint = "请在WPS里删去表格下面和右边多余的行和列，另存后再导入"
            raise UserError("工作表太大，没有读取", self.where, hint)


def _value(text: str, kind: str) -> Any:
    """A value of the type that the file names; what is not of that type stays a text."""
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return text
    if kind == "Boolean":
        return text.strip() == "1"
    return text


def _get(attributes: Attributes, name: str) -> str | None:
    """An attribute, with the name space that the format asks for or without it."""
    return attributes.get(f"{_NAMESPACE}|{name}") or attributes.get(name)


def _number(text: str | None, default: int) -> int:
    """A count out of an attribute: not negative, and never so large that counting with it hurts."""
    return min(int(text), MOST_CELLS + 1) if text and text.isascii() and text.isdigit() and len(text) < 12 else default
