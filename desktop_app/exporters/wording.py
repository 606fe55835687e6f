"""What the documents say about a book: titles, unit lines, numbered goals; and texts made safe for XML."""

import re
from typing import Any

from desktop_app.domain.disclosed import BudgetTable, Section
from desktop_app.domain.model import NO, Book, Project, Unit

# what XML 1.0 cannot hold, plus lone surrogates; Word's own line and page breaks become line breaks
_ILLEGAL = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """`text` without characters that an XML file cannot hold; every kind of line break becomes a newline."""
    return _ILLEGAL.sub("", _BREAKS.sub("\n", text))


def unit_label(code: str, name: str) -> str:
    """`323001 某单位`; the one that there is where the other is blank."""
    return " ".join(part for part in (code.strip(), name.strip()) if part)


def subject(book: Book, by_unit: bool = False) -> str:
    """Whose document `book` is: the department's, or the unit's where it holds one named unit and no department text.

    Texts that are the unit's own are no department text.

    `by_unit`: code and name of a single unit go before, whatever texts there are (for file names).
    """
    units = [group[0] for group in by_units(book)]
    if len(units) == 1 and (by_unit or of_unit(book)):
        own = units[0].name.strip() or units[0].code.strip()
        if by_unit and units[0].name.strip():
            own = units[0].code.strip() + own  # two units may bear one name
        if own:
            return own
    return book.department_name.strip() or book.department_code.strip()


def of_unit(book: Book) -> bool:
    """Whether the book has no text of the department, so that what it holds of one unit is that unit's document."""
    return all(section.owner for section in book.sections)


def texts_by_owner(book: Book) -> list[tuple[str, list[Section]]]:
    """The texts of the department, then those of each unit with the unit's label; of a unit's document only its own."""
    labels = {text: unit_label(unit.code, unit.name) for unit in book.units for text in (unit.name, unit.code) if text}
    groups: dict[str, list[Section]] = {"": []}
    for section in book.sections:
        alone = len(book.units) == 1 and of_unit(book)
        groups.setdefault("" if alone else labels.get(section.owner, section.owner), []).append(section)
    return list(groups.items())


def by_units(book: Book) -> list[tuple[Unit, list[Project]]]:
    """The units of the book in their order, each with its projects; units without projects too.

    A project whose unit is not in the book's list opens a unit of its own after them.
    """
    groups: dict[tuple[str, str], tuple[Unit, list[Project]]] = {
        (unit.code, unit.name): (unit, []) for unit in book.units
    }
    for project in book.projects:
        key = (project.unit_code, project.unit_name)
        if key not in groups:
            groups[key] = (Unit(*key), [])
        groups[key][1].append(project)
    return list(groups.values())


def forms_by_units(book: Book) -> list[tuple[Unit, list[Project]]]:
    """The units that have forms to print, each with its projects; a budget line that needs no form is left out."""
    groups = [(unit, [project for project in projects if _has_form(project)]) for unit, projects in by_units(book)]
    return [(unit, projects) for unit, projects in groups if projects]


def _has_form(project: Project) -> bool:
    return project.needs_form.strip() != NO or bool(project.goals or project.indicators)


def form_title(number: int, project: Project, suffix: str) -> str:
    """`3.某项目绩效目标表`: numbered by the place in the document, so that a project left out leaves no gap."""
    title = project.title.strip() or (project.name.strip() or project.code.strip()) + suffix
    return f"{number}.{''.join(clean(title).splitlines())}"


def goal_lines(project: Project) -> list[str]:
    """The goals as they are printed, each with its number."""
    return [f"{number}.{goal.text}" for number, goal in enumerate(project.goals, 1)]


def title_lines(book: Book, words: dict[str, Any]) -> list[str]:
    """`2025年`, the owner, `预算绩效文本`, `（二上）`: the title as the cover breaks it; parts may be ""."""
    stage = f"（{book.stage.strip()}）" if book.stage.strip() else ""
    return [f"{book.year}年" if book.year else "", subject(book), words["book"], stage]


def book_title(book: Book, words: dict[str, Any]) -> str:
    """The title in one line."""
    return "".join(title_lines(book, words))


def table_owner(book: Book, table: BudgetTable) -> str:
    """Whom a budget table speaks of: a unit, or the department where `owner` is blank."""
    if not table.owner:
        return unit_label(book.department_code, book.department_name)
    return unit_label(table.owner, next((unit.name for unit in book.units if unit.code == table.owner), ""))
