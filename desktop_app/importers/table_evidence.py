"""What shows that rows of a budget table were lost, doubled or swapped: numbers, codes, sums, the last row.

A sum that is off in print is a matter for the checks. Here sums speak only where nothing else could show a lost row: in
tables without 序号, and at the end of those with it.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from desktop_app.domain import amounts
from desktop_app.importers.table_cells import AMOUNT, CODE, LABEL, SEQ

_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"([{_NUMERALS}]+)、")
_ROUNDING = Decimal("0.01")
_ZERO = Decimal(0)
_LEVELS = (3, 5, 7)
_COUNTED = 3  # 因公出国, 公务用车, 公务接待

Cells = list[list[str]]


class Doubt(NamedTuple):
    """Something about a table that a person must look at: a row, a cell of it, a part, or all of it."""

    row: int | None
    column: int | None
    reason: str
    lines: tuple[int, int] | None = None
    part: str = ""


def find(rows: Cells, kinds: list[str]) -> list[Doubt]:
    """The doubts about a table with these rows and kinds of columns."""
    if not rows:
        return []
    doubts = _amounts(rows, kinds)
    numbered = SEQ in kinds and sum(bool(row[kinds.index(SEQ)]) for row in rows) > len(rows) / 2
    if numbered:
        doubts += _numbers([row[kinds.index(SEQ)] for row in rows])
    if CODE in kinds:
        doubts += _codes(rows, kinds, numbered)
    elif LABEL in kinds:
        doubts += _labels(rows, kinds)
    return doubts


def _amounts(rows: Cells, kinds: list[str]) -> list[Doubt]:
    """Cells in columns of money that are no amounts."""
    return [
        Doubt(r, c, f"“{row[c]}”不是正常的金额")
        for r, row in enumerate(rows)
        for c, kind in enumerate(kinds)
        if kind == AMOUNT and row[c] and amounts.parse_number(row[c]) is None and row[c] not in ("-", "—")
    ]


def _numbers(texts: list[str]) -> list[Doubt]:
    """序号 that do not run from 1 without a gap."""
    doubts = []
    last = 0
    for r, text in enumerate(texts):
        if not text.isdecimal():
            doubts.append(Doubt(r, None, f"序号“{text}”不是数" if text else "这一行没有序号"))
        elif int(text) != last + 1:
            whole = int(text) > last + 1 or int(text) == last
            reason = f"序号{last}后面是{text}，可能缺行" if whole else f"序号{text}排在{last}后面，行的次序可能错了"
            doubts.append(Doubt(None if int(text) > last + 1 else r, None, reason))
            last = int(text)
        else:
            last += 1
    return doubts


def _codes(rows: Cells, kinds: list[str], numbered: bool) -> list[Doubt]:
    """Rows keyed by codes of 类, 款 and 项: order, levels and sums."""
    at = kinds.index(CODE)
    codes = [row[at] for row in rows]
    doubts = []
    before = ""
    for r, code in enumerate(codes):
        if code and before and code <= before:
            doubts.append(Doubt(r, None, f"科目编码{code}排在{before}后面"))
        before = code or before
    present = set(codes)
    doubts += [
        Doubt(r, None, f"科目编码{code}的上一级不在表里")
        for r, code in enumerate(codes)
        if len(code) in _LEVELS[1:] and code[:-2] not in present and not numbered
    ]
    filled = [r for r, code in enumerate(codes) if code]
    if not filled:
        return doubts
    end = codes[filled[-1]]
    deepest = max(len(code) for code in codes)
    if len(end) < deepest:
        doubts.append(Doubt(len(rows), None, f"最后一行{end}下面没有下一级，可能缺行"))
    below: dict[str, Cells] = {}
    for row in rows:
        below.setdefault(row[at][:-2], []).append(row)
    for r, code in enumerate(codes):
        if code and (not numbered or end.startswith(code)):
            doubts += _sum(rows, r, below.get(code, []), kinds, None if not numbered else len(rows))
    for r, row in enumerate(rows):
        if not row[at] and "合计" in row and (not numbered or len(end) == _LEVELS[0]):
            doubts += _sum(rows, r, [row for row in rows if len(row[at]) == _LEVELS[0]], kinds, None)
    return doubts


def _sum(rows: Cells, r: int, below: Cells, kinds: list[str], lost: int | None) -> list[Doubt]:
    """A doubt where the rows below do not make up row `r` in some column of money."""
    if not below:
        return []
    for c in (c for c, kind in enumerate(kinds) if kind == AMOUNT):
        total = sum((amounts.parse_number(row[c]) or _ZERO for row in below), _ZERO)
        printed = amounts.parse_number(rows[r][c]) or _ZERO
        if abs(total - printed) > _ROUNDING * (len(below) + 1):
            name = " ".join(cell for cell in rows[r][: kinds.index(AMOUNT)] if cell)
            return [Doubt(lost, None, f"{name}的下级加起来是{total}，印的是{printed}，可能缺行")]
    return []


def adds_up(columns: list[str], cells: list[str], kinds: list[str]) -> bool:
    """Whether the 合计 of a row is the sum of the amounts after it, of those under a 小计 the 小计 alone."""
    money = [c for c, kind in enumerate(kinds) if kind == AMOUNT]
    if not money or not columns[money[0]].endswith("合计"):
        return False
    subtotals = {column.rsplit("/", 1)[0] for column in columns if column.endswith("/小计")}
    parts = [c for c in money[1:] if columns[c].endswith("/小计") or columns[c].rsplit("/", 1)[0] not in subtotals]
    total = sum((amounts.parse_number(cells[c]) or _ZERO for c in parts), _ZERO)
    return abs(total - (amounts.parse_number(cells[money[0]]) or _ZERO)) <= _ROUNDING * len(parts)


def _labels(rows: Cells, kinds: list[str]) -> list[Doubt]:
    """Rows with numbered labels (一、二、…): a gap in them, and the end of the table."""
    doubts = []
    for c in (c for c, kind in enumerate(kinds) if kind == LABEL):
        last = 0
        for row in rows:
            match = _NUMBERED.match(row[c])
            if match:
                number = numeral(match[1])
                if number not in (last + 1, 1):
                    doubts.append(Doubt(None, None, f"“{row[c]}”前面缺第{last + 1}项"))
                last = number
    top = [row for row in rows if any("总计" in cell for cell in row)]
    sums = [row for row in rows if any("合计" in cell for cell in row)]
    if kinds.count(LABEL) > 1 and sums and not top:
        doubts.append(Doubt(len(rows), None, "表的最后没有总计，可能缺行"))
    return doubts + _subtotal(rows, kinds)


def _subtotal(rows: Cells, kinds: list[str]) -> list[Doubt]:
    """The three numbered rows after a 小计 (of the “三公” table, where others may follow) make it up."""
    label = kinds.index(LABEL)
    at = next((r for r, row in enumerate(rows) if row[label].endswith("小计")), None)
    if at is None or kinds.count(LABEL) > 1:
        return []
    below = [row for row in rows[at + 1 :] if (match := _NUMBERED.match(row[label])) and numeral(match[1]) <= _COUNTED]
    return _sum(rows, at, below, kinds, None)


def numeral(text: str) -> int:
    """The number that a Chinese numeral up to 九十九 means."""
    if "十" not in text:
        return _NUMERALS.index(text[-1]) + 1 if text else 0
    tens, _, ones = text.partition("十")
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)
