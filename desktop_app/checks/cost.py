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
_LONG_WORKS = ("公里", "千米", "里", "km", "KM", "年", "座", "标段", "项目")
_AMONG = re.compile(r"其中|分别")
_SPOKEN_WAN = re.compile(rf"(?<![\d.])({_NUMBER})万元(?![/／])")
_OTHER_MONEY = re.compile(
    r"总投资|投资额|概算|估算|合同|结算|决算|累计|规模|贷款|产值|上年|往年|以前|每|单价|共需|配套|自筹|(?:19|20)\d\d年"
)
_PER_TIME = re.compile(r"每(?:天|日|月|个月|周|小时|学期|季度|时)|[/／·](?:天|日|月|周|小时|学期|时)|日均|月均")
_EACH = re.compile(rf"每一?({_ONE_OF})|([人生户亩班])均")
_SPOKEN_PRICE = re.compile(
    rf"每({_ONE_OF})[^，。；;、,\d]{{0,16}}?({_NUMBER})(万?)元|({_NUMBER})(万?)元[/／]({_ONE_OF})"
)


# Words that join several things which are paid, and the verbs that begin one of them.
_MONEY = "(?:费用?|资金|经费|[补奖助薪]金|款|补助|补贴|工资|报酬)"
_LISTED = re.compile(
    rf"、|(?<![普涉波])及(?![时格])|(?<![高平中同初])等(?![级次效候额比])|(?<!合)并(?!网)|[＋+]"
    rf"|{_MONEY}[和与]|[和与][^，。；,;\d]{{0,12}}{_MONEY}"
)
_PAYING = re.compile(
    r"(?:主要)?(?:用于)?(?:购买|购置|采购|支付|发放|开展|维修|维护|租赁|租用|聘用|聘请|印刷|印制|建设|补助|更换|组织|实施|保障)"
)
_CLAUSE = re.compile(r"[，。；,;]")
_MIXED = re.compile(r"运行|运转|综合|工作经费|业务经费|公用经费|[业事]务费|工作费")  # money for whatever is needed


class _Price(NamedTuple):
    """元 for one `of`; the words that say where it stands."""

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

    So is the price of one person or thing (1500万元/人), but not that of a road, which is built for years.
    A ceiling that is the budget rounded up in its own decimals (60 for 59.30) is only worth a glance.
    """
    amount, budget = row.value.wan, facts.budget
    if row.kind != COST or amount is None or budget is None or budget <= 0 or amount <= budget:
        return ()
    if row.value.per:
        long = row.value.per.startswith(_LONG_WORKS)
        return () if long else (Hit("K15", f"{row.path}.value", row.value.text, f"{budget:f}", row.name, "price"),)
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


def p09_parts(facts: Facts, _context: Context) -> Iterable[Hit]:
    """The parts that 资金用途 names after 其中 or 分别 come to no more than the budget (P09).

    Only where all of them are in 万元 and nothing else is spoken of: an investment, a contract, other years.
    """
    text, budget = facts.project.purpose, facts.budget
    if budget is None or budget <= 0 or "万元" not in text:
        return ()
    said = squeeze(text)
    begin = _AMONG.search(said)
    if begin is None or _OTHER_MONEY.search(said):
        return ()
    parts = [Decimal(number) for number in _SPOKEN_WAN.findall(said, begin.end())]
    total = sum(parts, Decimal(0))
    if len(parts) < 2 or len(parts) != said.count("元", begin.end()) or total <= budget + _HALF_CENT * len(parts):
        return ()
    return (Hit("P09", "purpose", f"{total.normalize():f}", f"{budget:f}", variant="parts"),)


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
    by the day or month; a single quantity of that thing; no cost beside it but the total. Money that is left over may
    pay for whatever else the name or the purpose speaks of.
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
    wan = price.yuan * quantity / 10000
    if wan < budget and _pays_more(facts):
        return None
    factors = f"{price.yuan.normalize()} {quantity.normalize()} {price.of}"
    return Product(factors, wan, price.path, f"数量指标「{row.name}」的{_figure(row)} × {price.says}")


def _pays_more(facts: Facts) -> bool:
    """Whether name and purpose speak of more than one thing that is paid."""
    name, purpose = squeeze(facts.project.name), squeeze(facts.project.purpose)
    if _MIXED.search(name) or _LISTED.search(name) or _LISTED.search(purpose):
        return True
    return sum(_PAYING.match(clause) is not None for clause in _CLAUSE.split(purpose)) > 1


def _figure(row: Row) -> str:
    """The number of a row with its measure, without the sign."""
    return f"{row.value.amount:f}{row.value.meant_measure}"


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
            words = f"成本指标「{row.name}」的{_figure(row)}"
            found.append(_Price(value.wan * 10000, _thing(of.split("/")[0]), f"{row.path}.value", words))
    if not found:
        found = _spoken_prices(facts)
    yield from found


def _spoken_prices(facts: Facts) -> list[_Price]:
    goals = [(f"goals[{i}]", f"绩效目标{i + 1}", g.text) for i, g in enumerate(facts.project.goals)]
    for path, where, raw in [("purpose", "资金用途", facts.project.purpose), *goals]:
        text = squeeze(raw)
        matches = list(_SPOKEN_PRICE.finditer(text))
        if matches and not _PER_TIME.search(text):
            return [
                _Price(
                    Decimal(m[2] or m[4]) * (10000 if m[3] or m[5] else 1),
                    _thing(m[1] or m[6]), path, f"{where}里的「{m.group()}」",
                )
                for m in matches
            ]  # fmt: skip
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
