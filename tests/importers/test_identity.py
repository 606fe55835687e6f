"""The year of a document: what is printed, what codes suggest, and what cannot be a budget year."""

from datetime import date

import pytest

from desktop_app.domain import codes
from desktop_app.domain.model import Book, Project
from desktop_app.importers import identity
from desktop_app.importers.cells import Row


def checked(year: str) -> str:
    """A code of that year with the right check character."""
    body = f"530999{year}P00004120011"
    return f"{body}{codes.check_character(body)}"


def older(year: str) -> str:
    """A code of the older form, which nothing proves."""
    return f"530999{year}2000041200114"


NEXT = max(date.today().year, 2026) + 1


@pytest.mark.parametrize(
    ("texts", "of_codes", "year", "flagged"),
    [
        (["云岭县水利局2025年部门预算"], [checked("25")], 2025, False),
        ([], [checked("24"), checked("25")], 2025, True),
        ([], [older("24"), older("24"), older("25")], 2024, True),
        ([], [older("24"), older("24"), checked("25")], 2025, True),
        ([], [older("21")], 2021, True),
        ([], [older("93")], None, True),
        ([], [older("21"), older("21"), older("87")], 2021, True),
        (["1998年预算执行情况"], [], None, True),
        (["1998年预算执行情况"], [older("07")], None, True),
        (["预算年度：2091"], [checked("25")], 2025, True),
        (["预算年度：2025", "预算年度：2091"], [checked("25")], 2025, False),
        (["云岭县水利局2024年部门预算"], [checked("25")], 2024, True),
        (["云岭县水利局2024年部门预算"], [checked("95")], 2024, False),
        (["2024年预算数", "2025年预算数"], [checked("25")], 2024, True),
        ([f"云岭县水利局{NEXT}年部门预算"], [], NEXT, False),
        ([f"云岭县水利局{NEXT + 1}年部门预算"], [], None, True),
    ],
)
def test_the_year_of_a_document_is_plausible(
    texts: list[str], of_codes: list[str], year: int | None, flagged: bool
) -> None:
    book = Book(projects=[Project(code=code) for code in of_codes])
    identity.set_year(book, [Row(i, i, [text], False) for i, text in enumerate(texts, 1)])
    assert (book.year, bool(book.review)) == (year, flagged)
    assert {review.path for review in book.review} <= {"year"}
