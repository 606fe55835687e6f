"""Where public texts repeat word for word what a secret project is for (its 资金用途 and 绩效目标).

A sentence that an open project states as its own purpose or goal, too, is public already or slipped into both: a person
looks at it. One that only the secret project has must not be published (D01).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop_app.actions import secret_words
from desktop_app.actions.outgoing_texts import answer_texts, owned_texts, project_texts
from desktop_app.actions.secret_leaks import Spot, at_spot, public_projects
from desktop_app.domain import findings as f
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project
from desktop_app.domain.secret_names import heard

_SHORTEST = 12  # heard characters: a shorter sentence may be anybody's
_END = re.compile(r"[。；;！!？?\n\r\t\v]")
_OWN = "这里照搬了涉密项目（序号 {}）的资金用途或目标里的话，请改写后再公开"
_SHARED = "这里和涉密项目（序号 {}）的资金用途或目标有整句相同的话，公开的项目里也有，请看过再决定是否这样公开"

Hit = tuple[Book, Spot, Finding]


@dataclass(slots=True)
class Sentences:
    """Sentences of secret projects, heard, by their first characters: a text is read through once, however many."""

    by_start: dict[str, dict[str, Project]] = field(default_factory=lambda: defaultdict(dict))
    shared: set[str] = field(default_factory=set)

    def found(self, text: str) -> Iterator[tuple[str, Project]]:
        """The sentences that the text holds, each with a secret project that says it."""
        if not self.by_start or len(text) < _SHORTEST:
            return
        plain = heard(text)
        for i in range(len(plain) - _SHORTEST + 1):
            for sentence, project in self.by_start.get(plain[i : i + _SHORTEST], {}).items():
                if plain.startswith(sentence, i):
                    yield sentence, project


def of_books(books: Sequence[Book]) -> Sentences:
    """The sentences of the secret projects of all books of a file; what every book prints is none."""
    found = Sentences()
    projects = [project for book in books for project in book.projects]
    for project in (p for p in projects if p.is_secret):
        for sentence in _sentences(_stated(project)):
            found.by_start.setdefault(sentence[:_SHORTEST], {})[sentence] = project
    if found.by_start:
        stated = (text for project in projects if not project.is_secret for text in _stated(project))
        found.shared = {sentence for text in stated for sentence, _ in found.found(text)}
    return found


def _stated(project: Project) -> list[str]:
    return [project.purpose, *(goal.text for goal in project.goals)]


def _sentences(texts: Iterable[str]) -> set[str]:
    said = {heard(part) for text in texts for part in _END.split(text)}
    return {sentence for sentence in said if len(sentence) >= _SHORTEST and not secret_words.is_common(sentence)}


def repeated(
    chosen: Iterable[Book], books: Sequence[Book], unit_ids: Collection[str]
) -> tuple[list[Hit], list[tuple[Book, Finding]]]:
    """Where what these units (all for none) of the chosen books publish repeats a sentence of a secret project.

    First what must not be published, then what a person looks at; one finding for each text and secret project.
    """
    sentences = of_books(books)
    stopped: list[Hit] = []
    doubtful: list[tuple[Book, Finding]] = []
    for book in chosen if sentences.by_start else ():
        for spot in _spots(book, unit_ids):
            hits = {
                (project.id, sentence in sentences.shared): project
                for text in spot.texts for sentence, project in sentences.found(text)
            }  # fmt: skip
            for (_, shared), project in hits.items():
                finding = at_spot(book, "D01", spot, (_SHARED if shared else _OWN).format(project.seq or "未编"))
                if shared:
                    doubtful.append((book, replace(finding, severity=f.WARNING)))
                else:
                    stopped.append((book, spot, finding))
    return stopped, doubtful


def _spots(book: Book, unit_ids: Collection[str]) -> Iterator[Spot]:
    for project in public_projects(book, unit_ids):
        for path, text in project_texts(project):
            yield Spot(project, project.unit_code, path, [text])
    for part in owned_texts(book, unit_ids):
        yield Spot(Project(), *part)
    for where, unit, path, texts in answer_texts(book, unit_ids):
        yield Spot(where, where.unit_code or unit, path, texts[:1])  # the rest quotes the text itself
