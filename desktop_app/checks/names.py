"""S09: the names of projects as the texts of a disclosure print them beside an amount."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.nearness import Nearest, nearest
from desktop_app.checks.shared import Roll, roll
from desktop_app.checks.sheets import Placed
from desktop_app.domain.amounts import fen_of, parse_number
from desktop_app.domain.disclosed import Section
from desktop_app.domain.linked import NUMBER
from desktop_app.domain.model import Book
from desktop_app.domain.secret_names import spoken
from desktop_app.domain.table_labels import fold

_AMOUNT = re.compile(rf"(?P<amount>(?<![\d.])(?!20\d\d年){NUMBER})\s{{0,20}}万元")
_STOP = re.compile(r"[，,。；;、：:\n]")
_SHORTEST, _LONGEST = 5, 80  # characters of a name
_LEADING = re.compile(r"^(?:20\d\d年度?|本(?:部门|单位|局|年度?)|当年|全年|财政拨款|预算)*")
_YEAR = re.compile(r"^20\d\d(?:年度?)?")
_LEAD = re.compile(
    r"^(?:主要(?:为|是|有|用于)?|其中|包括|以及|还有|和|及|为|是|用于|安排|新增|\d+[.、)）]|[（(]\d+[)）])+"
)


def check_names(book: Book, context: Context) -> Iterator[Placed]:
    """A name before an amount that is nearly that of a project is that name.

    Figures in the names must be the same: 一期 and 二期, 2024 and 2025 are different projects. Where the amount is the
    project's too, fewer characters need to agree.
    """
    said = [(i, section) for i, section in enumerate(book.sections) if "万元" in section.text]
    if not said or not book.projects:
        return
    known = roll(book, context)
    for i, section in said:
        for hit in context.made(("names", i), (section, known), partial(_in_section, section, i, known, context)):
            yield section.owner, hit


def _in_section(section: Section, index: int, known: Roll, context: Context) -> list[Hit]:
    found = []
    forms = context.forms.narrative.figures
    figures = _folded(tuple([word for form in forms for word in (*form.words, form.name)]))
    for name, amount, at in _named(section.text):
        meant = _spoken(name)
        # what is named exactly is right, and a figure of the tables (2025年基本支出) is no project
        if _ends_with_one(meant, known) or _LEADING.sub("", meant).startswith(figures):
            continue
        path = f"sections[{index}].text[{at}]"
        if near := _meant(meant, amount, known, context):
            found.append(Hit("S09", path, name, known.projects[near][0].name.strip()))
        elif full := _without_year(meant, amount, known):
            found.append(Hit("S09", path, name, known.projects[full][0].name.strip(), variant="year"))
    return found


def _ends_with_one(text: str, known: Roll) -> bool:
    return any(text[at:] in known.projects for at in range(len(text)))


@lru_cache(maxsize=256)  # an edit elsewhere leaves the texts as they are
def _named(text: str) -> tuple[tuple[str, str, int], ...]:
    """What stands before each amount of a text, the amount, and the index of the line."""
    found = []
    last = line = counted = 0
    for match in _AMOUNT.finditer(text):
        begin = max(last, match.start() - 2 * _LONGEST)
        before = text[begin : match.start()].rstrip()  # the line may end before its amount
        name = _STOP.split(before)[-1][-_LONGEST:]
        if len(name) < _SHORTEST:
            continue
        last = match.end()
        line, counted = line + text.count("\n", counted, begin + len(before)), begin + len(before)
        found.append((_LEAD.sub("", name.strip()), match["amount"], line))
    return tuple(found)


@lru_cache(maxsize=16)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([fold(word.lstrip("…")) for word in words])


def _meant(name: str, amount: str, known: Roll, context: Context) -> str:
    """Which of the projects is nearly named; "" where none is near."""
    near = nearest(name, _of_amount(amount, known), context.number("S09", "alike_same_money"))
    if near:
        return near
    among = context.kept.setdefault("S09", Nearest(context.number("S09", "alike")))
    return among.of(name, known.names) if isinstance(among, Nearest) else ""


def _of_amount(amount: str, known: Roll) -> Sequence[str]:
    """The projects whose budget is this amount in 万元."""
    number = parse_number(amount)
    return known.of_budget.get(None if number is None else fen_of(number), ())


def _without_year(name: str, amount: str, known: Roll) -> str:
    """The project of this amount that is named but for the year in front, "" for none.

    Of a yearly project the year is what tells this budget's from the last one's.
    """
    if len(name) < _SHORTEST or name[:2] in ("19", "20"):
        return ""
    return next((full for full in _of_amount(amount, known) if _YEAR.sub("", full) == name), "")


@lru_cache(maxsize=16384)
def _spoken(name: str) -> str:
    return spoken(name)
