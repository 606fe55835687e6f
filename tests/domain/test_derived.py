"""Cells that other tables decide: each link of the data, what is not filled, and what is only compared."""

from dataclasses import replace

import pytest

from desktop_app import catalog
from desktop_app.domain.derived import Derived, derive
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from tests.domain.table_samples import form_of, table_of

FEN = 10_000  # 0.01 万元 in 0.01 元
YUAN = 100  # 1 元


def blank(no: int, year: int = 2025) -> BudgetTable:
    return BudgetTable(no, "表", list(form_of(no, year).columns), [BudgetRow(list(r)) for r in form_of(no, year).rows])


def put(table: BudgetTable, label: str, column: int, amount: str) -> int:
    """Write an amount into the first row with that label; returns the row."""
    row = next(i for i, r in enumerate(table.rows) if any(cell.endswith(label) for cell in r.cells))
    table.rows[row].cells[column] = amount
    return row


def income(**amounts: str) -> BudgetTable:
    """A 收入总表 whose 合计 holds amounts by column."""
    columns = {"grant": 5, "special": 6, "business": 7, "trade": 8, "above": 9, "below": 10, "other": 11, "carried": 12}
    table = blank(2)
    for name, amount in amounts.items():
        table.rows[0].cells[columns[name]] = amount
    return table


def by_place(found: list[Derived]) -> dict[tuple[int | None, int], tuple[int, bool]]:
    return {(d.row, d.column): (d.value, d.control) for d in found}


def test_spending_of_the_first_table_comes_from_the_classes_of_the_third() -> None:
    target = blank(1)
    spent = table_of(
        3,
        [
            ["1", "", "合计", "", "", "", "", "", ""],
            ["2", "213", "农林水支出", "", "", "", "", "", ""],
            ["3", "21303", "水利", "", "", "", "", "", ""],
            ["4", "2130301", "行政运行", "", "30.00", "2.50", "", "", ""],
            ["5", "221", "住房保障支出", "4.00", "4.00", "", "", "", ""],
        ],
    )
    found = derive(1, {1: target, 3: spent}, catalog.table_forms(2025))
    rows = {row.cells[3]: i for i, row in enumerate(target.rows)}
    assert by_place(found) == {
        (rows["十三、农林水支出"], 4): (3250 * FEN, False),
        (rows["二十、住房保障支出"], 4): (400 * FEN, False),
        (rows["本年支出合计"], 4): (3650 * FEN, True),
    }
    assert found[0].source == "支出总表 213 合计"


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2025, {"四、财政专户管理资金收入": 100, "五、单位资金": 2 + 3 + 4 + 5 + 6, "上年结转结余": 7}),
        (
            2022,
            {
                "四、财政专户管理资金收入": 100,
                "五、事业收入": 2,
                "六、上级补助收入": 4,
                "七、附属单位上缴收入": 5,
                "八、事业单位经营收入": 3,
                "九、其他收入": 6,
                "上年结转结余": 7,
            },
        ),
    ],
)
def test_income_of_the_first_table_comes_from_the_second(year: int, expected: dict[str, int]) -> None:
    target = blank(1, year)
    table = income(special="100", business="2", trade="3", above="4", below="5", other="6", carried="7")
    found = derive(1, {1: target, 2: table}, catalog.table_forms(year))
    said = {target.rows[d.row].cells[1]: d.value for d in found if d.row is not None and not d.control}
    assert said == {label: value * 100 * FEN for label, value in expected.items()}
    assert [d.value for d in found if d.control] == [127 * 100 * FEN]


