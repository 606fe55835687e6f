"""What is proposed while somebody types into an indicator: wordings of its project, the file, the shipped library."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_app import catalog
from desktop_app.actions.wordstock import Match, Wordstock, fits
from desktop_app.domain.folding import fold
from desktop_app.domain.library import Common
from desktop_app.domain.model import Project
from desktop_app.storage.wordings import Owner

PROPOSED = ("l3", "desc", "measure", "basis")
THIS, FILE, LAST, SHIPPED = "本项目", "本文件", "上年", "指标库"
MOST = 9
_SOURCES = (THIS, FILE, LAST, SHIPPED)
_OF_CLASS, _ELSEWHERE = 150, 30  # words that are weighed for one key
_LOOKED_AT = 40  # projects that are asked about a word, and projects whose rows of the same name are read
_FULL = 5  # a wording that is used more often than 2 ** _FULL times is no better for it


@dataclass(slots=True, frozen=True)
class Proposal:
    """A text, where it is from, and where it fits what was typed; `detail` says more of it ("" for nothing)."""

    text: str
    source: str
    match: Match
    detail: str = ""


@dataclass(slots=True, frozen=True)
class Around:
    """The row that is typed into, and its project; `about` is the project's name and purpose.

    `taken` are the 三级指标 of the project's other rows, which may not stand twice.
    """

    owner: Owner | None
    l2: str = ""
    l3: str = ""
    about: str = ""
    taken: frozenset[str] = field(default_factory=frozenset)
    own: str = ""


def around(stock: Wordstock, project: Project, row_id: str, own: str) -> Around:
    """What is known about a row of a project, "" for a new one; `own` is the text that its cell has now."""
    row = next((r for r in project.indicators if r.id == row_id), None)
    names = frozenset(r.l3.strip() for r in project.indicators if r.id != row_id)
    about = f"{project.name} {project.purpose}"
    l2, l3 = (row.l2.strip(), row.l3.strip()) if row else ("", "")
    return Around(stock.owners.get(project.id), l2, l3, about, names, own.strip())


def propose(stock: Wordstock, column: str, typed: str, where: Around, most: int = MOST) -> list[Proposal]:
    """The best wordings for a column that hold what is typed, or whose initials do; for "" those that fit the row.

    Best first: for descriptions, measures and reasons those of rows of the same 三级指标; then those of the same
    二级指标, those that begin with what is typed, those of the same unit, those used most, the shorter ones.
    """
    plain = fold(typed.strip())
    ranked: dict[str, tuple[tuple[int, ...], Proposal]] = {}
    for score, proposal in (*_of_file(stock, column, plain, where), *_of_library(column, plain, where)):
        text = proposal.text
        if text == typed.strip() or (column == "l3" and text in where.taken):
            continue
        if text not in ranked or score < ranked[text][0]:
            known = ranked.get(text)
            source = min((p.source for p in (proposal, known and known[1]) if p), key=_SOURCES.index)
            ranked[text] = score, Proposal(text, source, proposal.match, proposal.detail)
    return [proposal for _, proposal in sorted(ranked.values(), key=lambda entry: entry[0])[:most]]


def _of_file(stock: Wordstock, column: str, typed: str, where: Around) -> Iterator[tuple[tuple[int, ...], Proposal]]:
    beside = stock.beside(column, where.l3, _LOOKED_AT) if column != "l3" and where.l3 else {}
    words = stock.columns[column]
    some = words.find(typed, where.l2, _OF_CLASS, _ELSEWHERE) if typed or column == "l3" else ()
    seen: set[int] = set()
    for number in (*map(words.number, beside), *some):
        match = words.fits(number, typed)
        if match is None or number in seen:
            continue
        seen.add(number)
        text, count = words.texts[number], words.uses(number)
        if text == where.own and count == 1:
            continue  # only the row itself says so: what is being changed is no proposal
        source, unit = _from(stock, beside.get(text) or words.projects(number), where)
        same_class = not where.l2 or where.l2 in words.classes[number]
        score = (
            text not in beside, not same_class, match.rank, not unit, -min(count.bit_length(), _FULL),
            _SOURCES.index(source), len(text),
        )  # fmt: skip
        yield score, Proposal(text, source, match)


def _from(stock: Wordstock, projects: list[str], where: Around) -> tuple[str, bool]:
    """Where a wording is from, and whether the same unit uses it."""
    here = where.owner
    if here is None:
        return FILE, False
    source, unit = LAST, False
    for project_id in projects[-_LOOKED_AT:]:
        owner = stock.owners.get(project_id)
        if owner is None:
            continue
        if owner.id == here.id:
            return THIS, True
        unit = unit or owner.unit_id == here.unit_id
        if owner.year >= here.year:
            source = FILE
    return source, unit


def _of_library(column: str, typed: str, where: Around) -> Iterator[tuple[tuple[int, ...], Proposal]]:
    """The shipped wordings; those for projects of this kind first."""
    initials = catalog.initials()
    for row in catalog.library():
        text = getattr(row, column)
        same_row = column != "l3" and row.l3 == where.l3
        if not text or (column != "l3" and not typed and not same_row):
            continue
        match = fits(fold(text), initials.of(text), typed)
        if match is None or text == where.own:
            continue
        suits = row.suits(where.about)
        same_class = where.l2.endswith(row.l2) or not where.l2  # 经济成本指标 is a 成本指标
        if column == "l3" and not typed and not (suits or row.kind == catalog.library()[0].kind):
            continue
        score = (not same_row if column != "l3" else 1, not same_class, match.rank, 1, -1 if suits else 0, 3, len(text))
        yield score, Proposal(text, SHIPPED, match, _detail(row) if column == "l3" else "")


def _detail(row: Common) -> str:
    return f"{row.l2} · {row.sign}{row.number or '…'}{row.measure}"
