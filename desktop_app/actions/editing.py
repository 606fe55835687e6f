"""Edits: each function is one named operation, on the disk when it returns."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from desktop_app.actions import goal_records, linking, renaming, stubs
from desktop_app.actions.labels import COLUMN_NAMES, column_name
from desktop_app.actions.trails import HistoryEntry
from desktop_app.domain import order, values
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.storage import queries
from desktop_app.storage.journal import Operation, new_id
from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

_VALUE_PARTS = ("sign", "number", "measure")

__all__ = ["COLUMN_NAMES", "HistoryEntry"]


def edit_cells(store: Store, edits: list[tuple[CellKey, str]], name: str = "") -> Changes:
    """Write texts into cells. Unchanged texts are dropped; where nothing changes, no operation is recorded.

    A sign, number or measure glues the indicator's value anew; a value is split into them; `≥90%` written into the
    sign is distributed over all three. A flag of the import on an edited cell is resolved by the edit.
    """
    stubs.require_open(store, edits)
    title = name or (f"修改{column_name(edits[0][0].table, edits[0][0].column)}" if edits else "修改")
    with store.operation(title) as operation:
        write_cells(store, operation, edits)
    return operation.changes


def write_cells(store: Store, operation: Operation, edits: list[tuple[CellKey, str]]) -> None:
    """`edit_cells` inside an operation that does more."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for key, text in edits:
        rows.setdefault((key.table, key.row), {})[key.column] = storable(text)
    of_goals: dict[tuple[str, str], dict[str, str]] = {}
    for (table, row_id), texts in rows.items():
        if table in goal_records.TABLES:
            old = queries.texts(store, table, row_id)
            of_goals[table, row_id] = texts if table == goal_records.GOAL else consistent_goal(old, texts)
            continue
        if table == "indicator":
            texts = _with_value(store, row_id, texts)  # noqa: PLW2901
        if table == "unit":
            renaming.follow(store, operation, row_id, texts)
        if table == "section":
            texts = linking.with_links(store, row_id, texts)  # noqa: PLW2901
        if operation.update(table, row_id, texts):
            for column in texts:
                for review_id in queries.reviews_of(store, row_id, column):
                    operation.delete("review", review_id)
            if table == "section":
                goal_records.follow(store, operation, row_id)
    goal_records.rewrite(store, operation, of_goals)


def storable(text: str) -> str:
    """The text without halves of characters, which a damaged clipboard brings and no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _with_value(store: Store, row_id: str, texts: dict[str, str]) -> dict[str, str]:
    """The texts of one indicator, made consistent: value on one side, sign, number and measure on the other."""
    if not {*_VALUE_PARTS, "value"} & texts.keys():
        return texts
    old = queries.texts(store, "indicator", row_id)
    if old is None:
        return texts
    return _consistent(old, texts)


def _consistent(old: dict[str, Any], texts: dict[str, str]) -> dict[str, str]:
    new = dict(texts)
    if {"value", *_VALUE_PARTS} <= new.keys():
        return new  # a whole value that is carried over, printed form and parts
    if "value" in new and not set(_VALUE_PARTS) & new.keys():
        if new["value"] != old["value"]:
            new |= values.split(new["value"])._asdict()
        return new
    if "sign" in new:
        _distribute_sign(old, new)
    if "number" in new and not new.get("measure"):
        _distribute_number(new)
    parts = values.Value(*(new.get(part, old[part]) for part in _VALUE_PARTS))
    if parts != tuple(old[part] for part in _VALUE_PARTS):
        new["value"] = values.glue(parts)
    return new


def consistent_goal(old: dict[str, Any] | None, texts: dict[str, str]) -> dict[str, str]:
    """The texts of an indicator of the department's goals: what is written into a part is spread like `≥90%` above."""
    if "value" in texts or not texts.keys() & {*_VALUE_PARTS}:
        return texts
    spread = _consistent(old or _BLANK_VALUE, texts)
    return {name: text for name, text in spread.items() if name != "value"}


