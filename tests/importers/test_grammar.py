"""The grammar of the forms: rows -> projects; shifted columns, cells cut by page breaks, the place of each field."""

import pytest

from desktop_app import catalog
from desktop_app.domain.model import Indicator, Project
from desktop_app.domain.traces import Origin
from desktop_app.importers import vocabulary
from desktop_app.importers.cells import Row
from desktop_app.importers.columns import layout
from desktop_app.importers.document import read_document
from desktop_app.importers.goals import places_of, split_goals
from desktop_app.importers.plan import read_plan

WORDS = vocabulary.build(catalog.reading_forms())

HEAD = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
LEAD = ["1、泵站养护费绩效目标表", "412001 云岭县水利局本级", "单位：万元"]
NAME = ["项目编码", "13990125P000061100119", "", "项目名称", "泵站养护费", "", ""]
MONEY = ["预算规模及资金用途", "预算数", "5.00", "其中：财政资金", "5.00", "其他资金", "0"]
PURPOSE = ["", "养护泵站12座", "", "", "", "", ""]
MONTHS = ["资金支出计划（%）", "3月底", "", "6月底", "10月底", "", "12月底"]
PLAN = ["", "25%", "", "50%", "75%", "", "100%"]
GOALS = ["绩效目标", "1.养护泵站。 2.培训职工。", "", "", "", "", ""]
OUTPUT = ["产出指标", "数量指标", "泵站数", "养护的泵站", "≥12座", "年度计划"]
QUALITY = ["", "质量指标", "完好率", "完好的占比", "≥95%", "年度计划"]
EFFECT = ["效益指标", "社会效益指标", "排涝及时", "排涝是否及时", "及时", "年度计划"]
GRID = [HEAD, OUTPUT, QUALITY, EFFECT]
UPPER = [NAME, MONEY, PURPOSE, MONTHS, PLAN, GOALS]


def rows(*parts: list[str] | str) -> list[Row]:
    """Rows one line each: a list is a row of cells, a text running text, and "" a blank line."""
    done: list[Row] = []
    for number, part in enumerate(parts, 1):
        if part:
            cells = [part] if isinstance(part, str) else list(part)
            done.append(Row(number, number, cells, not isinstance(part, str)))
    return done


def read(*parts: list[str] | str) -> Project:
    """The one project of a document."""
    (project,) = read_document(rows(*parts), WORDS).projects
    return project


def flags(project: Project) -> list[str]:
    return [review.path for review in project.review]


def texts(indicator: Indicator) -> list[str]:
    return [getattr(indicator, field) for field in ("l1", "l2", "l3", "desc", "value", "basis")]


WHOLE = [
    ["产出指标", "数量指标", "泵站数", "养护的泵站", "≥12座", "年度计划"],
    ["产出指标", "质量指标", "完好率", "完好的占比", "≥95%", "年度计划"],
    ["效益指标", "社会效益指标", "排涝及时", "排涝是否及时", "及时", "年度计划"],
]


def test_a_whole_form_is_read_without_a_doubt() -> None:
    project = read(*LEAD, *UPPER, *GRID)
    assert flags(project) == []
    assert (project.seq, project.title, project.unit_code) == ("1", "泵站养护费绩效目标表", "412001")
    assert (project.budget, project.fiscal, project.other) == ("5.00", "5.00", "0")
    assert (project.purpose, project.plan) == ("养护泵站12座", ["25%", "50%", "75%", "100%"])
    assert [texts(i) for i in project.indicators] == WHOLE


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ([*HEAD[:4], "", *HEAD[4:]], [[*row[:4], "", *row[4:]] for row in WHOLE]),
        ([*HEAD[:4], "", *HEAD[4:]], [[*row, ""] for row in WHOLE]),
        ([*HEAD, ""], [[*row[:4], "", *row[4:]] for row in WHOLE]),
        (["", *HEAD], [["", *row] for row in WHOLE]),
        (["", *HEAD], [[*row, ""] for row in WHOLE]),
        (["", *HEAD], [[*row[:3], *row[2:]] for row in WHOLE]),
        (["", *HEAD], [[*row[:4], *row[3:]] for row in WHOLE]),
        ([*HEAD, ""], [[*row, row[-1]] for row in WHOLE]),
    ],
    ids=[
        "blank column",
        "blank column in the heads only",
        "blank column in the rows only",
        "all one to the right",
        "heads one to the right",
        "heads to the right, names twice",
        "heads to the right, descriptions twice",
        "last column twice",
    ],
)
def test_shifted_columns_are_put_back_by_their_heads(head: list[str], body: list[list[str]]) -> None:
    project = read(*LEAD, *UPPER, head, *body)
    assert [texts(i) for i in project.indicators] == WHOLE
    assert flags(project) == []


