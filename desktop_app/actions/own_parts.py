"""Which tables, purchases and assets of a department's book are a unit's own, and which belong to a secret project."""

from collections.abc import Collection

from desktop_app.actions.alike import said
from desktop_app.domain import secret_names as names_of
from desktop_app.domain.model import Book
from desktop_app.domain.secret_names import of_secret

__all__ = ["Owners", "keep_own", "leave_out_secrets", "of_secret", "secret_names"]


class Owners:
    """The units whose parts are meant, by what parts call them."""

    def __init__(self, book: Book, unit_ids: Collection[str]) -> None:
        chosen = [unit for unit in book.units if unit.id in unit_ids]
        self._names = {said(text) for unit in chosen for text in (unit.code, unit.name, unit.code + unit.name)} - {""}
        parts = [*(t.owner for t in book.tables), *(p.owner for p in book.purchases), *(b.unit for b in book.assets)]
        printed = {said(part) for part in parts}
        if len(book.units) == 1 and chosen and (not self._names or printed <= {"", *self._names}):
            self._names |= printed  # the department is this unit and nothing else

    def own(self, owner: str) -> bool:
        """Whether what is printed as `owner` (a code, a name, both, "" for the department) is among them."""
        return said(owner) in self._names


def keep_own(book: Book, unit_ids: Collection[str]) -> None:
    """Leave in the book only what is these units' own; texts and printed sums are the department's."""
    owners = Owners(book, unit_ids)
    book.units = [unit for unit in book.units if unit.id in unit_ids]
    book.projects = [project for project in book.projects if project.unit_id in unit_ids]
    book.sections, book.organisation, book.glossary = [], [], []
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
