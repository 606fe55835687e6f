"""What a budget table should hold according to the other tables of the book (`Link`, the data of the forms).

T2 and T3 give the lines of T1, T5, T7 and T8 those of T4, T6 the 基本支出 of T5. Cells that are sums of their own table
are given as controls: to be compared, not to be filled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_app.domain import tables
from desktop_app.domain.amounts import coarser, converted
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.forms import Link, TableForm
from desktop_app.domain.table_fit import matched
from desktop_app.domain.table_labels import bare, is_item, level
from desktop_app.domain.table_rows import names_of

EVERY_CLASS = "类"  # a link over all 类 of the 功能分类
_TOTAL = "合计"
SETTLING = (1, 2, 4)  # tables that tell whether money is carried over


@dataclass(slots=True, frozen=True)
class Derived:
    """A cell of a table by other tables. `value` is in 0.01 元, `source` says where it comes from (`支出总表 合计`).

    `row` is its row, None where the table has no such row yet; then `label` names the row to add. `control`: the cell
    is a sum of its own table. `addends` is by how many of the last printed digit of the table the value may be off by
    rounding: as many as cells of the other table were added up, and more where that one is in a greater measure.
    """

    row: int | None
    column: int
    label: str
    value: int
    source: str
    control: bool = False
    addends: int = field(default=1, compare=False)


class Laid:
    """A table laid under its form, with every value in millionths of its measure: 0.01 元 where that is 万元.

    A value is what stands there, added up where it is blank.
    """

    def __init__(self, table: BudgetTable, form: TableForm) -> None:
        self.form = form
        self.measure = table.measure
        self.cells = tables.full(form, [row.cells for row in table.rows])
        self.values = tables.values(form, self.cells)
        self.rows = tables.rows_of(form, self.cells)
        self._named: dict[tuple[str, int], int | None] = {}

    def sum(self, row: int, columns: Sequence[int]) -> int:
        """The values of a row in these columns added up."""
        return sum(self.values.get((row, column), 0) for column in columns)

    def named(self, name: str, column: int) -> int | None:
        """The first row with that name in the label column that belongs to a column."""
        if (name, column) not in self._named:
            self._named[name, column] = self._find(name, column)
        return self._named[name, column]

    def _find(self, name: str, column: int) -> int | None:
        if self.form.keyed:
            return next((i for i, row in enumerate(self.rows) if row.total), None) if name == _TOTAL else None
        names = tuple([known for known in self.form.names if known.name == name])
        return next((i for i, found in enumerate(names_of(tuple(self.labels(column)), names)) if found), None)

    def labels(self, column: int) -> list[str]:
        """The labels that belong to a column."""
        label = max((c for c in self.form.of_kind("label") if c < column), default=None)
        return ["" if label is None else row[label] for row in self.cells]


def derive(
    no: int, book_tables: Mapping[int, BudgetTable], forms: Sequence[TableForm], names: Mapping[str, str] | None = None
) -> list[Derived]:
    """What table `no` should hold according to the others, in 0.01 元 where its measure is 万元.

    `book_tables` are the tables of one owner by number, `forms` those of the year, `names` names of 功能分类 by code
    for 类 that a table prints in other words (`tables.code_names`). A table that is not there, or holds no amounts,
    says nothing. Where the other table is blank and the cell here is not, the value is 0. Where table `no` itself is
    missing or follows no form there is nothing to say.
    """
    laid = {
        number: Laid(table, form) for number, table in book_tables.items() if (form := tables.form_for(table, forms))
    }
    return derive_laid(no, laid, forms, names)


def derive_laid(
    no: int,
    laid: Mapping[int, "Laid"],
    forms: Sequence[TableForm],
    names: Mapping[str, str] | None = None,
    nothing_carried: bool | None = None,
) -> list[Derived]:
    """`derive`, where the tables are laid under their forms already, and perhaps known whether they are `settled`."""
    if no not in laid:
        return []
    target = laid[no]
    nothing_carried = settled(laid) if nothing_carried is None else nothing_carried
    found: list[Derived] = []
    for link in target.form.links:
        source = laid.get(link.table)
        if not source or not source.values or (link.settled and not nothing_carried):
            continue
        if converted(0, source.measure, target.measure) is None:
            continue  # in what the money of one of them is counted is not known
        official = next(form for form in forms if form.no == link.table)
        at = matched(official, source.form.columns)
        columns = [at[i] for i, head in enumerate(official.columns) if head in link.source and i in at]
        if columns:
            heads = "、".join(source.form.columns[column].rpartition("/")[2] for column in columns)
            addends = len(columns) * coarser(source.measure, target.measure)
            every = link.row == EVERY_CLASS
            made = (
                _classes(link, source, columns, target, names or {}) if every else _one(link, source, columns, target)
            )
            found += [replace(d, source=f"{official.name} {d.source} {heads}", addends=addends) for d in made]
    return found


def _value(source: Laid, row: int, columns: Sequence[int], target: Laid) -> int:
    """The sum of cells of the one table in the measure of the other."""
    return converted(source.sum(row, columns), source.measure, target.measure) or 0


def _one(link: Link, source: Laid, columns: Sequence[int], target: Laid) -> Iterator[Derived]:
    """The cell of a link that means one row."""
    row, place = source.named(link.row, columns[0]), target.named(link.label, link.column)
    if row is not None:
        value = _value(source, row, columns, target)
        if value or target.values.get((-1 if place is None else place, link.column)):
            yield Derived(place, link.column, link.label, value, link.row, link.control)


def _classes(
    link: Link, source: Laid, columns: Sequence[int], target: Laid, names: Mapping[str, str]
) -> Iterator[Derived]:
    """The cells of a link over every 类: those that the source has, and those that it has not and that hold amounts."""
    lines = [bare(label) for label in target.labels(link.column)]
    words = source.labels(columns[0])
    placed: set[int] = set()
    missing = False
    for i, row in enumerate(source.rows):
        if not row.code or level(row.code):
            continue
        called = [bare(words[i]), bare(names.get(row.code, ""))]
        place = next((lines.index(name) for name in called if name and name in lines), None)
        missing |= place is None
        placed |= {place} if place is not None else set()
        value = _value(source, i, columns, target)
        if value or target.values.get((-1 if place is None else place, link.column)):
            yield Derived(place, link.column, words[i].strip(), value, row.code, link.control)
    if missing:
        return  # a line may be the one that the source calls otherwise
    for place, line in enumerate(target.labels(link.column)):
        if is_item(line) and place not in placed and target.values.get((place, link.column)):
            yield Derived(place, link.column, line.strip(), 0, _TOTAL, link.control)


def settled(laid: Mapping[int, Laid]) -> bool:
    """Whether the tables say that nothing is carried over into the year or out of it."""
    income = laid.get(2)
    if income is None or not income.values:
        return False
    carried = [i for i, head in enumerate(income.form.columns) if "结转" in head or "结余" in head]
    if any(income.values.get((row, column)) for row in range(len(income.cells)) for column in carried):
        return False
    for table in (laid[no] for no in (1, 4) if no in laid):
        for column in table.form.of_kind("amount"):
            for name in ("上年结转", "年终结转"):
                row = table.named(name, column)
                if row is not None and table.values.get((row, column)):
                    return False
    return True
