"""Every rule of the catalog has a case in which it fires, one in which it is quiet, and one for its repair."""

from collections.abc import Callable, Iterator

import pytest

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.domain import fields, linked
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from tests.books import fixed, set_value
from tests.checks import test_check_meaning as of_meaning
from tests.checks import test_check_projects as of_projects
from tests.checks import test_check_tables as of_tables
from tests.checks.conftest import Ask
from tests.checks.disclosed import whole_book
from tests.checks.planted_faults import BENEFIT, COSTS, QUANTITY, county, with_check

Change = Callable[[Book], object]
RULES = catalog.rules()
LAST = "p7"  # a project of the second unit


def each(*changes: Change) -> Change:
    return lambda book: [change(book) for change in changes]


def of(index: int, **texts: str) -> Change:
    return lambda book: [setattr(book.projects[index], name, text) for name, text in texts.items()]


def value(index: int, row: int, text: str) -> Change:
    return lambda book: set_value(book.projects[index].indicators[row], text)


def cell(index: int, row: int, **texts: str) -> Change:
    return lambda book: [setattr(book.projects[index].indicators[row], name, text) for name, text in texts.items()]


def without(index: int, *rows: int) -> Change:
    def change(book: Book) -> None:
        project = book.projects[index]
        project.indicators = [row for i, row in enumerate(project.indicators) if i not in rows]

    return change


def same_set(index: int, other: int, name: str = "") -> Change:
    def change(book: Book) -> None:
        set_value(book.projects[index].indicators[QUANTITY], book.projects[other].indicators[QUANTITY].value)
        book.projects[index].name = name or book.projects[index].name

    return change


def cost_class(*indexes: int) -> Change:
    return each(*(cell(i, row, l1="成本指标", l2="经济成本指标") for i in indexes for row in COSTS))


PRICE = each(without(0, 4), value(0, 3, "≤500元/户"))

# Rules that need several projects, or count: rule, change of the clean county, project, path, severity
FIRES: list[tuple[str, Change, str, str, str]] = [
    ("P04", of(1, code=with_check("53099825P00004120001")), "p1", "code", "warning"),
    ("P05", lambda b: of(1, code=b.projects[0].code)(b), "p1", "code", "error"),
    ("P05", lambda b: of(7, code=b.projects[0].code.replace("P", " P"))(b), LAST, "code", "warning"),
    ("P05", of(7, name="泵站维护费"), LAST, "name", "warning"),
    ("G06", cost_class(2), "p2", "indicators", "warning"),
    ("G08", without(0, 4, 5, 6), "p0", "indicators", "info"),
    ("K18", each(PRICE, value(0, QUANTITY, "≥100户")), "p0", "indicators[3].value", "warning"),
    ("K21", value(7, BENEFIT, "≥95%"), LAST, f"indicators[{BENEFIT}].value", "warning"),
    ("S02", same_set(3, 1), "p3", "indicators", "warning"),
    ("S02", same_set(3, 0, "泵站维护工作经费（上年结转）"), "p3", "indicators", "info"),
]  # fmt: skip

QUIET: list[tuple[str, Change]] = [
    ("P04", each(*(of(i, code=with_check(f"53099825P0000412{i:04}")) for i in range(4)))),  # half of them each
    ("P05", each(of(7, name="泵站维护费", budget="3.00", fiscal="3.00"))),
    ("P05", of(1, name="泵站维护费")),  # in one unit: carried over under a new code
    ("G06", cost_class(*range(8))),
    ("G08", without(0, 4, 6)),
    ("K18", each(PRICE, value(0, QUANTITY, "≥200户"))),
    ("K21", value(7, BENEFIT, "≥0.3万户")),
    ("S02", each(same_set(3, 1), value(3, BENEFIT, "≥2200户"))),
]


def said(book: Book, rule: str) -> list[Finding]:
    every = checks.check_book(book, catalog.frame(book.frame), RULES, forms(book.year))
    return [finding for finding in every if finding.rule == rule]


def changed(change: Change) -> Book:
    book = county()
    change(book)
    return book


@pytest.mark.parametrize(("rule", "change", "project", "path", "severity"), FIRES)
def test_a_rule_of_several_projects_fires(rule: str, change: Change, project: str, path: str, severity: str) -> None:
    assert [(f.project_id, f.path, f.severity) for f in said(changed(change), rule)] == [(project, path, severity)]


