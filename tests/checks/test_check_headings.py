"""Headings of the disclosure (D03) told by their own words; changes and their reasons (B13); slips beside them."""

import time
from collections.abc import Callable

import pytest
from disclosed import table_of, whole_book

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.checks.alike import matter
from desktop_app.checks.disclosure import residue
from desktop_app.checks.structure import _QUANTITY
from desktop_app.domain.model import Book
from desktop_app.domain.narrative import matches

TITLE, SETUP, OVERVIEW, CHANGE, OFFICE, SANGONG, PURCHASES, ASSETS, GLOSSARY, OTHER = 0, 1, 2, 5, 6, 7, 9, 10, 11, 12
VARIANTS = [
    (SETUP, "一、单位概况"), (SETUP, "一、内设机构及人员情况"), (SETUP, "一、主要职能和机构"),
    (OVERVIEW, "二、预算安排情况说明"), (OVERVIEW, "二、预算收支情况"),
    (OFFICE, "三、机关（单位）运行经费安排说明"), (OFFICE, "三、运行经费情况"), (OFFICE, "三、日常公用经费情况"),
    (SANGONG, "四、“三公”经费增减变化情况说明"), (SANGONG, "四、一般公共预算三公经费支出情况"),
    (SANGONG, "四、“三公”、会议费、培训费预算情况说明"),
    (PURCHASES, "六、采购预算"), (PURCHASES, "六、政府采购安排情况说明"), (PURCHASES, "六、货物服务采购情况"),
    (ASSETS, "七、资产情况"), (ASSETS, "七、固定资产有关情况说明"),
    (GLOSSARY, "八、名词"), (GLOSSARY, "八、名词说明"), (GLOSSARY, "八、专业性名词说明"), (GLOSSARY, "八、相关术语"),
    (OTHER, "九、其它需要说明的事项"), (OTHER, "九、需说明的问题"), (OTHER, "九、其他情况"),
]  # fmt: skip


def bare_book() -> Book:
    """A book whose parts stand in its texts only."""
    book = whole_book()
    book.purchases, book.purchase_totals, book.assets, book.glossary, book.organisation = [], [], [], [], []
    book.sections[GLOSSARY].text = "基本支出：指保障机构正常运转的支出。"
    book.sections[SETUP].text = "负责全县水利工作。"
    return book


def missing(book: Book) -> list[str]:
    found = checks.check_book(book, catalog.frame(""), catalog.rules(), forms(2025))
    return [f.message for f in found if f.rule == "D03"]


@pytest.mark.parametrize(("at", "heading"), VARIANTS)
def test_a_part_is_told_by_its_own_word(at: int, heading: str) -> None:
    book = bare_book()
    book.sections[at].heading = heading
    assert missing(book) == []


@pytest.mark.parametrize("at", [OFFICE, SANGONG, PURCHASES, ASSETS, GLOSSARY, OTHER])
def test_a_part_that_is_missing_is_said(at: int) -> None:
    book = bare_book()
    del book.sections[at]
    assert len(missing(book)) == 1


def test_a_heading_that_says_three_public_is_no_comparison() -> None:
    """Where no section compares with last year, the one of 三公 does not stand for it."""
    book = bare_book()
    book.sections[SANGONG].heading = "四、“三公”经费增减变化情况说明"
    del book.sections[CHANGE]
    assert missing(book) == []
    found = matches([s.heading for s in book.sections], catalog.narrative().sections)
    assert "change" not in found and book.sections[found["sangong"]].heading.startswith("四")


def test_one_heading_names_several_parts_and_the_title_none() -> None:
    book = bare_book()
    book.sections[OTHER].heading = "五、其他事项说明（政府采购、国有资产）"
    book.sections = [s for i, s in enumerate(book.sections) if i not in (PURCHASES, ASSETS)]
    assert missing(book) == []
    book = bare_book()
    book.sections[TITLE].heading = "云岭县水利局2025年部门预算和“三公”经费预算公开说明"
    assert missing(book) == []
    del book.sections[SANGONG]
    assert len(missing(book)) == 1


def without_reason(said: str) -> list[str]:
    book = whole_book()
    book.sections[CHANGE].text = said
    found = checks.check_book(book, catalog.frame(""), catalog.rules(), forms(2025))
    return [f.found for f in found if f.rule == "B13"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2025年支出预算较上年增加4.00万元，增长3.77%。", ["增加4.00万元"]),
        ("2025年支出预算较上年增长3.77%，即增加4.00万元。", ["增长3.77%"]),
        ("2025年支出预算较上年增长3.77%。", ["增长3.77%"]),
        ("预算增加4.00万元。其中：基本支出增加5.00万元；项目支出减少1.00万元，主要为压减。", []),
        ("预算增加4.00万元。其中：公用经费增加5.00万元。", ["增加4.00万元", "增加5.00万元"]),
        ("预算增加4.00万元。\n公用经费增加1.00万元，主要是新增泵站。", ["增加4.00万元"]),
    ],
)  # fmt: skip
def test_one_statement_of_a_change_is_said_once(said: str, found: list[str]) -> None:
    assert without_reason(said) == found


def test_a_price_is_taken_in_the_measure_that_makes_sense() -> None:
    book = whole_book()
    line = book.purchases[0]
    line.quantity, line.price, line.total = "40", "0.30", "1.20"
    line.general = line.fund = "1.20"
    found = checks.check_book(book, catalog.frame(""), catalog.rules(), forms(2025))
    assert [f.expected for f in found if f.rule == "C01" and f.path.startswith("procurement[0]")] == ["12.00"]


def test_a_row_is_no_measure_while_one_of_its_cells_is_wrong() -> None:
    """合计 of 三公 is set right in one column of two: only the other one is said, not what the row would add up to."""
    book = whole_book()
    total = next(row for row in table_of(book, 9).rows if row.cells[1] == "合计")
    right, wrong = total.cells[2], "8.70"
    total.cells[3] = wrong
    found = checks.check_book(book, catalog.frame(""), catalog.rules(), forms(2025))
    assert [(f.found, f.expected) for f in found if f.rule == "B08"] == [(wrong, right)]


@pytest.mark.parametrize(("number", "found"), [("110105194912310020", 1), ("110105194913310020", 0), ("7" * 18, 0)])
def test_what_may_be_the_number_of_a_person_deserves_a_look(number: str, found: int) -> None:
    """A wrong check digit beside a day that was: it may be mistyped, and D02 is certain only where it is called so."""
    book = whole_book()
    book.sections[OTHER].text = f"证号{number}。"
    book.projects[0].purpose = f"用于泵站维护，登记{number}"
    said = checks.check_book(book, catalog.frame(""), catalog.rules(), forms(2025))
    assert sorted(f.path for f in said if f.rule == "D01b") == ["purpose", "sections[12].text[0]"][: 2 * found]
    assert not any(f.rule == "D02" for f in said) and not any(number in f.message for f in said if f.rule == "D01b")


@pytest.mark.parametrize(
    ("read", "piece"),
    [(residue, "[bookmark:"), (matter, "业务"), (_QUANTITY.search, "十")],
)
def test_a_text_of_one_word_is_read_in_a_moment(read: Callable[[str], object], piece: str) -> None:
    """Each of these took a time that grew as the square of the length."""
    begin = time.process_time()
    read(piece * 100_000 + "尾")
    assert time.process_time() - begin < 2


def test_the_word_for_money_at_the_end_of_a_name_says_no_matter() -> None:
    names = ["泵站维护工作经费（上年结转）", "泵站维护专项补助资金", "泵站维护"]
    assert {matter(name) for name in names} == {"泵站维护"}
