"""Texts made alike for searching, and the initials of their readings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.domain.folding import fold
from desktop_app.domain.initials import Initials, meant


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ＰＸ９０％", "px90%"),
        ("Ａ（一）　类", "a(一) 类"),
        ("“泵站”", '"泵站"'),
        ("≧３", "≥3"),
        ("İstanbul", "İstanbul"),
    ],
)
def test_width_and_case_do_not_count(text: str, plain: str) -> None:
    assert fold(text) == plain


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_places_stay_where_they_are_and_folding_twice_changes_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(catalog.initials().of(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("培训人数", "pxrs"),
        ("会计核算", "kjhs"),
        ("会议场次", "hycc"),
        ("银行手续费", "yhsxf"),
        ("行政执法", "xzzf"),
        ("重庆", "cq"),
        ("重新测算", "cxcs"),
        ("重点工程", "zdgc"),
        ("单县", "sx"),
        ("单位", "dw"),
        ("合格率", "hgl"),
        ("率先", "sx"),
        ("长期", "cq"),
        ("增长率", "zzl"),
        ("校对", "jd"),
        ("学校", "xx"),
        ("调查", "dc"),
        ("调整", "tz"),
        ("执行业务", "zxyw"),
        ("ＡＢ类90%", "abl90%"),
    ],
)
def test_initials_of_common_words_and_of_those_read_in_two_ways(text: str, letters: str) -> None:
    assert catalog.initials().of(text) == letters


def test_the_longest_word_counts() -> None:
    read = Initials({"行": "x", "长": "z", "银": "y"}, {"银行": "yh", "银行长": "yhz", "长行": "cx"})
    assert [read.of(text) for text in ("银行", "银行长", "长行", "行长")] == ["yh", "yhz", "cx", "xz"]


@pytest.mark.parametrize(("typed", "may"), [("px", True), ("p1", False), ("", False), ("培", False), ("PX", False)])
def test_only_small_letters_may_be_initials(typed: str, may: bool) -> None:
    assert meant(typed) is may
