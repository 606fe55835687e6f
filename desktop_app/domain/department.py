"""The budget tables of the department as the sums of its units'."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.domain import tables
from desktop_app.domain.amounts import converted, fen_per, format_amount
from desktop_app.domain.department_rows import NOTHING, Part, Place, Row, part_of, rows_of, sides_of
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.forms import TableForm
from desktop_app.domain.table_fit import matched, widened


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
    """A cell of a unit's table at its department: the sum of the units, None where one is no number.

    `there` says whether the department prints that row, `printed` is its amount, None where it is blank; amounts in
    millionths of the measure of the unit's table. `differs`: by more than what rounding explains.
    """

    computed: int | None
    there: bool
    printed: int | None
    differs: bool = False


class Total:
    """The sum of the units' tables, kept up while units are edited: only the table of the changed unit is read anew."""

    def __init__(self, form: TableForm) -> None:
        self._form = form
        self._parts: dict[str, Part] = {}
        self._sums: dict[Place, list[int]] = {}  # the sum, and of how many units it is
        self._unknown: dict[Place, list[str]] = {}  # the units whose amount there is no number
        self._asked: list[tuple[object, Part]] = []
        self._rows: list[Row] | None = None  # the rows of the sum in order, None where they have to be found anew

    def put(self, unit: str, table: BudgetTable) -> None:
        """Take in a unit's table, in place of what the unit had before."""
        part, before = part_of(table, self._form), self._parts.get(unit)
        self._change(unit, before or NOTHING, part)
        if before is None or before.rows != part.rows:
            self._rows = None
        self._parts[unit] = part

    def remove(self, unit: str) -> None:
        """Leave a unit out."""
        self._change(unit, self._parts.pop(unit, NOTHING), NOTHING)
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
        sides = sides_of(self._form)
        key = next((key for key, at in mine.at.items() if at == row and here in sides[key[0]]), None)
        if key is None or here is None:
            return None
        own, place = self._printed(printed) if printed else NOTHING, (key, here)
        kept = None if place in self._unknown else self._sums.get(place, (0, 0))[0]
        stated = own.values.get(place)
        differs = kept is not None and abs(kept - (stated or 0)) > self._room(own) * len(self._parts)
        shown = (None if v is None else converted(v, self._form.measure, table.measure) for v in (kept, stated))
        return Beside(next(shown), key in own.at, next(shown), differs)

    def _room(self, printed: Part) -> int:
        """How far amounts may lie apart for each unit, in millionths of the form's measure."""
        return tables.TOLERANCE * max(printed.coarse, *(part.coarse for part in self._parts.values()))

    def _printed(self, table: BudgetTable) -> Part:
        """What a table holds; that of the last two is kept, for they are asked for again and again."""
        content = table.measure, (*table.columns,), *((*row.cells,) for row in table.rows)
        for asked, part in self._asked:
            if asked == content:
                return part
        self._asked = [(content, part_of(table, self._form)), *self._asked[:1]]
        return self._asked[0][1]

    def _change(self, unit: str, before: Part, after: Part) -> None:
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
            self._rows = rows_of(self._parts.values(), form)
        found = BudgetTable(form.no, form.title, list(form.columns), measure=form.measure)
        if not self._sums:
            found.note = next((part.note for part in self._parts.values()), form.empty_note)
        sides = sides_of(form)
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
        room = self._room(mine)
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
