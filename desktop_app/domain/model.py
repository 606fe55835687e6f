"""The records of one department's year, as plain data.

One `Book` is what a department publishes in a year. Importers make books, the store reads and writes them, checks and
exporters take them. All texts are kept as printed or typed; "" stands for a blank cell. `id` is the stable id of the
record in the workspace, "" while the record has none.
"""

from dataclasses import dataclass, field

YES, NO = "是", "否"  # the texts of `Project.secret` and `Project.needs_form`, where they are known
SECRET = YES  # what the window writes into `Project.secret`; `Project.is_secret` tells
PLAN_MONTHS = ("3月底", "6月底", "10月底", "12月底")


@dataclass(slots=True)
class Review:
    """A field that a person must look at.

    `path` is relative to the record that holds it (`plan[3]`, `indicators[4].basis`, or `narrative` for a book);
    `lines` are the first and last line of the source, counted from 1, or None.
    """

    path: str
    reason: str
    lines: tuple[int, int] | None = None


@dataclass(slots=True)
class Goal:
    """One 绩效目标, without its outer number."""

    text: str
    id: str = ""


@dataclass(slots=True)
class Indicator:
    """One row of the indicator grid.

    `value` is the 指标值 as printed (sign, number and measure glued together); `sign`, `number` and `measure` are its
    three parts as `domain.values.split` reads them or as they were typed.
    """

    l1: str = ""
    l2: str = ""
    l3: str = ""
    desc: str = ""
    value: str = ""
    basis: str = ""
    sign: str = ""
    number: str = ""
    measure: str = ""
    last_value: str = ""
    note: str = ""
    id: str = ""


@dataclass(slots=True)
class Project:
    """One 预算项目 with its form. Amounts are texts in 万元, plan entries texts in percent, both as printed."""

    unit_code: str = ""
    unit_name: str = ""
    seq: str = ""
    title: str = ""
    code: str = ""
    name: str = ""
    budget: str = ""
    fiscal: str = ""
    other: str = ""
    purpose: str = ""
    plan: list[str] = field(default_factory=lambda: ["", "", "", ""])
    goals: list[Goal] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    category: str = ""
    function_code: str = ""
    needs_form: str = ""
    secret: str = ""
    review: list[Review] = field(default_factory=list)
    lines: tuple[int, int] | None = None
    id: str = ""
    unit_id: str = ""

    @property
    def is_secret(self) -> bool:
        """Whether the project is marked 涉密. Any mark but 否 counts: what is not understood is kept back."""
        return self.secret.strip() not in ("", NO)


@dataclass(slots=True)
class Section:
    """A text section: its heading as printed and its paragraphs joined by newlines."""

    heading: str
    text: str = ""
    id: str = ""


@dataclass(slots=True)
class BudgetRow:
    """One row of a budget table: a text a column, and the stable id of the row."""

    cells: list[str]
    id: str = ""


@dataclass(slots=True)
class BudgetTable:
    """One of the nine budget tables. `owner` is the unit's code, "" where the department itself is meant."""

    no: int
    name: str
    columns: list[str]
    rows: list[BudgetRow] = field(default_factory=list)
    measure: str = "万元"
    note: str = ""
    owner: str = ""
    id: str = ""


@dataclass(slots=True)
class Unit:
    """A 单位 under the department; code and name are "" where the document prints none (未标明)."""

    code: str = ""
    name: str = ""
    id: str = ""


@dataclass(slots=True)
class Unread:
    """A line of the source that the reader did not understand; `line` counts from 1."""

    line: int
    text: str


@dataclass(slots=True)
class Book:
    """Everything that one department publishes for one year. `file` and `sha256` name its source, "" for none."""

    file: str = ""
    sha256: str = ""
    year: int | None = None
    department_code: str = ""
    department_name: str = ""
    units: list[Unit] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    tables: list[BudgetTable] = field(default_factory=list)
    review: list[Review] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    frame: str = ""
    id: str = ""


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
    `structure` is true when rows were added, removed or moved anywhere.
    """

    name: str
    cells: set[CellKey] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)
    structure: bool = False
