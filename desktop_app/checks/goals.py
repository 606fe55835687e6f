"""The rules of indicators (K) for those of the department's goals, by the functions that judge those of projects.

They stand in sentences: 不低于95% is right there, a clause without a value is no empty cell, and no field of an older
system has to hold a sentence. So K07 and the blank value of K01 are for rows `名称：值` and for rows that were typed.
"""

from collections.abc import Iterator

from desktop_app.checks import rows, sense
from desktop_app.checks.context import Context, Hit, Owner
from desktop_app.checks.facts import SATISFACTION, Facts, Row, read_value
from desktop_app.checks.wording import squeeze
from desktop_app.domain import goal_values, values
from desktop_app.domain.disclosed import DepartmentGoal, GoalIndicator
from desktop_app.domain.goal_indicators import wording_of
from desktop_app.domain.model import Book, Indicator, Project

Placed = tuple[str, Hit]
_ROW_RULES = (rows.k03, rows.k04, rows.k07, rows.k11, sense.k12, sense.k13)


def check_goals(book: Book, context: Context) -> Iterator[Placed]:
    """What is wrong in the department's goals."""
    for s, section in enumerate(book.sections):
        for g, goal in enumerate(section.goals):
            for hit in _goal(goal, f"sections[{s}].goals[{g}]", context):
                yield section.owner, hit


def _goal(goal: DepartmentGoal, path: str, context: Context) -> Iterator[Hit]:
    if not goal.text.strip():
        yield Hit("K01", f"{path}.text", name="绩效目标")
    found = [_row(i, indicator, f"{path}.indicators[{i}]") for i, indicator in enumerate(goal.indicators)]
    facts = Facts(Project(), Owner(), None, [], found, [], "")
    for hit in rows.k02(facts, context):
        yield _here(hit)._replace(variant="goal")
    for row, indicator in zip(found, goal.indicators, strict=True):
        yield from _blanks(row, indicator)
        for rule in _ROW_RULES:
            for hit in rule(row, facts, context):
                if hit.rule != "K07" or _in_columns(indicator):
                    yield _in_words(_here(hit), row, indicator)


def _row(index: int, indicator: GoalIndicator, path: str) -> Row:
    """The indicator as the rules see one of a project; words that are signs are read as the signs."""
    parts = values.Value(indicator.sign, indicator.number, indicator.measure)
    name = squeeze(indicator.name)
    kind = SATISFACTION if "满意度" in name else ""
    worded = parts != values.split(indicator.value)
    value = read_value(values.glue(parts) if worded else indicator.value, *parts)
    empty = not (name or indicator.value.strip())
    return Row(index, path, Indicator(l3=indicator.name), "", "", kind, name, "", value, "", empty)


def _blanks(row: Row, indicator: GoalIndicator) -> Iterator[Hit]:
    if row.empty:
        yield Hit("K01", f"{row.path}.name", variant="row")
    elif not row.name:
        yield Hit("K01", f"{row.path}.name", name="绩效指标名称")
    elif not indicator.value.strip() and not wording_of(indicator).get("clause"):
        yield Hit("K01", f"{row.path}.value", name="指标值")


def _in_columns(indicator: GoalIndicator) -> bool:
    join = wording_of(indicator).get("join", "")
    return not indicator.wording or ":" in join or "：" in join


def _here(hit: Hit) -> Hit:
    """The hit by the columns of a goal's indicator."""
    name = "绩效指标名称" if hit.rule == "K07" and hit.name == "三级指标" else hit.name
    return hit._replace(path=hit.path.replace(".l3", ".name"), name=name)


def _in_words(hit: Hit, row: Row, indicator: GoalIndicator) -> Hit:
    """The hit with the value as it is printed; a repair that its words would not survive is none."""
    fix, expected = [], hit.expected
    for path, text in hit.fix:
        new = goal_values.with_parts(indicator.value, values.split(text)) if path.endswith(".value") else text
        if path.endswith(".value") and goal_values.parts(new) != values.split(text):
            return hit._replace(fix=(), found=indicator.value)
        expected = new if expected == text else expected
        fix.append((path, new))
    found = indicator.value if hit.found == row.value.text else hit.found
    return hit._replace(fix=tuple(fix), found=found, expected=expected)
