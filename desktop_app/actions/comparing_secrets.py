"""Which rows of a comparison are of a secret project or name one: they are shown, and never written into a list."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from desktop_app.actions.book_differences import PURCHASES
from desktop_app.actions.difference_rows import Row
from desktop_app.domain.model import Book, Project
from desktop_app.domain.secret_names import of_secret, secret_names, spoken, telling
from desktop_app.storage.rows import texts_of


def marked(rows: Sequence[Row], books: Sequence[Book], now: Sequence[Project]) -> list[Row]:
    """The rows, those marked that are of a secret project or hold its name or code.

    A project is secret where one of the `books` or `now` (the projects as they are by now) marks it; so is what it is
    paired with. A row is marked too where its record holds the name beside the cells that are shown.
    """
    projects = [*(project for book in books for project in book.projects), *now]
    ids = {project.id for project in projects if project.is_secret}
    ids |= {project_id for row in rows if ids & set(row.projects) - {""} for project_id in row.projects}
    ids -= {""}
    names = secret_names(projects, ids)
    if not ids and not names:
        return list(rows)
    records = {record.id for book in books for record in _naming(book, names)} - {""}
    return [replace(row, secret=True) if _is_secret(row, ids, records, names) else row for row in rows]


def _is_secret(row: Row, ids: set[str], records: set[str], names: Collection[str]) -> bool:
    if ids & set(row.projects) or any(key is not None and key.row in records for key in row.keys):
        return True
    if row.part == PURCHASES and any(spoken(row.record).startswith(name) for name in names):
        return True  # a purchase is called by its project
    return _hold((row.record, row.field, row.before, row.after), names)


def _hold(texts: Collection[str], names: Collection[str]) -> bool:
    plain = [spoken(text) for text in texts if text]
    words = telling(names)
    return any(text in names or any(word in text for word in words) for text in plain)


def _naming(book: Book, names: set[str]) -> Iterator[Any]:
    """The rows of tables and lists that name a secret project: a difference may show another cell, or cut the text."""
    for kind, record in _records(book):
        if _hold(texts_of(kind, record).values(), names) or (kind == "purchase" and of_secret(record, names)):
            yield record


def _records(book: Book) -> Iterator[tuple[str, Any]]:
    yield from (("budget_row", row) for table in book.tables for row in table.rows)
    yield from (("asset_row", row) for block in book.assets for row in block.rows)
    yield from (("purchase", purchase) for purchase in book.purchases)
    yield from (("organisation", record) for record in book.organisation)
    yield from (("term", term) for term in book.glossary)
    for project in book.projects:
        yield from (("goal", goal) for goal in project.goals)
        yield from (("indicator", row) for row in project.indicators)
    for section in book.sections:
        for goal in section.goals:
            yield "department_goal", goal
            yield from (("goal_indicator", row) for row in goal.indicators)
