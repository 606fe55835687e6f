"""The figures that the text of a disclosure states, each with the cells that it comes from.

Which figures there are, and by which labels and heads they are found, is data (`resources/narrative.toml`); rows and
columns are never found by number, for they change with the year and the place (rule B14, domain.md).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.domain import amounts
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.figure_cells import Place, Sheet, Source
from desktop_app.domain.model import Book

LAST, CHANGE = "last.", "change."
RISEN, FALLEN, SAME = "增加", "减少", "持平"


@dataclass(slots=True, frozen=True)
class FigureForm:
    """One figure of the tables as data.

    It is the first of `places` that the book has, else the sum of the figures `parts`, as far as there are any; the
    figures `less` are taken off. `beside` are cells that should say the same once the figures `beside_plus` are added:
    where one does not, the figure's note tells. `compared`: it has a figure of last year and a change. `words` are the
    phrases that introduce it in a running text; of one that begins with `…` only the end is given. It always consists
    of the figures `sums`, and of `more` where there is any of them. `like` is the figure that a text calls by the same
    words; this one is meant where it is named as a part of what it belongs to.
    """

    key: str
    name: str
    places: tuple[Place, ...] = ()
    parts: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    beside: tuple[Place, ...] = ()
    beside_plus: tuple[str, ...] = ()
    compared: bool = False
    words: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    like: str = ""


class Figure(NamedTuple):
    """A figure by its key. `fen` is its value in 0.01 元 (a number for what is counted), None where it is not known.

    `text` is how a text states it, an amount without its 万元; "" where it is not known. `note` says what a person
    should know of it (a cell that should say the same and does not, a cell that is no number).
    """

    key: str
    name: str
    fen: int | None
    text: str
    sources: tuple[Source, ...] = ()
    note: str = ""

    @property
    def where(self) -> str:
        """The cells that it comes from, in words."""
        names = list(dict.fromkeys(source.name for source in self.sources))
        return "、".join(names[:3]) + (f" 等{len(names)}处" if len(names) > 3 else "")


Figures = dict[str, Figure]
_Sheets = dict[int, dict[str, list[Sheet]]]
"""The tables by number and owner, in order."""


def money(fen: int) -> str:
    """An amount as tables print it: `5269.43`, `0.00`."""
    return amounts.format_amount(fen)


def short(fen: int) -> str:
    """An amount as a running text states it: `5`, `19.5`, `517.93`."""
    return amounts.format_amount(fen, 0).rstrip(".")


def change_words(fen: int) -> str:
    """A change against last year in words: `增加530.39万元`, `减少12.00万元`, `持平`."""
    return f"{RISEN if fen > 0 else FALLEN}{money(abs(fen))}万元" if fen else SAME


def total(key: str, name: str, parts: Sequence[Figure]) -> Figure:
    """The sum of figures; a part that is not known makes the sum unknown."""
    sources = tuple(source for part in parts for source in part.sources)
    note = "；".join(dict.fromkeys(part.note for part in parts if part.note))
    fen = sum(part.fen or 0 for part in parts)
    known = all(part.fen is not None for part in parts)
    return Figure(key, name, fen if known else None, money(fen) if known else "", sources, note)


def of_tables(
    book: Book, forms: Sequence[FigureForm], owner: str = "", sheet_of: Callable[[BudgetTable], Sheet] = Sheet.of
) -> Figures:
    """The figures of the nine tables, in the order of the forms.

    `owner` is the code of a unit, "" for the department: its own tables, or the sum of its units' where it has none.
    A figure that the tables do not have is left out; one whose cell is no number is there and not known. `sheet_of`
    may remember the tables that it folded before.
    """
    numbers = {place.table for form in forms for place in (*form.places, *form.beside)}
    sheets: _Sheets = {}
    for table in book.tables:
        if table.no in numbers:
            sheets.setdefault(table.no, {}).setdefault(table.owner, []).append(sheet_of(table))
    found: Figures = {}
    for form in forms:
        figure = _at_places(sheets, form, owner)
        if figure is None and (parts := [found[key] for key in form.parts if key in found]):
            figure = total(form.key, form.name, parts)
        if figure is not None:
            found[form.key] = _beside(sheets, form, owner, _less(figure, form, found), found)
    return found


def _at_places(sheets: _Sheets, form: FigureForm, owner: str) -> Figure | None:
    return next((figure for place in form.places if (figure := _at(sheets, form, place, owner))), None)


def _at(sheets: _Sheets, form: FigureForm, place: Place, owner: str) -> Figure | None:
    """The figure at a place of the owner's table, or its sum over the units where the department has no table."""
    there = sheets.get(place.table, {})
    if owner in there or owner:
        return _first(there.get(owner, ()), form, place)
    by_unit = [_first(own, form, place) for own in there.values()]
    parts = [part for part in by_unit if part is not None]
    if len(parts) < 2:
        return parts[0] if parts else None
    return total(form.key, form.name, parts)


