"""The columns of the indicator rows: named by the heads above them, put back where the heads stand shifted.

Text recognition moves heads and cells apart: a blank column among the heads only, a blank cell before all of them, a
cell over two columns printed twice. What all rows under a row of heads agree on is put back; what one row does alone
is not, and its reader flags it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest

from desktop_app.importers.cells import Row
from desktop_app.importers.vocabulary import STANDARD_COLUMNS, Vocabulary

Columns = dict[str, int]
"""Indicator field -> its column."""

STANDARD: Columns = {field: i for i, field in enumerate(STANDARD_COLUMNS)}

_FEWEST_HEADS = 3
_NUMBER = re.compile(r"\s*(?:\d{1,4}\s*[.、．]?)?\s*")  # of a row, or a blank cell


@dataclass(slots=True)
class Layout:
    """The columns under one row of heads that is `heads` cells wide; `doubled` columns only repeat their neighbour."""

    columns: Columns
    heads: int
    doubled: frozenset[int] = frozenset()


def columns_of(row: Row, words: Vocabulary) -> Columns:
    """The columns of the indicator fields where the row is a row of column heads, else nothing."""
    if not row.table:
        return {}
    found: Columns = {}
    for i, cell in enumerate(row.cells):
        if label := words.column_label(cell):
            found.setdefault(label, i)
    named = sum(bool(cell) for cell in row.cells)
    return found if len(found) >= _FEWEST_HEADS and 2 * len(found) > named else {}


def unnumbered(rows: list[Row], words: Vocabulary) -> list[Row]:
    """`rows` without a column of running numbers (序号) before the indicators: no field, but where labels stand.

    Nor with a label that stands beside the whole block (`绩效指标`). The column is cut off the heads, whatever they
    call it, where the row under them begins with a number, and off the rows
    under them that begin with a number or with a blank cell.
    """
    done: list[Row] = []
    width, beside = 0, ""  # so many heads, and the label that stands beside all rows under them
    for row, following in zip_longest(rows, rows[1:]):
        if _numbered_heads(row, following, words):
            width, beside = len(row.cells), ""
            done.append(_without_first(row))
        elif _labelled_heads(row, following, words):
            width, beside = len(row.cells), row.cells[0]
            done.append(_without_first(row))
        elif width and beside and row.table and len(row.cells) > 1 and row.cells[0] in (beside, ""):
            done.append(_without_first(row) if len(row.cells) == width or not row.cells[0] else row)
        elif width and row.table and 1 < len(row.cells) <= width and _NUMBER.fullmatch(row.cells[0]):
            done.append(_without_first(row))
        else:
            width, beside = (0, "") if row.text or columns_of(row, words) else (width, beside)
            done.append(row)
    return done


def _numbered_heads(row: Row, following: Row | None, words: Vocabulary) -> bool:
    """Whether the row names a column before the indicators that the row `following` it fills with a number."""
    if not (row.table and len(row.cells) > _FEWEST_HEADS and row.cells[0]) or words.column_label(row.cells[0]):
        return False
    numbered = following is not None and following.table and following.cells[0].strip(" .、．").isdigit()
    return numbered and "l3" in columns_of(_without_first(row), words)


def _labelled_heads(row: Row, following: Row | None, words: Vocabulary) -> bool:
    """Whether a label of the whole block (`绩效指标`) stands before the heads and beside all rows under them."""
    if not (row.table and len(row.cells) > _FEWEST_HEADS and row.cells[0]) or words.column_label(row.cells[0]):
        return False
    whole = following is not None and following.table and len(following.cells) == len(row.cells)
    beside = following is not None and following.cells[0] in ("", row.cells[0])
    columns = columns_of(_without_first(row), words)
    return whole and beside and columns.get("l1") == 0 and "l3" in columns


def _without_first(row: Row) -> Row:
    at = row.doubt_at - 1 if row.doubt_at else None
    return replace(row, cells=row.cells[1:], columns=row.columns[1:], places=row.places[1:], doubt_at=at)


def joined_heads(rows: list[Row], words: Vocabulary) -> list[Row]:
    """`rows` with two rows of heads that complete each other made one: a head over others, and heads merged down.

    `绩效指标 | | | 绩效指标描述 | 指标值` over `一级指标 | 二级指标 | 三级指标 | | `: no field is named in both,
    and under each head of the upper row the lower one is blank.
    """
    done: list[Row] = []
    for row in rows:
        joined = _joined(done[-1], row, words) if done else None
        if joined is None:
            done.append(row)
        else:
            done[-1] = joined
    return done


def _joined(upper: Row, lower: Row, words: Vocabulary) -> Row | None:
    """The two rows as one row of heads, None where they are not two of one table's heads."""
    if not (upper.table and lower.table and len(upper.cells) >= len(lower.cells)):
        return None
    below = lower.cells + [""] * (len(upper.cells) - len(lower.cells))
    over, under = ([words.column_label(cell) for cell in cells] for cells in (upper.cells, below))
    if "l2" not in under or not any(over) or set(over) & set(under) - {""}:
        return None
    for cells, a, b in zip(zip(upper.cells, below, strict=True), over, under, strict=True):
        unnamed = cells[1] and (a or not b)  # under a head no other one, and no text that is none
        if unnamed or (cells[0] and not cells[1] and not a):
            return None
    joined = replace(upper, last=lower.last, cells=[b or a for a, b in zip(upper.cells, below, strict=True)], places=())
    return joined if columns_of(joined, words) else None


