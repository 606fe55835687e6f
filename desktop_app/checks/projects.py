"""All rules of one project, and the check that runs them."""

from collections.abc import Callable, Iterable

from desktop_app.checks import cost, disclosure, head, meaning, paying, plan, privacy, rows, sense, slips, structure
from desktop_app.checks.context import Context, Hit, to_finding
from desktop_app.checks.facts import Facts, Row, read
from desktop_app.checks.places import place
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Project

ProjectRule = Callable[[Facts, Context], Iterable[Hit]]
RowRule = Callable[[Row, Facts, Context], Iterable[Hit]]

# A project that is marked secret is a number and a flag: only these apply.
SECRET_RULES: tuple[ProjectRule, ...] = (head.p02, head.p03, head.d01)
PROJECT_RULES: tuple[ProjectRule, ...] = (
    head.p01,
    head.p02,
    head.p03,
    head.p06,
    head.p07,
    head.p08,
    head.p09,
    head.p10,
    head.d01,
    privacy.d01b,
    privacy.d02,
    disclosure.d05,
    structure.g01,
    structure.g02,
    structure.g03,
    structure.g04,
    structure.g05,
    structure.g08,
    rows.k02,
    rows.k09,
    cost.k16,
    cost.p09_parts,
    cost.k17,
    sense.k20,
    slips.s01,
    slips.s03,
    slips.s08,
    meaning.s04,
    meaning.s06_only,
    meaning.s10,
    meaning.s12,
    meaning.s13,
)
# A budget line that is said to need no form has no plan either.
PLAN_RULES: tuple[ProjectRule, ...] = (
    plan.f01,
    plan.f02,
    plan.f03,
    plan.f04,
    plan.f05,
    plan.f06,
    meaning.s11,
    paying.s14,
)
ROW_RULES: tuple[RowRule, ...] = (
    structure.g07,
    rows.k01,
    rows.k03,
    rows.k04,
    rows.k05,
    rows.k06,
    rows.k07,
    sense.k08,
    rows.k10,
    rows.k11,
    sense.k12,
    sense.k13,
    sense.k14,
    cost.k15,
    sense.k19,
    rows.k22,
    meaning.s05,
    meaning.s06,
    meaning.s06_measure,
    meaning.s07,
)


def check_facts(facts: Facts, context: Context) -> list[Finding]:
    """`check_project`, where the project is read already."""
    if facts.project.is_secret:
        hits = [hit for rule in SECRET_RULES for hit in rule(facts, context)]
    else:
        hits = [hit for rule in PROJECT_RULES for hit in rule(facts, context)]
        if facts.needs_form:
            hits += [hit for plan_rule in PLAN_RULES for hit in plan_rule(facts, context)]
        for row in facts.rows:
            for row_rule in ROW_RULES:
                hits += row_rule(row, facts, context)
        hits.sort(key=lambda hit: place(hit.path))
    return [finding for hit in hits if (finding := to_finding(hit, facts.owner, context))]


def check_project(project: Project, context: Context) -> list[Finding]:
    """What is wrong in one project by itself, in the order of the form."""
    return check_facts(read(project), context)
