"""The workbook of the tables that the program writes, read back: every cell as it was."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import part_writers as parts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app import catalog, importers
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.model import Book, Unit
from desktop_app.exporters.xlsx_tables import write_tables

quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_AMOUNTS = ["", "0", "2.8", "2.80", "1,234.50", "1234567.89", "-3.00", "0.001", "85.25.", "１２.5", "-0.00", "00.50"]


def write(book: Book, path: Path) -> Path:
    """Write the tables of a book by the forms of its year."""
    write_tables(book, path, catalog.documents(), catalog.table_forms(book.year), catalog.yearly(book.year))
    return path


def read(path: Path) -> Book:
    (book,) = importers.read(path, catalog.reading_forms())
    return book


def table_record(table: BudgetTable) -> tuple[Any, ...]:
    cells = [row.cells for row in table.rows]
    return table.no, table.name, table.columns, cells, table.measure, table.note, table.owner


def record(part: Any) -> dict[str, Any]:
    """A record without where it stood."""
    found = {name: value for name, value in asdict(part).items() if name not in ("id", "lines")}
    if "rows" in found:
        found["rows"] = [{k: v for k, v in row.items() if k not in ("id", "lines")} for row in found["rows"]]
    return found


def assert_same(found: Book, book: Book) -> None:
    assert [table_record(t) for t in found.tables] == [table_record(t) for t in book.tables]
    assert [record(p) for p in found.purchases] == [record(p) for p in book.purchases]
    assert [record(t) for t in found.purchase_totals] == [record(t) for t in book.purchase_totals]
    assert [record(b) for b in found.assets] == [record(b) for b in book.assets]


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A department's year with tables of every kind, whose amounts are printed in all ways."""
    year = draw(st.sampled_from([2021, 2024, 2025]))
    numbered = draw(st.booleans())
    tables = [draw(parts.label_tables(year, numbered))[0]]
    tables[0].rows[0].cells[tables[0].columns.index("收入/预算数")] = "12.00"  # else it were empty and had a note
    tables += [draw(parts.coded_tables(no, numbered))[0] for no in draw(st.sampled_from([(3,), (3, 5), (3, 5, 6)]))]
    form = next(form for form in catalog.table_forms(year) if form.no == 9)
    rows = [[*row[:2], *(draw(st.sampled_from(_AMOUNTS)) for _ in row[2:])] for row in form.rows]
    rows[0][2] = "8.20"
    tables.append(BudgetTable(9, "部门财政拨款“三公”经费支出表", list(form.columns), [BudgetRow(row) for row in rows]))
    for table in tables:
        table.note = draw(st.sampled_from(["", "注：本表金额含上级提前下达资金。"]))
    code = draw(st.sampled_from(["", "412"]))
    book = Book(year=year, department_code=code, department_name="云岭县水利局", tables=tables)
    book.purchases, book.purchase_totals, _ = draw(parts.purchases())
    if year == 2021:  # the form of that year has no share of small enterprises
        for entry in (*book.purchases, *book.purchase_totals):
            entry.sme = draw(st.sampled_from(["", entry.sme]))
    book.assets = draw(parts.assets())
    return book


@quick
@given(book=books())
def test_tables_purchases_and_assets_read_back_equal(tmp_path: Path, book: Book) -> None:
    assert_same(read(write(book, tmp_path / "甲.xlsx")), book)


def test_tables_of_the_department_and_of_its_units_read_back(tmp_path: Path) -> None:
    units = [Unit("412001", "云岭县水利局本级"), Unit("412002", "云岭县灌溉站")]
    tables = []
    for owner, amount in (("", "30.00"), ("412001", "10.00"), ("412002", "20.00")):
        for no in (3, 7):
            form = next(form for form in catalog.table_forms(2025) if form.no == no)
            texts = [["1", "", "合计", amount, amount], ["2", "213", "农林水支出", amount, amount]]
            rows = [BudgetRow([*cells, *[""] * (len(form.columns) - 5)]) for cells in texts] if no == 3 else []
            name = f"{'单位' if owner else '部门'}{form.title}"
            note = "" if rows else form.empty_note
            tables.append(BudgetTable(no, name, list(form.columns), rows, note=note, owner=owner))
    book = Book(year=2025, department_code="412", department_name="云岭县水利局", units=units, tables=tables)
    found = read(write(book, tmp_path / "甲.xlsx"))
    assert_same(found, book)
    assert (found.year, found.department_code, found.department_name) == (2025, "412", "云岭县水利局")
    assert not found.review
