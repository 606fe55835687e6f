"""Computed sums in the blank sum cells of every budget table, as they are checked and exported."""

from desktop_app.actions import reading
from desktop_app.domain.model import Book, BudgetRow, BudgetTable


def book() -> Book:
    columns = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    rows = [["", "合计", "", "", ""], ["213", "农林水支出", "", "7", ""], ["21303", "水利", "", "2.50", "1.00"]]
    other = [["", "合计", "", ""]]
    return Book(
        year=2025,
        tables=[
            BudgetTable(5, "表", columns, [BudgetRow(row) for row in rows], owner="412001"),
            BudgetTable(9, "表", ["姓名", "电话"], [BudgetRow(row) for row in other]),
        ],
    )


def test_blank_sums_are_filled_and_typed_ones_stay() -> None:
    full = reading.with_sums(book())
    assert [row.cells[2:] for row in full.tables[0].rows] == [
        ["3.50", "2.50", "1.00"],
        ["3.50", "7", "1.00"],
        ["3.50", "2.50", "1.00"],
    ]


def test_a_table_of_no_known_form_stays_as_it_is() -> None:
    assert reading.with_sums(book()).tables[1] == book().tables[1]


def test_another_amount_gives_other_sums() -> None:
    reading.with_sums(book())
    changed = book()
    changed.tables[0].rows[2].cells[4] = "9.00"
    assert reading.with_sums(changed).tables[0].rows[0].cells[2:] == ["11.50", "2.50", "9.00"]
