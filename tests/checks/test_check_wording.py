"""Proper values (K11), secret markings (D01), and the promise of every fix: the finding is gone."""

import re

import pytest
from books import fixed, set_value, sound_project, write
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app import catalog, checks
from desktop_app.checks.wording import proper_value
from desktop_app.domain import values

CONTEXT = checks.Context(2025, catalog.frame(""), catalog.rules())

PROPER = {
    "≥90百分比": "≥90%",
    "≥90 百分比": "≥90%",
    "100百分比": "100%",
    "≥90大于等于90%": "≥90%",
    "≥100大于等于100%": "≥100%",
    "100大于等于100%": "≥100%",
    "100等于100%": "＝100%",
    "≥90百分比大于等于90百分比": "≥90%",
    "大于等于90%": "≥90%",
    "小于等于5件": "≤5件",
    "大于3次": "＞3次",
    "≥大于等于90%": "≥90%",
    "《5％": "＜5%",
    "》90％": "＞90%",
    "《＝5%": "≤5%",
    "≥９０%": "≥90%",
    "９．５万元": "9.5万元",
    "≤１２月底前": "≤12月底前",
    # left as they are
    "≥90%": "≥90%",
    "≥90％": "≥90％",
    "90个百分点": "90个百分点",
    "不低于90%": "不低于90%",
    "不超过5件": "不超过5件",
    "《2025年计划》": "《2025年计划》",
    "《石市老干字〔2011〕6号》": "《石市老干字〔2011〕6号》",
    "及时": "及时",
    "11月15号前完成": "11月15号前完成",
    "大于5小于10": "大于5小于10",
    "": "",
}


@pytest.mark.parametrize(("text", "proper"), PROPER.items())
def test_how_a_value_is_written(text: str, proper: str) -> None:
    assert proper_value(text) == proper


@pytest.mark.parametrize("text", ["≥90大于等于95%", "≤90大于等于90%", "90%大于等于90件", "≥小于等于90%", "90不大于90%"])
def test_what_contradicts_itself_is_left_to_a_person(text: str) -> None:
    assert proper_value(text) is None


@given(st.text(alphabet="0123456789０９.％%百分比大小于等或≥≤＞＜><《》= 件元年月", max_size=14))
def test_a_proper_value_stays_as_it_is(text: str) -> None:
    once = proper_value(text)
    if once is not None:
        assert proper_value(once) == once


MARKINGS = [
    "涉密", "（涉密）", "涉密项目", "机密", "【绝密】", "秘密★10年", "机密★", "★秘密", "本项目涉密，不予公开",
    "因涉密不公开", "密级：机密", "某系统建设（机密级）",
    "本项目涉密，绝密级", "用于设备更新。本项目属于机密级，资金另文下达。",
    "机 密", "秘 密★10年", "（涉 密）", "机\u200b密", "機密★", "「机密」", "秘密*10年",
    "该项目涉密", "因涉及国家秘密不予公开",
    "秘密 5年", "（秘密５年）", "某系统 机密10年", "绝密·长期", "机密（10年）", "秘密级★3年", "机密⭐",
    "《机密》", "<机密>", "密级为机密", "（内部·秘密）", "（此项涉密）", "某工程-涉密", "某工程 涉密", "某工程（涉密",
    "涉密：某工程", "涉·密", "机_密", "本项目属于国家秘密", "该项目资金用途涉密不予公开", "涉密★",
    "（本表涉密）", "某工程 是否涉密 是", "是否涉密：是", "是否属于涉密项目：是☑ 否□", "工作方案\n机密",
]  # fmt: skip
PUBLIC = [
    "涉密采购事项按照相关规定执行", "内部审计", "内部控制", "保密通信线路租赁费", "保密检查次数", "非涉密", "不涉密",
    "涉密人员管理",
    "国家秘密载体销毁费", "保守商业秘密", "涉密计算机采购", "机密级设备维护", "定密培训", "",
    "按绝密，机密，秘密分级管理", "本项目涉密人员培训，每年一次",
    "不涉及国家秘密", "涉及国家秘密的不予公开", "按“绝密”“机密”“秘密”分级", "司机 密云",
    "如该项目涉密，按规定管理", "国家秘密",
    "严守机密，5年无事故", "机密级10年以上", "保守商业秘密 5年", "国家秘密 10年", "是否  涉密", "涉密：否",
    "检查保密、涉密", "涉密-非涉密转换", "打印机-密码锁", "绝密/机密文件柜", "秘密5年级", "随机（密集）抽查",
    "机关（密码局）", "涉密计算机-采购",
    "是否涉密：是□ 否☑", "是否涉密：是/否", "是否涉密 是否属于个人信息", "本表涉密人员情况", "保密工作\n涉密人员",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKINGS)
def test_a_marking_is_seen(text: str) -> None:
    assert checks.marking(text)


@pytest.mark.parametrize("text", PUBLIC)
def test_what_speaks_of_secrecy_is_no_marking(text: str) -> None:
    assert checks.marking(text) == ""


plan_entry = st.one_of(
    st.sampled_from(["", "25%", "25.00%", "10", "3.00", "100", "50%", "abc", "２５％"]),
    st.decimals(0, 120, places=2).map(str),
)
number = st.integers(0, 130).map(str)
value = st.one_of(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "≥", "≤", "《", ">", "大于等于"]),
        number,
        st.sampled_from(["%", "百分比", "件", "万元", ""]),
    ),
    st.builds("{0}{1}大于等于{2}%".format, st.sampled_from(["", "≥", "≤"]), number, number),
    st.builds("{0}{1},{2:03}人".format, st.sampled_from(["≥", "≤", ""]), st.integers(1, 99), st.integers(0, 999)),
    st.builds("{0}-{1}次".format, number, number),
    st.dates().map(lambda d: f"{d.isoformat()}前"),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(plan_entry, min_size=4, max_size=4),
    st.sampled_from(["10.00", "100", "4", "6.16", "0", ""]),
    st.lists(value, min_size=1, max_size=7),
    st.sampled_from(["", "产出指标"]),
)
def test_a_fix_makes_its_finding_go_away(plan: list[str], budget: str, texts: list[str], l1: str) -> None:
    project = sound_project()
    project.plan, project.budget, project.fiscal = plan, budget, budget
    project.indicators[0].l1 = l1
    for row, text in zip(project.indicators, texts, strict=False):
        set_value(row, text)
    for finding in checks.check_project(project, CONTEXT):
        if finding.fix:
            after = checks.check_project(fixed(project, finding.fix), CONTEXT)
            assert [f for f in after if (f.rule, f.path) == (finding.rule, finding.path)] == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_text_breaks_a_rule(data: st.DataObject) -> None:
    texts = st.one_of(
        st.text(max_size=30), st.from_regex(r"[≥≤＜]?[0-9,]{1,30}(\.[0-9]{1,30})?(万元|元/人|%|人)?", fullmatch=True)
    )
    project = sound_project()
    for path in ("code", "name", "title", "budget", "fiscal", "purpose", "plan[0]", "plan[3]", "goals[0]"):
        write(project, path, data.draw(texts))
    for i in range(len(project.indicators)):
        for column in ("l1", "l2", "l3", "desc", "sign", "number", "measure", "basis"):
            if data.draw(st.booleans()):
                write(project, f"indicators[{i}].{column}", data.draw(texts))
        row = project.indicators[i]
        row.value = values.glue(values.Value(row.sign, row.number, row.measure))
    for finding in checks.check_project(project, CONTEXT):
        assert re.fullmatch(r"\w+(\[\d+\])?(\.\w+)?", finding.path)
