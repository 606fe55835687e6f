"""The name of a secret project is found wherever it stands, however it is written."""

import unicodedata
from pathlib import Path

import pytest

from desktop_app.actions import (
    answers,
    checking,
    editing,
    exporting,
    gate,
    narrative,
    outgoing,
    reading,
    secret_words,
    workspace,
)
from desktop_app.actions.gate import Override
from desktop_app.domain import secret_names
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Purchase
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import UNDECIDED, Project
from tests.actions.whole import book, take


def test_a_secret_name_is_found_in_every_part(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    name = hidden.projects[1].name
    hidden.purchases.append(Purchase(name, "1.00", "水管"))
    hidden.organisation[0].nature = name
    hidden.glossary[0].text = f"{name}等资金"
    hidden.assets[0].rows[1].item = name
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        found = {f.path for f in gate.gate(store).absolute if f.rule == "D01"}
        assert {"organisation[0]", "glossary[0]", "assets[0].rows[1]"} <= found
        assert "procurement[3]" not in found  # a purchase of a secret project is left out of what is published
        first = reading.load_books(store)[0]
        editing.edit_cells(store, [(CellKey("term", first.glossary[0].id, "text"), "公开的说明")])
        assert "glossary[0]" not in {f.path for f in gate.gate(store).absolute}


def _leaks(store: workspace.Store) -> set[str]:
    return {f.path for f in gate.gate(store).absolute if f.rule == "D01"}


def test_a_secret_name_is_found_in_what_a_person_typed_for_the_text(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        department = reading.load_books(store)[0].id
        narrative.set_facts(store, department, "", {"reason.income.total": f"因{hidden.projects[1].name}增加。"})
        assert "facts[0]" in _leaks(store)
        narrative.set_facts(store, department, "", {"reason.income.total": "因人员增加。"})
        assert "facts[0]" not in _leaks(store)


@pytest.mark.parametrize(
    "text",
    [
        "供水　管网\n改造",
        "供水“管网”改造",
        "（含供水管网改造）",
        "５３０９９９２５Ｐ００００４１２００２２３",
        "53099925p 000041200223",
    ],
)
def test_a_secret_name_written_in_another_way_is_found(tmp_path: Path, text: str) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    hidden.sections[0].text = f"保障{text}。"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        assert "narrative[0]" in _leaks(store)


@pytest.mark.parametrize(
    ("name", "title", "text", "leaks"),
    [
        ("光缆", "", "铺设光缆若干", True),
        ("光", "", "铺设光缆若干", False),
        ("AB", "", "ABC", False),
        ("", "2.专线租赁费绩效目标表", "含专线 租赁费", True),
        ("", "项目支出绩效目标表", "见项目支出绩效目标表", False),
        ("2024 代号甲工程", "", "代号甲工程5万元。", True),
        ("2024年度代号甲工程", "", "完成代号甲工程。", True),
        ("2024 办公费", "", "办公费5万元。", False),
    ],
)
def test_what_a_secret_project_is_known_by(tmp_path: Path, name: str, title: str, text: str, leaks: bool) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].name, hidden.projects[1].title = "是", name, title
    hidden.sections[0].text = text
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        assert ("narrative[0]" in _leaks(store)) == leaks


def test_a_secret_name_is_found_in_every_text_of_a_public_project_and_in_the_names_of_units(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    name = hidden.projects[1].name
    public = hidden.projects[0]
    public.function_code = public.category = public.seq = name
    public.indicators[0].l1 = public.indicators[0].last_value = name
    public.indicators[1].l2 = name
    hidden.units[0].name = public.unit_name = f"{name}办公室"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        found = _leaks(store)
        assert found >= {
            "function_code", "category", "seq", "indicators[0].l1", "indicators[0].last_value", "indicators[1].l2",
            "units[0]",
        }  # fmt: skip
        units = {unit.code: unit.id for unit in reading.load_books(store)[0].units}
        assert gate.gate(store, unit_ids={units["412002"]}).absolute == []


@pytest.mark.parametrize(
    ("name", "put", "leaks"),
    [
        # what every book prints, or everybody's projects are called, shuts nothing
        ("项目", "", set()),
        ("办公费", "", set()),
        ("培训费", "2024年培训费 3.00", set()),
        ("专项工作经费", "另有专项工作经费5万元", set()),
        ("运行维护费", "信息系统运行维护费", set()),
        # where it can only be a title or an entry it is found
        ("专项工作经费", "主要任务：\n（一）专项工作经费\n其余", {"narrative[0]"}),
        ("运行维护费", "“运行维护费”", {"narrative[0]"}),
        # a name of its own is found, as it is called when people speak of it, too
        ("2025年雪亮光缆工程（二期）项目经费", "配合雪亮光缆工程施工", {"narrative[0]"}),
        ("雪亮光缆工程", "雪亮·光缆—工程", {"narrative[0]"}),
        ("雪亮光缆工程", "雪亮\u200b光缆（工程）", {"narrative[0]"}),
        ("雪亮光缆工程", "雪亮光\n缆工程", {"narrative[0]"}),
        ("雪亮（光缆）工程", "雪亮光缆工程", {"narrative[0]"}),
    ],
)
def test_how_strictly_a_name_is_looked_for(tmp_path: Path, name: str, put: str, leaks: set[str]) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].name, hidden.projects[1].title = "是", name, ""
    hidden.sections[0].text = put
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        assert _leaks(store) == leaks
        packing_names = [notice for notice in gate.gate(store).notices if "名称是通用的" in notice]
        assert bool(packing_names) == (name in ("项目", "办公费", "培训费"))
        if not leaks:
            job = exporting.export(store, tmp_path / "公开", ["docx", "xlsx"], override=Override("测试理由", "王会计"))
            job.run()


def test_a_common_name_that_an_open_project_has_too_is_that_ones(tmp_path: Path) -> None:
    hidden = book()
    for project in hidden.projects:
        project.name, project.title = "运行维护费", ""
    hidden.projects[1].secret = "是"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        assert _leaks(store) == set()
        assert any("1 个涉密项目的名称是通用的" in notice for notice in gate.gate(store).notices)
        code = hidden.projects[1].code
        first = reading.load_books(store)[0]
        editing.edit_cells(store, [(CellKey("section", first.sections[0].id, "text"), f"见{code}")])
        assert _leaks(store) == {"narrative[0]"}


def test_a_name_of_its_own_is_not_freed_by_an_open_project_of_that_name(tmp_path: Path) -> None:
    hidden, last = book(), book()
    last.year = 2024
    hidden.projects[1].secret = "是"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        take(store, last)
        assert {"name", "code"} <= _leaks(store)


def test_equal_paths_of_two_books_and_of_two_units_are_two_places(tmp_path: Path) -> None:
    first, second = book(), book()
    second.year = 2026
    for one in (first, second):
        one.sections[0].text = "（机密）保障"
        rows = ([BudgetRow(["（机密）"])] for _ in range(2))
        one.tables = [BudgetTable(5, "支出表", ["名称"], next(rows), owner=o) for o in ("412001", "412002")]
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, first)
        take(store, second)
        department = next(b.id for b in reading.load_books(store) if b.year == 2025)
        found = [x for x in gate.gate(store).absolute if x.path.startswith("budget_tables")]
        assert {(x.year, x.unit) for x in found} == {(y, u) for y in (2025, 2026) for u in ("412001", "412002")}
        meant = next(x for x in found if (x.year, x.unit) == (2025, "412001"))
        answers.not_secret(store, [(department, meant)], "经保密办审查", "王会计")
        left = [x for x in gate.gate(store).absolute if x.path.startswith("budget_tables")]
        assert {(x.year, x.unit) for x in left} == {(x.year, x.unit) for x in found} - {(2025, "412001")}


