"""Editing the budget tables: begun from the form, rows typed, inserted, moved and sorted; each one named operation.

Texts of single cells, and the note of a table, are written by `editing.edit_cells`, which knows these tables too.
"""

from collections.abc import Iterable, Mapping, Sequence

from desktop_app import catalog
from desktop_app.actions import editing
from desktop_app.domain import amounts, order, tables
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import Unit
from desktop_app.domain.table_labels import code
from desktop_app.errors import UserError
from desktop_app.storage import books, queries
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

ROW = "budget_row"
Cell = tuple[int, int, str]  # row, column, text
Texts = Mapping[int, str]  # by column


def owner_of(unit: Unit) -> str:
    """What tables, purchases and assets call the unit that they belong to."""
    return unit.code or unit.name


def project_names(store: Store, department_id: str) -> list[str]:
    """The names of a department's projects, budget lines without a form among them, each once."""
    return list(dict.fromkeys(row["name"] for row in queries.heads_of(store, department_id) if row["name"]))


def forms(year: int | None) -> dict[int, TableForm]:
    """The forms of the nine tables of a year, by number."""
    found: dict[int, TableForm] = {}
    for form in catalog.table_forms(year):
        found.setdefault(form.no, form)
    return found


def form_for(table: BudgetTable, year: int | None) -> TableForm | None:
    """The form that a table follows, laid over its columns; None where it follows none."""
    return tables.form_for(table, catalog.table_forms(year))


def blank(form: TableForm, owner: str = "") -> BudgetTable:
    """A table as the form offers it: its columns, its fixed rows, no amounts, no note."""
    rows = [BudgetRow(list(cells)) for cells in form.rows]
    return BudgetTable(form.no, form.title, list(form.columns), rows, form.measure, "", owner)


def code_names(printed: Iterable[Iterable[tuple[str, str]]], keyed: str) -> dict[str, str]:
    """Names by code: as tables print them (`tables.printed_names` of each), else as the shipped list has them."""
    shipped = catalog.function_codes() if keyed == "function" else catalog.economic_codes()
    return tables.names_over(shipped, printed)


def function_name(a_code: str) -> str:
    """The shipped name of a 功能分类 code, "" where it is not known."""
    return catalog.function_codes().get(a_code, "")


def begin(store: Store, department_id: str, table: BudgetTable) -> tuple[Changes, str]:
    """Add a table (`blank`) to a department; returns its id.

    Raises UserError where its owner has that table already.
    """
    for other in books.read_tables(store, department_id):
        if (other.no, other.owner) == (table.no, table.owner):
            raise UserError(f"表{table.no} {other.name}已经有了", "", "请在左边的目录里点开它")
    with store.operation(f"新建表{table.no} {table.name}") as operation:
        books.add_table(operation, department_id, table)
    return operation.changes, table.id


def remove(store: Store, table: BudgetTable) -> Changes:
    """Take a table away with all its rows."""
    with store.operation(f"删除表{table.no} {table.name}") as operation:
        operation.delete("budget_table", table.id)
    return operation.changes


def with_names(
    form: TableForm, rows: Sequence[Sequence[str]], cells: Sequence[Cell], names: Mapping[str, str]
) -> list[Cell]:
    """The cells to write, and for each code among them its name, where the row's cell for the name is and stays blank.

    A row beyond `rows` is a new one.
    """
    if not form.keyed or not form.of_kind("code") or not form.of_kind("label"):
        return list(cells)
    at, label = form.of_kind("code")[0], form.of_kind("label")[0]
    written = {(row, column) for row, column, text in cells if text.strip()}
    found = list(cells)
    for row, column, text in cells:
        name = names.get(code(text, form.keyed), "") if column == at else ""
        before = rows[row][label].strip() if row < len(rows) else ""
        if name and not before and (row, label) not in written:
            found = [cell for cell in found if cell[:2] != (row, label)] + [(row, label, name)]
    return found


def write(
    store: Store, table: BudgetTable, cells: Sequence[Cell], name: str = "", number: int | None = None
) -> Changes:
    """Write texts into rows of a table; those beyond its last row become new ones. `number` is the 序号 column.

    Rows are those that `table` has: what was added or removed since is not touched.
    """
    new: dict[int, dict[int, str]] = {}
    edits: list[tuple[CellKey, str]] = []
    for row, column, text in cells:
        if row < len(table.rows):
            edits.append((CellKey(ROW, table.rows[row].id, f"c{column + 1}"), text))
        else:
            new.setdefault(row, {})[column] = text
    added = [texts for _, texts in sorted(new.items()) if any(texts.values())]
    with store.operation(name or f"修改{table.name}") as operation:
        editing.write_cells(store, operation, edits)
        if added:
            add_rows(store, operation, table, added)
            renumber(store, operation, table, number)
    return operation.changes


