"""The faults of the real documents are found, and where they are sound nothing is said."""

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from books import book_of_record

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.domain.findings import ERROR, Finding
from desktop_app.domain.model import Book

pytestmark = pytest.mark.corpus

NAMES = ("chengde-2024-markdown", "dingzhou-2021-word-text", "gaoxin-2021-tab-rows", "zhangjiakou-2025-pdf-text")
Checked = dict[str, tuple[Book, list[Finding]]]


@pytest.fixture
def checked(corpus: Path) -> Checked:
    books = {name: book_of_record(corpus / "expected" / f"{name}.json") for name in NAMES}
    return {
        name: (book, checks.check_book(book, catalog.frame(""), catalog.rules(), forms(book.year)))
        for name, book in books.items()
    }


def places(checked: Checked, name: str, rule: str) -> dict[tuple[int, str], str]:
    """Where a rule fires: project (counted from 0) and path, with what it found."""
    return {(int(f.project_id[1:]), f.path): f.found for f in checked[name][1] if f.rule == rule and f.project_id}


def plans(checked: Checked, name: str, rule: str) -> list[tuple[str, ...]]:
    book, findings = checked[name]
    of = {p.id: tuple(entry.removesuffix("%").removesuffix(".00") for entry in p.plan) for p in book.projects}
    return sorted({of[f.project_id] for f in findings if f.rule == rule})


def test_plans_of_every_wrong_kind(checked: Checked) -> None:
    name = "dingzhou-2021-word-text"
    assert plans(checked, name, "F04") == [
        ("100", "", "", ""), ("25", "25", "25", "25"), ("50", "", "50", ""), ("50", "20", "20", "10"),
        ("70", "10", "10", "10"),
    ]  # fmt: skip
    assert plans(checked, name, "F02") == [
        ("100", "", "", ""), ("50", "", "50", ""), ("50", "20", "20", "10"), ("70", "10", "10", "10"),
    ]  # fmt: skip
    assert plans(checked, name, "F03") == plans(checked, name, "F04")
    assert plans(checked, name, "F06") == [("", "", "", "")]
    assert len(places(checked, name, "F04")) == 10 and len(places(checked, name, "F06")) == 2
    assert plans(checked, "zhangjiakou-2025-pdf-text", "F03") == []
    assert all(plan[3] == "" for plan in plans(checked, "chengde-2024-markdown", "F03"))


def test_values_that_name_signs_and_percent(checked: Checked) -> None:
    book, findings = checked["dingzhou-2021-word-text"]
    wrong = {
        (p.id, f"indicators[{i}].value")
        for p in book.projects
        for i, row in enumerate(p.indicators)
        if "百分比" in row.value or "等于" in row.value
    }
    fixes = {(f.project_id, f.path): f.fix for f in findings if f.rule == "K11"}
    assert fixes.keys() == wrong and len(wrong) == 230
    assert all(fix and fix.texts[0][1].endswith("%") for fix in fixes.values())
    for other in NAMES:
        assert other == "dingzhou-2021-word-text" or not places(checked, other, "K11")


def test_the_listed_faults_of_each_document(checked: Checked) -> None:
    assert places(checked, "chengde-2024-markdown", "P10") == {(5, "indicators[2].desc"): "XX"}
    assert list(places(checked, "chengde-2024-markdown", "K18")) == [(13, "purpose")]
    fillers = [text for text in places(checked, "chengde-2024-markdown", "K10").values() if text.startswith("无")]
    assert len(fillers) == 28
    more_is_better = {"≤300件", "≤100件", "≤17000份", "≤40平米", "≤4500卷", "≤5万张"}
    assert set(places(checked, "chengde-2024-markdown", "K14").values()) == more_is_better
    assert places(checked, "gaoxin-2021-tab-rows", "K15") == {(21, "indicators[4].value"): "305万元"}
    costs = set(places(checked, "gaoxin-2021-tab-rows", "K14").values())
    assert costs == {"≥50万元", "≥8万元", "≥1万元", "≥8.79万元"}
    assert places(checked, "zhangjiakou-2025-pdf-text", "K15") == {(14, "indicators[4].value"): "500万元"}
    blank = [path for path, text in places(checked, "dingzhou-2021-word-text", "K20").items() if not text]
    assert len(blank) == 8


def test_what_is_sound_is_left_alone(checked: Checked) -> None:
    table = Counter((f.rule, name[:2]) for name, (_, findings) in checked.items() for f in findings)
    lines = [" ".join([rule, *(f"{table[rule, name[:2]]:6}" for name in NAMES)]) for rule in catalog.rules()]
    sys.stdout.write("\n".join(["", *lines, ""]))  # the table of rule and document, shown by pytest -s
    quiet = (
        "P02",
        "P03",
        "P04",
        "P05",
        "P06",
        "P07",
        "F01",
        "F05",
        "G01",
        "G04",
        "G05",
        "G07",
        "K01",
        "K04",
        "K12",
        "B01",
        "D01",
        "D02",
    )
    assert [key for key in table if key[0] in quiet] == []
    errors = Counter(f.rule for _, findings in checked.values() for f in findings if f.severity == ERROR)
    assert errors == {"F02": 3, "F03": 31, "F06": 2, "K02": 2, "K11": 43, "K15": 2, "B08": 2, "C06": 1, "D03": 1}