def orders_of(rows: list[Row], words: Vocabulary) -> list[tuple[str, ...]]:
    """The fields in the order in which each row of column heads names them."""
    found = (columns_of(row, words) for row in rows)
    return [tuple(sorted(named, key=named.__getitem__)) for named in found if named]


def layout(head: Row, body: list[Row], words: Vocabulary) -> Layout:
    """The columns of the rows `body` under the heads `head`."""
    named = columns_of(head, words)
    if head.doubt:
        return Layout(STANDARD, len(head.cells))
    cells = [row.cells for row in body if row.table and len(row.cells) > 1 and not row.doubt]
    shift = _shift(named, cells, words)
    found = _shifted(named, cells, shift) if shift else _in_order(named, cells)
    return Layout(found[0], len(head.cells), found[1])


def _shift(named: Columns, body: list[list[str]], words: Vocabulary) -> int:
    """How many columns to the right of their heads 一级 and 二级指标 stand in the rows; 0 where rows disagree."""
    if "l1" not in named or "l2" not in named:
        return 0
    first, second = named["l1"], named["l2"]
    shifts = Counter(
        shift
        for cells in body
        for shift in range(-min(first, second), len(cells) - max(first, second))
        if words.paired(words.level1(cells[first + shift]), words.level2(cells[second + shift]))
    )
    return next(iter(shifts)) if len(shifts) == 1 else 0


def _shifted(named: Columns, body: list[list[str]], shift: int) -> tuple[Columns, frozenset[int]]:
    """The columns where 一级 and 二级指标 stand beside their heads: all fields do, or a cell stands twice between."""
    last = max(named.values())
    end = max(_filled(body))
    if end == last + shift:
        return {field: column + shift for field, column in named.items()}, frozenset()
    second = named["l2"] + shift
    doubled = _surplus(_doubled(body, range(second + 1, end + 1)), -shift)
    left = {field: column + shift for field, column in named.items() if column <= named["l2"]}
    rest = [column for column in range(second + 1, end + 1) if column not in doubled]
    heads = range(named["l2"] + 1, last + 1)
    if shift > 0 or len(rest) != len(heads):
        return named, frozenset()
    places = dict(zip(heads, rest, strict=True))
    return left | {field: places[column] for field, column in named.items() if column in places}, doubled


def _in_order(named: Columns, body: list[list[str]]) -> tuple[Columns, frozenset[int]]:
    """The columns where 一级 and 二级指标 stand under their heads: each field under its head, or all in their order."""
    filled, heads = sorted(_filled(body)), sorted(named.values())
    surplus = [column for column in filled if column not in heads]
    if not surplus:
        return named, frozenset()
    doubled = _doubled(body, surplus)
    if len(doubled) == len(surplus):
        return named, doubled
    if len(filled) == len(heads) and filled[:2] == heads[:2]:
        places = dict(zip(heads, filled, strict=True))
        return {field: places[column] for field, column in named.items()}, frozenset()
    return named, frozenset()


def _surplus(doubled: frozenset[int], count: int) -> frozenset[int]:
    """`count` of the columns that repeat the one before; none where it matters which."""
    first = min(doubled, default=0)
    one_run = doubled == frozenset(range(first, first + len(doubled)))
    return frozenset(sorted(doubled)[:count]) if one_run and len(doubled) >= count > 0 else frozenset()


def _filled(body: list[list[str]]) -> set[int]:
    """The columns in which any row holds anything."""
    return {column for cells in body for column, cell in enumerate(cells) if cell}


def _doubled(body: list[list[str]], among: Iterable[int]) -> frozenset[int]:
    """The columns of `among` in which every row repeats the cell before: one cell over two columns, printed twice."""
    return frozenset(
        column
        for column in among
        if all(len(cells) > column and cells[column] and cells[column] == cells[column - 1] for cells in body)
    )
