"""Books out of the workspace, and out of books the rows that the workspace keeps."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from desktop_app.domain import order
from desktop_app.domain.model import (
    Book,
    BudgetRow,
    BudgetTable,
    Goal,
    Indicator,
    Project,
    Review,
    Section,
    Unit,
    Unread,
)
from desktop_app.storage.journal import Operation, new_id
from desktop_app.storage.schema import BUDGET_COLUMNS
from desktop_app.storage.store import Store

Row = dict[str, Any]

PROJECT_TEXTS = (
    "seq", "title", "code", "name", "budget", "fiscal", "other", "purpose",
    "category", "function_code", "needs_form", "secret",
)  # fmt: skip
INDICATOR_TEXTS = ("l1", "l2", "l3", "desc", "value", "sign", "number", "measure", "basis", "last_value", "note")
PLAN_COLUMNS = ("plan_1", "plan_2", "plan_3", "plan_4")


def departments(store: Store) -> list[Row]:
    """All departments: id, year, code, name, frame; years newest first, departments as they were added."""
    return store.query("SELECT id, year, code, name, frame FROM department ORDER BY year DESC, place, id")


def read_books(store: Store, year: int | None = None, department_ids: Iterable[str] | None = None) -> list[Book]:
    """The books of the workspace, projects in order of import."""
    wanted = None if department_ids is None else set(department_ids)
    rows = [d for d in departments(store) if year is None or d["year"] == year]
    return [_book(store, d) for d in rows if wanted is None or d["id"] in wanted]


def read_project(store: Store, project_id: str) -> Project | None:
    """One project with its goals and indicators, None where it is gone."""
    projects = _projects(store, "p.id = ?", project_id)
    return projects[0] if projects else None


def read_table(store: Store, department_id: str, no: int) -> BudgetTable | None:
    """The department's own budget table of that number, None where none was begun."""
    return next((t for t in _tables(store, department_id) if t.no == no and not t.owner), None)


def read_sections(store: Store, department_id: str) -> list[Section]:
    """The text sections of a department, in order."""
    rows = store.query(
        "SELECT id, heading, text FROM section WHERE department_id = ? ORDER BY place, id", department_id
    )
    return [Section(r["heading"], r["text"], r["id"]) for r in rows]


def _book(store: Store, department: Row) -> Book:
    units = store.query("SELECT id, code, name FROM unit WHERE department_id = ? ORDER BY place, id", department["id"])
    reviews = store.query(
        "SELECT field, reason, line_first, line_last FROM review"
        " WHERE department_id = ? AND project_id IS NULL ORDER BY place, id",
        department["id"],
    )
    return Book(
        year=department["year"],
        department_code=department["code"],
        department_name=department["name"],
        units=[Unit(u["code"], u["name"], u["id"]) for u in units],
        sections=read_sections(store, department["id"]),
        projects=_projects(store, "u.department_id = ?", department["id"]),
        tables=_tables(store, department["id"]),
        review=[Review(r["field"], r["reason"], _lines(r)) for r in reviews],
        unread=_unread(store, department["id"]),
        frame=department["frame"],
        id=department["id"],
    )


def _lines(row: Row) -> tuple[int, int] | None:
    return (row["line_first"], row["line_last"]) if row["line_first"] is not None else None


def _unread(store: Store, department_id: str) -> list[Unread]:
    rows = store.query(
        "SELECT DISTINCT s.id, s.unread FROM source s JOIN project p ON p.source_id = s.id"
        " JOIN unit u ON u.id = p.unit_id WHERE u.department_id = ? ORDER BY s.place, s.id",
        department_id,
    )
    return [Unread(line, text) for row in rows for line, text in json.loads(row["unread"] or "[]")]


def _projects(store: Store, condition: str, parameter: str) -> list[Project]:
    joins = "FROM project p JOIN unit u ON u.id = p.unit_id"
    rows = store.query(
        f"SELECT p.*, u.code AS unit_code, u.name AS unit_name {joins} WHERE {condition} ORDER BY p.place, p.id",
        parameter,
    )
    below = f"WHERE x.project_id IN (SELECT p.id {joins} WHERE {condition}) ORDER BY x.place, x.id"
    goals, indicators, reviews = (
        _by_project(store.query(f"SELECT x.* FROM {table} x {below}", parameter))
        for table in ("goal", "indicator", "review")
    )
    return [_project(r, goals[r["id"]], indicators[r["id"]], reviews[r["id"]]) for r in rows]


def _by_project(rows: list[Row]) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["project_id"]].append(row)
    return groups


