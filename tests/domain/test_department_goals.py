"""The department's goals: what a text states is taken apart and given back character by character."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain import department_goals, goal_indicators, goal_values, goal_wording
from desktop_app.domain.department_goals import above, preamble, read, states_goals, write, write_heading
from desktop_app.domain.disclosed import DepartmentGoal, GoalIndicator
from desktop_app.domain.values import Value

NUMBERED = (
    "1、绩效目标：管好渠道。\n绩效指标：渠道完好率：95%。\n清淤长度：12公里\n"
    "2、绩效目标：供水不断。\n绩效指标：水质合格率：100%。"
)
UNDER_TITLES = (
    "本部门共设两项。\n一、水利建设\n（一）渠道维修\n绩效目标：完成清淤。\n绩效指标：清淤长度≥12公里；满意度达到90%以上；按期完成。\n"
    "（二）饮水安全\n绩效目标：\n保障供水。\n做好监测。\n绩效指标：\n1.水质合格率不低于95%；\n2.培训3次。\n"
    "二、行政管理\n1、机关运转。绩效目标：保障运转。绩效指标：经费保障率100%、办结率98%。\n"
)
LABELLED = (
    "职责：水资源管理\n年度绩效目标：管好水。\n指标1：许可证办理12件\n指标2：满意度95%左右\n"
    "职责：防汛\n目标：安全度汛\n指标：\n"
)
IN_ONE_LINE = (
    "（一）渠道工作。绩效目标：修好。绩效指标：完好率95%。"
    "（二）供水工作。绩效目标：不断水。绩效指标：检修3次，响应：及时。"
)
PROSE = (
    "渠道管理：做好清淤、维修；按期完成。\n供水管理：保障供水。",
    "为实现绩效目标：一是加强管理；二是加强监督。",
    "加强管理，圆满完成全年绩效目标。",
    "绩效指标：完好率95%。",
    "",
)


def _said(goals: list[DepartmentGoal]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [(g.duty, g.text, [(i.name, i.value) for i in g.indicators]) for g in goals]


def test_numbered_goals_with_a_line_an_indicator() -> None:
    goals = read("（二）分项绩效目标", NUMBERED)
    assert _said(goals) == [
        ("", "管好渠道。", [("渠道完好率", "95%"), ("清淤长度", "12公里")]),
        ("", "供水不断。", [("水质合格率", "100%")]),
    ]
    assert write(goals) == NUMBERED


def test_titles_name_the_duty_and_do_not_become_indicators() -> None:
    goals = read("分项绩效目标", UNDER_TITLES)
    assert _said(goals) == [
        ("渠道维修", "完成清淤。", [("清淤长度", "≥12公里"), ("满意度", "90%以上"), ("按期完成", "")]),
        ("饮水安全", "保障供水。\n做好监测。", [("水质合格率", "不低于95%"), ("培训", "3次")]),
        ("机关运转", "保障运转。", [("经费保障率", "100%"), ("办结率", "98%")]),
    ]
    signs = [(i.sign, i.number, i.measure) for g in goals for i in g.indicators]
    assert signs == [
        ("≥", "12", "公里"), ("≥", "90", "%"), ("", "", ""), ("≥", "95", "%"), ("", "3", "次"),
        ("", "100", "%"), ("", "98", "%"),
    ]  # fmt: skip
    assert preamble(goals) == "本部门共设两项。\n一、水利建设"


def test_the_last_line_of_a_list_is_no_title() -> None:
    text = (
        "绩效目标：管水。\n绩效指标：\n1.完好率95%\n2.用户满意\n绩效目标：防汛。\n绩效指标：\n演练2次\n按期完成\n"
        "绩效目标：抗旱。"
    )
    assert _said(read("x", text)) == [
        ("", "管水。", [("完好率", "95%"), ("用户满意", "")]),
        ("", "防汛。", [("演练", "2次"), ("按期完成", "")]),
        ("", "抗旱。", []),
    ]
    text = "渠道管护\n绩效目标：管水。\n绩效指标：完好率95%\n防汛工作\n绩效目标：防汛。"
    assert _said(read("x", text)) == [("渠道管护", "管水。", [("完好率", "95%")]), ("防汛工作", "防汛。", [])]


def test_labels_of_other_words() -> None:
    assert _said(read("x", LABELLED)) == [
        ("水资源管理", "管好水。", [("许可证办理", "12件"), ("满意度", "95%左右")]),
        ("防汛", "安全度汛", []),
    ]


def test_lost_line_breaks() -> None:
    assert _said(read("x", IN_ONE_LINE)) == [
        ("渠道工作", "修好。", [("完好率", "95%")]),
        ("供水工作", "不断水。", [("检修", "3次"), ("响应", "及时")]),
    ]


@pytest.mark.parametrize("text", PROSE)
def test_prose_stays_prose(text: str) -> None:
    assert read("（二）分项绩效目标", text) == []


def test_a_heading_names_the_duty_of_its_only_goal() -> None:
    headings = [
        "一、总体绩效目标",
        "二、分项绩效目标",
        "（一）供水更有保障",
        "（二）渠道管护绩效目标",
        "三、工作保障措施",
    ]
    assert above(headings, 3) == ["二、分项绩效目标"]
    assert above(headings, 4) == []
    over = above(headings, 2)
    (goal,) = read(headings[2], "绩效目标：保障供水。\n绩效指标：新增供水5万人左右，改造管网10公里以上。", over)
    assert (goal.duty, goal.text) == ("供水更有保障", "保障供水。")
    assert [(i.sign, i.number, i.measure) for i in goal.indicators] == [("", "5", "万人左右"), ("≥", "10", "公里")]
    (unmarked,) = read(headings[3], "管好用好渠道；提高效率。", above(headings, 3))
    assert (unmarked.duty, unmarked.text) == ("渠道管护", "管好用好渠道；提高效率。")
    unmarked.duty = "渠道维护"
    assert write_heading([unmarked], headings[3]) == "（二）渠道维护绩效目标"
    assert read(headings[3], "管好用好渠道。") == []  # not under 分项绩效目标
    assert read("（一）总体绩效目标", "管好用好渠道。", ["二、分项绩效目标"]) == []


def test_where_goals_are_stated() -> None:
    assert states_goals("（二）分项绩效目标")
    assert states_goals("（一）供水", ["二、分项绩效目标"])
    assert not states_goals("五、单位项目预算安排情况及绩效目标")
    assert not states_goals("名词解释")


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        ("培训不少于2万人次，总量力争突破10.6万人。", [("培训", "不少于2万人次"), ("总量力争突破", "10.6万人")]),
        ("搭建平台，服务群众，全年开展活动3次。", [("搭建平台，服务群众，全年开展活动", "3次")]),
        ("2025年底,新增参保1.2万人；", [("2025年底,新增参保", "1.2万人")]),
        ("新建平台1-2家。", [("新建平台", "1-2家")]),
        ("指导“企业：委员会”：8个。", [("指导“企业：委员会”", "8个")]),
        ("课时（部/集）：40。", [("课时（部/集）", "40")]),
        (
            "数量指标：培训人次≥150人；时效指标：完成时间：12月底前。",
            [("培训人次", "≥150人"), ("完成时间", "12月底前")],
        ),
        ("完成2025年工作要点", [("完成2025年工作要点", "")]),
        ("落实第3期工程", [("落实第3期工程", "")]),
        ("支出1,200元，师生比：1：18", [("支出", "1,200元"), ("师生比", "1：18")]),
        ("一是完好率达到95%；二是办结率为98%。", [("完好率", "95%"), ("办结率", "98%")]),
    ],
)
def test_clauses(clauses: str, found: list[tuple[str, str]]) -> None:
    indicators = goal_indicators.split(clauses)
    assert [(i.name, i.value) for i in indicators] == found
    assert "".join(map(goal_indicators.write, indicators)) == clauses


@pytest.mark.parametrize(
    ("text", "parts", "new", "written"),
    [
        ("95%以上", ("≥", "95", "%"), ("≥", "96", "%"), "96%以上"),
        ("95%以上", ("≥", "95", "%"), ("＞", "95", "%"), "＞95%"),
        ("不少于2万人次", ("≥", "2", "万人次"), ("≥", "3", "人次"), "不少于3人次"),
        ("5万人左右", ("", "5", "万人左右"), ("", "6", "万人左右"), "6万人左右"),
        ("达到90%以上", ("≥", "90", "%"), ("≥", "92", "%"), "达到92%以上"),
        ("≥90%", ("≥", "90", "%"), ("≥", "91", "%"), "≥91%"),
        ("不低于90%以下", ("", "不低于90%以下", ""), ("", "90", "%"), "90%"),
        ("及时", ("", "及时", ""), ("", "按时", ""), "按时"),
    ],
)
def test_words_of_values(text: str, parts: Value, new: Value, written: str) -> None:
    assert goal_values.parts(text) == parts
    assert goal_values.with_parts(text, Value(*parts)) == text
    assert goal_values.with_parts(text, Value(*new)) == written


def _changed(text: str, old: list[DepartmentGoal], new: list[DepartmentGoal]) -> str:
    assert write(old) == text
    goal_wording.arrange_goals(old, new)
    return write(new)


def test_goals_that_are_added_look_like_the_others_and_count_on() -> None:
    old = read("x", NUMBERED)
    new = DepartmentGoal(text="防汛安全。", indicators=[GoalIndicator("预案", "3个"), GoalIndicator("演练", "2次")])
    goal_wording.arrange_indicators(new, [], old)
    assert _changed(NUMBERED, old, [old[0], new, old[1]]) == (
        "1、绩效目标：管好渠道。\n绩效指标：渠道完好率：95%。\n清淤长度：12公里\n"
        "2、绩效目标：防汛安全。\n绩效指标：预案：3个。\n演练：2次\n"
        "3、绩效目标：供水不断。\n绩效指标：水质合格率：100%。"
    )


def test_goals_that_go_and_move() -> None:
    old = read("x", UNDER_TITLES)
    gone = _changed(UNDER_TITLES, old, old[1:])
    assert gone.startswith("本部门共设两项。\n一、水利建设\n（二）饮水安全\n绩效目标：\n保障供水。")
    old = read("x", NUMBERED)
    moved = _changed(NUMBERED, old, old[::-1])
    assert moved == (
        "1、绩效目标：供水不断。\n绩效指标：水质合格率：100%。\n"
        "2、绩效目标：管好渠道。\n绩效指标：渠道完好率：95%。\n清淤长度：12公里"
    )


def test_the_first_goals_of_a_blank_text() -> None:
    goals = [
        DepartmentGoal("供水", "不断水。", indicators=[GoalIndicator("完好率", "95%")]),
        DepartmentGoal("", "防汛。"),
    ]
    for goal in goals:
        goal_wording.arrange_indicators(goal, [])
    goal_wording.arrange_goals([], goals)
    assert write(goals) == "1、供水\n绩效目标：不断水。\n绩效指标：完好率：95%。\n2、绩效目标：防汛。"
    assert _said(read("分项绩效目标", write(goals))) == _said(goals)


def test_indicators_come_go_and_move() -> None:
    (goal,) = read("x", "绩效目标：甲。\n绩效指标：一率10%，二率20%；三率30%。")
    old = list(goal.indicators)
    goal.indicators.append(GoalIndicator("四率", "40%"))
    goal_wording.arrange_indicators(goal, old)
    assert write([goal]) == "绩效目标：甲。\n绩效指标：一率10%，二率20%；三率30%，四率40%。"
    old = list(goal.indicators)
    del goal.indicators[0], goal.indicators[-1]
    goal_wording.arrange_indicators(goal, old)
    assert write([goal]) == "绩效目标：甲。\n绩效指标：二率20%；三率30%。"
    old, goal.indicators = list(goal.indicators), []
    goal_wording.arrange_indicators(goal, old)
    assert write([goal]) == "绩效目标：甲。"
    goal.indicators = [GoalIndicator("五率", "50%")]
    goal_wording.arrange_indicators(goal, [])
    goal_wording.arrange_goals([goal], [goal])
    assert write([goal]) == "绩效目标：甲。\n绩效指标：五率：50%。"


@pytest.mark.parametrize("number", ["1、", "（十九）", "③", "第十二，", "(3)", "9."])
def test_counting(number: str) -> None:
    found = goal_wording.counted(number)
    assert found is not None
    value, style = found
    assert style(value) == number
    following = goal_wording.counted(style(value + 1))
    assert following is not None and following[0] == value + 1


WORDS = st.text("管好用渠道水库防汛抗旱安全供灌溉区维修养护", min_size=2, max_size=12)
VALUES = st.one_of(
    st.builds(
        "{}{}%{}".format, st.sampled_from(["", "≥", "不低于"]), st.integers(1, 100), st.sampled_from(["", "左右"])
    ),
    st.builds("{}{}".format, st.integers(1, 900), st.sampled_from(["次", "人", "万人次", "公里以上", "个"])),
)
PAIRS = st.lists(st.tuples(WORDS, VALUES), min_size=0, max_size=4)
GOALS = st.lists(st.tuples(st.one_of(st.just(""), WORDS), WORDS, PAIRS), min_size=1, max_size=5)
STYLES = st.sampled_from(
    [
        ("{n}、绩效目标：{text}。\n", "{name}：{value}", "绩效指标：", "。\n", "。\n"),
        ("（{n}）绩效目标：{text}。\n", "{name}{value}", "绩效指标：", "；", "。\n"),
        ("{n}.年度绩效目标: {text}\n", "{name} {value}", "主要指标: ", "，", "。\n"),
        ("绩效目标{n}：{text}；\n", "{name}：{value}", "指标：\n", "；\n", "\n\n"),
    ]
)


def _text(goals: list[tuple[str, str, list[tuple[str, str]]]], style: tuple[str, ...]) -> str:
    head, indicator, label, between, end = style
    text = ""
    for n, (duty, said, pairs) in enumerate(goals, 1):
        text += f"（{goal_wording.chinese(n)}）{duty}\n" if duty else ""
        text += head.format(n=n, text=said)
        if pairs:
            text += label + between.join(indicator.format(name=name, value=value) for name, value in pairs) + end
    return text


@settings(max_examples=40, deadline=None)
@given(GOALS, STYLES)
def test_invented_texts_are_read_as_they_were_meant(
    goals: list[tuple[str, str, list[tuple[str, str]]]], style: tuple[str, ...]
) -> None:
    text = _text(goals, style)
    found = read("（二）分项绩效目标", text)
    assert write(found) == text
    assert [(g.duty, g.text.rstrip("。；"), [(i.name, i.value) for i in g.indicators]) for g in found] == goals


PIECES = [
    "绩效目标：",
    "绩效指标：",
    "指标2：",
    "1、",
    "（二）",
    "供水",
    "率95%",
    "：",
    "。",
    "；",
    "，",
    "\n",
    " ",
    "“",
    "（",
    "）",
    "3次",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_given_back(text: str) -> None:
    for over in ([], ["二、分项绩效目标"]):
        goals = read("（一）供水绩效目标", text, over)
        assert not goals or write(goals) == text
        assert sum(i.name == "" for g in goals for i in g.indicators if not i.value) == 0


@settings(max_examples=40, deadline=None)
@given(GOALS, STYLES, st.data())
def test_what_is_edited_is_read_again(
    goals: list[tuple[str, str, list[tuple[str, str]]]], style: tuple[str, ...], data: st.DataObject
) -> None:
    """Goals that are taken out, moved and added in the style of the text are the goals of the new text."""
    old = read("（二）分项绩效目标", _text(goals, style))
    new = data.draw(st.permutations(old))[: data.draw(st.integers(1, len(old)))]
    new = [*new, DepartmentGoal("", "新增", indicators=[GoalIndicator("新指标", "7个")])]
    goal_wording.arrange_indicators(new[-1], [], old)
    goal_wording.arrange_goals(old, new)
    again = read("（二）分项绩效目标", write(new))
    assert write(again) == write(new)
    assert [g.text.rstrip("。；") for g in again] == [g.text.rstrip("。；") for g in new]
    assert [len(g.indicators) for g in again] == [len(g.indicators) for g in new]


def test_reading_does_not_slow_down_with_odd_texts() -> None:
    for text in (
        "绩效目标：" * 2000,
        "绩效指标：" + "3次，" * 5000,
        "（" * 5000,
        "1、" * 5000,
        "绩效目标：" + "“" * 3000,
    ):
        goals = department_goals.read("分项绩效目标", text)
        assert not goals or write(goals) == text


def test_reading_twice_gives_the_same() -> None:
    goals = read("x", UNDER_TITLES)
    assert read("x", write(deepcopy(goals))) == goals
