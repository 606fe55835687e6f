"""Answers to findings: a written 说明 silences a finding while the rule says the same of the same text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from desktop_app.checks.marking import marking
from desktop_app.domain import fields
from desktop_app.domain.department_parts import whose
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project
from desktop_app.domain.traces import Answer

Key = tuple[str, str, str, str]
"""What tells findings of a project or a book apart: unit, rule, path, message."""

Standing = Mapping[Key, Answer]
"""The answers that still hold, by the findings that they silence; units in every way that they are printed."""


def text_at(owner: Project | Book, path: str, unit: str = "") -> str:
    """What an answer remembers of the place of a finding: the text of the field, "" for what is no single field.

    In a book the tables are those of the unit, "" for the department's.
    """
    spot = fields.find(fields.of_unit(owner, unit) if isinstance(owner, Book) else owner, path)
    return (spot.text or "") if spot is not None else ""


def standing(owner: Project | Book) -> Standing:
    """The answers of a project, or of a book's own parts, whose field still says what it said then."""
    return {
        (_whose(unit, answer.path), answer.rule, answer.path, _said(answer.rule, answer.message)): answer
        for answer in owner.answers
        if text_at(owner, answer.path, answer.unit) == answer.found and _holds(answer)
        for unit in ([""] if isinstance(owner, Project) else _called(owner, answer.unit))
    }


def _called(book: Book, unit: str) -> Iterator[str]:
    """All that a unit is called by findings: as it is said here, its code, its name, both."""
    yield unit
    called = whose(book.units) if unit else None
    for known in book.units if called else ():
        for text in (known.code, known.name, known.code + known.name, known.name + known.code):
            if text and called and called(text) == called(unit):
                yield text


def _whose(unit: str, path: str) -> str:
    """The unit where the path alone does not tell: in tables, and for whole parts. Other lists count through."""
    return unit if path.startswith("budget_tables") or "[" not in path else ""


def _key(finding: Finding) -> Key:
    unit = "" if finding.project_id else _whose(finding.unit, finding.path)
    return unit, finding.rule, finding.path, _said(finding.rule, finding.message)


def _said(rule: str, message: str) -> str:
    """不涉密 is said of the whole text of a field, whatever marking a rule quotes of it."""
    return "" if rule == "D01" else message


def _holds(answer: Answer) -> bool:
    """Whether an answer may silence anything: no words make personal data public, and 不涉密 is said by somebody."""
    if answer.rule == "D01":
        return bool(answer.text.strip() and answer.by.strip() and marking(answer.found)) and answer.path != "secret"
    return answer.rule != "D02"


def answered(findings: Iterable[Finding], standing: Standing) -> list[Finding]:
    """The findings that are silenced, each with its answer."""
    return [replace(finding, answer=standing[key]) for finding in findings if (key := _key(finding)) in standing]


def open_of(findings: list[Finding], standing: Standing) -> list[Finding]:
    """The findings that nobody answered."""
    if not standing:
        return findings
    return [finding for finding in findings if _key(finding) not in standing]
