"""The shipped library, proposals while typing, and whole indicators taken over."""

import pytest

from desktop_app import catalog
from desktop_app.actions import editing, importing, last_year, picking, reading, workspace
from desktop_app.actions.gathering import of_workspace
from desktop_app.actions.library import PROPOSED, around, propose
from desktop_app.actions.picking import ALL_KINDS, SUITING
from desktop_app.actions.wordstock import Wordstock
from desktop_app.actions.workspace import Store
from desktop_app.checks import check_project
from desktop_app.checks.context import Context
from desktop_app.domain import values
from desktop_app.domain.changes import CellKey
from desktop_app.domain.library import Common, class_in
from desktop_app.domain.model import SECRET, Indicator, Project
from desktop_app.errors import UserError
from tests.books import set_value, sound_book, sound_project

_NUMBERS = {"%": "95", "月": "11", "年": "5"}


@pytest.mark.parametrize("row", catalog.library(), ids=lambda row: row.l3)
def test_every_shipped_indicator_is_a_good_one(row: Common) -> None:
    for frame in catalog.frames().values():
        l1, l2 = class_in(frame, row.l2)
        assert frame.holds(l1, l2)
        project = sound_project()
        project.budget = project.fiscal = "1000.00"
        new = Indicator(l1, l2, row.l3, row.desc, basis=row.basis)
        set_value(new, values.glue(values.Value(row.sign, row.number or _NUMBERS.get(row.measure, "3"), row.measure)))
        assert (new.sign, new.measure) == (row.sign, row.measure)
        project.indicators.append(new)
        path = f"indicators[{len(project.indicators) - 1}]"
        found = check_project(project, Context(2025, frame, catalog.rules()))
        assert [f.message for f in found if f.path.startswith(path) and f.rule != "G06"] == []


def test_the_library_is_large_and_says_nothing_twice() -> None:
    rows = catalog.library()
    assert 140 <= len(rows) <= 200
    assert len({row.l3 for row in rows}) == len(rows)
    assert len({row.desc for row in rows}) == len(rows)
    frame = catalog.frame("")
    assert {row.l2 for row in rows} == {l2 for l1 in frame.l1_names() for l2 in frame.l2_names(l1)}
    for kind in {row.kind for row in rows}:
        classes = {row.l2 for row in rows if row.kind == kind}
        assert {"数量指标", "质量指标", "时效指标", "成本指标", "服务对象满意度指标"} <= classes or kind == "通用"


def add(store: Store, name: str, *rows: tuple[str, str, str, str, str], unit: str = "") -> str:
    """A project with indicators (l2, l3, desc, measure, basis)."""
    unit = unit or store.query("SELECT id FROM unit ORDER BY place")[0]["id"]
    _, project_id = workspace.add_project(store, unit, name)
    frame = catalog.frame("")
    texts = [
        {"l1": frame.l1_of(l2), "l2": l2, "l3": l3, "desc": desc, "measure": measure, "basis": basis}
        for l2, l3, desc, measure, basis in rows
    ]
    editing.insert_rows(store, "indicator", project_id, "", 1, texts)
    return project_id


def gathered(store: Store) -> Wordstock:
    gathering = of_workspace(store)
    gathering.go_on()
    return gathering.words


def proposed(store: Store, project_id: str, row: int, column: str, typed: str) -> list[str]:
    """What is proposed for a row, each as `text source`."""
    project = reading.load_project(store, project_id)
    row_id = project.indicators[row].id if row >= 0 else ""
    stock = gathered(store)
    return [f"{p.text} {p.source}" for p in propose(stock, column, typed, around(stock, project, row_id, ""))]


def test_the_same_class_then_the_beginning_then_the_unit_then_use(store: Store, project_id: str) -> None:
    department = store.query("SELECT id FROM department")[0]["id"]
    workspace.add_unit(store, department, "云岭县水库管理所", "412002")
    other = store.query("SELECT id FROM unit ORDER BY place")[1]["id"]
    mine = add(store, "甲", ("质量指标", "验堤", "", "", ""))
    add(
        store, "乙",
        ("数量指标", "堤防长度", "", "", ""), ("质量指标", "一类堤防合格率", "", "", ""),
        ("质量指标", "堤防沉降率", "", "", ""), unit=other,
    )  # fmt: skip
    add(store, "丙", ("质量指标", "堤防探伤合格率", "", "", ""))
    add(store, "丁", ("质量指标", "堤防沉降率", "", "", ""), unit=other)
    add(store, "戊", ("质量指标", "堤防渗流量", "", "", ""), unit=other)
    assert proposed(store, mine, 0, "l3", "堤防") == [
        "堤防探伤合格率 本文件", "堤防沉降率 本文件", "堤防渗流量 本文件", "一类堤防合格率 本文件", "堤防长度 本文件",
    ]  # fmt: skip
    assert proposed(store, mine, 0, "l3", "df")[0] == "堤防探伤合格率 本文件"