def test_heads_that_come_again_hold_for_the_rows_below_them() -> None:
    wide = [*HEAD[:4], "", *HEAD[4:]]
    project = read(*LEAD, *UPPER, wide, [*OUTPUT[:4], "", *OUTPUT[4:]], "", HEAD, QUALITY, EFFECT)
    assert [texts(i) for i in project.indicators] == WHOLE
    assert flags(project) == []


def test_what_one_row_does_alone_is_flagged() -> None:
    project = read(*LEAD, *UPPER, [*HEAD, ""], [*OUTPUT, ""], [*QUALITY[:4], "", *QUALITY[4:]], [*EFFECT, ""])
    assert flags(project) == ["indicators[1]"]


def test_two_columns_that_could_be_the_double_are_not_chosen_between() -> None:
    body = [["产出指标", "数量指标", "泵站", "泵站", "描述", "≥12座", "≥12座"]]
    head = Row(1, 1, ["", *HEAD])
    found = layout(head, [Row(n, n, row) for n, row in enumerate(body, 2)], WORDS)
    assert found.doubled == frozenset()


def test_a_cell_that_a_page_break_cut_is_joined_and_flagged() -> None:
    cut = [*QUALITY[:3], "完好的", *QUALITY[4:]]
    project = read(*LEAD, *UPPER, HEAD, OUTPUT, cut, "", HEAD, ["", "", "", "占比", "", ""], EFFECT)
    assert [texts(i) for i in project.indicators] == WHOLE
    assert flags(project) == ["indicators[1].desc"]
    assert project.indicators[1].lines == (12, 15)


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (["", "质量指标", "完好率", "≥95%", "完好的占比", "年度计划"], "indicators[1]"),
        (["", "质量指标", "完好率", "完好的占比", "年度计划", "≥95%"], "indicators[1]"),
        (["", "质量指标", "完好率", "完好的占比", "年度计划", "≥九成（含）"], ""),
        (["", "质量指标", "完好率", "95%", "完好的占比", "年度计划"], "indicators[1]"),
        (["", "社会效益指标", "完好率", "完好的占比", "≥95%", "年度计划"], "indicators[1]"),
    ],
)
def test_cells_in_each_others_place_are_flagged(row: list[str], path: str) -> None:
    assert flags(read(*LEAD, *UPPER, HEAD, OUTPUT, row, EFFECT)) == ([path] if path else [])


def test_money_in_two_rows_is_read_whole() -> None:
    project = read(*LEAD, NAME, MONEY[:5], ["", "", "", "", "", *MONEY[5:]], *UPPER[2:], *GRID)
    assert (project.budget, project.fiscal, project.other, project.purpose) == ("5.00", "5.00", "0", "养护泵站12座")
    assert flags(project) == []


def test_an_amount_that_slipped_makes_all_three_doubtful() -> None:
    slipped = ["预算规模及资金用途", "预算数", "5.00", "其中：财政资金", "其他资金", "5.00", "0"]
    assert set(flags(read(*LEAD, NAME, slipped, *UPPER[2:], *GRID))) == {"budget", "fiscal", "other"}


def test_a_unit_without_a_code_keeps_the_title_and_the_number() -> None:
    project = read(LEAD[0], "云岭县水利局本级", LEAD[2], *UPPER, *GRID)
    assert (project.seq, project.title) == ("1", "泵站养护费绩效目标表")
    assert (project.unit_code, project.unit_name) == ("", "云岭县水利局本级")
    assert flags(project) == []


def test_a_line_under_the_title_that_names_no_unit_is_said() -> None:
    book = read_document(rows(LEAD[0], "填报日期 2025年1月", LEAD[2], *UPPER, *GRID), WORDS)
    (project,) = book.projects
    assert (project.seq, project.title, project.unit_name) == ("1", "泵站养护费绩效目标表", "")
    assert [(unread.line, unread.text) for unread in book.unread] == [(2, "填报日期 2025年1月")]


