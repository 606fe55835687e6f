"""Which figures the words of a running text tell: each amount and change with the key of what it is said of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop_app.domain.figure_lists import ASSET, PROJECT
from desktop_app.domain.figures import CHANGE, LAST, Figures
from desktop_app.domain.linked import CHANGE_WORDS, NUMBER, Link
from desktop_app.domain.narrative import NarrativeForms
from desktop_app.domain.project_words import Names, named_after, named_before
from desktop_app.domain.table_labels import fold

_FIGURE = re.compile(rf"(?:{CHANGE_WORDS.pattern})|(?P<amount>{NUMBER})(?=\s*万元)")
_LABEL_END = re.compile(r"[，。；：:;,、\n]|[（(](?![^（）()]*[）)])")
_LEAD = re.compile(
    r"^(?:万元|其中|包括|主要|以及|和|及|为|是|\d{4}年度?|当年|今年|全年|本年度?|[本我](?:部门|单位|局)|年初|安排|\d+[)、.]|\([^()]*\))+"
)
_UP_TO_YEAR = re.compile(r"^[^\d]*?(?=\d{4}年)")
_TAIL = re.compile(r"(?:预算数?|支出|安排|合计|共计|总计|总额|金额|为|是|计|共|约)$")
_THAN = re.compile(r"(?:较|比|与|同)?(?:\d{4}年|上年|去年|上一年)度?(?:预算)?数?(?:相比|比较|对比)?$")
_YEAR = re.compile(r"(20\d\d)年")
_LAST_YEAR = re.compile(r"(?:上年|去年|上一年)度?(?!末|底|结)")
_OTHER_HOLDER = re.compile(r"(?:局|中心|站|所|院|校|大队|支队|馆|处|园|委|办|公司)(?:本级)?$")
_OTHER_SENSE = re.compile(r"实际|执行|决算|完成|已")
_SAME_AGAIN = re.compile(r"(?:其中|同比|均|各|总体|合计|共|[比较与])*")  # before a change: said of the figure before it
_SENTENCE = re.compile(r"[。！!？?]")
_OPENS = re.compile(r"\s*万元\s*[）)]?\s*[，,：:；;（(]?\s*(?:其中|包括|分别|含|由)")
_BESIDE = 240  # characters before and behind an amount that may say what it is
_DEEPEST = 6  # sums that are open at once: parts of parts of parts
_PERCENT = re.compile(r"\s*(?:[%％‰]|个百分点)")


_MOST_LABELS = 4096  # labels that are remembered: tables of figures repeat them


@dataclass(slots=True, frozen=True)
class Vocabulary:
    """What introduces a figure: whole phrases, ends of phrases, names of projects, holders of assets.

    `inside` are of each figure that is a sum the figures that make it up, by the key that the words alone tell. `year`
    is the year of the book, None where it is not known.
    """

    whole: Mapping[str, str]
    ends: Mapping[str, str]
    projects: Names
    holders: Sequence[tuple[str, str]]
    inside: Mapping[str, Mapping[str, str]]
    parts: frozenset[str]
    year: int | None
    labels: dict[str, tuple[str, bool]] = field(default_factory=dict, compare=False, repr=False)  # those read, `known`


class Told(NamedTuple):
    """A figure that a text tells: where, whether it is certain what it is said of, and which figures it is part of.

    `link.key` is "" where the words tell nothing. `wholes` are indexes of amounts before it in its sentence that it is
    named as a part of, the outermost first (支出预算10万元，其中：基本支出8万元).
    """

    link: Link
    certain: bool
    wholes: tuple[int, ...] = ()


def vocabulary(forms: NarrativeForms, figures: Figures, year: int | None = None) -> Vocabulary:
    """The words of all figures of a book."""
    pairs = [(word, form.key) for form in forms.figures for word in form.words]
    pairs += [(word, key) for key, words in forms.words.items() for word in words]
    whole = {fold(word): key for word, key in pairs if not word.startswith("…")}
    ends = {fold(word).lstrip("…."): key for word, key in pairs if word.startswith("…")}
    like = {form.key: form.like or form.key for form in forms.figures}
    below = {form.key: (*form.sums, *form.more) for form in forms.figures if form.sums}
    inside = {key: {like[part]: part for part in reversed(_all_below(key, below))} for key in below}
    projects = Names({key: figure for key, figure in figures.items() if key.startswith(PROJECT)})
    holders = [(key, fold(figure.name)) for key, figure in figures.items() if key.startswith(ASSET)]
    parts = frozenset(key for keys in inside.values() for key in keys)
    return Vocabulary(whole, ends, projects, holders, inside, parts, year)


def _all_below(key: str, below: Mapping[str, Sequence[str]]) -> list[str]:
    """All figures that a sum consists of, the nearest first."""
    own = list(below.get(key, ()))
    return own + [part for direct in own for part in _all_below(direct, below)]


@dataclass(slots=True)
class _Line:
    """How far a line has been read: what was told, the sums that are open, what a change without words is said of."""

    told: list[Told] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    subject: str = ""
    before_bracket: str = ""
    assets: int = 0
    moved: bool = False  # the sentence has told a change
    other_year: bool = False  # the sentence speaks of another year than the book's


def read(text: str, words: Vocabulary) -> list[list[Told]]:
    """The figures of each line of a text, in order; also those of which the words tell nothing (key "")."""
    found, at, assets = [], 0, 0
    for line in text.split("\n"):
        state = _Line(assets=assets)
        for told in _told(line, words, state):
            link = told.link._replace(at=told.link.at + at)
            state.told.append(told._replace(link=link))
        found.append(state.told)
        at, assets = at + len(line) + 1, state.assets
    return found


def _told(line: str, words: Vocabulary, state: _Line) -> Iterator[Told]:
    last = 0
    for match in _FIGURE.finditer(line):
        between = line[last : match.start()]
        last = match.end()
        if match["move"] and _PERCENT.match(line, match.end()):
            continue  # a change in percent; the amount is said beside it
        _go_on(state, between)
        label = fold(_LABEL_END.split(between)[-1][-_BESIDE:])
        if match["amount"]:
            key, certain = _amount(between, line[match.end() : match.end() + _BESIDE], label, words, state)
            certain = _of_year(label, words, state) and certain
            begin, end = match.span("amount")
        else:
            key, certain = _change(label, words, state)
            begin, end = match.span()
            state.moved = True
        key, certain = _within(key, certain, words, state)
        text = line[begin:end]
        told_key = key if match["amount"] or not key else CHANGE + key
        yield Told(Link(told_key, begin, text, text), certain, tuple(state.open))


def _go_on(state: _Line, between: str) -> None:
    """What the words between two figures end and begin: sentences, brackets, the parts of a sum."""
    if _SENTENCE.search(between):
        state.open, state.moved, state.other_year = [], False, False
    if state.told and _OPENS.match(between) and not state.told[-1].link.key.startswith(CHANGE):
        state.open = [*state.open[1 - _DEEPEST :], len(state.told) - 1]
    for sign in between:
        if sign in "（(":
            state.before_bracket = state.subject
        elif sign in "）)" and state.before_bracket:
            state.subject, state.before_bracket = state.before_bracket, ""


def _amount(between: str, after: str, label: str, words: Vocabulary, state: _Line) -> tuple[str, bool]:
    """The figure that an amount is, and whether that is certain."""
    found = named_before(between, words.projects) or ("", False)
    if found[0]:
        found = found[0], found[1] and not state.moved
    else:
        found = known(label, words)
        if found[0] == ASSET:
            found = _asset(label, words, state)
        elif not found[0]:
            found = named_after(between, after, words.projects) or found
            found = found[0], found[1] and not state.moved
    if found[0]:
        state.subject = found[0]
    return found


def _of_year(label: str, words: Vocabulary, state: _Line) -> bool:
    """Whether nothing speaks for another year than the label itself names; a year holds on to the next one."""
    year = _YEAR.findall(label)
    if year:
        state.other_year = words.year is not None and int(year[-1]) != words.year
        return True
    if _LAST_YEAR.search(label):
        state.other_year = True
        return True
    return not state.other_year


def _change(label: str, words: Vocabulary, state: _Line) -> tuple[str, bool]:
    """The figure that a change is said of, by its own words or by the figure before it in the paragraph."""
    key, certain = known(label, words)
    if key:
        state.subject = key
        return ("", False) if key.startswith(LAST) else (key, certain)
    key = state.subject.removeprefix(LAST)
    # after the parts of a sum it may be said of the sum, after other words of something else
    return key, not state.open and _SAME_AGAIN.fullmatch(_THAN.sub("", label)) is not None


def _asset(label: str, words: Vocabulary, state: _Line) -> tuple[str, bool]:
    """The assets of the holder that is named, else the next ones in order, which is no certain knowledge."""
    named = [key for key, holder in words.holders if holder and holder in label]
    nth, state.assets = state.assets, state.assets + 1
    if len(named) == 1:
        return named[0], True
    if nth < len(words.holders):
        return words.holders[nth][0], len(words.holders) == 1
    return "", False


def _within(key: str, certain: bool, words: Vocabulary, state: _Line) -> tuple[str, bool]:
    """The figure as the part of the sum under which it is named; as a part of something else it is not certain."""
    for at in reversed(state.open):
        whole = state.told[at]
        if key in words.inside.get(whole.link.key, {}):
            return words.inside[whole.link.key][key], certain and whole.certain
    return key, certain and not (state.open and key in words.parts)


def known(label: str, words: Vocabulary) -> tuple[str, bool]:
    """The key that a label introduces and whether it is certain, "" for none.

    The label is tried with and without what often follows a name. Figures of the year before have the keys of that.
    """
    found = words.labels.get(label)
    if found is None:
        if len(words.labels) >= _MOST_LABELS:
            words.labels.clear()
        found = words.labels[label] = _known(label, words)
    return found


def _known(label: str, words: Vocabulary) -> tuple[str, bool]:
    label = _THAN.sub("", label)
    year = _YEAR.findall(label)
    last = bool(_LAST_YEAR.search(label)) or bool(year and words.year and int(year[-1]) == words.year - 1)
    if year and words.year and int(year[-1]) not in (words.year, words.year - 1):
        return "", False
    key, certain = _plain(_UP_TO_YEAR.sub("", label), words)
    if last and key and _LAST_YEAR.sub("", label) != label and key in words.whole.values():
        certain = False
    return (LAST + key if last and key else key), certain


def _plain(label: str, words: Vocabulary) -> tuple[str, bool]:
    while label:
        if key := words.whole.get(label) or words.whole.get(_LEAD.sub("", label)):
            return key, True
        ends = [word for word in words.ends if label.endswith(word)]
        if ends:
            longest = max(ends, key=len)
            rest = _LEAD.sub("", label[: -len(longest)])
            return words.ends[longest], not (_OTHER_HOLDER.search(rest) or _OTHER_SENSE.search(rest))
        shorter = _TAIL.sub("", label)
        if shorter == label:
            break
        label = shorter
    return "", False
