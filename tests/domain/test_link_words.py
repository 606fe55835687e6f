"""Figures of an imported text are told by the words before them; what those words do not tell is left alone."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.actions import narrative
from desktop_app.domain import link_words, linked
from desktop_app.domain.figures import Figures
from desktop_app.domain.linked import AGREES, DIFFERS, OPEN
from desktop_app.domain.model import Book, Project
from tests.publishing import OWN, publishing, table

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


# ---- sums and their parts

WHOLE = catalog.narrative()
NOTHING = narrative.ground_of(Book(year=2025)).figures


def wrong(text: str, figures: Figures = FIGURES, year: int | None = 2025) -> list[tuple[str, str]]:
    """What is marked in a text that nobody linked: the words and what they should be."""
    marks = link_words.Reader(WHOLE, figures, year).marks(text, [])
    return [(mark.link.text, mark.figure.text) for mark in marks if mark.figure is not None]


PARTS = "其中基本支出200.5万元、项目支出120万元。"


@pytest.mark.parametrize(
    "begins",
    [
        "2025年支出预算330万元，", "本部门支出总预算330万元，", "全年共计支出330万元，", "本年支出合计330万元（",
        "云岭县水利局2025年部门预算支出330万元：",
    ],
)  # fmt: skip
def test_a_wrong_total_beside_right_parts_is_marked_whatever_it_is_called(begins: str) -> None:
    assert wrong(begins + PARTS) == [("330", "320.50")]
    assert wrong(begins.replace("330", "320.5") + PARTS) == []


def test_a_total_stated_again_is_known_by_its_parts() -> None:
    text = f"支出预算320.50万元。\n支出预算330万元，{PARTS}"
    links = link_words.Reader(WHOLE, FIGURES, 2025).proposals(text.partition("\n")[0], [])
    found = link_words.Reader(WHOLE, FIGURES, 2025).proposals(text, links)
    assert [(link.key, link.text) for link in found] == [
        ("expenditure.total", "330"), ("expenditure.basic", "200.5"), ("expenditure.project", "120"),
    ]  # fmt: skip


def test_without_tables_the_arithmetic_of_the_sentence_tells() -> None:
    assert wrong("2025年支出预算120万元，其中基本支出80万元、项目支出30万元。", NOTHING) == [("120", "110.00")]
    text = "支出预算110万元，其中：基本支出80万元，包括人员经费60万元和公用经费25万元；项目支出30万元。"
    assert wrong(text, NOTHING) == [("80", "85.00")]
    assert wrong("支出预算115万元，其中基本支出80万元、项目支出30万元、经营支出5万元。", NOTHING) == []
    assert wrong("支出预算110.01万元，其中基本支出80万元、项目支出30万元。", NOTHING) == []  # rounding


def test_parts_that_are_not_all_named_prove_nothing_unless_they_are_too_much() -> None:
    assert wrong("三公经费5万元，其中公务接待费1万元。", NOTHING) == []
    assert wrong("收入预算300万元，其中一般公共预算收入200万元、上年结转50万元。", NOTHING) == []
    assert wrong("收入预算300万元，其中一般公共预算收入290万元、上年结转50万元。", NOTHING) == [("300", "340.00")]


def test_parts_of_something_else_are_not_taken_for_those_of_the_book() -> None:
    assert wrong("抢险专项资金50万元，其中：上年结转21万元。") == []
    assert wrong("供水工程投资150万元，其中基本支出30万元、项目支出120万元。") == []
    assert wrong("一般公共预算财政拨款支出100万元，其中基本支出80万元、项目支出20万元。") == []


def test_general_public_money_has_parts_of_its_own() -> None:
    book = publishing()
    heads = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    book.tables.append(table(5, "一般公共预算支出表", heads, ["", "合计", "300", "190", "110"]))
    found = narrative.ground_of(book).figures
    text = "一般公共预算财政拨款支出300万元，其中基本支出190万元、项目支出100万元。"
    assert wrong(text, found) == [("100", "110.00")]
    assert wrong(f"2025年支出预算320.5万元，{PARTS}", found) == []


def test_money_of_other_tables_is_no_part_of_a_sum_that_it_does_not_fit() -> None:
    book = publishing()
    book.tables[1].rows[-1].cells[3] = "230.50"  # 基本支出 with money that 表6 does not have
    found = narrative.ground_of(book).figures
    assert wrong("基本支出230.5万元，其中人员经费180万元、公用经费50.5万元。", found) == []


@pytest.mark.parametrize(
    "text",
    [
        "2024年支出预算300万元。",
        "上年支出预算300万元，",
        "2023年预算收入200万元",
        "基本支出增长5.3%。",
        "供水站公务接待费0.3万元",
        "2024年支出预算300万元，其中基本支出190万元、项目支出110万元。",
        "上年支出预算300万元，基本支出190万元。",
        "2025年支出预算320.5万元，2024年预算收入290万元，上年结转18万元。",
    ],
)
def test_figures_of_other_years_and_holders_are_left_alone(text: str) -> None:
    assert wrong(text) == []


def test_last_year_s_figure_is_compared_with_last_year_s() -> None:
    last = publishing(2024)
    last.tables[0].rows[-1].cells[3] = "290.00"
    found = narrative.ground_of(publishing(), last).figures
    assert wrong("2024年支出预算300万元，2025年支出预算320.5万元。", found) == [("300", "290.00")]


def test_a_change_after_the_parts_of_a_sum_may_be_said_of_the_sum() -> None:
    found = narrative.ground_of(publishing(), publishing(2024)).figures
    text = "三公经费5.2万元，其中公务接待费1.2万元，公务用车运行维护费4万元，较上年增加1万元。"
    assert wrong(text, found) == []
    text = "三公经费5.2万元。支出比上年增加1万元，与上年基本持平，实际支出三公经费4万元。项目支出120万元，增长3.5%。"
    assert wrong(text, found) == []
    text = "三公经费5.2万元（公务接待费1.2万元），较上年增加1万元。"
    assert wrong(text, found) == [("增加1万元", "持平")]


# ---- projects

PROJECTS = [
    ("安排泵站维护费项目资金90万元。", [("90", "100")]),
    ("泵站维护费（90万元）", [("90", "100")]),
    ("其中“泵站维护费”项目预算90万元，2025年水库巡查费为20万元。", [("90", "100"), ("20", "19.5")]),
    ("安排30万元用于水库巡查费；", [("30", "19.5")]),
    ("2、泵站维护费：90万元", [("90", "100")]),
    ("泵站维护费100万元和水库巡查费20万元", [("20", "19.5")]),
    # another project, a change, last year, a part of the project: nothing is certain
    ("城区泵站维护费20万元", []),
    ("泵站和水库巡查费20万元", []),
    ("新增泵站维护费20万元，泵站维护费增加3万元", []),
    ("泵站维护费较上年20万元", []),
    ("上年泵站维护费90万元", []),
    ("泵站维护费中设备购置20万元", []),
    ("从结余的30万元用于水库巡查费", []),
    ("安排30万元用于水库巡查费和道路养护", []),
    ("项目支出增加20万元，主要是泵站维护费20万元", []),
    ("专线租赁费9万元", []),
]


@pytest.mark.parametrize(("text", "marked"), PROJECTS)
def test_a_project_is_known_by_its_full_name_beside_its_amount(text: str, marked: list[tuple[str, str]]) -> None:
    assert wrong(text) == marked


def test_a_name_of_two_projects_with_two_amounts_tells_nothing() -> None:
    book = publishing()
    book.projects.append(Project(*OWN, name="泵站维护费", budget="30.00", code="53099925P000041200444"))
    assert wrong("泵站维护费90万元", narrative.ground_of(book).figures) == []


ODD = st.text(
    alphabet="1234567890.,，。；：（）()万元年上较增加减少其中包括为安排用于基本支出项目预算合计三公经费泵站维护\n%持平",
    max_size=80,
)


@settings(max_examples=40, deadline=None)
@given(ODD)
def test_any_text_is_read_and_its_places_are_right(text: str) -> None:
    reader = link_words.Reader(WHOLE, FIGURES, 2025)
    found = reader.proposals(text, [])
    assert all(text[link.at : link.end] == link.text for link in found)
    assert all(a.end <= b.at for a, b in pairwise(found))
    assert reader.proposals(text, found) == []
    marks = reader.marks(text, [])
    assert all(text[mark.link.at : mark.link.end] == mark.link.text for mark in marks)


@pytest.mark.parametrize("piece", ["1万元，其中", "（1万元，包括基本支出2万元", "支出预算1万元", "增加1", "泵站维护费"])
def test_odd_long_texts_are_read_in_time_that_grows_with_them(piece: str) -> None:
    reader = link_words.Reader(WHOLE, FIGURES, 2025)
    begun = time.process_time()
    reader.marks(piece * 4000, [])
    assert time.process_time() - begun < 5
