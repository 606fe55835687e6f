"""The fields that an import was not sure of, as findings of a kind of their own: marked, listed, gone to alike."""

from dataclasses import dataclass

from desktop_app.actions import reviewing
from desktop_app.actions.reviewing import OpenFlag
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.findings import Finding, Fix
from desktop_app.ui import marks

_CONFIRM = Fix("已核对", ())
MOST_READ = 20  # projects that are read one by one; where more are touched all is read
# words in the names of operations that bring or take flags of whole books beside those of projects
_OF_BOOKS = ("导入", "U盘包", "删除部门")


@dataclass(slots=True, frozen=True)
class Flagged(Finding):
    """A field that waits for a person to look at it.

    `flag` is the id of what the workspace keeps about it, `label` the field in words.
    """

    flag: str = ""
    key: CellKey | None = None
    label: str = ""


class Flags:
    """The open flags of a workspace.

    Guarantees: after `update(changes)` they are those that the workspace has.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.findings: list[Flagged] = []
        self._by_project: dict[str, list[Flagged]] = {}
        self.touched = False  # whether the last update brought or took any
        self._read()

    def _read(self) -> None:
        by_project: dict[str, list[Flagged]] = {}
        for flag in reviewing.reviews(self._store):
            by_project.setdefault(flag.project_id, []).append(_finding(flag))
        self._keep(by_project)

    def _keep(self, by_project: dict[str, list[Flagged]]) -> None:
        """Take flags by project, in the order of the tree; a project keeps its place when it has none for a while."""
        findings = [finding for of_project in by_project.values() for finding in of_project]
        self.touched = findings != self.findings
        self.findings, self._by_project = findings, by_project

    def take_over(self, other: "Flags") -> None:
        """Have what was read through another connection to the same file."""
        self._keep(other.by_project)

    @property
    def by_project(self) -> dict[str, list[Flagged]]:
        """The flags by project, "" for those that are no project's."""
        return self._by_project

    def update(self, changes: Changes) -> None:
        """Read again those that an operation may have brought, taken or moved.

        A flag is a row, so that where no row came or went there is nothing to do; where rows of some projects did,
        only theirs are read: all books together take a second in the largest files.
        """
        self.touched = False
        if not changes.structure:
            return
        if not 0 < len(changes.projects) <= MOST_READ or any(word in changes.name for word in _OF_BOOKS):
            self._read()
            return
        anew: dict[str, list[Flagged]] = {}
        for flag in reviewing.reviews(self._store, project_ids=changes.projects):
            anew.setdefault(flag.project_id, []).append(_finding(flag))
        if anew.keys() - self._by_project.keys():
            self._read()  # in the order of the tree
            return
        self._keep({p: anew.get(p, []) if p in changes.projects else old for p, old in self._by_project.items()})

    def of_project(self, project_id: str) -> list[Flagged]:
        """The flags of one project."""
        return self._by_project.get(project_id, [])

    def of_department(self, department_id: str) -> list[Flagged]:
        """The flags of a department that are no project's: in its tables, texts and units."""
        return [f for f in self._by_project.get("", []) if f.department_id == department_id]

    def of_cell(self, key: CellKey | None) -> list[Flagged]:
        """The flags of one cell."""
        return [f for f in self.findings if f.key == key] if key is not None else []


def _finding(flag: OpenFlag) -> Flagged:
    place = f"（{flag.place}）" if flag.place else ""
    return Flagged(
        "", marks.REVIEW, None, "", "", flag.path, f"{flag.reason}{place}", "", flag.value, _CONFIRM,
        flag.project_id, flag.project_name, flag=flag.id, department_id=flag.department_id, key=flag.key,
        label=flag.label,
    )  # fmt: skip


def confirm(store: Store, found: list[Flagged]) -> Changes:
    """Say that these fields are right as they are; one operation."""
    return reviewing.confirm_review(store, [finding.flag for finding in found])
