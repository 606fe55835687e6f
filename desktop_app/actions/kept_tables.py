"""Budget tables in memory, kept in step with the workspace: an edit reads the cells or the table that it touched."""

from collections.abc import Collection, Iterable

from desktop_app.actions.parts import text_of
from desktop_app.domain.changes import Changes
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.storage import books
from desktop_app.storage.store import Store

ROW = "budget_row"


class KeptTables:
    """Tables with ids, as a book has them.

    Guarantees: after `take(changes)`, where nothing but rows of tables changed, they are what the workspace has.
    """

    def __init__(self, tables: Iterable[BudgetTable] = ()) -> None:
        self._by_id = {table.id: table for table in tables}
        self._of = {row.id: table for table in self._by_id.values() for row in table.rows}

    @property
    def tables(self) -> Collection[BudgetTable]:
        """The tables, in their order."""
        return self._by_id.values()

    def table_of(self, row_id: str) -> BudgetTable | None:
        """The table of a row, None where it is in none of these."""
        return self._of.get(row_id)

    def take(self, store: Store, changes: Changes) -> list[BudgetTable]:
        """Take in what an operation changed in rows; returns the tables that it touched. Cells of others are passed by.

        A table that is gone is left as it was: then more changed than rows.
        """
        cells = [key for key in changes.cells if key.table == ROW]
        touched = {self._of[key.row].id for key in cells if key.row in self._of}
        if changes.structure:
            touched |= self._by_id.keys() & changes.parents
            for table_id in touched:
                self._read(store, self._by_id[table_id])
        else:
            for key in cells:
                if table := self._of.get(key.row):
                    column = int(key.column[1:]) - 1
                    row = next(row for row in table.rows if row.id == key.row)
                    if column < len(row.cells):
                        row.cells[column] = text_of(store, key)
        return [table for table in self._by_id.values() if table.id in touched]

    def _read(self, store: Store, table: BudgetTable) -> None:
        rows = books.read_rows(store, table.id)
        if rows is not None:
            for row in table.rows:
                self._of.pop(row.id, None)
            table.rows = rows
            self._of |= {row.id: table for row in rows}
