"""Flags in the workspace: listed with their place, cleared by an edit or by saying that they are right."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.actions import editing, reading, reviewing, workspace
from desktop_app.actions.provenance import provenance
from desktop_app.actions.workspace import Store
from desktop_app.domain import records
from desktop_app.domain.changes import CellKey
from tests.actions.whole import book, take


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    """A workspace into which the whole book was imported."""
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        yield store


def test_open_flags_name_their_cell_place_and_file(opened: Store) -> None:
    here = reading.load_books(opened)[0]
    flags = reviewing.reviews(opened, here.id)
    assert [(f.path, f.place) for f in flags[:4]] == [
        ("plan[1]", "工作表“项目”第8–9行"),
        ("indicators[0].basis", "工作表“项目”第12行"),
        ("indicators[1]", "工作表“项目”第13行"),
        ("indicators[9]", "工作表“项目”第14行"),
    ]
    first = here.projects[0]
    assert [f.key for f in flags[:3]] == [
        CellKey("project", first.id, "plan_2"),
        CellKey("indicator", first.indicators[0].id, "basis"),
        None,
    ]
    assert {f.file for f in flags} == {"甲.xlsx"} and flags[0].project_name == "泵站维护费"
    assert [f.path for f in flags[4:]] == [r.path for r in book().review]
    cell = flags[8]
    assert (cell.key, cell.value) == (CellKey("budget_row", here.tables[0].rows[1].id, "c4"), "2.00")
    assert cell.place == "工作表“预算表”第6行" and flags[4].key is None
    assert reviewing.reviews(opened) == flags
    assert reviewing.reviews(opened, project_ids=[first.id]) == flags[:4]
    assert reviewing.reviews(opened, project_ids=[here.projects[1].id]) == []


def test_confirming_is_one_operation_that_can_be_undone(opened: Store) -> None:
    before = records.to_record(reading.load_books(opened), "")
    flags = reviewing.reviews(opened)
    changes = reviewing.confirm_review(opened, [f.id for f in flags[:2]] * 2)
    assert editing.undo_name(opened) == "核对 2 处" and changes.projects == {flags[0].project_id}
    assert [f.id for f in reviewing.reviews(opened)] == [f.id for f in flags[2:]]
    editing.undo(opened)
    assert records.to_record(reading.load_books(opened), "") == before
    assert reviewing.reviews(opened) == flags


def test_confirming_nothing_leaves_no_trace(opened: Store) -> None:
    reviewing.confirm_review(opened, ["gibt es nicht"])
    assert editing.undo_name(opened) == "导入 甲.xlsx"


@pytest.mark.parametrize(
    ("table", "column", "place"),
    [
        ("project", "budget", "工作表“项目”C5"),
        ("project", "plan_1", "工作表“项目”D8"),
        ("project", "purpose", "工作表“项目”第3–14行"),
        ("goal", "text", "工作表“项目”第7行"),
        ("indicator", "l3", "工作表“项目”E12"),
        ("indicator", "desc", "工作表“项目”第12行"),
        ("section", "text", "工作表“项目”第20–22行"),
        ("budget_row", "c1", "工作表“预算表”第5行"),
        ("purchase", "price", ""),
    ],
)
def test_every_field_knows_its_source(opened: Store, table: str, column: str, place: str) -> None:
    row = opened.query(f"SELECT id FROM {table} ORDER BY line_first IS NULL, line_first")[0]["id"]
    found = provenance(opened, CellKey(table, row, column))
    assert found is not None
    assert (found.file, found.sha256, found.place, found.edited) == ("甲.xlsx", "ab" * 32, place, None)


def test_provenance_after_an_edit_its_undo_and_a_second_file(opened: Store) -> None:
    here = reading.load_books(opened)[0]
    row = here.projects[0].indicators[0]
    key, other = CellKey("indicator", row.id, "desc"), CellKey("indicator", row.id, "basis")
    editing.edit_cells(opened, [(key, "自己写的")])
    found = provenance(opened, key)
    assert found is not None and found.edited is not None
    assert (found.edited.before, found.edited.after, found.edited.by) == (
        "按计划完成巡查次数的全部工作",
        "自己写的",
        opened.user,
    )
    editing.undo(opened)
    assert (again := provenance(opened, key)) is not None and again.edited is None
    newer = book()
    newer.file, newer.sha256, newer.parts = "新.txt", "cd" * 32, []
    newer.projects[0].indicators[0].basis = "新的依据"
    newer.projects[0].budget = "8.00"
    newer.projects[0].origins = {}
    take(opened, newer)
    changed, kept = provenance(opened, other), provenance(opened, key)
    assert changed is not None and (changed.file, changed.place) == ("新.txt", "第 12 行")
    assert kept is not None and kept.file == "甲.xlsx"
    budget = provenance(opened, CellKey("project", here.projects[0].id, "budget"))
    assert budget is not None and (budget.file, budget.place) == ("新.txt", "第 3–14 行")


def test_what_was_typed_has_no_source(store: Store, project_id: str) -> None:
    assert provenance(store, CellKey("project", project_id, "name")) is None
    assert provenance(store, CellKey("project", "gone", "name")) is None
