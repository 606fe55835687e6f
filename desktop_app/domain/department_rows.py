"""What the table of one unit adds to its department's: rows told by code or label, amounts by row and column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_app.domain import tables
from desktop_app.domain.amounts import coarser, converted
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.forms import TableForm
from desktop_app.domain.table_fit import matched
from desktop_app.domain.table_labels import bare

Key = tuple[int, str, int]  # the label column, the code or the bare label, how often it stood before
Place = tuple[Key, int]  # and the column of the form
Row = tuple[tuple[Key, ...], list[str]]


@dataclass(slots=True)
class Part:
    """What one unit adds: for each row the keys of its sides, the labels, and the amounts by key and column.

    `at` tells in which row of the unit's table a key stands, `unknown` are the amounts that are no numbers or of which
    the measure is not known, `coarse` by how much more coarsely they are rounded than those of the form.
    """

    note: str
    rows: list[Row]
    values: dict[Place, int]
    at: dict[Key, int]
    unknown: set[Place]
    coarse: int = 1


NOTHING = Part("", [], {}, {}, set())


def rows_of(parts: Iterable[Part], form: TableForm) -> list[Row]:
    """The rows of all units in order, numbered, with their labels and no amounts."""
    rows: list[Row] = []
    known: set[Key] = set()
    for part in parts:
        _add_rows(rows, known, part.rows)
    rows = [rows[at] for at in tables.sorted_rows(form, [labels for _, labels in rows])]
    for number, (_, labels) in enumerate(rows, 1):
        for column in form.of_kind("number"):
            labels[column] = str(number)
    return rows


def sides_of(form: TableForm) -> dict[int, tuple[int, ...]]:
    """The amount columns that belong to each label column; all to the first where the rows have codes."""
    labels = form.of_kind("code", "label")[:1] if form.keyed else form.of_kind("label")
    ends = (*labels[1:], len(form.columns))
    amounts = form.of_kind("amount")
    return {label: tuple(c for c in amounts if label < c < end) for label, end in zip(labels, ends, strict=True)}


def _add_rows(rows: list[Row], known: set[Key], more: Iterable[Row]) -> None:
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


def part_of(table: BudgetTable, form: TableForm) -> Part:
    part = Part(table.note, [], {}, {}, set(), coarser(table.measure, form.measure))
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
    owner = {column: label for label, columns in sides_of(fitted).items() for column in columns}

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
    mine, labels = next(iter(sides_of(form))), tuple(sides_of(fitted))
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
