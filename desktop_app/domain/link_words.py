"""Figures of a text that nobody linked yet: told by the words before them, so that they can be linked and compared."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from desktop_app.domain.figure_lists import ASSET, PROJECT
from desktop_app.domain.figures import CHANGE, Figures
from desktop_app.domain.linked import AGREES, CHANGE_WORDS, NUMBER, Link, states
from desktop_app.domain.narrative import NarrativeForms
from desktop_app.domain.table_labels import fold

_FIGURE = re.compile(rf"(?:{CHANGE_WORDS.pattern})|(?P<amount>{NUMBER})(?=\s*万元)")
_LABEL_END = re.compile(r"[，。；：:;,、\n]|[（(](?![^（）()]*[）)])")
_LEAD = re.compile(
    r"^(?:万元|其中|包括|主要|以及|和|及|为|是|\d{4}年度?|当年|全年|本年度?|[本我](?:部门|单位|局)|财政拨款|年初|安排|\d+[)、.]|\([^()]*\))+"
)
_TAIL = re.compile(r"(?:预算数?|支出|安排|合计|共计|总计|总额|金额|为|是|计|共|约)$")
_THAN = re.compile(r"(?:较|比|与|同)?(?:\d{4}年|上年|去年|上一年)度?(?:预算)?数?(?:相比|比较|对比)?$")
_MOST_NAME = 80  # characters of a project's name that are looked at


class _Words(NamedTuple):
    """What introduces a figure: whole phrases, ends of phrases, names of projects, each with its key."""

    whole: dict[str, str]
    ends: dict[str, str]
    projects: dict[str, str]


def proposals(text: str, links: Sequence[Link], forms: NarrativeForms, figures: Figures) -> list[Link]:
    """Links for the figures of a text that have none, in order.

    A figure is told by the words right before it (`words` in `resources/narrative.toml`, a project by its name), a
    change by them or by the figure before it in the paragraph. What is stated again is linked where it agrees only: a
    second figure of that name may be another one's.
    """
    words = _words(forms, figures)
    taken = [(link.at, link.end) for link in links]
    keys = {link.key for link in links}
    found: list[Link] = []
    assets = [key for key in figures if key.startswith(ASSET)]
    for link in _told(text, words, assets):
        free = all(link.end <= begin or end <= link.at for begin, end in taken)
        if not free or link.key not in figures:
            continue
        if link.key in keys and states([link], figures)[0].state != AGREES:
            continue
        keys.add(link.key)
        found.append(link)
    return found


def _words(forms: NarrativeForms, figures: Figures) -> _Words:
    pairs = [(word, form.key) for form in forms.figures for word in form.words]
    pairs += [(word, key) for key, words in forms.words.items() for word in words]
    whole = {fold(word): key for word, key in pairs if not word.startswith("…")}
    ends = {fold(word).lstrip("…."): key for word, key in pairs if word.startswith("…")}
    names = {fold(figure.name)[-_MOST_NAME:]: key for key, figure in figures.items() if key.startswith(PROJECT)}
    return _Words(whole, ends, {name: key for name, key in names.items() if len(name) > 2})


def _told(text: str, words: _Words, assets: Sequence[str]) -> Iterator[Link]:
    """All figures of a text whose words are known."""
    lengths = sorted({len(name) for name in words.projects}, reverse=True)
    seen_assets = at = 0
    for line in text.split("\n"):
        subject, last = "", 0
        for match in _FIGURE.finditer(line):
            before = line[last : match.start()]
            label = _LABEL_END.split(before)[-1]
            key = _project(before, words.projects, lengths) if match["amount"] else ""
            key = key or _known(fold(label), words) or ("" if match["amount"] else subject)
            last = match.end()
            if key == ASSET:
                key = assets[seen_assets] if seen_assets < len(assets) else ""
                seen_assets += 1
            if not key:
                continue
            subject = key
            begin, end = match.span("amount") if match["amount"] else match.span()
            key = key if match["amount"] else CHANGE + key
            yield Link(key, at + begin, line[begin:end], line[begin:end])
        at += len(line) + 1


def _project(before: str, names: Mapping[str, str], lengths: Sequence[int]) -> str:
    """The project whose name ends the words before an amount."""
    plain = fold(before[-2 * _MOST_NAME :])
    return next((names[plain[-n:]] for n in lengths if n <= len(plain) and plain[-n:] in names), "")


def _known(label: str, words: _Words) -> str:
    """The key that a label introduces, "" for none; the label is tried with and without what often follows a name."""
    label = _THAN.sub("", label)
    while label:
        if key := words.whole.get(label) or words.whole.get(_LEAD.sub("", label)):
            return key
        ends = [word for word in words.ends if label.endswith(word)]
        if ends:
            return words.ends[max(ends, key=len)]
        shorter = _TAIL.sub("", label)
        if shorter == label:
            return ""
        label = shorter
    return ""
