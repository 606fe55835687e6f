"""What of a department's book is published: sums filled in, secret projects left out, of one unit only its own."""

from desktop_app import catalog
from desktop_app.actions import own_parts, parts, reading
from desktop_app.domain import department, tables
from desktop_app.domain.department_parts import by_owner, whose
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.model import Book


def published(book: Book, unit_id: str = "") -> Book:
    """The book as it may be published, the book itself changed: of one unit where named, never a secret project."""
    own_parts.leave_out_secrets(book)
    if unit_id:
        own_parts.keep_own(book, {unit_id})
        own = next((unit.code or unit.name for unit in book.units), "")
        for section in book.sections:  # of a department that is this unit and nothing else they are the unit's, too
            section.owner = section.owner or own
    else:
        _add_department_tables(book)
    reading.with_sums(book)
    _fill_purchases(book)
    return book


def _add_department_tables(book: Book) -> None:
    """Tables that the department does not have and all of its units do are the sums of the units'."""
    of_owner = whose(book.units)
    for form in catalog.table_forms(book.year):
        there: dict[str, BudgetTable] = {}
        for table in book.tables:
            if table.no == form.no and (not table.owner or tables.form_for(table, [form]) is not None):
                there.setdefault(of_owner(table.owner), table)
        if "" in there:
            continue
        found = [there.get(of_owner(unit.code or unit.name)) for unit in book.units]
        own = [table for table in found if table is not None]
        if own and len(own) == len(found):
            book.tables.append(department.summed(own, form))


def _fill_purchases(book: Book) -> None:
    """Add up blank 合计 of purchases and of their sums; add missing sums, then purchases of one owner together."""
    book.purchases = [parts.with_due(purchase) for purchase in book.purchases]
    if not book.purchase_totals:
        book.purchases = by_owner(book.purchases)
        book.purchase_totals = parts.computed_totals(book, book.purchases)
    for total in book.purchase_totals:
        for name, text in parts.blanks_of(book, total).items():
            setattr(total, name, text)
