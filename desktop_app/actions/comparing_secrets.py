"""Which rows of a comparison are of a secret project or name one: they are shown, and never written into a list."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from desktop_app.actions import secret_words
from desktop_app.actions.book_differences import PURCHASES
from desktop_app.actions.difference_rows import Row
from desktop_app.actions.outgoing import tells
from desktop_app.actions.secret_words import Words
from desktop_app.domain.model import Book, Project
from desktop_app.domain.secret_names import heard, of_secret, secret_names, spoken
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
    hidden = [p for p in projects if p.is_secret or p.id in ids]
    public = {heard(p.name) for p in projects if not p.is_secret and p.id not in ids} - {""}
    words = reduce(or_, (secret_words.of(project, public) for project in hidden))
    records = {record.id for book in books for record in _naming(book, names, words)} - {""}
    return [replace(row, secret=True) if _is_secret(row, ids, records, names, words) else row for row in rows]


def _is_secret(row: Row, ids: set[str], records: set[str], names: Collection[str], words: Words) -> bool:
    if ids & set(row.projects) or any(key is not None and key.row in records for key in row.keys):
        return True
    if row.part == PURCHASES and any(spoken(row.record).startswith(name) for name in names):
        return True  # a purchase is called by its project
    return _hold((row.record, row.field, row.before, row.after), words)


def _hold(texts: Collection[str], words: Words) -> bool:
    return any(tells(words, text) for text in texts if text)


def _naming(book: Book, names: set[str], words: Words) -> Iterator[Any]:
    """The rows of tables and lists that name a secret project: a difference may show another cell, or cut the text."""
    for kind, record in _records(book):
        if _hold(texts_of(kind, record).values(), words) or (kind == "purchase" and of_secret(record, names)):
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
