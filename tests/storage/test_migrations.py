"""Files of older versions: brought up with a backup, nothing lost, undo as before."""

import json
import sqlite3
from pathlib import Path

import pytest

from desktop_app.actions import editing, importing, reading, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.errors import UserError
from desktop_app.storage import migrations
from desktop_app.storage.schema import TABLES
from tests.actions.whole import book, take

_SECRET = "第一版里存的内容"


# what the first version of the program wrote for a project with a goal, an indicator, a flag, a table
FIRST_ROWS: list[tuple[str, dict[str, str | int]]] = [
    ("source", {
        "id": "s1", "place": "i", "name": "旧.txt", "sha256": "x", "at": "2025-01-02T03:04:05",
        "unread": '[[9, "旧的未读行"]]',
    }),
    ("department", {"id": "d1", "place": "i", "year": 2025, "code": "412", "name": "云岭县水利局", "frame": ""}),
    ("unit", {"id": "u1", "place": "i", "department_id": "d1", "code": "412001", "name": "本级"}),
    ("project", {
        "id": "p1", "place": "i", "unit_id": "u1", "source_id": "s1", "line_first": 3, "line_last": 9,
        "code": "53099925P000041200114", "name": "泵站维护费", "budget": "7.30", "purpose": _SECRET,
    }),
    ("goal", {"id": "g1", "place": "i", "project_id": "p1", "text": "旧目标"}),
    ("indicator", {"id": "i1", "place": "i", "project_id": "p1", "l3": "旧指标", "value": "≥1次"}),
    ("section", {"id": "c1", "place": "i", "department_id": "d1", "heading": "一、", "text": "旧文字"}),
    ("budget_table", {
        "id": "t1", "place": "", "department_id": "d1", "no": 1, "name": "收支总表", "columns": '["甲", "乙"]',
        "measure": "万元",
    }),
    ("budget_row", {"id": "r1", "place": "i", "budget_table_id": "t1", "c1": "收入", "c2": "5.00"}),
    ("review", {
        "id": "v1", "place": "i", "department_id": "d1", "project_id": "p1", "record_id": "i1",
        "field": "basis", "reason": "旧的标记", "line_first": 5, "line_last": 5,
    }),
]  # fmt: skip


def first_version(path: Path) -> None:
    """A file as the first version of the program left it."""
    connection = sqlite3.connect(path)
    connection.isolation_level = None
    migrations.apply(connection, upto=1)
    connection.execute(
        "INSERT INTO operation VALUES (1, 'o1', '导入 旧.txt', '2025-01-02T03:04:05.000', '旧人', 'done')"
    )
    for table, row in FIRST_ROWS:
        names = ", ".join(f'"{name}"' for name in row)
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        journal = {**dict.fromkeys(("seq", "title"), ""), **row} if table == "project" else row
        connection.execute(
            "INSERT INTO change (operation_id, tbl, row_id, after) VALUES (1, ?, ?, ?)",
            (table, row["id"], json.dumps(journal, ensure_ascii=False)),
        )
    connection.close()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "旧.jxdb"
    first_version(path)
    return path


def test_an_old_file_is_brought_up_with_a_backup_and_loses_nothing(old: Path) -> None:
    before = old.read_bytes()
    with workspace.open_workspace(old, daily_backup=False) as store:
        (here,) = reading.load_books(store)
        project = here.projects[0]
        assert (project.purpose, project.lines, project.goals[0].text) == (_SECRET, (3, 9), "旧目标")
        assert [r.path for r in project.review] == ["indicators[0].basis"]
        assert [(u.line, u.text) for u in here.unread] == [(9, "旧的未读行")]
        assert here.tables[0].rows[0].cells == ["收入", "5.00"] and here.sections[0].text == "旧文字"
        assert migrations.version(store.connection) == migrations.VERSION == 4
        assert workspace.verify(store) == []
        (kept,) = workspace.list_backups(store)
    assert "升级前" in kept.name
    assert sqlite3.connect(kept).execute("PRAGMA user_version").fetchone() == (1,)
    assert before != old.read_bytes()


def test_undo_and_redo_reach_back_over_the_migration(old: Path) -> None:
    with workspace.open_workspace(old, daily_backup=False) as store:
        before = reading.load_books(store)
        take(store, book())
        assert len(reading.load_books(store)[0].purchases) == 3
        editing.undo(store)
        editing.undo(store)
        assert reading.load_books(store) == []
        editing.redo(store)
        assert reading.load_books(store) == before


def test_an_old_file_takes_a_new_import(old: Path) -> None:
    with workspace.open_workspace(old, daily_backup=False) as store:
        plan = importing.plan_import(store, [book()])
        assert [i.kind for i in plan.items] == ["changed", "new"]
        importing.apply_import(store, plan)
        assert len(reading.load_books(store)[0].tables) == 3
        editing.edit_cells(store, [(CellKey("budget_row", "r1", "c2"), "6.00")])
        assert reading.load_books(store)[0].tables[0].rows[0].cells == ["收入", "6.00"]


def test_an_upgraded_file_and_a_new_one_have_the_same_tables(old: Path, tmp_path: Path) -> None:
    with (
        workspace.open_workspace(old, daily_backup=False) as up,
        workspace.create_workspace(tmp_path / "新.jxdb") as new,
    ):
        for table in TABLES.values():
            columns = [
                [
                    (r["name"], r["type"], r["notnull"], r["dflt_value"])
                    for r in s.query(f"PRAGMA table_info({table.name})")
                ]
                for s in (up, new)
            ]
            assert columns[0] == columns[1]
            names = {name for name, *_ in columns[0]}
            assert names == {*table.columns, *table.parsed, "changed_at", "changed_by"}, table.name


def test_a_killed_upgrade_is_done_again(old: Path) -> None:
    connection = sqlite3.connect(old)
    connection.isolation_level = None
    migrations.apply(connection)
    connection.execute("PRAGMA user_version = 1")  # the last step of an upgrade was not reached
    connection.close()
    with workspace.open_workspace(old, daily_backup=False) as store:
        assert (
            migrations.version(store.connection) == migrations.VERSION
            and reading.load_books(store)[0].projects[0].purpose == _SECRET
        )


def test_an_old_file_that_cannot_be_written_is_refused(old: Path) -> None:
    with workspace.open_workspace(old, daily_backup=False):
        first_version(old.with_name("二.jxdb"))
    lock = old.with_name("二.jxdb.lock")
    lock.mkdir()  # no lock can be taken: the place is as good as read-only
    with pytest.raises(UserError, match="要先升级"):
        workspace.open_workspace(old.with_name("二.jxdb"))
    assert sqlite3.connect(old.with_name("二.jxdb")).execute("PRAGMA user_version").fetchone() == (1,)
