"""The data of the nine tables fits together, and forms are found by the heads of a table's columns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.domain import tables
from desktop_app.domain.forms import TableForm
from desktop_app.domain.table_forms import chinese
from desktop_app.domain.table_labels import bare, fold, fold_head, is_detail, is_item
from tests.domain.table_samples import Tree, form_of, printed, table_of, trees

YEARS = (2021, 2022, 2024, 2025, 2026)


def every_form() -> list[TableForm]:
    forms = [form for year in YEARS for form in catalog.table_forms(year)]
    return forms + [variant for form in forms for variant in form.variants]


@pytest.mark.parametrize("year", YEARS)
def test_each_year_has_nine_tables_in_order(year: int) -> None:
    assert [form.no for form in catalog.table_forms(year)] == list(range(1, 10))


def test_columns_kinds_rows_sums_and_links_fit_together() -> None:
    for form in every_form():
        assert len(form.columns) == len(form.kinds) == len(set(form.columns))
        assert all(len(row) == len(form.columns) for row in form.rows)
        names = {name.name for name in form.names}
        for rule in form.sums:
            assert form.kinds[rule.label_column] == "label"
            assert {rule.label, *rule.parts} <= names
            assert bool(rule.parts) != bool(rule.items)
        for across in form.column_sums:
            assert {form.kinds[c] for c in (across.column, *across.parts)} == {"amount"}
        for link in form.links:
            source = form_of(link.table)
            assert set(link.source) <= set(source.columns)
            assert link.label in names | {"类"} and link.row in names | {"类"}
            assert form.kinds[link.column] == "amount"


def test_lines_of_income_and_the_last_line_follow_the_year() -> None:
    counts = [sum(is_item(row[1]) for row in form_of(1, year).rows) for year in YEARS]
    assert counts == [9, 9, 5, 5, 5]
    lasts = [form_of(1, year).rows[30][3] for year in YEARS]
    assert lasts == ["三十一、往来性支出"] * 3 + ["三十一、人行科目"] * 2


@pytest.mark.parametrize(("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (31, "三十一")])
def test_items_are_counted_in_chinese(number: int, said: str) -> None:
    assert chinese(number) == said


def test_labels_and_heads_are_folded() -> None:
    assert fold("“三公” 经费（境）：") == "三公经费(境):"
    assert bare("　一、（二）其中：1.公务 接待费") == "公务接待费"
    assert bare("2.80") == "2.80"
    assert is_item("十 二、城乡社区支出") and not is_item("（一）房屋") and not is_item("其中：甲")
    assert is_detail("（一）房屋") and is_detail("其中:甲") and not is_detail("一、甲") and not is_detail("会议费")
    assert fold_head("收 入/2025年度预算数（万元）") == "收入/预算数"


@settings(max_examples=30, deadline=None)
@given(trees(5), st.permutations(range(9)), st.sets(st.sampled_from([0, 6, 7, 8])))
def test_columns_in_another_order_or_left_out_give_the_same_sums(tree: Tree, order: list[int], lost: set[int]) -> None:
    form, rows = form_of(3), printed(tree)
    rows = [["" if c in lost else cell for c, cell in enumerate(row)] for row in rows]
    for row in rows:
        row[3] = ""
    kept = [column for column in order if column not in lost]
    other = table_of(3, [[row[c] for c in kept] for row in rows], [form.columns[c] for c in kept])
    fitted = tables.form_for(other, catalog.table_forms(2025))
    assert fitted is not None and fitted.columns == tuple(other.columns)
    whole = tables.computed(form, rows)
    there = tables.computed(fitted, [row.cells for row in other.rows])
    assert {(r, kept[c]): v for (r, c), v in there.items()} == whole


@pytest.mark.parametrize(
    ("no", "columns", "sums"),
    [
        (1, ["收入", "预算数", "支出", "预算数"], 4),
        (1, ["收入/项目", "收入/2024年预算数", "支出/项目", "支出/2024年预算数"], 4),
        (1, ["项目", "金额", "项目", "金额"], 4),
        (2, ["科目编码", "科目名称", "总计", "本年收入小计", "财政拨款", "其他收入", "上年结转结余"], 2),
        (2, ["科目编码", "科目名称", "合计", "本年收入/一般公共预算", "本年收入/单位资金",
             "上年结转结余/小计", "上年结转结余/一般公共预算"], 2),
        (3, ["功能分类科目编码", "功能分类科目名称", "合计", "基本支出", "项目支出", "上缴上级支出"], 1),
        (3, ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "事业单位经营支出"], 1),
        (4, ["收入/项目", "收入/预算数", "支出/项目", "支出/合计", "支出/一般公共预算", "支出/政府性基金预算"], 1),
        (5, ["科目编码", "科目名称", "合计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"], 1),
        (5, ["科目编码", "科目名称", "合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"], 2),
        (6, ["科目编码", "科目名称", "合计", "人员经费", "公用经费"], 1),
        (9, ["项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"], 1),
    ],
)  # fmt: skip
def test_forms_are_told_by_heads_in_other_words(no: int, columns: list[str], sums: int) -> None:
    fitted = tables.form_for(table_of(no, [], columns), catalog.table_forms(2024))
    assert fitted is not None
    assert fitted.clear and "other" not in fitted.kinds
    assert len(fitted.column_sums) + len(fitted.sums) * (no in (1,)) == sums


def test_an_amount_column_that_nobody_knows_stops_claims_across_and_not_down() -> None:
    columns = ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "专户支出", "上年预算数", "增减比例"]
    rows = [
        ["", "合计", "9.00", "4.00", "3.00", "2.00", "8.00", "12%"],
        ["208", "社会保障和就业支出", "9.00", "4.00", "3.00", "2.50", "8.00", "12%"],
    ]
    fitted = tables.form_for(table_of(3, rows, columns), catalog.table_forms(2025))
    assert fitted is not None and not fitted.clear
    assert fitted.kinds == ("code", "label", "amount", "amount", "amount", "amount", "other", "other")
    assert [(d.row, d.column) for d in tables.differences(fitted, rows)] == [(0, 5)]


def test_a_table_of_something_else_follows_no_form() -> None:
    forms = catalog.table_forms(2025)
    assert tables.form_for(table_of(1, [], ["姓名", "电话"]), forms) is None
    assert tables.form_for(table_of(3, [], ["科目编码", "科目名称"]), forms) is None
    assert tables.form_for(table_of(1, [], ["收入", "预算数"]), forms) is None
    assert tables.form_for(table_of(3, [], list(form_of(3).columns)), forms) is form_of(3)


def test_a_code_in_three_columns_is_put_together() -> None:
    columns = ["科目编码/类", "科目编码/款", "科目编码/项", "科目名称", "合计", "基本支出", "项目支出"]
    rows = [
        ["", "", "", "合计", "9.00", "5.00", "4.00"],
        ["208", "", "", "社会保障和就业支出", "9.00", "5.00", "4.00"],
        ["208", "05", "", "行政事业单位养老支出", "9.00", "6.00", "4.00"],
        ["208", "05", "05", "机关事业单位基本养老保险缴费支出", "9.00", "5.00", "4.00"],
    ]
    fitted = tables.form_for(table_of(5, rows, columns), catalog.table_forms(2025))
    assert fitted is not None and fitted.of_kind("code") == (0, 1, 2)
    assert [tables.code_of(fitted, row) for row in rows] == ["", "208", "20805", "2080505"]
    assert {(d.row, d.column) for d in tables.differences(fitted, rows)} == {(1, 5), (2, 4), (2, 5)}


def test_three_public_costs_of_two_years_are_summed_in_each() -> None:
    columns = ["项目", "2024年预算数", "2025年预算数", "增减比例"]
    rows = [
        ["“三公”经费合计", "3.00", "4.00", "33%"],
        ["公务用车购置及运行费", "2.00", "3.00", "50%"],
        ["公务接待费", "1.00", "0.50", "-50%"],
    ]
    fitted = tables.form_for(table_of(9, rows, columns), catalog.table_forms(2025))
    assert fitted is not None
    assert [(d.row, d.column, d.computed) for d in tables.differences(fitted, rows)] == [(0, 2, 3_500_000)]
