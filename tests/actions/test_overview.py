"""The figures of the overview: what they add up to, what counts as filled in, and the workbook of sums."""

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.actions import checking, editing, filling, importing, overview, overview_tables, reading, workspace
from desktop_app.actions.overview_tables import CATEGORIES, FUNCTIONS, NAMES, PARTS, PROGRESS
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.workspace import Store
from desktop_app.domain import amounts, order
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import AssetBlock, AssetRow, BudgetRow, BudgetTable, Purchase, Section, Term
from desktop_app.domain.model import Book, Goal, Indicator, Project, Unit
from desktop_app.errors import UserError
from desktop_app.storage import books, sums
from tests.actions.whole import workspace_in
from tests.books import set_value, sound_project

UNITS = (("412001", "水利局本级"), ("412002", "水库管理所"), ("412003", "防汛站"))


def project(unit: int, name: str, category: str = "", function_code: str = "", **fields: str) -> Project:
    made = deepcopy(sound_project())
    made.unit_code, made.unit_name = UNITS[unit]
    made.id, made.name, made.code = "", name, f"53099925P0000412{len(name):03}{unit}1"
    made.category, made.function_code = category, function_code
    for field, text in fields.items():
        setattr(made, field, text)
    return made


def book(year: int = 2025, code: str = "412", name: str = "云岭县水利局") -> Book:
    """Three units; money of two classes and of none, one amount that is no number, one secret project."""
    return Book(
        file=f"{name}{year}.txt", year=year, department_code=code, department_name=name,
        units=[Unit(*unit) for unit in UNITS],
        projects=[
            project(0, "泵站维护费", "特定目标类", "2130306", budget="10", fiscal="8", other="2"),
            project(0, "渠道清淤费", " 特定目标类", "2130306", budget="5.5", fiscal="5.5"),
            project(0, "保密线路费", "其他运转类", budget="1.05", fiscal="1.05", secret="是"),
            project(1, "水库巡查费", "其他运转类", "2130304", budget="20", fiscal="12", other="8"),
            project(1, "看护费", budget="85.25.", fiscal="3", other=""),
        ],
    )  # fmt: skip


def add(store: Store, *given: Book) -> None:
    importing.apply_import(store, importing.plan_import(store, list(given)))


def nodes(store: Store) -> dict[tuple[str, str], TreeNode]:
    def below(node: TreeNode) -> Iterator[TreeNode]:
        yield node
        for child in node.children:
            yield from below(child)

    return {(n.kind, n.label): n for root in reading.tree(store) for n in below(root)}


@pytest.fixture(scope="module")
def county_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with workspace_in(tmp_path_factory.mktemp("sums")) as store:
        add(store, book(), book(2025, "413", "云岭县林业局"), book(2024))
    return store.path


@pytest.fixture
def county(county_file: Path) -> Iterator[Store]:
    """Two departments of 2025 and one of 2024; to be read only."""
    with workspace.open_workspace(county_file, daily_backup=False) as store:
        yield store


YEAR, WATER, FIRST = ("year", "2025 年度"), ("department", "412 云岭县水利局"), ("unit", "412001 水利局本级")


@pytest.mark.parametrize(
    ("where", "projects", "budget", "fiscal", "other", "faults", "secrets", "owners"),
    [
        (YEAR, 10, "73.10", "59.10", "20.00", 2, 2, "department"),
        (WATER, 5, "36.55", "29.55", "10.00", 1, 1, "unit"),
        (FIRST, 3, "16.55", "14.55", "2.00", 0, 1, "project"),
    ],
)
def test_sums_of_a_year_a_department_and_a_unit(
    county: Store, where: tuple[str, str], projects: int, budget: str, fiscal: str, other: str, faults: int,
    secrets: int, owners: str,
) -> None:  # fmt: skip
    found = overview.figures(county, nodes(county)[where])
    money = [amounts.format_amount(n) for n in (found.total.budget, found.total.fiscal, found.total.other)]
    assert (found.total.projects, money, found.total.faults, found.total.secrets, found.owners) == (
        projects, [budget, fiscal, other], faults, secrets, owners,
    )  # fmt: skip


def test_classes_and_codes_with_what_is_not_stated_last(county: Store) -> None:
    found = overview.figures(county, nodes(county)[WATER])
    classes = [(s.label, s.projects, amounts.format_amount(s.budget)) for s in found.by_category]
    assert classes == [("其他运转类", 2, "21.05"), ("特定目标类", 2, "15.50"), ("未标明", 1, "0.00")]
    codes = [(s.target[1], s.projects) for s in found.by_function]
    assert codes == [("2130304", 1), ("2130306", 2), ("", 2)]
    names = catalog.function_codes()
    assert found.by_function[1].label == f"2130306 {names.get('2130306', '')}".strip()


