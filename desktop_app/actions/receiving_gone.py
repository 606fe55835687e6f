"""What a package no longer says: fields that are blank there by now, rows and projects that are gone there.

A blank field of a file says nothing, but a package is the other side's whole record: where an import or a package
brought a text and the newest package has none, somebody there took it away. What was written here alone is no
difference: nobody there ever had it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop_app.actions import compare, reading
from desktop_app.actions import plan as p
from desktop_app.actions.alike import said
from desktop_app.actions.compare import Difference, MissingRow
from desktop_app.actions.labels import COLUMN_NAMES, column_name
from desktop_app.actions.matching import find_unit
from desktop_app.actions.plan import ImportPlan, Item, PartItem, PlanItem
from desktop_app.actions.trails import Trails
from desktop_app.domain import fields
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Project, Unit
from desktop_app.storage import queries, rows
from desktop_app.storage.journal import Operation
from desktop_app.storage.schema import BUDGET_COLUMNS, TABLES
from desktop_app.storage.store import Store

BLANK, NO_ROW, NO_PROJECT = "（空白）", "（对方没有这一行）", "（对方没有这个项目）"
_TITLES = {"goal": "绩效目标{}", "indicator": "指标{}"}
_ROWS = "第{}行"
_OF = {"indicator": compare.INDICATOR, "goal": ("text",), "section": ("heading", "text"),
       "budget_table": ("name", "measure", "note"), "asset_block": ("date",)}  # fmt: skip
_NOT_TEXTS = ("secret", "needs_form")
_SUMS = "purchase_total"  # printed sums stay away from a package with every purchase that must not travel


@dataclass(slots=True, eq=False)
class GoneProject:
    """A project here that a package of its unit lacks; it stays unless `remove`."""

    id: str
    unit: str
    name: str
    indicators: int
    edited: bool
    remove: bool = False

    def choose(self, theirs: bool) -> None:
        """Remove it, or let it stay."""
        self.remove = theirs

    def write(self, operation: Operation) -> None:
        """Take it out."""
        operation.delete("project", self.id)


def projects(store: Store, plan: ImportPlan, trails: Trails) -> list[GoneProject]:
    """The projects here that came from elsewhere, and that the package of their unit lacks.

    None where the package has a secret project that is new here: a stub may stand for any of them.
    """
    known = {item.project.id for item in plan.items}
    if any(item.kind == p.NEW and item.project.is_secret for item in plan.items):
        return []
    units = {unit_id for book_plan in plan.book_plans for unit_id in _units(store, book_plan)}
    nodes = [unit for year in reading.tree(store) for department in year.children for unit in department.children]
    found = []
    for unit in (unit for unit in nodes if unit.id in units):
        for node in (node for node in unit.children if node.id not in known):
            trail = trails.of("project", node.id)
            row = queries.row(store, "project", node.id) or {}
            if trail.known and not trail.born_by_hand and not Project(secret=str(row.get("secret") or "")).is_secret:
                gone = GoneProject(node.id, unit.label, node.label, node.indicators, bool(trail.by_hand))
                found.append(gone)
    return found


def _units(store: Store, plan: p.BookPlan) -> Iterator[str]:
    """The units here that a book brings."""
    here = [
        Unit(u["code"], u["name"], u["id"]) for u in queries.units(store) if u["department_id"] == plan.department_id
    ]
    for unit in plan.book.units:
        mine = find_unit(here, Project(unit_code=unit.code, unit_name=unit.name, unit_id=unit.id))
        if mine is not None:
            yield mine.id


def add(store: Store, item: Item, trails: Trails) -> None:
    """Add to the differences of an item the fields that are blank in the package by now."""
    if item.comparison is None or _hidden(item):
        return
    found = [difference for record in _records(item) for difference in _blank(store, trails, item, record)]
    known = {difference.key for difference in item.differences}
    item.comparison.differences += [difference for difference in found if difference.key not in known]
    item.edited += [difference for difference in found if trails.by_hand(difference.key)]
    if item.kind == p.SAME and (found or listed(item, trails)):
        item.kind = p.CHANGED


def listed(item: Item, trails: Trails) -> list[MissingRow]:
    """The rows here that the package lacks and that did not begin here; each may be removed."""
    if _hidden(item):
        return []
    known = [(row, trails.of(row.table, row.row)) for row in item.missing if row.table != _SUMS]
    return [row for row, trail in known if trail.known and not trail.born_by_hand]


def whole_text(store: Store, row: MissingRow) -> str:
    """All that a missing row says."""
    here = queries.row(store, row.table, row.row) or {}
    columns = _OF.get(row.table, TABLES[row.table].texts)
    return " ".join(text for column in columns if (text := str(here.get(column) or "")))


def _hidden(item: Item) -> bool:
    """Whether the package leaves out of an item what is secret there: what is not in it may be there all the same."""
    if item.follows is not None or item.kind == p.NEW:
        return True
    if isinstance(item, PlanItem):
        return item.project.is_secret
    return item.part == p.HEADS or (item.part == p.PROCUREMENT and any(q.is_secret for q in item.book.projects))


def _records(item: Item) -> list[tuple[str, Any]]:
    """The records of an item with their tables."""
    if isinstance(item, PlanItem):
        project = item.project
        goals, indicators = [("goal", g) for g in project.goals], [("indicator", i) for i in project.indicators]
        return [("project", project), *goals, *indicators]
    assert isinstance(item, PartItem)
    owner = fields.paths(item.book)
    heads = [item.head] if item.head is not None and item.part != p.SECTION else []
    return [(owner[record.id][0], record) for record in (*heads, *item.records) if record.id in owner]


def _texts(table: str, record: Any) -> dict[str, str]:
    if not isinstance(record, Project):
        columns = BUDGET_COLUMNS if table == "budget_row" else _OF.get(table, TABLES[table].texts)
        return {column: text for column, text in rows.texts_of(table, record).items() if column in columns}
    heads = {name: getattr(record, name) for name in compare.HEAD if name not in _NOT_TEXTS}
    return heads | {f"plan_{i}": text for i, text in enumerate(record.plan, start=1)}


def _blank(store: Store, trails: Trails, item: Item, entry: tuple[str, Any]) -> list[Difference]:
    table, record = entry
    blank = [column for column, text in _texts(table, record).items() if not text.strip()]
    here = (queries.row(store, table, record.id) if blank else None) or {}
    found = []
    for column in blank if here else ():
        mine = str(here.get(column) or "")
        brought = trails.of(table, record.id).imported.get(column, "") if said(mine) else ""
        if said(brought):
            key = CellKey(table, record.id, column)
            found.append(Difference(key, _path(item, key), _label(store, item, key), mine, ""))
    return found


def _path(item: Item, key: CellKey) -> str:
    if key.table == "project":
        return f"plan[{int(key.column[5:]) - 1}]" if key.column.startswith("plan_") else key.column
    table, path = fields.paths(item.project if isinstance(item, PlanItem) else item.book)[key.row]
    return fields.path_of(table, path, key.column)


def _label(store: Store, item: Item, key: CellKey) -> str:
    """What the field is called, its row by its number here."""
    head: Any = getattr(item, "head", None)
    name = column_name(key.table, key.column) or COLUMN_NAMES.get(key.column, "")
    if key.table == "budget_row":
        at = int(key.column[1:]) - 1
        name = (head.columns[at] if at < len(head.columns) else "") or f"第{at + 1}栏"
    if key.table == "project" or (head is not None and key.row == head.id):
        return name
    ids = [row["id"] for row in queries.siblings(store, key.table, queries.parent_of(store, key.table, key.row))]
    title = _TITLES.get(key.table, _ROWS).format(ids.index(key.row) + 1)
    return title if key.table == "goal" else f"{title} {name}"
