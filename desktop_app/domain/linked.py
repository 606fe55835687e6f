"""Figures in a text that came from the tables: where they stand, what they follow, and whether they still agree.

A link is a key (`domain.figures`), the place in the text, the words that stand there, and the words that the program
wrote there. Where the two differ a person typed over the figure; it stays linked and is told as disagreeing. A link
with the key FREE follows nothing: a person said that the number there is none of the tables'.
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import NamedTuple

from desktop_app.domain.amounts import parse_number
from desktop_app.domain.figures import CHANGE, FALLEN, RISEN, SAME, Figure

AGREES, DIFFERS, OPEN, FREE = "agrees", "differs", "open", "free"
REASON = "reason."
OF_ONE_BOOK = ("project.", "asset.")  # what the keys begin with that name a record (`domain.figure_lists`)
# bounded, and never begun within a number: a text may be nothing but digits
NUMBER = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,20})(?:\.\d{1,20})?(?!\d)"
GAP = re.compile(r"【请填写[^】\n]{0,300}】")
_FALLS = (FALLEN, "下降")
_MOVES = f"{RISEN}|上升|增长|{'|'.join(_FALLS)}"
CHANGE_WORDS = re.compile(
    rf"(?P<move>{_MOVES})了?\s*(?P<number>{NUMBER})(?:\s*万元)?|(?P<same>与上年{SAME}|{SAME}|无增减变化|没有变化)"
)
_AMOUNT = re.compile(NUMBER)
_CLAUSE = re.compile(r"[^，。；：、\n]*[，。；：、\n]?")
_MOST_COMPARED = 4_000_000  # product of the lengths of two stretches that are compared character by character
_AROUND = 40  # characters beside a place in which a figure may begin that reaches into it


class Link(NamedTuple):
    """A linked figure: its key, where it stands (in characters), the words there, and those that were written there."""

    key: str
    at: int
    text: str
    written: str

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.at + len(self.text)

    @property
    def typed(self) -> bool:
        """Whether a person typed over what the program wrote."""
        return self.text != self.written

    @property
    def gap(self) -> bool:
        """Whether it is a gap that waits for a person."""
        return GAP.fullmatch(self.text) is not None


class State(NamedTuple):
    """A link, the figure that it follows (None where there is none any more), and how they agree."""

    link: Link
    figure: Figure | None
    state: str


def pack(links: Iterable[Link]) -> str:
    """Links as the workspace keeps them, "" for none."""
    entries = [list(link) for link in links]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")) if entries else ""


def unpack(packed: str, text: str) -> list[Link]:
    """The links of a text; what is no link, or no longer stands where it should, is left out (a damaged file)."""
    try:
        entries = json.loads(packed or "[]")
    except (ValueError, RecursionError):
        return []  # the text itself is whole, and its figures can be linked anew
    links = [Link(*entry) for entry in entries if _is_link(entry)] if isinstance(entries, list) else []
    return [link for link in links if link.text and link.at >= 0 and text[link.at : link.end] == link.text]


def _is_link(entry: object) -> bool:
    kinds = [type(part) for part in entry] if isinstance(entry, list) else []
    return kinds == [str, int, str, str]


def carried(packed: str, text: str) -> str:
    """The links of a text that goes into another book: figures of single projects and assets are other ones there."""
    return pack(link for link in unpack(packed, text) if not link.key.startswith(OF_ONE_BOOK))


def alike(mine: Sequence[Link], written: Sequence[Link]) -> bool:
    """Whether a text has all links that were written, but for those that a person let go."""
    free = {link.at for link in mine if link.key == FREE}
    return [link for link in mine if link.key != FREE] == [link for link in written if link.at not in free]


def rebase(old: str, new: str, links: Sequence[Link]) -> list[Link]:
    """The links of `old` in `new`, in order.

    A link moves with its words. Where its words were typed over with another figure it stands on that; where they are
    gone it is gone.
    """
    if old == new:
        return list(links)
    blocks = _same(old, new)
    found: list[Link] = []
    taken = 0
    for link in sorted(links, key=lambda entry: entry.at):
        span = _moved(link, blocks, new, taken)
        if span is not None:
            taken = span[1]
            found.append(link._replace(at=span[0], text=new[span[0] : span[1]]))
    return found


class _Blocks(NamedTuple):
    """The stretches that both texts have, in order: where they begin and end in the old, and begin in the new."""

    begins: list[int]
    ends: list[int]
    to: list[int]

    def begin(self, at: int) -> int:
        """The place in the new text of a word that begins at `at`, after everything that stood before it."""
        b = bisect_right(self.begins, at) - 1
        return self.to[b] + min(at, self.ends[b]) - self.begins[b]

    def end(self, at: int) -> int:
        """The place in the new text of a word that ends at `at`, before everything that stood behind it."""
        b = bisect_left(self.ends, at)
        return self.to[b] + max(at, self.begins[b]) - self.begins[b]


def _same(old: str, new: str) -> _Blocks:
    """What both texts begin and end with, and between that what they share, by clauses and then by characters."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    shared = [(0, 0, head), *((i + head, j + head, n) for i, j, n in _by_clauses(a, b))]
    shared.append((len(old) - tail, len(new) - tail, tail))
    return _Blocks([i for i, _, _ in shared], [i + n for i, _, n in shared], [j for _, j, _ in shared])


