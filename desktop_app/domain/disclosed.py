"""What a department publishes beside its projects, as plain data: texts, goals, tables, purchases, assets, terms.

All texts are kept as printed or typed; "" stands for a blank cell. `id` is the stable id of the record in the
workspace, "" while the record has none; `lines` are those of its source, None where it has none.
"""

from dataclasses import dataclass, field

from desktop_app.domain.traces import Lines


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
