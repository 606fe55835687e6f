"""The findings of a whole book, kept up to date when one of its projects changes."""

from collections.abc import Collection, Iterable, Iterator

from desktop_app.checks import answering, columns
from desktop_app.checks.across import Groups, digest_of, head_of
from desktop_app.checks.book import PartFindings
from desktop_app.checks.context import NO_FORMS, Context, Forms, RuleTexts
from desktop_app.checks.facts import owner_of, read
from desktop_app.checks.groups import Digest
from desktop_app.checks.places import place
from desktop_app.checks.projects import check_facts
from desktop_app.domain.findings import Finding
from desktop_app.domain.forms import Frame
from desktop_app.domain.model import Book, Project

Looked = tuple[list[Finding], Digest]
"""What is wrong in a project by itself, and what the rules across projects need to know of it."""


def look_at(projects: Iterable[Project], context: Context) -> Iterator[Looked]:
    """Look at projects one by one."""
    for project in projects:
        facts = read(project)
        yield check_facts(facts, context), digest_of(facts)


class BookChecker:
    """Checks a book and holds what it found, and of the book no more than its parts and the heads of its projects.

    Guarantees: after any run of `replace` and `replace_parts` the findings are those of a full check of the content.
    """

    def __init__(
        self, book: Book, frame: Frame, texts: RuleTexts, forms: Forms = NO_FORMS, looked: Iterable[Looked] = ()
    ) -> None:
        """`looked`: what `look_at` said of each project of the book; without it all are looked at here."""
        self._context = Context(book.year, frame, texts, forms, book.id)
        self._part_findings = PartFindings(book, self._context)
        self._hear_parts(book)
        self._ids = [project.id for project in book.projects]
        self._position = {project_id: i for i, project_id in enumerate(self._ids)}
        self._own: list[list[Finding]] = []
        self._answers: dict[int, answering.Standing] = {}
        digests = []
        for own, digest in looked or look_at(book.projects, self._context):
            self._own.append(own)
            digests.append(digest)
        for position, project in enumerate(book.projects):
            self._hear(position, project)
        self._groups = Groups(digests, self._context)
        self._absent = self._groups.absent()

    def again(
        self, book: Book, frame: Frame, texts: RuleTexts, forms: Forms, changed: Collection[str]
    ) -> "BookChecker":
        """A checker of what the book is now, where of its projects those named (by id) changed, came or went.

        The others are looked at anew only where year, frame or rules are not the same any more.
        """
        before = self._context
        same = (before.year, before.frame, before.texts) == (book.year, frame, texts) and before.forms is forms
        return BookChecker(book, frame, texts, forms, self._looked(book.projects, changed) if same else ())

    def _looked(self, projects: Iterable[Project], changed: Collection[str]) -> Iterator[Looked]:
        for project in projects:
            position = None if project.id in changed else self._position.get(project.id)
            digest = self._groups.digest(position) if position is not None else None
            if position is None or digest is None or digest.owner != owner_of(project):
                yield from look_at([project], self._context)
            else:  # its unit may be called otherwise
                yield self._own[position], Digest(*head_of(project), digest.entries)

    @property
    def book(self) -> Book:
        """The book as it was looked at last, sums filled in; of its projects the heads."""
        return self._part_findings.book

    @property
    def rules(self) -> RuleTexts:
        """The rules by which it was looked at."""
        return self._context.texts

    @property
    def project_ids(self) -> list[str]:
        """The ids of the projects of the book, in its order."""
        return self._ids

    @property
    def findings(self) -> list[Finding]:
        """All open findings: those of the book itself, then project by project in its order."""
        return self.parts + [finding for i in range(len(self._own)) for finding in self._of(i)]

    @property
    def answered(self) -> list[Finding]:
        """The findings that a written answer silences, each with its answer, in the same order."""
        found = answering.answered(self._all_parts, self._answers_of_parts)
        for position, heard in sorted(self._answers.items()):
            found += answering.answered(self._all(position), heard)
        return found

    def _hear(self, position: int, project: Project) -> None:
        if heard := answering.standing(project):
            self._answers[position] = heard
        else:
            self._answers.pop(position, None)

    def replace(self, project: Project) -> set[str]:
        """Check a changed project again; returns the ids of all projects whose findings may differ now.

        Raises KeyError where the book has no project of that id.
        """
        position = self._position[project.id]
        self._hear(position, project)
        facts = read(project)
        self._own[position] = check_facts(facts, self._context)
        if self._part_findings.put_head(position, project):
            self._all_parts = self._part_findings.findings
        touched = self._groups.put(position, digest_of(facts)) | {position} | self._told_otherwise()
        return {self._ids[i] for i in touched}

    def _told_otherwise(self) -> set[int]:
        """Note which columns the book has now; the projects of which more or less is told for it."""
        before, self._absent = self._absent, self._groups.absent()
        changed = before ^ self._absent
        return (
            {i for i, own in enumerate(self._own) if len(columns.without(own, changed)) < len(own)}
            if changed
            else set()
        )

    def replace_parts(self, book: Book, kinds: Collection[str] | None = None) -> None:
        """Check anew what is no project's; `book` needs no projects.

        Where `kinds` are given, only records of these tables of the workspace changed since the last time.
        """
        self._part_findings.put(book, kinds)
        self._hear_parts(book)

    def _hear_parts(self, book: Book) -> None:
        self._all_parts = self._part_findings.findings
        self._answers_of_parts = answering.standing(book)

    @property
    def parts(self) -> list[Finding]:
        """The open findings of what is no project's."""
        return answering.open_of(self._all_parts, self._answers_of_parts)

    def of_project(self, project_id: str) -> list[Finding]:
        """The open findings of one project, in the order of the form; none where the book has no such project."""
        position = self._position.get(project_id)
        return [] if position is None else self._of(position)

    def answered_in(self, project_id: str) -> list[Finding]:
        """The findings that a written answer silences in a project, or ("") in what is no project's."""
        if not project_id:
            return answering.answered(self._all_parts, self._answers_of_parts)
        position = self._position.get(project_id)
        heard = None if position is None else self._answers.get(position)
        return answering.answered(self._all(position), heard) if position is not None and heard else []

    def _of(self, position: int) -> list[Finding]:
        return answering.open_of(self._all(position), self._answers.get(position, {}))

    def _all(self, position: int) -> list[Finding]:
        across = self._groups.of(position)
        own = columns.without(self._own[position], self._absent) if self._absent else self._own[position]
        return sorted(own + across, key=lambda finding: place(finding.path)) if across else own


def check_book(book: Book, frame: Frame, texts: RuleTexts, forms: Forms = NO_FORMS) -> list[Finding]:
    """Everything that is wrong in a book: what concerns the book itself, then project by project in its order."""
    return BookChecker(book, frame, texts, forms).findings
