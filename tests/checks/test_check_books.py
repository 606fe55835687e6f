"""Rules across the projects of a book and of its other parts, and the checker that keeps its findings up to date."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from books import set_value, sound_book, sound_project, write
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.checks.book import check_group
from desktop_app.domain import codes
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Section
from desktop_app.domain.findings import SEVERITIES, Finding
from desktop_app.domain.model import Book, Project, Unit

RULES = catalog.rules()
FRAME = catalog.frame("")
SECOND = Unit("412002", "云岭县供水站")


def many(count: int = 3) -> Book:
    """A book with sound projects that differ in code and name, the last one in a second unit."""
    book = sound_book()
    book.units.append(SECOND)
    book.projects = []
    for i in range(count):
        project = sound_project()
        project.id, project.name = f"p{i}", f"泵站维护费{'甲乙丙丁戊己'[i]}"
        project.code = with_check(f"53099925P0000412{i:04}")
        set_value(project.indicators[0], f"≥{12 + i}次")  # a set of its own (S02)
        book.projects.append(project)
    book.projects[-1].unit_code, book.projects[-1].unit_name = SECOND.code, SECOND.name
    return book


def with_check(body: str) -> str:
    return body + (codes.check_character(body) or "")


def found(book: Book, rule: str) -> list[tuple[str, str, str]]:
    return [(f.project_id, f.path, f.severity) for f in checks.check_book(book, FRAME, RULES) if f.rule == rule]


def test_nothing_is_found_in_sound_books() -> None:
    assert checks.check_book(sound_book(), FRAME, RULES) == []
    assert checks.check_book(many(), FRAME, RULES) == []


def test_g06_two_frames_in_one_document() -> None:
    book = many()
    for row in book.projects[1].indicators[3:5]:
        row.l1, row.l2 = "成本指标", "经济成本指标"
    assert found(book, "G06") == [("p1", "indicators", "warning")]
    for project in book.projects:
        for row in project.indicators[3:5]:
            row.l1, row.l2 = "成本指标", "经济成本指标"
    assert found(book, "G06") == []
    assert checks.check_book(book, catalog.frame("cost-class"), RULES) == []


def test_k21_one_name_measured_in_two_kinds_of_things() -> None:
    book = many()
    set_value(book.projects[2].indicators[5], "≥95%")
    assert found(book, "K21") == [("p2", "indicators[5].value", "warning")]
    set_value(book.projects[2].indicators[5], "≥0.3万户")
    assert found(book, "K21") == []
    book = many()
    set_value(book.projects[1].indicators[5], "≥95%")
    assert found(book, "K21") == [("p1", "indicators[5].value", "warning")]
    book.projects[2].indicators[5].l3 = "受益人口"  # inside one unit it is up to the unit
    assert found(book, "K21") == []


def test_p01_year_and_units() -> None:
    book = many()
    book.year, book.units[1] = None, Unit("", "云岭县供水站")
    assert found(book, "P01") == [("", "year", "error"), ("", "units[1].code", "warning")]
    book.year, book.units[1] = 2025, Unit()
    assert found(book, "P01") == [("", "units[1].code", "error")]
    book = sound_book()
    book.units = [Unit()]  # a document that prints no unit at all
    assert found(book, "P01") == [("", "units[0].code", "warning")]


def budget_table(income: str, spending: str, name: str = "部门预算收支总表") -> BudgetTable:
    rows = [BudgetRow(["1", "一、一般公共预算拨款收入", "10.00", "一、一般公共服务支出", "10.00"])]
    rows.append(BudgetRow(["2", "收入总计", income, "支出总计", spending]))
    return BudgetTable(1, name, ["序号", "项目", "预算数", "项目", "预算数"], rows)


@pytest.mark.parametrize(
    ("income", "spending", "count"),
    [
        ("10.00", "10.00", 0),
        ("10", "10.00", 0),
        ("10.00", "9.99", 1),
        ("", "10.00", 1),
        ("", "", 0),
        ("10..0", "10", 0),
    ],
)
def test_b01_income_is_spending(income: str, spending: str, count: int) -> None:
    book = sound_book()
    book.tables = [budget_table(income, spending)]
    assert found(book, "B01") == [("", "budget_tables[1].rows[1][4]", "error")] * count


def test_the_rules_of_sums_go_by_the_number_of_the_table() -> None:
    book = sound_book()
    book.tables = [budget_table("10.00", "9.00")]
    book.tables[0].no = 4
    assert found(book, "B01") == []
    assert found(book, "B05") == [("", "budget_tables[4].rows[1][4]", "error")]


@pytest.mark.parametrize(
    ("text", "label", "count"),
    [
        ("=1+2", "一、教育支出", 1),
        ("1..5", "一、教育支出", 1),
        ("1,200.50", "一、教育支出", 0),
        ("", "", 0),
        ("3.00", "", 1),
    ],
)
def test_c06_amounts_are_numbers_beside_a_label(text: str, label: str, count: int) -> None:
    book = sound_book()
    book.tables = [budget_table("10.00", "10.00")]
    book.tables[0].rows[0].cells[3:] = [label, text]
    assert found(book, "C06") == [("", "budget_tables[1].rows[0][4]", "error")] * count


def test_d01_in_sections_and_tables() -> None:
    book = sound_book()
    book.sections = [
        Section("一、职责", "管理泵站。\n机密★10年"),
        Section("二、采购", "涉密采购事项按照相关规定执行。"),
    ]
    book.tables = [budget_table("10.00", "10.00")]
    book.tables[0].rows[0].cells[1] = "（涉密）"
    assert found(book, "D01") == [("", "budget_tables[1].rows[0][1]", "error"), ("", "sections[0].text[1]", "error")]


def test_check_across_by_itself() -> None:
    book = many()
    book.projects[1].code = book.projects[0].code
    context = checks.Context(2025, FRAME, RULES)
    across = checks.check_across([checks.digest(p) for p in book.projects], context)
    assert [(f.rule, f.project_id) for f in across] == [("P05", "p1")]


def test_findings_across_stand_in_the_order_of_the_form() -> None:
    book = many()
    book.projects[1].code, book.projects[1].plan[3] = book.projects[0].code, "90%"
    checker = checks.BookChecker(book, FRAME, RULES)
    assert [f.path for f in checker.of_project("p1")] == ["code", "plan[3]"]
    assert checker.of_project("nobody") == []


def test_an_edit_takes_back_what_it_caused_elsewhere() -> None:
    book = many()
    book.projects[0].code = book.projects[1].code
    checker = checks.BookChecker(book, FRAME, RULES)
    assert [f.project_id for f in checker.findings] == ["p1"]
    book.projects[0].code = with_check("53099925P00004129999")
    assert checker.replace(book.projects[0]) == {"p0", "p1"}
    assert checker.findings == []


EDITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("code", (with_check("53099925P00004120000"), with_check("53099825P00004120001"), "")),
    ("name", ("泵站维护费", "渠道清淤费")),
    ("purpose", ("用于全县泵站的日常维护", "")),
    ("budget", ("10.00", "20.00", "")),
    ("plan[1]", ("50%", "10%", "")),
    ("indicators[3].l1", ("产出指标", "成本指标")),
    ("indicators[5].value", ("≥2100户", "≥95%", "")),
    ("indicators[5].l3", ("受益农户", "受益人口")),
)
edit = st.one_of([st.tuples(st.integers(0, 4), st.just(path), st.sampled_from(texts)) for path, texts in EDITS])


@settings(max_examples=60, deadline=None)
@given(st.lists(edit, max_size=12))
def test_incremental_is_the_same_as_full(edits: list[tuple[int, str, str]]) -> None:
    book = many(5)
    checker = checks.BookChecker(book, FRAME, RULES)
    for position, path, text in edits:
        before = {p.id: checker.of_project(p.id) for p in book.projects}
        project: Project = deepcopy(book.projects[position])
        write(project, path, text)
        book.projects[position] = project
        touched = checker.replace(project)
        full = checks.check_book(book, FRAME, RULES)
        assert checker.findings == full
        assert {p.id for p in book.projects if checker.of_project(p.id) != before[p.id]} <= touched


def test_every_rule_is_a_documented_function_with_texts() -> None:
    rules: list[Callable[..., object]] = [*checks.PROJECT_RULES, *checks.PLAN_RULES, *checks.ROW_RULES]
    rules += [rule for _, rule in checks.ACROSS_RULES]
    assert all(rule.__doc__ for rule in [*rules, *(check for group in checks.GROUPS for check in group.checks)])
    named = {rule.__name__.partition("_")[0].upper() for rule in rules}
    named |= {rule.upper() for group in checks.GROUPS for rule in group.rules}
    assert named == {rule.upper() for rule in RULES}, "every rule is found by somebody, and everything found has texts"


def test_groups_report_only_the_rules_that_they_name() -> None:
    book = many()
    book.year, book.units[1] = None, Unit("", "")
    book.sections = [Section("一、职责", "机密★10年")]
    book.tables = [budget_table("10.00", "9.x")]
    context = checks.Context(2025, FRAME, RULES, forms(2025))
    for group in checks.GROUPS:
        assert {f.rule for f in check_group(group, book, context)} <= set(group.rules)


def test_the_texts_of_every_rule_are_whole() -> None:
    for rule, data in RULES.items():
        for key in ("title", "message", "source"):
            assert data[key].strip(), (rule, key)
        for key, text in data.items():
            if key.startswith("severity"):
                assert text in SEVERITIES
            if key.startswith("message"):
                assert text.format(found="甲", expected="乙", name="丙") and not text.endswith("。")


def test_findings_are_plain_records() -> None:
    book = many()
    book.projects[0].purpose = ""
    (finding,) = checks.check_book(book, FRAME, RULES)
    assert isinstance(finding, Finding)
    assert (finding.unit, finding.project, finding.project_name) == ("412001", book.projects[0].code, "泵站维护费甲")
