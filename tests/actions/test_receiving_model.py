"""Random edits on both sides of a package: whatever either side wrote stands in the workspace or in the report."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.actions import editing, narrative, packing, reading, workspace
from desktop_app.actions.alike import said
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Book
from tests.actions.test_import_model import EDITS, MEMORY, PLACES, cells, dump, edit_by_hand, short, text_at
from tests.actions.whole import book, take


@cache
def _both() -> Path:
    """The workspaces of the two sides, equal in every id, made once."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    atexit.register(shutil.rmtree, folder)
    with workspace.create_workspace(folder / "对方.jxdb") as store:
        take(store, book())
        narrative.set_facts(store, reading.load_books(store)[0].id, "", {"last.income.total": "88.00"})
        packing.pack(store, [], folder / "包.jxz", Override("试", "试"))
    with workspace.create_workspace(folder / "本机.jxdb") as store:
        packing.receive(store, packing.read_package(folder / "包.jxz"))
    return folder


def _texts(store: Store, book: Book) -> dict[CellKey, str]:
    return {key: text_at(store, key) for key in cells(book)}


def _assert_nothing_lost(
    folder: Path, mine: tuple[list[Any], list[int]], theirs: tuple[list[Any], list[int]], conflicts: str
) -> None:
    for name in ("对方", "本机"):
        shutil.copy(_both() / f"{name}.jxdb", folder / f"{name}.jxdb")
    with workspace.open_workspace(folder / "对方.jxdb", daily_backup=False) as store:
        edit_by_hand(store, *theirs)
        sent = _texts(store, reading.load_books(store)[0])
        package = packing.pack(store, [], folder / "包.jxz", Override("试", "试"))
    with workspace.open_workspace(folder / "本机.jxdb", daily_backup=False) as store:
        edit_by_hand(store, *mine)
        here, before = _texts(store, reading.load_books(store)[0]), dump(store)
        report = packing.receive(store, packing.read_package(package), conflicts)
        now = _texts(store, reading.load_books(store)[0])
        shown_mine = [said(d.mine) for d in report.differing]
        shown_theirs = [said(d.theirs) for d in report.differing]
        assert here.keys() <= now.keys(), "no row goes"
        for key, text in here.items():
            if said(text) and said(now[key]) != said(text):
                assert conflicts == "theirs" and said(text) in shown_mine, (key, text)
        for key, text in sent.items():
            if said(text) and said(now.get(key, "")) != said(text):
                assert any(said(text) in said(shown) for shown in shown_theirs), (key, text)
                assert conflicts != "theirs", (key, text)
        again = packing.receive(store, packing.read_package(package), conflicts)
        assert not again.changes.cells and not again.changes.structure
        if conflicts == "list":
            assert again.differing == report.differing
        if report.changes.cells or report.changes.structure:
            editing.undo(store)
        assert dump(store) == before and workspace.verify(store) == []


SIDE = st.tuples(EDITS, st.lists(PLACES, max_size=2))
STRATEGY = {"mine": SIDE, "theirs": SIDE, "conflicts": st.sampled_from(["list", "theirs"])}


def _run(**drawn: Any) -> None:
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_DATA_DIR", str(folder / "data"))
        try:
            _assert_nothing_lost(folder, **drawn)
        finally:
            shutil.rmtree(folder)


@short
@given(**STRATEGY)
def test_no_word_of_either_side_is_lost(**drawn: Any) -> None:
    _run(**drawn)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(short, max_examples=600)
@given(**STRATEGY)
def test_no_word_of_either_side_is_lost_long(**drawn: Any) -> None:
    _run(**drawn)
