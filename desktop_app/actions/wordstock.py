"""How the indicators of a workspace are worded: every different text of four columns, where it is used, found fast."""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from desktop_app.domain.folding import fold
from desktop_app.domain.initials import Initials, meant
from desktop_app.storage.wordings import COLUMNS, Owner, Wording

WORDED = ("l3", "desc", "measure", "basis")
BEGINS, READ_BEGINS, HOLDS, READ_HOLDS = range(4)
_END = "\x00"
_MOST_NEW = 400  # texts that are looked through one by one before all are laid out anew
_MOST_READ = 16  # characters of a text that have initials: nobody types more
_PLACES = tuple(COLUMNS["indicator"].index(name) for name in (*WORDED, "l2"))


class Match(NamedTuple):
    """How a text fits what is typed: one of the ranks above, and where (in initials as in the text itself)."""

    rank: int
    start: int
    length: int


def fits(folded: str, initials: str, typed: str) -> Match | None:
    """How a text fits what is typed (folded), None where it does not; "" fits everything."""
    place = folded.find(typed)
    if place == 0:
        return Match(BEGINS, 0, len(typed))
    read = initials.find(typed) if meant(typed) else -1
    if read == 0:
        return Match(READ_BEGINS, 0, len(typed))
    if place > 0:
        return Match(HOLDS, place, len(typed))
    return Match(READ_HOLDS, read, len(typed)) if read > 0 else None


class _Strip:
    """The texts of one 二级指标 by number, those used most first, folded and in initials, one after the other."""

    def __init__(self, numbers: list[int], column: "Column") -> None:
        self.numbers = array("l", sorted(numbers, key=lambda number: -column.uses(number)))
        self._at = array("l")
        at = 0
        for number in self.numbers:
            self._at.append(at)
            at += len(column.folded[number]) + 1
        self._texts = "".join([_END + column.folded[number] for number in self.numbers])
        # as long as the texts, so that both have one list of places
        self._initials = "".join(
            [_END + column.initials[number].ljust(len(column.folded[number])) for number in self.numbers]
        )

    def find(self, typed: str, most: int) -> Iterator[int]:
        """The numbers of texts that fit, at most so many of each rank; one may come twice."""
        if not typed:
            yield from self.numbers[:most]
            return
        strips = (self._texts, self._initials) if meant(typed) else (self._texts,)
        for needle in (_END + typed, typed):
            for strip in strips:
                place, left = strip.find(needle), most
                while place >= 0 and left:
                    at = bisect_right(self._at, place) - 1
                    yield self.numbers[at]
                    left -= 1
                    place = strip.find(needle, self._at[at + 1]) if at + 1 < len(self._at) else -1


