"""Fields by path: where `indicators[4].basis` of a project or `budget_tables[2].rows[13][2]` of a book stands."""

import re
from dataclasses import replace
from typing import Any, NamedTuple

from desktop_app.domain import values
from desktop_app.domain.department_parts import whose
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Section
from desktop_app.domain.model import Book, Indicator, Project
from desktop_app.domain.traces import Lines

_STEP = re.compile(r"\.?(\w+)((?:\[\d+\])*)")
_BOOK_TEXTS = {"department.name": "department_name", "department.code": "department_code"}
_VALUE_PARTS = ("sign", "number", "measure")
# the lists of a book by the name that paths use, and the table of their records
_BOOK_LISTS = {
    "organisation": ("organisation", "organisation"), "procurement": ("purchases", "purchase"),
    "procurement_totals": ("purchase_totals", "purchase_total"), "assets": ("assets", "asset_block"),
    "glossary": ("glossary", "term"), "sections": ("sections", "section"),
    "facts": ("facts", "fact"),
}  # fmt: skip
_ROWS = {"budget_table": "budget_row", "asset_block": "asset_row"}
# what stands under the records of a section: the step of the path and the table
_UNDER = {"section": ("goals", "department_goal"), "department_goal": ("indicators", "goal_indicator")}


class Spot(NamedTuple):
    """One field, or a whole record where `column` is "".

    `table` and `column` are those of the workspace (`plan[3]` is `plan_4`, the third cell of a budget row `c3`);
    `siblings` is the list that the record stands in, empty for what stands in none.
    """

    table: str
    record: Any
    column: str
    siblings: list[Any]

    @property
    def paragraph(self) -> int | None:
        """The paragraph of a section's text that is meant (column `text[2]`), None where the column is a whole text."""
        index = self.column.partition("[")[2].rstrip("]")
        return int(index) if index else None

    @property
    def cell(self) -> str:
        """The column of the workspace in which the field stands."""
        return self.column.partition("[")[0]

    @property
    def text(self) -> str | None:
        """The text of the field, None for a whole record and for what is no text."""
        if not self.column:
            return None
        if self.table == "budget_row":
            return str(self.record.cells[int(self.column[1:]) - 1])
        if self.column.startswith("plan_"):
            return str(self.record.plan[int(self.column[5:]) - 1])
        if self.paragraph is not None:
            paragraphs = self.record.text.split("\n")
            return str(paragraphs[self.paragraph]) if self.paragraph < len(paragraphs) else None
        found = getattr(self.record, self.column, None)
        if self.table == "book" and self.column == "year":
            return str(found or "")
        return found if isinstance(found, str) else None

    def write(self, text: str) -> None:
        """Write a text into the field; an indicator's value and its three parts follow each other.

        Raises ValueError for a whole record, and for a year that is no number.
        """
        if self.text is None:
            raise ValueError(f"{self.table}.{self.column} is no text")
        if self.table == "budget_row":
            self.record.cells[int(self.column[1:]) - 1] = text
        elif self.column.startswith("plan_"):
            self.record.plan[int(self.column[5:]) - 1] = text
        elif self.table == "book" and self.column == "year":
            self.record.year = int(text) if text.strip() else None
        elif self.paragraph is not None:
            paragraphs = self.record.text.split("\n")
            paragraphs[self.paragraph] = text
            self.record.text = "\n".join(paragraphs)
        else:
            setattr(self.record, self.column, text)
        if isinstance(self.record, Indicator):
            _glue(self.record, self.column)


def _glue(row: Indicator, column: str) -> None:
    if column == "value":
        row.sign, row.number, row.measure = values.split(row.value)
    elif column in _VALUE_PARTS:
        row.value = values.glue(values.Value(row.sign, row.number, row.measure))


def find(owner: Project | Book, path: str, lines: Lines | None = None) -> Spot | None:
    """The field that a path of a project or book names, None where there is none (a part such as `narrative`).

    `lines` choose between two budget tables of one number.
    """
    steps = _STEP.findall(path)
    if not steps or "".join(f".{name}{indexes}" for name, indexes in steps) != f".{path}":
        return None
    parts = [(name, [int(i) for i in re.findall(r"\d+", indexes)]) for name, indexes in steps]
    return _in_project(owner, parts) if isinstance(owner, Project) else _in_book(owner, path, parts, lines)


_Parts = list[tuple[str, list[int]]]


def _in_project(project: Project, parts: _Parts) -> Spot | None:
    (name, indexes), rest = parts[0], parts[1:]
    if not indexes and not rest:
        return Spot("project", project, name, []) if isinstance(getattr(project, name, None), str) else None
    if name == "plan" and len(indexes) == 1 and not rest:
        return Spot("project", project, f"plan_{indexes[0] + 1}", []) if indexes[0] < len(project.plan) else None
    if name == "goals":
        return _in_list("goal", project.goals, indexes, rest or [("text", [])])
    return _in_list("indicator", project.indicators, indexes, rest) if name == "indicators" else None


def _in_list(table: str, records: list[Any], indexes: list[int], rest: _Parts) -> Spot | None:
    """A record of a list, or one of its fields, or what stands in its own rows."""
    if not indexes or indexes[0] >= len(records):
        return None
    return _in_record(table, records[indexes[0]], records, rest) if len(indexes) == 1 else None


