"""Random edits on both sides of a package: whatever either side wrote stands in the workspace or in the report."""

import atexit
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.actions import editing, narrative, packing, reading, receiving, receiving_kept, workspace
from desktop_app.actions.alike import said
from desktop_app.actions.gate import Override
from desktop_app.actions.receiving_default import UNTOUCHED
from desktop_app.actions.trails import trail
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
        hand = {key for key in here if key.column in trail(store, key.table, key.row).by_hand}
        report = packing.receive(store, packing.read_package(package), conflicts)
        now = _texts(store, reading.load_books(store)[0])
        shown_mine = [said(d.mine) for d in report.differing]
        shown_theirs = [said(d.theirs) for d in report.differing]
        assert here.keys() <= now.keys(), "no row goes"
        for key, text in here.items():
            if said(text) and said(now[key]) != said(text):
                assert conflicts != "list" and said(text) in shown_mine, (key, text)
                assert conflicts == "theirs" or key not in hand, "what a person wrote stays"
        for key, text in sent.items():
            if said(text) and said(now.get(key, "")) != said(text):
                assert any(said(text) in said(shown) for shown in shown_theirs), (key, text)
                assert conflicts != "theirs", (key, text)
        again = packing.receive(store, packing.read_package(package), conflicts)
        assert not again.changes.cells and not again.changes.structure
        if conflicts == UNTOUCHED:
            assert again.differing == [row for row in report.differing if not row.written]
        if conflicts == "list":
            assert again.differing == report.differing
        if report.changes.cells or report.changes.structure:
            editing.undo(store)
        assert dump(store) == before and workspace.verify(store) == []


def _assert_chosen_only(
    folder: Path, mine: tuple[list[Any], list[int]], theirs: tuple[list[Any], list[int]], chosen: list[bool]
) -> None:
    """What is chosen is no difference any more, everything else stays one, also when the kept package is opened."""
    for name in ("对方", "本机"):
        shutil.copy(_both() / f"{name}.jxdb", folder / f"{name}.jxdb")
    with workspace.open_workspace(folder / "对方.jxdb", daily_backup=False) as store:
        edit_by_hand(store, *theirs)
        package = packing.pack(store, [], folder / "包.jxz", Override("试", "试"))
    with workspace.open_workspace(folder / "本机.jxdb", daily_backup=False) as store:
        edit_by_hand(store, *mine)
        before = dump(store)
        reception = receiving.compare(store, packing.read_package(package), UNTOUCHED)
        assert dump(store) == before
        for row, theirs_wins in zip(reception.report.differing, chosen, strict=False):
            row.take(theirs_wins)
        report = receiving.take(store, reception, "包.jxz")
        left = Counter((d.project, d.mine, d.theirs) for d in report.differing if not d.written)
        again = receiving.compare(store, packing.read_package(package)).report.differing
        assert Counter((d.project, d.mine, d.theirs) for d in again) == left
        kept = receiving_kept.listing(store)
        assert [k.left for k in kept] == ([n] if (n := sum(d.choose is not None for d in again)) else [])
        for one in kept:
            reopened = receiving.reopen(store, one)
            there = Counter((d.project, d.mine, d.theirs) for d in reopened.report.differing)
            assert there >= left
            for row in reopened.report.differing:
                row.take(True)
            receiving.take(store, reopened, one.file)
            rest = receiving.compare(store, packing.read_package(package)).report.differing
            assert not [d for d in rest if d.choose is not None]
        while store.undo_name():
            editing.undo(store)
        assert workspace.verify(store) == []


SIDE = st.tuples(EDITS, st.lists(PLACES, max_size=2))
STRATEGY = {"mine": SIDE, "theirs": SIDE, "conflicts": st.sampled_from(["list", "theirs", UNTOUCHED])}


def _run(test: Callable[..., None], **drawn: Any) -> None:
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_DATA_DIR", str(folder / "data"))
        try:
            test(folder, **drawn)
        finally:
            shutil.rmtree(folder)


@short
@given(**STRATEGY)
def test_no_word_of_either_side_is_lost(**drawn: Any) -> None:
    _run(_assert_nothing_lost, **drawn)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(short, max_examples=600)
@given(**STRATEGY)
def test_no_word_of_either_side_is_lost_long(**drawn: Any) -> None:
    _run(_assert_nothing_lost, **drawn)


@short
@given(mine=SIDE, theirs=SIDE, chosen=st.lists(st.booleans(), max_size=12))
def test_what_is_chosen_is_written_and_nothing_else(**drawn: Any) -> None:
    _run(_assert_chosen_only, **drawn)
