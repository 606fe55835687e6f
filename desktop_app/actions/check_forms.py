"""The forms of a year that the checks go by."""

from functools import cache

from desktop_app import catalog
from desktop_app.checks import Forms


@cache
def forms(year: int | None) -> Forms:
    """The budget tables, the 情况说明 and the names of codes of a budget year; always the same object for a year."""
    return Forms(catalog.table_forms(year), catalog.narrative(), catalog.function_codes())
