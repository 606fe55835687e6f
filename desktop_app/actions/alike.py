"""Which rows of two lists are the same row: by id, by content, by what they are called, by likeness."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

Texts = tuple[str, ...]
Pair = tuple[int | None, int | None]

LIKE = 0.7  # of the characters of two names that are one name with a slip or a word more
_MOST_COMPARED = 10_000
_BLANK = re.compile(r"\s")


def said(text: str) -> str:
    """What a text says, blanks left aside: they change with every way that a file is made, line breaks do not."""
    if not text or text.isalnum() or not _BLANK.search(text):
        return text
    return "\n".join("".join(line.split()) for line in text.strip().split("\n"))


def pair(
    mine: Sequence[tuple[str, Texts]],
    theirs: Sequence[tuple[str, Texts]],
    names: Sequence[Sequence[int]],
    before: Callable[[str], Texts | None],
    *,
    like: tuple[int, Sequence[int]] | None = None,
    in_order: bool = False,
) -> list[Pair]:
    """Pairs of indexes, in the order of `theirs`, then what only `mine` has; None where a side has no such row.

    Both are rows with id and texts. `names` are columns by which a row is called, the surest first; `before(id)` gives
    the texts that an import once gave to one of `mine` where a person changed them since. `like` is a column by whose
    likeness rows are paired that agree in the other columns named with it. `in_order`: what is left over is paired one
    by one (two texts that stand in the same place are versions of one).
    """
    partners: dict[int, int] = {}
    left, right = dict.fromkeys(range(len(mine))), dict.fromkeys(range(len(theirs)))

    def match(keys: dict[int, object], wanted: dict[int, object]) -> None:
        pool: defaultdict[object, list[int]] = defaultdict(list)
        for m, key in keys.items():
            pool[key].append(m)
        for t, key in wanted.items():
            if key and pool[key]:
                m = pool[key].pop(0)
                partners[t] = m
                del left[m], right[t]

    match({m: mine[m][0] for m in left}, {t: theirs[t][0] for t in right})
    if not left and not right:  # two versions of one list, mostly: their texts need not be looked at
        return [(partners[t], t) for t in range(len(theirs))]
    spoken = [tuple(map(said, texts)) for _, texts in mine], [tuple(map(said, texts)) for _, texts in theirs]
    match({m: spoken[0][m] for m in left}, {t: spoken[1][t] for t in right})
    if left and right:
        old = {m: before(mine[m][0]) for m in left}
        match({m: tuple(map(said, o)) for m, o in old.items() if o}, {t: spoken[1][t] for t in right})
    for columns in names:
        keys = {m: _called(spoken[0][m], columns) for m in left}
        match({m: key for m, key in keys.items() if key}, {t: _called(spoken[1][t], columns) for t in right})
    for m, t in _likest(spoken, list(left), list(right), *like) if like else ():
        partners[t] = m
        del left[m], right[t]
    if in_order:
        partners |= dict(zip(list(right), list(left), strict=False))
    taken = set(partners.values())
    pairs: list[Pair] = [(partners.get(t), t) for t in range(len(theirs))]
    return pairs + [(m, None) for m in range(len(mine)) if m not in taken]


def _called(texts: Texts, columns: Sequence[int]) -> Texts:
    name = tuple(texts[c] for c in columns if c < len(texts))
    return name if any(name) else ()


def _likest(
    spoken: tuple[list[Texts], list[Texts]], left: list[int], right: list[int], column: int, within: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs of rows of almost the same name, the likest first; none where there are too many to compare."""
    if not left or not right or len(left) * len(right) > _MOST_COMPARED:
        return []
    scored = []
    for t in right:
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(spoken[1][t][column])
        for m in left:
            matcher.set_seq1(spoken[0][m][column])
            agree = all(spoken[0][m][c] == spoken[1][t][c] for c in within)
            if agree and matcher.real_quick_ratio() >= LIKE and (score := matcher.ratio()) >= LIKE:
                scored.append((-score, abs(m - t), m, t))
    pairs: list[tuple[int, int]] = []
    free_left, free_right = set(left), set(right)
    for _, _, m, t in sorted(scored):
        if m in free_left and t in free_right:
            pairs.append((m, t))
            free_left.remove(m)
            free_right.remove(t)
    return pairs
