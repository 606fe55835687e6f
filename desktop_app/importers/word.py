"""Word documents (.docx) -> rows: paragraphs as lines of text, tables as rows of cells, as a reader sees them."""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop_app.domain.traces import Part
from desktop_app.errors import UserError
from desktop_app.importers import lines, ruled, text_reader, text_shapes, word_table
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.ruled import BoxRow
from desktop_app.importers.source import Source
from desktop_app.importers.word_numbers import read_numbers
from desktop_app.importers.word_styles import read_styles
from desktop_app.importers.word_text import TextReader
from desktop_app.importers.word_xml import (
    AGAIN,
    BROKEN,
    DAMAGED,
    Piece,
    attribute,
    flow,
    local,
    switched_on,
    tree,
    value,
)

MOST_LINES = text_reader.MOST_LINES
MOST_CHARACTERS = 10_000_000
_MOST_PARTS = 20_000
_DOCUMENT = "word/document.xml"
_CONTENTS_GALLERY = "Table of Contents"
_BODY = "正文"
_NEAR = 57  # twips: a millimetre
_LONGEST_HEADING = 80


def read_rows(source: Source) -> tuple[list[Row], list[Part]]:
    """The rows of a Word file with its tables as parts; lines are paragraphs and table rows, counted from 1.

    Left out is what no reader sees or what stands in the text again: deleted and hidden text, comments, headers and
    footers, contents pages. Raises UserError for a damaged file and for one that unpacks to more than any document.
    """
    where = source.where
    with _open(source.data, where) as archive:
        name = _main_part(archive, where)
        folder = name.rpartition("/")[0] + "/"
        styles = read_styles(tree(archive, f"{folder}styles.xml", where))
        numbers = read_numbers(tree(archive, f"{folder}numbering.xml", where), styles.list_of_style())
        reader = _Reader(where, TextReader(styles, numbers))
        reader.read(flow(archive, name, where, source.report))
    if not reader.tables:
        return _as_text(reader, source), reader.parts
    rows = _without_contents_title(reader)
    _without_tabs(rows)
    return rows, reader.parts


@contextmanager
def _open(data: bytes, where: str) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as error:
        raise UserError(BROKEN, where, AGAIN) from error
    with archive:
        if len(archive.infolist()) > _MOST_PARTS:
            raise UserError(BROKEN, where, AGAIN)
        yield archive


def _main_part(archive: zipfile.ZipFile, where: str) -> str:
    """Where the text of the document lies: nearly always word/document.xml."""
    relations = tree(archive, "_rels/.rels", where)
    for relation in relations if relations is not None else ():
        target = (attribute(relation, "Target") or "").lstrip("/")
        if (attribute(relation, "Type") or "").endswith("/officeDocument") and target in archive.NameToInfo:
            return target
    if _DOCUMENT not in archive.NameToInfo:
        raise UserError(BROKEN, where, AGAIN)
    return _DOCUMENT


