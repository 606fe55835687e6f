"""The gate before anything leaves the office: what stops it, and the written reason that lets errors pass."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.actions import checking, own_parts, reading
from desktop_app.domain import findings as f
from desktop_app.domain import secret_names
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError, from_os_error
from desktop_app.storage.rows import texts_of
from desktop_app.storage.store import Store

ABSOLUTE = ("D01", "D02")  # secrets and personal data: no override publishes them


@dataclass(slots=True, frozen=True)
class Override:
    """A written reason to publish with errors; without `rules` it covers every error that may be overridden."""

    reason: str
    by: str
    rules: tuple[str, ...] = ()

    def covers(self, finding: Finding) -> bool:
        """Whether this reason lets the finding pass."""
        return finding.rule not in ABSOLUTE and (not self.rules or finding.rule in self.rules)

    def as_record(self) -> dict[str, Any]:
        """The override as JSON data."""
        return {"reason": self.reason, "by": self.by, "rules": list(self.rules)}


@dataclass(slots=True)
class Gate:
    """What stands in the way: `absolute` findings stop always, `errors` until overridden, `warnings` never."""

    absolute: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def blocking(self, override: Override | None) -> list[Finding]:
        """What still stops with that override."""
        return self.absolute + [e for e in self.errors if override is None or not override.covers(e)]


def read_override(path: Path) -> Override:
    """The override file of the command line. Raises UserError where it is missing or says no reason and no name."""
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise from_os_error(error, path) from error
    except (ValueError, RecursionError) as error:
        raise UserError("说明文件不是 UTF-8 的 JSON", str(path), _OVERRIDE_HINT) from error
    reason, by, rules = (data.get(k) for k in ("reason", "by", "rules")) if isinstance(data, dict) else (None,) * 3
    texts = isinstance(reason, str) and isinstance(by, str) and reason.strip() and by.strip()
    if not texts or not (rules is None or (isinstance(rules, list) and all(isinstance(r, str) for r in rules))):
        raise UserError("说明文件缺少理由或姓名", str(path), _OVERRIDE_HINT)
    if rules == []:
        raise UserError("说明文件里 rules 是空的", str(path), _OVERRIDE_HINT)
    return Override(str(reason).strip(), str(by).strip(), tuple(rules or ()))


_OVERRIDE_HINT = '应为 {"reason": "理由", "by": "姓名", "rules": ["K15"]}，rules 可以不写'


def gate(store: Store, unit_ids: Collection[str] = (), department_id: str = "") -> Gate:
    """What stands in the way of publishing the department or the units (all where none is named).

    Projects marked secret are left out of what is published, so they stop nothing.
    """
    result = Gate()
    books = reading.load_books(store)
    secret = {p.id for book in books for p in book.projects if p.is_secret}
    units = {p.id: (p.unit_id, b.id) for b in books for p in b.projects}
    for finding in checking.check_books(books):
        unit_id, department = units.get(finding.project_id, ("", ""))
        if finding.project_id in secret or (unit_ids and finding.project_id and unit_id not in unit_ids):
            continue
        if department_id and finding.project_id and department != department_id:
            continue
        if finding.rule in ABSOLUTE and finding.severity == f.ERROR:
            result.absolute.append(finding)
        elif finding.severity == f.ERROR:
            result.errors.append(finding)
        elif finding.severity == f.WARNING:
            result.warnings.append(finding)
    chosen = [book for book in books if department_id in ("", book.id)]
    result.absolute += [leak for book in chosen for leak in _leaks(book, unit_ids)]
    return result


def _leaks(book: Book, unit_ids: Collection[str]) -> list[Finding]:
    """Where a public text names a project that is left out because it is secret."""
    names = [(p, secret_names.telling(secret_names.called(p))) for p in book.projects if p.is_secret]
    if not names:
        return []
    public = [p for p in book.projects if not p.is_secret and (not unit_ids or p.unit_id in unit_ids)]
    told = [(project, path, [text]) for project in public for path, text in _texts(project)]
    told += [(Project(), path, texts) for path, texts in _part_texts(book, unit_ids)]
    found = []
    for where, path, texts in told:
        folded = [secret_names.spoken(text) for text in texts if text]
        hits = [secret for secret, words in names if any(word in text for word in words for text in folded)]
        found += [_leak(book, secret, where, path) for secret in hits]
    return found


def _part_texts(book: Book, unit_ids: Collection[str]) -> list[tuple[str, list[str]]]:
    """The paths of the records beside the projects with all their texts; of some units only what is their own.

    Purchases of a secret project are not among them: they are left out of what is published.
    """
    owners = own_parts.Owners(book, unit_ids)
    units = [unit for unit in book.units if not unit_ids or unit.id in unit_ids]
    if unit_ids and not units:
        return []  # another department
    whole = len(units) == len(book.units)
    names = own_parts.secret_names(book)
    found = [("department.name", [book.department_name, book.department_code]), ("stage", [book.stage])]
    found += [(f"units[{i}]", [unit.name, unit.code]) for i, unit in enumerate(units)]
    for i, fact in enumerate(book.facts):
        if whole or owners.own(fact.owner):
            found.append((f"facts[{i}]", [fact.text]))
    for table in (t for t in book.tables if whole or owners.own(t.owner)):
        path = f"budget_tables[{table.no}]"
        found.append((path, [table.name, table.note, *table.columns]))
        found += [(f"{path}.rows[{r}]", row.cells) for r, row in enumerate(table.rows)]
    for i, purchase in enumerate(book.purchases):
        if (whole or owners.own(purchase.owner)) and not own_parts.of_secret(purchase, names):
            found.append((f"procurement[{i}]", list(texts_of("purchase", purchase).values())))
    for i, block in enumerate(book.assets):
        if whole or owners.own(block.unit):
            found.append((f"assets[{i}]", [block.unit, block.date]))
            found += [(f"assets[{i}].rows[{r}]", list(texts_of("asset_row", row).values()))
                      for r, row in enumerate(block.rows)]  # fmt: skip
    return found + _department_texts(book) if whole else found


def _department_texts(book: Book) -> list[tuple[str, list[str]]]:
    """The paths of what only a department has, with all texts."""
    found = [(f"narrative[{i}]", [section.heading, section.text]) for i, section in enumerate(book.sections)]
    lists: list[tuple[str, str, Sequence[Any]]] = [
        ("organisation", "organisation", book.organisation),
        ("procurement_totals", "purchase_total", book.purchase_totals),
        ("glossary", "term", book.glossary),
    ]
    for path, kind, records in lists:
        found += [(f"{path}[{i}]", list(texts_of(kind, record).values())) for i, record in enumerate(records)]
    return found


_PROJECT_TEXTS = ("title", "name", "code", "purpose", "function_code", "category", "seq")
_INDICATOR_TEXTS = ("l1", "l2", "l3", "desc", "value", "last_value", "basis", "note")


def _texts(project: Project) -> list[tuple[str, str]]:
    """The texts of a project in which another project may be named, with their paths."""
    texts = [(name, getattr(project, name)) for name in _PROJECT_TEXTS]
    texts += [(f"goals[{i}]", goal.text) for i, goal in enumerate(project.goals)]
    for i, row in enumerate(project.indicators):
        texts += [(f"indicators[{i}].{c}", getattr(row, c)) for c in _INDICATOR_TEXTS]
    return texts


def _leak(book: Book, secret: Project, where: Project, path: str) -> Finding:
    return Finding(
        "D01", f.ERROR, book.year, where.unit_code, where.code, path,
        f"这里写到了涉密项目（序号 {secret.seq or '未编'}）的名称或编码，请改写后再公开",
        project_id=where.id, project_name=where.name,
    )  # fmt: skip


def require_open(store: Store, found: Gate, override: Override | None) -> None:
    """Raise UserError where the gate is shut, or where a reason that is needed could not be kept (read-only)."""
    if blocking := found.blocking(override):
        counts = Counter(finding.rule for finding in blocking)
        listed = "，".join(f"{rule} {checking.rule_title(rule)} {n} 处" for rule, n in sorted(counts.items()))
        secret = "涉密或个人信息问题不能越过。" if found.absolute else ""
        raise UserError(
            f"还有错误，没有写出任何文件：{listed}", "", f"{secret}请先修改，或写明理由后再来（命令行用 --override）"
        )
    if override is not None and found.errors:
        store.require_writable()


def note_override(store: Store, found: Gate, override: Override | None, what: str) -> None:
    """Keep a used override in the journal."""
    if override is not None and found.errors:
        store.note(f"写明理由越过错误：{what}", override.as_record() | {"errors": len(found.errors)})
