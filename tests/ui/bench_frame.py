"""Run by hand: whether a cell typed in a unit's table is seen at its department within one frame.

`python -m tests.ui.bench_frame [ROUNDS]` opens a window without a screen on a department of 15 units; the department
and each unit have all nine tables of full size. It shows a table of the department, types into the same table of a
unit through that table's own model, and prints CPU milliseconds (min, median, max): until the department's cell is
painted anew, and until everything behind it (checks, remarks, badges) is up to date; then the same for a row that is
inserted and deleted. Storing is not counted: from the commit on.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from desktop_app import catalog
from desktop_app.actions import importing, workspace
from desktop_app.domain.department import summed
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import Book, Unit
from desktop_app.settings import Settings
from desktop_app.ui import theme
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.table_model import BudgetModel
from desktop_app.ui.workspace_view import TABLES, WorkspaceView
from tests.books import sound_project

UNITS = 15
ROWS = 60  # of codes in a table
FRAME_MS = 1000 / 60
ROW_MS = 50.0
YEAR = 2025
Times = dict[str, list[float]]


def unit_table(chance: random.Random, form: TableForm, owner: str, used: dict[str, list[str]]) -> BudgetTable:
    """A unit's table with an amount in every row that is no sum."""
    rows = [list(row) for row in form.rows]
    if form.keyed:
        names = catalog.function_codes() if form.keyed == "function" else catalog.economic_codes()
        at, label = form.of_kind("code")[0], form.of_kind("label")[0]
        leaves = sorted(chance.sample(used[form.keyed], len(used[form.keyed]) * 2 // 3))
        for code in sorted({leaf[:length] for leaf in leaves for length in (3, 5, 7)})[: ROWS - 1]:
            row = [""] * len(form.columns)
            row[at], row[label] = code, names.get(code, "")
            for column in form.of_kind("amount")[1:] if code in leaves else ():
                row[column] = f"{chance.uniform(1, 900):.2f}"
            rows.append(row)
    else:
        sums = {"合计", "总计"}
        for row in rows:
            for column in form.of_kind("amount"):
                words = row[column - 1] if form.kinds[column - 1] == "label" else ""
                if words and not any(word in words for word in sums) and chance.random() < 0.6:
                    row[column] = f"{chance.uniform(1, 900):.2f}"
    for number, row in enumerate(rows, 1):
        for column in form.of_kind("number"):
            row[column] = str(number)
    return BudgetTable(form.no, form.title, list(form.columns), [BudgetRow(row) for row in rows], owner=owner)


def book_of_units() -> Book:
    """A department with all its tables, and those of its units; the department's are the sums of the units'."""
    chance = random.Random(4)
    function = [code for code in catalog.function_codes() if len(code) == 7]
    economic = [code for code in catalog.economic_codes() if len(code) == 5]
    used = {"function": chance.sample(function, ROWS), "economic": chance.sample(economic, min(ROWS, len(economic)))}
    units = [Unit(f"4120{i:02}", f"云岭县水利局第{i}站") for i in range(1, UNITS + 1)]
    book = Book(year=YEAR, department_code="412", department_name="云岭县水利局", units=units)
    for unit in units:
        project = deepcopy(sound_project())
        project.unit_code, project.unit_name, project.code = unit.code, unit.name, ""
        book.projects.append(project)
    for form in catalog.table_forms(YEAR):
        own = [unit_table(chance, form, unit.code, used) for unit in units]
        book.tables += [summed(own, form), *own]
    return book


class Painted(QObject):
    """Remembers when a view was painted last, in CPU seconds of this process."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.at: float | None = None
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: let the view paint, and say when it had done so."""
        if event.type() == QEvent.Type.Paint and self.at is None:
            watched.removeEventFilter(self)
            QApplication.sendEvent(watched, event)
            watched.installEventFilter(self)
            self.at = time.process_time()
            return True
        return False


class Bench:
    """A shown window on the department, and the times taken in it."""

    def __init__(self, folder: Path) -> None:
        self.window = MainWindow(Settings())
        self.window.resize(1366, 768)
        self.window.show()
        store = workspace.create_workspace(folder / "甲.jxdb")
        importing.apply_import(store, importing.plan_import(store, [book_of_units()]))
        self.window.open_store(store)
        view, hub = self.window.view, self.window.hub
        assert view is not None and hub is not None
        self.view: WorkspaceView = view
        self.hub = hub
        self.begun = 0.0
        announce = hub.announce

        def counted(*args: object) -> None:
            self.begun = time.process_time()
            announce(*args)  # type: ignore[arg-type]

        hub.announce = counted  # type: ignore[method-assign]
        department = next(node for node in view.tree.all_nodes() if node.kind == "department")
        view.tree.select("department", department.id)
        view.show_tab(TABLES)
        self.painted = Painted(view.table.view.viewport())
        self.unit = BudgetModel(view.parts.state)

    def show(self, no: int) -> None:
        """Show the department's table of that number, and have the same of a unit at hand."""
        parts = self.view.parts
        parts.list.setCurrentRow(no - 1)
        self.unit.show(parts.state.table(no, parts.state.owners()[7].owner))
        settle()

    def timed(self, times: Times, name: str, does: Callable[[], object]) -> None:
        """Do something and note how long it took until it was seen, and until all was done."""
        self.painted.at = None
        does()
        for _ in range(20):
            if self.painted.at is None:
                QApplication.processEvents()
        if self.painted.at is None:
            raise SystemExit(f"{name}: nothing was painted anew")
        seen = self.painted.at
        settle()
        times.setdefault(f"{name}: seen", []).append((seen - self.begun) * 1000)
        times.setdefault(f"{name}: all", []).append((time.process_time() - self.begun) * 1000)


def settle() -> None:
    """Let everything happen that waits."""
    end = time.monotonic() + 0.35  # the panel and the badges wait up to 0.2 s
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def cell_round(bench: Bench, times: Times, chance: random.Random) -> None:
    """Type an amount into a random cell of the unit that the department shows."""
    unit, shown = bench.unit, bench.view.table.model
    column = unit.form.of_kind("amount")[-1] if unit.form else 0
    rows = [r for r in range(unit.records()) if unit.text(r, column) and unit.editable(r, column)]
    row = chance.choice(rows)
    own = bench.view.parts.state.table(unit.table.no, "") if unit.table else None
    keys = unit.form.of_kind("code")[:1] or unit.form.of_kind("label") if unit.form else ()
    label = max(key for key in keys if key < column)
    at = next(i for i, r in enumerate(own.rows) if r.cells[label] == unit.text(row, label)) if own else 0
    bench.view.table.view.scrollTo(shown.index(at, column))
    settle()
    text = f"{chance.uniform(1, 900):.2f}"
    bench.timed(times, "a cell", lambda: unit.setData(unit.index(row, column), text))
    unit.show(bench.view.parts.state.table(unit.table.no, unit.table.owner) if unit.table else None)


def row_round(bench: Bench, times: Times) -> None:
    """Insert a row in the table of the department and delete it."""
    model, view = bench.view.table.model, bench.view.table.view
    view.make_current(model.index(3, 3))
    settle()
    bench.timed(times, "a row inserted", lambda: model.insert_rows(3, 1))
    bench.timed(times, "a row deleted", lambda: model.delete_rows([3]))


def unit_row_round(bench: Bench, times: Times, chance: random.Random) -> None:
    """Add a row with an amount to the table of a unit and delete it, while the department is shown."""
    unit = bench.unit
    if unit.table is None or unit.form is None or not unit.form.keyed:
        return
    there = {row.cells[1] for row in unit.table.rows}
    own = bench.view.parts.state.table(unit.table.no, "")
    code = next(row.cells[1] for row in own.rows if len(row.cells[1]) > 3 and row.cells[1] not in there) if own else ""
    bench.view.table.view.scrollToTop()
    settle()
    last, column = len(unit.table.rows), unit.form.of_kind("amount")[-1]
    texts = [(last, 1, code), (last, column, f"{chance.uniform(1, 900):.2f}")]
    for name, does in (("added", lambda: unit.write(texts, "")), ("deleted", lambda: unit.delete_rows([last]))):
        bench.timed(times, f"a unit's row {name}", does)
        unit.show(bench.view.parts.state.table(unit.table.no, unit.table.owner))


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIXIAO_DATA_DIR"] = str(Path(folder) / "data")
        app = QApplication.instance() or QApplication([])
        theme.apply(app)  # type: ignore[arg-type]
        bench = Bench(Path(folder))
        chance = random.Random(2)
        worst = {"cell": 0.0, "row": 0.0}
        for no in (1, 3, 5, 6):
            bench.show(no)
            times: Times = {}
            for _ in range(rounds):
                cell_round(bench, times, chance)
                unit_row_round(bench, times, chance)
                row_round(bench, times)
            rows = bench.view.table.model.rowCount()
            for name, spent in times.items():
                low, middle, high = min(spent), statistics.median(spent), max(spent)
                print(f"表{no} ({rows} rows) {name:28} {low:7.1f} {middle:7.1f} {high:7.1f}")
                kind = "cell" if name.startswith("a cell") else "row"
                if name.endswith("seen"):
                    worst[kind] = max(worst[kind], middle)
        print(f"one frame ({FRAME_MS:.1f} ms): {'holds' if worst['cell'] <= FRAME_MS else 'DOES NOT HOLD'}")
        print(f"a row ({ROW_MS:.0f} ms): {'holds' if worst['row'] <= ROW_MS else 'DOES NOT HOLD'}")
        bench.window.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
