"""Taking a USB package in: what is new is added, what differs is shown with both texts, nothing here is lost."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from desktop_app.actions import applying, planning, purging, receiving_answers, receiving_heads
from desktop_app.actions import plan as p
from desktop_app.actions.alike import said
from desktop_app.actions.compare import Difference, NewRow
from desktop_app.actions.labels import fact_label
from desktop_app.actions.plan import Item, PartItem, PlanItem
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.handoff.package import Package
from desktop_app.storage import queries
from desktop_app.storage.store import Store

ANSWERS = "answers"
CONFLICT_MODES = ("list", "mine", "theirs")
# the kinds of records of a package in the order of a book, and how they are counted
_KINDS = {
    p.HEADS: "个单位", p.PROJECT: "个项目", p.ORGANISATION: "行机构设置", p.SECTION: "段文字", p.TABLE: "张预算表",
    p.PROCUREMENT: "行采购", p.ASSETS: "张资产表", p.GLOSSARY: "条名词解释", p.FACTS: "条填写的数字和原因",
    ANSWERS: "条问题说明",
}  # fmt: skip
_SUMS = ("purchase_total",)  # printed sums are no records of their own for a person who counts


@dataclass(slots=True)
class DifferenceRow:
    """One field in which a package and the workspace differ, with both texts; `written`: the package's stands now."""

    unit: str
    project: str
    path: str
    label: str
    mine: str
    theirs: str
    written: bool = False


@dataclass(slots=True)
class ReceiveReport:
    """What a package did.

    `new` and `alike` count by kind (`actions.plan`) the records added and those found the same; `filled` the blank
    fields here that the package filled; `only_here` the rows here that it lacks, which stay. `applied`: the package's
    texts were taken where both differ.
    """

    changes: Changes
    applied: bool
    new: Counter[str] = field(default_factory=Counter)
    alike: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    only_here: int = 0
    differing: list[DifferenceRow] = field(default_factory=list)

    @property
    def added(self) -> int:
        """How many projects were added."""
        return self.new[p.PROJECT]

    @property
    def same(self) -> int:
        """How many projects were found the same."""
        return self.alike[p.PROJECT]

    def sentence(self) -> str:
        """The sum of all kinds in one line."""
        parts = [f"新增 {_listed(self.new)}", f"相同 {_listed(self.alike)}"]
        parts += [f"填上空白 {self.filled} 处"] if self.filled else []
        parts += [f"本机另有 {self.only_here} 行对方没有（保留）"] if self.only_here else []
        told = "（已按对方的写入）" if self.applied and self.differing else ""
        return "，".join([*parts, f"不一致 {len(self.differing)} 处{told}"]) + "。"

    def as_record(self) -> dict[str, Any]:
        """The report as JSON data."""
        rows = [
            {"unit": d.unit, "project": d.project, "path": d.path, "label": d.label, "mine": d.mine,
             "theirs": d.theirs, "written": d.written}
            for d in self.differing
        ]  # fmt: skip
        parts = {kind: {"added": self.new[kind], "same": self.alike[kind]} for kind in _KINDS}
        return {"added": self.added, "same": self.same, "applied": self.applied, "filled": self.filled,
                "only_here": self.only_here, "parts": parts, "differing": rows}  # fmt: skip


def _listed(counts: Counter[str]) -> str:
    others = [f"{counts[kind]} {measure}" for kind, measure in _KINDS.items() if kind != p.PROJECT and counts[kind]]
    return "、".join([f"{counts[p.PROJECT]} 个项目", *others])


def receive(store: Store, package: Package, conflicts: str = "list") -> ReceiveReport:
    """Take every part of a package in, as one operation after a backup.

    What is new is added (records, and rows of lists whose rows are records of their own), and blank fields here are
    filled, unless a person took that very row or text away here. Where both sides say something else, both texts are
    reported; the package's are written with `theirs` only. What only this workspace has is never removed. Raises
    UserError where the workspace cannot be written.
    """
    purging.keep_stubs(store, package.books)
    for book in package.books:
        receiving_heads.forget_foreign_ids(store, book)
    doubtful = receiving_answers.not_secret_there(package.books)
    plan = planning.plan_import(store, package.books)
    for book_plan in plan.book_plans:
        if (heads := receiving_heads.heads(store, book_plan)) is not None:
            book_plan.parts.insert(0, heads)
    report = ReceiveReport(Changes("收U盘包"), conflicts == "theirs")
    for item in plan.everything:
        _compare_columns(store, item)
        _decide(item, report.applied)
        _count(report, item)
        report.differing += _rows(store, item)
    answers = receiving_answers.Answers(store, plan, report.applied)
    for project, answer, mine in answers.differing:
        label = f"{answer.rule} 的说明"
        report.differing.append(DifferenceRow("", project, answer.path, label, mine, answer.text, report.applied))
    for project, answer in doubtful:
        label = "记为不涉密（不随包带入，请在本机复核后登记）"
        report.differing.append(
            DifferenceRow(answer.unit, project, answer.path, label, "", f"{answer.text}（{answer.by}）")
        )
    report.changes = applying.apply_import(store, plan, "收U盘包", answers.write if answers.due else None)
    report.new[ANSWERS], report.alike[ANSWERS] = answers.added, answers.alike
    return report