def _distribute_sign(old: dict[str, Any], new: dict[str, str]) -> None:
    """Spread a whole value written into the sign over the three parts; other text stays as it was typed.

    `≥90%` is spread unless a number is written beside it; words (有效提升) only where there is nothing else. A measure
    that is there already stays where the text names none.
    """
    meant = values.typed(new["sign"])
    here = new.get("number", old["number"]) or new.get("measure", old["measure"])
    if not meant.number:
        new["sign"] = meant.sign  # a sign alone, in its one spelling
    elif not new.get("number") and (values.numeric(meant.number) or not here):
        new |= {"sign": meant.sign, "number": meant.number}
        if meant.measure:
            new["measure"] = meant.measure


def _distribute_number(new: dict[str, str]) -> None:
    """Spread `≥8` or `8人` written into the number, where it is a number, over the parts that are not written too."""
    meant = values.typed(new["number"])
    if not values.numeric(meant.number) or (meant.sign and new.get("sign")):
        return
    new["number"] = meant.number
    if meant.sign:
        new["sign"] = meant.sign
    if meant.measure:
        new["measure"] = meant.measure


def insert_rows(
    store: Store,
    table: str,
    parent_id: str,
    before: str = "",
    count: int = 1,
    texts: list[dict[str, str]] | None = None,
) -> tuple[Changes, list[str]]:
    """Add goals, indicators or sections under a parent, before the row named or at the end; returns the new ids."""
    what = {"goal": "绩效目标", "indicator": "指标", "section": "文字"}.get(table, "行")
    with store.operation(f"插入{what}") as operation:
        ids = add_rows(store, operation, table, parent_id, texts or [{} for _ in range(count)], before)
    return operation.changes, ids


def add_rows(
    store: Store, operation: Operation, table: str, parent_id: str, texts: list[dict[str, str]], before: str = ""
) -> list[str]:
    """`insert_rows` inside an operation that does more."""
    stubs.require_none(store, table, [parent_id])
    parent = TABLES[table].parent
    new_rows: list[dict[str, Any]] = []
    places = places_for(store, operation, table, parent_id, len(texts), before)
    for row_texts, place in zip(texts, places, strict=True):
        full = {name: storable(text) for name, text in row_texts.items()}
        if table == "indicator":
            full = _consistent(_BLANK_VALUE, full)
        new_rows.append({"id": new_id(), parent: parent_id, "place": place, **full})
    ids = operation.insert_many(table, new_rows) if new_rows else []
    for row_id in ids if table == "section" else ():
        goal_records.follow(store, operation, row_id)
    return ids


def places_for(
    store: Store, operation: Operation, table: str, parent_id: str, count: int, before: str = ""
) -> list[str]:
    """Places for new rows under a parent, before the row named or, where it is not there, at the end."""
    rows = queries.siblings(store, table, parent_id)
    at = next((i for i, row in enumerate(rows) if row["id"] == before), len(rows))
    low = rows[at - 1]["place"] if at else ""
    high = rows[at]["place"] if at < len(rows) else ""
    if high and low >= high:  # two merged copies put rows at the same place
        _renumber(operation, table, [row["id"] for row in rows])
        return places_for(store, operation, table, parent_id, count, before)
    places = []
    for _ in range(count):
        low = order.between(low, high)
        places.append(low)
    return places


_BLANK_VALUE = {"value": "", "sign": "", "number": "", "measure": ""}


def _renumber(operation: Operation, table: str, ids: list[str]) -> None:
    for row_id, place in zip(ids, order.spread(len(ids)), strict=True):
        operation.update(table, row_id, {"place": place})


def delete_rows(store: Store, table: str, ids: list[str]) -> Changes:
    """Remove goals, indicators or sections."""
    with store.operation(f"删除{len(ids)}行") as operation:
        for row_id in ids:
            operation.delete(table, row_id)
    return operation.changes


