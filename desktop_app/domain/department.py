"""The department as the sum of its units: budget tables, purchases and assets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.domain import tables
from desktop_app.domain.amounts import coarser, converted, fen_per, format_amount
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.forms import TableForm
from desktop_app.domain.table_fit import matched, widened
from desktop_app.domain.table_labels import bare

Key = tuple[int, str, int]  # the label column, the code or the bare label, how often it stood before


Place = tuple[Key, int]  # and the column of the form
_Row = tuple[tuple[Key, ...], list[str]]


def summed(unit_tables: Sequence[BudgetTable], form: TableForm) -> BudgetTable:
    """The department's table of that number: each cell the sum of that cell in the units' tables, row by row.

    The result has the form's columns and measure: those of the year's form, or those that the units print where the
    form is that of a unit's table (`tables.form_for`), and every other column of amounts that a unit prints. A cell is
    blank where an amount of a unit is no number. Its rows are told by code (in their order, 合计 first) or by
    label (in the order of the tables). Where no unit has an amount, it holds the first unit's note.
    """
    total = Total(widened(form, unit_tables))
    for at, table in enumerate(unit_tables):
        total.put(str(at), table)
    return total.table()


@dataclass(slots=True, frozen=True)
class CellDifference:
    """A cell of a department table that is not the sum of its units; amounts in millionths of the table's measure.

    `row` is None where the units have a row (`label`: its code or name) that the department does not print, `printed`
    None where the cell is blank.
    """

    row: int | None
    column: int
    label: str
    printed: int | None
    computed: int


@dataclass(slots=True, frozen=True)
class Beside:
    """A cell of a unit's table at its department, in 0.01 元: the sum of the units, None where one is no number.

    `there` says whether the department prints that row, `printed` is its amount, None where it is blank.
    """

    computed: int | None
    there: bool
    printed: int | None


@dataclass(slots=True)
class _Part:
    """What one unit adds: for each row the keys of its sides, the labels, and the amounts by key and column.

    `at` tells in which row of the unit's table a key stands, `unknown` are the amounts that are no numbers or of which
    the measure is not known, `coarse` by how much more coarsely they are rounded than those of the form.
    """

    note: str
    rows: list[_Row]
    values: dict[Place, int]
    at: dict[Key, int]
    unknown: set[Place]
    coarse: int = 1


_NOTHING = _Part("", [], {}, {}, set())


class Total:
    """The sum of the units' tables, kept up while units are edited: only the table of the changed unit is read anew."""

    def __init__(self, form: TableForm) -> None:
        self._form = form
        self._parts: dict[str, _Part] = {}
        self._sums: dict[Place, list[int]] = {}  # the sum, and of how many units it is
        self._unknown: dict[Place, list[str]] = {}  # the units whose amount there is no number
        self._asked: list[tuple[object, _Part]] = []
        self._rows: list[_Row] | None = None  # the rows of the sum in order, None where they have to be found anew

    def put(self, unit: str, table: BudgetTable) -> None:
        """Take in a unit's table, in place of what the unit had before."""
        part, before = _part(table, self._form), self._parts.get(unit)
        self._change(unit, before or _NOTHING, part)
        if before is None or before.rows != part.rows:
            self._rows = None
        self._parts[unit] = part

    def remove(self, unit: str) -> None:
        """Leave a unit out."""
        self._change(unit, self._parts.pop(unit, _NOTHING), _NOTHING)
        self._rows = None

    def unknown(self, printed: BudgetTable) -> dict[tuple[int, int], list[str]]:
        """The cells of the department's table of which no sum can be made, each with the units that stand in its way.

        An amount of these units is no number there. Rows that the table does not have are left out.
        """
        if not self._unknown:
            return {}
        at, here = self._printed(printed).at, matched(self._form, tuple(printed.columns))
        return {
            (at[key], here[column]): sorted(units)
            for (key, column), units in self._unknown.items()
            if key in at and column in here
        }

    def beside(self, table: BudgetTable, row: int, column: int, printed: BudgetTable | None) -> Beside | None:
        """What the department has in a cell of a unit's table; None where the cell is no amount of a row."""
        mine = self._printed(table)
        here = {there: ours for ours, there in matched(self._form, tuple(table.columns)).items()}.get(column)
        sides = _sides(self._form)
        key = next((key for key, at in mine.at.items() if at == row and here in sides[key[0]]), None)
        if key is None or here is None:
            return None
        own, place = self._printed(printed) if printed else _NOTHING, (key, here)
        kept = None if place in self._unknown else self._sums.get(place, (0, 0))[0]
        return Beside(kept, key in own.at, own.values.get(place))

    def _printed(self, table: BudgetTable) -> _Part:
        """What a table holds; that of the last two is kept, for they are asked for again and again."""
        content = table.measure, (*table.columns,), *((*row.cells,) for row in table.rows)
        for asked, part in self._asked:
            if asked == content:
                return part
        self._asked = [(content, _part(table, self._form)), *self._asked[:1]]
        return self._asked[0][1]

    def _change(self, unit: str, before: _Part, after: _Part) -> None:
        """Count what a unit has in place of what it had; most of it is the same."""
        old, new = before.values.items(), after.values.items()
        self._add(old - new, -1)
        self._add(new - old, 1)
        for place in before.unknown - after.unknown:
            self._unknown[place].remove(unit)
            if not self._unknown[place]:
                del self._unknown[place]
        for place in after.unknown - before.unknown:
            self._unknown.setdefault(place, []).append(unit)

    def _add(self, values: Iterable[tuple[Place, int]], sign: int) -> None:
        for place, value in values:
            kept = self._sums.setdefault(place, [0, 0])
            kept[0] += sign * value
            kept[1] += sign
            if not kept[1]:
                del self._sums[place]

    def table(self) -> BudgetTable:
        """The sum, as `summed` gives it."""
        form = self._form
        if self._rows is None:
            self._rows = _rows_of(self._parts.values(), form)
        found = BudgetTable(form.no, form.title, list(form.columns), measure=form.measure)
        if not self._sums:
            found.note = next((part.note for part in self._parts.values()), form.empty_note)
        sides = _sides(form)
        for keys, labels in self._rows:
            cells = list(labels)
            for key in keys:
                for column in sides[key[0]]:
                    if (key, column) not in self._unknown and (kept := self._sums.get((key, column))):
                        cells[column] = _text(kept[0])
            found.rows.append(BudgetRow(cells))
        return found

    def differences(self, printed: BudgetTable) -> list[CellDifference]:
        """Where a printed department table is not the sum of its units; up to 0.01 万元 for each unit is rounding.

        Nothing where the table follows another form or no unit has a table.
        """
        mine = self._printed(printed)
        if not mine.rows or not self._parts or fen_per(printed.measure) is None:
            return []
        here = matched(self._form, tuple(printed.columns))
        room = tables.TOLERANCE * max(mine.coarse, *(part.coarse for part in self._parts.values()))
        found = []
        for place in {**mine.values, **self._sums}:
            (key, column), stated = place, mine.values.get(place)
            value, units = self._sums.get(place, (0, 0))
            if column in here and place not in self._unknown and abs(value - (stated or 0)) > room * units:
                told, computed = (converted(v or 0, self._form.measure, printed.measure) for v in (stated, value))
                told = None if stated is None else told
                found.append(CellDifference(mine.at.get(key), here[column], key[1], told, computed or 0))
        return sorted(found, key=lambda d: (len(printed.rows) if d.row is None else d.row, d.label, d.column))


