"""The rows that a comparison of two books is made of, and how two lists of records are compared.

The order of rows is no difference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.actions import compare
from desktop_app.actions.compare import RowSet, short
from desktop_app.actions.labels import column_name
from desktop_app.domain.changes import CellKey

NEW, GONE, CHANGED, SAME = "new", "gone", "changed", "same"
KIND_NAMES = {NEW: "新增", GONE: "删去", CHANGED: "修改", SAME: "相同"}

VALUE_PARTS = ("sign", "number", "measure")


@dataclass(slots=True, frozen=True)
class Row:
    """One difference: a cell that changed, or a record that only one side has (`field` is then what it is, or "").

    `part` and `record` say where, `kind` is one of NEW, GONE, CHANGED, and SAME for a record without differences (with
    both texts blank). `keys` are the cells of both sides, None where a side has none, and `projects` the ids of the
    projects that they are in, "" for none. `secret` says that it is of a secret project, or names one.
    """

    part: str
    record: str
    field: str
    before: str
    after: str
    kind: str
    keys: tuple[CellKey | None, CellKey | None] = (None, None)
    projects: tuple[str, str] = ("", "")
    secret: bool = False


@dataclass(slots=True, frozen=True)
class Where:
    """The part and record that differences are found in."""

    part: str
    record: str
    projects: tuple[str, str] = ("", "")

    def row(
        self, field: str, before: str, after: str, kind: str, keys: tuple[CellKey | None, CellKey | None] = (None, None)
    ) -> Row:
        """A row of this record."""
        return Row(self.part, self.record, field, before, after, kind, keys, self.projects)

    def cell(self, field: str, table: str, column: str, old: Any, new: Any, texts: tuple[str, str]) -> list[Row]:
        """The difference of one cell, none where the texts are the same."""
        if texts[0] == texts[1]:
            return []
        keys = tuple(CellKey(table, record.id, column) if record.id else None for record in (old, new))
        return [self.row(field, *texts, CHANGED, (keys[0], keys[1]))]

    def cells(self, table: str, old: Any, new: Any, columns: Sequence[str]) -> list[Row]:
        """The differing cells of two records."""
        found: list[Row] = []
        for column in columns:
            texts = getattr(old, column), getattr(new, column)
            found += self.cell(column_name(table, column), table, column, old, new, texts)
        return found

    def whole(self, field: str, table: str, record: Any, text: str, kind: str) -> Row:
        """A record that only one side has."""
        key = CellKey(table, record.id, "") if record.id else None
        return self.row(
            field, *(("", text) if kind == NEW else (text, "")), kind, (key, None) if kind == GONE else (None, key)
        )


def or_same(where: Where, found: list[Row]) -> list[Row]:
    """The differences of a record, or the row that says that it has none."""
    return found or [where.row("", "", "", SAME)]


def match(
    before: Sequence[Any], after: Sequence[Any], keys: Sequence[Callable[[Any], object]]
) -> list[tuple[Any, Any]]:
    """Records of two lists that are one: of one id, else of one key, the surest key first; None where a side has none.

    In the order of `after`; then what only `before` has. A blank key says nothing.
    """
    left, right = list(before), list(after)
    partner: dict[int, Any] = {}
    for key in (lambda record: record.id, *keys):
        pool: dict[object, list[Any]] = {}
        for record in left:
            pool.setdefault(key(record), []).append(record)
        for record in right:
            found = pool.get(key(record)) if key(record) else None
            if found:
                partner[id(record)] = found.pop(0)
        taken = {id(record) for record in partner.values()}
        left = [record for record in left if id(record) not in taken]
        right = [record for record in right if id(record) not in partner]
    return [(partner.get(id(record)), record) for record in after] + [(record, None) for record in left]


def rows_of(where: Where, rows: RowSet, label: Callable[[Any, int], str]) -> list[Row]:
    """The differences of two lists that stand in one record; `label` calls a row by itself and its number."""
    found: list[Row] = []
    for old, new, number, texts in paired(rows):
        if old is None or new is None:
            record = new if old is None else old
            said = zip(texts[old is None], rows.columns, strict=True)
            text = short([text for text, column in said if column not in VALUE_PARTS])
            found.append(where.whole(label(record, number), rows.table, record, text, NEW if old is None else GONE))
        else:
            found += cells_of(where, rows, old, new, texts, label(new, number))
    return found


Texts = tuple[tuple[str, ...], tuple[str, ...]]


def paired(rows: RowSet) -> Iterator[tuple[Any, Any, int, Texts]]:
    """Both records of each pair, None where a side has none, the number in its list, and the texts of both."""
    mine, theirs = compare.ids_and_texts(rows, rows.mine), compare.ids_and_texts(rows, rows.theirs)
    blank = ("",) * len(rows.columns)
    for m, t in compare.pair_rows(rows, mine, theirs, lambda _: None):
        texts = (blank if m is None else mine[m][1], blank if t is None else theirs[t][1])
        old, new = None if m is None else rows.mine[m], None if t is None else rows.theirs[t]
        yield old, new, (t if t is not None else m) or 0, texts


def cells_of(where: Where, rows: RowSet, old: Any, new: Any, texts: Texts, label: str = "") -> list[Row]:
    """The differing cells of two rows; the parts of a value only where the value as printed is the same."""
    found: list[Row] = []
    if texts[0] == texts[1]:
        return found
    values = dict(zip(rows.columns, zip(*texts, strict=True), strict=True))
    whole = "value" in values and values["value"][0] != values["value"][1]
    for c, (column, (before, after)) in enumerate(values.items()):
        if before == after or (column in VALUE_PARTS and whole):
            continue
        head = column_name(rows.table, column) or (rows.heads[c] if c < len(rows.heads) else f"第{c + 1}栏")
        field = " · ".join(filter(None, (label, head if len(values) > 1 or not label else "")))
        found += where.cell(field, rows.table, column, old, new, (before, after))
    return found