def test_a_code_that_one_unit_lacks_is_flagged() -> None:
    other = ["项目编码", "13990125P00006110012A", "", "项目名称", "苗圃养护费", "", ""]
    second = ["2、苗圃养护费绩效目标表", "云岭县水利局渠道站", LEAD[2], other, *UPPER[1:], *GRID]
    book = read_document(rows(*LEAD, *UPPER, *GRID, *second), WORDS)
    assert [flags(project) for project in book.projects] == [[], ["unit_code"]]
    assert book.projects[1].unit_name == "云岭县水利局渠道站"


def test_what_is_printed_twice_is_kept_once() -> None:
    double = [row for part in UPPER for row in (part, part)]
    project = read(*LEAD, *double, *GRID)
    assert flags(project) == []
    assert (project.purpose, [goal.text for goal in project.goals]) == ("养护泵站12座", ["养护泵站。", "培训职工。"])


def test_the_plan_again_under_the_goals_is_no_goal() -> None:
    lost = [["资金支出计划（%）", "3月底", "", "6月底", "", "10月底", ""], ["", "25%", "", "50%", "", "75%", ""]]
    again = [["绩效目标", *lost[0][1:]], lost[1], "1. 1. 养护泵站。2. 培训职工。"]
    project = read(*LEAD, *UPPER[:3], *lost, *again, *GRID)
    assert [goal.text for goal in project.goals] == ["1. 养护泵站。2. 培训职工。"]
    assert flags(project) == ["plan[3]"]
    another = [["绩效目标", *lost[0][1:]], ["", "25%", "", "60%", "", "75%", ""], "1.养护泵站。"]
    assert flags(read(*LEAD, *UPPER[:3], *lost, *another, *GRID)) == ["plan[3]", "goals"]


SHIFTED = ["资金支出计划（%）", "3月底", "", "6月底", "", "10月底", ""]


@pytest.mark.parametrize(
    ("entries", "plan", "flagged"),
    [
        (["", "25%", "50%", "75%", "", "", ""], ["25%", "50%", "75%", ""], ["plan[3]"]),
        (["", "", "25%", "", "50%", "", "75%"], ["25%", "50%", "75%", ""], ["plan[3]"]),
        (["", "25%", "50%", "", "", "", ""], ["25%", "", "", ""], ["plan"]),
        (["", "25%", "", "50%", "", "", ""], ["25%", "50%", "", ""], ["plan[3]"]),
    ],
)
def test_entries_beside_their_months_are_put_back_or_flagged(
    entries: list[str], plan: list[str], flagged: list[str]
) -> None:
    found, review = read_plan(rows(SHIFTED, entries), WORDS)
    assert (found, [r.path for r in review]) == (plan, flagged)


@pytest.mark.parametrize("lines", [[MONTHS], [PLAN, MONTHS], [SHIFTED, ["12月底", "100%"]]])
def test_a_plan_without_the_row_of_its_entries_is_flagged(lines: list[list[str]]) -> None:
    _, review = read_plan(rows(*lines), WORDS)
    assert [r.path for r in review] == ["plan"]


@pytest.mark.parametrize("at", range(len(UPPER) - 1))
def test_two_rows_that_changed_places_are_read_or_flagged(at: int) -> None:
    moved = list(UPPER)
    moved[at], moved[at + 1] = moved[at + 1], moved[at]
    project, whole = read(*LEAD, *moved, *GRID), read(*LEAD, *UPPER, *GRID)
    flagged = {path.split("[")[0] for path in flags(project)}
    for field in ("code", "name", "budget", "fiscal", "other", "purpose", "plan"):
        assert getattr(project, field) == getattr(whole, field) or field in flagged
    assert [g.text for g in project.goals] == [g.text for g in whole.goals] or "goals" in flagged
    assert [texts(i) for i in project.indicators] == WHOLE


def test_every_field_knows_its_lines() -> None:
    project = read(*LEAD, *UPPER, *GRID)
    lines = {"seq": 1, "title": 1, "unit_code": 2, "unit_name": 2, "code": 4, "name": 4, "budget": 5, "fiscal": 5}
    lines |= {"other": 5, "purpose": 6, "plan[0]": 8, "plan[1]": 8, "plan[2]": 8, "plan[3]": 8}
    assert project.origins == {name: Origin(line, line) for name, line in lines.items()}
    assert [goal.lines for goal in project.goals] == [(9, 9), (9, 9)]
    assert [indicator.lines for indicator in project.indicators] == [(11, 11), (12, 12), (13, 13)]


