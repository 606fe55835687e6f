"""Rules across tables: of one owner (B02, B06, B07), beside the projects (B09), department beside units (D04).

A cell that another table states may differ by 0.01 万元 for each cell that is added up there.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial

from desktop_app.checks.context import Context, Forms, Hit
from desktop_app.checks.sheets import Placed, Sheet, by_owner, called, lay, placed
from desktop_app.domain import amounts
from desktop_app.domain.amounts import format_amount
from desktop_app.domain.department import CellDifference, Total
from desktop_app.domain.derived import SETTLING, Derived, Laid, derive_laid, settled
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import Book, Project
from desktop_app.domain.table_labels import fold_head
from desktop_app.domain.tables import TOLERANCE

# Which rule compares a table with those that it is filled from.
ACROSS_TABLES = {1: "B02", 4: "B06", 5: "B07"}
# Money carried over stands in 财政拨款收支总表, and in some places not in the tables of spending: then a difference is
# to be explained and no error.
_WITH_CARRIED = "B06"
_SPENDING, _PROJECTS = 3, "项目支出"
BASIC = ("人员类", "运转类公用")  # 类别 whose money is 基本支出


def check_across_tables(book: Book, context: Context) -> Iterator[Placed]:
    """Each owner's tables beside one another (B02, B06, B07)."""
    forms = context.forms
    for owner, sheets in by_owner(book, context).items():
        settling = [sheets[no] for no in SETTLING if no in sheets]
        even = context.made(("settled", owner), settling, partial(_settled, settling, forms))
        for no, rule in ACROSS_TABLES.items():
            if no not in sheets:
                continue
            laid = context.made(("laid", owner, no), (sheets[no],), partial(lay, sheets[no], forms))
            if laid is not None:
                asked = {no, *(link.table for link in laid.form.links)}
                others = tuple([sheet for sheet in sheets.values() if sheet.no in asked])
                found = partial(_across, rule, sheets[no], others, forms, even)
                yield from placed(owner, context.made(("across", owner, no), (*others, even), found))


def _settled(sheets: Iterable[Sheet], forms: Forms) -> bool:
    return settled(_laid(sheets, forms))


def _laid(sheets: Iterable[Sheet], forms: Forms) -> dict[int, Laid]:
    return {sheet.no: found for sheet in sheets if (found := lay(sheet, forms))}


@lru_cache(maxsize=1024)  # of all owners, those whose tables did not change
def _across(rule: str, sheet: Sheet, others: tuple[Sheet, ...], forms: Forms, even: bool) -> tuple[Hit, ...]:
    """`even`: no money is carried over."""
    return tuple(_beside(rule, sheet, _laid(others, forms), forms, even))


def _beside(rule: str, sheet: Sheet, laid: Mapping[int, Laid], forms: Forms, even: bool) -> Iterator[Hit]:
    here = laid[sheet.no]
    for d in derive_laid(sheet.no, laid, forms.tables, forms.names, even):
        expected = format_amount(d.value)
        if d.row is None:
            if not d.control:
                yield Hit(rule, f"budget_tables[{sheet.no}]", d.source, expected, d.label, "row")
            continue
        stated = here.values.get((d.row, d.column))
        text = sheet.text(d.row, d.column)
        if (stated is None and (text or d.control)) or abs((stated or 0) - d.value) <= TOLERANCE * d.addends:
            continue
        carried = rule == _WITH_CARRIED and not even
        yield _differs(rule, sheet, here, d, text, expected, "carried" if carried else "table")


def _differs(rule: str, sheet: Sheet, laid: Laid, d: Derived, text: str, expected: str, variant: str) -> Hit:
    """A cell that is blank is filled from the other table; of two that differ nobody knows which is right."""
    path = sheet.path(d.row or 0, d.column)
    name = f"{sheet.name}「{called(laid, d.row or 0, d.column)}」，{d.source.strip()}"
    fix = () if text else ((path, expected),)
    return Hit(rule, path, text, expected, name, variant, fix)


def check_project_sums(book: Book, context: Context) -> Iterator[Placed]:
    """B09: the 预算数 of the projects add up to 项目支出 of 支出总表, of each owner that has the table.

    More is always wrong. Less may be 结转 or lines without a form, which the message says. Where units have the table
    the department's is left to D04; a 预算数 that is no number (P06) makes the sum unknown.
    """
    tables = by_owner(book, context)
    owners = [owner for owner, sheets in tables.items() if _SPENDING in sheets]
    units = [owner for owner in owners if owner]
    of_units = context.made("projects of units", (book.projects,), partial(projects_of_units, book)) if units else {}
    own_of = of_units or {"": book.projects}
    for owner in units or owners:
        sheet = tables[owner][_SPENDING]
        laid = lay(sheet, context.forms)
        place = project_cell(laid) if laid else None
        if place is not None and laid is not None:
            stated = amounts.converted(laid.values[place], laid.measure, "万元")
            room = amounts.coarser(laid.measure, "万元")
            if stated is not None:
                found = partial(b09, own_of.get(owner, ()), stated, sheet.path(*place), room)
                yield from placed(owner, context.made(("B09", owner), (book.projects, sheet), found))


