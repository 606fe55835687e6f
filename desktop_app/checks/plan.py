"""Rules of the payment plan (F01-F06): the share of the budget spent by the end of March, June, October, December."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from desktop_app.checks.context import BLANK, Context, Hit
from desktop_app.checks.facts import Entry, Facts

_ALL = Decimal(100)
_LAST = 3


class _Shape(NamedTuple):
    """What a wrong plan looks like, and the running figures in its place; () where no certain ones exist."""

    rule: str
    percents: tuple[Decimal | None, ...]
    places: int
    suffix: str


def _listed(plan: list[Entry]) -> str:
    return "、".join(entry.text or BLANK for entry in plan)


def _whole(plan: list[Entry]) -> bool:
    """Whether there are four entries, not all blank, and every one that is filled is a number from 0."""
    numbers = [entry.percent for entry in plan if entry.text]
    return len(plan) == _LAST + 1 and bool(numbers) and all(n is not None and n >= 0 for n in numbers)


def _rising(numbers: list[Decimal]) -> bool:
    return all(a <= b for a, b in pairwise(numbers))


def _running(plan: list[Entry]) -> tuple[Decimal | None, ...]:
    """Running sums; blank before the first entry, where blank means nothing spent yet."""
    total, sums = Decimal(0), []
    started = False
    for entry in plan:
        started = started or entry.percent is not None
        total += entry.percent or 0
        sums.append(total if started else None)
    return tuple(sums)


def _carried(plan: list[Entry]) -> tuple[Decimal | None, ...]:
    """The entries, a blank one after the first taking the figure before it."""
    last: Decimal | None = None
    result = []
    for entry in plan:
        last = entry.percent if entry.percent is not None else last
        result.append(last)
    return tuple(result)


def _shape(facts: Facts) -> _Shape | None:
    """Whether the plan looks like increments (F04) or like money (F05).

    Where both fit, the heading decides, which says percent. Money is taken for granted less easily than increments: a
    plan that lost its last entry, 25 50 75, also adds up to the budget of a project of 150.00; so entries that carry a
    percent sign are money only where the plan is complete.
    """
    plan, budget = facts.plan, facts.budget
    if not _whole(plan) or plan[_LAST].percent == _ALL:
        return None
    filled = [entry for entry in plan if entry.percent is not None]
    numbers = [entry.percent for entry in filled if entry.percent is not None]
    suffix = "％" if "％" in filled[0].text else "%" if "%" in filled[0].text else ""
    if sum(numbers) == _ALL:
        places = max(len(entry.text.rstrip("%％").strip().partition(".")[2]) for entry in filled)
        return _Shape("F04", _running(plan), places, suffix)
    if budget is None or budget <= 0:
        return None
    if plan[_LAST].percent == budget:
        return _Shape("F05", _shares(_carried(plan), budget) if _rising(numbers) else (), 2, "%")
    if sum(numbers) == budget and (plan[_LAST].text or not suffix):
        return _Shape("F05", _shares(_running(plan), budget), 2, "%")
    return None


def _shares(amounts: tuple[Decimal | None, ...], budget: Decimal) -> tuple[Decimal | None, ...]:
    return tuple(None if a is None else a * _ALL / budget for a in amounts)


def _texts(shape: _Shape) -> list[str]:
    step = Decimal(1).scaleb(-shape.places)
    return ["" if p is None else f"{p.quantize(step, ROUND_HALF_UP)}{shape.suffix}" for p in shape.percents]


def _fix(plan: list[Entry], texts: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((entry.path, text) for entry, text in zip(plan, texts, strict=True) if text != entry.text)


def f01(facts: Facts, _context: Context) -> Iterator[Hit]:
    """Each entry is blank or a number from 0 to 100."""
    for entry in facts.plan:
        if entry.text and (entry.percent is None or not 0 <= entry.percent <= _ALL):
            yield Hit("F01", entry.path, entry.text, "0至100", entry.month)


def f02(facts: Facts, _context: Context) -> Iterator[Hit]:
    """The plan never falls; blank at the beginning is nothing spent, blank in the middle is a gap."""
    before: Entry | None = None
    gaps: list[Entry] = []
    for entry in facts.plan:
        if entry.percent is None:
            if before is not None and not entry.text:
                gaps.append(entry)
            continue
        if before is not None and before.percent is not None and entry.percent < before.percent:
            yield Hit("F02", entry.path, entry.text, before.text, entry.month)
        before = entry
    # A blank end is for F03, unless the plan breaks off before 10月底.
    inner = [gap for gap in gaps if gap.path != f"plan[{_LAST}]"]
    if inner and before is not None:
        stands = next(e for e in reversed(facts.plan[: facts.plan.index(inner[0])]) if e.percent is not None)
        yield Hit("F02", inner[0].path, "", stands.text, "、".join(gap.month for gap in inner), "gap")


def f03(facts: Facts, _context: Context) -> Iterable[Hit]:
    """All is spent by the end of the year. A plan that only lacks its last entry has one right continuation."""
    plan = facts.plan
    if len(plan) <= _LAST or plan[_LAST].percent == _ALL or not any(entry.text for entry in plan):
        return ()
    last = plan[_LAST]
    if last.text and last.percent is None:
        return ()  # that it is no number says F01
    fix: tuple[tuple[str, str], ...] = ()
    numbers = [entry.percent for entry in plan if entry.percent is not None]
    if not last.text and _whole(plan) and _rising(numbers) and numbers[-1] <= _ALL and _shape(facts) is None:
        example = next(entry.text for entry in plan if entry.text)
        places = len(example.rstrip("%％").strip().partition(".")[2])
        fix = ((last.path, f"{_ALL:.{places}f}{example[-1] if example[-1] in '%％' else ''}"),)
    variant = "zero" if facts.budget == 0 else ""
    return (Hit("F03", last.path, last.text, "100%", variant=variant, fix=fix),)


def f04(facts: Facts, _context: Context) -> Iterable[Hit]:
    """Entries that add up to 100 without ending there are increments; offers the running sums."""
    shape = _shape(facts)
    if shape is None or shape.rule != "F04":
        return ()
    texts = _texts(shape)
    return (Hit("F04", "plan", _listed(facts.plan), "、".join(t or BLANK for t in texts), fix=_fix(facts.plan, texts)),)


def f05(facts: Facts, _context: Context) -> Iterable[Hit]:
    """Entries that end at, or add up to, the budget are money; offers the shares of the budget."""
    shape = _shape(facts)
    if shape is None or shape.rule != "F05":
        return ()
    budget, found = facts.project.budget.strip(), _listed(facts.plan)
    if not shape.percents:
        return (Hit("F05", "plan", found, name=budget, variant="unclear"),)
    texts = _texts(shape)
    return (Hit("F05", "plan", found, "、".join(t or BLANK for t in texts), budget, fix=_fix(facts.plan, texts)),)


def f06(facts: Facts, _context: Context) -> Iterable[Hit]:
    """The plan is filled."""
    if any(entry.text for entry in facts.plan):
        return ()
    return (Hit("F06", "plan", variant="zero" if facts.budget == 0 else ""),)
