"""The records of one department's year, as plain data.

One `Book` is what a department publishes in a year. Importers make books, the store reads and writes them, checks and
exporters take them. All texts are kept as printed or typed; "" stands for a blank cell. `id` is the stable id of the
record in the workspace, "" while the record has none.
"""

from dataclasses import dataclass, field

from desktop_app.domain.disclosed import (
    AssetBlock,
    BudgetTable,
    Fact,
    Organisation,
    Purchase,
    PurchaseTotal,
    Section,
    Term,
)
from desktop_app.domain.traces import Answer, Lines, Origin, Part, Review

YES, NO = "是", "否"  # the texts of `Project.secret` and `Project.needs_form`, where they are known
CATEGORIES = ("人员类", "运转类公用", "其他运转类", "特定目标类")  # texts of `Project.category`, where it is known
SECRET = YES  # what the window writes into `Project.secret`; `Project.is_secret` tells
UNDECIDED = "待定"  # in `Project.secret`: somebody else marked it 涉密; kept back until a person here decides
_NOT_SECRET = ("", NO, "不涉密", "非涉密", "非密", "不是", "无", "公开")  # what lists of projects print there
PLAN_MONTHS = ("3月底", "6月底", "10月底", "12月底")


@dataclass(slots=True)
class Goal:
    """One 绩效目标, without its outer number."""

    text: str
    id: str = ""
    lines: Lines | None = None


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
    lines: Lines | None = None


@dataclass(slots=True)
class Project:
    """One 预算项目 with its form. Amounts are texts in 万元, plan entries texts in percent, both as printed.

    `origins` tells where its own fields stood, by field name or `plan[0]` .. `plan[3]`; in a workbook also the column
    of each field of its indicators, as `indicators.l3` (lines 0). Goals and indicators hold their own `lines`.
    """

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
    lines: Lines | None = None
    origins: dict[str, Origin] = field(default_factory=dict)
    id: str = ""
    unit_id: str = ""
    answers: list[Answer] = field(default_factory=list)

    @property
    def is_secret(self) -> bool:
        """Whether the project is marked 涉密. Any mark but a plain 否 counts: what is not understood is kept back."""
        return "".join(self.secret.split()) not in _NOT_SECRET


@dataclass(slots=True)
class Stage:
    """A closed stage of a year (一上, 二上, 批复 …): `snapshot` is the SHA-256 of the frozen book."""

    name: str = ""
    at: str = ""
    by: str = ""
    note: str = ""
    snapshot: str = ""
    id: str = ""
    lines: Lines | None = None


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
    """Everything that one department publishes for one year.

    `file` and `sha256` name its source, "" for none. `parts` are the parts of the source that count their own lines,
    in order; none for plain text. `lines` are the texts of the source's lines that a person may have to look at, by
    their number; they are not kept in the workspace. `stages` are the closed
    stages of the year, oldest first, `stage` the name of the one that is being worked on, "" where none was named.
    """

    file: str = ""
    sha256: str = ""
    year: int | None = None
    department_code: str = ""
    department_name: str = ""
    units: list[Unit] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    tables: list[BudgetTable] = field(default_factory=list)
    organisation: list[Organisation] = field(default_factory=list)
    purchases: list[Purchase] = field(default_factory=list)
    purchase_totals: list[PurchaseTotal] = field(default_factory=list)
    assets: list[AssetBlock] = field(default_factory=list)
    glossary: list[Term] = field(default_factory=list)
    review: list[Review] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    lines: dict[int, str] = field(default_factory=dict)
    frame: str = ""
    facts: list[Fact] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    stage: str = ""
    id: str = ""
