"""The columns of lines whose cells are parted by blanks: where every column is aligned, blank cells are known."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_RUN = re.compile(r"[ \u3000\xa0]{2,}")
_SHORTEST = 2
_NEAR = 2
_LEAST_WHOLE = 3
_PART = re.compile(r"\S+(?:[ \u3000\xa0]\S+)*")

Span = tuple[float, float]
"""Where a part begins and where it ends."""


@dataclass(slots=True)
class Part:
    """A text between runs of blanks, where it begins and ends in the line, counted in characters."""

    text: str
    first: int
    last: int

    @property
    def sign(self) -> bool:
        """Whether it is one Chinese sign, maybe of a word that is spread out."""
        return len(self.text) == 1 and "\u4e00" <= self.text <= "\u9fff"


def parts_of(line: str) -> list[Part]:
    """The parts of a line. A word spread out sign by sign (`合  计`) is one part: its gaps are the narrowest."""
    parts = [Part(match[0], match.start(), match.end()) for match in _PART.finditer(line)]
    if not any(one.sign and other.sign for one, other in pairwise(parts)):
        return parts
    gaps = [other.first - one.last for one, other in pairwise(parts)]
    inner = min(gap for gap, (one, other) in zip(gaps, pairwise(parts), strict=True) if one.sign and other.sign)
    outer = min((gap for gap in gaps if gap > inner), default=0)
    between = [gap for gap, (one, other) in zip(gaps, pairwise(parts), strict=True) if not (one.sign and other.sign)]
    if (between and min(between) <= inner) or not outer:
        return parts
    whole = [Part(parts[0].text, parts[0].first, parts[0].last)]
    for gap, (one, other) in zip(gaps, pairwise(parts), strict=True):
        if gap == inner and one.sign and other.sign:
            whole[-1] = Part(whole[-1].text + other.text, whole[-1].first, other.last)
        else:
            whole.append(other)
    return whole


def placed(lines: list[str], parts: list[list[Part]], width: int, labelled: bool) -> list[list[str]] | None:
    """The cells of each line, `width` wide, put under the columns that all lines show; None where they show none.

    `labelled`: the first line begins with the label of the row, under which nothing can stand.
    """
    if len(lines) <= 2 and min(map(len, parts)) < 2:
        return None  # one cell may stand under another by chance
    sizes = (_wide, _wider, _narrow) if len(lines) > 2 else (_wide, _wider)
    for size in sizes:
        spans = [[_span(line, part, size) for part in found] for line, found in zip(lines, parts, strict=True)]
        columns = _columns([span for line in spans for span in line])
        if len(columns) == width and all(_aligned(spans, column) for column in columns):
            if not labelled or not any(line[0][0] < columns[0][1] for line in spans[1:]):
                return [_cells(found, line, columns) for found, line in zip(parts, spans, strict=True)]
    return None


def under_heads(lines: list[str], parts: list[list[Part]], width: int) -> list[list[str]] | None:
    """The cells of each line under the head of the first line beside which they begin; None where that is not told.

    What leaves a page's text in its places counts every sign as one; each part begins within `_NEAR` of one head only.
    """
    starts = [_narrow(lines[0][: part.first]) for part in parts[0]]
    if len(starts) != width or width < len(lines[0].split()) or any(b - a <= 2 * _NEAR for a, b in pairwise(starts)):
        return None
    if sum(len(found) >= width - 1 for found in parts[1:]) < _LEAST_WHOLE:
        return None  # a few may stand there by chance
    table = [[part.text for part in parts[0]]]
    for found in parts[1:]:
        cells = [""] * width
        for part in found:
            column = next((i for i, start in enumerate(starts) if abs(start - part.first) <= _NEAR), None)
            if column is None or cells[column]:
                return None
            cells[column] = part.text.replace("\v", "\n")
        table.append(cells)
    return table


def counted(lines: list[str], share: float) -> list[list[str]] | None:
    """The cells of lines whose every run of blanks is one delimiter or several: what lies between two is a blank cell.

    None where the runs are no multiples of the shortest, or where less than a `share` of the lines, or not the first,
    come out with the most cells.
    """
    runs = [len(run) for line in lines for run in _RUN.findall(line.rstrip())]
    size = min(runs, default=0)
    if size < _SHORTEST or any(run % size for run in runs) or len(lines) < 2:
        return None
    rows = [re.sub(_RUN, lambda run: "\t" * (len(run[0]) // size), line.rstrip("\n")).split("\t") for line in lines]
    rows = [[cell.strip().replace("\v", "\n") for cell in row] for row in rows]
    width = max(map(len, rows))
    exact = sum(len(row) == width for row in rows)
    return rows if width > 2 and len(rows[0]) == width and exact >= share * len(rows) else None


def _columns(spans: list[Span]) -> list[Span]:
    """The stretches that are not blank in all lines together."""
    columns: list[Span] = []
    for first, last in sorted(spans):
        if columns and first < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(last, columns[-1][1]))
        else:
            columns.append((first, last))
    return columns


def _aligned(spans: list[list[Span]], column: Span) -> bool:
    """Whether all parts of a column begin, end, or have their middle at one place."""
    within = [s for line in spans for s in line if column[0] <= s[0] < column[1]]
    begins, ends, middles = [s[0] for s in within], [s[1] for s in within], [s[0] + s[1] for s in within]
    for places, most in ((begins, 0), (ends, 0), (middles, 2)):
        body = places[1:] if len(places) > 2 else places  # the head may be set in another way than the cells
        if max(body) - min(body) <= most:
            return True
    return False


def _cells(parts: list[Part], spans: list[Span], columns: list[Span]) -> list[str]:
    cells = [""] * len(columns)
    for part, (first, _) in zip(parts, spans, strict=True):
        column = next(i for i, (begin, end) in enumerate(columns) if begin <= first < end)
        cells[column] = part.text.replace("\v", "\n")
    return cells


def _span(line: str, part: Part, size: Callable[[str], float]) -> Span:
    first = size(line[: part.first])
    return first, first + size(line[part.first : part.last])


@lru_cache(maxsize=4096)
def _measured(text: str, wide: str) -> float:
    return sum(2 if unicodedata.east_asian_width(c) in wide else 1 for c in text)


def _wide(text: str) -> float:
    return _measured(text, "WF")


def _wider(text: str) -> float:
    return _measured(text, "WFA")


def _narrow(text: str) -> float:
    return len(text)
