"""Search over every text of a workspace, as it is typed: of one character and more, anywhere in a text.

There is no index in the file. A trigram index knows nothing under three characters, and LIKE reads every row from the
disk at every key: with 100,000 indicators it takes 150 ms and more a key, this 5-20 ms (tests/actions/bench_find.py).
The folded texts of each project, and of each department's parts, lie in memory as two long texts, names apart from
the rest; an edit makes those of one project anew.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop_app.domain.folding import fold
from desktop_app.storage.wordings import COLUMNS, NAMED, PROJECT, Owner, Wording

MOST_HITS = 500
_END = "\x00"  # between two texts; no text of a workspace holds it
WHOLE, BEGINS, NAME, TEXT = range(4)


class Hit(NamedTuple):
    """A record in which all words stand; `column` is where the first of them was found, at `start` of its text."""

    rank: int
    owner: Owner
    table: str
    row_id: str
    column: str
    start: int
    length: int


@dataclass(slots=True)
class Found:
    """The best hits, and whether there are more than are named."""

    words: list[str]
    hits: list[Hit] = field(default_factory=list)
    more: bool = False


class _Strip:
    """Texts of some columns of an owner's records, folded, one after the other; `at` says where each record begins."""

    __slots__ = ("at", "text")

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        self.at = array("l")
        parts, length = [], 0
        for of_record in texts:
            self.at.append(length)
            joined = "".join([_END + text.replace(_END, " ") for text in of_record])
            parts.append(joined)
            length += len(joined)
        self.at.append(length)
        self.text = fold("".join([*parts, _END]))

    def row(self, place: int) -> int:
        """The record that a place in the text belongs to."""
        return bisect_right(self.at, place) - 1

    def holds(self, row: int, word: str) -> bool:
        """Whether a record holds a word."""
        return self.text.find(word, self.at[row], self.at[row + 1]) >= 0


class Block:
    """The records of one owner, ready to be looked through."""

    __slots__ = ("names", "owner", "rest", "rows")

    def __init__(self, owner: Owner, wordings: list[Wording]) -> None:
        self.owner = owner
        self.rows = [(wording.table, wording.id) for wording in wordings]
        self.names = _Strip(w.texts[: NAMED.get(w.table, 0)] for w in wordings)
        self.rest = _Strip(_searched(w) for w in wordings)

    def rows_with(self, word: str) -> Iterator[int]:
        """The records that hold a word; one may come twice."""
        for strip in (self.names, self.rest):
            place = strip.text.find(word)
            while place >= 0:
                row = strip.row(place)
                yield row
                place = strip.text.find(word, strip.at[row + 1])

    def hit(self, rank: int, strip: _Strip, place: int, word: str) -> Hit:
        """What a place in one of the strips is."""
        row = strip.row(place)
        table, row_id = self.rows[row]
        begin = strip.text.rfind(_END, 0, place) + 1
        number = strip.text.count(_END, strip.at[row], place) - 1
        column = COLUMNS[table][number + (NAMED.get(table, 0) if strip is self.rest else 0)]
        return Hit(rank, self.owner, table, row_id, column, place - begin, len(word))


def _searched(wording: Wording) -> tuple[str, ...]:
    """The texts beside the names; of an indicator without those that its value says already, and its class."""
    texts = wording.texts[NAMED.get(wording.table, 0) :]
    return texts[:5] if wording.table == "indicator" else texts


def search(
    blocks: Collection[Block], query: str, most: int = MOST_HITS, wanted: Callable[[Owner], bool] | None = None
) -> Found:
    """The records that hold every word of `query`, a project's records also by words of its name and code.

    Best first: the name or code that is the query, names that begin with it, names that hold it, other texts; within
    each in the order of the tree. With `wanted` only the records of these owners.
    """
    words = fold(query.strip()).split()
    found = Found(words)
    if not words or _END in query:
        return found
    chosen = [block for block in blocks if wanted(block.owner)] if wanted else list(blocks)
    hits = _of_word(chosen, words[0], most) if len(words) == 1 else _of_words(chosen, words, most)
    hits.sort(key=lambda hit: hit.rank)
    found.hits, found.more = hits[:most], len(hits) > most
    return found


def _of_word(blocks: list[Block], word: str, most: int) -> list[Hit]:
    """At least the best `most` hits and one more, where there are as many."""
    named = _in_names(blocks, word, most)
    if len(named) > most:
        return named
    there = {(hit.owner.id, hit.row_id) for hit in named}
    for block in blocks:
        strip = block.rest
        place = strip.text.find(word)
        while place >= 0:
            row = strip.row(place)
            if (block.owner.id, block.rows[row][1]) not in there:
                named.append(block.hit(TEXT, strip, place, word))
                if len(named) > most:
                    return named
            place = strip.text.find(word, strip.at[row + 1])
    return named


def _in_names(blocks: list[Block], word: str, most: int) -> list[Hit]:
    """Hits in names, one a record. Once there are enough of one rank, only better ones are still looked for."""
    hits: list[Hit] = []
    counts = [0, 0, 0]
    needles = (_END + word + _END, _END + word, word)
    worst = NAME
    for block in blocks:
        strip = block.names
        place = strip.text.find(needles[worst])
        while place >= 0:
            row = strip.row(place)
            rank, place = _best_of(strip, row, needles)
            hits.append(block.hit(rank, strip, place, word))
            counts[rank] += 1
            while worst >= WHOLE and sum(counts[: worst + 1]) > most:
                worst -= 1
            if worst < WHOLE:
                return hits
            place = strip.text.find(needles[worst], strip.at[row + 1])
    return hits


def _best_of(strip: _Strip, row: int, needles: tuple[str, str, str]) -> tuple[int, int]:
    """How well a record's names fit, and where the word stands in the one that fits best."""
    first, after = strip.at[row], strip.at[row + 1]
    for rank in (WHOLE, BEGINS):
        place = strip.text.find(needles[rank], first, after + 1)
        if place >= 0:
            return rank, place + 1
    return NAME, strip.text.find(needles[NAME], first, after)


def _of_words(blocks: list[Block], words: list[str], most: int) -> list[Hit]:
    """Records that hold all words, at least one of them by themselves and the others there or in the project's name."""
    hits: list[Hit] = []
    counts = [0, 0]
    for block in blocks:
        names, rest = block.names, block.rest
        if not all(word in names.text or word in rest.text for word in words):
            continue
        project = block.owner.kind == PROJECT
        above = {word for word in words if project and names.holds(0, word)}
        own = [word for word in words if word not in above] or words
        looked = {max(own, key=len)} if own is not words else set(words)
        for row in sorted({row for word in looked for row in block.rows_with(word)}):
            hit = _row_of_words(block, row, words, above)
            if hit is not None:
                hits.append(hit)
                counts[hit.rank == TEXT] += 1
                if counts[0] > most:
                    return hits
    return hits


def _row_of_words(block: Block, row: int, words: list[str], above: set[str]) -> Hit | None:
    """The hit of a record that holds the words; the place is that of the first word which it holds itself."""
    names, rest = block.names, block.rest
    first: tuple[_Strip, int, str] | None = None
    rank = NAME
    for word in words:
        strip, place = names, names.text.find(word, names.at[row], names.at[row + 1])
        if place < 0:
            strip, place = rest, rest.text.find(word, rest.at[row], rest.at[row + 1])
        if place >= 0:
            first = first or (strip, place, word)
            rank = TEXT if strip is rest else rank
        elif word not in above:
            return None
    return block.hit(rank, *first) if first else None
