"""Running text -> sections and the lines of the 名词解释; rows of tables that nobody knows -> unread lines."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Unread
from desktop_app.importers import lines, part_glossary
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.part_words import structure

_LONGEST_CAPTION = 5
_WRAPPED_FROM = 20
_LEAST_TERMS = 3
_OPEN_END = re.compile(r"[\w，、,（(“‘《〔]$")
_LABELLED = re.compile(r"^.{1,15}[:：]")
_GLUED = re.compile(r"(\S.{2,38}?)(?:[ \t\u3000\xa0]{2,}|\t)(\S.*)$")
_GLUED_LABEL = re.compile(r"(\S.{2,38}?)[ \u3000\xa0](\S{2,10}[:：])$")


@dataclass(slots=True)
class Paragraph:
    """One paragraph or heading with the rows of the source that it is made of."""

    text: str
    rows: list[Row]


@dataclass(slots=True)
class Part:
    """A heading with its paragraphs; `heading` is None for text that no heading stands above."""

    heading: Paragraph | None
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def all(self) -> list[Paragraph]:
        """The heading and the paragraphs."""
        return [*([self.heading] if self.heading else []), *self.paragraphs]

    def section(self) -> Section:
        """The record."""
        rows = [row for paragraph in self.all for row in paragraph.rows]
        place = (rows[0].line, max(row.last for row in rows)) if rows else None
        heading = self.heading.text if self.heading else ""
        return Section(heading, "\n".join(p.text for p in self.paragraphs), lines=place)


@dataclass(slots=True)
class Narrative:
    """The parts of the running text, the lines of the 名词解释, and what was not understood.

    `headless`: the terms stand there without their heading.
    """

    parts: list[Part] = field(default_factory=list)
    glossary: list[Row] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    headless: bool = False


def read_narrative(rows: list[Row], known: Collection[str] = ()) -> Narrative:
    """Read the rows that belong to no form and to no table of the book. `known` are the lines above the forms."""
    marked = _without_captions(_unglued(rows))
    texts = [row for row, strange in marked if not strange and not row.table]
    following = {id(row): after.text for row, after in pairwise(texts)}
    terms = _terms_without_heading(texts)
    done = Narrative(headless=bool(terms))
    glossary = False
    before: Row | None = None
    for row, strange in marked:
        if row.text in known and lines.title_ends(row.text):
            before = None  # the title of a form, printed twice
        elif row.table or strange or row.doubt or _form_title(row):
            done.unread += [] if row.blank else [Unread(row.line, row.text)]
            before = None
        elif _structure(row):
            before = None
        elif id(row) in terms:
            done.glossary.append(row)
        elif _is_heading(row, following.get(id(row), ""), glossary):
            glossary = "名词解释" in fold(row.text)
            _add_heading(done.parts, row)
            before = None
        elif glossary:
            done.glossary.append(row)
        else:
            _add_paragraph(done.parts, row, before)
            before = row
    return done


def _unglued(rows: list[Row]) -> list[Row]:
    """`rows` with each heading that stands in one line with the text after it on a line of its own."""
    done: list[Row] = []
    for row in rows:
        match = None if row.table else _GLUED.match(row.text) or _GLUED_LABEL.match(row.text)
        if match and lines.NUMBER.match(row.text):
            head = Row(row.line, row.line, [match[1]], False, row.gap, row.heading)
            rest = Row(row.line, row.last, [match[2].strip()], False)
            if lines.heading(head, rest.text) and (lines.sentence(rest.text) or lines.heading(rest)):
                done += [head, rest]
                continue
        done.append(row)
    return done


def _terms_without_heading(rows: list[Row]) -> set[int]:
    """The lines of a 名词解释 whose heading is lost, by their ids: lines one after the other that explain a term."""
    if any("名词解释" in fold(row.text) and lines.heading(row) for row in rows):
        return set()
    run: list[Row] = []
    for row in [*rows, None]:
        if row and part_glossary.explains(row):
            run.append(row)
        elif len(run) >= _LEAST_TERMS:
            break
        else:
            run = []
    if len(run) < _LEAST_TERMS:
        return set()
    first, last = rows.index(run[0]), rows.index(run[-1])
    while first and part_glossary.numbered_term(rows[first - 1]):
        first -= 1
    while last + 1 < len(rows) and not lines.heading(rows[last + 1]) and not lines.great_heading(rows[last + 1]):
        last += 1
    return {id(row) for row in rows[first : last + 1]}


def _is_heading(row: Row, following: str, glossary: bool) -> bool:
    if glossary and re.match(r"\s*\d", row.text):
        return False  # its entries are numbered
    return lines.heading(row, following)


def _form_title(row: Row) -> bool:
    """Whether the line is the title of a project's form, of which no form is left."""
    return lines.title_ends(row.text) and not re.search("[。；;！!？?]", row.text)


def _structure(row: Row) -> bool:
    """Whether the line belongs to the book and not to its text: page numbers, names of parts, owners, measures."""
    return lines.part(row.text) or structure(row)


def _without_captions(rows: list[Row]) -> list[tuple[Row, bool]]:
    """Each row with whether it is the caption of a table that nobody knows."""
    captions: set[int] = set()
    for i, row in enumerate(rows):
        if not row.table or (i and rows[i - 1].table):
            if not row.table and _within_table(rows, i):
                captions.add(i)
            continue
        named = False
        for j in range(i - 1, max(i - _LONGEST_CAPTION, 0) - 1, -1):
            text = rows[j].text
            if rows[j].table or not lines.caption(text):
                break
            own = not (_structure(rows[j]) or _LABELLED.match(text))
            if own and named:
                break  # a table has one name
            named = named or own
            captions.add(j)
    return [(row, i in captions and not _structure(row)) for i, row in enumerate(rows)]


def _within_table(rows: list[Row], i: int) -> bool:
    """Whether a line stands right between two rows of a table: a row of which only one cell is left."""
    if not 0 < i < len(rows) - 1 or rows[i].gap or rows[i + 1].gap or lines.great_heading(rows[i]):
        return False
    return rows[i - 1].table and rows[i + 1].table


def _add_heading(parts: list[Part], row: Row) -> None:
    """Open a part; a heading that is printed twice in a row opens one."""
    if parts and not parts[-1].paragraphs and parts[-1].heading and parts[-1].heading.text == row.text:
        return
    parts.append(Part(Paragraph(row.text, [row])))


def _add_paragraph(parts: list[Part], row: Row, before: Row | None) -> None:
    """Add a line to the last part. A line that the one before runs into (a page break) goes on with it.

    A paragraph that is printed twice in a row is kept once.
    """
    if not parts:
        parts.append(Part(None))
    paragraphs = parts[-1].paragraphs
    if before is not None and paragraphs and before.text == row.text and len(row.text) >= _WRAPPED_FROM:
        return
    if before is not None and paragraphs and not before.exact and _runs_on(before.text, row.text):
        paragraphs[-1].text += row.text
        paragraphs[-1].rows.append(row)
    else:
        paragraphs.append(Paragraph(row.text, [row]))


def _runs_on(before: str, text: str) -> bool:
    if len(before) < _WRAPPED_FROM or not _OPEN_END.search(before):
        return False
    return not lines.NUMBER.match(text) and not _LABELLED.match(text)
