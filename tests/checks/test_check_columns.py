"""A column that the form of a book does not have is said once; where one project fills it, the others lack it."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from books import write

from desktop_app import catalog, checks
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import NO, SECRET, Book, Project
from tests.checks.planted_faults import county

FRAME, RULES = catalog.frame(""), catalog.rules()
Blank = Callable[[Project], object]


def no_purpose(project: Project) -> None:
    project.purpose = " "


def no_plan(project: Project) -> None:
    project.plan = ["", "", " ", ""]


def no_descriptions(project: Project) -> None:
    for row in project.indicators:
        row.desc = ""


# how a column is left out, the rule, its place in the first project, what fills it, findings a project that lacks it
CASES: list[tuple[Blank, str, str, tuple[str, str], int]] = [
    (no_purpose, "P08", "purpose", ("purpose", "用于全县泵站的日常维护"), 1),
    (no_plan, "F06", "plan", ("plan[3]", "100%"), 1),
    (no_descriptions, "K01", "indicators[0].desc", ("indicators[3].desc", "更换易损件的材料费"), 7),
]


def without(blank: Blank, size: int = 8) -> Book:
    book = county()
    del book.projects[size:]
    for project in book.projects:
        blank(project)
    return book


def said(found: list[Finding], rule: str) -> list[tuple[str, str, str]]:
    return [(f.project_id, f.path, f.severity) for f in found if f.rule == rule]


@pytest.mark.parametrize(("blank", "rule", "path", "_fill", "_each"), CASES)
def test_a_column_that_nobody_fills_is_said_once(
    blank: Blank, rule: str, path: str, _fill: tuple[str, str], _each: int
) -> None:
    found = checks.check_book(without(blank), FRAME, RULES)
    assert said(found, rule) == [("p0", path, "warning")]
    assert [f.message[:4] for f in found if f.rule == rule] == ["8个项目"]


@pytest.mark.parametrize(("blank", "rule", "path", "fill", "each"), CASES)
def test_an_edit_that_fills_one_shows_what_the_others_lack(
    blank: Blank, rule: str, path: str, fill: tuple[str, str], each: int
) -> None:
    book = without(blank)
    checker = checks.BookChecker(book, FRAME, RULES)
    once = checker.findings
    project = deepcopy(book.projects[5])
    write(project, *fill)
    every = {one.id for one in book.projects}
    assert checker.replace(project) == every
    left = [project_id for project_id, *_ in said(checker.findings, rule) if project_id != "p5"]
    assert left == [f"p{i}" for i in range(8) if i != 5 for _ in range(each)]
    assert {severity for *_, severity in said(checker.findings, rule)} == {"error"}
    book.projects[5], before = project, book.projects[5]
    assert checker.findings == checks.check_book(book, FRAME, RULES)
    assert checker.replace(before) == every
    assert checker.findings == once


@pytest.mark.parametrize(("blank", "rule", "path", "_fill", "each"), CASES)
def test_two_projects_may_have_been_left_unfinished(
    blank: Blank, rule: str, path: str, _fill: tuple[str, str], each: int
) -> None:
    found = checks.check_book(without(blank, 2), FRAME, RULES)
    assert [project_id for project_id, *_ in said(found, rule)] == ["p0"] * each + ["p1"] * each


def test_names_and_values_are_asked_for_in_every_row() -> None:
    book = county()
    for project in book.projects:
        project.indicators[1].l3 = ""
    assert len(said(checks.check_book(book, FRAME, RULES), "K01")) == 8


def test_secret_projects_and_lines_without_a_form_are_not_asked() -> None:
    book = without(no_plan)
    for project in book.projects[:5]:
        project.needs_form = NO
    book.projects[5].secret = SECRET
    found = checks.check_book(book, FRAME, RULES)
    assert said(found, "F06") == [("p6", "plan", "error"), ("p7", "plan", "error")]


def test_the_first_project_takes_over_what_is_said_once() -> None:
    book = without(no_purpose)
    checker = checks.BookChecker(book, FRAME, RULES)
    stub = deepcopy(book.projects[0])
    stub.secret = SECRET
    checker.replace(stub)
    book.projects[0] = stub
    assert said(checker.findings, "P08") == [("p1", "purpose", "warning")]
    assert checker.findings == checks.check_book(book, FRAME, RULES)
    named = deepcopy(book.projects[1])
    named.name = "另一名称"
    checker.replace(named)
    book.projects[1] = named
    assert checker.findings == checks.check_book(book, FRAME, RULES)


def test_a_rule_that_is_off_says_nothing_of_a_column() -> None:
    rules = {rule: {**data, "severity_form": "off"} for rule, data in RULES.items()}
    assert said(checks.check_book(without(no_purpose), FRAME, rules), "P08") == []