def test_codes_are_left_out_where_no_project_has_one(store: Store) -> None:
    assert overview.figures(store, reading.tree(store)[0]).by_function == []


def test_a_sum_opens_as_the_projects_in_it(county: Store) -> None:
    node = nodes(county)[WATER]
    names = {row["id"]: row["name"] for row in county.query("SELECT id, name FROM project")}
    for s in overview.figures(county, node).by_category:
        assert len(overview.narrowed_ids(county, node, s.target)) == s.projects
    ids = overview.narrowed_ids(county, node, ("category", "特定目标类"))
    assert [names[i] for i in ids] == ["泵站维护费", "渠道清淤费"]


def test_the_largest_ten_and_the_others() -> None:
    many = [overview.Sum(str(n), ("unit", str(n)), 1, budget=n) for n in range(13)]
    shown = overview.largest(many)
    assert [s.label for s in shown] == ["12", "11", "10", "9", "8", "7", "6", "5", "4", "3", "其他 3 个"]
    assert (shown[-1].budget, shown[-1].projects) == (0 + 1 + 2, 3)
    assert len(overview.largest(many[:11])) == 11, "one more is no longer a list than 其他 would make it"


def test_the_only_department_and_the_only_unit_are_passed_over(store: Store) -> None:
    found = overview.figures(store, reading.tree(store)[0])
    assert (found.owners, [s.label for s in found.by_owner]) == ("project", ["泵站维护费"])


def test_findings_divide_like_the_money_and_the_books_own_stand_last(county: Store) -> None:
    counts = {("unit", "412001 水利局本级"): (1, 2, 0, 0), WATER: (4, 2, 1, 0)}
    found = overview.found_in(nodes(county)[WATER], lambda n: counts.get((n.kind, n.label), (0, 0, 0, 0)))
    assert [(f.label, f.errors, f.warnings, f.hints) for f in found] == [
        ("412001 水利局本级", 1, 2, 0), ("412002 水库管理所", 0, 0, 0),
        ("公开表和文字", 3, 0, 1),
    ]  # fmt: skip
    assert overview.totals_of(found) == (4, 2, 1)


amount = st.one_of(
    st.integers(-(10**6), 10**20).map(lambda n: f"{n / 1:.0f}" if n < 10**6 else str(n)),
    st.decimals("0", "9999999", places=2).map(str),
    st.sampled_from(["", "85.25.", "９.５", "1,200.5", "92233720368547", "9223372036854.775807"]),
)
a_project = st.tuples(
    st.integers(0, 2), st.sampled_from(["", "人员类", "特定目标类", "　其他运转类 "]), st.sampled_from(["", "2130306"]),
    amount, amount, amount,
)  # fmt: skip


def _stored(text: str) -> int:
    """What the file can hold of an amount as a number."""
    fen = amounts.parse_amount(text)
    return fen if fen is not None and -(2**63) <= fen < 2**63 else 0


def renew(store: Store, *projects: Project) -> TreeNode:
    """Put other projects into a store; its only year."""
    there = [row["id"] for row in store.query("SELECT id FROM project")]
    workspace.delete_records(store, "project", there, "清空")
    department = store.query("SELECT id FROM department")[0]["id"]
    with store.operation("造") as operation:
        books.add_projects(operation, department, list(projects), order.spread(len(projects)))
    return reading.tree(store)[0]


def test_units_classes_and_codes_all_add_up_to_the_total(store: Store) -> None:
    """Amounts at the edge of 64 bits among them: their sum is exact too."""
    department = store.query("SELECT id FROM department")[0]["id"]
    for code, name in UNITS[1:]:
        workspace.add_unit(store, department, name, code)
    units = [row["id"] for row in store.query("SELECT id FROM unit ORDER BY place")]

    @settings(max_examples=30, deadline=None)
    @given(st.lists(a_project, max_size=12))
    def check(made: list[tuple[int, str, str, str, str, str]]) -> None:
        projects = [
            Project(unit_id=units[u], name=f"甲{i}", category=c, function_code=f, budget=b, fiscal=m, other=o)
            for i, (u, c, f, b, m, o) in enumerate(made)
        ]
        found = overview.figures(store, renew(store, *projects).children[0])
        expected = (len(made), *(sum(_stored(p[i]) for p in made) for i in (3, 4, 5)))
        divided = (found.by_owner, found.by_category, found.by_function or [found.total])
        for parts in (*divided, overview.largest(found.by_owner, 1)):
            got = tuple(sum(getattr(s, name) for s in parts) for name in ("projects", "budget", "fiscal", "other"))
            assert got == expected
        table = overview_tables.by_category(found)
        assert (table.total[1], *table.total[-3:]) == expected
        classes = slice(2, len(table.heads) - 3)
        assert all(sum(line.values[classes]) == line.values[-3] for line in table.lines)

    check()