@lru_cache(16_384)
def _text(value: int) -> str:
    return format_amount(value)


def _rows_of(parts: Iterable[_Part], form: TableForm) -> list[_Row]:
    """The rows of all units in order, numbered, with their labels and no amounts."""
    rows: list[_Row] = []
    known: set[Key] = set()
    for part in parts:
        _add_rows(rows, known, part.rows)
    rows = [rows[at] for at in tables.sorted_rows(form, [labels for _, labels in rows])]
    for number, (_, labels) in enumerate(rows, 1):
        for column in form.of_kind("number"):
            labels[column] = str(number)
    return rows


def _sides(form: TableForm) -> dict[int, tuple[int, ...]]:
    """The amount columns that belong to each label column; all to the first where the rows have codes."""
    labels = form.of_kind("code", "label")[:1] if form.keyed else form.of_kind("label")
    ends = (*labels[1:], len(form.columns))
    amounts = form.of_kind("amount")
    return {label: tuple(c for c in amounts if label < c < end) for label, end in zip(labels, ends, strict=True)}


def _add_rows(rows: list[_Row], known: set[Key], more: Iterable[_Row]) -> None:
    """Add the rows that are not there yet, each behind the row that it follows in its own table."""
    before: Key | None = None
    for keys, labels in more:
        new = tuple(key for key in keys if key not in known)
        if new:
            behind = len(rows) - 1
            if rows and before not in rows[-1][0]:
                behind = next((i for i, (its, _) in enumerate(rows) if before in its), behind)
            cells = list(labels)
            for key in keys:
                if key not in new:  # this side has its row elsewhere
                    cells[key[0]] = ""
            rows.insert(behind + 1, (new, cells))
            known.update(new)
        before = keys[-1]


