"""Budget tables as a person types them: the table is begun from the form of the year with the first text."""

from desktop_app.actions import reading, tables
from desktop_app.actions.workspace import Store
from desktop_app.domain.disclosed import BudgetTable


def table_of(store: Store, department: str, no: int = 1) -> BudgetTable:
    """The department's own table of that number, as the form offers it where none was begun."""
    book = reading.load_parts(store, department)
    begun = (table for table in book.tables if table.no == no and not table.owner)
    return next(begun, tables.blank(tables.forms(book.year)[no]))


def type_cells(store: Store, department: str, cells: list[tuple[int, int, str]], no: int = 1) -> None:
    """Write texts by row and column, both from 0."""
    table = table_of(store, department, no)
    if not table.id:
        tables.begin(store, department, table)
    tables.write(store, table, cells)
