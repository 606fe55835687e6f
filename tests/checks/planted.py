"""Faults planted at random places of clean books, and how many are found: `python -m tests.checks.planted`.

`--count N` faults of each kind (1000), `--seed S`, `--only WORD` kinds whose name holds the word. A fault is found
where a rule of its kind says something new, of the place where it was planted where that is one. Prints a table of the
kinds; ends with 1 where fewer than 99 of 100 of a kind are found.
"""

import argparse
import random
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from tests.checks import planted_books as of_books
from tests.checks import planted_more as more
from tests.checks import planted_texts as of_texts
from tests.checks import test_check_planted as of_disclosure
from tests.checks.disclosed import whole_book
from tests.checks.planted_faults import (
    BENEFIT,
    COSTS,
    QUALITY,
    QUANTITY,
    SATISFIED,
    TIME,
    Place,
    alike_values,
    copied_set,
    county,
    digit,
    falling,
    fixed_rate,
    goal_is_purpose,
    length,
    lost_rows,
    money,
    name_twice,
    no_measure,
    one_cost,
    other_frame,
    other_money,
    plan,
    region,
    row_of_another,
    same_as_name,
    several_costs,
    texts,
    twin,
    unlike,
    value,
    words,
)

ENOUGH = 0.99


class Kind(NamedTuple):
    """A kind of fault: who finds it, how it is planted in a book."""

    rules: set[str]
    plant: Callable[[Book, random.Random], Place | None]
    clean: Callable[[], Book]


def of_county(rules: str, plant: Callable[[Book, random.Random], Place]) -> Kind:
    return Kind(set(rules.split()), plant, county)


def of_whole(fault: of_disclosure.Fault, rules: set[str], clean: Callable[[], Book] = whole_book) -> Kind:
    def plant(book: Book, chance: random.Random) -> None:
        fault(book, chance)

    return Kind(rules, plant, clean)


