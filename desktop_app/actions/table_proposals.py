"""What a budget table should hold by its own sums, by the other tables, or by the units; and accepting it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app import catalog
from desktop_app.actions import editing
from desktop_app.actions.tables import ROW, Cell, add_rows, number_column, renumber
from desktop_app.domain import order, tables
from desktop_app.domain.amounts import format_amount
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.department import CellDifference, Total
from desktop_app.domain.derived import derive
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.forms import TableForm
from desktop_app.domain.table_labels import bare, fold
from desktop_app.storage import books
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

_OWN, _FOLLOWS = "本表各项相加", "本表各项相加（前面的合计改正以后）"


@dataclass(slots=True, frozen=True)
class Proposal:
    """A cell that should hold `after` instead of `before`; `where` and `source` say it in words.

    `row` is its index; None for a row to be added, of which `words` are the texts by column. `sure` is false where the
    cell is a sum of its own table: then a part of it may be what is wrong.
    """

    row: int | None
    column: int
    where: str
    before: str
    after: str
    source: str
    sure: bool = True
    words: tuple[tuple[int, str], ...] = ()


def by_sums(table: BudgetTable, form: TableForm) -> list[Proposal]:
    """The printed sums of a table that are not what their parts add up to, and those that follow once they are right.

    Accepted as a whole they leave no sum that differs, whatever levels there are. Where the sums of a row and of a
    column contradict each other, a cell gets each value only once: such a table stays wrong.
    """
    cells = [list(row.cells) for row in table.rows]
    first = {(d.row, d.column) for d in tables.differences(form, cells)}
    values: dict[tuple[int, int], list[int]] = {}
    while new := [d for d in _printed(form, cells) if d.computed not in values.get((d.row, d.column), ())]:
        for d in new:
            values.setdefault((d.row, d.column), []).append(d.computed)
            cells[d.row][d.column] = format_amount(d.computed)
    return [
        _proposal(table, form, *place, found[-1], _OWN if place in first else _FOLLOWS, sure=False)
        for place, found in sorted(values.items())
    ]


def _printed(form: TableForm, cells: Sequence[Sequence[str]]) -> list[tables.Difference]:
    return [d for d in tables.differences(form, cells) if d.printed is not None]


def by_others(
    table: BudgetTable, form: TableForm, book_tables: Mapping[int, BudgetTable], year: int | None
) -> list[Proposal]:
    """What a table should hold by the other tables of its owner; only cells that say otherwise."""
    names = tables.code_names(catalog.function_codes(), book_tables.values())
    all_tables = {**book_tables, table.no: table}
    stated = tables.values(form, [row.cells for row in table.rows])
    found = []
    for d in derive(table.no, all_tables, catalog.table_forms(year), names):
        here = stated.get((d.row, d.column)) if d.row is not None else None
        if d.value == (here or 0) or (d.control and here is None):
            continue
        if d.row is not None:
            found.append(_proposal(table, form, d.row, d.column, d.value, d.source, sure=not d.control))
        elif not d.control:
            label = max((c for c in form.of_kind("label") if c < d.column), default=0)
            words = ((label, d.label),)
            where = f"（新增一行）{d.label} {_head(table, d.column)}"
            found.append(Proposal(None, d.column, where, "", format_amount(d.value), d.source, True, words))
    return found


def beside_units(table: BudgetTable, form: TableForm | None, total: Total) -> list[CellDifference]:
    """Where the department's table is not the sum of its units'; blank sums follow from its cells and say nothing."""
    sums = tables.computed(form, [row.cells for row in table.rows]) if form is not None else {}
    found = total.differences(table)
    blank = [d for d in found if d.row is not None and not table.rows[d.row].cells[d.column].strip()]
    follows = {(d.row, d.column) for d in blank if (d.row, d.column) in sums}
    if len(follows) < len(blank) and form is not None:  # a sum whose parts only the units have so far
        summed = total.table()
        same = len(summed.columns) == len(form.columns)
        theirs = tables.computed(form, [row.cells for row in summed.rows]) if same else {}
        keys = {(_key(form, summed.rows[row].cells), column) for row, column in theirs}
        follows |= {(d.row, d.column) for d in blank if (d.label, d.column) in keys}
    return [d for d in found if (d.row, d.column) not in follows]


def by_units(table: BudgetTable, form: TableForm, total: Total) -> list[Proposal]:
    """What the department's table should hold as the sum of its units'."""
    summed = total.table()
    fitted = tables.form_for(summed, [form]) or form
    rows = {_key(fitted, row.cells): row.cells for row in summed.rows}
    found = []
    for d in beside_units(table, form, total):
        if d.row is not None:
            sure = not _is_sum(form, table, d.row, d.column)
            found.append(_proposal(table, form, d.row, d.column, d.computed, "各单位合计", sure=sure))
            continue
        cells = rows.get(d.label, [])
        words = tuple((c, cells[c]) for c in form.of_kind("code", "label") if c < len(cells) and cells[c])
        where = f"（新增一行）{' '.join(text for _, text in words) or d.label} {_head(table, d.column)}"
        after = format_amount(d.computed)
        found.append(Proposal(None, d.column, where, "", after, "各单位合计", True, words or ((0, d.label),)))
    return found


def _key(form: TableForm, cells: Sequence[str]) -> str:
    """What tells a row, as `CellDifference.label` says it."""
    row = tables.rows_of(form, [cells])[0]
    return row.code or ("合计" if row.total else bare(next((cells[c] for c in form.of_kind("label")), "")))


def _is_sum(form: TableForm, table: BudgetTable, row: int, column: int) -> bool:
    return (row, column) in tables.computed(form, [r.cells for r in table.rows])


def _head(table: BudgetTable, column: int) -> str:
    return table.columns[column].rpartition("/")[2]


def _proposal(
    table: BudgetTable, form: TableForm, row: int, column: int, value: int, source: str, *, sure: bool = True
) -> Proposal:
    cells = table.rows[row].cells
    labels = [c for c in form.of_kind("code", "label") if c < column and (form.keyed or form.kinds[c] == "label")]
    words = " ".join(cells[c].strip() for c in (labels if form.keyed else labels[-1:]) if cells[c].strip())
    where = f"{words or f'第{row + 1}行'} {_head(table, column)}"
    return Proposal(row, column, where, cells[column].strip(), format_amount(value), source, sure)


def apply(
    store: Store, department_id: str, table: BudgetTable, form: TableForm, wanted: Iterable[Proposal], name: str
) -> Changes:
    """Write what was accepted, as one operation; a table that was not begun is begun with it."""
    chosen = list(wanted)
    with store.operation(name) as operation:
        if not table.id:
            books.add_table(operation, department_id, table)
        edits = [(CellKey(ROW, table.rows[p.row].id, f"c{p.column + 1}"), p.after) for p in chosen if p.row is not None]
        editing.write_cells(store, operation, edits)
        new: dict[tuple[tuple[int, str], ...], dict[int, str]] = {}
        for p in chosen:
            if p.row is None:
                new.setdefault(p.words, dict(p.words))[p.column] = p.after
        if new:
            _add(store, operation, table, form, list(new.values()))
    return operation.changes


def _add(
    store: Store, operation: Operation, table: BudgetTable, form: TableForm, new: Sequence[dict[int, str]]
) -> None:
    """Add rows where they belong: by their codes, or before the sums at the foot of their side."""
    if not form.keyed:
        for texts in new:
            add_rows(store, operation, table, [texts], _foot(table, min(texts)))
    else:
        in_order = tables.sorted_rows(form, [r.cells for r in table.rows]) == list(range(len(table.rows)))
        ids = add_rows(store, operation, table, new)
        width = len(table.columns)
        rows = [*table.rows]
        for row_id, texts in zip(ids, new, strict=True):
            rows.append(BudgetRow([texts.get(column, "") for column in range(width)], row_id))
        if in_order:
            arranged = tables.sorted_rows(form, [row.cells for row in rows])
            for at, place in zip(arranged, order.spread(len(rows)), strict=True):
                operation.update(ROW, rows[at].id, {"place": place})
    renumber(store, operation, table, number_column(form))


def _foot(table: BudgetTable, label: int) -> str:
    """The id of the first row that is a sum in a label column, "" for the end of the table."""
    rows = ("合计" in fold(row.cells[label]) for row in table.rows)
    return next((row.id for row, found in zip(table.rows, rows, strict=True) if found), "")


def begin_summed(store: Store, department_id: str, total: Total) -> Changes:
    """Begin the department's table as the sum of its units'."""
    table = total.table()
    with store.operation(f"按单位汇总表{table.no} {table.name}") as operation:
        books.add_table(operation, department_id, table)
    return operation.changes


def fill_sums(store: Store, table: BudgetTable, cells: Sequence[Cell]) -> Changes:
    """Write sums (`tables.sums_to_fill`) into their blank cells, as one operation."""
    with store.operation("填入合计") as operation:
        keys = [(CellKey(ROW, table.rows[row].id, f"c{column + 1}"), text) for row, column, text in cells]
        editing.write_cells(store, operation, keys)
    return operation.changes
