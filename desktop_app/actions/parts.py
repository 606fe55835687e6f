"""Editing 政府采购 and the other lists of a department: what purchases come to, their printed sums kept in step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop_app import catalog
from desktop_app.actions import editing
from desktop_app.domain import order
from desktop_app.domain.amounts import format_amount, parse_amount, parse_number
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.department_parts import SUMMED, by_owner, purchase_totals
from desktop_app.domain.disclosed import Purchase, PurchaseTotal
from desktop_app.domain.forms import YearForms
from desktop_app.domain.model import Book
from desktop_app.domain.tables import TOLERANCE
from desktop_app.storage import queries, rows
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

SOURCES = ("general", "govfund", "soe", "special", "own", "carryover")  # 中小微 is a share of these
_TABLE, _TOTAL = "purchase", "purchase_total"


def year_forms(year: int | None) -> YearForms:
    """What is published in a year beside the nine tables."""
    return catalog.yearly(year)


def text_of(store: Store, key: CellKey) -> str:
    """The text of a cell, "" where it is gone."""
    return str((queries.texts(store, key.table, key.row) or {}).get(key.column, ""))


@dataclass(slots=True, frozen=True)
class Due:
    """What the 合计 of a purchase comes to, in 0.01 元; `why` says from what, `differs` that it says otherwise."""

    value: int
    why: str
    differs: bool


def dues(purchase: Purchase) -> list[Due]:
    """What the 合计 of a purchase comes to by its sources and by 数量×单价; what is blank or no number says nothing."""
    found = []
    printed = parse_amount(purchase.total)
    sources = [text for name in SOURCES if (text := getattr(purchase, name)).strip()]
    known = [value for text in sources if (value := parse_amount(text)) is not None]
    if known and len(known) == len(sources):
        total = sum(known)
        far = printed is not None and abs(total - printed) > TOLERANCE * len(known)
        found.append(Due(total, "各资金来源之和", far))
    quantity, price = parse_number(purchase.quantity), parse_amount(purchase.price)
    if quantity is not None and price is not None:
        total = int((quantity * price).to_integral_value())
        # the price is rounded to 0.01 万元, each piece by as much as half of that
        room = TOLERANCE * max(Decimal(1), abs(quantity)) / 2 + TOLERANCE
        found.append(Due(total, "数量×单价", printed is not None and abs(total - printed) > room))
    return found


def names_of_owners(book: Book) -> dict[str, str]:
    """What the units are called in 小计, by what purchases call their owner."""
    return {unit.code: unit.name for unit in book.units if unit.code and unit.name}


def computed_totals(book: Book, purchases: Sequence[Purchase]) -> list[PurchaseTotal]:
    """合计 and the 小计 of each owner, over purchases whose blank 合计 count as what they come to."""
    filled = [with_due(purchase) for purchase in by_owner(purchases)]
    return purchase_totals(filled, names_of_owners(book))


def with_due(purchase: Purchase) -> Purchase:
    """The purchase, a blank 合计 filled with what it comes to."""
    due = dues(purchase)
    if purchase.total.strip() or not due:
        return purchase
    names = (name for name in Purchase.__dataclass_fields__ if name != "total")
    return Purchase(total=format_amount(due[0].value), **{name: getattr(purchase, name) for name in names})


def insert_purchases(
    store: Store, department_id: str, before: str, texts: Sequence[Mapping[str, str]]
) -> tuple[Changes, list[str]]:
    """Add purchases before the one named or at the end; printed sums go on covering what they covered, and these."""
    with store.operation("插入采购") as operation:
        ids = _add(store, operation, department_id, before, texts)
    return operation.changes, ids


def _add(
    store: Store, operation: Operation, department_id: str, before: str, texts: Sequence[Mapping[str, str]]
) -> list[str]:
    old = [row["id"] for row in queries.siblings(store, _TABLE, department_id)]
    at = old.index(before) if before in old else len(old)
    ids = editing.add_rows(store, operation, _TABLE, department_id, [dict(entry) for entry in texts], before)
    for total in _totals(store, department_id):
        first, last = total.first - 1, total.last
        if first <= at < last or at == last == len(old):
            operation.update(_TOTAL, total.id, {"last": last + len(ids)})
        elif at <= first:
            operation.update(_TOTAL, total.id, {"first": total.first + len(ids), "last": last + len(ids)})
    return ids


def write_purchases(
    store: Store,
    department_id: str,
    edits: Sequence[tuple[CellKey, str]],
    new: Sequence[Mapping[str, str]],
    name: str = "",
) -> Changes:
    """Write cells of purchases and their sums, and add purchases at the end, as one operation."""
    with store.operation(name or "修改政府采购") as operation:
        editing.write_cells(store, operation, list(edits))
        if new:
            _add(store, operation, department_id, "", new)
    return operation.changes


def delete_purchases(store: Store, department_id: str, ids: Sequence[str]) -> Changes:
    """Remove purchases and printed sums; a sum that covers none any more goes too."""
    with store.operation(f"删除{len(ids)}行") as operation:
        for row_id in ids:
            operation.delete(_TOTAL, row_id)
            places = [row["id"] for row in queries.siblings(store, _TABLE, department_id)]
            if row_id in places:
                _close(store, operation, department_id, places.index(row_id))
                operation.delete(_TABLE, row_id)
    return operation.changes


def _close(store: Store, operation: Operation, department_id: str, at: int) -> None:
    """Let the printed sums no longer cover the purchase at an index."""
    for total in _totals(store, department_id):
        first, last = total.first - 1, total.last
        if first <= at < last:
            if last - first == 1:
                operation.delete(_TOTAL, total.id)
            else:
                operation.update(_TOTAL, total.id, {"last": last - 1})
        elif at < first:
            operation.update(_TOTAL, total.id, {"first": total.first - 1, "last": last - 1})


def _totals(store: Store, department_id: str) -> list[PurchaseTotal]:
    ids = [row["id"] for row in queries.siblings(store, _TOTAL, department_id)]
    return [rows.record_of(_TOTAL, queries.row(store, _TOTAL, row_id) or {}) for row_id in ids]


def fill_purchases(store: Store, book: Book) -> Changes:
    """Write the blank 合计 of purchases and the blank or missing sums; then purchases of one owner stand together."""
    with store.operation("填入合计") as operation:
        for purchase in book.purchases:
            filled = with_due(purchase)
            if filled is not purchase:
                operation.update(_TABLE, purchase.id, {"total": filled.total})
        if not book.purchase_totals:
            ordered = by_owner(book.purchases)
            if [p.id for p in ordered] != [p.id for p in book.purchases]:
                for purchase, place in zip(ordered, order.spread(len(ordered)), strict=True):
                    operation.update(_TABLE, purchase.id, {"place": place})
            totals = computed_totals(book, book.purchases)
            rows.add(operation, _TOTAL, book.id, totals, order.spread(len(totals)), None)
        for total in book.purchase_totals:
            operation.update(_TOTAL, total.id, blanks_of(book, total))
    return operation.changes


def blanks_of(book: Book, total: PurchaseTotal) -> dict[str, str]:
    """What the blank cells of a printed sum come to, by column."""
    covered = [with_due(purchase) for purchase in book.purchases[max(total.first - 1, 0) : total.last]]
    if not covered:
        return {}
    whole = purchase_totals(covered, {})[0]
    return {n: getattr(whole, n) for n in SUMMED if getattr(whole, n) and not getattr(total, n).strip()}
