"""Purchases and assets of a department as the sum of its units'.

A sum over an amount that is no number is left blank, as in the tables; rule C06 says the amount.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop_app.domain.amounts import format_amount, parse_amount, parse_number
from desktop_app.domain.disclosed import AssetBlock, AssetRow, Purchase, PurchaseTotal
from desktop_app.domain.model import Unit
from desktop_app.domain.table_labels import bare, fold
from desktop_app.domain.tables import TOLERANCE

SUMMED = ("total", "general", "govfund", "soe", "special", "own", "carryover", "sme")
WHOLE = "合计"
_DETAIL = "其中"
_ALL_ASSETS = ("资产总额", "合计", "总计")


@dataclass(slots=True, frozen=True)
class SumDifference:
    """A printed sum that is not what its rows add up to, in 0.01 元; `row` and `field` say where it stands."""

    row: int
    field: str
    printed: int | None
    computed: int


def whose(units: Iterable[Unit]) -> Callable[[str], str]:
    """What tells owners of tables and other parts apart: equal for a unit's code, its name, and both printed together.

    Of an owner that is none of the units it is what is printed, folded; "" for the department.
    """
    known = {
        fold(text): fold(unit.code or unit.name)
        for unit in sorted(units, key=lambda unit: bool(unit.code))  # of two units of one name that with a code counts
        for text in (unit.name, unit.code + unit.name, unit.name + unit.code, unit.code)
        if text
    }
    return lambda owner: known.get(fold(owner), fold(owner))


def by_owner(purchases: Iterable[Purchase]) -> list[Purchase]:
    """The purchases with those of one owner together, owners in the order of their first purchase."""
    groups: dict[str, list[Purchase]] = {}
    for purchase in purchases:
        groups.setdefault(purchase.owner, []).append(purchase)
    return [purchase for group in groups.values() for purchase in group]


def purchase_totals(purchases: Sequence[Purchase], names: dict[str, str]) -> list[PurchaseTotal]:
    """合计 of all purchases and the 小计 of each owner, for purchases in the order of `by_owner`.

    `names` are the names of the owners by what purchases call them. Purchases of the department itself have no 小计 of
    their own, and no purchases have no totals.
    """
    if not purchases:
        return []
    found = [_total(WHOLE, purchases, 1)]
    start = 0
    while start < len(purchases):
        owner, end = purchases[start].owner, start
        while end < len(purchases) and purchases[end].owner == owner:
            end += 1
        if owner:
            found.append(_total(f"{names.get(owner, owner)}小计", purchases[start:end], start + 1))
        start = end
    return found


def _total(label: str, purchases: Sequence[Purchase], first: int) -> PurchaseTotal:
    found = PurchaseTotal(label, first=first, last=first + len(purchases) - 1)
    for name in SUMMED:
        setattr(found, name, _sum_text(getattr(p, name) for p in purchases))
    return found


def _sum_text(texts: Iterable[str]) -> str:
    """The sum as text; "" where all is blank, and where something is no amount: then nobody knows the sum."""
    known = [parse_amount(text) for text in texts if text.strip()]
    amounts = [fen for fen in known if fen is not None]
    return format_amount(sum(amounts)) if amounts and len(amounts) == len(known) else ""


def purchase_differences(purchases: Sequence[Purchase], totals: Sequence[PurchaseTotal]) -> list[SumDifference]:
    """Where a printed sum of purchases is not the sum of the rows it covers; `row` is its index in `totals`.

    Nothing is said of a sum over a row whose amount is no number, or over rows that are not there.
    """
    found = []
    for row, total in enumerate(totals):
        covered = purchases[max(total.first - 1, 0) : total.last]
        if not covered or len(covered) != total.last - total.first + 1:
            continue
        for name in SUMMED:
            texts = [getattr(p, name) for p in covered]
            found += _compared(row, name, getattr(total, name), texts)
    return found


def _compared(row: int, name: str, printed: str, texts: Sequence[str], room: int = TOLERANCE) -> list[SumDifference]:
    known = [fen for text in texts if (fen := parse_amount(text)) is not None]
    stated = parse_amount(printed)
    malformed = any(text.strip() and parse_amount(text) is None for text in (*texts, printed))
    if malformed or (not known and stated is None) or abs(sum(known) - (stated or 0)) <= room * len(known):
        return []
    return [SumDifference(row, name, stated, sum(known))]


def summed_assets(blocks: Sequence[AssetBlock], name: str) -> AssetBlock:
    """The department's 固定资产占用情况表: quantities and values of its units' row by row, rows told by their labels.

    It has the first block's date. Where a unit has a row that the others do not, it stands where the unit prints it.
    """
    found = AssetBlock(name, blocks[0].date if blocks else "")
    quantities: dict[str, list[str]] = {}
    values: dict[str, list[str]] = {}
    order: list[str] = []
    labels: dict[str, str] = {}
    for block in blocks:
        behind = -1
        for row in block.rows:
            key = bare(row.item)
            if key not in labels:
                labels[key] = row.item.strip()
                order.insert(behind + 1, key)
            behind = order.index(key)
            quantities.setdefault(key, []).append(row.quantity)
            values.setdefault(key, []).append(row.value)
    found.rows = [AssetRow(labels[key], _count_text(quantities[key]), _sum_text(values[key])) for key in order]
    return found


def _count_text(texts: Iterable[str]) -> str:
    known = [parse_number(text) for text in texts if text.strip()]
    numbers = [number for number in known if number is not None]
    return format(sum(numbers, Decimal(0)), "f") if numbers and len(numbers) == len(known) else ""


def asset_differences(block: AssetBlock, room: int = TOLERANCE) -> list[SumDifference]:
    """Where 资产总额 is not the sum of the rows under it, details (其中：) left out; `row` is its index.

    `room`: by how much rounding may set it off for each row, in 0.01 元.
    """
    whole = next((i for i, row in enumerate(block.rows) if bare(row.item) in _ALL_ASSETS), None)
    if whole is None:
        return []
    parts = [
        r.value for i, r in enumerate(block.rows) if i != whole and r.item and not fold(r.item).startswith(_DETAIL)
    ]
    return _compared(whole, "value", block.rows[whole].value, parts, room)
