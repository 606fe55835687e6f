"""A sequence of indicator cells cut into rows: the cheapest way to cut it, by what can begin a row."""

import re
from itertools import accumulate

from desktop_app.importers.cells import Cell, Row
from desktop_app.importers.vocabulary import Vocabulary

_VALUE = re.compile(r"[≥≤＞＜＝=<>《》]|\d|百分之")
_SURPLUS = 3  # how many cells more than a row may be taken for one
_UNKNOWN, _LOST_END = 4.0, 8.0
_LATE, _LATE_EVERYWHERE = 6.0, 1.0  # a row without its first, blank cell; where no blank cell is left at all
_GAP, _TERM = 0.5, 6.0

Cut = tuple[int, int, float]
"""First cell of a row, the cell after its last, and what speaks against the cut."""


def best(cells: list[Cell], widths: set[int], words: Vocabulary) -> tuple[int, list[Cut]]:
    """The width of a row and the cuts that fit the cells best, where a row should have one of `widths` cells."""
    tries = [(*_cheapest(cells, width, words), width) for width in sorted(widths, reverse=True) if width > 1]
    if not tries:
        return max(widths), []
    _, cuts, width = min(tries, key=lambda t: t[0])
    return width, cuts


# a line below the last cell of a row that rather stands below the table: notes, signatures, numbered lines
_AFTER_TABLE = re.compile(r"\s*(注|备注|说明|附|填报|填表|制表|审核|联系|单位负责|[（(]?\d+[）)]?[.、．])")


def rows(cells: list[Cell], width: int, cuts: list[Cut], words: Vocabulary) -> list[Row]:
    """The rows of the cuts, each `width` cells wide. Cells at the end that no row claims come one a row."""
    claimed = next((i for i in range(len(cuts), 0, -1) if cuts[i - 1][2] < _LOST_END), 0)
    cuts = cuts[:claimed]
    done = []
    for start, end, cost in cuts:
        part = cells[start:end]
        texts = [cell.text for cell in part]
        if begins_late(texts, words):
            texts.insert(0, "")
        doubt, doubt_at = "", None
        if len(texts) == width - 1 and _ends_with_value(texts):
            texts = [*texts, ""]
            doubt, doubt_at = "最后一格没有印出来，当作空白", width - 1
        elif len(texts) != width:
            doubt = f"这一行有 {end - start} 格，应有 {width} 格"
            texts = _fit(texts, width)
        elif any(_AFTER_TABLE.match(text) for text in part[-1].texts[1:]):
            doubt, doubt_at = "最后一格后面的文字可能不属于这一格", width - 1
        elif cost in (_UNKNOWN, _LOST_END):
            doubt = "这一行的二级指标认不出来，各格可能错位"
        done.append(Row(part[0].line, part[-1].last, texts, True, part[0].gap, False, doubt, doubt_at))
    left = cells[cuts[-1][1] :] if cuts else cells
    return done + [Row(cell.line, cell.last, [cell.text], True, cell.gap) for cell in left]


def begins_late(texts: list[str], words: Vocabulary) -> bool:
    """Whether a row begins with its 二级指标, because the blank before it is lost."""
    second = words.level2(texts[1]) if len(texts) > 1 else ""
    return bool(words.level2(texts[0])) and not words.paired(words.level1(texts[0]), second)


def _cheapest(cells: list[Cell], width: int, words: Vocabulary) -> tuple[float, list[Cut]]:
    """The total cost and the cuts of the cheapest way, found from the end to the beginning."""
    count = len(cells)
    total = [0.0] * (count + 1)
    step = [0] * (count + 1)
    gaps = [0, *accumulate(cell.gap for cell in cells)]
    terms = [0, *accumulate(bool(words.level1(cell.text) or words.level2(cell.text)) for cell in cells)]
    late = _LATE if any(not cell.text for cell in cells) else _LATE_EVERYWHERE
    for i in range(count - 1, -1, -1):
        start, ideal = _start(cells, i, width, words, late)
        total[i] = float("inf")
        for length in range(1, min(width + _SURPLUS, count - i) + 1):
            end = i + length
            cost = start + total[end] + (0 if length == ideal else 2 + 3 * abs(length - ideal))
            cost += _GAP * (gaps[end] - gaps[i + 1] - cells[i].gap)
            # 一级 and 二级指标 may be named again as 三级指标 or 描述, but hardly as a value or a basis
            cost += _TERM * (terms[end] - terms[min(i + ideal - width + 4, end)])
            if cost < total[i]:
                total[i], step[i] = cost, length
    cuts, i = [], 0
    while i < count:
        start, _ = _start(cells, i, width, words, late)
        cuts.append((i, i + step[i], start))
        i += step[i]
    return total[0], cuts


def _start(cells: list[Cell], i: int, width: int, words: Vocabulary, late: float) -> tuple[float, int]:
    """What speaks against a row that begins at cell `i`, and how many cells it should have."""
    text = cells[i].text
    following = cells[i + 1].text if i + 1 < len(cells) else ""
    second = words.level2(following)
    if second and (not text or words.paired(words.level1(text), second)):
        return 0.0, width
    if words.level2(text):
        return late, width - 1  # the blank before it is lost
    if second and words.level1(text):
        return 2.0, width  # printed in another place than any frame has it
    if not text and not following:
        return 2.0, width  # 二级指标 is merged with the one above
    if second or not text or words.level1(text):
        return _UNKNOWN, width
    return _LOST_END, width


def _ends_with_value(texts: list[str]) -> bool:
    """Whether of all cells after the 二级指标 only the last looks like a value: what is missing stood after it."""
    return bool(_VALUE.match(texts[-1])) and not any(_VALUE.match(text) for text in texts[2:-1])


def _fit(texts: list[str], width: int) -> list[str]:
    """Cells of a row that has too few or too many, put where they most likely belong."""
    if len(texts) > width:
        at = 4
        while len(texts) > width and at < len(texts):
            if texts[at] == texts[at - 1]:
                texts = texts[:at] + texts[at + 1 :]
            else:
                at += 1
        return [*texts[: width - 1], "\n".join(texts[width - 1 :])]
    value = next((i for i in range(len(texts) - 1, 1, -1) if _VALUE.match(texts[i])), None)
    missing = width - len(texts)
    at = width - 2 - missing
    if value is not None and value == at:  # what is missing stands before the value
        return [*texts[:value], *[""] * missing, *texts[value:]]
    return [*texts, *[""] * missing]
