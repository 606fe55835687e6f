"""The contents of a department's or a unit's tables, and the list behind each entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.ui.computed_model import remark
from desktop_app.ui.parts import (
    ASSETS,
    GLOSSARY,
    ORGANISATION,
    PURCHASES,
    Part,
    assets,
    plain_list,
    purchases,
)
from desktop_app.ui.parts_state import PartsState

_ORGANISATION = ("name", "nature", "rank", "funding")


@dataclass(slots=True, frozen=True)
class Listed:
    """A list as the contents name it; `blank` says that nothing is in it. `block` is the index of a table of assets."""

    id: str
    name: str
    blank: bool
    block: int = -1


class Entry(NamedTuple):
    """One line of the contents: a budget table by its number, or a list (`no` 0)."""

    no: int
    name: str
    blank: bool  # not begun yet
    listed: Listed | None = None

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return self.listed.id if self.listed else str(self.no)


def contents(state: PartsState, owner: str) -> list[Entry]:
    """What an owner publishes as tables: the budget tables by number, then the lists."""
    tables, forms = state.tables(owner), state.forms
    found = []
    for no in sorted(tables.keys() | forms.keys()):
        name = forms[no].name if no in forms else tables[no].name
        found.append(Entry(no, f"表{no} {name}", no not in tables))
    return found + [Entry(0, entry.name, entry.blank, entry) for entry in listed(state, owner)]


def listed(state: PartsState, owner: str) -> list[Listed]:
    """The lists of an owner in the order in which they are published; those without content are there to be begun."""
    book = state.book
    bought = any(not owner or state.is_owner(owner, p.owner) for p in book.purchases)
    found = [Listed(PURCHASES, "政府采购", not bought)]
    owned = [i for i, block in enumerate(book.assets) if not owner or state.is_owner(owner, block.unit)]
    names = [f"固定资产 {book.assets[i].unit}".strip() for i in owned]
    for i, name, number in zip(owned, names, _numbers(names), strict=True):
        found.append(Listed(book.assets[i].id, name + number, False, i))
    if not owned:
        found.append(Listed(ASSETS, "固定资产", True))
    if not owner:
        found.append(Listed(ORGANISATION, "机构设置", not book.organisation))
        found.append(Listed(GLOSSARY, "名词解释", not book.glossary))
    return found


def _numbers(names: Sequence[str]) -> list[str]:
    """What tells names apart that stand several times: （1）, （2） …; "" for the others."""
    return [f"（{names[: i + 1].count(name)}）" if names.count(name) > 1 else "" for i, name in enumerate(names)]


def part_of(state: PartsState, owner: str, entry: Listed, unit_id: str = "") -> Part:
    """The list that the contents name; `unit_id` is the unit that is chosen in the tree, "" for none."""
    book = state.book
    if entry.id == PURCHASES:
        part = purchases(state, owner)
        part.stands_with = owner or _unit_of_new(state, unit_id)
    elif entry.id == ORGANISATION:
        part = plain_list(ORGANISATION, entry.name, "organisation", _ORGANISATION, book.organisation, book.id)
    elif entry.id == GLOSSARY:
        part = plain_list(GLOSSARY, entry.name, "term", ("term", "text"), book.glossary, book.id)
    else:
        part = assets(state, owner, entry.block)
        part.name = entry.name
    for finding in state.findings():
        place = part.place(finding)
        if place is not None:
            part.remarks.setdefault(place, []).insert(0, remark(finding))
    return part


def _unit_of_new(state: PartsState, unit_id: str) -> str:
    """Whose a new purchase is on the department's page: of the unit that is chosen, of a department's only unit.

    A unit without code and name is called as the purchases before call theirs.
    """
    named = next((o.owner for o in state.owners() if unit_id and o.unit_id == unit_id), "")
    if named or len(state.book.units) > 1:
        return named
    before = {purchase.owner for purchase in state.book.purchases}
    return before.pop() if len(before) == 1 else ""
