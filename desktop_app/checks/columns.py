"""Columns that the form of a book does not have (K01 描述, P08, F06): said once a book instead of at every cell.

Many offices write 项目支出绩效目标申报表 without 描述, 资金用途 or 资金支出计划. Where not one of several projects has
any text in such a column, nobody forgot a cell. As soon as one has, the cells of the others are blank.
"""

from collections.abc import Container, Iterable, Iterator

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import Facts
from desktop_app.checks.groups import Entry, Group, Placed
from desktop_app.domain.findings import Finding

KIND = "column"  # of the entries and the group
PURPOSE, PLAN, DESC = "purpose", "plan", "desc"
_RULES = {PURPOSE: "P08", PLAN: "F06", DESC: "K01"}  # in the order of the signs in an entry
_SEVERAL = 3  # projects; fewer may well have been left unfinished
_FILLED, _BLANK, _NOT_ASKED = "+", "-", " "


def entries(facts: Facts) -> Iterator[Entry]:
    """A sign for each column: whether the project has any text there, where the rules ask it for that.

    The path is that of the first description, which is where a book without descriptions is told of them.
    """
    project = facts.project
    if project.is_secret:
        return
    first = next((row for row in facts.rows if not row.empty), None)
    signs = _FILLED if project.purpose.strip() else _BLANK
    signs += _sign([entry.text for entry in facts.plan]) if facts.needs_form else _NOT_ASKED
    signs += _sign([row.desc for row in facts.rows]) if first is not None else _NOT_ASKED
    yield Entry(KIND, "", f"{first.path}.desc" if first is not None else "indicators", signs)


def _sign(texts: list[str]) -> str:
    return _FILLED if any(texts) else _BLANK


def absent(group: Group | None) -> dict[str, int]:
    """The columns in which no project of a book has any text, with the number of projects that are asked for it."""
    found = {}
    sizes = group.sizes if group is not None else {}
    for at, column in enumerate(_RULES):
        blank = sum(size for part, size in sizes.items() if part.value[at] == _BLANK)
        if blank >= _SEVERAL and all(part.value[at] != _FILLED for part in sizes):
            found[column] = blank
    return found


def k01_columns(group: Group, _context: Context) -> Iterator[Placed]:
    """A column that is absent is said once (P08, F06, K01), at the first project that would be asked for it."""
    for column, count in absent(group).items():
        at = tuple(_RULES).index(column)
        first = group.first(part for part in group.sizes if part.value[at] == _BLANK)
        path = first.entry.path if column == DESC else column
        yield first.position, Hit(_RULES[column], path, name=str(count), variant="form")


def without(own: Iterable[Finding], columns: Container[str]) -> list[Finding]:
    """What is wrong in a project by itself, without what it lacks in columns that its book does not have."""
    return [finding for finding in own if _column(finding) not in columns]


def _column(finding: Finding) -> str:
    """The column that a finding says to be blank, "" for none."""
    if finding.rule == "K01":
        return DESC if finding.path.endswith(".desc") else ""
    if finding.rule == "F06":
        return PLAN
    return PURPOSE if finding.rule == "P08" and not finding.found else ""
