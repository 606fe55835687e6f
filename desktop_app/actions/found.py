"""What a hit of a search is, in words, and where in the workspace it leads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.actions import reading
from desktop_app.actions.labels import column_name
from desktop_app.actions.search_texts import Hit
from desktop_app.domain import fields
from desktop_app.domain.changes import CellKey
from desktop_app.domain.folding import fold
from desktop_app.storage import queries, wordings
from desktop_app.storage.store import Store
from desktop_app.storage.wordings import PROJECT

_KINDS = {
    ("project", "name"): "项目", ("project", "title"): "项目", ("indicator", "l3"): "指标",
    ("indicator", "desc"): "描述", ("indicator", "basis"): "依据", ("goal", "text"): "绩效目标",
    ("department", "name"): "部门", ("department", "code"): "部门", ("unit", "name"): "单位", ("unit", "code"): "单位",
}  # fmt: skip
_PARTS = {
    "section": "文字", "department_goal": "部门目标", "goal_indicator": "部门指标", "budget_table": "预算公开表",
    "budget_row": "预算公开表", "purchase": "政府采购", "purchase_total": "政府采购", "organisation": "机构设置",
    "asset_block": "资产", "asset_row": "资产", "term": "名词解释",
}  # fmt: skip
_HOLDERS = {
    "budget_row": ("budget_table", "budget_table_id", "name"), "asset_row": ("asset_block", "asset_block_id", "unit"),
    "department_goal": ("section", "section_id", "heading"),
}  # fmt: skip


@dataclass(slots=True, frozen=True)
class Shown:
    """A hit as it is shown: what it is, the text, where the word stands in it, and what it hangs under."""

    kind: str
    text: str
    start: int
    length: int
    where: str


@dataclass(slots=True, frozen=True)
class Target:
    """Where a hit leads: to a node of the tree (no key), or to a cell of a project or of a department's parts.

    `path` is that of a finding about the cell, "" for a project's.
    """

    project_id: str
    department_id: str
    unit_id: str = ""
    key: CellKey | None = None
    path: str = ""


def shown(store: Store, hit: Hit) -> Shown:
    """A hit in words; where the workspace has several years, it says which one it is of."""
    text = wordings.text_of(store, hit.table, hit.row_id, hit.column)
    kind = _KINDS.get((hit.table, hit.column)) or _PARTS.get(hit.table) or column_name(hit.table, hit.column)
    above = _above(store, hit)
    if hit.table != "department" and len({d["year"] for d in queries.departments(store)}) > 1:
        above.insert(0, f"{hit.owner.year}年度")
    return Shown(kind, text, hit.start, hit.length, " · ".join(part for part in above if part))


def places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where folded words stand in a text, each as start and length; places that touch are one."""
    folded = fold(text)
    spots = sorted((m.start(), m.end()) for word in words for m in re.finditer(re.escape(word), folded))
    found: list[tuple[int, int]] = []
    for start, end in spots:
        if found and start <= sum(found[-1]):
            found[-1] = found[-1][0], max(sum(found[-1]), end) - found[-1][0]
        else:
            found.append((start, end - start))
    return found


def _above(store: Store, hit: Hit) -> list[str]:
    """What the hit hangs under, the nearest first."""
    department = _label(store, "department", hit.owner.department_id)
    if hit.table == "department":
        return [f"{hit.owner.year} 年度"]
    if hit.owner.kind != PROJECT:
        holder, row = "", queries.row(store, hit.table, hit.row_id) or {}
        if hit.table in _HOLDERS:
            table, link, column = _HOLDERS[hit.table]
            holder = wordings.text_of(store, table, str(row.get(link) or ""), column)
            row = queries.row(store, table, str(row.get(link) or "")) or {}
        return [holder, _whose(store, hit.owner.department_id, str(row.get("owner") or "")), department]
    unit = _label(store, "unit", hit.owner.unit_id)
    if hit.table == "project":
        name = "" if hit.column == "name" else wordings.text_of(store, "project", hit.row_id, "name")
        return [name, unit]
    name = "" if hit.column == "l3" else wordings.text_of(store, hit.table, hit.row_id, "l3") if _named(hit) else ""
    return [name, wordings.text_of(store, "project", hit.owner.id, "name"), unit]


def _whose(store: Store, department_id: str, owner: str) -> str:
    """What the unit is called that a text or a table is of, "" for the department."""
    units = (u for u in queries.units(store) if u["department_id"] == department_id and owner in (u["code"], u["name"]))
    return next((reading.unit_label(unit["code"], unit["name"]) for unit in units), owner) if owner else ""


def _named(hit: Hit) -> bool:
    return hit.table == "indicator"


def _label(store: Store, table: str, row_id: str) -> str:
    row = queries.texts(store, table, row_id) or {}
    return reading.unit_label(str(row.get("code", "")), str(row.get("name", ""))) if row_id else ""


def target(store: Store, hit: Hit) -> Target:
    """Where a hit leads. Raises UserError where the department is gone."""
    owner = hit.owner
    if hit.table in ("department", "unit"):
        return Target("", owner.department_id, hit.row_id if hit.table == "unit" else "")
    key = CellKey(hit.table, hit.row_id, hit.column)
    if owner.kind == PROJECT:
        return Target(owner.id, owner.department_id, owner.unit_id, key)
    row_id, column = hit.row_id, hit.column
    if hit.table in ("department_goal", "goal_indicator"):
        row_id, column = _section_of(store, hit.table, row_id), "text"
        key = CellKey("section", row_id, column)
    places = fields.paths(reading.load_parts(store, owner.department_id))
    table, path = places.get(row_id, ("", ""))
    path = fields.path_of(table, path, column) if table not in ("", "budget_table", "asset_block") else path
    if hit.table == "section" and hit.column == "text":
        path += f"[{wordings.text_of(store, 'section', hit.row_id, 'text')[: hit.start].count(chr(10))}]"
    return Target("", owner.department_id, "", key, path)


def _section_of(store: Store, table: str, row_id: str) -> str:
    """The section that a goal of the department, or one of its indicators, stands in."""
    if table == "goal_indicator":
        row_id = queries.parent_of(store, table, row_id)
    return queries.parent_of(store, "department_goal", row_id)
