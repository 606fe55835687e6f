"""资金支出计划: which entry is of which month, also where columns are shifted or 12月底 is on a row of its own."""

import re
from dataclasses import dataclass, field

from desktop_app.domain.amounts import parse_percent
from desktop_app.domain.model import PLAN_MONTHS
from desktop_app.domain.traces import Origin, Review
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.origins import origin
from desktop_app.importers.vocabulary import PLAN, Vocabulary

_PERIOD = re.compile(
    r"第?[一二三四1-4]季度?[末底]?|(?:\d{4}年)?(?:截[至止])?\d{1,2}月(?:[份末底]|\d{1,2}日)?|[上下]半年|全年"
)
_COUNT = len(PLAN_MONTHS)

Entry = tuple[int, str]
"""A cell that is no label: its column and what it says."""


@dataclass(slots=True)
class _Plan:
    """The entries read so far, the columns of the months, and what is not certain."""

    texts: list[str] = field(default_factory=lambda: [""] * _COUNT)
    columns: dict[int, int] = field(default_factory=dict)
    review: dict[str, Review] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)  # heads that name another time than the four months
    rows: int = 0  # rows of entries below the months, blank ones too

    def set(self, month: int, entry: Entry, row: Row) -> None:
        self.texts[month] = entry[1]
        self.origins[f"plan[{month}]"] = origin(row, entry[0])

    def flag(self, path: str, reason: str, row: Row) -> None:
        self.review[path] = Review(path, reason, row.place)


def read_plan(
    rows: list[Row], words: Vocabulary, origins: dict[str, Origin] | None = None
) -> tuple[list[str], list[Review]]:
    """The four entries as printed, and those of which it is not certain whose they are.

    `origins` is given the place of each entry as `plan[0]` .. `plan[3]`.
    """
    plan = _Plan()
    for row in rows:
        _take(plan, row, words)
    place = (rows[0].line, rows[-1].last) if rows else None
    if plan.columns and not plan.rows:
        plan.review["plan"] = Review("plan", "没有找到计划数字这一行", place)
    for month, text in enumerate(plan.texts):
        path = f"plan[{month}]"
        if month not in plan.columns and not text:
            plan.review.setdefault(path, Review(path, f"没有印出{PLAN_MONTHS[month]}这一栏", place))
        if text and parse_percent(text) is None:
            plan.review[path] = Review(path, "不是数字", place)
    if plan.strange:  # the entries are those of other months
        return [""] * _COUNT, [plan.review["plan"]]
    if origins is not None:
        origins |= plan.origins
    if "plan" in plan.review:
        return plan.texts, [plan.review["plan"]]
    return plan.texts, list(plan.review.values())


def _take(plan: _Plan, row: Row, words: Vocabulary) -> None:
    """Read one row: months, entries, or both."""
    if not row.table:
        plan.flag("plan", "计划中间有读不懂的文字", row)
        return
    months = _months(row, words)
    entries = [(i, cell) for i, cell in enumerate(row.cells) if cell and not words.head_label(cell)]
    if strange := [cell for _, cell in entries if _PERIOD.fullmatch(fold(cell))]:
        plan.strange += strange
        plan.flag("plan", f"月份栏印的是{'、'.join(strange)}，不是{'、'.join(PLAN_MONTHS)}", row)
        return
    if row.doubt and "plan" not in plan.review:
        plan.flag("plan", row.doubt, row)
    if months and not entries:
        if plan.rows:
            plan.flag("plan", "数字在月份的上面", row)
        plan.columns = plan.columns or months
        return
    if months:
        _own_row(plan, months, entries, row)
        return
    plan.rows += 1
    if entries:
        _entries(plan, entries, row)


def _months(row: Row, words: Vocabulary) -> dict[int, int]:
    """The months that the row names -> the columns in which it names them."""
    found = {}
    for column, cell in enumerate(row.cells):
        label = words.head_label(cell)
        if label.startswith(f"{PLAN}."):
            found[int(label.removeprefix(f"{PLAN}."))] = column
    return found


def _own_row(plan: _Plan, months: dict[int, int], entries: list[Entry], row: Row) -> None:
    """A row that holds a month and its entry (`12月底 | 100.00%`)."""
    for month, column in months.items():
        after = [e for e in entries if e[0] > column and not any(column < other < e[0] for other in months.values())]
        if len(after) != 1 or len(entries) != len(months) or plan.texts[month]:
            plan.flag(f"plan[{month}]", f"{PLAN_MONTHS[month]}的数字对不上", row)
        if after and not plan.texts[month]:
            plan.set(month, after[0], row)


def _entries(plan: _Plan, entries: list[Entry], row: Row) -> None:
    """A row of entries: each stands under its month; as many as months are in their order wherever they stand."""
    again = any(plan.texts)  # entries above this row: the columns of the heads say nothing about it
    if len(entries) == _COUNT and not again:
        for month, entry in enumerate(entries):
            plan.set(month, entry, row)
        return
    if plan.columns and not again and len(row.cells) <= max(plan.columns.values()):
        plan.flag("plan", "这一行比月份那一行少几栏，数字可能不在自己的月份下", row)
    below = {} if again else {column: month for month, column in plan.columns.items()}
    beside = [entry for entry in entries if entry[0] not in below]
    if below and beside and len(entries) == len(below):
        for month, entry in zip(sorted(plan.columns), entries, strict=True):
            plan.set(month, entry, row)
        return
    for entry in entries:
        if entry not in beside:
            plan.set(below[entry[0]], entry, row)
    free = [m for m in range(_COUNT) if m not in plan.columns and not plan.texts[m]]
    behind = again or not plan.columns or entries[-1][0] > max(plan.columns.values())
    if len(free) == 1 and behind and beside == entries[-1:]:
        plan.set(free[0], beside[0], row)
        plan.flag(f"plan[{free[0]}]", "这个数字不在任何月份的栏下面", row)
    elif beside:
        plan.flag("plan", f"数字 {'、'.join(cell for _, cell in beside)} 不知道是哪个月的", row)
