"""Two versions compared: nothing differs from itself, and exactly what was changed is found."""

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.actions import comparing, editing, reading, stages, workspace
from desktop_app.actions.comparing import CHANGED, GONE, NEW, Row, changes_only, differences
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, DepartmentGoal, Fact, GoalIndicator, Section
from desktop_app.domain.model import Book, Project, Unit
from tests.actions.whole import book as whole_book
from tests.actions.whole import take, workspace_in
from tests.books import sound_book

CELLS = {
    "department": ("name", "code"), "unit": ("name", "code"),
    "project": ("name", "code", "budget", "purpose", "plan_2", "category", "secret", "seq"),
    "goal": ("text",), "indicator": ("l1", "l3", "desc", "value", "sign", "number", "measure", "basis", "last_value"),
    "section": ("heading", "text"), "budget_table": ("name", "note", "measure"), "budget_row": ("c1", "c2", "c3", "c4"),
    "organisation": ("name", "rank"), "purchase": ("item", "price", "owner", "total"), "purchase_total": ("total",),
    "asset_block": ("unit", "date"), "asset_row": ("item", "value"), "term": ("term", "text"),
}  # fmt: skip
VALUE_PARTS = {"sign", "number", "measure"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with workspace_in(tmp_path_factory.mktemp("比")) as opened:
        take(opened, whole_book())
        stages.close_stage(opened, [reading.load_books(opened)[0].id], "一上", "二上")
        yield opened


def _cells(store: Store) -> dict[CellKey, str]:
    """Every cell of the workspace as the tables hold it."""
    found = {}
    for table, columns in CELLS.items():
        for row in store.query(f"SELECT * FROM {table}"):
            found |= {CellKey(table, row["id"], column): row[column] for column in columns}
    return found


def _differing(before: dict[CellKey, str], after: dict[CellKey, str]) -> dict[CellKey, tuple[str, str]]:
    """What differs, the parts of a value left to the value where that differs."""
    changed = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    values = {key.row for key in changed if key.column == "value"}
    return {key: pair for key, pair in changed.items() if not (key.column in VALUE_PARTS and key.row in values)}


def _now(store: Store) -> tuple[comparing.Side, comparing.Side]:
    found = comparing.sides(store, reading.load_books(store)[0].id)
    return found[1], found[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 12))
def test_exactly_the_cells_that_were_changed_at_random_are_found(filled: Store, seed: int, count: int) -> None:
    dice = random.Random(seed)
    before = _cells(filled)
    keys = dice.sample(list(before), count)
    edits = [(key, dice.choice(["", "改过的字", "12.30", before[key] + "。"])) for key in keys]
    done = 0
    for key, text in edits:
        done += bool(editing.edit_cells(filled, [(key, text)]).cells)
    after = _cells(filled)
    rows = changes_only(comparing.compare_sides(filled, *_now(filled)))
    assert {row.keys[1]: (row.before, row.after) for row in rows} == _differing(before, after)
    assert {row.kind for row in rows} <= {CHANGED}
    for _ in range(done):
        editing.undo(filled)
    assert _cells(filled) == before


def test_nothing_differs_from_itself(filled: Store) -> None:
    book = reading.load_books(filled)[0]
    rows = differences(book, deepcopy(book))
    assert changes_only(rows) == []
    assert {row.part for row in rows} == {
        "部门", "单位", "机构设置", "文字", "项目", "预算公开表", "政府采购", "资产", "名词解释"
    }  # fmt: skip
    assert changes_only(comparing.compare_sides(filled, *_now(filled))) == []


def _changed(change: Any) -> list[Row]:
    """What comparing finds after a function changed a copy of the whole book with ids."""
    before = deepcopy(whole_book())
    number = 0
    for record in _records(before):
        number += 1
        record.id = f"r{number}"
    for project in before.projects:
        project.unit_id = next(unit.id for unit in before.units if unit.code == project.unit_code)
    after = deepcopy(before)
    change(after)
    return changes_only(differences(before, after))


def _records(book: Book) -> Iterator[Any]:
    yield from (*book.units, *book.sections, *book.projects, *book.tables, *book.organisation, *book.purchases)
    yield from (*book.purchase_totals, *book.assets, *book.glossary)
    for project in book.projects:
        yield from (*project.goals, *project.indicators)
    for head in (*book.tables, *book.assets):
        yield from head.rows


