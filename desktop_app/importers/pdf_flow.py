"""The pages of a PDF put together: running heads dropped, paragraphs and tables joined over page breaks."""

import re
from collections import Counter
from dataclasses import dataclass, field

from desktop_app.domain.traces import Part
from desktop_app.importers import lines, ruled
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.pdf_grid import NEAR
from desktop_app.importers.pdf_lines import TextLine, glue, goes_on
from desktop_app.importers.pdf_table import CUT, Cell, Table, cut_by_page
from desktop_app.importers.ruled import BoxRow
from desktop_app.importers.vocabulary import Vocabulary


@dataclass(slots=True)
class Sheet:
    """A page: its width, its lines and tables from top to bottom, and why nothing of it could be read."""

    width: float
    blocks: list[TextLine | Table]
    unread: str = ""


_LEAST_PAGES = 3
_OFTEN = 0.5  # of the pages: a line that stands at their top or bottom so often is no text
_MOST_RUNNING = 3
_FIRST_ROWS = 3
_INDENT = 1.2  # characters
_SAME_SIZE = 0.15
_APART = 2.2  # line heights between lines of one paragraph at most
_LONG = 0.85  # of the longest line
_TEXT_TO = 0.85  # of a page's width
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十百]+")


def drop_running_lines(pages: list[Sheet]) -> None:
    """Take away page numbers, and what stands at the top or bottom of most pages."""
    for last in (False, True):
        for _ in range(_MOST_RUNNING):
            outer = [_outermost(page, last) for page in pages]
            counts = Counter(_plain(line) for line in outer if line)
            least = max(_LEAST_PAGES, _OFTEN * len(pages))
            dropped = False
            for page, line in zip(pages, outer, strict=True):
                if line and (lines.page_number(line.text) or (counts[_plain(line)] >= least and _may_run(line))):
                    page.blocks.remove(line)
                    dropped = True
            if not dropped:
                break


def _outermost(page: Sheet, last: bool) -> TextLine | None:
    block = page.blocks[-1 if last else 0] if page.blocks else None
    return block if isinstance(block, TextLine) else None


def _plain(line: TextLine) -> str:
    return _DIGITS.sub("#", fold(line.text))


def _may_run(line: TextLine) -> bool:
    """What belongs to a form may stand at the top of every page all the same."""
    text = line.text
    return not (lines.title_ends(text) or lines.measure(text) or lines.owner(text) or lines.caption(text))


