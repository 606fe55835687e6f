"""What is secret elsewhere and public here is told, and published by nobody before a person decided."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.actions import editing, exporting, gate, packing, purging, reading, workspace
from desktop_app.actions.gate import NOT_SECRET, Override
from desktop_app.actions.workspace import Store
from desktop_app.cli import main
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import UNDECIDED, Book, Project
from desktop_app.errors import UserError
from desktop_app.exporters import written
from tests.actions.whole import book, take

OVERRIDE = Override("测试理由", "王会计")


def told(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("不一致") and "涉密（" in line]


def sent(folder: Path, purge: bool, **texts: str) -> Path:
    """The package of an office in which the second project is secret, and purged where wanted."""
    hidden = book()
    hidden.projects[1].secret = "是"
    for name, text in texts.items():
        setattr(hidden.projects[1], name, text)
    with workspace.create_workspace(folder / "甲.jxdb") as store:
        take(store, hidden)
        if purge:
            purging.purge(store, project_id=reading.load_books(store)[0].projects[1].id)
        return packing.pack(store, [], folder / "包.jxz", OVERRIDE)


def projects(store: Store) -> list[Project]:
    return reading.load_books(store)[0].projects


def mark(store: Store, name: str) -> str:
    return next(p.secret for p in projects(store) if p.name == name)


def imported(folder: Path, **texts: str) -> Path:
    """The workspace of an office that read the old text on its own: other ids, nothing marked."""
    own = book()
    for name, text in texts.items():
        setattr(own.projects[1], name, text)
    with workspace.create_workspace(folder / "局.jxdb") as store:
        take(store, own)
    return folder / "局.jxdb"


@pytest.mark.parametrize("purge", [True, False])
def test_the_receivers_own_copy_waits_for_a_decision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], purge: bool
) -> None:
    package, mine = sent(tmp_path, purge), imported(tmp_path)
    said = tmp_path / "理由.json"
    said.write_text('{"reason": "测试理由", "by": "王会计"}', "utf-8")
    publish = ["export", str(mine), "--to", str(tmp_path / "公开"), "--format", "docx,xlsx", "--override", str(said)]
    assert main(publish) == 0
    assert main(["receive", str(package), "--into", str(mine)]) == 1
    assert [("供水管网改造" in line, "待定" in line) for line in told(capsys.readouterr().out)] == [(True, True)]
    assert main(publish) == 2
    assert "D01" in capsys.readouterr().err
    with workspace.open_workspace(mine, daily_backup=False) as store:
        assert (mark(store, "供水管网改造"), mark(store, "泵站维护费")) == (UNDECIDED, "")
        (found,) = gate.gate(store).absolute
        own = next(p for p in projects(store) if p.name == "供水管网改造")
        assert (found.path, found.project_id, found.unit) == ("secret", own.id, "412002")
        with pytest.raises(UserError, match="D01"):
            packing.pack(store, [], tmp_path / "包2.jxz", OVERRIDE)
        editing.edit_cells(store, [(CellKey("project", own.id, "secret"), "否")], f"{NOT_SECRET}：已经批准公开")
        assert gate.gate(store).absolute == []
        exporting.export(store, tmp_path / "公开2", ["docx"], override=OVERRIDE).run()
    # decided once, it is not asked again
    main(["receive", str(package), "--into", str(mine)])
    again = told(capsys.readouterr().out)
    assert all("本机已写明理由" in line for line in again) and len(again) == (0 if purge else 1)
    with workspace.open_workspace(mine, daily_backup=False) as store:
        assert mark(store, "供水管网改造") == "否"


def test_to_receive_and_to_decide_can_be_taken_back(tmp_path: Path) -> None:
    package, mine = sent(tmp_path, True), imported(tmp_path)
    with workspace.open_workspace(mine) as store:
        before = projects(store)
        packing.receive(store, packing.read_package(package))
        assert mark(store, "供水管网改造") == UNDECIDED and len(projects(store)) == 3
        editing.undo(store)
        assert [p.secret for p in projects(store)] == ["", UNDECIDED]
        editing.undo(store)
        assert projects(store) == before


def test_without_a_number_all_that_the_package_does_not_know_wait(tmp_path: Path) -> None:
    package, mine = sent(tmp_path, True, seq=""), imported(tmp_path, seq="")
    with workspace.open_workspace(mine) as store:
        unit = next(u.id for u in reading.load_books(store)[0].units if u.code == "412002")
        workspace.add_project(store, unit, "水质检测")
        report = packing.receive(store, packing.read_package(package))
        assert {row.project for row in report.differing if row.path == "secret"} == {"供水管网改造", "水质检测"}
        assert {p.name for p in projects(store) if p.secret == UNDECIDED} == {"供水管网改造", "水质检测"}


def test_a_number_here_tells_which_one_it_is(tmp_path: Path) -> None:
    package, mine = sent(tmp_path, True), imported(tmp_path)
    with workspace.open_workspace(mine) as store:
        unit = next(u.id for u in reading.load_books(store)[0].units if u.code == "412002")
        workspace.add_project(store, unit, "水质检测")
        packing.receive(store, packing.read_package(package))
        assert {p.name for p in projects(store) if p.secret == UNDECIDED} == {"供水管网改造"}


@pytest.mark.parametrize(("mine", "theirs", "mode", "becomes"), [
    ("", "是", "list", UNDECIDED), ("否", "是", "list", UNDECIDED), ("否", "是", "mine", UNDECIDED),
    ("否", "是", "theirs", "是"), ("是", "否", "list", "是"), ("是", "否", "theirs", "是"), ("是", "", "theirs", "是"),
])  # fmt: skip
def test_no_package_takes_a_mark_away_and_none_sets_it_silently(
    tmp_path: Path, mine: str, theirs: str, mode: str, becomes: str
) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book())
        workspace.backup(store, tmp_path / "乙.jxdb")  # the same ids on both sides
    with workspace.open_workspace(tmp_path / "乙.jxdb") as other:
        editing.edit_cells(other, [(CellKey("project", projects(other)[1].id, "secret"), theirs)])
        package = packing.pack(other, [], tmp_path / "包.jxz", OVERRIDE)
    with workspace.open_workspace(tmp_path / "甲.jxdb") as store:
        project = projects(store)[1]
        editing.edit_cells(store, [(CellKey("project", project.id, "secret"), mine)])
        report = packing.receive(store, packing.read_package(package), mode)
        assert projects(store)[1].secret == becomes
        assert [row.project for row in report.differing if row.path == "secret"] == (
            [] if theirs == "" else [project.name if becomes == UNDECIDED else project.code]
        )
        assert projects(store)[1].name == project.name


@pytest.mark.parametrize("seq", ["2", "7"])
def test_the_old_text_imported_after_a_purge_is_asked_about(tmp_path: Path, seq: str) -> None:
    package = sent(tmp_path, True)
    with workspace.create_workspace(tmp_path / "局.jxdb") as store:
        packing.receive(store, packing.read_package(package))
        again = book()
        again.projects[1].seq = seq
        plan = take(store, again)
        assert len(plan.items) == 2
        waiting = [p for p in projects(store) if p.secret == UNDECIDED]
        assert [p.name for p in waiting] == (["供水管网改造"] if seq == "2" else [])
        assert [r.path for p in waiting for r in p.review] == (["secret"] if seq == "2" else [])


def test_a_package_of_an_office_without_secrets_asks_nothing(tmp_path: Path) -> None:
    mine = imported(tmp_path)
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        other: Book = book()
        other.projects.pop()
        take(store, other)
        package = packing.pack(store, [], tmp_path / "包.jxz", OVERRIDE)
    with workspace.open_workspace(mine) as store:
        packing.receive(store, packing.read_package(package))
        assert [p.secret for p in projects(store)] == ["", ""]


def projects_list(path: Path, mark: str) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["序号", "单位编码", "单位名称", "项目编码", "项目名称", "预算数", "是否涉密"])
    sheet.append(["1", "412001", "云岭县水利局本级", "53099925P000041200114", "雪亮光缆工程", "5.00", mark])
    sheet.append(["2", "412001", "云岭县水利局本级", "53099925P000041200223", "泵站维护费", "6.00", "否"])
    made.save(path)
    return path


def test_no_list_imported_later_takes_a_mark_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, said = tmp_path / "甲.jxdb", tmp_path / "理由.json"
    said.write_text('{"reason": "测试理由", "by": "王会计"}', "utf-8")
    into = ["--into", str(mine), "--year", "2025", "--department", "云岭县水利局"]
    assert main(["import", str(projects_list(tmp_path / "一.xlsx", "是")), *into]) == 0
    main(["import", str(projects_list(tmp_path / "二.xlsx", "不涉密")), *into])
    assert "冲突 二.xlsx 雪亮光缆工程" in capsys.readouterr().out
    assert main(["export", str(mine), "--to", str(tmp_path / "公开"), "--format", "xlsx", "--override", str(said)]) == 0
    texts = [text for path in (tmp_path / "公开").iterdir() for _, text in written.texts(path)]
    assert any("泵站维护费" in text for text in texts) and not any("雪亮光缆" in text for text in texts)


@pytest.mark.parametrize("mode", ["list", "theirs"])
def test_taking_a_package_back_leaves_the_mark_for_a_person_to_decide(tmp_path: Path, mode: str) -> None:
    package = packing.read_package(sent(tmp_path, False))
    package.books[0].sections.append(Section("（二）新写的一段", "本机没有。"))
    with workspace.open_workspace(imported(tmp_path), daily_backup=False) as store:
        report = packing.receive(store, package, mode)
        own = next(p for p in projects(store) if p.name == "供水管网改造")
        assert report.undoable and own.id in report.changes.projects
        assert (own.secret, len(reading.load_books(store)[0].sections)) == (UNDECIDED if mode == "list" else "是", 3)
        editing.undo(store)
        assert len(reading.load_books(store)[0].sections) == 2
        assert mark(store, "供水管网改造") == UNDECIDED
        assert "待定" in editing.undo_name(store)  # what the next undo takes away says so


def test_a_reception_that_only_marks_is_not_offered_to_be_taken_back(tmp_path: Path) -> None:
    package = packing.read_package(sent(tmp_path, False))
    with workspace.open_workspace(imported(tmp_path), daily_backup=False) as store:
        assert not packing.receive(store, package).undoable
        assert mark(store, "供水管网改造") == UNDECIDED


def test_what_is_public_there_and_secret_here_is_not_added_beside_it(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as other:
        theirs = book()
        theirs.projects[1].unit_code, theirs.projects[1].unit_name = "412001", "云岭县水利局本级"
        theirs.projects[1].secret = "否"
        take(other, theirs)
        package = packing.pack(other, [], tmp_path / "包.jxz", OVERRIDE)
    mine = imported(tmp_path, secret="是")
    with workspace.open_workspace(mine, daily_backup=False) as store:
        for _ in range(2):
            report = packing.receive(store, packing.read_package(package))
            own = [p for p in projects(store) if p.code == "53099925P000041200223"]
            assert [(p.unit_code, p.secret) for p in own] == [("412002", "是")]
            (row,) = [row for row in report.differing if row.path == "secret"]
            assert "保留本机的" in row.label and (row.mine, row.theirs, row.choose) == ("是", "否", None)
