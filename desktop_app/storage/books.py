"""Books out of the workspace, and out of books the rows that the workspace keeps."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from desktop_app.domain import fields, order
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Section
from desktop_app.domain.model import Book, Project, Unit, Unread
from desktop_app.domain.traces import Answer, Lines, Review
from desktop_app.storage import rows as rows_
from desktop_app.storage.journal import Operation, new_id
from desktop_app.storage.rows import lines_of, record_of
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

Row = dict[str, Any]

PLAN_COLUMNS = ("plan_1", "plan_2", "plan_3", "plan_4")
PROJECT_TEXTS = tuple(name for name in TABLES["project"].texts if name not in PLAN_COLUMNS)
# a hundred thousand of them are read: without what no record holds
_OF_INDICATOR = ", ".join(
    f'x."{name}"' for name in ("id", "project_id", "line_first", "line_last", *TABLES["indicator"].texts)
)
ANSWER_TEXTS = ("rule", "found", "message", "text", "by", "at", "unit")


def departments(store: Store) -> list[Row]:
    """All departments: id, year, code, name, frame, stage; years newest first, departments as they were added."""
    return store.query("SELECT id, year, code, name, frame, stage FROM department ORDER BY year DESC, place, id")


def read_books(store: Store, year: int | None = None, department_ids: Iterable[str] | None = None) -> list[Book]:
    """The books of the workspace, projects in order of import."""
    wanted = None if department_ids is None else set(department_ids)
    rows = [d for d in departments(store) if year is None or d["year"] == year]
    return [_book(store, d) for d in rows if wanted is None or d["id"] in wanted]


def read_project(store: Store, project_id: str) -> Project | None:
    """One project with its goals and indicators, None where it is gone."""
    projects = _projects(store, "p.id = ?", project_id)
    return projects[0] if projects else None


def read_sections(store: Store, department_id: str) -> list[Section]:
    """The text sections of a department, in order."""
    sections: list[Section] = _list(store, "section", department_id)
    goals = _below(store, "department_goal", "section", department_id)
    indicators = _below(store, "goal_indicator", "department_goal", department_id)
    for section in sections:
        section.goals = [record_of("department_goal", row) for row in goals[section.id]]
        for goal in section.goals:
            goal.indicators = [record_of("goal_indicator", row) for row in indicators[goal.id]]
    return sections


def _below(store: Store, table: str, parent: str, department_id: str) -> defaultdict[str, list[Row]]:
    """The rows of a table under the sections of a department, in order, by their parent's id."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    of_section = "SELECT id FROM section WHERE department_id = ?"
    goals = f"SELECT id FROM department_goal WHERE section_id IN ({of_section})"
    wanted = of_section if parent == "section" else goals
    for row in store.query(f"SELECT * FROM {table} WHERE {parent}_id IN ({wanted}) ORDER BY place, id", department_id):
        found[row[f"{parent}_id"]].append(row)
    return found


def _list(store: Store, table: str, parent_id: str) -> list[Any]:
    """The records of a table under a parent, in order."""
    rows = store.query(f"SELECT * FROM {table} WHERE {TABLES[table].parent} = ? ORDER BY place, id", parent_id)
    return [record_of(table, row) for row in rows]


def read_parts(store: Store, department_id: str) -> Book | None:
    """The book of a department without its projects, None where it is gone."""
    rows = [d for d in departments(store) if d["id"] == department_id]
    return _book(store, rows[0], projects=False) if rows else None


def read_texts(store: Store, department_id: str) -> Book | None:
    """The text sections of a department and its units, and nothing else of its book; None where it is gone."""
    rows = [d for d in departments(store) if d["id"] == department_id]
    if not rows:
        return None
    units, sections = _units(store, department_id), read_sections(store, department_id)
    return Book(
        year=rows[0]["year"], department_code=rows[0]["code"], department_name=rows[0]["name"], units=units,
        sections=sections, id=department_id,
    )  # fmt: skip


def _units(store: Store, department_id: str) -> list[Unit]:
    rows = store.query("SELECT id, code, name FROM unit WHERE department_id = ? ORDER BY place, id", department_id)
    return [Unit(u["code"], u["name"], u["id"]) for u in rows]


