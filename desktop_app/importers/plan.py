"""资金支出计划: which entry is of which month, also where columns are shifted or 12月底 is on a row of its own."""

from desktop_app.domain.amounts import parse_percent
from desktop_app.domain.model import PLAN_MONTHS, Review
from desktop_app.importers.cells import Row
from desktop_app.importers.vocabulary import PLAN, Vocabulary

_COUNT = len(PLAN_MONTHS)


def read_plan(rows: list[Row], words: Vocabulary) -> tuple[list[str], list[Review]]:
    """The four entries as printed, and those of which it is not certain whose they are."""
    plan = [""] * _COUNT
    columns: dict[int, int] = {}
    review: dict[str, Review] = {}
    for row in rows:
        if not row.table:
            review["plan"] = Review("plan", "计划中间有读不懂的文字", row.place)
            continue
        months = _months(row, words)
        entries = [(i, cell) for i, cell in enumerate(row.cells) if cell and not words.head_label(cell)]
        if row.doubt:
            review["plan"] = Review("plan", row.doubt, row.place)
        if months and not entries:
            columns = columns or months
        elif months:
            _own_row(plan, months, entries, row, review)
        elif entries:
            _entries(plan, columns, entries, row, review)
    place = (rows[0].line, rows[-1].last) if rows else None
    for month in range(_COUNT):
        if month not in columns and not plan[month]:
            review.setdefault(f"plan[{month}]", Review(f"plan[{month}]", f"没有印出{PLAN_MONTHS[month]}这一栏", place))
        if plan[month] and parse_percent(plan[month]) is None:
            review[f"plan[{month}]"] = Review(f"plan[{month}]", "不是数字", place)
    if "plan" in review:
        return plan, [review["plan"]]
    return plan, list(review.values())


def _months(row: Row, words: Vocabulary) -> dict[int, int]:
    """The months that the row names -> the columns in which it names them."""
    found = {}
    for column, cell in enumerate(row.cells):
        label = words.head_label(cell)
        if label.startswith(f"{PLAN}."):
            found[int(label.removeprefix(f"{PLAN}."))] = column
    return found


def _own_row(
    plan: list[str], months: dict[int, int], entries: list[tuple[int, str]], row: Row, review: dict[str, Review]
) -> None:
    """A row that holds a month and its entry (`12月底 | 100.00%`)."""
    for month, column in months.items():
        after = [cell for i, cell in entries if i > column and not any(column < other < i for other in months.values())]
        if len(after) != 1 or len(entries) != len(months) or plan[month]:
            review[f"plan[{month}]"] = Review(f"plan[{month}]", f"{PLAN_MONTHS[month]}的数字对不上", row.place)
        plan[month] = plan[month] or "".join(after[:1])


def _entries(
    plan: list[str], columns: dict[int, int], entries: list[tuple[int, str]], row: Row, review: dict[str, Review]
) -> None:
    """A row of entries: each stands under its month, four of them are in order wherever they stand."""
    if len(entries) == _COUNT and not any(plan):
        plan[:] = [cell for _, cell in entries]
        return
    if columns and not any(plan) and len(row.cells) <= max(columns.values()):
        review["plan"] = Review("plan", "这一行比月份那一行少几栏，数字可能不在自己的月份下", row.place)
    again = any(plan)  # entries above this row: the columns of the heads say nothing about it
    below = {} if again else {column: month for month, column in columns.items()}
    for column, cell in entries:
        month, doubt = below.get(column), ""
        if month is None:
            free = [m for m in range(_COUNT) if m not in columns and not plan[m]]
            month, doubt = free[0] if len(free) == 1 else None, "这个数字不在任何月份的栏下面"
        if month is None:
            review["plan"] = Review("plan", f"数字 {cell} 不知道是哪个月的", row.place)
        else:
            plan[month] = cell
            if doubt:
                review[f"plan[{month}]"] = Review(f"plan[{month}]", doubt, row.place)