def _part(table: BudgetTable, form: TableForm) -> _Part:
    part = _Part(table.note, [], {}, {}, set(), coarser(table.measure, form.measure))
    fitted = tables.form_for(table, [form])
    if fitted is None:
        return part
    cells = tables.full(fitted, [row.cells for row in table.rows])
    here = {there: column for column, there in matched(form, fitted.columns).items()}
    keys = _keys(fitted, cells, here, form)
    codes = form.of_kind("code")[:1] if form.keyed else ()
    for row, (sides, code) in enumerate(keys):
        if sides:
            texts = [""] * len(form.columns)
            for there, column in here.items():
                if form.kinds[column] in ("code", "label"):
                    texts[column] = cells[row][there].strip()
            for column in codes:
                texts[column] = code or texts[column]
            part.rows.append((tuple(sides.values()), texts))
            part.at |= dict.fromkeys(sides.values(), row)
    owner = {column: label for label, columns in _sides(fitted).items() for column in columns}

    def place_of(row: int, column: int) -> Place | None:
        key = keys[row][0].get(owner.get(column, -1)) if column in here else None
        return (key, here[column]) if key else None

    part.unknown = {place for spot in tables.unknown(fitted, cells) if (place := place_of(*spot))}
    for (row, column), value in tables.values(fitted, cells).items():
        if place := place_of(row, column):
            amount = converted(value, table.measure, form.measure)
            if amount is None:
                part.unknown.add(place)
            else:
                part.values[place] = part.values.get(place, 0) + amount
    return part


def _keys(
    fitted: TableForm, cells: Sequence[Sequence[str]], here: dict[int, int], form: TableForm
) -> list[tuple[dict[int, Key], str]]:
    """For each row what tells its sides, by label column, and its code; no sides for what is no row (blank, 栏次)."""
    found: list[tuple[dict[int, Key], str]] = []
    seen: dict[tuple[int, str], int] = {}
    mine, labels = next(iter(_sides(form))), tuple(_sides(fitted))
    for row, kept in zip(cells, tables.rows_of(fitted, cells), strict=True):
        keys: dict[int, Key] = {}
        for label in labels:
            text = kept.code or ("合计" if kept.total else bare(row[label]))
            if kept.adds and text:
                name = mine if form.keyed else here[label], text
                keys[label] = (*name, 0 if form.keyed else seen.get(name, 0))
                seen[name] = seen.get(name, 0) + 1
        found.append((keys, kept.code))
    return found
