"""By which words a project is known that is kept back because it is secret, and where they are said."""

import re
from collections.abc import Collection, Iterable

from desktop_app.domain.disclosed import Purchase
from desktop_app.domain.model import Project
from desktop_app.domain.table_labels import bare, fold

_TOLD = re.compile(r"[㐀-鿿]{2}|.{3}")  # fewer signs than two Chinese or three others are in any text
_FORM = re.compile(r"绩效目标(申报)?表$")
_YEAR = re.compile(r"^(?:19|20)\d{2}(?:年度?)?")
_LEAST = 5
_ANY_PROJECT = ("", "项目", "项目支出", "预算项目", "项目支出预算")  # a title that only says what the form is


def spoken(text: str) -> str:
    """A text as names are looked for in it: blanks, line breaks and quotation marks out, half-width, small letters."""
    return fold(text).lower()


def called(project: Project) -> set[str]:
    """Name and code of a project as they are compared; where it has no name what its title says, without the form.

    A year in front tells nothing: what follows it is the name, too, where that is long enough to be no common word.
    """
    name = spoken(project.name) or titled(project.title)
    without = _YEAR.sub("", name)
    return {name, spoken(project.code), without if len(without) >= _LEAST else ""} - {""}


def titled(title: str) -> str:
    """The name that a title of a form tells, folded, "" where it only says what the form is."""
    name = _FORM.sub("", bare(title)).lower()
    return "" if name in _ANY_PROJECT else name


def secret_names(projects: Iterable[Project], secret: Collection[str] = ()) -> set[str]:
    """What the projects are called that are marked 涉密 or whose ids are among `secret`."""
    return {word for p in projects if p.is_secret or p.id in secret for word in called(p)}


def of_secret(purchase: Purchase, names: Collection[str]) -> bool:
    """Whether a purchase is for a project that is kept back."""
    return spoken(purchase.project) in names


def telling(names: Iterable[str]) -> list[str]:
    """The names that tell something wherever they stand: two Chinese characters, three signs of any kind."""
    return sorted(name for name in names if _TOLD.match(name))
