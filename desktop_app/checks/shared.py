"""What several rules of a book's parts read of it, made once and kept while it stays the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from desktop_app.checks.context import Context, Forms
from desktop_app.domain import narrative
from desktop_app.domain.amounts import parse_amount
from desktop_app.domain.model import Book, Project
from desktop_app.domain.secret_names import spoken


@lru_cache(maxsize=256)  # headings are asked for after every edit of a text, a table, a project
def matched(headings: tuple[str, ...], forms: Forms) -> Mapping[str, int]:
    """`narrative.matches` by the sections of the forms."""
    return narrative.matches(headings, forms.narrative.sections)


@dataclass(frozen=True, slots=True)
class Roll:
    """The public projects of a book by what they are called (`secret_names.spoken`), in the order of the book.

    `budgets` are in 0.01 元 those of the first of each name, None for what is no amount; `of_budget` the names by that.
    """

    projects: Mapping[str, Sequence[Project]]
    budgets: Mapping[str, int | None]
    of_budget: Mapping[int | None, Sequence[str]]
    names: tuple[str, ...]


def roll(book: Book, context: Context) -> Roll:
    """The roll of a book's projects, which is another only after one of their heads changed."""
    return context.made("roll", (book.projects,), partial(_roll, book.projects))


def _roll(projects: Iterable[Project]) -> Roll:
    found: dict[str, list[Project]] = {}
    for project in projects:
        if project.name and not (project.secret and project.is_secret):
            found.setdefault(_spoken(project.name), []).append(project)
    found.pop("", None)
    budgets = {name: _fen(of[0].budget) for name, of in found.items()}
    of_budget: dict[int | None, list[str]] = {}
    for name, fen in budgets.items():
        of_budget.setdefault(fen, []).append(name)
    return Roll(found, budgets, of_budget, tuple(found))


@lru_cache(maxsize=16384)  # thousands of names and budgets are looked at again after the edit of one
def _spoken(name: str) -> str:
    return spoken(name)


@lru_cache(maxsize=16384)
def _fen(text: str) -> int | None:
    return parse_amount(text)