# -- progress ---------------------------------------------------------------------------------------------------------


def states_of(store: Store) -> filling.States:
    return filling.together(list(filling.states(store, reading.tree(store)[0]).values()))


def change(store: Store, made: Project, **texts: str) -> None:
    editing.edit_cells(store, [(CellKey("project", made.id, column), text) for column, text in texts.items()])


@pytest.mark.parametrize(
    ("texts", "lacks"),
    [
        ({}, set()),
        ({"purpose": " 　"}, {"head"}),
        ({"budget": ""}, {"head"}),
        ({"budget": "八万"}, set()),  # wrong, which the checks say, but filled in
        ({"plan_3": ""}, {"plan"}),
        ({"needs_form": "否", "plan_1": ""}, set()),
    ],
)
def test_what_a_project_lacks(tmp_path: Path, texts: dict[str, str], lacks: set[str]) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        given = book()
        given.projects = given.projects[:1]
        add(store, given)
        made = reading.load_books(store)[0].projects[0]
        change(store, made, **texts)
        found, node = states_of(store), reading.tree(store)[0]
        for state, _, _ in filling.STATES:
            have, due = found.of(state)
            assert (due - have == 1) is (state in lacks), state
            assert filling.lacking(store, node, state) == ([made.id] if state in lacks else [])
        assert found.complete == (not lacks)
        assert found.partly == bool(lacks)


def test_a_project_with_nothing_but_a_name_is_not_begun(store: Store) -> None:
    found = states_of(store)
    assert (found.projects, found.due, found.complete, found.partly, found.goals, found.required) == (1, 1, 0, 0, 0, 0)


rows = st.lists(
    st.tuples(
        st.sampled_from(["产出指标", "效益指标", "效益", "", "满意度指标", "成本指标"]),
        st.sampled_from(["数量指标", "数量", "经济效益指标", "社会效益", "质量指标", "", "经济成本指标"]),
        st.sampled_from(["培训次数", "", " "]),
        st.sampled_from(["≥3次", ""]),
    ),
    max_size=5,
)


@pytest.mark.parametrize("frame", list(catalog.frames()))
def test_required_indicators_are_those_that_rule_g04_asks_for(store: Store, frame: str) -> None:
    department = store.query("SELECT id FROM department")[0]["id"]
    unit = store.query("SELECT id FROM unit")[0]["id"]
    editing.edit_cells(store, [(CellKey("department", department, "frame"), frame)])

    @settings(max_examples=30, deadline=None)
    @given(rows, st.sampled_from(["", "是", "否"]))
    def check(made: list[tuple[str, str, str, str]], needs: str) -> None:
        indicators = []
        for l1, l2, l3, value in made:
            indicators.append(Indicator(l1, l2, l3))
            set_value(indicators[-1], value)
        renew(store, Project(unit_id=unit, name="甲", needs_form=needs, goals=[Goal("乙")], indicators=indicators))
        have, due = states_of(store).of(sums.REQUIRED)
        assert (due - have > 0) == any(f.rule == "G04" for f in checking.check(store))

    check()


# -- parts of the book ------------------------------------------------------------------------------------------------


def publishing() -> Book:
    made = book()
    made.tables = [
        BudgetTable(1, "收支总表", ["项目", "预算数"], [BudgetRow(["收入总计", "1"])]),
        BudgetTable(7, "政府性基金表", ["项目"], [], note="空表"),
        BudgetTable(5, "一般公共预算支出表", ["项目"], [BudgetRow(["甲"])], owner="412002"),
        BudgetTable(6, "基本支出表", ["项目"], []),
    ]
    made.sections = [Section("三、机关运行经费安排情况", "1万元。"), Section("附注", "无。")]
    made.purchases = [Purchase(item="水泵", owner="水库管理所")]
    made.assets = [AssetBlock("水利局本级", "2024年12月31日", [AssetRow("房屋", "1", "2")])]
    made.glossary = [Term("财政拨款", "由财政拨付。")]
    return made


