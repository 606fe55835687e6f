"""Invented budget tables for the tests of sums: a tree of codes with amounts at its leaves."""

import random
from decimal import Decimal

from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.forms import TableForm

Tree = dict[str, list[int]]  # leaf code -> the amounts of its part columns, in 0.01 万元


def form_of(no: int, year: int = 2025) -> TableForm:
    """The official form of a table."""
    return next(form for form in catalog.table_forms(year) if form.no == no)


def table_of(no: int, rows: list[list[str]], columns: list[str] | None = None, owner: str = "") -> BudgetTable:
    """A table with the columns of its form, or with others."""
    return BudgetTable(no, "表", columns or list(form_of(no).columns), [BudgetRow(r) for r in rows], owner=owner)


def text(hundredths: int | None) -> str:
    """0.01 万元 -> the printed amount."""
    return "" if hundredths is None else str((Decimal(hundredths) / 100).quantize(Decimal("0.01")))


def trees(columns: int) -> st.SearchStrategy[Tree]:
    """Leaves of a few 类 and 款, each with an amount for every part column."""
    return st.builds(_tree, st.integers(1, 10), st.integers(0, 2**32), st.just(columns))


def _tree(size: int, seed: int, columns: int) -> Tree:
    chance = random.Random(seed)  # a seed is drawn faster than fifty amounts
    codes = chance.sample([f"2{c:02}{g:02}{i:02}" for c in (1, 8, 10) for g in (1, 2, 3) for i in (1, 2, 3, 4)], size)
    return {code: [chance.choice((0, chance.randrange(100_000))) for _ in range(columns)] for code in codes}


def codes_of(tree: Tree) -> list[str]:
    """Every 类, 款 and 项 of a tree in order."""
    return sorted({leaf[:length] for leaf in tree for length in (3, 5, 7)})


def total(tree: Tree, start: str, column: int) -> int:
    """What the leaves whose code begins so hold in a column: the sum by its definition."""
    return sum(amounts[column] for leaf, amounts in tree.items() if leaf.startswith(start))


def printed(tree: Tree) -> list[list[str]]:
    """The rows of a 支出总表 (T3) as it is printed, every sum filled in."""
    rows = []
    for number, code in enumerate(["", *codes_of(tree)], 1):
        parts = [total(tree, code, column) for column in range(len(next(iter(tree.values()))))]
        name = f"科目{code}" if code else "合计"
        rows.append([str(number), code, name, text(sum(parts)), *map(text, parts)])
    return rows


def typed(tree: Tree) -> list[list[str]]:
    """The same as a person types it: amounts of the leaves only."""
    return [row if row[1] in tree and row[1] else [*row[:3], *[""] * (len(row) - 3)] for row in unsummed(printed(tree))]


def unsummed(rows: list[list[str]]) -> list[list[str]]:
    """The rows with the column 合计 blank."""
    return [[*row[:3], "", *row[4:]] for row in rows]
