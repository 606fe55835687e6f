"""Rules of the 情况说明: its figures (B10, B12, C05), reasons of changes (B13), 项目支出 beside projects (B09)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partial
from itertools import islice

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.shared import matched
from desktop_app.checks.sheets import Placed
from desktop_app.checks.tables_across import b09
from desktop_app.domain import figure_lists, figures, linked
from desktop_app.domain.amounts import FEN_PER_WAN, fen_of, parse_number
from desktop_app.domain.disclosed import BudgetTable, Section
from desktop_app.domain.figure_cells import Sheet, Source
from desktop_app.domain.figures import CHANGE, Figure, FigureForm, Figures
from desktop_app.domain.link_words import Reader, proposals
from desktop_app.domain.linked import CHANGE_WORDS, DIFFERS, REASON, Link, State
from desktop_app.domain.model import Book, Project
from desktop_app.domain.table_labels import fold

_OFFICE, _PLANNED, _PROJECT_SPENDING = "office.total", "assets.planned", "expenditure.project"
_SPENDING_TABLE = 3
_FEN_DECIMALS = 6  # of an amount in 万元 that is exact to 0.01 元
_COUNTED = ("organisation.count", "projects.count")
_SENTENCE = re.compile(r"[。\n]+")
_REASON = re.compile(r"原因|由于|因为|主要[是为系]|是[为因]|为了|用于|[，,]系|因(?![此公])")
_CHANGES = re.compile(rf"(?:{CHANGE_WORDS.pattern})(?P<share>\s*(?:[%％]|个?百分点))?")
_PARTS = re.compile(r"(?:其中|具体|分别|如下)[^。；，,：:\n]{0,12}(?P<alone>[：:]\s*\n)?")
_ONE = re.compile(r"[，,、（(]?\s*(?:同比|比上年|较上年|即)?")  # between an amount and its share
_NEAR = 200  # characters after a change within which its parts are named
_MOST = 50  # findings of one section: whoever wrote more needs no list
_COMPARED = ("overview", "income", "expenditure", "change", "office", "sangong")  # sections that compare with last year


def figures_of(book: Book, owner: str, context: Context) -> Figures:
    """Today's figures of the department ("") or of a unit, as the 情况说明 is written from them."""
    forms = context.forms.narrative.figures
    found = _of_tables(book, forms, owner, context)
    found = figure_lists.office(book, forms, found, owner) | figure_lists.of_lists(book, owner)
    facts = {fact.name: Source("facts", "手工填写", fact.text) for fact in book.facts if fact.owner == owner}
    found = figures.compare(figures.typed(found, forms, facts), {}, forms, facts)
    reasons = {name: Figure(name, "原因", None, s.text) for name, s in facts.items() if name.startswith(REASON)}
    return found | reasons


def _of_tables(book: Book, forms: Sequence[FigureForm], owner: str, context: Context) -> Figures:
    """`figures.of_tables`, kept as long as no table is another object than before: most edits touch none."""

    def folded(table: BudgetTable) -> Sheet:
        return context.made(("folded", table.id or id(table)), (table,), partial(Sheet.of, table))

    return dict(context.made(("figures", owner), book.tables, lambda: figures.of_tables(book, forms, owner, folded)))


def check_figures(book: Book, context: Context) -> Iterator[Placed]:
    """The figures in texts agree with those of the tables and lists (B10, B12, C05)."""
    said = [(i, section) for i, section in enumerate(book.sections) if section.text.strip()]
    if not said or not context.forms.narrative.figures:
        return
    named = _named(book, said, context)
    readers: dict[str, Reader] = {}
    for i, section in said:
        owner = section.owner
        if owner not in readers:
            readers[owner] = _reader(figures_of(_light(book, owner, named), owner, context), owner, context)
        reader = readers[owner]
        for hit in context.made(("said", i), (section, reader), partial(_figures_in, section, i, reader)):
            yield owner, hit


