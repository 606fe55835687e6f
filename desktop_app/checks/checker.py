"""The findings of a whole book, kept up to date when one of its projects changes."""

from desktop_app.checks.across import Groups, digest_of
from desktop_app.checks.book import check_book_parts
from desktop_app.checks.context import Context, RuleTexts
from desktop_app.checks.facts import read
from desktop_app.checks.places import place
from desktop_app.checks.projects import check_facts
from desktop_app.domain.findings import Finding
from desktop_app.domain.forms import Frame
from desktop_app.domain.model import Book, Project


class BookChecker:
    """Checks a book and holds what it found, without holding the book.

    Guarantees: after any run of `replace` the findings are those of a full check of the same content.
    """

    def __init__(self, book: Book, frame: Frame, texts: RuleTexts) -> None:
        self._context = Context(book.year, frame, texts)
        self._parts = check_book_parts(book, self._context)
        self._ids = [project.id for project in book.projects]
        self._position = {project_id: i for i, project_id in enumerate(self._ids)}
        self._own: list[list[Finding]] = []
        digests = []
        for project in book.projects:
            facts = read(project)
            self._own.append(check_facts(facts, self._context))
            digests.append(digest_of(facts))
        self._groups = Groups(digests, self._context)

    @property
    def findings(self) -> list[Finding]:
        """All findings: those of the book itself, then project by project in its order."""
        return self._parts + [finding for i in range(len(self._own)) for finding in self._of(i)]

    def replace(self, project: Project) -> set[str]:
        """Check a changed project again; returns the ids of all projects whose findings may differ now.

        Raises KeyError where the book has no project of that id.
        """
        position = self._position[project.id]
        facts = read(project)
        self._own[position] = check_facts(facts, self._context)
        touched = self._groups.put(position, digest_of(facts)) | {position}
        return {self._ids[i] for i in touched}

    def replace_parts(self, book: Book) -> None:
        """Check anew what is no project's; `book` needs no projects."""
        self._parts = check_book_parts(book, self._context)

    @property
    def parts(self) -> list[Finding]:
        """The findings of what is no project's."""
        return self._parts

    def of_project(self, project_id: str) -> list[Finding]:
        """The findings of one project, in the order of the form; none where the book has no such project."""
        position = self._position.get(project_id)
        return [] if position is None else self._of(position)

    def _of(self, position: int) -> list[Finding]:
        across = self._groups.of(position)
        own = self._own[position]
        return sorted(own + across, key=lambda finding: place(finding.path)) if across else own


def check_book(book: Book, frame: Frame, texts: RuleTexts) -> list[Finding]:
    """Everything that is wrong in a book: what concerns the book itself, then project by project in its order."""
    return BookChecker(book, frame, texts).findings
