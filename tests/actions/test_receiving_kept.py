"""Taking a package in place by place; what was not taken stays in the file and can be taken later."""

from pathlib import Path

import pytest

from desktop_app.actions import editing, packing, purging, receiving, receiving_kept, stages, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.receiving_rows import DifferenceRow
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.errors import UserError
from tests.actions.whole import book, only, take

MINE = "本机改过的用途"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of the invented book."""
    with workspace.create_workspace(tmp_path / "对方.jxdb") as there:
        take(there, book())
        return packing.pack(there, [], tmp_path / "对方.jxz", Override("试", "试"))


@pytest.fixture
def edited(tmp_path: Path, package: Path) -> Store:
    """A workspace that received the package and changed three texts by hand, one of them to nothing."""
    store = workspace.create_workspace(tmp_path / "本机.jxdb")
    packing.receive(store, packing.read_package(package))
    here = only(store)
    texts = {
        CellKey("project", here.projects[0].id, "purpose"): MINE,
        CellKey("project", here.projects[1].id, "purpose"): "",
        CellKey("section", here.sections[1].id, "text"): "本机改过的措施。",
    }
    editing.edit_cells(store, list(texts.items()))
    return store


def row(rows: list[DifferenceRow], mine: str) -> DifferenceRow:
    return next(d for d in rows if d.mine == mine)


def test_only_what_is_chosen_is_written_and_undone_at_once(edited: Store, package: Path) -> None:
    before = only(edited)
    reception = receiving.compare(edited, packing.read_package(package))
    assert only(edited) == before and not any(d.written for d in reception.report.differing)
    chosen = row(reception.report.differing, MINE)
    assert chosen.edited and chosen.name == before.projects[0].name
    chosen.take(True)
    row(reception.report.differing, "本机改过的措施。").take(True)
    row(reception.report.differing, "本机改过的措施。").take(False)
    report = receiving.take(edited, reception, "对方.jxz")
    assert "不一致 3 处（其中 1 处改用对方的）" in report.sentence()
    here = only(edited)
    assert here.projects[0].purpose == book().projects[0].purpose
    assert here.projects[1].purpose == "" and here.sections[1].text == "本机改过的措施。"
    editing.undo(edited)
    assert only(edited) == before
    edited.close()


def test_what_was_not_taken_is_taken_later(edited: Store, package: Path) -> None:
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")  # the same stick again: one entry
    (kept,) = receiving_kept.listing(edited)
    assert (kept.file, kept.left, kept.made_by) == ("对方.jxz", 3, edited.user)
    path = edited.path
    edited.close()
    package.unlink()  # the stick is gone
    with workspace.open_workspace(path) as store:
        reception = receiving.reopen(store, kept)
        assert {d.mine for d in reception.report.differing} == {MINE, "", "本机改过的措施。"}
        for different in reception.report.differing:
            if different.path == "purpose":
                different.take(True)
        receiving.take(store, reception, kept.file)
        here = only(store)
        assert [p.purpose for p in here.projects] == [p.purpose for p in book().projects]
        assert here.sections[1].text == "本机改过的措施。"
        (left,) = receiving_kept.listing(store)
        assert (left.left, left.at, left.books) == (1, kept.at, kept.books)
        reception = receiving.reopen(store, left)
        reception.report.differing[0].take(True)
        receiving.take(store, reception, left.file)
        assert receiving_kept.listing(store) == []
        assert workspace.verify(store) == []


def test_what_was_taken_and_taken_back_is_listed_again(edited: Store, package: Path) -> None:
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")
    (kept,) = receiving_kept.listing(edited)
    reception = receiving.reopen(edited, kept)
    for different in reception.report.differing:
        different.take(True)
    receiving.take(edited, reception, kept.file)
    assert receiving_kept.listing(edited) == []
    editing.undo(edited)
    assert only(edited).projects[0].purpose == MINE
    assert receiving_kept.listing(edited) == [kept]
    editing.redo(edited)
    assert receiving_kept.listing(edited) == []
    editing.undo(edited)
    editing.edit_cells(edited, [(CellKey("project", only(edited).projects[0].id, "budget"), "8.00")])
    assert receiving_kept.listing(edited) == [kept], "what cannot be done again has not been taken either"
    edited.close()


def test_what_is_dismissed_is_gone_from_the_file_but_for_stages(edited: Store, package: Path) -> None:
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")
    (kept,) = receiving_kept.listing(edited)
    stages.close_stage(edited, [only(edited).id], "一上", "二上")
    with edited.operation("结束阶段") as operation:  # a book that is both: such a stage may even be taken back
        (frozen,) = edited.query("SELECT * FROM stage")
        operation.update("stage", frozen["id"], {"snapshot": kept.books[0]})
    before = {row["id"] for row in edited.query("SELECT id FROM snapshot")}
    receiving_kept.dismiss(edited, kept)
    assert receiving_kept.listing(edited) == []
    assert {row["id"] for row in edited.query("SELECT id FROM snapshot")} == before
    editing.undo(edited)
    editing.undo(edited)
    edited.connection.execute("DELETE FROM change WHERE tbl = 'stage'")
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")
    (kept,) = receiving_kept.listing(edited)
    receiving_kept.dismiss(edited, kept)
    assert {row["id"] for row in edited.query("SELECT id FROM snapshot")} == before - {*kept.books}
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")  # the same stick again
    (again,) = receiving_kept.listing(edited)
    assert len(receiving.reopen(edited, again).report.differing) == 3
    edited.close()


def test_a_purge_says_how_many_kept_packages_go_with_it(edited: Store, package: Path) -> None:
    project = only(edited).projects[1]
    editing.edit_cells(edited, [(CellKey("project", project.id, "secret"), "是")])
    assert "没有采用" not in purging.loss(edited, project.id).sentences()
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")
    assert "没有采用、留着的内容共 1 个包" in purging.loss(edited, project.id).sentences()
    purging.purge(edited, project_id=project.id)
    assert receiving_kept.listing(edited) == []
    edited.close()


def test_a_kept_package_brings_back_nothing_by_itself(edited: Store, package: Path) -> None:
    """What was removed or cleared since stays away until it is chosen."""
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")
    (kept,) = receiving_kept.listing(edited)
    here = only(edited)
    workspace.delete_records(edited, "project", [here.projects[1].id], "删除项目")
    editing.edit_cells(edited, [(CellKey("project", here.projects[0].id, "budget"), "")])
    before = only(edited)
    reception = receiving.reopen(edited, kept)
    receiving.take(edited, reception, kept.file)
    assert only(edited) == before
    reception = receiving.reopen(edited, kept)
    labels = {d.label for d in reception.report.differing}
    assert {"整个（本机没有）", "预算数"} <= labels
    next(d for d in reception.report.differing if d.label.startswith("整个")).take(True)
    receiving.take(edited, reception, kept.file)
    assert [p.name for p in only(edited).projects] == [p.name for p in book().projects]
    assert only(edited).projects[0].budget == ""
    edited.close()


def test_where_nothing_can_be_kept_nothing_is_taken_in(
    edited: Store, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.delete_records(edited, "project", [only(edited).projects[1].id], "删除项目")  # comes in anew
    before, notes = only(edited), edited.notes()

    def full(*_: object) -> str:
        raise UserError("磁盘已满", "", "请腾出空间")

    monkeypatch.setattr(receiving_kept.snapshots, "freeze", full)
    with pytest.raises(UserError, match="磁盘已满"):
        receiving.receive(edited, packing.read_package(package))
    assert only(edited) == before and edited.notes() == notes
    monkeypatch.undo()
    receiving.receive(edited, packing.read_package(package))
    assert len(only(edited).projects) == 2 and receiving_kept.listing(edited)
    edited.close()


def test_where_all_is_taken_or_the_same_nothing_is_kept(tmp_path: Path, edited: Store, package: Path) -> None:
    packing.receive(edited, packing.read_package(package), "theirs")
    assert receiving_kept.listing(edited) == []
    packing.receive(edited, packing.read_package(package))
    assert receiving_kept.listing(edited) == [] and edited.query("SELECT id FROM snapshot") == []
    edited.close()


def test_what_is_purged_here_is_gone_from_kept_packages_too(edited: Store, package: Path) -> None:
    receiving.receive(edited, packing.read_package(package), file="对方.jxz")
    project = only(edited).projects[1]
    secret = project.goals[0].text
    editing.edit_cells(edited, [(CellKey("project", project.id, "secret"), "是")])
    purging.purge(edited, project_id=project.id)
    for kept in receiving_kept.listing(edited):
        assert secret not in str(receiving_kept.package_of(edited, kept).books)
    path = edited.path
    edited.close()
    assert secret.encode() not in path.read_bytes()
