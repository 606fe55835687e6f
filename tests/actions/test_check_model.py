"""Findings kept up to date are those of a full check, after any sequence of what a person can do to a workspace."""

import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from books import sound_project
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop_app.actions import (
    answers,
    checking,
    editing,
    importing,
    narrative,
    packing,
    parts,
    reading,
    reviewing,
    rule_sets,
    stages,
    tables,
    workspace,
)
from desktop_app.actions import checker as checker_module
from desktop_app.actions.checking import Checker
from desktop_app.actions.gate import Override
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.disclosed import BudgetTable, Organisation, Section
from desktop_app.domain.model import Book, Unit
from desktop_app.domain.traces import Review
from desktop_app.storage.schema import TABLES
from tests.checks.disclosed import units, whole_book, write

MEMORY = Path("/dev/shm")  # thousands of committed edits: minutes of waiting where the disk is busy
PICK = st.integers(0, 10**6)
LATER = st.booleans()
GOALS = "职责一：供水保障\n绩效目标：保障全县供水。\n绩效指标：供水保证率≥95%。"
EDITABLE = [
    (table, column)
    for table in (
        "project", "goal", "indicator", "section", "budget_table", "purchase", "purchase_total", "asset_block",
        "asset_row", "organisation", "term", "fact", "unit", "department", "department_goal", "goal_indicator",
    )
    for column in TABLES[table].texts
    if column not in ("columns", "stage", "frame")
]  # fmt: skip
LISTED = ("goal", "indicator", "section", "term", "asset_row", "organisation", "purchase")
TEXTS = st.sampled_from(
    (
        "", "1.00", "10.00", "110.00", "3..5", "公用经费", "泵站维护费", "泵站维护费用", "412001", "412002", "是", "否",
        "≥95%", "≥12次", "100%", "产出指标", "成本指标", "数量指标", "25%", "50%", "11月31日前提供提供", "13800138000",
        "53099925P000041200114", "53099825P00004120001X", "涉密", "（机密）", "支出预算5.00万元，比上年增加3.00万元。",
        "农户满意度", "受益农户", GOALS,
    )
)  # fmt: skip
RULE_FILES = (
    'name = "甲"\n[rule.F06]\nseverity = "off"\n[rule.S02]\nseverity = "error"',
    'name = "甲"\nyears = [2025]\n[rule.B03]\nseverity = "info"\n[rule.D03]\nseverity = "off"',
    'name = "乙"\nplaces = ["530998"]\n[rule.P03]\nseverity = "warning"\n[rule.K02]\nseverity = "off"',
)


def department() -> Book:
    """A sound disclosure with three projects of two units."""
    book = whole_book()
    units(book)
    for i, (name, code) in enumerate((("渠道清淤费", "412002"), ("水质检测费", "412001"))):
        project = sound_project()
        project.name, project.unit_code = name, code
        project.code = f"53099925P00004120021{i}"
        project.review = [Review("purpose", "模糊")]
        book.projects.append(project)
    book.sections.append(Section("一、分项绩效目标", GOALS))
    book.sections.append(Section("一、部门职责及机构设置情况", "管理甲站的泵站。", owner="412001"))
    book.file, book.sha256 = "甲.txt", "a" * 64
    return book


def other() -> Book:
    """Another department, with faults in its tables and texts."""
    book = department()
    book.department_code, book.department_name, book.sha256 = "413", "云岭县林业局", "b" * 64
    write(book, 1, "收入总计", "收入/预算数", "120.00")
    book.sections[3].text = "2025年预算收入101.00万元，其中：一般公共预算拨款收入102.00万元。"
    return book


def third() -> Book:
    """The first department again, printed otherwise: what differs, what is new, and a unit without a project."""
    book = department()
    book.sha256 = "c" * 64
    book.units.append(Unit("412003", "丙站"))
    book.projects[0].budget = "12.00"
    book.projects[1].name, book.projects[1].code = "苗木采购费", "53099925P000041200999"
    book.tables[0].rows[0].cells[3] = "一、工资"
    book.organisation.append(Organisation("丙站", "事业", "股级", "财政补助"))
    del book.sections[6]
    return book


BOOKS = (department, other, third)


