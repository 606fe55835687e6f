"""A project as the rules see it: amounts, plan entries and indicator values read once."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from desktop_app.checks.context import Owner
from desktop_app.checks.wording import proper_value, squeeze
from desktop_app.domain import amounts, goal_values, values
from desktop_app.domain.model import NO, PLAN_MONTHS, Indicator, Project

_LONGEST_NUMBER = 16

# What a row measures. A frame may call its classes otherwise; the words in them stay.
QUANTITY, QUALITY, TIME, COST, OTHER_COST, BENEFIT, SATISFACTION = (
    "数量", "质量", "时效", "成本", "社会或生态成本", "效益", "满意度",
)  # fmt: skip

_MONEY = re.compile(r"(亿|千万|百万|万|千|百)?元(?:人民币)?(?:[/／每·](.+))?")
_WAN = {
    "亿": Decimal(10000), "千万": Decimal(1000), "百万": Decimal(100), "万": Decimal(1), "千": Decimal("0.1"),
    "百": Decimal("0.01"), None: Decimal("0.0001"),
}  # fmt: skip
# 无不良影响 is something to reach, 无经济效益 is not.
_FILLER = re.compile(r"(?:无|没有).{0,10}(?:指标|效益)|无可持续影响")
_NOTHING = ("无", "没有", "/", "／", "—", "——", "不涉及", "不适用")
_WITHIN = "控制在"  # before 120万元以内
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")


class Reading(NamedTuple):
    """An indicator value taken apart.

    `text` is the value as it stands, `plain` the same without white space.
    `sign`, `number` and `measure` are the parts as they stand; `meant_sign`, `amount` (None where it is no number)
    and `meant_measure` are those of the properly written value, words such as 不低于 and 以内 read as signs. `places`
    are the decimals of the amount; `wan` is it in 万元 where the measure is money, and `per` what that money is for one
    of (`人` in 元/人), "" for plain money.
    """

    text: str
    plain: str
    sign: str
    number: str
    measure: str
    meant_sign: str
    amount: Decimal | None
    meant_measure: str
    places: int
    wan: Decimal | None
    per: str

    @property
    def percent(self) -> bool:
        """Whether the amount is a percentage."""
        return self.meant_measure[:1] in ("%", "％")


@lru_cache(maxsize=65536)
def read_value(value: str, sign: str, number: str, measure: str) -> Reading:
    """Take an indicator value apart; where the parts are blank they are read from the printed value."""
    parts = values.Value(sign, number, measure)
    if not (sign or number or measure):
        parts = values.split(value)
    text = value.strip() or values.glue(parts)
    # White space that a wrapped cell left in the measure (7.3 万 元) is no part of it, and 不超过5万元 means ≤5万元.
    meant = goal_values.parts(squeeze(proper_value(text) or text).removeprefix(_WITHIN))
    amount = parse_number(meant.number)
    money = _MONEY.fullmatch(_BRACKETS.sub("", meant.measure)) if amount is not None else None
    return Reading(
        text, squeeze(text), *parts, meant.sign, amount, meant.measure, len(meant.number.partition(".")[2]),
        amount * _WAN[money[1]] if amount is not None and money else None, money[2] or "" if money else "",
    )  # fmt: skip


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Decimal | None:
    """`amounts.parse_number`, remembered: plans and amounts repeat from project to project and rule to rule.

    A text longer than any amount of a county is no number: exact arithmetic with it would overflow.
    """
    return amounts.parse_number(text) if len(text) <= _LONGEST_NUMBER else None


class Classes(NamedTuple):
    """The classes of a row without white space, and what it measures, "" where they do not tell."""

    l1: str
    l2: str
    kind: str


@lru_cache(maxsize=4096)
def read_classes(l1: str, l2: str) -> Classes:
    """Read the two classes of a row."""
    first, second = squeeze(l1), squeeze(l2)
    return Classes(first, second, _kind(first, second))


def _kind(first: str, second: str) -> str:
    if "社会成本" in second or "环境成本" in second:
        return OTHER_COST
    for kind in (QUANTITY, QUALITY, TIME, COST, SATISFACTION):
        if kind in second:
            return kind
    if BENEFIT in second or "可持续" in second:
        return BENEFIT
    return next((kind for kind in (COST, SATISFACTION, BENEFIT) if kind in first), "")


@dataclass(slots=True)
class Row:
    """One row of the indicator grid.

    `path` names it; `l1`, `l2`, `name` and `desc` are without white space. `filler` is the text by which it only says
    that there is no such indicator (无经济效益指标, or 无 where the name is the class again), "" for none. `empty`:
    nothing is typed in it yet.
    """

    index: int
    path: str
    indicator: Indicator
    l1: str
    l2: str
    kind: str
    name: str
    desc: str
    value: Reading
    filler: str
    empty: bool

    def says(self) -> str:
        """Name and description together, for rules that look for words."""
        return f"{self.name} {self.desc}"


@dataclass(slots=True)
class Entry:
    """One entry of the payment plan; `percent` is None where it is blank or no number."""

    path: str
    month: str
    text: str
    percent: Decimal | None


@dataclass(slots=True)
class Facts:
    """A project and what its texts mean.

    `budget` is in 万元, None where it is no number. `cells` are all texts with their paths, `all_text` the same in one.
    """

    project: Project
    owner: Owner
    budget: Decimal | None
    plan: list[Entry]
    rows: list[Row]
    cells: list[tuple[str, str]]
    all_text: str

    @property
    def needs_form(self) -> bool:
        """Whether goals, indicators and a plan are due: not for a budget line that is said to need none."""
        return self.project.needs_form.strip() != NO


def owner_of(project: Project) -> Owner:
    """The project as findings name it."""
    return Owner(project.id, project.unit_code, project.code, project.name)


def read(project: Project) -> Facts:
    """Read a project once for all rules."""
    rows = [_row(i, indicator) for i, indicator in enumerate(project.indicators)]
    cells = _cells(project, rows)
    return Facts(
        project,
        owner_of(project),
        parse_number(project.budget),
        [
            Entry(f"plan[{i}]", month, text.strip(), parse_number(text.strip().rstrip("%％")))
            for i, (month, text) in enumerate(zip(PLAN_MONTHS, project.plan, strict=False))
        ],
        rows,
        cells,
        "\n".join([text for _, text in cells]),
    )


def _row(index: int, i: Indicator) -> Row:
    value = read_value(i.value, i.sign, i.number, i.measure)
    name, desc = squeeze(i.l3), squeeze(i.desc)
    classes = read_classes(i.l1, i.l2)
    filler = next((t for t in (name, value.plain, desc) if t[:1] in "无没" and _FILLER.fullmatch(t)), "")
    if value.plain in _NOTHING and name.removesuffix("指标") == classes.l2.removesuffix("指标"):
        filler = value.plain
    empty = not (name or value.text or desc or i.basis.strip())
    return Row(index, f"indicators[{index}]", i, *classes, name, desc, value, filler, empty)


def _cells(p: Project, rows: list[Row]) -> list[tuple[str, str]]:
    # The title mostly holds the name once more; what is wrong in the name is said there.
    title = p.title.replace(p.name, "") if p.name else p.title
    cells = [("name", p.name), ("title", title), ("purpose", p.purpose)]
    cells += [(f"goals[{i}]", goal.text) for i, goal in enumerate(p.goals)]
    for row in rows:
        path, i = row.path, row.indicator
        cells += (
            (f"{path}.l3", i.l3), (f"{path}.desc", i.desc), (f"{path}.value", row.value.text),
            (f"{path}.basis", i.basis), (f"{path}.note", i.note),
        )  # fmt: skip
    return cells
