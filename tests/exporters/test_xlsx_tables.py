"""The workbook of the tables, read back: numbers that look as printed, merged heads, notes, pages that print."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from desktop_app import catalog
from desktop_app.domain.disclosed import AssetBlock, AssetRow, BudgetRow, BudgetTable, Purchase, PurchaseTotal, Section
from desktop_app.domain.model import Book, Unit
from desktop_app.errors import Cancelled
from desktop_app.exporters.xlsx_cells import number_format
from desktop_app.exporters.xlsx_tables import write_tables


def begun(no: int, *rows: list[str], year: int = 2025, **kept: str) -> BudgetTable:
    """A table that was begun from the form of the year."""
    form = next(form for form in catalog.table_forms(year) if form.no == no)
    filled = [BudgetRow([*cells, *[""] * len(form.columns)][: len(form.columns)]) for cells in rows]
    return BudgetTable(no, kept.pop("name", form.title), list(form.columns), filled, **kept)


def bureau(*tables: BudgetTable, **parts: Any) -> Book:
    return Book(
        year=parts.pop("year", 2025),
        department_code="412",
        department_name="云岭县水利局",
        tables=list(tables),
        **parts,
    )


def write(book: Book, path: Path, style: dict[str, Any]) -> openpyxl.Workbook:
    write_tables(book, path, style, catalog.table_forms(book.year), catalog.yearly(book.year))
    return openpyxl.load_workbook(path)


def rows_of(sheet: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def cell_of(sheet: Worksheet, value: object) -> Cell:
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == value]
    assert len(found) == 1, found
    assert isinstance(found[0], Cell)
    return found[0]


SPENDING = begun(
    5,
    ["1", "", "合计", "5,269.43", "2.8", "5266.63"],
    ["2", "213", "农林水支出", "5269.43", "2.80", "0"],
    ["3", "21303", "水利", "85.25.", "", "-3.00"],
    ["4", "2130304", "水利行业业务管理", "１２", "007", "0.001"],
)


def test_numbers_are_numbers_that_look_as_printed(style: dict[str, Any], tmp_path: Path) -> None:
    sheet = write(bureau(SPENDING), tmp_path / "甲.xlsx", style).worksheets[0]
    body = [[(c.value, c.number_format) for c in row[3:]] for row in list(sheet.iter_rows())[5:9]]
    assert body == [
        [(5269.43, "#,##0.00"), (2.8, "0.0"), (5266.63, "0.00")],
        [(5269.43, "0.00"), (2.8, "0.00"), (0, "0")],
        [("85.25.", "@"), (None, "0.00"), (-3, "0.00")],
        [("１２", "@"), ("007", "@"), (0.001, "0.000")],
    ]
    codes = [[c.value for c in row[:3]] for row in list(sheet.iter_rows())[5:9]]
    assert codes == [
        [1, None, "合计"], [2, "213", "农林水支出"], [3, "21303", "水利"], [4, "2130304", "水利行业业务管理"],
    ]  # fmt: skip
    read = CalamineWorkbook.from_path(tmp_path / "甲.xlsx").get_sheet_by_index(0).to_python()
    assert read[5:7] == [[1, "", "合计", 5269.43, 2.8, 5266.63], [2, "213", "农林水支出", 5269.43, 2.8, 0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.8", "0.0"), ("2.80", "0.00"), ("0", "0"), ("-1", "0"), ("1,234", "#,##0"), ("1,234,567.8", "#,##0.0"),
        ("", ""), ("007", ""), ("0.", ""), (".5", ""), ("1,23.00", ""), ("１", ""), ("-0.00", ""), ("1e5", ""),
        ("123456789012345.6", ""), ("85.25.", ""), ("=1", ""), ("12345678901.23", "0.00"), (" 1", ""), ("+1", ""),
    ],
)  # fmt: skip
def test_only_what_looks_the_same_becomes_a_number(text: str, expected: str) -> None:
    assert number_format(text) == expected


def test_the_layout_of_the_printed_form(style: dict[str, Any], tmp_path: Path) -> None:
    sheet = write(bureau(SPENDING), tmp_path / "甲.xlsx", style).worksheets[0]
    assert sheet.title == "表5 一般公共预算财政拨款支出表"
    assert rows_of(sheet)[:5] == [
        ["部门预算一般公共预算财政拨款支出表"],
        ["412 云岭县水利局", "预算年度：2025", "单位：万元"],
        ["序号", "功能分类科目", "合计", "基本支出", "项目支出"],
        ["科目编码", "科目名称"],
        ["栏次", "1", "2", "3", "4", "5"],
    ]
    merged = {block.coord for block in sheet.merged_cells.ranges}
    assert merged >= {"A1:F1", "A3:A4", "B3:C3", "D3:D4", "E3:E4", "F3:F4"}
    assert [cell_of(sheet, text).alignment.indent for text in ("农林水支出", "水利", "水利行业业务管理")] == [0, 1, 2]
    ruled = sheet["C7"]
    assert all(getattr(ruled.border, side).style == "thin" for side in ("left", "right", "top", "bottom"))


def test_sheets_are_ready_to_print(style: dict[str, Any], tmp_path: Path) -> None:
    wide = begun(2, ["1", "", "合计", "12.00"])
    book = write(bureau(SPENDING, wide), tmp_path / "甲.xlsx", style)
    assert book.sheetnames == ["表2 收入总表", "表5 一般公共预算财政拨款支出表"], "in the order of their numbers"
    for sheet, side in zip(book.worksheets, ("landscape", "portrait"), strict=True):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, side)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$5", "A6")
        assert sheet.oddFooter.center.text == "— &P —"


def test_no_column_is_too_narrow_for_its_numbers(style: dict[str, Any], tmp_path: Path) -> None:
    form = next(form for form in catalog.table_forms(2025) if form.no == 2)
    rows = [BudgetRow(["1", "2130304", "水利", *["12345678901.23"] * (len(form.columns) - 3)])]
    table = BudgetTable(2, "", list(form.columns), rows)
    sheet = write(bureau(table), tmp_path / "甲.xlsx", style).worksheets[0]
    widths = [sheet.column_dimensions[column].width for column in "DEFGHIJKLM"]
    digit = 6 / 7  # of the width of the standard digit at 9 instead of 11 points
    assert min(widths) >= len("12345678901.23") * digit


@pytest.mark.parametrize(
    ("amount", "note", "printed"),
    [
        ("", "", "注：无政府性基金预算财政拨款预算，空表列示。"),
        ("0", "", "注：无政府性基金预算财政拨款预算，空表列示。"),
        ("", "本单位无此项预算，空表列示。", "本单位无此项预算，空表列示。"),
        ("3.00", "注：无政府性基金预算财政拨款预算，空表列示。", None),
        ("3.00", "注：含结转资金。", "注：含结转资金。"),
    ],
)
def test_the_note_of_an_empty_table(
    amount: str, note: str, printed: str | None, style: dict[str, Any], tmp_path: Path
) -> None:
    sheet = write(bureau(begun(7, ["1", "", "合计", amount], note=note)), tmp_path / "甲.xlsx", style).worksheets[0]
    rows = [texts for texts in rows_of(sheet) if texts]
    assert rows[-1] == ([printed] if printed else [1, "合计", 3])


def test_a_table_of_no_known_form_goes_out_whole(style: dict[str, Any], tmp_path: Path) -> None:
    rows = [BudgetRow(["A1", "渠道", "1.50", "多出的"]), BudgetRow(["007", "闸门", "=1+1"])]
    table = BudgetTable(0, "其他收支情况", ["科目代码", "内容", "上年数"], rows, "元", "注：样例。")
    sheet = write(bureau(table), tmp_path / "甲.xlsx", style).worksheets[0]
    assert rows_of(sheet)[-3:] == [["A1", "渠道", 1.5, "多出的"], ["007", "闸门", "=1+1"], ["注：样例。"]]
    assert cell_of(sheet, "=1+1").data_type == "s" and cell_of(sheet, "=1+1").quotePrefix
    assert "单位：元" in rows_of(sheet)[1]


PURCHASES = [
    Purchase("泵站维护费", "20.00", "水泵", "A02010108", "台", "2", "1.50", "3.00", "3.00", sme="3.00", owner="412001"),
    Purchase("巡查费", "9.00", "软件", "C0502", "项", "1", "0.5", "0.5", "0.5", carryover="0", owner="412002"),
]
TOTALS = [
    PurchaseTotal("合计", "3.50", "3.50", sme="3.00", first=1, last=2),
    PurchaseTotal("云岭县水利局本级小计", "3.00", "3.00", sme="3.00", first=1, last=1),
    PurchaseTotal("云岭县灌溉站小计", "0.50", "0.50", first=2, last=2),
]


def test_purchases_have_the_columns_of_their_year(style: dict[str, Any], tmp_path: Path) -> None:
    book = bureau(purchases=PURCHASES, purchase_totals=TOTALS, sections=[Section("甲")])
    sheet = write(book, tmp_path / "甲.xlsx", style)["政府采购"]
    assert rows_of(sheet) == [
        ["部门政府采购预算表"],
        ["412 云岭县水利局", "预算年度：2025", "单位：万元"],
        ["政府采购项目来源", "采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价",
         "政府采购金额（当年部门预算安排资金）", "2025年预留中小微企业份额"],
        ["项目名称", "预算资金", "合计", "一般公共预算拨款", "基金预算拨款", "国有资本经营预算拨款", "财政专户核拨",
         "单位资金", "上年结转结余"],
        ["合计", 3.5, 3.5, 3],
        ["云岭县水利局本级小计", 3, 3, 3],
        ["泵站维护费", 20, "水泵", "A02010108", "台", 2, 1.5, 3, 3, 3],
        ["云岭县灌溉站小计", 0.5, 0.5],
        ["巡查费", 9, "软件", "C0502", "项", 1, 0.5, 0.5, 0.5, 0],
    ]  # fmt: skip
    merged = {block.coord for block in sheet.merged_cells.ranges}
    assert merged >= {"A3:B3", "C3:C4", "H3:N3", "O3:O4", "A5:G5", "A6:G6", "A8:G8"}
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$4"
    older = bureau(purchases=[Purchase("甲", item="纸", total="1.00", general="1.00")], year=2021)
    heads = rows_of(write(older, tmp_path / "乙.xlsx", style)["政府采购"])[2:4]
    assert heads[0][-1] == "政府采购金额（当年部门预算安排资金）" and heads[1][-1] == "单位资金"


def test_what_the_form_of_the_year_has_no_column_for_is_not_lost(style: dict[str, Any], tmp_path: Path) -> None:
    book = bureau(purchases=[Purchase("甲", item="纸", total="1.00", carryover="1.00")], year=2021)
    rows = rows_of(write(book, tmp_path / "甲.xlsx", style)["政府采购"])
    assert rows[3][-1] == "上年结转结余" and rows[-1][-2:] == [1, 1]


def test_each_holder_has_a_table_of_assets(style: dict[str, Any], tmp_path: Path) -> None:
    blocks = [
        AssetBlock("云岭县水利局", "2024-12-31", [AssetRow("资产总额", "", "9.80"), AssetRow("2、车辆", "2", "9.80")]),
        AssetBlock("412002 云岭县灌溉站", "", [AssetRow("资产总额", "", "0")]),
    ]
    sheet = write(bureau(assets=blocks), tmp_path / "甲.xlsx", style)["固定资产"]
    assert rows_of(sheet) == [
        ["部门固定资产占用情况表"],
        ["编报单位：云岭县水利局", "截止时间：2024-12-31"],
        ["项目", "数量", "价值（金额单位：万元）"],
        ["资产总额", 9.8],
        ["2、车辆", 2, 9.8],
        [],
        ["单位固定资产占用情况表"],
        ["412002 云岭县灌溉站"],
        ["项目", "数量", "价值（金额单位：万元）"],
        ["资产总额", 0],
    ]
    assert (sheet["B5"].number_format, sheet["C5"].number_format, sheet["C10"].number_format) == ("0", "0.00", "0")


def test_units_follow_the_department_each_under_its_code(style: dict[str, Any], tmp_path: Path) -> None:
    units = [Unit("412001", "云岭县水利局本级"), Unit("412002", "云岭县灌溉站")]
    tables = [begun(no, ["1", "", "合计", "1.00"], owner=o) for o in ("412002", "", "412001") for no in (5, 3)]
    book = bureau(*tables, units=units, purchases=PURCHASES)
    workbook = write(book, tmp_path / "甲.xlsx", style)
    assert workbook.sheetnames == [
        "表3 支出总表", "表5 一般公共预算财政拨款支出表", "政府采购",
        "412001 表3 支出总表", "412001 表5 一般公共预算财政拨款支出表",
        "412002 表3 支出总表", "412002 表5 一般公共预算财政拨款支出表",
    ]  # fmt: skip
    assert [rows_of(sheet)[0][0][:2] for sheet in workbook.worksheets] == ["部门"] * 3 + ["单位"] * 4
    assert rows_of(workbook["412002 表3 支出总表"])[1][0] == "412002 云岭县灌溉站"


def test_long_texts_and_many_rows_are_not_cut(style: dict[str, Any], tmp_path: Path) -> None:
    long = "渠道清淤与闸门检修" * 60
    rows = [[str(n), f"2130{n:03}", long if n == 3 else "水利", "1.00"] for n in range(1, 120)]
    sheet = write(bureau(begun(5, *rows)), tmp_path / "甲.xlsx", style).worksheets[0]
    assert sheet.row_dimensions[cell_of(sheet, long).row].height > 12 * 20 and sheet.max_row == 5 + 119


def test_progress_counts_the_sheets_and_can_cancel(style: dict[str, Any], tmp_path: Path) -> None:
    book, told = bureau(SPENDING, purchases=PURCHASES), []
    forms = catalog.table_forms(2025), catalog.yearly(2025)
    write_tables(book, tmp_path / "甲.xlsx", style, *forms, lambda *step: told.append(step))
    assert [step[:2] for step in told] == [(0, 3), (1, 3), (2, 3)]
    before = (tmp_path / "甲.xlsx").read_bytes()

    def cancel(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_tables(book, tmp_path / "甲.xlsx", style, *forms, cancel)
    assert (tmp_path / "甲.xlsx").read_bytes() == before and len(list(tmp_path.iterdir())) == 1


@pytest.mark.corpus
def test_a_real_year_goes_out_with_every_cell(corpus: Path, style: dict[str, Any], tmp_path: Path) -> None:
    from desktop_app import importers

    (book,) = importers.read(corpus / "chengde-2024-markdown.txt", catalog.reading_forms())
    workbook = write(book, tmp_path / "甲.xlsx", style)
    assert len(workbook.sheetnames) == 11
    (back,) = importers.read(tmp_path / "甲.xlsx", catalog.reading_forms())
    assert [(t.no, t.name, t.columns, [r.cells for r in t.rows], t.note) for t in back.tables] == [
        (t.no, t.name, t.columns, [r.cells for r in t.rows], t.note) for t in book.tables
    ]
    assert [(b.unit, b.date, [(r.item, r.quantity, r.value) for r in b.rows]) for b in back.assets] == [
        (b.unit, b.date, [(r.item, r.quantity, r.value) for r in b.rows]) for b in book.assets
    ]
