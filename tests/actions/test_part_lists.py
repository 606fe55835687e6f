"""Purchases: what their 合计 comes to, and printed sums that go on covering what they covered."""

import pytest

from desktop_app.actions import importing, parts, reading
from desktop_app.actions.workspace import Store
from desktop_app.domain.disclosed import Purchase, PurchaseTotal
from desktop_app.domain.model import Book


def purchase(item: str, total: str = "", owner: str = "", **texts: str) -> Purchase:
    return Purchase("泵站维护费", item=item, total=total, owner=owner, **texts)


def brought(store: Store, book: Book) -> Book:
    """The book as the workspace keeps it."""
    importing.apply_import(store, importing.plan_import(store, [book]))
    return read(store)


def read(store: Store) -> Book:
    department = store.query("SELECT id FROM department WHERE year = 2024")[0]["id"]
    return reading.load_parts(store, department)


def covered(book: Book) -> list[tuple[str, int, int]]:
    return [(total.label, total.first, total.last) for total in book.purchase_totals]


@pytest.fixture
def book(store: Store) -> Book:
    """Two units with two purchases each, and their printed sums."""
    rows = [purchase(item, "1.00", owner) for item, owner in (("a", "01"), ("b", "01"), ("c", "02"), ("d", "02"))]
    totals = [
        PurchaseTotal("合计", "4.00", first=1, last=4),
        PurchaseTotal("甲小计", "2.00", first=1, last=2),
        PurchaseTotal("乙小计", "2.00", first=3, last=4),
    ]
    return brought(
        store, Book(year=2024, department_name="云岭县水利局", purchases=rows, purchase_totals=totals, file="a.txt")
    )


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ({"quantity": "2", "price": "1.50"}, [(3_000_000, "数量×单价", False)]),
        ({"general": "1.00", "own": "0.50"}, [(1_500_000, "各资金来源之和", False)]),
        ({"general": "1.00", "total": "1.20"}, [(1_000_000, "各资金来源之和", True)]),
        ({"quantity": "3", "price": "0.33", "total": "1.00"}, [(990_000, "数量×单价", False)]),  # rounded prices
        ({"quantity": "3", "price": "0.33", "total": "2.00"}, [(990_000, "数量×单价", True)]),
        ({"sme": "5"}, []),
        ({"quantity": "若干", "price": "1"}, []),
    ],
)
def test_what_a_purchase_comes_to(texts: dict[str, str], wanted: list[tuple[int, str, bool]]) -> None:
    found = parts.dues(Purchase(**texts))
    assert [(due.value, due.why, due.differs) for due in found] == wanted


def test_a_purchase_that_is_inserted_is_covered_by_the_sums_around_it(store: Store, book: Book) -> None:
    parts.insert_purchases(store, book.id, book.purchases[2].id, [{"item": "x", "owner": "02"}])
    assert covered(read(store)) == [("合计", 1, 5), ("甲小计", 1, 2), ("乙小计", 3, 5)]
    parts.insert_purchases(store, book.id, "", [{"item": "y"}, {"item": "z"}])
    assert covered(read(store)) == [("合计", 1, 7), ("甲小计", 1, 2), ("乙小计", 3, 7)]
    assert [p.item for p in read(store).purchases] == ["a", "b", "x", "c", "d", "y", "z"]
    store.undo()
    store.undo()
    assert covered(read(store)) == covered(book)


def test_a_purchase_that_is_removed_leaves_its_sums_and_the_last_takes_them_along(store: Store, book: Book) -> None:
    parts.delete_purchases(store, book.id, [book.purchases[0].id])
    assert covered(read(store)) == [("合计", 1, 3), ("甲小计", 1, 1), ("乙小计", 2, 3)]
    parts.delete_purchases(store, book.id, [book.purchases[1].id])
    assert covered(read(store)) == [("合计", 1, 2), ("乙小计", 1, 2)]
    parts.delete_purchases(store, book.id, [read(store).purchase_totals[1].id])
    assert covered(read(store)) == [("合计", 1, 2)]


def test_blank_sums_are_filled_and_missing_ones_added_with_units_together(store: Store) -> None:
    rows = [
        purchase("a", "", "01", quantity="2", price="1"),
        purchase("b", "3.00", "02", general="3"),
        purchase("c", "1.00", "01"),
    ]
    own = brought(store, Book(year=2024, department_name="云岭县水利局", purchases=rows, file="a.txt"))
    parts.fill_purchases(store, own)
    found = read(store)
    assert [(p.item, p.total) for p in found.purchases] == [("a", "2.00"), ("c", "1.00"), ("b", "3.00")]
    assert [(t.label, t.total, t.first, t.last) for t in found.purchase_totals] == [
        ("合计", "6.00", 1, 3), ("01小计", "3.00", 1, 2), ("02小计", "3.00", 3, 3),
    ]  # fmt: skip
    store.undo()
    assert [(p.item, p.total) for p in read(store).purchases] == [("a", ""), ("b", "3.00"), ("c", "1.00")]
    assert read(store).purchase_totals == []
