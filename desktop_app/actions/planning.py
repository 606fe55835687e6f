"""What an import would do: every book beside the workspace, and beside the books of the same import before it."""

from collections.abc import Callable
from copy import copy, deepcopy
from functools import partial
from typing import Any

from desktop_app.actions import asking, belonging, compare, matching, part_items, reading
from desktop_app.actions.alike import said
from desktop_app.actions.ground import Ground
from desktop_app.actions.plan import (
    ASSETS,
    CHANGED,
    CONFLICT,
    SAME,
    SECTION,
    TABLE,
    BookPlan,
    Flag,
    ImportPlan,
    Item,
    PartItem,
    PlanItem,
)
from desktop_app.actions.trails import Trails
from desktop_app.domain import fields
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.domain.traces import Review
from desktop_app.storage import queries, rows
from desktop_app.storage.journal import new_id
from desktop_app.storage.store import Store

_TWICE = "本次导入的“{}”里也有"
_LEFT_OUT = "上次核对时略过了"
# the part that a path of a whole list belongs to
_HEADS = {
    "organisation": "organisation", "procurement": "procurement", "procurement_totals": "procurement",
    "assets": "assets", "glossary": "glossary", "facts": "facts",
}  # fmt: skip


def plan_import(
    store: Store | None,
    sources: list[Book],
    year: int | None = None,
    department: str | None = None,
    *,
    package: bool = False,
) -> ImportPlan:
    """Compare what was read with the workspace (None: a new one). Writes nothing.

    `package`: the sources are the books of a U盘包, and what an earlier one brought is not guarded from them.

    `year` and `department` win over what the documents say. Raises UnknownYear or UnknownDepartment where neither
    they nor the workspace tell, UserError where the year is none.
    """
    known, units = (queries.departments(store), queries.units(store)) if store else ([], [])
    for book in sources:
        belonging.settle(book, known, units, year, department, _before(store, sources, book))
        part_items.fit_tables(book)
    trails, grounds = Trails(store, package), list[Ground]()
    plans = []
    for book in sources:
        ground = next((g for g in grounds if matching.same_department(_department(g.book), _department(book))), None)
        if ground is None:
            here = department_id(store, book)
            mine = reading.load_book(store, here) if store and here else _blank(book)
            ground = Ground(mine, trails)
            grounds.append(ground)
        plan = _plan_book(ground, book)
        plans.append(plan)
        if book is not sources[-1]:
            ground.grow(plan)
    return ImportPlan(plans)


def _before(store: Store | None, sources: list[Book], book: Book) -> dict[str, Any] | None:
    """The one department that the same file was imported into before; None where the file is of several."""
    if store is None or sum((one.file, one.sha256) == (book.file, book.sha256) for one in sources) > 1:
        return None
    found = queries.departments_of_file(store, book.sha256)
    return found[0] if len(found) == 1 else None


def _blank(book: Book) -> Book:
    return Book(year=book.year, department_code=book.department_code, department_name=book.department_name)


def _department(book: Book) -> tuple[int | None, str, str]:
    return book.year, book.department_code, book.department_name


def department_id(store: Store | None, book: Book) -> str:
    """The id of the workspace's department that the book is of, "" where it is new (design section 2)."""
    for d in queries.departments(store) if store else []:
        if matching.same_department((d["year"], d["code"], d["name"]), _department(book)):
            return str(d["id"])
    return ""


def _plan_book(ground: Ground, book: Book) -> BookPlan:
    plan = BookPlan(book, ground.book.id, follows=ground.first)
    for (mine, why), theirs in zip(_matched(ground, book), book.projects, strict=True):
        plan.items.append(_project_item(ground, book, plan, mine, theirs, why))
    for item, old, compared in part_items.begin(ground.book, book, ground.trails):
        plan.parts.append(item)
        if old is not None and compared is not None:
            _compare_with(item, compared, ground, old.id if item.head is not None else item.part)
            if item.head is not None:
                item.head.id = old.id
        elif not item.replaces:
            _leave_out_dropped(item, ground)
            _claim_part(item, ground.trails)
    _flag(plan)
    _leave_out_settled(ground, plan)
    return plan


def _leave_out_dropped(item: PartItem, ground: Ground) -> None:
    """A section that a person took out of an earlier import comes in only when told."""
    texts = rows.texts_of("section", item.head) if item.part == SECTION else {}
    if texts and texts in ground.trails.left_out("section", ground.book.id):
        item.accept, item.note = False, _LEFT_OUT


def _matched(ground: Ground, book: Book) -> list[tuple[Project | None, str]]:
    return matching.match_projects(ground.book, book.projects, partial(ground.trails.record_as_read, "project"))


def _project_item(
    ground: Ground, book: Book, plan: BookPlan, mine: Project | None, theirs: Project, why: str
) -> PlanItem:
    label = reading.unit_label(theirs.unit_code, theirs.unit_name)
    name = theirs.name or theirs.title or theirs.code
    item = PlanItem(part="project", name=name, book=book, rows=len(theirs.indicators), project=theirs, unit_label=label)
    if mine is not None and mine.id in ground.brought and not (theirs.code or theirs.name):
        trial = compare.compare(deepcopy(mine), deepcopy(theirs), ground.trails)
        mine = mine if trial.same else None  # two projects without code and name are one only where all is the same
    if mine is None:
        _claim_project(ground, plan, theirs)
        return item
    _compare_with(item, partial(compare.compare, mine, theirs, ground.trails), ground, mine.id)
    theirs.id, theirs.unit_id = mine.id, mine.unit_id
    if why:
        item.note = item.note or why
        review = Review("code", why, theirs.lines)
        item.flags.append(Flag(book, item, review, theirs.code, always=True, read=theirs.code))
        if why == matching.MINE_RIGHT:
            item.keep |= {d.key for d in item.differences if d.key.column == "code"}
    return item


