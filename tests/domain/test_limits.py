"""Limits of rules: every one has a name, takes what makes sense, and says in a sentence what does not."""

import pytest

from desktop_app import catalog
from desktop_app.domain.limits import Limit, Unfit
from desktop_app.domain.rule_sets import parameters

FLOOR = Limit("满意度最低值", "%", 0, 100)
WORDS = Limit("占位文字")


def test_every_limit_of_every_rule_has_a_chinese_name_and_numbers_a_range() -> None:
    named = catalog.limits()
    for rule, own in catalog.rules().items():
        for key in parameters(own):
            limit = named.get(rule, {}).get(key)
            assert limit is not None, f"resources/limits.toml: [{rule}] {key}"
            assert not limit.name.isascii()
            if type(own[key]) is int:
                assert limit.least <= own[key] <= limit.most
                limit.require(own[key])
    for rule, keys in named.items():
        assert set(keys) <= set(parameters(catalog.rules()[rule])), rule


@pytest.mark.parametrize(
    ("text", "value"), [("85", 85), (" 85 ", 85), ("85%", 85), ("0", 0), ("100", 100), ("８５", None), ("101", None)]
)
def test_numbers_are_read_within_their_range(text: str, value: int | None) -> None:
    if value is None:
        with pytest.raises(Unfit, match="满意度最低值"):
            FLOOR.read(text, 80)
    else:
        assert FLOOR.read(text, 80) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("八十", "“满意度最低值”应填整数，范围是 0 到 100 %"),
        ("", "“满意度最低值”应填整数，范围是 0 到 100 %"),
        ("300", "“满意度最低值”应在 0 到 100 %之间，现为 300"),
        ("-1", "“满意度最低值”应在 0 到 100 %之间，现为 -1"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Unfit) as said:
        FLOOR.read(text, 80)
    assert str(said.value) == sentence


def test_words_are_read_between_commas_of_all_kinds() -> None:
    assert WORDS.read("某某、待补充，待填写\n某某; 请填写", ["某某"]) == ["某某", "待补充", "待填写", "请填写"]
    with pytest.raises(Unfit, match="至少要有一个词"):
        WORDS.read(" 、", ["某某"])
    assert WORDS.text(["甲", "乙"]) == "甲、乙"
    assert Limit("必备内容", fixed=True).shown(["setup|duties 职责", "other 其他事项"]) == "必备内容 职责、其他事项"
