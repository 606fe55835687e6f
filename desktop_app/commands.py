"""What each command of the command line does: reads its arguments, runs actions, prints, answers with an exit code."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_app import catalog
from desktop_app.actions import (
    checking,
    exporting,
    gate,
    importing,
    packing,
    reading,
    report,
    rolling,
    rule_sets,
    workspace,
)
from desktop_app.actions.compare import short
from desktop_app.actions.json_files import read_json, write_json
from desktop_app.actions.workspace import Store
from desktop_app.domain import records
from desktop_app.domain.findings import SEVERITY_NAMES, Finding
from desktop_app.domain.model import Book
from desktop_app.errors import UserError

DONE, NEEDS_PERSON, REFUSED = 0, 1, 2


def run_import(a: argparse.Namespace) -> int:
    """Read source files; into a workspace where one is named."""
    mapping = _read_mapping(a.columns) if a.columns else {}
    require_free(a.json, *importing.find_sources(a.sources), a.into, a.columns)
    result = importing.read_sources(a.sources, mapping=mapping)
    for failure in result.failures:
        print(failure, file=sys.stderr)
    books = result.books
    if not books:
        return REFUSED
    for book in books:
        if a.into is None:  # reading only never refuses; what the options say wins all the same
            book.year = a.year or book.year
            book.department_name = a.department or book.department_name
    left = _import_into(a, books) if a.into is not None else None
    if a.json:
        write_json(a.json, records.to_record(books, "、".join(path.name for path in result.files)))
    if a.list:
        _list(books)
    projects = [p for book in books for p in book.projects]
    flagged = sum(len(p.review) for p in projects) + sum(len(book.review) for book in books) if left is None else left
    unread = sum(len(book.unread) for book in books)
    indicators = sum(len(p.indicators) for p in projects)
    print(f"读出 {len(projects)} 个项目、{indicators} 条指标；待核对 {flagged} 处，未读懂 {unread} 行。")
    return NEEDS_PERSON if flagged or unread or result.failures else DONE


def _read_mapping(path: Path) -> dict[str, str]:
    """What the columns of lists mean: {"head": "field"}. Raises UserError."""
    data = read_json(path, "栏目说明不是 UTF-8 的 JSON", _MAPPING_HINT)
    if not isinstance(data, dict) or not all(isinstance(name, str) for name in data.values()):
        raise UserError("栏目说明的格式不对", str(path), _MAPPING_HINT)
    return importing.folded(data)


_MAPPING_HINT = '应为 {"栏目名称": "字段"}，如 {"任务": "purpose", "经办人": ""}，不需要的栏写空'


def _list(books: list[Book]) -> None:
    """Print every flag and every line that was not understood, with its place."""
    for book in books:
        flags = [("", review) for review in book.review]
        flags += [(p.name or p.title or p.code, review) for p in book.projects for review in p.review]
        for name, review in flags:
            where = " ".join(filter(None, (book.file, importing.place(book, review.lines))))
            print(f"待核对 {where}：{' '.join(filter(None, (name, review.path)))}，{review.reason}")
        for unread in book.unread:
            print(f"未读懂 {book.file} {importing.place(book, (unread.line, unread.line))}：{unread.text}")


@contextmanager
def _filled(path: Path) -> Iterator[workspace.Store]:
    """The workspace that something is written into; one that had to be made is removed where that fails."""
    made = not path.exists()
    store = workspace.create_workspace(path) if made else workspace.open_workspace(path)
    try:
        yield store
    except BaseException:
        store.close()
        if made:
            path.unlink(missing_ok=True)
        raise
    store.close()


def _import_into(a: argparse.Namespace, books: list[Book]) -> int:
    """Import, and answer how many flags that leaves in the workspace."""
    if not a.into.exists():
        importing.plan_import(None, books, a.year, a.department)  # refused before anything is made
    with _filled(a.into) as store:
        plan = importing.plan_import(store, books, a.year, a.department)
        due = len(plan.due)
        importing.apply_import(store, plan)
        print(f"写入 {a.into}：{_kinds(plan.items, '个项目')}；其他部分{_kinds(plan.parts, '项')}。")
        for item in plan.everything:
            if item.kind == "conflict":
                why = item.note or "，".join(d.label for d in item.edited[:3])
                print(f"冲突 {item.book.file} {item.name}：{why}（保留原有内容）")
            for row in item.new_rows:
                if row.left_out and not row.add:
                    print(f"略过 {item.book.file} {item.name}：{row.text}（以前核对时去掉了这一行）")
    return due


def _kinds(items: Sequence[importing.Item], measure: str) -> str:
    counts = Counter(item.kind for item in items)
    return (f"新增 {counts['new']} {measure}，更新 {counts['changed']}，冲突 {counts['conflict']}，"
            f"相同 {counts['same']}")  # fmt: skip


def require_free(to: Path | None, *inputs: Path | None) -> None:
    """Raise UserError where writing to `to` would destroy one of the inputs or any workspace."""
    if to is not None:
        workspace.require_free(to, *(path for path in inputs if path is not None))


def _finding_record(finding: Finding, books: Mapping[str, Book]) -> dict[str, Any]:
    """A finding as JSON; the names of department and unit are those of its book, by the book's id."""
    book = books.get(finding.department_id, Book())
    units = {unit.code: unit.name for unit in book.units if unit.code}
    return {
        "rule": finding.rule, "severity": finding.severity, "year": finding.year,
        "department_name": book.department_name, "unit": finding.unit, "unit_name": units.get(finding.unit, ""),
        "project": finding.project, "project_name": finding.project_name, "path": finding.path,
        "message": finding.message, "expected": finding.expected, "found": finding.found,
        "fix": finding.fix.label if finding.fix else None,
    }  # fmt: skip


