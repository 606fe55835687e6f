"""Stages of a year (一上, 二上, 批复, 调整 …): closing one freezes what a department's year holds then.

A closed stage is only ever compared (`actions.comparing`). Documents and packages are made of the current records,
never of a snapshot, so that what was taken out or marked 涉密 since cannot leave the file through one.
"""

from collections.abc import Sequence
from datetime import datetime

from desktop_app.actions import reading
from desktop_app.actions.progress import Progress, untold
from desktop_app.domain import order
from desktop_app.domain.changes import Changes
from desktop_app.domain.model import Book, Stage
from desktop_app.errors import UserError
from desktop_app.storage import queries, rows, snapshots
from desktop_app.storage.store import Store

PROPOSED = ("一上", "二上", "批复", "调整")
"""What the stages of a budget year are mostly called; any other name will do."""

_OTHER_NAME = "请换一个名称，如“{}2”"


def proposed(book: Book) -> tuple[str, str]:
    """What to call the stage that is closed next, and the one after it; the latter is "" where nothing suggests it."""
    closed = {stage.name for stage in book.stages}
    free = [name for name in PROPOSED if name not in closed]
    name = book.stage or (free[0] if free else "")
    later = PROPOSED[PROPOSED.index(name) + 1 :] if name in PROPOSED else tuple(free)
    return name, next((one for one in later if one not in closed and one != name), "")


def close_stage(
    store: Store,
    department_ids: Sequence[str],
    name: str,
    following: str = "",
    note: str = "",
    report: Progress = untold,
) -> Changes:
    """Freeze these departments' year as it is under `name`, and go on with the stage `following` ("": unnamed).

    One operation; undo opens the stage again. Raises UserError where the name is blank or used, where a department is
    gone, or where the workspace cannot be written.
    """
    name, following = name.strip(), following.strip()
    if not name:
        raise UserError("阶段还没有名称", "", f"请写一个，如 {'、'.join(PROPOSED)}")
    if name == following:
        raise UserError("下一阶段不能和刚结束的同名", name, _OTHER_NAME.format(name))
    for department_id in department_ids:
        book = reading.load_parts(store, department_id)
        if name in {stage.name for stage in book.stages}:
            where = f"{book.year}年度 {book.department_name}"
            raise UserError(f"“{name}”已经结束过，留底不能改", where, _OTHER_NAME.format(name))
    with store.operation(f"结束阶段 {name}") as operation:
        for number, department_id in enumerate(department_ids):
            report(number, len(department_ids), "正在读出现在的内容…")
            book = reading.load_book(store, department_id)
            report(number, len(department_ids), f"正在留底：{book.department_name}")
            now = datetime.now().isoformat(timespec="seconds")
            stage = Stage(name, now, store.user, note.strip(), snapshots.freeze(operation, book))
            place = order.between(
                max((row["place"] for row in queries.siblings(store, "stage", book.id)), default=""), ""
            )
            rows.add(operation, "stage", book.id, [stage], [place], None)
            operation.update("department", book.id, {"stage": following})
        report(len(department_ids), len(department_ids), "正在存盘…")
    return operation.changes


def name_stage(store: Store, department_id: str, name: str) -> Changes:
    """Say which stage is being worked on. Raises UserError where one of that name was closed already."""
    name = name.strip()
    book = reading.load_parts(store, department_id)
    if name in {stage.name for stage in book.stages}:
        raise UserError(f"“{name}”已经结束过", f"{book.year}年度 {book.department_name}", _OTHER_NAME.format(name))
    with store.operation(f"当前阶段 {name or '不写'}") as operation:
        operation.update("department", department_id, {"stage": name})
    return operation.changes


def stage_book(store: Store, stage: Stage) -> Book:
    """The book as it was when the stage was closed. Raises UserError where the snapshot is missing or damaged."""
    return snapshots.read(store, stage.snapshot, stage.name)