def _compare_columns(store: Store, item: Item) -> None:
    """Heads of columns count as a difference, too: a document's are as it prints them, a package's as a person did."""
    if item.part != p.TABLE or item.comparison is None or not isinstance(item, PartItem):
        return
    mine = str((queries.row(store, "budget_table", item.head.id) or {}).get("columns") or "[]")
    theirs = json.dumps(item.head.columns, ensure_ascii=False)
    if said(_shown_columns(mine)) != said(_shown_columns(theirs)):
        key = CellKey("budget_table", item.head.id, "columns")
        path = f"budget_tables[{item.head.no}].columns"
        item.comparison.differences.insert(0, Difference(key, path, "栏目", mine, theirs))
        item.kind = p.CHANGED if item.kind == p.SAME else item.kind


def _shown_columns(text: str) -> str:
    return " | ".join(json.loads(text))


def _decide(item: Item, theirs: bool) -> None:
    """What of an item is written."""
    if item.kind == p.NEW:
        return
    item.accept = not item.replaces
    if theirs:
        item.keep = {d.key for d in item.differences if receiving_heads.stays(d)}
        for row in item.new_rows:
            row.add = row.add or row.removed_here
        return
    item.keep = {d.key for d in (*item.edited, *(d for d in item.differences if d.mine))}
    for row in item.new_rows:
        row.add = row.add and _listed_rows(item)


def _listed_rows(item: Item) -> bool:
    """Whether the rows of an item are records of their own, which are added without being told."""
    return isinstance(item, PartItem) and item.head is None


def _count(report: ReceiveReport, item: Item) -> None:
    if item.kind == p.NEW:
        report.new[item.part] += item.rows if _listed_rows(item) else 1
        return
    report.filled += sum(not d.mine for d in item.chosen)
    report.only_here += len(item.missing)
    if not _listed_rows(item):
        report.alike[item.part] += item.kind == p.SAME
        return
    added = [row for row in item.new_rows if row.table not in _SUMS]
    differing = {d.key.row for d in item.differences if d.key.table not in (*_SUMS, "department")}
    report.new[item.part] += sum(row.add for row in added)
    report.alike[item.part] += item.rows - len(added) - len(differing)


def _rows(store: Store, item: Item) -> list[DifferenceRow]:
    """What a person must know of: every field that differs, and every row that was not added as a record."""
    unit, name = _where(item)
    chosen = {d.key for d in item.chosen} if item.accept else set()
    rows = [
        DifferenceRow(unit, name, d.path, d.label, *_shown(d), d.key in chosen)
        for d in item.differences
        if d.mine or d.key not in chosen
    ]
    rows += [
        DifferenceRow(unit, name, row.path, _label(row), "", row.text, row.add)
        for row in item.new_rows
        if row.removed_here or not (row.add and _listed_rows(item))
    ]
    for row in rows:
        if item.part == p.FACTS:
            row.label = _fact(store, item, row)
    if item.replaces:
        rows.append(DifferenceRow(unit, name, "columns", item.note, "", ""))
    if isinstance(item, PlanItem) and (moved := receiving_heads.moved(store, item)):
        rows.append(DifferenceRow(unit, name, "unit", "单位（两边不同，要移动请在本机移动）", *moved))
    return rows


def _where(item: Item) -> tuple[str, str]:
    if isinstance(item, PlanItem):
        return item.unit_label, item.code or item.name
    head = getattr(item, "head", None)
    return str(getattr(head, "owner", "") or getattr(head, "unit", "")), item.name


def _shown(difference: Difference) -> tuple[str, str]:
    if (difference.key.table, difference.key.column) == ("budget_table", "columns"):
        return _shown_columns(difference.mine), _shown_columns(difference.theirs)
    return difference.mine, difference.theirs


def _label(row: NewRow) -> str:
    return f"{row.label}（本机删掉了）" if row.removed_here else row.label


def _fact(store: Store, item: Item, row: DifferenceRow) -> str:
    at = int(row.path.partition("[")[2].partition("]")[0])
    fact = item.book.facts[at]
    return " ".join(filter(None, (fact.owner, fact_label(fact.name))))
