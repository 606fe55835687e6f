"""The indicator rows of one form -> indicators, with 一级 and 二级指标 on every row."""

import re
from dataclasses import dataclass, field

from desktop_app.domain import values
from desktop_app.domain.model import Indicator
from desktop_app.domain.traces import Lines, Origin, Review
from desktop_app.importers import origins
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.columns import STANDARD, Layout, columns_of, layout
from desktop_app.importers.segments import begins_late
from desktop_app.importers.vocabulary import Vocabulary

_TEXTS = ("l3", "desc", "value", "basis", "last_value", "note")
_MOST_LEFT = 3  # cells of a row that is only the rest of the one above
_VALUE = re.compile(r"[≥≤＞＜＝=<>]|\d")
_LIKE_BASIS = re.compile(r"[《〔【]|(?:办法|条例|通知|文件)$")  # 符合要求 and 达到标准 are values


@dataclass(slots=True)
class Grid:
    """The indicators of a form, the fields to be looked at, rows that are no indicators, the workbook's columns.

    `merged` are the indicators whose 二级指标 was blank and taken from the row above.
    """

    indicators: list[Indicator] = field(default_factory=list)
    review: list[Review] = field(default_factory=list)
    strange: list[Row] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    merged: list[int] = field(default_factory=list)


def read_indicators(rows: list[Row], words: Vocabulary) -> Grid:
    """Read the rows under the column heads; heads that come again hold for the rows below them."""
    grid = Grid()
    at = 0
    while at < len(rows):
        heads = columns_of(rows[at], words)
        body = at + 1 if heads else at
        end = next((i for i in range(body, len(rows)) if columns_of(rows[i], words)), len(rows))
        _block(grid, rows[at] if heads else None, rows[body:end], words)
        at = end
    places = [indicator.lines or (0, 0) for indicator in grid.indicators]
    grid.review += _lost_cells(grid.indicators, places, grid.review)
    return grid


def _block(grid: Grid, head: Row | None, rows: list[Row], words: Vocabulary) -> None:
    """Read the rows below one row of heads, or above the first of them."""
    found = layout(head, rows, words) if head else Layout(STANDARD, len(STANDARD))
    if head is None and any(row.table for row in rows):
        grid.review.append(Review("indicators", "没有找到指标的表头，按通常的顺序读取", rows[0].place))
    for row in rows:
        if not row.table or (len(row.cells) == 1 and not row.doubt):
            grid.strange.append(row)
            if grid.indicators:
                path = f"indicators[{len(grid.indicators) - 1}]"
                grid.review.append(Review(path, "这一行后面有读不懂的文字", row.place))
            continue
        if grid.indicators and (_goes_on(row, found) or _rest_of_level(row, found, grid.indicators[-1], words)):
            _append(grid, row, found, words)
            continue
        indicator, doubt = _indicator(row, found, words)
        indicator.lines = row.place
        path = f"indicators[{len(grid.indicators)}]"
        if doubt:
            name = next((f for f, column in found.columns.items() if doubt == row.doubt and column == row.doubt_at), "")
            grid.review.append(Review(f"{path}.{name}" if name else path, doubt, row.place))
        above = grid.indicators[-1] if grid.indicators else Indicator()
        if doubt and grid.indicators and _leftover(row, words):
            reason = "下一行不成一条指标，可能是这一行没有写完的字"
            grid.review.append(Review(f"indicators[{len(grid.indicators) - 1}]", reason, row.place))
        if not indicator.l2 and "l2" in found.columns and not row.exact:  # a table shows its merged cells itself
            grid.merged.append(len(grid.indicators))
        grid.review += _fill_down(indicator, above, path, row, words)
        grid.indicators.append(indicator)
        for name, column in found.columns.items():
            if column < len(row.columns):
                grid.origins.setdefault(f"indicators.{name}", Origin(0, 0, origins.origin(row, column).column))


def _goes_on(row: Row, found: Layout) -> bool:
    """Whether a row only holds what is left of the cells above: no 一级 or 二级指标, and no name or no value."""
    texts = {name: _at(row.cells, column) for name, column in found.columns.items()}
    begins = texts.get("l1") or texts.get("l2") or (texts.get("l3") and texts.get("value", texts.get("number", "")))
    known = {*found.columns.values(), *found.doubled}
    return not (begins or row.doubt) and all(not cell or i in known for i, cell in enumerate(row.cells))


