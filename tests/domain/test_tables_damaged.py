"""Tables as damaged documents give them: nothing is raised, and no sum is made of what is not there."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.domain import tables
from desktop_app.domain.department import Total, summed
from desktop_app.domain.derived import derive
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from tests.domain.table_samples import Tree, form_of, printed, trees

FORMS = catalog.table_forms(2025)
HEADS = sorted(
    {head for form in FORMS for head in form.columns} | {"", "合计", "项目", "上年预算数", "备注", "类", "款", "x/y/z"}
)
WORDS = sorted({cell for form in FORMS for row in form.rows for cell in row})
CELLS = st.one_of(
    st.sampled_from(
        ["", "5.00", "-3", "1,234.50", "５．０", "85.25.", "合计", "208", "20801", "2080101", "301", "栏次", "其中："]
    ),
    st.sampled_from(WORDS),
    st.text(max_size=6),
)


def damaged() -> st.SearchStrategy[BudgetTable]:
    rows = st.lists(st.lists(CELLS, max_size=14).map(BudgetRow), max_size=12)
    columns = st.lists(st.sampled_from(HEADS), max_size=14)
    official = st.sampled_from([list(form.columns) for form in FORMS])
    return st.builds(
        BudgetTable,
        no=st.integers(1, 9),
        name=st.just("表"),
        columns=st.one_of(columns, official),
        rows=rows,
        measure=st.sampled_from(["万元", "元", ""]),
    )


def _examine(table: BudgetTable, others: list[BudgetTable]) -> None:
    fitted = tables.form_for(table, FORMS)
    if fitted:
        assert len(fitted.columns) == len(fitted.kinds) == len(table.columns)
        cells = [row.cells for row in table.rows]
        width = len(table.columns)
        sums = tables.computed(fitted, cells)
        assert all(0 <= r < len(cells) and fitted.kinds[c] == "amount" for r, c in sums)
        for found in tables.differences(fitted, cells):
            assert found.printed != found.computed
            text = cells[found.row][found.column] if found.column < len(cells[found.row]) else ""
            assert (found.printed is None) == (not text.strip())
        assert sorted(tables.sorted_rows(fitted, cells)) == list(range(len(cells)))
        assert all(tables.indent(fitted, row) in (0, 1, 2) for row in cells)
        assert all(c < width for _, c in tables.values(fitted, cells))
    derive(table.no, {t.no: t for t in (*others, table)}, FORMS)
    form = form_of(table.no)
    total = Total(form)
    total.put("1", table)
    again = total.table()
    assert all(len(row.cells) == len(form.columns) for row in again.rows)
    total.differences(table)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(), st.lists(damaged(), max_size=4))
def test_whatever_stands_in_a_table_its_sums_are_of_what_is_there(
    table: BudgetTable, others: list[BudgetTable]
) -> None:
    _examine(table, others)


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(), st.lists(damaged(), max_size=4))
def test_many_damaged_tables(table: BudgetTable, others: list[BudgetTable]) -> None:
    _examine(table, others)


@settings(max_examples=30, deadline=None)
@given(trees(5), st.data())
def test_blanks_and_full_width_signs_change_no_sum(tree: Tree, data: st.DataObject) -> None:
    rows = printed(tree)
    worn = [list(row) for row in rows]
    for row in worn:
        if row[1] and data.draw(st.booleans()):
            row[1] = "　" + row[1][:3] + " " + row[1][3:].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        if row[1] == "":
            row[2] = data.draw(st.sampled_from(["合计", "合 计", "　总　计", "总计"]))
        row[4] = f" {row[4]}　"
    form = form_of(3)
    assert tables.computed(form, worn) == tables.computed(form, rows)
    assert tables.differences(form, worn) == []
    table = BudgetTable(3, "表", list(form.columns), [BudgetRow(row) for row in worn])
    plain = BudgetTable(3, "表", list(form.columns), [BudgetRow(row) for row in rows])
    assert [r.cells[3:] for r in summed([table, plain], form).rows] == [
        r.cells[3:] for r in summed([plain, plain], form).rows
    ]


@settings(max_examples=30, deadline=None)
@given(trees(5), st.data())
def test_a_row_lost_is_shown_where_it_is_missing_and_a_code_made_unreadable_claims_nothing(
    tree: Tree, data: st.DataObject
) -> None:
    form, rows = form_of(3), printed(tree)
    leaves = [i for i, row in enumerate(rows) if len(row[1]) == 7 and sum(tree[row[1]]) > 50]
    if not leaves:
        return
    at = data.draw(st.sampled_from(leaves))
    siblings = [row for row in rows if len(row[1]) == 7 and row[1][:5] == rows[at][1][:5]]
    lost = rows[:at] + rows[at + 1 :]
    parent = next(i for i, row in enumerate(lost) if row[1] == rows[at][1][:5])
    assert {d.row for d in tables.differences(form, lost)} == ({parent} if len(siblings) > 1 else set())
    rows[at][1] = rows[at][1].replace("2", "Z")
    assert tables.differences(form, rows) == []
