"""The gate before anything leaves the office: what stops it, and the written reason that lets errors pass."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.actions import checking, outgoing, own_parts, reading, yielding
from desktop_app.actions.outgoing import Guard
from desktop_app.actions.outgoing_texts import answer_texts, part_texts, project_texts
from desktop_app.checks import marking
from desktop_app.domain import findings as f
from desktop_app.domain import secret_names
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError, from_os_error
from desktop_app.storage.store import Store

NOT_SECRET = "记为不涉密"  # begins the name of the operation that says so, the reason follows
_Named = tuple[Book, Project, list[str]]  # a secret project, the book it is in, the words that tell it
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
    departments in which a finding of `absolute` is: two may have the same one.
    """

    absolute: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    yielding: list[Finding] = field(default_factory=list)
    cleared: list[Finding] = field(default_factory=list)
    departments: dict[Finding, set[str]] = field(default_factory=dict)

    def stop(self, finding: Finding, book: Book) -> None:
        """Add what stops always."""
        self.absolute.append(finding)
        self.departments.setdefault(finding, set()).add(book.id)

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


def gate(store: Store, unit_ids: Collection[str] = (), department_id: str = "", publishing: bool = True) -> Gate:
    """What stands in the way of publishing the department or the units (all where none is named).

    Projects marked secret are left out of what is published, so they stop nothing. What is handed on and not published
    may be unfinished: there a part that is missing only warns.
    """
    result = Gate()
    books = reading.load_books(store)
    chosen = [book for book in books if department_id in ("", book.id)]
    # both need the stored texts: checking fills in sums
    named = [
        (book, p, secret_names.telling(secret_names.called(p))) for book in books for p in book.projects if p.is_secret
    ]
    guards = [outgoing.guard(book, books) for book in chosen]
    said = [(b, found) for b, guard in zip(chosen, guards, strict=True) for found in _said(b, guard, named, unit_ids)]
    recorded = [found for book in chosen for found in _recorded(book, unit_ids)]
    for book in chosen:
        meant = _Meant(book, unit_ids)
        checker = checking.book_checker(store, book)
        for finding in filter(meant.holds, checker.findings):
            if finding.rule in ABSOLUTE and finding.severity == f.ERROR:
                result.stop(finding, book)
            elif finding.severity == f.ERROR and (publishing or finding.rule not in _WHEN_PUBLISHED):
                result.errors.append(finding)
            elif finding.severity != f.INFO:
                result.warnings.append(finding)
        result.cleared += [x for x in checker.answered if x.rule in ABSOLUTE and meant.holds(x)]
    listed = {(x.project_id, x.path) for x in result.cleared}
    result.cleared += [x for x in recorded if (x.project_id, x.path) not in listed]
    known = {_place(finding) for finding in result.absolute}
    for book, finding in said:
        if not (finding.found or finding.rule == "D02") or _place(finding) not in known:
            result.stop(finding, book)
    result.yielding = [found for book in chosen for found in yielding.yielding(book, unit_ids)]
    return result


class _Meant:
    """Which findings of a book are of what is published: of some units only what is their own."""

    def __init__(self, book: Book, unit_ids: Collection[str]) -> None:
        units = {unit.id for unit in book.units}
        self._whole = not unit_ids or units <= set(unit_ids)
        self._published = {p.id for p in book.projects if not p.is_secret and (not unit_ids or p.unit_id in unit_ids)}
        self._owners = own_parts.Owners(book, unit_ids)

    def holds(self, finding: Finding) -> bool:
        """Whether the place of the finding is published."""
        if finding.project_id:
            return finding.project_id in self._published
        return self._whole or self._owners.own(finding.unit)


def _place(finding: Finding) -> tuple[str, str, str]:
    """The record that a finding is in, as rules and gate name it alike: whole sections, whole rows."""
    return finding.rule, *outgoing.place_of(finding.project_id, finding.path)


def _said(book: Book, guard: Guard, named: list[_Named], unit_ids: Collection[str]) -> list[Finding]:
    """Where a public text names a project that is left out, carries a marking, or holds personal data."""
    public = [p for p in book.projects if not p.is_secret and (not unit_ids or p.unit_id in unit_ids)]
    told = []
    for project in public:  # most say nothing that deserves a look at each text
        texts_of = project_texts(project)
        joined = "\n".join([text for path, text in texts_of if path != "code"])  # whose digits look like a number
        if guard.suspects(joined) or guard.named(project.code) or marking(project.code):
            told += [(project, path, [text]) for path, text in texts_of]
    told += [(Project(), path, texts) for path, texts in part_texts(book, unit_ids)]
    found = []
    for where, path, texts in told:
        if any(map(guard.named, texts)):
            folded = [secret_names.spoken(text) for text in texts if text]
            hits = [(other, p) for other, p, words in named if any(w in text for w in words for text in folded)]
            found += [_leak(book, other, secret, where, path) for other, secret in hits]
        # a marking or a number is looked for in what no rule reads, too: answers, names, facts
        place = outgoing.place_of(where.id, path)
        others = {o for text in texts for o in guard.objections(text, place) if o.found or o.rule == "D02"}
        found += [_other(book, o, where, path) for o in sorted(others)]
    for where, path, texts in answer_texts(book, unit_ids):
        others = {o._replace(found="") for text in texts for o in guard.objections(text)}
        found += [_other(book, o, where, path) for o in sorted(others)]
    return found


def _other(book: Book, objection: outgoing.Objection, where: Project, path: str) -> Finding:
    """A finding in what no rule reads; one without `found` is in an answer, which is better taken back than cleared."""
    marked = f"这里有{objection.what}，涉密内容不得公开；如不涉密，请登记理由"
    said = f"对这里写的说明里有{objection.what}，请撤回说明重新写"
    personal = f"这里有{objection.what}，个人信息不得公开"
    return Finding(
        objection.rule, f.ERROR, book.year, where.unit_code, where.code, path,
        marked if objection.found else personal if objection.rule == "D02" else said,
        found=objection.found, project_id=where.id, project_name=where.name,
    )  # fmt: skip


def _recorded(book: Book, unit_ids: Collection[str]) -> list[Finding]:
    """The markings that are recorded as 不涉密, where they stand, with reason and name."""
    public = [p for p in book.projects if not p.is_secret and (not unit_ids or p.unit_id in unit_ids)]
    told = [(p, p.answers, path, [text]) for p in public if p.answers for path, text in project_texts(p)]
    told += [(Project(), book.answers, path, texts) for path, texts in part_texts(book, unit_ids) if book.answers]
    found = []
    for where, answers, path, texts in told:
        hit = next((text for text in texts if marking(text)), "")
        at = (a for a in answers if hit and a.path == path and outgoing.recorded(a))
        answer = next((a for a in at if hit == a.found or hit in a.found.split("\n")), None)
        if answer is not None:  # those of rules are known by their rules
            said = f"有涉密标志「{marking(hit)}」，已记为不涉密"
            found.append(Finding(
                "D01", f.ERROR, book.year, where.unit_code, where.code, path, said, found=hit,
                project_id=where.id, project_name=where.name, answer=answer,
            ))  # fmt: skip
    return found


def _leak(book: Book, other: Book, secret: Project, where: Project, path: str) -> Finding:
    whose = "" if other.id == book.id else f"{other.year or ''}年度 {other.department_name} "
    return Finding(
        "D01", f.ERROR, book.year, where.unit_code, where.code, path,
        f"这里写到了{whose}涉密项目（序号 {secret.seq or '未编'}）的名称或编码，请改写后再公开",
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
