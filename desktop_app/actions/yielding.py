"""Whether what is published still yields the amount of the secret projects that are left out of it."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from desktop_app.actions import own_parts
from desktop_app.actions.check_forms import forms
from desktop_app.checks.sheets import Sheet, by_owner, lay
from desktop_app.checks.tables_across import BASIC, project_cell, projects_of_units
from desktop_app.domain import findings as f
from desktop_app.domain.amounts import format_amount, parse_amount
from desktop_app.domain.derived import Laid
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project


def yielding(book: Book, unit_ids: Collection[str] = ()) -> list[Finding]:
    """The sums of 项目支出 from which the amount left out can be told, of what these units publish (all for none).

    A printed sum less the projects listed: where nothing else is left over, the rest is the secret. Of a purged
    project no amount is known; then it is in any rest. A warning, for a sum may have to be published.
    """
    if not any(p.is_secret for p in book.projects):
        return []
    owners, of_unit = own_parts.Owners(book, unit_ids), projects_of_units(book)
    found = []
    for owner, sheets in by_owner(book).items():
        if unit_ids and not owners.own(owner):
            continue
        projects = [p for p in (of_unit.get(owner, []) if owner else book.projects) if p.category.strip() not in BASIC]
        for sheet in sheets.values():
            laid = lay(sheet, forms(book.year))
            place = project_cell(laid) if laid is not None else None
            if laid is not None and place is not None:
                found += [_finding(book, owner, sheet, *told) for told in _told(laid, place, projects)]
    return found


def _told(
    laid: Laid, place: tuple[int, int], projects: Sequence[Project]
) -> Iterator[tuple[int, int, int, int, int, bool]]:
    """Row, column, sum, listed, rest and whether it is just the secret: in the 合计, in the row of one 功能科目."""
    for (row, column), stated in laid.values.items():
        if column != place[1]:
            continue
        code = laid.rows[row].code if row != place[0] else ""
        if row != place[0] and not code:
            continue
        meant = [p for p in projects if p.function_code.strip().startswith(code)]
        hidden = [p for p in meant if p.is_secret]
        listed, left_out = _sum(p for p in meant if not p.is_secret), _sum(hidden)
        if not hidden or listed is None or stated <= listed:
            continue
        if stated - listed == left_out or (left_out is None and not code):
            yield row, column, stated, listed, stated - listed, left_out is not None


def _sum(projects: Iterable[Project]) -> int | None:
    """The 预算数 added up in 0.01 元, None where one is not known."""
    amounts = [parse_amount(p.budget) for p in projects]
    return None if None in amounts else sum(a or 0 for a in amounts)


def _finding(book: Book, owner: str, sheet: Sheet, *told: int) -> Finding:
    row, column, stated, listed, rest, just = told
    total, shown, left = (format_amount(fen) for fen in (stated, listed, rest))
    return Finding(
        "D01", f.WARNING, book.year, owner, "", sheet.path(row, column),
        f"{sheet.name or f'表{sheet.no}'}的项目支出{total}万元，减去列出的项目{shown}万元，"
        f"剩下的{left}万元{'正是' if just else '里可能有'}没有列出的涉密项目的金额，请决定是否这样公开",
        expected=left, found=total, department_id=book.id,
    )  # fmt: skip
