"""Items of lists of projects that no record holds are kept when a text is written anew; secret ones never."""

import time

import pytest

from desktop_app.domain.figures import Figure
from desktop_app.domain.project_lists import without_record

WAN = 1_000_000
PROJECTS = {
    "project.a": Figure("project.a", "2025年度泵站维护费", 100 * WAN, "100"),
    "project.b": Figure("project.b", "第1号渠道清淤经费", 20 * WAN, "20"),
}


def kept(text: str, *secret: str) -> list[tuple[str, str]]:
    return [(item.name, item.amount) for item in without_record(text, PROJECTS, secret)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("主要项目有：泵站维护费100万元，运转费（含水电、通讯）30.5 万元。", [("运转费（含水电、通讯）", "30.5")]),
        ("项目支出20万元，主要为 A 河道巡查费 12 万元，水毁修复3万元。", [("A 河道巡查费", "12"), ("水毁修复", "3")]),
        ("主要项目有：1、测报设施费8万元；2、2025年度泵站维护费100万元。", [("测报设施费", "8")]),
        ("主要项目有：甲渠整修8万元；乙渠整修9万元。丙渠整修5万元。", [("甲渠整修", "8"), ("乙渠整修", "9")]),
        ("泵站维护费100万元、为民服务费2万元和抗旱汛期值守费1万元", [("为民服务费", "2"), ("抗旱汛期值守费", "1")]),
        # the same project called otherwise with its amount; other numbers are other projects
        ("主要项目有：2025年泵站维护经费100万元，第2号渠道清淤经费20万元。", [("第2号渠道清淤经费", "20")]),
        ("主要项目有：泵站维护经费90万元。", [("泵站维护经费", "90")]),
        # no lists of projects
        ("支出预算300万元，其中基本支出200万元，办公费3万元。", []),
        ("较上年增加30万元，主要是新增河道巡查费12万元。", []),
        ("主要项目有：河道巡查费新增12万元，合计30万元。", []),
        ("", []),
    ],
)
def test_what_only_the_text_names_is_kept(text: str, items: list[tuple[str, str]]) -> None:
    assert kept(text) == items


def test_a_secret_project_is_not_kept_however_it_is_called() -> None:
    text = "主要项目有：泵站维护费100万元，专线租赁费0.5万元，专线 租赁经费9万元，测报设施费8万元。"
    assert kept(text, "专线租赁费", "53099925p000041200333") == [("测报设施费", "8")]


def test_what_a_record_gave_is_gone_with_its_record() -> None:
    text = "主要项目有：泵站维护费100万元，测报设施费8万元。"
    assert without_record(text, PROJECTS, (), {text.index("8万元")}) == []


@pytest.mark.parametrize("piece", ["项目支出1万元；", "主要项目有：甲渠1万元，", "泵站维护费1万元、", "项目"])
def test_odd_long_texts_are_read_in_time_that_grows_with_them(piece: str) -> None:
    begun = time.process_time()
    kept(piece * 5000, "专线租赁费")
    assert time.process_time() - begun < 5
