"""Whose the running text is, where a document prints one for each unit.

A title that names a unit, and nothing but what it is (`某站2025年单位预算公开情况说明`), begins the texts of that unit;
the next title or `第…部分` ends them. What stands elsewhere is the department's: an owner is never concluded from the
words of a text, nor from a line above it.
"""

import re
from collections.abc import Sequence

from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book
from desktop_app.importers import lines
from desktop_app.importers.cells import fold
from desktop_app.importers.lines import Owner

_PREFIX = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+部分|(?:[一二三四五六七八九十]+|\d{1,2})[、.．]|[（(][一二三四五六七八九十]+[)）])"
)
_YEAR = r"(?:\d{4}年度?)?"
_WHAT = re.compile(
    rf"{_YEAR}(?:单位|部门)?(?:预算|绩效)(?:信息)?(?:公开|编制)?(?:情况)?(?:的?说明|公开|文本)?|{_YEAR}(?:预算)?情况(?:的)?说明"
)
_LEAST_UNITS = 2


def give_owners(book: Book, owners: Sequence[Owner]) -> set[str]:
    """Give the sections under a unit's title to that unit; returns the texts of these titles.

    `owners` are the lines of the document that name whose a table or form is. The department must be known.
    """
    known = _units(book, owners)
    titles: set[str] = set()
    titled = {_titled(section.heading, {**known, fold(book.department_name): ""}) for section in book.sections} - {None}
    if len(known) < _LEAST_UNITS or len(titled) < _LEAST_UNITS:
        return titles  # one title alone is that of the whole document, whose tables say nothing of a unit
    begun: list[Section] = []
    owner = ""
    for section in [*book.sections, Section("第一部分")]:
        named = _named(section.heading, known)
        if named or lines.part_heading(section.heading) or lines.book_title(section.heading):
            if len(begun) == 1 and not begun[0].text.strip():
                begun[0].owner = ""  # a title over parts of which nobody says whose they are
            begun, owner = [], named
        titles |= {section.heading} if named else set()
        if owner:
            section.owner = owner
            begun.append(section)
    return titles


def _units(book: Book, owners: Sequence[Owner]) -> dict[str, str]:
    """The units that the document names, by their names: their codes, the names themselves where there are none."""
    named = [*((p.unit_code, p.unit_name) for p in book.projects), *owners]
    named += [("", row.name) for row in book.organisation]
    found: dict[str, str] = {}
    for code, name in named:
        plain = fold(name)
        if plain and plain != fold(book.department_name):
            found[plain] = code or found.get(plain, name)
    return found


def _named(heading: str, units: dict[str, str]) -> str:
    """The unit that a title names, "" where it is no such title."""
    name = _titled(heading, units)
    return units[name] if name else ""


def _titled(heading: str, units: dict[str, str]) -> str | None:
    """The name of `units` that a title is of, None where it is no such title."""
    plain = fold(heading)
    plain = plain[match.end() :] if (match := _PREFIX.match(plain)) else plain
    name = max((name for name in units if plain.startswith(name)), key=len, default="")
    return name if name and _WHAT.fullmatch(plain[len(name) :]) else None