def _leftover(row: Row, words: Vocabulary) -> bool:
    """Whether a row that is no indicator only holds some cells, none of them a 二级指标: what is left of others."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) <= _MOST_LEFT and not any(map(words.level2, filled))


def _rest_of_level(row: Row, found: Layout, above: Indicator, words: Vocabulary) -> bool:
    """Whether a row holds the rest of a wrapped 二级指标, known only together with the row above."""
    rest = _at(row.cells, found.columns.get("l2", -1)) if "l2" in found.columns else ""
    if not rest or row.doubt or _at(row.cells, found.columns.get("l1", 0)) or words.level2(rest):
        return False
    return not words.level2(above.l2) and bool(words.level2(above.l2 + rest))


def _append(grid: Grid, row: Row, found: Layout, words: Vocabulary) -> None:
    """Put what a page break cut off back to its cells; where the cut went is worth a look."""
    number = len(grid.indicators) - 1
    indicator = grid.indicators[number]
    for name, column in found.columns.items():
        if text := _at(row.cells, column):
            if name in _TEXTS:
                setattr(indicator, name, getattr(indicator, name) + text)
            elif name == "l2" and words.level2(indicator.l2 + text):
                indicator.l2 = words.level2(indicator.l2 + text)
                indicator.l1 = indicator.l1 or words.above(indicator.l2)
            grid.review.append(Review(f"indicators[{number}].{name}", "这一格分在两行里，已接在一起", row.place))
    if indicator.lines:
        indicator.lines = (indicator.lines[0], row.last)
    if "number" not in found.columns:
        indicator.sign, indicator.number, indicator.measure = values.split(indicator.value)


def _lost_cells(indicators: list[Indicator], places: list[Lines], known: list[Review]) -> list[Review]:
    """Rows that lost a cell to a blank at their end: no basis, and a value that reads like one.

    `乙 | 显著提升 | 年度计划 | ` puts 显著提升 under 描述 and 年度计划 under 指标值.
    """
    bases = {fold(i.basis) for i in indicators if i.basis}
    flagged = {review.path.split(".")[0] for review in known}
    return [
        Review(path, "没有指标值确定依据，指标值却像依据，各格可能错位了一栏", places[n])
        for n, i in enumerate(indicators)
        if i.value and not i.basis and (fold(i.value) in bases or _LIKE_BASIS.search(i.value))
        if (path := f"indicators[{n}]") not in flagged
    ]


def _indicator(row: Row, found: Layout, words: Vocabulary) -> tuple[Indicator, str]:
    """One row as an indicator, and why it must be looked at ("" where it need not)."""
    cells, doubt, columns = row.cells, row.doubt, found.columns
    first, second = columns.get("l1", 0), columns.get("l2", 1)
    late = begins_late([_at(cells, first), _at(cells, second)], words)
    if late and (not words.level2(_at(cells, second)) or len(cells) <= max(columns.values())):
        cells = [*cells[:first], "", *cells[first:]]
    texts = {name: _at(cells, column) for name, column in columns.items()}
    used = {*columns.values(), *found.doubled}
    surplus = [cell for i, cell in enumerate(cells) if cell and i not in used]
    if surplus:
        doubt = doubt or f"这一行比表头多出内容：{'、'.join(surplus)}"
    elif not doubt and len(cells) <= max(columns.values()):
        doubt = f"这一行只有 {len(row.cells)} 栏，表头有 {found.heads} 栏"
    if not doubt and _looks_swapped(texts):
        doubt = "各格像是错位了：数值不在指标值这一栏"
    if not doubt and texts.get("l3") and not texts.get("value", texts.get("number")):
        doubt = "这一行没有指标值，各格可能错位了"
    indicator = Indicator()
    for name in _TEXTS:
        setattr(indicator, name, texts.get(name, ""))
    indicator.l1 = words.level1(texts.get("l1", "")) or texts.get("l1", "")
    indicator.l2 = words.level2(texts.get("l2", "")) or texts.get("l2", "")
    if not set_value(indicator, texts, "number" in columns):
        doubt = doubt or "符号、数值、计量单位几栏合起来与指标值一栏不同"
    return indicator, doubt


def _looks_swapped(texts: dict[str, str]) -> bool:
    """Whether a value with its sign stands under another head than 指标值, or a percentage beside a value of words."""
    parts = [values.split(texts.get(name, "")) for name in ("l3", "desc", "basis")]
    if any(p.sign and p.number[:1].isdigit() for p in parts):
        return True
    measured = _VALUE.match(texts.get("value", ""))
    return not measured and any(p.measure in ("%", "百分比") and values.numeric(p.number) for p in parts)


def set_value(indicator: Indicator, texts: dict[str, str], number_apart: bool) -> bool:
    """Set the value's three parts: as they stand apart, else as they are read out of the glued value.

    `number_apart`: the source has a column for the number; without it, the value itself may be the number between a
    sign and a measure that stand apart. Returns whether the parts and the glued value say the same.
    """
    indicator.value = values.restored(indicator.value)
    sign = values.canonical_sign(texts.get("sign", "")) or texts.get("sign", "")
    number, measure = texts.get("number", ""), texts.get("measure", "")
    if not (sign or number or measure):
        indicator.sign, indicator.number, indicator.measure = values.split(indicator.value)
        return True
    if not number_apart:
        glued = bool(values.split(indicator.value).sign) or (bool(measure) and indicator.value.endswith(measure))
        number = values.split(indicator.value).number if glued else indicator.value
        indicator.value = indicator.value if glued else ""
    indicator.sign, indicator.number, indicator.measure = sign, number, measure
    whole = values.glue(values.Value(sign, number, measure))
    agrees = not indicator.value or fold(indicator.value) == fold(whole)
    indicator.value = indicator.value or whole
    return agrees


def _fill_down(indicator: Indicator, above: Indicator, path: str, row: Row, words: Vocabulary) -> list[Review]:
    """Put the merged 一级 and 二级指标 of the row above into blank cells, within one project."""
    review = []
    merged = not indicator.l1
    if not indicator.l2 and (merged or indicator.l1 == above.l1):
        indicator.l2 = above.l2
        if not above.l2:
            review.append(Review(f"{path}.l2", "没有印出二级指标", row.place))
    elif not words.level2(indicator.l2):
        review.append(Review(f"{path}.l2", "这个二级指标不在指标框架里", row.place))
    if merged:
        indicator.l1 = above.l1
        frame_l1 = words.above(indicator.l2)
        if indicator.l2 and frame_l1 and not words.paired(indicator.l1, indicator.l2):
            indicator.l1 = frame_l1
            review.append(Review(path, "没有印出一级指标，按指标框架补上；上面可能少了一行", row.place))
        elif not indicator.l1:
            review.append(Review(path, "没有印出一级指标，上面可能少了一行", row.place))
    return review


def _at(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
