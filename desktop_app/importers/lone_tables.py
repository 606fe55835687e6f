"""Tables that stand one cell a line: their heads are seen, but which cells make a row is not told. They are flagged."""

from desktop_app.domain.model import Book
from desktop_app.domain.traces import Lines, Review
from desktop_app.importers.cells import Row, only_cell
from desktop_app.importers.part_words import ASSET, BUDGET, ORGANISATION, PURCHASE, Words

_PATHS = {PURCHASE: "procurement", ASSET: "assets", ORGANISATION: "organisation", BUDGET: "budget_tables"}
_CELLS = 4  # so many heads, one below the other, show what table they are of


def find(book: Book, rows: list[Row], forms_at: list[Lines], words: Words) -> list[Review]:
    """The parts of a book of which the heads stand one a line, outside of all forms, and no row was read.

    Budget tables are flagged even where rows were read: they were put together out of what stands in single lines.
    `rows` are those of the source, `forms_at` the lines of the forms.
    """
    of_forms = {line for first, last in forms_at for line in range(first, last + 1)}
    found: dict[str, Lines] = {}
    for cells in _runs(rows, of_forms):
        for at in range(len(cells) - _CELLS + 1):
            window = cells[at : at + _CELLS]
            texts = [only_cell(row) or "" for row in window]
            kind = words.heads_of(Row(window[0].line, window[-1].last, texts))
            if kind and (kind != BUDGET or words.numbers(texts[0])):
                found.setdefault(kind, (window[0].line, window[-1].last))
    read = {PURCHASE: book.purchases, ASSET: book.assets, ORGANISATION: book.organisation, BUDGET: []}
    reason = "表格是一格一行的，分不清哪些格是一行"
    return [Review(_PATHS[kind], reason, place) for kind, place in found.items() if not read[kind]]


def _runs(rows: list[Row], of_forms: set[int]) -> list[list[Row]]:
    """Rows of one filled cell that follow each other, outside of forms."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if row.line in of_forms or only_cell(row) is None:
            runs.append([])
        elif only_cell(row):
            runs[-1].append(row)
    return runs
