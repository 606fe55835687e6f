"""Run by hand: how long it takes until a changed cell of a unit shows at its department of 15 units.

`python -m tests.domain.bench_tables [ROUNDS]` makes 15 units with tables of 12 to 120 rows of codes, drawn from twice
as many, and prints for each size the medians of: the sums of one table, what differs in it, the department's sum kept
up, and made anew.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable

from desktop_app import catalog
from desktop_app.domain import tables
from desktop_app.domain.department import Total, summed
from desktop_app.domain.disclosed import BudgetRow, BudgetTable

UNITS = 15
FRAME = 16.0  # milliseconds


def unit_table(chance: random.Random, size: int, used: list[str]) -> BudgetTable:
    """A 收入总表 of so many rows, the amounts at the 项 only."""
    form = next(form for form in catalog.table_forms(2025) if form.no == 2)
    codes = catalog.function_codes()
    rows = [BudgetRow(list(row)) for row in form.rows]
    for code in sorted({c[:n] for c in chance.sample(used, size // 2) for n in (3, 5, 7)}):
        amounts = [f"{chance.uniform(1, 900):.2f}" if len(code) == 7 else "" for _ in range(3)]
        rows.append(BudgetRow(["", code, codes[code], "", "", *amounts, *[""] * 5]))
    return BudgetTable(2, form.title, list(form.columns), rows[: size + 1])


def median(run: Callable[[], object], rounds: int) -> float:
    """The median CPU time of a call in milliseconds."""
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        run()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def main(rounds: int) -> None:
    form = next(form for form in catalog.table_forms(2025) if form.no == 2)
    chance = random.Random(1)
    print(f"{UNITS} units, medians of {rounds} in ms; a frame is {FRAME:.0f} ms")
    for size in (12, 30, 60, 120):
        used = chance.sample([c for c in catalog.function_codes() if len(c) == 7], size)
        units = [unit_table(chance, size, used) for _ in range(UNITS)]
        cells = [list(row.cells) for row in units[0].rows]
        total = Total(form)
        for at, table in enumerate(units):
            total.put(str(at), table)

        def changed(total: Total = total, units: list[BudgetTable] = units) -> BudgetTable:
            units[3].rows[-1].cells[5] = f"{chance.uniform(1, 900):.2f}"
            total.put("3", units[3])
            return total.table()

        def other(cells: list[list[str]] = cells) -> list[list[str]]:
            cells[-1][6] = f"{chance.uniform(1, 900):.2f}"  # the same content is not worked out twice
            return cells

        times = {
            "sums": median(lambda other=other: tables.computed(form, other()), rounds),
            "differences": median(lambda other=other: tables.differences(form, other()), rounds),
            "department kept up": median(changed, rounds),
            "made anew": median(lambda units=units: summed(units, form), rounds),
        }
        print(f"{size:4} rows: " + ", ".join(f"{name} {ms:.2f}" for name, ms in times.items()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
