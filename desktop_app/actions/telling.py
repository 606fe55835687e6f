"""What a report may repeat of a book: names of secret projects, marked texts and personal data are kept back."""

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop_app.actions.outgoing import Guard, place_of
from desktop_app.actions.outgoing_texts import owned_texts, project_texts
from desktop_app.actions.own_parts import names_of_owners
from desktop_app.checks.privacy import masked, personal
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book

KEPT_BACK = "（涉及涉密项目，不在报告里列出）"
_MARKED = "这里有涉密标志，内容不在报告里列出"
_BETWEEN = re.compile(r"[、，,]\s*")


class Teller:
    """How the texts of a report on a book are told, by the guard that reads the finished file."""

    def __init__(self, book: Book, guard: Guard) -> None:
        self._guard = guard
        self._shown: dict[str, str] = {}
        self._withheld: set[tuple[str, str]] = set()
        self._whose = whose = names_of_owners(book)
        for project_id, owner, path, text in _texts(book):
            place = place_of(project_id, path, whose(owner))
            if guard.named(text) or guard.marked(text, place):
                self._withheld.add(place)
            for kind, words in personal(text):  # a message may quote a name without what tells that it is one
                self._shown |= {said: masked(kind, said) for said in (words, *_BETWEEN.split(words))}

    def text(self, text: str) -> str:
        """The text with personal data masked; a sentence in its place where it tells of a secret."""
        for said, shown in self._shown.items():
            text = text.replace(said, shown)
        for kind, said in personal(text):
            text = text.replace(said, masked(kind, said))
        return KEPT_BACK if self._guard.named(text) or self._guard.marked(text) else text

    def finding(self, finding: Finding) -> Finding:
        """The finding with its own sentences, and what was answered, told so."""
        answer = finding.answer
        if answer is not None:
            answer = replace(answer, text=self.text(answer.text), by=self.text(answer.by))
        texts = finding.message, finding.found, finding.expected
        told = [self.text(text) for text in texts]
        if KEPT_BACK not in told and self._place(finding) not in self._withheld:
            return replace(finding, message=told[0], found=told[1], expected=told[2], answer=answer)
        marked = finding.rule == "D01" and not any(map(self._guard.named, texts))
        return replace(finding, message=_MARKED if marked else KEPT_BACK, found="", expected="", answer=answer)

    def _place(self, finding: Finding) -> tuple[str, str]:
        return place_of(finding.project_id, finding.path, self._whose(finding.unit))


def _texts(book: Book) -> Iterator[tuple[str, str, str, str]]:
    """All texts of a book: the project's id, "" for none, whose it is, the path and the text."""
    for project in book.projects:
        yield from ((project.id, project.unit_code, path, text) for path, text in project_texts(project))
    yield from (("", owner, path, text) for owner, path, texts in owned_texts(book, ()) for text in texts)
