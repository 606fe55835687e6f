"""How long closing a stage, comparing and rolling take: `python -m tests.actions.bench_years [--projects 4900]`.

One department of twenty indicators a project. Seconds of the processor, on a connection as the window's worker has it.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desktop_app.actions import comparing, rolling, stages, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain import order
from desktop_app.domain.model import Goal, Project
from desktop_app.storage import books
from tests.actions.bench_find import wordings

T = TypeVar("T")
_EVERY = 1000  # of so many indicators one is edited between two stages


def build(store: Store, count: int) -> str:
    """A department with so many projects; returns its id."""
    rows = wordings(random.Random(7))
    workspace.add_department(store, 2025, "云岭县水利局", "300")
    department = str(store.query("SELECT id FROM department")[0]["id"])
    for number in range(10):
        workspace.add_unit(store, department, f"水利站{number}", f"30000{number}")
    units = [row["id"] for row in store.query("SELECT id FROM unit ORDER BY place")]
    projects = [
        Project(
            unit_id=units[i % len(units)], name=f"{next(rows).l3}经费", code=f"530999{i:015d}", budget="10.00",
            purpose="用于日常支出", goals=[Goal("完成全年任务")], indicators=[next(rows) for _ in range(20)],
        )
        for i in range(count)
    ]  # fmt: skip
    with store.operation("造") as operation:
        books.add_projects(operation, department, projects, order.spread(count))
    return department


def timed(name: str, does: Callable[[], T]) -> T:
    """Do it and print how long it took."""
    processor, wall = time.process_time(), time.perf_counter()
    result = does()
    print(f"{name:<24}{time.process_time() - processor:7.2f} s   on the clock {time.perf_counter() - wall:7.2f} s")
    return result


def measure(store: Store, department: str) -> None:
    """Print the figures."""
    timed("close a stage", lambda: stages.close_stage(store, [department], "一上", "二上"))
    with store.operation("改") as operation:
        for row in store.query("SELECT id, desc FROM indicator WHERE rowid % ? = 0", _EVERY):
            operation.update("indicator", row["id"], {"desc": row["desc"] + "改"})
    now, before = comparing.sides(store, department)
    rows = timed("compare two stages", lambda: comparing.compare_sides(store, before, now))
    print(f"    {len(comparing.changes_only(rows))} differences")
    made = timed("roll", lambda: rolling.roll(store, 2026))
    print(f"    {made.projects} projects, {made.flagged} flags")
    years = [side for side in comparing.sides(store, department) if side.stage is None]
    rows = timed("compare two years", lambda: comparing.compare_sides(store, years[1], years[0]))
    print(f"    {len(comparing.changes_only(rows))} differences")
    timed("undo the roll", store.undo)


def main() -> None:
    """Build and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=4900)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIXIAO_DATA_DIR"] = str(Path(folder, "data"))
        with workspace.create_workspace(Path(folder, "bench.jxdb")) as store:
            department = build(store, arguments.projects)
            with workspace.beside(store) as other:
                measure(other, department)


if __name__ == "__main__":
    main()
