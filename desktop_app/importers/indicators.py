"""The indicator rows of one form -> indicators, with 一级 and 二级指标 on every row."""

import re

from desktop_app.domain import values
from desktop_app.domain.model import Indicator, Review
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.segments import begins_late
from desktop_app.importers.vocabulary import STANDARD_COLUMNS, Vocabulary

Columns = dict[str, int]
"""Indicator field -> its column."""

_LIKE_BASIS = re.compile(r"[《〔【]|(?:办法|条例|通知|文件)$")  # 符合要求 and 达到标准 are values

STANDARD: Columns = {field: i for i, field in enumerate(STANDARD_COLUMNS)}


def read_indicators(rows: list[Row], words: Vocabulary) -> tuple[list[Indicator], list[Review], list[Row]]:
    """The indicators under the column heads, the fields to be looked at, and rows that are no indicators."""
    indicators: list[Indicator] = []
    review: list[Review] = []
    strange: list[Row] = []
    columns: Columns = {}
    heads = 0
    places: list[tuple[int, int]] = []
    for row in rows:
        if found := columns_of(row, words):
            columns, heads = (STANDARD if row.doubt else found), len(row.cells)
            continue
        if not row.table or (len(row.cells) == 1 and not row.doubt):
            strange.append(row)
            if indicators:
                path = f"indicators[{len(indicators) - 1}]"
                review.append(Review(path, "这一行后面有读不懂的文字", (row.line, row.last)))
            continue
        if not columns:
            review.append(Review("indicators", "没有找到指标的表头，按通常的顺序读取", row.place))
            columns, heads = STANDARD, len(STANDARD)
        indicator, doubt = _indicator(row, columns, heads, words)
        path = f"indicators[{len(indicators)}]"
        if doubt:
            name = next((f for f, column in columns.items() if doubt == row.doubt and column == row.doubt_at), "")
            review.append(Review(f"{path}.{name}" if name else path, doubt, row.place))
        above = indicators[-1] if indicators else Indicator()
        review += _fill_down(indicator, above, path, row, words)
        indicators.append(indicator)
        places.append(row.place)
    return indicators, review + _lost_cells(indicators, places, review), strange


def _lost_cells(indicators: list[Indicator], places: list[tuple[int, int]], known: list[Review]) -> list[Review]:
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


def columns_of(row: Row, words: Vocabulary) -> Columns:
    """The columns of the indicator fields where the row is a row of column heads, else nothing."""
    if not row.table:
        return {}
    found: Columns = {}
    for i, cell in enumerate(row.cells):
        if label := words.column_label(cell):
            found.setdefault(label, i)
    named = sum(bool(cell) for cell in row.cells)
    return found if len(found) >= 3 and 2 * len(found) > named else {}


def _indicator(row: Row, columns: Columns, heads: int, words: Vocabulary) -> tuple[Indicator, str]:
    """One row as an indicator, and why it must be looked at ("" where it need not)."""
    cells, doubt = row.cells, row.doubt
    first, second = columns.get("l1", 0), columns.get("l2", 1)
    late = begins_late([_at(cells, first), _at(cells, second)], words)
    if late and (not words.level2(_at(cells, second)) or len(cells) <= max(columns.values())):
        cells = [*cells[:first], "", *cells[first:]]
    texts = {field: _at(cells, column) for field, column in columns.items()}
    used = set(columns.values())
    surplus = [cell for i, cell in enumerate(cells) if cell and i not in used]
    if surplus:
        doubt = doubt or f"这一行比表头多出内容：{'、'.join(surplus)}"
    elif not doubt and len(cells) <= max(used):
        doubt = f"这一行只有 {len(row.cells)} 栏，表头有 {heads} 栏"
    if not doubt and _looks_swapped(texts):
        doubt = "各格像是错位了：名称或描述是数值，指标值却不是"
    if not doubt and texts.get("l3") and not texts.get("value", texts.get("number")):
        doubt = "这一行没有指标值，各格可能错位了"
    indicator = Indicator()
    for field in ("l3", "desc", "value", "basis", "last_value", "note"):
        setattr(indicator, field, texts.get(field, ""))
    indicator.l1 = words.level1(texts.get("l1", "")) or texts.get("l1", "")
    indicator.l2 = words.level2(texts.get("l2", "")) or texts.get("l2", "")
    if not set_value(indicator, texts, "number" in columns):
        doubt = doubt or "符号、数值、计量单位几栏合起来与指标值一栏不同"
    return indicator, doubt


def _looks_swapped(texts: dict[str, str]) -> bool:
    """Whether the name or the description is a value with a sign or a percentage, and the value is none."""
    if any(c.isdigit() for c in texts.get("value", "")):
        return False
    parts = (values.split(texts.get(field, "")) for field in ("l3", "desc"))
    return any((p.sign or p.measure in ("%", "百分比")) and values.numeric(p.number) for p in parts)


def set_value(indicator: Indicator, texts: dict[str, str], number_apart: bool) -> bool:
    """Set the value's three parts: as they stand apart, else as they are read out of the glued value.

    `number_apart`: the source has a column for the number; without it, the value itself may be the number between a
    sign and a measure that stand apart. Returns whether the parts and the glued value say the same.
    """
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
            review.append(Review(f"{path}.l1", "没有印出一级指标，按指标框架补上", row.place))
        elif not indicator.l1:
            review.append(Review(f"{path}.l1", "没有印出一级指标", row.place))
    return review


def _at(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
