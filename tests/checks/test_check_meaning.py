"""Rules of meaning (S): each fires on its fault, is quiet on the nearest right case, and repairs where it can."""

from copy import deepcopy

import pytest
from books import Change, changed, fixed, row, set_value, write
from hypothesis import given
from hypothesis import strategies as st

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.checks import slips
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from tests.checks.conftest import Ask
from tests.checks.disclosed import whole_book

RULES = catalog.rules()


def put(path: str, text: str) -> Change:
    return lambda project: write(project, path, text)


def every_value(text: str) -> Change:
    return lambda project: [set_value(indicator, text) for indicator in project.indicators]


FIRES: list[tuple[str, Change, str, str]] = [
    ("S01", row(2, value="11月31日前"), "indicators[2].value", "warning"),
    ("S01", put("goals[0]", "2025年2月29日前完成12座泵站维护，服务2100户"), "goals[0]", "warning"),
    ("S01", row(2, desc="2025-06-31前全部完成维护"), "indicators[2].desc", "warning"),
    ("S01", put("purpose", "用于13月5日开始的泵站日常维护和易损件更换"), "purpose", "warning"),
    ("S01", row(2, value="2025年13月底前"), "indicators[2].value", "warning"),
    ("S01", row(2, value="0月底前"), "indicators[2].value", "warning"),
    ("S01", put("purpose", "2025年18月完成泵站的日常维护和易损件更换"), "purpose", "warning"),
    ("S06", row(0, l3="泵站维护座数", value="100%"), "indicators[0].value", "warning"),
    ("S06", row(0, l3="清淤长度", value="≥95%"), "indicators[0].value", "warning"),
    ("S06", row(0, l3="登记量", value="≥95%"), "indicators[0].value", "warning"),
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
    ("S06", row(0, l3="泵站维护完成率", value="100%"), "indicators[0].value", "warning"),  # no number of outputs at all
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
    ("S14", put("purpose", "用于全县12座泵站的日常维护。6月底前支付60%。"), "plan[1]", "warning"),
    ("S14", put("purpose", "用于泵站维护，资金支出进度3月底达到40%，6月底达到50%"), "plan[0]", "warning"),
    ("S14", put("goals[0]", "5月底前完成补助资金发放；汛期前维护12座泵站"), "plan[1]", "warning"),
    ("S14", put("goals[0]", "10月底前，泵站维护费全部支付完毕；维护12座泵站"), "plan[2]", "warning"),
    ("S14", put("goals[0]", "维护12座泵站，预算执行率6月底达到60%"), "plan[1]", "warning"),
    ("S14", put("goals[0]", "维护12座泵站，资金计划于今年8月底前支付完毕"), "plan[2]", "warning"),
    ("S14", put("goals[0]", "一季度支出30%，维护12座泵站"), "plan[0]", "warning"),
    ("S14", row(2, l3="资金拨付完成时间", value="2025年6月30日前"), "plan[1]", "warning"),
    ("S14", row(2, l3="6月底支付进度", value="≥60%"), "plan[1]", "warning"),
]  # fmt: skip

