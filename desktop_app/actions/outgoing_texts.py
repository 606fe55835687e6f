"""All texts of a book that leave the office, with their paths: what the gate reads before anything is written."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from desktop_app.actions import own_parts
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book, Project
from desktop_app.storage.rows import texts_of


def part_texts(book: Book, unit_ids: Collection[str]) -> list[tuple[str, list[str]]]:
    """The paths of the records beside the projects with all their texts; of some units only what is their own.

    Purchases of a secret project are not among them: they are left out of what is published.
    """
    return [(path, texts) for _, path, texts in owned_texts(book, unit_ids)]


def owned_texts(book: Book, unit_ids: Collection[str]) -> list[tuple[str, str, list[str]]]:
    """The same with whose each record is, as it is printed, first: "" for the department."""
    owners = own_parts.Owners(book, unit_ids)
    units = [unit for unit in book.units if not unit_ids or unit.id in unit_ids]
    if unit_ids and not units:
        return []  # another department
    whole = len(units) == len(book.units)
    names = own_parts.secret_names(book)
    found = [("", "department.name", [book.department_name, book.department_code]), ("", "stage", [book.stage])]
    found += [(unit.code or unit.name, f"units[{i}]", [unit.name, unit.code]) for i, unit in enumerate(units)]
    for i, fact in enumerate(book.facts):
        if whole or owners.own(fact.owner):
            found.append((fact.owner, f"facts[{i}]", [fact.name, fact.owner, fact.text]))
    for i, section in enumerate(book.sections):
        if whole or owners.own(section.owner):
            texts = [section.heading, section.owner, section.text, *_goal_texts(section)]
            found.append((section.owner, f"narrative[{i}]", texts))
    for table in (t for t in book.tables if whole or owners.own(t.owner)):
        path = f"budget_tables[{table.no}]"
        found.append((table.owner, path, [table.name, table.owner, table.measure, table.note, *table.columns]))
        found += [(table.owner, f"{path}.rows[{r}]", row.cells) for r, row in enumerate(table.rows)]
    for i, purchase in enumerate(book.purchases):
        if (whole or owners.own(purchase.owner)) and not own_parts.of_secret(purchase, names):
            found.append((purchase.owner, f"procurement[{i}]", list(texts_of("purchase", purchase).values())))
    for i, block in enumerate(book.assets):
        if whole or owners.own(block.unit):
            found.append((block.unit, f"assets[{i}]", [block.unit, block.date]))
            found += [(block.unit, f"assets[{i}].rows[{r}]", list(texts_of("asset_row", row).values()))
                      for r, row in enumerate(block.rows)]  # fmt: skip
    return found + [("", *part) for part in _department_texts(book)] if whole else found


def _goal_texts(section: Section) -> Iterator[str]:
    """What the goals of a section say, which its text says, too, and how they were printed."""
    for goal in section.goals:
        yield from (goal.duty, goal.text, goal.wording)
        for row in goal.indicators:
            yield from (*texts_of("goal_indicator", row).values(), row.wording)


def answer_texts(book: Book, unit_ids: Collection[str]) -> list[tuple[Project, str, str, list[str]]]:
    """The written answers of what is published: the public project or an empty one, the unit, where, what they say.

    Of some units those on their own parts, as a package takes them along.
    """
    public = [p for p in book.projects if not p.is_secret and (not unit_ids or p.unit_id in unit_ids)]
    whole = not unit_ids or all(unit.id in unit_ids for unit in book.units)
    owners = own_parts.Owners(book, unit_ids)
    owned = [(project, project.unit_code, answer) for project in public for answer in project.answers]
    owned += [
        (Project(), answer.unit, answer)
        for answer in book.answers
        if whole or owners.own(answer.unit or owner_at(book, answer.path))
    ]
    return [(owner, unit, a.path, [a.text, a.found, a.message, a.by, a.unit]) for owner, unit, a in owned]


_AT = re.compile(r"(\w+)\[(\d+)\]")
_LISTS = {
    "sections": "sections", "narrative": "sections", "procurement": "purchases", "assets": "assets", "facts": "facts",
}  # fmt: skip


def owner_at(book: Book, path: str) -> str:
    """Whose the record is that a path names, as it is printed; "" for the department's, and where it is not told.

    A table is known by its number only: it is told where no more than one owner has a table of that number.
    """
    match = _AT.match(path)
    if match is None:
        return ""
    at = int(match[2])
    if match[1] == "budget_tables":
        owners = {table.owner for table in book.tables if table.no == at}
        return owners.pop() if len(owners) == 1 else ""
    records = getattr(book, _LISTS.get(match[1], ""), ())
    record = records[at] if at < len(records) else None
    return str(getattr(record, "owner", "") or getattr(record, "unit", ""))


def _department_texts(book: Book) -> list[tuple[str, list[str]]]:
    """The paths of what only a department has, with all texts."""
    found: list[tuple[str, list[str]]] = []
    lists: list[tuple[str, str, Sequence[Any]]] = [
        ("organisation", "organisation", book.organisation),
        ("procurement_totals", "purchase_total", book.purchase_totals),
        ("glossary", "term", book.glossary),
    ]
    for path, kind, records in lists:
        found += [(f"{path}[{i}]", list(texts_of(kind, record).values())) for i, record in enumerate(records)]
    return found


_PROJECT_TEXTS = (
    "title", "name", "code", "purpose", "function_code", "category", "seq", "budget", "fiscal", "other", "needs_form",
)  # fmt: skip
_INDICATOR_TEXTS = ("l1", "l2", "l3", "desc", "value", "sign", "number", "measure", "last_value", "basis", "note")


def project_texts(project: Project) -> list[tuple[str, str]]:
    """The texts of a project in which another project may be named, with their paths."""
    texts = [(name, getattr(project, name)) for name in _PROJECT_TEXTS]
    texts += [(f"plan[{i}]", text) for i, text in enumerate(project.plan)]
    texts += [(f"goals[{i}]", goal.text) for i, goal in enumerate(project.goals)]
    for i, row in enumerate(project.indicators):
        texts += [(f"indicators[{i}].{c}", getattr(row, c)) for c in _INDICATOR_TEXTS]
    return texts
