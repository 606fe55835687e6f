"""The small readers: goals, plans, lines of text, encodings."""

from pathlib import Path

import pytest

from desktop_app import catalog, importers
from desktop_app.errors import UserError
from desktop_app.importers import encoding, lines, vocabulary
from desktop_app.importers.cells import Row
from desktop_app.importers.goals import split_goals, split_lines
from desktop_app.importers.plan import read_plan

WORDS = vocabulary.build(catalog.reading_forms())


@pytest.mark.parametrize(
    ("text", "goals", "certain"),
    [
        ("", [], True),
        ("维修泵站12座。", ["维修泵站12座。"], True),
        ("1.维修泵站12座。", ["维修泵站12座。"], True),
        ("1、维修泵站\n2、清淤渠道", ["维修泵站", "清淤渠道"], True),
        ("1.维修泵站。 2.清淤渠道2.5公里。", ["维修泵站。", "清淤渠道2.5公里。"], True),
        ("1.维修泵站\n其中大型3座\n2.清淤渠道", ["维修泵站\n其中大型3座", "清淤渠道"], True),
        ("1. 1.先勘测 2.再施工", ["1.先勘测", "再施工"], True),
        ("目标1：维修泵站", ["目标1：维修泵站"], True),
        ("目标1：维修泵站\n目标2：清淤渠道\n长2.5公里", ["目标1：维修泵站", "目标2：清淤渠道\n长2.5公里"], True),
        ("（1）维修泵站\n(2) 清淤渠道", ["（1）维修泵站", "(2) 清淤渠道"], True),
        ("目标1：（1）维修\n（2）清淤\n目标2：培训", ["目标1：（1）维修\n（2）清淤", "目标2：培训"], True),
        ("（1）维修泵站；（2）清淤渠道", ["（1）维修泵站；（2）清淤渠道"], True),
        ("维修泵站：\n（1）大型3座\n（2）小型9座", ["维修泵站：\n（1）大型3座\n（2）小型9座"], True),
        ("（1）维修泵站\n（3）清淤渠道", ["（1）维修泵站\n（3）清淤渠道"], False),
        ("目标2：清淤渠道", ["目标2：清淤渠道"], False),
        ("2.清淤渠道", ["2.清淤渠道"], False),
        ("1.2025年维修泵站", ["2025年维修泵站"], True),
        ("1.5万亩农田得到灌溉", ["1.5万亩农田得到灌溉"], False),
        ("1.完成2.5公里 2.3.培训", ["完成2.5公里 2.3.培训"], False),
        ("1.包括 2.甲 2.乙", ["包括", "甲 2.乙"], False),
        ("1.维修泵站\n3.清淤渠道", ["维修泵站\n3.清淤渠道"], False),
    ],
)
def test_goals_lose_only_their_outer_number(text: str, goals: list[str], certain: bool) -> None:
    assert split_goals(text) == (goals, certain)


def test_goals_of_our_own_list_keep_what_they_say() -> None:
    assert split_lines("1.5万亩农田\n2.2.5公里渠道\n续行\n3.其他") == ["5万亩农田", "2.5公里渠道\n续行", "其他"]
    assert split_lines("维修泵站\n清淤渠道") == ["维修泵站", "清淤渠道"]


HEADS = ["资金支出计划 (%)", "3 月底", "", "6 月底", "", "10 月底", ""]


