"""Answers where a path alone does not tell the place: tables of units, equal findings of departments, packages."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop_app import cli
from desktop_app.actions import answers, checking, editing, importing, packing, reading, workspace
from desktop_app.actions.checking import Checker
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain import records
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Section
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.handoff.package import read_package

FIRST, SECOND = "412001", "412002"
WORDS = "按财政局批复口径填列"
OVERRIDE = Override("测试理由", "王会计")
_HEADS = ["序号", "科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def table(owner: str, total: str, name: str = "教育支出") -> BudgetTable:
    return BudgetTable(3, "支出总表", list(_HEADS), [BudgetRow(["1", "205", name, total, "", ""])], owner=owner)


def department(*tables: BudgetTable, code: str = "412", sections: Sequence[Section] = ()) -> Book:
    units = [Unit(f"{code}001", "云岭县水利局本级"), Unit(f"{code}002", "云岭县供水站")]
    projects = [
        Project(unit_code=unit.code, unit_name=unit.name, name=name, budget="1.00", purpose="设备检修")
        for unit, name in zip(units, ("泵站维护", "水库巡查"), strict=True)
    ]
    name = {"412": "云岭县水利局", "413": "云岭县林业局"}[code]
    return Book(
        year=2025, department_code=code, department_name=name, units=units, tables=list(tables), projects=projects,
        sections=list(sections),
    )  # fmt: skip


def made(path: Path, *books: Book) -> Store:
    store = workspace.create_workspace(path)
    for one in books:
        importing.apply_import(store, importing.plan_import(store, [one]))
    return store


def of_rule(found: Sequence[Finding], rule: str) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def say(store: Store, checker: Checker, finding: Finding, text: str = WORDS) -> None:
    checker.update(answers.answer(store, [(checker.department_of(finding), finding)], text, "王会计"))


def cell(store: Store, owner: str, column: str) -> CellKey:
    found = store.query("SELECT r.id FROM budget_row r JOIN budget_table t ON t.id = r.budget_table_id WHERE owner = ?",
                        owner)  # fmt: skip
    return CellKey("budget_row", found[0]["id"], column)


def unit_id(store: Store, code: str) -> str:
    return str(store.query("SELECT id FROM unit WHERE code = ?", code)[0]["id"])


@pytest.mark.parametrize("owners", [(FIRST, SECOND), (SECOND, FIRST), ("", SECOND)], ids=str)
def test_an_answer_silences_the_cell_of_its_own_unit_only(tmp_path: Path, owners: tuple[str, str]) -> None:
    with made(tmp_path / "甲.jxdb", department(*(table(owner, "12.x") for owner in owners))) as store:
        for owner, other in (owners, owners[::-1]):
            checker = Checker(store)
            (meant,) = [f for f in of_rule(checker.findings, "C06") if f.unit == owner]
            say(store, checker, meant)
            for seen in (checker, Checker(store)):
                assert [f.unit for f in of_rule(seen.findings, "C06")] == [other]
                assert [f.unit for f in of_rule(seen.answered, "C06")] == [owner]
            (row,) = store.query("SELECT record_id, field, found, unit FROM answer")
            assert row == {"record_id": cell(store, owner, "c4").row, "field": "c4", "found": "12.x", "unit": owner}
            checker.update(editing.edit_cells(store, [(cell(store, other, "c4"), "13.00")]))
            assert of_rule(checker.findings, "C06") == []
            checker.update(editing.edit_cells(store, [(cell(store, owner, "c4"), "14.x")]))
            assert [f.unit for f in of_rule(checker.findings, "C06")] == [owner]
            while store.query("SELECT id FROM answer"):
                editing.undo(store)


def test_a_marking_is_cleared_in_the_cell_of_its_own_unit_only(tmp_path: Path) -> None:
    marked = department(table(FIRST, "1.00", "（机密）专网"), table(SECOND, "1.00", "（机密）备份专网"))
    with made(tmp_path / "甲.jxdb", marked) as store:
        checker = Checker(store)
        (meant,) = [f for f in of_rule(checker.findings, "D01") if f.unit == SECOND]
        own = (checker.department_of(meant), meant)
        checker.update(answers.not_secret(store, [own, own], "经审查不属于国家秘密", "王会计"))
        assert [f.unit for f in of_rule(checker.findings, "D01")] == [FIRST]
        (row,) = store.query("SELECT record_id, found FROM answer")
        assert row == {"record_id": cell(store, SECOND, "c3").row, "found": "（机密）备份专网"}
        checker.update(editing.edit_cells(store, [(cell(store, SECOND, "c3"), "（机密）另一条线路")]))
        assert {f.unit for f in of_rule(checker.findings, "D01")} == {FIRST, SECOND}


def test_a_package_of_a_unit_carries_the_answers_of_its_own_tables(tmp_path: Path) -> None:
    with made(tmp_path / "甲.jxdb", department(table(FIRST, "12.x"), table(SECOND, "13.x"))) as store:
        checker = Checker(store)
        (meant,) = [f for f in of_rule(checker.findings, "C06") if f.unit == SECOND]
        say(store, checker, meant)
        packs = {code: packing.pack(store, [unit_id(store, code)], tmp_path / f"{code}.jxz", OVERRIDE)
                 for code in (FIRST, SECOND)}  # fmt: skip
    there = {code: [(a.unit, a.found) for b in read_package(path).books for a in b.answers]
             for code, path in packs.items()}  # fmt: skip
    assert there == {FIRST: [], SECOND: [(SECOND, "13.x")]}
    with made(tmp_path / "乙.jxdb", department(table(FIRST, "13.x"))) as store:
        packing.receive(store, read_package(packs[SECOND]))
        assert [f.unit for f in of_rule(Checker(store).findings, "C06")] == [FIRST]
        again = packing.receive(store, read_package(packs[SECOND]))
        assert (again.alike["answers"], again.differing) == (1, [])


def test_a_received_answer_holds_where_the_unit_is_known_by_its_name(tmp_path: Path) -> None:
    with made(tmp_path / "甲.jxdb", department(table(FIRST, "11.x"), table(SECOND, "13.x"))) as store:
        checker = Checker(store)
        (meant,) = [f for f in of_rule(checker.findings, "C06") if f.unit == SECOND]
        say(store, checker, meant)
        package = packing.pack(store, [], tmp_path / "全.jxz", OVERRIDE)
    with made(tmp_path / "乙.jxdb", department(table(FIRST, "13.x"), table("云岭县供水站", "13.x"))) as store:
        packing.receive(store, read_package(package))
        assert [f.unit for f in of_rule(Checker(store).findings, "C06")] == [FIRST]


def test_an_answer_stays_with_a_unit_that_gets_another_code(tmp_path: Path) -> None:
    with made(tmp_path / "甲.jxdb", department(table(FIRST, "12.x"), table(SECOND, "12.x"))) as store:
        checker = Checker(store)
        (meant,) = [f for f in of_rule(checker.findings, "C06") if f.unit == SECOND]
        say(store, checker, meant)
        checker.update(editing.edit_cells(store, [(CellKey("unit", unit_id(store, SECOND), "code"), "412009")]))
        for seen in (checker, Checker(store)):
            assert [f.unit for f in of_rule(seen.findings, "C06")] == [FIRST]


def two_dates() -> Book:
    return department(sections=[Section("一、总体情况", "2月30日开工，4月31日完工，13月1日验收。")])


def test_answers_to_other_sentences_of_the_rule_do_not_collide_in_packages(tmp_path: Path) -> None:
    with made(tmp_path / "甲.jxdb", two_dates()) as store:
        checker = Checker(store)
        dates = of_rule(checker.findings, "S01")
        assert len({f.path for f in dates}) == 1 and len(dates) == 3
        for number, finding in enumerate(dates[:2]):
            say(store, checker, finding, f"这是对方的说明{number}")
        package = packing.pack(store, [], tmp_path / "上报.jxz", OVERRIDE)
    with made(tmp_path / "乙.jxdb", two_dates()) as store:
        checker = Checker(store)
        mine = of_rule(checker.findings, "S01")
        for finding in mine[1:]:
            say(store, checker, finding, "这是本机的说明")
        report = packing.receive(store, read_package(package))
        (row,) = report.differing
        assert (row.mine, row.theirs, report.new["answers"]) == ("这是本机的说明", "这是对方的说明1", 1)
        packing.receive(store, read_package(package), "theirs")
        said = {f.message: f.answer.text for f in Checker(store).answered if f.answer}
        texts = ["这是对方的说明0", "这是对方的说明1", "这是本机的说明"]
        assert said == dict(zip([f.message for f in mine], texts, strict=True))


def test_equal_findings_of_two_departments_are_each_its_own(tmp_path: Path) -> None:
    books = [department(table("", "12.x"), sections=[Section("一、总体情况", "无[bookmark:a]。")], code=code)
             for code in ("412", "413")]  # fmt: skip
    with made(tmp_path / "甲.jxdb", *books) as store:
        checker = Checker(store, later=True)
        while not checker.go_on(1.0):
            pass
        first, second = of_rule(checker.findings, "C06")
        assert first == second and checker.findings == Checker(store).findings
        forest = str(store.query("SELECT id FROM department WHERE code = '413'")[0]["id"])
        assert checker.department_of(second) == second.department_id == forest != checker.department_of(first)
        say(store, checker, second)
        for seen in (checker, Checker(store)):
            (left,) = of_rule(seen.findings, "C06")
            assert seen.department_of(left) == first.department_id
            assert [f.department_id for f in of_rule(seen.answered, "C06")] == [forest]
        (_, residue) = of_rule(checker.findings, "D05")
        checker.update(checking.fix_finding(store, residue))
        assert [f.department_id for f in of_rule(checker.findings, "D05")] == [first.department_id]


def test_one_finding_answered_twice_is_one_row(tmp_path: Path) -> None:
    with made(tmp_path / "甲.jxdb", two_dates()) as store:
        checker = Checker(store)
        dates = of_rule(checker.findings, "S01")
        given = [(checker.department_of(f), f) for f in (*dates, *dates)]
        checker.update(answers.answer(store, given, WORDS, "王会计"))
        assert len(store.query("SELECT id FROM answer")) == len(dates) == 3
        assert of_rule(checker.findings, "S01") == []
        in_project = [f for f in checker.findings if f.project_id][:1]
        of = [(checker.department_of(f), f) for f in in_project]
        checker.update(answers.answer(store, of + of, WORDS, "王会计"))
        assert len(store.query("SELECT id FROM answer")) == 4


def test_a_dump_holds_answers_where_there_are_any(tmp_path: Path) -> None:
    with made(tmp_path / "甲.jxdb", department(table(SECOND, "12.x"))) as store:
        bare = records.to_record(reading.load_books(store), "")
        assert "answers" not in bare and not any("answers" in p for p in bare["projects"])
        checker = Checker(store)
        (of_book,) = of_rule(checker.findings, "C06")
        of_project = next(f for f in checker.findings if f.project_name == "泵站维护")
        say(store, checker, of_book)
        say(store, checker, of_project)
    assert cli.main(["dump", str(tmp_path / "甲.jxdb"), "--json", str(tmp_path / "甲.json")]) == 0
    full = json.loads((tmp_path / "甲.json").read_text("utf-8"))
    (said,) = full["answers"]
    assert (said["unit"], said["path"], said["rule"], said["found"], said["text"], said["by"]) == (
        SECOND, of_book.path, "C06", "12.x", WORDS, "王会计"
    )  # fmt: skip
    assert (said["year"], said["department"]) == (2025, "云岭县水利局")
    assert [[(a["rule"], a["path"]) for a in p.get("answers", [])] for p in full["projects"]] == [
        [(of_project.rule, of_project.path)], []
    ]  # fmt: skip
