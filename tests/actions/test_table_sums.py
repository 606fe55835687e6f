"""Computed sums in the blank sum cells of every budget table, as they are checked and exported."""

import pytest

from desktop_app.actions import reading, table_proposals, tables
from desktop_app.actions.published import published
from desktop_app.domain import tables as sums
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.model import Book, Unit
from tests.domain.table_samples import form_of, table_of


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


LEVELS = [
    ["1", "", "合计", "1", "1", "", "", "", ""],
    ["2", "213", "农林水支出", "2", "2", "", "", "", ""],
    ["3", "21303", "水利", "3", "3", "", "", "", ""],
    ["4", "2130304", "水利行业业务管理", "6", "4", "2", "", "", ""],
    ["5", "2130306", "水利工程运行与维护", "5", "5", "", "", "", ""],
]


def test_one_press_fills_the_blank_sums_of_all_levels() -> None:
    blank = table_of(3, [[*row[:3], "", *(row[4:] if len(row[1]) == 7 else [""] * 5)] for row in LEVELS])
    cells = tables.sums_to_fill(form_of(3), blank)
    assert {(row, column): text for row, column, text in cells}[0, 3] == "11.00"
    for row, column, text in cells:
        blank.rows[row].cells[column] = text
    assert tables.sums_to_fill(form_of(3), blank) == []
    assert sums.differences(form_of(3), [row.cells for row in blank.rows]) == []


def test_wrong_sums_of_all_levels_are_proposed_at_once() -> None:
    table = table_of(3, [list(row) for row in LEVELS])
    found = table_proposals.by_sums(table, form_of(3))
    assert {(p.row, p.column): p.after for p in found if p.column in (3, 4)} == {
        (row, column): amount for row in range(3) for column, amount in ((3, "11.00"), (4, "9.00"))
    }
    for proposal in found:
        assert proposal.row is not None
        table.rows[proposal.row].cells[proposal.column] = proposal.after
    assert table_proposals.by_sums(table, form_of(3)) == []


def test_sums_of_a_row_and_a_column_that_contradict_each_other_are_proposed_in_the_end() -> None:
    rows = [list(row) for row in LEVELS]
    rows[3][3] = "100"  # 合计 of the leaf: neither what its row nor what the 款 says
    found = table_proposals.by_sums(table_of(3, rows), form_of(3))
    assert {p.after for p in found if (p.row, p.column) == (3, 3)} == {"6.00"}


@pytest.mark.parametrize("owner", ["412001", "云岭县水利局本级", "412001云岭县水利局本级", "412001 云岭县水利局本级"])
def test_the_table_of_a_unit_is_found_however_its_owner_is_printed(owner: str) -> None:
    units = [Unit("412001", "云岭县水利局本级"), Unit("412002", "云岭县水库管理所")]
    mine = table_of(3, [list(row) for row in LEVELS[4:]], owner=owner)
    other = table_of(3, [list(row) for row in LEVELS[4:]], owner="412002")
    found = published(Book(year=2025, department_name="云岭县水利局", units=units, tables=[mine, other]))
    assert [table.rows[0].cells[3] for table in found.tables if not table.owner] == ["10.00"]