def run_check(a: argparse.Namespace) -> int:
    """List what is wrong."""
    require_free(a.json, a.workspace)
    with workspace.read_workspace(a.workspace) as store:
        books = reading.load_books(store)
        found = checking.check_books(store, books)
    if a.json:
        named = {book.id: book for book in books}
        write_json(a.json, [_finding_record(finding, named) for finding in found])
    else:
        for x in found:
            place = " ".join(filter(None, (x.unit, x.project_name or x.project, x.path)))
            print(f"{SEVERITY_NAMES[x.severity]} {x.rule} {place}：{x.message}")
    counts = Counter(finding.severity for finding in found)
    print("，".join(f"{name} {counts[severity]}" for severity, name in SEVERITY_NAMES.items()))
    return NEEDS_PERSON if found else DONE


def run_report(a: argparse.Namespace) -> int:
    """Write the report of the checks."""
    with workspace.read_workspace(a.workspace) as store:
        for path in report.write(store, a.to, year=a.year):
            print(path)
    return DONE


def run_rules(a: argparse.Namespace) -> int:
    """List the rule sets of a file, take one in or out, or write one for other offices."""
    if not (a.load or a.remove):
        with workspace.read_workspace(a.workspace) as store:
            if a.save:
                books = reading.load_books(store)
                if not books:
                    raise UserError("工作簿还是空的，没有规则可写", str(a.workspace), "请先新建部门或导入")
                print(rule_sets.save(store, books[0], a.save, a.name or "审核规则"))
            return _list_rules(store)
    with workspace.open_workspace(a.workspace) as store:
        if a.load:
            rule_sets.load(store, a.load)
        for name in a.remove or ():
            found = [entry for entry in rule_sets.loaded(store) if entry.name == name]
            if not found:
                there = "、".join(entry.name for entry in rule_sets.loaded(store)) or "没有装入过规则集"
                raise UserError("没有这个规则集", name, f"这里有：{there}")
            rule_sets.remove(store, found[0].id)
        return _list_rules(store)


def _list_rules(store: Store) -> int:
    for entry in rule_sets.loaded(store):
        what = f"{len(entry.rules.rules)} 条规则" if entry.rules else entry.trouble
        print(f"{entry.name}（{entry.at[:10]} 装入）：{what}")
    for book in reading.load_books(store):
        print(f"{book.year or '未填'}年度 {book.department_name}：按「{rule_sets.name_for(store, book)}」检查")
    return DONE


def run_fix(a: argparse.Namespace) -> int:
    """Apply the one-click fixes of the rules named."""
    rules = list(dict.fromkeys(rule for part in a.rule for rule in part.split(",")))
    if unknown := [rule for rule in rules if rule not in catalog.rules()]:
        raise UserError("没有这条规则", "、".join(unknown), "规则编号见 check 的输出，如 F04")
    with workspace.open_workspace(a.workspace) as store:
        changes = checking.fix_rule(store, rules, checking.check(store))
    print(f"修正了 {len(changes.projects)} 个项目的 {len(changes.cells)} 处。")
    return DONE


def run_export(a: argparse.Namespace) -> int:
    """Write the public disclosure."""
    override = gate.read_override(a.override) if a.override else None
    formats = [name.strip() for name in a.format.split(",") if name.strip()]
    with workspace.open_workspace(a.workspace, daily_backup=False) as store:
        unit = exporting.find_unit(store, a.unit) if a.unit else ""
        job = exporting.export(store, a.to, formats, unit_id=unit, override=override)
        written = job.run()
    for notice in job.notices:
        print(notice, file=sys.stderr)
    for path in written:
        print(path)
    return DONE


def run_pack(a: argparse.Namespace) -> int:
    """Write a USB package."""
    _no_password(a)
    override = gate.read_override(a.override) if a.override else None
    with workspace.open_workspace(a.workspace, daily_backup=False) as store:
        units = [exporting.find_unit(store, unit) for unit in a.unit or ()]
        print(packing.pack(store, units, a.to, override, lambda notice: print(notice, file=sys.stderr)))
    return DONE


def _no_password(a: argparse.Namespace) -> None:
    if a.password_file:
        raise UserError("这一版还不能给U盘包加密码", "", "请不要带 --password-file")


def run_receive(a: argparse.Namespace) -> int:
    """Take a USB package in."""
    _no_password(a)
    require_free(a.json, a.package, a.into)
    package = packing.read_package(a.package)
    with _filled(a.into) as store:
        report = packing.receive(store, package, a.conflicts, a.package.name)
    if a.json:
        write_json(a.json, report.as_record())
    for d in report.differing:
        where = " ".join(filter(None, (d.unit, d.project, d.label)))
        print(f"不一致 {where}：本机“{short([d.mine])}”，对方“{short([d.theirs])}”"
              f"{'（已写入对方的）' if d.written else ''}")  # fmt: skip
    print(report.sentence())
    return NEEDS_PERSON if report.differing and a.conflicts == "list" else DONE


def run_roll(a: argparse.Namespace) -> int:
    """Make next year's drafts."""
    with workspace.open_workspace(a.workspace) as store:
        made = rolling.roll(store, a.to_year, a.department or "")
    print(f"从 {made.origin}结转到 {a.to_year} 年度：{made.departments} 个部门、{made.projects} 个项目；"
          f"待核对 {made.flagged} 处。{made.blank}")  # fmt: skip
    return NEEDS_PERSON if made.flagged else DONE


def run_self_test(a: argparse.Namespace) -> int:
    """Let the program test itself."""
    from desktop_app import selftest

    return selftest.run(a.file)
