"""Commands that only read: no byte of the file changes, whatever its age and state, and they say what they found."""

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app import cli
from desktop_app.actions import reading, stages, workspace
from desktop_app.actions.workspace import Store
from desktop_app.errors import UserError
from desktop_app.storage import migrations
from tests.actions.whole import book, take
from tests.storage.test_migrations import first_version


def run(*arguments: object) -> int:
    return cli.main([str(a) for a in arguments])


def old_file(path: Path, version: int) -> Path:
    """A file as the program of that schema left it."""
    first_version(path)
    if version > 1:
        connection = sqlite3.connect(path, isolation_level=None)
        migrations.apply(connection, upto=version)
        connection.close()
    return path


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of every file in a folder."""
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}


@pytest.mark.parametrize("version", [1, 2, 3, migrations.VERSION])
def test_reading_commands_leave_a_file_of_any_version_as_it_is(tmp_path: Path, version: int) -> None:
    folder, out = tmp_path / "U盘", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    path = old_file(folder / "旧.jxdb", version)
    before = state(folder)
    assert run("dump", path, "--json", out / "旧.json") == 0
    assert run("verify", path) == 0
    assert run("check", path, "--json", out / "问题.json") == 1
    assert run("backup", path, "--to", out / "备份.jxdb") == 0
    assert run("restore", path, "--to", out / "恢复.jxdb") == 0
    assert state(folder) == before
    assert not (tmp_path / "data" / "backups").exists()
    for name in ("备份", "恢复"):
        assert run("dump", out / f"{name}.jxdb", "--json", out / f"{name}.json") == 0
        assert (out / f"{name}.json").read_bytes() == (out / "旧.json").read_bytes()
    record = json.loads((out / "旧.json").read_text("utf-8"))
    assert record["projects"][0]["purpose"] == "第一版里存的内容" and record["unread"] == [
        {"line": 9, "text": "旧的未读行"}
    ]
    with workspace.open_workspace(out / "恢复.jxdb") as store:
        assert not store.read_only and reading.load_books(store)[0].projects[0].goals[0].text == "旧目标"


def test_a_workspace_that_is_open_elsewhere_is_read_and_left_alone(tmp_path: Path, store: Store) -> None:
    held = store.path.with_name("甲.jxdb.lock").read_bytes()
    assert run("dump", store.path, "--json", tmp_path / "a.json") == 0
    assert run("verify", store.path) == 0
    assert store.path.with_name("甲.jxdb.lock").read_bytes() == held
    workspace.add_department(store, 2026, "云岭县水利局")
    assert len(reading.load_books(store)) == 2


_DIE_WRITING = """
import os, signal, sys
from pathlib import Path
from desktop_app.actions import workspace
store = workspace.open_workspace(Path(sys.argv[1]), daily_backup=False)
store.connection.execute("PRAGMA cache_size = 5")
with store.operation("半途") as operation:
    operation.insert_many("section", [
        {"department_id": sys.argv[2], "place": "z", "heading": "半截", "text": "字" * 3000} for _ in range(200)
    ])
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_what_a_killed_program_left_half_written_is_read_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "U盘"
    folder.mkdir()
    path = folder / "甲.jxdb"
    with workspace.create_workspace(path) as store:
        take(store, book())
        department = reading.load_books(store)[0].id
    run("dump", path, "--json", tmp_path / "a.json")
    done = subprocess.run([sys.executable, "-c", _DIE_WRITING, path, department], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (folder / "甲.jxdb-journal").stat().st_size > 1000  # the pages as they were
    before = state(folder)
    assert run("dump", path, "--json", tmp_path / "b.json") == 0
    assert run("verify", path) == 0
    assert state(folder) == before
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    with workspace.open_workspace(path, daily_backup=False) as store:
        assert "半截" not in repr(reading.load_books(store)) and workspace.verify(store) == []


def test_a_damaged_snapshot_is_told_by_its_stage_and_the_rest_is_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "甲.jxdb"
    with workspace.create_workspace(path) as store:
        take(store, book())
        here = reading.load_books(store)[0].id
        stages.close_stage(store, [here], "一上", "二上")
        taken = store.query("SELECT id FROM snapshot")[0]["id"]
        stages.name_stage(store, here, "批复")
        stages.close_stage(store, [here], "二上")
        with store.operation("损坏") as operation:
            operation.keep(taken, b"broken")
        first, second = reading.load_books(store)[0].stages
        with pytest.raises(UserError, match="留底已损坏，读不出来：“一上”。现在的内容和别的阶段都完好；"):
            stages.stage_book(store, first)
        assert len(stages.stage_book(store, second).projects) == 2
    capsys.readouterr()
    assert run("verify", path) == 1
    said = capsys.readouterr().out
    assert "“一上” 的留底已损坏" in said and "二上" not in said
    assert "现在的内容完好" in said and "文件有损坏" not in said and "备份" in said
    assert run("dump", path, "--json", tmp_path / "a.json") == 0
    assert run("restore", path, "--to", tmp_path / "恢复.jxdb") == 0


@pytest.mark.parametrize(
    ("options", "sentences"),
    [
        (["--year", "2031"], ["没有 2031 年度", "2025"]),
        (["--department", "不存在的局"], ["没有这个部门：不存在的局", "412 云岭县水利局"]),
        (["--department", ""], ["没有这个部门"]),
        (["--year", "2025", "--department", "云岭县"], ["2025 年度没有这个部门：云岭县"]),
    ],
)
def test_an_unknown_year_or_department_of_a_dump_is_told(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], sentences: list[str]
) -> None:
    assert run("dump", store.path, "--json", tmp_path / "a.json", *options) == 2
    said = capsys.readouterr().err
    assert all(sentence in said for sentence in sentences), said
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize("options", [["--year", "2025"], ["--department", "412"], ["--department", "云岭县水利局"], []])
def test_a_dump_of_a_known_year_and_department(store: Store, tmp_path: Path, options: list[str]) -> None:
    assert run("dump", store.path, "--json", tmp_path / "a.json", *options) == 0
    assert len(json.loads((tmp_path / "a.json").read_text("utf-8"))["projects"]) == 1


def test_an_empty_workspace_is_dumped_but_has_no_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace.create_workspace(tmp_path / "空.jxdb").close()
    assert run("dump", tmp_path / "空.jxdb", "--json", tmp_path / "a.json") == 0
    assert run("dump", tmp_path / "空.jxdb", "--json", tmp_path / "a.json", "--year", "2025") == 2
    assert "请先导入" in capsys.readouterr().err
