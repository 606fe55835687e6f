"""What stands twice in the texts of a disclosure (S03), and terms of its glossary that are not explained (P10)."""

from collections.abc import Iterator

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.sheets import Placed
from desktop_app.checks.wording import squeeze
from desktop_app.domain.model import Book

_LONG = 30  # characters of a paragraph; shorter ones (无此项支出) rightly stand in several sections
_SHOWN = 12


def check_repeated(book: Book, _context: Context) -> Iterator[Placed]:
    """No paragraph of a section stands in another one of the same unit. Said at the later one."""
    first: dict[tuple[str, str], int] = {}
    for i, section in enumerate(book.sections):
        for p, line in enumerate(section.text.split("\n")):
            text = squeeze(line) if len(line) >= _LONG else ""
            at = first.setdefault((section.owner, text), i) if len(text) >= _LONG else i
            if at != i:
                name = book.sections[at].heading.strip()
                path = f"sections[{i}].text[{p}]"
                yield section.owner, Hit("S03", path, text[:_SHOWN], name=name, variant="paragraph")


def check_terms(book: Book, _context: Context) -> Iterator[Placed]:
    """A term stands once in the glossary, and with what it means."""
    known: set[str] = set()
    for i, term in enumerate(book.glossary):
        name = squeeze(term.term)
        if name and not term.text.strip():
            yield "", Hit("P10", f"glossary[{i}].text", name, variant="term")
        if name and name in known:
            yield "", Hit("S03", f"glossary[{i}].term", name, variant="term")
        known.add(name)
