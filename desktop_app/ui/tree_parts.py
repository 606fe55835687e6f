"""How many findings each part of a department's book has, for the nodes of the tree."""

from collections.abc import Iterable

from desktop_app.actions.narrowing import PART, PARTS, TEXTS
from desktop_app.domain import findings
from desktop_app.domain.findings import Finding
from desktop_app.ui import marks
from desktop_app.ui.tree_model import Counts, TreeModel

_ORDER = (*findings.SEVERITIES, marks.REVIEW)  # that of `Counts`


def counts_of_parts(model: TreeModel, found: Iterable[Finding]) -> dict[str, Counts]:
    """The findings of what is no project's, by the id of the node of its part: its unit's, else its department's."""
    units = {
        (department.id, unit.code): unit.id
        for year in model.roots
        for department in year.children
        for unit in department.children
    }
    counts: dict[str, list[int]] = {}
    for finding in found:
        if not finding.project_id:
            path = next((path for _, path in PARTS if finding.path.startswith(path)), TEXTS)  # `narrative`, …
            own = f"{units.get((finding.department_id, finding.unit), '')} {path}"
            part = own if model.find(PART, own) is not None else f"{finding.department_id} {path}"
            counts.setdefault(part, [0] * len(_ORDER))[_ORDER.index(finding.severity)] += 1
    return {part: (n[0], n[1], n[2], n[3]) for part, n in counts.items()}
