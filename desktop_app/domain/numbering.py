"""Numbers before paragraphs (一、 （一） 1、 （1） ①): what comes next, and numbering a run anew."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_DIGITS = "零一二三四五六七八九"
_CHINESE = r"[一二三四五六七八九十]{1,3}"
_CIRCLED = "".join(chr(0x2460 + i) for i in range(20))
# The kinds of numbers, the higher rank first: a run ends where a number of a higher rank begins.
_KINDS = (
    re.compile(rf"(?P<before>第?)(?P<number>{_CHINESE})(?P<after>[、．.，])"),
    re.compile(rf"(?P<before>[（(])(?P<number>{_CHINESE})(?P<after>[）)]、?)"),
    re.compile(r"(?P<before>)(?P<number>[1-9]\d?)(?P<after>[、．]|\.(?!\d))"),
    re.compile(r"(?P<before>[（(]?)(?P<number>[1-9]\d?)(?P<after>[）)]、?)"),
    re.compile(rf"(?P<before>)(?P<number>[{_CIRCLED}])(?P<after>)"),
)
_BLANKS = re.compile(r"[ \t\u3000]*")


class Number(NamedTuple):
    """A number before a paragraph: its rank (0 the highest), its signs, and where its words begin."""

    rank: int
    before: str
    number: int
    after: str
    chinese: bool
    end: int

    def text(self, number: int) -> str:
        """The same kind of number with another value, "" where there is no such."""
        if self.rank == len(_KINDS) - 1:
            return self.before + _CIRCLED[number - 1] if number <= len(_CIRCLED) else ""
        return self.before + (chinese(number) if self.chinese else str(number)) + self.after


def number_of(paragraph: str) -> Number | None:
    """The number that a paragraph begins with, blanks before it counted in; None where it has none."""
    blanks = _BLANKS.match(paragraph)
    start = blanks.end() if blanks else 0
    for rank, kind in enumerate(_KINDS):
        match = kind.match(paragraph, start)
        if match is None:
            continue
        text = match["number"]
        value = _value(text)
        if value:
            words = text[0] in _DIGITS or text[0] == "十"
            return Number(rank, paragraph[:start] + match["before"], value, match["after"], words, match.end())
    return None


def _value(text: str) -> int:
    if text.isascii():
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    return next((n for n in range(1, 100) if chinese(n) == text), 0)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese: `十`, `十一`, `二十`, `二十三`."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones else "")


def next_number(paragraph: str) -> str:
    """What the paragraph after this one begins with, "" where this one has no number."""
    number = number_of(paragraph)
    return number.text(number.number + 1) if number is not None and number.number < 99 else ""


def renumbered(paragraphs: Sequence[str], at: int) -> list[str]:
    """The paragraphs with the run that begins at `at` numbered on from its number.

    The run are all later numbers of its kind up to one of a higher rank; other paragraphs between stay as they are.
    """
    result = list(paragraphs)
    first = number_of(paragraphs[at])
    if first is None:
        return result
    value = first.number
    for i in range(at + 1, len(result)):
        number = number_of(result[i])
        if number is None or number.rank > first.rank:
            continue
        if number.rank < first.rank:
            break
        value += 1
        result[i] = number.text(value) + result[i][number.end :]
    return result
