"""Tables in other measures than 万元 beside texts, projects, units and one another; amounts that are too long."""

from decimal import Decimal

import pytest

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from tests.checks.disclosed import table_of, units, whole_book, write


def every(book: Book) -> list[Finding]:
    return checks.check_book(book, catalog.frame(book.frame), catalog.rules(), forms(book.year))


def in_measure(table: BudgetTable, measure: str, times: Decimal) -> None:
    """Print all amounts of a table in another measure."""
    table.measure = measure
    for row in table.rows:
        row.cells = [f"{Decimal(c) * times:.2f}" if c.count(".") == 1 and c[-1].isdigit() else c for c in row.cells]


@pytest.mark.parametrize("numbers", [range(1, 10), (3,), (5,), (1, 4)])
def test_tables_in_yuan_say_the_same(numbers: range | tuple[int, ...]) -> None:
    book = whole_book()
    for no in numbers:
        in_measure(table_of(book, no), "元", Decimal(10_000))
    assert every(book) == []


def test_a_wrong_amount_in_yuan_is_found() -> None:
    book = whole_book()
    in_measure(table_of(book, 3), "元", Decimal(10_000))
    write(book, 3, "合计", "项目支出", "90000.00")
    b09 = [finding for finding in every(book) if finding.rule == "B09"]
    assert [(finding.found, finding.expected) for finding in b09] == [("9.00", "10.00")]
    assert any(finding.rule == "B12" and finding.expected == "9.00" for finding in every(book))


def test_a_table_in_yi_is_scaled_and_rounded() -> None:
    book = whole_book()
    book.projects[0].budget = "12345.67"
    assert [f.found for f in every(book) if f.rule == "B09"] == ["10.00"]
    in_measure(table_of(book, 3), "亿元", Decimal("0.0001"))
    write(book, 3, "合计", "项目支出", "1.23")
    assert [f for f in every(book) if f.rule in ("B02", "B06", "B09") or "表3" in f.message] == []
    write(book, 3, "合计", "项目支出", "12345.67")
    assert [f.found for f in every(book) if f.rule == "B09"] == ["123456700.00"]


@pytest.mark.parametrize("measure", ["美元", "（单位：人民币）"])
def test_an_unknown_measure_is_compared_with_nothing(measure: str) -> None:
    book = whole_book()
    for table in book.tables[:3]:
        in_measure(table, measure, Decimal(7))
    assert [f for f in every(book) if f.rule in ("B02", "B06", "B09", "B10", "B12")] == []


def test_departments_and_units_in_other_measures() -> None:
    book = whole_book()
    units(book)
    assert [f for f in every(book) if f.rule == "D04"] == []
    for table in book.tables:
        if not table.owner:
            in_measure(table, "元", Decimal(10_000))
    assert [f for f in every(book) if f.rule == "D04"] == []
    for table in book.tables:
        if not table.owner:
            table.measure = "美元"
    assert [f for f in every(book) if f.rule == "D04"] == []


@pytest.mark.parametrize("digits", [16, 27, 40, 5000])
def test_an_amount_that_is_too_long_is_c06_and_stops_nothing(digits: int) -> None:
    long = "9" * digits
    book = whole_book()
    for no in range(1, 10):
        for row in table_of(book, no).rows:
            row.cells = [long if cell.count(".") == 1 and cell[-1].isdigit() else cell for cell in row.cells]
    book.purchase_totals[0].total = book.assets[0].rows[0].value = book.purchases[0].total = long
    book.projects[0].budget = long
    book.sections[3].text = f"2025年预算收入{long}万元，比上年增加{long}.{long}万元，原因是新增泵站。"
    found = {(f.rule, f.path.partition("[")[0]) for f in every(book)}
    assert {("C06", "budget_tables"), ("C06", "procurement"), ("C06", "assets"), ("P06", "budget")} <= found