def _project(row: Row, goals: list[Row], indicators: list[Row], reviews: list[Row]) -> Project:
    project = Project(
        unit_code=row["unit_code"],
        unit_name=row["unit_name"],
        plan=[row[c] for c in PLAN_COLUMNS],
        goals=[Goal(g["text"], g["id"]) for g in goals],
        indicators=[Indicator(**{n: i[n] for n in INDICATOR_TEXTS}, id=i["id"]) for i in indicators],
        lines=_lines(row),
        id=row["id"],
        unit_id=row["unit_id"],
        **{name: row[name] for name in PROJECT_TEXTS},
    )
    places = {g.id: f"goals[{n}]" for n, g in enumerate(project.goals)}
    places |= {i.id: f"indicators[{n}].{{}}" for n, i in enumerate(project.indicators)}
    for review in reviews:
        path = places.get(review["record_id"], "{}").format(review["field"])
        project.review.append(Review(path, review["reason"], _lines(review)))
    return project


def _tables(store: Store, department_id: str) -> list[BudgetTable]:
    tables = store.query("SELECT * FROM budget_table WHERE department_id = ? ORDER BY no, place, id", department_id)
    result = []
    for t in tables:
        columns = json.loads(t["columns"])
        rows = store.query("SELECT * FROM budget_row WHERE budget_table_id = ? ORDER BY place, id", t["id"])
        cells = [BudgetRow([r[c] for c in BUDGET_COLUMNS[: len(columns)]], r["id"]) for r in rows]
        result.append(BudgetTable(t["no"], t["name"], columns, cells, t["measure"], t["note"], t["owner"], t["id"]))
    return result


def add_projects(
    operation: Operation, department_id: str, projects: list[Project], places: list[str], source_id: str | None = None
) -> None:
    """Add projects (with `unit_id`) and everything under them, each at its place among the workspace's projects."""
    rows: dict[str, list[Row]] = {"project": [], "goal": [], "indicator": [], "review": []}
    for project, place in zip(projects, places, strict=True):
        project.id = project.id or new_id()
        first, last = project.lines or (None, None)
        row: Row = {name: getattr(project, name) for name in PROJECT_TEXTS}
        row |= dict(zip(PLAN_COLUMNS, project.plan, strict=True))
        row |= {"id": project.id, "unit_id": project.unit_id, "place": place, "line_first": first, "line_last": last}
        row["source_id"] = source_id
        rows["project"].append(row)
        rows["goal"] += goal_rows(project)
        rows["indicator"] += indicator_rows(project)
        rows["review"] += review_rows(project, department_id)
    for table, records in rows.items():
        if records:
            operation.insert_many(table, records)


def goal_rows(project: Project) -> list[Row]:
    """The rows of the project's goals; gives each goal its id."""
    rows = []
    for goal, place in zip(project.goals, order.spread(len(project.goals)), strict=True):
        goal.id = goal.id or new_id()
        rows.append({"id": goal.id, "project_id": project.id, "place": place, "text": goal.text})
    return rows


def indicator_rows(project: Project) -> list[Row]:
    """The rows of the project's indicators; gives each indicator its id."""
    rows = []
    for indicator, place in zip(project.indicators, order.spread(len(project.indicators)), strict=True):
        indicator.id = indicator.id or new_id()
        row: Row = {name: getattr(indicator, name) for name in INDICATOR_TEXTS}
        rows.append(row | {"id": indicator.id, "project_id": project.id, "place": place})
    return rows


def review_rows(project: Project, department_id: str) -> list[Row]:
    """The rows of the project's review list; a path is kept as record id and field, so that it survives moved rows."""
    rows = []
    for review, place in zip(project.review, order.spread(len(project.review)), strict=True):
        record_id, column = _record_of(project, review.path)
        first, last = review.lines or (None, None)
        rows.append(
            {
                "department_id": department_id, "project_id": project.id,
                "place": place, "record_id": record_id, "field": column,
                "reason": review.reason, "line_first": first, "line_last": last,
            }
        )  # fmt: skip
    return rows


def _record_of(project: Project, path: str) -> tuple[str, str]:
    """(`indicators[4].basis`) -> (that indicator's id, `basis`); other paths stay with the project."""
    head, _, column = path.partition("].")
    kind, _, index = head.rstrip("]").partition("[")
    if index.isdigit():
        records: list[Any] = {"goals": project.goals, "indicators": project.indicators}.get(kind, [])  # type: ignore[assignment]
        if int(index) < len(records) and (column or kind == "goals"):
            return records[int(index)].id, column or "text"
    return project.id, path


def add_table(operation: Operation, department_id: str, table: BudgetTable) -> None:
    """Add a budget table with its rows; gives the table and each row its id."""
    table.id = operation.insert(
        "budget_table",
        {
            "department_id": department_id, "no": table.no, "owner": table.owner, "name": table.name,
            "columns": json.dumps(table.columns, ensure_ascii=False), "measure": table.measure, "note": table.note,
        },
    )  # fmt: skip
    rows: list[Row] = []
    for row, place in zip(table.rows, order.spread(len(table.rows)), strict=True):
        row.id = new_id()
        cells = {name: text for name, text in zip(BUDGET_COLUMNS, row.cells, strict=False)}
        rows.append({"id": row.id, "budget_table_id": table.id, "place": place, **cells})
    operation.insert_many("budget_row", rows)