def test_parts_of_a_book_that_are_there_and_that_are_due(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        add(store, publishing())
        at = nodes(store)
        (of_department,) = filling.parts(store, at[WATER]).values()
        assert [(p.path, p.done) for p in of_department] == [
            ("budget_tables", 2), ("sections", 1), ("procurement", 1), ("assets", 1), ("organisation", 0),
            ("glossary", 1),
        ]  # fmt: skip
        assert of_department[0].due == 9
        assert of_department[0].missing == ("表2", "表3", "表4", "表5", "表6", "表8", "表9")
        sections = of_department[1]
        assert len(sections.missing) == sections.due - 1
        assert not any("机关运行经费" in text for text in sections.missing)
        by_unit = {
            label: [(p.path, p.done) for p in next(iter(filling.parts(store, at["unit", label]).values()))]
            for label in ("412001 水利局本级", "412002 水库管理所")
        }
        assert by_unit == {
            "412001 水利局本级": [("budget_tables", 0), ("sections", 0), ("procurement", 0), ("assets", 1)],
            "412002 水库管理所": [("budget_tables", 1), ("sections", 0), ("procurement", 1), ("assets", 0)],
        }


def test_books_of_a_year_count_together_and_lead_to_the_first_that_lacks_something(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        add(store, publishing(), book(2025, "413", "云岭县林业局"))
        at = nodes(store)
        total = {p.path: p for p in filling.summed(list(filling.parts(store, at[YEAR]).values()))}
        assert (total["budget_tables"].done, total["budget_tables"].due) == (2, 18)
        assert (total["glossary"].done, total["glossary"].due) == (1, 2)
        assert total["glossary"].target == ("part", f"{at['department', '413 云岭县林业局'].id} glossary")


# -- tables -----------------------------------------------------------------------------------------------------------


def tables_of(store: Store, node: TreeNode) -> dict[str, overview_tables.SummaryTable]:
    figures = overview.figures(store, node)
    none = lambda _: (0, 0, 0, 0)  # noqa: E731
    rest = filling.states(store, node), filling.parts(store, node)
    return {n: overview_tables.make(n, figures, overview.found_in(node, none), none, *rest) for n in NAMES}


def test_units_by_class_as_a_table(county: Store) -> None:
    table = tables_of(county, nodes(county)[WATER])[CATEGORIES]
    texts = [[table.text(row, column) for column in range(len(table.heads))] for row in range(table.height)]
    assert [list(table.heads), *texts] == [
        ["单位", "项目数", "其他运转类", "特定目标类", "未标明", "预算数", "财政资金", "其他资金"],
        ["412001 水利局本级", "3", "1.05", "15.50", "0.00", "16.55", "14.55", "2.00"],
        ["412002 水库管理所", "2", "20.00", "0.00", "0.00", "20.00", "15.00", "8.00"],
        ["合计", "5", "21.05", "15.50", "0.00", "36.55", "29.55", "10.00"],
    ]


def test_every_row_has_a_value_for_every_head(county: Store) -> None:
    for where in (YEAR, WATER, FIRST):
        for table in tables_of(county, nodes(county)[where]).values():
            assert len(table.heads) == len(table.kinds)
            assert all(len(line.values) == len(table.heads) for line in table.lines)
            assert len(table.total) in (0, len(table.heads))


def test_the_workbook_holds_numbers_and_no_project_by_name(county: Store, tmp_path: Path) -> None:
    for where in (WATER, FIRST):
        tables = tables_of(county, nodes(county)[where])
        to = overview_tables.write("云岭县水利局", list(tables.values()), 1, tmp_path / "汇总.xlsx")
        workbook = openpyxl.load_workbook(to)
        values = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row]
        assert not any("保密线路费" in str(value) or "泵站" in str(value) for value in values)
        assert "单位内部汇总，不是公开文件；含涉密项目 1 个的金额" in values
    to = overview_tables.write("局", list(tables_of(county, nodes(county)[WATER]).values()), 0, tmp_path / "汇总.xlsx")
    workbook = openpyxl.load_workbook(to)
    assert workbook.sheetnames[:4] == [CATEGORIES, FUNCTIONS, PROGRESS, PARTS]
    last = [cell.value for cell in list(workbook[CATEGORIES].rows)[-1]]
    assert last == ["合计", 5, 21.05, 15.5, 0, 36.55, 29.55, 10]
    assert workbook[CATEGORIES]["C3"].value == "其他运转类（万元）"


def test_the_workbook_is_never_written_over_a_workspace(county: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不能把工作簿换成别的文件"):
        overview_tables.write("局", [], 0, county.path)


def test_a_number_too_long_for_the_file_is_kept_as_it_was_typed(store: Store, project_id: str) -> None:
    digits = "".join(random.Random(3).choices("123456789", k=30))
    editing.edit_cells(store, [(CellKey("project", project_id, "budget"), digits)])
    assert reading.load_project(store, project_id).budget == digits
    found = overview.figures(store, reading.tree(store)[0])
    assert (found.total.budget, found.total.faults) == (0, 1)
