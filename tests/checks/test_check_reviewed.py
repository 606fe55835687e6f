"""What reviewers of a finance bureau mark, and what they let pass: cases from reading findings by hand."""

import pytest
from books import Change, changed, fixed, row, set_value, sound_project, write

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.domain.model import Goal, Indicator, Project
from tests.checks.conftest import Ask
from tests.checks.disclosed import table_of, whole_book


def in_place_of_costs(value: str) -> Change:
    """The two costs of the sound project become one, of this value."""

    def change(project: Project) -> None:
        del project.indicators[4]
        row(3, l3="维护总成本", desc="维护的全部费用", value=value)(project)

    return change


# rule, change, path, severity
FIRES: list[tuple[str, Change, str, str]] = [
    ("K04", row(0, value="12"), "indicators[0].measure", "warning"),
    ("K08", in_place_of_costs("按合同价执行"), "indicators[3].value", "warning"),
    ("K08", in_place_of_costs("控制在预算之内"), "indicators[3].value", "warning"),
    ("K08", row(0, value="按实际需要"), "indicators[0].value", "warning"),
    ("K09", row(0, l3="维护泵站数量", desc="维护泵站数量"), "indicators[0].desc", "info"),
    ("K09", row(1, l3="维护合格率（%）", desc="维护合格率（%）"), "indicators[1].desc", "info"),
    ("K09", row(5, l3="保障春灌", desc="保障春灌"), "indicators[5].desc", "warning"),
    ("K10", row(5, l3="社会效益指标"), "indicators[5].l3", "warning"),
    ("K10", row(5, l3="经济效益"), "indicators[5].l3", "warning"),
    ("K10", row(0, l3="数量指标"), "indicators[0].l3", "warning"),
    ("K13", row(6, value="不低于75%"), "indicators[6].value", "warning"),
    ("K14", row(0, value="不超过12座"), "indicators[0].value", "warning"),
    ("K15", in_place_of_costs("控制在12万元以内"), "indicators[3].value", "error"),
    ("K15", in_place_of_costs("不超过12万元"), "indicators[3].value", "error"),
    ("K17", in_place_of_costs("10万元以内"), "indicators[3].value", "warning"),
    ("S03", lambda p: write(p, "purpose", "用于全县12座泵站的日常维护，，更换易损件"), "purpose", "warning"),
    ("S03", lambda p: write(p, "goals[0]", "汛期前完成12座泵站的维护，。"), "goals[0]", "warning"),
    ("S06", row(0, l3="泵站维护完成率", value="100%"), "indicators[0].value", "warning"),
    ("S06", row(1, value="合格"), "indicators[1].value", "warning"),
    ("S06", row(0, l3="泵站检查次数", value="≥10个"), "indicators[0].value", "warning"),
    ("S06", row(5, l3="受益人数", value="≥2100亩"), "indicators[5].value", "warning"),
]

QUIET: list[tuple[str, Change]] = [
    ("K04", row(0, value="0")),
    ("K04", row(2, value="2025")),
    ("K08", in_place_of_costs("三万元")),
    ("K08", in_place_of_costs("项目实际值")),
    ("K08", row(3, l3="社会成本", desc="施工对居民的干扰", value="不扰民")),
    ("K08", row(0, value="全部")),
    ("K08", row(5, value="信息真实准确")),
    ("K08", row(6, value="基本满意")),  # K13 says it
    ("K10", row(5, l3="综合效益")),
    ("K10", row(6, l3="服务对象满意度")),
    ("K13", row(6, value="不低于90%")),
    ("K13", row(6, value="达到90%以上")),
    ("K13", row(6, value="95%至100%")),
    ("K13", row(6, value="90")),  # K04 says it
    ("K14", row(0, l3="科目调整次数", value="≤10次")),
    ("K14", row(0, l3="外聘技工人数", value="≤5人")),
    ("K14", row(0, l3="建设周期", value="≤8个月")),
    ("K14", row(0, l3="配套资金", value="≤2万元")),
    ("K14", row(3, l3="采购节支率", value="≥3%")),
    ("S03", lambda p: write(p, "purpose", "用于全县12座泵站的日常维护。。。更换易损件")),
    ("S06", lambda p: [row(0, l3="泵站维护完成率", value="100%")(p), setattr(p, "category", "人员类")]),
    ("S06", lambda p: [row(0, l3="泵站维护完成率", value="100%")(p), p.indicators.append(more("维护泵站", "≥12座"))]),
    ("S06", row(1, value="较高")),  # K08 says it
    ("S06", row(0, l3="泵站检查次数", value="≥0.5万次")),
    ("S06", row(5, l3="受益人数（年度）", value="2100余人")),
    ("S06", row(2, l3="巡查次数", value="每月2次")),
]


def more(name: str, value: str) -> Indicator:
    indicator = Indicator("产出指标", "数量指标", name, f"{name}的数量", basis="维护计划")
    set_value(indicator, value)
    return indicator


@pytest.mark.parametrize(("rule", "change", "path", "severity"), FIRES)
def test_what_a_reviewer_marks(rule: str, change: Change, path: str, severity: str, ask: Ask) -> None:
    assert [(f.path, f.severity) for f in ask(changed(change), rule)] == [(path, severity)]


@pytest.mark.parametrize(("rule", "change"), QUIET)
def test_what_a_reviewer_lets_pass(rule: str, change: Change, ask: Ask) -> None:
    assert ask(changed(change), rule) == []


def test_marks_typed_twice_are_mended(ask: Ask) -> None:
    project = changed(lambda p: write(p, "purpose", "用于全县泵站的日常维护，，，更换易损件，。"))
    (first, second) = ask(project, "S03")
    assert first.fix is not None and second.fix is None  # which of ，。 is meant a person tells
    assert fixed(project, first.fix).purpose == "用于全县泵站的日常维护，更换易损件，。"


def test_several_short_goals_are_said_once(ask: Ask) -> None:
    project = sound_project()
    project.goals += [Goal("泵站"), Goal("维护"), Goal("维护费")]
    (finding,) = ask(project, "G02")
    assert finding.path == "goals[1]" and finding.message.startswith("有3条绩效目标都太简单（如「泵站」）")
    project.goals[2:] = []
    assert [f.message[:8] for f in ask(project, "G02")] == ["绩效目标「泵站」"]


def test_no_table_at_all_is_one_finding() -> None:
    def missing() -> list[tuple[str, str]]:
        found = checks.check_book(book, catalog.frame(""), catalog.rules(), forms(book.year))
        return [(f.path, f.message[:9]) for f in found if f.rule == "D03"]

    book = whole_book()
    for no in range(2, 10):
        book.tables.remove(table_of(book, no))
    assert [path for path, _ in missing()] == [f"budget_tables[{no}]" for no in range(2, 10)]
    book.tables.clear()
    assert missing() == [("budget_tables", "公开文本里9张预算")]


@pytest.mark.parametrize("words", ["根据", "按照", "依据", "见"])
def test_what_stands_before_the_number_of_a_document_is_no_part_of_it(words: str, ask: Ask) -> None:
    (finding,) = ask(changed(row(0, basis=f"{words}云财农【2025】12号")), "S08")
    assert (finding.found, finding.expected) == ("云财农【2025】12号", "云财农〔2025〕12号")


def test_a_code_of_the_right_length_is_told_its_wrong_signs(ask: Ask) -> None:
    long, strange = (
        ask(changed(lambda p, c=code: setattr(p, "code", c)), "P02") for code in ("1" * 20, "1" * 20 + "?")
    )
    assert "20位" in long[0].message and "字符" in strange[0].message
