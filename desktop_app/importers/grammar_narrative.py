"""Running text -> sections; tables that are no forms, their captions and the glossary -> unread lines."""

import re
from itertools import pairwise

from desktop_app.domain.model import Section, Unread
from desktop_app.importers import lines
from desktop_app.importers.cells import Row, fold

_LONGEST_CAPTION = 5
_WRAPPED_FROM = 20
_OPEN_END = re.compile(r"[\w，、,（(“‘《〔]$")
_LABELLED = re.compile(r"^.{1,15}[:：]")


def read_narrative(rows: list[Row]) -> tuple[list[Section], list[Unread]]:
    """The sections of the rows that belong to no form, and the lines that were not understood."""
    marked = _without_captions(rows)
    texts = [row for row, strange in marked if not strange and not row.table]
    following = {id(row): after.text for row, after in pairwise(texts)}
    sections: list[tuple[str, list[str]]] = []
    unread: list[Unread] = []
    glossary = False
    before: Row | None = None
    for row, strange in marked:
        if row.table or strange or row.doubt:
            unread += [] if row.blank else [Unread(row.line, row.text)]
            before = None
        elif _structure(row):
            before = None
        elif _is_heading(row, following.get(id(row), ""), glossary):
            sections.append((row.text, []))
            glossary = "名词解释" in fold(row.text)
            before = None
        elif glossary:
            unread.append(Unread(row.line, row.text))
        else:
            _add_paragraph(sections, row, before)
            before = row
    return [Section(heading, "\n".join(paragraphs)) for heading, paragraphs in sections], unread


def _is_heading(row: Row, following: str, glossary: bool) -> bool:
    if glossary and re.match(r"\s*\d", row.text):
        return False  # its entries are numbered
    return lines.heading(row, following)


def _structure(row: Row) -> bool:
    """Whether the line belongs to the book and not to its text: page numbers, names of parts, owners, measures."""
    text = row.text
    return lines.page_number(text) or lines.part(text) or lines.measure(text) or lines.owner(text) is not None


def _without_captions(rows: list[Row]) -> list[tuple[Row, bool]]:
    """Each row with whether it is the caption of the table that follows it."""
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


def _add_paragraph(sections: list[tuple[str, list[str]]], row: Row, before: Row | None) -> None:
    """Add a line to the last section. A line that the one before runs into (a page break) goes on with it."""
    if not sections:
        sections.append(("", []))
    paragraphs = sections[-1][1]
    if before is not None and _runs_on(before.text, row.text):
        paragraphs[-1] += row.text
    else:
        paragraphs.append(row.text)


def _runs_on(before: str, text: str) -> bool:
    if len(before) < _WRAPPED_FROM or not _OPEN_END.search(before):
        return False
    return not lines.NUMBER.match(text) and not _LABELLED.match(text)
