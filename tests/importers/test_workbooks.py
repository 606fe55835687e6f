"""Every kind of file that holds sheets, and the two layouts in them: invented books are written and read back equal."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sheet_writers as write
import xlwt
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook
from shapes import books, list_rows
from sheet_writers import Page

from desktop_app import catalog, importers
from desktop_app.domain.model import Book
from desktop_app.domain.records import to_record
from desktop_app.exporters.xlsx_forms import write_xlsx
from desktop_app.importers import ole

quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path) -> list[Book]:
    return importers.read(path, catalog.reading_forms())


def projects(found: list[Book]) -> list[dict]:
    return [{k: v for k, v in p.items() if not k.startswith("review")} for p in to_record(found, "")["projects"]]


def notes(found: list[Book]) -> list[str]:
    """Everything that the reader is not sure of or did not understand."""
    flagged = [review for book in found for record in (book, *book.projects) for review in record.review]
    return [f"{r.path}: {r.reason}" for r in flagged] + [unread.text for book in found for unread in book.unread]


def assert_same(found: list[Book], book: Book) -> None:
    assert projects(found) == projects([book])
    # that a text is part of another one happens by chance: then a line of it may be lost, for all the reader knows
    assert [note for note in notes(found) if "可能缺一行" not in note] == []


def sections(book: Book) -> list[tuple[str, str]]:
    return [(s.heading, s.text) for s in book.sections]


def listed(book: Book) -> list[Page]:
    return [Page("指标清单", [list(row) for row in list_rows([book])])]


FORMS: dict[str, Callable[[Path, Book], Path]] = {
    "xlsx": lambda path, book: write.xlsx(path, write.forms(book)),
    "xlsx, a sheet a project": lambda path, book: write.xlsx(path, write.forms(book, apart=True)),
    "xlsx, no blank rows": lambda path, book: write.xlsx(path, write.forms(book, gap=0)),
    "xlsx, begun elsewhere": lambda path, book: write.xlsx(path, [write.moved(p, 2, 1) for p in write.forms(book)]),
    "xls": lambda path, book: write.xls(path, write.forms(book)),
    "HTML": lambda path, book: write.html(path, write.forms(book)),
    "XML": lambda path, book: write.xml(path, write.forms(book)),
    "CSV": lambda path, book: write.delimited(path, write.forms(book)[0]),
    "tab text": lambda path, book: write.delimited(path, write.forms(book)[0], "\t", "utf-16"),
}
LISTS: dict[str, Callable[[Path, Book], Path]] = {
    "xls": lambda path, book: write.xls(path, listed(book)),
    "Excel 95 without encoding": lambda path, book: write.old_xls(path, listed(book), None),
    "Excel 95 in GBK": lambda path, book: write.old_xls(path, listed(book), 936),
    "Excel 95 of a Mac": lambda path, book: write.old_xls(path, listed(book), 0x8000),
    "CSV": lambda path, book: write.delimited(path, listed(book)[0]),
    "CSV in GB18030": lambda path, book: write.delimited(path, listed(book)[0], ",", "gb18030"),
    "tab text": lambda path, book: write.delimited(path, listed(book)[0], "\t", "utf-16"),
    "semicolons": lambda path, book: write.delimited(path, listed(book)[0], ";"),
    "HTML": lambda path, book: write.html(path, listed(book), "gb2312"),
    "XML": lambda path, book: write.xml(path, listed(book), "gb2312"),
}


@pytest.mark.parametrize("kind", FORMS)
@quick
@given(book=books())
def test_forms_read_back_equal(tmp_path: Path, kind: str, book: Book) -> None:
    found = read(FORMS[kind](tmp_path / "甲.xls", book))
    assert_same(found, book)
    assert sections(found[0]) == sections(book)
    assert (found[0].year, found[0].department_name) == (2025, book.department_name)


@pytest.mark.parametrize("kind", LISTS)
@quick
@given(book=books())
def test_lists_read_back_equal(tmp_path: Path, kind: str, book: Book) -> None:
    found = read(LISTS[kind](tmp_path / "甲.dat", book))
    assert_same(found, book)


@quick
@given(book=books())
def test_our_own_workbook_reads_back_equal(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "甲.xlsx"
    write_xlsx([book], path, catalog.documents())
    assert_same(read(path), book)


def sheet(name: str, *rows: list[object], blocks: list[tuple[int, int, int, int]] | None = None) -> Page:
    return Page(name, list(rows), blocks or [])


CODE = "13990125P00006110011L"
FORM_HEAD: list[list[object]] = [
    ["泵站维护费绩效目标表"],
    ["412001 云岭县水利局本级", "", "", "", "单位：万元"],
    ["项目编码", CODE, "项目名称", "泵站维护费"],
]
INDICATORS: list[list[object]] = [
    ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"],
    ["产出指标", "数量指标", "维修数", "维修座数", "≥8座", "计划"],
]


def form_of(*money_plan_goals: list[object]) -> Page:
    return sheet("表", *FORM_HEAD, *money_plan_goals, *INDICATORS)


def filled_form(money: list[object], plan: list[object]) -> Page:
    """A form with its 预算数, 财政资金 and 其他资金 and the four entries of its plan."""
    return form_of(
        ["预算规模及资金用途", "预算数", money[0], "其中：财政资金", money[1], "其他资金", money[2]],
        ["", "维修泵站"],
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
        ["", *plan],
        ["绩效目标", "按时完工"],
    )


def test_numbers_in_a_form_are_written_as_the_paper_shows_them(tmp_path: Path) -> None:
    page = filled_form([5, 4.5, 0.5], [0.25, 0.5, 0.755, 1])
    path = write.xlsx(tmp_path / "甲.xlsx", [page])
    workbook = load_workbook(path)
    for cell in ("B7", "C7", "E7"):
        workbook["表"][cell].number_format = "0%"
    workbook["表"]["D7"].number_format = "0.0%"
    workbook.save(path)
    (book,) = read(path)
    (project,) = book.projects
    assert (project.budget, project.fiscal, project.other) == ("5.00", "4.50", "0.50")
    assert project.plan == ["25%", "50%", "75.5%", "100%"]
    assert [r.path for r in project.review] == []


def test_a_share_that_is_printed_as_a_number_is_flagged(tmp_path: Path) -> None:
    page = filled_form([5, 5, 0], [0.25, 30, 60, 100])
    (project,) = read(write.xls(tmp_path / "甲.xls", [page]))[0].projects
    assert project.plan == ["0.25", "30", "60", "100"]
    assert any("25.00%" in r.reason and r.lines == (7, 7) for r in project.review)


LIST_HEADS: list[object] = [
    "项目编码",
    "项目名称",
    "预算数",
    "3月底",
    "6月底",
    "10月底",
    "12月底",
    "三级指标",
    "指标值",
]


def test_percentages_of_an_old_workbook_are_told_by_their_format(tmp_path: Path) -> None:
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet_ = workbook.add_sheet("清单")
    for column, head in enumerate(LIST_HEADS):
        sheet_.write(0, column, head)
    for column, value in enumerate([CODE, "甲", 7.0]):
        sheet_.write(1, column, value)
    for column, (value, code) in enumerate([(0.25, "0.00%"), (0.5, "0%"), (0.755, "0.0%"), (1.0, "0.00%")], 3):
        sheet_.write(1, column, value, xlwt.easyxf(num_format_str=code))
    sheet_.write(1, 7, "合格率")
    sheet_.write(1, 8, 0.95, xlwt.easyxf(num_format_str="0%"))
    workbook.save(str(tmp_path / "甲.xls"))
    (project,) = read(tmp_path / "甲.xls")[0].projects
    assert project.plan == ["25.00%", "50%", "75.5%", "100.00%"]
    assert (project.indicators[0].value, project.review) == ("95%", [])


@pytest.mark.parametrize(
    ("entries", "plan", "flagged"),
    [
        ((0.25, 0.5, 0.75, 1.0), ["25.00%", "50.00%", "75.00%", "100.00%"], []),
        ((0.25, 0.5, 0.75, 0.9), ["0.25", "0.5", "0.75", "0.9"], ["plan[0]", "plan[1]", "plan[2]", "plan[3]"]),
        ((0.5, 25.0, 50.0, 100.0), ["0.5", "25", "50", "100"], ["plan[0]"]),
        ((25.0, 50.0, 75.0, 100.0), ["25", "50", "75", "100"], []),
    ],
)
def test_bare_numbers_of_the_plan(
    tmp_path: Path, entries: tuple[float, ...], plan: list[str], flagged: list[str]
) -> None:
    rows = [LIST_HEADS, [CODE, "甲", 7.0, *entries, "数", "5个"]]
    (project,) = read(write.xls(tmp_path / "甲.xls", [sheet("清单", *rows)]))[0].projects
    assert project.plan == plan
    assert [r.path for r in project.review] == flagged


def test_budget_tables_of_a_sheet_keep_codes_and_write_amounts(tmp_path: Path) -> None:
    page = sheet(
        "支出总表",
        ["部门支出总表"],
        ["412 云岭县水利局", "", "", "", "单位：万元"],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        [2130301.0, "行政运行", 12.5, 12.5, ""],
        [2130304.0, "水利行业业务管理", 30.0, "", 30.0],
    )
    forms = filled_form(["5.00", "5.00", "0"], ["25", "50", "75", "100"])
    (book,) = read(write.xlsx(tmp_path / "甲.xlsx", [page, forms]))
    cells = [cell for table in book.tables for row in table.rows for cell in row.cells]
    assert {"2130301", "12.50", "30.00"} <= set(cells)
    assert len(book.projects) == 1
    assert [(part.line, part.kind, part.name) for part in book.parts] == [(1, "sheet", "支出总表"), (6, "sheet", "表")]
    assert book.projects[0].lines == (6, 15)
    assert book.lines[8].startswith("项目编码\t" + CODE)


def test_a_list_and_the_same_forms_give_each_project_once_and_what_differs_is_flagged(tmp_path: Path) -> None:
    listed_ = sheet("清单", LIST_HEADS, [CODE, "泵站维护费", "5.00", "25", "50", "75", "100", "维修数", "≥9座"])
    forms = form_of(
        ["预算规模及资金用途", "预算数", "5.00", "其中：财政资金", "", "其他资金", ""],
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
        ["", "25", "50", "75", "100"],
        ["绩效目标", ""],
    )
    forms.rows[1] = [""]
    books_ = read(write.xlsx(tmp_path / "甲.xlsx", [listed_, forms]))
    (project,) = [p for book in books_ for p in book.projects]
    assert "indicators[0].value" in [r.path for r in project.review if "≥8座" in r.reason]


def test_a_wrong_dimension_hides_nothing(tmp_path: Path) -> None:
    path = write.xlsx(tmp_path / "甲.xlsx", [sheet("清单", LIST_HEADS, [CODE, "甲", "7", *["25"] * 4, "数", "5个"])])
    change(
        path, "xl/worksheets/sheet1.xml", lambda text: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', text)
    )
    assert read(path)[0].projects[0].indicators[0].value == "5个"


def test_the_class_in_an_ole_file_does_not_matter(tmp_path: Path) -> None:
    path = write.xls(tmp_path / "甲.et", [sheet("清单", LIST_HEADS, [CODE, "甲", "7", *["25"] * 4, "数", "5个"])])
    path.write_bytes(write.compound(ole.read(path.read_bytes(), "workbook"), "Workbook", bytes(range(16))))
    assert read(path)[0].projects[0].name == "甲"


def test_an_ole_file_made_anew_holds_the_stream_whatever_its_length() -> None:
    for length in (0, 1, 4_095, 4_096, 60_000, 109 * 128 * 512, 300 * 128 * 512 + 1):
        stream = bytes([length % 251]) * length
        made = ole.packed(stream, "Workbook")
        assert ole.streams(made) == ["Workbook"]
        assert ole.read(made, "workbook").rstrip(b"\0") == stream.rstrip(b"\0")


def test_cells_whose_value_is_not_in_the_file_are_flagged(tmp_path: Path) -> None:
    rows = [LIST_HEADS, [CODE, "甲", "=3+4", "25", "50", "75", "100", "数", "=5"], ["", "", "", *[""] * 4, "人", "8个"]]
    (project,) = read(write.xlsx(tmp_path / "甲.xlsx", [sheet("清单", *rows)]))[0].projects
    assert [(r.path, "公式" in r.reason) for r in project.review] == [("budget", True), ("indicators[0].value", True)]


def test_hidden_rows_and_sheets_are_read_and_named(tmp_path: Path) -> None:
    path = write.xlsx(
        tmp_path / "甲.xlsx",
        [sheet(n, LIST_HEADS, [CODE, n, "7", *["25"] * 4, "数", "5个"]) for n in ("甲", "乙")],
    )
    workbook = load_workbook(path)
    workbook["乙"].sheet_state = "hidden"
    workbook["甲"].row_dimensions[2].hidden = True
    workbook.save(path)
    found = read(path)
    assert [p.name for book in found for p in book.projects] == ["甲", "乙"]
    reasons = [r.reason for book in found for r in book.review]
    assert any("1 行是隐藏的" in reason for reason in reasons)
    assert any("“乙”是隐藏的" in reason for reason in reasons)


def test_one_broken_sheet_of_several_is_named_and_the_others_read(tmp_path: Path) -> None:
    pages = [sheet(n, LIST_HEADS, [CODE, n, "7", *["25"] * 4, "数", "5个"]) for n in ("甲", "乙", "丙")]
    path = write.xlsx(tmp_path / "甲.xlsx", pages)
    change(path, "xl/worksheets/sheet2.xml", lambda text: text[: len(text) // 2])
    found = read(path)
    assert [p.name for book in found for p in book.projects] == ["甲", "丙"]
    assert {u.text[:5] for u in found[0].unread} == {"工作表“乙"}


def test_a_cut_xml_spreadsheet_gives_what_it_has(tmp_path: Path) -> None:
    rows = [[CODE, f"项目{n}", "7", *["25"] * 4, "数", "5个"] for n in range(50)]
    path = write.xml(tmp_path / "甲.xls", [sheet("清单", LIST_HEADS, *rows)])
    path.write_bytes(path.read_bytes()[:-3_000])
    (book,) = read(path)
    assert 30 < len(book.projects) < 50
    assert any("断了" in u.text for u in book.unread)


def test_a_mark_without_its_pair_costs_one_line_of_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "甲.csv"
    lines = ["项目编码,项目名称,预算数,三级指标,指标值", f'{CODE},甲,7,"维修,5个', f"{CODE[:-1]}X,乙,7,数,5个"]
    path.write_text("\n".join(lines), "gb18030")
    (book,) = read(path)
    assert [p.name for p in book.projects] == ["甲", "乙"]
    assert [p.lines for p in book.projects] == [(2, 2), (3, 3)]
    assert any("引号" in r.reason for p in book.projects for r in p.review) or any(
        "引号" in u.text for u in book.unread
    )


def change(path: Path, part: str, edit: Callable[[bytes], bytes]) -> None:
    """Change one part of an archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | {part: edit(parts[part])}).items():
            archive.writestr(name, data)
