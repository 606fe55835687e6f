"""The written answers (说明) to findings that a package brings, beside those of the workspace."""

from collections.abc import Callable
from functools import partial
from typing import Any

from desktop_app.actions.own_parts import names_of_owners
from desktop_app.actions.plan import BookPlan, ImportPlan
from desktop_app.domain import fields
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.domain.traces import Answer
from desktop_app.storage import books, queries
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

Place = tuple[str, str, str, str, str]
"""What an answer is on: its record's id, "" there or, for a whole part, whose it is, then field, rule and message."""


def not_secret_there(incoming: list[Book]) -> list[tuple[str, Answer]]:
    """Take out of incoming books what somebody there recorded as 不涉密: here nobody has looked at it yet.

    Returns each with the name of its project, "" where it is in none.
    """
    owners: list[tuple[str, Book | Project]] = [("", book) for book in incoming]
    owners += [(p.name or p.code, p) for book in incoming for p in book.projects]
    found = [(name, answer) for name, owner in owners for answer in owner.answers if answer.rule == "D01"]
    for _, owner in owners:
        owner.answers = [answer for answer in owner.answers if answer.rule != "D01"]
    return found


class Answers:
    """The answers of a package: those that are new here, and those that say something else than the one here.

    Answers on projects that come in whole come with them and are none of these.

    Attributes:
        added, alike: how many were added, and how many are here already.
        differing: name of the project ("" for a book), the package's answer, the text here, and what decides whether
            the package's is written.
    """

    def __init__(self, store: Store, plan: ImportPlan, theirs: bool, again: bool = False) -> None:
        """`theirs`: the package's texts are taken; `again`: it was received before, new ones come in when chosen."""
        self._store = store
        self._theirs, self._again = theirs, again
        self._taken: set[int] = set()  # of the answers that are chosen one by one
        self._new: list[tuple[BookPlan, Project | Book, Answer]] = []
        self._changed: list[tuple[str, Answer]] = []
        self.added = self.alike = 0
        self.differing: list[tuple[str, Answer, str, Callable[[bool], None]]] = []
        for book_plan in plan.book_plans:
            self._compare(book_plan, book_plan.book, book_plan.department_id, "")
            for item in book_plan.items:
                if not item.whole:
                    self._compare(book_plan, item.project, item.project.id, item.name)

    @property
    def due(self) -> bool:
        """Whether anything will be written."""
        changed = any(self.takes(answer) for _, answer in self._changed)
        return changed or any(self.takes(answer) for _, _, answer in self._new)

    def takes(self, answer: Answer) -> bool:
        """Whether an answer of the package will be written."""
        return id(answer) in self._taken

    def _choose(self, answer: Answer, theirs: bool) -> None:
        (self._taken.add if theirs else self._taken.discard)(id(answer))

    def _compare(self, plan: BookPlan, owner: Project | Book, owner_id: str, name: str) -> None:
        units = [u for u in queries.units(self._store) if u["department_id"] == plan.department_id]
        called = names_of_owners(plan.book, Book(units=[Unit(u["code"], u["name"], u["id"]) for u in units]))

        def place(record_id: str, unit: str, *said: str) -> Place:
            whole = record_id == plan.department_id
            return record_id, called(unit) if whole else "", said[0], said[1], said[2]

        known = {
            place(r["record_id"], r["unit"], r["field"], r["rule"], r["message"]): r
            for r in queries.answers_of(self._store, owner_id)
        }
        for answer in owner.answers:
            record_id, column = books.record_and_field(owner, answer.path, unit=answer.unit)
            here = known.get(place(record_id or owner_id, answer.unit, column, answer.rule, answer.message))
            self._choose(answer, self._theirs if here is not None else not self._again)
            if here is None:
                self._new.append((plan, owner, answer))
                if self._again:
                    self.differing.append((name, answer, "", partial(self._choose, answer)))
            elif here["text"] == answer.text:
                self.alike += 1
            else:
                self.differing.append((name, answer, here["text"], partial(self._choose, answer)))
                self._changed.append((here["id"], answer))

    def write(self, operation: Operation) -> None:
        """Add the new ones on records that are here now and, where told, take the package's texts of the others."""
        for plan, owner, answer in self._new:
            if self.takes(answer) and self._stands(owner, answer):
                after = queries.last_place(self._store, "answer")
                rows = books.answer_rows(owner, [answer], plan.department_id, after)
                operation.insert_many("answer", rows)
                self.added += 1
        for answer_id, answer in ((i, answer) for i, answer in self._changed if self.takes(answer)):
            texts: dict[str, Any] = {name: getattr(answer, name) for name in books.ANSWER_TEXTS if name != "unit"}
            operation.update("answer", answer_id, texts)

    def _stands(self, owner: Project | Book, answer: Answer) -> bool:
        """Whether the record that an answer is on is here; one on a row that was not taken in is left out."""
        spot = fields.find(fields.of_unit(owner, answer.unit) if isinstance(owner, Book) else owner, answer.path)
        if spot is None or spot.table in ("project", "book"):
            return True
        return queries.exists(self._store, spot.table, spot.record.id)
