"""Which form a budget table follows, and the form laid over the table's own columns.

Tables come from documents of many years and places: with or without 序号, with 小计 left out, with heads in other
words. A form is laid over a table by the heads of its columns, and whatever the table does not have is left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.forms import ColumnSum, TableForm
from desktop_app.domain.table_labels import fold_head

_MONEY = re.compile(r"(合计|小计|总计|数|金额|收入|支出|拨款|资金|经费|费|结转|结余|预算|财政|补助)$")
_NO_MONEY = re.compile(r"比例|比率|占比|增幅|%|备注|说明|代码|编码|名称|项目$")
_ANOTHER_YEAR = re.compile(r"上年(?!结转|结余)|增减|决算|执行")
_NUMBER = "序号"
_CODE_PARTS = ("类", "款", "项")  # a code printed in three columns


class _Head(NamedTuple):
    """The names of a column: of its whole head, of the last part of it; and the part before, as it is."""

    names: frozenset[str]
    last: frozenset[str]
    group: str


def form_for(table: BudgetTable, forms: Iterable[TableForm]) -> TableForm | None:
    """The form among `forms` that the table follows, laid over the table's columns; None where none fits.

    Forms of the table's number are compared by their heads. What is returned has the table's columns, and its sums and
    links are those that these columns allow.
    """
    best: TableForm | None = None
    most = 0
    columns = tuple(table.columns)
    for form in forms:
        if form.no != table.no:
            continue
        if columns == form.columns:
            return form
        for variant in (form, *form.variants):
            known = matched(variant, columns)
            found = sum(variant.kinds[column] == "amount" for column in known)
            if found > most and (fitted := fit(variant, columns)):
                best, most = fitted, found
    return best


def widened(form: TableForm, unit_tables: Iterable[BudgetTable]) -> TableForm:
    """The form with the columns of amounts that it has not and units' tables print, each where they print it."""
    columns = list(form.columns)
    for table in {tuple(table.columns): table for table in unit_tables}.values():
        fitted = form_for(table, [form])
        at = {there: form.columns[here] for here, there in matched(form, fitted.columns).items()} if fitted else {}
        behind = 0
        for there, kind in enumerate(fitted.kinds if fitted else ()):
            head = at.get(there, table.columns[there])
            known = [fold_head(column) for column in columns]
            if fold_head(head) in known:
                behind = known.index(fold_head(head)) + 1
            elif kind == "amount" and there not in at:
                columns.insert(behind, head)
                behind += 1
    return (fit(form, tuple(columns)) if len(columns) > len(form.columns) else None) or form


@lru_cache(256)
def fit(form: TableForm, columns: tuple[str, ...]) -> TableForm | None:
    """The form laid over these columns; None where a column of labels or all amounts are missing."""
    if columns == form.columns:
        return form
    at = matched(form, columns)
    keys = form.of_kind("code", "label")
    found = [i for i in keys if i in at]
    if not any(i in at for i in form.of_kind("amount")) or not found or (not form.keyed and len(found) < len(keys)):
        return None
    back = {there: here for here, there in at.items()}
    kinds = tuple(form.kinds[back[i]] if i in back else _kind(columns[i]) for i in range(len(columns)))
    strange = (columns[i] for i in range(len(columns)) if i not in back)
    return replace(
        form,
        columns=columns,
        kinds=kinds,
        rows=tuple(tuple(row[back[i]] if i in back else "" for i in range(len(columns))) for row in form.rows),
        sums=tuple(replace(s, label_column=at[s.label_column]) for s in form.sums if s.label_column in at),
        column_sums=tuple(
            ColumnSum(at[s.column], parts)
            for s in form.column_sums
            if s.column in at and (parts := _parts(s.parts, at, form))
        ),
        links=tuple(replace(link, column=at[link.column]) for link in form.links if link.column in at),
        clear=not any(_kind(head) == "amount" or not head for head in strange),
    )


def matched(form: TableForm, columns: Sequence[str]) -> dict[int, int]:
    """For each column of the form that the table has: where it stands there. Whole heads count before last parts."""
    found: dict[int, int] = {}
    free = {i: _head(column, form.heads) for i, column in enumerate(columns)}
    wanted = {i: _head(column, form.heads) for i, column in enumerate(form.columns)}
    for last_part in (False, True):
        for here, names in wanted.items():
            if here not in found:
                there = next((i for i, its in free.items() if _same(names, its, last_part)), None)
                if there is not None and (not last_part or _alone(here, there, wanted, free)):
                    found[here] = there
                    del free[there]
    return found


def _same(one: _Head, other: _Head, last_part: bool) -> bool:
    """Whether two heads mean the same, whole or by their last parts."""
    return bool(one.last & other.last if last_part else one.names & other.names)


def _alone(here: int, there: int, wanted: dict[int, _Head], free: dict[int, _Head]) -> bool:
    """Whether the last parts of two heads may be compared: no group on one side, or no other column like them."""
    one, other = wanted[here], free[there]
    if not one.group or not other.group:
        return True
    alike = [head for heads in (wanted, free) for head in heads.values() if head.last & one.last]
    return len(alike) == 2


@lru_cache(4096)
def _head(column: str, heads: tuple[tuple[str, ...], ...]) -> _Head:
    head = fold_head(column)
    group, _, last = head.rpartition("/")
    lasts = _all_names(last, heads)
    joined = {f"{above}/{below}" for above in _all_names(group, heads) for below in lasts} if group else set()
    return _Head(_all_names(head, heads) | joined, lasts, group)


def _all_names(name: str, heads: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset({name, *(other for group in heads if name in group for other in group)} - {""})


def _parts(parts: Iterable[int], at: dict[int, int], form: TableForm) -> tuple[int, ...]:
    """The parts of a sum as the table has them: for a subtotal that is left out its own parts."""
    found: list[int] = []
    for part in parts:
        if part in at:
            found.append(at[part])
        else:
            for below in (s.parts for s in form.column_sums if s.column == part):
                found += _parts(below, at, form)
    return tuple(found)


def _kind(head: str) -> str:
    """What a column that no form knows holds, by its head."""
    name = fold_head(head).rpartition("/")[2]
    if name == _NUMBER:
        return "number"
    if name in _CODE_PARTS:
        return "code"
    return (
        "amount" if _MONEY.search(name) and not _NO_MONEY.search(name) and not _ANOTHER_YEAR.search(head) else "other"
    )