def _in_record(table: str, record: Any, siblings: list[Any], rest: _Parts) -> Spot | None:
    if not rest:
        return Spot(table, record, "", siblings)
    name, indexes = rest[0]
    if _UNDER.get(table, ("",))[0] == name:
        return _in_list(_UNDER[table][1], getattr(record, name), indexes, rest[1:])
    if name == "rows" and table in _ROWS and indexes and indexes[0] < len(record.rows):
        row = record.rows[indexes[0]]
        if not isinstance(row, BudgetRow):
            return _in_record(_ROWS[table], row, record.rows, rest[1:]) if len(indexes) == 1 else None
        if len(rest) > 1 or len(indexes) > 2 or (len(indexes) == 2 and indexes[1] >= len(row.cells)):
            return None
        return Spot("budget_row", row, f"c{indexes[1] + 1}" if len(indexes) == 2 else "", record.rows)
    if len(rest) > 1 or not isinstance(getattr(record, name, None), str):
        return None
    if table == "section" and name == "text" and len(indexes) == 1:
        return Spot(table, record, f"text[{indexes[0]}]", siblings)  # a paragraph, or where a lost one should stand
    return None if indexes else Spot(table, record, name, siblings)


def _in_book(book: Book, path: str, parts: _Parts, lines: Lines | None) -> Spot | None:
    if path == "year" or path in _BOOK_TEXTS:
        return Spot("book", book, _BOOK_TEXTS.get(path, path), [])
    (name, indexes), rest = parts[0], parts[1:]
    if name == "budget_tables" and len(indexes) == 1:
        table = table_of(book.tables, indexes[0], lines)
        return _in_record("budget_table", table, book.tables, rest) if table else None
    name = "sections" if name == "narrative" else name
    if name not in _BOOK_LISTS:
        return None
    attribute, table_name = _BOOK_LISTS[name]
    return _in_list(table_name, getattr(book, attribute), indexes, rest)


def table_of(tables: list[BudgetTable], no: int, lines: Lines | None = None) -> BudgetTable | None:
    """The budget table of that number: the one whose lines hold `lines` where there are several."""
    found = [table for table in tables if table.no == no]
    if lines and len(found) > 1:
        for table in found:
            if table.lines and table.lines[0] <= lines[0] <= table.lines[1]:
                return table
    return found[0] if found else None


def of_unit(book: Book, unit: str) -> Book:
    """The book with the tables of one owner, "" for the department, before the department's own and without others.

    Paths name tables by their numbers, which every unit has. Where neither has any table all stay.
    """
    called = whose(book.units)
    own = [table for table in book.tables if called(table.owner) == called(unit)]
    own += [table for table in book.tables if unit and not table.owner]
    return replace(book, tables=own or book.tables)


def paths(owner: Project | Book) -> dict[str, tuple[str, str]]:
    """Of every record that has an id and stands in a list: its id -> its table and its path."""
    found: dict[str, tuple[str, str]] = {}
    lists: list[tuple[str, list[Any], str]]
    if isinstance(owner, Project):
        lists = [("goals", owner.goals, "goal"), ("indicators", owner.indicators, "indicator")]
    else:
        lists = [(name, getattr(owner, attribute), table) for name, (attribute, table) in _BOOK_LISTS.items()]
        for budget in owner.tables:
            found[budget.id] = "budget_table", f"budget_tables[{budget.no}]"
            for i, row in enumerate(budget.rows):
                found[row.id] = "budget_row", f"budget_tables[{budget.no}].rows[{i}]"
    for name, records, table in lists:
        for i, record in enumerate(records):
            found[record.id] = table, f"{name}[{i}]"
            if table == "section":
                found |= _goal_paths(record, f"{name}[{i}]")
            for r, row in enumerate(record.rows if table in _ROWS else ()):
                found[row.id] = _ROWS[table], f"{name}[{i}].rows[{r}]"
    return found


def _goal_paths(section: Section, path: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for g, goal in enumerate(section.goals):
        found[goal.id] = "department_goal", f"{path}.goals[{g}]"
        for i, indicator in enumerate(goal.indicators):
            found[indicator.id] = "goal_indicator", f"{path}.goals[{g}].indicators[{i}]"
    return found


def records(owner: Project | Book) -> dict[str, Any]:
    """Every record under a project or book by its id, the project itself too."""
    if isinstance(owner, Project):
        under: list[Any] = [owner, *owner.goals, *owner.indicators]
        return {record.id: record for record in under}
    goals = [goal for section in owner.sections for goal in section.goals]
    heads: list[Any] = [*owner.tables, *owner.assets]
    listed = [record for attribute, _ in _BOOK_LISTS.values() for record in getattr(owner, attribute)]
    below = [*(row for head in heads for row in head.rows), *goals, *(i for goal in goals for i in goal.indicators)]
    return {record.id: record for record in (*heads, *listed, *below)}


def path_of(table: str, path: str, column: str) -> str:
    """The path of a field of the record that stands at `path`; of the record itself where `column` is ""."""
    if not column or (table, column) == ("goal", "text"):
        return path
    if table == "budget_row":
        return f"{path}[{int(column[1:]) - 1}]"
    return f"{path}.{column}"