def _common(a: str, b: str) -> int:
    """How many characters both begin with; by halving, for texts are long and edits are short."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        half = (low + high + 1) // 2
        low, high = (half, high) if a[low:half] == b[low:half] else (low, half - 1)
    return low


def _by_clauses(old: str, new: str) -> list[tuple[int, int, int]]:
    a, b = ([piece for piece in _CLAUSE.findall(text) if piece] for text in (old, new))
    starts_a, starts_b = _starts(a), _starts(b)
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        at, end, to, until = starts_a[i], starts_a[j], starts_b[k], starts_b[m]
        if tag == "equal":
            found.append((at, to, end - at))
        elif tag == "replace" and (end - at) * (until - to) <= _MOST_COMPARED:
            parts = SequenceMatcher(None, old[at:end], new[to:until], autojunk=False).get_matching_blocks()
            found += [(at + p.a, to + p.b, p.size) for p in parts if p.size]
    return found


def _starts(pieces: Sequence[str]) -> list[int]:
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return starts


def _moved(link: Link, blocks: _Blocks, new: str, taken: int) -> tuple[int, int] | None:
    """Where the words of a link stand in the new text, None where they are gone."""
    b = bisect_right(blocks.begins, link.at) - 1
    if blocks.begins[b] < link.at and link.end < blocks.ends[b]:  # its neighbours are the same, too
        begin = blocks.to[b] + link.at - blocks.begins[b]
        return (begin, begin + len(link.text)) if begin >= taken else None
    begin, end = max(blocks.begin(link.at), taken), blocks.end(link.end)
    if begin >= end:
        return None
    best: tuple[int, tuple[int, int]] | None = None
    for pattern in (_pattern(link.key), GAP):
        for match in pattern.finditer(new, max(begin - _AROUND, taken), end + _AROUND):
            overlap = min(match.end(), end) - max(match.start(), begin)
            if overlap > 0 and (best is None or overlap > best[0]):
                best = overlap, match.span()
    return best[1] if best else None


def _pattern(key: str) -> re.Pattern[str]:
    if key.startswith(REASON):
        return GAP
    return CHANGE_WORDS if key.startswith(CHANGE) else _AMOUNT


# ---- against the tables


def value(key: str, text: str) -> Decimal | None:
    """What the words of a link say as a number, a fall as a negative one; None where they say none."""
    if not key.startswith(CHANGE):
        return parse_number(text)
    match = CHANGE_WORDS.fullmatch(text.strip())
    if match is None:
        return None
    if match["same"]:
        return Decimal(0)
    number = parse_number(match["number"])
    return -number if number is not None and match["move"] in _FALLS else number


def states(links: Iterable[Link], figures: Mapping[str, Figure]) -> list[State]:
    """How each link agrees with today's figures.

    OPEN is a gap, or a figure with which nothing can be compared (no last year, a cell that is no number). FREE is a
    number that a person let go.
    """
    found = []
    for link in links:
        figure = figures.get(link.key)
        if link.key == FREE:
            state = FREE
        elif link.gap or (figure is not None and not figure.text) or (figure is None and link.key.startswith(CHANGE)):
            state = OPEN
        elif figure is not None and value(link.key, link.text) == value(link.key, figure.text):
            state = AGREES
        else:
            state = DIFFERS
        found.append(State(link, figure, state))
    return found


def refresh(
    text: str,
    links: Sequence[Link],
    figures: Mapping[str, Figure],
    typed: bool = False,
    only: Link | None = None,
) -> tuple[str, list[Link], list[State]]:
    """The text with today's figures, its links, and what was replaced.

    Figures that a person typed over are left as they are unless `typed`; where `only` is given all others are. A reason
    that is filled in is the person's own text and no longer linked.
    """
    pieces: list[str] = []
    kept: list[Link] = []
    replaced: list[State] = []
    at = length = 0
    for state in states(sorted(links, key=lambda link: link.at), figures):
        link, figure, _ = state
        words = link.text
        known = figure is not None and bool(figure.text)
        meant = link == only if only is not None else typed or link.gap or not link.typed
        if figure is not None and known and state.state != AGREES and meant:
            words = figure.text
            replaced.append(state)
        pieces += [text[at : link.at], words]
        length += link.at - at
        if not (link.key.startswith(REASON) and words != link.text):
            written = words if words != link.text else link.written
            kept.append(Link(link.key, length, words, written))
        length += len(words)
        at = link.end
    pieces.append(text[at:])
    return "".join(pieces), kept, replaced
