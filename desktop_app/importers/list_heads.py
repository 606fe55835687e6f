"""The heads of a list: where they stand, which column holds which field, and which columns nobody understands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.domain.amounts import parse_number
from desktop_app.importers.cells import fold

HEADER_WITHIN = 15
_LEAST_COLUMNS = 4
_LEAST_KNOWN = 2
_SAMPLES, _SAMPLE_ROWS, _LONGEST_SAMPLE = 3, 200, 60
_REMARK = re.compile(r"\([^()]*\)$|:$")
_CODE = re.compile(r"\d{5}")
_KEYS = frozenset({"code", "name", "unit_code", "unit_name", "seq"})
_STARS = "*＊ \t\n"
_SAID = re.compile(r":.|(?<!\d)20\d\d年")  # what a line above the heads says: 单位:万元, a title with its year
_YUAN = re.compile(r"\((?:单位:)?(?:人民币)?元\)$")

Names = Mapping[str, str]
"""Folded head -> field, "" for a column that a person said is not needed."""


@dataclass(slots=True)
class Column:
    """A column of a list: its number from 0, its head as printed, the field that it holds ("": none), some values.

    `ignored`: a person said that it is not needed.
    """

    index: int
    head: str
    field: str
    samples: list[str]
    ignored: bool = False


@dataclass(slots=True)
class SheetColumns:
    """The columns of one sheet that is a list or looks like one; `line` is the row of its heads, counted from 1.

    `complete`: enough columns are understood for the sheet to be read as a list.
    """

    sheet: str
    line: int
    columns: list[Column]
    complete: bool


@dataclass(slots=True)
class Heads:
    """The heads of a list: their first row, how many rows they are, and the text over each column.

    `fields` gives the column of each field, `yuan` the fields whose head says that the money is in 元.
    """

    row: int
    rows: int
    texts: list[str]
    fields: dict[str, int]
    known: dict[int, str]
    yuan: frozenset[str] = frozenset()

    @property
    def strange(self) -> list[tuple[int, str]]:
        """The columns that have a head and are not understood."""
        return [(i, text) for i, text in enumerate(self.texts) if text and i not in self.known]


def names_of(aliases: Mapping[str, tuple[str, ...]], mapping: Names) -> dict[str, str]:
    """What a head may be called, and what a person added."""
    return {fold(name): f for f, names in aliases.items() for name in names} | dict(mapping)


def find(above: list[list[Any]], names: Names) -> Heads | None:
    """The heads among the first rows of a sheet, None where they are not those of a list.

    A row of remarks may look like the upper half of the heads below it: then those alone know more, with their own
    lower half.
    """
    for row in range(len(above)):
        heads = _heads(above, row, names)
        if is_list(heads.fields):
            below = _heads(above, row + 1, names) if row + 1 < len(above) else heads
            return below if len(below.known) > len(heads.known) and is_list(below.fields) else heads
    return None


def likeliest(above: list[list[Any]], names: Names) -> Heads | None:
    """The row that looks most like the heads of a list, though too few of them are understood."""
    found = [_heads(above, row, names) for row in range(len(above))]
    found = [h for h in found if len(h.known) >= _LEAST_KNOWN and sum(map(bool, h.texts)) >= _LEAST_COLUMNS]
    return max(found, key=lambda heads: len(heads.known), default=None)


def is_list(fields: Mapping[str, int]) -> bool:
    """Whether these are the columns of a list of projects or of their indicators."""
    return len(fields) >= _LEAST_COLUMNS and bool(fields.keys() & {"code", "name"} and fields.keys() & {"l3", "budget"})


def describe(sheet: str, heads: Heads, rows: list[list[Any]], line: int) -> SheetColumns:
    """The columns with some values out of `rows`, which stand below the heads."""
    columns = []
    for i, text in enumerate(heads.texts):
        if not text:
            continue
        samples: list[str] = []
        for row in rows[:_SAMPLE_ROWS]:
            value = str(row[i]).strip()[:_LONGEST_SAMPLE] if i < len(row) and row[i] is not None else ""
            if value and value not in samples and len(samples) < _SAMPLES:
                samples.append(value)
        name = heads.known.get(i, "")
        columns.append(Column(i, text, name, samples, i in heads.known and not name))
    return SheetColumns(sheet, line, columns, is_list(heads.fields))


def _heads(above: list[list[Any]], row: int, names: Names) -> Heads:
    """The heads that begin in `row`, together with the row below it where that one splits them further."""
    upper = [_text(cell) for cell in above[row]]
    lower = [_text(cell) for cell in above[row + 1]] if row + 1 < len(above) else []
    if not _splits(upper, lower, names):
        lower = []
    texts, fields, known, yuan = [], {}, {}, set()
    over = ""
    for i in range(max(len(upper), len(lower))):
        high, low = (part[i] if i < len(part) else "" for part in (upper, lower))
        over = high or (over if low else "")
        name = _look_up(names, [over + low, low, high])
        texts.append((over + low if low and over != low else low or high) if lower else high)
        if name is None:
            continue
        known[i] = name
        if name and name not in fields:
            fields[name] = i
            if _YUAN.search(fold(high or low)) or _YUAN.search(fold(low)):
                yuan.add(name)
    return Heads(row, 2 if lower else 1, texts, fields, known, frozenset(yuan))


def _splits(upper: list[str], lower: list[str], names: Names) -> bool:
    """Whether the lower row holds heads too: two at least where nothing or a wider head stands above.

    One is enough below a row that is a list's by itself. In a printed form labels stand over each other too, but there
    a label of the project has another one below it.
    """
    if not _are_heads(upper, names) or any(map(_is_value, [*upper, *lower])):
        return False
    known = [i for i, text in enumerate(lower) if text and _look_up(names, [text])]
    over = [_look_up(names, [upper[i]]) if i < len(upper) else None for i in range(len(lower))]
    if any(field in _KEYS and lower[i] not in ("", upper[i]) for i, field in enumerate(over)):
        return False
    plain = sum(not over[i] for i in known)
    least = 1 if _LEAST_COLUMNS <= len({field for field in over if field}) else _LEAST_KNOWN
    return plain >= least and plain * 2 >= len([i for i in known if [lower[i]] != upper[i : i + 1]])


def _are_heads(texts: list[str], names: Names) -> bool:
    """Whether a row may be the upper half of heads: a blank row, a title and remarks (单位：万元) are not."""
    return len({text for text in texts if text and (not _SAID.search(fold(text)) or _look_up(names, [text]))}) > 1


def _is_value(text: str) -> bool:
    """Whether the text is no head but a value: an amount, or something with a code in it."""
    return bool(_CODE.search(text)) or parse_number(text) is not None


def _look_up(names: Names, texts: list[str]) -> str | None:
    """The field of the first text that is a name, with or without a remark in brackets; None where none is."""
    for text in texts:
        plain = fold(text)
        for name in (plain, _REMARK.sub("", plain)):
            if name and name in names:
                return names[name]
    return None


def _text(cell: Any) -> str:
    return cell.strip(_STARS) if isinstance(cell, str) else ""
