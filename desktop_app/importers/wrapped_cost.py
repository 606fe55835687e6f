"""How badly a run of pieces fits a column, and how badly two cells fit each other: 0 fits, about 10 cannot be.

The numbers are weights of evidence, roughly natural logarithms of how seldom a thing is: 1 leaves doubt, 3 is rare.
"""

import re
from dataclasses import dataclass

from desktop_app.importers.cells import fold
from desktop_app.importers.vocabulary import Vocabulary
from desktop_app.importers.wrapped_pieces import BLANK, END, LOOSE, WRAP, Habits, Piece, width

FIRST, SECOND, THIRD, DESC, VALUE, BASIS = range(6)
COLUMNS = 6
NEVER = 12.0

Widths = tuple[float | None, ...]
"""Width of each column in full-width characters, None where it is not known."""

_SIGN = re.compile(r"[≥≤＞＜＝=><≧≦⩾⩽]")
_MEASURED = re.compile(r"[≥≤＞＜＝=><≧≦⩾⩽]{0,2}-?\d[\d,.]*(?P<measure>\D{0,6})")
_TWO_NUMBERS = re.compile(r"\d[\d,.]*[%％]?\D{1,4}\d[\d,.]*\D{0,3}")  # from one to the other, or said twice
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月")
_WITHIN_DATE = re.compile(r"[年月]\d{1,2}")
_TOGETHER = re.compile(r"[（《〈【「『“‘〔(\[{<]*(?:[\x21-\x7e]+|.)[，。、；：！？）》〉】」』”’〕％]*")
_LONGEST_MEASURE = 3
_LONGEST_DATE = 13
_MOST_PIECES = 60
_NAMED = 0.7
_LEAST_BEGUN = 2
_SLACK = 1.01  # a closing mark may hang over the edge, and half characters are not all of one width


@dataclass(frozen=True, slots=True)
class Span:
    """Pieces i..j as one cell: its text, how many lines of print, the widths of the lines that another one follows
    with the width of what did not fit on them any more, the width of the last line, and what parts it inside."""

    start: int
    end: int
    text: str
    height: int
    wrapped: tuple[tuple[float, float], ...]
    last: float
    cost: float


def spans_from(pieces: list[Piece], start: int, habits: Habits, worth: float) -> list[Span]:
    """All runs of pieces from `start` on that may be one cell, none that costs more than `worth`."""
    found: list[Span] = []
    text = line = ""
    wrapped: tuple[tuple[float, float], ...] = ()
    height, cost = 1, 0.0
    for end in range(start, min(len(pieces), start + _MOST_PIECES)):
        piece = pieces[end]
        if end > start:
            cost += inside(pieces[end - 1], piece, habits)
            if cost > worth:
                break
            if piece.parted == BLANK:
                line += " "
            else:
                height += 1
                if piece.parted != END:
                    wrapped = (*wrapped, (width(line), _unit(piece.text)))
                line = ""
        line += piece.text
        text += piece.text
        found.append(Span(start, end + 1, text, height, wrapped, width(line), cost))
    return found


def _unit(text: str) -> float:
    """The width of what stays together at the beginning of a line: a character or a word, with the marks about it."""
    match = _TOGETHER.match(text)
    return width(match[0]) if match else 1.0


def inside(before: Piece, piece: Piece, habits: Habits) -> float:
    """What speaks against two pieces in a row in one cell."""
    if piece.parted == BLANK:
        return _blank_inside(before.text[-1], piece.text[0]) + (3.0 if piece.blanks > 1 else 0.0)
    jump = 4.0 if habits.gaps and not piece.gap and not piece.page else 0.0
    if piece.parted == WRAP:
        return jump
    return jump + (6.0 if piece.parted == END else 0.7)


def _blank_inside(left: str, right: str) -> float:
    if not left.isascii() and not right.isascii():
        return 3.0 if _SIGN.match(right) else 5.0
    if left.isdigit():
        return 0.0 if not right.isascii() else 2.0
    if left in "%)":
        return 2.0
    if _SIGN.match(right):
        return 3.0
    return 0.3


