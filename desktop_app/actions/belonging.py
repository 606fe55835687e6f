"""Which year and department a book belongs to, where it does not say so itself."""

import re
from typing import Any

from desktop_app.actions.decisions import year_of
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Review
from desktop_app.errors import UserError

_OWN = re.compile(r"[（(]?本级[）)]?")

Row = dict[str, Any]


class UnknownYear(UserError):
    """The sources do not say which budget year they are of."""

    needs = "year"


class UnknownDepartment(UserError):
    """The sources do not say which department they are of."""

    needs = "department"


def settle(
    book: Book, known: list[Row], units: list[Row], year: int | None, department: str | None, before: Row | None = None
) -> None:
    """Give a book its year and department: what is said here wins over what it says itself.

    What it does not say with certainty is as it was decided when the same file was imported `before` (that department
    of the workspace). What nobody says is that of the one department of the workspace (`known`, its units in `units`)
    that has every unit of the book, and is flagged. Raises UnknownYear or UnknownDepartment where there is no such
    department or more than one, UserError where the year is none.
    """
    if before is not None:
        _as_before(book, before)
    if year is not None:
        book.year = year_of(str(year))
        _forget(book, "year")
    if department is not None and department != book.department_name:
        book.department_name, book.department_code = department, ""
        _forget(book, "department")
    if book.year is not None and book.department_name:
        return
    alike = [d for d in known if _may_be(d, book) and _has_units(d, units, book)]
    if len(alike) != 1 and book.year is None:
        raise UnknownYear("文件里没有写明预算年度", book.file, "请指定年度（命令行用 --year，如 --year 2025）")
    if len(alike) != 1:
        raise UnknownDepartment("文件里没有写明部门名称", book.file, "请指定部门（命令行用 --department 加部门全称）")
    found = alike[0]
    if book.year is None:
        book.year = found["year"]
        _forget(book, "year")
        reason = f"文件里没有写明预算年度，按工作簿里已有的同样单位归入 {book.year} 年度"
        book.review.append(Review("year", reason))
    if not book.department_name:
        book.department_name, book.department_code = found["name"], found["code"]
        _forget(book, "department")
        reason = f"文件里没有写明部门，按工作簿里已有的同样单位归入“{book.department_name}”"
        book.review.append(Review("department.name", reason))


def _as_before(book: Book, before: Row) -> None:
    doubtful = {review.path.partition(".")[0] for review in book.review}
    if book.year is None or "year" in doubtful:
        book.year = before["year"]
        _forget(book, "year")
    if not book.department_name or "department" in doubtful:
        book.department_name, book.department_code = before["name"], before["code"]
        _forget(book, "department")


def _forget(book: Book, path: str) -> None:
    book.review = [review for review in book.review if review.path.partition(".")[0] != path]


def _may_be(department: Row, book: Book) -> bool:
    return book.year in (None, department["year"]) and book.department_name in ("", department["name"])


def _has_units(department: Row, units: list[Row], book: Book) -> bool:
    """Whether the department has every unit that the book names, by code or, where one side has none, by name.

    A unit that is called 本级 and nothing else is that of any department.
    """
    here = [(u["code"], _name(u["name"])) for u in units if u["department_id"] == department["id"]]
    wanted = {(unit.code, _name(unit.name)) for unit in book.units}
    wanted |= {(project.unit_code, _name(project.unit_name)) for project in book.projects}
    return bool(wanted - {("", "")}) and all(
        any((code and code == c) or (name and name == n and not (code and c)) for c, n in here)
        for code, name in wanted - {("", "")}
    )


def _name(text: str) -> str:
    name = "".join(text.split())
    return "" if _OWN.fullmatch(name) else name