def test_grants_come_from_the_tables_of_their_funds_where_nothing_is_carried_over() -> None:
    target, general = blank(4), blank(5)
    general.rows[0].cells[3:6] = ["9.00", "5.00", "4.00"]
    general.rows.append(BudgetRow(["2", "208", "社会保障和就业支出", "9.00", "5.00", "4.00"]))
    funds = blank(7)
    funds.rows[0].cells[3] = "2.00"
    funds.rows.append(BudgetRow(["2", "212", "城乡社区支出", "2.00", "", "2.00"]))
    book = {4: target, 5: general, 7: funds, 8: table_of(8, []), 2: income(grant="11.00")}
    forms = catalog.table_forms(2025)
    spent = {(7, 5): (900 * FEN, False), (11, 6): (200 * FEN, False)}
    assert by_place(derive(4, book, forms)) == spent | {(0, 2): (900 * FEN, False), (1, 2): (200 * FEN, False)}
    assert by_place(derive(4, book | {2: income(grant="10.00", carried="1.00")}, forms)) == spent
    assert by_place(derive(4, {n: t for n, t in book.items() if n != 2}, forms)) == spent
    put(target, "年末财政拨款结转和结余", 4, "1.00")
    assert by_place(derive(4, book, forms)) == spent


def test_the_first_three_lines_of_income_come_from_the_grants() -> None:
    target, grants = blank(1), blank(4)
    put(grants, "一、一般公共预算拨款", 2, "5.00")
    put(grants, "三、国有资本经营预算拨款", 2, "6.00")
    found = derive(1, {1: target, 4: grants}, catalog.table_forms(2025))
    assert by_place(found) == {(0, 2): (500 * FEN, False), (2, 2): (600 * FEN, False)}


def test_basic_spending_of_the_fifth_table_is_compared_with_the_sixth() -> None:
    staff = table_of(6, [["1", "", "合计", "", "", ""], ["2", "301", "工资福利支出", "", "8.00", ""]])
    found = derive(5, {5: blank(5), 6: staff}, catalog.table_forms(2025))
    assert by_place(found) == {(0, 4): (800 * FEN, True)}


def test_a_line_that_no_class_fills_any_more_is_zero_and_a_class_without_a_line_is_named() -> None:
    target = blank(1)
    old = put(target, "教育支出", 4, "3.00")
    spent = table_of(
        3, [["1", "", "合计", "4.00", "4.00", "", "", "", ""], ["2", "213", "农林水支出", *["4.00"] * 2, *[""] * 4]]
    )
    forms = catalog.table_forms(2025)
    assert (old, 4) in by_place(derive(1, {1: target, 3: spent}, forms))
    assert by_place(derive(1, {1: target, 3: spent}, forms))[old, 4] == (0, False)
    spent.rows[1].cells[2] = "农、林、水方面的支出"
    found = {d.label: d.row for d in derive(1, {1: target, 3: spent}, forms) if not d.control}
    assert found == {"农、林、水方面的支出": None}  # and nothing of 教育支出: it might be the line that is meant
    named = derive(1, {1: target, 3: spent}, forms, {"213": "农林水支出"})
    assert [d.row for d in named if d.label == "农、林、水方面的支出"] == [12]


def test_measures_of_the_tables_are_brought_together() -> None:
    target = blank(1)
    spent = table_of(3, [["1", "213", "农林水支出", "45000.50", "", "", "", "", ""]])
    spent.measure = "元"
    found = derive(1, {1: target, 3: spent}, catalog.table_forms(2025))
    assert [d.value for d in found] == [45_000 * YUAN + 50]
    found = derive(1, {1: replace(target, measure="元"), 3: replace(spent, measure="万元")}, catalog.table_forms(2025))
    assert [d.value for d in found] == [45_000 * 10_000 * FEN * 100 + 5_000 * FEN * 100]


def test_without_the_table_or_without_amounts_there_is_nothing_to_say() -> None:
    forms = catalog.table_forms(2025)
    assert derive(1, {3: blank(3)}, forms) == []
    assert derive(1, {1: blank(1), 2: blank(2), 3: blank(3), 4: blank(4)}, forms) == []
    assert derive(3, {3: blank(3), 5: blank(5)}, forms) == []
