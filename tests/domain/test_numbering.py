"""Numbers before paragraphs go on in their own form, and a run is numbered anew only when asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import numbering


@pytest.mark.parametrize(
    ("paragraph", "following"),
    [
        ("（一）管水。", "（二）"),
        ("(九) 防汛", "(十)"),
        ("（十九）抗旱", "（二十）"),
        ("一、总体", "二、"),
        ("第一，加强领导", "第二，"),
        ("1、收入说明", "2、"),
        ("9．收入", "10．"),
        ("3.会议", "4."),
        ("（1）打井", "（2）"),
        ("2）铺管", "3）"),
        ("①查漏", "②"),
        ("　　（三）普法", "　　（四）"),
        ("2025年预算收入", ""),
        ("3.5万元用于维修", ""),
        ("普通的一段", ""),
        ("⑳最后", ""),
        ("", ""),
    ],
)
def test_the_next_number_has_the_same_form(paragraph: str, following: str) -> None:
    assert numbering.next_number(paragraph) == following


@given(st.integers(1, 98))
def test_chinese_numbers_are_read_as_they_are_written(number: int) -> None:
    found = numbering.number_of(f"（{numbering.chinese(number)}）事项")
    assert found is not None
    assert found.number == number


def test_a_run_is_numbered_on_and_what_lies_between_stays() -> None:
    paragraphs = [
        "一、职责",
        "（一）管水",
        "（三）防汛",
        "1、巡查",
        "3、报告",
        "说明",
        "（七）抗旱",
        "二、机构",
        "（五）别的",
    ]
    assert numbering.renumbered(paragraphs, 1) == [
        "一、职责", "（一）管水", "（二）防汛", "1、巡查", "3、报告", "说明", "（三）抗旱", "二、机构", "（五）别的",
    ]  # fmt: skip
    assert numbering.renumbered(paragraphs, 3)[4] == "2、报告"
    assert numbering.renumbered(paragraphs, 5) == paragraphs
