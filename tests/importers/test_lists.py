"""Lists in workbooks: merged cells, other column names, numbers in place of texts, several sheets."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from shapes import write_sheet

from desktop_app import catalog, importers
from desktop_app.domain.model import Book, Review
from desktop_app.errors import UserError

CODE = "13990125P000061100119"
HEADS = ["预算单位编码", "单位名称", "项目代码", "项目名称", "年初预算", "财政拨款", "3月底支出进度", "一级指标",
         "二级指标", "三级指标名称", "指标解释", "运算符号", "年度指标值", "度量单位", "绩效标准"]  # fmt: skip


def read(path: Path) -> list[Book]:
    return importers.read(path, catalog.aliases(), catalog.frames().values())


def flags(book: Book) -> list[str]:
    return [review.path for p in book.projects for review in p.review]


def row(*texts: object) -> list[object]:
    return [*texts, *[""] * (len(HEADS) - len(texts))]


def test_merged_cells_are_filled_down_within_the_project(tmp_path: Path) -> None:
    unit = ["412001", "本级"]
    rows: list[list[object]] = [
        ["云岭县水利局2025年部门预算项目支出绩效目标"],
        [],
        HEADS,
        row(*unit, CODE, "泵站维护费", "12", "12", "25%", "产出指标", "数量指标", "维修数", "", "≥", "8", "座"),
        row("", "", "", "", "", "", "", "", "", "巡查数", "次数", "≥", "20", "次"),
        row("", "", "", "", "", "", "", "", "质量指标", "合格率", "合格率", "", "≥95%"),
        row("", "", CODE[:-1] + "X", "渠道清淤费", "5", "", "", "", "", "清淤长度", "公里数", "", "3公里"),
        row("412002", "某站", CODE, "泵站维护费", "5", "", "", "效益指标", "", "受益人数"),
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "支出绩效目标05-2"))
    assert (book.year, book.department_name) == (2025, "云岭县水利局")
    assert [(p.unit_code, p.name, p.lines) for p in book.projects] == [
        ("412001", "泵站维护费", (4, 6)),
        ("412001", "渠道清淤费", (7, 7)),
        ("412002", "泵站维护费", (8, 8)),
    ]
    levels = [(i.l1, i.l2, i.value) for p in book.projects for i in p.indicators]
    assert levels == [
        ("产出指标", "数量指标", "≥8座"),
        ("产出指标", "数量指标", "≥20次"),
        ("产出指标", "质量指标", "≥95%"),
        ("", "", "3公里"),
        ("效益指标", "", ""),
    ]
    assert [(i.sign, i.number, i.measure) for i in book.projects[0].indicators][::2] == [
        ("≥", "8", "座"),
        ("≥", "95", "%"),
    ]


def test_numbers_of_a_sheet_become_the_texts_that_are_meant_or_are_flagged(tmp_path: Path) -> None:
    indicator = ["产出指标", "数量指标", "维修数", "", "≥", 8.0, "座", date(2025, 3, 1)]
    rows = [
        HEADS,
        row(412001, "本级", CODE, "泵站维护费", 12, 7.5, 0.25, *indicator),
        row("", "", 1.3990125e20, "渠道清淤费", 1234.125),
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "Sheet1"))
    first, second = book.projects
    assert (first.unit_code, first.budget, first.fiscal, first.plan[0]) == ("412001", "12.00", "7.50", "0.25")
    assert (first.indicators[0].value, first.indicators[0].basis) == ("≥8座", "2025年3月1日")
    assert (second.code, second.budget) == ("139901250000000000000", "1234.125")
    assert flags(book) == ["unit_code", "plan[0]", "indicators[0].basis", "code"]
    assert [r.path for r in book.review] == ["year", "department"]


def test_rows_of_one_project_that_contradict_each_other_are_flagged(tmp_path: Path) -> None:
    heads = ["项目编码", "项目名称", "预算数", "三级指标", "符号", "数值", "计量单位", "指标值", "权重"]
    rows = [
        heads,
        [CODE, "泵站维护费", "12.00", "维修数", "≥", "8", "座", "≥8座", "10"],
        [CODE, "泵站维护费", "15.00", "巡查数", "≥", "20", "次", "≥30次", "10"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows))
    (project,) = book.projects
    assert project.budget == "12.00"
    assert [i.value for i in project.indicators] == ["≥8座", "≥30次"]
    assert flags(book) == ["budget", "indicators[1].value"]
    assert project.review[0] == Review("budget", project.review[0].reason, (3, 3))
    assert "15.00" in project.review[0].reason
    assert [u.text for u in book.unread] == ["没有用到的列：权重"]


def test_our_own_sheet_wins_and_other_lists_are_read_without_it(tmp_path: Path) -> None:
    workbook = Workbook()
    for name, project in (("甲单位", "甲项目"), ("指标清单", "乙项目"), ("乙单位", "丙项目")):
        sheet = workbook.create_sheet(name)
        sheet.append(["项目编码", "项目名称", "预算数", "三级指标"])
        sheet.append([CODE, project, "1.00", "数量"])
    workbook.save(tmp_path / "甲.xlsx")
    assert [p.name for book in read(tmp_path / "甲.xlsx") for p in book.projects] == ["乙项目"]
    del workbook["指标清单"]
    workbook["Sheet"].append(["说明"])
    workbook.save(tmp_path / "乙.xlsx")
    found = read(tmp_path / "乙.xlsx")
    assert [p.name for book in found for p in book.projects] == ["甲项目", "丙项目"]
    assert [u.text for u in found[0].unread] == ["工作表“Sheet”不是指标清单，没有读取"]


def test_a_workbook_without_a_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有认出指标清单"):
        read(write_sheet(tmp_path / "甲.xlsx", [["姓名", "电话"], ["甲", "1"]], "通讯录"))