# Every defect that the list of the corpus names: document, rule, what stands there (whole, as a pattern), how often.
CHENGDE, DINGZHOU, GAOXIN, ZHANGJIAKOU = NAMES
LISTED: list[tuple[str, str, str, int]] = [
    (CHENGDE, "B08", r"6\.59", 2),  # beside its only part
    (CHENGDE, "C05", r"793\.37", 1),
    (CHENGDE, "C06", r"85\.25\.", 1),
    (CHENGDE, "C02", r".*经历", 1),
    (CHENGDE, "S09", r".*", 6),
    (CHENGDE, "K14", r"≤.*(件|份|平米|卷|张)", 6),
    (CHENGDE, "K10", r"无..效益指标", 28),
    (CHENGDE, "P10", r"XX", 1),
    (CHENGDE, "K18", r"75", 1),  # 5 × 15 beside 40
    (GAOXIN, "B09", r"6350\.50", 1),
    (GAOXIN, "K15", r"305万元", 1),
    (GAOXIN, "K14", r"≥.*万元", 4),
    (GAOXIN, "S05", r".{14,15}", 3),
    (GAOXIN, "S02", r".*", 6),
    (GAOXIN, "S11", r"50\.00%", 2),
    (DINGZHOU, "K11", r".*百分比.*", 180),
    (DINGZHOU, "K11", r"100大于等于100%", 1),
    (DINGZHOU, "S06", r"≥90(百分比|大于等于90%|%)", 20),  # head counts
    (DINGZHOU, "K14", r"≥90(百分比|大于等于90%)", 20),  # costs
    (DINGZHOU, "F04", r"(25(\.00)?%?、){3}25.*", 1),
    (DINGZHOU, "F04", r"70.*、10.*、10.*、10.*", 1),
    (DINGZHOU, "F02", r"", 2),  # gaps
    (DINGZHOU, "S12", r".*pm10.*", 8),
    (DINGZHOU, "K20", r"", 8),
    (ZHANGJIAKOU, "K15", r"500万元", 1),
    (ZHANGJIAKOU, "S10", r"150\.00", 1),
]


def test_every_listed_defect_is_found_by_a_rule(checked: Checked) -> None:
    def count(name: str, rule: str, found: str) -> int:
        return sum(f.rule == rule and re.fullmatch(found, f.found) is not None for f in checked[name][1])

    assert [(*listed, n) for *listed, least in LISTED if (n := count(*listed)) < least] == []
    nine = [f for f in checked[DINGZHOU][1] if f.rule == "S13" and f.message.startswith("9")]
    assert len(nine) >= 17  # rows pasted nine times
    cent = [f for f in checked[CHENGDE][1] if f.rule == "C05"]
    assert [(f.expected, f.severity) for f in cent] == [("793.36", "info")]
    parts = [f.severity for f in checked[ZHANGJIAKOU][1] if f.rule == "S02"]
    assert parts == ["info", "info"]  # one matter in two parts of money


def test_what_the_list_calls_no_error_is_left_alone(checked: Checked) -> None:
    """66.19 beside 58.23 and 7.95 is rounding, 165.81 beside 168.81 is explained by 310."""
    said = {f.rule for f in checked[CHENGDE][1]}
    assert said.isdisjoint({"B01", "B02", "B03", "B04", "B05", "B06", "B07", "B10", "B12"})
    assert all("66.19" not in f.message and "168.81" not in f.message for f in checked[CHENGDE][1])


def test_two_listed_kinds_have_no_row_in_the_record_of_zhangjiakou(checked: Checked) -> None:
    """Signs without a measure, costs among the times: none is in the record, and K04 and S07 say nothing there.

    That both rules find such rows where they are, the cases of `test_check_every_rule` and the planted ones show.
    """
    book, findings = checked[ZHANGJIAKOU]
    rows = [row for project in book.projects for row in project.indicators]
    assert not [row for row in rows if row.sign and not row.measure]
    assert not [row for row in rows if "时效" in row.l2 and ("元" in row.value or "成本" in row.l3)]
    assert {f.rule for f in findings}.isdisjoint({"K04", "S07"})


def test_the_listed_faults_of_tables_texts_and_meaning(checked: Checked) -> None:
    def parts(name: str, rule: str) -> list[tuple[str, str, str]]:
        return [(f.path, f.found, f.expected) for f in checked[name][1] if f.rule == rule and not f.project_id]

    name = "chengde-2024-markdown"
    assert parts(name, "B08") == [(f"budget_tables[9].rows[0][{c}]", "6.59", "3.89") for c in (2, 3)]
    assert parts(name, "C06") == [("assets[0].rows[3].value", "85.25.", "数字")]
    assert [(path, expected[-2:]) for path, _, expected in parts(name, "C02")] == [("procurement[2].project", "经费")]
    assert len(parts(name, "S09")) == 6 and "项目项目" in [found for _, found, _ in parts(name, "S03")]
    assert {rule for rule in catalog.rules() if rule[0] == "B" and parts(name, rule)} == {"B08", "B09"}
    name = "gaoxin-2021-tab-rows"
    assert [found for _, found, _ in parts(name, "B09")] == ["6350.50"]
    assert [(found, expected) for _, found, expected in parts(name, "C05")] == [("18.45", "18.50")]
    assert len(places(checked, name, "S02")) == 6 and len(places(checked, name, "S11")) == 2
    assert [text[-3:] for text in places(checked, name, "S05").values()] == ["培训)", "身计划", "吸引人"]
    name = "dingzhou-2021-word-text"
    assert sum("pm10" in text for text in places(checked, name, "S12").values()) == 8
    assert len(places(checked, name, "S13")) == 26
    assert list(places(checked, "zhangjiakou-2025-pdf-text", "S10").values()) == ["150.00"]
