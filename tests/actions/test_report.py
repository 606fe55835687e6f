"""The report of the checks: what it counts, what it leaves out, and the three kinds of files."""

import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from desktop_app import cli
from desktop_app.actions import answers, checking, editing, reading, report, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import SEVERITIES
from desktop_app.errors import UserError

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


def test_the_counts_are_those_of_the_check(full: Store) -> None:
    (book,) = reading.load_books(full)
    made = report.report(full, book)
    public = {p.id for p in book.projects if not p.is_secret}
    open_ = [f for f in checking.check(full) if not f.project_id or f.project_id in public]
    total = report.by_unit(made)[-1]
    assert [int(n) for n in total[2:5]] == [sum(f.severity == s for f in open_) for s in SEVERITIES]
    assert total[5] == "1"
    assert sum(int(row[3]) for row in report.by_rule(made)) == len(open_) + 1
    assert "另有 1 个涉密项目没有列入" in made.lines[1]
    assert "检查规则：程序自带规则" in made.lines[0]


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
    assert any(WORDS in text and "王会计" in text for text in texts)
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
