"""Programs killed in the middle of something large: it is there whole or not at all, and the file is sound."""

import random
import signal
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from desktop_app.actions import importing, packing, reading, rolling, stages, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain import records
from desktop_app.domain.model import Book
from tests.actions.whole import book

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = 60

# Does one thing and takes it back for ever, and says each time how far it is, until it is killed.
_WORKER = """
import sys
from pathlib import Path
from desktop_app.actions import editing, workspace
from tests.storage.test_kills_of_actions import ACTIONS, settled
act, path, folder = ACTIONS[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3])
with workspace.open_workspace(path, daily_backup=False) as store:
    print("ready", flush=True)
    while True:
        if settled(store, sys.argv[1]):
            editing.undo(store)
            print("undone", flush=True)
        act(store, folder)
        print("done", flush=True)
"""


def large(file: str, year: int = 2025) -> Book:
    """The invented book with many projects."""
    found = book()
    found.file, found.sha256, found.year = file, f"{year:064d}", year
    for i in range(PROJECTS):
        project = deepcopy(found.projects[1])
        project.code, project.name = f"53099925P0000413{i:05d}", f"供水管网改造{i}期"
        found.projects.append(project)
    return found


def _import(store: Store, folder: Path) -> None:
    importing.apply_import(store, importing.plan_import(store, [large("乙.xlsx")]))


def _receive(store: Store, folder: Path) -> None:
    packing.receive(store, packing.read_package(folder / "包.jxz"))


def _roll(store: Store, folder: Path) -> None:
    rolling.roll(store, 2026)


def _close(store: Store, folder: Path) -> None:
    stages.close_stage(store, [reading.load_books(store)[0].id], "一上", "二上")


ACTIONS = {"导入": _import, "收U盘包": _receive, "结转": _roll, "结束阶段": _close}


def settled(store: Store, action: str) -> bool:
    """Whether the last thing that was done is this action."""
    return store.undo_name().startswith(action)


def state(store: Store) -> tuple[Any, ...]:
    """What the workspace says, without ids and times; frozen books are read."""
    found = reading.load_books(store)
    closed = [(b.stage, [(s.name, len(stages.stage_book(store, s).projects)) for s in b.stages]) for b in found]
    facts = [[(f.owner, f.name, f.text) for f in b.facts] for b in found]
    return records.to_record(found, ""), closed, facts


def _prepare(path: Path, folder: Path, action: str) -> None:
    """A workspace in which the action has something to do, and a package to receive."""
    with workspace.create_workspace(folder / "源.jxdb") as store:
        importing.apply_import(store, importing.plan_import(store, [large("丙.xlsx")]))
        packing.pack(store, [], folder / "包.jxz", Override("试", "试"))
    with workspace.create_workspace(path) as store:
        if action in ("结转", "结束阶段"):
            importing.apply_import(store, importing.plan_import(store, [large("甲.xlsx")]))
        else:
            importing.apply_import(store, importing.plan_import(store, [book()]))
        store.settle()


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("action", list(ACTIONS))
def test_what_a_kill_interrupts_is_there_whole_or_not_at_all(tmp_path: Path, action: str) -> None:
    home, chance = tmp_path / "工作", random.Random(action)
    home.mkdir()
    path = home / "甲.jxdb"
    _prepare(path, tmp_path, action)
    with workspace.open_workspace(path, daily_backup=False) as store:
        before = state(store)
        began = time.monotonic()
        ACTIONS[action](store, tmp_path)
        lasts = time.monotonic() - began
        after = state(store)
        store.undo()
        assert before != after and state(store) == before
    seen, during = set(), 0
    for _ in range(12):
        command = [sys.executable, "-c", _WORKER, action, str(path), str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, encoding="utf-8") as worker:
            assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.0, 3 * lasts))
            worker.send_signal(signal.SIGKILL)
        during += (home / "甲.jxdb-journal").exists()  # it was writing
        with workspace.open_workspace(path, daily_backup=False) as store:
            assert not store.read_only and workspace.verify(store) == []
            now = state(store)
            assert now in (before, after)
            assert (now == after) == settled(store, action)
            seen.add(now == after)
            if now == after:
                store.undo()
            assert state(store) == before
        assert [p.name for p in home.iterdir()] == ["甲.jxdb"]
    print(action, f"{lasts:.2f} s, {during} of 12 kills while it wrote, ends seen {seen}")  # noqa: T201
    with workspace.open_workspace(path, daily_backup=False) as store:
        workspace.safety_backup(store, "试")
        assert not list(workspace.backup_folder(path).glob(".*"))  # halves of backups that were killed
