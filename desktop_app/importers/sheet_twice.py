"""A workbook that holds a list and the same projects as forms: each project once, and what differs is flagged."""

from desktop_app.domain.model import Book, Project
from desktop_app.domain.traces import Review

_TEXTS = ("budget", "fiscal", "other", "purpose")
_INDICATOR = ("l1", "l2", "l3", "desc", "value", "basis")


def merge(books: list[Book], document: Book, own: bool) -> None:
    """Put what the document has beside the projects of the lists into the first book.

    A project that the lists have too is not added again; a field in which the form says something else is flagged.
    `own`: the workbook is ours, where both were written out of the same project.
    """
    first = books[0]
    known: dict[tuple[str, ...], Project] = {}
    for book in books:
        for project in book.projects:
            known.setdefault(_key(project), project)
    for project in document.projects:
        same = known.get(_key(project))
        if same is None:
            first.projects.append(project)
        else:
            same.review += _differences(same, project)
    first.sections += document.sections
    first.tables += document.tables
    first.organisation += document.organisation
    first.purchases += document.purchases
    first.purchase_totals += document.purchase_totals
    first.assets += document.assets
    first.glossary += document.glossary
    paths = {"projects", "year", "department", "department.name"}
    first.review += [review for review in document.review if review.path not in paths or not own]
    first.unread += document.unread


def _key(project: Project) -> tuple[str, ...]:
    """What names a project in a list and in a form: a form may print a unit without its code."""
    return project.unit_name or project.unit_code, project.code, project.name


def _differences(listed: Project, form: Project) -> list[Review]:
    """The fields in which the form says something else than the list."""
    pairs = [(name, getattr(listed, name), getattr(form, name)) for name in _TEXTS]
    pairs += [(f"plan[{i}]", a, b) for i, (a, b) in enumerate(zip(listed.plan, form.plan, strict=False))]
    goals = ["\n".join(goal.text for goal in project.goals) for project in (listed, form)]
    pairs.append(("goals", goals[0], goals[1]))
    for i, (a, b) in enumerate(zip(listed.indicators, form.indicators, strict=False)):
        pairs += [(f"indicators[{i}].{name}", getattr(a, name), getattr(b, name)) for name in _INDICATOR]
    if len(listed.indicators) != len(form.indicators):
        pairs.append(("indicators", str(len(listed.indicators)), str(len(form.indicators))))
    return [
        Review(path, f"清单和表单写得不一样，取了清单的；表单写的是：{other}", form.lines)
        for path, one, other in pairs
        if "".join(one.split()) != "".join(other.split())
    ]
