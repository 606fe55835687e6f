"""Printings of the purchases: told apart, the best one chosen, mended by the others where printed sums prove it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise

from desktop_app.domain import amounts

SOURCES = ("general", "govfund", "soe", "special", "own", "carryover")
SUMS = ("total", *SOURCES, "sme")
BARE = ("合计", "总计", "采购合计", "总合计")

_SAME_ROWS = 3  # so many rows that come again are another printing
_LATEST = 3  # a printing of which the first rows are lost begins no later
_MOST_DOUBLES, _MOST_ROWS = 50, 2_000  # beyond, no bureau's purchases: not worth the time
_ROUNDING = Decimal("0.005")
_ZERO = Decimal(0)

Doubts = list[tuple[str, tuple[int, int]]]


@dataclass(slots=True)
class Entry:
    """One row: its texts by field, the label where it is a printed sum, and whose page it stands on."""

    texts: dict[str, str]
    label: str
    place: tuple[int, int]
    doubt: str = ""
    owner: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the row from others."""
        return (self.label, *(self.texts.get(f, "") for f in ("project", "item", "catalog_code", "quantity", "total")))

    def number(self, name: str) -> Decimal:
        """The number in a field, 0 where there is none."""
        return amounts.parse_number(self.texts.get(name, "")) or _ZERO


def once(entries: list[Entry]) -> tuple[list[Entry], Doubts]:
    """The rows of one printing, the best there is, and what its sums do not prove."""
    printings = [_without_doubles(printing) for printing in _printings(entries)]
    best = min(printings, key=lambda p: (len(_problems(p)), -len(p), sum(bool(e.doubt) for e in p)))
    for other in printings:
        if other is not best:
            best = _mended(best, other)
    doubts = _problems(best)
    if not groups(best):
        doubts += [("采购表印的几遍不一样", best[0].place)] if _differ(best, printings) else []
        doubts += [
            ("同一行印了两遍，没有合计可以核对", two.place) for one, two in pairwise(best) if one.texts == two.texts
        ]
    return best, doubts


def _differ(best: list[Entry], printings: list[list[Entry]]) -> bool:
    """Whether another printing holds a row that this one does not have."""
    known = {entry.key for entry in best}
    return any(entry.key not in known for printing in printings for entry in printing)


def _printings(entries: list[Entry]) -> list[list[Entry]]:
    """Cut the rows where they begin again."""
    keys = [entry.key for entry in entries]
    starts = [0]
    i = 1
    while i < len(keys):
        rest = len(keys) - i
        again = any(
            i - starts[-1] >= max(j + 2, _SAME_ROWS)
            and (rest >= _SAME_ROWS or (rest > 1 and entries[i].label))
            and keys[i : i + _SAME_ROWS] == keys[j : j + min(_SAME_ROWS, rest)]
            for j in range(_LATEST)
        )
        if again or (entries[i].label in BARE and entries[0].label in BARE and keys[i] == keys[0] and i > 1):
            starts.append(i)
        i += 1
    if len(starts) > 1 and groups(entries) and not _problems(entries):
        return [entries]  # the same rows belong to two units
    return [entries[a:b] for a, b in zip(starts, [*starts[1:], len(entries)], strict=True)]


def _without_doubles(entries: list[Entry]) -> list[Entry]:
    """Rows without a sum that is printed twice, and without the second of two same rows where the sums prove it."""
    kept: list[Entry] = []
    for entry in entries:
        if entry.label and any(entry.key == other.key for other in kept[-1:]):
            continue
        kept.append(entry)
    doubles = sum(one.texts == two.texts for one, two in pairwise(kept))
    i = 1 if doubles <= _MOST_DOUBLES else len(kept)
    while i < len(kept):
        less = kept[:i] + kept[i + 1 :]
        if kept[i].texts == kept[i - 1].texts and len(_problems(less)) < len(_problems(kept)):
            kept = less
        else:
            i += 1
    return kept


def _mended(best: list[Entry], other: list[Entry]) -> list[Entry]:
    """`best` with those rows of the other printing that make more sums right."""
    if not _problems(best) or len(best) + len(other) > _MOST_ROWS:
        return best
    matcher = SequenceMatcher(None, [e.key for e in best], [e.key for e in other], autojunk=False)
    for tag, i1, i2, j1, j2 in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        tried = best[:i1] + other[j1:j2] + best[i2:]
        if len(_problems(tried)) < len(_problems(best)):
            best = tried
    return best


def groups(entries: list[Entry]) -> list[tuple[Entry, int, int]]:
    """Each printed sum with the first and last purchase that it sums up, counted from 1.

    Sums stand above their purchases where the first row is one, else below them. A bare 合计 is that of all.
    """
    items = [i for i, entry in enumerate(entries) if not entry.label]
    parts = [i for i, entry in enumerate(entries) if entry.label and entry.label not in BARE]
    above = bool(entries) and bool(entries[0].label)
    found = []
    for i, entry in enumerate(entries):
        if not entry.label:
            continue
        start, end = -1, len(entries)
        if entry.label not in BARE and above:
            start, end = i, next(iter(parts[bisect_right(parts, i) : bisect_right(parts, i) + 1]), end)
        elif entry.label not in BARE:
            at = bisect_left(parts, i)
            start, end = parts[at - 1] if at else -1, i
        first, last = bisect_right(items, start) + 1, bisect_left(items, end)
        found.append((entry, first, last) if first <= last else (entry, 0, 0))
    return found


def _problems(entries: list[Entry]) -> Doubts:
    """Printed sums that the purchases do not make up."""
    items = [entry for entry in entries if not entry.label]
    doubts: Doubts = []
    for entry, first, last in groups(entries):
        inside = items[first - 1 : last] if first else []
        for name in SUMS:
            total = sum((item.number(name) for item in inside), _ZERO)
            if abs(total - entry.number(name)) > _ROUNDING * (len(inside) + 1):
                printed = entry.texts.get(name) or "空"
                doubts.append((f"{entry.label}印的是{printed}，下面各行加起来是{total}，可能缺行或多行", entry.place))
                break
    parts = [entry for entry in entries if entry.label and entry.label not in BARE]
    for entry in (entry for entry in entries if entry.label in BARE and parts):
        total = sum((part.number("total") for part in parts), _ZERO)
        if abs(total - entry.number("total")) > _ROUNDING * (len(parts) + 1):
            doubts.append((f"各单位小计加起来是{total}，合计印的是{entry.texts.get('total')}，可能缺行", entry.place))
    return doubts


def adds_up(texts: dict[str, str]) -> bool:
    """Whether the sources of money in a row make up its sum."""
    entry = Entry(texts, "", (0, 0))
    return abs(sum((entry.number(name) for name in SOURCES), _ZERO) - entry.number("total")) <= _ROUNDING * 2
