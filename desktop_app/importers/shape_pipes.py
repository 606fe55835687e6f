"""Cells parted or ended by pipes: rows (`| a | b |`, with or without the outer ones) and one cell a line (`a |`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_app.importers import lines as running
from desktop_app.importers.cells import Row
from desktop_app.importers.text_reader import Line, text_row
from desktop_app.importers.vocabulary import Vocabulary

_SIGNS = "|｜│┃￤"
_PIPES = str.maketrans(dict.fromkeys(_SIGNS, "|"))
_ESCAPED = "\ue000"  # stands for `\|` while a line is cut
_DRAWN = "─━┄┅┈┉╌═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝"
_RULE = re.compile(rf"\s*(?:[|+{_DRAWN}]\s*)?:?[-=:|+\s{_DRAWN}]*(?:-{{3}}|={{3}}|[{_DRAWN}]{{2}})[-=:|+\s{_DRAWN}]*")
_LOOSE = re.compile(r"(?:^|\s)\||\|(?:\s|$)")  # a pipe with a blank beside it, or at an end
_BLANKS = re.compile(r"[ \u3000\xa0]{2,}")
_LEAST_CELLS = 3
_SAME_BLOCK = 3  # so many lines without a pipe may stand between two lines of one table
_OUTSIDE = 0.9  # a table has outer pipes where so many of its lines have them
_MOST_LINES = 60  # of one cell


@dataclass(slots=True)
class Style:
    """How a block of lines uses pipes: before the first cell, after the last one; `single`: one cell a line."""

    before: bool
    after: bool
    single: bool


def styles(lines: Sequence[Line], words: Vocabulary) -> dict[int, Style]:
    """The style of every line with pipes, by its index. A lone line with pipes inside is running text: left out."""
    signs = [i for i, line in enumerate(lines) if any(sign in line.text for sign in _SIGNS)]
    piped = [i for i in signs if not rule(lines[i]) and not inside_cells(lines[i])]
    if not piped:
        return {}
    blocks = [[piped[0]]]
    for one, other in pairwise(piped):
        if other - one > _SAME_BLOCK and not _joined_by_cell(lines[one : other + 1]):
            blocks.append([])
        blocks[-1].append(other)
    found: dict[int, Style] = {}
    for block in blocks:
        texts = [plain(lines[i]) for i in block]
        if len(texts) == 1 and not (texts[0].startswith("|") or texts[0].endswith("|")):
            continue
        style = _style(texts, words)
        found |= dict.fromkeys(block, style)
    return found


def inside_cells(line: Line) -> bool:
    """Whether all pipes of the line stand within cells that runs of blanks part (`质量指标  合格率  90%|95%`)."""
    text = plain(line)
    tight = not any(_LOOSE.search(part) for part in _BLANKS.split(text))
    return tight and len(_BLANKS.split(text)) >= _LEAST_CELLS and "\t" not in line.text


def _joined_by_cell(between: Sequence[Line]) -> bool:
    """Whether all lines between two lines with pipes lie in one cell: the row is begun and not ended."""
    first, last = plain(between[0]), plain(between[-1])
    return first.startswith("|") and not first.endswith("|") and last.endswith("|") and not last.startswith("|")


def _style(texts: list[str], words: Vocabulary) -> Style:
    single = sum(text.endswith("|") and text.count("|") == 1 for text in texts)
    if single > 0.5 * len(texts):
        return Style(False, True, True)
    # rows that begin with a label have no blank cell before it: they show whether the outer pipes are there
    labelled = [text for text in texts if _labelled(text, words)]
    shown = labelled or texts
    before = sum(text.startswith("|") for text in shown) >= _OUTSIDE * len(shown)
    ended = sum(text.endswith("|") for text in texts)  # where a cell goes on in the next line, its row ends there
    after = 2 * ended >= len(texts) if before else ended == len(texts)
    return Style(before, after, False)


def _labelled(text: str, words: Vocabulary) -> bool:
    first = next((cell for cell in text.split("|") if cell.strip()), "")
    return bool(words.head_label(first) or words.column_label(first))


def labelled(line: Line, words: Vocabulary) -> bool:
    """Whether the line has pipes and its first cell is a label of a form."""
    return any(sign in line.text for sign in _SIGNS) and _labelled(plain(line), words)


def rule(line: Line) -> bool:
    """Whether the line is nothing but the rule under a table's heads or between its rows."""
    return _RULE.fullmatch(line.text) is not None


def plain(line: Line) -> str:
    """The line with pipes of one kind and without blanks around it; pipes that are text are put away."""
    return line.text.replace("\\|", _ESCAPED).translate(_PIPES).strip()


def read_row(lines: Sequence[Line], at: int, style: Style) -> tuple[Row, int]:
    """The row that begins at this line, and how many lines it takes: a cell may go on in the next ones."""
    parts = [plain(lines[at])]
    if style.before and style.after and not parts[0].endswith("|"):
        for line in lines[at + 1 : at + _MOST_LINES]:
            text = plain(line)
            if text.startswith("|") or line.heading or running.title_ends(text):
                break
            parts.append(text)
            if text.endswith("|"):
                return _row("\v".join(parts), lines[at], line, style), len(parts)
    return _row(parts[0], lines[at], lines[at], style), 1


def _row(text: str, first: Line, last: Line, style: Style) -> Row:
    if style.before:
        text = text.removeprefix("|")
    if style.after:
        text = text.removesuffix("|")
    cells = [cell.strip().replace("\v", "\n").replace(_ESCAPED, "|") for cell in text.split("|")]
    row = Row(first.number, last.last, cells, True, first.blanks > 0)
    alone = row.text
    few = sum(map(bool, cells)) <= 2 < len(cells)
    if few and (running.title_ends(alone) or running.owner(alone) or running.measure(alone)):
        return Row(row.line, row.last, [alone], False, row.gap, first.heading)  # a line over the whole table
    return row


def read_cell(lines: Sequence[Line], at: int, known: dict[int, Style], words: Vocabulary) -> tuple[list[Row], int]:
    """Lines without a pipe after a cell that one ended: of the next cell where that is certain, else running text.

    What may be a line of a cell becomes a cell of its own, so that the row has one too many and is looked at.
    """
    end = at
    while end < len(lines) and end - at < _MOST_LINES and end not in known:
        end += 1
    if end == len(lines) or end not in known or not known[end].single:
        return [], 0
    if any(_outside(line) for line in lines[at:end]) or _label(plain(lines[end]).removesuffix("|"), words):
        return [], 0
    below_label = at > 0 and words.head_label(plain(lines[at - 1]).removesuffix("|").strip()) in ("goals", "purpose")
    if below_label or not any(line.blanks for line in lines[at : end + 1]):
        text = "\v".join(plain(line) for line in lines[at : end + 1])
        return [_row(text, lines[at], lines[end], known[end])], end + 1 - at
    return [Row(row.line, row.last, row.cells, True, row.gap) for row in map(text_row, lines[at:end])], end - at


def _outside(line: Line) -> bool:
    text = line.text.strip()
    named = running.title_ends(text) or running.owner(text) or running.measure(text) or running.part(text)
    return line.heading or bool(named) or running.page_number(text) or running.great_heading(text_row(line))


def _label(text: str, words: Vocabulary) -> bool:
    text = text.strip()
    return bool(words.head_label(text) or words.column_label(text) or words.level1(text) or words.level2(text))
