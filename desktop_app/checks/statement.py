"""Rules of the 情况说明: its figures (B10, B12, C05), reasons of changes (B13), 项目支出 beside projects (B09)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import is_
from typing import NamedTuple

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.sheets import Placed
from desktop_app.checks.tables_across import b09
from desktop_app.domain import figure_lists, figures, linked, narrative
from desktop_app.domain.amounts import FEN_PER_WAN, fen_of, parse_number
from desktop_app.domain.disclosed import BudgetTable, Section
from desktop_app.domain.figure_cells import Source
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
    kept = context.kept.get(("figures", owner))
    if isinstance(kept, _Kept) and len(kept.tables) == len(book.tables) and all(map(is_, kept.tables, book.tables)):
        return dict(kept.figures)
    found = figures.of_tables(book, forms, owner)
    context.kept["figures", owner] = _Kept(tuple(book.tables), found)
    return dict(found)


class _Kept(NamedTuple):
    """The figures of some tables."""

    tables: tuple[BudgetTable, ...]
    figures: Figures


def check_figures(book: Book, context: Context) -> Iterator[Placed]:
    """The figures in texts agree with those of the tables and lists (B10, B12, C05)."""
    said = [(i, section) for i, section in enumerate(book.sections) if section.text.strip()]
    if not said or not context.forms.narrative.figures:
        return
    named = _named("\n".join([section.text for _, section in said]), tuple([project.name for project in book.projects]))
    known: dict[str, Figures] = {}
    readers: dict[str, Reader] = {}
    for i, section in said:
        owner = section.owner
        if owner not in known:
            known[owner] = figures_of(_light(book, owner, named), owner, context)
        kept = context.kept.get(("said", i))
        if not isinstance(kept, _Said) or kept[:3] != (section.text, section.links, known[owner]):
            readers[owner] = readers.get(owner) or Reader(context.forms.narrative, known[owner], context.year)
            hits = tuple(_figures_in(section, i, known[owner], readers[owner]))
            kept = context.kept["said", i] = _Said(section.text, section.links, known[owner], hits)
        for hit in kept.hits:
            yield owner, hit


class _Said(NamedTuple):
    """What the figures of a section were found to be, and by what: most edits leave all of it as it is."""

    text: str
    links: str
    figures: Figures
    hits: tuple[Hit, ...]


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


@lru_cache(maxsize=16)
def _named(text: str, names: tuple[str, ...]) -> tuple[int, ...]:
    """Which of the names a text holds: thousands of other projects have nothing to say."""
    plain = fold(text)
    return tuple([i for i, word in enumerate(_folded(names)) if word and word in plain])


@lru_cache(maxsize=16)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([fold(name) for name in names])


def _figures_in(section: Section, index: int, known: Figures, reader: Reader) -> Iterator[Hit]:
    links = linked.unpack(section.links, section.text)
    mine = len(links)
    links += reader.proposals(section.text, links)
    for at, state in enumerate([*linked.states(links, known), *reader.sums(section.text, links)]):
        if state.state != DIFFERS or state.link.key in _COUNTED or state.figure is None:
            continue
        own = at < mine and not state.link.typed
        fix = ((f"sections[{index}].text", _refreshed(section, links[:mine], known)),) if own else ()
        yield _differs(state, section, index, fix)


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

    In the same sentence or the next, before another change is stated there. The sections that compare are told by their
    headings.
    """
    forms = context.forms.narrative.sections
    by_owner: dict[str, list[int]] = {}
    for i, section in enumerate(book.sections):
        by_owner.setdefault(section.owner, []).append(i)
    for owner, indexes in by_owner.items():
        found = narrative.matches([book.sections[i].heading for i in indexes], forms)
        for at in sorted(place for section_id, place in found.items() if section_id in _COMPARED):
            for hit in b13(book.sections[indexes[at]], indexes[at]):
                yield owner, hit


def b13(section: Section, index: int) -> Iterator[Hit]:
    """The changes of one section."""
    text = section.text
    changes = [match for match in CHANGE_WORDS.finditer(text) if match["number"] and parse_number(match["number"])]
    if not changes:
        return
    begins = [match.start() for match in changes]
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    reasons = [match.span() for match in _REASON.finditer(text)]
    for match in changes:
        end = _next(ends, match.end(), len(text))
        later = _next(begins, end, len(text))
        told = bisect_left(reasons, (match.end(), 0))
        if told == len(reasons) or reasons[told][1] > min(later, _next(ends, end, len(text))):
            yield Hit("B13", _paragraph(section, index, match.start()), match[0])


def _next(places: Sequence[int], at: int, last: int) -> int:
    """The first of the places in order that lies behind `at`, `last` where there is none."""
    i = bisect_right(places, at)
    return places[i] if i < len(places) else last
