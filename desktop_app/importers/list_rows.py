"""Rows of a list -> their indicators, many rows at once: column by column it takes half the time of cell by cell."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

from desktop_app.domain.model import Indicator
from desktop_app.domain.traces import Lines
from desktop_app.importers.indicators import set_value
from desktop_app.importers.list_projects import cell_text
from desktop_app.importers.list_state import List

ROW_FIELDS = ("l1", "l2", "l3", "desc", "value", "basis", "last_value", "note", "sign", "number", "measure")
_DIFFER = "符号、数值、计量单位三栏合起来与指标值一栏不同"

Doubts = dict[int, list[tuple[str, str]]]
"""By number of the row: the fields that must be looked at, with the reasons."""
Parts = tuple[str, str, str, str, bool]


class Made(NamedTuple):
    """An indicator for each of some rows, what is doubtful about them, and the rows in which none stands.

    `whole`: nothing is to be looked at, for no row lacks its indicator, its 一级 or its 二级指标 or raises a doubt.
    """

    indicators: list[Indicator]
    doubts: Doubts
    blank: frozenset[int]
    whole: bool


def make(sheet: List, columns: Sequence[tuple[Any, ...]], first: int, places: list[Lines]) -> Made:
    """The indicators of some rows, whose cells are `columns`; they begin with row `first` and stand at `places`."""
    count, fields = len(places), sheet.heads.fields
    present = [columns[fields[name]] for name in ROW_FIELDS if name in fields]
    if not present:
        return Made([], {}, frozenset(range(count)), False)
    blank: frozenset[int] = frozenset()
    if all("" in column for column in present):
        none = ("",) * len(present)
        blank = frozenset([i for i, cells in enumerate(zip(*present, strict=True)) if cells == none])
    doubts: Doubts = {}
    simple = sheet.lost_rows.isdisjoint(range(first, first + count))
    texts = [
        _texts(sheet, name, columns[fields[name]], first, simple, doubts) if name in fields else [""] * count
        for name in ROW_FIELDS
    ]
    l1, l2, l3, desc, value, basis, last_value, note, sign, number, measure = texts
    l1, l2 = _as_in_frame(l1, sheet.source.words.level1), _as_in_frame(l2, sheet.source.words.level2)
    parts = zip(*_parts(value, sign, number, measure, "number" in fields), strict=True)
    printed, signs, numbers, measures, agrees = parts
    for i in [i for i, agreed in enumerate(agrees) if not agreed]:
        doubts[i] = [("value", _DIFFER), *doubts.get(i, [])]
    made = map(
        Indicator, l1, l2, l3, desc, printed, basis, signs, numbers, measures, last_value, note, repeat(""), places
    )
    return Made(list(made), doubts, blank, not (blank or doubts or "" in l1 or "" in l2))


def _texts(sheet: List, name: str, cells: tuple[Any, ...], first: int, simple: bool, doubts: Doubts) -> list[str]:
    """The texts of a column. `simple`: where all its cells are texts nothing can be doubtful."""
    if simple:
        try:
            return list(map(str.strip, cells))
        except TypeError:
            pass  # there are numbers or dates among them: each is looked at
    texts = []
    for i, cell in enumerate(cells):
        text, doubt = cell_text(sheet, name, cell, first + i)
        texts.append(text)
        if doubt:
            doubts.setdefault(i, []).append((name, doubt))
    return texts


def _as_in_frame(texts: list[str], known: Callable[[str], str]) -> list[str]:
    """一级 or 二级指标 as the frame has them; the few that there are, are looked up once."""
    names = {text: known(text) or text for text in set(texts)}
    return list(map(names.__getitem__, texts))


def _parts(values: list[str], signs: list[str], numbers: list[str], measures: list[str], apart: bool) -> list[Parts]:
    """Each value as it is printed with its three parts, and whether they agree with it."""
    if not (any(signs) or any(numbers) or any(measures)):
        return list(map(_split, values))
    rows = zip(values, signs, numbers, measures, strict=True)
    return [_joined(v, s, n, m, apart) if s or n or m else _split(v) for v, s, n, m in rows]


@lru_cache(maxsize=4096)
def _split(value: str) -> Parts:
    """A value that stands alone; lists repeat themselves."""
    return _joined(value, "", "", "", False)


@lru_cache(maxsize=4096)
def _joined(value: str, sign: str, number: str, measure: str, apart: bool) -> Parts:
    """A value and its three parts as `set_value` sets them, and whether they agree."""
    indicator = Indicator(value=value)
    agrees = set_value(indicator, {"sign": sign, "number": number, "measure": measure}, apart)
    return indicator.value, indicator.sign, indicator.number, indicator.measure, agrees
