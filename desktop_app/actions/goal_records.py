"""The 分项绩效目标 of a section beside its text: whichever is written, the other follows in the same operation.

The records are read here, wherever a section's text is written (import, package, editor), and not by the importers: one
place keeps both in step, and records that stay keep their ids.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from desktop_app.actions import linking
from desktop_app.domain import department_goals, goal_edits, goal_indicators, goal_values, goal_wording, order, values
from desktop_app.domain.disclosed import DepartmentGoal, GoalIndicator, Section
from desktop_app.domain.values import Value
from desktop_app.storage import books, queries, rows
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

GOAL, INDICATOR = "department_goal", "goal_indicator"
TABLES = (GOAL, INDICATOR)
_PARTS = ("sign", "number", "measure")
_GOAL_WORD = "目标"  # without it no text states goals (domain.department_goals)


def section_of(store: Store, section_id: str) -> tuple[Section, list[str]] | None:
    """A section with its goals, and the headings it stands under; None where it is gone."""
    sections = books.read_sections(store, queries.parent_of(store, "section", section_id))
    section = next((section for section in sections if section.id == section_id), None)
    return None if section is None else (section, department_goals.above_section(sections, section))


def section_id_of(store: Store, table: str, row_id: str) -> str:
    """The id of the section that a goal or indicator stands in, "" where it is gone."""
    return queries.parent_of(store, GOAL, queries.parent_of(store, table, row_id) if table == INDICATOR else row_id)


def follow(
    store: Store,
    operation: Operation,
    section_id: str,
    over: Sequence[str] | None = None,
    brought: Sequence[DepartmentGoal] = (),
    *,
    wanted: bool = False,
) -> int:
    """Read the goals of a section anew from its text; how many it has.

    What the text says as before keeps its record. A section that has no goals yet is read only where its headings say
    that goals are stated there, or where that is `wanted`. `over` are the headings above it where the workspace does
    not know them yet, `brought` the records that a package has of it.
    """
    found = section_of(store, section_id)
    if found is None:
        return 0
    section, above = found
    above = above if over is None else list(over)
    known = section.goals or list(brought)
    if not known and not wanted and not department_goals.states_goals(section.heading, above):
        return 0
    if goal_edits.is_wording_of(brought, section.heading, section.text):
        goals = list(brought)  # a package brings the records of just this text
    else:
        goals = goal_edits.read_again(section.heading, section.text, above, known)
        goals = [_kept(goal, old) for goal, old in _pairs(goals, known)]
    _forget_taken(store, goals, section.goals)
    _store(store, operation, section, section.goals, goals)
    return len(goals)


def lift(store: Store) -> int:
    """Make records of the goals that texts state and that a program before schema 4 kept as text only; how many texts.

    Every text that is written is read by `follow`, so that a file of today has nothing to lift: nothing is written
    then. Prose stays prose.
    """
    found = []
    for section_id in queries.sections_without_goals(store, _GOAL_WORD):
        section, over = section_of(store, section_id) or (Section(""), [])
        stated = department_goals.states_goals(section.heading, over)
        if stated and department_goals.read(section.heading, section.text, over):
            found.append(section_id)
    if found:
        with store.operation("把文字里的分项绩效目标分成条目") as operation:
            for section_id in found:
                follow(store, operation, section_id)
    return len(found)


def _pairs(goals: list[DepartmentGoal], known: Sequence[DepartmentGoal]) -> list[tuple[DepartmentGoal, Any]]:
    """Each goal that was read with the record that it is, None for a new one."""
    ways = (
        department_goals.printed,
        lambda goal: (goal.duty, goal.text),
        lambda goal: goal.text,
        lambda goal: goal.duty or None,
    )
    return _matched(goals, known, ways)


def _matched(new: Sequence[Any], old: Sequence[Any], ways: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pairs of records that agree in one of `ways`, the surest first; what is left over stands in for each other."""
    partner: dict[int, Any] = {}
    left = list(old)
    for way in ways:
        for record in new:
            if id(record) not in partner and way(record) is not None:
                match = next((other for other in left if way(other) == way(record)), None)
                if match is not None:
                    partner[id(record)] = match
                    left = [other for other in left if other is not match]
    rest = [record for record in new if id(record) not in partner]
    if len(rest) == len(left):
        partner |= {id(record): other for record, other in zip(rest, left, strict=True)}
    return [(record, partner.get(id(record))) for record in new]


