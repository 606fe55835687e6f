"""The report of the checks: what it counts, what it leaves out, and the three kinds of files."""

import zipfile
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from docx import Document
from openpyxl import load_workbook

from desktop_app import cli
from desktop_app.actions import (
    answers,
    checking,
    editing,
    importing,
    outgoing,
    planning,
    reading,
    report,
    report_pages,
    rule_sets,
    workspace,
)
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Section
from desktop_app.domain.findings import SEVERITIES
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.domain.traces import Review
from desktop_app.errors import UserError
from desktop_app.exporters import paper, written
from desktop_app.exporters.paper import Chapter, Grid

WORDS = "按财政局批复口径填列"


@pytest.fixture
def full(store: Store, project_id: str) -> Store:
    """A file with a second, secret project, a text that looks like a tag, and one answered finding."""
    unit = str(store.query("SELECT id FROM unit")[0]["id"])
    workspace.add_project(store, unit, "某代号工程")
    secret = str(store.query("SELECT id FROM project WHERE name = '某代号工程' OR title = '某代号工程'")[0]["id"])
    editing.edit_cells(store, [(CellKey("project", secret, "secret"), "是")])
    editing.edit_cells(store, [(CellKey("project", project_id, "name"), "泵站<b>&维护")])
    found = next(f for f in checking.check(store) if f.project_id == project_id and f.rule == "F06")
    answers.answer(store, [(str(store.query("SELECT id FROM department")[0]["id"]), found)], WORDS, "王会计")
    return store


def test_the_counts_are_those_of_the_window(full: Store) -> None:
    (book,) = reading.load_books(full)
    department = book.id
    purpose = next(p for p in book.projects if not p.is_secret)
    with full.operation("导入") as operation:
        flag = {"department_id": department, "line_first": 3, "line_last": 4, "place": "m", "source_id": None}
        for project_id, record_id, name in ((purpose.id, purpose.id, "budget"), (None, department, "year")):
            row = flag | {"project_id": project_id, "record_id": record_id, "field": name, "reason": "没有读准"}
            operation.insert("review", row)
    (book,) = reading.load_books(full)
    made = report.report(full, book)
    public = {p.id for p in book.projects if not p.is_secret}
    open_ = [f for f in checking.check(full) if not f.project_id or f.project_id in public]
    hidden = len(checking.check(full)) - len(open_)
    total = report_pages.by_unit(made)[-1]
    assert [int(n) for n in total[2:]] == [*(sum(f.severity == s for f in open_) for s in SEVERITIES), 2, 1]
    for rows in (report_pages.by_unit(made)[:-1], report_pages.by_project(made)):
        sums = [sum(int(row[column]) for row in rows) for column in range(-5, 0)]
        assert sums == [int(n) for n in total[2:]]
    assert sum(int(row[3]) for row in report_pages.by_rule(made)) == len(open_) + 1
    assert "，待核对 2 处；已写说明 1 条" in made.lines[3]
    assert made.lines[4] == f"另有 1 个涉密项目没有列入，其中的 {hidden} 条问题和待核对没有计入。"
    assert "检查规则：程序自带规则" in made.lines[2] and f"检查人：{full.user}" in made.lines[1]
    flags = [(e.project, e.place, e.finding.message) for e in made.entries if e.level == "待核对"]
    reason = "没有读准（第 3–4 行）"
    assert flags == [("", "年度", reason), ("泵站<b>&维护", "预算数", reason)]


