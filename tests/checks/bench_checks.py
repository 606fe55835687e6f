"""What checking costs at size: `python -m tests.checks.bench_checks [--indicators 100000] [--file F]`.

Builds a workspace of invented projects (or takes the one that was built before into FILE) and measures in seconds of
this process, the least of several: reading all rows from SQLite, reading the books, a full check beside that reading,
and one edit with its re-check, for cells and rows of every kind, small and large departments; then what checks a whole
department anew (projects that come or go, units and departments that are called otherwise). Ends with 1 where a full
check costs more than ten readings of the rows, an edit is re-checked in more than 5 ms, or a department in more than
150 ms (750 ms the one of 10,000 indicators).
"""

import argparse
import gc
import os
import random
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path

from desktop_app.actions import answers, checker, editing, importing, narrative, parts, reading, workspace
from desktop_app.actions.checking import Checker
from desktop_app.actions.workspace import Store
from desktop_app.domain import order
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.model import Goal, Indicator, Project
from desktop_app.storage import books, queries
from tests.actions.bench_find import wordings
from tests.checks.disclosed import whole_book

_FULL, _EDIT_MS = 10, 5
_WHOLE_MS = {"small": 150, "large": 750}  # of a department in which projects come or go
_OF_DEPARTMENT = 2_000
_LARGE = "云岭县教育局"
_ROW_TABLES = (
    "department", "unit", "project", "goal", "indicator", "section", "budget_table", "budget_row", "purchase", "term",
    "asset_row", "review", "answer",
)  # fmt: skip
_EDITS = (
    ("indicator", "l3", "覆盖率"),
    ("indicator", "value", "≥95%"),
    ("indicator", "desc", "全年完成的工作"),
    ("goal", "text", "完成全年任务，保障供水"),
    ("project", "plan_1", "30%"),
    ("project", "purpose", "用于泵站维护"),
    ("project", "name", "泵站维护费"),
    ("project", "code", "53099925P000041200114"),
    ("project", "budget", "12.00"),
    ("budget_row", "c4", "12.00"),
    ("section", "text", "2025年预算收入101.00万元。"),
    ("purchase", "total", "3.00"),
    ("term", "text", "指保障日常运转的支出，"),
    ("section", "heading", "一、说明"),
    ("purchase", "project", "泵站维护"),
    ("asset_row", "value", "21.00"),
    ("organisation", "name", "云岭县甲站"),
    ("budget_table", "note", "见说明"),
)
Step = Callable[[Store, str, int], Changes]
_ROWS: tuple[tuple[str, str, Step], ...] = (  # of which table the records are, what is done with the nth of them
    ("an indicator comes", "project", lambda store, one, _: editing.insert_rows(store, "indicator", one, "", 1)[0]),
    ("an indicator goes", "indicator", lambda store, one, _: editing.delete_rows(store, "indicator", [one])),
    ("a goal comes", "project", lambda store, one, _: editing.insert_rows(store, "goal", one, "", 1)[0]),
    ("a text comes", "department", lambda store, one, _: editing.insert_rows(store, "section", one, "", 1)[0]),
    ("a purchase comes", "department", lambda store, one, _: parts.insert_purchases(store, one, "", [{}])[0]),
    ("a figure is typed", "department", lambda store, one, n: narrative.set_facts(
        store, one, "", {"last.income.total": f"{n}.00"})),
)  # fmt: skip
_WHOLE: tuple[tuple[str, str, Step], ...] = (
    ("a project comes", "unit", lambda store, one, _: workspace.add_project(store, one, "甲")[0]),
    ("a project goes", "project", lambda store, one, _: workspace.delete_records(store, "project", [one], "删除")),
    ("a project moves", "project", lambda store, one, _: editing.move_rows(store, "project", [one], 1)),
    ("a unit is renamed", "unit", lambda store, one, n: editing.edit_cells(
        store, [(CellKey("unit", one, "name"), f"甲{n}")])),
    ("a department is renamed", "department", lambda store, one, n: editing.edit_cells(
        store, [(CellKey("department", one, "name"), f"甲{n}")])),
)  # fmt: skip


