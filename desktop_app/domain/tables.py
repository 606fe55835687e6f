"""The sums of a budget table: which cells are sums of which, what they should be, and where a print says otherwise.

Rows are told by their codes or by their labels, never by their numbers (rule B14). `computed` is for the typing: every
sum from the cells below it. `differences` is for what is printed: each sum beside its parts as they stand, so that a
wrong cell is shown where it is wrong and not in every sum above it. It claims nothing where it does not know: a row
with an unknown label, an amount that is no number, a sum that stands twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from desktop_app.domain import amounts
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.forms import TableForm
from desktop_app.domain.table_fit import form_for
from desktop_app.domain.table_labels import code, level
from desktop_app.domain.table_rows import Row, Sum, read_rows, row_sums

Cells = Sequence[Sequence[str]]
Place = tuple[int, int]
TOLERANCE = amounts.FEN_PER_WAN // 100  # of each addend: what is printed is rounded to 0.01 万元

__all__ = [
    "Difference",
    "code_names",
    "code_of",
    "computed",
    "differences",
    "disagreements",
    "form_for",
    "indent",
    "names_over",
    "printed_names",
    "rows_of",
    "sorted_rows",
    "unknown",
    "untold",
    "values",
]


@dataclass(slots=True, frozen=True)
class Difference:
    """A sum that is not what its parts add up to, in integers of 0.01 元; `printed` is None where the cell is blank.

    `parts` are the cells that it is the sum of, by (row, column).
    """

    row: int
    column: int
    printed: int | None
    computed: int
    parts: tuple[Place, ...] = field(default=(), compare=False)


@lru_cache(65_536)
def amount(text: str) -> int | None:
    """`amounts.parse_amount`, remembered: tables hold the same few texts again and again."""
    return amounts.parse_amount(text)


def computed(form: TableForm, cells: Cells) -> dict[Place, int]:
    """What each sum cell holds by the cells below it, by (row, column), in integers of 0.01 元.

    Sums of sums use the computed values. Left out are cells whose parts are all blank, and those of which a part is no
    number (`untold`). Where a cell is a sum of its row and of its column, its row counts.
    """
    return _sums(form, cells).all()


def untold(form: TableForm, cells: Cells) -> dict[Place, Place]:
    """The blank sum cells that nobody can compute, each with the first cell below it that holds no number."""
    return _sums(form, cells).untold()


def differences(form: TableForm, cells: Cells) -> list[Difference]:
    """The sum cells that do not hold the sum of their parts, the parts taken as they stand; blank ones with None.

    A part that is blank counts as what it is computed to. A difference up to 0.01 万元 for each addend is rounding.
    """
    found: dict[Place, Difference] = {}
    for difference in disagreements(form, cells):
        found.setdefault((difference.row, difference.column), difference)
    return [found[place] for place in sorted(found)]


def disagreements(form: TableForm, cells: Cells) -> Iterator[Difference]:
    """`differences`, a cell that is neither the sum of its column nor that of its row twice."""
    sums = _sums(form, cells)
    for place, parts, sure in sums.rules():
        printed = amount(sums.text(place))
        if not sure or sums.malformed(place) or (added := sums.added(parts)) is None:
            continue
        total, addends = added
        if addends and abs(total - (printed or 0)) > TOLERANCE * addends:
            yield Difference(*place, printed, total, tuple(parts))


def values(form: TableForm, cells: Cells) -> dict[Place, int]:
    """Every amount of a table by (row, column), in integers of 0.01 元: as it stands, added up where it is blank."""
    sums = _sums(form, cells)
    places = ((row, column) for row in range(len(cells)) for column in form.of_kind("amount"))
    stated = ((place, sums.stated(place)) for place in places)
    return {place: found[0] for place, found in stated if found is not None and found[1]}


def unknown(form: TableForm, cells: Cells) -> set[Place]:
    """The amount cells whose value nobody can tell: no numbers, and blank sums of such."""
    sums = _sums(form, cells)
    places = ((row, column) for row in range(len(cells)) for column in form.of_kind("amount"))
    return {place for place in places if sums.stated(place) is None}


def _sums(form: TableForm, cells: Cells) -> "_Sums":
    return _kept_sums(form, tuple(tuple(row) for row in cells))


@lru_cache(16)
def _kept_sums(form: TableForm, cells: tuple[tuple[str, ...], ...]) -> "_Sums":
    """What is asked of one table after the other: its sums, its differences, its values."""
    return _Sums(form, cells)


class _Sums:
    """The sums of one table, worked out as they are asked for."""

    def __init__(self, form: TableForm, cells: Cells) -> None:
        self._cells = full(form, cells)
        rows = read_rows(form, self._cells)
        self._down: dict[Place, Sum] = {}
        for found in row_sums(form, rows, self._cells):
            for column in found.columns:
                self._down[found.row, column] = found
        self._across: dict[Place, list[Place]] = {}
        for rule in form.column_sums if form.clear else ():
            for row in (i for i, kept in enumerate(rows) if kept.adds):
                self._across[row, rule.column] = [(row, part) for part in rule.parts]
        self._added: dict[Place, int | None] = {}
        self._values: dict[Place, int | None] = {}
        self._culprits: dict[Place, Place] = {}  # of sums that cannot be computed the cell that is no number
        self._stated: dict[Place, tuple[int, int] | None] = {}

    def all(self) -> dict[Place, int]:
        """Every sum cell that has a value."""
        places = sorted({*self._down, *self._across})
        return {place: value for place in places if (value := self._sum(place)) is not None}

    def untold(self) -> dict[Place, Place]:
        """The blank sum cells that cannot be computed, with the cell that is to blame."""
        self.all()
        return {place: culprit for place, culprit in sorted(self._culprits.items()) if not self.text(place)}

    def rules(self) -> Iterator[tuple[Place, list[Place], bool]]:
        """Each sum cell with its parts, down and across, and whether a difference may be claimed."""
        for place, found in self._down.items():
            yield place, [(part, place[1]) for part in found.parts], found.sure(place[1], self._cells)
        for place, parts in self._across.items():
            yield place, parts, True

    def text(self, place: Place) -> str:
        """What stands in a cell."""
        return self._cells[place[0]][place[1]].strip()

    def malformed(self, place: Place) -> bool:
        """Whether a cell holds something that is no amount."""
        text = self.text(place)
        return bool(text) and amount(text) is None

    def _parts(self, place: Place) -> Iterator[list[Place]]:
        """What the cell is the sum of, in its row and then in its column."""
        if place in self._across:
            yield self._across[place]
        if place in self._down:
            yield [(part, place[1]) for part in self._down[place].parts]

    def _sum(self, place: Place) -> int | None:
        if place not in self._added:
            self._added[place] = self._add_up(place)
        return self._added[place]

    def _add_up(self, place: Place) -> int | None:
        for parts in self._parts(place):
            known = [value for part in parts if (value := self._value(part)) is not None]
            if culprit := next(filter(None, map(self._culprit, parts)), None):
                self._culprits[place] = culprit
                return None
            if known:
                return sum(known)
        return None

    def _culprit(self, place: Place) -> Place | None:
        """The cell for which nobody can tell what another holds: itself, or one below it; None where that is known."""
        if self._value(place) is not None:
            return None
        return self._culprits.get(place) or (place if self.malformed(place) else None)

    def _value(self, place: Place) -> int | None:
        """What a cell holds: the sum of what is below it, else its own amount."""
        if place not in self._values:
            found = self._sum(place)
            self._values[place] = amount(self.text(place)) if found is None else found
        return self._values[place]

    def stated(self, place: Place) -> tuple[int, int] | None:
        """What a cell holds as it stands, added up where it is blank; and of how many printed amounts, 0 for none.

        None where it is no number, or a blank sum of such.
        """
        if place not in self._stated:
            text = self.text(place)
            own = amount(text)
            if text:
                self._stated[place] = None if own is None else (own, 1)
            else:
                sums = (self.added(parts) for parts in self._parts(place))
                self._stated[place] = next((found for found in sums if found is None or found[1]), (0, 0))
        return self._stated[place]

    def added(self, parts: Iterable[Place]) -> tuple[int, int] | None:
        """The sum of cells as they stand, and of how many printed amounts it is made; None where one is no number."""
        total = addends = 0
        for part in parts:
            found = self.stated(part)
            if found is None:
                return None
            total, addends = total + found[0], addends + found[1]
        return total, addends


def rows_of(form: TableForm, cells: Cells) -> list[Row]:
    """What each row is; rows that end early are read as if blank there."""
    return read_rows(form, full(form, cells))


def full(form: TableForm, cells: Cells) -> list[list[str]]:
    """The cells with rows that end early filled up."""
    width = len(form.columns)
    return [[*row, *[""] * (width - len(row))] for row in cells]


def code_of(form: TableForm, cells: Sequence[str]) -> str:
    """The code that tells a row of a table with codes; "" where it has none."""
    return rows_of(form, [cells])[0].code


def indent(form: TableForm, cells: Sequence[str]) -> int:
    """How far a row stands in: 0 for 合计 and a 类, 1 for a 款, 2 for a 项."""
    return level(code_of(form, cells))


def sorted_rows(form: TableForm, cells: Cells) -> list[int]:
    """The rows in the order of their codes, as indexes: 合计 first, those without a code behind the row before."""
    if not form.keyed:
        return list(range(len(cells)))
    keys: list[tuple[str, int]] = []
    last = ""
    for at, row in enumerate(rows_of(form, cells)):
        last = "" if row.total else row.code or last
        keys.append((last, at))
    return [at for _, at in sorted(keys)]


def code_names(shipped: Mapping[str, str], tables: Iterable[BudgetTable], keyed: str = "function") -> dict[str, str]:
    """Names by code: the shipped list, and over it what the tables of the file print beside the codes.

    `keyed` says which codes are meant ("function", "economic"). Of several names of one code the most frequent counts.
    """
    return names_over(shipped, (printed_names(table, keyed) for table in tables))


def printed_names(table: BudgetTable, keyed: str) -> list[tuple[str, str]]:
    """The codes of a table, each with the name that is printed beside it."""
    found = []
    for row in table.rows:
        at = next(((i, a_code) for i, text in enumerate(row.cells) if (a_code := code(text, keyed))), None)
        if at and (name := _name_after(row.cells, at[0])):
            found.append((at[1], name))
    return found


def names_over(shipped: Mapping[str, str], printed: Iterable[Iterable[tuple[str, str]]]) -> dict[str, str]:
    """Names by code: the shipped ones, and over them of each code the printed name that is the most frequent."""
    counted: dict[str, Counter[str]] = {}
    for a_code, name in chain.from_iterable(printed):
        counted.setdefault(a_code, Counter())[name] += 1
    return {**shipped, **{a_code: names.most_common(1)[0][0] for a_code, names in counted.items()}}


def _name_after(cells: Sequence[str], at: int) -> str:
    """The text right of a code that is no amount."""
    name = "".join(cells[at + 1].split()) if at + 1 < len(cells) else ""
    return "" if amount(name) is not None else name
