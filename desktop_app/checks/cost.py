"""Rules that hold the cost indicators against the budget (K15-K17), and what K18 in `across` compares."""

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import COST, QUANTITY, Facts, Row
from desktop_app.checks.wording import squeeze

_MORE = ("≥", "＞")
_CENT = Decimal("0.01")
_HALF_CENT = Decimal("0.005")

_ONE_OF = "人次|人|名|生|户|家|张|件|份|册|本|套|台|辆|个|场|次|期|班|平方米|平米|亩|公里|吨|头|只|株|棵"
_NUMBER = r"\d{1,9}(?:\.\d{1,4})?"
# Words for the same thing counted.
_LIKE = {"名": "人", "生": "人", "人次": "人", "位": "人", "平米": "平方米", "家": "户"}
_PER_TIME = re.compile(r"每(?:天|日|月|个月|周|小时|学期|季度|时)|[/／·](?:天|日|月|周|小时|学期|时)|日均|月均")
_EACH = re.compile(rf"每一?({_ONE_OF})|([人生户亩班])均")
_SPOKEN_PRICE = re.compile(
    rf"每({_ONE_OF})[^，。；;、,\d]{{0,16}}?({_NUMBER})(万?)元|({_NUMBER})(万?)元[/／]({_ONE_OF})"
)


class _Price(NamedTuple):
    """元 for one `of`."""

    yuan: Decimal
    of: str
    path: str
    says: str


class Product(NamedTuple):
    """A price times a quantity: the two and the thing counted, as a key; 万元; the place of the price; the words."""

    factors: str
    wan: Decimal
    path: str
    says: str


def _costs(facts: Facts) -> list[Row]:
    return [row for row in facts.rows if row.kind == COST and not row.empty]


def _plain_money(row: Row) -> bool:
    """Whether the value is money, and not money for one of something."""
    return row.value.wan is not None and not row.value.per


def k15(row: Row, facts: Facts, _context: Context) -> Iterable[Hit]:
    """No cost in 万元 or 元 is above the budget, be it a total or a price: one alone would use up more than all.

    A ceiling that is the budget rounded up in its own decimals (60 for 59.30) is only worth a glance.
    """
    amount, budget = row.value.wan, facts.budget
    if row.kind != COST or amount is None or row.value.per or budget is None or budget <= 0 or amount <= budget:
        return ()
    step = Decimal(1).scaleb(-row.value.places)
    if amount == budget.quantize(step, ROUND_HALF_UP) and row.value.places >= 2:
        return ()
    variant = "rounded" if amount == budget.quantize(step, ROUND_CEILING) else ""
    return (Hit("K15", f"{row.path}.value", row.value.text, f"{budget:f}", row.name, variant),)


def k16(facts: Facts, context: Context) -> Iterable[Hit]:
    """Costs that add up stay within the budget.

    Prices add up with nothing, and a row that is the total of the others, or the budget itself, is no part of the sum.
    """
    budget = facts.budget
    if budget is None or budget <= 0:
        return ()
    price = context.words("K16", "price")
    parts = [
        (row.value.wan, row)
        for row in _costs(facts)
        if row.value.wan is not None
        and _plain_money(row)
        and row.value.meant_sign not in _MORE
        and not price.search(row.says())
    ]
    if len(parts) < 2 or any(amount > budget for amount, _ in parts):
        return ()
    total = sum((amount for amount, _ in parts), Decimal(0))
    largest = max(amount for amount, _ in parts)
    slack = _HALF_CENT * len(parts)
    whole = len(parts) > 2 and abs(total - 2 * largest) <= slack  # of two alike none is the total
    if total <= budget + slack or abs(largest - budget) <= _CENT or whole:
        return ()
    return (Hit("K16", f"{parts[0][1].path}.value", f"{total.normalize():f}", f"{budget:f}", str(len(parts))),)


def k17(facts: Facts, context: Context) -> Iterable[Hit]:
    """A cost that is the budget itself controls nothing when it is the only one. One with ≥ is for K14."""
    costs = _costs(facts)
    if len(costs) != 1 or facts.budget is None or facts.budget < context.number("K17", "least"):
        return ()
    row = costs[0]
    if not _plain_money(row) or row.value.wan != facts.budget or row.value.meant_sign in _MORE:
        return ()
    return (Hit("K17", f"{row.path}.value", row.value.text, f"{facts.budget:f}", row.name),)


def product_of(facts: Facts) -> Product | None:
    """The one price and the one quantity of the same thing that make the budget (rule K18), None where others may.

    Only where nothing else can enter the sum: a single price, in the costs or in the words of purpose and goals, not
    by the day or month; a single quantity of that thing; no cost beside it but the total.
    """
    budget = facts.budget
    if budget is None or budget <= 0:
        return None
    prices = list(_prices(facts))
    if len(prices) != 1:
        return None
    price = prices[0]
    quantities = list(_quantities(facts, price.of))
    others = [row for row in _costs(facts) if _plain_money(row) and f"{row.path}.value" != price.path]
    if len(quantities) != 1 or any(row.value.wan != budget for row in others):
        return None
    quantity, row = quantities[0]
    factors = f"{price.yuan.normalize()} {quantity.normalize()} {price.of}"
    return Product(factors, price.yuan * quantity / 10000, price.path, f"{row.value.text} × {price.says}")


def _prices(facts: Facts) -> Iterator[_Price]:
    """The prices for one of a thing; where one is also by time, all are dropped, for the time is not known."""
    found = []
    for row in _costs(facts):
        value = row.value
        if value.wan is None:
            continue
        says = f"{row.says()} {squeeze(row.indicator.basis)}"
        each = _EACH.search(says)
        of = value.per or (each[1] or each[2] if each else "")
        if _PER_TIME.search(says) or _PER_TIME.search(value.meant_measure):
            return
        if of:
            found.append(_Price(value.wan * 10000, _thing(of.split("/")[0]), f"{row.path}.value", value.text))
    if not found:
        found = _spoken_prices(facts)
    yield from found


def _spoken_prices(facts: Facts) -> list[_Price]:
    texts = [("purpose", facts.project.purpose), *((f"goals[{i}]", g.text) for i, g in enumerate(facts.project.goals))]
    for path, raw in texts:
        text = squeeze(raw)
        matches = list(_SPOKEN_PRICE.finditer(text))
        if matches and not _PER_TIME.search(text):
            return [
                _Price(Decimal(m[2] or m[4]) * (10000 if m[3] or m[5] else 1), _thing(m[1] or m[6]), path, m.group())
                for m in matches
            ]
    return []


def _quantities(facts: Facts, thing: str) -> Iterator[tuple[Decimal, Row]]:
    for row in facts.rows:
        value = row.value
        if row.kind != QUANTITY or value.amount is None:
            continue
        wan = value.meant_measure.startswith("万")
        if _thing(value.meant_measure.removeprefix("万")) == thing:
            yield value.amount * (10000 if wan else 1), row


def _thing(measure: str) -> str:
    return _LIKE.get(measure, measure)
