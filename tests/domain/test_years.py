"""Which years of a text move into the next budget year, which stay, and which stay and are told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.years import shift, shift_heads, without_years

MOVED = (
    ("2025年渠道清淤计划", "2026年渠道清淤计划"),
    ("2025 年预算文本", "2026 年预算文本"),
    ("2025年度部门预算", "2026年度部门预算"),
    ("２０２５年任务", "２０２６年任务"),
    ("二〇二五年工作要点", "二〇二六年工作要点"),
    ("二○二五年度", "二○二六年度"),
    ("≤2025年12月31日", "≤2026年12月31日"),
    ("2025年5月31日前完成检修", "2026年5月31日前完成检修"),
    ("2025年6月完成招标", "2026年6月完成招标"),
    ("2025年底前全部通水", "2026年底前全部通水"),
    ("2025-12-31", "2026-12-31"),
    ("2025.12.31前", "2026.12.31前"),
    ("2025年1月至2025年12月", "2026年1月至2026年12月"),
    ("2025年1-12月", "2026年1-12月"),
    ("2025年上半年完成50%", "2026年上半年完成50%"),
    ("泵站维护费（2025年）", "泵站维护费（2026年）"),
    ("2025年占比90%，较好完成", "2026年占比90%，较好完成"),
    ("2025年清淤2025米", "2026年清淤2025米"),
    ("根据规划财务科2025年工作安排", "根据规划财务科2026年工作安排"),
    ("自然资源和规划局2025年工作安排", "自然资源和规划局2026年工作安排"),
    ("2019年建成的泵站2025年大修", "2019年建成的泵站2026年大修"),
)

TOLD = (
    ("云水财〔2025〕12号", "文号"),
    ("云水财［2025］12号", "文号"),
    ("云水财(2025)12号", "文号"),
    ("2025年第3号公报", "文号"),
    ("2021-2025年", "一段年份"),
    ("2025至2027年改造", "一段年份"),
    ("2024年、2025年两年", "一段年份"),
    ("“十四五”规划（2021—2025年）", "一段年份"),
    ("“十四五”期间2025年的任务", "规划"),
    ("水网建设规划到2025年", "规划"),
    ("农村供水三年行动2025年任务", "规划"),
    ("《云岭县2025年水利工作要点》", "书名号"),
    ("2025年中央资金预算下达", "已有文件"),
    ("（2025年版）", "已有文件"),
    ("云水财〔2024〕33号提前告知2025年水利资金", "已有文件"),
    ("关于下达2025年水利资金的请示", "已有文件"),
    ("按2025年服务合同", "已有文件"),
    ("2025年比上年多修3公里", "比较"),
    ("2025年维护次数较2024年增加", "比较"),
    ("与2025年相比", "比较"),
    ("2025年决算", "已经发生"),
    ("2025年结转资金", "已经发生"),
    ("自2025年起", "起止"),
    ("到2025年基本建成", "起止"),
    ("2025年以后", "起止"),
    ("2025年3月5日开会研究", "具体日期"),
    ("2025年2月29日前", "2月29日"),
    ("2025届学员", "没有写“年”"),
    ("2025部门预算", "没有写“年”"),
    ("2024年7月至2025年6月", "一段年份"),
    ("2024年工作总结", "提到了2024年"),
    ("2026年6月前完成", "提到了2026年"),
)

QUIET = (
    "", "2025", "≤2025", "2025人", "2025元/台", "投资2025.5万元", "12025年", "2019年建成", "2031年",
    "云水财〔2024〕12号", "53099925P000041200114", "20250101", "近三年", "A2025B", "每年4次",
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), MOVED)
def test_a_certain_year_moves(text: str, wanted: str) -> None:
    assert shift(text, 2025, 2026) == (wanted, ())


@pytest.mark.parametrize(("text", "why"), TOLD)
def test_a_doubtful_year_stays_and_is_told(text: str, why: str) -> None:
    shifted = shift(text, 2025, 2026)
    assert shifted.text == text
    assert any(why in doubt for doubt in shifted.doubts), shifted.doubts


@pytest.mark.parametrize("text", QUIET)
def test_what_is_no_budget_year_stays_without_a_word(text: str) -> None:
    assert shift(text, 2025, 2026) == (text, ())


def test_the_doubt_of_one_clause_leaves_the_others_free() -> None:
    shifted = shift("2025年预算比上年增加3万元，2025年完成培训。", 2025, 2026)
    assert shifted.text == "2025年预算比上年增加3万元，2026年完成培训。"
    assert len(shifted.doubts) == 1


def test_a_gap_of_years_moves_by_the_gap_and_tells_of_the_years_between() -> None:
    assert shift("2023年计划", 2023, 2026).text == "2026年计划"
    assert shift("2025年建成", 2023, 2026).doubts == ("提到了2025年，没有改",)


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("2024年执行数", "2025年执行数"),
        ("2025年预算数", "2026年预算数"),
        ("2020年", "2020年"),
        ("科目编码", "科目编码"),
    ],
)
def test_heads_of_columns_move_with_the_year_before(head: str, wanted: str) -> None:
    assert shift_heads(head, 2025, 2026) == wanted


@pytest.mark.parametrize(
    "name", ["2025年泵站维护费", "2026年泵站维护费", "2026年度泵站维护费", "二〇二五年泵站维护费", "泵站维护费2026"]
)
def test_names_of_two_years_are_one_without_their_years(name: str) -> None:
    assert without_years(name) == "泵站维护费"


_PIECES = st.lists(
    st.sampled_from(
        ["2025年", "2025", "2024年", "〔2025〕3号", "较", "至", "12月31日", "前", "，", "《", "》", "3.5", "培训", " "]
    ),
    max_size=8,
)


@settings(max_examples=200)
@given(_PIECES)
def test_only_the_budget_year_ever_changes_and_everything_else_stays(pieces: list[str]) -> None:
    text = "".join(pieces)
    shifted = shift(text, 2025, 2026).text
    assert len(shifted) == len(text)
    changed = {(old, new) for old, new in zip(text, shifted, strict=True) if old != new}
    assert changed <= {("5", "6")}
