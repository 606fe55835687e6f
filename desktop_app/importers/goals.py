"""绩效目标: one cell with one or several goals, told apart by their outer numbers."""

import re

from desktop_app.domain.traces import Lines
from desktop_app.importers.origins import spread

_FIRST = re.compile(r"\s*1\s*[.、．]\s*")
_NUMBER = re.compile(r"(?:\n\s*|(?<=\s))(\d{1,3})\s*[.、．]\s*")
_LATER = re.compile(r"\n\s*\d{1,2}\s*[.、．](?!\d)")
_ANY = re.compile(r"\s*(\d{1,2})\s*[.、．]\s*")
_YEAR = re.compile(r"(?:19|20)\d\d")
# marks that stay with their goal; they part goals only at the beginning of lines
_MARKS = (
    re.compile(r"^[^\S\n]*[（(][^\S\n]*(\d{1,2})[^\S\n]*[)）]", re.MULTILINE),
    re.compile(r"^[^\S\n]*目标[^\S\n]*(\d{1,2})[^\S\n]*[:：.、．]", re.MULTILINE),
)


def split_goals(text: str) -> tuple[list[str], bool]:
    """The goals of a cell without their outer numbers (1. 2. …), and whether the reading is certain.

    Numbers are outer ones only when they begin with 1 and follow each other, at the beginning of a line or after a
    blank. Without them the cell is one goal, or as many as its lines are marked with （1） （2） or 目标1： 目标2：.
    """
    text = text.strip()
    if not text:
        return [], True
    match = _FIRST.match(text)
    if not match:
        return _by_marks(text) or _from_later(text)
    goals: list[str] = []
    start, passed, again = match.end(), 0, False
    for number in _NUMBER.finditer(text, match.end()):
        at_line = number[0].startswith("\n")
        if int(number[1]) == len(goals) + 2 and (at_line or not _decimal(text, number.end())):
            goals.append(text[start : number.start()].strip())
            start = number.end()
        elif int(number[1]) == len(goals) + 2:
            passed = int(number[1])  # `2.3.培训` may be the second goal, `2.6 万栋` is none
        elif goals and int(number[1]) == len(goals) + 1 and not _decimal(text, number.end()):
            again = True
    goals.append(text[start:].strip())
    # a number that was passed over and never came, one that came twice, or one that does not follow
    if passed == len(goals) + 1 or again or any(_LATER.search(goal) for goal in goals):
        return goals, False
    if len(goals) == 1 and _decimal(text, match.end()):  # `1.5万亩…` may be a number and no goal's own
        return [text], False
    return goals, True


def _by_marks(text: str) -> tuple[list[str], bool] | None:
    """The goals of a cell that begins with such a mark, one a mark where these count from 1; None without a mark."""
    for mark in _MARKS:
        if not mark.match(text):
            continue
        marks = list(mark.finditer(text))
        if [int(found[1]) for found in marks] != list(range(1, len(marks) + 1)):
            return [text], False  # a line is lost, or came twice
        ends = [*(found.start() for found in marks[1:]), len(text)]
        return [text[found.start() : end].strip() for found, end in zip(marks, ends, strict=True)], True
    return None


def _from_later(text: str) -> tuple[list[str], bool]:
    """The goals of a cell whose first number is not 1, which is never certain: the goals before it may be lost.

    They are several where each number that follows is one more. A number that stands alone is part of the text.
    """
    match = _ANY.match(text)
    if not match or _decimal(text, match.end()):
        return [text], True
    first, start = int(match[1]), match.end()
    goals: list[str] = []
    for number in _NUMBER.finditer(text, match.end()):
        if int(number[1]) == first + len(goals) + 1 and not _decimal(text, number.end()):
            goals.append(text[start : number.start()].strip())
            start = number.end()
    return [*goals, text[start:].strip()] if goals else [text], False


def places_of(goals: list[str], texts: list[str], places: list[Lines]) -> list[Lines]:
    """The lines of each goal, where `texts`, joined by newlines, are the cells that they were split out of."""
    whole = "\n".join(texts)
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    found, at = [], 0
    for goal in goals:
        begin = max(whole.find(goal, at), at)
        at = begin + len(goal)
        parts = [
            place
            for start, text, place in zip(starts, texts, places, strict=True)
            if start < max(at, begin + 1) and begin <= start + len(text)
        ]
        found.append(spread(parts))
    return found


def _decimal(text: str, at: int) -> bool:
    """Whether what stands at `at` looks like the decimals of a number."""
    return text[at - 1] in ".．" and text[at : at + 1].isdigit() and not _YEAR.match(text, at)


def split_lines(text: str) -> list[str]:
    """The goals of a list's cell, one a line: numbered as we write them ourselves, or one goal a line."""
    rows = text.strip().split("\n")
    if not re.match(r"\s*1\s*[.、．]", rows[0]):
        return [row.strip() for row in rows if row.strip()]
    goals: list[str] = []
    for row in rows:
        match = re.match(rf"\s*{len(goals) + 1}\s*[.、．]", row)
        if match:
            goals.append(row[match.end() :].strip())
        else:
            goals[-1] += f"\n{row}"
    return goals