def test_rows_of_the_same_name_come_first_in_the_other_columns(store: Store) -> None:
    mine = add(store, "甲", ("数量指标", "泵站座数", "", "", ""))
    add(store, "乙", ("数量指标", "泵站座数", "全年维护的泵站座数", "座", "泵站名册"))
    add(store, "丙", *[("数量指标", f"其他{i}", "全年的", "件", "泵站计划") for i in range(5)])
    assert proposed(store, mine, 0, "measure", "") == ["座 本文件"]
    assert proposed(store, mine, 0, "basis", "泵站")[:2] == ["泵站名册 本文件", "泵站计划 本文件"]
    assert proposed(store, mine, 0, "desc", "全年")[0] == "全年维护的泵站座数 本文件"


def test_the_shipped_library_fills_a_row_that_was_named_from_it(store: Store) -> None:
    mine = add(store, "干部培训经费", ("数量指标", "培训人数", "", "", ""))
    assert proposed(store, mine, 0, "measure", "")[0] == "人次 指标库"
    assert proposed(store, mine, 0, "desc", "")[0].endswith("指标库")
    assert proposed(store, mine, -1, "l3", "pxqs")[0] == "培训期数 指标库"


def test_last_year_is_named_as_such(store: Store, project_id: str) -> None:
    workspace.add_department(store, 2024, "云岭县水利局", "412")
    old = store.query("SELECT id FROM department WHERE year = 2024")[0]["id"]
    workspace.add_unit(store, old, "云岭县水利局本级", "412001")
    unit = store.query("SELECT id FROM unit WHERE department_id = ?", old)[0]["id"]
    add(store, "泵站维护费", ("数量指标", "泵站巡检座次", "", "", ""), unit=unit)
    assert proposed(store, project_id, -1, "l3", "泵站巡")[0] == "泵站巡检座次 上年"


def test_what_is_typed_and_what_the_project_has_is_not_proposed(store: Store) -> None:
    mine = add(store, "甲", ("数量指标", "泵站座数", "", "", ""), ("数量指标", "泵站台数", "", "", ""))
    add(store, "乙", ("数量指标", "泵站座数", "", "", ""), ("数量指标", "泵站个数", "", "", ""))
    assert proposed(store, mine, 1, "l3", "泵站个数") == []
    assert "泵站座数 本文件" not in proposed(store, mine, 1, "l3", "泵站")
    assert "泵站个数 本文件" in proposed(store, mine, 1, "l3", "泵站")
    assert set(PROPOSED) == {"l3", "desc", "measure", "basis"}


def test_library_choices_by_class_kind_and_search() -> None:
    project = Project(name="干部轮训经费", indicators=[Indicator(l3="培训人数")])
    frame = catalog.frame("")
    assert picking.kinds(project)[:2] == [SUITING, ALL_KINDS]
    assert picking.kinds(Project(name="杂项"))[0] == ALL_KINDS
    fitting = picking.of_library(project, frame, "", "", SUITING)
    assert {choice.owner for choice in fitting} == {"通用", "培训"}
    assert [choice.l3 for choice in fitting if choice.there] == ["培训人数"]
    found = picking.of_library(project, frame, "pxqs", "", ALL_KINDS)
    assert [choice.l3 for choice in found] == ["培训期数"]
    costs = picking.of_library(project, catalog.frame("cost-class"), "", "经济成本指标", ALL_KINDS)
    assert costs and {(choice.l1, choice.l2) for choice in costs} == {("成本指标", "经济成本指标")}


def test_chosen_rows_stand_behind_their_class_and_one_undo_takes_them_back(store: Store) -> None:
    mine = add(store, "甲", ("数量指标", "一", "", "", ""), ("时效指标", "二", "", "", ""))
    project, frame = reading.load_project(store, mine), catalog.frame("")
    every = {choice.l3: choice for choice in picking.of_library(project, frame, "", "", ALL_KINDS)}
    names = ["学员满意率", "培训人数", "验收合格率", "培训期数"]
    changes, ids = picking.insert_chosen(store, mine, [every[name] for name in names])
    rows = reading.load_project(store, mine).indicators
    assert [row.l3 for row in rows] == ["一", "培训人数", "培训期数", "验收合格率", "二", "学员满意率"]
    assert [row.id for row in rows if row.l3 in names] == [ids[i] for i in (1, 3, 2, 0)]
    assert (rows[5].l1, rows[5].value, rows[1].value, rows[1].measure) == ("满意度指标", "≥90%", "≥人次", "人次")
    assert changes.projects == {mine}
    editing.undo(store)
    assert [row.l3 for row in reading.load_project(store, mine).indicators] == ["一", "二"]


