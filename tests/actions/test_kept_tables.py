"""Tables kept in memory while units are edited: the department's sums are those of a fresh computation, always."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.actions import editing, reading, tables
from desktop_app.actions.kept_tables import KeptTables
from desktop_app.actions.part_checks import PartBooks
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.department import Total, summed
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.model import Book, Unit
from tests.actions.whole import take, workspace_in
from tests.domain.table_samples import Tree, form_of, printed, table_of, trees, typed

OWNERS = ["", "412001", "412002", "412003"]
AMOUNTS = ["", "0.00", "12.5", "7", "-3.20", "6..", "1,204.50"]


@contextmanager
def workspace_of(book: Book) -> Iterator[tuple[Store, str]]:
    """A workspace with that book, and the id of its department."""
    with TemporaryDirectory() as folder, workspace_in(Path(folder)) as store:
        take(store, book)
        yield store, store.query("SELECT id FROM department")[0]["id"]


def book_of(units: list[Tree]) -> Book:
    """A department with 表3 of its own and of each unit; those of the units without their sums."""
    found = [table_of(3, typed(tree), owner=owner) for owner, tree in zip(OWNERS[1:], units, strict=True)]
    whole = table_of(3, printed(units[0]))
    names = [Unit(owner, f"云岭县第{owner[-1]}站") for owner in OWNERS[1:]]
    return Book(year=2025, department_code="412", department_name="云岭县水利局", units=names, tables=[whole, *found])


def random_edit(store: Store, chance: random.Random, there: list[BudgetTable], imported: str) -> Changes | None:
    """One edit of a random table: a cell, a code, some rows, or back; None where there is nothing to take back."""
    table = chance.choice(there)
    rows = [row.id for row in table.rows]
    number = tables.number_column(form_of(3))
    kind = chance.choice(["cell", "cell", "cell", "paste", "code", "insert", "delete", "move", "undo", "redo"])
    if kind == "undo":
        return editing.undo(store) if editing.undo_name(store) != imported else None
    if kind == "redo":
        return editing.redo(store) if editing.redo_name(store) else None
    if kind == "insert":
        return tables.insert_rows(store, table, chance.choice([*rows, ""]), chance.randint(1, 2), number)[0]
    if kind == "delete" and len(rows) > 1:
        return tables.delete_rows(store, table, chance.sample(rows, 1), number)
    if kind == "move":
        return tables.move_rows(store, table, chance.sample(rows, 1), chance.choice([-1, 1]), number)
    at = chance.randrange(len(rows) + 1)
    if kind == "code":
        return tables.write(store, table, [(at, 1, chance.choice(["2130301", "21303", "2010101", "213"]))])
    cells = [(at, chance.randint(3, 8), chance.choice(AMOUNTS)) for _ in range(1 if kind == "cell" else 5)]
    return tables.write(store, table, cells, "", number)


@settings(max_examples=15, deadline=None)
@given(st.lists(trees(5), min_size=3, max_size=3), st.integers(0, 2**32))
def test_after_any_edits_the_sums_are_those_of_a_fresh_computation(units: list[Tree], seed: int) -> None:
    chance, form = random.Random(seed), form_of(3)
    with workspace_of(book_of(units)) as (store, department):
        imported = editing.undo_name(store)
        kept_tables = reading.load_parts(store, department).tables
        kept, total, checked = KeptTables(kept_tables), Total(form), PartBooks(store)
        checked.keep(reading.load_parts(store, department))
        for table in kept_tables[1:]:
            total.put(table.owner, table)
        for _ in range(12):
            changes = random_edit(store, chance, kept_tables, imported)
            if changes is None:
                continue
            for table in kept.take(store, changes):
                if table.owner:
                    total.put(table.owner, table)
            fresh = reading.load_parts(store, department)
            assert kept_tables == fresh.tables
            anew = summed(fresh.tables[1:], form)
            assert total.table() == anew
            made_anew = Total(form)
            for table in fresh.tables[1:]:
                made_anew.put(table.owner, table)
            assert total.differences(fresh.tables[0]) == made_anew.differences(fresh.tables[0])
            assert total.unknown(fresh.tables[0]) == made_anew.unknown(fresh.tables[0])
            if changes.cells or changes.structure:
                before = {table.id: table for table in checked.now(department, Changes("")).tables}
                again = checked.now(department, changes)
                assert again == reading.with_sums(fresh)
                touched = {row.id for table in fresh.tables for row in table.rows} & {key.row for key in changes.cells}
                for table in again.tables if not changes.structure else ():
                    changed = bool(touched & {row.id for row in table.rows})
                    assert (table is not before[table.id]) == changed  # what is kept of the others holds on


def test_rows_of_another_department_are_passed_by(store: Store) -> None:
    department = store.query("SELECT id FROM department")[0]["id"]
    begun, _ = tables.begin(store, department, tables.blank(form_of(3), "412001"))
    assert begun.structure
    kept = KeptTables()
    row = store.query("SELECT id FROM budget_row")[0]["id"]
    assert kept.take(store, Changes("", {CellKey("budget_row", row, "c4")})) == []
    assert kept.table_of(row) is None
