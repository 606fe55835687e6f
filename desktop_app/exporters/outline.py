"""The order of a book's text sections: their levels by the way they are numbered, and which speak of goals."""

import re
from dataclasses import dataclass

from desktop_app.domain.disclosed import Section

_NUMBER = "一二三四五六七八九十百零〇"
_LEVELS = (
    (1, re.compile(rf"第\s*[{_NUMBER}\d]+\s*[部分]分")),
    (2, re.compile(rf"[{_NUMBER}]+\s*[、.．]")),
    (3, re.compile(rf"[（(]\s*[{_NUMBER}]+\s*[)）]")),
    (4, re.compile(r"\d+\s*[、.．]|[（(]\s*\d+\s*[)）]|[①-⑳]")),
)
DEEPEST = 4


@dataclass(slots=True, frozen=True)
class Heading:
    """One heading to be printed (`text` may be "") with the paragraphs that stand under it."""

    level: int
    text: str
    paragraphs: tuple[str, ...]


def level_of(heading: str) -> int | None:
    """1 for 第一部分, 2 for 一、, 3 for （一）, 4 for 1、 and （1）; None where the heading has no number."""
    return next((level for level, pattern in _LEVELS if pattern.match(heading.strip())), None)


def outline(sections: list[Section]) -> list[Heading]:
    """The sections as headings with levels.

    A heading without a number stands where 一、 stands, or one level below the last numbered one if it ends with a
    colon. A heading that is a path of numbered headings (`二、分项/（一）就业`) prints those parts of it that the
    heading before has not printed yet.
    """
    result: list[Heading] = []
    base, last_path = 1, [""]
    for section in sections:
        path = [part.strip() for part in section.heading.split("/")]
        if len(path) > 1 and not all(level_of(part) for part in path):
            path = [section.heading.strip()]
        shared = 0
        while shared < len(path) - 1 and path[shared] == (last_path[shared] if shared < len(last_path) else None):
            shared += 1
        for part in path[shared:-1]:
            result.append(Heading(level_of(part) or DEEPEST, part, ()))
        numbered = level_of(path[-1])
        base = numbered or base
        paragraphs = tuple(p.strip() for p in section.text.split("\n") if p.strip())
        below = min(base + 1, DEEPEST) if path[-1].endswith(("：", ":")) else 2
        result.append(Heading(numbered or below, path[-1], paragraphs))
        last_path = path
    return result


def split_goals(
    headings: list[Heading], goal_words: list[str], part_words: list[str]
) -> tuple[list[Heading], list[Heading]]:
    """The headings on the goals of the department, and the others, both in order.

    A heading with one of `goal_words` begins the goals, everything below it included; a heading of the same or a higher
    level without such a word ends them. A level-1 heading of `part_words` that has no text of its own is left out,
    because the document prints its parts by itself.
    """
    goals: list[Heading] = []
    others: list[Heading] = []
    depth = 0  # level of the heading that opened the goals; 0 outside
    for heading in headings:
        if any(word in heading.text for word in goal_words):
            depth = min(depth or heading.level, heading.level)
        elif heading.level <= depth:
            depth = 0
        if heading.level == 1 and not heading.paragraphs and any(word in heading.text for word in part_words):
            continue
        (goals if depth else others).append(heading)
    return goals, others


def chinese_number(number: int) -> str:
    """1 -> 一, up to 99 (parts of a document)."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _NUMBER[tens - 1] + "十"
    return head + (_NUMBER[ones - 1] if ones else "")
