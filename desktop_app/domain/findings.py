"""What a check says."""

from dataclasses import dataclass, field

from desktop_app.domain.traces import Answer

ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)
SEVERITY_NAMES = {ERROR: "错误", WARNING: "警告", INFO: "提示"}


@dataclass(slots=True, frozen=True)
class Fix:
    """A certain repair: the new text of each path (paths as in `Finding.path`), and what the button says."""

    label: str
    texts: tuple[tuple[str, str], ...]


@dataclass(slots=True, frozen=True)
class Finding:
    """One thing that is wrong, at one place.

    `path` names the field inside its project (`plan[1]`, `indicators[3].value`) or inside the book
    (`budget_tables[1].rows[0]`) where `project_id` is "". `unit` and `project` are printed codes, "" where none.
    `department_id` is the id of its department where it comes from a workspace; it does not count when findings are
    compared, so that two departments may have the same one.
    `answer` is the written 说明 that silences it, None while it is open.
    `expected` and `found` are texts for the person. `message` is filled from `resources/checks.toml`.
    """

    rule: str
    severity: str
    year: int | None
    unit: str
    project: str
    path: str
    message: str
    expected: str = ""
    found: str = ""
    fix: Fix | None = None
    project_id: str = ""
    project_name: str = ""
    answer: Answer | None = None
    department_id: str = field(default="", compare=False)
