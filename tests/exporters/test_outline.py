"""The levels of headings, and which sections are the goals of the department."""

import pytest

from desktop_app.domain.disclosed import Section
from desktop_app.exporters.outline import chinese_number, level_of, outline, split_goals

GOALS, PARTS = (
    ["整体绩效目标", "总体绩效目标", "分项绩效目标", "工作保障措施"],
    ["部门整体绩效目标", "预算项目绩效目标"],
)


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("第一部分 部门整体绩效目标", 1),
        ("二、分项绩效目标", 2),
        ("十一、其他", 2),
        ("（三）防汛", 3),
        ("(四) 灌溉", 3),
        ("1、收入说明", 4),
        ("2.支出说明", 4),
        ("（1）车辆", 4),
        ("总体绩效目标", None),
        ("2025年工作", None),
    ],
)
def test_the_printed_number_says_the_level(heading: str, level: int | None) -> None:
    assert level_of(heading) == level


def levels(*headings: str) -> list[tuple[int, str]]:
    return [(h.level, h.text) for h in outline([Section(heading) for heading in headings])]


def test_headings_without_a_number_stand_high_or_below_the_last_one() -> None:
    assert levels("总体绩效目标", "一、职责", "单位职责：", "（一）灌溉", "说明：", "名词解释") == [
        (2, "总体绩效目标"),
        (2, "一、职责"),
        (3, "单位职责："),
        (3, "（一）灌溉"),
        (4, "说明："),
        (2, "名词解释"),
    ]


def test_a_path_prints_each_of_its_parts_once() -> None:
    assert levels("二、分项/（一）甲", "二、分项/（二）乙", "三、保障/（一）丙", "三公/车辆") == [
        (2, "二、分项"),
        (3, "（一）甲"),
        (3, "（二）乙"),
        (2, "三、保障"),
        (3, "（一）丙"),
        (2, "三公/车辆"),
    ]


def test_a_path_below_a_printed_heading_does_not_repeat_it() -> None:
    assert levels("二、分项", "二、分项/（一）甲") == [(2, "二、分项"), (3, "（一）甲")]


def test_paragraphs_lose_their_own_indent_and_blank_lines() -> None:
    assert outline([Section("一、甲", "　　一。\n\n  二。 ")])[0].paragraphs == ("一。", "二。")


def test_goals_are_what_stands_below_a_heading_of_goals() -> None:
    sections = [
        Section("一、单位职责", "甲"),
        Section("第一部分 部门整体绩效目标"),
        Section("（一）总体绩效目标", "乙"),
        Section("（二）分项绩效目标", "丙"),
        Section("第二部分 预算项目绩效目标"),
        Section("八、名词解释", "丁"),
    ]
    goals, others = split_goals(outline(sections), GOALS, PARTS)
    assert [h.text for h in goals] == ["（一）总体绩效目标", "（二）分项绩效目标"]
    assert [h.text for h in others] == ["一、单位职责", "八、名词解释"]


def test_a_part_heading_with_a_text_of_its_own_is_kept() -> None:
    goals, _ = split_goals(outline([Section("第一部分 部门整体绩效目标", "甲")]), GOALS, PARTS)
    assert [(h.text, h.paragraphs) for h in goals] == [("第一部分 部门整体绩效目标", ("甲",))]


def test_unnumbered_goals_end_where_another_heading_begins() -> None:
    goals, others = split_goals(outline([Section("总体绩效目标"), Section("名词解释")]), GOALS, PARTS)
    assert ([h.text for h in goals], [h.text for h in others]) == (["总体绩效目标"], ["名词解释"])


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (34, "三十四")]
)
def test_parts_are_counted_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text
