"""Answers to findings: a written 说明 silences a finding while the rule says the same of the same text."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop_app.domain import fields
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Answer, Book, Project

Standing = Mapping[tuple[str, str, str], Answer]
"""The answers that still hold, by rule, path and message of the finding that they silence."""


def text_at(owner: Project | Book, path: str) -> str:
    """What an answer remembers of the place of a finding: the text of the field, "" for what is no single field."""
    spot = fields.find(owner, path)
    return (spot.text or "") if spot is not None else ""


def standing(owner: Project | Book) -> Standing:
    """The answers of a project, or of a book's own parts, whose field still says what it said then."""
    return {
        (answer.rule, answer.path, answer.message): answer
        for answer in owner.answers
        if text_at(owner, answer.path) == answer.found and _holds(answer)
    }


def _holds(answer: Answer) -> bool:
    """Whether an answer may silence anything: no words make personal data public, and 不涉密 is said by somebody."""
    if answer.rule == "D01":
        return bool(answer.text.strip() and answer.by.strip() and answer.found.strip())
    return answer.rule != "D02"


def answered(findings: Iterable[Finding], standing: Standing) -> list[Finding]:
    """The findings that are silenced, each with its answer."""
    return [
        replace(finding, answer=standing[key])
        for finding in findings
        if (key := (finding.rule, finding.path, finding.message)) in standing
    ]


def open_of(findings: list[Finding], standing: Standing) -> list[Finding]:
    """The findings that nobody answered."""
    if not standing:
        return findings
    return [finding for finding in findings if (finding.rule, finding.path, finding.message) not in standing]
