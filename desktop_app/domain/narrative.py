"""The 情况说明 written from figures by templates: texts, the figures linked in them, and the gaps left for a person."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.domain import project_lists
from desktop_app.domain.figure_lists import ASSET, PROJECT
from desktop_app.domain.figures import CHANGE, LAST, Figure, FigureForm, Figures
from desktop_app.domain.linked import GAP, REASON, Link
from desktop_app.domain.table_labels import bare, fold

NO_REASON = "【请填写原因】"
LISTED = "listed."  # items of a list of projects that no record holds: kept as they were written, linked to nothing
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(slots=True, frozen=True)
class Sentence:
    """A piece of a paragraph: its words with placeholders, the conditions under which it stands, what it is said of."""

    text: str
    when: tuple[str, ...] = ()
    each: str = ""
    join: str = ""
    end: str = ""


@dataclass(slots=True, frozen=True)
class SectionForm:
    """A section of the 情况说明 as data: heading, the words that tell it, its paragraphs of sentences.

    `match` are groups of words, `sure` those that no other section has (三公, 采购): a heading with such words is of
    none that lacks them. `begins`: it stands over all others, so that its heading may name them.
    `person`: only a person can write it; `hint` then stands for its text.
    """

    id: str
    heading: str
    match: tuple[tuple[str, ...], ...]
    paragraphs: tuple[tuple[Sentence, ...], ...] = ()
    person: bool = False
    hint: str = ""
    sure: tuple[tuple[str, ...], ...] = ()
    begins: bool = False


@dataclass(slots=True, frozen=True)
class NarrativeForms:
    """Everything about the 情况说明 that is data.

    `words` introduce figures that do not come from the nine tables, `names` say what those are called.
    """

    figures: tuple[FigureForm, ...]
    sections: tuple[SectionForm, ...]
    words: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]

    def name(self, key: str) -> str:
        """What a figure is called."""
        return next((form.name for form in self.figures if form.key == key), self.names.get(key, "数字"))

    def used(self) -> dict[str, None]:
        """The placeholders of all templates, in the order of the text."""
        texts = (sentence.text for s in self.sections for paragraph in s.paragraphs for sentence in paragraph)
        return dict.fromkeys(name for text in texts for name in _PLACEHOLDER.findall(text))


@dataclass(slots=True, frozen=True)
class Written:
    """A section as it is written: its text and the figures linked in it."""

    heading: str
    text: str
    links: tuple[Link, ...] = ()

    @property
    def gaps(self) -> list[str]:
        """What a person still has to fill in."""
        return GAP.findall(self.text)


class Writer:
    """Writes sections from figures.

    `words` are the plain placeholders (year, last_year, name, kind), `reasons` what a person gave as the reason of the
    change of a figure, by its key.
    """

    def __init__(
        self, forms: NarrativeForms, figures: Figures, words: Mapping[str, str], reasons: Mapping[str, str]
    ) -> None:
        self._forms = forms
        self._figures = figures
        self._words = words
        self._reasons = reasons
        self._text: list[str] = []
        self._length = 0
        self._links: list[Link] = []

    def rewritten(self, form: SectionForm, text: str, links: Sequence[Link], secret: Collection[str]) -> Written:
        """The section from its template in the place of `text`: projects that only that text names are kept.

        `secret` are names of projects that no text may name.
        """
        if not any(sentence.each == "projects" for paragraph in form.paragraphs for sentence in paragraph):
            return self.section(form)
        own = self._figures
        projects = {key: figure for key, figure in own.items() if key.startswith(PROJECT)}
        items = project_lists.without_record(text, projects, secret, {link.at for link in links})
        kept = [Figure(f"{LISTED}{i}", item.name, None, item.amount) for i, item in enumerate(items)]
        self._figures = own | {figure.key: figure for figure in kept}
        written = self.section(form)
        self._figures = own
        return written

    def section(self, form: SectionForm) -> Written:
        """The section from its template; a paragraph none of whose sentences stands is left out."""
        self._text, self._length, self._links = [], 0, []
        if form.person:
            self._fill(form.hint)
        for paragraph in form.paragraphs:
            before = self._length
            if before:
                self._add("\n")
            begun = self._length
            for sentence in paragraph:
                self._sentence(sentence)
            if self._length == begun and before:
                self._text.pop()
                self._length = before
        heading = _PLACEHOLDER.sub(lambda m: self._words.get(m[1], ""), form.heading)
        return Written(heading, "".join(self._text), tuple(self._links))

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _sentence(self, sentence: Sentence) -> None:
        if not all(self._holds(condition) for condition in sentence.when):
            return
        if not sentence.each:
            self._fill(sentence.text)
            return
        items = _items(self._figures, sentence.each)
        for i, item in enumerate(items):
            if i:
                self._add(sentence.join)
            self._fill(sentence.text, item)
        if items:
            self._add(sentence.end)

    def _holds(self, condition: str) -> bool:
        test, _, key = condition.partition(" ")
        if test == "listed":
            return bool(_items(self._figures, key))
        figure = self._figures.get(CHANGE + key if test == "changed" else key)
        fen = figure.fen if figure is not None else None
        return {
            "known": figure is not None, "unknown": figure is None, "zero": fen == 0, "nonzero": bool(fen),
            "filled": fen != 0, "changed": bool(fen),
        }[test]  # fmt: skip

    def _fill(self, text: str, item: Figure | None = None) -> None:
        """Add a text with its placeholders filled in; figures are linked, what is not known is a gap and linked."""
        at = 0
        for match in _PLACEHOLDER.finditer(text):
            self._add(text[at : match.start()])
            at = match.end()
            name = match[1]
            if name == "item.name" and item is not None:
                self._add(item.name)
            elif name == "item" and item is not None and item.key.startswith(LISTED):
                self._add(item.text)
            elif name == "item" and item is not None:
                self._link(item.key, item.text or gap(item.name))
            elif name.startswith("reason:"):
                self._reason(name.partition(":")[2])
            elif name in self._words:
                self._add(self._words[name])
            else:
                figure = self._figures.get(name)
                self._link(name, figure.text if figure is not None and figure.text else self._gap_of(name, figure))
        self._add(text[at:])

    def _gap_of(self, key: str, figure: Figure | None) -> str:
        if key.startswith(CHANGE):
            last = self._figures.get(LAST + key.removeprefix(CHANGE))
            return gap(f"{self._words.get('last_year', '')}年数" if last and last.fen is None else "增减")
        return gap(figure.name if figure is not None else self._forms.name(key))

    def _reason(self, key: str) -> None:
        reason = self._reasons.get(key, "").strip().rstrip("。；，")
        if reason:
            self._add(reason)
        else:
            self._link(REASON + key, NO_REASON)

    def _link(self, key: str, text: str) -> None:
        self._links.append(Link(key, self._length, text, text))
        self._add(text)


def gap(what: str) -> str:
    """The visible gap that stands for something that a person has to fill in."""
    return f"【请填写{what}】"


def _items(figures: Figures, of: str) -> list[Figure]:
    begins = {"projects": (PROJECT, LISTED), "assets": (ASSET,)}[of]
    return [figure for key, figure in figures.items() if key.startswith(begins)]


def as_figures(figures: Figures, reasons: Mapping[str, str]) -> Figures:
    """The figures with the reasons as if they were such, so that a gap for a reason is filled like one for a figure."""
    found = dict(figures)
    for key, reason in reasons.items():
        if reason.strip():
            text = reason.strip().rstrip("。；，")
            found[REASON + key] = Figure(REASON + key, "原因", None, text)
    return found


def matches(headings: Sequence[str], forms: Sequence[SectionForm]) -> dict[str, int]:
    """Which heading is which section of the form: ids and indexes, each once.

    Where several fit, the most characters of a group of words tell, then the order.
    """
    fits = []
    for i, heading in enumerate(headings):
        plain = _plain(heading)
        sure = {form.id for form in forms if _most(form.sure, plain)}
        numbered = plain != _told(fold(heading))
        for form in forms:
            size = _most((*form.match, *form.sure), plain)
            if size and (not sure or form.id in sure or (form.begins and not numbered)):
                fits.append((-size, i, form.id))
    found: dict[str, int] = {}
    for _score, i, form_id in sorted(fits):
        if form_id not in found and i not in found.values():
            found[form_id] = i
    return found


def named(headings: Iterable[str], forms: Sequence[SectionForm]) -> set[str]:
    """The sections whose own words stand in any of the headings: one heading may name several."""
    plain = [_plain(heading) for heading in headings]
    return {form.id for form in forms if any(_most(form.sure, heading) for heading in plain)}


def _plain(heading: str) -> str:
    return _told(bare(heading))


def _told(heading: str) -> str:
    return heading.replace("其它", "其他")


def _most(groups: Iterable[tuple[str, ...]], heading: str) -> int:
    """The characters of the largest group of words that a heading holds, 0 for none."""
    return max((sum(map(len, group)) for group in groups if all(bare(word) in heading for word in group)), default=0)
