"""What the other side cleared or deleted is told, stays until a person takes it, and can be taken later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.actions import editing, packing, receiving, receiving_kept, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.receiving_default import UNTOUCHED
from desktop_app.actions.receiving_gone import BLANK, NO_PROJECT, NO_ROW
from desktop_app.actions.receiving_rows import DifferenceRow
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Project
from tests.actions.whole import book, only, take

PURPOSE = "用于维护全县十二座泵站"


def packed(store: Store, to: Path) -> Path:
    return packing.pack(store, [], to, Override("试", "试"))


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    """The other side's workspace."""
    with workspace.create_workspace(tmp_path / "对方.jxdb") as store:
        take(store, book())
        yield store


@pytest.fixture
def here(tmp_path: Path, there: Store) -> Iterator[Store]:
    """A workspace that received all of it."""
    with workspace.create_workspace(tmp_path / "本机.jxdb") as store:
        packing.receive(store, packing.read_package(packed(there, tmp_path / "一.jxz")))
        yield store


@pytest.fixture
def second(tmp_path: Path, there: Store) -> Path:
    """A package after a text, a cell and a goal's plan were cleared, and an indicator and a term were deleted."""
    mine = only(there)
    cleared = [
        CellKey("project", mine.projects[0].id, "purpose"),
        CellKey("project", mine.projects[0].id, "plan_1"),
        CellKey("indicator", mine.projects[0].indicators[1].id, "basis"),
        CellKey("budget_row", mine.tables[0].rows[0].id, "c3"),
    ]
    editing.edit_cells(there, [(key, "") for key in cleared])
    workspace.delete_records(there, "indicator", [mine.projects[0].indicators[0].id], "删除指标")
    workspace.delete_records(there, "term", [mine.glossary[1].id], "删除名词")
    return packed(there, tmp_path / "二.jxz")


def by_label(rows: list[DifferenceRow]) -> dict[str, DifferenceRow]:
    return {row.label: row for row in rows}


def test_what_was_cleared_or_deleted_there_is_listed_and_stays(here: Store, second: Path) -> None:
    before = only(here)
    reception = receiving.compare(here, packing.read_package(second), UNTOUCHED)
    rows = by_label(reception.report.differing)
    told = {label: row.theirs for label, row in rows.items()}
    assert told == {
        "资金用途": BLANK, "3月底计划": BLANK, "指标2 指标值确定依据": BLANK, "第1行 合计": BLANK,
        "指标1": NO_ROW, "第2行": NO_ROW,
    }  # fmt: skip
    assert len(rows) == 6 and not any(row.written or row.edited for row in rows.values())
    assert next(row.mine for row in rows.values() if row.path == "purpose") == PURPOSE
    gone = next(row for row in rows.values() if row.theirs == NO_ROW and row.name == "泵站维护费")
    assert "按计划完成巡查次数的全部工作" in gone.mine and "巡查次数工作方案" in gone.mine
    assert reception.report.alike["project"] == 1 and "不一致 6 处" in reception.report.sentence()
    receiving.take(here, reception, "二.jxz")
    assert only(here) == before
    (kept,) = receiving_kept.listing(here)
    assert kept.left == 6


def test_it_is_taken_in_one_step_and_undone_in_one(here: Store, second: Path) -> None:
    before = only(here)
    packing.receive(here, packing.read_package(second), "theirs")
    assert only(here) == before  # told so for all at once, still nothing is removed
    (kept,) = receiving_kept.listing(here)
    reception = receiving.reopen(here, kept)
    for row in reception.report.differing:
        row.take(True)
    receiving.take(here, reception, kept.file)
    now = only(here)
    first = now.projects[0]
    assert (first.purpose, first.plan[0], now.tables[0].rows[0].cells[2]) == ("", "", "")
    assert [(i.l3, i.basis) for i in first.indicators] == [("合格率", "")] and len(now.glossary) == 1
    assert receiving_kept.listing(here) == []
    editing.undo(here)
    assert only(here) == before and workspace.verify(here) == []


def test_what_was_written_here_alone_is_no_difference(here: Store, there: Store, tmp_path: Path) -> None:
    project = only(here).projects[0]
    editing.edit_cells(here, [(CellKey("project", project.id, "plan_2"), "50%")])  # blank there from the first
    editing.insert_rows(here, "indicator", project.id, texts=[{"l1": "产出指标", "l3": "本机加的指标"}])
    report = packing.receive(here, packing.read_package(packed(there, tmp_path / "二.jxz")))
    assert report.differing == [] and "本机另有 1 行对方没有（保留）" in report.sentence()


def test_a_cleared_text_that_was_rewritten_here_is_a_conflict(here: Store, second: Path) -> None:
    project = only(here).projects[0]
    editing.edit_cells(here, [(CellKey("project", project.id, "purpose"), "本机改过的用途")])
    rows = receiving.compare(here, packing.read_package(second), UNTOUCHED).report.differing
    (row,) = [row for row in rows if row.path == "purpose"]
    assert (row.mine, row.theirs, row.edited, row.written) == ("本机改过的用途", BLANK, True, False)


def test_the_stub_of_a_secret_project_takes_nothing_away(here: Store, there: Store, tmp_path: Path) -> None:
    project: Project = only(there).projects[0]
    editing.edit_cells(there, [(CellKey("project", project.id, "secret"), "是")])
    rows = receiving.compare(here, packing.read_package(packed(there, tmp_path / "二.jxz"))).report.differing
    assert not [row for row in rows if row.theirs in (BLANK, NO_ROW)]


def test_a_project_deleted_there_is_told_and_removed_only_when_chosen(
    here: Store, there: Store, tmp_path: Path
) -> None:
    workspace.delete_records(there, "project", [only(there).projects[1].id], "删除项目")
    workspace.add_project(here, only(here).units[0].id, "本机加的项目")
    before, package = only(here), packed(there, tmp_path / "二.jxz")
    packing.receive(here, packing.read_package(package), "theirs")
    assert only(here) == before
    (kept,) = receiving_kept.listing(here)
    reception = receiving.reopen(here, kept)
    (row,) = reception.report.differing
    assert (row.theirs, row.name, row.written) == (NO_PROJECT, "供水管网改造", False)
    row.take(True)
    receiving.take(here, reception, kept.file)
    assert [p.name for p in only(here).projects] == ["泵站维护费", "本机加的项目"]
    assert receiving_kept.listing(here) == []
    editing.undo(here)
    assert only(here) == before and workspace.verify(here) == []


def test_a_package_of_one_unit_says_nothing_of_the_others(here: Store, there: Store, tmp_path: Path) -> None:
    unit = only(there).units[0].id
    package = packing.pack(there, [unit], tmp_path / "一个.jxz", Override("试", "试"))
    assert packing.receive(here, packing.read_package(package)).differing == []
