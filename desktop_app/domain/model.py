"""The records of one department's year, as plain data.

One `Book` is what a department publishes in a year. Importers make books, the store reads and writes them, checks and
exporters take them. All texts are kept as printed or typed; "" stands for a blank cell. `id` is the stable id of the
record in the workspace, "" while the record has none.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

YES, NO = "是", "否"  # the texts of `Project.secret` and `Project.needs_form`, where they are known
CATEGORIES = ("人员类", "运转类公用", "其他运转类", "特定目标类")  # texts of `Project.category`, where it is known
SECRET = YES  # what the window writes into `Project.secret`; `Project.is_secret` tells
PLAN_MONTHS = ("3月底", "6月底", "10月底", "12月底")


Lines = tuple[int, int]
"""First and last line of the source, counted from 1 through the whole file (rows of all sheets, pages of a PDF)."""


class Origin(NamedTuple):
    """Where a field stood in the source: its lines and, in a workbook, its column counted from 0 (else -1)."""

    first: int
    last: int
    column: int = -1


class Part(NamedTuple):
    """A part of a source that counts its own lines: a worksheet, a table of a Word file, a page.

    `line` is the number of its first line in the whole file, `kind` one of "sheet", "table", "page", and `first` the
    number that this line has in the part itself (the row of the worksheet, counted from 1).
    """

    line: int
    kind: str
    name: str
    first: int = 1


@dataclass(slots=True)
class Review:
    """A field that a person must look at.

    `path` is relative to the record that holds it (`plan[3]`, `indicators[4].basis`, or `narrative` for a book);
    `lines` are the first and last line of the source, counted from 1, or None.
    """

    path: str
    reason: str
    lines: Lines | None = None


@dataclass(slots=True)
class Answer:
    """A written 说明 (`text`) that silences one finding of `rule` at `path`, by whom and when (ISO, local time).

    It holds while the rule says the same there: `found` is the text of the field when it was written ("" for what is
    no single field), `message` the sentence of the finding. `path` is relative to the project or book that holds it;
    `unit` is the printed unit of a finding that is in no project, "" else: in tables a path alone does not tell whose.
    """

    path: str
    rule: str
    found: str
    message: str
    text: str
    by: str = ""
    at: str = ""
    id: str = ""
    unit: str = ""


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
        """Whether the project is marked 涉密. Any mark but 否 counts: what is not understood is kept back."""
        return self.secret.strip() not in ("", NO)


@dataclass(slots=True)
class GoalIndicator:
    """One indicator of a 分项绩效目标: its name, the value as printed, and the three parts of the value.

    `wording` is how the printed text says it (`domain.department_goals`), "" where it is new.
    """

    name: str = ""
    value: str = ""
    sign: str = ""
    number: str = ""
    measure: str = ""
    wording: str = ""
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class DepartmentGoal:
    """One 分项绩效目标 of the department: its 职责/活动 (`duty`), the 绩效目标 and its indicators.

    `wording` is how the printed text says it, "" where it is new.
    """

    duty: str = ""
    text: str = ""
    wording: str = ""
    indicators: list[GoalIndicator] = field(default_factory=list)
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class Section:
    """A text section: its heading as printed and its paragraphs joined by newlines.

    `goals` are the 分项绩效目标 that the text states, none where it is prose; the text always says what they say.
    `links` tell which figures of the text come from the tables (`domain.linked`), "" for none. `owner` is the code of
    the unit whose text it is, or its name where it has none, "" for the department.
    """

    heading: str
    text: str = ""
    links: str = ""
    goals: list[DepartmentGoal] = field(default_factory=list)
    id: str = ""
    lines: Lines | None = None
    owner: str = ""


@dataclass(slots=True)
class Fact:
    """A figure or a reason that a person typed because no table of the book holds it (last year's total, why it grew).

    `owner` is the code of the unit, "" for the department; `name` says what it is (`resources/narrative.toml`).
    """

    owner: str = ""
    name: str = ""
    text: str = ""
    id: str = ""
    lines: Lines | None = None


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
class BudgetRow:
    """One row of a budget table: a text a column, and the stable id of the row."""

    cells: list[str]
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class BudgetTable:
    """One of the nine budget tables. `owner` is the unit's code, "" where the department itself is meant.

    A head of several rows gives columns such as `收入/预算数`.
    """

    no: int
    name: str
    columns: list[str]
    rows: list[BudgetRow] = field(default_factory=list)
    measure: str = "万元"
    note: str = ""
    owner: str = ""
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class Organisation:
    """One row of 机构设置: a unit, its 性质, 规格 and 经费保障形式."""

    name: str = ""
    nature: str = ""
    rank: str = ""
    funding: str = ""
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class Purchase:
    """One row of the 政府采购预算. Amounts are texts in 万元 as printed.

    `fund` is the 预算资金 of the project, `total` and what follows the 政府采购金额 by source of money, `sme` the
    预留中小微企业份额. `owner` is the code of the unit, or its name where only that is printed, "" for the department.
    """

    project: str = ""
    fund: str = ""
    item: str = ""
    catalog_code: str = ""
    measure: str = ""
    quantity: str = ""
    price: str = ""
    total: str = ""
    general: str = ""
    govfund: str = ""
    soe: str = ""
    special: str = ""
    own: str = ""
    carryover: str = ""
    sme: str = ""
    owner: str = ""
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class PurchaseTotal:
    """A printed sum of the 政府采购预算 (合计, 某单位小计) over the purchases `first` to `last`, counted from 1."""

    label: str = ""
    total: str = ""
    general: str = ""
    govfund: str = ""
    soe: str = ""
    special: str = ""
    own: str = ""
    carryover: str = ""
    sme: str = ""
    first: int = 0
    last: int = 0
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class AssetRow:
    """One row of a 固定资产占用情况表; `value` is a text in 万元."""

    item: str = ""
    quantity: str = ""
    value: str = ""
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class AssetBlock:
    """One 固定资产占用情况表 with the unit that holds the assets and the date, both as printed."""

    unit: str = ""
    date: str = ""
    rows: list[AssetRow] = field(default_factory=list)
    id: str = ""
    lines: Lines | None = None


@dataclass(slots=True)
class Term:
    """One entry of the 名词解释."""

    term: str
    text: str = ""
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
