"""A sheet that is filled from top to bottom with rows of cells given in millimetres, as on paper."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import ceil

from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.exporters import layout
from desktop_app.exporters import xlsx_cells as cells
from desktop_app.exporters.form import COVERED, Row, Style, row_heights

_HIGHEST = 400.0  # points; Excel shows no row higher than 409, so a higher one becomes several merged rows


class Grid:
    """Fills a sheet whose columns end at `edges` (mm from the left).

    Attributes: `next_row` is the number of the first row that is still empty.
    """

    def __init__(
        self, sheet: Worksheet, edges: list[float], style: Style, padding: str = "form", landscape: bool = False
    ) -> None:
        self.next_row = 1
        self._sheet, self._edges, self._style, self._padding = sheet, edges, style, padding
        cells.set_widths(sheet, edges)
        cells.page(sheet, style, landscape)
        cells.fit_width(sheet)

    def page_break(self) -> None:
        """The next row begins a page."""
        self._sheet.row_breaks.append(Break(id=self.next_row - 1))

    def line(self, texts: Sequence[str], looks: Sequence[str]) -> None:
        """A row without rules: one text over the whole width, or several side by side."""
        columns = len(self._edges) - 1
        if len(texts) > columns:
            texts, looks = [" ".join(filter(None, texts))], looks[:1]
        known = cells.looks(self._style)
        ends = self._ends(texts, known[looks[0]]["size"])
        lines = 1
        for first, last, text, look in zip([0, *ends], ends, texts, looks, strict=False):
            self._fill(self.next_row, self.next_row, first, last - 1, text, look)
            width = self._edges[last] - self._edges[first]
            lines = max(lines, layout.line_count(text, width, known[look]["size"]))
        tall = lines * known[looks[0]]["line"] + known[looks[0]].get("after", 0.0) + 2
        self._sheet.row_dimensions[self.next_row].height = min(tall, _HIGHEST)
        self.next_row += 1

    def rows(self, rows: Sequence[Row]) -> None:
        """A block of ruled rows; merged cells reach down only inside the block."""
        heights = row_heights(rows, self._style, self._padding)
        parts = [max(1, ceil(height / _HIGHEST)) for height in heights]
        tops = [self.next_row + done for done in accumulate(parts, initial=0)]
        for i, row in enumerate(rows):
            for number in range(tops[i], tops[i + 1]):
                self._sheet.row_dimensions[number].height = round(heights[i] / parts[i], 2)
            for cell in row:
                if cell.rows != COVERED:
                    bottom = tops[min(i + cell.rows, len(rows))] - 1
                    first, last = (bisect_left(self._edges, edge) for edge in (cell.left, cell.right))
                    self._fill(tops[i], bottom, first, last - 1, cell.text, cell.kind)
                    if cell.number:
                        cells.as_number(self._sheet, tops[i], first + 1, cell.text)
                    if cell.indent:
                        cells.indent(self._sheet, tops[i], first + 1, cell.indent)
        self.next_row = tops[-1]

    def _ends(self, texts: Sequence[str], size: float) -> list[int]:
        """After which column each of the texts side by side ends: equal shares, more where one needs it."""
        ends: list[int] = []
        for i, text in enumerate(texts):
            start = ends[-1] if ends else 0
            need = self._edges[start] + (layout.ems(text) + 1) * size / layout.POINTS_PER_MM
            room = bisect_left(self._edges, need)
            most = len(self._edges) - len(texts) + i  # the others need a column each
            ends.append(min(max(self._nearest(self._edges[-1] * (i + 1) / len(texts)), room, start + 1), most))
        return [*ends[:-1], len(self._edges) - 1]

    def _nearest(self, place: float) -> int:
        return min(range(len(self._edges)), key=lambda i: abs(self._edges[i] - place))

    def _fill(self, top: int, bottom: int, first: int, last: int, text: str, look: str) -> None:
        """One text in a block of cells (columns counted from 0), merged where it is more than one."""
        sheet = self._sheet
        for row in range(top, bottom + 1):
            for column in range(first + 1, last + 2):
                sheet.cell(row, column).style = look
        cells.put(sheet, top, first + 1, text, look)
        if (top, first) == (bottom, last):
            return
        # not merge_cells(): it compares each range with all others, which takes minutes for a hundred forms
        sheet.merged_cells.ranges.add(CellRange(min_row=top, max_row=bottom, min_col=first + 1, max_col=last + 1))
