"""Which parts of a department's book are a unit's own, and which belong to a secret project."""

from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from desktop_app.actions.alike import said
from desktop_app.domain import secret_names as names_of
from desktop_app.domain.department_parts import whose
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book
from desktop_app.domain.secret_names import of_secret

__all__ = [
    "Owners", "called_as", "keep_own", "leave_out_secrets", "names_of_owners", "of_secret", "secret_names",
    "sections_of",
]  # fmt: skip


class Owners:
    """The units whose parts are meant, by what parts call them."""

    def __init__(self, book: Book, unit_ids: Collection[str]) -> None:
        chosen = [unit for unit in book.units if unit.id in unit_ids]
        self._names = {said(text) for unit in chosen for text in (unit.code, unit.name, unit.code + unit.name)} - {""}
        owned: list[Any] = [*book.tables, *book.purchases, *book.sections]
        printed = {said(part) for part in (*(record.owner for record in owned), *(b.unit for b in book.assets))}
        if len(book.units) == 1 and chosen and (not self._names or printed <= {"", *self._names}):
            self._names |= printed  # the department is this unit and nothing else

    def own(self, owner: str) -> bool:
        """Whether what is printed as `owner` (a code, a name, both, "" for the department) is among them."""
        return said(owner) in self._names


def names_of_owners(*books: Book) -> Callable[[str], str]:
    """What tells owners apart, however they are printed: code, name or both of a unit of these books are one."""
    return whose(unit for book in books for unit in book.units)


def called_as(book: Book, owner: str, *others: Book) -> Book:
    """The book with all that is a unit's own called by `owner`, its code or name; the book itself for "".

    What the unit is called in the `others` (last year's book) counts, too. Neither the book nor its records change.
    """
    if not owner:
        return book
    called = names_of_owners(book, *others)
    own = called(owner)

    def renamed(records: Sequence[Any], column: str) -> list[Any]:
        return [
            replace(record, **{column: owner})
            if getattr(record, column) != owner and called(getattr(record, column)) == own
            else record
            for record in records
        ]

    found = copy(book)
    found.units = [replace(unit, code=owner) if called(unit.code or unit.name) == own else unit for unit in book.units]
    found.projects = [
        replace(p, unit_code=owner) if p.unit_code != owner and called(p.unit_code or p.unit_name) == own else p
        for p in book.projects
    ]
    for name in ("tables", "purchases", "sections", "facts"):
        setattr(found, name, renamed(getattr(book, name), "owner"))
    return found


def sections_of(book: Book, owner: str) -> list[Section]:
    """The texts of a unit by its code or name, those of the department for ""."""
    called = names_of_owners(book)
    return [section for section in book.sections if called(section.owner) == called(owner)]


def keep_own(book: Book, unit_ids: Collection[str]) -> None:
    """Leave in the book only what is these units' own; 机构设置, 名词解释 and printed sums are the department's."""
    owners = Owners(book, unit_ids)
    book.units = [unit for unit in book.units if unit.id in unit_ids]
    book.projects = [project for project in book.projects if project.unit_id in unit_ids]
    book.sections = [section for section in book.sections if owners.own(section.owner)]
    book.organisation, book.glossary = [], []
    book.facts = [fact for fact in book.facts if owners.own(fact.owner)]
    if not book.purchases or not all(owners.own(purchase.owner) for purchase in book.purchases):
        book.purchase_totals = []
    book.tables = [table for table in book.tables if owners.own(table.owner)]
    book.purchases = [purchase for purchase in book.purchases if owners.own(purchase.owner)]
    book.assets = [block for block in book.assets if owners.own(block.unit)]


def secret_names(book: Book) -> set[str]:
    """What the projects are called that are marked secret: names (titles where there are none) and codes, folded."""
    return names_of.secret_names(book.projects)


def leave_out_secrets(book: Book) -> None:
    """Take the secret projects out, and their purchases; then sums are those of the purchases that are left."""
    names = secret_names(book)
    kept = [purchase for purchase in book.purchases if not of_secret(purchase, names)]
    if len(kept) < len(book.purchases):
        book.purchases, book.purchase_totals = kept, []  # printed sums would tell what is missing
    book.projects = [project for project in book.projects if not project.is_secret]
