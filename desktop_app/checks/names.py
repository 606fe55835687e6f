"""S09: the names of projects as the texts of a disclosure print them beside an amount."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.purchases import nearest
from desktop_app.checks.sheets import Placed
from desktop_app.domain.amounts import fen_of, parse_amount, parse_number
from desktop_app.domain.linked import NUMBER
from desktop_app.domain.model import Book, Project
from desktop_app.domain.secret_names import spoken
from desktop_app.domain.table_labels import fold

_AMOUNT = re.compile(rf"(?P<amount>(?<![\d.])(?!20\d\d年){NUMBER})\s{{0,20}}万元")
_STOP = re.compile(r"[，,。；;、：:\n]")
_SHORTEST, _LONGEST = 5, 80  # characters of a name
_LEADING = re.compile(r"^(?:20\d\d年度?|本(?:部门|单位|局|年度?)|当年|全年|财政拨款|预算)*")
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
    known: dict[str, Project] = {}
    for project in book.projects:
        if not project.is_secret and project.name.strip():
            known.setdefault(_spoken(project.name), project)
    budgets = {name: _fen(project.budget) for name, project in known.items()}
    exact, forms = tuple(known), context.forms.narrative.figures
    figures = _folded(tuple([word for form in forms for word in (*form.words, form.name)]))
    for i, section in said:
        for name, amount, at in _named(section.text):
            meant = _spoken(name)
            # what is named exactly is right, and a figure of the tables (2025年基本支出) is no project
            right = meant.endswith(exact) or _LEADING.sub("", meant).startswith(figures)
            near = "" if right else _meant(meant, amount, budgets, context)
            if near:
                found = known[near]
                yield section.owner, Hit("S09", f"sections[{i}].text[{at}]", name, found.name.strip())


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


def _meant(name: str, amount: str, budgets: dict[str, int | None], context: Context) -> str:
    """Which of the projects, whose budgets in 0.01 元 are given by name, is nearly named; "" where none is near."""
    number = parse_number(amount)
    fen = None if number is None else fen_of(number)
    same_money = [other for other, budget in budgets.items() if budget == fen]
    near = nearest(name, same_money, context.number("S09", "alike_same_money"))
    return near or _nearest(name, tuple(budgets), context.number("S09", "alike"))


@lru_cache(maxsize=256)  # an edit of an amount leaves the names as they are
def _nearest(name: str, known: tuple[str, ...], alike: int) -> str:
    """`nearest` of those that have enough signs in common: to compare every name with every other takes too long."""
    shared: Counter[int] = Counter()
    by_sign = _by_sign(known)
    for sign in _signs(name):
        shared.update(by_sign.get(sign, ()))
    close = [known[i] for i in sorted(shared) if 200 * shared[i] >= alike * (len(name) + len(known[i]))]
    return nearest(name, close, alike)


@lru_cache(maxsize=4)
def _by_sign(known: tuple[str, ...]) -> dict[tuple[str, int], list[int]]:
    found: dict[tuple[str, int], list[int]] = {}
    for i, name in enumerate(known):
        for sign in _signs(name):
            found.setdefault(sign, []).append(i)
    return found


def _signs(name: str) -> Iterator[tuple[str, int]]:
    """The signs of a name, the second of a kind told from the first."""
    seen: Counter[str] = Counter()
    for sign in name:
        yield sign, seen[sign]
        seen[sign] += 1


@lru_cache(maxsize=16384)
def _fen(text: str) -> int | None:
    return parse_amount(text)


@lru_cache(maxsize=16384)
def _spoken(name: str) -> str:
    return spoken(name)
