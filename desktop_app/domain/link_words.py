"""Figures of a text that nobody linked yet: told by the words around them, so that they can be linked and compared.

What is not certain is told only where it agrees. Where a sentence names the parts of a sum, they count as evidence: a
sum whose parts all agree is known by them, whatever it is called.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal

from desktop_app.domain import figure_words
from desktop_app.domain.figure_lists import ASSET, PROJECT
from desktop_app.domain.figure_words import Told, Vocabulary
from desktop_app.domain.figures import CHANGE, Figure, FigureForm, Figures, money
from desktop_app.domain.linked import AGREES, DIFFERS, Link, State, states, value
from desktop_app.domain.narrative import NarrativeForms

SUM = "sum."  # with its place: the key of a sum that no table tells, only the parts that the sentence names
_CENT = Decimal("0.01")  # 万元: to so much amounts are printed
_FEN = 1_000_000  # 0.01 元 in 万元
_MOST = 256  # texts that a reader remembers


class _Texts:
    """Texts as they are read by the words of figures. By the figures `named` alone the words of two books differ."""

    def __init__(self, named: Figures, words: Vocabulary) -> None:
        self.named = named
        self._words = words
        self._lines: dict[str, list[list[Told]]] = {}

    def lines(self, text: str) -> list[list[Told]]:
        """`figure_words.read`."""
        if text not in self._lines:
            if len(self._lines) >= _MOST:
                self._lines.clear()
            self._lines[text] = figure_words.read(text, self._words)
        return self._lines[text]


class Reader:
    """Reads texts by the words of a book's figures.

    Attributes:
        figures: what the texts are compared with.
        texts: the texts as they were read.
    """

    def __init__(
        self, forms: NarrativeForms, figures: Figures, year: int | None = None, before: "Reader | None" = None
    ) -> None:
        """`before` is a reader by these forms, for this year, of other figures; what it read is not read again."""
        self._forms = {form.key: form for form in forms.figures}
        self.figures = self._figures = figures
        named = {key: figure for key, figure in figures.items() if key.startswith((PROJECT, ASSET))}
        texts: _Texts | None = before.texts if before is not None else None
        if texts is None or texts.named != named:
            texts = _Texts(named, figure_words.vocabulary(forms, figures, year))
        self.texts: _Texts = texts
        self._others = {key for form in forms.figures for key in form.sums if self._of_others(form, key)}

    def proposals(self, text: str, links: Sequence[Link]) -> list[Link]:
        """Links for the figures of a text that have none, in order.

        What is stated again is linked where it agrees only: a second figure of that name may be another one's. A sum
        that its parts prove is linked wherever it stands.
        """
        return self._proposals(self.texts.lines(text), links)

    def _proposals(self, lines: Sequence[Sequence[Told]], links: Sequence[Link]) -> list[Link]:
        taken = sorted((link.at, link.end) for link in links)
        keys = {link.key for link in links}
        found: list[Link] = []
        for line in lines:
            proved = self._proved(line)
            for i, told in enumerate(line):
                link = told.link._replace(key=proved.get(i, told.link.key))
                before = bisect_left(taken, (link.end, 0)) - 1  # the last that begins before this one ends
                if link.key not in self._figures or (before >= 0 and taken[before][1] > link.at):
                    continue
                doubtful = link.key in keys or not told.certain or link.key in self._others
                if doubtful and i not in proved and self._state(link) != AGREES:
                    continue
                keys.add(link.key)
                found.append(link)
        return found

    def marks(self, text: str, links: Sequence[Link]) -> list[State]:
        """What nobody linked and is wrong all the same: figures that differ from the tables, sums from their parts."""
        lines = self.texts.lines(text)
        told = [state for state in states(self._proposals(lines, links), self._figures) if state.state == DIFFERS]
        return sorted([*told, *self._sums(lines, links)], key=lambda state: state.link.at)

    def sums(self, text: str, links: Sequence[Link] = ()) -> list[State]:
        """The sums that are not what the parts named in their sentence add up to, where no table tells either.

        A sum is too small where its parts exceed it, too great where all that it consists of is named.
        """
        return self._sums(self.texts.lines(text), links)

    def _sums(self, lines: Sequence[Sequence[Told]], links: Sequence[Link]) -> list[State]:
        taken = {link.at for link in links}
        found = []
        for line in lines:
            proved = self._proved(line)
            for i, named in _parts(line).items():
                if line[i].link.at not in taken and i not in proved and not self._tells(line[i].link.key):
                    found += self._sum(line[i].link, named)
        return found

    def _sum(self, link: Link, named: Mapping[str, Told]) -> list[State]:
        """A sum with what its parts add up to, where it is not that."""
        printed = value("", link.text)
        for form in self._candidates(link.key):
            count = sum(key in named for key in (*form.sums, *form.more))
            added, complete = self._added(form, named)
            if printed is None or count < 2 or not (complete or link.key == form.key):
                continue
            room = _CENT * count
            if added - printed > room or (complete and printed - added > room):
                return [_off(link, form, added)]
        return []

    def _candidates(self, key: str) -> list[FigureForm]:
        """What an amount may be the sum of: what its words say, else anything that consists of others."""
        own = self._forms.get(key)
        if own is not None and own.sums:
            return [own]
        return [form for form in self._forms.values() if form.sums] if not key or own is not None else []

    def _state(self, link: Link) -> str:
        return states([link], self._figures)[0].state

    def _of_others(self, form: FigureForm, key: str) -> bool:
        """Whether a part comes from another table than its sum and does not fit it: other money is in that table."""
        known = [self._figures[part].fen for part in (*form.sums, *form.more) if part in self._figures]
        if len(known) < len(form.sums) or None in known or not self._tells(form.key):
            return False
        apart = {p.table for p in form.places}.isdisjoint(p.table for p in self._forms[key].places)
        return apart and not self._makes(form, Decimal(sum(fen or 0 for fen in known)) / _FEN)

    def _tells(self, key: str) -> bool:
        return key in self._figures and self._figures[key].fen is not None

    def _proved(self, line: Sequence[Told]) -> dict[int, str]:
        """The sums of a line that are known by their parts, by index: all that they consist of is named and agrees."""
        found: dict[int, str] = {}
        for i, named in _parts(line).items():
            agreeing = {key for key, part in named.items() if self._state(part.link) == AGREES}
            own = line[i].link.key
            for form in self._candidates(own):
                if own not in ("", form.key):
                    break  # the words name another sum
                added, complete = self._added(form, named)
                known = {key for key in (*form.sums, *form.more) if key in named}
                if complete and known <= agreeing and self._makes(form, added):
                    found[i] = form.key
                    break
        return found

    def _makes(self, form: FigureForm, added: Decimal) -> bool:
        """Whether parts add up to what the tables say of the sum."""
        fen = self._figures[form.key].fen if form.key in self._figures else None
        return fen is not None and abs(Decimal(fen) / _FEN - added) <= _CENT * len(form.sums)

    def _added(self, form: FigureForm, named: Mapping[str, Told]) -> tuple[Decimal, bool]:
        """What the parts of a sum that are named add up to, and whether all that it consists of is among them."""
        added, complete = Decimal(0), bool(form.sums)
        for key in (*form.sums, *form.more):
            amount = value("", named[key].link.text) if key in named else None
            below = self._forms.get(key)
            if amount is None and below is not None and below.sums:
                inner, whole = self._added(below, named)
                amount = inner if whole else None
            added += amount or 0
            complete = complete and (amount is not None or key in form.more)
        return added, complete


def _parts(line: Sequence[Told]) -> dict[int, dict[str, Told]]:
    """Of each sum, by its index, the amounts that are named under it by their keys, the first of each."""
    found: dict[int, dict[str, Told]] = {}
    for told in line:
        if told.link.key and not told.link.key.startswith(CHANGE):
            for whole in told.wholes:
                found.setdefault(whole, {}).setdefault(told.link.key, told)
    return found


def _off(link: Link, form: FigureForm, added: Decimal) -> State:
    fen = int(added * _FEN)
    note = f"本句里各项相加是{money(fen)}，{form.name}写作{link.text}"
    figure = Figure(f"{SUM}{link.at}", f"{form.name}各项之和", fen, money(fen), (), note)
    return State(link._replace(key=figure.key), figure, DIFFERS)


def proposals(
    text: str, links: Sequence[Link], forms: NarrativeForms, figures: Figures, year: int | None = None
) -> list[Link]:
    """`Reader.proposals` of a single text."""
    return Reader(forms, figures, year).proposals(text, links)
