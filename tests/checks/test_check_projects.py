"""Every rule of one project: fires on a fault, is quiet on the nearest right case, and its fix takes the fault away."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from books import fixed, set_value, sound_project, write

from desktop_app import catalog, checks
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Goal, Indicator, Project

Ask = Callable[[Project, str], list[Finding]]
Change = dict[str, str]

# In the sound project: 0 数量, 1 质量, 2 时效, 3 and 4 成本, 5 社会效益, 6 满意度.
PLAN = ("plan[0]", "plan[1]", "plan[2]", "plan[3]")


def plan(*entries: str) -> Change:
    return dict(zip(PLAN, entries, strict=True))


def row(index: int, **texts: str) -> Change:
    return {f"indicators[{index}].{column}": text for column, text in texts.items()}


def later(*entries: str) -> Change:
    return dict(zip(PLAN[1:], entries, strict=True))


def money(budget: str, **more: str) -> Change:
    return {"budget": budget, "fiscal": budget, **more}


def changed(change: Change) -> Project:
    project = sound_project()
    for path, text in change.items():
        write(project, path, text)
    return project


# rule, what is written into the sound project, where the finding stands, how grave it is
FIRES: list[tuple[str, Change, str, str]] = [
    ("P01", {"code": ""}, "code", "error"),
    ("P01", {"name": " "}, "name", "error"),
    ("P02", {"code": "53099925P0000412001"}, "code", "error"),
    ("P02", {"code": "53099925P00004120011-"}, "code", "error"),
    ("P03", {"code": "53099925P000041200113"}, "code", "warning"),
    ("P03", {"code": "53099925P000041200O14".replace("O", "7")}, "code", "warning"),
    ("P06", {"budget": ""}, "budget", "error"),
    ("P06", {"budget": "85.25."}, "budget", "error"),
    ("P06", {"budget": "-3"}, "budget", "error"),
    ("P06", {"budget": "10.005"}, "budget", "error"),
    ("P06", money("0.00"), "budget", "warning"),
    ("P06", {"fiscal": "十万"}, "fiscal", "error"),
    ("P07", {"fiscal": "9.00"}, "budget", "error"),
    ("P07", {"fiscal": "", "other": ""}, "budget", "error"),
    ("P08", {"purpose": ""}, "purpose", "error"),
    ("P08", {"purpose": "修泵站"}, "purpose", "warning"),
    ("P08", {"name": "十二座泵站维护费用", "purpose": "十二座泵站维护费用。"}, "purpose", "warning"),
    ("P09", {"name": "泵站维护费4.5万"}, "name", "warning"),
    ("P09", {"name": "2023年泵站维护费"}, "name", "warning"),
    ("P09", {"name": "云财农〔2022〕15号泵站维护费"}, "name", "warning"),
    ("P09", {"title": "2024年度泵站维护费绩效目标表"}, "title", "warning"),
    ("P10", {"name": "测试"}, "name", "warning"),
    ("P10", {"purpose": "用于XX泵站的日常维护和易损件更换"}, "purpose", "warning"),
    ("P10", row(2, desc="故障发生XX时间内处理"), "indicators[2].desc", "warning"),
    ("P10", {"goals[0]": "目标内容1：维护12座泵站"}, "goals[0]", "warning"),
    ("P10", {"name": "某某项目经费"}, "name", "warning"),
    ("P10", {"purpose": "用于____座泵站的日常维护和易损件更换"}, "purpose", "warning"),
    ("P08", {"purpose": "123456789012345"}, "purpose", "warning"),
    ("G02", {"goals[0]": "1111111111"}, "goals[0]", "warning"),
    ("K01", row(1, desc="……"), "indicators[1].desc", "warning"),
    ("K20", row(1, basis="同上"), "indicators[1].basis", "warning"),
    ("K14", row(2, l3="故障响应时间", value="≥24小时"), "indicators[2].value", "warning"),
    ("K14", row(5, l3="能耗下降率", value="≤3%"), "indicators[5].value", "warning"),
    ("K14", row(5, l3="安全事故", desc="责任事故的起数", value="≥0起"), "indicators[5].value", "warning"),
    ("P10", {"purpose": "用于某某，包括日常维护和易损件更换"}, "purpose", "warning"),
    ("P10", {"purpose": "用于高某某乡泵站的日常维护和易损件更换"}, "purpose", "warning"),
    ("F01", plan("25%", "50%", "75%", "120%"), "plan[3]", "error"),
    ("F01", plan("二成", "50%", "75%", "100%"), "plan[0]", "error"),
    ("F02", plan("50%", "40%", "75%", "100%"), "plan[1]", "error"),
    ("F02", plan("25%", "", "75%", "100%"), "plan[1]", "warning"),
    ("F03", plan("25%", "50%", "75%", "90%"), "plan[3]", "error"),
    ("F03", plan("25%", "50%", "75%", ""), "plan[3]", "error"),
    ("F03", plan("25%", "50%", "75%", "90%") | money("0"), "plan[3]", "warning"),
    ("F04", plan("25.00%", "25.00%", "25.00%", "25.00%"), "plan", "warning"),
    ("F04", plan("70", "10", "10", "10"), "plan", "warning"),
    ("F04", plan("50%", "", "50%", ""), "plan", "warning"),
    ("F05", plan("2.5", "2.5", "2.5", "2.5"), "plan", "warning"),
    ("F05", plan("", "3.00", "3.00", "6.16") | money("6.16"), "plan", "warning"),
    ("F05", plan("1.00%", "1.00%", "1.00%", "1.00%") | money("4.00"), "plan", "warning"),
    ("F06", plan("", "", "", " "), "plan", "error"),
    ("F06", plan("", "", "", "") | money("0"), "plan", "warning"),
    ("G01", {"goals[0]": " "}, "goals[0]", "error"),
    ("G01", {"goals[0]": "修泵站12座。" * 300}, "goals[0]", "error"),
    ("G02", {"goals[0]": "用于全县12座泵站的日常维护和易损件更换"}, "goals[0]", "warning"),
    ("G02", {"goals[0]": "维护泵站"}, "goals[0]", "warning"),
    ("G03", {"goals[0]": "按照〔2024〕15号文件，在2025年汛期前完成全部泵站的维护"}, "goals[0]", "info"),
    ("G04", row(0, l2="质量指标"), "indicators", "error"),
    ("G04", row(5, l1="满意度指标", l2="服务对象满意度指标"), "indicators", "error"),
    ("G05", row(2, l2="质量指标"), "indicators", "warning"),
    ("G07", row(0, l2="社会效益指标"), "indicators[0].l2", "error"),
    ("G07", row(0, l1="投入指标"), "indicators[0].l1", "error"),
    ("G07", row(0, l1=""), "indicators[0].l1", "error"),
    ("G07", row(0, l2=""), "indicators[0].l2", "error"),
    ("K01", row(1, l3=""), "indicators[1].l3", "error"),
    ("K01", row(1, desc=""), "indicators[1].desc", "error"),
    ("K01", row(1, value=""), "indicators[1].value", "error"),
    ("K02", row(4, l3="材料 费"), "indicators[4].l3", "error"),
    ("K03", row(0, value="≥十二次"), "indicators[0].value", "error"),
    ("K03", row(0, value="≥12次15次"), "indicators[0].value", "error"),
    ("K03", row(5, value="≥2,100户"), "indicators[5].value", "error"),
    ("K03", row(0, number="12次", measure=""), "indicators[0].value", "error"),
    ("K04", row(0, value="≥12"), "indicators[0].measure", "error"),
    ("K04", row(1, l3="维护验收合格率（%）", value="≥98"), "indicators[1].measure", "error"),
    ("K04", row(0, value="12"), "indicators[0].measure", "warning"),  # no sign either
    ("K04", row(0, l3="水位指数监测次数（全年）", value="≥12"), "indicators[0].measure", "error"),
    ("K04", row(1, l3="管道漏损系数降幅", value="12"), "indicators[1].measure", "warning"),
    ("K04", row(1, l3="空气质量指数（%）", value="≥98"), "indicators[1].measure", "error"),
    ("K05", row(0, sign="定量（其他）", number="很多", note="按决算"), "indicators[0].value", "error"),
    ("K05", row(0, sign="定量（其他）", number="暂不确定"), "indicators[0].note", "error"),
    ("K06", row(0, value="10-12次"), "indicators[0].value", "warning"),
    ("K06", row(2, value="2025-05-31前"), "indicators[2].value", "warning"),
    ("K06", row(0, value="12*次"), "indicators[0].value", "warning"),
    ("K07", {"indicators[0].l3": "全县泵站维护次数" * 4}, "indicators[0].l3", "warning"),
    ("K07", {"indicators[5].value": "农户全部用上水" * 9}, "indicators[5].value", "warning"),
    ("K08", row(5, value="有效提升"), "indicators[5].value", "warning"),
    ("K08", row(1, value="完成良好"), "indicators[1].value", "warning"),
    ("K09", row(5, desc="受益农户"), "indicators[5].desc", "warning"),
    ("K09", row(1, desc="维护验收合格率"), "indicators[1].desc", "info"),  # the name says how it is counted
    ("K10", row(5, value="受益农户"), "indicators[5].value", "warning"),
    ("K10", row(5, value="由泵站灌溉的农户。"), "indicators[5].value", "warning"),
    ("K10", row(5, l3="无经济效益指标"), "indicators[5].value", "warning"),
    ("K10", row(5, l3="社会效益", value="无"), "indicators[5].value", "warning"),
    ("K11", row(1, value="≥98百分比"), "indicators[1].value", "warning"),
    ("K11", row(1, value="≥90大于等于90%"), "indicators[1].value", "error"),  # no number after the sign
    ("K11", row(1, value="≥90小于等于90%"), "indicators[1].value", "error"),
    ("K11", row(1, value="90大于等于90%"), "indicators[1].value", "warning"),
    ("K11", row(1, value="90小于等于95%"), "indicators[1].value", "warning"),
    ("K11", row(1, value="≥９８%"), "indicators[1].value", "warning"),
    ("K12", row(1, value="≥198%"), "indicators[1].value", "error"),
    ("K12", row(1, value="＞100%"), "indicators[1].value", "error"),
    ("K12", row(5, l3="产量增长率", value="≥120%"), "indicators[5].value", "warning"),
    ("K13", row(6, value="≥90分"), "indicators[6].value", "warning"),
    ("K13", row(6, value="≥75%"), "indicators[6].value", "warning"),
    ("K13", row(6, value="满意"), "indicators[6].value", "warning"),
    ("K14", row(0, value="≤12次"), "indicators[0].value", "warning"),
    ("K14", row(0, l3="信访受理量", value="≤300件"), "indicators[0].value", "warning"),
    ("K14", row(0, l3="接待来访批次", value="≤12批次"), "indicators[0].value", "warning"),
    ("K14", row(0, l3="隐患排查处数", value="≤12处"), "indicators[0].value", "warning"),
    ("K14", row(3, value="≥6.5万元"), "indicators[3].value", "warning"),
    ("K14", row(3, l3="费用支付及时率（%）", value="≥95%"), "indicators[3].value", "warning"),
    ("K14", row(1, value="≤98%"), "indicators[1].value", "warning"),
    ("K14", row(5, l3="用户投诉率", value="≥2%"), "indicators[5].value", "warning"),
    ("K15", row(3, value="≤65万元"), "indicators[3].value", "error"),
    ("K15", row(3, value="650000元"), "indicators[3].value", "error"),
    ("K15", row(3, value="≤ 65 万 元"), "indicators[3].value", "error"),
    ("K15", row(3, value="≤60万元") | money("59.30"), "indicators[3].value", "warning"),
    ("K16", row(3, value="≤8万元"), "indicators[3].value", "warning"),
    ("K16", row(3, value="≤80000元"), "indicators[3].value", "warning"),
    ("K17", {"indicators[3].value": "≤10万元", "indicators[4].l2": "数量指标"}, "indicators[3].value", "warning"),
    ("K19", row(2, value="2026年5月31日前"), "indicators[2].value", "warning"),
    ("K19", row(2, value="及时"), "indicators[2].value", "warning"),
    ("K19", row(2, value="尽快完成"), "indicators[2].value", "warning"),
    ("K19", row(2, l3="维护完成时间（%）", value="≥90%"), "indicators[2].value", "warning"),
    ("K20", row(1, basis=""), "indicators[1].basis", "warning"),
    ("K20", row(1, basis="维护验收合格率"), "indicators[1].basis", "warning"),
    ("K20", row(1, basis="云水字〔2011〕3号"), "indicators[1].basis", "info"),
    ("K22", row(3, l3="项目或定额成本控制率", value="≤100%"), "indicators[3].value", "info"),
    ("D01", {"secret": "是"}, "secret", "error"),
    ("D01", row(0, l3="涉密"), "indicators[0].l3", "error"),
    ("D01", {"secret": "否", "indicators[0].l3": "涉密"}, "indicators[0].l3", "error"),
    ("D01", {"purpose": "用于全县泵站值守系统建设（机密）"}, "purpose", "error"),
]  # fmt: skip

# rule, the nearest right case
QUIET: list[tuple[str, Change]] = [
    ("P01", {"code": " 530999 25P000041200114", "name": "费"}),
    ("P02", {"code": "53099925P 000041200114"}),
    ("P03", {"code": "530999210ZTS8N0AQI9XX"}),
    ("P06", {"budget": "１,０00.50"}),
    ("P07", {"fiscal": "4.00", "other": "6"}),
    ("P07", {"fiscal": "10.004"}),
    ("P08", {"purpose": "用于维护泵站和换件。"}),
    ("P09", {"name": "云财农〔2024〕15号提前下达2025年泵站维护费"}),
    ("P09", {"name": "云财农〔2024〕15号泵站维护费"}),
    ("P09", {"name": "2023年泵站维护费（上年结转）"}),
    ("P09", {"name": "2021-2026年泵站维护费10万元"}),
    ("P09", {"name": "12万亩灌区泵站维护费"}),
    ("P10", {"name": "水质测试费"}),
    ("P09", {"purpose": "用于泵站维护，其中：日常维护6.5万元、更换易损件3.5万元"}),
    ("P09", {"purpose": "泵站改造总投资20万元，其中：日常维护8万元、更换易损件12万元"}),
    ("K14", row(2, l3="维护公示时间", value="≥7天")),
    ("K14", row(2, l3="提前响应天数", value="≥3天")),
    ("K14", row(5, l3="收入下降率", value="≤3%")),
    ("K14", row(5, l3="人均增收", value="≥0元")),
    ("K15", row(3, value="≤1500万元/公里")),
    ("K20", row(1, basis="2024年工作计划")),
    ("P10", {"purpose": "发放泵站值守人员张某某、李某某等的劳务补助"}),
    ("P10", {"name": "刘某某同志抚恤金"}),
    ("P10", {"purpose": "用于有待定期维护的泵站，配件规格120×240"}),
    ("F01", plan("0", "", "75", "100")),
    ("F02", plan("", "50%", "50%", "100%")),
    ("F02", plan("", "", "", "100%")),
    ("F03", plan("", "", "", "100.00")),
    ("F03", plan("", "", "", "")),
    ("F04", plan("", "", "", "100%")),
    ("F04", plan("25%", "50%", "75%", "100%")),
    ("F05", plan("25%", "50%", "75%", "100%") | money("250.00")),
    ("F05", plan("25%", "50%", "75%", "") | money("150.00")),
    ("F05", plan("", "", "", "100") | money("100.00")),
    ("F05", plan("10", "20", "30", "40") | money("40.00")),
    ("F06", plan("", "", "", "100%")),
    ("G01", {"goals[0]": "维护泵站12座，更换易损件。" * 142}),  # 1988 characters
    ("G02", {"goals[0]": "维护泵站12座"}),
    ("G03", {"goals[0]": "维护泵站"}),  # that it is too short says G02
    ("G04", row(0, l1="产出", l2="数量") | row(5, l1="", l2="社会效益")),
    ("G03", {"goals[0]": "汛期前完成十二座泵站的维护，保障农户春灌用水"}),
    ("G05", row(3, l2="成本")),
    ("G07", row(0, l1="产出", l2="数量")),
    ("K01", row(1, desc="全", value="0")),
    ("K02", row(4, l3="材料费（外购）")),
    ("K03", row(1, value="≥90大于等于90%")),  # K11 knows how it is written
    ("K03", row(0, value="≥12次（每季度不少于3次）")),
    ("K03", row(0, value="按计划完成")),
    ("K04", row(0, l3="泵站维护（座次）", value="12")),
    ("K04", row(2, value="5月31日前")),
    ("K04", row(1, l3="渠道技术状况指数（QI）", value="≥85")),
    ("K04", row(1, l3="渠系水利用系数", value="0.58")),
    ("K04", row(1, l3="出水pH值", value="≥6.5")),
    ("K04", row(1, l3="水量供需比值", value="≥1.05")),
    ("K05", row(0, sign="定量（其他）", number="项目实际值", note="按决算")),
    ("K06", row(0, value="10至12次")),
    ("K06", row(5, value="-5%")),
    ("K07", row(0, l3="维护泵站次数" * 5) | row(5, value="农户用上水" * 12)),
    ("K07", row(5, value="农户用 上水 " * 12)),
    ("K08", row(5, value="优、良、中、差")),
    ("K08", row(1, value="全部达标")),
    ("K08", row(5, value="提升二成")),
    ("K08", row(0, value="全部泵站")),
    ("K08", row(3, value="暂不确定")),
    ("K09", row(5, desc="受益农户的户数")),
    ("K10", row(5, value="无新增受灾农户")),
    ("K10", row(6, l3="服务对象满意度")),
    ("K10", row(5, l3="社会效益评价得分")),
    ("K10", row(5, desc="年底前通水到户", value="年底前通水到户")),
    ("K10", row(5, desc="2100户通水", value="2100户通水")),
    ("K11", row(1, value="不低于98%")),
    ("K11", row(1, value="≥98％")),
    ("K11", row(0, value="《2025年计划》规定的次数")),
    ("K12", row(1, value="≥100%")),
    ("K13", row(6, value="≥80%")),
    ("K13", row(6, l3="农户满意度评分", value="≥90分")),
    ("K13", row(6, value="≥4.5分")),
    ("K13", row(6, l3="农户投诉率", desc="投诉农户占比", value="≤2%")),
    ("K14", row(0, l3="泵站故障次数", value="≤3次")),
    ("K14", row(5, l3="故障下降率", value="≥5%")),
    ("K14", row(0, l3="外聘用工人数", value="≤12人")),
    ("K14", row(0, l3="公务接待批次", value="≤12批次")),
    ("K14", row(0, l3="平均办结用时", value="≤5个工作日")),
    ("K14", row(0, l3="新增险情", value="≤0处")),
    ("K14", row(3, l3="招标价下浮率", value="≥5%")),
    ("K14", row(3, l3="成本节约率", value="≥5%")),
    ("K14", row(3, l3="预算执行率", value="≥95%")),
    ("K14", row(2, l3="维修及时率", value="≤2小时")),
    ("K15", row(3, value="≤10万元")),
    ("K15", row(3, value="≤200元/人")),
    ("K15", row(3, l2="社会成本指标", value="≤50万元")),
    ("K16", row(3, value="≤7万元")),
    ("K16", row(3, value="≤10万元")),
    ("K16", row(3, l3="每人每天劳务费", value="≤8万元")),
    ("K16", row(3, desc="其中：材料运费", value="≤8万元")),
    ("K17", row(3, value="≤10万元")),
    ("K17", money("0.06") | {"indicators[3].value": "≤0.06万元", "indicators[4].l2": "数量指标"}),
    ("K19", row(2, value="2025年5月31日前")),
    ("K19", row(2, value="年底前")),
    ("K19", row(2, l3="维护完成时间", value="≤30天")),
    ("K19", row(2, l3="按期完成率", value="≥90%")),
    ("K20", row(1, basis="云水字〔2020〕3号")),
    ("K20", row(5, l3="无经济效益指标", value="无经济效益指标", basis="")),
    ("K22", row(3, l3="项目或定额成本控制率", value="＝100%")),
    ("D01", {"purpose": "用于保密通信线路租赁费和内部审计，涉密采购事项按照相关规定执行"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "change", "path", "severity"), FIRES)
def test_a_rule_fires_where_the_fault_is(rule: str, change: Change, path: str, severity: str, ask: Ask) -> None:
    found = ask(changed(change), rule)
    assert [(f.path, f.severity) for f in found] == [(path, severity)]
    assert found[0].project_id == "p0" and found[0].unit == "412001" and found[0].year == 2025
    assert "{" not in found[0].message and found[0].message


@pytest.mark.parametrize(("rule", "change"), QUIET)
def test_a_rule_is_quiet_on_the_nearest_right_case(rule: str, change: Change, ask: Ask) -> None:
    assert ask(changed(change), rule) == []


def test_nothing_is_found_in_a_sound_project(context: checks.Context) -> None:
    assert checks.check_project(sound_project(), context) == []


def test_no_goal_and_no_indicator(ask: Ask) -> None:
    project = sound_project()
    project.goals, project.indicators = [], []
    assert [f.path for f in ask(project, "G01")] == ["goals[0]"]
    assert [f.path for f in ask(project, "G04")] == ["indicators"]
    assert ask(project, "G05") == [] and ask(project, "G08") == []


def test_a_line_without_a_form_needs_neither_plan_nor_indicators(context: checks.Context) -> None:
    project = sound_project()
    project.needs_form, project.goals, project.indicators, project.plan = "否", [], [], ["", "", "", ""]
    assert checks.check_project(project, context) == []


def test_a_secret_stub_is_only_said_to_be_secret(context: checks.Context) -> None:
    stub = Project(unit_code="412001", code="53099925P000041200114", secret="是", id="p0")
    assert [f.rule for f in checks.check_project(stub, context)] == ["D01"]


@pytest.mark.parametrize(("count", "found"), [(4, 1), (5, 0), (20, 0), (21, 1)])
def test_too_few_or_too_many_indicators(count: int, found: int, ask: Ask) -> None:
    project = sound_project()
    project.indicators = [replace(project.indicators[0], l3=f"维护次数{i}") for i in range(count)]
    assert len(ask(project, "G08")) == found


def test_an_empty_row_is_one_fault(ask: Ask) -> None:
    project = sound_project()
    project.indicators.append(Indicator("产出指标", "数量指标"))
    assert [(f.path, f.rule) for f in ask(project, "K01")] == [("indicators[7].l3", "K01")]


def test_a_form_without_the_basis_column_is_said_once(ask: Ask) -> None:
    project = sound_project()
    for row in project.indicators:
        row.basis = ""
    assert [f.path for f in ask(project, "K20")] == ["indicators[0].basis"]


PRICES: list[tuple[Change, int]] = [
    ({"indicators[0].value": "≥100户", "indicators[3].value": "≤500元/户"}, 1),
    ({"indicators[0].value": "≥200户", "indicators[3].value": "≤500元/户"}, 0),  # 200 × 500 元 = 10 万元
    ({"indicators[0].value": "≥0.02万户", "indicators[3].value": "≤500元/户"}, 0),
    ({"indicators[0].value": "≥205户", "indicators[3].value": "≤500元/户"}, 0),  # round figures
    ({"indicators[0].value": "≥100户", "indicators[3].value": "≤500元/户·月"}, 0),  # how many months?
    ({"indicators[0].value": "≥100人", "indicators[3].l3": "每人补助", "indicators[3].value": "500元"}, 1),
    ({"indicators[0].value": "≥100户", "indicators[3].value": "≤500元/亩"}, 0),  # no quantity of that thing
    ({"indicators[0].value": "5万张", "purpose": "邮寄用水证，每张邮费约15元", "indicators[3].value": "≤10万元"}, 1),
    ({"indicators[0].value": "5 万张", "purpose": "邮寄用水证，每张邮费约 15 元", "indicators[3].value": "≤10万元"}, 1),
    ({"indicators[0].value": "0.67万张", "purpose": "邮寄用水证，每张邮费约15元", "indicators[3].value": "10万元"}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("change", "found"), PRICES)
def test_price_times_quantity(change: Change, found: int, ask: Ask) -> None:
    project = changed(change)
    del project.indicators[4]  # leaves one cost
    assert len(ask(project, "K18")) == found


@pytest.mark.parametrize(
    ("purpose", "name", "quantity", "found"),
    [
        ("购买登记证件、档案装具", "证件费", "≥100户", 0),  # 5 of 10 万元: what else is bought takes the rest
        ("支付灌溉补助及管护费用", "灌溉补助", "≥100户", 0),
        ("发放灌溉补助，维修闸门", "灌溉补助", "≥100户", 0),
        ("发放灌溉补助", "灌区运行经费", "≥100户", 0),
        ("及时发放灌溉补助", "灌溉补助", "≥100户", 1),
        ("购买登记证件、档案装具", "证件费", "≥900户", 1),  # 45 万元: more than there is
    ],
)
def test_money_left_over_may_pay_for_something_else(
    purpose: str, name: str, quantity: str, found: int, ask: Ask
) -> None:
    project = changed({"indicators[0].value": quantity, "indicators[3].value": "≤500元/户", "name": name})
    project.purpose = purpose
    del project.indicators[4]
    assert len(ask(project, "K18")) == found


@pytest.mark.parametrize(
    ("goal", "found"),
    [
        ("保障全年安全运转，火化遗体约1900具", 0),
        ("服务群众2000人次，惠及1950户", 0),
        ("完成2025年工作，2024-2025年连续推进，2025.03.10起步", 1),
        ("完成2025年度各项水利工作，2025届毕业生按期安置", 1),
    ],
)
def test_a_year_is_one_where_it_is_said_to_be(goal: str, found: int, ask: Ask) -> None:
    assert len(ask(changed({"goals[0]": goal}), "G03")) == found


@pytest.mark.parametrize("name", ["城市低保月人均保障标准", "泵站值守补助标准", "最低工资标准"])
def test_what_is_paid_at_least_has_a_floor(name: str, ask: Ask) -> None:
    assert ask(changed({"indicators[3].l3": name, "indicators[3].value": "≥790元"}), "K14") == []


def test_a_product_names_both_its_places(ask: Ask) -> None:
    project = changed({"indicators[0].value": "5万张", "indicators[3].value": "≤10万元"})
    project.purpose = "邮寄4万张用水证，每张邮费约15元"
    del project.indicators[4]
    assert ask(project, "K18")[0].message.startswith(
        "数量指标「泵站维护次数」的5万张 × 资金用途里的「每张邮费约15元」，合计75万元，与预算数10.00万元相差较多"
    )


def test_a_price_beside_other_costs_proves_nothing(ask: Ask) -> None:
    assert ask(changed({"indicators[0].value": "≥100户", "indicators[3].value": "≤500元/户"}), "K18") == []


# rule, fault, what the fix writes
FIXES: list[tuple[str, Change, Change]] = [
    ("P02", {"code": "53099925p00004120011４"}, {"code": "53099925P000041200114"}),
    ("F03", plan("25%", "50%", "75%", ""), {"plan[3]": "100%"}),
    ("F03", plan("25.00%", "50.00%", "100.00%", ""), {"plan[3]": "100.00%"}),
    ("F04", plan("25.00%", "25.00%", "25.00%", "25.00%"), later("50.00%", "75.00%", "100.00%")),
    ("F04", plan("70", "10", "10", "10"), later("80", "90", "100")),
    ("F04", plan("50%", "", "50%", ""), later("50%", "100%", "100%")),
    ("F04", plan("", "33.3", "33.3", "33.4"), {"plan[2]": "66.6", "plan[3]": "100.0"}),
    ("F05", plan("1", "1", "1", "1") | money("4.00"), plan("25.00%", "50.00%", "75.00%", "100.00%")),
    ("F05", plan("", "3.00", "3.00", "6.16") | money("6.16"), later("48.70%", "48.70%", "100.00%")),
    ("G07", row(0, l1=""), row(0, l1="产出指标")),
    ("K01", row(1, desc=""), row(1, desc="维护验收合格率")),
    ("K03", row(5, value="≥2,100户"), row(5, value="≥2100户")),
    ("K03", row(0, number="12次", measure=""), row(0, number="12", measure="次")),
    ("K04", row(1, l3="合格率（％）", value="≥98"), row(1, value="≥98%")),
    ("K06", row(0, value="10-12次"), row(0, value="10至12次")),
    ("K06", row(2, value="2025-05-31前"), row(2, value="2025年5月31日前")),
    ("K11", row(1, value="≥98百分比"), row(1, value="≥98%")),
    ("K11", row(1, value="≥90大于等于90%"), row(1, value="≥90%")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "change", "texts"), FIXES)
def test_a_fix_sets_it_right(rule: str, change: Change, texts: Change, ask: Ask) -> None:
    project = changed(change)
    (finding,) = ask(project, rule)
    assert finding.fix is not None and finding.fix.label
    assert dict(finding.fix.texts) == texts
    assert ask(fixed(project, finding.fix), rule) == []


NO_FIX: list[tuple[str, Change]] = [
    ("P02", {"code": "53099925P0000412001"}),
    ("P03", {"code": "53099925P000041200113"}),
    ("F03", plan("25%", "50%", "75%", "90%")),
    ("F03", plan("50%", "", "50%", "")),  # F04 knows better
    ("F05", plan("5", "3", "2", "10")),
    ("K03", row(0, value="≥十二次")),
    ("K04", row(0, value="≥12")),
    ("K06", row(0, value="≥10-12次")),
    ("K11", row(1, value="≥90大于等于95%")),
]


@pytest.mark.parametrize(("rule", "change"), NO_FIX)
def test_no_fix_where_none_is_certain(rule: str, change: Change, ask: Ask) -> None:
    assert [f.fix for f in ask(changed(change), rule)] == [None]


def test_a_message_names_what_stands_and_what_should(ask: Ask) -> None:
    (finding,) = ask(changed(plan("25%", "50%", "75%", "90%")), "F03")
    assert finding.message == "12月底应为100%，现为90%"
    assert (finding.found, finding.expected) == ("90%", "100%")


def test_a_rule_can_be_switched_off_and_made_milder() -> None:
    texts = catalog.rules() | {
        "F03": {**catalog.rules()["F03"], "severity": "off"},
        "K12": {**catalog.rules()["K12"], "severity": "info", "severity_growth": "off"},
    }
    own = checks.Context(2025, catalog.frame(""), texts)
    project = changed(plan("25%", "50%", "75%", "90%") | row(1, value="≥198%"))
    assert [(f.rule, f.severity) for f in checks.check_project(project, own)] == [("K12", "info")]
    set_value(project.indicators[1], "≥98%")
    project.indicators[5].l3 = "产量增长率"
    set_value(project.indicators[5], "≥120%")
    assert checks.check_project(project, own) == []


def test_findings_come_in_the_order_of_the_form(context: checks.Context) -> None:
    change = {"indicators[6].value": "≥75%", "indicators[0].value": "≤12次", "plan[0]": "x", "code": "", "goals[0]": ""}
    paths = [f.path for f in checks.check_project(changed(change), context)]
    assert paths == ["code", "plan[0]", "goals[0]", "indicators[0].value", "indicators[6].value"]


def test_two_goals_are_judged_one_by_one(ask: Ask) -> None:
    project = sound_project()
    project.goals.append(Goal("提高水平"))
    assert [f.path for f in ask(project, "G02")] == ["goals[1]"]
