"""The pieces of a text layer: printed lines, cut at their blanks, with how each is parted from the one before."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from desktop_app.importers import text_reader, unwrap

# How a piece is parted from the one before it.
BLANK, WRAP, END, LOOSE = range(4)
"""On the same line; on the next line of what may be the same cell; after the end of a cell; on a new line where the
document does not show the ends of its cells."""

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\x00\x07\x0c"))
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_LEAST_ENDS = 0.05
_BLANK_CELL = 2  # a blank cell leaves the blank that ends it, and one for the jump
_LEAST_OPEN = 30
_FEW = 0.03
_MOSTLY = 0.7
_BLANK_WIDTH = 0.25  # what stands between Chinese and a number is narrower than a blank between words


@dataclass(slots=True)
class Line:
    """A line on which something is printed.

    `ended`: a blank follows, which mostly means that the cell or paragraph ends. `gap`: so many lines without anything
    stood before it. `blanks` and `trail`: blanks at its beginning and end. `hollow`: how many blank cells the lines
    after it may be that hold nothing but blanks. `page`: it begins a page. `last`: the number of its last part,
    where a program broke it.
    """

    number: int
    text: str
    ended: bool
    gap: int
    blanks: int = 0
    trail: int = 0
    hollow: int = 0
    page: bool = False
    last: int = 0


@dataclass(slots=True)
class Piece:
    """What stands between two blanks, or between a blank and the end of the line.

    `parted` from the piece before by BLANK, WRAP, END or LOOSE. `blanks`, `after`: how many blanks stand before and
    after it on its line. `gap`: a line without anything stood before. `page`: a page ended before. `hollow`: how many
    blank cells the blanks before it may be. `last`: as in Line.
    """

    text: str
    line: int
    parted: int
    blanks: int = 1
    after: int = 0
    gap: bool = False
    page: bool = False
    hollow: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Habits:
    """What the whole document shows.

    `ends`: blanks mark the ends of cells. `gaps`: blank lines mark the jumps down the page. `centred`: cells stand in
    the middle of their row, else at its top.
    """

    ends: bool
    gaps: bool
    centred: bool = True


def lines_of(text: str) -> list[Line]:
    """The printed lines of a text, numbered from 1 through all its lines."""
    found: list[Line] = []
    gap, fed = 0, False
    lines = text_reader.lines_of(text)
    for number, last, raw in unwrap.joined(lines, _broken(lines)):
        line = raw.translate(_INVISIBLE).replace("\t", " ")
        plain = line.strip()
        fed = fed or "\f" in raw
        if plain:
            blanks, trail = len(line) - len(line.lstrip()), len(line) - len(line.rstrip())
            page = fed or (blanks == 1 and not gap and bool(found))
            found.append(Line(number, plain, trail > 0, gap, blanks, trail, 0, page, last))
            gap, fed = 0, False
        elif line and found:
            found[-1].hollow += max(1, len(line) // _BLANK_CELL)
        else:
            gap += 1
    return found


def _broken(lines: list[str]) -> frozenset[int]:
    """The indexes of the printed lines that a program broke, as wide as it lets lines be.

    Where a line that goes on is always followed by a blank line, one as wide as any that is not was broken.
    """
    longest = max(map(len, lines))
    full = unwrap.full_lines(lines)
    # where words are kept whole, a break falls on one of two blanks only by chance
    full -= {i for i in full if len(lines[i]) < longest and lines[i][-1:].isspace() and lines[i + 1][:1].isspace()}
    over = max((unwrap.no_room(lines, size) for size in (len, unwrap.columns)), key=len)
    open_ends = [i for i in range(len(lines) - 1) if lines[i] and not lines[i][-1].isspace()]
    near = sum(bool(lines[i + 1]) for i in open_ends if i not in over)
    if len(open_ends) < _LEAST_OPEN or near > _FEW * len(open_ends):
        return full
    # a blank and text begin a page
    broken = {i for i in over.intersection(open_ends) if not lines[i + 1][:1].isspace() or not lines[i + 1].strip()}
    return full | broken


def habits_of(lines: list[Line]) -> Habits:
    """The habits of the document that these lines are."""
    ended = sum(line.ended for line in lines)
    ends = _LEAST_ENDS * len(lines) < ended < len(lines)
    wrapped = [after.gap > 0 for line, after in pairwise(lines) if not line.ended]
    return Habits(ends, bool(wrapped) and sum(wrapped) >= _MOSTLY * len(wrapped))


def pieces_of(lines: list[Line], habits: Habits, breaks: frozenset[int] = frozenset()) -> list[Piece]:
    """The pieces of consecutive lines. `breaks` are the numbers of lines before which a page ended."""
    found: list[Piece] = []
    before: Line | None = None
    for line in lines:
        parted = LOOSE if not habits.ends else END if before is None or before.ended else WRAP
        blanks, start = line.blanks, 0
        for match in [*_BLANKS.finditer(line.text), None]:
            end, after = match.span() if match else (len(line.text), len(line.text) + line.trail)
            piece = Piece(line.text[start:end], line.number, parted, blanks, after - end, last=line.last)
            if start:
                piece.hollow = hollow(blanks)
            else:
                piece.gap, piece.page = line.gap > 0, line.number in breaks
                piece.hollow = blanks // _BLANK_CELL + (hollow_after(before) if before else 0)
            found.append(piece)
            start, parted, blanks = after, BLANK, after - end
        before = line
    return found


def hollow(blanks: int) -> int:
    """How many blank cells are among the blanks between two pieces of a line, or at its end."""
    return max(0, blanks - 1) // _BLANK_CELL


def hollow_after(line: Line) -> int:
    """How many blank cells the blanks after a line may be, up to the next line of print."""
    return line.hollow + hollow(line.trail)


@lru_cache(maxsize=16384)
def width(text: str) -> float:
    """How wide a text is printed, in full-width characters."""
    total = 0.0
    for char in text:
        total += _BLANK_WIDTH if char == " " else 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5
    return total


def join(pieces: list[Piece]) -> str:
    """The text of one cell: blanks stay only between Latin words, a paragraph begins on a line of its own."""
    text = ""
    for piece in pieces:
        if text and piece.parted == END:
            text += "\n"
        elif text and piece.parted == BLANK and text[-1].isascii() and piece.text[0].isascii():
            text += " "
        text += piece.text
    return text
