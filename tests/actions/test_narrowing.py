"""What the filters of the tree take, and the parts that departments and units have."""

import time
from pathlib import Path

import pytest

from desktop_app.actions import editing, importing, narrowing, packing, reading
from desktop_app.actions.gate import Override
from desktop_app.actions.narrowing import changed_since_packed
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Purchase, Section
from desktop_app.storage import handed
from tests.books import sound_book


@pytest.fixture
def filled(store: Store) -> Store:
    """A department with a unit, a sound project, a text, a table of the unit's own and a purchase."""
    book = sound_book()
    book.sections = [Section("一、职责", "负责全县泵站。")]
    book.tables = [BudgetTable(2, "收入总表", ["科目", "合计"], [BudgetRow(["合计", "10.00"])], owner="412001")]
    book.purchases = [Purchase(project="泵站维护费", item="水泵", owner="412001", total="1.00")]
    importing.apply_import(store, importing.plan_import(store, [book]))
    return store


def pack(store: Store, to: Path) -> None:
    packing.pack(store, [], to, Override("试", "试"))
    time.sleep(0.002)  # the journal counts milliseconds


def project_called(store: Store, name: str) -> str:
    return str(store.query("SELECT id FROM project WHERE name = ? ORDER BY place LIMIT 1", name)[0]["id"])


def test_parts_hang_under_departments_and_units(filled: Store) -> None:
    roots = reading.tree(filled)
    narrowing.hang_parts(filled, roots)
    department = roots[0].children[0]
    assert [part.label for part in department.parts] == [label for label, _ in narrowing.PARTS]
    assert [part.label for part in department.parts if not part.blank] == ["预算公开表", "政府采购", "文字"]
    assert [part.label for part in department.children[0].parts] == ["预算公开表", "政府采购"]
    path, key = narrowing.first_place(filled, department.id, "budget_tables", department.children[0])
    assert path == "budget_tables[2].rows[0][0]" and key is not None and key.table == "budget_row"
    assert narrowing.first_place(filled, department.id, "procurement", None) == ("procurement", None)


def test_everything_counts_as_changed_before_the_first_package(filled: Store) -> None:
    assert {row["id"] for row in filled.query("SELECT id FROM project")} <= changed_since_packed(filled)


def test_edits_new_rows_and_removed_rows_count_since_the_last_package(filled: Store, tmp_path: Path) -> None:
    pack(filled, tmp_path / "a.jxz")
    assert changed_since_packed(filled) == set()
    project = project_called(filled, "泵站维护费")

    editing.insert_rows(filled, "goal", project, "", 1, [{"text": "新"}])
    assert changed_since_packed(filled) == {project}
    pack(filled, tmp_path / "b.jxz")
    assert not changed_since_packed(filled)
    target = next(p for p in filled.query("SELECT project_id, id FROM indicator"))
    editing.delete_rows(filled, "indicator", [target["id"]])
    assert changed_since_packed(filled) == {target["project_id"]}


def test_parts_count_for_their_department(filled: Store, tmp_path: Path) -> None:
    pack(filled, tmp_path / "a.jxz")
    row = filled.query("SELECT id FROM budget_row")[0]["id"]
    editing.edit_cells(filled, [(CellKey("budget_row", row, "c2"), "11.00")])
    department = filled.query("SELECT id FROM department")[0]["id"]
    assert changed_since_packed(filled) == {department}


def test_a_package_leaves_a_note_of_its_units(filled: Store, tmp_path: Path) -> None:
    unit = filled.query("SELECT id FROM unit")[0]["id"]
    pack(filled, tmp_path / "a.jxz")
    assert list(handed.last_packed(filled)) == [unit]
    assert editing.undo_name(filled).startswith("导入")  # a note is no step to undo


def test_filters_must_all_agree(filled: Store) -> None:
    roots = reading.tree(filled)
    department = roots[0].children[0]
    projects = [project for unit in department.children for project in unit.children]
    empty = {p.id for p in projects if not p.indicators}
    assert narrowing.narrowed(roots, None, None, True) == empty
    wrong = {department.id, projects[0].id}
    assert narrowing.narrowed(roots, wrong, None, False) == wrong
    assert narrowing.narrowed(roots, wrong, {projects[0].id}, False) == {projects[0].id}
    assert narrowing.narrowed(roots, set(), None, False) == set()
