"""Taking a package in: every part of the book comes in, is counted by kind, and no word of either side is lost."""

import zipfile
from copy import deepcopy
from pathlib import Path

import pytest

from desktop_app import cli
from desktop_app.actions import answers, editing, exporting, narrative, packing, reading, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.receiving import ReceiveReport
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import AssetBlock, BudgetRow, BudgetTable, Fact, Purchase, Term
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.domain.traces import Review
from desktop_app.errors import UserError
from tests.actions.whole import book, only, take

FACTS = {
    "": {"last.income.total": "88.00", "reason.income.total": "人员增加"},
    "412001": {"last.income.total": "40.00"},
}


def sent(tmp_path: Path, name: str = "甲", units: tuple[str, ...] = (), facts: bool = True, **changed: object) -> Path:
    """A package of the invented book, with what a person typed for its text; of these units only where named."""
    whole = book()
    for attribute, value in changed.items():
        setattr(whole, attribute, value)
    with workspace.create_workspace(tmp_path / f"{name}.jxdb") as store:
        take(store, whole)
        here = reading.load_books(store)[0]
        for owner, texts in FACTS.items() if facts else ():
            narrative.set_facts(store, here.id, owner, texts)
        chosen = [unit.id for unit in here.units if unit.code in units]
        return packing.pack(store, chosen, tmp_path / f"{name}.jxz", Override("试", "试"))


def received(store: Store, package: Path, conflicts: str = "list") -> ReceiveReport:
    return packing.receive(store, packing.read_package(package), conflicts)


def _texts(found: Book) -> Book:
    """The book without flags and origins: an edit settles a flag, what is written again is of another source."""
    found = deepcopy(found)
    for owner in (found, *found.projects):
        owner.review = []
    for project in found.projects:
        project.origins = {}
    return found


def test_every_part_comes_in_and_is_counted(tmp_path: Path) -> None:
    package = sent(tmp_path)
    with workspace.open_workspace(tmp_path / "甲.jxdb") as store:
        there = only(store)
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        report = received(store, package)
        here = only(store)
        assert [(f.owner, f.name, f.text) for f in here.facts] == [(f.owner, f.name, f.text) for f in there.facts]
        for part in (
            "sections",
            "tables",
            "organisation",
            "purchases",
            "purchase_totals",
            "assets",
            "glossary",
            "units",
        ):
            assert getattr(here, part) == getattr(there, part), part
        assert report.sentence() == (
            "新增 2 个项目、2 个单位、2 行机构设置、2 段文字、2 张预算表、3 行采购、1 张资产表、2 条名词解释、"
            "3 条填写的数字和原因，相同 0 个项目，不一致 0 处。"
        )
        again = received(store, package)
        assert again.sentence() == (
            "新增 0 个项目，相同 2 个项目、2 个单位、2 行机构设置、2 段文字、2 张预算表、3 行采购、1 张资产表、"
            "2 条名词解释、3 条填写的数字和原因，不一致 0 处。"
        )
        assert only(store) == here and not again.changes.structure
        editing.undo(store)
        assert reading.load_books(store) == []
        editing.redo(store)
        assert only(store) == here and workspace.verify(store) == []


def test_the_second_unit_adds_its_rows_to_the_lists_that_are_there(tmp_path: Path) -> None:
    purchases = [Purchase("泵站维护费", item="水泵", total="1.00", owner="412001")]
    purchases.append(Purchase("供水管网改造", item="电缆", total="0.60", owner="412002"))
    first = sent(tmp_path, "一", ("412001",), purchases=purchases)
    facts = [Fact("412002", "last.income.total", "9.00")]
    with workspace.open_workspace(tmp_path / "一.jxdb") as store:
        narrative.set_facts(store, only(store).id, "412002", {fact.name: fact.text for fact in facts})
        unit = next(u.id for u in only(store).units if u.code == "412002")
        second = packing.pack(store, [unit], tmp_path / "二.jxz", Override("试", "试"))
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        received(store, first)
        report = received(store, second)
        here = only(store)
        assert [p.item for p in here.purchases] == ["水泵", "电缆"]
        assert [(f.owner, f.text) for f in here.facts] == [("412001", "40.00"), ("412002", "9.00")]
        assert (report.new["procurement"], report.new["facts"], report.new["heads"]) == (1, 1, 1)
        assert report.differing == [] and report.only_here == 0  # the other unit's rows are not missed


