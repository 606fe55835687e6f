"""Every form that the message of a rule takes is said of the case that it is for."""

import re
from collections.abc import Callable
from copy import deepcopy

import pytest

from desktop_app.domain.disclosed import DepartmentGoal, GoalIndicator, Section
from desktop_app.domain.model import UNDECIDED, Book, Goal, Indicator, Unit
from tests.checks import test_check_every_rule as every
from tests.checks import test_check_meaning as of_meaning
from tests.checks import test_check_tables as of_tables
from tests.checks.conftest import Ask
from tests.checks.disclosed import table_of, units, whole_book
from tests.checks.planted_faults import COSTS, QUANTITY, county
from tests.checks.test_check_every_rule import RULES, Change, cell, each, of, value

COUNTY, WHOLE = county, whole_book


def all_rows(**texts: str) -> Change:
    return each(*(cell(0, row, **texts) for row in range(7)))


def without_row(no: int, label: str) -> Change:
    """Label and amounts of a row are gone; the other half of the table stays."""

    def change(book: Book) -> None:
        row = next(row for row in table_of(book, no).rows if any(label in text for text in row.cells))
        at = next(i for i, text in enumerate(row.cells) if label in text)
        row.cells[at:] = [""] * len(row.cells[at:])

    return change


def goal_twice(book: Book) -> None:
    rows = [GoalIndicator("完好率", "≥95%", "≥", "95", "%") for _ in range(2)]
    book.sections.append(Section("总体绩效目标", "", goals=[DepartmentGoal("供水", "保障供水", indicators=rows)]))


def department_lacks_a_row(book: Book) -> None:
    units(book)
    del table_of(book, 3).rows[1]


def same_text(field: str) -> Change:
    """The text of one project is pasted into one of another matter."""
    text = "用于5处集中供水点的管道更换和水质化验，服务3200人"

    def change(book: Book) -> None:
        for project in book.projects[1:3]:
            project.purpose = text if field == "purpose" else project.purpose
            project.goals[0].text = text if field == "goal" else project.goals[0].text

    return change


