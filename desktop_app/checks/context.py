"""What a rule is given beside the records, and how what it finds becomes a finding."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_
from typing import Any, NamedTuple, TypeVar

from desktop_app.domain.findings import Finding, Fix
from desktop_app.domain.forms import Frame, TableForm
from desktop_app.domain.narrative import NarrativeForms

T = TypeVar("T")

RuleTexts = Mapping[str, Mapping[str, object]]
OFF = "off"
BLANK = "空白"


@dataclass(frozen=True, eq=False)
class Forms:
    """The forms of a year that the rules of tables and texts go by. Compared by identity, so that it can be a key.

    `tables` are the forms of the nine tables, `narrative` tells figures and sections of the 情况说明, `names` are the
    shipped names of 功能分类 by code. Without them the rules that need them find nothing.
    """

    tables: tuple[TableForm, ...] = ()
    narrative: NarrativeForms = field(default_factory=lambda: NarrativeForms((), (), {}, {}))
    names: Mapping[str, str] = field(default_factory=dict)


NO_FORMS = Forms()


@dataclass(slots=True)
class Context:
    """What holds for one department's year: its year, its indicator frame, the rules as data, and the forms.

    `department_id` is the department's id in a workspace, "" for a book that is in none.
    `texts` is the content of `resources/checks.toml` by rule id: severities, messages, limits and words.
    """

    year: int | None
    frame: Frame
    texts: RuleTexts
    forms: Forms = NO_FORMS
    department_id: str = ""
    kept: dict[object, object] = field(default_factory=dict)  # what a rule keeps for its next run
    _made: dict[object, tuple[tuple[object, ...], Any]] = field(default_factory=dict)
    _sayings: dict[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)
    _patterns: dict[tuple[str, str], re.Pattern[str]] = field(default_factory=dict)
    _endings: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def saying(self, rule: str, variant: str) -> tuple[str, str, str]:
        """Severity, message and label of the fix of a rule in one of its cases; a case may leave each to the rule."""
        known = self._sayings.get((rule, variant))
        if known is None:
            data = self.texts[rule]
            severity = OFF if data["severity"] == OFF else str(data.get(f"severity_{variant}", data["severity"]))
            message = str(data.get(f"message_{variant}", data["message"]))
            known = self._sayings[rule, variant] = (severity, message, str(data.get("fix", "")))
        return known

    def made(self, key: object, of: Sequence[object], make: Callable[[], T]) -> T:
        """What `make()` gives, made again only where it is asked `of` other objects than the last time.

        The objects are told apart by identity: an edit replaces the table or section that it touches, and the list of
        the heads of projects; all else stays the same object (`actions.part_checks`, `book.PartFindings`). What is
        given is shared and must not be changed.
        """
        known = self._made.get(key)
        if known is None or len(known[0]) != len(of) or not all(map(is_, known[0], of)):
            known = self._made[key] = (tuple(of), make())
        found: T = known[1]
        return found

    def same(self, key: object, value: T) -> T:
        """The object that was given here the last time where the value equals it: what was made of that still holds."""
        known = self._made.get(key)
        if known is None or known[1] != value:
            known = self._made[key] = ((), value)
        found: T = known[1]
        return found

    def number(self, rule: str, key: str) -> int:
        """A limit of a rule."""
        value = self.texts[rule][key]
        if not isinstance(value, int):
            raise TypeError(f"{rule}.{key} is no whole number")
        return value

    def listed(self, rule: str, key: str) -> list[str]:
        """The words of a rule, as they stand in the data."""
        value = self.texts[rule][key]
        if not isinstance(value, list):
            raise TypeError(f"{rule}.{key} is no list")
        return value

    def words(self, rule: str, key: str) -> re.Pattern[str]:
        """A pattern that finds any of the words of a rule, the longer ones first."""
        pattern = self._patterns.get((rule, key))
        if pattern is None:
            longest_first = sorted(self.listed(rule, key), key=len, reverse=True)
            alternatives = "|".join(map(re.escape, longest_first)) or r"(?!)"  # no words: nothing is found
            pattern = self._patterns[rule, key] = re.compile(alternatives)
        return pattern

    def endings(self, rule: str, key: str) -> tuple[str, ...]:
        """The words of a rule, for `str.endswith`."""
        words = self._endings.get((rule, key))
        if words is None:
            words = self._endings[rule, key] = tuple(self.listed(rule, key))
        return words


class Hit(NamedTuple):
    """What a rule says about one place; `variant` names the special case whose severity and message apply.

    `fix` are the new texts by path of a certain repair, () where there is none.
    """

    rule: str
    path: str
    found: str = ""
    expected: str = ""
    name: str = ""
    variant: str = ""
    fix: tuple[tuple[str, str], ...] = ()


class Owner(NamedTuple):
    """The project that a finding belongs to; all "" for what belongs to the book as a whole."""

    id: str = ""
    unit: str = ""
    code: str = ""
    name: str = ""


def _shown(hit: Hit, context: Context) -> str:
    """What should stand there, as a column says it without the sentence around it: a limit in words."""
    texts = context.texts[hit.rule]
    form = str(texts.get(f"expected_{hit.variant}", texts.get("expected", "{expected}")))
    return form.format(expected=hit.expected) if hit.expected else ""


def to_finding(hit: Hit, owner: Owner, context: Context) -> Finding | None:
    """The finding that a hit stands for; None where the rule, or this case of it, is switched off."""
    severity, template, label = context.saying(hit.rule, hit.variant)
    if severity == OFF:
        return None
    return Finding(
        rule=hit.rule,
        severity=severity,
        year=context.year,
        unit=owner.unit,
        project=owner.code,
        path=hit.path,
        message=template.format(found=hit.found or BLANK, expected=hit.expected or BLANK, name=hit.name),
        expected=_shown(hit, context),
        found=hit.found,
        fix=Fix(label, hit.fix) if hit.fix else None,
        project_id=owner.id,
        project_name=owner.name,
        department_id=context.department_id,
    )