def _book(store: Store, department: Row, *, projects: bool = True) -> Book:
    own = department["id"]
    book = Book(
        year=department["year"],
        department_code=department["code"],
        department_name=department["name"],
        units=_units(store, own),
        sections=read_sections(store, own),
        projects=_projects(store, "u.department_id = ?", own) if projects else [],
        tables=read_tables(store, own),
        organisation=_list(store, "organisation", own),
        purchases=_list(store, "purchase", own),
        purchase_totals=_list(store, "purchase_total", own),
        assets=_list(store, "asset_block", own),
        glossary=_list(store, "term", own),
        unread=_unread(store, own),
        frame=department["frame"],
        facts=_list(store, "fact", own),
        stages=_list(store, "stage", own),
        stage=department["stage"],
        id=own,
    )
    for block in book.assets:
        block.rows = _list(store, "asset_row", block.id)
    reviews = store.query("SELECT * FROM review WHERE department_id = ? AND project_id IS NULL ORDER BY place, id", own)
    answers = store.query("SELECT * FROM answer WHERE department_id = ? AND project_id IS NULL ORDER BY place, id", own)
    places = fields.paths(book) if reviews or answers else {}
    book.review = [review_of(row, places) for row in reviews]
    book.answers = [answer_of(row, places) for row in answers]
    return book


def review_of(row: Row, places: dict[str, tuple[str, str]]) -> Review:
    """The review flag of a row, with the path that its record has now (`domain.fields.paths`)."""
    return Review(_path_of(row, places), row["reason"], lines_of(row))


def answer_of(row: Row, places: dict[str, tuple[str, str]]) -> Answer:
    """The answer of a row, with the path that its record has now; a record that is gone has none, "" then."""
    texts = {name: row[name] for name in ANSWER_TEXTS}
    gone = row["record_id"] not in (*places, row["project_id"] or row["department_id"])
    return Answer("" if gone else _path_of(row, places), **texts, id=row["id"])


def _path_of(row: Row, places: dict[str, tuple[str, str]]) -> str:
    known = row["record_id"] in places
    return fields.path_of(*places[row["record_id"]], row["field"]) if known else str(row["field"])


def _unread(store: Store, department_id: str) -> list[Unread]:
    rows = store.query(
        "SELECT unread FROM source WHERE unread NOT IN ('', '[]') AND (department_id = ? OR id IN"
        " (SELECT p.source_id FROM project p JOIN unit u ON u.id = p.unit_id WHERE u.department_id = ?))"
        " ORDER BY place, id",
        department_id,
        department_id,
    )
    return [Unread(line, text) for row in rows for line, text in json.loads(row["unread"])]


def _projects(store: Store, condition: str, parameter: str) -> list[Project]:
    joins = "FROM project p JOIN unit u ON u.id = p.unit_id"
    rows = store.query(
        f"SELECT p.*, u.code AS unit_code, u.name AS unit_name {joins} WHERE {condition} ORDER BY p.place, p.id",
        parameter,
    )
    below = f"WHERE x.project_id IN (SELECT p.id {joins} WHERE {condition}) ORDER BY x.place, x.id"
    goals, indicators, reviews, answers = (
        _by_project(store.query(f"SELECT {columns} FROM {table} x {below}", parameter))
        for table, columns in (("goal", "x.*"), ("indicator", _OF_INDICATOR), ("review", "x.*"), ("answer", "x.*"))
    )
    return [_project(r, *(under[r["id"]] for under in (goals, indicators, reviews, answers))) for r in rows]


def _by_project(rows: list[Row]) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["project_id"]].append(row)
    return groups


def _project(row: Row, goals: list[Row], indicators: list[Row], reviews: list[Row], answers: list[Row]) -> Project:
    project = Project(
        unit_code=row["unit_code"],
        unit_name=row["unit_name"],
        plan=[row[c] for c in PLAN_COLUMNS],
        goals=[record_of("goal", goal) for goal in goals],
        indicators=[record_of("indicator", indicator) for indicator in indicators],
        lines=lines_of(row),
        origins={name: place for name, (_, place) in rows_.origins_of(row["origins"]).items()},
        id=row["id"],
        unit_id=row["unit_id"],
        **{name: row[name] for name in PROJECT_TEXTS},
    )
    places = fields.paths(project) if reviews or answers else {}
    project.review = [review_of(review, places) for review in reviews]
    project.answers = [answer_of(answer, places) for answer in answers]
    return project


