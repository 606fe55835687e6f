"""Search over every text of a workspace, as it is typed: of one character and more, anywhere in a text.

There is no index in the file. A trigram index knows nothing under three characters, and LIKE reads every row from the
disk at every key: with 100,000 indicators it takes 150 ms and more a key, this 1-20 ms (tests/actions/bench_find.py).
The folded texts of each project, and of each department's parts, lie in memory as two long texts, names apart from
the rest, and again those of some dozens together; an edit makes those of one project and its page anew.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from desktop_app.actions.search_texts import END, Block, Hit, Page, Strip
from desktop_app.domain.folding import fold
from desktop_app.storage.wordings import PROJECT, Owner

MOST_HITS = 500
_SAMPLED = 4  # pages by which it is judged which word is the rarest
WHOLE, BEGINS, NAME, TEXT = range(4)


@dataclass(slots=True)
class Found:
    """The best hits, and whether there are more than are named."""

    words: list[str]
    hits: list[Hit] = field(default_factory=list)
    more: bool = False


def search(
    pages: Sequence[Page], query: str, most: int = MOST_HITS, wanted: Callable[[Owner], bool] | None = None
) -> Found:
    """The records that hold every word of `query`, a project's records also by words of its name and code.

    Best first: the name or code that is the query, names that begin with it, names that hold it, other texts; within
    each in the order of the tree. With `wanted` only the records of these owners.
    """
    words = fold(query.strip()).split()
    found = Found(words)
    if not words or END in query:
        return found
    takes = wanted or _every
    hits = _of_word(pages, words[0], most, takes) if len(words) == 1 else _of_words(pages, words, most, takes)
    hits.sort(key=lambda hit: hit.rank)
    found.hits, found.more = hits[:most], len(hits) > most
    return found


def _every(_: Owner) -> bool:
    return True


def _of_word(pages: Sequence[Page], word: str, most: int, takes: Callable[[Owner], bool]) -> list[Hit]:
    """At least the best `most` hits and one more, where there are as many."""
    named = _in_names(pages, word, most, takes)
    if len(named) > most:
        return named
    there = {(hit.owner.id, hit.row_id) for hit in named}
    for block in (block for page in pages for block in page.told(word) if takes(block.owner)):
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


def _in_names(pages: Sequence[Page], word: str, most: int, takes: Callable[[Owner], bool]) -> list[Hit]:
    """Hits in names, one a record. Once there are enough of one rank, only better ones are still looked for."""
    hits: list[Hit] = []
    counts = [0, 0, 0]
    needles = (END + word + END, END + word, word)
    worst = NAME
    for page in pages:
        for block in page.named(needles[worst]):
            if not takes(block.owner):
                continue
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


def _best_of(strip: Strip, row: int, needles: tuple[str, str, str]) -> tuple[int, int]:
    """How well a record's names fit, and where the word stands in the one that fits best."""
    first, after = strip.at[row], strip.at[row + 1]
    for rank in (WHOLE, BEGINS):
        place = strip.text.find(needles[rank], first, after + 1)
        if place >= 0:
            return rank, place + 1
    return NAME, strip.text.find(needles[NAME], first, after)


def _of_words(pages: Sequence[Page], words: list[str], most: int, takes: Callable[[Owner], bool]) -> list[Hit]:
    """Records that hold all words, at least one of them by themselves and the others there or in the project's name.

    Once there are enough, only names are still looked at: a record whose names hold all is better than the others.
    """
    hits: list[Hit] = []
    named = 0
    rarest_first = [_rarest_first(words, pages[:_SAMPLED], names_only) for names_only in (False, True)]
    for page in pages:
        full = len(hits) > most
        rare = rarest_first[full]
        for block in page.named(rare[0]) if full else page.holding(rare[0]):
            if not takes(block.owner) or not _block_has(block, words, full):
                continue
            for hit in _in_block(block, words, rare, full):
                hits.append(hit)
                named += hit.rank == NAME
            if named > most:
                return hits
    return hits


def _rarest_first(words: list[str], sample: Sequence[Page], names_only: bool) -> list[str]:
    return sorted(words, key=lambda word: sum(page.count(word, names_only) for page in sample))


def _block_has(block: Block, words: list[str], names_only: bool) -> bool:
    names = block.names.text
    rest = "" if names_only else block.rest.text
    for word in words:
        if word not in names and word not in rest:
            return False
    return True


def _in_block(block: Block, words: list[str], rarest_first: list[str], names_only: bool) -> Iterator[Hit]:
    project = block.owner.kind == PROJECT
    above = {word for word in words if project and word in block.names.of_row(0)}
    own = next((word for word in rarest_first if word not in above), "")
    if own:
        rows = block.rows_with(own, names_only)
    else:  # every word stands in the project's name: the project itself, and whatever says one of them again
        rows = sorted({row for word in words for row in block.rows_with(word, names_only)})
    for row in rows:
        if block.has(row, words, above, names_only):
            yield _row_of_words(block, row, words)


def _row_of_words(block: Block, row: int, words: list[str]) -> Hit:
    """The hit of a record that holds the words; the place is that of the first word which it holds itself."""
    names, rest = block.names, block.rest
    places: list[tuple[Strip, int, str]] = []
    for word in words:
        for strip in (names, rest):
            place = strip.text.find(word, strip.at[row], strip.at[row + 1])
            if place >= 0:
                places.append((strip, place, word))
                break
    rank = TEXT if any(strip is rest for strip, _, _ in places) else NAME
    return block.hit(rank, *places[0])
