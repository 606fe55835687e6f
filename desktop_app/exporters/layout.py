"""How much room texts take on paper: line counts, row heights, column widths, page numbers.

Chinese type is set on a grid, each character as wide as it is high and Latin ones half as wide, and all our styles have
exact line heights. So the places where a document breaks its pages can be computed without drawing it. Lengths are
millimetres for widths and points for heights and sizes.
"""

import re
import unicodedata
from collections.abc import Sequence

POINTS_PER_MM = 72 / 25.4
# what stays on one line: a Latin word or one character, with its opening and closing brackets
_PIECES = re.compile(r"[（《〈【〔「『“‘]*(?:[!-~]+|.)[）》〉】〕」』”’％]*", re.DOTALL)
_HANGING = frozenset("，。、；：？！")
_WIDE = frozenset("WFA")
_TOLERANCE = 0.01  # of a character; what rounding to twentieths of a point may take away


def ems(text: str) -> float:
    """The width of `text` on one line, in widths of a Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(c) in _WIDE else 0.5 for c in text)


def line_count(text: str, width: float, size: float, first: float = 0.0) -> int:
    """How many lines `text` takes in `width` mm at `size` points, its first line indented by `first` characters.

    Latin words and numbers stay whole where they fit a line, brackets stay with what they hold, and a comma or full
    stop may hang over the edge.
    """
    room = width * POINTS_PER_MM / size
    count = 0
    for i, paragraph in enumerate(text.split("\n")):
        count += _wrapped(paragraph, room, first if i == 0 else 0.0)
    return count


def _wrapped(paragraph: str, room: float, start: float) -> int:
    count, used = 1, start
    for piece in _PIECES.findall(paragraph):
        wide = ems(piece)
        if used + wide <= room + _TOLERANCE or piece in _HANGING:
            used += wide
        elif wide <= room:
            count, used = count + 1, wide
        else:
            for letter in piece:
                step = ems(letter)
                if used + step > room + _TOLERANCE:
                    count, used = count + 1, 0.0
                used += step
    return count


def column_widths(
    columns: Sequence[Sequence[str]], total: float, least: float = 3.5, most: float = 16.0
) -> list[float]:
    """Widths that sum to `total`, in proportion to the longest text of each column between `least` and `most` ems."""
    needs = [min(most, max(least, max((ems(text) for text in texts), default=0.0) + 1.0)) for texts in columns]
    return [total * need / sum(needs) for need in needs]


class Pager:
    """Keeps count of the pages while a document is built from top to bottom.

    Attributes: `height` of the text area in points, `page` the number of the current page, `used` how full it is.
    """

    def __init__(self, height: float) -> None:
        self.height = height
        self.page = 1
        self.used = 0.0

    def new_page(self) -> None:
        """Begin a page, unless nothing stands on the current one yet."""
        if self.used:
            self.page, self.used = self.page + 1, 0.0

    def paragraph(self, lines: int, line: float, before: float = 0.0, after: float = 0.0, keep: float = 0.0) -> int:
        """Place a paragraph that may break between its lines; return the page on which it begins.

        `keep`: so many points must still fit below its last line (a heading stays with what follows).
        """
        if keep and self.used and self.used + before + lines * line + keep > self.height:
            self.new_page()
        if self.used:
            self.used += before
        if self.used + line > self.height:
            self.new_page()
        begin = self.page
        for _ in range(lines):
            if self.used + line > self.height:
                self.new_page()
            self.used += line
        self.used = min(self.used + after, self.height)
        return begin

    def row(self, height: float, header: float = 0.0, whole: bool = True) -> None:
        """Place a table row; on a new page `header` points of repeated rows stand above it.

        A row that is not `whole`, or is taller than a page, goes on over the page's end.
        """
        if whole and self.used and self.used + height > self.height:
            self.new_page()
            self.used = header
        self.used += height
        while self.used > self.height:
            self.used += header - self.height
            self.page += 1