def projects_of_units(book: Book) -> dict[str, list[Project]]:
    """The projects by the code of their unit, and by its name."""
    found: dict[str, list[Project]] = {}
    for project in book.projects:
        for name in {project.unit_code, project.unit_name} - {""}:
            found.setdefault(name, []).append(project)
    return found


def project_cell(laid: Laid) -> tuple[int, int] | None:
    """Row and column of 项目支出 in the 合计 of a table, None where it states none."""
    total = next((i for i, row in enumerate(laid.rows) if row.total), None)
    heads = {fold_head(head).rpartition("/")[2]: i for i, head in enumerate(laid.form.columns)}
    place = (total, heads[_PROJECTS]) if total is not None and _PROJECTS in heads else None
    return place if place in laid.values else None


def b09(projects: Iterable[Project], stated: int, path: str, coarse: int = 1) -> Iterable[Hit]:
    """The sum of the projects beside what is stated, both in 0.01 元; `coarse`: how often 0.01 万元 that is rounded."""
    texts = [p.budget for p in projects if p.category.strip() not in BASIC and p.budget.strip()]
    known = [_fen(text) for text in texts]
    total = sum(fen or 0 for fen in known)
    if not known or None in known or abs(total - stated) <= TOLERANCE * max(len(known), coarse):
        return ()
    gap = format_amount(abs(total - stated))
    variant = "more" if total > stated else ""
    return (Hit("B09", path, format_amount(stated), format_amount(total), gap, variant),)


@lru_cache(maxsize=16384)  # thousands of projects are added up again after each edit
def _fen(text: str) -> int | None:
    return amounts.parse_amount(text)


def check_units(book: Book, context: Context) -> Iterator[Placed]:
    """D04: a department's table is the sum of its units', where every unit has that table."""
    tables = by_owner(book, context)
    names = [({unit.code, unit.name} - {""}) for unit in book.units]
    for no, sheet in tables.get("", {}).items():
        own = {owner: sheets[no] for owner, sheets in tables.items() if owner and no in sheets}
        every = names and all(any(name in own for name in of_unit) for of_unit in names)
        laid = lay(sheet, context.forms)
        if not every or laid is None:
            continue
        for d in _differences(no, sheet, own, context):
            expected = format_amount(d.computed)
            if d.row is None:
                yield "", Hit("D04", f"budget_tables[{no}]", "", expected, f"{sheet.name}里没有「{d.label}」", "row")
            else:
                name = f"{sheet.name}「{called(laid, d.row, d.column)}」"
                yield "", Hit("D04", sheet.path(d.row, d.column), sheet.text(d.row, d.column), expected, name)


class Kept:
    """The sum of the units' tables of one number, and where the department's differed when it was looked at last."""

    def __init__(self, form: TableForm) -> None:
        self._total = Total(form)
        self._own: dict[str, Sheet] = {}
        self._printed: Sheet | None = None
        self._found: list[CellDifference] = []

    def differences(self, printed: Sheet, own: Mapping[str, Sheet]) -> list[CellDifference]:
        """`Total.differences`; only tables that changed since the last time are read anew."""
        changed = {owner: sheet for owner, sheet in own.items() if self._own.get(owner) != sheet}
        gone = self._own.keys() - own.keys()
        for owner in gone:
            self._total.remove(owner)
        for owner, sheet in changed.items():
            self._total.put(owner, _table(sheet))
        if changed or gone or printed != self._printed:
            self._found = self._total.differences(_table(printed))
        self._own, self._printed = dict(own), printed
        return self._found


def _differences(no: int, sheet: Sheet, own: Mapping[str, Sheet], context: Context) -> list[CellDifference]:
    form = next((form for form in context.forms.tables if form.no == no), None)
    if form is None:
        return []
    kept = context.kept.setdefault(no, Kept(form))
    return kept.differences(sheet, own) if isinstance(kept, Kept) else []


def _table(sheet: Sheet) -> BudgetTable:
    rows = [BudgetRow(list(row)) for row in sheet.cells]
    return BudgetTable(sheet.no, sheet.name, list(sheet.columns), rows, sheet.measure, sheet.note)
