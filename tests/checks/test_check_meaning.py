"""Rules of meaning (S): each fires on its fault, is quiet on the nearest right case, and repairs where it can."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from books import fixed, set_value, sound_project, write
from hypothesis import given
from hypothesis import strategies as st

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.checks import slips
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project
from tests.checks.conftest import Ask
from tests.checks.disclosed import whole_book

Change = Callable[[Project], object]
RULES = catalog.rules()


def put(path: str, text: str) -> Change:
    return lambda project: write(project, path, text)


def row(index: int, **texts: str) -> Change:
    def change(project: Project) -> None:
        for name, text in texts.items():
            if name == "value":
                set_value(project.indicators[index], text)
            else:
                setattr(project.indicators[index], name, text)

    return change


def every_value(text: str) -> Change:
    return lambda project: [set_value(indicator, text) for indicator in project.indicators]


def changed(change: Change) -> Project:
    project = sound_project()
    change(project)
    return project


FIRES: list[tuple[str, Change, str, str]] = [
    ("S01", row(2, value="11月31日前"), "indicators[2].value", "warning"),
    ("S01", put("goals[0]", "2025年2月29日前完成12座泵站维护，服务2100户"), "goals[0]", "warning"),
    ("S01", row(2, desc="2025-06-31前全部完成维护"), "indicators[2].desc", "warning"),
    ("S01", put("purpose", "用于13月5日开始的泵站日常维护和易损件更换"), "purpose", "warning"),
    ("S03", put("purpose", "用于提供提供全县12座泵站的日常维护"), "purpose", "warning"),
    ("S03", row(1, desc="维护工作实施方案实施方案合格的比例"), "indicators[1].desc", "warning"),
    ("S04", row(1, desc="受益农户"), "indicators[1].desc", "warning"),
    ("S04", row(4, desc="更换易损件的费用"), "indicators[4].desc", "warning"),
    ("S05", row(5, l3="由全县各乡镇泵站灌溉受益的农", desc="由全县各乡镇泵站灌溉受益的农户家庭总数"),
     "indicators[5].l3", "warning"),
    ("S05", row(1, l3="维护验收（抽查合格率"), "indicators[1].l3", "warning"),
    ("S06", row(0, value="≥90%"), "indicators[0].value", "warning"),
    ("S06", row(5, l3="受益农户人数", value="≥90%"), "indicators[5].value", "warning"),
    ("S06", row(2, l3="维护及时率", value="≤60天"), "indicators[2].value", "warning"),
    ("S07", row(2, value="≤5万元"), "indicators[2].value", "warning"),
    ("S07", row(2, l3="汛前维护成本", value="≤5个"), "indicators[2].value", "warning"),
    ("S08", row(0, basis="云财农【2025】12号"), "indicators[0].basis", "info"),
    ("S08", row(0, basis="云财农〔2025]12号"), "indicators[0].basis", "warning"),
    ("S08", row(0, basis="云财农〔2025〕第12号"), "indicators[0].basis", "warning"),
    ("S08", row(0, basis="云财农2025〕12号"), "indicators[0].basis", "warning"),
    ("S10", lambda p: [setattr(p, "fiscal", "0"), setattr(p, "other", "10.00")], "other", "info"),
    ("S11", lambda p: setattr(p, "plan", ["50%", "50%", "80%", "100%"]), "plan[1]", "info"),
    ("S12", lambda p: [row(5, l3="空气PM10指数")(p), put("purpose", "用于提高水平的职工队伍建设")(p),
                       put("name", "技能比武经费")(p), put("goals[0]", "组织12场比武，参加2100人")(p)],
     "indicators[5].l3", "warning"),
    ("S13", every_value("≥90%"), "indicators[0].value", "warning"),
]  # fmt: skip

QUIET: list[tuple[str, Change]] = [
    ("S01", row(2, value="11月30日前")),
    ("S01", put("goals[0]", "2024年2月29日、2025年1-2月28日、12月31日、3个月31天、2025.12完成12座")),
    ("S03", put("purpose", "用于窗口服务服务对象的日常维护，试试看看，哈哈哈哈")),
    ("S03", put("purpose", "用于泵站日常维护、日常维护培训和易损件更换")),
    ("S04", row(1, desc="维护验收合格率")),
    ("S04", row(1, l3="重点泵站受益农户", desc="受益农户")),
    ("S05", row(5, l3="由全县各乡镇泵站灌溉受益农户数量", desc="由全县各乡镇泵站灌溉受益农户数量的统计")),
    ("S05", row(1, l3="维护验收合格率（抽查）")),
    ("S06", row(0, value="≥12次")),
    ("S06", row(0, l3="泵站维护完成率", value="100%")),
    ("S06", row(0, l3="巡查频率", value="≥12次")),
    ("S07", row(2, value="及时率100%")),
    ("S07", row(3, value="≤5万元")),
    ("S08", row(0, basis="云财农〔2025〕12号")),
    ("S08", row(0, basis="总投资（2025）500万元，第12号泵站")),
    ("S08", put("name", "云财农【2025】12号泵站维护费")),
    ("S10", lambda p: [setattr(p, "fiscal", "4.00"), setattr(p, "other", "6.00")]),
    ("S11", lambda p: setattr(p, "plan", ["", "50%", "100%", "100%"])),
    ("S11", lambda p: setattr(p, "plan", ["25%", "25%", "25%", "25%"])),  # increments: F04 says it
    ("S12", row(5, l3="灌溉水质达标农户")),
    ("S13", lambda p: [set_value(p.indicators[i], "100%") for i in (1, 6)]),
]


@pytest.mark.parametrize(("rule", "change", "path", "severity"), FIRES)
def test_a_rule_of_meaning_finds_its_fault(rule: str, change: Change, path: str, severity: str, ask: Ask) -> None:
    assert [(f.path, f.severity) for f in ask(changed(change), rule)] == [(path, severity)]


@pytest.mark.parametrize(("rule", "change"), QUIET)
def test_a_rule_of_meaning_is_quiet_on_the_nearest_right_case(rule: str, change: Change, ask: Ask) -> None:
    assert ask(changed(change), rule) == []


def of_book(book: Book, rule: str) -> list[Finding]:
    every = checks.check_book(book, catalog.frame(""), RULES, forms(book.year))
    return [finding for finding in every if finding.rule == rule]


def test_a_number_of_a_document_is_mended_in_all_cells(ask: Ask) -> None:
    project = changed(lambda p: [row(0, basis="云财农[2025]12号")(p), row(1, basis="见云财农[2025]12号")(p)])
    (finding,) = ask(project, "S08")
    assert finding.fix is not None
    mended = fixed(project, finding.fix)
    assert [i.basis for i in mended.indicators[:2]] == ["云财农〔2025〕12号", "见云财农〔2025〕12号"]
    assert ask(mended, "S08") == []


def two(change: Change) -> Book:
    book = whole_book()
    other = deepcopy(book.projects[0])
    other.id, other.code, other.name = "p1", "53099925P000041200114X", "渠道清淤费"
    change(other)
    book.projects.append(other)
    return book


def test_a_whole_set_of_indicators_pasted_under_another_project() -> None:
    assert [(f.project_id, f.path, f.found) for f in of_book(two(lambda p: None), "S02")] == [
        ("p1", "indicators", "泵站维护费")
    ]
    assert of_book(two(row(3, value="≤2万元")), "S02") != []  # the cost alone makes no other set
    assert of_book(two(row(0, value="≥20次")), "S02") == []
    few = two(lambda p: None)
    for project in few.projects:
        del project.indicators[4:]
    assert of_book(few, "S02") == []


LIMIT = (
    "全县各乡镇泵站和渠道维护次数",
    "维护验收一次通过的泵站合格率",
    "由全县各乡镇泵站灌溉的农户数",
    "按照上级文件要求和自身计划做",
)


def test_names_that_end_at_the_limit_of_a_field() -> None:
    book = two(row(0, value="≥20次"))
    for i, name in enumerate(LIMIT):
        book.projects[i % 2].indicators[i].l3 = name
    assert [(f.project_id, f.path) for f in of_book(book, "S05")] == [("p1", "indicators[3].l3")]
    book.projects[0].indicators[4].l3 = "一个比别的都长的三级指标名称的数量"
    assert of_book(book, "S05") == []  # nothing ends there


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("主要有泵站维护经费10万元。", ["泵站维护经费"]),  # the money is the same
        ("主要为泵站维护费10万元，其他支出1万元。", []),
        ("主要为河道清淤费10万元。", []),
        ("主要为泵站维护工作费30万元。", []),
        ("其中：2025年泵站维护费10万元。", []),
    ],
)
def test_names_in_the_text_that_nearly_agree(text: str, found: list[str]) -> None:
    book = whole_book()
    book.sections[4].text = text
    assert [f.found for f in of_book(book, "S09")] == found


def test_slips_in_the_texts_of_the_disclosure() -> None:
    book = whole_book()
    book.sections[2].text = "全部收入列入预算。\n按云财【2024】5号文，9月31日前公开公开。"
    assert [f.path for rule in ("S01", "S03", "S08") for f in of_book(book, rule)] == ["sections[2].text[1]"] * 3


def test_every_rule_of_meaning_has_both_cases() -> None:
    elsewhere = {"S02", "S09"}
    mine = {rule for rule in RULES if rule.startswith("S")}
    assert {rule for rule, *_ in FIRES} | elsewhere == mine == {rule for rule, _ in QUIET} | elsewhere


@given(st.dates())
def test_no_day_of_the_calendar_is_a_wrong_day(day: object) -> None:
    text = f"{getattr(day, 'year', 0)}年{getattr(day, 'month', 0)}月{getattr(day, 'day', 0)}日"
    assert list(slips.wrong_days(text)) == []
