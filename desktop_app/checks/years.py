"""S15: a sentence of the 情况说明 that states this year's budget with another year, mostly left over from last year."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.sheets import Placed
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book

_NUMBER = (
    r"(?:第[一二三四五六七八九十]{1,3}(?:部分|章|节)\s*)?"
    r"(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]?[\s、.．]*(?=\D|20\d\d))?"
)
# Whose budget it is may stand before the year (本部门2024年, 现将某局2024年); a law or an office it goes by may not.
_WHOSE = (
    r"(?:现[将就对把])?(?:(?!根据|按|依|据|参照|经(?!济)|由|自(?!然)|从|在|至|到|对|用于|以|上级|中央|省级|市级)"
    r"[^\d\s，,：:《》“”]{0,28}(?:部门|单位|本级|[局委办站院校所厅处会队部府镇乡]|中心|街道|机关))?"
)
_BEGINS = re.compile(rf"\s*{_NUMBER}\s*{_WHOSE}\s*((?:19|20)\d\d)\s*年(?!\s*[-—–~～至到、和与及或]\s*\d)")
_TITLE = re.compile(r"《[^》]*》")
_SENTENCE = re.compile(r"[。；;！!]|[，,](?=现[将就对把])")
_CLAUSE = re.compile("[，,：:]")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_DETAILS = re.compile("主要|用于|其中|包括")  # what follows tells what the money is for
_QUOTED = 32  # characters of a sentence in a message


class _Said(NamedTuple):
    """What a section says of years: whether it names that of the book, and where another stands in its place."""

    own: bool
    others: tuple[Hit, ...]


def check_years(book: Book, context: Context) -> Iterator[Placed]:
    """S15 in headings and paragraphs. Where texts never name the year of the book, all are another's: told once."""
    if context.year is None:
        return
    said = [
        (section.owner, context.made(("years", i), (section,), partial(_said, section, i, context)))
        for i, section in enumerate(book.sections)
    ]
    sure = {owner for owner, its in said if its.own}
    told: set[str] = set()
    for owner, its in said:
        for hit in its.others:
            if owner in sure or owner not in told:
                told.add(owner)
                yield owner, hit


def _said(section: Section, index: int, context: Context) -> _Said:
    own, others = False, []
    this = str(context.year)
    for p, line in enumerate([section.heading, *section.text.split("\n")]):
        if "年" not in line:
            continue
        path = f"sections[{index}].heading" if p == 0 else f"sections[{index}].text[{p - 1}]"
        own = own or this in _YEARS.findall(line)
        for sentence in _SENTENCE.split(_TITLE.sub("", line)):
            begins = _BEGINS.match(sentence)
            if begins is not None and begins[1] != this and _of_a_budget(sentence, begins, context):
                words = sentence.strip()
                words = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
                others.append(Hit("S15", path, f"{begins[1]}年", this, words))
    return _Said(own, tuple(others))


def _of_a_budget(sentence: str, begins: re.Match[str], context: Context) -> bool:
    """Whether a sentence that begins with another year states a budget as this year's is stated.

    What is compared is quiet, but for a comparison with the year before the other: then both are years of another book.
    """
    clause = _CLAUSE.split(sentence[begins.end() :].lstrip("度，, "), maxsplit=1)[0]
    if not context.words("S15", "speaks").search(clause):
        return False
    years = set(_YEARS.findall(sentence)) - {begins[1]}
    whole = _DETAILS.split(_BRACKETS.sub("", sentence), maxsplit=1)[0]
    if context.words("S15", "past").search(whole):
        return False
    if not context.words("S15", "compared").search(whole):
        return not years
    return years == {str(int(begins[1]) - 1)}
