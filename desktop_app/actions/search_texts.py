"""The texts of a workspace laid out in memory for the search: those of an owner, and of some owners together."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from desktop_app.domain.folding import fold
from desktop_app.storage.wordings import COLUMNS, NAMED, Owner, Wording

PAGE = 64  # blocks a page
END = "\x00"  # between two texts; no text of a workspace holds it


class Hit(NamedTuple):
    """A record in which all words stand; `column` is where the first of them was found, at `start` of its text."""

    rank: int
    owner: Owner
    table: str
    row_id: str
    column: str
    start: int
    length: int


class Strip:
    """Texts of some columns of an owner's records, folded, one after the other; `at` says where each record begins."""

    __slots__ = ("at", "text")

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        self.at = array("l")
        parts, length = [], 0
        for of_record in texts:
            self.at.append(length)
            joined = "".join([END + text.replace(END, " ") for text in of_record])
            parts.append(joined)
            length += len(joined)
        self.at.append(length)
        self.text = fold("".join([*parts, END]))

    def row(self, place: int) -> int:
        """The record that a place in the text belongs to."""
        return bisect_right(self.at, place) - 1

    def of_row(self, row: int) -> str:
        """The texts of a record."""
        return self.text[self.at[row] : self.at[row + 1]]


class Block:
    """The records of one owner, ready to be looked through."""

    __slots__ = ("names", "owner", "rest", "rows")

    def __init__(self, owner: Owner, wordings: list[Wording]) -> None:
        self.owner = owner
        self.rows = [(wording.table, wording.id) for wording in wordings]
        self.names = Strip(w.texts[: NAMED.get(w.table, 0)] for w in wordings)
        self.rest = Strip(_searched(w) for w in wordings)

    def rows_with(self, word: str, names_only: bool) -> list[int]:
        """The records that hold a word, in order."""
        found = set()
        for strip in (self.names,) if names_only else (self.names, self.rest):
            place = strip.text.find(word)
            while place >= 0:
                row = strip.row(place)
                found.add(row)
                place = strip.text.find(word, strip.at[row + 1])
        return sorted(found)

    def has(self, row: int, words: list[str], above: set[str], names_only: bool) -> bool:
        """Whether a record holds all words but those that stand above it; some of them at least it holds itself."""
        own = self.names.of_row(row) if names_only else self.names.of_row(row) + self.rest.of_row(row)
        some = False
        for word in words:
            if word in own:
                some = True
            elif word not in above:
                return False
        return some

    def hit(self, rank: int, strip: Strip, place: int, word: str) -> Hit:
        """What a place in one of the strips is."""
        row = strip.row(place)
        table, row_id = self.rows[row]
        begin = strip.text.rfind(END, 0, place) + 1
        number = strip.text.count(END, strip.at[row], place) - 1
        column = COLUMNS[table][number + (NAMED.get(table, 0) if strip is self.rest else 0)]
        return Hit(rank, self.owner, table, row_id, column, place - begin, len(word))


def _searched(wording: Wording) -> tuple[str, ...]:
    """The texts beside the names; of an indicator without those that its value says already, and its class."""
    texts = wording.texts[NAMED.get(wording.table, 0) :]
    return texts[:5] if wording.table == "indicator" else texts


class Page:
    """Some blocks one after the other, their texts in one: what is rare is looked for in all of them at once."""

    __slots__ = ("_names", "_rest", "blocks")

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self._names = _joined([block.names for block in blocks])
        self._rest = _joined([block.rest for block in blocks])

    def named(self, needle: str) -> Iterator[Block]:
        """The blocks in whose names a text stands, in order."""
        return (self.blocks[i] for i in _parts_with(*self._names, needle))

    def told(self, needle: str) -> Iterator[Block]:
        """The blocks in whose other texts a text stands, in order."""
        return (self.blocks[i] for i in _parts_with(*self._rest, needle))

    def holding(self, needle: str) -> Iterator[Block]:
        """The blocks in which a text stands anywhere, in order."""
        found = {*_parts_with(*self._names, needle), *_parts_with(*self._rest, needle)}
        return (self.blocks[i] for i in sorted(found))

    def count(self, word: str, names_only: bool) -> int:
        """How often a word stands here."""
        return self._names[0].count(word) + (0 if names_only else self._rest[0].count(word))


def _joined(strips: list[Strip]) -> tuple[str, "array[int]"]:
    starts = array("l", accumulate((len(strip.text) for strip in strips), initial=0))
    return "".join([strip.text for strip in strips]), starts


def _parts_with(text: str, starts: "array[int]", needle: str) -> Iterator[int]:
    place = text.find(needle)
    while place >= 0:
        number = bisect_right(starts, place) - 1
        yield number
        place = text.find(needle, starts[number + 1])


def pages_of(blocks: Iterable[Block]) -> list[Page]:
    """Blocks in pages, in order; every page but the last has `PAGE` of them."""
    every = list(blocks)
    return [Page(every[at : at + PAGE]) for at in range(0, len(every), PAGE)]
