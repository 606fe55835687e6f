"""Random edits and random newer files: no edited field ever changes unless told, and one undo gives the same bytes."""

import atexit
import json
import shutil
import tempfile
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.actions import editing, importing, reading, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain import fields, records
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, Term
from desktop_app.domain.model import Book, Goal
from tests.actions.whole import book, indicator, purchase, take

MEMORY = Path("/dev/shm")
TEXTS = st.sampled_from(["甲", "乙丙", "7.31", "≥90%", "汛期前完成", "改了的说明", "2.00", ""])
PLACES = st.integers(0, 200)
EDITABLE = {
    "project": ("name", "budget", "purpose", "plan_2"),
    "goal": ("text",),
    "indicator": ("l3", "desc", "value", "basis"),
    "section": ("text",),
    "budget_row": ("c2", "c3"),
    "purchase": ("item", "total"),
    "asset_row": ("item", "value"),
    "term": ("text",),
    "organisation": ("rank",),
    "fact": ("text",),
}
EDITS = st.lists(st.tuples(PLACES, PLACES, TEXTS), max_size=8)


def cells(found: Book) -> list[CellKey]:
    """Every cell of a book that this test edits."""
    owners = [(p, fields.records(p)) for p in found.projects]
    keys = [CellKey("project", p.id, c) for p in found.projects for c in EDITABLE["project"]]
    for owner, known in (*owners, (found, fields.records(found))):
        for row_id, (table, _) in fields.paths(owner).items():
            keys += [CellKey(table, row_id, c) for c in EDITABLE.get(table, ()) if row_id in known]
    return keys


def text_at(store: Store, key: CellKey) -> str:
    return str(store.query(f'SELECT "{key.column}" AS t FROM {key.table} WHERE id = ?', key.row)[0]["t"])


def newer(edits: list[tuple[int, int, str]], inserted: list[int], removed: list[int]) -> Book:
    """The whole book with texts changed, rows put in and rows taken out."""
    made = book()
    for p in made.projects:
        for n, record in enumerate((*p.goals, *p.indicators)):
            record.id = f"{p.code}{n}"
        p.id = p.code
    rows = [p.indicators for p in made.projects] + [made.purchases, made.glossary, made.tables[0].rows]
    for at in inserted:
        chosen = at % len(rows)
        new = (
            indicator(f"新增{at}"),
            indicator(f"新增{at}"),
            purchase(f"新购{at}", "1.00"),
            Term(f"新词{at}", "解释"),
            BudgetRow([f"9{at:03}", f"新科目{at}", "1.00", ""]),
        )[chosen]
        rows[chosen].insert(at % (len(rows[chosen]) + 1), new)  # type: ignore[attr-defined]
    for at in removed:
        if len(rows[at % len(rows)]) > 1:  # type: ignore[arg-type]
            del rows[at % len(rows)][0]  # type: ignore[attr-defined]
    for total in made.purchase_totals:
        total.first, total.last = 1, len(made.purchases)
    for where, which, text in edits:
        project = made.projects[where % len(made.projects)]
        if which % 3 == 0:
            project.purpose = text
        elif which % 3 == 1 and project.indicators:
            setattr(project.indicators[which % len(project.indicators)], ("desc", "basis")[where % 2], text)
        else:
            made.tables[0].rows[which % len(made.tables[0].rows)].cells[2] = text
    for p in made.projects:
        p.id = ""
        for record in (*p.goals, *p.indicators):
            record.id = ""
    return made


def dump(store: Store) -> str:
    return json.dumps(records.to_record(reading.load_books(store), ""), ensure_ascii=False)


def edit_by_hand(store: Store, edits: list[tuple[int, int, str]], deleted: list[int]) -> dict[CellKey, str]:
    """Edit cells and delete rows as a person; the texts of the cells that were edited."""
    here = reading.load_books(store)[0]
    for at in deleted:
        rows = here.projects[at % 2].indicators
        if len(rows) > 1:
            editing.delete_rows(store, "indicator", [rows.pop().id])
    keys = cells(here)
    touched = []
    for where, _, text in edits:
        key = keys[where % len(keys)]
        if text_at(store, key) != text:
            editing.edit_cells(store, [(key, text)])
            touched.append(key)
    return {key: text_at(store, key) for key in touched}