def test_what_the_gate_finds_itself_says_where(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    name = hidden.projects[1].name
    hidden.purchases[2].item = f"{name}电缆"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        department = reading.load_books(store)[0].id
        (found,) = gate.gate(store).absolute
        assert (found.path, found.unit, found.department_id) == ("procurement[2]", "412002", department)


def test_an_answer_on_a_part_of_a_unit_is_read_before_its_package_goes(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].unit_code = "是", "412002"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        first = reading.load_books(store)[0]
        place = Finding("C01", "error", 2025, "412002", "", "procurement[2].item", "不对", found="电缆")
        answers.answer(store, [(first.id, place)], f"与{hidden.projects[1].name}一并采购", "王会计")
        units = {u.code: u.id for u in first.units}
        assert [x.path for x in gate.gate(store, unit_ids={units["412002"]}).absolute] == ["procurement[2].item"]
        assert gate.gate(store, unit_ids={units["412001"]}).absolute == []


def test_the_gate_tells_what_nobody_confirmed_and_what_it_does_not_count(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        first = reading.load_books(store)[0]
        flags = len(first.review) + sum(len(p.review) for p in first.projects)
        assert flags and any(f"还有 {flags} 处" in notice for notice in gate.gate(store).notices)
        units = {u.code: u.id for u in first.units}
        own = [n for n in gate.gate(store, unit_ids={units["412002"]}).notices if "待核对" in n]
        assert own == []
        secret = first.projects[1].id
        editing.edit_cells(store, [(CellKey("project", secret, "secret"), "是")])
        counted = [x for x in checking.check(store) if x.severity == "error"]
        gated = gate.gate(store)
        held = [x for x in counted if x.project_id == secret]
        assert held and any(f"还有 {len(held)} 处错误在涉密项目上" in notice for notice in gated.notices)
        assert len(counted) == len(gated.errors) + len(gated.absolute) + len(held)
        editing.edit_cells(store, [(CellKey("project", secret, "secret"), UNDECIDED)])
        gated = gate.gate(store)
        assert [x.path for x in gated.absolute] == ["secret"]
        assert not any("错误在涉密项目上" in notice for notice in gated.notices)


@pytest.mark.parametrize(("mark", "kept"), [
    ("不涉密", False), ("非涉密", False), ("无", False), ("不 涉 密", False), ("公开", False),
    ("是", True), ("√", True), ("×", True), ("秘密★10年", True), ("待定", True),
])  # fmt: skip
def test_what_a_list_prints_under_secret(tmp_path: Path, mark: str, kept: bool) -> None:
    own = book()
    own.projects[1].secret = mark
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, own)
        assert reading.load_books(store)[0].projects[1].is_secret == kept
        told = [notice for notice in gate.gate(store).notices if "1 个涉密项目不写出内容" in notice]
        odd = mark not in ("是", UNDECIDED)  # a mark that the window does not write is shown
        assert [f"“{mark}”（1 个）" in notice for notice in told] == ([odd] if kept else [])


@pytest.mark.parametrize(
    ("rows", "leaks"),
    [
        ([["213", "雪亮光缆", "工程"]], {"budget_tables[5].rows[0]"}),
        ([["213", "雪亮光", "1.00"], ["", "缆工程", ""]], {"budget_tables[5].rows[0]"}),
        ([["213", "雪亮", "1.00"], ["", "光缆", ""], ["", "工程", ""]], set()),
        ([["213", "缆工程", "1.00"], ["", "雪亮光", ""]], set()),
    ],
)
def test_a_name_that_wrapped_lines_broke_in_a_table_is_found(
    tmp_path: Path, rows: list[list[str]], leaks: set[str]
) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].name = "是", "雪亮光缆工程"
    hidden.tables[0].rows = [BudgetRow(cells) for cells in rows]
    hidden.tables[0].columns = ["科目编码", "科目名称", "合计"]
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        assert _leaks(store) == leaks