def rows(chance: random.Random) -> Iterator[Indicator]:
    """Invented indicators whose values fit their names, so that as little is found in them as in real ones."""
    for row in wordings(chance):
        row.measure = (
            "%" if row.l3.endswith(("率", "满意度")) or "满意度" in row.l2 else "天" if "时间" in row.l3 else "次"
        )
        row.number = str(chance.randrange(90, 100)) if row.measure == "%" else row.number
        row.sign = "≤" if "成本" in row.l1 + row.l2 or row.l3.endswith(("故障率", "时间", "单价", "成本")) else "≥"
        row.measure = "万元" if "成本" in row.l1 + row.l2 else row.measure
        row.value = row.sign + row.number + row.measure
        yield row


def build(path: Path, indicators: int) -> None:
    """A workspace of departments with two thousand indicators each, twenty a project, and one with a tenth of all."""
    chance = random.Random(7)
    with workspace.create_workspace(path) as store:
        for number in range(max(indicators * 9 // 10 // _OF_DEPARTMENT, 1)):
            name = f"云岭县第{number}局"
            workspace.add_department(store, 2025, name, f"{300 + number}")
            department = store.query("SELECT id FROM department WHERE name = ?", name)[0]["id"]
            workspace.add_unit(store, department, f"{name}本级", f"{300 + number}001")
            add_projects(store, department, _OF_DEPARTMENT, chance)
        whole = whole_book()
        whole.department_name, whole.department_code, whole.file = _LARGE, "205", "教育.txt"
        importing.apply_import(store, importing.plan_import(store, [whole]))
        add_projects(
            store, store.query("SELECT id FROM department WHERE name = ?", _LARGE)[0]["id"], indicators // 10, chance
        )


def add_projects(store: Store, department: str, indicators: int, chance: random.Random) -> None:
    """Projects of twenty indicators for the first unit of a department."""
    unit = store.query("SELECT id FROM unit WHERE department_id = ? ORDER BY place", department)[0]["id"]
    made = rows(chance)
    projects = [
        Project(
            unit_id=unit, name=f"{next(made).l3}经费", code=f"530999{chance.randrange(10**15):015d}", budget="10.00",
            fiscal="10.00", other="0", purpose="用于日常支出", plan=["25%", "50%", "75%", "100%"],
            goals=[Goal("完成全年12项任务，按期验收")], indicators=[next(made) for _ in range(20)],
        )
        for _ in range(indicators // 20)
    ]  # fmt: skip
    with store.operation("造") as operation:
        books.add_projects(operation, department, projects, order.spread(len(projects)))


def least(does: Callable[[], object], times: int) -> float:
    """The least seconds of the processor of some runs."""
    taken = []
    for _ in range(times):
        gc.collect()
        begin = time.process_time()
        does()
        taken.append(time.process_time() - begin)
    return min(taken)


def read_rows(store: Store) -> int:
    """Fetch every row, nothing more; returns how many."""
    return sum(len(store.connection.execute(f"SELECT * FROM {table}").fetchall()) for table in _ROW_TABLES)


def full(store: Store) -> bool:
    """Print what a full check costs; whether it costs too much."""
    rows = least(lambda: read_rows(store), 5)
    gc.disable()  # as the checker does
    read = least(lambda: reading.load_books(store), 3)
    loaded = reading.load_books(store)
    alone = least(lambda: [checker.book_checker(store, book) for book in loaded], 3)
    gc.enable()
    whole = least(lambda: Checker(store), 3)
    print(f"{read_rows(store)} rows read in {rows:.2f} s; books made of them in {read:.2f} s")
    print(f"{len(Checker(store).findings)} findings")
    print(f"full check {alone:.2f} s: {alone / rows:.1f} readings of the rows (at most {_FULL})")
    print(f"with the reading of the books {whole:.2f} s: {whole / rows:.1f}")
    return alone > _FULL * rows


def edits(store: Store, kept: Checker, times: int = 7) -> list[float]:
    """Print what the re-check after an edit costs, in ms of the processor; the median of each kind."""
    worst = []
    for size, condition in (("small", "d.name != ?"), ("large", "d.name = ?")):
        for table, column, text in _EDITS:
            rows = _some(store, table, condition)
            if not rows:
                continue
            taken = []
            for i in range(times):
                key, done = CellKey(table, rows[i % len(rows)], column), 0
                for new in (f"{text}{i}" if column in ("l3", "desc", "text", "purpose", "name") else text, ""):
                    changes = editing.edit_cells(store, [(key, new)])
                    done += bool(changes.cells)
                    begin = time.process_time()
                    kept.update(changes)
                    taken.append((time.process_time() - begin) * 1000)
                for _ in range(done):
                    kept.update(editing.undo(store) or changes)
            median = sorted(taken)[len(taken) // 2]
            print(f"{size:6} {table}.{column:8} median {median:6.2f} ms  worst {max(taken):6.2f} ms")
            worst.append(median)
    return worst


def steps(
    store: Store, kept: Checker, asked: Iterable[tuple[str, str, Step]], sizes: Collection[str], times: int = 7
) -> dict[str, list[float]]:
    """The same for what brings or takes records, and for taking it back; by the size of the department."""
    found: dict[str, list[float]] = {}
    for size, condition in (("small", "d.name != ?"), ("large", "d.name = ?")):
        for name, table, do in asked if size in sizes else ():
            taken: list[float] = []
            rows = _some(store, table, condition)
            for n in range(times):
                done = do(store, rows[n % len(rows)], n)
                for changes in (done, editing.undo(store) if done.cells or done.structure else None):
                    begin = time.process_time()
                    kept.update(changes or Changes(""))
                    taken.append((time.process_time() - begin) * 1000)
            median = sorted(taken)[len(taken) // 2]
            print(f"{size:6} {name:24} median {median:6.2f} ms  worst {max(taken):6.2f} ms")
            found.setdefault(size, []).append(median)
    return found


def answered(kept: Checker, store: Store, one: str, _n: int) -> Changes:
    """Answer a finding of a project, or of a department's own parts."""
    open_ones = [f for f in kept.of_project(one) or kept.of_department(one) if f.rule not in answers.UNANSWERABLE]
    found = [(kept.department_of(finding, one), finding) for finding in open_ones[:1]]
    return answers.answer(store, found, "按批复口径填列，已与财政部门核对", "王会计") if found else Changes("")


def _some(store: Store, table: str, condition: str) -> list[str]:
    """Some records of a table in departments of a kind."""
    to_department = {
        "project": "JOIN unit u ON u.id = x.unit_id JOIN department d ON d.id = u.department_id",
        "department": "JOIN department d ON d.id = x.id",
        "asset_row": "JOIN asset_block b ON b.id = x.asset_block_id JOIN department d ON d.id = b.department_id",
        "budget_row": "JOIN budget_table t ON t.id = x.budget_table_id JOIN department d ON d.id = t.department_id",
    }
    of_project = "JOIN project p ON p.id = x.project_id JOIN unit u ON u.id = p.unit_id"
    joins = to_department.get(table) or (
        f"{of_project} JOIN department d ON d.id = u.department_id" if table in ("goal", "indicator")
        else "JOIN department d ON d.id = x.department_id"
    )  # fmt: skip
    found = store.query(f"SELECT x.id FROM {table} x {joins} WHERE {condition} ORDER BY x.place, x.id LIMIT 40", _LARGE)
    return [row["id"] for row in found[3::5] or found]


def main() -> int:
    """Build, where needed, and measure; 1 where something took longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indicators", type=int, default=100_000)
    parser.add_argument("--file", type=Path, help="where the workspace is kept for the next time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIXIAO_DATA_DIR"] = str(Path(folder, "data"))
        path = arguments.file or Path(folder, "bench.jxdb")
        if not path.exists():
            build(path, arguments.indicators)
        with workspace.open_workspace(path, daily_backup=False) as store:
            print(f"{queries.count_indicators(store, [d['id'] for d in queries.departments(store)])} indicators")
            too_long = full(store)
            kept = Checker(store)
            gc.collect()
            gc.freeze()  # as the window does when the workspace is open
            taken = edits(store, kept)
            answer = partial(answered, kept)
            of_rows: list[tuple[str, str, Step]] = [
                *_ROWS, ("an answer comes", "project", answer), ("an answer to a part", "department", answer),
            ]  # fmt: skip
            for of_size in steps(store, kept, of_rows, tuple(_WHOLE_MS)).values():
                taken += of_size
            worst = max(taken)
            whole = {size: max(taken) for size, taken in steps(store, kept, _WHOLE, tuple(_WHOLE_MS), 3).items()}
    print(f"the slowest kind of edit is re-checked in {worst:.2f} ms (at most {_EDIT_MS})")
    print(f"a whole department in {whole['small']:.0f} ms, the large one in {whole['large']:.0f} ms")
    too_long = too_long or worst > _EDIT_MS or any(taken > _WHOLE_MS[size] for size, taken in whole.items())
    return int(too_long)


if __name__ == "__main__":
    raise SystemExit(main())
