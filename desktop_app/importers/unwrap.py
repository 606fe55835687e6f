"""Text that a program broke into lines of one width: the lines of a paragraph or row put together again."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import log

_UNIT = re.compile(r"[（《【「〔“‘]*(?:[\x21-\x7e]+|.)[，。、；：！？）》】」％”’]*")
_NUMBERED = re.compile(
    r"[ \u3000]*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,3}[、．.](?!\d)|第.{1,3}部分)"
)
_LEAST_FULL = 8  # of different text
_NARROWEST = 24
_WIDE = 0.8  # lines from 80 % of the widest tell how many lines of one width are usual
_SHARP = 3.0  # so many times more lines are full
_LONG_WORD = 0.5  # ... in rows from 50 %, where a long word had no room
_AROUND = 12  # rows before and after that show how many tabs a row has
_MOST_LINES = 40  # of a row
_BESIDE, _BESIDE_WEIGHT = 3, 4  # so many of them weigh more: they are of the same table
_EVEN = 0.8  # where so many of the lines with tabs have as many of them, each is a row
_SELDOM = 0.001  # share of rows with a number of tabs that was not seen around
_FIELD_BEGUN = re.compile(r"\b(?:TC|TOC|XE|HYPERLINK)\s*$")  # a field code of Word, its text stands behind

_CHANCES = (0.0, 1.0, 1.0)
"""What speaks against a row that is full by chance, as natural logarithm, in each round: rows that were taken for one
count no more among those around in the next round."""

Part = list[int]
"""The indexes of the lines of one row."""

Numbered = tuple[int, int, str]
"""First and last line of the source, and the text."""


def joined(lines: Sequence[str], full: frozenset[int] | None = None) -> list[Numbered]:
    """The lines with their numbers. Where many lines are as wide as any can be, a full line goes on in the next one.

    `full`: the lines that do so, where they are known already. A line is full where the first word of the next one had
    no room in it.
    """
    if full is None:
        full = full_lines(lines)
    groups: list[list[int]] = []
    for i in range(len(lines)):
        if i - 1 in full:
            groups[-1].append(i)
        else:
            groups.append([i])
    tabs = [line.count("\t") for line in lines]
    if full and any(tabs):
        parts = groups
        for chance in _CHANCES:
            parts = _all_rows(lines, tabs, groups, parts, chance)
        groups = parts
    return [(group[0] + 1, group[-1] + 1, "".join(lines[i] for i in group)) for group in groups]


def full_lines(lines: Sequence[str]) -> frozenset[int]:
    """The indexes of the lines that go on in the next one: measured in signs or in columns of a screen."""
    return max((_full(lines, size) for size in (len, columns)), key=len)


def _all_rows(lines: Sequence[str], tabs: list[int], groups: list[Part], rows: list[Part], chance: float) -> list[Part]:
    """The lines that go on, cut where rows are complete. `rows`: as they were cut before."""
    counts = [sum(tabs[i] for i in row) for row in rows]
    starts = [row[0] for row in rows]
    done: list[Part] = []
    for group in groups:
        if len(group) == 1 or not any(tabs[i] for i in group):
            done.append(group)
            continue
        first, last = bisect_left(starts, group[0]), bisect_right(starts, group[-1])
        near = [*counts[max(first - _AROUND, 0) : first], *counts[last : last + _AROUND]]
        beside = [*counts[max(first - _BESIDE, 0) : first], *counts[last : last + _BESIDE]] * _BESIDE_WEIGHT
        around = Counter(count for count in near + beside if count)
        done += _rows(lines, tabs, group, around, chance)
    return done


def _rows(lines: Sequence[str], tabs: list[int], group: Part, around: Counter[int], chance: float) -> list[Part]:
    """A row may happen to be as wide as a line can be. The likeliest cut of the lines that go on: rows have as many
    tabs as those around, and seldom are full by chance."""
    seen = {count: -log(max(times / around.total(), _SELDOM)) for count, times in around.items()}
    best: list[tuple[float, int]] = [(0.0, 0)]  # for each end: the cost, and where its last row begins
    for end in range(1, len(group) + 1):
        ways, count = [], 0
        for start in range(end - 1, max(-1, end - 1 - _MOST_LINES), -1):
            count += tabs[group[start]]
            cut = chance + _left_open(lines[group[start - 1]], tabs[group[start]]) if start else 0.0
            ways.append((best[start][0] + cut + seen.get(count, -log(_SELDOM)), start))
        best.append(min(ways))
    parts: list[Part] = []
    end = len(group)
    while end:
        start = best[end][1]
        parts.append(group[start:end])
        end = start
    return parts[::-1]


def _left_open(line: str, following: int) -> float:
    """What speaks against a row that ends with a line, where the next line has so many tabs: 0 where any, or where
    the last cell is blank; else the next line may be the rest of the last cell."""
    return 0.0 if following or line.endswith("\t") else 0.1


def no_room(lines: Sequence[str], size: Callable[[str], int]) -> set[int]:
    """The indexes of the lines in which the first word of the next one had no room: as wide as any line can be."""
    widths = [size(line) for line in lines]
    widest = max(widths, default=0)
    found = set()
    for i, width in enumerate(widths[:-1]):
        if _LONG_WORD * widest < width and (unit := _UNIT.match(lines[i + 1])) and width + size(unit[0]) > widest:
            found.add(i)
    return found if widest >= _NARROWEST else set()


def _full(lines: Sequence[str], size: Callable[[str], int]) -> frozenset[int]:
    """The lines that go on in the next one.

    None where the widest lines are only those that happen to be long.
    """
    found = no_room(lines, size)
    if not found:
        return frozenset()
    widths = [size(line) for line in lines]
    widest = max(widths)
    full = {i for i in found if _WIDE * widest < widths[i]}
    usual = sum(_WIDE * widest < width < widest for width in widths) / ((1 - _WIDE) * widest)
    sharp = len(full) / (usual + 1)
    tabs = [line.count("\t") for line in lines]
    narrow = {i for i in found - full if tabs[i]}
    # a new item after a line that happens to be full
    full = {i for i in full if not _NUMBERED.match(lines[i + 1]) or _FIELD_BEGUN.search(lines[i])}
    full = {i for i in full if not _even(tabs, i)}
    enough = len({lines[i] for i in full}) >= _LEAST_FULL and sharp > _SHARP
    return frozenset(full | {i for i in narrow if not _even(tabs, i)}) if enough else frozenset()


def _even(tabs: list[int], i: int) -> bool:
    """Whether a line and the next one are whole rows of a table whose rows all have as many cells."""
    around = [count for count in tabs[max(i - _AROUND, 0) : i + _AROUND] if count]
    return 0 < tabs[i] == tabs[i + 1] and around.count(tabs[i]) >= _EVEN * len(around)


def columns(line: str) -> int:
    return len(line) if line.isascii() else sum(map(_column, line))


@lru_cache(maxsize=8192)
def _column(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