def _reader(known: Figures, owner: str, context: Context) -> Reader:
    """The reader of an owner's texts: the one of the last time where no figure is another than then."""
    before = context.kept.get(("reader", owner))
    last = before if isinstance(before, Reader) else None
    if last is None or last.figures != known:
        last = context.kept["reader", owner] = Reader(context.forms.narrative, known, context.year, last)
    return last


def _light(book: Book, owner: str, named: Iterable[int]) -> Book:
    """What an owner's figures come from: its own tables, of all units those that it lacks, and the projects named."""
    own = [table for table in book.tables if table.owner == owner]
    there = {table.no for table in own}
    if not owner:
        own += [table for table in book.tables if table.owner and table.no not in there]
    projects = [book.projects[i] for i in named]
    return Book(
        year=book.year, units=book.units, tables=own, organisation=book.organisation, projects=projects,
        purchases=book.purchases, purchase_totals=book.purchase_totals, assets=book.assets, facts=book.facts,
    )  # fmt: skip


def _named(book: Book, said: Iterable[tuple[int, Section]], context: Context) -> list[int]:
    """Which of the projects the texts name: thousands of others have nothing to say."""
    words = context.made("folded names", (book.projects,), lambda: [_folded(project.name) for project in book.projects])
    asked = context.same("names asked", frozenset(words) - {""})
    found: set[str] = set()
    for i, section in said:
        found |= context.made(("named", i), (section,), partial(_Named, section.text)).of(asked)
    return [i for i, word in enumerate(words) if word in found] if found else []


class _Named:
    """Which names a text holds; where they change one by one it is searched for the new ones only."""

    def __init__(self, text: str) -> None:
        self._plain = fold(text)
        self._asked: frozenset[str] = frozenset()
        self._found: frozenset[str] = frozenset()

    def of(self, names: frozenset[str]) -> frozenset[str]:
        """Those of the names that the text holds."""
        if names is not self._asked:
            come = [name for name in names - self._asked if name in self._plain]
            self._found = (self._found & names).union(come)
            self._asked = names
        return self._found


@lru_cache(maxsize=16384)  # thousands of names are looked at again after the edit of one
def _folded(name: str) -> str:
    return fold(name)


def _figures_in(section: Section, index: int, reader: Reader) -> list[Hit]:
    found = []
    known = reader.figures
    links = linked.unpack(section.links, section.text)
    mine = len(links)
    links += reader.proposals(section.text, links)
    for at, state in enumerate([*linked.states(links, known), *reader.sums(section.text, links)]):
        if state.state != DIFFERS or state.link.key in _COUNTED or state.figure is None:
            continue
        own = at < mine and not state.link.typed
        fix = ((f"sections[{index}].text", _refreshed(section, links[:mine], known)),) if own else ()
        found.append(_differs(state, section, index, fix))
    return found


def _refreshed(section: Section, links: list[Link], known: Figures) -> str:
    """The text with today's figures wherever the program wrote the old ones and nobody typed over them."""
    return linked.refresh(section.text, links, known)[0]


def _differs(state: State, section: Section, index: int, fix: tuple[tuple[str, str], ...]) -> Hit:
    link, figure = state.link, state.figure
    assert figure is not None
    rule = {_OFFICE: "B10", _PLANNED: "C05"}.get(link.key, "B12")
    variant = "text" if rule == "C05" else ""
    if rule == "B12" and _rounded(link, figure):
        variant = "rounded"
    name = (
        f"{figure.name}（{figure.where}{'，' + figure.note if figure.note else ''}）" if figure.where else figure.name
    )
    return Hit(rule, _paragraph(section, index, link.at), link.text, figure.text, name, variant, fix)


def _rounded(link: Link, figure: Figure) -> bool:
    """Whether a text states the figure with fewer decimals."""
    stated, decimals = parse_number(link.text), len(link.text.partition(".")[2])
    if stated is None or figure.fen is None or decimals >= _FEN_DECIMALS:
        return False
    places = Decimal(1).scaleb(-decimals)
    return (Decimal(figure.fen) / FEN_PER_WAN).quantize(places, ROUND_HALF_UP) == stated


