"""Rules that look at several rows or projects before they speak: copied descriptions (K09), price × quantity (K18)."""

import pytest
from books import set_value, sound_project

from desktop_app import catalog, checks
from desktop_app.domain.library import class_in
from desktop_app.domain.model import Book, Indicator, Project
from tests.checks.conftest import Ask


@pytest.mark.parametrize(
    ("copied", "found"),
    [
        ((5,), [("indicators[5].desc", "warning")]),
        ((1, 5), [("indicators[1].desc", "info"), ("indicators[5].desc", "warning")]),
        ((1, 2, 5), [("indicators[1].desc", "info")]),
    ],
)
def test_copied_descriptions_are_said_by_row_or_once(
    copied: tuple[int, ...], found: list[tuple[str, str]], ask: Ask
) -> None:
    project = sound_project()
    for i in copied:
        project.indicators[i].desc = f"{project.indicators[i].l3}。"
    findings = ask(project, "K09")
    assert [(f.path, f.severity) for f in findings] == found
    assert len(copied) < 3 or findings[0].message.startswith("有3条指标")


def part(number: int, budget: str, unit: str = "412001", quantity: str = "≥600户", price: str = "2000元/户") -> Project:
    """A project that states 600 households at 2000 元, 120 万元 in all, and has only so much money itself."""
    project = sound_project()
    project.id, project.unit_code, project.unit_name = f"p{number}", unit, unit
    project.code, project.name = f"53099925P00004120{number:04}", f"灌溉补助{number}"
    project.budget = project.fiscal = budget
    set_value(project.indicators[0], quantity)
    set_value(project.indicators[3], price)
    del project.indicators[4]
    return project


K18 = [
    (["120.00"], []),
    (["24.00"], ["p0"]),
    (["24.00", "69.00", "27.88"], []),  # one purpose, paid by three
    (["24.00", "69.00"], ["p0", "p1"]),
    (["120.00", "120.00"], []),  # two purposes, each paid in full
    (["120.00", "24.00"], ["p1"]),
]


@pytest.mark.parametrize(("budgets", "found"), K18)
def test_projects_of_a_unit_that_state_the_same_product(
    budgets: list[str], found: list[str], context: checks.Context
) -> None:
    projects = [part(i, budget) for i, budget in enumerate(budgets)]
    if len(projects) > 1:
        set_value(projects[1].indicators[0], "0.06万户")  # the same number in other words
    findings = checks.check_across([checks.digest(project) for project in projects], context)
    assert [f.project_id for f in findings if f.rule == "K18"] == found


def test_money_of_another_unit_or_for_other_prices_does_not_count(context: checks.Context) -> None:
    for other in (part(1, "96.00", unit="412002"), part(1, "96.00", price="1600元/户")):
        digests = [checks.digest(part(0, "24.00")), checks.digest(other)]
        assert "p0" in {f.project_id for f in checks.check_across(digests, context) if f.rule == "K18"}


def test_an_edit_that_completes_the_money_silences_the_others(context: checks.Context) -> None:
    book = Book(year=2025, projects=[part(0, "24.00"), part(1, "69.00"), part(2, "1.00")])
    checker = checks.BookChecker(book, context.frame, context.texts)
    assert [f.project_id for f in checker.findings if f.rule == "K18"] == ["p0", "p1", "p2"]
    assert checker.replace(part(2, "27.00")) >= {"p0", "p1", "p2"}
    assert [f for f in checker.findings if f.rule == "K18"] == []


FRAMES = ("", "cost-class")


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_is_said_of_the_indicators_that_the_program_offers(frame: str) -> None:
    context = checks.Context(2025, catalog.frame(frame), catalog.rules())
    said = set()
    for row in catalog.library():
        project = sound_project()
        l1, l2 = class_in(context.frame, row.l2)
        indicator = Indicator(l1, l2, row.l3, row.desc, basis=row.basis)
        set_value(indicator, f"{row.sign}{row.number or ('95' if row.measure == '%' else '8')}{row.measure}")
        project.budget = project.fiscal = "1000.00"
        project.indicators = [indicator]
        found = checks.check_project(project, context)
        said |= {(f.rule, row.l3) for f in found if f.rule not in ("G04", "G05", "G08")}
    assert len(catalog.library()) > 100 and said == set()


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("K14", ("≥6.5万元", "≤3.5万元")),
        ("K15", ("≤65万元", "≤3.5万元")),
        ("K16", ("≤8万元", "≤3.5万元")),
        ("K17", ("≤10万元",)),
    ],
)
def test_costs_are_judged_in_both_frames(rule: str, values: tuple[str, ...]) -> None:
    for frame in FRAMES:
        context = checks.Context(2025, catalog.frame(frame), catalog.rules())
        project = sound_project()
        for row, value in zip(project.indicators[3:5], values, strict=False):
            set_value(row, value)
        del project.indicators[3 + len(values) : 5]
        for row in project.indicators:
            if frame and row.l2 == "成本指标":
                row.l1, row.l2 = "成本指标", "经济成本指标"
        assert [f.rule for f in checks.check_project(project, context)] == [rule]
        for row in project.indicators[3 : 3 + len(values)]:
            set_value(row, "≤2万元")
        assert checks.check_project(project, context) == []


def test_an_effect_on_society_is_no_cost_in_money_of_the_project() -> None:
    context = checks.Context(2025, catalog.frame("cost-class"), catalog.rules())
    project = sound_project()
    for row in project.indicators[3:5]:
        row.l1, row.l2 = "成本指标", "经济成本指标"
    row = project.indicators[4]
    row.l2 = "社会成本指标"
    set_value(row, "≤50万元")
    assert checks.check_project(project, context) == []