KINDS: dict[str, Kind] = {
    "必填项空白": of_county("P01 P02", texts("code", "")),
    "名称空白": of_county("P01", texts("name", "", " ")),
    "编码少一位、多一位": of_county("P02", length),
    "编码错一位": of_county("P03 P04", digit),
    "编码的区划": of_county("P04", region),
    "项目重复": of_county("P05", twin),
    "预算数写法": of_county("P06", texts("budget", "10..00", "1O.00", "十万元", "10,0,0", "-3.00")),
    "预算数与来源": of_county("P07", money),
    "资金用途空白": of_county("P08", texts("purpose", "", "无", "用于")),
    "名称里的年份": of_county("P09", texts("name", "2023年泵站维护费", "2019年堤防加固费")),
    "占位文字": of_county("P10", words("XX", "××", "XXX", "目标内容1", "某某项目")),
    "计划不是数": of_county("F01", texts("plan[1]", "五十", "1半", "120%", "-5%", "50 60")),
    "计划下降": of_county("F02 F03", falling),
    "计划没有到100": of_county("F03", texts("plan[3]", "90%", "99%", "80")),
    "计划分期填": of_county("F04", plan(["25%"] * 4, ["10%", "20%", "30%", "40%"], ["40%", "30%", "20%", "10%"])),
    "计划填成金额": of_county("F05", plan(["2.5", "5", "7.5", "10"], ["1", "4", "8", "10.00"])),
    "计划空白": of_county("F06", plan([""] * 4)),
    "目标空白": of_county("G01", texts("goals[0]", "", " ")),
    "目标照抄用途": of_county("G02", goal_is_purpose),
    "目标没有数量": of_county(
        "G02 G03", texts("goals[0]", "保障全县泵站正常运转，让群众按时用上水", "确保设施完好，提高服务水平")
    ),
    "缺数量指标": of_county("G04", lost_rows(QUANTITY)),
    "缺满意度指标": of_county("G04 G05", lost_rows(SATISFIED)),
    "框架混用": of_county("G06", other_frame),
    "框架外的指标": of_county("G07", texts("indicators[*].l2", "数据指标", "其它类指标", "综合指标")),
    "指标过少": of_county("G08", lost_rows(1, 2, 3, 4, 6)),
    "指标名称、描述空白": of_county("K01", texts("indicators[*].l3", "")),
    "描述空白": of_county("K01", texts("indicators[*].desc", "", " ")),
    "指标值空白": of_county("K01", texts("indicators[*].value", "")),
    "指标重名": of_county("K02", name_twice),
    "符号后不是数": of_county("K03", value((QUANTITY, QUALITY, BENEFIT), "≥若干次", "≥多", "≤全部")),
    "缺计量单位": of_county("K04", no_measure),
    "短横、星号": of_county("K06", value((TIME,), "2025-05-31前", "5-6月", "2025_5_31")),
    "名称太长": of_county("K07", texts("indicators[*].l3", "全县各乡镇泵站维护" * 8 + "次数")),
    "无法考核": of_county("K08", value((QUALITY, BENEFIT), "良好", "不断提高", "有所改善", "较好")),
    "描述照抄名称": of_county("K09", same_as_name("desc")),
    "值照抄名称": of_county("K10", same_as_name("value")),
    "值的写法": of_county("K11", value((QUALITY, SATISFIED), "≥98百分比", "大于等于98%", "≥９８%")),
    "百分数超出": of_county("K12", value((QUALITY,), "≥150%", "＝120%", "≥-5%")),
    "满意度太低": of_county("K13", value((SATISFIED,), "≥50%", "≥90人", "满意")),
    "符号相反": of_county("K14", value((QUANTITY,), "≤12次", "＜20次")),
    "成本符号相反": of_county("K14", value(COSTS, "≥3万元", "＞2万元")),
    "成本超预算": of_county("K15", value(COSTS, "≤60万元", "≤11万元", "≤150000元")),
    "成本合计超预算": of_county("K16", several_costs),
    "成本就是预算": of_county("K17", one_cost),
    "时效没有时间": of_county("K19", value((TIME,), "及时", "2023年5月31日前", "按时完成")),
    "依据空白、重复": of_county("K20", texts("indicators[*].basis", "", "2015年工作计划")),
    "单位不一致": of_county("K21", unlike),
    "控制率": of_county("K22", fixed_rate),
    "项目里的涉密标志": of_county("D01", words("（机密）", "秘密★10年", "【涉密】")),
    "项目里的身份证、手机号": of_county("D02", words("，手机13912345678，", "，身份证11010519491231002X，")),
    "项目里的卡号": of_county("D02", words("，卡号6222021234567890128，")),
    "项目里的残留": of_county("D05", words("[bookmark: _Toc12345]", "<b>", "&nbsp;", "</br>")),
    "没有的日期": of_county("S01", words("，11月31日，", "，2月30日，", "，14月1日，", "，2025-09-31，")),
    "整套照搬": of_county("S02", copied_set),
    "重复字词": of_county("S03", words("，提供提供，", "，进行进行，", "，工作方案工作方案，")),
    "描述是别的指标的": of_county("S04", row_of_another),
    "名称没有写完": of_county("S05", texts("indicators[*].l3", "泵站维护（含易损", "机电设备（大修")),
    "数量填成比率": of_county("S06", value((QUANTITY,), "≥90%", "100%", "≥95％")),
    "比率填成数量": of_county("S06", value((QUALITY,), "≥12次", "≥3座")),
    "时效里是金额": of_county("S07", value((TIME,), "≤5万元", "≤3000元")),
    "文号": of_county("S08", words("，云财〔2025]3号，", "，云财【2025】3号，", "，云财〔2025〕第3号，", whole=True)),
    "全部是其他资金": of_county("S10", other_money),
    "计划停着": of_county("S11", plan(["25%", "25%", "75%", "100%"], ["30%", "60%", "60%", "100%"])),
    "值千篇一律": of_county("S13", alike_values),
    "定量（其他）": of_county("K05", more.other_quantity),
    "名称是类别": of_county("K10", more.class_as_name),
    "没有数、没有金额": of_county("K04 K08", more.no_number),
    "双标点": of_county("S03", words("，，", "。。", "、，", "；。")),
    "单价乘数量": of_county("K18", more.price_and_quantity),
    "两个单位同名": of_county("P05", more.named_twice),
    "公开前看一眼": of_county("D01b", more.glance),
    "姓名像村名": of_county("D02", more.people_in_need),
    "生态指标": of_county("S12", more.far_fetched),
    "付款时间": of_county("S14", more.payment),
    "整栏空白": of_county("P08 F06 K01", of_books.empty_column),
    "用途照搬": of_county("S02", of_texts.pasted_purpose),
    "没有的月份": of_county("S01", words("，2025年13月底，", "，0月底，", "，2025年24月份，")),
    "产出填成比率": of_county("S06", value((QUANTITY,), "=100%", "≥95%")),
    "单价超预算": of_county("K15", value(COSTS, "≤1500万元/人·月", "＝12万元/次")),
    "不低于零": of_county("K14", value((QUANTITY,), "≥0次", "≥-12次")),
    "成本里是日期": of_county("S07", value(COSTS, "2025年11月底前", "12月31日前")),
    "描述等于没写": of_county("K01", texts("indicators[*].desc", "同上", "……", "无", "111")),
    "依据等于没写": of_county("K20", texts("indicators[*].basis", "同上", "/", "无", "—")),
    "用途、目标等于没写": of_county("P08", texts("purpose", "…………………………", "12345678901234")),
    "用途各项超预算": of_county("P09", texts("purpose", "用于维护，其中：日常维护6.5万元、更换易损件8万元")),
    "文字里的空": of_whole(of_texts.text_with_gap, {"P10"}),
    "一段写了两遍": of_whole(of_texts.paragraph_twice, {"S03"}),
    "资产的日期和房屋": of_whole(of_texts.wrong_assets, {"C05"}),
    "往年的预算": of_whole(of_books.other_year, {"S15"}),
    "空表说明": of_whole(more.empty_table, {"B11"}),
    "不认识的行": of_whole(more.strange_row, {"B14"}),
    "目录序号": of_whole(more.catalog_code, {"C03"}),
    "预留份额": of_whole(more.too_large_share, {"C04"}),
    "资产差一分": of_whole(more.one_cent, {"C05"}),
    "部门与单位": of_whole(more.other_than_units, {"D04"}, more.split_book),
    "没有审签": of_whole(more.not_signed, {"D06"}),
    "文中的项目名称": of_whole(more.nearly_named, {"S09"}),
    **{f"公开：{name}": of_whole(*fault) for name, fault in of_disclosure.FAULTS.items()},
}  # fmt: skip