def _first(sheets: Iterable[Sheet], form: FigureForm, place: Place) -> Figure | None:
    asked = form.key, place
    for sheet in sheets:
        if asked not in sheet.known:
            sheet.known[asked] = _in_sheet(sheet, form, place)
        found: Figure | None = sheet.known[asked]
        if found is not None:
            return found
    return None


def _in_sheet(sheet: Sheet, form: FigureForm, place: Place) -> Figure | None:
    spot = sheet.find(place)
    if spot is None:
        return None
    source = sheet.source(*spot)
    fen = sheet.fen(source.text)
    note = "" if fen is not None else sheet.why_unknown(source)
    return Figure(form.key, form.name, fen, money(fen) if fen is not None else "", (source,), note)


def _less(figure: Figure, form: FigureForm, found: Figures) -> Figure:
    taken = [found[key] for key in form.less if key in found and found[key].fen]
    if figure.fen is None or not taken:
        return figure
    fen = figure.fen - sum(part.fen or 0 for part in taken)
    sources = figure.sources + tuple(source for part in taken for source in part.sources)
    note = f"{figure.text}减去" + "、".join(f"{part.name}{part.text}" for part in taken)
    return figure._replace(fen=fen, text=money(fen), sources=sources, note=note)


def _beside(sheets: _Sheets, form: FigureForm, owner: str, figure: Figure, found: Figures) -> Figure:
    """The figure with a note where a cell that should say the same does not."""
    plus = sum(found[key].fen or 0 for key in form.beside_plus if key in found)
    for place in form.beside:
        other = _at(sheets, form, place, owner)
        if other is None or other.fen is None or figure.fen is None or other.fen == figure.fen + plus:
            continue
        should = f"应为{money(figure.fen + plus)}" if plus else "两处不一致"
        said = f"取自{figure.where}；表{place.table}“{place.rows[0]}”为{other.text}，{should}"
        figure = figure._replace(note="；".join(text for text in (figure.note, said) if text))
    return figure


def typed(found: Figures, forms: Sequence[FigureForm], facts: Mapping[str, Source]) -> Figures:
    """The figures with those that a person typed (`facts`, by key) where the tables do not tell."""
    result = dict(found)
    for form in forms:
        there = found.get(form.key)
        if form.key in facts and (there is None or there.fen is None):
            result[form.key] = _typed(form.key, form.name, facts[form.key])
    return result


def _typed(key: str, name: str, source: Source) -> Figure:
    text = source.text.strip()
    fen = amounts.parse_amount(text.removesuffix("元").removesuffix("万"))
    note = f"“{text}”不是金额" if text and fen is None else ""
    return Figure(key, name, fen, money(fen) if fen is not None else "", (source,), note)


def compare(now: Figures, last: Figures, forms: Sequence[FigureForm], facts: Mapping[str, Source]) -> Figures:
    """`now` with the figures of last year (`last.KEY`) and the changes (`change.KEY`) of what is compared.

    A figure of last year is the one in `last`, else what a person typed (`facts`, by the name `last.KEY`).
    """
    found = dict(now)
    for form in forms:
        if form.compared and form.key in now:
            this, before = now[form.key], _last(form, last, facts)
            known = this.fen is not None and before.fen is not None
            fen = (this.fen or 0) - (before.fen or 0) if known else None
            words = change_words(fen) if fen is not None else ""
            name = f"{form.name}比上年增减"
            found[before.key] = before
            found[CHANGE + form.key] = Figure(CHANGE + form.key, name, fen, words, this.sources + before.sources)
    return found


def _last(form: FigureForm, last: Figures, facts: Mapping[str, Source]) -> Figure:
    key, name = LAST + form.key, f"上年{form.name}"
    there, given = last.get(form.key), facts.get(LAST + form.key)
    if there is not None and there.fen is not None:
        sources = tuple(source._replace(name=f"上年{source.name}") for source in there.sources)
        return Figure(key, name, there.fen, there.text, sources, there.note)
    return Figure(key, name, None, "") if given is None else _typed(key, name, given)
