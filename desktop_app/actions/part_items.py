"""The parts of a book beside its projects as items of an import plan."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from desktop_app.actions import own_parts
from desktop_app.actions import plan as p
from desktop_app.actions.alike import said
from desktop_app.actions.compare import Comparison, RowSet, compare_fields, compare_rows
from desktop_app.actions.plan import PartItem
from desktop_app.actions.trails import Trails
from desktop_app.domain.disclosed import AssetBlock, BudgetTable, Section
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Review
from desktop_app.storage.rows import KINDS
from desktop_app.storage.schema import BUDGET_COLUMNS, TABLES

Compared = Callable[[], Comparison]
Begun = tuple[PartItem, Any, Compared | None]
"""An item, the workspace's record of it (a head, a list, None), and how to compare them."""

_AMOUNT = re.compile(r"-?[\d,]+\.\d+|0|[-—]*")
_COUNTED = ("序号", "行次", "栏次")
TABLE_OF: dict[type[Any], str] = {kind: table for table, kind in KINDS.items()}
_OTHER_COLUMNS = "栏目与工作簿里的不同，没有逐格比较；选“导入”就整张换成文件里的"

# the flat lists of a book: part, name with the count, and for each list its attribute, table and names of rows
LISTS = (
    (p.ORGANISATION, "机构设置 {} 行", (("organisation", "organisation", "organisation", (("name",),)),)),
    (p.PROCUREMENT, "政府采购 {} 行", (
        ("purchases", "procurement", "purchase", (
            ("owner", "project", "item", "catalog_code"), ("owner", "project", "item"),
        )),
        ("purchase_totals", "procurement_totals", "purchase_total", (("label",),)),
    )),
    (p.GLOSSARY, "名词解释 {} 条", (("glossary", "glossary", "term", (("term",),)),)),
    (p.FACTS, "填写的数字和原因 {} 条", (("facts", "facts", "fact", (("owner", "name"),)),)),
)  # fmt: skip


def begin(mine: Book, theirs: Book, trails: Trails) -> list[Begun]:
    """The parts of what comes in, in the order of a document, each beside the workspace's record of it."""
    found = [_list_item(mine, theirs, trails, *entry) for entry in LISTS[:1] if getattr(theirs, entry[2][0][0])]
    found += _sections(mine, theirs, trails)
    found += _tables(mine, theirs, trails)
    for entry in LISTS[1:]:
        if any(getattr(theirs, attribute) for attribute, *_ in entry[2]):
            item = _list_item(mine, theirs, trails, *entry)
            found.append(item)
        if entry[0] == p.PROCUREMENT:
            found += _assets(mine, theirs, trails)
    return found


def _list_item(
    mine: Book, theirs: Book, trails: Trails, part: str, name: str, lists: Sequence[tuple[str, str, str, Any]]
) -> Begun:
    first = getattr(theirs, lists[0][0])
    records = [record for attribute, *_ in lists for record in getattr(theirs, attribute)]
    item = PartItem(part=part, name=name.format(len(first)), book=theirs, rows=len(first), records=records)
    owners = {said(record.owner) for record in first if hasattr(record, "owner")}

    def compared() -> Comparison:
        found = Comparison()
        for attribute, prefix, table, names in lists:
            owned = table in ("purchase", "fact")
            scope = (lambda record: said(record.owner) in owners) if owned else (lambda record: True)
            rows = RowSet(table, prefix, mine.id, getattr(mine, attribute), getattr(theirs, attribute),
                          TABLES[table].texts, names, lambda i: f"第{i + 1}行", scope=scope,
                          like=("item", "owner", "project") if table == "purchase" else ())  # fmt: skip
            compare_rows(found, rows, trails)
        return found

    known = any(getattr(mine, name) or trails.left_out(table, mine.id) for name, _, table, _ in lists)
    return item, mine if known else None, compared if known else None


def _sections(mine: Book, theirs: Book, trails: Trails) -> list[Begun]:
    called = own_parts.names_of_owners(mine, theirs)
    here = {section.id: called(section.owner) for section in mine.sections}
    for section in theirs.sections:
        if here.get(section.id, called(section.owner)) != called(section.owner):
            section.id = ""  # two copies of one file were filled in by two units: the one's text is never the other's
    key = lambda section: (said(section.heading), called(section.owner))  # noqa: E731
    found: list[Begun] = []
    for i, (old, new) in enumerate(_match("section", mine.sections, theirs.sections, key, trails)):
        name = (new.heading or "（无标题的文字）") + (f"（{new.owner}）" if new.owner else "")
        item = PartItem(part=p.SECTION, name=name, book=theirs, rows=1, head=new, records=[new])
        found.append((item, old, partial(_compare_section, old, new, i) if old else None))
    return found


def _compare_section(mine: Section, theirs: Section, index: int) -> Comparison:
    found = Comparison()
    compare_fields(found, "section", mine, theirs, ("heading", "text"), f"sections[{index}]")
    return found