@cache
def _imported() -> Path:
    """A workspace into which the whole book was imported, made once."""
    path = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None)) / "甲.jxdb"
    atexit.register(shutil.rmtree, path.parent)
    with workspace.create_workspace(path) as store:
        take(store, book())
    return path


def assert_no_edit_is_lost(
    edits: list[Any], deleted: list[int], changes: list[Any], inserted: list[int], removed: list[int], twice: bool
) -> None:
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_DATA_DIR", str(folder / "data"))  # backups wait for the disk, too
        try:
            _assert_in(folder, edits, deleted, changes, inserted, removed, twice)
        finally:
            shutil.rmtree(folder)


def _assert_in(
    folder: Path,
    edits: list[Any],
    deleted: list[int],
    changes: list[Any],
    inserted: list[int],
    removed: list[int],
    twice: bool,
) -> None:
    shutil.copy(_imported(), folder / "甲.jxdb")
    with workspace.open_workspace(folder / "甲.jxdb", daily_backup=False) as store:
        edited = edit_by_hand(store, edits, deleted)
        before, rows_before = dump(store), _ids(store)
        incoming = newer(changes, inserted, removed)
        plan = importing.plan_import(store, [incoming, deepcopy(incoming)] if twice else [incoming])
        written = any(item.written for item in plan.everything)
        importing.apply_import(store, plan)
        assert {key: text_at(store, key) for key in edited} == edited
        assert rows_before <= _ids(store), "no row goes without being told"
        assert len(reading.load_books(store)[0].projects) == len({item.project.id for item in plan.items}) == 2
        after = dump(store)
        name = editing.undo_name(store)
        again = importing.plan_import(store, [newer(changes, inserted, removed)])
        assert not any(item.written for item in again.everything), "the same file again adds nothing"
        importing.apply_import(store, again)
        assert (dump(store), editing.undo_name(store)) == (after, name)
        if written:
            editing.undo(store)
        assert dump(store) == before and _ids(store) == rows_before
        assert workspace.verify(store) == []


def _ids(store: Store) -> set[str]:
    tables = ("project", "goal", "indicator", "section", "budget_table", "budget_row", "purchase", "term")
    return {row["id"] for table in tables for row in store.query(f"SELECT id FROM {table}")}


STRATEGY = {
    "edits": EDITS,
    "deleted": st.lists(PLACES, max_size=2),
    "changes": EDITS,
    "inserted": st.lists(PLACES, max_size=3, unique=True),
    "removed": st.lists(PLACES, max_size=2),
    "twice": st.booleans(),
}
short = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@short
@given(**STRATEGY)  # type: ignore[arg-type]
def test_no_edit_is_lost_and_undo_takes_all_back(**drawn: object) -> None:
    assert_no_edit_is_lost(**drawn)  # type: ignore[arg-type]


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(short, max_examples=800)
@given(**STRATEGY)  # type: ignore[arg-type]
def test_no_edit_is_lost_long(**drawn: object) -> None:
    assert_no_edit_is_lost(**drawn)  # type: ignore[arg-type]


def test_a_goal_typed_by_a_person_is_no_goal_of_the_file(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        first = reading.load_books(store)[0].projects[0]
        editing.insert_rows(store, "goal", first.id, texts=[{"text": "自己加的目标"}])
        incoming = book()
        incoming.projects[0].goals.append(Goal("文件里的第二个目标"))
        plan = take(store, incoming)
        texts = [g.text for g in reading.load_books(store)[0].projects[0].goals]
        assert texts == ["汛期前维护泵站12座", "自己加的目标"] and plan.items[0].kind == "conflict"