@cache
def made(*which: int) -> tuple[bytes, bytes]:
    """A workspace with these departments, and a package of it that another office might send."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        with workspace.create_workspace(Path(folder, "乙.jxdb")) as store:
            for at in which:
                importing.apply_import(store, importing.plan_import(store, [BOOKS[at]()]))
            packing.pack(store, [], Path(folder, "乙.jxz"), Override("试一试", "王会计"))
        return Path(folder, "乙.jxdb").read_bytes(), Path(folder, "乙.jxz").read_bytes()


class Checked(RuleBasedStateMachine):
    """The model is a checker that looks at everything anew."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.waiting: list[Changes] = []
        self.later = False
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(checker_module, "time", SimpleNamespace(perf_counter=count().__next__))  # a tick a project

    @initialize(which=st.sampled_from(((0,), (0, 1))))
    def begin(self, which: tuple[int, ...]) -> None:
        (self.folder / "本.jxdb").write_bytes(made(*which)[0])
        self.store = workspace.open_workspace(self.folder / "本.jxdb", daily_backup=False)
        self.checker = Checker(self.store)

    def teardown(self) -> None:
        self.patch.undo()
        if hasattr(self, "store"):
            self.store.close()
        shutil.rmtree(self.folder)

    def told(self, changes: Changes | None, later: bool = False) -> None:
        """Check again as the window does: what was typed into tables may wait until something else is done."""
        if changes is not None:
            self.waiting.append(changes)
        if not later:
            waiting, self.waiting = self.waiting, []
            for one in waiting:
                self.checker.update(one, later=self.later)

    def ids(self, table: str) -> list[str]:
        return [row["id"] for row in self.store.query(f"SELECT id FROM {table} ORDER BY place, id")]

    def one(self, table: str, pick: int) -> str:
        found = self.ids(table)
        return found[pick % len(found)] if found else ""

    def table(self, pick: int) -> BudgetTable | None:
        found = [t for b in reading.load_books(self.store) for t in b.tables]
        return found[pick % len(found)] if found else None

    @rule(where=st.sampled_from(EDITABLE), picks=st.lists(PICK, min_size=1, max_size=3), text=TEXTS)
    def edit(self, where: tuple[str, str], picks: list[int], text: str) -> None:
        table, column = where
        keys = {CellKey(table, row, column) for pick in picks if (row := self.one(table, pick))}
        self.told(editing.edit_cells(self.store, [(key, text) for key in keys]))

    @rule(column=st.sampled_from(("purpose", "desc")))
    def empty_a_column(self, column: str) -> None:
        """As in a form that does not have it; an edit that fills it may follow."""
        table = "indicator" if column == "desc" else "project"
        self.told(editing.edit_cells(self.store, [(CellKey(table, row, column), "") for row in self.ids(table)]))

    @rule(cells=st.lists(st.tuples(PICK, st.integers(2, 9), TEXTS), min_size=1, max_size=3), later=st.booleans())
    def edit_tables(self, cells: list[tuple[int, int, str]], later: bool) -> None:
        keys = [(CellKey("budget_row", self.one("budget_row", pick), f"c{at}"), text) for pick, at, text in cells]
        self.told(editing.edit_cells(self.store, [entry for entry in keys if entry[0].row]), later)

    @rule(pick=PICK, text=TEXTS)
    def edit_of_two_kinds(self, pick: int, text: str) -> None:
        named = (("project", "name"), ("purchase", "project"), ("section", "text"), ("indicator", "l3"))
        edits = [(CellKey(table, self.one(table, pick), column), text) for table, column in named]
        self.told(editing.edit_cells(self.store, [entry for entry in edits if entry[0].row]))

    @rule(table=st.sampled_from(LISTED), pick=PICK, rows=st.integers(1, 2))
    def insert(self, table: str, pick: int, rows: int) -> None:
        parent = self.one(TABLES[table].parent.removesuffix("_id"), pick)
        before = (["", *(row["id"] for row in self.store.query(
            f"SELECT id FROM {table} WHERE {TABLES[table].parent} = ?", parent))])  # fmt: skip
        at = before[pick % len(before)]
        if parent and table == "purchase":
            self.told(parts.insert_purchases(self.store, parent, at, [{}] * rows)[0])
        elif parent:
            self.told(editing.insert_rows(self.store, table, parent, at, rows)[0])

    @rule(table=st.sampled_from(LISTED), pick=PICK, later=LATER)
    def delete(self, table: str, pick: int, later: bool) -> None:
        row = self.one(table, pick)
        if row and table == "purchase":
            owner = self.store.query("SELECT department_id AS d FROM purchase WHERE id = ?", row)[0]["d"]
            self.told(parts.delete_purchases(self.store, owner, [row]), later)
        elif row:
            self.told(editing.delete_rows(self.store, table, [row]), later)

    @rule(table=st.sampled_from((*LISTED, "project", "unit", "budget_table")), pick=PICK, step=st.sampled_from((-1, 1)))
    def move(self, table: str, pick: int, step: int) -> None:
        if row := self.one(table, pick):
            self.told(editing.move_rows(self.store, table, [row], step))

    @rule(pick=PICK, at=PICK, what=st.sampled_from(("insert", "delete", "move", "remove", "write")), later=LATER)
    def rows_of_tables(self, pick: int, at: int, what: str, later: bool) -> None:
        found = self.table(pick)
        if found is None:
            return
        table = found
        row = table.rows[at % len(table.rows)].id if table.rows else ""
        if what == "insert":
            self.told(tables.insert_rows(self.store, table, row, 2, 0)[0], later)
        elif what == "delete" and row:
            self.told(tables.delete_rows(self.store, table, [row], 0), later)
        elif what == "move" and row:
            self.told(tables.move_rows(self.store, table, [row], 1, 0), later)
        elif what == "write":
            cells = [(at % (len(table.rows) + 1), 2, "合计"), (len(table.rows), 3, "9.00")]
            self.told(tables.write(self.store, table, cells, "", 0), later)
        elif what == "remove":
            self.told(tables.remove(self.store, table))

    @rule(pick=PICK, what=st.sampled_from(("project", "unit", "department")), text=TEXTS)
    def add(self, pick: int, what: str, text: str) -> None:
        if what == "department":
            self.told(workspace.add_department(self.store, 2025, text, "414"))
        elif what == "unit" and (parent := self.one("department", pick)):
            self.told(workspace.add_unit(self.store, parent, "丁站", text))
        elif what == "project" and (parent := self.one("unit", pick)):
            self.told(workspace.add_project(self.store, parent, text)[0])

    @rule(pick=PICK, table=st.sampled_from(("project", "project", "unit", "department")))
    def remove(self, pick: int, table: str) -> None:
        if row := self.one(table, pick):
            self.told(workspace.delete_records(self.store, table, [row], "删除"))

    @rule(times=st.integers(1, 3), later=st.booleans())
    def undo(self, times: int, later: bool) -> None:
        for _ in range(times):
            self.told(editing.undo(self.store), later)
        self.told(None)

    @rule(times=st.integers(1, 3), later=st.booleans())
    def redo(self, times: int, later: bool) -> None:
        for _ in range(times):
            self.told(editing.redo(self.store), later)
        self.told(None)

    @rule(picks=st.lists(PICK, min_size=1, max_size=4))
    def answer(self, picks: list[int]) -> None:
        found = [f for f in self.checker.findings if f.rule not in answers.UNANSWERABLE]
        chosen = {found[pick % len(found)] for pick in picks} if found else set()
        given = [(self.checker.department_of(f), f) for f in sorted(chosen, key=repr)]
        if given:
            self.told(answers.answer(self.store, given, "按批复口径填列", "王会计"))

    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        given = [f.answer for f in self.checker.answered if f.answer]
        if given:
            self.told(answers.withdraw(self.store, [given[pick % len(given)]]))

    @rule(pick=PICK, all_of_rule=st.booleans())
    def fix(self, pick: int, all_of_rule: bool) -> None:
        found = [f for f in self.checker.findings if f.fix]
        if found and all_of_rule:
            self.told(checking.fix_rule(self.store, [found[pick % len(found)].rule], found))
        elif found:
            self.told(checking.fix_finding(self.store, found[pick % len(found)]))

    @rule(content=st.sampled_from(RULE_FILES))
    def load_rules(self, content: str) -> None:
        path = self.folder / "规则.toml"
        path.write_text(content, "utf-8")
        self.told(rule_sets.load(self.store, path))

    @rule(severity=st.sampled_from(("off", "info", "error")), name=st.sampled_from(("K02", "B03", "P05", "D03")))
    def change_rules(self, severity: str, name: str) -> None:
        for book in reading.load_books(self.store)[:1]:
            self.told(rule_sets.change(self.store, book, name, "severity", severity))

    @rule(pick=PICK)
    def remove_rules(self, pick: int) -> None:
        if row := self.one("rule_set", pick):
            self.told(rule_sets.remove(self.store, row))

    @rule(pick=PICK, text=TEXTS, later=LATER)
    def facts(self, pick: int, text: str, later: bool) -> None:
        if owner := self.one("department", pick):
            facts = {"last.income.total": text, "reason.income.total": "人员增加"}
            self.told(narrative.set_facts(self.store, owner, ("", "412001")[pick % 2], facts), later)

    @rule(pick=PICK, chosen=PICK)
    def write_up(self, pick: int, chosen: int) -> None:
        if owner := self.one("department", pick):
            drafts = narrative.drafts(narrative.ground(self.store, owner))
            if drafts:
                self.told(narrative.write(self.store, owner, [drafts[chosen % len(drafts)]]))

    @rule(pick=PICK)
    def confirm(self, pick: int) -> None:
        if row := self.one("review", pick):
            self.told(reviewing.confirm_review(self.store, [row]))

    @rule(pick=PICK)
    def stage(self, pick: int) -> None:
        if owner := self.one("department", pick):
            self.told(stages.name_stage(self.store, owner, ("一上", "二上", "批复")[pick % 3]))

    @rule(which=st.integers(0, 2))
    def take_in(self, which: int) -> None:
        plan = importing.plan_import(self.store, [BOOKS[which]()])
        self.told(importing.apply_import(self.store, plan))

    @rule(which=st.integers(0, 2), conflicts=st.sampled_from(("list", "theirs")))
    def receive(self, which: int, conflicts: str) -> None:
        path = self.folder / "乙.jxz"
        path.write_bytes(made(which)[1])
        self.told(packing.receive(self.store, packing.read_package(path), conflicts).changes)

    @rule(slices=st.integers(0, 4))
    def open_again(self, slices: int) -> None:
        self.told(None)
        self.checker = Checker(self.store, later=True)
        self.checker.go_on(slices)

    @rule(later=LATER)
    def be_large(self, later: bool) -> None:
        """From here on all that touches several projects, or all, is left to slices; or nothing."""
        self.later = later
        self.patch.setattr(checker_module, "LITTLE", 0 if later else 3_000)
        self.patch.setattr(checker_module, "_MANY", 2 if later else 50)

    @rule(slices=st.integers(1, 9))
    def go_on(self, slices: int) -> None:
        self.checker.go_on(slices)

    @invariant()
    def agrees(self) -> None:
        if hasattr(self, "checker") and not self.waiting and self.checker.complete:
            full = Checker(self.store)
            assert self.checker.findings == full.findings
            assert self.checker.answered == full.answered
            assert self.checker.counts() == full.counts()


