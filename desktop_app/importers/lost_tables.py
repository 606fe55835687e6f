"""Tables of a disclosure that stand in running text: their lines are no narrative, and the tables are to be looked at.

A line that names a table, or that holds the names of several columns, and no table under it: the text was taken from a
page whose cells cannot be told apart any more.
"""

import re
from itertools import zip_longest
from typing import NamedTuple

from desktop_app.domain.traces import Lines, Review
from desktop_app.importers import lines
from desktop_app.importers.cells import Row, fold, only_cell
from desktop_app.importers.forms import Form
from desktop_app.importers.part_words import ASSET, BUDGET, ORGANISATION, PURCHASE, Words, structure
from desktop_app.importers.table_blocks import Chunk
from desktop_app.importers.table_cells import numeric
from desktop_app.importers.vocabulary import Vocabulary

REASON = "这张表的文字连成了行，分不清哪些是一格"

_PATHS = {PURCHASE: "procurement", ASSET: "assets", ORGANISATION: "organisation", BUDGET: "budget_tables"}
_NAMES = (
    (PURCHASE, re.compile(r".{0,20}政府采购(?:预算|预算表|表)")),
    (ASSET, re.compile(r".{0,20}资产(?:占用)?(?:情况)?表")),
    (ORGANISATION, re.compile(r".{0,20}机构设置(?:情况)?表?")),
)
_LEAST_HEADS = 3
_LEAST_LINES, _AHEAD = 2, 12  # so many lines that look like those of a table, among the next ones


class Lost(NamedTuple):
    """A table that was not read: its kind, the number of a budget table (0: not told), its lines.

    `partly`: rows of it were read, and these lines stand under them.
    """

    kind: str
    no: int
    place: Lines
    partly: bool


def mark(rows: list[Row], vocabulary: Vocabulary, chunks: list[Chunk]) -> list[Lost]:
    """The tables in the running text `rows`, whose lines are given a doubt; `chunks` are those that were read.

    A line right under a table that was read, without a blank line between, may be the rest of one of its rows.
    """
    ends = {chunk.place[1] + 1: chunk for chunk in chunks}
    words = Words(vocabulary.parts)
    found: list[Lost] = []
    at = 0
    while at < len(rows):
        kind, no = _begins(rows[at], words)
        chunk = None if kind or _stands_alone(rows, at, words) else ends.get(rows[at].line)
        if chunk:
            kind, no = chunk.kind, _number(chunk, words)
        end = _end(rows, at + 1, vocabulary, words) if kind else at
        if not kind or not (chunk or _shown(rows[at : min(end, at + _AHEAD)], words)):
            at += 1
            continue
        end = _next(rows, at + 1, end, words)
        for row in rows[at:end]:
            if not structure(row):
                row.doubt = row.doubt or REASON
        found.append(Lost(kind, no, (rows[at].line, rows[end - 1].last), chunk is not None))
        at = end
    return found


def reviews(lost: list[Lost], read: dict[str, bool]) -> list[Review]:
    """What a person must look at; `read` tells of which kinds rows were read all the same."""
    found: dict[str, Review] = {}
    for kind, no, place, partly in lost:
        path = f"{_PATHS[kind]}[{no}]" if no else _PATHS[kind]
        if kind == BUDGET or partly or not read[kind]:
            found.setdefault(path, Review(path, REASON, place))
    return list(found.values())


def _stands_alone(rows: list[Row], at: int, words: Words) -> bool:
    """Whether a line under a table is no part of it: its owner, a caption, a heading, a sentence."""
    row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    if row.heading or row.gap or structure(row) or lines.sentence(row.text) or lines.title_ends(row.text):
        return True
    titled = lines.part_heading(row.text) or lines.book_title(row.text)
    return titled or (lines.great_heading(row) and _heads_text(below, words))


def _number(chunk: Chunk, words: Words) -> int:
    """The number of the budget table whose name stands above, 0 where none does."""
    names = (words.table_no(cell) for row in chunk.lead for cell in row.cells)
    return next((no for no in names if no), 0)


def _shown(rows: list[Row], words: Words) -> bool:
    """Whether lines show that the first of them names a table: its owner or measure stands below, or rows of cells."""
    captioned = len(rows) > 1 and structure(rows[1]) and words.table_no(rows[0].text) is not None
    return captioned or sum(_of_table(row, words) for row in rows) >= _LEAST_LINES