@pytest.mark.parametrize("conflicts", ["list", "mine", "theirs"])
def test_a_text_that_both_changed_is_shown_from_both_sides(tmp_path: Path, conflicts: str) -> None:
    package = sent(tmp_path)
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        received(store, package)
        here = only(store)
        cells = {
            CellKey("fact", here.facts[1].id, "text"): "本机写的原因",
            CellKey("section", here.sections[1].id, "text"): "本机改过的措施。",
            CellKey("section", here.sections[0].id, "heading"): "一、总目标",
            CellKey("budget_row", here.tables[0].rows[0].id, "c3"): "11.00",
            CellKey("budget_table", here.tables[0].id, "columns"): '["编码", "科目名称", "合计", "项目支出"]',
            CellKey("purchase", here.purchases[0].id, "total"): "1.10",
            CellKey("asset_row", here.assets[0].rows[0].id, "quantity"): "1300",
            CellKey("term", here.glossary[0].id, "text"): "改过。",
            CellKey("organisation", here.organisation[0].id, "rank"): "副科级",
            CellKey("unit", here.units[0].id, "name"): "云岭县水利局机关",
            CellKey("project", here.projects[0].id, "purpose"): "本机改过的用途",
        }
        editing.edit_cells(store, list(cells.items()))
        edited = only(store)
        report = received(store, package, conflicts)
        sides = {(d.mine, d.theirs) for d in report.differing}
        assert sides == {
            ("本机写的原因", "人员增加"), ("本机改过的措施。", "加强管理。"), ("一、总目标", "一、总体绩效目标"),
            ("11.00", "10.30"), ("编码 | 科目名称 | 合计 | 项目支出", "科目编码 | 科目名称 | 合计 | 项目支出"),
            ("1.10", "1.00"), ("1300", "1200"), ("改过。", book().glossary[0].text), ("副科级", "正科级"),
            ("云岭县水利局机关", "云岭县水利局本级"), ("本机改过的用途", "用于维护全县十二座泵站"),
        }  # fmt: skip
        assert [d.label for d in report.differing if d.mine == "本机写的原因"] == ["收入总计增减原因"]
        assert all(d.written == (conflicts == "theirs") for d in report.differing)
        assert _texts(only(store)) == _texts(here if conflicts == "theirs" else edited)
        if conflicts == "theirs":
            editing.undo(store)
            assert only(store) == edited


def test_blank_fields_are_filled_but_what_a_person_took_away_stays_away(tmp_path: Path) -> None:
    package = sent(tmp_path)
    blank = book()
    blank.projects[0].purpose, blank.organisation[1].rank = "", ""
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, blank)
        here = only(store)
        editing.edit_cells(store, [(CellKey("project", here.projects[1].id, "budget"), "")])
        workspace.delete_records(store, "term", [here.glossary[1].id], "删除名词")
        report = received(store, package)
        here = only(store)
        assert (here.projects[0].purpose, here.organisation[1].rank) == ("用于维护全县十二座泵站", "股级")
        assert here.projects[1].budget == "" and len(here.glossary) == 1 and len(here.facts) == 3
        assert report.filled == 2 and "填上空白 2 处" in report.sentence()
        told = [(d.label, d.mine, d.theirs.split()[0]) for d in report.differing]
        assert told == [("第2行（本机删掉了）", "", "机关运行经费"), ("预算数", "", "3.00")]
        assert all(d.written for d in received(store, package, "theirs").differing)  # told so, they come back
        here = only(store)
        assert here.projects[1].budget == "3.00" and len(here.glossary) == 2


def test_rows_that_only_this_side_has_stay_and_are_said(tmp_path: Path) -> None:
    package = sent(tmp_path)
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        received(store, package)
        editing.insert_rows(store, "term", only(store).id, texts=[{"term": "本机的名词", "text": "解释"}])
        for conflicts in ("list", "theirs"):
            report = received(store, package, conflicts)
            assert "本机另有 1 行对方没有（保留）" in report.sentence() and report.differing == []
        assert [t.term for t in only(store).glossary][-1] == "本机的名词"