def _said(rows: list[Row]) -> list[tuple[str, ...]]:
    return [(row.part, row.record, row.field, row.before, row.after, row.kind) for row in rows]


def test_records_that_only_one_side_has_are_new_or_gone() -> None:
    def change(book: Book) -> None:
        del book.projects[1].indicators[0]
        book.projects[0].goals.pop()
        book.tables[0].rows.append(BudgetRow(["2130399", "其他水利支出", "1.00", ""]))
        del book.glossary[0]
        book.units.append(Unit("412003", "云岭县水文站"))
        del book.purchases[2]

    assert _said(_changed(change)) == [
        ("单位", "412003 云岭县水文站", "", "", "412003 云岭县水文站", NEW),
        ("项目", "泵站维护费", "绩效目标1", "汛期前维护泵站12座", "", GONE),
        ("项目", "供水管网改造", "管网长度",
         "产出指标 数量指标 管网长度 按计划完成管网长度的全部工作 ≥8里 管网长度工作方案", "", GONE),
        ("预算公开表", "表5 一般公共预算支出表", "2130399 其他水利支出", "", "2130399 其他水利支出 1.00", NEW),
        ("政府采购", "泵站维护费 电缆", "", "泵站维护费 7.30 电缆 A02010108 台 2 0.50 0.60 0.60 412002", "", GONE),
        ("名词解释", "三公经费", "", "三公经费 因公出国（境）费、公务用车费和公务接待费。", "", GONE),
    ]  # fmt: skip


def test_a_project_that_is_new_gone_or_moved_is_one_row() -> None:
    def change(book: Book) -> None:
        book.projects.append(Project("412001", "云岭县水利局本级", name="水质监测", budget="2.00"))
        book.projects[0].unit_code, book.projects[0].unit_name = "412002", "云岭县供水站"
        book.projects[0].unit_id = book.units[1].id
        del book.projects[1]

    assert _said(_changed(change)) == [
        ("项目", "泵站维护费", "单位", "412001 云岭县水利局本级", "412002 云岭县供水站", CHANGED),
        ("项目", "水质监测", "", "", "预算数 2.00，0 条指标", NEW),
        ("项目", "供水管网改造", "", "预算数 3.00，2 条指标", "", GONE),
    ]


def test_a_unit_that_is_renamed_moves_no_project() -> None:
    def change(book: Book) -> None:
        book.units[0].name = "云岭县水利局机关"
        book.projects[0].unit_name = "云岭县水利局机关"

    assert _said(_changed(change)) == [
        ("单位", "412001 云岭县水利局机关", "单位名称", "云岭县水利局本级", "云岭县水利局机关", CHANGED)
    ]


def test_spaces_and_blank_cells_are_differences_here() -> None:
    def change(book: Book) -> None:
        book.projects[0].purpose = ""
        book.projects[0].plan[0] = " 25%"

    assert [(row.field, row.before, row.after) for row in _changed(change)] == [
        ("资金用途", "用于维护全县十二座泵站", ""),
        ("3月底计划", "25%", " 25%"),
    ]


def test_the_parts_of_a_value_are_said_where_the_printed_value_is_the_same() -> None:
    def change(book: Book) -> None:
        book.projects[0].indicators[0].measure = "座次"

    assert [(row.field, row.before, row.after) for row in _changed(change)] == [("巡查次数 · 计量单位", "次", "座次")]


def test_goals_of_the_department_and_facts_are_compared() -> None:
    before = Book(
        sections=[Section("一、分项绩效目标", "保障供水", goals=[DepartmentGoal("供水", "保障供水", "", [
            GoalIndicator("供水户数", "≥2100户", "≥", "2100", "户")])])],
        facts=[Fact("", "上年收入", "120.50")],
    )  # fmt: skip
    after = deepcopy(before)
    after.sections[0].goals[0].duty = "城乡供水"
    after.sections[0].goals[0].indicators[0].value = "≥2200户"
    after.facts[0].text = "121.00"
    assert [(row.record, row.field, row.before, row.after) for row in changes_only(differences(before, after))] == [
        ("一、分项绩效目标", "分项目标1 · 职责活动", "供水", "城乡供水"),
        ("一、分项绩效目标", "分项目标1 供水户数 · 指标值", "≥2100户", "≥2200户"),
        ("上年收入", "文字", "120.50", "121.00"),
    ]


