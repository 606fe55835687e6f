"""Budget tables: what is computed, what is typed, and what leaves the office."""

from desktop_app import catalog
from desktop_app.actions import checking, reading
from desktop_app.actions.workspace import Store
from desktop_app.domain import records
from tests.typed_tables import table_of, type_cells

INCOME, SPENDING = 2, 4


def labelled(store: Store, column: int, text: str) -> int:
    """The row of 收支总表 whose label in `column` ends with `text`."""
    department = reading.load_books(store)[0].id
    rows = table_of(store, department).rows
    return next(i for i, row in enumerate(rows) if row.cells[column].endswith(text))


def test_sums_are_computed_for_checks_and_documents_but_not_kept(store: Store) -> None:
    department = reading.load_books(store)[0].id
    typed = [(0, INCOME, "1,200.50"), (1, INCOME, "0.505"), (4, SPENDING, "1201.005")]
    type_cells(store, department, typed)
    total = labelled(store, INCOME - 1, "收入总计")
    table = reading.load_book(store, department).tables[0]
    assert table.rows[total].cells[INCOME] == ""
    full = reading.with_sums(reading.load_book(store, department)).tables[0]
    assert (full.rows[total].cells[INCOME], full.rows[total].cells[SPENDING]) == ("1201.005", "1201.005")
    assert records.to_record([reading.load_book(store, department)], "")["budget_tables"][0]["rows"][total][2] == ""
    assert "B01" not in {f.rule for f in checking.check(store)}
    type_cells(store, department, [(0, INCOME, "1200.40")])
    assert "B01" in {f.rule for f in checking.check(store)}


def test_what_is_no_amount_is_an_error_and_leaves_the_sum_blank(store: Store) -> None:
    department = reading.load_books(store)[0].id
    type_cells(store, department, [(0, INCOME, "10"), (1, INCOME, "=1+2"), (20, INCOME, "100")])
    found = [(f.path, f.severity) for f in checking.check(store) if f.rule == "C06"]
    assert found == [("budget_tables[1].rows[1][2]", "error"), ("budget_tables[1].rows[20][2]", "error")]
    total = labelled(store, INCOME - 1, "收入总计")

    def shown() -> str:
        return reading.with_sums(reading.load_book(store, department)).tables[0].rows[total].cells[INCOME]

    assert shown() == ""  # no sum is told while a part of it is no number
    type_cells(store, department, [(1, INCOME, "2")])
    assert shown() == "12.00"


def test_a_typed_sum_stays_as_typed(store: Store) -> None:
    department = reading.load_books(store)[0].id
    total = labelled(store, INCOME - 1, "收入总计")
    type_cells(store, department, [(0, INCOME, "10"), (total, INCOME, "11")])
    assert reading.with_sums(reading.load_book(store, department)).tables[0].rows[total].cells[INCOME] == "11"


def test_a_year_before_2024_has_nine_income_lines(store: Store) -> None:
    counts = [sum(bool(row[1]) for row in catalog.table_forms(year)[0].rows) for year in (2022, 2024)]
    assert counts[0] - counts[1] == 4
