"""S02: a purpose or goal that was pasted from another project; S03 and P10 of what stands twice or says nothing."""

import pytest

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.domain.disclosed import Term
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from tests.books import set_value
from tests.checks.disclosed import whole_book
from tests.checks.planted_faults import county

FRAME, RULES = catalog.frame(""), catalog.rules()
TEXT = "用于5处集中供水点的管道更换和水质化验"
PASTED = [("p2", "purpose", "渠道清淤费")]


def said(book: Book, rule: str = "S02") -> list[Finding]:
    return [f for f in checks.check_book(book, FRAME, RULES, forms(book.year)) if f.rule == rule]


def places(book: Book) -> list[tuple[str, str, str]]:
    return [(f.project_id, f.path, f.found) for f in said(book)]


def pasted(*positions: int, **names: str) -> Book:
    """A county in which these projects have one purpose; `p2="…"` gives a project another name."""
    book = county()
    for position in positions:
        book.projects[position].purpose = TEXT
    for name, text in names.items():
        book.projects[int(name[1:])].name = text
    return book


def test_a_purpose_of_another_matter_is_said_at_the_later_project() -> None:
    assert places(pasted(1, 2)) == PASTED
    assert places(pasted(1, 6)) == [("p6", "purpose", "渠道清淤费")]  # of another unit, too


@pytest.mark.parametrize(
    "name",
    [
        "渠道清淤补助资金（上年结转）",
        "云财农〔2025〕12号提前下达2025年省级渠道清淤资金",
        "2025年渠道清淤二期",
        "渠道清理费",
    ],
)
def test_the_parts_of_one_matter_have_one_purpose(name: str) -> None:
    assert places(pasted(1, 2, p2=name)) == []


def test_a_formula_of_the_office_and_a_short_text_are_no_paste() -> None:
    assert places(pasted(1, 2, 3, 4)) == []
    book = pasted(1, 2)
    for project in book.projects[1:3]:
        project.purpose = "用于更换管道和化验"
    assert places(book) == []


def test_a_secret_project_is_never_named() -> None:
    book = pasted(1, 2)
    book.projects[1].secret = "是"
    assert places(book) == []


def test_a_copied_project_is_said_once() -> None:
    book = pasted(1, 2)
    set_value(book.projects[2].indicators[0], book.projects[1].indicators[0].value)
    assert [f.path for f in said(book)] == ["indicators"]


def test_after_edits_the_findings_are_those_of_a_full_check() -> None:
    book = pasted(1)
    checker = checks.BookChecker(book, FRAME, RULES, forms(book.year))
    second = book.projects[2]
    for purpose, name in (
        (TEXT, "水库巡查费"),
        (TEXT, "渠道清淤费"),
        (TEXT, "水库巡查费"),
        ("巡查12座水库", "水库巡查费"),
    ):
        second.purpose, second.name = purpose, name
        checker.replace(second)
        assert checker.findings == checks.check_book(book, FRAME, RULES, forms(book.year))
    second.purpose = TEXT
    assert checker.replace(second) >= {"p2"}
    book.projects[1].name = "渠道清淤经费"
    assert checker.replace(book.projects[1]) >= {"p1", "p2"}
    assert [f.found for f in checker.of_project("p2") if f.rule == "S02"] == ["渠道清淤经费"]


def test_a_paragraph_in_two_sections_of_one_unit() -> None:
    book = whole_book()
    text = "本年预算安排用于全县12座泵站的日常维护，更换易损件，保障农户春灌用水需要。"
    book.sections[5].text, book.sections[6].text = f"一、说明。\n{text}", f"二、说明。\n三、说明。\n{text}"
    assert [(f.path, f.found) for f in said(book, "S03")] == [("sections[6].text[2]", text[:12])]
    book.sections[6].owner = "412002"
    assert said(book, "S03") == []


def test_terms_stand_once_and_with_what_they_mean() -> None:
    book = whole_book()
    book.glossary = [
        Term("基本支出", "指保障机构运转的支出。"),
        Term("项目支出", " "),
        Term("基本 支出", "指人员支出。"),
    ]
    assert [(f.path, f.found) for f in said(book, "P10")] == [("glossary[1].text", "项目支出")]
    assert [(f.path, f.found) for f in said(book, "S03")] == [("glossary[2].term", "基本支出")]


@pytest.mark.parametrize(
    ("date", "told"), [("2024-12-31", 0), ("2024年9月30日", 0), ("2025年1月1日", 0), ("", 0), ("2023年12月31日", 1)]
)
def test_the_date_of_the_assets(date: str, told: int) -> None:
    book = whole_book()
    book.assets[0].date = date
    assert len(said(book, "C05")) == told


def test_a_purchase_is_known_by_its_money_where_the_name_is_half_right() -> None:
    book = whole_book()
    book.purchases[0].project = "泵站维修费"
    (finding,) = said(book, "C02")
    assert finding.path == "procurement[0].project" and finding.expected == "泵站维护费" and finding.fix is None
    book.purchases[0].fund = "7.77"
    assert said(book, "C02") == []