@pytest.mark.parametrize(("rule", "change"), QUIET)
def test_a_rule_of_several_projects_is_quiet(rule: str, change: Change) -> None:
    assert said(changed(change), rule) == []


def written(section: int, key: str, old: str) -> Change:
    """A figure of a text that the program wrote when the tables still had `old`."""

    def change(book: Book) -> None:
        its = book.sections[section]
        its.links = linked.pack([linked.Link(key, its.text.index(old), old, old)])

    return change


TABLE_FIXES: list[tuple[str, Change, str, str]] = [
    ("B05", of_tables.cell(4, "农林水支出", "支出/合计", "99.00"), "budget_tables[4].rows[12][4]", "98.00"),
    ("B06", of_tables.cell(4, "农林水支出", "支出/一般公共预算财政拨款", ""), "budget_tables[4].rows[12][5]", "98.00"),
    ("B07", of_tables.cell(6, "合计", "一般公共预算基本支出/合计", "101.00"), "budget_tables[6].rows[0][3]", "100.00"),
    ("B10", each(of_tables.text("机关运行", "17.00", "20.00"), written(6, "office.total", "20.00")),
     "sections[6].text", "2025年安排机关运行经费17.00万元。"),
    ("B12", each(of_tables.say("收入说明", "2025年预算收入101.00万元。"), written(3, "income.total", "101.00")),
     "sections[3].text", "2025年预算收入110.00万元。"),
    ("C05", each(of_tables.say("国有资产", "拟购置固定资产总额为3.00万元。"), written(10, "assets.planned", "3.00")),
     "sections[10].text", "拟购置固定资产总额为2.00万元。"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "change", "path", "after"), TABLE_FIXES)
def test_a_repair_of_tables_and_texts(rule: str, change: Change, path: str, after: str) -> None:
    book = whole_book()
    change(book)
    texts = {place: text for f in said(book, rule) if f.fix for place, text in f.fix.texts}
    assert texts == {path: after}
    for place, text in texts.items():
        spot = fields.find(book, place)
        assert spot is not None
        spot.write(text)
    assert said(book, rule) == []


PROJECT_FIXES: list[tuple[str, of_meaning.Change, str, str]] = [
    ("S03", of_meaning.put("purpose", "用于泵站的日常维护，，更换易损件"), "purpose", "用于泵站的日常维护，更换易损件"),
    ("S08", of_meaning.row(0, basis="云财农【2025】12号"), "indicators[0].basis", "云财农〔2025〕12号"),
]


@pytest.mark.parametrize(("rule", "change", "path", "after"), PROJECT_FIXES)
def test_a_repair_of_meaning(rule: str, change: of_meaning.Change, path: str, after: str, ask: Ask) -> None:
    project = of_meaning.changed(change)
    (finding,) = ask(project, rule)
    assert finding.fix is not None and dict(finding.fix.texts) == {path: after}
    assert ask(fixed(project, finding.fix), rule) == []


def test_every_rule_fires_and_is_quiet_in_some_case() -> None:
    fires = {rule for rule, *_ in [*FIRES, *of_projects.FIRES, *of_tables.FIRES, *of_meaning.FIRES, *of_meaning.NAMED]}
    quiet = {rule for rule, *_ in [*QUIET, *of_projects.QUIET, *of_tables.QUIET, *of_meaning.QUIET, *of_meaning.NAMED]}
    assert fires == quiet == set(RULES)


def test_every_rule_that_repairs_has_a_case_for_it(ask: Ask) -> None:
    tables = [*TABLE_FIXES, *PROJECT_FIXES, *of_projects.FIXES, *of_tables.FIXED]
    covered = {rule for rule, *_ in tables}
    assert {rule for rule, data in RULES.items() if "fix" in data} == covered
    assert {finding.rule for finding in fired(ask) if finding.fix} <= covered


def fired(ask: Ask) -> Iterator[Finding]:
    """The findings of all cases in which a rule fires."""
    for rule, change, *_ in FIRES:
        yield from said(changed(change), rule)
    for rule, texts, *_ in of_projects.FIRES:
        yield from ask(of_projects.changed(texts), rule)
    for rule, edit, *_ in of_meaning.FIRES:
        yield from ask(of_meaning.changed(edit), rule)
    for rule, of_book, *_ in of_tables.FIRES:
        yield from said(of_tables.changed(of_book), rule)