def _next(rows: list[Row], at: int, end: int, words: Words) -> int:
    """The next line before `end` that names another table, else `end`."""
    return next((i for i in range(at, end) if words.table_no(rows[i].text)), end)


def _begins(row: Row, words: Words) -> tuple[str, int]:
    """The kind of table that a line names, by its caption or its heads, and the number of a budget table."""
    text = row.text
    if row.doubt or lines.contents_entry(row) or lines.sentence(text) or (row.table and only_cell(row) is None):
        return "", 0
    if no := words.table_no(text):
        return BUDGET, no
    plain = fold(text)
    named = next((kind for kind, name in _NAMES if name.fullmatch(plain) and not lines.NUMBER.match(text)), "")
    return named or _heads(text, words), 0


def _heads(text: str, words: Words) -> str:
    """The kind of table whose heads stand in a line, parted by blanks."""
    parts = text.split()
    known = sum(words.names_column(part) for part in parts)
    if len(parts) < _LEAST_HEADS or 2 * known < len(parts) or known < _LEAST_HEADS:
        return ""
    return words.heads_of(Row(0, 0, parts))


def _of_table(row: Row, words: Words) -> bool:
    """Whether a line looks like a row of a table: a name of a column, a row of them, or a part of it is a number."""
    if structure(row):
        return False
    names = words.names_column(row.text) or bool(_heads(row.text, words))
    return bool(row.doubt) or names or any(map(numeric, row.text.split()))


def _end(rows: list[Row], at: int, vocabulary: Vocabulary, words: Words) -> int:
    """The row after the last line of a table: before a sentence, a form, or a heading with a sentence under it."""
    for i in range(at, len(rows)):
        row, below = rows[i], rows[i + 1] if i + 1 < len(rows) else None
        text = row.text
        if row.table and only_cell(row) is None:
            return i
        if row.heading or lines.title_ends(text) or lines.part_heading(text) or vocabulary.begins_code(text):
            return i
        if lines.sentence(text) or vocabulary.head_label(text.split(" ")[0]) == "code":
            return i
        if lines.great_heading(row) and not numeric(text.split()[-1]) and _heads_text(below, words):
            return i
    return len(rows)


def _heads_text(below: Row | None, words: Words) -> bool:
    """Whether the line under what may be a heading or the name of a row shows that it is a heading."""
    if below is None or lines.sentence(below.text) or lines.title_ends(below.text) or below.heading:
        return True
    return bool(_begins(below, words)[0])


def mark_indicators(forms: list[Form], rest: list[Row], words: Vocabulary) -> dict[int, bool]:
    """The forms, by their place in `forms`, under which cells of indicators stand in the running text `rest`.

    True: 一级 or 二级指标 are among them, so that rows are lost. False: a line right under the last row may be the rest
    of it. The lines are given a doubt.
    """
    found: dict[int, bool] = {}
    below_last = {form.place[1] + 1 for form in forms}
    starts = [form.place[0] for form in forms[1:]]
    for n, (form, below) in enumerate(zip_longest(forms, starts)):
        rows = [row for row in rest if row.line > form.place[1] and (below is None or row.line < below)]
        end = next((i for i, row in enumerate(rows) if row.heading or lines.part_heading(row.text)), len(rows))
        last = max((i for i, row in enumerate(rows[:end]) if _of_indicator(row, words)), default=None)
        whole = last is not None
        if not whole and rows and rows[0].line in below_last and not _below_form(rows[0]):
            last = 0
        if last is not None:
            found[n] = whole
            for row in rows[: last + 1]:
                row.doubt = row.doubt or REASON
    return found


def _below_form(row: Row) -> bool:
    """Whether a line right under a form is no rest of its last row."""
    text = row.text
    known = lines.caption(text) or lines.page_number(text) or lines.title_ends(text) or lines.heading(row)
    return row.heading or row.gap or not text or known or lines.sentence(text)


def _of_indicator(row: Row, words: Vocabulary) -> bool:
    """Whether a line is a 一级 or 二级指标 and nothing else, or begins with one and goes on."""
    first = row.text.split(" ")[0]
    return bool(words.level2(first) or words.level1(first))