def _compare_with(item: Item, compared: Callable[[], compare.Comparison], ground: Ground, mine_id: str) -> None:
    """Compare an item with what stands here; the item remembers how, for after a correction."""
    item.follows = ground.brought.get(mine_id)
    item.again = partial(_judge, item, compared, copy(ground))
    item.again()
    if item.follows is not None:
        item.note = _TWICE.format(item.follows.book.file)


def _judge(item: Item, compared: Callable[[], compare.Comparison], ground: Ground) -> None:
    """Compare, and keep what was decided before about the differences and rows that are still there."""
    known = {d.key for d in item.differences}
    kept = item.keep
    chosen = {(row.table, row.record.id): row.add for row in item.new_rows}
    removed = {row.row for row in item.missing if row.remove}
    item.comparison = found = compared()
    # what the file gave and a person corrected, is no news
    found.differences = [
        d for d in found.differences if said(ground.trails.as_read(d.key, d.mine)) != said(d.theirs) or _told(item, d)
    ]
    found.missing = [row for row in found.missing if row.row not in ground.fresh_rows]
    item.edited = [d for d in found.differences if ground.disputed(d.key, d.mine) or _takes_mark_away(d)]
    item.keep = {d.key for d in found.differences if d.key in kept}
    item.keep |= {d.key for d in item.edited if d.key not in known}
    for row in found.new:
        row.add = chosen.get((row.table, row.record.id), row.add)
    for missing in found.missing:
        missing.remove = missing.row in removed
    doubtful = bool(item.edited) or any(row.removed_here for row in found.new)
    item.kind = SAME if found.same else CONFLICT if doubtful else CHANGED


def _takes_mark_away(difference: compare.Difference) -> bool:
    """Whether what comes in would make a secret project public: no source does that, only a person."""
    marked = (difference.key.table, difference.key.column) == ("project", "secret")
    return marked and Project(secret=difference.mine).is_secret and not Project(secret=difference.theirs).is_secret


def _told(item: Item, difference: compare.Difference) -> bool:
    """Whether a person just wrote the text that comes in."""
    return any(
        spot.record.id == difference.key.row and spot.cell == difference.key.column
        for spot, _ in item.corrected.values()
    )


def _claim_project(ground: Ground, plan: BookPlan, project: Project) -> None:
    """Give a new project, its rows and, where it is new too, its unit the ids that they will have."""
    _claim("project", project, ground.trails)
    for table, records in (("goal", project.goals), ("indicator", project.indicators)):
        for record in records:
            _claim(table, record, ground.trails)
    unit = matching.find_unit([*ground.book.units, *plan.units], project)
    if unit is None:
        unit = Unit(project.unit_code, project.unit_name, project.unit_id)
        _claim("unit", unit, ground.trails)
        plan.units.append(unit)
    project.unit_id = unit.id


def _claim_part(item: PartItem, trails: Trails) -> None:
    tables = {TABLE: ("budget_table", "budget_row"), ASSETS: ("asset_block", "asset_row")}
    if item.part in tables:
        head, rows = tables[item.part]
        _claim(head, item.head, trails)
        for record in item.records:
            _claim(rows, record, trails)
        return
    for record in item.records:
        _claim(part_items.TABLE_OF[type(record)], record, trails)


def _claim(table: str, record: Any, trails: Trails) -> None:
    """An id of its own for a record; that which a package brings stays where nothing here has it."""
    if not record.id or trails.taken(table, record.id) or not trails.claim(record.id):
        record.id = new_id()
        trails.claim(record.id)


def _flag(plan: BookPlan) -> None:
    """Give every review of the book to the item that it is about."""
    for item in plan.items:
        item.flags[:0] = [_made(plan.book, item, review, item.project) for review in item.project.review]
    heads = {id(record): item for item in plan.parts for record in (item.head, *item.records) if record is not None}
    for review in plan.book.review:
        spot = fields.find(plan.book, review.path, review.lines)
        part = heads.get(id(spot.record)) if spot else None
        if part is None:  # about the whole of a list
            name = _HEADS.get(review.path.partition("[")[0], "")
            alike = [i for i in plan.parts if i.part == name]
            part = alike[0] if len(alike) == 1 else None
        (part.flags if part else plan.flags).append(_made(plan.book, part, review, plan.book))


def _made(book: Book, item: Item | None, review: Review, owner: Project | Book) -> Flag:
    spot = fields.find(owner, review.path, review.lines)
    return Flag(book, item, review, spot.text if spot else None, read=asking.read_text(spot, review, book.sha256))


def _leave_out_settled(ground: Ground, plan: BookPlan) -> None:
    """Leave out the flags that a person settled in an earlier import, and those on the whole that are open here."""

    def news(flag: Flag) -> bool:
        record_id, column = asking.where(flag, plan.department_id)
        whole = flag.value is None and (record_id, column, flag.reason) in ground.trails.open
        same = flag.item is None and (record_id, column, flag.reason) in ground.trails.open
        return not (whole or same or ground.trails.is_settled(record_id, column, flag.read))

    for holder in plan.holders:
        holder.flags[:] = [flag for flag in holder.flags if news(flag)]
