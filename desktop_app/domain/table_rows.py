"""The rows of a budget table and which of them are sums of which: by codes, or by labels."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.domain.forms import LabelName, RowSum, TableForm
from desktop_app.domain.table_labels import bare, code, fold, is_detail, is_item, is_total, leading_code

Cells = Sequence[Sequence[str]]
_NUMBERING = ("栏次", "栏目")


@dataclass(slots=True, frozen=True)
class Row:
    """A row as a table with codes knows it: its code, whether it is the 合计, whether it holds amounts at all."""

    code: str = ""
    total: bool = False
    adds: bool = True


@dataclass(slots=True)
class Sum:
    """A row that is in these columns the sum of the rows `parts`.

    `strange` are rows of which nobody knows whether they belong to it, `certain` is false where the sum or one of its
    parts stands twice.
    """

    row: int
    columns: tuple[int, ...]
    parts: list[int]
    strange: list[int]
    certain: bool = True

    def sure(self, column: int, cells: Cells) -> bool:
        """Whether a difference in this column may be claimed."""
        return self.certain and not any(cells[row][column].strip() for row in self.strange)


def read_rows(form: TableForm, cells: Cells) -> list[Row]:
    """What each row is."""
    codes, labels, texts = form.of_kind("code"), form.of_kind("label"), form.label_columns
    found = []
    for row in cells:
        if any(fold(row[column]).startswith(_NUMBERING) for column in texts):
            found.append(Row(adds=False))
        elif not form.keyed:
            found.append(Row())
        else:
            own = code("".join(row[column] for column in codes), form.keyed) if codes else ""
            own = own or next((led for c in labels if (led := leading_code(row[c], form.keyed))), "")
            found.append(Row(own, not own and any(is_total(row[column]) for column in (*codes, *labels))))
    return found


def row_sums(form: TableForm, rows: Sequence[Row], cells: Cells) -> Iterator[Sum]:
    """The rows that are sums of other rows."""
    return _by_code(form, rows, cells) if form.keyed else _by_label(form, cells)


def _by_code(form: TableForm, rows: Sequence[Row], cells: Cells) -> Iterator[Sum]:
    columns = form.of_kind("amount")
    totals = [i for i, row in enumerate(rows) if row.total]
    strange = [
        i
        for i, row in enumerate(rows)
        if row.adds and not row.code and not row.total and any(cells[i][column].strip() for column in columns)
    ]
    last = {row.code[:length]: i for i, row in enumerate(rows) for length in (3, 5, 7)}
    parts = _children(rows)
    for above, below in parts.items():
        if above < 0:
            continue
        near = _near(strange, above, last[rows[above].code])
        yield Sum(above, columns, below, near, len({rows[i].code for i in below}) == len(below))
    if totals and parts.get(-1):
        below = parts[-1]
        once = len(totals) == 1 and len({rows[i].code for i in below}) == len(below)
        yield Sum(totals[0], columns, below, strange, once)


def _children(rows: Sequence[Row]) -> dict[int, list[int]]:
    """For each row the rows one level below it by their codes; at -1 those that stand under nothing but the 合计.

    A code stands under the nearest row before it that has the longest beginning of it; where there is none before it
    (rows are typed in any order), under the first such row after it.
    """
    first: dict[str, int] = {}
    for i, row in enumerate(rows):
        if row.code:
            first.setdefault(row.code, i)
    latest: dict[str, int] = {}
    found: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        if not row.code:
            continue
        above = (row.code[:length] for length in (5, 3) if length < len(row.code))
        parent = next((latest.get(start, first[start]) for start in above if start in first), -1)
        found.setdefault(parent, []).append(i)
        latest[row.code] = i
    return found


def _near(strange: Iterable[int], first: int, last: int) -> list[int]:
    """Those rows that stand between `first` and `last` or directly behind `last`."""
    found = []
    for row in sorted(strange):
        if first < row <= last + 1:
            found.append(row)
            last = max(last, row)
    return found


def _by_label(form: TableForm, cells: Cells) -> Iterator[Sum]:
    labels = form.of_kind("label")
    for at, column in enumerate(labels):
        until = labels[at + 1] if at + 1 < len(labels) else len(form.columns)
        side = _Side(form, column, tuple(c for c in form.of_kind("amount") if column < c < until), cells)
        for rule in side.rules.values():
            if rule.label in side.at and (found := side.sum(rule)):
                yield found


class _Side:
    """The rows of one label column with their amounts."""

    def __init__(self, form: TableForm, column: int, amounts: tuple[int, ...], cells: Cells) -> None:
        self.rules = {rule.label: rule for rule in form.sums if rule.label_column == column}
        self.amounts = amounts
        self.labels = [row[column] for row in cells]
        self.cells = cells
        names = {*self.rules, *(part for rule in self.rules.values() for part in rule.parts)}
        self.names = names_of(tuple(self.labels), tuple([name for name in form.names if name.name in names]))
        self.at: dict[str, list[int]] = {}
        for i, name in enumerate(self.names):
            if name:
                self.at.setdefault(name, []).append(i)
        printed = {bare(row[column]) for row in form.rows} - {""}
        self.items = [
            not name and (is_item(label) or bare(label) in printed)
            for label, name in zip(self.labels, self.names, strict=True)
        ]

    def sum(self, rule: RowSum) -> Sum | None:
        row = self.at[rule.label][0]
        if rule.items:
            over = self._run(row, rule.items)
            parts, spare = [i for i in over if self.items[i]], [i for i in over if not self.items[i]]
        else:
            parts = self._named(rule, row)
            low, high = min([row, *parts]), max([row, *parts])
            spare = [i for i, item in enumerate(self.items) if not item and not self.names[i]]
            spare = _near(spare, low, high if row == low else high - 1)
        if not parts or (rule.whole and any(part not in self.at for part in rule.parts)):
            return None
        once = all(len(self.at[name]) == 1 for name in {rule.label, *rule.parts} & self.at.keys())
        strange = [i for i in spare if not is_detail(self.labels[i])]
        return Sum(row, self.amounts, parts, strange, once)

    def _run(self, row: int, items: str) -> list[int]:
        """The rows above or below a row, up to the next that has a name of its own."""
        step = -1 if items == "above" else 1
        found = []
        at = row + step
        while 0 <= at < len(self.names) and not self.names[at]:
            found.append(at)
            at += step
        return sorted(found)

    def _named(self, rule: RowSum, row: int) -> list[int]:
        """The rows of the parts; for a subtotal that the table leaves out its own parts."""
        found: list[int] = []
        present = [self.at[part][0] for part in rule.parts if part in self.at]
        for part in rule.parts:
            if part in self.at:
                found.append(self.at[part][0])
            elif (below := self.rules.get(part)) and below.items:
                found += [i for i in self._run(min([row, *present]), below.items) if self.items[i]]
            elif below:
                found += self._named(below, row)
        return found


@lru_cache(1024)  # the words of a table stay as they are while its amounts are typed
def names_of(labels: tuple[str, ...], names: tuple[LabelName, ...]) -> tuple[str, ...]:
    """`name_of` each of the labels."""
    return tuple([name_of(label, names) for label in labels])


def name_of(label: str, names: Iterable[LabelName]) -> str:
    """The first of the names whose words the label holds; "" for none."""
    text = bare(label)
    for name in names:
        if any(all(word in text for word in words) for words in name.words):
            if not any(word in text for word in name.without):
                return name.name
    return ""
