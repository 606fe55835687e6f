"""The places in which a package and the workspace differ, one row each, and the choice between both texts."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from desktop_app.actions import plan as p
from desktop_app.actions import receiving_gone, receiving_heads
from desktop_app.actions.compare import Difference, MissingRow, NewRow
from desktop_app.actions.labels import fact_label
from desktop_app.actions.plan import Item, PartItem, PlanItem
from desktop_app.actions.trails import Trails
from desktop_app.domain.changes import CellKey
from desktop_app.storage.store import Store

WHOLE = "整个（本机没有）"


@dataclass(slots=True)
class DifferenceRow:
    """One field in which a package and the workspace differ, with both texts; `written`: the package's is to stand.

    A field or row that the package no longer has is said in brackets (`receiving_gone`). `edited`: a person wrote the
    text here, or took the row away here. `name` is what a person calls the project or part, `project` its code where
    it has one. `choose` decides whether the package's text is written; None where that is not decided here.
    """

    unit: str
    project: str
    path: str
    label: str
    mine: str
    theirs: str
    written: bool = False
    edited: bool = False
    name: str = ""
    choose: Callable[[bool], None] | None = field(default=None, repr=False, compare=False)

    def take(self, theirs: bool) -> None:
        """Let the package's text stand, or the one here; without effect where that is not decided here."""
        if self.choose is not None:
            self.choose(theirs)
            self.written = theirs


def listed_rows(item: Item) -> bool:
    """Whether the rows of an item are records of their own, which are added without being told."""
    return isinstance(item, PartItem) and item.head is None


def rows_of(store: Store, item: Item, trails: Trails, told: Collection[CellKey]) -> list[DifferenceRow]:
    """What a person must know of: every field that differs (but `told`), every row that was not added as a record."""
    if item.kind == p.NEW:
        return [] if item.accept else [_whole(item)]
    unit, name = _where(item)
    chosen = {d.key for d in item.chosen} if item.accept else set()
    edited = {d.key for d in item.edited}
    rows = [
        DifferenceRow(unit, name, d.path, d.label, *_shown(d), d.key in chosen, d.key in edited, choose=_field(item, d))
        for d in item.differences
        if (d.mine or d.key not in chosen) and d.key not in told
    ]
    rows += [
        DifferenceRow(unit, name, row.path, _label(row), "", row.text, row.add, row.removed_here, choose=_row(row))
        for row in item.new_rows
        if row.removed_here or not (row.add and listed_rows(item))
    ]
    rows += [
        DifferenceRow(unit, name, "", row.label, receiving_gone.whole_text(store, row), receiving_gone.NO_ROW,
                      row.remove, row.edited, choose=_gone(row))
        for row in receiving_gone.listed(item, trails)
    ]  # fmt: skip
    for row in rows if item.part == p.FACTS else ():
        if not row.path:
            continue  # a row of this workspace alone
        row.label = _fact(item, row)
    if item.replaces:
        rows.append(DifferenceRow(unit, name, "columns", item.note, "", "", choose=_accepted(item)))
    if isinstance(item, PlanItem) and (moved := receiving_heads.moved(store, item)):
        rows.append(DifferenceRow(unit, name, "unit", "单位（两边不同，要移动请在本机移动）", *moved))
    for row in rows:
        row.name = item.name
    return rows


def shown_columns(text: str) -> str:
    """The heads of columns, kept as JSON, in one line."""
    return " | ".join(json.loads(text))


def _whole(item: Item) -> DifferenceRow:
    unit, name = _where(item)
    text = f"{item.name}（{item.rows} {'条指标' if isinstance(item, PlanItem) else '行'}）"
    return DifferenceRow(unit, name, "", WHOLE, "", text, choose=_accepted(item))


def _accepted(item: Item) -> Callable[[bool], None]:
    def choose(theirs: bool) -> None:
        item.accept = theirs

    return choose


def _field(item: Item, difference: Difference) -> Callable[[bool], None] | None:
    if receiving_heads.stays(difference):
        return None

    def choose(theirs: bool) -> None:
        (item.keep.discard if theirs else item.keep.add)(difference.key)

    return choose


def _gone(row: MissingRow) -> Callable[[bool], None]:
    def choose(theirs: bool) -> None:
        row.remove = theirs

    return choose


def _row(row: NewRow) -> Callable[[bool], None]:
    def choose(theirs: bool) -> None:
        row.add = theirs

    return choose


def _where(item: Item) -> tuple[str, str]:
    if isinstance(item, PlanItem):
        return item.unit_label, item.code or item.name
    head = getattr(item, "head", None)
    return str(getattr(head, "owner", "") or getattr(head, "unit", "")), item.name


def _shown(difference: Difference) -> tuple[str, str]:
    if (difference.key.table, difference.key.column) == ("budget_table", "columns"):
        return shown_columns(difference.mine), shown_columns(difference.theirs)
    return difference.mine, difference.theirs or receiving_gone.BLANK


def _label(row: NewRow) -> str:
    return f"{row.label}（本机删掉了）" if row.removed_here else row.label


def _fact(item: Item, row: DifferenceRow) -> str:
    at = int(row.path.partition("[")[2].partition("]")[0])
    fact = item.book.facts[at]
    return " ".join(filter(None, (fact.owner, fact_label(fact.name))))
