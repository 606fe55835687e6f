"""What is about to leave the office is read once more for secrets (D01) and personal data (D02), as it was written.

The rules look at records; this looks at any text: at answers and names, and at finished files with their names,
properties, hidden cells, comments and defined names.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from desktop_app.actions import own_parts
from desktop_app.actions.outgoing_texts import project_texts
from desktop_app.checks import marking
from desktop_app.checks.marking import speaks_of_secrets
from desktop_app.checks.privacy import deserves_a_look, masked, personal
from desktop_app.domain import secret_names
from desktop_app.domain.model import NO, Book
from desktop_app.errors import UserError

_MOST_SHOWN = 5


class Objection(NamedTuple):
    """Why a text may not leave: the rule, what is said there (never the secret itself), the marking found or ""."""

    rule: str
    what: str
    found: str = ""


@dataclass(slots=True, frozen=True)
class Guard:
    """What to look for: `names` of secret projects (folded); `cleared` are texts (folded) recorded as 不涉密."""

    names: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()

    def named(self, text: str) -> bool:
        """Whether a secret project is named."""
        if not self.names:
            return False
        folded = secret_names.spoken(text)
        return any(name in folded for name in self.names)

    def suspects(self, joined: str) -> bool:
        """Whether a closer look at the texts that were joined by line breaks is worth it."""
        return speaks_of_secrets(joined) or deserves_a_look(joined) or self.named(joined)

    def marked(self, text: str) -> str:
        """The secret marking in a text that nobody recorded as 不涉密, "" for none."""
        found = marking(text)
        if not found or not self.cleared:
            return found
        folded = secret_names.spoken(text)
        for cleared in self.cleared:
            folded = folded.replace(cleared, "\n")
        return found if marking(folded) else ""

    def objections(self, text: str) -> Iterator[Objection]:
        """All reasons why a text may not leave."""
        if self.named(text):
            yield Objection("D01", "涉密项目的名称或编码")
        if found := self.marked(text):
            yield Objection("D01", f"涉密标志「{found}」", found)
        for kind, words in personal(text):
            yield Objection("D02", f"{kind}（{masked(kind, words)}）")


def guard(books: Iterable[Book]) -> Guard:
    """What to look for in whatever is made of these books."""
    names: set[str] = set()
    cleared: set[str] = set()
    for book in books:
        names |= own_parts.secret_names(book)
        recorded = [answer for answer in book.answers if answer.rule == "D01" and answer.by.strip()]
        said = [text for answer in recorded for text in (answer.found, answer.message)]  # which quotes the marking
        for project in book.projects:
            if project.secret.strip() == NO:
                said += [text for _, text in project_texts(project)]
        cleared |= {secret_names.spoken(line) for text in said for line in text.split("\n") if marking(line)}
    longest_first = sorted(cleared - {""}, key=len, reverse=True)
    return Guard(tuple(secret_names.telling(names)), tuple(longest_first))


def require_clean(looked_for: Guard, path: Path) -> None:
    """Read a finished file. Raises UserError that names file and place where it says what must not leave."""
    from desktop_app.exporters import written  # only who writes files needs it

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
