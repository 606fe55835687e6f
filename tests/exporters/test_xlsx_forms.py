"""The workbook, read back: every field, nothing computed, pages that print."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from county import grid
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from desktop_app.domain.model import Book, Indicator, Project, Unit
from desktop_app.errors import Cancelled, UserError
from desktop_app.exporters.xlsx_forms import write_xlsx

REAL = ["dingzhou-2021-word-text", "gaoxin-2021-tab-rows", "zhangjiakou-2025-pdf-text", "chengde-2024-markdown"]
HEADERS = [
    "年度", "部门编码", "部门名称", "单位编码", "单位名称", "序号", "项目编码", "项目名称", "项目类别", "预算数",
    "其中：财政资金", "其他资金", "资金用途", "3月底", "6月底", "10月底", "12月底", "绩效目标", "一级指标", "二级指标",
    "三级指标", "绩效指标描述", "计算符号", "数值", "计量单位", "指标值", "指标值确定依据", "上年值", "备注", "表标题",
    "功能科目", "需编绩效",
]  # fmt: skip


def write(books: list[Book], path: Path, style: dict[str, Any]) -> openpyxl.Workbook:
    write_xlsx(books, path, style)
    return openpyxl.load_workbook(path)


def listed(path: Path) -> list[dict[str, str]]:
    """The rows of 指标清单 as a program that only knows the column names reads them."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("指标清单").to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def expected_rows(book: Book) -> list[dict[str, str]]:
    rows = []
    for p in book.projects:
        goals = "\n".join(f"{n}.{goal.text}" for n, goal in enumerate(p.goals, 1))
        for i in p.indicators or [Indicator()]:
            own = [str(book.year), book.department_code, book.department_name, p.unit_code, p.unit_name, p.seq, p.code]
            own += [p.name, p.category, p.budget, p.fiscal, p.other, p.purpose, *p.plan, goals]
            own += [i.l1, i.l2, i.l3, i.desc, i.sign, i.number, i.measure, i.value, i.basis, i.last_value, i.note]
            rows.append(dict(zip(HEADERS, [*own, p.title, p.function_code, p.needs_form], strict=True)))
    return rows


