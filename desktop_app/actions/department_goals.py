"""Editing the department's goals as records: each function is one named operation, the section's text in step with it.

Texts of single cells are written by `editing.edit_cells`, which knows these tables too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.actions import editing, goal_records
from desktop_app.actions.goal_records import GOAL, INDICATOR
from desktop_app.domain import department_goals
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.disclosed import DepartmentGoal, GoalIndicator, Section
from desktop_app.errors import UserError
from desktop_app.storage import queries
from desktop_app.storage.journal import Operation, new_id
from desktop_app.storage.store import Store

Texts = dict[str, str]

_GOAL_TEXTS = ("duty", "text")
NOTHING = "这段文字里没有写明“绩效目标：”“绩效指标：”的条目，没有什么可以分条"


@dataclass(slots=True, frozen=True)
class Shown:
    """A section as goals: `department` is the id of what it belongs to, `at` its place among the sections there.

    `can`: it states goals or stands where goals belong, so that editing it by goals can be offered.
    """

    section: Section
    department: str
    at: int
    can: bool


def load(store: Store, section_id: str) -> Shown | None:
    """A section with its goals, None where it is gone."""
    found = goal_records.section_of(store, section_id)
    if found is None:
        return None
    section, over = found
    department = queries.parent_of(store, "section", section_id)
    at = [row["id"] for row in queries.siblings(store, "section", department)].index(section_id)
    can = department_goals.states_goals(section.heading, over) and "总体" not in section.heading
    stated = section.goals or department_goals.read(section.heading, section.text, over)
    return Shown(section, department, at, can or bool(stated))


def section_of_cell(store: Store, key: CellKey) -> str:
    """The id of the section that a cell of a goal or indicator is in, "" where it is gone."""
    return goal_records.section_id_of(store, key.table, key.row)


def take_apart(store: Store, section_id: str) -> Changes:
    """Read the goals that a prose section states. Raises UserError where it states none; nothing is changed then."""
    with store.operation("按条目编辑") as operation:
        if not goal_records.follow(store, operation, section_id, wanted=True):
            raise UserError(NOTHING, "", "可以继续按文字编辑，或在文字里写上“绩效目标：”“绩效指标：”再试")
    return operation.changes


def _open(store: Store, section_id: str) -> Section:
    found = goal_records.section_of(store, section_id)
    if found is None:
        raise UserError("这段文字已经不在工作簿里了", "", "请在左边的目录里另选一段")
    return found[0]


def insert_goals(
    store: Store, section_id: str, before: str = "", count: int = 1, texts: Sequence[Texts] = ()
) -> tuple[Changes, list[str]]:
    """Add goals to a section before the one named or at the end; returns the new ids.

    `texts` are the texts of each by column, those of its first indicator among them. Raises UserError where the section
    is gone.
    """
    section = _open(store, section_id)
    new = [_goal(entry) for entry in texts or [{} for _ in range(count)]]
    at = next((i for i, goal in enumerate(section.goals) if goal.id == before), len(section.goals))
    goals = section.goals[:at] + new + section.goals[at:]
    with store.operation("插入绩效目标") as operation:
        goal_records.rearrange(store, operation, section, goals)
    return operation.changes, [goal.id for goal in new]


def _goal(texts: Texts) -> DepartmentGoal:
    stored = {name: editing.storable(text) for name, text in texts.items()}
    goal = DepartmentGoal(stored.get("duty", ""), stored.get("text", ""), id=new_id())
    if any(text for name, text in stored.items() if name not in _GOAL_TEXTS):
        goal.indicators = [_indicator(stored)]
    return goal


def _indicator(texts: Texts) -> GoalIndicator:
    indicator = GoalIndicator(id=new_id())
    goal_records.write_indicator(indicator, editing.consistent_goal(None, texts))
    return indicator


def insert_indicators(
    store: Store, goal_id: str, before: str = "", count: int = 1, texts: Sequence[Texts] = ()
) -> tuple[Changes, list[str]]:
    """Add indicators to a goal before the one named or at the end; returns the new ids.

    Raises UserError where the goal is gone.
    """
    section = _open(store, goal_records.section_id_of(store, GOAL, goal_id))
    goal = next(goal for goal in section.goals if goal.id == goal_id)
    new = [_indicator(entry) for entry in texts or [{} for _ in range(count)]]
    at = next((i for i, indicator in enumerate(goal.indicators) if indicator.id == before), len(goal.indicators))
    goal.indicators[at:at] = new
    with store.operation("插入指标") as operation:
        goal_records.rearrange(store, operation, section, section.goals)
    return operation.changes, [indicator.id for indicator in new]


def delete_rows(store: Store, goals: Sequence[str], indicators: Sequence[str]) -> Changes:
    """Remove goals with all that is under them, and indicators of other goals; all of one section.

    Raises UserError where the section is gone.
    """
    table, row_id = (GOAL, goals[0]) if goals else (INDICATOR, indicators[0])
    section = _open(store, goal_records.section_id_of(store, table, row_id))
    kept = [goal for goal in section.goals if goal.id not in goals]
    for goal in kept:
        goal.indicators = [indicator for indicator in goal.indicators if indicator.id not in indicators]
    what = "绩效目标" if goals else "指标"
    with store.operation(f"删除{len(goals) or len(indicators)}条{what}") as operation:
        goal_records.rearrange(store, operation, section, kept)
    return operation.changes


def move_rows(store: Store, table: str, ids: Sequence[str], step: int) -> Changes:
    """Move goals, or indicators within their goals, up (-1) or down (+1) by one; at the edge nothing moves.

    Raises UserError where the section is gone.
    """
    section = _open(store, goal_records.section_id_of(store, table, ids[0]))
    goals = list(section.goals)
    with store.operation("上移" if step < 0 else "下移") as operation:
        if table == GOAL:
            goals = _moved(goals, set(ids), step)
        else:
            for goal in goals:
                goal.indicators = _moved(goal.indicators, set(ids), step)
        goal_records.rearrange(store, operation, section, goals)
    return operation.changes


def _moved(records: list[Any], ids: set[str], step: int) -> list[Any]:
    by_id = {record.id: record for record in records}
    return [by_id[row_id] for row_id in editing.moved(list(by_id), ids, step)]


def write_block(
    store: Store, section_id: str, cells: Sequence[tuple[str, str, Texts]], new: Sequence[Texts], name: str
) -> Changes:
    """Write texts into goals and indicators, by table and id, and add rows after the last, as one operation.

    A row of a goal without indicators is named by the goal with the texts of an indicator: it gets its first. A new
    row with a 职责/活动 or 绩效目标 begins a goal, another one is an indicator of the goal before it. Raises UserError
    where the section is gone.
    """
    _open(store, section_id)
    with store.operation(name) as operation:
        _write_rows(store, operation, cells)
        section = _open(store, section_id)
        goals = list(section.goals)
        for texts in new:
            if any(texts.get(column) for column in _GOAL_TEXTS) or not goals:
                goals.append(_goal(texts))
            else:
                goals[-1].indicators.append(_indicator(texts))
        if new:
            goal_records.rearrange(store, operation, section, goals)
    return operation.changes


def _write_rows(store: Store, operation: Operation, cells: Sequence[tuple[str, str, Texts]]) -> None:
    edits: dict[tuple[str, str], Texts] = {}
    first: dict[str, Texts] = {}
    for table, row_id, texts in cells:
        own = {name: editing.storable(text) for name, text in texts.items()}
        if table == GOAL:
            below = {name: own.pop(name) for name in list(own) if name not in _GOAL_TEXTS}
            if any(below.values()):
                first[row_id] = below
        else:
            own = editing.consistent_goal(queries.texts(store, INDICATOR, row_id), own)
        edits[table, row_id] = edits.get((table, row_id), {}) | own
    goal_records.rewrite(store, operation, edits)
    for goal_id, texts in first.items():
        section = _open(store, goal_records.section_id_of(store, GOAL, goal_id))
        goal = next(goal for goal in section.goals if goal.id == goal_id)
        goal.indicators.append(_indicator(texts))
        goal_records.rearrange(store, operation, section, section.goals)
