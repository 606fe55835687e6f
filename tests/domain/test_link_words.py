"""Figures of an imported text are told by the words before them; what those words do not tell is left alone."""

import pytest

from desktop_app import catalog
from desktop_app.actions import narrative
from desktop_app.domain import link_words, linked
from desktop_app.domain.linked import AGREES, DIFFERS, OPEN
from tests.publishing import publishing

FIGURES = narrative.ground_of(publishing()).figures


def told(text: str) -> list[tuple[str, str, str]]:
    """Key, words and state of each figure that is told in a text."""
    found = link_words.proposals(text, [], catalog.narrative(), FIGURES)
    assert all(text[link.at : link.end] == link.text for link in found)
    return [(s.link.key, s.link.text, s.state) for s in linked.states(found, FIGURES)]


@pytest.mark.parametrize(
    ("text", "key", "words", "state"),
    [
        ("2025年预算收入320.5万元", "income.total", "320.5", AGREES),
        ("全年安排支出预算 320.50 万元", "expenditure.total", "320.50", AGREES),
        ("其中：基金预算收入3万元", "income.fund", "3", DIFFERS),
        ("包括人员经费160.00万元", "expenditure.staff", "160.00", AGREES),
        ("2025年度机关运行经费支出预算38万元", "office.total", "38", AGREES),
        ("我部门财政拨款“三公”经费预算安排5.2万元", "sangong.total", "5.2", AGREES),
        ("1、因公出国（境）费0万元", "sangong.abroad", "0", AGREES),
        ("公务用车购置费为0万元", "sangong.car_purchase", "0", AGREES),
        ("本单位上年末固定资产总额为88.4万元", "assets.total", "88.4", AGREES),
        ("本年度拟购置固定资产总额为3.00万元", "assets.planned", "3.00", AGREES),
        ("主要为泵站维护费 100 万元", "project.0", "100", AGREES),
        ("主要为水库巡查费20万元", "project.1", "20", DIFFERS),
        ("基本支出减少3万元", "change.expenditure.basic", "减少3万元", OPEN),
    ],
)
def test_a_figure_is_told_by_the_words_before_it(text: str, key: str, words: str, state: str) -> None:
    (found,) = told(text)
    assert found[1:] == (words, state)
    assert found[0] == key or (key == "assets.total" and found[0].startswith("asset."))


@pytest.mark.parametrize(
    "text",
    [
        "教育预算收入320.50万元",
        "泵站维护费100元",
        "奖励资金100万元",
        "巡查3.00公里，收入说明",
        "专线租赁费0.5万元",
        "较上年增加3万元",
    ],
)
def test_what_the_words_do_not_tell_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_change_belongs_to_the_figure_before_it_in_the_paragraph() -> None:
    found = told("2025年预算收支安排320.50万元，较2024年预算增加20.00万元，其中：基本支出持平。\n与上年持平。")
    assert [key for key, _, _ in found] == [
        "expenditure.total", "change.expenditure.total", "change.expenditure.basic",
    ]  # fmt: skip


def test_a_figure_stated_again_is_linked_only_where_it_agrees() -> None:
    found = told("拟购置固定资产3万元。\n供水站拟购置固定资产0万元。\n共拟购置固定资产3.00万元。")
    assert [(key, words) for key, words, _ in found] == [("assets.planned", "3"), ("assets.planned", "3.00")]


def test_what_is_linked_already_is_not_offered_again() -> None:
    text = "2025年预算收入320.50万元，其中：上年结转20.50万元。"
    first = link_words.proposals(text, [], catalog.narrative(), FIGURES)
    assert [link.key for link in first] == ["income.total", "income.carryover"]
    again = link_words.proposals(text, first[:1], catalog.narrative(), FIGURES)
    assert again == first[1:]
