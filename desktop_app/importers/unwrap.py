"""Text that a program broke into lines of one width: the lines of a paragraph or row put together again."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

_UNIT = re.compile(r"[（《【「〔“‘]*(?:[\x21-\x7e]+|.)[，。、；：！？）》】」％”’]*")
_NUMBERED = re.compile(
    r"[ \u3000]*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,3}[、．.](?!\d)|第.{1,3}部分)"
)
_LEAST_FULL = 8  # of different text
_NARROWEST = 24
_WIDE = 0.8  # lines from 80 % of the widest tell how many lines of one width are usual
_SHARP = 3.0  # so many times more lines are full
_AROUND = 12  # rows before and after that show how many tabs a row has
_EVEN = 0.8  # where so many of the lines with tabs have as many of them, each is a row

Numbered = tuple[int, int, str]
"""First and last line of the source, and the text."""


def joined(lines: Sequence[str]) -> list[Numbered]:
    """The lines with their numbers. Where many lines are as wide as any can be, a full line goes on in the next one.

    A line is full where the first word of the next one had no room in it.
    """
    full = max((_full(lines, size) for size in (len, _columns)), key=len)
    groups: list[list[int]] = []
    for i in range(len(lines)):
        if i - 1 in full:
            groups[-1].append(i)
        else:
            groups.append([i])
    tabs = [sum(lines[i].count("\t") for i in group) for group in groups]
    done: list[Numbered] = []
    for n, group in enumerate(groups):
        for part in [group] if len(group) == 1 else _rows(lines, group, tabs, n):
            done.append((part[0] + 1, part[-1] + 1, "".join(lines[i] for i in part)))
    return done


def _rows(lines: Sequence[str], group: list[int], tabs: list[int], n: int) -> list[list[int]]:
    """Lines that go on, cut where a row is complete: a row may happen to be as wide as a line can be."""
    around = [count for count in tabs[max(n - _AROUND, 0) : n + _AROUND] if count]
    usual = Counter(around).most_common(1)[0][0] if around else 0
    if not tabs[n] or tabs[n] <= usual:
        return [group]
    parts: list[list[int]] = [[]]
    count = 0
    for i in group:
        if count >= usual and lines[i].count("\t"):
            parts.append([])
            count = 0
        parts[-1].append(i)
        count += lines[i].count("\t")
    return parts


def _full(lines: Sequence[str], size: Callable[[str], int]) -> frozenset[int]:
    """The lines that go on in the next one.

    None where the widest lines are only those that happen to be long.
    """
    widths = [size(line) for line in lines]
    widest = max(widths, default=0)
    if widest < _NARROWEST:
        return frozenset()
    full = set()
    for i, width in enumerate(widths[:-1]):
        if _WIDE * widest < width and (unit := _UNIT.match(lines[i + 1])) and width + size(unit[0]) > widest:
            full.add(i)
    usual = sum(_WIDE * widest < width < widest for width in widths) / ((1 - _WIDE) * widest)
    sharp = len(full) / (usual + 1)
    full = {i for i in full if not _NUMBERED.match(lines[i + 1])}  # a new item after a line that happens to be full
    tabs = [line.count("\t") for line in lines]
    full = {i for i in full if not _even(tabs, i)}
    enough = len({lines[i] for i in full}) >= _LEAST_FULL and sharp > _SHARP
    return frozenset(full) if enough else frozenset()


def _even(tabs: list[int], i: int) -> bool:
    """Whether a line and the next one are whole rows of a table whose rows all have as many cells."""
    around = [count for count in tabs[max(i - _AROUND, 0) : i + _AROUND] if count]
    return 0 < tabs[i] == tabs[i + 1] and around.count(tabs[i]) >= _EVEN * len(around)


def _columns(line: str) -> int:
    return len(line) if line.isascii() else sum(map(_column, line))


@lru_cache(maxsize=8192)
def _column(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
