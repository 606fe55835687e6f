"""Lists in workbooks: merged cells, other column names, numbers in place of texts, several sheets."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from shapes import write_sheet

from desktop_app import catalog, importers
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Origin, Part, Review
from desktop_app.errors import UserError

CODE = "13990125P000061100119"
HEADS = ["预算单位编码", "单位名称", "项目代码", "项目名称", "年初预算", "财政拨款", "3月底支出进度", "一级指标",
         "二级指标", "三级指标名称", "指标解释", "运算符号", "年度指标值", "度量单位", "绩效标准"]  # fmt: skip


def read(path: Path) -> list[Book]:
    return importers.read(path, catalog.reading_forms())


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


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("", "412001-云岭县水利局本级", ("412001", "云岭县水利局本级")),
        ("", "412001 云岭县水利局本级", ("412001", "云岭县水利局本级")),
        ("412001", "412001云岭县水利局本级", ("412001", "云岭县水利局本级")),
        ("", "412—云岭县水利局", ("412", "云岭县水利局")),
        ("412009", "412001-本级", ("412009", "412001-本级")),
        ("", "110指挥中心", ("", "110指挥中心")),
        ("", "412001", ("", "412001")),
    ],
)
def test_code_and_name_of_a_unit_in_one_cell(tmp_path: Path, code: str, name: str, expected: tuple[str, str]) -> None:
    rows: list[list[object]] = [
        HEADS,
        row(code, name, CODE, "泵站维护费", "12", "", "", "产出指标", "数量指标", "维修数", "", "", "8座"),
        row("", "", "", "", "", "", "", "", "", "巡查数", "", "", "20次"),
        row("", "", "", "渠道清淤费", "5", "", "", "", "", "清淤长度", "", "", "3公里"),
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "清单"))
    assert [(p.name, (p.unit_code, p.unit_name), len(p.indicators)) for p in book.projects] == [
        ("泵站维护费", expected, 2),
        ("渠道清淤费", expected, 1),
    ]


def test_code_and_name_of_the_department_in_one_cell(tmp_path: Path) -> None:
    heads = ["主管部门", "预算单位", "项目名称", "其中：财政拨款", "年度目标", "三级指标", "年度指标值"]
    rows: list[list[object]] = [
        heads,
        ["412-云岭县水利局", "412001-本级", "泵站维护费", "12", "泵站完好", "维修数", "8座"],
        ["412-云岭县水利局", "412002-某站", "渠道清淤费", "5", "渠道畅通", "清淤长度", "3公里"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "清单"))
    assert (book.department_code, book.department_name) == ("412", "云岭县水利局")
    assert [(p.unit_code, p.unit_name, p.fiscal, p.goals[0].text) for p in book.projects] == [
        ("412001", "本级", "12", "泵站完好"),
        ("412002", "某站", "5", "渠道畅通"),
    ]


def test_short_names_of_columns_and_a_class_in_an_unknown_one(tmp_path: Path) -> None:
    heads = ["项目名称", "预算数", "其中财政拨款", "一级", "二级", "三级", "年度指标值", "依据"]
    cells = ["泵站维护费", "12", "10", "产出指标", "数量指标", "维修数", "8座", "工作方案"]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", [heads, cells], "清单"))
    indicator = book.projects[0].indicators[0]
    assert (indicator.l1, indicator.l2, indicator.l3, indicator.basis) == (*cells[3:6], "工作方案")
    assert book.projects[0].fiscal == "10" and flags(book) == []

    strange = [["项目名称", "预算数", "绩效目标", "指标的归类", "三级指标", "年度指标值"],
               ["泵站维护费", "12", "泵站完好", "产出指标-数量指标", "维修数", "8座"]]  # fmt: skip
    (book,) = read(write_sheet(tmp_path / "乙.xlsx", strange, "清单"))
    assert "indicators" in flags(book)


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
    assert (first.indicators[0].value, first.indicators[0].basis) == ("≥8座", "2025-03-01")
    assert (second.code, second.budget) == ("139901250000000000000", "1234.125")
    assert flags(book) == ["plan[0]", "indicators[0].basis", "code"]
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


CHECKED = "13070024P00004210003K"  # a code whose check character fits


def test_heads_of_two_rows_under_merged_titles(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["2025年部门预算项目绩效目标汇总表", *[""] * 9],
        ["云岭县水利局", *[""] * 8, "单位：万元"],
        ["项目编码", "项目名称", "预算安排", "", "资金支出计划（%）", "", "绩效指标", "", "", ""],
        ["", "", "预算数", "其中：财政资金", "6月底", "12月底", "一级指标", "三级指标", "上年指标值", "指标值"],
        [CHECKED, "泵站维护费", 12.0, 10.0, "50%", "100%", "产出指标", "维修数", "7座", "≥8座"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "汇总表"))
    (project,) = book.projects
    assert (book.year, project.budget, project.fiscal) == (2025, "12.00", "10.00")
    assert project.plan == ["", "50%", "", "100%"]
    assert (project.indicators[0].last_value, project.indicators[0].value) == ("7座", "≥8座")
    assert (flags(book), book.unread) == ([], [])


def test_every_field_knows_its_line_and_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["说明"],
        ["项目名称", "项目编码", "预算数", "绩效目标", "三级指标", "指标值"],
        ["泵站维护费", CHECKED, "12.00", "按时完工", "维修数", "≥8座"],
        ["", "", "", "", "巡查数", "≥20次"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    (project,) = book.projects
    assert project.origins["code"] == Origin(3, 3, 1)
    assert project.origins["indicators.value"] == Origin(0, 0, 5)
    assert [i.lines for i in project.indicators] == [(3, 3), (4, 4)]
    assert project.goals[0].lines == (3, 3)
    assert book.parts == [Part(1, "sheet", "表", 1)]
    assert book.lines[4] == "\t\t\t\t巡查数\t≥20次"


def test_columns_nobody_knows_are_shown_and_read_once_they_are_mapped(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["项目编码", "项目名称", "预算数", "绩效指标名称", "目标 完成值", "经办人"],
        [CHECKED, "泵站维护费", "12.00", "维修数", "≥8座", "张"],
        ["", "", "", "巡查数", "≥20次", "李"],
    ]
    path = write_sheet(tmp_path / "甲.xlsx", rows, "表")
    (sheet,) = importers.list_columns(path, catalog.reading_forms())
    assert (sheet.sheet, sheet.line, sheet.complete) == ("表", 1, False)
    assert [(c.index, c.field, c.samples) for c in sheet.columns[2:]] == [
        (2, "budget", ["12.00"]),
        (3, "", ["维修数", "巡查数"]),
        (4, "", ["≥8座", "≥20次"]),
        (5, "", ["张", "李"]),
    ]
    mapping = {"绩效指标名称": "l3", "目标完成值": "value", "经办人": ""}
    (book,) = importers.read(path, catalog.reading_forms(), mapping=mapping)
    assert [(i.l3, i.value) for i in book.projects[0].indicators] == [("维修数", "≥8座"), ("巡查数", "≥20次")]
    assert book.unread == []
    (sheet,) = importers.list_columns(path, catalog.reading_forms(), mapping)
    assert sheet.complete
    assert [(c.field, c.ignored) for c in sheet.columns[3:]] == [("l3", False), ("value", False), ("", True)]


def test_sums_and_repeated_heads_are_no_projects(tmp_path: Path) -> None:
    heads: list[object] = ["单位名称", "项目编码", "项目名称", "预算数", "三级指标"]
    rows: list[list[object]] = [
        heads,
        ["本级", CHECKED, "泵站维护费", "12.00", "维修数"],
        heads,
        ["", CODE, "渠道清淤费", "5.00", "清淤长度"],
        ["合计", "", "", "17.00", ""],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert [(p.unit_name, p.name) for p in book.projects] == [("本级", "泵站维护费"), ("本级", "渠道清淤费")]
    assert [(u.line, u.text) for u in book.unread] == [(5, "合计 17.00")]


@pytest.mark.parametrize(
    ("written", "code", "flagged"),
    [
        (CHECKED, CHECKED, False),
        ("１３０７００２４Ｐ００００４２１０００３Ｋ", CHECKED, False),
        (CHECKED.lower(), CHECKED, False),
        ("'" + CHECKED, CHECKED, False),
        ("13O7OO24P00004210003K", CHECKED, False),
        ("13O7OO24P00004210003L", "13O7OO24P00004210003L", False),
        (1.30700240000042e20, "130700240000042000000", True),
    ],
)
def test_a_spoilt_code_is_put_right_where_its_check_character_proves_it(
    tmp_path: Path, written: object, code: str, flagged: bool
) -> None:
    rows = [["项目编码", "项目名称", "预算数", "三级指标"], [written, "泵站维护费", "12.00", "维修数"]]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert (book.projects[0].code, flags(book) == ["code"]) == (code, flagged)


def test_other_codes_in_number_cells(tmp_path: Path) -> None:
    heads: list[object] = ["单位编码", "功能科目", "项目编码", "项目名称", "预算数", "三级指标"]
    rows = [heads, [316001, 2130304, CHECKED, "甲", "1.00", "数"], [1001, 21303, CODE, "乙", "1.00", "数"]]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert [(p.unit_code, p.function_code) for p in book.projects] == [("316001", "2130304"), ("1001", "21303")]
    assert [[r.path for r in p.review] for p in book.projects] == [[], ["unit_code"]]


@pytest.mark.parametrize(("title", "head"), [("表", "预算数（元）"), ("单位：元", "预算数")])
def test_amounts_in_yuan_become_those_in_ten_thousand(tmp_path: Path, title: str, head: str) -> None:
    rows = [[title], ["项目编码", "项目名称", head, "三级指标"], [CHECKED, "甲", 123_456.7, "数"]]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert book.projects[0].budget == "12.34567"
    assert [r.reason for r in book.review if r.path == "projects"] == ["金额以元计，已换算成万元"]


def test_goals_whose_numbers_are_not_certain_are_flagged(tmp_path: Path) -> None:
    heads: list[object] = ["项目编码", "项目名称", "预算数", "绩效目标", "三级指标"]
    rows = [heads, [CHECKED, "甲", "1.00", "1.完成2座\n3.其他", "数"], [CODE, "乙", "1.00", "1.甲\n2.乙", "数"]]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert flags(book) == ["goals"]
    assert [g.text for g in book.projects[1].goals] == ["甲", "乙"]


def test_signs_that_the_incumbent_rewrote_are_signs_again(tmp_path: Path) -> None:
    heads: list[object] = ["项目编码", "项目名称", "预算数", "三级指标", "运算符号", "指标值", "度量单位"]
    rows = [
        heads,
        [CHECKED, "甲", "1.00", "成本", "", "《5％", ""],
        ["", "", "", "合格率", "", "》=90％", ""],
        ["", "", "", "依据", "", "符合《水利办法》", ""],
        ["", "", "", "座数", "》", "8", "座"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert [(i.value, i.sign) for i in book.projects[0].indicators] == [
        ("＜5％", "＜"),
        ("≥90％", "≥"),
        ("符合《水利办法》", ""),
        ("＞8座", "＞"),
    ]


GROUPED = ["单位名称", "项目名称", "项目编码", "预算数", "", "", "绩效目标", "绩效指标", "", ""]
SPLIT = ["", "", "", "合计", "其中：财政资金", "其他资金", "", "一级指标", "三级指标", "指标值"]


@pytest.mark.parametrize(
    "above",
    [
        [],
        [[], []],
        [["云岭县2025年项目绩效目标汇总表"], []],
        [["云岭县2025年项目绩效目标汇总表"], [*[""] * 9, "单位：万元"]],
        [["填报单位：云岭县水利局", "", "", "2025年", "", "", "", "", "", "单位：万元"]],
        [["云岭县水利局", "", "", "项目库", "", "", "", "", "", "单位：万元"]],
    ],
)
def test_what_stands_above_heads_of_two_rows_is_no_head(tmp_path: Path, above: list[list[object]]) -> None:
    """A blank row, a title or a line of remarks is not the upper half of the heads, and the lower half no project."""
    rows = [
        *above,
        [*GROUPED],
        [*SPLIT],
        ["本级", "泵站维护费", CHECKED, "12.00", "10.00", "2.00", "按时完工", "产出指标", "维修数", "≥8座"],
        [*[""] * 8, "巡查数", "≥20次"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    (project,) = book.projects
    assert (project.name, project.budget, project.fiscal, project.other) == ("泵站维护费", "12.00", "10.00", "2.00")
    assert [(i.l3, i.value) for i in project.indicators] == [("维修数", "≥8座"), ("巡查数", "≥20次")]
    assert (book.unread, flags(book)) == ([], [])


def test_groups_of_columns_right_below_a_title(tmp_path: Path) -> None:
    rows = [
        ["云岭县2025年项目绩效目标汇总表"],
        ["项目编码", "项目名称", "预算数", "资金支出计划（%）", "", "", "", "三级指标", "指标值", "干什么用"],
        ["", "", "", "3月底", "6月底", "10月底", "12月底", "", "", ""],
        [CHECKED, "泵站维护费", "279.87", "10%", "45%", "80%", "100%", "维修数", "≥8座", "甲"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert (book.projects[0].budget, book.projects[0].plan) == ("279.87", ["10%", "45%", "80%", "100%"])
    assert [u.text for u in book.unread] == ["没有用到的列：干什么用"]


def test_a_title_is_not_glued_to_the_heads_but_gives_the_year(tmp_path: Path) -> None:
    rows = [
        ["云岭县2026年项目清单"],
        ["项目编码", "项目名称", "预算数", "三级指标", "干什么用"],
        [CHECKED, "泵站维护费", "12.00", "维修数", "甲"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert [u.text for u in book.unread] == ["没有用到的列：干什么用"]
    assert book.year == 2026
    assert [r.reason for r in book.review if r.path == "year"] == ["文件里没有写明预算年度，按清单标题里的年份判断"]


def test_the_unit_of_the_amounts_is_no_unused_column(tmp_path: Path) -> None:
    rows = [
        ["2025年项目支出绩效目标"],
        [*[""] * 4, "单位：元"],
        ["项目编码", "项目名称", "预算数", "三级指标", ""],
        [CHECKED, "泵站维护费", 120_000, "维修数", ""],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert (book.projects[0].budget, book.unread) == ("12.00", [])


LISTED = ["序号", "项目编码", "项目名称", "预算数", "三级指标", "指标值"]


def test_a_list_that_is_not_sorted_by_projects(tmp_path: Path) -> None:
    one, two = [CHECKED, "泵站维护费", "12.00"], [CODE, "渠道清淤费", "5.00"]
    rows = [
        LISTED,
        ["1", *one, "维修数", "≥8座"],
        ["2", *two, "清淤长度", "3公里"],
        ["3", *one, "巡查数", "≥20次"],
        ["", "", "", "", "值守数", "≥2人"],
        ["4", *two[:2], "6.00", "清淤次数", "2次"],
        ["5", *two, "清淤面积", "2亩"],
    ]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    found = [(p.name, p.budget, [i.l3 for i in p.indicators], p.lines) for p in book.projects]
    assert found == [
        ("泵站维护费", "12.00", ["维修数", "巡查数", "值守数"], (2, 5)),
        ("渠道清淤费", "5.00", ["清淤长度", "清淤面积"], (3, 7)),
        ("渠道清淤费", "6.00", ["清淤次数"], (6, 6)),
    ]
    assert [[(r.path, r.lines) for r in p.review] for p in book.projects] == [
        [],
        [("budget", (3, 3))],
        [("budget", (6, 6))],
    ]
    assert "金额不同" in book.projects[1].review[0].reason
    assert "6.00" in book.projects[1].review[0].reason


def test_what_a_list_repeats_is_kept_once_and_said(tmp_path: Path) -> None:
    one, two = ["1", CHECKED, "泵站维护费", "12.00"], ["2", CODE, "渠道清淤费", "5.00"]
    rows = [
        [LISTED, [*one, "维修数", "≥8座"], [*two, "清淤长度", "3公里"], [*one, "维修数", "≥8座"]],
        [[*LISTED[:4], "财政资金"], [*one, "12.00"], [*two, "5.00"], [*one, "12.00"]],
    ]
    for cells in rows:
        (book,) = read(write_sheet(tmp_path / "甲.xlsx", cells, "表"))
        assert [(p.name, len(p.indicators)) for p in book.projects] == [
            ("泵站维护费", int(cells[0] is LISTED)),
            ("渠道清淤费", int(cells[0] is LISTED)),
        ]
        assert [(u.line, u.text) for u in book.unread] == [(4, "有 1 行和前面同一个项目的行完全相同，只保留了一次")]


def test_rows_of_a_list_of_projects_with_other_amounts_are_other_projects(tmp_path: Path) -> None:
    rows = [["项目编码", "项目名称", "预算数", "财政资金"], [CODE, "甲", "5.00", "5.00"], [CODE, "甲", "7.00", "7.00"]]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert ([p.budget for p in book.projects], flags(book)) == (["5.00", "7.00"], ["budget", "budget"])


@pytest.mark.parametrize(
    "signed",
    [["填表人：张三　联系电话：0310-1234567"], ["填表人：张三", "", "", "联系电话：0310-1234567"], ["此表一式两份"]],
)
def test_what_is_signed_below_a_list_is_no_project(tmp_path: Path, signed: list[object]) -> None:
    rows = [LISTED[1:], [CHECKED, "泵站维护费", "12.00", "维修数", "≥8座"], [], [*signed]]
    (book,) = read(write_sheet(tmp_path / "甲.xlsx", rows, "表"))
    assert [p.name for p in book.projects] == ["泵站维护费"]
    assert [(u.line, u.text) for u in book.unread] == [(4, " ".join(str(text) for text in signed if text))]


@pytest.mark.parametrize(
    ("number", "form", "value", "flagged"),
    [
        (45000, '0"人"', "45000人", False),
        (45000, '#,##0"人"', "45,000人", False),
        (12.5, 'General"万元"', "12.5万元", False),
        (1234567.891, "#,##0.00", "1,234,567.89", True),
        (0.5, "0.00", "0.50", False),
        (0.95, "0%", "95%", False),
        (8, "General", "8", False),
        (True, "General", "TRUE", True),
    ],
)
def test_a_value_is_read_as_its_number_format_prints_it(
    tmp_path: Path, number: float, form: str, value: str, flagged: bool
) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(LISTED[1:])
    sheet.append([CHECKED, "泵站维护费", "12.00", "维修数", number])
    sheet["E2"].number_format = form
    workbook.save(tmp_path / "甲.xlsx")
    (book,) = read(tmp_path / "甲.xlsx")
    assert book.projects[0].indicators[0].value == value
    assert flags(book) == ["indicators[0].value"] * flagged
