"""Random edits, pastes, inserts, deletes, moves, undo and redo with restarts, against a plain model."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop_app.actions import editing, reading, workspace
from desktop_app.domain.changes import CellKey

MEMORY = Path("/dev/shm")  # thousands of committed edits: minutes of waiting where the disk is busy
COLUMNS = ["l3", "desc", "basis", "last_value"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12) | st.sampled_from(
    ["", "巡查次数", "≥90%", "=1+1", "a\tb\nc", "涉密采购"]
)
ROWS = st.integers(0, 30)


class Editing(RuleBasedStateMachine):
    """The model: a list of rows of four texts, and the stacks of what was before and after each operation."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.path = self.folder / "甲.jxdb"
        self.store = workspace.create_workspace(self.path)
        workspace.add_department(self.store, 2025, "云岭县水利局")
        department = reading.load_books(self.store)[0].id
        workspace.add_unit(self.store, department, "本级")
        unit = reading.load_books(self.store)[0].units[0].id
        _, self.project = workspace.add_project(self.store, unit, "泵站维护费")
        self.rows: list[list[str]] = []
        self.back: list[list[list[str]]] = []
        self.forward: list[list[list[str]]] = []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def ids(self) -> list[str]:
        return [i.id for i in reading.load_project(self.store, self.project).indicators]

    def became(self, rows: list[list[str]]) -> None:
        if rows != self.rows:
            self.back.append(self.rows)
            self.forward = []
            self.rows = rows

    @rule(row=ROWS, column=st.sampled_from(COLUMNS), text=TEXTS)
    def edit(self, row: int, column: str, text: str) -> None:
        if not self.rows:
            return
        row %= len(self.rows)
        editing.edit_cells(self.store, [(CellKey("indicator", self.ids()[row], column), text)])
        rows = [r[:] for r in self.rows]
        rows[row][COLUMNS.index(column)] = text
        self.became(rows)

    @rule(row=ROWS, block=st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=4))
    def paste(self, row: int, block: list[list[str]]) -> None:
        row %= len(self.rows) + 1
        ids = [*self.ids(), ""]
        editing.paste_indicators(self.store, self.project, ids[row], COLUMNS[1:3], block)
        rows = [r[:] for r in self.rows] + [[""] * 4 for _ in range(row + len(block) - len(self.rows))]
        for i, cells in enumerate(block):
            rows[row + i][1:3] = cells
        self.became(rows)

    @rule(row=ROWS, count=st.integers(1, 3))
    def insert(self, row: int, count: int) -> None:
        row %= len(self.rows) + 1
        before = [*self.ids(), ""][row]
        editing.insert_rows(self.store, "indicator", self.project, before, count)
        self.became(self.rows[:row] + [[""] * 4 for _ in range(count)] + self.rows[row:])

    @rule(chosen=st.sets(ROWS, min_size=1, max_size=3))
    def delete(self, chosen: set[int]) -> None:
        if not self.rows:
            return
        gone = {row % len(self.rows) for row in chosen}
        ids = self.ids()
        editing.delete_rows(self.store, "indicator", [ids[row] for row in sorted(gone)])
        self.became([r for i, r in enumerate(self.rows) if i not in gone])

    @rule(chosen=st.sets(ROWS, min_size=1, max_size=3), step=st.sampled_from([-1, 1]))
    def move(self, chosen: set[int], step: int) -> None:
        if not self.rows:
            return
        marked = [[i in {row % len(self.rows) for row in chosen}, r] for i, r in enumerate(self.rows)]
        ids = self.ids()
        editing.move_rows(self.store, "indicator", [ids[i] for i, (hit, _) in enumerate(marked) if hit], step)
        line = marked if step < 0 else marked[::-1]
        for i in range(1, len(line)):
            if line[i][0] and not line[i - 1][0]:
                line[i - 1], line[i] = line[i], line[i - 1]
        moved = [r for _, r in (line if step < 0 else line[::-1])]
        # moving alike rows changes places in the file though the model's texts stay the same
        if [i for i, (hit, _) in enumerate(marked) if hit] and self.ids() != ids:
            self.back.append(self.rows)
            self.forward = []
            self.rows = moved
        assert moved == self.rows

    @rule()
    def undo(self) -> None:
        if not self.back:
            return
        editing.undo(self.store)
        self.forward.append(self.rows)
        self.rows = self.back.pop()

    @rule()
    def redo(self) -> None:
        changes = editing.redo(self.store)
        assert (changes is not None) == bool(self.forward)
        if self.forward:
            self.back.append(self.rows)
            self.rows = self.forward.pop()

    @rule()
    def restart(self) -> None:
        self.store.close()
        assert sorted(p.name for p in self.folder.iterdir()) == ["甲.jxdb"]
        self.store = workspace.open_workspace(self.path)

    @invariant()
    def agrees(self) -> None:
        if hasattr(self, "rows"):
            found = reading.load_project(self.store, self.project).indicators
            assert [[getattr(i, c) for c in COLUMNS] for i in found] == self.rows


short = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))


class TestEditing(Editing.TestCase):  # type: ignore[misc]
    settings = short


@pytest.mark.long
@pytest.mark.timeout(900)
class TestEditingLong(Editing.TestCase):  # type: ignore[misc]
    settings = settings(short, max_examples=300, stateful_step_count=60)