def read_tables(store: Store, department_id: str) -> list[BudgetTable]:
    """The budget tables of a department, its units' among them, in order."""
    tables = store.query("SELECT * FROM budget_table WHERE department_id = ? ORDER BY place, no, id", department_id)
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in store.query(
        "SELECT r.* FROM budget_row r JOIN budget_table t ON t.id = r.budget_table_id WHERE t.department_id = ?"
        " ORDER BY r.place, r.id",
        department_id,
    ):
        rows[row["budget_table_id"]].append(row)
    return [rows_.budget_table(table, rows[table["id"]]) for table in tables]


def read_rows(store: Store, table_id: str) -> list[BudgetRow] | None:
    """The rows of one budget table in order, None where it is gone."""
    found = store.query("SELECT * FROM budget_table WHERE id = ?", table_id)
    below = "SELECT * FROM budget_row WHERE budget_table_id = ? ORDER BY place, id"
    return rows_.budget_table(found[0], store.query(below, table_id)).rows if found else None


def add_projects(
    operation: Operation, department_id: str, projects: list[Project], places: list[str], source_id: str | None = None
) -> None:
    """Add projects (with `unit_id`) and everything under them, each at its place among the workspace's projects."""
    rows: dict[str, list[Row]] = {"project": [], "goal": [], "indicator": [], "review": [], "answer": []}
    for project, place in zip(projects, places, strict=True):
        project.id = project.id or new_id()
        row: Row = {name: getattr(project, name) for name in PROJECT_TEXTS}
        row |= dict(zip(PLAN_COLUMNS, project.plan, strict=True))
        row |= {"id": project.id, "unit_id": project.unit_id, "place": place}
        row |= rows_.place_of(project.lines, source_id) | {"origins": rows_.pack_origins(project, source_id)}
        rows["project"].append(row)
        below: dict[str, list[Any]] = {"goal": project.goals, "indicator": project.indicators}
        for table, records in below.items():
            for record, spot in zip(records, order.spread(len(records)), strict=True):
                rows[table].append(rows_.row_of(table, record, source_id) | {"project_id": project.id, "place": spot})
        rows["review"] += review_rows(project, project.review, department_id, source_id)
        rows["answer"] += answer_rows(project, project.answers, department_id)
    for table, entries in rows.items():
        operation.insert_many(table, entries)


def review_rows(
    owner: Project | Book, reviews: list[Review], department_id: str, source_id: str | None, after: str = ""
) -> list[Row]:
    """The rows of review flags on a project or book, placed after `after`.

    A path is kept as record id and field, so that it survives moved rows; what names no record stays as it is.
    """
    project_id = owner.id if isinstance(owner, Project) else None
    found = []
    for review, place in zip(reviews, order.spread(len(reviews), after), strict=True):
        record_id, column = record_and_field(owner, review.path, review.lines)
        found.append(
            {
                "department_id": department_id, "project_id": project_id, "record_id": record_id or department_id,
                "field": column, "reason": review.reason, "place": place, **rows_.place_of(review.lines, source_id),
            }
        )  # fmt: skip
    return found


def answer_rows(owner: Project | Book, answers: list[Answer], department_id: str, after: str = "") -> list[Row]:
    """The rows of answers on a project or book, placed after `after`; paths are kept as those of review flags are."""
    project_id = owner.id if isinstance(owner, Project) else None
    found = []
    for answer, place in zip(answers, order.spread(len(answers), after), strict=True):
        record_id, column = record_and_field(owner, answer.path, unit=answer.unit)
        row: Row = {name: getattr(answer, name) for name in ANSWER_TEXTS}
        row |= {"department_id": department_id, "project_id": project_id, "place": place}
        found.append(row | {"record_id": record_id or department_id, "field": column})
    return found


def record_and_field(
    owner: Project | Book, path: str, lines: Lines | None = None, unit: str | None = None
) -> tuple[str, str]:
    """(`indicators[4].basis`) -> (that indicator's id, `basis`); other paths stay with the project, or "" for a book.

    The records must have their ids. Tables are those of `unit` where it is given.
    """
    where = fields.of_unit(owner, unit) if unit is not None and isinstance(owner, Book) else owner
    spot = fields.find(where, path, lines)
    if spot is not None and spot.table not in ("project", "book"):
        return str(spot.record.id), spot.column
    return owner.id if isinstance(owner, Project) else "", path


def add_table(operation: Operation, department_id: str, table: BudgetTable, place: str = "") -> None:
    """Add a budget table with its rows; gives the table and each row its id."""
    rows_.add(operation, "budget_table", department_id, [table], [place], None)
    rows_.add(operation, "budget_row", table.id, table.rows, order.spread(len(table.rows)), None)
