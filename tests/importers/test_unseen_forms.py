"""Forms and tables as other counties print them: other labels, other columns, tables one cell a line or in lines."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_app import catalog
from desktop_app.domain.model import Book
from desktop_app.importers.read import read

CODE = "13073025P00310756389D"
PARTS = "第一部分 单位预算公开表\n"
T3 = [
    ["功能分类科目", "合计", "基本支出", "项目支出", "经营支出", "上解上级支出", "对附属单位补助支出"],
    ["科目编码", "科目名称", *[""] * 6],
    ["", "合计", "30.00", "10.00", "20.00", "", "", ""],
    ["208", "社会保障和就业支出", "30.00", "10.00", "20.00", "", "", ""],
    ["20802", "民政管理事务", "30.00", "10.00", "20.00", "", "", ""],
    ["2080201", "行政运行", "10.00", "10.00", "", "", "", ""],
    ["2080202", "一般行政管理事务", "20.00", "", "20.00", "", "", ""],
]
T1 = [
    ["序号", "收入", "支出"],
    ["", "项目", "预算数", "项目", "预算数"],
    ["栏次", "1", "2", "3", "4"],
    ["1", "一、一般公共预算拨款收入", "30.00", "一、一般公共服务支出", ""],
    ["2", "二、政府性基金预算拨款收入", "", "二、社会保障和就业支出", "30.00"],
    ["3", "本年收入合计", "30.00", "本年支出合计", "30.00"],
    ["4", "收入总计", "30.00", "支出总计", "30.00"],
]
APPLICATION = [
    ["项目名称", "云岭县道路养护"],
    ["项目编码", CODE],
    ["主管部门", "云岭县交通运输局", "实施单位", "云岭县公路站"],
    ["项目资金（万元）", "资金总额", "30.50"],
    ["", "其中：财政拨款", "30.00"],
    ["", "其他资金", "0.50"],
    ["年度目标", "1.养护道路586公里。"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ["", "产出指标", "数量指标", "养护里程", "586公里"],
    ["", "", "", "更换标志", "≥210块"],
    ["", "", "质量指标", "优良率", "≥83.5%"],
    ["", "效益指标", "社会效益指标", "出行条件", "明显改善"],
    ["", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"],
]


def book_of(tmp_path: Path, text: str) -> Book:
    path = tmp_path / "文本.txt"
    path.write_text(text, encoding="utf-8")
    (book,) = read(path, catalog.reading_forms())
    return book


def caption(name: str) -> list[str]:
    return [name, "328001 云岭县民政局本级", "预算年度：2025", "单位：万元"]


def one_a_line(rows: list[list[str]], end: str, between: str) -> str:
    return between.join(cell + end for row in rows for cell in row)


@pytest.mark.parametrize(("end", "between"), [(" |", "\n"), ("", "\n\n")], ids=["piped", "paragraphs"])
@pytest.mark.parametrize(
    ("no", "name", "rows", "heads"), [(1, "单位预算收支总表", T1, 3), (3, "单位预算支出总表", T3, 2)]
)
def test_a_budget_table_one_cell_a_line_is_put_into_rows(
    tmp_path: Path, end: str, between: str, no: int, name: str, rows: list[list[str]], heads: int
) -> None:
    text = between.join([PARTS, *caption(name)]) + between + one_a_line(rows, end, between)
    book = book_of(tmp_path, f"{text}\n\n第二部分 情况说明\n\n现将云岭县民政局2025年预算公开如下。\n")
    (table,) = book.tables
    assert (table.no, [row.cells for row in table.rows]) == (no, rows[heads:])
    assert not [review for review in book.review if review.path.startswith("budget_tables")]
    assert not book.unread


def test_cells_without_their_blank_ones_are_flagged_and_are_no_narrative(tmp_path: Path) -> None:
    cells = [cell for row in T1 for cell in row if cell]
    text = "\n\n".join([PARTS, *caption("单位预算收支总表"), *cells])
    book = book_of(tmp_path, f"{text}\n\n第二部分 情况说明\n\n现将云岭县民政局2025年预算公开如下。\n")
    assert any(review.path.startswith("budget_tables") for review in book.review)
    assert "社会保障和就业支出" not in "".join(section.heading + section.text for section in book.sections)
    assert any("社会保障和就业支出" in unread.text for unread in book.unread)


def test_a_table_in_lines_of_text_is_flagged_and_is_no_narrative(tmp_path: Path) -> None:
    lines = [" ".join(cell for cell in row if cell) for row in T1]
    text = "\n".join([PARTS, *caption("单位预算收支总表"), *lines])
    title = "云岭县民政局2025年单位预算信息公开情况说明"
    book = book_of(tmp_path, f"{text}\n第二部分 情况说明\n{title}\n现将云岭县民政局2025年预算公开如下。\n")
    assert not book.tables
    assert "budget_tables[1]" in [review.path for review in book.review]
    assert "拨款收入" not in "".join(section.heading + section.text for section in book.sections)


def test_columns_of_blanks_are_seen_below_heads_that_are_set_otherwise(tmp_path: Path) -> None:
    lines = [
        *caption("单位预算收支总表"),
        "序号   收入   支出",
        "       项目                   预算数   项目                     预算数",
        "1      一、一般公共预算拨款   30.00    一、一般公共服务支出",
        "2      二、政府性基金预算              二、社会保障和就业支出   30.00",
        "3                                      三、卫生健康支出",
        "4      本年收入合计           30.00    本年支出合计             30.00",
        "5      收入总计               30.00    支出总计                 30.00",
    ]
    (table,) = book_of(tmp_path, "\n".join([PARTS, *lines, ""])).tables
    assert table.columns == ["序号", "收入/项目", "收入/预算数", "支出/项目", "支出/预算数"]
    assert [row.cells for row in table.rows][2] == ["3", "", "", "三、卫生健康支出", ""]


@pytest.mark.parametrize("shape", ["pipes", "piped", "paragraphs"])
def test_the_application_form_without_descriptions_is_read(tmp_path: Path, shape: str) -> None:
    forms = []
    for n in range(3):
        rows = [[cell.replace(CODE, f"{CODE[:-2]}{n}D") for cell in row] for row in APPLICATION]
        head = ["项目支出绩效目标申报表", "（2025年度）"]
        if shape == "pipes":
            forms += [*head, *(f"| {' | '.join(row)} |" for row in rows), ""]
        elif shape == "piped":
            forms += [*head, one_a_line(rows, " |", "\n"), ""]
        else:
            forms += ["\n\n".join([*head, one_a_line(rows, "", "\n\n")]), ""]
    book = book_of(tmp_path, "\n".join(forms))
    assert len(book.projects) == 3
    for project in book.projects:
        assert (project.name, project.unit_name) == ("云岭县道路养护", "云岭县公路站")
        assert (project.budget, project.fiscal, project.other) == ("30.50", "30.00", "0.50")
        assert [goal.text for goal in project.goals] == ["养护道路586公里。"]
        rows_read = [(i.l1, i.l2, i.l3, i.value) for i in project.indicators]
        assert rows_read[1] == ("产出指标", "数量指标", "更换标志", "≥210块")
        assert rows_read[-1] == ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%")
        assert len(rows_read) == 5
        assert not {"purpose", "plan"} & {review.path for review in project.review}  # no form prints them
    assert any("资金支出计划" in review.reason for review in book.review)
    assert not book.unread


def test_lines_under_a_form_that_hold_indicators_flag_it(tmp_path: Path) -> None:
    rows = [f"| {' | '.join(row)} |" for row in APPLICATION]
    lines = ["项目支出绩效目标申报表", *rows, "", "生态效益指标", "绿化率", "≥90%", ""]
    book = book_of(tmp_path, "\n".join(lines))
    assert "indicators" in [review.path for review in book.projects[0].review]
    assert any("生态效益指标" in unread.text for unread in book.unread)


def sheet_of(tmp_path: Path, rows: list[list[str]]) -> Book:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)  # type: ignore[union-attr]
    path = tmp_path / "清单.xlsx"
    workbook.save(path)
    (book,) = read(path, catalog.reading_forms())
    return book


def test_a_list_without_first_levels_takes_them_from_the_frame(tmp_path: Path) -> None:
    heads = ["项目名称", "项目代码", "资金总额（万元）", "绩效总目标", "大类", "二级指标", "三级指标", "目标值"]
    row = ["敬老院改造", CODE, "8.00", "改造床位80张", "产出", "数量指标", "改造床位", "80张"]
    (project,) = sheet_of(tmp_path, [heads, row]).projects
    assert (project.budget, project.goals[0].text) == ("8.00", "改造床位80张")
    assert (project.indicators[0].l1, project.indicators[0].value) == ("产出指标", "80张")


def test_a_list_that_may_hold_the_money_in_an_unknown_column_is_flagged(tmp_path: Path) -> None:
    heads = ["项目名称", "项目代码", "盘子", "二级指标", "三级指标", "目标值"]
    (project,) = sheet_of(tmp_path, [heads, ["敬老院改造", CODE, "8.00", "数量指标", "改造床位", "80张"]]).projects
    assert {"budget", "goals"} <= {review.path for review in project.review}