def test_units_without_projects_and_departments_without_any_travel(tmp_path: Path) -> None:
    tables = [BudgetTable(3, "支出总表", ["科目", "合计"], [BudgetRow(["水利", "7.30"])], owner="412003")]
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        workspace.add_department(store, 2025, "云岭县水利局", "412")
        workspace.add_unit(store, only(store).id, "云岭县河道站", "412003")
        whole = Book(
            "表.xlsx", "cd" * 32, 2025, "412", "云岭县水利局", tables=tables, glossary=[Term("三公经费", "解释")]
        )
        whole.assets = [AssetBlock("云岭县河道站", "2024年12月31日")]
        take(store, whole)
        there = only(store)
        package = packing.pack(store, [], tmp_path / "甲.jxz", Override("试", "试"))
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        report = received(store, package)
        here = only(store)
        assert (here.units, here.tables, here.assets) == (there.units, there.tables, there.assets)
        assert here.units[0].name == "云岭县河道站" and report.new["heads"] == 1


def test_the_stage_comes_with_a_new_department_and_never_over_the_one_here(tmp_path: Path) -> None:
    package = sent(tmp_path, stage="")
    packed = packing.read_package(package)
    packed.books[0].stage = "二上"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        packing.receive(store, deepcopy(packed))
        assert only(store).stage == "二上"
        packed.books[0].stage = "批复"
        for conflicts in ("list", "theirs"):
            (row,) = packing.receive(store, deepcopy(packed), conflicts).differing
            assert (row.label, row.mine, row.theirs, row.written) == ("编报阶段", "二上", "批复", False)
            assert only(store).stage == "二上"


def test_a_project_of_another_unit_is_told_and_not_moved(tmp_path: Path) -> None:
    package = sent(tmp_path)
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        received(store, package)
        here = only(store)
        editing.edit_cells(store, [(CellKey("project", here.projects[0].id, "unit_id"), here.units[1].id)])
        (row,) = received(store, package).differing
        assert (row.mine, row.theirs) == ("412002 云岭县供水站", "412001 云岭县水利局本级")


def test_two_hostile_units_of_one_id_become_two(tmp_path: Path) -> None:
    packed = packing.read_package(sent(tmp_path))
    packed.books[0].units[1].id = packed.books[0].units[0].id
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        packing.receive(store, packed)
        assert sorted(u.code for u in only(store).units) == ["412001", "412002"]
        assert workspace.verify(store) == []


def test_a_unit_here_is_not_added_again_by_its_name(tmp_path: Path) -> None:
    packed = packing.read_package(sent(tmp_path))
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        report = packing.receive(store, packed)
        assert len(only(store).units) == 2 and report.new["heads"] == 0 and report.alike["heads"] == 2
        assert Unit("412001", "云岭县水利局本级") == Unit(only(store).units[0].code, only(store).units[0].name)


def test_the_command_lists_both_texts_and_sums_all_kinds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package, into = sent(tmp_path), tmp_path / "乙.jxdb"
    assert cli.main(["receive", str(package), "--into", str(into)]) == 0
    assert "3 条填写的数字和原因" in capsys.readouterr().out
    with workspace.open_workspace(into) as store:
        editing.edit_cells(store, [(CellKey("fact", only(store).facts[0].id, "text"), "77.00")])
    assert cli.main(["receive", str(package), "--into", str(into)]) == 1
    said = capsys.readouterr().out
    assert "本机“77.00”，对方“88.00”" in said and "不一致 1 处" in said
    assert cli.main(["receive", str(package), "--into", str(into), "--conflicts", "theirs"]) == 0
    assert "（已写入对方的）" in capsys.readouterr().out


def _answer(store: Store, owner: str, path: str, text: str) -> None:
    """Answer the one thing at a path of the project of that name, of the book for ""."""
    here = only(store)
    found: Project | Book = next((p for p in here.projects if p.name == owner), here)
    project = found if isinstance(found, Project) else Project()
    finding = Finding("K99", "warning", 2025, "", project.code, path, "试", project_id=project.id)
    answers.answer(store, [(here.id, finding)], text, "张三")


