"""The workspace file: journal, undo over restarts, one writer, refusals, backups."""

import multiprocessing
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.actions import editing, reading, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.errors import UserError
from desktop_app.storage import migrations
from desktop_app.storage.lock import WriterLock

ROOT = Path(__file__).resolve().parents[2]


def rename(store: Store, project_id: str, text: str) -> None:
    editing.edit_cells(store, [(CellKey("project", project_id, "name"), text)])


def test_undo_and_redo_survive_a_restart(store: Store, project_id: str) -> None:
    rename(store, project_id, "新名称")
    store.close()
    with workspace.open_workspace(store.path) as again:
        assert editing.undo_name(again) == "修改名称"
        editing.undo(again)
        assert reading.load_project(again, project_id).name == "泵站维护费"
    with workspace.open_workspace(store.path) as third:
        assert editing.redo_name(third) == "修改名称"
        editing.redo(third)
        assert reading.load_project(third, project_id).name == "新名称"


def test_undo_of_everything_gives_an_empty_workspace_and_redo_all_of_it(store: Store, project_id: str) -> None:
    editing.insert_rows(store, "indicator", project_id, texts=[{"l3": "巡查次数", "value": "≥12次"}])
    workspace.delete_records(store, "department", [reading.load_books(store)[0].id], "删除部门")
    while editing.undo(store):
        pass
    assert reading.load_books(store) == []
    for _ in range(4):
        editing.redo(store)
    project = reading.load_project(store, project_id)
    assert [(i.l3, i.sign, i.number, i.measure) for i in project.indicators] == [("巡查次数", "≥", "12", "次")]
    editing.redo(store)
    assert reading.load_books(store) == []


def test_a_new_operation_ends_the_redo_line(store: Store, project_id: str) -> None:
    rename(store, project_id, "甲")
    editing.undo(store)
    rename(store, project_id, "乙")
    assert editing.redo(store) is None


def _step_behind(store: Store, project_id: str, step: Callable[[Store], Changes | None]) -> Changes | None:
    """What a step on a second connection gives that begins while an edit of the first is not committed yet."""
    outcome: list[Changes | None] = []

    def work() -> None:
        with workspace.beside(store) as other:
            begun.set()
            outcome.append(step(other))

    begun = threading.Event()
    thread = threading.Thread(target=work)
    with store.operation("修改名称") as operation:
        operation.update("project", project_id, {"name": "刚打的字"})
        thread.start()
        assert begun.wait(5)
        thread.join(0.3)  # long enough to choose what is to be undone
        assert thread.is_alive()
    thread.join(10)
    return outcome[0]


def test_undo_takes_back_what_is_last_when_it_may_write(store: Store, project_id: str) -> None:
    editing.edit_cells(store, [(CellKey("project", project_id, "purpose"), "第一次改的用途")])
    assert _step_behind(store, project_id, editing.undo) is not None
    project = reading.load_project(store, project_id)
    assert (project.name, project.purpose) == ("泵站维护费", "第一次改的用途")
    assert editing.redo_name(store) == "修改名称"


def test_redo_does_nothing_where_an_edit_was_first(store: Store, project_id: str) -> None:
    rename(store, project_id, "甲")
    editing.undo(store)
    assert _step_behind(store, project_id, editing.redo) is None
    assert reading.load_project(store, project_id).name == "刚打的字"


def test_history_of_a_cell(store: Store, project_id: str) -> None:
    rename(store, project_id, "甲")
    rename(store, project_id, "乙")
    editing.undo(store)
    entries = editing.cell_history(store, CellKey("project", project_id, "name"))
    assert [(e.before, e.after) for e in entries] == [("甲", "乙"), ("泵站维护费", "甲"), ("", "泵站维护费")]
    assert entries[0].operation == "修改名称（已撤销）"


def test_what_is_settled_stays_in_the_history_and_is_not_undone(store: Store, project_id: str) -> None:
    rename(store, project_id, "甲")
    store.settle()
    assert editing.undo_name(store) == "" and editing.undo(store) is None
    rename(store, project_id, "乙")
    editing.undo(store)
    entries = editing.cell_history(store, CellKey("project", project_id, "name"))
    assert [e.operation for e in entries[:2]] == ["修改名称（已撤销）", "修改名称"]
    assert reading.load_project(store, project_id).name == "甲"


def test_unchanged_edit_is_no_operation(store: Store, project_id: str) -> None:
    before = editing.undo_name(store)
    rename(store, project_id, "泵站维护费")
    assert editing.undo_name(store) == before


def test_an_operation_that_fails_leaves_nothing(store: Store, project_id: str) -> None:
    with pytest.raises(RuntimeError, match="stop"), store.operation("半途") as operation:
        operation.update("project", project_id, {"name": "半途"})
        raise RuntimeError("stop")
    assert reading.load_project(store, project_id).name == "泵站维护费"
    assert editing.undo_name(store) == "新增项目 泵站维护费"


def test_amounts_are_kept_raw_and_parsed(store: Store, project_id: str) -> None:
    for text, fen in (("7.30", 7_300_000), ("85.25.", None), ("", None)):
        editing.edit_cells(store, [(CellKey("project", project_id, "budget"), text)])
        assert store.query("SELECT budget, budget_fen FROM project") == [{"budget": text, "budget_fen": fen}]


def test_every_record_has_an_id_and_knows_its_last_change(store: Store, project_id: str) -> None:
    editing.insert_rows(store, "indicator", project_id, count=2)
    for table in ("department", "unit", "project", "goal", "indicator"):
        for row in store.query(f"SELECT id, changed_at, changed_by FROM {table}"):
            assert len(row["id"]) == 32 and row["changed_at"] and row["changed_by"]


