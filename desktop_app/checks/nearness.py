"""Which name of a project a name in a text or a purchase is nearly the same as."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

_MANY = 8  # names that came or went, from which on all is looked for anew
_MOST = 4096  # names asked for that are kept
_LONGEST = 200  # signs; longer names are near none


def nearest(name: str, known: Iterable[str], alike: int) -> str:
    """The name most like `name`, at least `alike` per cent of their characters the same; "" for none.

    Names that differ in figures (年, 期, 号) are different projects.
    """
    best, found = alike / 100, ""
    length = len(name)
    for other in known:
        its = len(other)
        if 2 * min(its, length) < best * (its + length):
            continue
        if (ratio := _likeness(name, other, alike)) >= best:
            best, found = ratio, other
    return found


@lru_cache(maxsize=65536)  # after an edit all pairs but those of one name are compared again
def _likeness(name: str, other: str, alike: int) -> float:
    """How much two names are the same, 0 where that is less than `alike` per cent or their figures differ."""
    matcher = SequenceMatcher(None, other, name, autojunk=False)
    if matcher.quick_ratio() < alike / 100 or _digits(other) != _digits(name):
        return 0
    return matcher.ratio()


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))


class Nearest:
    """`nearest` among the names of a book's projects, asked for again and again while the names change one by one.

    Guarantees: `of(name, known)` is `nearest(name, known, alike)`, `known` in their order and without doubles. Names of
    more than 200 signs are near none.
    """

    def __init__(self, alike: int) -> None:
        self._alike = alike
        self._known: tuple[str, ...] = ()
        self._signs, self._asked_signs = _Signs(), _Signs()
        self._found: dict[str, str] = {}

    def of(self, name: str, known: tuple[str, ...]) -> str:
        """The nearest name, "" for none."""
        if len(name) > _LONGEST:
            return ""
        if known is not self._known:
            self._take(known)
        found = self._found.get(name)
        if found is None:
            close = self._signs.close(name, self._alike)
            found = nearest(name, [other for other in known if other in close] if close else (), self._alike)
            if len(self._found) >= _MOST:
                self._forget()
            self._found[name] = found
            self._asked_signs.add(name)
        return found

    def _take(self, known: tuple[str, ...]) -> None:
        """Forget what may be found otherwise now: that is near a name that came or went."""
        if known == self._known:
            self._known = known
            return
        gone, come = set(self._known).difference(known), set(known).difference(self._known)
        for name in gone:
            if len(name) <= _LONGEST:
                self._signs.remove(name)
        for name in come:
            if len(name) <= _LONGEST:
                self._signs.add(name)
        changed = gone | come
        stayed = [name for name in self._known if name not in gone] == [name for name in known if name not in come]
        if len(changed) > _MANY or not stayed:
            self._forget()
        for name in changed if self._found else ():
            for asked in self._asked_signs.close(name, self._alike) if len(name) <= _LONGEST else ():
                self._found.pop(asked, None)
                self._asked_signs.remove(asked)
        self._known = known

    def _forget(self) -> None:
        self._found, self._asked_signs = {}, _Signs()


class _Signs:
    """Names by the signs that they consist of."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, int], set[str]] = {}

    def add(self, name: str) -> None:
        for sign in _signs(name):
            self._names.setdefault(sign, set()).add(name)

    def remove(self, name: str) -> None:
        for sign in _signs(name):
            names = self._names[sign]
            names.discard(name)
            if not names:
                del self._names[sign]

    def close(self, name: str, alike: int) -> set[str]:
        """The names that have enough signs in common: to compare every name with every other takes too long."""
        shared: Counter[str] = Counter()
        for sign in _signs(name):
            shared.update(self._names.get(sign, ()))
        return {other for other, count in shared.items() if 200 * count >= alike * (len(name) + len(other))}


def _signs(name: str) -> Iterator[tuple[str, int]]:
    """The signs of a name, the second of a kind told from the first."""
    seen: Counter[str] = Counter()
    for sign in name:
        yield sign, seen[sign]
        seen[sign] += 1
