"""All parts of a book that are no project: tables, purchases, assets, organisation, running text, 名词解释."""

import re
from dataclasses import dataclass, field

from desktop_app.domain.model import Book, Unread
from desktop_app.domain.traces import Review
from desktop_app.importers import identity, lines, part_text_evidence
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.forms import Divided
from desktop_app.importers.grammar_narrative import read_narrative
from desktop_app.importers.part_assets import read_assets, read_organisation
from desktop_app.importers.part_glossary import read_glossary
from desktop_app.importers.part_purchases import read_purchases
from desktop_app.importers.part_tables import read_tables
from desktop_app.importers.part_words import ASSET, BUDGET, ORGANISATION, PURCHASE, Words
from desktop_app.importers.table_blocks import Chunk, divide
from desktop_app.importers.table_cells import squeeze
from desktop_app.importers.vocabulary import PLAN, SCALE, Vocabulary

_SUM = re.compile(r"(?:合计|小计|总计)$")
_TAIL = 4  # the last characters of a unit's name that tell it from others


@dataclass(slots=True)
class Taken:
    """The tables of a book that are no form, and all other rows."""

    chunks: list[Chunk] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)

    @property
    def lead(self) -> list[Row]:
        """The lines above the tables."""
        return [row for chunk in self.chunks for row in chunk.lead]


def take_tables(rows: list[Row], vocabulary: Vocabulary) -> Taken:
    """Take the tables that are no form out of the rows of a document."""
    divided = divide(rows, Words(vocabulary.parts), lambda row: _of_form(row, vocabulary))
    kept = _without_part_names(divided)
    chunks = [item for item in kept if isinstance(item, Chunk)]
    return Taken(chunks, [item for item in kept if isinstance(item, Row)])


def _of_form(row: Row, words: Vocabulary) -> bool:
    """Whether only the form of a project has such a row."""
    first = next((cell for cell in row.cells if cell), "")
    label = words.head_label(first)
    return label in ("code", "goals", SCALE, PLAN) or label.startswith("plan.") or bool(words.level2(first))


def read_parts(book: Book, chunks: list[Chunk], divided: Divided, rows: list[Row], words: Words) -> None:
    """Read the tables and the rows that belong to no form into a book whose projects are read already.

    `rows` are all rows of the document.
    """
    _read_chunks(book, chunks, words)
    narrative = read_narrative(divided.rest, {row.text for form in divided.forms for row in form.lead})
    book.sections = [part.section() for part in narrative.parts]
    book.review += part_text_evidence.find(narrative.parts, narrative.glossary, rows)
    book.glossary, review, unread = read_glossary(narrative.glossary)
    book.review += review
    if narrative.headless:
        place = (narrative.glossary[0].line, narrative.glossary[-1].last)
        book.review += [Review(path, "名词解释的标题没有找到", place) for path in ("glossary", "narrative")]
    book.unread += narrative.unread + unread


def _read_chunks(book: Book, chunks: list[Chunk], words: Words) -> None:
    of = {kind: [c for c in chunks if c.kind == kind] for kind in (BUDGET, PURCHASE, ASSET, ORGANISATION)}
    book.tables, review = read_tables(of[BUDGET], words)
    book.review += review
    named = [(p.unit_code, p.unit_name) for p in book.projects]
    named += identity.owners_of([row for chunk in chunks for row in chunk.lead])
    codes = {squeeze(name): code for code, name in named if name and code}
    purchases = read_purchases(of[PURCHASE], codes, words)
    book.purchases, book.purchase_totals = purchases.rows, purchases.totals
    book.review += purchases.review
    book.assets, review = read_assets(of[ASSET], words)
    book.review += review
    book.organisation, review = read_organisation(of[ORGANISATION], words)
    book.review += review + _units_missing(book)
    book.unread += [Unread(row.line, row.text) for chunk in chunks for row in chunk.strays]


def _units_missing(book: Book) -> list[Review]:
    """Units that have projects or purchases and no row in 机构设置. Their names may be shortened at the front."""
    sums = [_SUM.sub("", total.label) for total in book.purchase_totals]
    units = {squeeze(p.unit_name) for p in book.projects} | {name for name in sums}
    listed = [organisation.name for organisation in book.organisation]
    missing = [unit for unit in units if len(unit) > _TAIL and not any(name.endswith(unit[-_TAIL:]) for name in listed)]
    if not listed or len(missing) == len(units):
        return []
    return [Review("organisation", f"机构设置表里没有{unit}") for unit in sorted(missing)]


def _without_part_names(divided: list[Row | Chunk]) -> list[Row | Chunk]:
    """`divided` without the heading right above the first budget table: it only names the tables."""
    first = next((i for i, item in enumerate(divided) if isinstance(item, Chunk) and item.kind == BUDGET), 0)
    kept, name = divided[:first], ""
    while kept and isinstance(kept[-1], Row) and lines.heading(kept[-1]):
        plain = fold(kept[-1].text)
        if name and plain != name and "表" not in plain:
            break
        name = plain
        kept.pop()
    return kept + divided[first:]
