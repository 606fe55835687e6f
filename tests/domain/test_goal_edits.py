"""What a person types into the cells of the goals stays what it is, whatever the text looks like to the reader."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain import department_goals, goal_edits, goal_wording
from desktop_app.domain.disclosed import DepartmentGoal, GoalIndicator

OVER = ["二、分项绩效目标"]
TEXT = (
    "1、绩效目标：管好渠道。\n绩效指标：渠道完好率：95%。\n清淤长度：12公里以上\n"
    "2、绩效目标：供水不断。\n绩效指标：水质合格率：100%。\n"
    "3、绩效目标：防住洪水。\n绩效指标：预警发布率：100%。"
)


def known() -> list[DepartmentGoal]:
    return department_goals.read(OVER[0], TEXT)


def said(goals: list[DepartmentGoal]) -> list[object]:
    return [(g.duty, g.text, [(i.name, i.value) for i in g.indicators]) for g in goals]


def again(text: str, goals: list[DepartmentGoal]) -> list[DepartmentGoal]:
    return goal_edits.read_again(OVER[0], text, [], goals)


TYPED = [
    "一：甲", "甲；乙：3%", "甲\n乙：5%\n丙", "绩效目标：丁。", "1、绩效目标：戊", "绩效指标：己：3次",
    "庚。\n2、绩效目标：辛",
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("field", ["duty", "text", "name", "value"])
def test_a_cell_with_signs_that_part_fields_stays_one_cell(typed: str, field: str) -> None:
    goals = known()
    record = goals[0] if field in ("duty", "text") else goals[0].indicators[0]
    setattr(record, field, typed)
    goal_wording.arrange_goals(goals, goals)
    before = deepcopy(goals)
    text = department_goals.write(goals)
    assert said(again(text, goals)) == said(before)
    # another goal is edited in the text
    other = text.replace("防住洪水。", "防住洪水，不死人。")
    assert said(again(other, goals)) == [*said(before)[:2], ("", "防住洪水，不死人。", [("预警发布率", "100%")])]
    # a goal is added behind the others, and the first word of another cell is changed
    longer = text + "\n4、绩效目标：修路。"
    assert said(again(longer, goals))[:2] == said(before)[:2] and again(longer, goals)[-1].text == "修路。"
    words = text.replace("供水不断", "供水不停")
    assert said(again(words, goals)) == [
        said(before)[0], ("", "供水不停。", [("水质合格率", "100%")]), said(before)[2],
    ]  # fmt: skip


def test_an_edit_within_the_odd_cell_changes_that_cell() -> None:
    goals = known()
    goals[1].indicators[0].name = "水质；水压合格率"
    text = department_goals.write(goals)
    (_, second, _) = again(text.replace("水压合", "水压和水量合"), goals)
    assert [(i.name, i.value) for i in second.indicators] == [("水质；水压和水量合格率", "100%")]
    (_, second, _) = again(text.replace("100%。\n3", "98%。\n3"), goals)
    assert [(i.value, i.number) for i in second.indicators] == [("98%", "98")]


def test_a_goal_that_is_taken_out_of_the_text_is_gone_and_the_others_stay() -> None:
    goals = known()
    goals[2].text = "防：住；洪水"
    before = said(goals)
    text = department_goals.write(goals).replace("2、绩效目标：供水不断。\n绩效指标：水质合格率：100%。\n", "")
    assert said(again(text, goals)) == [before[0], before[2]]


def test_a_paragraph_put_between_goals_is_kept() -> None:
    goals = known()
    goals[0].text = "管：好；渠道"
    text = department_goals.write(goals)
    longer = text.replace("\n3、", "\n说明：以上两项由水管站负责。\n3、")
    found = again(longer, goals)
    assert department_goals.write(found) == longer
    assert said(found)[0] == said(goals)[0]


def test_what_the_text_alone_tells_is_read_from_it() -> None:
    goals = known()
    text = TEXT.replace("供水不断。", "供水不断。\n绩效指标：水压合格率：98%；")
    assert said(again(text, goals)) == said(department_goals.read(OVER[0], text))


WORDS = st.text(alphabet="甲乙丙丁：；。，、\n1 2%《》()（）绩效目标指标：", min_size=0, max_size=12)


@st.composite
def typed_goals(draw: st.DrawFn) -> list[DepartmentGoal]:
    goals = [
        DepartmentGoal(
            draw(WORDS), draw(WORDS), "",
            [GoalIndicator(draw(WORDS), draw(WORDS)) for _ in range(draw(st.integers(0, 3)))],
        )
        for _ in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    for goal in goals:
        goal_wording.arrange_indicators(goal, [])
    goal_wording.arrange_goals([], goals)
    return goals


@settings(max_examples=40, deadline=None)
@given(typed_goals())
def test_any_typed_texts_are_given_back_by_their_wording(goals: list[DepartmentGoal]) -> None:
    text = department_goals.write(goals)
    assert goal_edits.is_wording_of(goals, OVER[0], text)
    found = again(text, goals)
    assert said(found) == said(goals) and department_goals.write(found) == text


@settings(max_examples=40, deadline=None)
@given(typed_goals(), st.integers(0, 200), st.integers(0, 6), WORDS)
def test_any_edit_of_the_text_is_in_the_records_and_loses_nothing(
    goals: list[DepartmentGoal], at: int, cut: int, put: str
) -> None:
    text = department_goals.write(goals)
    at = min(at, len(text))
    new = text[:at] + put + text[at + cut :]
    found = again(new, goals)
    assert not found or department_goals.write(found) == new