@dataclass(slots=True)
class _Table:
    """A table while it is read: its columns' edges in twips, its rows, where its first row was in its part."""

    edges: list[float] = field(default_factory=list)
    rows: list[BoxRow] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Goes through a document; `line` is the number of the last paragraph or table row."""

    where: str
    texts: TextReader
    rows: list[Row] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    line: int = 0
    tables: int = 0
    paragraphs: int = 0
    characters: int = 0
    gap: bool = False
    in_table: bool = False
    before_contents: list[int] = field(default_factory=list)
    plain: list[tuple[int, str, bool]] = field(default_factory=list)  # before any table: line, text, heading
    begun: str = ""  # a paragraph whose end was deleted: the next one goes on with it

    def read(self, pieces: Iterator[Piece]) -> None:
        """Take the pieces of the main text."""
        table: _Table | None = None
        skipped: list[str] = []  # open elements from the first on that is left out
        chosen: list[bool] = []  # for each open AlternateContent whether one of its contents was taken
        for edge, name, element in pieces:
            if edge == "start":
                again = name in ("Choice", "Fallback") and bool(chosen) and chosen[-1]
                if skipped or again:
                    skipped.append(name)
                elif name == "AlternateContent":
                    chosen.append(False)
                elif name in ("Choice", "Fallback") and chosen:
                    chosen[-1] = True
                elif name == "tbl":
                    table = self._begin_table()
            elif edge == "end":
                if skipped:
                    skipped.pop()
                elif name == "AlternateContent" and chosen:
                    chosen.pop()
                elif name == "tbl" and table is not None:
                    self._end_table(table)
                    table = None
            elif name == "sdtPr" and not skipped:
                skipped = self._left_out(element)
            elif not skipped:
                self._piece(name, element, table)

    def _left_out(self, control: ET.Element) -> list[str]:
        """Whether a content control is a contents page, or asks for a text that nobody has typed."""
        if value(control, "docPartObj", "docPartGallery") == _CONTENTS_GALLERY:
            self.before_contents.append(len(self.rows))
            return ["sdtPr"]  # the end of the control takes it away
        return ["sdtPr"] if switched_on(control, "showingPlcHdr") else []

    def _piece(self, name: str, element: ET.Element, table: _Table | None) -> None:
        if name == "tblGrid" and table is not None:
            table.edges = word_table.edges(element)
        elif name == "tr" and table is not None:
            self._table_row(element, table)
        elif name == "p":
            self._paragraph(element)

    def blocks(self, holder: ET.Element) -> None:
        """Paragraphs and tables that lie whole in a text box or in a cell that holds tables."""
        for element in holder:
            name = local(element)
            if name == "tbl":
                self._whole_table(element)
            elif name == "p":
                self._paragraph(element)
            elif name == "AlternateContent":
                for chosen in list(element)[:1]:
                    self.blocks(chosen)
            elif name in ("sdt", "sdtContent", "customXml", "smartTag"):
                self.blocks(element)

    def _whole_table(self, element: ET.Element) -> None:
        table = self._begin_table()
        for piece in word_table.pieces(element):
            self._piece(local(piece), piece, table)
        self._end_table(table)

    def _begin_table(self) -> _Table:
        self.tables += 1
        self.parts.append(Part(self.line + 1, "table", f"表{self.tables}"))
        self.in_table = True
        return _Table()

    def _end_table(self, table: _Table) -> None:
        rows = ruled.table_rows(table.rows, _NEAR, self.where)
        if rows:
            rows[0].gap, self.gap = self.gap, False
        self.rows += rows
        table.rows = []
        self.in_table = False

    def _table_row(self, element: ET.Element, table: _Table) -> None:
        cells = word_table.cells(element)
        if cells is None:
            return
        if len(cells) == 1 and word_table.holds_table(cells[0]):  # a frame around the page, no row of a table
            self._end_table(table)
            self.blocks(cells[0])
            self.parts.append(Part(self.line + 1, "table", f"表{self.tables}", 1))
            self.in_table = True
            return
        self._next_line()
        boxes = word_table.boxes(element, cells, table.edges, self.cell_text)
        table.rows.append(BoxRow(self.line, self.line, boxes))

    def cell_text(self, cell: ET.Element) -> str:
        """What stands in a cell, a paragraph a line; the rows of a table in it are lines too."""
        texts: list[str] = []
        begun = ""
        for element in word_table.in_cell(cell):
            if local(element) == "tr":
                inner = [self.cell_text(below) for below in word_table.cells(element) or ()]
                texts.append(" ".join(text.replace("\n", " ") for text in inner if text))
                continue
            read = self.texts.paragraph(element)
            begun += (read.label + read.text) if read.text.strip() else read.label.strip()
            if not read.goes_on:
                texts += begun.split("\n")
                begun = ""
            texts += [self.cell_text(box) for box in read.boxes]
        texts += begun.split("\n")
        kept = [text.replace("\t", " ").strip() for text in texts]
        self._count(sum(map(len, kept)))
        return "\n".join(text for text in kept if text)

    def _paragraph(self, element: ET.Element) -> None:
        read = self.texts.paragraph(element)
        self._next_line()
        self.paragraphs += 1
        if self.in_table or not self.parts or self.parts[-1].name != _BODY:
            self.parts.append(Part(self.line, "table", _BODY, self.paragraphs))
            self.in_table = False
        if read.contents:
            self.before_contents.append(len(self.rows))
            return
        text, self.begun = self.begun + read.text, ""
        heading = read.heading and not (len(text) > _LONGEST_HEADING or "。" in text.strip()[:-1])
        if not self.tables:
            self.plain += [(self.line, line, heading) for line in (read.label + text).split("\n")]
        if read.goes_on:
            self.begun = text
        elif text.strip():
            self._text(read.label + text.lstrip(), heading)
        else:
            self.gap = True
        for box in read.boxes:
            self.blocks(box)

    def _text(self, text: str, heading: bool) -> None:
        """A paragraph as rows; a line break within it makes another row."""
        self._count(len(text))
        for line in text.split("\n"):
            pieces = [piece.strip() for piece in line.split("\t")]
            apart = len(pieces) > 1 and lines.measure(pieces[-1])  # the line above a table: owner, year, measure
            for piece in pieces if apart else [line.rstrip()]:
                if piece:
                    self.rows.append(Row(self.line, self.line, [piece], False, self.gap, heading, exact=True))
                    self.gap = False

    def _next_line(self) -> None:
        self.line += 1
        if self.line > MOST_LINES:
            raise UserError(f"文件超过 {MOST_LINES} 段，太大了", self.where, "请把它分成几个文件再导入")

    def _count(self, characters: int) -> None:
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            raise UserError("文件里的文字太多，没有读取", self.where, "请确认来源是否可靠，或把它分成几个文件再导入")


def _without_contents_title(reader: _Reader) -> list[Row]:
    """The rows without the title 目录 of contents that were left out."""
    titles = set()
    for place in reader.before_contents:
        if place and not reader.rows[place - 1].table and fold(reader.rows[place - 1].text) == "目录":
            titles.add(place - 1)
    return [row for i, row in enumerate(reader.rows) if i not in titles]


def _as_text(reader: _Reader, source: Source) -> list[Row]:
    """The rows of a document without any table: its forms stand in its lines, as in a text that Word leaves."""
    done = text_shapes.read_rows("\n".join(text for _, text, _ in reader.plain), source.words, source.report)
    marked = {line for line, _, heading in reader.plain if heading}
    for row in done:
        row.line, row.last = reader.plain[row.line - 1][0], reader.plain[row.last - 1][0]
        row.heading = row.heading or (row.line in marked and not row.table)
    return done


def _without_tabs(rows: list[Row]) -> None:
    """Beside real tables a tab is nothing but a wide blank."""
    for row in rows:
        if not row.table and "\t" in row.text:
            row.cells = [" ".join(filter(None, (piece.strip() for piece in row.text.split("\t"))))]