def test_what_is_the_departments_is_not_told_of_a_unit_without_code() -> None:
    """A unit that is shown as 未标明 and the department itself are two, as in the tree; a unit's own tables are its."""
    table = BudgetTable(no=5, name="支出表", columns=["科目编码", "科目名称", "合计"])
    table.rows = [BudgetRow(["", "合计", "1.00."])]
    book = Book(year=2025, department_name="云岭县水利局", tables=[table, replace(deepcopy(table), owner="412002")])
    book.units = [Unit("", "", "a"), Unit("412002", "云岭县供水站", "b")]
    book.projects = [
        Project(name="泵站维护费", unit_id="a"),
        Project(name="供水费", unit_code="412002", unit_name="云岭县供水站", unit_id="b"),
    ]
    book.sections = [Section("一、说明", "甲", owner="412002")]
    book.review = [Review("sections[0].text", "没有读准")]
    with TemporaryDirectory() as folder, workspace.create_workspace(Path(folder) / "甲.jxdb") as store:
        importing.apply_import(store, planning.plan_import(store, [book]))
        (stored,) = reading.load_books(store)
        made = report.report(store, stored)
    counts = {row[0]: sum(map(int, row[2:])) for row in report_pages.by_unit(made)}
    assert list(counts) == ["未标明", "412002 云岭县供水站", report.OWN, "合计"]
    of_parts = Counter(e.unit for e in made.entries if not e.finding.project_id and e.finding.rule == "C06")
    assert of_parts == {"": 1, "412002 云岭县供水站": 1}
    assert [e.unit for e in made.entries if e.level == "待核对"] == ["412002 云岭县供水站"]
    assert not any(e.unit == "未标明" for e in made.entries if not e.finding.project_id)
    assert all(e.unit == "未标明" for e in made.entries if e.project == "泵站维护费")


def test_counts_side_by_side_are_no_telephone_number(tmp_path: Path) -> None:
    page = paper.Paper(
        "报告", [], [Chapter("一", 2, grids=[Grid(["a"] * 6, [["14", "11", "94", "21", "11", "0"]], [1] * 6)])]
    )
    path = paper.write_html(page, tmp_path / "报告.html")
    outgoing.require_clean(outgoing.Guard(()), path)
    assert not any("1411" in text for _, text in written.texts(path))


def test_the_list_is_filtered_and_says_whose_each_finding_is(full: Store, tmp_path: Path) -> None:
    (path,) = report.write(full, tmp_path / "报告.xlsx")
    book = load_workbook(path)
    sheet = book["问题明细"]
    heads = [cell.value for cell in sheet[3]]
    assert heads[:9] == ["年度", "部门", "单位", "项目编码", "项目名称", "位置", "规则", "级别", "问题"]
    assert sheet.freeze_panes == "A4" and sheet.auto_filter.ref == f"A3:M{sheet.max_row}"
    assert sheet.print_title_rows == "$3:$3"
    assert {row[1].value for row in sheet.iter_rows(min_row=4)} == {"云岭县水利局"}
    units = book["单位汇总"]
    assert units.auto_filter.ref == f"A3:G{units.max_row - 1}"  # the sum stays where it is
    assert units.row_dimensions[2].height > 5 * 14


