"""Whose the parts of a department's book are: the department's own, or one of its units'."""

from collections.abc import Iterable
from typing import NamedTuple

from desktop_app.actions import reading
from desktop_app.actions.tables import owner_of
from desktop_app.domain.department_parts import whose
from desktop_app.domain.model import Book


class Owner(NamedTuple):
    """Whose parts are shown: the department ("") or a unit; `name` is for the choice, `printed` as in print.

    `unit_id` is "" where no unit has that name.
    """

    owner: str
    name: str
    printed: str
    unit_id: str = ""


def owners(book: Book, called: Iterable[str]) -> list[Owner]:
    """The department, its units, and who else is `called` the owner of a part of the book."""
    label = f"{book.department_code} {book.department_name}".strip() or "本部门"
    found = [Owner("", f"部门：{label}", book.department_name)]
    of_owner = whose(book.units)
    for unit in book.units:
        if owner := owner_of(unit):
            name = f"单位：{reading.unit_label(unit.code, unit.name)}"
            found.append(Owner(owner, name, unit.name or unit.code, unit.id))
    known = {of_owner(entry.owner) for entry in found}
    others = {of_owner(name): name for name in called if of_owner(name) not in known}.values()
    return found + [Owner(name, f"单位：{name}", name) for name in sorted(others)]
