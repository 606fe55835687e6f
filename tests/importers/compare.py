"""What a reading got wrong without saying so: the fields of the projects that differ and are not flagged."""

from desktop_app.domain.model import Book
from desktop_app.domain.records import Record, to_record

_OWN = ("unit_code", "unit_name", "code", "name", "budget", "fiscal", "other", "purpose")
_INDICATOR = ("l1", "l2", "l3", "desc", "value", "basis")


def _plain(value: object) -> str:
    return "".join(str(value or "").split())


def _fields(project: Record) -> dict[str, str]:
    fields = {name: _plain(project[name]) for name in _OWN}
    fields |= {f"plan[{i}]": _plain(entry) for i, entry in enumerate(project["plan"])}
    fields |= {f"goals[{i}]": _plain(goal) for i, goal in enumerate(project["goals"])}
    for i, row in enumerate(project["indicators"]):
        fields |= {f"indicators[{i}].{name}": _plain(row[name]) for name in _INDICATOR}
    return fields


def silent(expected: Book, found: Book) -> list[str]:
    """`field: expected <- found` of every field of the projects that is wrong, lost or invented, and not flagged."""
    one, other = (to_record([book], "")["projects"] for book in (expected, found))
    if "projects" in {review.path for review in found.review}:  # some are said to be lost
        codes = {project["code"] for project in other}
        one = [project for project in one if project["code"] in codes]
    wrong = [] if len(one) == len(other) else [f"projects: {len(one)} <- {len(other)}"]
    for n, (want, got) in enumerate(zip(one, other, strict=False)):
        fields, actual = _fields(want), _fields(got)
        for path in fields.keys() | actual.keys():
            if fields.get(path, "") != actual.get(path, "") and not _covered(path, got["review"]):
                wrong.append(f"{n} {path}: {fields.get(path)!r} <- {actual.get(path)!r}")
    return sorted(wrong)


def _covered(path: str, review: list[str]) -> bool:
    return any(path == r or path.startswith((f"{r}.", f"{r}[")) for r in review)