def test_the_next_report_says_what_was_solved(
    full: Store, project_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report.write(full, tmp_path / "一.html")
    before = {(f.rule, f.path) for f in checking.check(full) if f.project_id == project_id}
    texts = {"purpose": "用于维护全县十二座泵站，保障三万亩农田灌溉", "fiscal": "1.2.3"}
    editing.edit_cells(full, [(CellKey("project", project_id, name), text) for name, text in texts.items()])
    after = {(f.rule, f.path) for f in checking.check(full) if f.project_id == project_id}
    (book,) = reading.load_books(full)
    told = report.report(full, book).lines[-2]
    assert after - before and before - after
    assert told.endswith(f"比：已解决 {len(before - after)} 条，新出现 {len(after - before)} 条。")
    assert full.undo_name() != "写检查报告"  # a report is nothing to be taken back
    report.write(full, tmp_path / "二.html")
    assert report.report(full, book).lines[-2] == told  # the same report of the day in another format
    monkeypatch.setattr(report, "date", Tomorrow)
    assert "已解决 0 条，新出现 0 条" in report.report(full, book).lines[-2]


class Tomorrow(date):
    """The clock of a day later."""

    @classmethod
    def today(cls) -> "Tomorrow":
        return cls.fromordinal(date.today().toordinal() + 1)


@pytest.mark.parametrize("hides", ["secret", "off"])
def test_what_is_not_looked_for_is_not_solved(full: Store, project_id: str, tmp_path: Path, hides: str) -> None:
    editing.edit_cells(full, [(CellKey("project", project_id, "fiscal"), "1.2.3")])
    report.write(full, tmp_path / "一.html")
    own = [f for f in checking.check(full) if f.project_id == project_id]
    if hides == "secret":
        editing.edit_cells(full, [(CellKey("project", project_id, "secret"), "是")])
    else:
        path = tmp_path / "规则.toml"
        path.write_text(f'name = "甲"\n[rule.{own[0].rule}]\nseverity = "off"\n', "utf-8")
        rule_sets.load(full, path)
    (book,) = reading.load_books(full)
    assert own and "已解决 0 条" in report.report(full, book).lines[-2]


def test_rules_that_were_changed_are_named(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "规则.toml"
    path.write_text('name = "某县规则"\n[rule.F06]\nseverity = "off"\n[rule.K13]\nfloor = 60\n', "utf-8")
    rule_sets.load(full, path)
    (book,) = reading.load_books(full)
    assert report.report(full, book).lines[2] == (
        "检查规则：某县规则。其中关闭或放宽的规则：F06（关闭）。改过限值或词表的规则：K13"
    )


class Texts(HTMLParser):
    """The texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def texts_of(path: Path) -> list[str]:
    if path.suffix == ".docx":
        document = Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return [paragraph.text for paragraph in document.paragraphs] + cells
    if path.suffix == ".xlsx":
        return [str(c.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row if c.value]
    parser = Texts()
    parser.feed(path.read_text("utf-8"))
    return parser.found


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html"])
def test_every_finding_is_in_the_file_and_no_secret(full: Store, tmp_path: Path, suffix: str) -> None:
    (path,) = report.write(full, tmp_path / f"报告{suffix}")
    texts = texts_of(path)
    (book,) = reading.load_books(full)
    for finding in checking.check(full):
        secret = any(p.id == finding.project_id and p.is_secret for p in book.projects)
        assert secret or finding.message in texts
    assert any(WORDS in text for text in texts) and any("王会计" in text for text in texts)
    assert any("泵站<b>&维护" in text for text in texts)
    assert not any("代号" in text for text in texts)
    if suffix != ".html":
        with zipfile.ZipFile(path) as archive:
            assert not any("代号".encode() in archive.read(name) for name in archive.namelist())


def test_an_ending_that_is_no_format_and_the_workspace_itself_are_refused(full: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不能写成这种文件"):
        report.write(full, tmp_path / "报告.pdf")
    with pytest.raises(UserError, match=r"没有可以检查的内容"):
        report.write(full, tmp_path / "报告.docx", year=1999)
    assert list(tmp_path.glob("报告*")) == []


def test_the_command_writes_the_report(full: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full.close()
    to = tmp_path / "报告.html"
    assert cli.main(["report", str(tmp_path / "甲.jxdb"), "--to", str(to)]) == 0
    assert capsys.readouterr().out.strip() == str(to)
    assert to.is_file()


def test_several_departments_get_a_file_each_and_none_is_written_over(full: Store, tmp_path: Path) -> None:
    workspace.add_department(full, 2026, "云岭县林业局", "413")
    written = report.write(full, tmp_path / "报告.html")
    assert sorted(path.name for path in written) == ["报告-2025云岭县水利局.html", "报告-2026云岭县林业局.html"]
    written[0].write_text("别的内容", "utf-8")
    with pytest.raises(UserError, match="同名的文件已经存在"):
        report.write(full, tmp_path / "报告.html")
    assert written[0].read_text("utf-8") == "别的内容"


def test_several_departments_are_put_together_in_one_workbook(full: Store, tmp_path: Path) -> None:
    workspace.add_department(full, 2026, "云岭县林业局", "413")
    written = report.write(full, tmp_path / "报告.xlsx")
    assert [path.name for path in written[-1:]] == ["报告-汇总.xlsx"] and len(written) == 3
    book = load_workbook(written[-1])
    rows = [[cell.value for cell in row] for row in book["部门汇总"].iter_rows(min_row=4)]
    assert {row[1] for row in rows[:-1]} == {"云岭县水利局", "云岭县林业局"} and rows[-1][0] == "合计"
    listed = [
        [cell.value for cell in row]
        for path in written[:-1]
        for row in load_workbook(path)["问题明细"].iter_rows(min_row=4)
    ]
    assert [[cell.value for cell in row] for row in book["问题明细"].iter_rows(min_row=4)] == listed
    assert sum(int(n) for n in rows[-1][4:]) == len(listed)