@pytest.mark.parametrize(
    ("rows", "plan", "flagged"),
    [
        ([["资金支出计划（%）", *("3月底", "6月底", "10月底", "12月底")], ["", "25", "50", "75", "100"]],
         ["25", "50", "75", "100"], []),
        ([HEADS, ["", "25%", "", "50%", "", "75%", ""], ["12 月底", "", "100%", ""]],
         ["25%", "50%", "75%", "100%"], []),
        ([HEADS, ["", "", "", "50%", "", "75%", ""], ["", "", "", "12月底", "", "100%"]],
         ["", "50%", "75%", "100%"], []),
        ([HEADS, ["", "25%", "", "50%", "", "75%", "100%"]], ["25%", "50%", "75%", "100%"], []),
        ([HEADS, ["", "25%", "", "50%", "", "75%", ""]], ["25%", "50%", "75%", ""], ["plan[3]"]),
        ([HEADS, ["", "", "", "50%", "", "75%", ""], ["资金支出计划 (%)", "", "", "", "", "100%"]],
         ["", "50%", "75%", "100%"], ["plan[3]"]),
        ([HEADS, ["", "", "", "50%", "", "75%", ""], ["", "", "", "", "100%"]],
         ["", "50%", "75%", "100%"], ["plan[3]"]),
        ([[*HEADS, "12月底"], ["", "", "50%", "", "", "", "", "100%"]], ["", "", "", "100%"], ["plan"]),
        ([["资金支出计划（%）", *("3月底", "6月底", "10月底", "12月底")], ["", "75%", "100%"]],
         ["75%", "100%", "", ""], ["plan"]),
        ([HEADS, ["", "约一半", "", "50%", "", "75%", "100%"]], ["约一半", "50%", "75%", "100%"], ["plan[0]"]),
        ([["资金支出计划（%）", *("3月底", "6月底", "10月底", "12月底")], ["", "", "", "", ""]], ["", "", "", ""], []),
    ],
)  # fmt: skip
def test_plan_entries_belong_to_their_months_or_are_flagged(
    rows: list[list[str]], plan: list[str], flagged: list[str]
) -> None:
    found, review = read_plan([Row(n, n, cells) for n, cells in enumerate(rows, 1)], WORDS)
    assert found == plan
    assert [r.path for r in review] == flagged


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("316001 某县水利局本级", ("316001", "某县水利局本级")),
        ("323001某市人社局（本级）　单位：万元", ("323001", "某市人社局（本级）")),
        ("预算单位：某县水利局", ("", "某县水利局")),
        ("2024 年工作计划", None),
        ("2025年部门预算绩效文本", None),
        ("100 万元以上的设备", None),
        ("412001 维修费绩效目标表", None),
        ("112 全年接听市民来电，及时转办", None),
        ("100等于100%", None),
    ],
)
def test_owners_are_told_from_other_lines(text: str, owner: tuple[str, str] | None) -> None:
    assert lines.owner(text) == owner


@pytest.mark.parametrize(
    ("text", "following", "heading"),
    [
        ("一、部门职责及机构设置情况", "", True),
        ("（一）总体绩效目标", "", True),
        ("第二部分 预算项目绩效目标", "", True),
        ("部门职责：", "", True),
        ("1、收入说明", "本年预算收入1286.40万元，全部为一般公共预算拨款收入。", True),
        ("1、维修泵站", "2、清淤渠道", False),
        ("（一）负责全县水利工作。", "", False),
        ("一、责任到人。每个项目确定一名经办人。", "", False),
        ("2.5万元以内的采购", "由股室自行办理，完成后向办公室备案并登记台账。", False),
    ],
)
def test_headings_are_told_from_paragraphs(text: str, following: str, heading: bool) -> None:
    assert lines.heading(Row(1, 1, [text], table=False), following) is heading


TEXT = "项目编码\t13990125P000061100119\t项目名称\t农村饮水水质检测经费\n绩效目标\t1.检测水样672份，达标率≥92%。\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_the_office_is_recognised(name: str) -> None:
    assert encoding.decode(TEXT.encode(name)).text == TEXT


def test_big5_is_recognised() -> None:
    text = "預算項目編碼和名稱，財政資金的支出計劃，項目績效目標和指標。單位對資金使用的情況負責。\n" * 3
    assert encoding.decode(text.encode("big5")).text == text


def test_a_character_cut_in_two_is_counted_and_nothing_else_is_lost() -> None:
    found = encoding.decode((TEXT * 100).encode()[:-3])
    assert (found.encoding, found.broken) == ("utf-8", 1)
    assert found.text.startswith(TEXT)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UserError, match="不是文本"):
        encoding.decode(bytes(range(256)) * 40, "甲.txt")


def test_a_lost_cell_made_up_by_a_blank_at_the_end_is_flagged(tmp_path: Path) -> None:
    head = "一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据"
    form = (
        "云岭县水利局2025年部门预算绩效文本\n\n1、泵站养护费绩效目标表\n412001 云岭县水利局本级\n单位：万元\n"
        "项目编码\t13990125P0000611001190\t项目名称\t泵站养护费\n"
        "预算规模及资金用途\t预算数\t5.00\t其中：财政资金\t5.00\t其他资金\t0\n\t养护泵站\n"
        "资金支出计划（%）\t3月底\t6月底\t10月底\t12月底\n\t25%\t50%\t75%\t100%\n绩效目标\t1.养护泵站\n"
        f"{head}\n产出指标\t数量指标\t泵站数\t养护的泵站\t≥3座\t年度计划\n{{row}}\n"
    )
    for row, flagged in (
        ("\t质量指标\t完好率\t显著提升\t年度计划\t", True),
        ("\t质量指标\t完好率\t完成\t\t", True),
        ("\t质量指标\t完好率\t设备的状况\t符合要求\t", False),
    ):
        path = tmp_path / "a.txt"
        path.write_text(form.format(row=row), "utf-8")
        (book,) = importers.read(path, catalog.reading_forms())
        assert ("indicators[1]" in {r.path for r in book.projects[0].review}) == flagged, row