def test_every_field_knows_its_column_in_a_workbook() -> None:
    found = rows(*LEAD, *UPPER, *GRID)
    for row in found:
        row.columns = tuple(range(1, 2 * len(row.cells), 2))
    (project,) = read_document(found, WORDS).projects
    assert project.origins["name"] == Origin(4, 4, 9)
    assert project.origins["plan[1]"] == Origin(8, 8, 7)
    assert project.origins["indicators.l3"] == Origin(0, 0, 5)
    assert project.origins["indicators.basis"] == Origin(0, 0, 11)


def test_a_form_of_one_cell_a_line_knows_the_line_of_each_cell() -> None:
    cells = [cell for part in (NAME, MONEY) for cell in part if cell]
    cells += ["", PURPOSE[1], *filter(None, MONTHS), "", *filter(None, PLAN), *GOALS[:2]]
    cells += [cell for part in GRID for cell in part]
    found = [Row(n, n, [text], False) for n, text in enumerate(LEAD, 1)]
    found += [Row(n, n, ["", text]) for n, text in enumerate(cells, 4)]
    (project,) = read_document(found, WORDS).projects
    assert flags(project) == []
    assert [texts(i) for i in project.indicators] == WHOLE
    assert (project.origins["code"], project.origins["name"]) == (Origin(5, 5), Origin(7, 7))
    assert project.origins["plan[3]"] == Origin(26, 26)
    assert [goal.lines for goal in project.goals] == [(28, 28), (28, 28)]


@pytest.mark.parametrize("label", ["项目编码", "预算数", "其他资金", "资金支出计划（%）", "6月底", "绩效目标"])
def test_a_label_printed_twice_in_a_form_of_one_cell_a_line_is_one(label: str) -> None:
    cells = [cell for part in (NAME, MONEY) for cell in part if cell]
    cells += ["", PURPOSE[1], *filter(None, MONTHS), "", *filter(None, PLAN), *GOALS[:2]]
    cells.insert(cells.index(label), label)
    cells += [cell for part in GRID for cell in part]
    found = [Row(n, n, [text], False) for n, text in enumerate(LEAD, 1)]
    found += [Row(n, n, ["", text]) for n, text in enumerate(cells, 4)]
    (project,) = read_document(found, WORDS).projects
    assert flags(project) == []
    assert (project.title, project.code, project.plan) == (
        "泵站养护费绩效目标表",
        NAME[1],
        ["25%", "50%", "75%", "100%"],
    )
    assert [texts(i) for i in project.indicators] == WHOLE


def test_goals_over_several_rows_know_their_own() -> None:
    cells = ["1.甲\n2.乙", "丙", "3.丁"]
    goals, certain = split_goals("\n".join(cells))
    assert (goals, certain) == (["甲", "乙\n丙", "丁"], True)
    assert places_of(goals, cells, [(5, 6), (7, 7), (9, 9)]) == [(5, 6), (5, 7), (9, 9)]
    assert not split_goals("1.甲\n3.丙\n2.乙")[1]


ANOTHER_LEAD = ["2、泵站养护费绩效目标表", *LEAD[1:]]
FORM = [*LEAD, *UPPER, *GRID]


def test_a_project_that_is_printed_twice_is_kept_once() -> None:
    book = read_document(rows(*FORM, *ANOTHER_LEAD, *UPPER, *GRID), WORDS)
    assert [project.seq for project in book.projects] == ["1"]
    assert (flags(book.projects[0]), book.review[:-1], book.unread) == ([], [], [])
    assert "projects" not in [review.path for review in book.review]


def test_two_projects_with_one_code_in_one_unit_are_both_flagged() -> None:
    changed = [NAME, ["预算规模及资金用途", "预算数", "6.00", "其中：财政资金", "6.00", "其他资金", "0"], *UPPER[2:]]
    book = read_document(rows(*FORM, *ANOTHER_LEAD, *changed, *GRID), WORDS)
    assert [project.budget for project in book.projects] == ["5.00", "6.00"]
    assert [flags(project) for project in book.projects] == [["code"], ["code"]]


