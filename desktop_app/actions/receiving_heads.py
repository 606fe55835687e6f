"""The department and the units of a package beside those of the workspace."""

from desktop_app.actions import plan as p
from desktop_app.actions import planning, reading
from desktop_app.actions.compare import Comparison, Difference, NewRow, differ
from desktop_app.actions.matching import find_unit
from desktop_app.actions.plan import BookPlan, PartItem, PlanItem
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.storage import queries
from desktop_app.storage.journal import new_id
from desktop_app.storage.store import Store


def forget_foreign_ids(store: Store, book: Book) -> None:
    """Ids that stand for something else here are made anew, so that a hostile package overwrites nothing."""
    department = planning.department_id(store, book)
    if any(d["id"] == book.id for d in queries.departments(store)):
        book.id = department
    elsewhere = {u["id"] for u in queries.units(store) if u["department_id"] != department}
    for project in book.projects:
        if project.unit_id in elsewhere:
            project.unit_id = ""
        here = queries.department_of(store, project.id)
        if here is not None and here["id"] != department:
            project.id = ""
    seen: set[str] = set()
    for unit in book.units:
        if unit.id in elsewhere or unit.id in seen:
            unit.id = ""
        seen.add(unit.id)


def heads(store: Store, plan: BookPlan) -> PartItem | None:
    """What a package says of its department and units, None where nothing of it is new or different.

    Units are those of the same id, code or name; one that only the package has is added, with or without projects.
    """
    if plan.follows is not None:
        return None  # an earlier book of the package makes the department
    found = Comparison()
    here = [
        Unit(u["code"], u["name"], u["id"]) for u in queries.units(store) if u["department_id"] == plan.department_id
    ]
    for row in queries.departments(store):
        if row["id"] == plan.department_id:
            book = plan.book
            for column, path, label, text in (
                ("code", "department.code", "部门编码", book.department_code),
                ("frame", "frame", "指标框架", book.frame),
                ("stage", "stage", "编报阶段", book.stage),
            ):
                differ(found, CellKey("department", row["id"], column), path, label, row[column], text)
    for i, unit in enumerate(plan.book.units):
        _compare_unit(found, plan, here, unit, f"units[{i}]")
    item = PartItem(part=p.HEADS, name="部门和单位", book=plan.book, rows=len(plan.book.units), comparison=found)
    item.kind = p.SAME if found.same else p.CHANGED
    return item


def _compare_unit(found: Comparison, plan: BookPlan, here: list[Unit], unit: Unit, path: str) -> None:
    mine = find_unit(here, _probe(unit))
    if mine is not None:
        for column, label in (("code", "单位编码"), ("name", "单位名称")):
            key = CellKey("unit", mine.id, column)
            differ(found, key, f"{path}.{column}", label, getattr(mine, column), getattr(unit, column))
        return
    made = find_unit(plan.units, _probe(unit)) or Unit(unit.code, unit.name, unit.id or new_id())  # with its projects
    label = reading.unit_label(unit.code, unit.name)
    found.new.append(NewRow("unit", plan.department_id, path, "单位", label, made))


def _probe(unit: Unit) -> Project:
    return Project(unit_code=unit.code, unit_name=unit.name, unit_id=unit.id)


def stays(difference: Difference) -> bool:
    """Whether the text here stays whatever a person says: at which stage this office is, no other one decides."""
    return difference.mine != "" and (difference.key.table, difference.key.column) == ("department", "stage")


def moved(store: Store, item: PlanItem) -> tuple[str, str] | None:
    """What the unit of a project is called here and in the package, None where it is the same one."""
    if item.kind == p.NEW:
        return None
    units = [Unit(u["code"], u["name"], u["id"]) for u in queries.units(store)]
    mine = next((unit for unit in units if unit.id == item.project.unit_id), None)
    theirs = next((u for u in item.book.units if find_unit([u], _told(item.project))), None)
    if mine is None or theirs is None or find_unit([mine], _probe(theirs)):
        return None
    return reading.unit_label(mine.code, mine.name), reading.unit_label(theirs.code, theirs.name)


def _told(project: Project) -> Project:
    return Project(unit_code=project.unit_code, unit_name=project.unit_name)