def test_one_step_may_change_the_parts_of_several_departments(tmp_path: Path) -> None:
    (tmp_path / "本.jxdb").write_bytes(made(0, 1)[0])
    with workspace.open_workspace(tmp_path / "本.jxdb", daily_backup=False) as store:
        checker = Checker(store)
        first, *_, last = [row["id"] for row in store.query("SELECT id FROM purchase ORDER BY department_id, id")]
        for rows in ([first], [first, last], [last], [first, last]):  # whichever is read last
            keys = [CellKey("purchase", row, "total") for row in rows]
            checker.update(editing.edit_cells(store, [(key, f"{len(checker.findings)}.00") for key in keys]))
            assert checker.findings == Checker(store).findings


def test_updates_may_come_after_the_records_they_tell_of_are_gone(tmp_path: Path) -> None:
    """As in the window, where what was typed into tables is checked after what followed."""
    (tmp_path / "本.jxdb").write_bytes(made(0)[0])
    with workspace.open_workspace(tmp_path / "本.jxdb", daily_backup=False) as store:
        owner, section = (
            store.query(f"SELECT id FROM {table} LIMIT 1")[0]["id"] for table in ("department", "section")
        )
        checker = Checker(store)
        for text in ("5.00", "6.00"):
            checker.update(narrative.set_facts(store, owner, "", {"last.income.total": text}))
        gone = [editing.undo(store), editing.undo(store)]
        checker.update(editing.edit_cells(store, [(CellKey("section", section, "text"), "甲")]))
        gone.append(editing.edit_cells(store, [(CellKey("section", section, "text"), "乙")]))
        gone.append(editing.delete_rows(store, "section", [section]))
        for changes in gone:
            assert changes is not None
            checker.update(changes)
        assert checker.findings == Checker(store).findings


short = settings(max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck))


class TestChecked(Checked.TestCase):  # type: ignore[misc]
    settings = short


@pytest.mark.long
@pytest.mark.timeout(1800)
class TestCheckedLong(Checked.TestCase):  # type: ignore[misc]
    settings = settings(short, max_examples=200, stateful_step_count=50)