def _year(year: int, *projects: Project) -> Book:
    units = [Unit(p.unit_code, p.unit_name, f"{p.unit_code}-{year}") for p in projects]
    for i, project in enumerate(projects):
        project.id, project.unit_id = f"{year}-{i}", f"{project.unit_code}-{year}"
    return Book(year=year, department_name="云岭县水利局", units=units, projects=list(projects))


def test_projects_of_two_years_are_one_by_code_then_by_name_without_the_year() -> None:
    before = _year(
        2025,
        Project("412001", "本级", code="C1", name="泵站维护费"),
        Project("412001", "本级", code="C2", name="2025年渠道清淤费"),
        Project("412002", "供水站", code="C3", name="管网改造"),
        Project("412001", "本级", code="C4", name="只有去年有"),
    )
    after = _year(
        2026,
        Project("412001", "本级", code="C1", name="泵站维护与改造"),
        Project("412001", "本级", code="D2", name="2026年渠道清淤费"),
        Project("412001", "本级", code="D3", name="管网改造"),
        Project("412001", "本级", code="D5", name="只有今年有"),
    )
    rows = [row for row in changes_only(differences(before, after)) if row.part == "项目"]
    assert [(row.record, row.field, row.kind) for row in rows] == [
        ("泵站维护与改造", "项目名称", CHANGED),
        ("2026年渠道清淤费", "项目名称", CHANGED),
        ("2026年渠道清淤费", "项目编码", CHANGED),
        ("管网改造", "单位", CHANGED),
        ("管网改造", "项目编码", CHANGED),
        ("只有今年有", "", NEW),
        ("只有去年有", "", GONE),
    ]


def test_tables_of_two_years_are_compared_column_by_column() -> None:
    old = [BudgetRow(["公务接待费", "1.00", "2.00"], "a"), BudgetRow(["会议费", "3.00", "3.00"], "b")]
    new = [BudgetRow(["公务接待费", "2.00", "2.00", "0"], "c"), BudgetRow(["培训费", "", "3.00", "3.00"], "d")]
    before = Book(tables=[BudgetTable(9, "三公", ["项目", "2024年预算数", "2025年预算数"], old, id="t")])
    heads = ["项目", "2025年预算数", "2026年预算数", "增减"]
    after = Book(tables=[BudgetTable(9, "三公", heads, new, id="u")])
    rows = changes_only(differences(before, after))
    assert [(row.field, row.before, row.after, row.kind) for row in rows] == [
        ("栏目", "项目 | 2024年预算数 | 2025年预算数", "项目 | 2025年预算数 | 2026年预算数 | 增减", CHANGED),
        ("公务接待费 · 2025年预算数", "1.00", "2.00", CHANGED),
        ("公务接待费 · 增减", "", "0", CHANGED),
        ("培训费", "", "培训费 3.00 3.00", NEW),
        ("会议费", "会议费 3.00 3.00", "", GONE),
    ]
    assert rows[1].keys == (CellKey("budget_row", "a", "c2"), CellKey("budget_row", "c", "c2"))


def test_sides_are_the_years_and_stages_of_this_department_only(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "年.jxdb") as store:
        for year in (2025, 2024):
            book = sound_book()
            book.year = year
            take(store, book)
        other = sound_book()
        other.department_name, other.department_code = "云岭县林业局", "413"
        take(store, other)
        now = next(d for d in reading.load_books(store) if d.year == 2025 and d.department_code == "412")
        stages.close_stage(store, [now.id], "一上", "二上")
        found = comparing.sides(store, now.id)
        day = found[1].stage.at[:10] if found[1].stage else ""
        assert [side.label for side in found] == [
            "2025年度 现在（二上）",
            f"2025年度 一上（{day} 结束）",
            "2024年度 现在",
        ]
        assert comparing.first_pair(found, now.id) == (1, 0)
        earlier = found[2].department_id
        assert comparing.first_pair(comparing.sides(store, earlier), earlier) == (2, 2)
        editing.undo(store)
        assert comparing.first_pair(comparing.sides(store, now.id), now.id) == (1, 0)