def test_answers_to_findings_come_in_and_both_texts_are_shown(tmp_path: Path) -> None:
    sent(tmp_path)
    with workspace.open_workspace(tmp_path / "甲.jxdb") as store:
        bare = packing.pack(store, [], tmp_path / "无.jxz", Override("试", "试"))
        _answer(store, "泵站维护费", "indicators[1].value", "按上级口径填列")
        _answer(store, "", "budget_tables[5].rows[1][3]", "与批复一致，不改")
        _answer(store, "", "procurement", "今年没有别的采购")
        full = packing.pack(store, [], tmp_path / "有.jxz", Override("试", "试"))
        there = only(store)
    for before in ((), (bare,)):
        with workspace.create_workspace(tmp_path / f"乙{len(before)}.jxdb") as store:
            for package in before:
                received(store, package)
            report = received(store, full)
            here = only(store)
            assert [(a.path, a.text) for a in here.answers] == [(a.path, a.text) for a in there.answers]
            assert [a.text for a in here.projects[0].answers] == ["按上级口径填列"]
            new = 3 if before else 2  # those on a project that comes in whole come with it
            assert f"{new} 条问题说明" in report.sentence()
            assert received(store, full).alike["answers"] == 3
            _answer(store, "", "budget_tables[5].rows[1][3]", "本机另写的说明")
            (row,) = received(store, full).differing
            assert (row.mine, row.theirs) == ("本机另写的说明", "与批复一致，不改")
            received(store, full, "theirs")
            assert {a.text for a in only(store).answers} == {"与批复一致，不改", "今年没有别的采购"}
            editing.undo(store)
            assert {a.text for a in only(store).answers} == {"本机另写的说明", "今年没有别的采购"}


def test_answers_on_parts_of_other_units_do_not_travel(tmp_path: Path) -> None:
    purchases = [Purchase("泵站维护费", item="水泵", total="1.00", owner="412001")]
    purchases.append(Purchase("供水管网改造", item="电缆", total="0.60", owner="412002"))
    sent(tmp_path, purchases=purchases)
    with workspace.open_workspace(tmp_path / "甲.jxdb") as store:
        _answer(store, "", "procurement[0].price", "甲单位的说明")
        _answer(store, "", "procurement[1].price", "乙单位的说明")
        _answer(store, "", "sections[0].text", "部门的说明")
        _answer(store, "", "procurement", "部门采购的说明")
        unit = next(u.id for u in only(store).units if u.code == "412002")
        packed = packing.read_package(packing.pack(store, [unit], tmp_path / "二.jxz", Override("试", "试")))
    assert [(a.path, a.text) for a in packed.books[0].answers] == [("procurement[0].price", "乙单位的说明")]


SECRET = "青松洞库改造"


@pytest.mark.parametrize(
    ("name", "reason", "by", "user", "refused"),
    [
        ("包.jxz", "按要求", "张三", "李四", ""),
        (f"{SECRET}.jxz", "按要求", "张三", "李四", "文件名"),
        ("青松 洞库改造上报.jxz", "按要求", "张三", "李四", "文件名"),
        ("包.jxz", f"{SECRET}已批", "张三", "李四", "越过错误的理由"),
        ("包.jxz", "按要求", f"{SECRET}办", "李四", "说明人"),
        ("包.jxz", "按要求", "张三", f"{SECRET}办", "制作人"),
    ],
)
def test_what_leaves_beside_the_records_names_no_secret_project(
    tmp_path: Path, name: str, reason: str, by: str, user: str, refused: str
) -> None:
    whole = book()
    whole.file = f"{SECRET}2025年.xlsx"
    whole.projects[1].name, whole.projects[1].secret = SECRET, "是"
    whole.review.append(Review("narrative", f"{SECRET}2025年.xlsx 第3页缺页"))
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, whole)
        store.user = user
        if refused:
            with pytest.raises(UserError, match=refused):
                packing.pack(store, [], tmp_path / name, Override(reason, by))
            assert not (tmp_path / name).exists()
            return
        packing.pack(store, [], tmp_path / name, Override(reason, by))
        exporting.export(store, tmp_path / "公开", ["docx", "xlsx"], override=Override(reason, by)).run()
    written = [tmp_path / name, *(tmp_path / "公开").iterdir()]
    for path in written:
        assert SECRET not in path.name
        with zipfile.ZipFile(path) as archive:
            assert all(SECRET.encode() not in archive.read(part) for part in archive.namelist()), path.name


def test_an_answer_that_names_a_secret_project_shuts_the_gate(tmp_path: Path) -> None:
    whole = book()
    whole.projects[1].name, whole.projects[1].secret = SECRET, "是"
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, whole)
        _answer(store, "泵站维护费", "purpose", f"与{SECRET}一并安排")
        with pytest.raises(UserError, match="D01"):
            packing.pack(store, [], tmp_path / "包.jxz", Override("试", "试"))
