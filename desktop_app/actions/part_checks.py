"""The book that the rules of a department's own parts look at, kept so that an edit reads only what it touched."""

from copy import copy, deepcopy
from dataclasses import replace

from desktop_app.actions import reading
from desktop_app.actions.kept_tables import ROW, KeptTables
from desktop_app.actions.parts import text_of
from desktop_app.domain import fields
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.model import Book
from desktop_app.storage import queries
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

_KEPT = {
    "budget_row", "purchase", "purchase_total", "asset_block", "asset_row", "organisation", "term", "fact",
}  # fmt: skip


class PartBooks:
    """The book without projects, sums filled in, of the department in which something was edited last.

    Guarantees: `changed(changes)` gives what `reading.with_sums(reading.load_parts(…))` would; a table that was not
    touched is the same object as before, one that was is another.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._book = Book()
        self._records: dict[str, object] = {}
        self._typed = KeptTables()  # the tables without the sums

    def changed(self, changes: Changes) -> Book | None:
        """The one book that changed; None where rows came or went that are not of tables, or several books changed."""
        rows_of_tables = {key.table for key in changes.cells} | changes.tables <= {ROW}
        department = set()
        if rows_of_tables or (not changes.structure and all(key.table in _KEPT for key in changes.cells)):
            department = {self._department_of(key) for key in changes.cells}
            if changes.parents:  # rows that are gone again tell nothing
                tables = (queries.parent_of(self._store, "budget_table", table_id) for table_id in changes.parents)
                department = (department - {""}) | set(tables)
        if len(department) != 1 or "" in department:
            self._book = Book()
            return None
        if self._book.id not in department:
            self._keep(reading.load_parts(self._store, department.pop()))
        else:
            self._take(changes)
        return self._book

    def departments(self, changes: Changes) -> set[str]:
        """The departments in which an operation changed something in records that are still there.

        What is gone hung under a record that is named as a parent too, up to one that is there, or is a department.
        """
        found = {self._department_of(key) for key in changes.cells if key.table in TABLES}
        above = {TABLES[table].parent.removesuffix("_id") for table in changes.tables if table in TABLES} - {""}
        for parent in changes.parents - changes.projects:
            found |= {self._department_of(CellKey(table, parent, "")) for table in above}
        return found - {""}

    def _department_of(self, key: CellKey) -> str:
        if self._book.id and (key.row in self._records or self._typed.table_of(key.row) is not None):
            return self._book.id
        table, row_id = key.table, key.row
        while row_id and table != "department":
            if not (parent := TABLES[table].parent):
                return ""  # what hangs under no department: a rule set
            row_id = queries.parent_of(self._store, table, row_id)
            table = parent.removesuffix("_id")
        return row_id if row_id and queries.exists(self._store, "department", row_id) else ""

    def keep(self, book: Book) -> None:
        """Take a book that was just read for something else, so that the next edit in it does not read it again."""
        own = deepcopy(replace(book, tables=[], projects=[]))
        own.tables = [_copy(table) for table in book.tables]
        self._keep(own)

    def _keep(self, book: Book) -> None:
        self._typed = KeptTables(book.tables)
        self._records = {key: record for key, record in fields.records(book).items() if not _of_table(record)}
        self._book = copy(book)
        self._book.tables = [_with_sums(book.year, table) for table in book.tables]

    def _take(self, changes: Changes) -> None:
        touched = {table.id: table for table in self._typed.take(self._store, changes)}
        for at, table in enumerate(self._book.tables):
            if table.id in touched:
                self._book.tables[at] = _with_sums(self._book.year, touched[table.id])
        for key in changes.cells:
            if key.table != ROW:
                setattr(self._records[key.row], key.column, text_of(self._store, key))


def _of_table(record: object) -> bool:
    return isinstance(record, (BudgetTable, BudgetRow))


def _with_sums(year: int | None, table: BudgetTable) -> BudgetTable:
    """A copy of a table with its blank sums filled in."""
    full = _copy(table)
    reading.with_sums(Book(year=year, tables=[full]))
    return full


def _copy(table: BudgetTable) -> BudgetTable:
    return replace(table, rows=[BudgetRow(list(row.cells), row.id, row.lines) for row in table.rows])