class Column:
    """The different texts of one column, each by its number.

    Lists side by side and no object a text: with a hundred thousand of them the collector of garbage would be felt.

    Attributes:
        texts, folded, initials: the texts themselves and as they are looked for.
        classes: the 二级指标 under which each was used.
    """

    def __init__(self, initials: Initials) -> None:
        self._read = initials
        self._numbers: dict[str, int] = {}
        self.texts: list[str] = []
        self.folded: list[str] = []
        self.initials: list[str] = []
        self.classes: list[tuple[str, ...]] = []
        self._used: list[str | list[str]] = []  # the project that uses it, or those that do
        self._strips: dict[str, _Strip] = {}
        self._laid_out = 0

    def add(self, text: str, l2: str, project_id: str) -> int:
        """Count a use; returns the number of the text."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.texts)
            self.texts.append(text)
            self.folded.append(fold(text))
            self.initials.append(self._read.of(text[:_MOST_READ]))
            self.classes.append((l2,))
            self._used.append(project_id)
            return number
        used = self._used[number]
        if isinstance(used, list):
            used.append(project_id)
        else:
            self._used[number] = [used, project_id]
        if l2 not in self.classes[number]:
            self.classes[number] = (*self.classes[number], l2)
            if number < self._laid_out:
                self._laid_out = 0  # it is missing in the strip of that class
        return number

    def remove(self, number: int, project_id: str) -> None:
        """Take a use back; a text that nobody uses is no longer proposed."""
        used = self._used[number]
        if isinstance(used, list):
            used.remove(project_id)
        else:
            self._used[number] = []

    def number(self, text: str) -> int:
        """The number of a text, -1 where nobody ever used it."""
        return self._numbers.get(text, -1)

    def projects(self, number: int) -> list[str]:
        """The projects that use a text, one a use, in the order in which they were read."""
        used = self._used[number]
        return used if isinstance(used, list) else [used]

    def uses(self, number: int) -> int:
        """How often a text is used."""
        used = self._used[number]
        return len(used) if isinstance(used, list) else 1

    def fits(self, number: int, typed: str) -> Match | None:
        """How a text fits what is typed."""
        return fits(self.folded[number], self.initials[number], typed)

    def settle(self) -> Iterator[None]:
        """Lay the texts out for searching, where many have come since, step by step."""
        if self._laid_out and len(self.texts) - self._laid_out <= _MOST_NEW:
            return
        of_class: defaultdict[str, list[int]] = defaultdict(list)
        count = len(self.texts)
        for number, classes in enumerate(self.classes):
            for l2 in classes:
                of_class[l2].append(number)
        yield
        strips = {}
        for l2, numbers in of_class.items():
            strips[l2] = _Strip(numbers, self)
            yield
        self._strips, self._laid_out = strips, count

    def find(self, typed: str, l2: str, most: int, elsewhere: int) -> Iterator[int]:
        """Texts in use that fit what is typed: some of the best of a 二级指标, then of others; one may come twice."""
        strips = [(strip, elsewhere) for name, strip in self._strips.items() if name != l2]
        if l2 in self._strips:
            strips.insert(0, (self._strips[l2], most))
        for strip, some in strips:
            for number in strip.find(typed, some):
                if self.uses(number):
                    yield number
        for number in range(self._laid_out, len(self.texts)):
            if self.uses(number) and self.fits(number, typed):
                yield number


class Wordstock:
    """The wordings of all projects.

    Attributes:
        columns: the texts of each of `WORDED`.
        owners: the projects that were read, by id.
    """

    def __init__(self, initials: Initials) -> None:
        self.columns = {name: Column(initials) for name in WORDED}
        self.owners: dict[str, Owner] = {}
        self._rows: dict[str, list[tuple[int, ...]]] = {}  # a row is the numbers of its texts, -1 for a blank

    def put(self, owner: Owner, records: Sequence[Wording]) -> None:
        """Take a project's indicators, instead of those that were taken before."""
        self.forget(owner.id)
        self.owners[owner.id] = owner
        self._rows[owner.id] = [self._row(owner.id, w) for w in records if w.table == "indicator"]

    def _row(self, project_id: str, wording: Wording) -> tuple[int, ...]:
        *texts, l2 = (wording.texts[place].strip() for place in _PLACES)
        pairs = zip(self.columns.values(), texts, strict=True)
        return tuple([column.add(text, l2, project_id) if text else -1 for column, text in pairs])

    def forget(self, project_id: str) -> None:
        """Take back what a project used."""
        for row in self._rows.pop(project_id, ()):
            for column, number in zip(self.columns.values(), row, strict=True):
                if number >= 0:
                    column.remove(number, project_id)
        self.owners.pop(project_id, None)

    def settle(self) -> Iterator[None]:
        """Get ready for questions, step by step."""
        for column in self.columns.values():
            yield from column.settle()

    def beside(self, name: str, l3: str, most: int) -> dict[str, list[str]]:
        """The texts of column `name` in rows called `l3`, with the projects that use them, of `most` projects."""
        names, column, place = self.columns["l3"], self.columns[name], WORDED.index(name)
        wanted = names.number(l3.strip())
        found: dict[str, list[str]] = {}
        for project_id in dict.fromkeys(names.projects(wanted)[-most:] if wanted >= 0 else ()):
            for row in self._rows.get(project_id, ()):
                if row[0] == wanted and row[place] >= 0:
                    found.setdefault(column.texts[row[place]], []).append(project_id)
        return found
