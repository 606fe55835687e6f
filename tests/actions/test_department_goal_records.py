"""The goals of a section beside its text: both are stored, both follow each other, one undo takes both back."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from desktop_app import cli
from desktop_app.actions import (
    checking,
    department_goals,
    editing,
    exporting,
    importing,
    packing,
    planning,
    provenance,
    reading,
    reviewing,
    rolling,
    workspace,
)
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book
from desktop_app.domain.records import to_record
from desktop_app.domain.traces import Review
from desktop_app.errors import UserError
from desktop_app.storage import migrations, queries
from tests.books import sound_project

TEXT = (
    "1、绩效目标：管好渠道。\n绩效指标：渠道完好率：95%。\n清淤长度：12公里以上\n"
    "2、绩效目标：供水不断。\n绩效指标：水质合格率：100%。"
)
GOAL, INDICATOR = "department_goal", "goal_indicator"


def book(text: str = TEXT) -> Book:
    """An invented department whose second section states goals."""
    sections = [
        Section("一、总体绩效目标", "管好水。"),
        Section("二、分项绩效目标", text, lines=(10, 15)),
        Section("三、名词解释", ""),
    ]
    return Book("甲.txt", "a" * 64, 2025, "412", "云岭县水利局", sections=sections, projects=[sound_project()])


@pytest.fixture
def brought(tmp_path: Path) -> Iterator[Store]:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        importing.apply_import(store, planning.plan_import(store, [book()]))
        yield store


def section(store: Store, at: int = 1) -> Section:
    (department,) = queries.departments(store)
    return reading.load_texts(store, department["id"]).sections[at]


def said(store: Store) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(g.text, [(i.name, i.value) for i in g.indicators]) for g in section(store).goals]


def ids(store: Store) -> dict[str, str]:
    goals = section(store).goals
    return {g.text: g.id for g in goals} | {i.name: i.id for g in goals for i in g.indicators}


READ = [
    ("管好渠道。", [("渠道完好率", "95%"), ("清淤长度", "12公里以上")]),
    ("供水不断。", [("水质合格率", "100%")]),
]


def test_an_import_stores_the_goals_that_a_text_states(brought: Store) -> None:
    assert said(brought) == READ
    assert section(brought).text == TEXT
    assert section(brought, 0).goals == section(brought, 2).goals == []
    key = CellKey(INDICATOR, section(brought).goals[0].indicators[0].id, "value")
    source = provenance.provenance(brought, key)
    assert source is not None and (source.file, source.place, source.edited) == ("甲.txt", "第 10–15 行", None)
    record = to_record(reading.load_books(brought), "")
    assert [entry["text"] for entry in record["department_goals"]] == ["管好渠道。", "供水不断。"]
    assert record["department_goals"] == to_record([book()], "")["department_goals"]
    assert record["department_goals"][0]["indicators"][1] == {
        "name": "清淤长度", "value": "12公里以上", "sign": "≥", "number": "12", "measure": "公里",
    }  # fmt: skip
    brought.undo()
    assert queries.siblings(brought, "section", "") == [] and brought.query(f"SELECT * FROM {GOAL}") == []


def test_an_edited_record_rewrites_the_text_and_one_undo_takes_both_back(brought: Store) -> None:
    known = ids(brought)
    edits = [
        (CellKey(INDICATOR, known["清淤长度"], "number"), "15"),
        (CellKey(GOAL, known["供水不断。"], "text"), "供好水。"),
    ]
    changes = editing.edit_cells(brought, edits)
    assert section(brought).text == TEXT.replace("12公里以上", "15公里以上").replace("供水不断。", "供好水。")
    assert {key.table for key in changes.cells} == {"section", GOAL, INDICATOR}
    assert ids(brought)["清淤长度"] == known["清淤长度"]
    brought.undo()
    assert section(brought).text == TEXT and said(brought) == READ and ids(brought) == known
    brought.redo()
    assert "15公里以上" in section(brought).text


@pytest.mark.parametrize(
    ("column", "typed", "value", "parts"),
    [
        ("sign", "≥96%", "≥96%", ("≥", "96", "%")),
        ("number", "97", "97%", ("", "97", "%")),
        ("number", "98%以上", "98%以上", ("≥", "98", "%")),
        ("measure", "百分比", "95百分比", ("", "95", "百分比")),
        ("sign", "大于等于", "≥95%", ("≥", "95", "%")),
        ("value", "不低于90%", "不低于90%", ("≥", "90", "%")),
        ("number", "有所提高", "有所提高%", ("", "有所提高%", "")),
        ("value", "", "", ("", "", "")),
    ],
)
def test_a_value_by_its_parts(brought: Store, column: str, typed: str, value: str, parts: tuple[str, str, str]) -> None:
    editing.edit_cells(brought, [(CellKey(INDICATOR, ids(brought)["渠道完好率"], column), typed)])
    indicator = section(brought).goals[0].indicators[0]
    assert (indicator.value, (indicator.sign, indicator.number, indicator.measure)) == (value, parts)
    assert f"渠道完好率：{value}。\n" in section(brought).text


def test_an_edited_text_is_read_again_and_what_stays_keeps_its_record(brought: Store) -> None:
    known = ids(brought)
    text = TEXT.replace("清淤长度：12公里以上", "清淤长度：20公里\n巡查：30次").replace(
        "2、", "2、绩效目标：防汛。\n3、"
    )
    editing.edit_cells(brought, [(CellKey("section", section(brought).id, "text"), text)])
    assert said(brought) == [
        ("管好渠道。", [("渠道完好率", "95%"), ("清淤长度", "20公里"), ("巡查", "30次")]),
        ("防汛。", []),
        ("供水不断。", [("水质合格率", "100%")]),
    ]
    assert known.items() <= ids(brought).items()
    brought.undo()
    assert said(brought) == READ and ids(brought) == known


def test_a_text_that_becomes_prose_has_no_goals_left(brought: Store) -> None:
    editing.edit_cells(brought, [(CellKey("section", section(brought).id, "text"), "管好渠道，供水不断。")])
    assert said(brought) == [] and section(brought).text == "管好渠道，供水不断。"
    brought.undo()
    assert said(brought) == READ


def test_what_was_typed_stays_as_it_was_typed(brought: Store) -> None:
    """A name with a separator in it is one name until its own words are written in the text."""
    known = ids(brought)
    editing.edit_cells(brought, [(CellKey(INDICATOR, known["渠道完好率"], "name"), "干渠；支渠完好率")])
    text = section(brought).text
    assert "绩效指标：干渠；支渠完好率：95%。" in text
    editing.edit_cells(brought, [(CellKey("section", section(brought).id, "text"), text.replace("供水", "供好水"))])
    assert said(brought)[0][1][0] == ("干渠；支渠完好率", "95%")
    assert ids(brought)["干渠；支渠完好率"] == known["渠道完好率"]


def test_goals_are_added_moved_and_removed(brought: Store) -> None:
    known = ids(brought)
    _, (goal,) = department_goals.insert_goals(
        brought,
        section(brought).id,
        known["供水不断。"],
        texts=[{"duty": "防汛", "text": "安全度汛。", "name": "演练", "number": "2次"}],
    )
    assert "\n2、防汛\n绩效目标：安全度汛。\n绩效指标：演练：2次\n3、绩效目标：供水不断。" in section(brought).text
    department_goals.insert_indicators(brought, goal, texts=[{"name": "预案", "value": "3个"}])
    assert "演练：2次。\n预案：3个\n3、" in section(brought).text
    department_goals.move_rows(brought, GOAL, [goal], -1)
    assert section(brought).text.startswith(
        "1、防汛\n绩效目标：安全度汛。\n绩效指标：演练：2次。\n预案：3个\n2、绩效目标：管好渠道。"
    )
    department_goals.move_rows(brought, INDICATOR, [known["清淤长度"]], -1)
    assert "绩效指标：清淤长度：12公里以上。\n渠道完好率：95%\n3、" in section(brought).text
    department_goals.delete_rows(brought, [goal], [known["渠道完好率"]])
    assert section(brought).text == (
        "1、绩效目标：管好渠道。\n绩效指标：清淤长度：12公里以上\n2、绩效目标：供水不断。\n绩效指标：水质合格率：100%。"
    )
    for _ in range(5):
        brought.undo()
    assert section(brought).text == TEXT and ids(brought) == known


def test_a_block_of_rows_is_one_operation(brought: Store) -> None:
    known = ids(brought)
    cells = [
        (GOAL, known["管好渠道。"], {"text": "管好干渠。"}),
        (INDICATOR, known["渠道完好率"], {"name": "干渠完好率", "sign": "≥", "number": "96", "measure": "%"}),
    ]
    new = [
        {"name": "检测", "number": "4次"},
        {"duty": "", "text": "防汛。", "name": "演练", "number": "2", "measure": "次"},
    ]
    department_goals.write_block(brought, section(brought).id, cells, new, "粘贴")
    assert said(brought) == [
        ("管好干渠。", [("干渠完好率", "≥96%"), ("清淤长度", "12公里以上")]),
        ("供水不断。", [("水质合格率", "100%"), ("检测", "4次")]),
        ("防汛。", [("演练", "2次")]),
    ]
    assert brought.undo_name() == "粘贴"
    brought.undo()
    assert section(brought).text == TEXT


def test_goals_are_begun_in_a_blank_text_and_taken_out_to_the_last(brought: Store) -> None:
    blank = section(brought, 1).id
    editing.edit_cells(brought, [(CellKey("section", blank, "text"), "")])
    shown = department_goals.load(brought, blank)
    assert shown is not None and shown.can
    _, (goal,) = department_goals.insert_goals(
        brought, blank, texts=[{"text": "管水。", "name": "巡查", "number": "3次"}]
    )
    assert section(brought).text == "1、绩效目标：管水。\n绩效指标：巡查：3次。"
    department_goals.delete_rows(brought, [goal], [])
    assert section(brought).text == "" and section(brought).goals == []


def test_prose_is_taken_apart_only_where_it_states_goals(brought: Store) -> None:
    other = section(brought, 0).id
    with pytest.raises(UserError, match="没有写明"):
        department_goals.take_apart(brought, other)
    editing.edit_cells(brought, [(CellKey("section", section(brought, 2).id, "text"), TEXT)])
    assert section(brought, 2).goals == []  # its heading does not say that goals are stated there
    department_goals.take_apart(brought, section(brought, 2).id)
    assert [g.text for g in section(brought, 2).goals] == ["管好渠道。", "供水不断。"]
    assert section(brought, 2).text == TEXT


def test_a_section_takes_its_goals_along(brought: Store) -> None:
    editing.delete_rows(brought, "section", [section(brought).id])
    assert brought.query(f"SELECT * FROM {GOAL}") == brought.query(f"SELECT * FROM {INDICATOR}") == []
    brought.undo()
    assert said(brought) == READ


def test_an_import_that_finds_the_text_changed_updates_the_records(brought: Store) -> None:
    known = ids(brought)
    importing.apply_import(brought, planning.plan_import(brought, [book(TEXT.replace("100%", "98%"))]))
    assert said(brought)[1] == ("供水不断。", [("水质合格率", "98%")])
    assert ids(brought) == known
    importing.apply_import(brought, planning.plan_import(brought, [book(TEXT.replace("100%", "98%"))]))
    assert brought.undo_name().startswith("导入")
    brought.undo()
    assert said(brought) == READ


def test_flags_of_paragraphs_that_stay_go_with_them(tmp_path: Path) -> None:
    doubtful = book()
    doubtful.review = [
        Review("sections[1].text[1]", "字迹不清", (11, 11)), Review("sections[1].text[4]", "字迹不清", (14, 14)),
    ]  # fmt: skip
    with workspace.create_workspace(tmp_path / "丙.jxdb") as store:
        importing.apply_import(store, planning.plan_import(store, [doubtful]))
        known = ids(store)
        department_goals.insert_indicators(store, known["管好渠道。"], texts=[{"name": "巡查", "number": "3次"}])
        paths = {flag.path for flag in reviewing.reviews(store)}
        assert paths == {"sections[1].text[1]", "sections[1].text[5]"}
        assert section(store).text.split("\n")[5] == TEXT.split("\n")[4]
        editing.edit_cells(store, [(CellKey(INDICATOR, known["渠道完好率"], "number"), "96")])
        assert {flag.path for flag in reviewing.reviews(store)} == {"sections[1].text[5]"}
        store.undo()
        store.undo()
        assert {flag.path for flag in reviewing.reviews(store)} == {"sections[1].text[1]", "sections[1].text[4]"}


def test_a_package_carries_the_records_with_their_ids(brought: Store, tmp_path: Path) -> None:
    known = ids(brought)
    editing.edit_cells(brought, [(CellKey(INDICATOR, known["渠道完好率"], "name"), "干渠；支渠完好率")])
    sent = said(brought)
    package = packing.pack(brought, [], tmp_path / "甲.jxz")
    with workspace.create_workspace(tmp_path / "丁.jxdb") as other:
        packing.receive(other, packing.read_package(package))
        assert said(other) == sent
        assert set(ids(other).values()) == set(known.values())
        packing.receive(other, packing.read_package(package), "theirs")
        assert said(other) == sent
    # here the same ids stand for these very records: nothing is overwritten
    packing.receive(brought, packing.read_package(package))
    assert said(brought) == sent


def test_an_edited_goal_is_printed(brought: Store, tmp_path: Path) -> None:
    editing.edit_cells(brought, [(CellKey(INDICATOR, ids(brought)["清淤长度"], "number"), "15")])
    files = exporting.export(brought, tmp_path / "公开", ["docx"]).run()
    written = "".join(ZipFile(path).read("word/document.xml").decode() for path in files if path.suffix == ".docx")
    assert "清淤长度：15公里以上" in written


def test_the_checks_look_at_the_goals_and_repair_them(brought: Store) -> None:
    assert [f for f in checking.check(brought) if ".goals[" in f.path] == []
    known = ids(brought)
    checker = checking.Checker(brought)
    for name, column, text in (("渠道完好率", "value", "≥95百分比"), ("水质合格率", "value", "130%")):
        checker.update(editing.edit_cells(brought, [(CellKey(INDICATOR, known[name], column), text)]))
    checker.update(department_goals.insert_indicators(brought, known["管好渠道。"])[0])
    found = {(f.rule, f.path) for f in checker.findings if ".goals[" in f.path}
    assert found == {
        ("K11", "sections[1].goals[0].indicators[0].value"), ("K12", "sections[1].goals[1].indicators[0].value"),
        ("K01", "sections[1].goals[0].indicators[2].name"),
    }  # fmt: skip
    assert checker.findings == checking.Checker(brought).findings
    (percent,) = [f for f in checker.findings if f.rule == "K11"]
    (department,) = queries.departments(brought)
    assert checker.department_of(percent) == department["id"]
    assert checking.locate_part(brought, department["id"], percent.path) == CellKey(
        INDICATOR, known["渠道完好率"], "value"
    )
    checking.fix_finding(brought, percent)
    assert "渠道完好率：≥95%。" in section(brought).text


def test_dump_and_import_give_the_same_goals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "旧.txt"
    source.write_text(
        "云岭县水利局2025年部门预算信息公开情况说明\n二、分项绩效目标\n" + TEXT + "\n三、工作保障措施\n加强领导。\n"
    )
    outs = [tmp_path / name for name in ("读.json", "存.json")]
    into = tmp_path / "戊.jxdb"
    arguments = [
        "import",
        str(source),
        "--into",
        str(into),
        "--year",
        "2025",
        "--department",
        "云岭县水利局",
        "--json",
        str(outs[0]),
    ]
    cli.main(arguments)
    cli.main(["dump", str(into), "--json", str(outs[1])])
    first, second = (json.loads(out.read_text("utf-8"))["department_goals"] for out in outs)
    assert first == second and [goal["text"] for goal in first] == ["管好渠道。", "供水不断。"]


def test_a_hostile_package_brings_no_wording_and_no_ids_of_others(brought: Store, tmp_path: Path) -> None:
    books = reading.load_books(brought)
    known = ids(brought)
    goals = books[0].sections[1].goals
    for goal in goals:
        goal.id = "x" * 32
        goal.wording = '{"before": 5, "heading": [1, 2, 3], "label": {}, "head": ["绩效目标："]}'
        for indicator in goal.indicators:
            indicator.id, indicator.wording = known["渠道完好率"], "[[[["
    with workspace.create_workspace(tmp_path / "己.jxdb") as other:
        packing.receive(other, packing.Package(books, {}))
        assert said(other) == READ and section(other).text == TEXT
        assert len(set(ids(other).values())) == 5


def test_rows_with_ids_of_their_own_everywhere(brought: Store) -> None:
    """Two sections with the same text have goals of their own."""
    (department,) = queries.departments(brought)
    editing.insert_rows(brought, "section", department["id"], "", 1, [{"heading": "四、分项绩效目标", "text": TEXT}])
    first, second = (section(brought, at) for at in (1, 3))
    assert [g.text for g in first.goals] == [g.text for g in second.goals]
    assert not {g.id for g in first.goals} & {g.id for g in second.goals}
    editing.edit_cells(brought, [(CellKey(GOAL, second.goals[0].id, "text"), "管好支渠。")])
    assert section(brought).text == TEXT and section(brought, 3).text == TEXT.replace("管好渠道。", "管好支渠。")


# ---- what a person types, and files of older programs

ODD = ["渠道：支渠；斗渠", "管好渠道。\n2、绩效目标：别的", "绩效指标：甲：3%"]


def odd(store: Store) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [(g.duty, g.text, [(i.name, i.value) for i in g.indicators]) for g in section(store).goals]


def type_odd_texts(store: Store) -> None:
    first, second = section(store).goals
    editing.edit_cells(store, [(CellKey(GOAL, first.id, "duty"), ODD[0])])
    editing.edit_cells(store, [(CellKey(GOAL, first.id, "text"), ODD[1])])
    editing.edit_cells(store, [(CellKey(INDICATOR, second.indicators[0].id, "name"), ODD[2])])


def test_odd_texts_in_cells_stay_when_the_text_is_written_elsewhere(brought: Store) -> None:
    type_odd_texts(brought)
    goals, known = odd(brought), [goal.id for goal in section(brought).goals]
    assert [goals[0][0], goals[0][1], goals[1][2][0][0]] == ODD
    text = section(brought).text.replace("清淤长度：12公里", "清淤长度：15公里")
    editing.edit_cells(brought, [(CellKey("section", section(brought).id, "text"), text)])
    goals[0][2][1] = ("清淤长度", "15公里以上")
    assert odd(brought) == goals and [goal.id for goal in section(brought).goals] == known
    assert section(brought).text == text


def test_odd_texts_in_cells_travel_in_a_package(brought: Store, tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "庚.jxdb") as other:
        packing.receive(other, packing.Package(reading.load_books(brought), {}))
        type_odd_texts(brought)
        packing.receive(other, packing.Package(reading.load_books(brought), {}), "theirs")
        assert section(other).text == section(brought).text
        assert odd(other) == odd(brought) and odd(other)[0][:2] == (ODD[0], ODD[1])
        assert [goal.id for goal in section(other).goals] == [goal.id for goal in section(brought).goals]


def test_a_file_of_an_older_program_gets_its_goals_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "旧.jxdb"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(connection, upto=3)
    connection.execute(
        "INSERT INTO department (id, place, year, code, name) VALUES ('d', '', 2025, '', '云岭县水利局')"
    )
    texts = [("一、总体绩效目标", "管好水。"), ("二、分项绩效目标", TEXT), ("三、工作目标", "绩效目标不变。")]
    for i, (heading, text) in enumerate(texts):
        row = (f"s{i}", f"i{i}", "d", heading, text)
        connection.execute("INSERT INTO section (id, place, department_id, heading, text) VALUES (?, ?, ?, ?, ?)", row)
    connection.close()
    for _ in range(2):  # the second opening finds nothing to do
        with workspace.open_workspace(path, daily_backup=False) as store:
            assert said(store) == READ
            assert [(s.heading, s.text) for s in reading.load_texts(store, "d").sections] == texts
            assert section(store, 0).goals == section(store, 2).goals == []
            assert len(store.query("SELECT id FROM operation WHERE state = 'done'")) == 1
            importing.apply_import(store, planning.plan_import(store, [book()]))
            assert len(store.query(f"SELECT id FROM {GOAL}")) == 2
            while store.undo_name() != "把文字里的分项绩效目标分成条目":
                store.undo()


def test_odd_texts_in_cells_stay_when_the_year_is_rolled(brought: Store) -> None:
    type_odd_texts(brought)
    goals = section(brought).goals
    editing.edit_cells(brought, [(CellKey(GOAL, goals[1].id, "text"), "2025年供水：不断。")])
    before = odd(brought)
    rolling.roll(brought, 2026)
    (new,) = [d for d in queries.departments(brought) if d["year"] == 2026]
    rolled = reading.load_texts(brought, new["id"]).sections[1]
    after = [(g.duty, g.text, [(i.name, i.value) for i in g.indicators]) for g in rolled.goals]
    assert after == [before[0], (before[1][0], "2026年供水：不断。", before[1][2])]
    assert not {g.id for g in rolled.goals} & {g.id for g in goals}
