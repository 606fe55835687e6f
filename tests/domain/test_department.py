"""The department as the sum of its units: what is split and added again is the whole."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.domain import tables
from desktop_app.domain.department import Total, summed
from desktop_app.domain.department_parts import (
    asset_differences,
    by_owner,
    purchase_differences,
    purchase_totals,
    summed_assets,
    whose,
)
from desktop_app.domain.disclosed import AssetBlock, AssetRow, BudgetRow, BudgetTable, Purchase, PurchaseTotal
from desktop_app.domain.model import Unit
from tests.domain.table_samples import Tree, form_of, printed, table_of, trees

FEN = 10_000


def spending(tree: Tree, owner: str = "") -> BudgetTable:
    return table_of(3, printed(tree), owner=owner)


def cells(table: BudgetTable) -> list[list[str]]:
    return [row.cells for row in table.rows]


def values(table: BudgetTable, no: int = 3) -> dict[tuple[str, int], int]:
    found = tables.values(form_of(no), cells(table))
    return {(table.rows[row].cells[1], column): value for (row, column), value in found.items()}


@settings(max_examples=40, deadline=None)
@given(trees(5), st.integers(1, 5), st.integers(0, 2**32))
def test_a_table_split_by_unit_and_summed_again_is_the_table(tree: Tree, count: int, seed: int) -> None:
    whole, chance = spending(tree), random.Random(seed)
    shares: list[Tree] = [{} for _ in range(count)]
    for leaf, amounts in tree.items():
        rest = list(amounts)
        for share in shares[1:]:
            given_away = [chance.randint(0, left) for left in rest]
            rest = [left - given for left, given in zip(rest, given_away, strict=True)]
            share[leaf] = given_away
        shares[0][leaf] = rest
    units = [spending(share) for share in shares if share]
    assert cells(summed(units, form_of(3))) == cells(whole)


@settings(max_examples=30, deadline=None)
@given(st.lists(trees(5), min_size=1, max_size=4), trees(5), st.data())
def test_a_sum_that_is_kept_up_is_the_sum_made_anew(units: list[Tree], other: Tree, data: st.DataObject) -> None:
    form, made = form_of(3), [spending(tree) for tree in units]
    total = Total(form)
    for at, table in enumerate(made):
        total.put(str(at), table)
    changed = data.draw(st.integers(0, len(made) - 1))
    made[changed] = spending(other)
    total.put(str(changed), made[changed])
    assert cells(total.table()) == cells(summed(made, form))
    gone = data.draw(st.integers(0, len(made) - 1))
    total.remove(str(gone))
    del made[gone]
    assert values(total.table()) == values(summed(made, form))


@settings(max_examples=30, deadline=None)
@given(st.lists(trees(5), min_size=2, max_size=4), st.data())
def test_a_printed_department_differs_exactly_where_it_was_changed(units: list[Tree], data: st.DataObject) -> None:
    total = Total(form_of(3))
    for at, tree in enumerate(units):
        total.put(str(at), spending(tree))
    department = total.table()
    assert total.differences(department) == []
    row, column = data.draw(st.integers(0, len(department.rows) - 1)), data.draw(st.integers(3, 8))
    before = department.rows[row].cells[column]
    department.rows[row].cells[column] = str(Decimal(before or 0) + 9)
    (found,) = total.differences(department)
    assert (found.row, found.column) == (row, column)
    assert found.computed == int(Decimal(before or 0) * 100) * FEN
    assert found.printed == found.computed + 900 * FEN


def test_rows_missing_in_the_department_and_rows_that_no_unit_has_are_named() -> None:
    total = Total(form_of(3))
    total.put("412001", spending({"2130301": [500, 0, 0, 0, 0]}))
    total.put("412002", spending({"2130301": [700, 0, 0, 0, 0], "2210201": [100, 0, 0, 0, 0]}))
    department = spending({"2130301": [1200, 0, 0, 0, 0], "2080505": [100, 0, 0, 0, 0]})
    found = {(d.row, d.label): (d.printed, d.computed) for d in total.differences(department) if d.column == 3}
    assert found[None, "2210201"] == (None, 100 * FEN)
    assert found[3, "2080505"] == (100 * FEN, 0)
    assert not any(label == "合计" for _, label in found)


def test_tables_of_units_may_have_other_columns_measures_and_lines() -> None:
    other = table_of(
        3,
        [["213", "农林水支出", "1000000", "400000", "600000"]],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    )
    other.measure = "元"
    found = summed([spending({"2130301": [500, 0, 0, 0, 0]}), other], form_of(3))
    assert values(found)["213", 3] == 10500 * FEN
    assert values(found)["2130301", 4] == 500 * FEN
    assert [row.cells[0] for row in found.rows] == ["1", "2", "3", "4"]


def test_what_the_department_has_is_told_in_the_measure_of_the_units_table() -> None:
    total = Total(form_of(3))
    wan = spending({"2130301": [500, 0, 0, 0, 0]})
    yuan = replace(spending({"2130301": [700, 0, 0, 0, 0]}), measure="元")  # the same figures, in 元
    total.put("412001", wan)
    total.put("412002", yuan)
    department = spending({"2130301": [507, 0, 0, 0, 0]})
    row = next(i for i, r in enumerate(wan.rows) if "2130301" in r.cells)
    in_wan, in_yuan = (total.beside(table, row, 3, department) for table in (wan, yuan))
    assert in_wan is not None and in_yuan is not None
    assert in_wan.computed == 500 * FEN + 700 * FEN // 10000
    assert (in_yuan.computed, in_yuan.printed) == (in_wan.computed * 10000, 507 * FEN * 10000)
    assert in_wan.differs and in_yuan.differs
    near = total.beside(yuan, row, 3, spending({"2130301": [500, 0, 0, 0, 0]}))
    assert near is not None and not near.differs  # 0.07 元 of 5 万元 is rounding


def test_units_that_print_other_columns_give_a_department_with_these_columns() -> None:
    columns = ["科目编码", "科目名称", "合计", "本年收入/小计", "本年收入/一般公共预算", "本年收入/单位资金"]
    one = table_of(2, [["213", "农林水支出", "5.00", "5.00", "4.00", "1.00"]], columns)
    two = table_of(2, [["213", "农林水支出", "", "", "2.00", ""]], columns)
    form = tables.form_for(one, catalog.table_forms(2025))
    assert form is not None
    found = summed([one, two], form)
    assert found.columns == columns
    assert cells(found) == [["213", "农林水支出", "7.00", "7.00", "6.00", "1.00"]]


def test_a_column_that_only_units_print_is_summed_where_they_print_it() -> None:
    heads = ["科目编码", "科目名称", "合计", "基本支出", "债务还本支出", "项目支出", "备注"]
    one = table_of(3, [["213", "农林水支出", "6.00", "3.00", "1.00", "2.00", "某事"]], heads)
    found = summed([spending({"2130301": [500, 0, 0, 0, 0]}), one, one], form_of(3))
    form = form_of(3)
    at = form.columns.index(next(c for c in form.columns if c.endswith("基本支出")))
    assert found.columns == [*form.columns[: at + 1], "债务还本支出", *form.columns[at + 1 :]]
    assert {row.cells[1]: row.cells[at + 1] for row in found.rows}["213"] == "2.00"
    assert {row.cells[1]: row.cells[at + 2] for row in found.rows}["213"] == "4.00"
    columns = list(form_of(1).columns)
    sides = BudgetTable(1, "表", [*columns[:3], "其中：上年结转资金", *columns[3:]], [])
    sides.rows = [BudgetRow([*row[:3], "1.00" if row[1] else "", *row[3:]]) for row in form_of(1).rows]
    both = summed([sides, sides], form_of(1))
    assert both.columns == sides.columns
    assert {row.cells[1]: row.cells[3] for row in both.rows if row.cells[1]}[form_of(1).rows[0][1]] == "2.00"


def test_an_amount_of_a_unit_that_is_no_number_leaves_the_sum_open() -> None:
    total = Total(form_of(3))
    total.put("412001", spending({"2130301": [500, 0, 0, 0, 0]}))
    wrong = spending({"2130301": [700, 0, 0, 0, 0]})
    for row in wrong.rows:
        row.cells[3] = ""
    wrong.rows[-1].cells[4] = "7..00"
    total.put("412002", wrong)
    department = spending({"2130301": [9900, 0, 0, 0, 0]})
    leaf = len(department.rows) - 1
    assert total.unknown(department) == {(leaf, 4): ["412002"], (leaf, 3): ["412002"]}
    assert total.table().rows[leaf].cells[3:5] == ["", ""]
    assert (leaf, 4) not in {(d.row, d.column) for d in total.differences(department)}
    wrong.rows[-1].cells[4] = "7.00"
    total.put("412002", wrong)
    assert total.unknown(department) == {}
    assert total.table().rows[leaf].cells[3:5] == ["12.00", "12.00"]


def test_a_code_in_three_columns_or_before_its_name_is_the_code_of_the_row() -> None:
    apart = ["科目编码/类", "科目编码/款", "科目编码/项", "科目名称", "合计"]
    one = table_of(3, [["213", "03", "", "水利", "1.00"]], apart)
    two = table_of(3, [["21303 水利", "2.00"]], ["功能分类科目", "合计"])
    two.columns[0] = "科目名称"
    assert [row.cells[1:4] for row in summed([one, two], form_of(3)).rows] == [["21303", "水利", "3.00"]]


def test_labels_are_summed_each_on_its_side_though_the_lines_of_units_differ() -> None:
    forms = {year: form_of(1, year) for year in (2024, 2025)}
    one = BudgetTable(1, "表", list(forms[2024].columns), [BudgetRow(list(r)) for r in forms[2024].rows])
    two = BudgetTable(1, "表", list(forms[2025].columns), [BudgetRow(list(r)) for r in forms[2025].rows if r[0] != "6"])
    for table, amount in ((one, "1.00"), (two, "2.00")):
        for row in table.rows:
            if row.cells[3].startswith(("五、", "三十一、")):
                row.cells[4] = amount
            if row.cells[1].startswith("一、"):
                row.cells[2] = amount
    found = summed([one, two], forms[2025])
    at = {row.cells[3]: row.cells[4] for row in found.rows if row.cells[3]}
    assert at["五、教育支出"] == "3.00"
    assert (at["三十一、往来性支出"], at["三十一、人行科目"]) == ("1.00", "2.00")
    assert at["本年支出合计"] == at["支出总计"] == "6.00"
    assert {row.cells[1]: row.cells[2] for row in found.rows}["收入总计"] == "3.00"
    assert len([row for row in found.rows if row.cells[1] == "本年收入合计"]) == 1


def test_the_same_label_twice_on_one_side_stays_twice() -> None:
    table = BudgetTable(4, "表", list(form_of(4).columns), [BudgetRow(list(r)) for r in form_of(4).rows])
    lines = [row for row in table.rows if row.cells[1] == "一、一般公共预算拨款"]
    assert len(lines) == 2
    lines[0].cells[2], lines[1].cells[2] = "5.00", "1.00"
    found = summed([table, table], form_of(4))
    assert [row.cells[2] for row in found.rows if row.cells[1] == "一、一般公共预算拨款"] == ["10.00", "2.00"]


def test_where_no_unit_has_an_amount_the_note_stays() -> None:
    empty = table_of(7, [])
    empty.note = "注：无政府性基金预算，空表列示。"
    found = summed([empty, table_of(7, [])], form_of(7))
    assert (found.rows, found.note) == ([], empty.note)
    assert summed([], form_of(7)).note == form_of(7).empty_note


def purchases() -> list[Purchase]:
    return [
        Purchase("甲", total="3.00", general="3.00", sme="1.00", owner="412001"),
        Purchase("乙", total="2.50", general="2.00", own="0.50", owner="412002"),
        Purchase("丙", total="1.00", general="1.00", owner="412001"),
    ]


def test_purchases_are_summed_by_owner_and_whole() -> None:
    ordered = by_owner(purchases())
    assert [p.project for p in ordered] == ["甲", "丙", "乙"]
    totals = purchase_totals(ordered, {"412001": "云岭县水利局本级"})
    assert [(t.label, t.total, t.own, t.sme, t.first, t.last) for t in totals] == [
        ("合计", "6.50", "0.50", "1.00", 1, 3),
        ("云岭县水利局本级小计", "4.00", "", "1.00", 1, 2),
        ("412002小计", "2.50", "0.50", "", 3, 3),
    ]
    assert purchase_differences(ordered, totals) == []
    assert purchase_totals([], {}) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"total": "6.60"}, [("total", 660, 650)]),
        ({"total": "6.52"}, []),  # rounding of three addends
        ({"own": ""}, [("own", None, 50)]),
        ({"total": "6.6O"}, []),
        ({"last": 4}, []),
        ({"govfund": "1.00"}, [("govfund", 100, 0)]),
    ],
)
def test_a_printed_sum_of_purchases_is_compared(
    change: dict[str, str], found: list[tuple[str, int | None, int]]
) -> None:
    ordered = by_owner(purchases())
    (total, *_) = purchase_totals(ordered, {})
    shown = purchase_differences(ordered, [replace(total, **change)])  # type: ignore[arg-type]
    assert [(d.field, None if d.printed is None else d.printed // FEN, d.computed // FEN) for d in shown] == found


def test_a_purchase_that_is_no_number_stops_the_claim() -> None:
    ordered = [Purchase("甲", total="3.0.0"), Purchase("乙", total="1.00")]
    assert purchase_differences(ordered, [PurchaseTotal("合计", total="9.00", first=1, last=2)]) == []
    assert [total.total for total in purchase_totals(ordered, {})] == [""]


def assets(*rows: tuple[str, str, str]) -> AssetBlock:
    return AssetBlock("云岭县水利局", "2024-12-31", [AssetRow(*row) for row in rows])


def test_assets_are_summed_row_by_row() -> None:
    one = assets(("资产总额", "", "9.00"), ("1、房屋（平方米）", "120.50", "8.00"), ("2、车辆（台、辆）", "1", "1.00"))
    details = ("其中：办公用房（平方米）", "4.5", "1.00"), ("2、车辆（台、辆）", "2", "2.00")
    two = assets(("资产总额", "", "5.00"), ("（一）房屋(平方米)", "10", "3.00"), *details)
    found = summed_assets([one, two], "云岭县水利局")
    assert [(row.item, row.quantity, row.value) for row in found.rows] == [
        ("资产总额", "", "14.00"),
        ("1、房屋（平方米）", "130.50", "11.00"),
        ("其中：办公用房（平方米）", "4.5", "1.00"),
        ("2、车辆（台、辆）", "3", "3.00"),
    ]
    assert asset_differences(found) == []
    assert summed_assets([], "云岭县水利局").rows == []


@pytest.mark.parametrize(
    ("value", "found"), [("14.00", []), ("14.02", []), ("15.00", [(1500, 1400)]), ("", [(None, 1400)]), ("14.0.", [])]
)
def test_the_whole_of_assets_is_compared_with_its_rows(value: str, found: list[tuple[int | None, int]]) -> None:
    block = assets(
        ("资产总额", "", value), ("1、房屋", "", "11.00"), ("其中：办公用房", "", "1.00"), ("2、车辆", "", "3.00")
    )
    shown = asset_differences(block)
    assert [(None if d.printed is None else d.printed // FEN, d.computed // FEN) for d in shown] == found
    assert asset_differences(assets(("1、房屋", "", "11.00"))) == []


def test_forms_of_all_years_can_be_summed() -> None:
    for year in (2021, 2024, 2025):
        for form in catalog.table_forms(year):
            table = BudgetTable(form.no, "表", list(form.columns), [BudgetRow(list(row)) for row in form.rows])
            found = summed([table, table], form)
            assert [row.cells for row in found.rows] == [list(row) for row in form.rows]


def test_an_owner_is_told_by_code_by_name_and_by_both() -> None:
    of_owner = whose([Unit("412001", "云岭县水利局本级"), Unit("", "云岭县水文站")])
    assert len({of_owner(text) for text in ("412001", "云岭县水利局本级", "412001 云岭县水利局本级")}) == 1
    others = ("", "412001", "云岭县水文站", "412002")
    assert len({of_owner(text) for text in others}) == len(others)
    assert of_owner("412002") == "412002"
