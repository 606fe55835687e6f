"""The indicators of a form whose cells are only joined by blanks, or by nothing: rows begin at the frame's terms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from desktop_app.importers.cells import Row
from desktop_app.importers.vocabulary import STANDARD_COLUMNS, Vocabulary

_TOKEN = re.compile(r"\S+")
_VALUE = re.compile(r"(?:[≥≤＞＜＝=<>《》≧≦]|不低于|不少于|不超过|不小于|不大于|大于|小于|等于)|\d")
_SIGNED = re.compile(r"[≥≤＞＜＝=<>≧≦]")
_CELLS = len(STANDARD_COLUMNS)
_NO_TERM = "这一行没有二级指标"
_REST = _CELLS - 2  # cells after 一级 and 二级指标

Place = Callable[[int, int], tuple[int, int]]
"""First and last line of a stretch of the grid's text."""


@dataclass(slots=True)
class _Start:
    """Where a row begins: its terms, where they begin and where they end."""

    l1: str
    l2: str
    first: int
    end: int


def grid_rows(text: str, columns: int, words: Vocabulary, place: Place) -> list[Row]:
    """The rows under the heads; `columns` is the number of heads. Rows that are not certain have a doubt."""
    starts = _spaced_starts(text, words) if len(text.split()) > columns // 2 else []
    spaced = bool(starts)
    starts = starts or _inner_starts(text, words)
    if not starts:
        return [Row(*place(0, len(text)), [text.strip()], True, False, False, "分不出指标行")] if text.strip() else []
    rows = []
    before = text[: starts[0].first].strip()
    if before:
        rows.append(Row(*place(0, starts[0].first), ["", "", before], True, False, False, _NO_TERM))
    for n, start in enumerate(starts):
        end = starts[n + 1].first if n + 1 < len(starts) else len(text)
        rest = text[start.end : end]
        lines = place(start.first, start.first + len(text[start.first : end].rstrip()))
        last = n + 1 == len(starts)
        if columns != _CELLS or not spaced:
            cells, doubt, at = ["", "", ""], "各格连在一起，分不清", None
            cells[0] = "".join(rest.split())
            cells += [""] * (_REST - len(cells))
        else:
            cells, doubt, at = _cells(rest.split(), last)
        rows.append(Row(*lines, [start.l1, start.l2, *cells], True, False, False, doubt, at))
    return rows


def _cells(tokens: list[str], last: bool) -> tuple[list[str], str, int | None]:
    """三级指标 to 依据 of a row, what is doubtful about it, and of which cell of the row (None: of all)."""
    whole = len(tokens) > 2 and _VALUE.match(tokens[2]) and not any(map(_SIGNED.match, (*tokens[:2], *tokens[3:])))
    bare = whole and tokens[2][-1].isdigit()  # its measure may be what stands after a blank
    if len(tokens) == _REST and whole and not bare:
        return tokens, "", None
    if len(tokens) == _REST - 1 and whole:
        return [*tokens, ""], "最后一格没有印出来，当作空白", _CELLS - 1
    if len(tokens) == _REST:
        return tokens, "各格只用空格隔开，可能分错了", None
    if len(tokens) < _REST:
        return [*tokens, *[""] * (_REST - len(tokens))], "这一行少几格，各格可能错位", None
    # an inner blank cut a cell: the value is the first token that looks like one, the basis what stands after it
    value = next((i for i in range(2, len(tokens)) if _SIGNED.match(tokens[i])), None)
    if value is None:
        value = next((i for i in range(2, len(tokens)) if _VALUE.match(tokens[i])), 2)
    basis = " ".join(tokens[value + 1 :])
    reason = "后面的文字分不清是不是这一行的" if last else "各格只用空格隔开，可能分错了"
    return [tokens[0], " ".join(tokens[1:value]), tokens[value], basis], reason, None


def lost_blanks(cells: list[Row], words: Vocabulary) -> list[Row]:
    """Rows out of cells, each a row of its own, of which the blank ones left nothing: cut at the 二级指标."""
    starts = [i for i in range(len(cells)) if _begins(cells, i, words)]
    rows = [
        Row(*cell.place, ["", "", cell.text], True, cell.gap, False, _NO_TERM)
        for cell in cells[: min(starts, default=0)]
    ]
    for start, end in pairwise([*starts, len(cells)]):
        part = cells[start:end]
        terms = 1 if words.level2(part[0].text) and not _begins_pair(cells, start, words) else 2
        texts = [cell.text for cell in part]
        found, doubt, at = _whole_cells(texts[terms:])
        row = [*([""] * (2 - terms)), *texts[:terms], *found]
        rows.append(Row(part[0].line, part[-1].last, row, True, part[0].gap, False, doubt, at))
    return rows


def _begins_pair(cells: list[Row], i: int, words: Vocabulary) -> bool:
    after = words.level2(cells[i + 1].text) if i + 1 < len(cells) else ""
    return bool(after) and words.paired(words.level1(cells[i].text), after)


def _begins(cells: list[Row], i: int, words: Vocabulary) -> bool:
    """Whether a row begins here: with an 一级 and its 二级指标, or with a 二级指标 alone."""
    return _begins_pair(cells, i, words) or (
        bool(words.level2(cells[i].text)) and not (i and _begins_pair(cells, i - 1, words))
    )


def _whole_cells(texts: list[str]) -> tuple[list[str], str, int | None]:
    """三级指标 to 依据 out of whole cells, what is doubtful about them, and of which cell of the row."""
    if len(texts) == _REST and not any(map(_SIGNED.match, (*texts[:2], texts[3]))):
        return texts, "", None
    if len(texts) == _REST - 1 and _VALUE.match(texts[2]) and not _VALUE.match(texts[1]):
        return [*texts, ""], "最后一格没有印出来，当作空白", _CELLS - 1
    if len(texts) <= _REST:
        return [*texts, *[""] * (_REST - len(texts))], "空白格没有留下痕迹，各格可能错位", None
    return [*texts[: _REST - 1], "\n".join(texts[_REST - 1 :])], f"这一行有 {len(texts) + 2} 格，应有 {_CELLS} 格", None


def _spaced_starts(text: str, words: Vocabulary) -> list[_Start]:
    """The rows that begin with a 二级指标 between blanks, with the 一级指标 before it."""
    tokens = list(_TOKEN.finditer(text))
    starts: list[_Start] = []
    for i, token in enumerate(tokens):
        after = words.level2(tokens[i + 1][0]) if i + 1 < len(tokens) else ""
        heads = after and words.paired(words.level1(token[0]), after)  # 成本指标 is of either level
        if heads or not words.level2(token[0]):
            continue
        above = tokens[i - 1] if i else None
        if above and words.paired(words.level1(above[0]), words.level2(token[0])):
            starts.append(_Start(above[0], token[0], above.start(), token.end()))
        else:
            starts.append(_Start("", token[0], token.start(), token.end()))
    return starts


def _inner_starts(text: str, words: Vocabulary) -> list[_Start]:
    """The same where the terms stand among other signs."""
    first, second = ("|".join(sorted(names, key=len, reverse=True)) for names in (words.first, words.second))
    found = re.finditer(rf"(?:({first})\s*)?({second})", text) if second else ()
    return [_Start(m[1] or "", m[2], m.start(), m.end()) for m in found]
