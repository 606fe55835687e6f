"""The book that the rules of a department's own parts look at, kept so that an edit reads only what it touched."""

from copy import copy, deepcopy
from dataclasses import replace
from typing import Any

from desktop_app.actions import reading
from desktop_app.actions.kept_tables import ROW, KeptTables
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.model import Book
from desktop_app.storage import queries, rows
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

_KEPT = {
    "budget_row", "purchase", "purchase_total", "asset_block", "asset_row", "organisation", "term", "fact", "section",
}  # fmt: skip
_LISTS = ("sections", "organisation", "purchases", "purchase_totals", "assets", "glossary", "facts")


class PartBooks:
    """The book without projects, sums filled in, of the department in which something was edited last.

    Guarantees: `now(…)` gives what `reading.with_sums(reading.load_parts(…))` would; a table or a record of
    a list that was not touched is the same object as before, one that was is another.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._book = Book()
        self._spots: dict[str, tuple[list[Any], int]] = {}  # of each record outside the tables: its list and place
        self._typed = KeptTables()  # the tables without the sums

    def now(self, department_id: str, changes: Changes) -> Book:
        """The book of a department in which an operation changed something.

        Further operations may have followed already, whose changes come later; a record that they removed makes it
        read anew.
        Raises UserError where the department is gone.
        """
        kinds = {key.table for key in changes.cells} | changes.tables
        placed = self._book.answers or self._book.review  # by their places in the tables
        known = _KEPT if not changes.structure else set() if placed else {ROW}
        if self._book.id != department_id or not kinds <= known or not self._take(changes):
            self._keep(reading.load_parts(self._store, department_id))
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
        if self._book.id and (key.row in self._spots or self._typed.table_of(key.row) is not None):
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
        """Take a book that was read; what it says like the one before is the same object as there."""
        before = self._book if self._book.id == book.id else Book()
        typed, full = ({table.id: table for table in of} for of in (self._typed.tables, before.tables))
        book.tables = [typed[t.id] if t.id in full and typed.get(t.id) == t else t for t in book.tables]
        self._typed = KeptTables(book.tables)
        self._book = copy(book)
        self._book.tables = [
            full[t.id] if t is typed.get(t.id) and t.id in full else _with_sums(book.year, t) for t in book.tables
        ]
        for name in _LISTS:
            known = {record.id: record for record in getattr(before, name)}
            same = [known[r.id] if known.get(r.id) == r else r for r in getattr(book, name)]
            setattr(self._book, name, same)
        lists = [getattr(self._book, name) for name in _LISTS] + [block.rows for block in self._book.assets]
        self._spots = {record.id: (listed, at) for listed in lists for at, record in enumerate(listed)}

    def _take(self, changes: Changes) -> bool:
        """Read what an operation changed; false, and nothing taken, where a record of it is gone since."""
        spotted = {(key.table, key.row) for key in changes.cells if key.row in self._spots}
        read = {(table, row_id): queries.row(self._store, table, row_id) for table, row_id in spotted}
        if not all(read.values()):
            return False
        touched = {table.id: table for table in self._typed.take(self._store, changes)}
        for at, table in enumerate(self._book.tables):
            if table.id in touched:
                self._book.tables[at] = _with_sums(self._book.year, touched[table.id])
        for (table_name, row_id), row in read.items():
            listed, at = self._spots[row_id]
            new = rows.record_of(table_name, row or {})
            for below in ("goals", "rows"):  # records of their own, which were not touched
                if hasattr(new, below):
                    setattr(new, below, getattr(listed[at], below))
            listed[at] = new
        return True


def _with_sums(year: int | None, table: BudgetTable) -> BudgetTable:
    """A copy of a table with its blank sums filled in."""
    full = _copy(table)
    reading.with_sums(Book(year=year, tables=[full]))
    return full


def _copy(table: BudgetTable) -> BudgetTable:
    return replace(table, rows=[BudgetRow(list(row.cells), row.id, row.lines) for row in table.rows])
