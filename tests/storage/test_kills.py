"""Kills at random moments: the file opens, is sound, and holds every edit that was reported as done."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_app.actions import reading, workspace

ROOT = Path(__file__).resolve().parents[2]

# Edits, imports and undoes until it is killed, and says after each edit which number it stored.
_WORKER = """
import sys
from pathlib import Path
from desktop_app import catalog
from desktop_app.actions import editing, importing, reading, workspace
from desktop_app.domain.changes import CellKey
store = workspace.open_workspace(Path(sys.argv[1]), daily_backup=False)
project = reading.load_books(store)[0].projects[0]
number = int(project.purpose or 0)
print(number, flush=True)
while True:
    number += 1
    editing.edit_cells(store, [(CellKey("project", project.id, "purpose"), str(number))])
    print(number, flush=True)
    if number % 5 == 0:
        plan = importing.plan_import(store, importing.read_sources([catalog.sample()]).books)
        if importing.apply_import(store, plan).structure:  # killed before its undo, it is there already
            editing.undo(store)
"""


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_kills_at_random_moments(tmp_path: Path) -> None:
    path, chance = tmp_path / "甲.jxdb", random.Random(20250101)
    with workspace.create_workspace(path) as store:
        workspace.add_department(store, 2025, "云岭县水利局")
        workspace.add_unit(store, reading.load_books(store)[0].id, "本级")
        workspace.add_project(store, reading.load_books(store)[0].units[0].id, "泵站维护费")
    edits = 0
    for _ in range(25):
        command = [sys.executable, "-c", _WORKER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, encoding="utf-8") as worker:
            assert worker.stdout is not None
            first = worker.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.8))
            worker.send_signal(signal.SIGKILL)
            reported = [first, *worker.stdout.read().splitlines()]
        last = int([line for line in reported if line.strip()][-1])
        with workspace.open_workspace(path, daily_backup=False) as store:
            assert not store.read_only and workspace.verify(store) == []
            project = reading.load_books(store)[0].projects[0]
            assert int(project.purpose or 0) in (last, last + 1)  # one more may have been stored and not yet said
        edits = int(project.purpose or 0)
        assert sorted(p.name for p in tmp_path.glob("*甲*")) == ["甲.jxdb"]
    assert edits > 100
