"""Sums of budget tables: each by its definition, and nothing claimed where a row is not known."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.domain import tables
from desktop_app.domain.disclosed import BudgetTable
from tests.domain.table_samples import Tree, codes_of, form_of, printed, table_of, total, trees, typed

FEN = 10_000  # 0.01 万元 in 0.01 元
T3_AMOUNTS = 5  # part columns of 支出总表


def spending(rows: list[list[str]], year: int = 2025) -> list[list[str]]:
    """A 收支总表 with amounts at the labels given as [income label, amount, spending label, amount]."""
    cells = [list(row) for row in form_of(1, year).rows]
    for income, gets, item, costs in rows:
        for row in cells:
            if income and row[1].endswith(income):
                row[2] = gets
            if item and row[3].endswith(item):
                row[4] = costs
    return cells


@settings(max_examples=40, deadline=None)
@given(trees(T3_AMOUNTS))
def test_every_sum_of_a_table_with_codes_is_the_sum_of_its_leaves(tree: Tree) -> None:
    form, rows = form_of(3), typed(tree)
    found = tables.computed(form, rows)
    for at, code in enumerate(["", *codes_of(tree)]):
        for column in range(T3_AMOUNTS):
            if len(code) < 7:
                assert found[at, 4 + column] == total(tree, code, column) * FEN
        assert found[at, 3] == sum(total(tree, code, c) for c in range(T3_AMOUNTS)) * FEN


@settings(max_examples=40, deadline=None)
@given(trees(T3_AMOUNTS), st.data())
def test_a_changed_cell_changes_exactly_the_sums_above_it(tree: Tree, data: st.DataObject) -> None:
    form, rows = form_of(3), typed(tree)
    leaf = data.draw(st.sampled_from(sorted(tree)))
    column = data.draw(st.integers(4, 8))
    at = next(i for i, row in enumerate(rows) if row[1] == leaf)
    changed = [list(row) for row in rows]
    changed[at][column] = str(Decimal(rows[at][column]) + 1)
    before, after = tables.computed(form, rows), tables.computed(form, changed)
    moved = {place for place in after if after[place] != before[place]}
    above = {i for i, row in enumerate(rows) if leaf.startswith(row[1]) and row[1] != leaf}
    assert moved == {(i, c) for i in above for c in (3, column)} | {(at, 3)}
    assert {after[place] - before[place] for place in moved} == {100 * FEN}


@settings(max_examples=40, deadline=None)
@given(trees(T3_AMOUNTS), st.data())
def test_a_printed_table_that_adds_up_has_no_difference_and_a_wrong_cell_is_shown_where_it_is(
    tree: Tree, data: st.DataObject
) -> None:
    form, rows = form_of(3), printed(tree)
    assert tables.differences(form, rows) == []
    sums = [i for i, row in enumerate(rows) if len(row[1]) < 7]
    row, column = data.draw(st.sampled_from(sums)), data.draw(st.integers(4, 8))
    right = Decimal(rows[row][column])
    rows[row][column] = str(right + 500)
    found = {(d.row, d.column): d for d in tables.differences(form, rows)}
    assert found[row, column].computed == int(right * 100) * FEN
    assert found[row, column].printed == int((right + 500) * 100) * FEN
    parent = next((i for i in reversed(range(row)) if rows[row][1].startswith(rows[i][1])), 0)
    assert set(found) <= {(row, column), (row, 3), (parent, column)}  # its own row, and the sum that adds it


@settings(max_examples=30, deadline=None)
@given(trees(T3_AMOUNTS), st.randoms())
def test_the_order_of_rows_does_not_matter_and_sorting_brings_them_in_order(tree: Tree, chance: object) -> None:
    form, rows = form_of(3), typed(tree)
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    straight, crooked = tables.computed(form, rows), tables.computed(form, mixed)
    assert {(rows[r][1], c): v for (r, c), v in straight.items()} == {
        (mixed[r][1], c): v for (r, c), v in crooked.items()
    }
    assert [mixed[i] for i in tables.sorted_rows(form, mixed)] == rows


def test_rows_stand_in_by_their_level() -> None:
    form = form_of(3)
    codes = ["", "208", "20801", "2080101", "　208 0199", "2０80150"]
    assert [tables.indent(form, ["1", code, "某科目", *[""] * 6]) for code in codes] == [0, 0, 1, 2, 2, 2]
    assert tables.code_of(form, ["1", "", "2080101 行政运行", *[""] * 6]) == "2080101"
    assert tables.code_of(form_of(6), ["1", "30101", "基本工资", "", "", ""]) == "30101"
    assert tables.code_of(form_of(6), ["1", "2080101", "行政运行", "", "", ""]) == ""


@pytest.mark.parametrize(
    ("printed_sum", "found"),
    [("47.42", False), ("47.39", False), ("47.44", True), ("47.38", True), ("", True), ("47.4.1", False)],
)
def test_rounding_is_no_difference_and_a_blank_or_malformed_sum_is_not_called_wrong(
    printed_sum: str, found: bool
) -> None:
    rows = [
        ["1", "", "合计", printed_sum, "", "", "", "", ""],
        ["2", "210", "卫生健康支出", "41.17", "41.17", "", "", "", ""],
        ["3", "221", "住房保障支出", "6.24", "6.24", "", "", "", ""],
    ]
    shown = [d for d in tables.differences(form_of(3), rows) if (d.row, d.column) == (0, 3)]
    assert bool(shown) == found
    if found:
        assert shown[0].computed == 4741 * FEN
        assert shown[0].printed == (None if not printed_sum else int(Decimal(printed_sum) * 100) * FEN)


def test_nothing_is_claimed_about_rows_that_nobody_knows() -> None:
    form = form_of(3)
    rows = [
        ["1", "", "合计", "30.00", "30.00", "", "", "", ""],
        ["2", "208", "社会保障和就业支出", "20.00", "20.00", "", "", "", ""],
        ["3", "20801", "某款", "10.00", "10.00", "", "", "", ""],
        ["4", "2O8O5", "编码读坏的款", "10.00", "10.00", "", "", "", ""],
        ["5", "221", "住房保障支出", "10.00", "10.00", "", "", "", ""],
    ]
    assert tables.differences(form, rows) == []
    rows[3][1] = "20805"
    assert tables.differences(form, rows) == []
    rows[3][3:5] = ["11.00", "11.00"]
    assert {(d.row, d.column) for d in tables.differences(form, rows)} == {(1, 3), (1, 4)}


def test_an_amount_that_is_no_number_stops_the_claim_and_the_sum() -> None:
    form = form_of(3)
    rows = [
        ["1", "208", "社会保障和就业支出", "9.00", "9.00", "", "", "", ""],
        ["2", "20801", "某款", "5.00.", "5.00.", "", "", "", ""],
        ["3", "20805", "某款", "3.00", "3.00", "", "", "", ""],
    ]
    assert tables.differences(form, rows) == []
    computed = tables.computed(form, rows)
    assert (0, 4) not in computed
    assert (computed[0, 3], computed[2, 3]) == (900 * FEN, 300 * FEN)  # its part 9.00 is printed
    assert tables.values(form, rows)[0, 4] == 900 * FEN
    assert tables.untold(form, rows) == {}  # what is printed stands
    for row in rows[:2]:
        row[3] = ""
    rows[0][4] = ""
    assert tables.untold(form, rows) == {(0, 3): (1, 4), (0, 4): (1, 4), (1, 3): (1, 4)}
    assert tables.unknown(form, rows) == {(0, 3), (0, 4), (1, 3), (1, 4)}
    rows[1][4] = "5.00"
    assert tables.computed(form, rows)[0, 3] == 800 * FEN
    assert tables.untold(form, rows) == {}


def test_a_code_printed_twice_stops_the_claim() -> None:
    form = form_of(3)
    row = ["2", "208", "社会保障和就业支出", "5.00", "5.00", "", "", "", ""]
    rows = [["1", "", "合计", "5.00", "5.00", "", "", "", ""], row, list(row)]
    assert tables.differences(form, rows) == []


def test_rows_that_number_the_columns_are_no_rows() -> None:
    form = form_of(3)
    rows = [["栏次", "1", "2", "3", "4", "5", "6", "7", "8"], ["1", "", "合计", "4.00", "4.00", "", "", "", ""]]
    assert tables.differences(form, rows) == []
    assert (0, 3) not in tables.computed(form, rows)


def test_a_row_that_ends_early_is_read_as_blank() -> None:
    form = form_of(3)
    rows = [["1", "", "合计"], ["2", "208", "社会保障和就业支出", "", "4.00"]]
    assert tables.computed(form, rows) == {(0, 3): 400 * FEN, (0, 4): 400 * FEN, (1, 3): 400 * FEN}
    assert tables.values(form, rows)[0, 3] == 400 * FEN


@pytest.mark.parametrize("last", ["三十一、往来性支出", "三十一、人行科目", ""])
def test_totals_of_the_first_table_count_whatever_line_31_is_called(last: str) -> None:
    rows = spending(
        [
            ["一般公共预算拨款收入", "70.00", "农林水支出", "60.00"],
            ["单位资金", "5.50", "往来性支出" if last else "农林水支出", "15.50" if last else "75.50"],
            ["上年结转结余", "4.00", "年终结转结余", "4.00"],
        ],
        2024,
    )
    rows = [[*r[:3], last if r[3].startswith("三十一") else r[3], r[4]] for r in rows if last or "三十一" not in r[3]]
    at = {row[3]: i for i, row in enumerate(rows)}
    found = tables.computed(form_of(1, 2024), rows)
    assert found[at["本年支出合计"], 2] == found[at["本年支出合计"], 4] == 7550 * FEN
    assert found[at["支出总计"], 2] == found[at["支出总计"], 4] == 7950 * FEN


def test_labels_are_matched_with_other_signs_blanks_and_without_numbers() -> None:
    rows = [
        ["1", "一 、 一般公共预算拨款收入", "7.00", "农林水支出", "6.00"],
        ["2", "其中：专项", "2.00", "住 房 保 障 支 出", "1.00"],
        ["3", "本年收入 合 计", "7.00", "本年支出合计", "7.00"],
        ["4", "上年结转", "", "结转下年", ""],
        ["5", "收 入 总 计", "7.00", "支出总计", "7.00"],
    ]
    assert tables.differences(form_of(1), rows) == []
    rows[2][2] = "9.00"
    assert {(d.row, d.column) for d in tables.differences(form_of(1), rows)} == {(2, 2), (4, 2)}


def test_a_line_of_unknown_kind_stops_the_claim_of_the_first_table() -> None:
    rows = [
        ["1", "一、一般公共预算拨款收入", "7.00", "一、农林水支出", "9.00"],
        ["2", "非税安排", "2.00", "", ""],
        ["3", "本年收入合计", "9.00", "本年支出合计", "9.00"],
        ["4", "收入总计", "9.00", "支出总计", "9.00"],
    ]
    assert tables.differences(form_of(1), rows) == []
    rows[1][1] = "二、非税安排"
    assert tables.differences(form_of(1), rows) == []
    rows[1][2] = "3.00"
    assert {(d.row, d.column) for d in tables.differences(form_of(1), rows)} == {(2, 2)}


def test_grants_carried_over_are_summed_below_their_own_line() -> None:
    form = form_of(4)
    rows = [list(row) for row in form.rows]
    at = {row[1]: i for i, row in enumerate(rows) if row[1]}
    carried = at["年初财政拨款结转和结余"]
    rows[0][2], rows[carried + 1][2], rows[carried + 2][2] = "50.00", "3.00", "4.00"
    rows[12][5], rows[12][6] = "53.00", "4.00"
    found = tables.computed(form, rows)
    assert found[at["本年收入合计"], 2] == 5000 * FEN
    assert found[carried, 2] == 700 * FEN
    assert found[at["收入总计"], 2] == 5700 * FEN
    assert found[12, 4] == found[at["收入总计"], 4] == 5700 * FEN
    assert found[at["收入总计"], 6] == 400 * FEN


def three_public(lines: str) -> list[list[str]]:
    """Rows of the 三公 table from `label amount` separated by |; the money is all of the 一般公共预算."""
    rows = [line.split() for line in lines.split("|")]
    return [[str(i), label, amount[0], amount[0], "", ""] for i, (label, *amount) in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        pytest.param(
            "合计 9.00|“三公”经费小计 6.00|一、因公出国（境）费 1.00|其中：教学科研人员因公出国（境）费 0.40|"
            "其他因公出国（境）费 0.60|二、公务用车购置及运维费 3.00|其中：公务用车购置费 1.00|"
            "公务用车运行维护费 2.00|三、公务接待费 2.00|会议费 1.00|培训费 2.00",
            set(),
            id="the form",
        ),
        pytest.param(
            "一、“三公”经费合计 6.00|（一）因公出国(境)费 0|（二）公务接待费 2.00|（三）公务用车费 4.00|"
            "１．公务用车购置费 1.00|２．公务用车运行维护费 3.00|二、会议费 5.00|三、培训费 7.00",
            set(),
            id="other words, numbers and order",
        ),
        pytest.param(
            "“三公”经费小计 6.00|公务接待费 2.00|公务用车购置及运行费 4.00|公务用车购置 1.00|公务用车运行费 2.00",
            {2},
            id="a part that is not the sum of its own parts",
        ),
        pytest.param(
            "合计 6.00|因公出国（境）费 1.00|公务用车购置及运行维护费 2.00|公务接待费 2.00", {0}, id="no subtotal"
        ),
        pytest.param(
            "合计 7.15|“三公”经费小计 4.45|公务用车购置及运维费 3.20|公务接待费 1.25",
            {0},
            id="rows of the sum are lost",
        ),
        pytest.param(
            "“三公”经费小计 4.00|公务用车购置及运行费 4.00|其中：公务用车运行费 3.00", set(), id="one detail only"
        ),
        pytest.param(
            "合计 2.00|公务接待费 2.00|因公出国（境）团组数（个） 1|公务用车购置数（辆） 1|公务接待批次（批） 10",
            set(),
            id="counts are no money",
        ),
    ],
)
def test_three_public_costs_add_up_by_their_labels(lines: str, wrong: set[int]) -> None:
    found = tables.differences(form_of(9), three_public(lines))
    assert {d.row for d in found if d.printed is not None} == wrong


def test_names_of_codes_come_from_the_file_before_the_shipped_list() -> None:
    rows = [["1", "2080101", "行政 运行", "", "", ""], ["2", "2080199", "本地名称", "5.00", "", ""]]
    table = BudgetTable(5, "表", list(form_of(5).columns))
    table.rows = table_of(5, rows).rows
    names = tables.code_names({"2080101": "行政运行", "2080199": "其他", "20801": "某款"}, [table])
    assert names == {"2080101": "行政运行", "2080199": "本地名称", "20801": "某款"}
    assert tables.code_names({}, [table_of(6, [["1", "30101", "基本工资", "", "", ""]])], "economic") == {
        "30101": "基本工资"
    }


def test_shipped_codes_belong_to_a_class_that_is_there_and_have_names() -> None:
    for codes, first in ((catalog.function_codes(), "2"), (catalog.economic_codes(), "3")):
        for code, name in codes.items():
            assert code.isdecimal() and code.startswith(first) and len(code) in (3, 5, 7)
            assert name.strip() == name and name
            assert all(code[:length] in codes for length in (3, 5) if length < len(code))
    assert catalog.function_codes()["2080109"] == "社会保险经办机构"
    assert catalog.economic_codes()["30217"] == "公务接待费"
