"""The book that the rules of a department's own parts look at, kept so that an edit of cells reads only these."""

from desktop_app.actions import reading
from desktop_app.actions.parts import text_of
from desktop_app.domain import fields
from desktop_app.domain.model import Book, BudgetTable, CellKey, Changes
from desktop_app.storage import queries
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

_KEPT = {
    "budget_row", "purchase", "purchase_total", "asset_block", "asset_row", "organisation", "term", "fact",
}  # fmt: skip


class PartBooks:
    """The book without projects, sums filled in, of the department in which something was edited last.

    Guarantees: `changed(changes)` gives what `reading.with_sums(reading.load_parts(…))` would.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._book = Book()
        self._records: dict[str, object] = {}
        self._tables: dict[str, BudgetTable] = {}
        self._typed: dict[str, list[list[str]]] = {}  # the cells of each table without the sums

    def changed(self, changes: Changes) -> Book | None:
        """The one book in which cells changed; None where rows came or went, or several books did."""
        if changes.structure or not all(key.table in _KEPT for key in changes.cells):
            self._book = Book()
            return None
        department = {self._department_of(key) for key in changes.cells}
        if len(department) != 1 or "" in department:
            self._book = Book()
            return None
        if self._book.id not in department:
            self._read(department.pop())
        else:
            for key in changes.cells:
                self._patch(key)
        return self._book

    def _department_of(self, key: CellKey) -> str:
        if self._book.id and key.row in self._records:
            return self._book.id
        table, row_id = key.table, key.row
        while row_id and TABLES[table].parent != "department_id":
            row_id = queries.parent_of(self._store, table, row_id)
            table = TABLES[table].parent.removesuffix("_id")
        return queries.parent_of(self._store, table, row_id) if row_id else ""

    def _read(self, department_id: str) -> None:
        book = reading.load_parts(self._store, department_id)
        self._typed = {table.id: [list(row.cells) for row in table.rows] for table in book.tables}
        self._tables = {row.id: table for table in book.tables for row in table.rows}
        self._records = fields.records(book)
        self._book = reading.with_sums(book)

    def _patch(self, key: CellKey) -> None:
        text = text_of(self._store, key)
        if key.table != "budget_row":
            setattr(self._records[key.row], key.column, text)
            return
        table, column = self._tables[key.row], int(key.column[1:]) - 1
        at = next(i for i, row in enumerate(table.rows) if row.id == key.row)
        typed = self._typed[table.id]
        if column < len(typed[at]):
            typed[at][column] = text
        for row, cells in zip(table.rows, typed, strict=True):
            row.cells = list(cells)
        reading.with_sums(Book(year=self._book.year, tables=[table]))
