"""Which projects of two books are one, and what differs between them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from desktop_app.actions import compare, matching
from desktop_app.actions.alike import said
from desktop_app.actions.difference_rows import GONE, NEW, SAME, VALUE_PARTS, Row, Where, match, or_same, rows_of
from desktop_app.actions.labels import column_name
from desktop_app.actions.progress import Progress, untold
from desktop_app.domain import years
from desktop_app.domain.model import Book, Project

PROJECTS = "项目"
_TOLD_EVERY = 50
_HEAD = ("seq", *(column for column in compare.HEAD if column != "name"))
_NO_NAME, _STUB = "（未命名）", "涉密项目（内容已移出）"
_PLAN = tuple(f"plan_{i}" for i in range(1, 5))


def project_label(project: Project) -> str:
    """How a project is called in a list of differences."""
    known = project.name or project.title or project.code
    if known or not project.is_secret:
        return known or _NO_NAME
    return f"{_STUB} 序号{project.seq}" if project.seq else _STUB


def match_projects(before: Book, after: Book) -> list[tuple[Any, Any]]:
    """Which projects are one: by id, by unit and code, by unit and name, by name alone; names without their years.

    Pairs of the project before and after, one of which is None where a side has none.
    """
    found = [mine for mine, _ in matching.match_projects(before, after.projects)]
    known = {id(project) for project in found if project is not None}
    old = [project for project in before.projects if id(project) not in known]
    new = [project for project, mine in zip(after.projects, found, strict=True) if mine is None]
    unit_of = {id(p): unit.id for p in new for unit in [matching.find_unit(before.units, p)] if unit is not None}

    def named(project: Project) -> str:
        return years.without_years(said(project.name))

    def in_unit(project: Project) -> object:
        return named(project) and (unit_of.get(id(project), project.unit_id), named(project))

    later = {id(theirs): mine for mine, theirs in match(old, new, (in_unit, named)) if theirs is not None}
    pairs = [(m or later.get(id(t)), t) for m, t in zip(found, after.projects, strict=True)]
    taken = {id(mine) for mine, _ in pairs}
    return [*pairs, *((project, None) for project in before.projects if id(project) not in taken)]


def projects(before: Book, after: Book, report: Progress = untold) -> Iterator[Row]:
    """The differences of all projects; those of one name are told by their codes."""
    pairs = match_projects(before, after)
    labels = Counter(project_label(new or old) for old, new in pairs)
    for number, (old, new) in enumerate(pairs):
        if number % _TOLD_EVERY == 0:
            report(number, len(pairs), "正在对比…")
        project: Project = new or old
        label = project_label(project)
        if labels[label] > 1 and project.code not in ("", label):
            label = f"{label} {project.code}"
        where = Where(PROJECTS, label, (old.id if old else "", new.id if new else ""))
        if old is None or new is None:
            text = f"预算数 {project.budget or '空'}，{len(project.indicators)} 条指标"
            yield where.whole("", "project", project, text, NEW if old is None else GONE)
        elif old == new:  # most are, between two stages
            yield where.row("", "", "", SAME)
        else:
            yield from or_same(where, _moved(where, before, old, new) + _project(where, old, new))


def _moved(where: Where, before: Book, old: Project, new: Project) -> list[Row]:
    """The difference of a project that is another unit's now; a unit that is only called otherwise moves nothing."""
    unit = matching.find_unit(before.units, new)
    if unit is not None and unit.id == old.unit_id:
        return []
    texts = [f"{project.unit_code} {project.unit_name}".strip() for project in (old, new)]
    return where.cell("单位", "project", "unit_id", old, new, (texts[0], texts[1]))


def _project(where: Where, old: Project, new: Project) -> list[Row]:
    found = where.cell("项目名称", "project", "name", old, new, (old.name, new.name))
    found += where.cells("project", old, new, _HEAD)
    for column, entries in zip(_PLAN, zip(old.plan, new.plan, strict=True), strict=True):
        found += where.cell(column_name("project", column), "project", column, old, new, entries)
    found += rows_of(where, compare.goal_rows(old, new), lambda goal, i: f"绩效目标{i + 1}")
    rows = compare.indicator_rows(old, new)
    rows.columns = (*rows.columns, *VALUE_PARTS)
    return found + rows_of(where, rows, lambda row, i: row.l3 or f"指标{i + 1}")
