"""The cells of tables that are no form: the blanks in them, and rows put under columns by what each column holds."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations

from desktop_app.importers.cells import fold

# What a column holds. ANY fits everything.
SEQ, CODE, LABEL, AMOUNT, ANY = "seq", "code", "label", "amount", "any"

_MOST_MOVED = 3
_BLANKS = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_ALL_BLANKS = re.compile(r"\s+")
_NUMERIC = re.compile(r"[-—－]{1,2}|\+|[-－+]?[\d,，.．]*\d[\d,，.．]*%?")
_YEAR = re.compile(r"^\d{4}年度?")
_REMARK = re.compile(r"\([^()]*\)")


def squeeze(text: str) -> str:
    """`text` without the blanks that text recognition puts between Chinese characters; those in Latin words stay."""
    return _BLANKS.sub("", text.strip())


@lru_cache(maxsize=4096)
def head(text: str) -> str:
    """The name of a column for comparing: without blanks, remarks in brackets and a year before it."""
    return _YEAR.sub("", _REMARK.sub("", fold(text)))


@lru_cache(maxsize=16384)
def numeric(text: str) -> bool:
    """Whether `text` is a number or was one (`85.25.`), blanks inside it aside."""
    return _NUMERIC.fullmatch(_ALL_BLANKS.sub("", text)) is not None


def dash(text: str) -> bool:
    """Whether the cell prints nothing but a dash: no number stands there (`——`)."""
    return text in ("-", "—", "－", "--", "——", "－－")


def tidy(text: str, kind: str) -> str:
    """A cell without the blanks that are no part of its text: in numbers and codes all of them go."""
    if kind in (SEQ, CODE) or numeric(text):
        return _ALL_BLANKS.sub("", text)
    return squeeze(text)


def fits(text: str, kind: str) -> bool:
    """Whether `text` can stand in a column of that kind; a blank cell can stand everywhere."""
    if not text or kind == ANY:
        return True
    plain = _ALL_BLANKS.sub("", text)
    if kind == SEQ:
        return plain.isdecimal()
    if kind == CODE:
        return re.fullmatch(r"[0-9A-Z]+", plain) is not None and len(plain) > 1
    return numeric(text) if kind == AMOUNT else not numeric(text)


def fit(cells: Sequence[str], kinds: Sequence[str], stripped: bool) -> tuple[list[str], str]:
    """`cells` put under columns of `kinds`, one a column, and what is doubtful about it ("" where nothing is).

    Blank cells at the end may be lost; in a table where they all are (`stripped`) this is certain. A row that has a
    cell too few, too many or in the wrong place is put where every cell fits its column, if there is but one way.
    """
    row = list(cells)
    while len(row) > len(kinds) and not row[-1]:
        row.pop()
    padded = row + [""] * (len(kinds) - len(row))
    plain = len(padded) == len(kinds) and _all_fit(padded, kinds)
    if plain and (len(row) == len(kinds) or stripped or len(kinds) - len(row) > _MOST_MOVED):
        return padded, ""
    options = [list(option) for option in _options(row, kinds)]
    if plain:
        return padded, "" if all(option == padded for option in options) else "这一行比表头少格，缺的是哪一格不能确定"
    if len(options) == 1:
        return options[0], "" if len(row) != len(kinds) else "这一行有一格错位，已按各栏的内容移正"
    best = options[0] if options else padded[: len(kinds)]
    return best, "这一行的格数或内容与表头对不上"


def ends_lost(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether blank cells at the ends of rows are lost throughout: all of them, or always one."""
    if all(row[-1] for row in rows):
        return bool(rows)
    short = [row for row in rows if len(row) < width]
    whole = [row for row in rows if len(row) >= width]
    return len(short) > 1 and all(len(row) == width - 1 and not row[-1] for row in short) and all(r[-1] for r in whole)


def _all_fit(cells: Sequence[str], kinds: Sequence[str]) -> bool:
    return all(fits(cell, kind) for cell, kind in zip(cells, kinds, strict=True))


def _options(row: list[str], kinds: Sequence[str]) -> list[tuple[str, ...]]:
    """All ways to put the cells under the columns in which every cell fits, blank cells left out or put in."""
    missing = len(kinds) - len(row)
    if missing > _MOST_MOVED or missing < -_MOST_MOVED:
        return []
    found: dict[tuple[str, ...], None] = {}
    if missing > 0:
        _insert(row, missing, kinds, found)
    else:
        blanks = [i for i, cell in enumerate(row) if not cell]
        moved = -missing or 1  # a full row that does not fit: one blank cell stands in the wrong place
        for gone in combinations(blanks, moved):
            kept = [cell for i, cell in enumerate(row) if i not in gone]
            _insert(kept, len(kinds) - len(kept), kinds, found)
    return list(found)


def _insert(row: list[str], count: int, kinds: Sequence[str], found: dict[tuple[str, ...], None]) -> None:
    for places in combinations(range(len(kinds)), count):
        cells = iter(row)
        option = tuple("" if i in places else next(cells) for i in range(len(kinds)))
        if _all_fit(option, kinds):
            found[option] = None


def fields_of(names: dict[str, tuple[str, ...]]) -> Callable[[str], str]:
    """A function from the name of a column to the field that `names` give it, "" where none does."""
    known = {head(name): field for field, texts in names.items() for name in texts}
    return lambda text: known.get(head(text), "")
