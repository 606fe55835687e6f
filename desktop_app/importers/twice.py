"""The same project twice in a document: kept once where nothing differs, else both are looked at."""

from dataclasses import fields, replace

from desktop_app.domain.model import Goal, Indicator, Project
from desktop_app.domain.traces import Review
from desktop_app.importers.cells import fold
from desktop_app.importers.forms import Form

_APART = frozenset({"seq", "lines", "origins", "review", "id"})  # they tell a printing from the other, not a project


def once(projects: list[Project], forms: list[Form]) -> tuple[list[Project], list[Form]]:
    """The projects of a document and their forms, without those that repeat an earlier one in every field.

    A project is known by its unit and its code: the same code under two units is legal. Where the repeat says
    something else, both stay and the code of both is flagged, for no one but a person can tell which of them holds.
    """
    first: dict[tuple[str, str], list[Project]] = {}
    kept: list[tuple[Project, Form]] = []
    for project, form in zip(projects, forms, strict=True):
        unit = project.unit_code or fold(project.unit_name)
        before = first.setdefault((unit, project.code), []) if project.code else []
        if any(_same(project, other) for other in before):
            continue
        for one, other in [(project, before[0]), (before[0], project)] if before else []:
            _flag(one, other)
        before.append(project)
        kept.append((project, form))
    return [project for project, _ in kept], [form for _, form in kept]


def _flag(project: Project, other: Project) -> None:
    if all(review.path != "code" for review in project.review):
        line = f"（另一处在第{other.lines[0]}行）" if other.lines else ""
        project.review.append(Review("code", f"同一项目编码在文件里出现两次{line}", project.lines))


def _same(one: Project, other: Project) -> bool:
    texts = [field.name for field in fields(Project) if field.name not in _APART | {"goals", "indicators"}]
    return (
        all(getattr(one, name) == getattr(other, name) for name in texts)
        and [_bare(goal) for goal in one.goals] == [_bare(goal) for goal in other.goals]
        and [_bare(row) for row in one.indicators] == [_bare(row) for row in other.indicators]
    )


def _bare(record: Goal | Indicator) -> Goal | Indicator:
    """The record without its place in the source."""
    return replace(record, id="", lines=None)
