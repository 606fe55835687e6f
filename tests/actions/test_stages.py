"""Closing a stage freezes the book; a snapshot is read back equal, or its damage is said."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from desktop_app.actions import editing, exporting, packing, reading, stages, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Book
from desktop_app.errors import UserError
from desktop_app.storage import snapshots
from tests.actions.whole import book as whole_book
from tests.actions.whole import take, workspace_in
from tests.domain.test_plain import of as any_value_of


def _book(store: Store) -> Book:
    return reading.load_books(store)[0]


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    with workspace.create_workspace(tmp_path / "全.jxdb") as opened:
        take(opened, whole_book())
        yield opened


def test_a_closed_stage_holds_the_whole_book_as_it_was(filled: Store) -> None:
    before = _book(filled)
    stages.close_stage(filled, [before.id], "一上", "二上", "报财政局预算科")
    project = before.projects[0]
    editing.edit_cells(filled, [(CellKey("project", project.id, "name"), "改了名的项目")])
    now = _book(filled)
    assert (now.stage, [s.name for s in now.stages], now.stages[0].note) == ("二上", ["一上"], "报财政局预算科")
    assert stages.stage_book(filled, now.stages[0]) == before
    assert now.projects[0].name == "改了名的项目"


def test_closing_is_one_step_of_undo_and_can_be_done_again(filled: Store) -> None:
    before = _book(filled)
    stages.close_stage(filled, [before.id], "一上", "二上")
    assert editing.undo_name(filled) == "结束阶段 一上"
    editing.undo(filled)
    assert _book(filled) == before
    editing.redo(filled)
    after = _book(filled)
    assert stages.stage_book(filled, after.stages[0]) == before


def test_names_that_are_proposed_follow_what_is_closed(filled: Store) -> None:
    assert stages.proposed(_book(filled)) == ("一上", "二上")
    stages.close_stage(filled, [_book(filled).id], "一上", "二上")
    assert stages.proposed(_book(filled)) == ("二上", "批复")
    stages.close_stage(filled, [_book(filled).id], "专家评审后", "")
    assert stages.proposed(_book(filled)) == ("二上", "批复")
    for name in ("二上", "批复", "调整"):
        stages.close_stage(filled, [_book(filled).id], name)
    assert stages.proposed(_book(filled)) == ("", "")


@pytest.mark.parametrize(("name", "following"), [("", "二上"), ("  ", ""), ("一上", "批复"), ("二上", "二上")])
def test_a_name_that_will_not_do_is_refused(filled: Store, name: str, following: str) -> None:
    stages.close_stage(filled, [_book(filled).id], "一上", "二上")
    before = _book(filled)
    with pytest.raises(UserError):
        stages.close_stage(filled, [before.id], name, following)
    assert _book(filled) == before


def test_the_current_stage_can_be_named_but_not_as_a_closed_one(filled: Store) -> None:
    department = _book(filled).id
    stages.name_stage(filled, department, "一上")
    assert _book(filled).stage == "一上"
    stages.close_stage(filled, [department], "一上", "二上")
    with pytest.raises(UserError, match="已经结束过"):
        stages.name_stage(filled, department, "一上")


def _spoil(store: Store, content: bytes) -> None:
    with store.operation("损坏") as operation:
        name = store.query("SELECT id FROM snapshot")[0]["id"]
        operation.keep(name, content)


@pytest.mark.parametrize("content", [b"", b"no zlib at all", zlib.compress(b"[]"), zlib.compress(b'[{"year": "x"}]')])
def test_damage_of_a_snapshot_is_said_and_verify_finds_it(filled: Store, content: bytes) -> None:
    stages.close_stage(filled, [_book(filled).id], "一上")
    assert workspace.verify(filled) == []
    _spoil(filled, content)
    with pytest.raises(UserError, match="留底已损坏"):
        stages.stage_book(filled, _book(filled).stages[0])
    assert workspace.verify(filled) == ["2025年度 云岭县水利局 “一上” 的留底已损坏"]


def test_a_snapshot_that_is_not_there_is_said(filled: Store) -> None:
    stages.close_stage(filled, [_book(filled).id], "一上")
    stage = _book(filled).stages[0]
    editing.edit_cells(filled, [(CellKey("stage", stage.id, "snapshot"), "0" * 64)])
    with pytest.raises(UserError, match="不在工作簿里"):
        stages.stage_book(filled, _book(filled).stages[0])
    assert workspace.verify(filled) == ["2025年度 云岭县水利局 “一上” 的留底不在工作簿里"]


def test_content_that_unpacks_without_end_is_cut(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stages.close_stage(filled, [_book(filled).id], "一上")
    monkeypatch.setattr(snapshots, "_MOST_BYTES", 1000)
    with pytest.raises(UserError, match="留底已损坏"):
        stages.stage_book(filled, _book(filled).stages[0])


def test_packages_carry_the_current_records_and_no_snapshot(filled: Store, tmp_path: Path) -> None:
    book = _book(filled)
    stages.close_stage(filled, [book.id], "一上", "二上")
    project = book.projects[0]
    editing.edit_cells(filled, [(CellKey("project", project.id, "purpose"), "后来改写的用途")])
    to = packing.pack(filled, [], tmp_path / "包.jxz", Override("试算", "张三"))
    package = packing.read_package(to)
    assert package.manifest["stages"] == ["2025年度 云岭县水利局：二上"]
    assert [b.stages for b in package.books] == [[]]
    assert package.books[0].projects[0].purpose == "后来改写的用途"


def test_documents_name_the_stage_that_is_worked_on(store: Store, tmp_path: Path) -> None:
    stages.name_stage(store, _book(store).id, "二上")
    written = exporting.export(store, tmp_path / "导出", ["docx", "xlsx"], override=Override("试算", "张三")).run()
    cover, workbook = (zipfile.ZipFile(path) for path in written)
    assert "（二上）" in cover.read("word/document.xml").decode()
    assert "预算绩效文本（二上）" in workbook.read("docProps/core.xml").decode()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_value_of(Book))
def test_any_frozen_book_is_read_back_equal(frozen: Store, book: Book) -> None:
    with frozen.operation("留底") as operation:
        name = snapshots.freeze(operation, book)
    assert snapshots.read(frozen, name) == book
    with frozen.operation("再留底") as operation:
        assert snapshots.freeze(operation, book) == name


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with workspace_in(tmp_path_factory.mktemp("冻")) as opened:
        yield opened
