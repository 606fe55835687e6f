"""What the tree may be narrowed down to, and the parts of a department's book as nodes of it."""

from desktop_app.actions import own_parts, reading
from desktop_app.actions.reading import TreeNode
from desktop_app.domain.changes import CellKey
from desktop_app.storage import handed, queries
from desktop_app.storage.store import Store

PART, TEXTS = "part", "sections"
# what the nodes are called, and how the paths of what is in them begin
PARTS = (
    ("预算公开表", "budget_tables"), ("政府采购", "procurement"), ("资产", "assets"), ("机构设置", "organisation"),
    ("文字", TEXTS), ("名词解释", "glossary"),
)  # fmt: skip


def changed_since_packed(store: Store) -> set[str]:
    """The ids of the projects and departments that were changed since their unit was packed last, or never packed."""
    return handed.changed_projects(store) | handed.changed_departments(store)


def hang_parts(store: Store, roots: list[TreeNode]) -> None:
    """Give each department its parts, those without content too, and each unit the parts that are its own.

    A unit that is not the only one has its texts to be begun, too.
    The id of a part is that of what it belongs to and its path, parted by a blank.
    """
    filled = queries.filled_parts(store)
    for department in (department for year in roots for department in year.children):
        of_department = {path for path, owners in filled.get(department.id, {}).items() if owners}
        department.parts = [
            TreeNode(PART, f"{department.id} {path}", label, code=path, blank=path not in of_department)
            for label, path in PARTS
        ]
        for unit in department.children:
            names = {text for text in (unit.code, unit.label.removeprefix(unit.code).strip()) if text}
            begun = {path for path, owners in filled.get(department.id, {}).items() if names & owners}
            offered = begun | ({TEXTS} if len(department.children) > 1 else set())
            unit.parts = [
                TreeNode(PART, f"{unit.id} {path}", label, code=path, blank=path not in begun)
                for label, path in PARTS
                if path in offered
            ]


def narrowed(tree: list[TreeNode], wrong: set[str] | None, changed: set[str] | None, unfilled: bool) -> set[str]:
    """The ids of the projects and departments that every chosen filter takes; None for a filter that is not chosen.

    A department's own parts have no indicators, so that `unfilled` takes only projects.
    """
    taken: set[str] = set()
    for department in (department for year in tree for department in year.children):
        projects = [project for unit in department.children for project in unit.children]
        nodes = projects if unfilled else [department, *projects]
        for node in nodes:
            if wrong is not None and node.id not in wrong:
                continue
            if changed is not None and node.id not in changed:
                continue
            if unfilled and node.indicators:
                continue
            taken.add(node.id)
    return taken


def first_place(store: Store, department_id: str, path: str, unit: TreeNode | None) -> tuple[str, CellKey | None]:
    """Path and cell by which a part is gone to: of a unit the first of its own tables, else the part as a whole.

    Raises UserError where the department is gone.
    """
    if unit is None:
        return ("budget_tables[1]" if path == "budget_tables" else path), None
    book = reading.load_parts(store, department_id)
    names = {text for text in (unit.code, unit.label.removeprefix(unit.code).strip()) if text}
    if path == "budget_tables":
        table = next((table for table in book.tables if table.owner in names and table.rows), None)
        return (
            (f"{path}[{table.no}].rows[0][0]", CellKey("budget_row", table.rows[0].id, "c1")) if table else (path, None)
        )
    if path == "procurement":
        at = next((i for i, purchase in enumerate(book.purchases) if purchase.owner in names), None)
        return (
            (f"{path}[{at}].item", CellKey("purchase", book.purchases[at].id, "item"))
            if at is not None
            else (path, None)
        )
    if path == TEXTS:
        own = own_parts.sections_of(book, unit.code or next(iter(names), ""))
        return (path, CellKey("section", own[0].id, "heading")) if own else (path, None)
    at = next((i for i, block in enumerate(book.assets) if block.unit in names and block.rows), None)
    if at is None:
        return path, None
    return f"{path}[{at}].rows[0].item", CellKey("asset_row", book.assets[at].rows[0].id, "item")