@cache
def _said(clean: Callable[[], Book]) -> frozenset[tuple[str, ...]]:
    return frozenset(map(_key, check(clean())))


def _key(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.project_id, finding.path, finding.message


def check(book: Book) -> list[Finding]:
    """What is found in a book."""
    return checks.check_book(book, catalog.frame(""), catalog.rules(), forms(2025))


def finders(kind: Kind, seed: str) -> set[str]:
    """Which rules of a kind find the fault that is planted by a seed, each at its place."""
    book = kind.clean()
    place = kind.plant(book, random.Random(seed))
    new = [f for f in check(book) if f.rule in kind.rules and _key(f) not in _said(kind.clean)]
    return {f.rule for f in new if place is None or (f.project_id == place[0] and f.path.startswith(place[1]))}


def found(kind: Kind, seed: str) -> bool:
    """Whether a fault of a kind that is planted by a seed is found."""
    return bool(finders(kind, seed))


def main(arguments: list[str] | None = None) -> int:
    """Plant, count and print; 1 where too many of a kind are missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", default="")
    options = parser.parse_args(arguments)
    print(f"findings in the clean books: {[len(_said(clean)) for clean in (county, whole_book)]}")
    worst, total, hits = 1.0, 0, 0
    for name, kind in KINDS.items():
        if options.only not in name:
            continue
        missed = [i for i in range(options.count) if not found(kind, f"{options.seed} {name} {i}")]
        rate = 1 - len(missed) / options.count
        worst, total, hits = min(worst, rate), total + options.count, hits + options.count - len(missed)
        said = f"   missed, e.g. {missed[:5]}" if missed else ""
        print(f"{name:<14} {'/'.join(sorted(kind.rules)):<24} {rate:8.2%}{said}")
    print(f"{hits} of {total} found ({hits / max(total, 1):.2%}); the worst kind {worst:.2%}")
    return int(worst < ENOUGH)


if __name__ == "__main__":
    raise SystemExit(main())
