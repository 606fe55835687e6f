"""Rules of what is no project in a book: unit and year (P01), budget tables (B01, C06), markings (D01), goals (K)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from desktop_app.checks.context import Context, Hit, Owner, to_finding
from desktop_app.checks.goals import check_goals
from desktop_app.checks.marking import marking, speaks_of_secrets
from desktop_app.checks.wording import squeeze
from desktop_app.domain.amounts import parse_number
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, BudgetTable

Placed = tuple[str, Hit]  # the code of the unit whose table it is, "" for none
_LABEL_COLUMN = re.compile(r"(序号|项目|编码|名称|科目|单位|备注|说明)$")
_INCOME, _SPENDING = "收入总计", "支出总计"


def p01(book: Book, _context: Context) -> Iterator[Placed]:
    """Year and unit are known. Said once a book and once a unit: that is where a person fills them in.

    A unit that has a name can be told apart, and so can the only unit of a department that prints none: a missing
    code is an error only where there are several units and the name is missing too.
    """
    if book.year is None:
        yield "", Hit("P01", "year", name="预算年度")
    for i, unit in enumerate(book.units):
        if not squeeze(unit.code):
            named = bool(squeeze(unit.name))
            name, variant = (unit.name, "code") if named else ("单位编码", "only" if len(book.units) == 1 else "")
            yield "", Hit("P01", f"units[{i}].code", name=name, variant=variant)


def b01(book: Book, _context: Context) -> Iterator[Placed]:
    """收入总计 = 支出总计 in the 收支总表. Rows are found by their labels, for their numbers change with the year."""
    for table in book.tables:
        if "收支总表" in table.name and "财政拨款" not in table.name:
            income, spending = _total(table, _INCOME), _total(table, _SPENDING)
            if income is None or spending is None:
                continue
            (text, amount, _), (other_text, other_amount, path) = income, spending
            if amount != other_amount:
                yield table.owner, Hit("B01", path, text, other_text)


def _total(table: BudgetTable, label: str) -> tuple[str, Decimal, str] | None:
    """The amount to the right of a label, as text and number, and its path; blank is 0, no number is None."""
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells[:-1]):
            if squeeze(cell).endswith(label):
                text = row.cells[c + 1].strip()
                amount = parse_number(text) if text else Decimal(0)
                return None if amount is None else (text, amount, f"budget_tables[{table.no}].rows[{r}][{c + 1}]")
    return None


def c06(book: Book, _context: Context) -> Iterator[Placed]:
    """Every amount of a budget table is a number and stands in a row that names what it is for."""
    for table in book.tables:
        labels = [c for c, name in enumerate(table.columns) if _LABEL_COLUMN.search(name)]
        named_by = {
            c: max((label for label in labels if label < c), default=None)
            for c in range(max((len(row.cells) for row in table.rows), default=0))
            if c not in labels
        }
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells):
                if c not in named_by or not cell or not cell.strip():
                    continue
                path = f"budget_tables[{table.no}].rows[{r}][{c}]"
                named = named_by[c]
                if parse_number(cell) is None:
                    yield table.owner, Hit("C06", path, cell, "数字", table.name)
                elif named is not None and not row.cells[named].strip():
                    yield table.owner, Hit("C06", path, cell, name=table.name, variant="label")


def d01(book: Book, _context: Context) -> Iterator[Placed]:
    """No line of a section and no cell of a table carries a secret marking."""
    for i, section in enumerate(book.sections):
        for line in (section.heading, *section.text.splitlines()):
            if found := marking(line):
                yield "", Hit("D01", f"narrative[{i}]", found, variant="marking")
    for table in book.tables:
        for r, row in enumerate(table.rows):
            if not speaks_of_secrets("".join(row.cells)):
                continue  # nearly all rows: one look for all their cells
            for c, cell in enumerate(row.cells):
                if found := marking(cell):
                    path = f"budget_tables[{table.no}].rows[{r}][{c}]"
                    yield table.owner, Hit("D01", path, found, variant="marking")


BOOK_RULES = (p01, b01, c06, d01)


def check_book_parts(book: Book, context: Context) -> list[Finding]:
    """What is wrong in a book outside its projects."""
    hits = (placed for rule in (*BOOK_RULES, check_goals) for placed in rule(book, context))
    found = (to_finding(hit, Owner(unit=unit), context) for unit, hit in hits)
    return [finding for finding in found if finding]