def form_rows(sheet: Worksheet) -> list[list[str]]:
    """The texts of a sheet row by row, the places left out that a merged cell covers or where nothing stands."""
    return [[str(cell.value) for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_the_list_gives_back_every_field(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    county.projects[0].indicators[0].last_value = "≥88%"
    county.projects[0].indicators[1].note = "待核"
    county.projects[4].indicators, county.projects[4].needs_form = [], "否"
    county.projects[3].function_code = "2130304"
    write_xlsx([county], tmp_path / "甲.xlsx", style)
    assert listed(tmp_path / "甲.xlsx") == expected_rows(county)


@pytest.mark.corpus
@pytest.mark.parametrize("name", REAL)
def test_list_and_forms_hold_every_field_of_a_real_document(
    name: str, real_book: Callable[[str], Book], style: dict[str, Any], tmp_path: Path
) -> None:
    book = real_book(name)
    write_xlsx([book], tmp_path / "甲.xlsx", style)
    assert listed(tmp_path / "甲.xlsx") == expected_rows(book)
    workbook = CalamineWorkbook.from_path(tmp_path / "甲.xlsx")
    forms = workbook.sheet_names[: workbook.sheet_names.index("指标清单")]
    printed = {str(text) for name in forms for row in workbook.get_sheet_by_name(name).to_python() for text in row}
    for project in book.projects:
        for indicator in project.indicators:
            texts = {indicator.l1, indicator.l2, indicator.l3, indicator.desc, indicator.value, indicator.basis}
            assert texts - {""} <= printed


def test_the_form_prints_like_the_paper(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    sheet = write([county], tmp_path / "甲.xlsx", style)["412001 云岭县水利局本级"]
    rows = form_rows(sheet)
    assert rows[:9] == [
        ["1.泵站维护费1号绩效目标表"],
        ["412001 云岭县水利局本级", "单位：万元"],
        ["项目编码", "13070021P00004210001K", "项目名称", "泵站维护费1号"],
        ["预算规模及资金用途", "预算数", "7.30", "其中：财政资金", "7.30", "其他资金", "0"],
        ["用于第1泵站检修。"],
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
        ["25.00%", "75%", "100"],
        ["绩效目标", "1.检修1座\n2.及时完成"],
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"],
    ]
    first = county.projects[0].indicators[0]
    assert rows[9] == [first.l1, first.l2, first.l3, first.desc, first.value, first.basis]
    assert [b.id for b in sheet.row_breaks.brk] == [17], "the second form begins a page"
    assert rows[17] == ["2.泵站维护费2号绩效目标表"]


def test_repeated_levels_are_merged_cells_with_rules_all_round(
    county: Book, style: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "甲.xlsx"
    sheet = write([county], path, style)["412001 云岭县水利局本级"]
    tall = {r.coord for r in sheet.merged_cells.ranges if r.min_row != r.max_row and r.min_row in range(10, 18)}
    assert tall == {"A10:A14", "B10:B12", "A15:A16", "B15:B16"}
    with zipfile.ZipFile(path) as archive:
        drawn = Counter(re.findall(r'<c r="[A-Z]+(\d+)" s="[1-9]', archive.read("xl/worksheets/sheet1.xml").decode()))
    assert {drawn[str(row)] for row in range(3, 18)} == {9}, "every part of a merged cell has its rules"


def test_no_text_becomes_a_formula_a_number_or_an_error(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    nasty = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "#N/A", "TRUE", "007", "1E5", "_x000D_", "  2.80 "]
    project = county.projects[0]
    project.name, project.purpose, project.budget = nasty[0], nasty[1], nasty[6]
    project.indicators = [Indicator("产出指标", "数量指标", text, text, text, text) for text in nasty]
    workbook = write([county], tmp_path / "甲.xlsx", style)
    for sheet in workbook:
        if sheet.title == "汇总":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n") and (cell.data_type == "s") == (cell.value is not None)
                if cell.value is not None and str(cell.value)[0] in "=+-@\t":
                    assert cell.quotePrefix and cell.number_format == "@"
    assert [row["三级指标"] for row in listed(tmp_path / "甲.xlsx")[: len(nasty)]] == nasty


def test_signs_that_xml_cannot_hold_are_left_out(style: dict[str, Any], tmp_path: Path) -> None:
    project = Project(name="甲\x00乙\x0b丙\ufffe<&>", purpose="\ud800二")
    write_xlsx([Book(projects=[project])], tmp_path / "甲.xlsx", style)
    row = listed(tmp_path / "甲.xlsx")[0]
    assert (row["项目名称"], row["资金用途"]) == ("甲乙\n丙<&>", "二")


def test_the_list_can_be_filtered_and_keeps_its_head(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    sheet = write([county], tmp_path / "甲.xlsx", style)["指标清单"]
    assert [cell.value for cell in sheet[1]] == HEADERS
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:AF41"
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.number_format == "@" for row in sheet.iter_rows() for cell in row)


def test_sheets_are_named_by_units_as_excel_allows(style: dict[str, Any], tmp_path: Path) -> None:
    long = "云岭县" + "水" * 40
    units = [Unit("1", "甲/乙:丙"), Unit("", long), Unit("", long + "站"), Unit("", "指标清单"), Unit("", "")]
    projects = [Project(unit_code=u.code, unit_name=u.name, name="项目") for u in units]
    names = write([Book(units=units, projects=projects)], tmp_path / "甲.xlsx", style).sheetnames
    assert names == ["1 甲_乙_丙", long[:31], long[:28] + "(2)", "指标清单", "未标明单位", "指标清单(2)", "汇总"]


def test_one_unit_has_one_sheet_of_forms(style: dict[str, Any], tmp_path: Path) -> None:
    project = Project(unit_code="412001", unit_name="云岭县水利局本级", name="渠道清淤")
    workbook = write([Book(projects=[project])], tmp_path / "甲.xlsx", style)
    assert workbook.sheetnames == ["绩效目标表", "指标清单", "汇总"]


def test_nothing_to_print_still_is_a_workbook(style: dict[str, Any], tmp_path: Path) -> None:
    workbook = write([Book(year=2025)], tmp_path / "甲.xlsx", style)
    assert workbook.sheetnames == ["指标清单", "汇总"]
    assert [cell.value for cell in workbook["指标清单"][1]] == HEADERS


def test_sums_by_unit_are_exact(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    sheet = write([county], tmp_path / "甲.xlsx", style)["汇总"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == [
        "年度", "部门", "单位编码", "单位名称", "项目数", "预算数（万元）", "其中：财政资金（万元）",
        "其他资金（万元）", "有误金额处数", "产出指标", "效益指标", "满意度指标",
    ]  # fmt: skip
    own = ["2025", "云岭县水利局"]
    assert [[Decimal(str(v)) if isinstance(v, float) else v for v in row] for row in rows[1:]] == [
        [*own, "412001", "云岭县水利局本级", 2, Decimal("10.1"), Decimal("10.1"), 0, 0, 10, 4, 2],
        [*own, "412002", "云岭县灌溉站", 2, 1200, 1200, Decimal("0.000001"), 2, 10, 4, 2],
        [*own, None, "云岭县水文档案室", 1, 0, 0, 0, 0, 5, 2, 1],
        ["合计", None, None, None, 5, Decimal("1210.1"), Decimal("1210.1"), Decimal("0.000001"), 2, 25, 10, 5],
    ]


def test_sums_are_written_to_the_last_digit(style: dict[str, Any], tmp_path: Path) -> None:
    projects = [Project(name="甲", budget="99999999.99"), Project(name="乙", budget="0.000001")]
    write_xlsx([Book(projects=projects)], tmp_path / "甲.xlsx", style)
    with zipfile.ZipFile(tmp_path / "甲.xlsx") as archive:
        assert b"<v>99999999.990001</v>" in archive.read("xl/worksheets/sheet3.xml")


def test_sheets_print_on_a4_with_page_numbers(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    for sheet in write([county], tmp_path / "甲.xlsx", style):
        assert sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.center.text == "— &P —"


def test_a_long_text_gets_several_rows_since_one_would_be_cut(style: dict[str, Any], tmp_path: Path) -> None:
    project = Project(name="渠道清淤", purpose="清淤" * 1500, indicators=grid("一"))
    sheet = write([Book(projects=[project])], tmp_path / "甲.xlsx", style)["绩效目标表"]
    heights = [dimension.height for dimension in sheet.row_dimensions.values()]
    assert max(heights) <= 400
    place = next(c for row in sheet.iter_rows() for c in row if c.value == project.purpose)
    merged = next(r for r in sheet.merged_cells.ranges if place.coordinate in r)
    assert merged.max_row > merged.min_row
    assert sum(sheet.row_dimensions[r].height for r in range(merged.min_row, merged.max_row + 1)) > 3000 / 42 * 12


def test_a_text_longer_than_a_cell_is_refused_and_nothing_written(style: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="32767"):
        write_xlsx([Book(projects=[Project(name="甲", purpose="长" * 32_768)])], tmp_path / "甲.xlsx", style)
    assert not (tmp_path / "甲.xlsx").exists()


def test_progress_counts_to_the_end_and_can_cancel(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    write_xlsx([county], tmp_path / "甲.xlsx", style, lambda *step: steps.append(step))
    assert [done for done, _, _ in steps] == list(range(12)) and {total for _, total, _ in steps} == {12}

    def cancel(done: int, total: int, what: str) -> None:
        if done == total - 1:
            raise Cancelled

    before = (tmp_path / "甲.xlsx").read_bytes()
    with pytest.raises(Cancelled):
        write_xlsx([county], tmp_path / "甲.xlsx", style, cancel)
    assert (tmp_path / "甲.xlsx").read_bytes() == before


def test_sheets_do_not_offer_to_make_numbers_of_texts(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    write_xlsx([county], tmp_path / "甲.xlsx", style)
    with zipfile.ZipFile(tmp_path / "甲.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets and all(b'numberStoredAsText="1"/></ignoredErrors></worksheet>' in sheet for sheet in sheets)
