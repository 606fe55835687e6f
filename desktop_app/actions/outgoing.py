"""What is about to leave the office is read once more for secrets (D01) and personal data (D02), as it was written.

The rules look at records; this looks at any text: at answers and names, and at finished files with their names,
properties, hidden cells, comments and defined names.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from desktop_app.actions import own_parts, secret_words
from desktop_app.actions.secret_words import Words
from desktop_app.checks import marking
from desktop_app.checks.marking import speaks_of_secrets
from desktop_app.checks.privacy import deserves_a_look, masked, personal
from desktop_app.domain import secret_names
from desktop_app.domain.model import Book, Project
from desktop_app.domain.table_labels import bare
from desktop_app.domain.traces import Answer
from desktop_app.errors import UserError

_MOST_SHOWN = 5
# a goal's number, the page in the contents, how much the report found
_WRITTEN_AROUND = re.compile(
    r"^\d+\.(?=\d)|(?<!\s)\s*PAGEREF \w+ \\h\s*\d*$|（(?:(?:错误|警告|提示|待核对|已说明) \d+，?)+）$"
)
_LINES = re.compile(r"[\n\t\v]")
_RECORD = re.compile(r"\w+\[\d+\](?:\.rows\[\d+\])?")


class Objection(NamedTuple):
    """Why a text may not leave: the rule, what is said there (never the secret itself), the marking found or ""."""

    rule: str
    what: str
    found: str = ""


@dataclass(slots=True, frozen=True)
class Guard:
    """What to look for.

    `names` tell of secret projects wherever they stand, `whole` as a whole text or line (`secret_words.Words`);
    `cleared` are whole texts (folded) recorded as 不涉密, and `places` the same where they were recorded (`place_of`).
    """

    names: tuple[str, ...] = ()
    cleared: Collection[str] = ()
    places: Mapping[tuple[str, str], Collection[str]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()

    def named(self, text: str) -> bool:
        """Whether a secret project is named."""
        return bool(self.names or self.whole) and tells(Words(frozenset(self.names), self.whole), text)

    def suspects(self, joined: str) -> bool:
        """Whether a closer look at the texts that were joined by line breaks is worth it."""
        return speaks_of_secrets(joined) or deserves_a_look(joined) or self.named(joined)

    def marked(self, text: str, place: tuple[str, str] | None = None) -> str:
        """The secret marking in a text that nobody recorded as 不涉密, "" for none.

        Only whole texts and whole lines are cleared; where the place is known, only those recorded there.
        """
        found = marking(text)
        cleared = self.cleared if place is None else self.places.get(place, ())
        if not found or not cleared:
            return found
        if secret_names.spoken(text) in cleared:
            return ""
        lines = [line for line in _LINES.split(text) if not any(said in cleared for said in _spoken_as(line))]
        # a heading of the report is made of the unit and the project
        parts = [
            part for line in lines for part in line.split("\u3000")
            if secret_names.spoken(_WRITTEN_AROUND.sub("", part)) not in cleared
        ]  # fmt: skip
        return marking("\n".join(parts))

    def objections(self, text: str, place: tuple[str, str] | None = None) -> Iterator[Objection]:
        """All reasons why a text may not leave."""
        if self.named(text):
            yield Objection("D01", "涉密项目的名称或编码")
        if found := self.marked(text, place):
            yield Objection("D01", f"涉密标志「{found}」", found)
        for kind, words in personal(text):
            yield Objection("D02", f"{kind}（{masked(kind, words)}）")


def tells(words: Words, text: str) -> bool:
    """Whether a text tells of a secret project."""
    plain = secret_names.heard(text)
    if any([name in plain for name in words.inside]):
        return True
    if not words.whole:
        return False
    lines = [plain, *(secret_names.heard(form) for line in _LINES.split(text) for form in _spoken_as(line))]
    return not words.whole.isdisjoint(lines)


def place_of(project_id: str, path: str, whose: str = "") -> tuple[str, str]:
    """The place of a text as it is cleared: in a project the field, else the record; rules and gate name it alike.

    `whose` is the unit as `own_parts.names_of_owners` calls it: tables and whole parts of two units have the same path.
    """
    if project_id:
        return project_id, path
    path = path.replace("narrative[", "sections[")
    record = _RECORD.match(path)
    return whose if path.startswith("budget_tables") or "[" not in path else "", record[0] if record else path


def recorded(answer: Answer) -> bool:
    """Whether an answer records a marking as 不涉密, with reason and name."""
    return answer.rule == "D01" and bool(answer.text.strip() and answer.by.strip()) and answer.path != "secret"


def guard(book: Book, among: Iterable[Book] = ()) -> Guard:
    """What to look for in whatever is made of a book: the secret names of all the books of its file (`among`)."""
    words = secret_words.of_books([book, *(other for other in among if other is not book)])
    whose = own_parts.names_of_owners(book)
    places: dict[tuple[str, str], set[str]] = {}
    said: set[str] = set()
    owners: list[Book | Project] = [book, *book.projects]
    for owner in owners:
        own_id = owner.id if isinstance(owner, Project) else ""
        placed = [(answer, place_of(own_id, answer.path, whose(answer.unit))) for answer in owner.answers]
        for answer, place in placed:
            if not recorded(answer):
                continue
            texts = {secret_names.spoken(text) for text in (answer.found, *answer.found.split("\n")) if marking(text)}
            places.setdefault(place, set()).update(texts)
            said |= {form for text in texts for form in _spoken_as(text)} | {
                secret_names.spoken(answer.message)
            }  # which quotes the marking
        said |= {text for answer, place in placed if (text := _quoting(answer, places.get(place)))}
    return Guard(tuple(sorted(words.inside)), frozenset(said), places, words.whole)


def _quoting(answer: Answer, cleared: Collection[str] | None) -> str:
    """The message of another answer (folded) that quotes no marking but a text cleared at the same place, "" else."""
    left = whole = secret_names.spoken(answer.message) if cleared else ""
    for text in cleared or ():
        left = left.replace(text, "")
    return "" if marking(left) else whole


def _spoken_as(line: str) -> set[str]:
    """A line of a finished file as texts are cleared: as it is, without its numbers, without the words of the form."""
    line = _WRITTEN_AROUND.sub("", line)
    return {secret_names.spoken(line), bare(line).lower(), secret_names.titled(line)}


def require_clean(looked_for: Guard, path: Path) -> None:
    """Read a finished file. Raises UserError that names file and place where it says what must not leave.

    Names that are looked for as a whole were looked for in the records: here heads and labels of forms say the same.
    """
    from desktop_app.exporters import written  # only who writes files needs it

    looked_for = replace(looked_for, whole=frozenset())
    said = [("文件名", path.stem), *written.texts(path)]
    _require(looked_for, said, f"{path.name} 的", "没有写出任何文件")


def require_clean_data(looked_for: Guard, data: dict[str, Any], what: str, called: Callable[[str], str]) -> None:
    """The same for data that is about to be written as `what`; `called` tells a path in it to a person."""
    if any(True for _, text in _strings(data) for _ in looked_for.objections(text)):
        said = ((called(path), text) for path, text in _strings(data))
        _require(looked_for, said, f"{what}里 ", f"没有写出{what}")


def _require(looked_for: Guard, said: Iterable[tuple[str, str]], whose: str, outcome: str) -> None:
    found = [
        f"{whose}{place}（{objection.rule} {objection.what}）"
        for place, text in said
        for objection in looked_for.objections(text)
    ]
    if found:
        more = f" 等 {len(found)} 处" if len(found) > _MOST_SHOWN else ""
        raise UserError(
            f"要写出的内容里还有涉密或个人信息，{outcome}",
            "；".join(dict.fromkeys(found[:_MOST_SHOWN])) + more,
            "请改写这些地方再来；涉密和个人信息不能写明理由越过",
        )


def _strings(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The strings in JSON data with their paths; numbers of lines and ids say nothing."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _strings(value, f"{path}.{name}" if path else str(name))
    elif isinstance(data, (list, tuple)):
        for i, value in enumerate(data):
            yield from _strings(value, f"{path}[{i}]")