def _kept(goal: DepartmentGoal, old: DepartmentGoal | None) -> DepartmentGoal:
    """The goal as it was read with the ids of the record that it is; with its fields too where it is printed alike."""
    if old is None:
        return goal
    if department_goals.printed(goal) == department_goals.printed(old):
        words = goal_indicators.wording_of(goal)
        place = {name: words.get(name, "") for name in ("before", "number", "after", "heading")}
        goal_indicators.set_wording(goal, goal_indicators.wording_of(old) | place)
        goal.duty = goal.duty if "heading" in words else old.duty
        goal.text, goal.indicators = old.text, old.indicators
    else:
        ways = (goal_indicators.printed, lambda indicator: indicator.name or None)
        for indicator, before in _matched(goal.indicators, old.indicators, ways):
            if before is not None:
                indicator.id, indicator.lines = before.id, before.lines
    goal.id, goal.lines = old.id, old.lines
    return goal


def _forget_taken(store: Store, goals: Sequence[DepartmentGoal], own: Sequence[DepartmentGoal]) -> None:
    """Ids that a package brings and that stand for something else here are made anew; `own` are the section's."""
    mine = {goal.id for goal in own} | {indicator.id for goal in own for indicator in goal.indicators}
    taken: set[str] = set()
    records = [(GOAL, goal) for goal in goals] + [(INDICATOR, i) for goal in goals for i in goal.indicators]
    for table, record in records:
        if record.id in taken or (record.id not in mine and queries.exists(store, table, record.id)):
            record.id = ""
        taken.add(record.id)


def rewrite(store: Store, operation: Operation, edits: Mapping[tuple[str, str], Mapping[str, str]]) -> None:
    """Write texts into goals and indicators, by table and id, and their sections' texts with them."""
    by_section: dict[str, dict[tuple[str, str], Mapping[str, str]]] = {}
    for (table, row_id), texts in edits.items():
        by_section.setdefault(section_id_of(store, table, row_id), {})[table, row_id] = texts
    for section_id, of_section in by_section.items():
        found = section_of(store, section_id)
        if found is None:
            continue
        for goal in found[0].goals:
            _write(goal, of_section.get((GOAL, goal.id), {}))
            for indicator in goal.indicators:
                write_indicator(indicator, of_section.get((INDICATOR, indicator.id), {}))
        rearrange(store, operation, found[0], found[0].goals)


def _write(goal: DepartmentGoal, texts: Mapping[str, str]) -> None:
    goal.duty, goal.text = texts.get("duty", goal.duty), texts.get("text", goal.text)


def write_indicator(indicator: GoalIndicator, texts: Mapping[str, str]) -> None:
    """Write texts into an indicator: a value is read into its parts, a part is written into the value's wording."""
    indicator.name = texts.get("name", indicator.name)
    if "value" in texts:
        if texts["value"] != indicator.value:
            indicator.value = texts["value"]
            indicator.sign, indicator.number, indicator.measure = goal_values.parts(indicator.value)
    elif set(_PARTS) & texts.keys():
        parts = Value(*(texts.get(part, getattr(indicator, part)) for part in _PARTS))
        if parts != (indicator.sign, indicator.number, indicator.measure):
            indicator.value = goal_values.with_parts(indicator.value, parts)
            again = goal_values.parts(indicator.value)  # 以上 that was typed with the measure is a sign
            kept = again if parts.sign in ("", *values.COMPARISONS) else parts
            indicator.sign, indicator.number, indicator.measure = kept


