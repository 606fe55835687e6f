"""Handing a unit over on a USB stick, and taking one in."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app import __version__
from desktop_app.actions import importing, own_parts, planning, reading, workspace
from desktop_app.actions.gate import Override, gate, note_override, require_open
from desktop_app.actions.plan import NEW, ImportPlan, PlanItem
from desktop_app.domain.model import Book, Changes, Project
from desktop_app.errors import UserError
from desktop_app.handoff.package import Package, read_package, write_package
from desktop_app.storage import handed, queries
from desktop_app.storage.store import Store

__all__ = ["Package", "read_package"]

_REASON = "导入时没有把握，请核对"
CONFLICT_MODES = ("list", "mine", "theirs")


@dataclass(slots=True)
class DifferenceRow:
    """One field in which a package and the workspace differ."""

    unit: str
    project: str
    path: str
    label: str
    mine: str
    theirs: str


@dataclass(slots=True)
class ReceiveReport:
    """What a package did: projects added and found the same, and every field that differs."""

    added: int
    same: int
    changes: Changes
    applied: bool
    differing: list[DifferenceRow] = field(default_factory=list)

    def as_record(self) -> dict[str, Any]:
        """The report as JSON data."""
        rows = [
            {"unit": d.unit, "project": d.project, "path": d.path, "label": d.label, "mine": d.mine, "theirs": d.theirs}
            for d in self.differing
        ]
        return {"added": self.added, "same": self.same, "applied": self.applied, "differing": rows}


def pack(store: Store, unit_ids: list[str], to: Path, override: Override | None = None) -> Path:
    """Write a package of the units (all where none is named). A secret project goes as a stub: number and flag.

    Raises UserError where errors stand in the way, where there is nothing to pack, or where it cannot be written.
    """
    workspace.require_free(to, store.path)
    chosen = set(unit_ids) or {u["id"] for u in queries.units(store)}
    selected = [book for book in map(lambda b: _only(b, chosen), reading.load_books(store)) if book.projects]
    if not selected:
        raise UserError("没有可以装入U盘包的项目", str(store.path), "请先录入或导入项目")
    found = gate(store, unit_ids=chosen)
    require_open(store, found, override)
    manifest = {
        "program": __version__,
        "made_at": datetime.now().isoformat(timespec="seconds"),
        "made_by": store.user,
        "years": sorted({book.year for book in selected if book.year}),
        "stages": [f"{b.year}年度 {b.department_name}：{b.stage}" for b in selected if b.stage],
        "units": sorted({reading.unit_label(p.unit_code, p.unit_name) for b in selected for p in b.projects}),
        "projects": sum(len(book.projects) for book in selected),
        "indicators": sum(len(p.indicators) for book in selected for p in book.projects),
        "override": override.as_record() if override else None,
    }
    written = write_package(selected, manifest, to)
    note_override(store, found, override, f"出U盘包 {to.name}")
    if not store.read_only:  # else nobody can change anything here either
        store.note(handed.PACKED, {"file": to.name, "units": sorted(chosen)})
    return written


def _only(book: Book, unit_ids: set[str]) -> Book:
    """The book with these units only; the department's own parts travel with a whole department.

    Nothing of the sources travels but lines' numbers: their texts and what was not understood may hold secrets.
    """
    names = own_parts.secret_names(book)  # of all units: what one unit buys may be for a secret project of another
    if not all(unit.id in unit_ids for unit in book.units):
        own_parts.keep_own(book, unit_ids)
        book.review = []
    book.projects = [_stub(p) if p.is_secret else p for p in book.projects if p.unit_id in unit_ids]
    book.units = [unit for unit in book.units if unit.id in unit_ids]
    book.unread, book.parts, book.lines = [], [], {}
    book.stages = []  # what a stage froze stays here: it may hold what is secret by now
    for project in book.projects:
        project.origins = {}
    if names:
        _hide(book, names)
    return book


def _hide(book: Book, names: set[str]) -> None:
    """Purchases of a secret project do not travel, nor reasons of flags, which may quote a line of the source."""
    kept = [purchase for purchase in book.purchases if not own_parts.of_secret(purchase, names)]
    if len(kept) < len(book.purchases):
        book.purchases, book.purchase_totals = kept, []  # the sums would tell
        book.review = [r for r in book.review if not r.path.startswith("procurement")]
    for review in book.review:
        review.reason = _REASON


def _stub(p: Project) -> Project:
    return Project(
        unit_code=p.unit_code, unit_name=p.unit_name, code=p.code, secret=p.secret, id=p.id, unit_id=p.unit_id
    )


def receive(store: Store, package: Package, conflicts: str = "list") -> ReceiveReport:
    """Take a package in: add what is new; with `theirs` write the differing fields, else only list them.

    What only this workspace has is never removed. Raises UserError where the workspace cannot be written.
    """
    for book in package.books:
        _forget_foreign_ids(store, book)
    plan = planning.plan_import(store, package.books)
    for item in plan.everything:
        item.accept = item.kind == NEW or (conflicts == "theirs" and not item.replaces)
        item.take_theirs = conflicts == "theirs"
    report = ReceiveReport(plan.count("new"), plan.count("same"), Changes("收U盘包"), conflicts == "theirs")
    report.differing = _rows(plan)
    report.changes = importing.apply_import(store, plan, "收U盘包")
    return report


def _forget_foreign_ids(store: Store, book: Book) -> None:
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


def _rows(plan: ImportPlan) -> list[DifferenceRow]:
    rows = []
    for item in (*plan.items, *plan.parts):
        where = (item.unit_label, item.code or item.name) if isinstance(item, PlanItem) else ("", item.name)
        rows += [DifferenceRow(*where, d.path, d.label, d.mine, d.theirs) for d in item.differences]
        rows += [DifferenceRow(*where, row.path, row.label, "", row.text) for row in item.new_rows]
        if item.replaces:
            rows.append(DifferenceRow(*where, "columns", item.note, "", ""))
    return rows
