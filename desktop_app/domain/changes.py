"""What an operation touched: cells by stable ids, and the records around them."""

from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class CellKey:
    """One cell of the workspace, named by ids and never by row numbers."""

    table: str
    row: str
    column: str


@dataclass(slots=True)
class Changes:
    """What one operation touched; the only thing that views listen to.

    `cells` are the cells whose text changed; `projects` the ids of all projects with any change in or under them;
    `structure` is true when rows were added, removed or moved anywhere, `tables` are those in which they were,
    `parents` the ids of the records under which rows were added or removed.
    """

    name: str
    cells: set[CellKey] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)
    structure: bool = False
    tables: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)

    def joined(self, other: "Changes") -> "Changes":
        """What both operations touched, under the name of this one."""
        return Changes(
            self.name, self.cells | other.cells, self.projects | other.projects, self.structure or other.structure,
            self.tables | other.tables, self.parents | other.parents,
        )  # fmt: skip
