"""Amounts, percentages, indicator values, codes, places."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import amounts, codes, order, values


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("7.30", 7_300_000),
        ("７．３０", 7_300_000),
        (" 1,234.5 ", 1_234_500_000),
        ("-0.01", -10_000),
        ("0.000001", 1),
        ("", None),
        ("85.25.", None),
        ("1,23", None),
        ("0.0000001", None),
        ("7万", None),
        ("9" * 15, (10**15 - 1) * 1_000_000),
        ("9" * 16, None),  # no county counts so much, and 28 digits are all that is reckoned exactly
        ("9" * 100_000, None),
        ("0" * 20 + "1.5", 1_500_000),
        ("1." + "0" * 21, None),
    ],
)
def test_amount(text: str, fen: int | None) -> None:
    assert amounts.parse_amount(text) == fen


@given(st.integers(-(10**15), 10**15))
def test_amount_is_exact(fen: int) -> None:
    assert amounts.parse_amount(amounts.format_amount(fen)) == fen


@pytest.mark.parametrize(
    ("text", "points"), [("25.00%", 2500), ("２５％", 2500), ("100", 10000), ("3.125%", None), ("", None), ("x%", None)]
)
def test_percent(text: str, points: int | None) -> None:
    assert amounts.parse_percent(text) == points


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("≥90百分比", ("≥", "90", "百分比")),
        ("≤ 7.3 万元", ("≤", "7.3", "万元")),
        (">=5%", ("≥", "5", "%")),
        ("<2%", ("＜", "2", "%")),
        ("1900元/月", ("", "1900", "元/月")),
        ("11月15号前完成", ("", "11月15号前完成", "")),
        ("≥90大于等于90%", ("≥", "90大于等于90%", "")),
        ("有所提高", ("", "有所提高", "")),
        ("≥-5%", ("≥", "-5", "%")),
        ("《5％", ("＜", "5", "％")),
        ("》90％", ("＞", "90", "％")),
        ("》=90", ("≥", "90", "")),
        ("《＝ 3天", ("≤", "3", "天")),
        ("《2024年工作办法》要求", ("", "《2024年工作办法》要求", "")),
        ("《办法》", ("", "《办法》", "")),
        ("", ("", "", "")),
    ],
)
def test_split(text: str, parts: tuple[str, str, str]) -> None:
    assert values.split(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("≥90%", ("≥", "90", "%")),
        (">= 90 %", ("≥", "90", "%")),
        ("大于等于90%", ("≥", "90", "%")),
        ("不超过3万元", ("≤", "3", "万元")),
        ("定性", ("定性", "", "")),
        ("≤", ("≤", "", "")),
        ("大于等于", ("≥", "", "")),
        ("有效提升", ("", "有效提升", "")),
    ],
)
def test_typed(text: str, parts: tuple[str, str, str]) -> None:
    assert values.typed(text) == parts


@given(st.text(max_size=30))
def test_split_says_the_same_characters(text: str) -> None:
    glued = "".join(values.glue(values.split(text)).split())
    plain = "".join(text.split())
    assert glued[1:] in plain and plain.endswith(glued[1:])


@given(st.text(max_size=30))
def test_split_of_a_glued_value_is_stable(text: str) -> None:
    glued = values.glue(values.split(text))
    assert values.glue(values.split(glued)) == glued


def test_corpus_values_and_codes(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / "expected").glob("*.json")):
        for project in json.loads(path.read_text("utf-8"))["projects"]:
            assert codes.legal(project["code"]) == (len(codes.squeeze(project["code"])) == 21)
            if codes.has_check(project["code"]):
                assert codes.check_fits(project["code"]), project["code"]
            for row in project["indicators"]:
                seen += 1
                glued = values.glue(values.split(row["value"] or ""))
                assert "".join(glued.split()) == "".join((row["value"] or "").split()).translate(
                    str.maketrans("<>=", "＜＞＝")
                )
    assert seen > 500


def test_check_character_of_the_worked_example() -> None:
    assert codes.check_character("13070024P00004210003") == "K"
    assert codes.check_fits("13070024P00004210003K")
    assert not codes.check_fits("13070024P00004210008K")
    assert codes.check_character("1307002IP00004210003") is None


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_places_keep_order_under_any_insertions(positions: list[int]) -> None:
    places = order.spread(3)
    for position in positions:
        at = position % (len(places) + 1)
        low = places[at - 1] if at else ""
        high = places[at] if at < len(places) else ""
        places.insert(at, order.between(low, high))
    assert places == sorted(set(places))


@given(st.integers(0, 3000), st.sampled_from(["", "5i", "zz"]))
def test_spread_is_in_order_and_after(count: int, low: str) -> None:
    places = order.spread(count, low)
    assert len(places) == count and places == sorted(set(places)) and all(place > low for place in places)


def test_places_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="not before"):
        order.between("b", "a")


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("12.50", False),
        (" 12.50 ", False),
        ("1,234.5", False),
        ("１２．５", True),
        ("1 234.5", True),
        ("12万", False),
        ("", False),
    ],
)
def test_numbers_in_odd_signs(text: str, odd: bool) -> None:
    assert amounts.oddly_written(text) is odd


@pytest.mark.parametrize(
    ("measure", "fen"),
    [
        ("万元", 1_000_000),
        ("", 1_000_000),
        ("单位：万元", 1_000_000),
        ("人民币万元、%", 1_000_000),
        ("元", 100),
        ("人民币元", 100),
        ("千元", 100_000),
        ("亿元", 10_000_000_000),
        ("美元", None),
        ("万美元", None),
        ("（单位：人民币）", None),
        ("元/万元", None),
    ],
)
def test_measure(measure: str, fen: int | None) -> None:
    assert amounts.fen_per(measure) == fen


def test_an_amount_in_another_measure() -> None:
    assert amounts.converted(3, "亿元", "万元") == 30_000
    assert amounts.converted(10_000, "元", "万元") == 1
    assert amounts.converted(5, "美元", "万元") is None
    assert amounts.converted(5, "美元", "美元") == 5
    assert (amounts.coarser("亿元", "万元"), amounts.coarser("元", "万元")) == (10_000, 1)