def test_one_code_in_two_units_is_legal() -> None:
    lead = [ANOTHER_LEAD[0], "412002 云岭县排灌站", ANOTHER_LEAD[2]]
    book = read_document(rows(*FORM, *lead, *UPPER, *GRID), WORDS)
    assert [project.unit_code for project in book.projects] == ["412001", "412002"]
    assert [flags(project) for project in book.projects] == [[], []]


@pytest.mark.parametrize(
    ("text", "goals", "certain"),
    [
        ("3.维修泵站。\n4.清淤渠道。", ["维修泵站。", "清淤渠道。"], False),
        ("3、维修泵站。\n4、清淤渠道。\n5、培训", ["维修泵站。", "清淤渠道。", "培训"], False),
        ("3.维修泵站。 4.清淤渠道。", ["维修泵站。", "清淤渠道。"], False),
        ("3.维修泵站。\n4.清淤渠道。\n6.培训", ["维修泵站。", "清淤渠道。\n6.培训"], False),
        ("3.5公里渠道清淤。\n4.维修", ["3.5公里渠道清淤。\n4.维修"], True),
        ("3.维修泵站。", ["3.维修泵站。"], False),
    ],
)
def test_goals_that_are_not_numbered_from_1(text: str, goals: list[str], certain: bool) -> None:
    assert split_goals(text) == (goals, certain)


@pytest.mark.parametrize(("mark", "secret"), [("密级：秘密★5年", "是"), ("机密★1年", "是"), ("密级：公开", "")])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_mark_of_secrecy_above_a_form_holds_the_project_back(mark: str, secret: str, at: int) -> None:
    lead = [*LEAD[:at], mark, *LEAD[at:]]
    book = read_document(rows("云岭县水利局2025年部门预算绩效文本", "", *lead, *UPPER, *GRID), WORDS)
    (project,) = book.projects
    assert (project.secret, flags(project)) == (secret, ["secret"] if secret else [])
    assert all(mark in review.reason for review in project.review)
    assert (project.seq, project.unit_code, project.title) == ("1", "412001", "泵站养护费绩效目标表")
    assert not any(mark in section.heading + section.text for section in book.sections)


def test_the_unit_in_a_row_of_the_form_is_read() -> None:
    row = ["预算单位", "云岭县水利局本级", "", "单位编码", "412001", "", ""]
    project = read("泵站养护费绩效目标表", NAME, row, *UPPER[1:], *GRID)
    assert (project.unit_code, project.unit_name, flags(project)) == ("412001", "云岭县水利局本级", [])
    project = read(*LEAD, NAME, [*row[:4], "412009", "", ""], *UPPER[1:], *GRID)
    assert (project.unit_code, flags(project)) == ("412001", ["unit_code"])


@pytest.mark.parametrize(
    "heads", [["一季度", "", "二季度", "三季度", "", "四季度"], ["3月底", "", "6月底", "9月底", "", "12月底"]]
)
def test_a_plan_of_other_months_is_not_taken_for_ours(heads: list[str]) -> None:
    project = read(*LEAD, *UPPER[:3], [MONTHS[0], *heads], PLAN, GOALS, *GRID)
    assert (project.plan, flags(project)) == ([""] * 4, ["plan"])
    assert not any(path.startswith("plan") for path in project.origins)


def test_two_rows_of_heads_that_complete_each_other_are_one() -> None:
    over = ["绩效指标", "", "", *HEAD[3:]]
    for under in ([*HEAD[:3], "", "", ""], HEAD[:3]):
        project = read(*LEAD, *UPPER, over, under, OUTPUT, QUALITY, EFFECT)
        assert [texts(i) for i in project.indicators] == WHOLE
        assert flags(project) == []


def test_a_document_of_two_departments_says_so() -> None:
    lead = [ANOTHER_LEAD[0], "501001 云岭县交通运输局本级", ANOTHER_LEAD[2]]
    name = [NAME[0], "13990125P000061100127", *NAME[2:]]
    titles = [f"云岭县{office}局2025年部门预算绩效文本" for office in ("水利", "交通运输")]
    parts = [titles[0], "", *FORM, "", titles[1], "", *lead, name, *UPPER[1:], *GRID]
    book = read_document(rows(*parts), WORDS)
    (review,) = [review for review in book.review if review.path.startswith("department")]
    assert review.path == "department"
    assert "云岭县水利局、云岭县交通运输局" in review.reason