def move_rows(store: Store, table: str, ids: list[str], step: int, among: Collection[str] = ()) -> Changes:
    """Move rows of one parent up (`step` -1) or down (+1) by one, keeping their order; at the edge nothing moves.

    `among` are the rows that are shown, where others of the parent are not.
    """
    with store.operation("上移" if step < 0 else "下移") as operation:
        parent = queries.parent_of(store, table, ids[0]) if ids else ""
        rows = [row for row in queries.siblings(store, table, parent) if not among or row["id"] in among]
        old = [row["id"] for row in rows]
        new = moved(old, set(ids), step)
        if new != old:
            places = [row["place"] for row in rows]
            if len(set(places)) < len(places):
                places = order.spread(len(places))
            for row_id, place in zip(new, places, strict=True):
                operation.update(table, row_id, {"place": place})
    return operation.changes


def moved(ids: list[str], chosen: set[str], step: int) -> list[str]:
    """The ids with the chosen ones one place up (-1) or down (+1)."""
    line = ids[:] if step < 0 else ids[::-1]
    for i in range(1, len(line)):
        if line[i] in chosen and line[i - 1] not in chosen:
            line[i - 1], line[i] = line[i], line[i - 1]
    return line if step < 0 else line[::-1]


def paste_indicators(
    store: Store, project_id: str, first_row: str, columns: list[str], block: list[list[str]]
) -> Changes:
    """Paste a block of texts into the grid: row by row from `first_row` ("" = after the last), adding what lacks.

    `columns` are the columns that the block's columns fall into; what is wider is cut by the caller.
    """
    with store.operation("粘贴") as operation:
        ids = [row["id"] for row in queries.siblings(store, "indicator", project_id)]
        start = ids.index(first_row) if first_row in ids else len(ids)
        edits, new = [], []
        for i, cells in enumerate(block):
            texts = dict(zip(columns, cells, strict=False))
            if start + i < len(ids):
                edits += [(CellKey("indicator", ids[start + i], c), t) for c, t in texts.items()]
            else:
                new.append(texts)
        write_cells(store, operation, edits)
        add_rows(store, operation, "indicator", project_id, new)
    return operation.changes


def fill_down(store: Store, ids: list[str], columns: list[str]) -> Changes:
    """Copy the first indicator's texts in `columns` into the others."""
    with store.operation("向下填充") as operation:
        source = queries.texts(store, "indicator", ids[0]) if ids else None
        if source is not None:
            texts = {column: source[column] for column in columns}
            write_cells(
                store, operation, [(CellKey("indicator", row, c), t) for row in ids[1:] for c, t in texts.items()]
            )
    return operation.changes


def undo(store: Store) -> Changes | None:
    """Take back the last operation, None where there is none."""
    return store.undo()


def redo(store: Store) -> Changes | None:
    """Do the operation again that was taken back last, None where there is none."""
    return store.redo()


def rows_of_step(store: Store, *, back: bool) -> int:
    """How many rows `undo` would write (of `redo` where not `back`), 0 where there is nothing to take back."""
    return store.rows_of_step(back=back)


def undo_name(store: Store) -> str:
    """What `undo` would take back, "" where nothing."""
    return store.undo_name()


def redo_name(store: Store) -> str:
    """What `redo` would do again, "" where nothing."""
    return store.redo_name()


def cell_history(store: Store, key: CellKey) -> list[HistoryEntry]:
    """Every change of one cell, newest first; what was taken back says so."""
    entries = []
    for row in store.history(key.table, key.row):
        before, after = row["before"] or {}, row["after"] or {}
        if key.column not in before and key.column not in after:
            continue
        name = f"{row['name']}（已撤销）" if row["state"] in ("undone", "dropped") else row["name"]
        texts = str(before.get(key.column) or ""), str(after.get(key.column) or "")
        if texts[0] != texts[1]:
            entries.append(HistoryEntry(datetime.fromisoformat(row["at"]), row["by"], name, *texts))
    return entries[::-1]
