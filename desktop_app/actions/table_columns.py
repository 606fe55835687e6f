"""The columns of two versions of one budget table, brought side by side.

Forms change with the year: a column comes, goes, or is called by another year. Columns are one by their heads without
the year, the first 预算数 with the first; what only one side has is blank on the other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from desktop_app.actions.alike import said
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.years import without_years
from desktop_app.storage.schema import BUDGET_COLUMNS

Columns = list[tuple[int | None, int | None]]
"""Of each column of both the index on either side, None where a side has none."""


def aligned(old: BudgetTable, new: BudgetTable) -> tuple[BudgetTable, BudgetTable, Columns]:
    """Copies of both tables with the same columns (those of `new`, then what only `old` has), and where they were."""
    mine, theirs = _keys(old.columns), _keys(new.columns)
    columns: Columns = [(mine.index(key) if key in mine else None, i) for i, key in enumerate(theirs)]
    columns += [(i, None) for i, key in enumerate(mine) if key not in theirs]
    columns = columns[: len(BUDGET_COLUMNS)]
    heads = [new.columns[t] if t is not None else old.columns[m or 0] for m, t in columns]
    return _with(old, heads, [m for m, _ in columns]), _with(new, heads, [t for _, t in columns]), columns


def names(columns: Columns) -> tuple[str, ...]:
    """What the aligned columns are called in a row."""
    return BUDGET_COLUMNS[: len(columns)]


def back(columns: Columns) -> tuple[dict[str, str], dict[str, str]]:
    """Of each side the aligned columns' own names in the workspace."""
    sides = [[pair[side] for pair in columns] for side in (0, 1)]
    found = [{BUDGET_COLUMNS[i]: BUDGET_COLUMNS[at] for i, at in enumerate(side) if at is not None} for side in sides]
    return found[0], found[1]


def _keys(heads: Sequence[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    keys = []
    for head in heads:
        name = without_years(said(head))
        keys.append((name, seen[name]))
        seen[name] += 1
    return keys


def _with(table: BudgetTable, heads: list[str], indexes: list[int | None]) -> BudgetTable:
    rows = [
        BudgetRow([row.cells[i] if i is not None and i < len(row.cells) else "" for i in indexes], row.id)
        for row in table.rows
    ]
    return replace(table, columns=heads, rows=rows)
