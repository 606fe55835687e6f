"""A file that is older than a package never writes over what the package brought without being told."""

from pathlib import Path

import pytest

from desktop_app.actions import editing, importing, packing, receiving, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from tests.actions.whole import book, only, take

THEIRS = "对方改过的用途"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of somebody who imported the file and then mended a text, an indicator and a row of a table."""
    with workspace.create_workspace(tmp_path / "对方.jxdb") as there:
        take(there, book())
        here = only(there)
        indicator = here.projects[0].indicators[0]
        cells = {
            CellKey("project", here.projects[0].id, "purpose"): THEIRS,
            CellKey("project", here.projects[0].id, "plan_1"): "9.99",
            CellKey("indicator", indicator.id, "l3"): "对方改过的指标",
            CellKey("budget_row", here.tables[0].rows[0].id, "c3"): "11.00",
            CellKey("project", here.projects[1].id, "budget"): "8.88",
        }
        editing.edit_cells(there, list(cells.items()))
        return packing.pack(there, [], tmp_path / "对方.jxz", Override("试", "试"))


def _again(store: Store) -> dict[str, str]:
    """Import the old file as the preview offers it; the kinds of the two projects by name."""
    plan = importing.plan_import(store, [book()])
    importing.apply_import(store, plan)
    return {item.name: item.kind for item in plan.items}


def test_a_file_older_than_the_package_keeps_what_the_package_brought(tmp_path: Path, package: Path) -> None:
    with workspace.create_workspace(tmp_path / "本机.jxdb") as store:
        packing.receive(store, packing.read_package(package))
        before = only(store)
        kinds = _again(store)
        assert set(kinds.values()) == {"conflict"}
        assert only(store) == before and before.projects[0].purpose == THEIRS


def test_what_a_person_took_from_a_package_stands_against_the_file(tmp_path: Path, package: Path) -> None:
    with workspace.create_workspace(tmp_path / "本机.jxdb") as store:
        take(store, book())
        reception = receiving.compare(store, packing.read_package(package))
        for row in reception.report.differing:
            row.take(True)
        receiving.take(store, reception, "对方.jxz")
        before = only(store)
        assert before.projects[0].purpose == THEIRS and before.projects[0].plan[0] == "9.99"
        assert before.projects[0].indicators[0].l3 == "对方改过的指标"
        _again(store)
        assert only(store) == before  # nor does the renamed indicator come in a second time
        plan = importing.plan_import(store, [book()])
        for item in plan.everything:
            item.keep = set()  # a person wants the file's texts
        importing.apply_import(store, plan)
        assert only(store).projects[0].purpose == book().projects[0].purpose


def test_a_second_package_is_no_conflict_with_the_first(tmp_path: Path, package: Path) -> None:
    with workspace.create_workspace(tmp_path / "本机.jxdb") as store:
        packing.receive(store, packing.read_package(package))
        with workspace.open_workspace(tmp_path / "对方.jxdb") as there:
            project = only(there).projects[0]
            editing.edit_cells(there, [(CellKey("project", project.id, "purpose"), "对方又改的用途")])
            second = packing.pack(there, [], tmp_path / "二.jxz", Override("试", "试"))
        (row,) = receiving.compare(store, packing.read_package(second)).report.differing
        assert (row.mine, row.theirs, row.edited) == (THEIRS, "对方又改的用途", False)