def test_what_a_secret_project_was_called_before_is_told_and_stops_nothing(tmp_path: Path) -> None:
    hidden = book()
    hidden.sections[0].text = f"实施{hidden.projects[1].name}。"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        first = reading.load_books(store)[0]
        secret, public = first.projects[1], first.projects[0]
        for project in (secret, public):  # a name typed in the wrong row is the other's
            editing.edit_cells(store, [(CellKey("project", secret.id, "name"), f"{project.name}一")])
        cells = {"name": "专项甲乙丙", "secret": "是"}
        editing.edit_cells(store, [(CellKey("project", secret.id, column), text) for column, text in cells.items()])
        editing.edit_cells(store, [(CellKey("project", public.id, "name"), f"{public.name}一期")])
        gated = gate.gate(store)
        assert gated.absolute == []
        told = [x for x in gated.warnings if "以前用过的名称" in x.message]
        assert [(x.path, x.severity) for x in told] == [("narrative[0]", "warning")]
        assert secret.name not in told[0].message and gated.yielding == []
        job = exporting.export(store, tmp_path / "公开", ["docx"], override=Override("测试理由", "王会计"))
        assert any("以前用过的名称" in notice and "总体绩效目标" in notice for notice in job.notices)


@pytest.mark.parametrize("sign", [*"\u200e\u202a\u034f\u180e\ufe0f\U000e0100\u061c\u2066、，,．.；·-。", " 、\u200f"])
def test_a_name_is_heard_through_unseen_signs_and_separators(sign: str) -> None:
    words = secret_words.of(Project(name="供水管网改造"))
    assert outgoing.tells(words, f"保障供水{sign}管网{sign}改造。")


def test_points_inside_of_an_amount_are_no_separators() -> None:
    words = secret_words.of(Project(name="315甲乙"))
    assert outgoing.tells(words, "开展315.甲、乙活动")
    assert not outgoing.tells(words, "3.15甲乙")
    assert secret_names.heard("3,150.00") == "3,150.00"


def test_every_format_sign_of_unicode_is_unheard() -> None:
    formats = [chr(i) for i in range(0x110000) if unicodedata.category(chr(i)) == "Cf"]
    assert len(formats) > 100
    assert secret_names.heard("".join(formats)) == ""
