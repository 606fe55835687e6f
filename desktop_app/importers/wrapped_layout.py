"""Where the forms of a text layer stand: labels of codes, leads, column heads, page breaks and what they leave."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.importers import lines as running
from desktop_app.importers.cells import LONGEST_LABEL, Row
from desktop_app.importers.vocabulary import STANDARD_COLUMNS, Vocabulary
from desktop_app.importers.wrapped_pieces import Habits, Line, Piece, join, pieces_of, width

_LEAST_HEADS = 4
_LONGEST_HEAD = 14
_LONGEST_LEAD = 8
_MOST_PARTS = 6
_MOST_WRAPPED = 3
_LONGEST_NUMBER = 4
_FULL = 0.6


@dataclass(slots=True)
class Place:
    """One form as ranges of lines: lead, head and grid, each from one index up to the next."""

    lead: int
    head: int
    heads: int  # where the column heads begin; `end` where there are none
    grid: int
    end: int
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Layout:
    """The lines without page numbers and repeated column heads, the forms, and the lines that begin a page."""

    lines: list[Line]
    habits: Habits
    places: list[Place]
    breaks: frozenset[int]


def label_at(pieces: list[Piece], start: int, name: Callable[[str], str]) -> tuple[str, int]:
    """The field that the pieces from `start` on are the label of, and where the label ends; ("", start) for none."""
    found = "", start
    text = ""
    for end in range(start, min(start + _MOST_PARTS, len(pieces))):
        text += pieces[end].text
        if len(text) > LONGEST_LABEL:
            break
        if label := name(text):
            found = label, end + 1
    return found


def heads_at(lines: list[Line], start: int, words: Vocabulary, habits: Habits) -> tuple[dict[str, str], int]:
    """Field -> column head in the lines from `start` on, and the line after them; nothing where they head none."""
    first = next(iter(STANDARD_COLUMNS))
    if not any(words.column_label("".join(lines[start].text.split()[:n])) for n in (1, 2)):
        return {}, start
    pieces = pieces_of(lines[start : start + _LONGEST_HEAD], habits)
    columns: dict[str, str] = {}
    at = 0
    while at < len(pieces):
        column, after = label_at(pieces, at, words.column_label)
        if not column or column in columns:
            break
        columns[column] = join(pieces[at:after]).replace("\n", "")
        at = after
    if len(columns) < _LEAST_HEADS or first not in columns:
        return {}, start
    if at == len(pieces):
        return columns, min(start + _LONGEST_HEAD, len(lines))
    after = next(i for i, line in enumerate(lines[start:], start) if line.number == pieces[at].line)
    if pieces[at].line == pieces[at - 1].line:
        return {}, start
    return columns, after


def lay_out(lines: list[Line], habits: Habits, words: Vocabulary) -> Layout:
    """Find the forms of a document."""
    lines, breaks = _without_page_numbers(lines)
    codes = [i for i in range(len(lines)) if _code_at(lines, i, words, habits)]
    dropped: set[int] = set()
    places: list[Place] = []
    for n, start in enumerate(codes):
        until = codes[n + 1] if n + 1 < len(codes) else len(lines)
        place = Place(start, start, until, until, until)
        i = start
        while i < until:
            columns, after = heads_at(lines, i, words, habits)
            if not columns:
                i += 1
                continue
            if not place.columns:
                place.columns, place.heads, place.grid = columns, i, after
            else:
                dropped |= set(range(i, after))
                if after < len(lines):
                    breaks.add(lines[after].number)
            i = after
        places.append(place)
    edge = _FULL * max((width(line.text) for line in lines), default=0.0)
    for place, before in zip(places, [None, *places], strict=False):
        place.lead = _lead(lines, place.head, before.grid if before else 0, habits, edge)
        if before:
            before.end = place.lead
            before.heads, before.grid = min(before.heads, place.lead), min(before.grid, place.lead)
    return _drop(Layout(lines, habits, places, frozenset(breaks)), dropped)


def _drop(layout: Layout, dropped: set[int]) -> Layout:
    """The layout without some lines."""
    kept = [i for i in range(len(layout.lines)) if i not in dropped]
    index = {old: new for new, old in enumerate(kept)}

    def moved(old: int) -> int:
        while old in dropped:
            old += 1
        return index.get(old, len(kept))

    for place in layout.places:
        place.lead, place.head, place.heads = moved(place.lead), moved(place.head), moved(place.heads)
        place.grid, place.end = moved(place.grid), moved(place.end)
    layout.lines = [layout.lines[i] for i in kept]
    return layout


def _code_at(lines: list[Line], i: int, words: Vocabulary, habits: Habits) -> bool:
    """Whether a line begins with the label of a project code, and what looks like a code follows."""
    if i and habits.ends and not lines[i - 1].ended and not lines[i].page:
        return False
    if words.begins_code(lines[i].text):
        return True
    pieces = pieces_of(lines[i : i + 3], habits)
    label, after = label_at(pieces, 0, words.head_label)
    return label == "code" and after < len(pieces) and pieces[after].text[:6].isalnum() and pieces[after].text.isascii()


def _without_page_numbers(lines: list[Line]) -> tuple[list[Line], set[int]]:
    """The lines without page numbers, and the numbers of the lines that begin a page.

    A number alone on its line may also be the value of an indicator. A page number stands at the end of a page, and in
    more white space than other lines, or above a title, or it is the number of that page or follows the last one.
    """
    gaps = Counter(line.gap for line in lines if line.gap)
    usual = max(gaps, key=lambda gap: gaps[gap], default=0)
    kept: list[Line] = []
    breaks: set[int] = set()
    pending, last = False, 0
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if line.page or pending:
            breaks.add(line.number)
        pending = running.page_number(line.text) and (after is None or line.hollow > 0 or after.page)
        if pending:
            number = int("".join(filter(str.isdigit, line.text))[:_LONGEST_NUMBER])
            titled = after is None or running.title_ends(after.text)
            pending = titled or 0 < usual < line.gap or number in (last + 1, len(breaks) + 1)
            last = number if pending else last
        if not pending:
            kept.append(line)
    return kept, breaks


def _lead(lines: list[Line], head: int, floor: int, habits: Habits, edge: float) -> int:
    """Where the lines above a form begin that belong to it: title, owner, measure."""
    first = head
    while first > max(floor, head - _LONGEST_LEAD):
        for start in _starts(lines, first - 1, floor, habits, edge):
            text = "".join(line.text for line in lines[start:first])
            if running.title_ends(text):
                return start
            if running.measure(text) or running.owner(text):
                first = start
                break
        else:
            break
    return first


def _starts(lines: list[Line], last: int, floor: int, habits: Habits, edge: float) -> list[int]:
    """Where the text that ends with a line may begin, the likeliest first: a line that does not end goes on.

    Where the ends do not show, a full line goes on if it begins with a number and the line itself does not.
    """
    starts = [last]
    while starts[-1] > floor and not lines[starts[-1] - 1].ended and len(starts) < _MOST_WRAPPED:
        if not habits.ends and width(lines[starts[-1] - 1].text) < edge:
            break
        starts.append(starts[-1] - 1)
    numbered = [start for start in starts if running.NUMBER.match(lines[start].text)]
    return starts[::-1] if habits.ends else [*numbered[:1], *starts]


def heads_row(layout: Layout, place: Place) -> Row:
    """The column heads of a form as one row, each head put together again."""
    lines = layout.lines[place.heads : place.grid]
    return Row(lines[0].number, lines[-1].last, list(place.columns.values()))
