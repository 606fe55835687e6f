"""What is ticked at first: the other side's newer text where nobody here wrote; a person's words stay."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.actions import editing, packing, receiving, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.receiving_default import UNTOUCHED
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from tests.actions.whole import book, only, take


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    """The other side's workspace."""
    with workspace.create_workspace(tmp_path / "对方.jxdb") as store:
        take(store, book())
        yield store


@pytest.fixture
def second(tmp_path: Path, there: Store) -> Path:
    """A package in which the other side mended three texts and added an indicator."""
    mine = only(there)
    cells = {
        CellKey("project", mine.projects[0].id, "purpose"): "对方改过的用途",
        CellKey("project", mine.projects[1].id, "purpose"): "对方改过的第二个用途",
        CellKey("section", mine.sections[1].id, "text"): "对方改过的措施。",
    }
    editing.edit_cells(there, list(cells.items()))
    added = {"l1": "产出指标", "l2": "数量指标", "l3": "对方加的指标", "value": "≥1座"}
    editing.insert_rows(there, "indicator", mine.projects[0].id, texts=[added])
    return packing.pack(there, [], tmp_path / "二.jxz", Override("试", "试"))


@pytest.mark.parametrize("imported", [True, False])
def test_what_nobody_here_wrote_is_ticked(tmp_path: Path, there: Store, second: Path, imported: bool) -> None:
    """The first state may have come by the same file, or by a package."""
    with workspace.create_workspace(tmp_path / "本机.jxdb") as store:
        if imported:
            take(store, book())
        else:
            for _ in range(2):
                editing.undo(there)
            packing.receive(
                store, packing.read_package(packing.pack(there, [], tmp_path / "一.jxz", Override("试", "试")))
            )
        mine = only(store)
        editing.edit_cells(store, [(CellKey("project", mine.projects[1].id, "purpose"), "本机改过的用途")])
        before = only(store)
        reception = receiving.compare(store, packing.read_package(second), UNTOUCHED)
        told = {row.theirs.split()[0]: (row.written, row.edited) for row in reception.report.differing}
        assert told == {
            "对方改过的用途": (True, False), "对方改过的第二个用途": (False, True), "对方改过的措施。": (True, False),
            "产出指标": (True, False),
        }  # fmt: skip
        receiving.take(store, reception, "二.jxz")
        now = only(store)
        assert [p.purpose for p in now.projects] == ["对方改过的用途", "本机改过的用途"]
        assert now.sections[1].text == "对方改过的措施。" and now.projects[0].indicators[-1].l3 == "对方加的指标"
        editing.undo(store)
        assert only(store) == before


def test_what_was_put_aside_once_is_not_ticked_again(tmp_path: Path, second: Path) -> None:
    with workspace.create_workspace(tmp_path / "本机.jxdb") as store:
        take(store, book())
        reception = receiving.compare(store, packing.read_package(second), UNTOUCHED)
        for row in reception.report.differing:
            row.take(row.path == "purpose" and "第二个" in row.theirs)
        receiving.take(store, reception, "二.jxz")
        again = receiving.compare(store, packing.read_package(second), UNTOUCHED).report.differing
        assert len(again) == 3 and not any(row.written for row in again)


def test_a_mark_of_secrecy_is_never_ticked(tmp_path: Path, there: Store) -> None:
    with workspace.create_workspace(tmp_path / "本机.jxdb") as store:
        marked = book()
        marked.projects[0].secret = "是"
        take(store, marked)
        package = packing.pack(there, [], tmp_path / "一.jxz", Override("试", "试"))
        rows = receiving.compare(store, packing.read_package(package), UNTOUCHED).report.differing
        assert not [row for row in rows if row.path == "secret" and row.written]