@dataclass(slots=True)
class _Flow:
    """Goes through the pages. `margins`: left and right edge of the text on the page."""

    where: str
    words: Vocabulary
    margins: tuple[float, float] = (0.0, 0.0)
    rows: list[Row] = field(default_factory=list)
    line: int = 0
    before: TextLine | None = None  # the line that a paragraph may go on from
    table: list[BoxRow] = field(default_factory=list)
    tail: list[Cell] = field(default_factory=list)  # its last row
    part: Table | None = None  # the last page's part of it

    def take(self, block: TextLine | Table, first: bool) -> None:
        if isinstance(block, Table):
            self._table(block, first)
        else:
            self.end_table()
            self._text(block, first)

    def leave_out(self, text: str, doubt: str) -> None:
        """A page of which nothing is read: it is listed among what was not understood."""
        self.end_table()
        self.before = None
        self.line += 1
        self.rows.append(Row(self.line, self.line, [text], False, doubt=doubt))

    def end_table(self) -> None:
        """No row of the open table can follow any more."""
        self.rows += ruled.table_rows(self.table, NEAR, self.where)
        self.table, self.tail, self.part = [], [], None

    def _table(self, block: Table, first: bool) -> None:
        self.before = None
        if self.part and first and self.part.continues(block):
            block.left = min(block.left, self.part.left)
        else:
            self.end_table()
        ends = bool(self.part)  # the last row may have been cut by the page's end
        for number, row in enumerate(block.rows):
            self.line += 1
            if ends and number < _FIRST_ROWS and self._repeated(row):
                continue
            pairs, sure = cut_by_page(self.tail, row) if ends else ([], True)
            if ends and not pairs:
                self._join_label(row)
            ends = False
            if pairs:
                self._join(pairs, sure)
            else:
                self.table.append(BoxRow(self.line, self.line, [*row]))
                self.tail = row
        self.part = block

    def _repeated(self, row: list[Cell]) -> bool:
        """Whether it is one of the table's heads, printed again."""
        texts = [cell.text for cell in row]
        heads = [own for own in self.table if [box.text for box in own.boxes] == texts]
        digits = any(c.isdigit() for text in texts for c in text)
        return bool(heads) and sum(map(bool, texts)) > 1 and (not digits or heads[0] in self.table[:_FIRST_ROWS])

    def _join(self, pairs: list[tuple[Cell, Cell]], sure: bool) -> None:
        texts = [_joined(upper, lower) for upper, lower in pairs]
        for cell in self.tail:
            cell.at_bottom = False
        for (upper, lower), text in zip(pairs, texts, strict=True):
            upper.text = text
            upper.at_bottom, upper.room, upper.lines = lower.at_bottom, lower.room, upper.lines + lower.lines
        row = self.table[-1]
        row.last = self.line
        row.doubt = row.doubt if sure else CUT

    def _join_label(self, row: list[Cell]) -> None:
        """A label that stands beside several rows may be cut by the page's end between them."""
        lower = next((cell for cell in row if cell.text), None)
        upper = next((cell for cell in self.tail if lower and abs(cell.left - lower.left) < NEAR), None)
        if lower and upper and upper.text and upper.runs_into(lower):
            whole = _joined(upper, lower)
            if self.words.head_label(whole) or self.words.level1(whole) or self.words.level2(whole):
                upper.text, lower.text = whole, ""

    def _text(self, line: TextLine, first: bool) -> None:
        self.line += 1
        if self.before and self._same_paragraph(self.before, line, first):
            row = self.rows[-1]
            row.cells[0] = glue(row.cells[0], line.text)
            row.last = self.line
        else:
            self.rows += self._new(line)
        self.before = line

    def _new(self, line: TextLine) -> list[Row]:
        """A line as a row; what stands apart at its end is the measure, or the page in a contents page."""
        if _entry(line):
            return [Row(self.line, self.line, line.parts)]
        apart = len(line.parts) > 1 and lines.measure(line.parts[-1])
        texts = line.parts if apart else [line.text]
        return [Row(self.line, self.line, [text], False, exact=True) for text in texts if text.strip()]

    def _same_paragraph(self, before: TextLine, line: TextLine, first: bool) -> bool:
        left, right = self.margins
        if abs(before.size - line.size) > _SAME_SIZE * before.size or len(line.parts) > 1:
            return False
        if _entry(before) or lines.contents_entry(Row(0, 0, [before.text], False)):
            return False
        if not first and line.top - before.bottom > _APART * (before.bottom - before.top):
            return False
        indented = line.left > left + _INDENT * line.size
        beside = abs(line.left - before.left) < line.size / 2 and not before.stopped
        # the edge is that of most lines, not of the page: a sentence that ends just before it may be the last one
        edge = right + line.size / 2 if before.stopped else right
        return (not indented or beside) and goes_on(before, line, edge)


def _entry(line: TextLine) -> bool:
    """Whether it looks like a line of a contents page: a heading, and apart from it a number."""
    return len(line.parts) == 2 and line.parts[1].isdigit()


def _joined(upper: Cell, lower: Cell) -> str:
    return glue(upper.text, lower.text) if upper.runs_into(lower) else f"{upper.text}\n{lower.text}"


def rows_of(pages: list[Sheet], where: str, words: Vocabulary) -> tuple[list[Row], list[Part]]:
    """The rows of all pages in order, and for each page the number of its first line."""
    flow = _Flow(where, words)
    parts = []
    edges = margins(pages)
    for number, page in enumerate(pages, 1):
        parts.append(Part(flow.line + 1, "page", f"第{number}页"))
        flow.margins = edges[round(page.width)]
        if page.unread:
            flow.leave_out(f"（第{number}页{page.unread}）", page.unread)
        for place, block in enumerate(page.blocks):
            flow.take(block, place == 0)
    flow.end_table()
    for row in flow.rows:
        if not row.table:
            row.cells = [row.cells[0].strip()]
    return flow.rows, parts


def margins(pages: list[Sheet]) -> dict[int, tuple[float, float]]:
    """Page width in whole points -> left and right edge of the text on such pages.

    The right edge is where most of the longest lines end. Where there are none, as between forms, it is that of the
    tables: without a long line no line is known to be full.
    """
    found: dict[int, list[TextLine | Table]] = {}
    for page in pages:
        found.setdefault(round(page.width), []).extend(page.blocks)
    return {width: (_left(blocks), _right(width, blocks)) for width, blocks in found.items()}


def _left(blocks: list[TextLine | Table]) -> float:
    return min((block.left for block in blocks if isinstance(block, TextLine)), default=0.0)


def _right(width: int, blocks: list[TextLine | Table]) -> float:
    texts = [block for block in blocks if isinstance(block, TextLine)]
    tables = max((block.right for block in blocks if isinstance(block, Table)), default=width * _TEXT_TO)
    longest = max((line.right - line.left for line in texts), default=0.0)
    ends = Counter(round(line.right) for line in texts if line.right - line.left > _LONG * longest)
    edge, times = ends.most_common(1)[0] if ends else (0, 0)
    return float(edge) if times > 1 and edge > _LONG * tables else max(tables, float(edge))