def add_rows(
    store: Store, operation: Operation, table: BudgetTable, rows: Sequence[Texts], before: str = ""
) -> list[str]:
    """Add rows to a table before the row named or at the end; returns their ids."""
    texts = [{f"c{column + 1}": text for column, text in row.items()} for row in rows]
    return editing.add_rows(store, operation, ROW, table.id, texts, before)


def insert_rows(
    store: Store, table: BudgetTable, before: str, count: int, number: int | None = None
) -> tuple[Changes, list[str]]:
    """Add blank rows before the row named, or at the end; returns their ids."""
    with store.operation(f"插入{count}行") as operation:
        ids = add_rows(store, operation, table, [{} for _ in range(count)], before)
        renumber(store, operation, table, number)
    return operation.changes, ids


def delete_rows(store: Store, table: BudgetTable, ids: Sequence[str], number: int | None = None) -> Changes:
    """Remove rows."""
    with store.operation(f"删除{len(ids)}行") as operation:
        for row_id in ids:
            operation.delete(ROW, row_id)
        renumber(store, operation, table, number)
    return operation.changes


def move_rows(store: Store, table: BudgetTable, ids: Sequence[str], step: int, number: int | None = None) -> Changes:
    """Move rows up (-1) or down (+1) by one; at the edge nothing moves."""
    old = [row.id for row in table.rows]
    with store.operation("上移" if step < 0 else "下移") as operation:
        _arrange(store, operation, table, editing.moved(old, set(ids), step), number)
    return operation.changes


def sort_rows(store: Store, table: BudgetTable, form: TableForm) -> Changes:
    """Put the rows into the order of their codes; rows without a code stay behind the row before them."""
    ids = [table.rows[at].id for at in tables.sorted_rows(form, [row.cells for row in table.rows])]
    with store.operation("按编码排序") as operation:
        _arrange(store, operation, table, ids, number_column(form))
    return operation.changes


def number_column(form: TableForm | None) -> int | None:
    """The column that numbers the rows, None where there is none."""
    return next(iter(form.of_kind("number")), None) if form else None


def _arrange(store: Store, operation: Operation, table: BudgetTable, ids: list[str], number: int | None) -> None:
    if ids == [row.id for row in table.rows]:
        return
    places = [row["place"] for row in queries.siblings(store, ROW, table.id)]
    if len(set(places)) < len(places):  # two merged copies put rows at the same place
        places = order.spread(len(places))
    for row_id, place in zip(ids, places, strict=True):
        operation.update(ROW, row_id, {"place": place})
    renumber(store, operation, table, number)


def renumber(store: Store, operation: Operation, table: BudgetTable, number: int | None) -> None:
    """Count the rows anew where `table`, as it was before, was counted 1, 2, 3 … without a gap."""
    if number is None or any(row.cells[number].strip() != str(at) for at, row in enumerate(table.rows, 1)):
        return
    for at, row in enumerate(queries.siblings(store, ROW, table.id), 1):
        operation.update(ROW, row["id"], {f"c{number + 1}": str(at)})


def missing_parents(form: TableForm, rows: Sequence[Sequence[str]]) -> list[str]:
    """The codes of 类 and 款 that stand in no row although a row below them does; in order."""
    if not form.keyed:
        return []
    codes = {row.code for row in tables.rows_of(form, rows) if row.code}
    above = {found[:length] for found in codes for length in (3, 5) if length < len(found)}
    return sorted(above - codes)


def add_parents(store: Store, table: BudgetTable, form: TableForm, names: Mapping[str, str]) -> Changes:
    """Add the rows of 类 and 款 that are missing, with their names, and put all rows into the order of their codes."""
    at, label = form.of_kind("code")[0], next(iter(form.of_kind("label")), None)
    new = []
    for missing in missing_parents(form, [row.cells for row in table.rows]):
        texts = {at: missing} | ({label: names.get(missing, "")} if label is not None else {})
        new.append(texts)
    with store.operation("补类、款行") as operation:
        ids = add_rows(store, operation, table, new)
        width = len(table.columns)
        rows = [*table.rows]
        for row_id, texts in zip(ids, new, strict=True):
            rows.append(BudgetRow([texts.get(column, "") for column in range(width)], row_id))
        order_of = tables.sorted_rows(form, [row.cells for row in rows])
        for at_, place in zip(order_of, order.spread(len(rows)), strict=True):
            operation.update(ROW, rows[at_].id, {"place": place})
        renumber(store, operation, table, number_column(form))
    return operation.changes


def sums_to_fill(form: TableForm, table: BudgetTable) -> list[Cell]:
    """Each blank sum cell with what it is computed to, on all levels: once these are filled in, none is left."""
    cells = [list(row.cells) for row in table.rows]
    found: list[Cell] = []
    while blank := [
        (row, column, amounts.format_amount(value))
        for (row, column), value in sorted(tables.computed(form, cells).items())
        if not cells[row][column].strip()
    ]:
        found += blank
        for row, column, text in blank:
            cells[row][column] = text
    return sorted(found)
