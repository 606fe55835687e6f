"""The rules of tables, lists and texts in an open workspace: kept up to date, repaired, found again in the window."""

import random
from pathlib import Path

import pytest

from desktop_app.actions import answers, checking, editing, importing, workspace
from desktop_app.actions.checking import Checker
from desktop_app.actions.gate import gate
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project
from tests.checks.disclosed import units, whole_book, write


def keep(tmp_path: Path, *books: Book) -> Store:
    store = workspace.create_workspace(tmp_path / "本.jxdb")
    for made in books:
        importing.apply_import(store, importing.plan_import(store, [made]))
    return store


def of_rule(found: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def test_a_repair_goes_to_the_table_of_the_unit_that_was_meant(tmp_path: Path) -> None:
    book = whole_book()
    units(book)
    book.tables[-1].rows[0].cells[3] = "12.00"
    with keep(tmp_path, book) as store:
        checker = Checker(store)
        (wrong,) = [f for f in of_rule(checker.findings, "B03") if f.path.endswith("[3]")]
        department = checker.department_of(wrong)
        key = checking.locate_part(store, department, wrong.path, wrong.unit)
        assert wrong.unit == "412002" and key is not None
        assert store.query("SELECT c4 FROM budget_row WHERE id = ?", key.row)[0]["c4"] == "12.00"
        checker.update(checking.fix_finding(store, wrong))
        assert store.query("SELECT c4 FROM budget_row WHERE id = ?", key.row)[0]["c4"] == "10.00"
        assert of_rule(checker.findings, "B03") == []


def test_repairs_of_notes_texts_and_lists_are_written(tmp_path: Path) -> None:
    book = whole_book()
    book.tables[6].note, book.tables[6].rows = "", [BudgetRow(["1", "", "合计", "", "", ""])]
    book.sections[12].text = "无[bookmark: a1]。\n甲&nbsp;乙"
    book.purchases[0].total = "1.20."
    book.purchases[1].project = "泵站维护费用"
    book.purchases[1].fund = "10.00"
    with keep(tmp_path, book) as store:
        found = checking.check(store)
        assert {"B11", "D05", "C06", "C02"} <= {f.rule for f in found if f.fix}
        checking.fix_rule(store, ["B11", "D05", "C06", "C02"], found)
        assert not {"B11", "D05", "C06", "C02"} & {f.rule for f in checking.check(store)}
        assert store.undo() is not None
        assert {f.rule for f in checking.check(store)} == {f.rule for f in found}


def edits(store: Store) -> list[CellKey]:
    """Cells whose change may set off a rule across tables, lists, texts and projects."""
    rows = store.query("SELECT r.id FROM budget_row r JOIN budget_table t ON t.id = r.budget_table_id WHERE t.no < 7")
    keys = [CellKey("budget_row", row["id"], f"c{column}") for row in rows for column in (3, 4, 5, 6)]
    for table, columns in (
        ("purchase", ("total", "fund", "project", "sme")), ("asset_row", ("value",)), ("section", ("text",)),
        ("project", ("budget", "name", "purpose")), ("budget_table", ("note",)), ("term", ("text",)),
    ):  # fmt: skip
        found = store.query(f"SELECT id FROM {table}")
        keys += 4 * [CellKey(table, row["id"], column) for row in found for column in columns]
    return keys


TEXTS = (
    "",
    "1.00",
    "110.00",
    "10.00",
    "3..5",
    "公用经费",
    "泵站维护费用",
    "13800138000",
    "支出预算5.00万元，比上年增加3.00万元。",
)


@pytest.mark.parametrize("seed", range(4))
def test_kept_findings_are_those_of_a_full_check(tmp_path: Path, seed: int) -> None:
    book = whole_book()
    units(book)
    chance = random.Random(seed)
    with keep(tmp_path, book) as store:
        checker = Checker(store)
        keys = edits(store)
        for _ in range(25):
            chosen = chance.sample(keys, chance.choice((1, 1, 1, 3)))
            checker.update(editing.edit_cells(store, [(key, chance.choice(TEXTS)) for key in chosen]))
            assert sorted(map(repr, checker.findings)) == sorted(map(repr, Checker(store).findings))


def test_what_is_no_fault_stays_quiet_through_the_store(tmp_path: Path) -> None:
    with keep(tmp_path, whole_book()) as store:
        assert checking.check(store) == []


def test_a_fault_in_one_book_is_none_of_another(tmp_path: Path) -> None:
    other = whole_book()
    other.department_code, other.department_name = "413", "云岭县林业局"
    other.file, other.sha256 = "乙.txt", "b" * 64
    path = write(other, 1, "收入总计", "收入/预算数", "120.00")
    with keep(tmp_path, whole_book(), other) as store:
        checker = Checker(store)
        (wrong,) = [f for f in of_rule(checker.findings, "B01") if f.path == path]
        assert checker.department_of(wrong) == store.query("SELECT id FROM department WHERE code = '413'")[0]["id"]


def test_an_edit_reads_the_parts_of_its_own_department_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = whole_book()
    other.department_code, other.department_name = "413", "云岭县林业局"
    other.file, other.sha256 = "乙.txt", "b" * 64
    with keep(tmp_path, whole_book(), other) as store:
        checker = Checker(store)
        read: list[str] = []
        load = checking.reading.load_parts

        def counted(opened: Store, department_id: str) -> Book:
            read.append(department_id)
            return load(opened, department_id)

        monkeypatch.setattr(checking.reading, "load_parts", counted)
        department = store.query("SELECT id FROM department WHERE code = '413'")[0]["id"]
        of_other = store.query("SELECT id FROM section WHERE department_id = ? AND text LIKE '%110.00%'", department)
        checker.update(
            editing.edit_cells(store, [(CellKey("section", of_other[0]["id"], "text"), "预算收入1.00万元。")])
        )
        assert read == [department]
        checker.update(editing.insert_rows(store, "section", department, 1)[0])
        assert set(read) == {department}
        assert sorted(map(repr, checker.findings)) == sorted(map(repr, Checker(store).findings))


def test_two_findings_of_one_rule_in_one_paragraph_are_answered_each_by_itself(tmp_path: Path) -> None:
    book = whole_book()
    book.sections[3].text = "2025年预算收入101.00万元，其中：一般公共预算拨款收入102.00万元。"
    with keep(tmp_path, book) as store:
        checker = Checker(store)
        wrong = of_rule(checker.findings, "B12")
        assert len({f.path for f in wrong}) == 1 and len(wrong) == 2
        for finding in wrong:
            given = [(checker.department_of(finding), finding)]
            checker.update(answers.answer(store, given, "按批复的口径填列", "王会计"))
        assert of_rule(checker.findings, "B12") == [] == of_rule(Checker(store).findings, "B12")


def test_the_gate_looks_only_at_what_is_published(tmp_path: Path) -> None:
    other = whole_book()
    other.department_code, other.department_name = "413", "云岭县林业局"
    other.file, other.sha256 = "乙.txt", "b" * 64
    write(other, 1, "收入总计", "收入/预算数", "120.00")
    book = whole_book()
    units(book, far="112.00")
    book.tables[-1].rows[0].cells[3] = "12.00"
    book.projects.append(Project(unit_code="412002", unit_name="乙站", name="库房租金", code="53099925P00004120022"))
    with keep(tmp_path, book, other) as store:
        first, second = (
            str(store.query("SELECT id FROM department WHERE code = ?", code)[0]["id"]) for code in ("412", "413")
        )
        of_unit = {
            unit["code"]: {str(unit["id"])}
            for unit in store.query("SELECT id, code FROM unit WHERE department_id = ?", first)
        }
        assert "B01" not in {f.rule for f in gate(store, department_id=first).errors}
        assert "B01" in {f.rule for f in gate(store, department_id=second).errors}
        mine, of_other = (
            {(f.rule, f.unit) for f in gate(store, of_unit[code]).errors if not f.project_id}
            for code in ("412002", "412001")
        )
        assert (mine, of_other) == ({("B03", "412002")}, set())


def test_a_missing_part_stops_publishing_and_only_warns_when_handed_on(tmp_path: Path) -> None:
    book = whole_book()
    book.tables = [table for table in book.tables if table.no != 8]
    with keep(tmp_path, book) as store:
        assert "D03" in {f.rule for f in gate(store).errors}
        handed_on = gate(store, publishing=False)
        assert "D03" not in {f.rule for f in handed_on.errors}
        assert "D03" in {f.rule for f in handed_on.warnings}


def test_tables_added_beside_the_window_are_checked_though_no_project_came(tmp_path: Path) -> None:
    book = whole_book()
    tables, book.tables = book.tables, []
    with keep(tmp_path, book) as store:
        checker = Checker(store)
        more = whole_book()
        more.tables, more.file, more.sha256 = tables, "丙.txt", "c" * 64
        write(more, 1, "收入总计", "收入/预算数", "120.00")
        changes = importing.apply_import(store, importing.plan_import(store, [more]))
        assert not changes.projects
        added = checker.with_added(store, changes)
        assert of_rule(added.findings, "B01") and added.findings == Checker(store).findings