def _tables(mine: Book, theirs: Book, trails: Trails) -> list[Begun]:
    matches = _match("budget_table", mine.tables, theirs.tables, table_key, trails)
    found: list[Begun] = []
    for old, new in matches:
        owner = f"（{new.owner}）" if new.owner else ""
        item = PartItem(
            part=p.TABLE, name=f"T{new.no} {new.name}{owner}", book=theirs, rows=len(new.rows), head=new,
            records=list(new.rows),
        )  # fmt: skip
        if old and len(old.columns) != len(new.columns):
            item.note, item.accept, item.kind, item.replaces = _OTHER_COLUMNS, False, p.CONFLICT, True
            new.id = old.id
            found.append((item, None, None))
        else:
            found.append((item, old, partial(_compare_table, old, new, trails) if old else None))
    return found


def table_key(table: BudgetTable) -> tuple[object, ...]:
    """What two versions of one budget table have in common."""
    return table.no, said(table.owner), "" if table.no else said(table.name)


def _compare_table(mine: BudgetTable, theirs: BudgetTable, trails: Trails) -> Comparison:
    found = Comparison()
    prefix = f"budget_tables[{theirs.no}]"
    compare_fields(found, "budget_table", mine, theirs, ("name", "measure", "note"), prefix)
    columns = BUDGET_COLUMNS[: len(theirs.columns)]
    rows = RowSet("budget_row", f"{prefix}.rows", mine.id, mine.rows, theirs.rows, columns,
                  row_names(theirs), lambda i: f"第{i + 1}行", tuple(theirs.columns))  # fmt: skip
    compare_rows(found, rows, trails)
    return found


def row_names(table: BudgetTable) -> tuple[tuple[str, ...], ...]:
    """The columns by which the rows of a budget table are called: those that hold words or codes, not amounts."""
    named = []
    for i, head in enumerate(table.columns):
        cells = [row.cells[i].strip() for row in table.rows if i < len(row.cells)]
        amounts = sum(_AMOUNT.fullmatch(cell) is not None for cell in cells)
        if said(head) not in _COUNTED and cells and 2 * amounts < len(cells) + sum(not cell for cell in cells):
            named.append(BUDGET_COLUMNS[i])
    return (tuple(named), *((name,) for name in named)) if len(named) > 1 else (tuple(named),) if named else ()


def _assets(mine: Book, theirs: Book, trails: Trails) -> list[Begun]:
    matches = _match("asset_block", mine.assets, theirs.assets, lambda block: said(block.unit), trails)
    found: list[Begun] = []
    for i, (old, new) in enumerate(matches):
        name = f"固定资产 {new.unit}".strip()
        item = PartItem(part=p.ASSETS, name=name, book=theirs, rows=len(new.rows), head=new, records=list(new.rows))
        found.append((item, old, partial(_compare_assets, old, new, i, trails) if old else None))
    return found


def _compare_assets(mine: AssetBlock, theirs: AssetBlock, index: int, trails: Trails) -> Comparison:
    found = Comparison()
    compare_fields(found, "asset_block", mine, theirs, ("unit", "date"), f"assets[{index}]")
    rows = RowSet("asset_row", f"assets[{index}].rows", mine.id, mine.rows, theirs.rows,
                  TABLES["asset_row"].texts, (("item",),), lambda i: f"第{i + 1}行")  # fmt: skip
    compare_rows(found, rows, trails)
    return found


def _match(
    table: str, mine: Sequence[Any], theirs: Sequence[Any], key: Callable[[Any], object], trails: Trails
) -> list[tuple[Any, Any]]:
    """Each record that comes in with the workspace's: of its id, else of its key (as it is or was read), in order."""
    left = {record.id: record for record in mine}
    by_id = {record.id: left.pop(record.id) for record in theirs if record.id in left}
    pool: dict[object, list[Any]] = {}
    for record in left.values():
        for called in dict.fromkeys((key(record), key(trails.record_as_read(table, record)))):
            pool.setdefault(called, []).append(record)
    pairs = []
    for record in theirs:
        match = by_id.get(record.id)
        if match is None:
            match = next((m for m in pool.get(key(record), ()) if m.id in left), None)
            left.pop(match.id if match is not None else "", None)
        pairs.append((match, record))
    return pairs


def fit_tables(book: Book) -> None:
    """Make every row of a budget table as wide as its columns; what the workspace has no room for is flagged."""
    for table in book.tables:
        width = max([len(table.columns), *(len(row.cells) for row in table.rows)])
        if width > len(BUDGET_COLUMNS):
            reason = f"这张表有 {width} 栏，只保存前 {len(BUDGET_COLUMNS)} 栏"
            book.review.append(Review(f"budget_tables[{table.no}]", reason, table.lines))
            width = len(BUDGET_COLUMNS)
        table.columns = (table.columns + [""] * width)[:width]
        for row in table.rows:
            row.cells = (row.cells + [""] * width)[:width]
