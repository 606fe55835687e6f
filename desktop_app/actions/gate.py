"""The gate before anything leaves the office: what stops it, and the written reason that lets errors pass."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.actions import (
    checking,
    gate_notices,
    outgoing,
    own_parts,
    reading,
    secret_leaks,
    secret_sentences,
    secret_words,
    yielding,
)
from desktop_app.actions.json_files import read_json
from desktop_app.domain import findings as f
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import UNDECIDED, Book
from desktop_app.errors import UserError
from desktop_app.storage.store import Store

NOT_SECRET = "记为不涉密"  # begins the name of the operation that says so, the reason follows
_WHEN_PUBLISHED = ("D03",)  # required parts
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
    """What stands in the way: `absolute` findings stop always, `errors` until overridden, `warnings` never.

    `yielding` say that what is published yields the amount of what is left out: they stop nothing, a person decides.
    `cleared` are the markings that somebody recorded as 不涉密, each with its answer. `departments` are the ids of the
    departments in which a finding of `absolute` is: two may have the same one. `notices` are sentences that a person
    reads before going on: what was not looked at, what is not counted. `books` are the parts of what was looked at, by
    department.
    """

    absolute: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    yielding: list[Finding] = field(default_factory=list)
    cleared: list[Finding] = field(default_factory=list)
    departments: dict[Finding, set[str]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    books: dict[str, Book] = field(default_factory=dict)

    def stop(self, finding: Finding, book: Book) -> None:
        """Add what stops always."""
        self.absolute.append(finding)
        self.departments.setdefault(finding, set()).add(book.id)

    def blocking(self, override: Override | None) -> list[Finding]:
        """What still stops with that override."""
        return self.absolute + [e for e in self.errors if override is None or not override.covers(e)]


def read_override(path: Path) -> Override:
    """The override file of the command line. Raises UserError where it is missing or says no reason and no name."""
    data = read_json(path, "说明文件不是 UTF-8 的 JSON", _OVERRIDE_HINT)
    reason, by, rules = (data.get(k) for k in ("reason", "by", "rules")) if isinstance(data, dict) else (None,) * 3
    texts = isinstance(reason, str) and isinstance(by, str) and reason.strip() and by.strip()
    if not texts or not (rules is None or (isinstance(rules, list) and all(isinstance(r, str) for r in rules))):
        raise UserError("说明文件缺少理由或姓名", str(path), _OVERRIDE_HINT)
    if rules == []:
        raise UserError("说明文件里 rules 是空的", str(path), _OVERRIDE_HINT)
    return Override(str(reason).strip(), str(by).strip(), tuple(rules or ()))


_OVERRIDE_HINT = '应为 {"reason": "理由", "by": "姓名", "rules": ["K15"]}，rules 可以不写'


def gate(store: Store, unit_ids: Collection[str] = (), department_id: str = "", publishing: bool = True) -> Gate:
    """What stands in the way of publishing the department or the units (all where none is named).

    Projects marked secret are left out of what is published, so they stop nothing, but where nobody has decided yet
    whether they are. What is handed on and not published may be unfinished: there a part that is missing only warns.
    """
    result = Gate()
    books = reading.load_books(store)
    chosen = [book for book in books if department_id in ("", book.id)]
    # what is said needs the stored texts: checking fills in sums
    named = secret_words.each(books)
    leaks = [
        (book, spot, finding)
        for book in chosen
        for spot, finding in secret_leaks.leaks(book, outgoing.guard(book, books), named, unit_ids)
    ]
    stopped, repeated = secret_sentences.repeated(chosen, books, unit_ids)
    said = [(b, spot.place(own_parts.names_of_owners(b)), finding) for b, spot, finding in leaks + stopped]
    recorded = [found for book in chosen for found in secret_leaks.recorded(book, unit_ids)]
    before = secret_words.earlier(store, named, books)
    mentioned = [(book, found) for book in chosen for found in secret_leaks.mentions(book, before, unit_ids)]
    result.notices = gate_notices.of(chosen, named, unit_ids) + gate_notices.mentioned(mentioned)
    result.notices += gate_notices.repeated(repeated)
    known = set()
    held = 0
    result.warnings = [found for _, found in (*mentioned, *repeated)]
    for book in chosen:
        meant = _Meant(book, unit_ids)
        checker = checking.book_checker(store, book)
        result.books[book.id] = checker.book
        for finding in checker.findings:
            if not meant.holds(finding):
                held += finding.severity == f.ERROR and finding.project_id in meant.hidden
            elif finding.rule in ABSOLUTE and finding.severity == f.ERROR:
                result.stop(finding, book)
                known.add((book.id, finding.rule, meant.place(finding)))
            elif finding.severity == f.ERROR and (publishing or finding.rule not in _WHEN_PUBLISHED):
                result.errors.append(finding)
            elif finding.severity != f.INFO:
                result.warnings.append(finding)
        result.cleared += [x for x in checker.answered if x.rule in ABSOLUTE and meant.holds(x)]
        for finding in secret_leaks.undecided(book, unit_ids):
            result.stop(finding, book)
    listed = {(x.department_id, x.project_id, x.path) for x in result.cleared}
    result.cleared += [x for x in recorded if (x.department_id, x.project_id, x.path) not in listed]
    for book, place, finding in said:
        if not (finding.found or finding.rule == "D02") or (book.id, finding.rule, place) not in known:
            result.stop(finding, book)
    result.yielding = [found for book in chosen for found in yielding.yielding(book, unit_ids)]
    result.notices += gate_notices.not_counted(held)
    return result


class _Meant:
    """Which findings of a book are of what is published: of some units only what is their own."""

    def __init__(self, book: Book, unit_ids: Collection[str]) -> None:
        units = {unit.id for unit in book.units}
        self._whole = not unit_ids or units <= set(unit_ids)
        self._published = {p.id for p in book.projects if not p.is_secret and (not unit_ids or p.unit_id in unit_ids)}
        self._owners = own_parts.Owners(book, unit_ids)
        self._whose = own_parts.names_of_owners(book)
        kept = [p for p in book.projects if p.is_secret and p.secret.strip() != UNDECIDED]
        self.hidden = {p.id for p in kept if not unit_ids or p.unit_id in unit_ids}

    def holds(self, finding: Finding) -> bool:
        """Whether the place of the finding is published."""
        if finding.project_id:
            return finding.project_id in self._published
        return self._whole or self._owners.own(finding.unit)

    def place(self, finding: Finding) -> tuple[str, str]:
        """The record that a finding is in, as rules and gate name it alike: whole sections, whole rows."""
        return outgoing.place_of(finding.project_id, finding.path, self._whose(finding.unit))


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