def _paragraph(section: Section, index: int, at: int) -> str:
    return f"sections[{index}].text[{bisect_left(_breaks(section.text), at)}]"


@lru_cache(maxsize=16)
def _breaks(text: str) -> tuple[int, ...]:
    """Where the lines of a text end."""
    return tuple([i for i, sign in enumerate(text) if sign == "\n"])


def check_stated_projects(book: Book, context: Context) -> Iterator[Placed]:
    """B09 where there is no 支出总表: the projects beside 项目支出 as the 情况说明 states it."""
    if any(table.no == _SPENDING_TABLE for table in book.tables):
        return
    asked: Figures = {_PROJECT_SPENDING: Figure(_PROJECT_SPENDING, _PROJECT_SPENDING, None, "")}
    for i, section in enumerate(book.sections):
        for link in proposals(section.text, [], context.forms.narrative, asked):
            stated = parse_number(link.text)
            own = _of(book.projects, section.owner)
            if stated is not None and not link.key.startswith(CHANGE):
                path = _paragraph(section, i, link.at)
                yield from ((section.owner, hit) for hit in b09(own, fen_of(stated), path))


def _of(projects: Iterable[Project], owner: str) -> list[Project]:
    return [p for p in projects if not owner or owner in (p.unit_code, p.unit_name)]


def check_reasons(book: Book, context: Context) -> Iterator[Placed]:
    """B13: a change against last year that is stated as an amount has its reason.

    In the same sentence or the next, before another change is stated there; or with the parts that 其中 names after it.
    The sections that compare are told by their headings.
    """
    by_owner: dict[str, list[int]] = {}
    for i, section in enumerate(book.sections):
        by_owner.setdefault(section.owner, []).append(i)
    for owner, indexes in by_owner.items():
        found = matched(tuple([book.sections[i].heading for i in indexes]), context.forms)
        for at in sorted(place for section_id, place in found.items() if section_id in _COMPARED):
            for hit in islice(b13(book.sections[indexes[at]], indexes[at]), _MOST):
                yield owner, hit


def b13(section: Section, index: int) -> Iterator[Hit]:
    """The changes of one section; an amount and the share that it makes are one statement."""
    text = section.text
    changes = [match for match in _CHANGES.finditer(text) if match["number"] and parse_number(match["number"])]
    if not changes:
        return
    begins = [match.start() for match in changes]
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    reasons = [match.span() for match in _REASON.finditer(text)]
    for match, before in zip(changes, [None, *changes], strict=False):
        if before and bool(match["share"]) != bool(before["share"]):
            if _ONE.fullmatch(text, before.end(), match.start()):
                continue
        end = _next(ends, match.end(), len(text))
        later = _next(begins, end, len(text))
        told = bisect_left(reasons, (match.end(), 0))
        room = max(min(later, _next(ends, end, len(text))), _parts_end(text, match.end(), later))
        if told == len(reasons) or reasons[told][1] > room:
            yield Hit("B13", _paragraph(section, index, match.start()), match[0])


def _parts_end(text: str, at: int, later: int) -> int:
    """Where the parts end that are named between `at` and the `later` change: with the paragraph, or, where they stand
    in paragraphs of their own (`其中：` at its end), with the text. -1 where none are named."""
    named = _PARTS.search(text, at, min(later, at + _NEAR))
    if named is None:
        return -1
    if named["alone"] is not None:
        return len(text)
    end = text.find("\n", named.end())
    return end if end >= 0 else len(text)


def _next(places: Sequence[int], at: int, last: int) -> int:
    """The first of the places in order that lies behind `at`, `last` where there is none."""
    i = bisect_right(places, at)
    return places[i] if i < len(places) else last
