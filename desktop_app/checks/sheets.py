"""Budget tables as the rules see them: laid under their form, by owner; paths of cells; how a cell is called."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from desktop_app.checks.context import Context, Forms, Hit
from desktop_app.domain import tables
from desktop_app.domain.derived import Laid
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.model import Book

Placed = tuple[str, Hit]  # the code of the unit whose table it is, "" for none
Cells = tuple[tuple[str, ...], ...]


class Sheet(NamedTuple):
    """What a budget table says: its number, its heads and cells, its note, its measure. Equal tables are equal."""

    no: int
    name: str
    columns: tuple[str, ...]
    cells: Cells
    note: str
    measure: str

    def path(self, row: int, column: int | None = None) -> str:
        """The path of a row or of one of its cells."""
        return f"budget_tables[{self.no}].rows[{row}]" + ("" if column is None else f"[{column}]")

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, "" beyond the end of its row."""
        cells = self.cells[row]
        return cells[column].strip() if column < len(cells) else ""


def sheet_of(table: BudgetTable) -> Sheet:
    """The content of a table."""
    cells = tuple([tuple(row.cells) for row in table.rows])
    return Sheet(table.no, table.name, tuple(table.columns), cells, table.note, table.measure)


@lru_cache(maxsize=2048)  # an edit checks all tables of a department again, of which one has changed
def lay(sheet: Sheet, forms: Forms) -> Laid | None:
    """The table under the form of its number and year, None where it follows none."""
    rows = [BudgetRow(list(row)) for row in sheet.cells]
    table = BudgetTable(sheet.no, sheet.name, list(sheet.columns), rows, sheet.measure)
    form = tables.form_for(table, forms.tables)
    return Laid(table, form) if form is not None else None


def sheets_of(book: Book, context: Context) -> list[Sheet]:
    """The tables of a book, in its order; an edit leaves the sheets of the tables that it did not touch as they are."""
    return [context.made(("sheet", at), (table,), partial(sheet_of, table)) for at, table in enumerate(book.tables)]


def by_owner(book: Book, context: Context | None = None) -> Mapping[str, dict[int, Sheet]]:
    """The tables of each owner by number; of several of one number the first."""
    found: dict[str, dict[int, Sheet]] = {}
    sheets = sheets_of(book, context) if context is not None else map(sheet_of, book.tables)
    for table, sheet in zip(book.tables, sheets, strict=True):
        found.setdefault(table.owner, {}).setdefault(table.no, sheet)
    return found


def placed(owner: str, hits: Iterable[Hit]) -> Iterator[Placed]:
    """The hits with the owner of the table that they are in."""
    return ((owner, hit) for hit in hits)


def called(laid: Laid, row: int, column: int) -> str:
    """How a person finds a cell: the words of its row, and the head of its column where there are several."""
    form = laid.form
    labels = [c for c in form.of_kind("code", "label") if c < column and (form.keyed or form.kinds[c] == "label")]
    words = [laid.cells[row][c].strip() for c in (labels if form.keyed else labels[-1:])]
    head = form.columns[column].rpartition("/")[2]
    return " ".join(dict.fromkeys([word for word in (*words, head) if word]))  # not 合计 合计
