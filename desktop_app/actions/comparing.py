"""Comparing two versions of a department's year: what is there now, closed stages, other years."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app import catalog
from desktop_app.actions import comparing_secrets, matching, reading, stages, workspace
from desktop_app.actions.book_differences import changes_only, differences
from desktop_app.actions.difference_rows import CHANGED, GONE, KIND_NAMES, NEW, SAME, Row
from desktop_app.actions.progress import Progress, untold
from desktop_app.domain.model import Book, Project, Stage
from desktop_app.storage import queries
from desktop_app.storage.store import Store

__all__ = ["CHANGED", "GONE", "KIND_NAMES", "NEW", "SAME", "Row", "changes_only", "differences"]

HEADS = ("部分", "内容", "栏目", "之前", "之后", "变化")
_WIDTHS = (14, 30, 30, 50, 50, 8)
_LEFT_OUT = "说明：涉密项目的行，以及写到涉密项目名称或编码的行，没有列入这份清单；请在程序的对比窗口里查看。"


@dataclass(slots=True, frozen=True)
class Side:
    """One version that can be compared: a department's year as it is now, or a closed stage of it.

    `label` is what it is called on screen; `stage` is None for what is there now.
    """

    department_id: str
    year: int | None
    label: str
    stage: Stage | None = None


def sides(store: Store, department_id: str) -> list[Side]:
    """All versions of this department, years newest first, in each what is there now, then the stages, latest first.

    The department of another year is the one of the same name (and code, where both have one).
    """
    known = queries.departments(store)
    own = reading.there(next((d for d in known if d["id"] == department_id), None))
    found: list[Side] = []
    for d in known:
        if not matching.same_department((None, own["code"], own["name"]), (None, d["code"], d["name"])):
            continue
        year = f"{d['year']}年度" if d["year"] else "未标明年度"
        now = f"现在（{d['stage']}）" if d["stage"] else "现在"
        found.append(Side(d["id"], d["year"], f"{year} {now}"))
        for stage in reversed(reading.load_parts(store, d["id"]).stages):
            found.append(Side(d["id"], d["year"], f"{year} {stage.name}（{_day(stage.at)}结束）", stage))
    return found


def _day(at: str) -> str:
    try:
        made = datetime.fromisoformat(at)
    except ValueError:
        return ""
    return f"{made.year}-{made.month:02}-{made.day:02} "


def first_pair(found: list[Side], department_id: str) -> tuple[int, int]:
    """Which two versions a person most likely wants to compare, by their numbers: what was before, and what is now.

    What was before is the last closed stage, else the newest earlier year, else the same.
    """
    now = next(i for i, side in enumerate(found) if side.department_id == department_id and side.stage is None)
    older = [i for i, side in enumerate(found) if side.department_id == department_id and side.stage is not None]
    earlier = [i for i, side in enumerate(found) if side.stage is None and (side.year or 0) < (found[now].year or 0)]
    return next(iter(older or earlier), now), now


def load_side(store: Store, side: Side) -> Book:
    """The book of a version. Raises UserError where it is gone or its snapshot is damaged."""
    return stages.stage_book(store, side.stage) if side.stage else reading.load_book(store, side.department_id)


def compare_sides(store: Store, before: Side, after: Side, report: Progress = untold) -> list[Row]:
    """What differs between two versions, with a row for every record that is the same. Raises UserError.

    Rows of projects that are secret, on either side or by now, and rows that name one of the file are marked so.
    """
    report(0, 3, f"正在读出：{before.label}")
    old = load_side(store, before)
    report(1, 3, f"正在读出：{after.label}")
    books = old, load_side(store, after)
    report(2, 3, "正在对比…")
    now = [
        Project(code=row["code"], name=row["name"], title=row["title"], secret=row["secret"], id=row["id"])
        for row in queries.project_heads(store)
    ]
    return comparing_secrets.marked(differences(*books, report), books, now)


def texts_of_row(row: Row) -> list[str]:
    """A difference as the texts under `HEADS`."""
    return [row.part, row.record, row.field, row.before, row.after, KIND_NAMES[row.kind]]


def write_list(rows: list[Row], names: tuple[str, str], to: Path) -> Path:
    """Write a list of differences as a workbook to print and to send; `names` say what was compared.

    Rows that are marked secret are left out, and the list says so. Runs in a worker. Raises UserError where it cannot
    be written or a text is too long for a cell.
    """
    from desktop_app.exporters.xlsx_rows import write_rows

    workspace.require_free(to)
    style = catalog.documents()
    heads = [*HEADS[:3], f"之前：{names[0]}", f"之后：{names[1]}", HEADS[5]]
    shown = [texts_of_row(row) for row in rows if not row.secret]
    note = _LEFT_OUT if len(shown) < len(rows) else ""
    return write_rows("对比", heads, _WIDTHS, shown, to, style, note)