def rearrange(store: Store, operation: Operation, section: Section, goals: list[DepartmentGoal]) -> None:
    """Make `goals` the goals of a section, whose records may have been changed, and write its text anew.

    The section must be as it was read; indicators that were added or taken out are told from what the store holds.
    """
    held = section_of(store, section.id)
    stored = {goal.id: goal.indicators for goal in held[0].goals} if held else {}
    for goal in goals:
        ids = [indicator.id for indicator in goal.indicators]
        if ids != [s.id for s in stored.get(goal.id, [])] or goal_wording.incomplete(goal.indicators):
            old = [next((i for i in goal.indicators if i.id == s.id), s) for s in stored.get(goal.id, [])]
            others = [other for other in section.goals if other is not goal]
            goal_wording.arrange_indicators(goal, old, others)
    goal_wording.arrange_goals(section.goals, goals)
    text = department_goals.write(goals) or department_goals.preamble(section.goals)
    texts = {"text": text, "heading": department_goals.write_heading(goals, section.heading)}
    _move_flags(store, operation, section, text)
    operation.update("section", section.id, linking.with_links(store, section.id, texts))
    _store(store, operation, section, held[0].goals if held else [], goals)


def _move_flags(store: Store, operation: Operation, section: Section, text: str) -> None:
    """Flags on paragraphs that stay as they are go with them; those on paragraphs that were written are resolved."""
    flags = queries.flags_of(store, section.id, "text[")
    if not flags or text == section.text:
        return
    matcher = SequenceMatcher(None, section.text.split("\n"), text.split("\n"), autojunk=False)
    now = {block.a + i: block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)}
    for flag in flags:
        at = now.get(int(flag["field"][5:-1]))
        if at is None:
            operation.delete("review", flag["id"])
        elif operation.update("review", flag["id"], {"field": f"text[{at}]"}):
            operation.changes.structure = True  # the views count paragraphs


def _store(
    store: Store,
    operation: Operation,
    section: Section,
    stored: Sequence[DepartmentGoal],
    goals: Sequence[DepartmentGoal],
) -> None:
    """Make the goals of a section, which are `stored`, these; new ones stand where the section stood in its source."""
    source_id = (queries.row(store, "section", section.id) or {}).get("source_id")
    here = section.lines, source_id
    _store_rows(store, operation, GOAL, section.id, stored, goals, here)
    below = {goal.id: goal.indicators for goal in stored}
    for goal in goals:
        _store_rows(store, operation, INDICATOR, goal.id, below.get(goal.id, []), goal.indicators, here)


def _store_rows(
    store: Store,
    operation: Operation,
    table: str,
    parent_id: str,
    stored: Sequence[Any],
    records: Sequence[Any],
    here: tuple[Any, Any],
) -> None:
    before = {record.id: _columns(table, record) for record in stored}
    for gone in before.keys() - {record.id for record in records}:
        operation.delete(table, gone)
    places: list[str] = []
    if list(before) != [record.id for record in records]:
        held = {row["id"]: row["place"] for row in queries.siblings(store, table, parent_id)}
        places = _places([held.get(record.id, "") for record in records])
    new: list[tuple[Any, str]] = []
    for i, record in enumerate(records):
        place = {"place": places[i]} if places else {}
        if record.id not in before:
            record.lines = here[0]
            new.append((record, places[i]))
        elif place or before[record.id] != _columns(table, record):
            operation.update(table, record.id, _columns(table, record) | place)
    rows.add(operation, table, parent_id, [record for record, _ in new], [place for _, place in new], here[1])


def _columns(table: str, record: Any) -> dict[str, str]:
    return {**rows.texts_of(table, record), "wording": record.wording}


def _places(held: list[str]) -> list[str]:
    """The places of rows in order: those that they have, between them new ones for rows that have none ("")."""
    known = [place for place in held if place]
    if any(low >= high for low, high in pairwise(known)):
        return order.spread(len(held))
    places, low = [], ""
    for i, place in enumerate(held):
        low = place or order.between(low, next((other for other in held[i:] if other), ""))
        places.append(low)
    return places
