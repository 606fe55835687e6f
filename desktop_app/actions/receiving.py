"""Taking a USB package in: what is new is added, what differs is shown with both texts, nothing here is lost."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from desktop_app.actions import (
    applying,
    planning,
    purging,
    reading,
    receiving_answers,
    receiving_default,
    receiving_gone,
    receiving_heads,
    receiving_kept,
    secret_conflicts,
)
from desktop_app.actions import plan as p
from desktop_app.actions.alike import said
from desktop_app.actions.compare import Difference
from desktop_app.actions.plan import ImportPlan, Item, PartItem
from desktop_app.actions.receiving_default import UNTOUCHED
from desktop_app.actions.receiving_kept import Kept
from desktop_app.actions.receiving_rows import DifferenceRow, listed_rows, rows_of, shown_columns
from desktop_app.actions.trails import Trails
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.traces import Answer
from desktop_app.handoff.package import Package
from desktop_app.storage import queries
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

ANSWERS = "answers"
_VERB = "收U盘包"
CONFLICT_MODES = ("list", "mine", "theirs")
# the kinds of records of a package in the order of a book, and how they are counted
_KINDS = {
    p.HEADS: "个单位", p.PROJECT: "个项目", p.ORGANISATION: "行机构设置", p.SECTION: "段文字", p.TABLE: "张预算表",
    p.PROCUREMENT: "行采购", p.ASSETS: "张资产表", p.GLOSSARY: "条名词解释", p.FACTS: "条填写的数字和原因",
    ANSWERS: "条问题说明",
}  # fmt: skip
_SUMS = ("purchase_total",)  # printed sums are no records of their own for a person who counts


@dataclass(slots=True)
class ReceiveReport:
    """What a package did.

    `new` and `alike` count by kind (`actions.plan`) the records added and those found the same; `filled` the blank
    fields here that the package filled; `only_here` the rows that were written here alone, which stay. `applied`: the
    package's texts were taken where both differ. `undoable`: undo begins with what came in, not with marks 待定.
    """

    changes: Changes
    applied: bool
    undoable: bool = True
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
        taken = sum(row.written for row in self.differing)
        told = f"（其中 {taken} 处改用对方的）" if taken else ""
        told = "（已按对方的写入）" if self.applied and taken == len(self.differing) > 0 else told
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


@dataclass(slots=True)
class Reception:
    """A package beside the workspace; nothing is written before `take`.

    `report` tells what taking it would do; of its `differing` each may be chosen. `kept`: it was received before, and
    nothing comes in but what is chosen.
    """

    package: Package
    plan: ImportPlan
    report: ReceiveReport
    answers: receiving_answers.Answers
    secrets: secret_conflicts.Conflicts
    trails: Trails
    gone: list[receiving_gone.GoneProject]
    kept: Kept | None = None

    def recount(self) -> None:
        """Bring the counts of the report up to date with what was chosen."""
        self.report.new, self.report.alike = Counter(), Counter()
        self.report.filled = self.report.only_here = 0
        for item in self.plan.everything:
            _count(self.report, item, self.trails)


def receive(store: Store, package: Package, conflicts: str = "list", file: str = "") -> ReceiveReport:
    """Take every part of a package in, as one operation after a backup.

    What is new is added (records, and rows of lists whose rows are records of their own), and blank fields here are
    filled, unless a person took that very row or text away here. Where both sides say something else, both texts are
    reported; the package's are written with `theirs` only. Nothing here is removed or cleared, whatever the package
    lacks: that is done only where a person chooses it (`take`). Raises UserError where the workspace cannot be written.
    """
    return take(store, compare(store, package, conflicts), file)


def compare(store: Store, package: Package, conflicts: str = "list") -> Reception:
    """What taking a package in would do, with the choice at every place where both sides differ. Writes nothing.

    `conflicts` is what is chosen at first: mine everywhere ("list", "mine"), "theirs", or UNTOUCHED.
    """
    return _compared(store, package, conflicts, None)


def reopen(store: Store, kept: Kept) -> Reception:
    """What of a package received before still differs; everything here stays unless chosen. Raises UserError."""
    return _compared(store, receiving_kept.package_of(store, kept), "list", kept)


def _compared(store: Store, package: Package, conflicts: str, kept: Kept | None) -> Reception:
    theirs = conflicts == "theirs"
    purging.keep_stubs(store, package.books)
    for book in package.books:
        receiving_heads.forget_foreign_ids(store, book)
    doubtful = receiving_answers.not_secret_there(package.books)
    plan = planning.plan_import(store, package.books, package=True)
    for book_plan in plan.book_plans:
        if (heads := receiving_heads.heads(store, book_plan)) is not None:
            book_plan.parts.insert(0, heads)
    report, trails = ReceiveReport(Changes(_VERB), theirs), Trails(store, package=True)
    declined = receiving_default.declined(store) if conflicts == UNTOUCHED else frozenset()
    for item in plan.everything:
        _compare_columns(store, item, trails)
        receiving_gone.add(store, item, trails)
        _decide(item, theirs, kept is not None)
        if conflicts == UNTOUCHED:
            receiving_default.take_untouched(item, trails, declined)
    secrets = secret_conflicts.find(store, plan, theirs)
    for item in plan.everything:
        report.differing += rows_of(store, item, trails, secrets.keys)
    for conflict in secrets.found:
        own = conflict.project
        unit = reading.unit_label(own.unit_code, own.unit_name)
        row = DifferenceRow(unit, own.name or own.code, "secret", conflict.label, own.secret, conflict.theirs)
        report.differing.append(row)
    gone = receiving_gone.projects(store, plan, trails)
    for lost in gone:
        text = f"{lost.name}（{lost.indicators} 条指标）"
        row = DifferenceRow(lost.unit, lost.name, "", "整个项目", text, receiving_gone.NO_PROJECT, False, lost.edited)
        row.name, row.choose = lost.name, lost.choose
        report.differing.append(row)
    answers = receiving_answers.Answers(store, plan, theirs, kept is not None)
    report.differing += _answer_rows(answers, doubtful if kept is None else ())
    made = Reception(package, plan, report, answers, secrets, trails, gone, kept)
    made.recount()
    return made


def _answer_rows(answers: receiving_answers.Answers, doubtful: Iterable[tuple[str, Answer]]) -> Iterable[DifferenceRow]:
    for project, answer, mine, choose in answers.differing:
        label = f"{answer.rule} 的说明"
        written = answers.takes(answer)
        yield DifferenceRow("", project, answer.path, label, mine, answer.text, written, choose=choose)
    for project, answer in doubtful:
        label = "记为不涉密（不随包带入，请在本机复核后登记）"
        yield DifferenceRow(answer.unit, project, answer.path, label, "", f"{answer.text}（{answer.by}）")


def take(store: Store, reception: Reception, file: str = "") -> ReceiveReport:
    """Write what comes in as it was chosen, as one operation; what was not taken is kept with the name of the `file`.

    Raises UserError where the workspace cannot be written.
    """
    report, answers, kept = reception.report, reception.answers, reception.kept
    reception.recount()
    writers: list[Callable[[Operation], None]] = [answers.write] if answers.due else []
    writers += [lost.write for lost in reception.gone if lost.remove]
    news = bool(writers) or any(item.written for item in reception.plan.everything)
    left = sum(row.choose is not None and not row.written for row in report.differing)
    if kept is not None and left != kept.left:
        writers.append(partial(receiving_kept.count, kept=kept, left=left))
    elif kept is None and left:
        writers.append(partial(receiving_kept.keep, store, package=reception.package, file=file, left=left))

    def also(operation: Operation) -> None:
        for write in writers:
            write(operation)

    marked = reception.secrets.mark(store)  # before: taking the reception back leaves the marks
    report.undoable = news
    if news:
        report.changes = applying.apply_import(store, reception.plan, _VERB, also if writers else None)
    else:  # no record changes: there is nothing to be taken back, and no backup is due
        with store.operation(_VERB) as operation:
            also(operation)
    report.changes = report.changes.joined(marked)
    report.new[ANSWERS], report.alike[ANSWERS] = answers.added, answers.alike
    return report


def _compare_columns(store: Store, item: Item, trails: Trails) -> None:
    """Heads of columns count as a difference, too: a document's are as it prints them, a package's as a person did."""
    if item.part != p.TABLE or item.comparison is None or not isinstance(item, PartItem):
        return
    mine = str((queries.row(store, "budget_table", item.head.id) or {}).get("columns") or "[]")
    theirs = json.dumps(item.head.columns, ensure_ascii=False)
    if said(shown_columns(mine)) != said(shown_columns(theirs)):
        key = CellKey("budget_table", item.head.id, "columns")
        path = f"budget_tables[{item.head.no}].columns"
        difference = Difference(key, path, "栏目", mine, theirs)
        item.comparison.differences.insert(0, difference)
        item.edited += [difference] if trails.by_hand(key) else []
        item.kind = p.CHANGED if item.kind == p.SAME else item.kind


def _decide(item: Item, theirs: bool, again: bool) -> None:
    """What of an item is written; of one received before (`again`) nothing until it is chosen."""
    if item.kind == p.NEW:
        item.accept = item.accept and not again
        return
    item.accept = not item.replaces
    if theirs:
        item.keep = {d.key for d in item.differences if receiving_heads.stays(d) or not d.theirs}
        for row in item.new_rows:
            row.add = row.add or row.removed_here
        return
    item.keep = {d.key for d in (*item.edited, *(d for d in item.differences if d.mine or again))}
    for row in item.new_rows:
        row.add = row.add and listed_rows(item) and not again


def _count(report: ReceiveReport, item: Item, trails: Trails) -> None:
    if item.kind == p.NEW and not item.accept:
        return
    if item.kind == p.NEW:
        report.new[item.part] += item.rows if listed_rows(item) else 1
        return
    report.filled += sum(not d.mine for d in item.chosen)
    report.only_here += len(item.missing) - len(receiving_gone.listed(item, trails))
    if not listed_rows(item):
        report.alike[item.part] += item.kind == p.SAME
        return
    added = [row for row in item.new_rows if row.table not in _SUMS]
    differing = {d.key.row for d in item.differences if d.key.table not in (*_SUMS, "department")}
    report.new[item.part] += sum(row.add for row in added)
    report.alike[item.part] += item.rows - len(added) - len(differing)