QUIET: list[tuple[str, Change]] = [
    ("S01", row(2, value="11月30日前")),
    ("S01", put("goals[0]", "2024年2月29日、2025年1-2月28日、12月31日、3个月31天、2025.12完成12座")),
    ("S03", put("purpose", "用于窗口服务服务对象的日常维护，试试看看，哈哈哈哈")),
    ("S03", put("purpose", "用于泵站日常维护、日常维护培训和易损件更换")),
    ("S03", put("purpose", "用于泵站日常维护……，更换“易损件”。。。等等、等等")),
    ("S04", row(1, desc="维护验收合格率")),
    ("S04", row(1, l3="重点泵站受益农户", desc="受益农户")),
    ("S05", row(5, l3="由全县各乡镇泵站灌溉受益农户数量", desc="由全县各乡镇泵站灌溉受益农户数量的统计")),
    ("S05", row(1, l3="维护验收合格率（抽查）")),
    ("S06", row(0, value="≥12次")),
    ("S06", lambda p: [p.indicators.append(p.indicators[0]), p.indicators.insert(0, deepcopy(p.indicators[0])),
                       row(0, l3="泵站维护完成率", value="100%")(p)]),
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
    ("S14", put("purpose", "用于泵站维护，3月底支付25%，6月底支付50%，10月底支付75%，12月底付清")),
    ("S14", put("purpose", "用于泵站维护，3月底支出25%，6月底支出25%，10月底支出25%")),  # each for its own time
    ("S14", put("purpose", "用于泵站维护，6月底前支出不低于40%，三季度支出30%")),
    ("S14", put("purpose", "用于泵站维护，6月底前首批支付60%")),
    ("S14", put("purpose", "用于泵站维护，6月底前支付设备款60%，5月底前完成设备款支付")),
    ("S14", put("purpose", "用于泵站维护，设备款6月底前支付完毕，电费6月底前支付60%")),
    ("S14", put("purpose", "用于泵站维护，2024年6月底前完成支付，每年6月底前支付完毕，6月起发放补贴")),
    ("S14", put("goals[0]", "5月底前完成12座泵站的维护，保障资金支出，补贴发放率100%")),
    ("S14", lambda p: [put("goals[0]", "6月底前完成资金发放，维护12座泵站")(p),
                       setattr(p, "plan", ["25%", "100%", "100%", "100%"])]),
    ("S14", lambda p: [put("goals[0]", "6月底前完成资金发放，维护12座泵站")(p),
                       setattr(p, "plan", ["25%", "25%", "25%", "25%"])]),  # no plan to compare with: F04
    ("S14", row(2, l3="设备款支付时间", value="6月底前")),
    ("S14", row(2, l3="资金拨付及时性", value="11月前")),
]  # fmt: skip


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
    assert [f.path for f in of_book(two(row(0, value="≥20次")), "S02")] == ["purpose", "goals[0]"]
    few = two(lambda p: None)
    for project in few.projects:
        del project.indicators[4:]
    assert [f for f in of_book(few, "S02") if f.path == "indicators"] == []


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


# rule, what the text says, the names that are found in it
NAMED: list[tuple[str, str, list[str]]] = [
    ("S09", "主要有泵站维护经费10万元。", ["泵站维护经费"]),  # the money is the same
    ("S09", "主要为泵站维护费10万元，其他支出1万元。", []),
    ("S09", "按泵站维护费10万元、渠道泵站维护费10万元安排。", []),  # the whole name is in it
    ("S09", "主要为河道清淤费10万元。", []),
    ("S09", "主要为泵站维护工作费30万元。", []),
    ("S09", "其中：2025年泵站维护费10万元。", []),
]


@pytest.mark.parametrize(("rule", "text", "found"), NAMED)
def test_names_in_the_text_that_nearly_agree(rule: str, text: str, found: list[str]) -> None:
    book = whole_book()
    book.sections[4].text = text
    assert [f.found for f in of_book(book, rule)] == found


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("新增泵站维护经费10万元。", ["info"]),
        ("新增泵站维护经费11万元。", []),  # the money is another's
        ("新增2024年泵站维护经费10万元。", []),
        ("新增2025年泵站维护经费10万元。", []),
    ],
)
def test_a_name_without_its_year(text: str, severities: list[str]) -> None:
    book = whole_book()
    book.projects[0].name = "2025年泵站维护经费"
    book.sections[4].text = text
    assert [f.severity for f in of_book(book, "S09")] == severities


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("泵站维护费（上年结转资金）", "info"),
        ("泵站维护工作经费（原“农水人才”补助经费）", "info"),
        ("泵站维护补助资金", "info"),
        ("泵站维修费", "warning"),
        ("（泵站维护费", "warning"),
    ],
)
def test_one_matter_in_two_parts_of_money_has_one_set(name: str, severity: str) -> None:
    found = of_book(two(lambda p: setattr(p, "name", name)), "S02")
    assert [f.severity for f in found] == [severity]


def test_slips_in_the_texts_of_the_disclosure() -> None:
    book = whole_book()
    book.sections[2].text = "全部收入列入预算。\n按云财【2024】5号文，9月31日前公开公开。"
    assert [f.path for rule in ("S01", "S03", "S08") for f in of_book(book, rule)] == ["sections[2].text[1]"] * 3


@given(st.dates())
def test_no_day_of_the_calendar_is_a_wrong_day(day: object) -> None:
    text = f"{getattr(day, 'year', 0)}年{getattr(day, 'month', 0)}月{getattr(day, 'day', 0)}日"
    assert list(slips.wrong_days(text)) == []