def test_whole_rows_of_other_projects_can_be_chosen(store: Store) -> None:
    mine = add(store, "甲", ("数量指标", "泵站座数", "", "", ""))
    add(
        store,
        "乙",
        ("数量指标", "泵站座数", "座数", "座", "名册"),
        ("质量指标", "泵站完好率", "完好的比例", "%", "办法"),
    )
    project, frame, stock = reading.load_project(store, mine), catalog.frame(""), gathered(store)
    choices = picking.of_file(store, stock, project, frame, "bz", "")
    assert [(c.l3, c.there, c.owner, c.source) for c in choices] == [
        ("泵站座数", True, "乙", "本文件"), ("泵站完好率", False, "乙", "本文件"),
    ]  # fmt: skip
    assert choices[1].texts()["desc"] == "完好的比例"
    assert [c.l3 for c in picking.of_file(store, stock, project, frame, "", "质量指标")] == ["泵站完好率"]


def test_last_years_indicators_are_copied_with_their_value_and_year(store: Store) -> None:
    book = sound_book()
    book.year = 2024
    book.projects[0].indicators[0].basis = "2024年泵站维护计划"
    importing.apply_import(store, importing.plan_import(store, [book]))
    own = store.query("SELECT p.id FROM project p JOIN unit u ON u.id = p.unit_id JOIN department d"
                      " ON d.id = u.department_id WHERE d.year = 2025")[0]["id"]  # fmt: skip
    editing.insert_rows(store, "indicator", own, "", 1, [{"l1": "产出指标", "l2": "成本指标", "l3": "材料费"}])
    _, count, name = picking.copy_last_year(store, own)
    rows = reading.load_project(store, own).indicators
    assert (count, name) == (6, "泵站维护费")
    assert [row.l3 for row in rows][:2] == ["泵站维护次数", "维护验收合格率"]
    assert (rows[0].value, rows[0].last_value, rows[0].basis) == ("≥12次", "12", "2025年泵站维护计划")
    assert [row.l3 for row in rows if row.l2 == "成本指标"] == ["材料费", "人工费"]
    with pytest.raises(UserError, match="都有了"):
        picking.copy_last_year(store, own)
    editing.undo(store)
    assert [row.l3 for row in reading.load_project(store, own).indicators] == ["材料费"]


def test_without_a_year_before_nothing_is_copied(store: Store, project_id: str) -> None:
    with pytest.raises(UserError, match="上年"):
        picking.copy_last_year(store, project_id)


def mark(store: Store, project_id: str, text: str = SECRET) -> None:
    editing.edit_cells(store, [(CellKey("project", project_id, "secret"), text)])


@pytest.mark.parametrize("text", [SECRET, " 机密 "])
def test_a_secret_project_proposes_nothing_to_others(store: Store, text: str) -> None:
    mine = add(store, "甲", ("数量指标", "泵站座数", "", "", ""))
    other = add(store, "乙", ("数量指标", "泵站暗渠数", "泵站暗渠的座数", "座", "泵站密件"))
    frame = catalog.frame("")

    def offered() -> tuple[list[str], list[str], list[str]]:
        project, stock = reading.load_project(store, mine), gathered(store)
        choices = picking.of_file(store, stock, project, frame, "泵站", "")
        return proposed(store, mine, -1, "l3", "泵站"), proposed(store, mine, 0, "basis", "泵站"), [
            choice.owner for choice in choices if choice.l3 == "泵站暗渠数"
        ]  # fmt: skip

    assert offered()[1:] == (["泵站密件 本文件"], ["乙"]) and "泵站暗渠数 本文件" in offered()[0]
    mark(store, other, text)
    assert offered()[1:] == ([], []) and "泵站暗渠数 本文件" not in offered()[0]
    assert "泵站座数 本文件" in proposed(store, other, 0, "l3", "泵站")  # the secret project itself is helped as before
    mark(store, other, "否")
    assert offered()[2] == ["乙"]


def test_a_secret_project_of_last_year_gives_nothing(store: Store) -> None:
    book = sound_book()
    book.year = 2024
    importing.apply_import(store, importing.plan_import(store, [book]))
    rows = store.query("SELECT p.id FROM project p JOIN unit u ON u.id = p.unit_id JOIN department d"
                       " ON d.id = u.department_id ORDER BY d.year")  # fmt: skip
    old, own = (row["id"] for row in rows)
    l3 = reading.load_project(store, old).indicators[0].l3
    editing.insert_rows(store, "indicator", own, "", 1, [{"l1": "产出指标", "l2": "数量指标", "l3": l3}])
    project = reading.load_project(store, own)
    assert list(last_year.values(project, last_year.earlier(store, project)).values()) == ["12"]
    mark(store, old)
    before = last_year.earlier(store, project)
    assert before is not None and last_year.values(project, before) == {}
    for text in ("", SECRET):
        mark(store, own, text)
        with pytest.raises(UserError, match="涉密"):
            picking.copy_last_year(store, own)
    assert [row.l3 for row in reading.load_project(store, own).indicators] == [l3]