# rule, form of its message, a sound book, what makes it say so
VARIANTS: list[tuple[str, str, Callable[[], Book], Change]] = [
    ("P01", "only", WHOLE, lambda b: setattr(b, "units", [Unit()])),
    ("P01", "code", COUNTY, lambda b: setattr(b.units[1], "code", "")),
    ("P10", "gap", WHOLE, of_tables.say("其他需要", "【请填写原因】")),
    ("P10", "term", WHOLE, lambda b: setattr(b.glossary[0], "text", " ")),
    ("P09", "parts", COUNTY, of(0, purpose="用于泵站维护，其中：日常维护6.5万元、更换易损件8万元")),
    ("F05", "unclear", COUNTY, of(0, plan=["5", "3", "2", "10"])),
    ("G02", "many", COUNTY, of(0, goals=[Goal("泵站"), Goal("维护费")])),
    ("P08", "form", COUNTY, each(*(of(i, purpose="") for i in range(8)))),
    ("F06", "form", COUNTY, each(*(of(i, plan=[""] * 4) for i in range(8)))),
    ("K01", "form", COUNTY, lambda b: [setattr(row, "desc", "") for p in b.projects for row in p.indicators]),
    ("K01", "nothing", COUNTY, cell(0, QUANTITY, desc="同上")),
    ("K01", "row", COUNTY, lambda b: b.projects[0].indicators.append(Indicator("产出指标", "数量指标"))),
    ("K02", "goal", WHOLE, goal_twice),
    ("K03", "sign", COUNTY, cell(0, QUANTITY, sign="约")),
    ("K08", "cost", COUNTY, value(0, COSTS[0], "按标准执行")),
    ("K08", "count", COUNTY, value(0, QUANTITY, "逐座维护")),
    ("K09", "many", COUNTY, lambda b: [setattr(r, "desc", r.l3) for r in b.projects[0].indicators]),
    ("K10", "class", COUNTY, cell(0, QUANTITY, l3="数量指标")),
    ("K14", "nothing", COUNTY, each(cell(0, QUANTITY, l3="安全事故"), value(0, QUANTITY, "≥0起"))),
    ("K14", "below", COUNTY, value(0, QUANTITY, "≥-12次")),
    ("K15", "price", COUNTY, value(0, COSTS[0], "＝1500万元/人·月")),
    ("K20", "all", COUNTY, all_rows(basis="")),
    ("K20", "nothing", COUNTY, cell(0, QUANTITY, basis="/")),
    ("B03", "across", WHOLE, of_tables.cell(2, "2130301", "合计", "89.00")),
    ("B05", "across", WHOLE, of_tables.cell(4, "农林水支出", "支出/合计", "99.00")),
    ("B07", "across", WHOLE, of_tables.cell(6, "30101", "一般公共预算基本支出/合计", "51.00")),
    ("B08", "across", WHOLE, of_tables.cell(9, "公务接待费", "资金性质/合计", "1.20")),
    ("B02", "row", WHOLE, without_row(1, "农林水支出")),
    ("B06", "row", WHOLE, without_row(4, "农林水支出")),
    ("B06", "carried", WHOLE, each(of_tables.cell(4, "年初财政拨款结转和结余", "收入/金额", "5.00"),
                                   of_tables.cell(4, "农林水支出", "支出/合计", "103.00"),
                                   of_tables.cell(4, "农林水支出", "支出/一般公共预算财政拨款", "103.00"))),
    ("B12", "rounded", WHOLE, each(of_tables.cell(9, "公务接待费", "资金性质/合计", "1.04"),
                                   of_tables.text("三公", "公务接待费1.00", "公务接待费1.0"))),
    ("C05", "date", WHOLE, lambda b: setattr(b.assets[0], "date", "2025年12月31日")),
    ("C05", "part", WHOLE, lambda b: setattr(b.assets[0].rows[2], "value", "35.00")),
    ("C06", "label", WHOLE, of_tables.cell(3, "2130306", "功能分类科目/科目名称", "")),
    ("D01", "undecided", COUNTY, of(0, secret=UNDECIDED)),
    ("D03", "tables", WHOLE, lambda b: b.tables.clear()),
    ("D04", "row", WHOLE, department_lacks_a_row),
    ("S02", "purpose", COUNTY, same_text("purpose")),
    ("S02", "goal", COUNTY, same_text("goal")),
    ("S03", "paragraph", WHOLE, lambda b: setattr(b.sections[6], "text", b.sections[4].text)),
    ("S03", "term", WHOLE, lambda b: b.glossary.append(deepcopy(b.glossary[0]))),
    ("S07", "date", COUNTY, value(0, COSTS[0], "2025年11月底前")),
    ("S03", "marks", COUNTY, of(0, purpose="用于全县12座泵站的日常维护，，更换易损件")),
    ("S06", "measure", COUNTY, each(cell(0, QUANTITY, l3="泵站检查次数"), value(0, QUANTITY, "≥12座"))),
    ("S05", "limit", COUNTY, each(*(cell(i % 2, i, l3=name) for i, name in enumerate(of_meaning.LIMIT)))),
    ("S09", "", WHOLE, of_tables.say("支出说明", "主要有泵站维护经费10万元。")),
    ("S09", "year", WHOLE, each(of(0, name="2025年泵站维护经费"),
                                of_tables.say("支出说明", "新增泵站维护经费10万元。"))),
]  # fmt: skip


def pattern(rule: str, form: str) -> str:
    """What a form of the message of a rule looks like."""
    template = str(RULES[rule][f"message_{form}" if form else "message"])
    return re.sub(r"\\\{\w+\\\}", ".*", re.escape(template))


@pytest.mark.parametrize(("rule", "form", "sound", "change"), VARIANTS)
def test_a_form_of_a_message_is_said(rule: str, form: str, sound: Callable[[], Book], change: Change) -> None:
    book = sound()
    change(book)
    messages = [finding.message for finding in every.said(book, rule)]
    assert any(re.fullmatch(pattern(rule, form), message) for message in messages), messages


def test_every_form_of_every_message_is_said_in_some_case(ask: Ask) -> None:
    messages = {(finding.rule, finding.message) for finding in every.fired(ask)}
    cases = {(rule, form) for rule, form, *_ in VARIANTS}
    forms = [(rule, key[8:]) for rule, data in RULES.items() for key in data if key.startswith("message")]
    assert [
        (rule, form)
        for rule, form in forms
        if (rule, form) not in cases
        and not any(rule == said and re.fullmatch(pattern(rule, form), message) for said, message in messages)
    ] == []


def test_every_severity_of_a_rule_is_met_in_some_case(ask: Ask) -> None:
    met = {(finding.rule, finding.severity) for finding in every.fired(ask)}
    for rule, _form, sound, change in VARIANTS:
        book = sound()
        change(book)
        met |= {(finding.rule, finding.severity) for finding in every.said(book, rule)}
    kinds = {(rule, text) for rule, data in RULES.items() for key, text in data.items() if key.startswith("severity")}
    assert kinds - met == set()