def test_a_second_program_opens_read_only_and_says_who(store: Store, project_id: str) -> None:
    with workspace.open_workspace(store.path) as second:
        assert second.read_only and store.user in second.holder
        assert reading.load_project(second, project_id).name == "泵站维护费"
        with pytest.raises(UserError, match="只读"):
            rename(second, project_id, "乙")
    store.close()
    with workspace.open_workspace(store.path) as third:
        assert not third.read_only


def test_one_file_at_rest(store: Store, project_id: str) -> None:
    rename(store, project_id, "甲")
    assert sorted(p.name for p in store.path.parent.glob("甲*")) == ["甲.jxdb", "甲.jxdb.lock"]
    store.close()
    assert sorted(p.name for p in store.path.parent.glob("甲*")) == ["甲.jxdb"]


def _hold(path: Path, ready: "multiprocessing.connection.Connection") -> None:
    lock = WriterLock(path)
    ready.send("held" if lock.acquire("别人") else "busy")
    signal.pause()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_the_lock_of_a_killed_program_is_free(store: Store) -> None:
    path = store.path
    store.close()
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_hold, args=(path, theirs))
    process.start()
    assert mine.recv() == "held"
    with workspace.open_workspace(path) as second:
        assert second.read_only and second.holder == "别人"
    process.kill()
    process.join()
    mine.close()
    theirs.close()
    with workspace.open_workspace(path) as third:
        assert not third.read_only


def test_a_newer_file_is_refused_kindly(store: Store) -> None:
    path = store.path
    store.close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="更新版本"):
        workspace.open_workspace(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe0JFIF", "项目编码".encode(), b"SQLite format 3\x00" + b"\0" * 200]
)
def test_what_is_no_workspace_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "乙.jxdb"
    path.write_bytes(content)
    with pytest.raises(UserError, match="不是预算绩效编报的工作簿"):
        workspace.open_workspace(path)
    assert path.read_bytes() == content and list(tmp_path.glob("乙*")) == [path]


def test_a_damaged_workspace_is_told(store: Store) -> None:
    path = store.path
    store.close()
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 6] = b"\xaa" * (4096 * 4)
    path.write_bytes(data)
    with pytest.raises(UserError, match="损坏"):
        with workspace.open_workspace(path, daily_backup=False) as opened:
            reading.load_books(opened)
            reading.totals(opened)
            raise UserError("损坏" if workspace.verify(opened) else "sound")


def test_a_hostile_schema_is_refused(store: Store) -> None:
    path = store.path
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER t AFTER UPDATE ON project BEGIN DELETE FROM indicator; END")
    connection.commit()
    connection.close()
    with pytest.raises(UserError, match="来历不明"):
        workspace.open_workspace(path)


def test_create_never_overwrites(store: Store) -> None:
    before = store.path.read_bytes()
    with pytest.raises(UserError, match="已经存在"):
        workspace.create_workspace(store.path)
    assert store.path.read_bytes() == before


def test_backup_restore_and_rotation(store: Store, project_id: str, tmp_path: Path) -> None:
    for _ in range(12):
        workspace.safety_backup(store, "试")
    assert len(workspace.list_backups(store)) == 10
    rename(store, project_id, "改坏了")
    restored = tmp_path / "恢复.jxdb"
    workspace.restore_backup(workspace.list_backups(store)[0], restored)
    with workspace.open_workspace(restored) as opened:
        assert reading.load_project(opened, project_id).name == "泵站维护费"
    with pytest.raises(UserError, match="已经存在"):
        workspace.restore_backup(workspace.list_backups(store)[0], restored)


_EDIT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from desktop_app.actions import editing, workspace
from desktop_app.domain.changes import CellKey
store = workspace.open_workspace(Path(sys.argv[1]))
for n in range(int(sys.argv[3])):
    editing.edit_cells(store, [(CellKey("project", sys.argv[2], "name"), f"第{n}次")])
    print(n, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_every_committed_edit_survives_a_kill(store: Store, project_id: str) -> None:
    path = store.path
    store.close()
    command = [sys.executable, "-c", _EDIT_AND_DIE, str(path), project_id, "7"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with workspace.open_workspace(path) as opened:
        assert reading.load_project(opened, project_id).name == "第6次"
        assert workspace.verify(opened) == []


def test_halves_of_killed_backups_go_with_the_next_one(store: Store) -> None:
    folder = workspace.backup_folder(store.path)
    folder.mkdir(parents=True, exist_ok=True)
    halves = [folder / f".20250101-000000-000000-导入前.jxdb.part{end}" for end in ("", "-journal")]
    for half in halves:
        half.write_bytes(b"half")
    workspace.safety_backup(store, "试")
    assert not list(folder.glob(".*")) and workspace.list_backups(store)[0].name.endswith("试.jxdb")


def test_a_copy_is_sound_where_a_killed_program_left_half_of_one(store: Store, project_id: str, tmp_path: Path) -> None:
    for end in ("", "-journal"):
        (tmp_path / f".备份.jxdb.part{end}").write_bytes(store.path.read_bytes())
    workspace.backup(store, tmp_path / "备份.jxdb")
    with workspace.open_workspace(tmp_path / "备份.jxdb", daily_backup=False) as opened:
        assert reading.load_project(opened, project_id).name == "泵站维护费" and workspace.verify(opened) == []
    assert not list(tmp_path.glob(".备份*"))
