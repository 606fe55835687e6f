"""What stood in the year before: the project that one goes on from, and the values of its indicators."""

from desktop_app.actions import matching
from desktop_app.actions.alike import said
from desktop_app.actions.project_differences import match_projects
from desktop_app.domain.model import Book, Indicator, Project, Unit
from desktop_app.domain.rolled import last_value
from desktop_app.domain.years import without_years
from desktop_app.storage import books, queries
from desktop_app.storage.store import Store


def earlier(store: Store, project: Project) -> Project | None:
    """The project of the year before in this file, matched as a comparison of the two years does; None for none."""
    own = queries.department_of(store, project.id)
    if own is None or not own["year"]:
        return None
    called = own["year"] - 1, own["code"], own["name"]
    for d in queries.departments(store):
        if matching.same_department((d["year"], d["code"], d["name"]), called):
            heads = queries.heads_of(store, d["id"])
            units = {row["unit_id"]: Unit(row["unit_code"], row["unit_name"], row["unit_id"]) for row in heads}
            known = [Project(code=row["code"], name=row["name"], id=row["id"], unit_id=row["unit_id"]) for row in heads]
            (found, _), *_ = match_projects(Book(units=list(units.values()), projects=known), Book(projects=[project]))
            return books.read_project(store, found.id) if found else None
    return None


def values(project: Project, before: Project | None) -> dict[str, str]:
    """Of each indicator whose 上年值 is blank the value that its like had the year before, by the indicator's id.

    Its like has the same 三级指标 without the year, best of all under the same 一级 and 二级. A secret project
    gives its values to no public one.
    """
    if before is None or (before.is_secret and not project.is_secret):
        return {}
    known: dict[tuple[str, ...], str] = {}
    for row in before.indicators:
        for key in _keys(row):
            known.setdefault(key, last_value(row))
    found = {}
    for row in project.indicators:
        if not row.last_value.strip():
            value = next((known[key] for key in _keys(row) if key in known), "")
            if value:
                found[row.id] = value
    return found


def _keys(row: Indicator) -> list[tuple[str, ...]]:
    name = without_years(said(row.l3))
    return [(said(row.l1), said(row.l2), name), (name,)] if name else []