def between(before: Piece, piece: Piece, heights: tuple[int, int], habits: Habits) -> float:
    """What speaks against a new cell of the same row between two pieces; `heights` are those of the two cells."""
    level = heights[0] == 1 and (heights[1] == 1 or not habits.centred)  # whether they share a line
    if piece.parted == BLANK:
        date = _WITHIN_DATE.fullmatch(before.text[-1] + piece.text)
        return _blank_between(before.text[-1], piece.text[0]) + (2.0 if date else 0.0) + (0.0 if level else 5.0)
    cost = 7.0 if piece.parted == WRAP else 0.4 if piece.parted == LOOSE else 0.0
    if piece.page:
        return 6.0  # all cells of a row begin on the same page
    short = habits.centred and sum(heights) == 3  # a jump of half a line
    if level or (habits.gaps and not piece.gap and not short):
        cost += 3.0
    return cost


def _blank_between(left: str, right: str) -> float:
    if not left.isascii() and not right.isascii():
        return 0.0
    if left in "%)":
        return 0.2
    if left.isdigit():
        return 1.0 if right.isdigit() else 2.0
    return 0.0 if _SIGN.match(right) else 0.5


def width_cost(span: Span, edge: float | None) -> float:
    """What speaks against the span in a column that is so wide."""
    if edge is None:
        return 0.0
    cost = 0.0
    for printed, following in span.wrapped:
        if printed > edge + _SLACK:
            cost += min(2.0 * (printed - edge), 6.0)
        elif printed + following <= edge - 0.49:
            cost += min(2.0 + 1.5 * (edge - printed - following), 6.0)
    if span.last > edge + _SLACK:
        cost += min(3.0 * (span.last - edge), 8.0)
    return cost


def kind_cost(text: str, column: int, words: Vocabulary, named: frozenset[int] = frozenset()) -> float:
    """What speaks against the text under the column's head. `named`: columns in which the document repeats the names
    of 一级 and 二级指标."""
    plain = fold(text)
    if column == FIRST:
        return 0.0 if words.level1(plain) else 6.0 if plain.endswith("指标") else NEVER
    if column == SECOND:
        return 0.0 if words.level2(plain) else 3.5 if missing(text, words) or plain.endswith("指标") else 8.0
    cost = name_cost(text, column, words, named)
    measured = _MEASURED.fullmatch(text)
    if column == VALUE:
        return cost + _value(text, measured)
    if measured and (_SIGN.match(text) or measured["measure"] in ("", "%", "％")):
        return cost + 4.0
    if (measured and len(measured["measure"]) <= _LONGEST_MEASURE) or _SIGN.match(text):
        return cost + 2.0
    return cost


def name_cost(text: str, column: int, words: Vocabulary, named: frozenset[int] = frozenset()) -> float:
    """What speaks against the name of an 一级 or 二级指标 in a column that is not theirs."""
    plain = fold(text)
    if plain in words.second or plain in words.first:
        return _NAMED if column in named else 4.0 if column == THIRD else 6.0
    return 2.0 if _missing(plain, words) else 0.0


def odd_words(text: str, column: int, words: Vocabulary, named: frozenset[int]) -> float:
    """The part of `kind_cost` that is only unusual: a name of other columns, or a long text as a value. Where the
    cells about it leave no other column for the text, it says nothing."""
    if column == VALUE and not _SIGN.match(text):
        return kind_cost(text, column, words, named)
    return name_cost(text, column, words, named) if column > SECOND else 0.0


def missing(text: str, words: Vocabulary) -> int:
    """How many characters of a 二级指标 are missing, which a page break may have cut; 0 where it begins none."""
    plain = fold(text)
    return 0 if plain in words.second else _missing(plain, words)


def _missing(plain: str, words: Vocabulary) -> int:
    if len(plain) < _LEAST_BEGUN:
        return 0
    return min((len(name) - len(plain) for name in words.second if name.startswith(plain)), default=0)


def _value(text: str, measured: re.Match[str] | None) -> float:
    if measured:
        return 0.0 if measured["measure"] or _SIGN.match(text) else 0.6
    if _SIGN.match(text) or (_DATE.match(text) and len(text) <= _LONGEST_DATE):
        return 0.3
    if _TWO_NUMBERS.fullmatch(text):
        return 0.8
    long = max(0, len(text) - 8)
    return min(1.0 + (0.7 if text[0].isdigit() else 0.0) + 0.3 * long, 5.0)


# What speaks against a row that begins with this column, ends with it, or leaves it out.
BEGINS = {FIRST: 0.0, SECOND: 0.0, THIRD: 2.5}
ENDS = {BASIS: 0.0, VALUE: 3.0, DESC: 9.0, THIRD: 11.0, SECOND: NEVER, FIRST: NEVER}
LEFT_OUT = {SECOND: 4.0, THIRD: 6.0, DESC: 4.0, VALUE: 5.0, BASIS: 3.0}
