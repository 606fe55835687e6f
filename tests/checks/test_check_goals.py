"""The rules of indicators on those of the department's goals: each fires, stays quiet on the nearest right case."""

import pytest

from desktop_app import catalog, checks
from desktop_app.actions.path_names import path_text
from desktop_app.domain import department_goals, fields
from desktop_app.domain.disclosed import DepartmentGoal, GoalIndicator, Section
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book


def stated(text: str) -> Book:
    """A book whose only section states these goals."""
    goals = department_goals.read("二、分项绩效目标", text)
    for n, goal in enumerate(goals):
        goal.id = f"g{n}"
        for i, indicator in enumerate(goal.indicators):
            indicator.id = f"g{n}i{i}"
    return Book(year=2025, sections=[Section("二、分项绩效目标", text, goals=goals, id="s")])


def found(book: Book) -> list[Finding]:
    context = checks.Context(book.year, catalog.frame(""), catalog.rules())
    return [f for f in checks.check_book_parts(book, context) if ".goals[" in f.path]


def line(indicators: str) -> Book:
    return stated(f"绩效目标：管好水。\n绩效指标：{indicators}")


AT = "sections[0].goals[0].indicators[0]"

FIRES = [
    ("完好率：", "K01", f"{AT}.value"),
    ("完好率：95%。\n完好率：96%", "K02", "sections[0].goals[0].indicators[1].name"),
    ("清淤长度：≥很多", "K03", f"{AT}.value"),
    ("清淤长度：≥12", "K04", f"{AT}.measure"),
    ("名称" * 16 + "：95%", "K07", f"{AT}.name"),
    ("完好率：≥95百分比", "K11", f"{AT}.value"),
    ("完好率：95百分比以上", "K11", f"{AT}.value"),
    ("完好率：130%", "K12", f"{AT}.value"),
    ("用户满意度：30户", "K13", f"{AT}.value"),
    ("用户满意度：60%以上", "K13", f"{AT}.value"),
]
QUIET = [
    "按期完成。", "完好率：95%。\n合格率：95%", "清淤长度：≥12公里", "课时（节）：40",
    "完好率95%以上，" + "开展活动，" * 8 + "共3次", "完好率：不低于95%", "完好率：大于95%", "合格率达到95%",
    "水费收入：比上年增长130%", "收入增长率：130%左右", "用户满意度：90%以上", "用户投诉：3次以内",
    "新增5万人左右，再就业1万人以上", "完成1-2项", "12月底前：完成", "及时率：及时",
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "path"), FIRES)
def test_a_rule_fires(text: str, rule: str, path: str) -> None:
    book = line(text)
    assert [(f.rule, f.path) for f in found(book)][:1] == [(rule, path)]
    spot = fields.find(book, path)
    assert spot is not None and spot.table == "goal_indicator" and spot.text is not None


@pytest.mark.parametrize("text", QUIET)
def test_the_nearest_right_case_is_quiet(text: str) -> None:
    assert [f for f in found(line(text)) if (f.rule, f.severity) != ("K12", "warning")] == []


@pytest.mark.parametrize(
    ("value", "repaired"),
    [("≥95百分比", "≥95%"), ("95百分比以上", "95%以上"), ("100大于等于100%", "≥100%"), ("《5％", "＜5%")],
)
def test_a_value_is_repaired_in_its_own_words(value: str, repaired: str) -> None:
    finding = next(f for f in found(line(f"完好率：{value}")) if f.rule == "K11")
    assert (finding.found, finding.expected) == (value, repaired)
    assert finding.fix is not None and finding.fix.texts == ((f"{AT}.value", repaired),)


def test_a_typed_row_must_be_filled() -> None:
    book = line("完好率：95%")
    book.sections[0].goals[0].indicators.append(GoalIndicator())
    book.sections[0].goals[0].indicators.append(GoalIndicator("合格率"))
    book.sections[0].goals[0].indicators.append(GoalIndicator("", "3次", "", "3", "次"))
    book.sections[0].goals.append(DepartmentGoal())
    goal = "sections[0].goals[0].indicators"
    assert [(f.rule, f.path) for f in found(book)] == [
        ("K01", f"{goal}[1].name"), ("K01", f"{goal}[2].value"), ("K01", f"{goal}[3].name"),
        ("K01", "sections[0].goals[1].text"),
    ]  # fmt: skip


def test_places_of_goals() -> None:
    book = stated("1、绩效目标：管水。\n绩效指标：完好率：95%\n2、绩效目标：防汛。\n绩效指标：演练：2次")
    paths = fields.paths(book)
    assert paths["g1"] == ("department_goal", "sections[0].goals[1]")
    assert paths["g1i0"] == ("goal_indicator", "sections[0].goals[1].indicators[0]")
    records = fields.records(book)
    assert records["g1i0"].name == "演练" and records["g0"].text == "管水。"
    path = "sections[0].goals[1].indicators[0].value"
    assert path_text(book, path) == "二、分项绩效目标 分项目标2 第1条指标 指标值"
    assert path_text(None, "sections[0].goals[1].text") == "分项目标2 绩效目标"
    spot = fields.find(book, "sections[0].goals[1].text")
    assert spot is not None and spot.text == "防汛。"
    for nothing in ("sections[0].goals[2]", "sections[0].goals[1].indicators[1]", "sections[0].goals[1].rows[0]"):
        assert fields.find(book, nothing) is None
