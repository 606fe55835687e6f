"""What differs between two books of one department, cell by cell: two stages, two years, a stage and what is there now.

Records are the same by their id, else by what they are called (a project by unit and code, then by its name without
the year). Unlike an import, a blank cell says something here: a text that was taken out is a difference.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from desktop_app.actions import own_parts, part_items, reading, table_columns
from desktop_app.actions.alike import said
from desktop_app.actions.compare import RowSet, short
from desktop_app.actions.difference_rows import (
    GONE,
    NEW,
    SAME,
    VALUE_PARTS,
    Row,
    Where,
    cells_of,
    match,
    or_same,
    paired,
    rows_of,
)
from desktop_app.actions.progress import Progress, untold
from desktop_app.actions.project_differences import projects
from desktop_app.domain import years
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetTable, Section
from desktop_app.domain.model import Book
from desktop_app.storage.rows import texts_of
from desktop_app.storage.schema import TABLES

DEPARTMENT, UNITS, ORGANISATION, TEXTS, BUDGETS, PURCHASES, ASSETS, GLOSSARY, FACTS = (
    "部门", "单位", "机构设置", "文字", "预算公开表", "政府采购", "资产", "名词解释", "手工填的数",
)  # fmt: skip


def differences(before: Book, after: Book, report: Progress = untold) -> list[Row]:
    """Every differing cell and record, part by part in the order of a document, with a row for each record that is
    the same on both sides."""
    return [
        *_department(before, after),
        *_units(before, after),
        *_lists(before, after, ORGANISATION, ("organisation",)),
        *_sections(before, after),
        *projects(before, after, report),
        *_tables(before, after),
        *_lists(before, after, PURCHASES, ("purchase", "purchase_total")),
        *_assets(before, after),
        *_lists(before, after, GLOSSARY, ("term",)),
        *_lists(before, after, FACTS, ("fact",)),
    ]


def changes_only(rows: Sequence[Row]) -> list[Row]:
    """The rows that say a difference."""
    return [row for row in rows if row.kind != SAME]


def _department(before: Book, after: Book) -> list[Row]:
    where = Where(DEPARTMENT, after.department_name or before.department_name)
    found = where.cell("部门编码", "department", "code", before, after, (before.department_code, after.department_code))
    found += where.cell(
        "部门名称", "department", "name", before, after, (before.department_name, after.department_name)
    )
    found += where.cell("指标框架", "department", "frame", before, after, (before.frame, after.frame))
    return or_same(where, found)


def _units(before: Book, after: Book) -> list[Row]:
    found: list[Row] = []
    keys = (
        lambda unit: unit.code,
        lambda unit: said(unit.name),
        lambda unit: "" if unit.name or unit.code else "未标明",
    )
    for old, new in match(before.units, after.units, keys):
        where = Where(UNITS, reading.unit_label((new or old).code, (new or old).name))
        if old is None or new is None:
            found.append(where.whole("", "unit", new or old, where.record, GONE if new is None else NEW))
            continue
        cells = where.cell("单位编码", "unit", "code", old, new, (old.code, new.code))
        cells += where.cell("单位名称", "unit", "name", old, new, (old.name, new.name))
        found += or_same(where, cells)
    return found


_LABELS: dict[str, Callable[[Any], str]] = {
    "organisation": lambda record: record.name,
    "purchase": lambda record: " ".join(filter(None, (record.project, record.item))),
    "purchase_total": lambda record: record.label,
    "term": lambda record: record.term,
    "fact": lambda record: " ".join(filter(None, (record.owner, record.name))),
}
_ATTRIBUTES = {
    "organisation": "organisation", "purchase": "purchases", "purchase_total": "purchase_totals", "term": "glossary",
    "fact": "facts",
}  # fmt: skip
_NAMES: dict[str, Any] = {table: names for _, _, lists in part_items.LISTS for _, _, table, names in lists}


def _lists(before: Book, after: Book, part: str, tables: Sequence[str]) -> Iterator[Row]:
    """The differences of lists whose rows are records of their own."""
    for table in tables:
        mine, theirs = (getattr(book, _ATTRIBUTES[table]) for book in (before, after))
        rows = RowSet(table, "", "", mine, theirs, TABLES[table].texts, _NAMES[table], str,
                      like=("item", "owner", "project") if table == "purchase" else ())  # fmt: skip
        yield from _records(part, rows)


def _records(part: str, rows: RowSet) -> Iterator[Row]:
    for old, new, number, texts in paired(rows):
        record = new if new is not None else old
        where = Where(part, _LABELS[rows.table](record) or f"第{number + 1}行")
        if old is None or new is None:
            yield where.whole("", rows.table, record, short(texts[old is None]), NEW if old is None else GONE)
        else:
            yield from or_same(where, cells_of(where, rows, old, new, texts))


def _sections(before: Book, after: Book) -> Iterator[Row]:
    called = own_parts.names_of_owners(before, after)
    keys = (
        lambda s: said(s.heading) and (called(s.owner), said(s.heading)),
        lambda s: (called(s.owner), years.without_years(said(s.heading)) or "-"),
    )
    for old, new in match(before.sections, after.sections, keys):
        section = new or old
        owner = f"（{section.owner}）" if section.owner else ""
        where = Where(TEXTS, (section.heading or "（无标题的文字）") + owner)
        if old is None or new is None:
            yield where.whole("", "section", section, section.text, NEW if old is None else GONE)
            continue
        found = where.cells("section", old, new, ("heading", "text"))
        yield from or_same(where, found + _goals(where, old, new))


def _goals(where: Where, old: Section, new: Section) -> list[Row]:
    rows = RowSet("department_goal", "", "", old.goals, new.goals, ("duty", "text"), (("text",), ("duty",)), str,
                  in_order=True)  # fmt: skip
    found = rows_of(where, rows, lambda goal, i: f"分项目标{i + 1}")
    for mine, theirs, number, _ in paired(rows):
        if mine is None or theirs is None:
            continue
        below = RowSet("goal_indicator", "", "", mine.indicators, theirs.indicators, ("name", "value", *VALUE_PARTS),
                       (("name",),), str, like=("name",))  # fmt: skip
        found += rows_of(where, below, partial(_goal_indicator, number))
    return found


def _goal_indicator(goal: int, row: Any, number: int) -> str:
    return f"分项目标{goal + 1} {row.name or f'指标{number + 1}'}"


def table_label(table: BudgetTable) -> str:
    """How a budget table is called in a list of differences."""
    return f"表{table.no} {table.name}" + (f"（{table.owner}）" if table.owner else "")


def _tables(before: Book, after: Book) -> Iterator[Row]:
    for old, new in match(before.tables, after.tables, (part_items.table_key,)):
        table = new or old
        where = Where(BUDGETS, table_label(table))
        if old is None or new is None:
            yield where.whole("", "budget_table", table, f"{len(table.rows)} 行", NEW if old is None else GONE)
            continue
        found: list[Row] = []
        for column, name in (("name", "表名"), ("measure", "金额单位"), ("note", "附注")):
            found += where.cell(name, "budget_table", column, old, new, (getattr(old, column), getattr(new, column)))
        yield from or_same(where, found + _tablerows_of(where, old, new))


def _tablerows_of(where: Where, old: BudgetTable, new: BudgetTable) -> list[Row]:
    """The differences of columns and cells; columns of two years are one by their heads without the year."""
    heads = " | ".join(old.columns), " | ".join(new.columns)
    found = where.cell("栏目", "budget_table", "columns", old, new, heads)
    mine, theirs, columns = table_columns.aligned(old, new)
    shown = theirs if theirs.rows else mine
    names = part_items.row_names(shown)
    rows = RowSet(
        "budget_row", "", "", mine.rows, theirs.rows, table_columns.names(columns), names, str, tuple(shown.columns)
    )
    label = names[0] if names else ()
    back = table_columns.back(columns)

    def called(row: Any, number: int) -> str:
        texts = texts_of("budget_row", row)
        return " ".join(filter(None, (texts.get(c, "").strip() for c in label))) or f"第{number + 1}行"

    for row in rows_of(where, rows, called):
        keys = tuple(
            CellKey(key.table, key.row, back[side].get(key.column, "")) if key and key.column else key
            for side, key in enumerate(row.keys)
        )
        found.append(
            Row(row.part, row.record, row.field, row.before, row.after, row.kind, (keys[0], keys[1]), row.projects)
        )
    return found


def _assets(before: Book, after: Book) -> Iterator[Row]:
    for old, new in match(before.assets, after.assets, (lambda block: said(block.unit) or "-",)):
        block = new or old
        where = Where(ASSETS, f"固定资产 {block.unit}".strip())
        if old is None or new is None:
            yield where.whole("", "asset_block", block, f"{len(block.rows)} 行", NEW if old is None else GONE)
            continue
        found = where.cells("asset_block", old, new, ("unit", "date"))
        rows = RowSet("asset_row", "", "", old.rows, new.rows, TABLES["asset_row"].texts, (("item",),), str)
        yield from or_same(where, found + rows_of(where, rows, lambda row, i: row.item or f"第{i + 1}行"))
