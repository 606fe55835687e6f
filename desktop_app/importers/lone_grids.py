"""Tables of a disclosure that stand one cell a line: the cells are put back into rows where but one way fits them all.

Nothing in such a text marks a row. Its width is what the heads and the contents of all cells agree on: the row that
numbers the columns tells it, else heads of one or two levels under which every cell fits its column.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from desktop_app.importers import heads, lines
from desktop_app.importers.cells import Row, only_cell
from desktop_app.importers.part_tables import kinds_of
from desktop_app.importers.part_words import ASSET, BUDGET, ORGANISATION, PURCHASE, Words, note, structure
from desktop_app.importers.table_cells import AMOUNT, ANY, CODE, LABEL, SEQ, fits, numeric, squeeze
from desktop_app.importers.vocabulary import Vocabulary

UNTOLD = "表格是一格一行的，分不清哪些格是一行"

_LEAST_HEADS = 3  # names of columns, one below the other, that begin a table
_WIDEST = 20
_LONGEST_HEAD = 20
_AMOUNTS = frozenset({"quantity", "price", "total", "general", "govfund", "soe", "special", "own", "carryover", "sme"})
_KINDS = {"catalog_code": CODE, "item": LABEL, "value": AMOUNT, "fund": AMOUNT}


@dataclass(slots=True)
class _Cell:
    """A cell with the row of the source that it is; a blank cell that only blank lines show has the row before it."""

    text: str
    row: Row


@dataclass(slots=True)
class _Grid:
    """How a run of cells is cut: the heads as rows of cells, where the body begins, how wide a row is."""

    heads: list[list[str]]
    body: int
    width: int
    known: int  # heads that are names of columns, less twice those that are not


def assemble(rows: list[Row], vocabulary: Vocabulary) -> list[Row]:
    """`rows` with the tables put into rows. Cells that cannot be told apart stay one a row and bear a doubt."""
    words = Words(vocabulary.parts)
    done: list[Row] = []
    at = 0
    while at < len(rows):
        end = _end(rows, at, vocabulary, words) if _begins(rows, at, vocabulary, words) else at
        if end == at:
            done.append(rows[at])
            at += 1
            continue
        found, used = _table(rows, at, end, words)
        if found:
            done += found
        elif rows[at].table or _captioned(rows, at, words):
            end = next((i for i in range(at + 1, end) if _heads_text(rows, i)), end)
            used = end - at
            done += [_untold(row) for row in rows[at:end]]
        else:
            used = 1
            done.append(rows[at])
        at += used
    return done


def _single(row: Row) -> str | None:
    """The text of a row that is one cell or one short line of text; None for all else."""
    if row.table:
        return only_cell(row)
    return None if len(row.cells) != 1 else row.cells[0]


def _begins(rows: list[Row], at: int, vocabulary: Vocabulary, words: Words) -> bool:
    """Whether the heads of a table begin here, one a line, and no form's."""
    texts = [_single(row) for row in rows[at : at + _LEAST_HEADS]]
    if len(texts) < _LEAST_HEADS or not texts[0] or not words.names_column(texts[0]):
        return False
    if any(vocabulary.head_label(text or "") in ("code", "goals", "purpose") for text in texts):
        return False
    if any(text is None or numeric(text) or structure(row) for text, row in zip(texts, rows[at:], strict=False)):
        return False
    return sum(words.names_column(text or "") for text in texts) >= _LEAST_HEADS - 1


def _end(rows: list[Row], at: int, vocabulary: Vocabulary, words: Words) -> int:
    """The row after the last that may be a cell: lines above and below tables, sentences and forms are none."""
    for i in range(at, len(rows)):
        row, text = rows[i], _single(rows[i])
        if text is None or row.table != rows[at].table:
            return i
        if text and (row.heading or lines.sentence(text) or lines.title_ends(text) or lines.part_heading(text)):
            return i
        if structure(row) and not numeric(text):
            return i
        if words.table_no(text) or note(row) or vocabulary.head_label(text) == "code":
            return i
    return len(rows)


def _heads_text(rows: list[Row], at: int) -> bool:
    """Whether a line is a heading with running text under it."""
    below = rows[at + 1] if at + 1 < len(rows) else None
    return lines.great_heading(rows[at]) and (
        below is None or lines.sentence(below.text) or lines.title_ends(below.text)
    )


def _captioned(rows: list[Row], at: int, words: Words) -> bool:
    """Whether the line above is one that stands above a table."""
    return at > 0 and (structure(rows[at - 1]) or words.table_no(rows[at - 1].text) is not None)


def _untold(row: Row) -> Row:
    row.doubt = row.doubt or UNTOLD
    row.table = True
    return row


def _table(rows: list[Row], at: int, end: int, words: Words) -> tuple[list[Row], int]:
    """The rows of the table that begins at `at`, and how many rows of the source they take; [] where it is not told.

    Running text may follow without a mark: then the table ends before a line that looks like a heading.
    """
    ends = [end]
    if not rows[at].table:
        ends += [i for i in range(end - 1, at, -1) if lines.great_heading(rows[i])]
    for stop in ends:
        cells = _cells(rows, at, stop)
        grids = [grid for grid in _grids([cell.text for cell in cells], words)]
        most = max((grid.known for grid in grids), default=0)
        best = [grid for grid in grids if grid.known == most]
        if len(best) == 1:
            return _rows(cells, best[0]), stop - at
    return [], 0


def _cells(rows: list[Row], at: int, end: int) -> list[_Cell]:
    """The cells of the rows; where these are paragraphs, blank ones that stand beyond their usual distance."""
    if rows[at].table:
        return [_Cell(squeeze(_single(row) or ""), row) for row in rows[at:end]]
    spaces = [two.line - one.last - 1 for one, two in pairwise(rows[at : end + 1])]
    usual = max(min(spaces, default=0), 0)  # two rows may come from one line of the source
    cells: list[_Cell] = []
    for i in range(at, end):
        cells.append(_Cell(squeeze(rows[i].text), rows[i]))
        blank = (spaces[i - at] - usual) // (usual + 1) if i - at < len(spaces) else 0
        cells += [_Cell("", rows[i])] * blank
    return cells


def _grids(texts: list[str], words: Words) -> Iterator[_Grid]:
    """The ways to cut the cells into heads and rows under which every cell fits its column."""
    numbered = _numbering(texts, words)
    for width in [numbered[1]] if numbered else range(2, _WIDEST + 1):
        for above in [numbered[0] - width] if numbered else range(width):
            body = numbered[0] + width if numbered else above + width
            grid = _grid(texts, above, width, body, words)
            if grid:
                yield grid


def _numbering(texts: list[str], words: Words) -> tuple[int, int] | None:
    """Where the row that numbers the columns begins, and how wide it is."""
    at = next((i for i, text in enumerate(texts[: 3 * _WIDEST]) if text in words.numbering), None)
    if at is None:
        return None
    count = 0
    while texts[at + count + 1 : at + count + 2] == [str(count + 1)]:
        count += 1
    return (at, count + 1) if count > 1 else None


def _grid(texts: list[str], above: int, width: int, body: int, words: Words) -> _Grid | None:
    """The cut with `above` cells in the upper row of heads, `width` in the lower one and in each row."""
    if above < 0 or body > len(texts) or (len(texts) - body) % width:
        return None
    upper, lower = texts[:above], texts[above : above + width]
    if any(len(text) > _LONGEST_HEAD or numeric(text) for text in upper + lower) or not any(lower):
        return None
    if above:
        spread = _spread(upper, lower, words)
        if spread is None:
            return None
        levels = [spread, lower]
    elif all(lower):
        levels = [lower]
    else:
        return None
    names = [text for text in upper + lower if text]
    known = sum(1 if words.names_column(text) else -2 for text in names)
    rows = [Row(i, i, cells) for i, cells in enumerate(levels)]
    kind = words.heads_of(rows[0])
    if kind != BUDGET and body == len(texts):
        return None  # only budget tables are printed without rows
    if known <= 0 or not kind or heads.numbers_columns(rows[0], words.numbering):
        return None
    columns = heads.columns_of(rows, words.numbering)[0]
    if len(columns) != width or not all(columns):
        return None
    kinds = _kinds(kind, columns, words)
    grid = [texts[i : i + width] for i in range(body, len(texts), width)]
    if not all(any(row) and all(fits(cell, k) for cell, k in zip(row, kinds, strict=True)) for row in grid):
        return None
    counted = [row[kinds.index(SEQ)] for row in grid] if SEQ in kinds else []
    if any(int(two) != int(one) + 1 for one, two in pairwise(counted) if one and two):
        return None
    return _Grid(levels, body, width, known)


def _spread(upper: list[str], lower: list[str], words: Words) -> list[str] | None:
    """The upper heads over the columns that they belong to, None where they cannot be those of the lower ones.

    One stands over each column without a lower head and over each run of lower heads. A run may be two: its first name
    comes again, or amounts follow codes and names.
    """
    if not all(upper) or len(upper) >= len(lower):
        return None
    kinds = kinds_of(lower, words)
    whole = [i for i, name in enumerate(lower) if not name or not i or not lower[i - 1]]
    money = [i for i, kind in enumerate(kinds) if i and lower[i] and kind == AMOUNT and kinds[i - 1] in (CODE, LABEL)]
    for more in ([], heads.again(lower), money):
        starts = sorted({*whole, *more})
        if len(starts) == len(upper):
            return [upper[starts.index(i)] if i in starts else "" for i in range(len(lower))]
    return None


def _kinds(kind: str, columns: list[str], words: Words) -> list[str]:
    """What each column of a table of that kind holds."""
    if kind == BUDGET:
        return kinds_of(columns, words)
    if kind == ORGANISATION:
        return [LABEL] * len(columns)
    field = words.field(kind)
    fields = [field(column.rsplit("/", 1)[-1]) for column in columns]
    named = {PURCHASE: _KINDS | dict.fromkeys(_AMOUNTS, AMOUNT), ASSET: _KINDS | {"quantity": AMOUNT}}[kind]
    return [
        SEQ if words.numbers(column) else named.get(name, ANY) for name, column in zip(fields, columns, strict=True)
    ]


def _rows(cells: list[_Cell], grid: _Grid) -> list[Row]:
    """The rows of the table with their places."""
    width = grid.width
    first = len([text for text in grid.heads[0] if text]) if len(grid.heads) > 1 else width
    starts = [(0, first, grid.heads[0])]
    if len(grid.heads) > 1:
        starts.append((first, first + width, grid.heads[1]))
    for i in range(grid.body, len(cells), width):
        starts.append((i, i + width, [cell.text for cell in cells[i : i + width]]))
    done = []
    for start, end, texts in starts:
        part = cells[start:end]
        places = tuple((cell.row.line, cell.row.last) for cell in part) if len(part) == len(texts) else ()
        done.append(Row(part[0].row.line, part[-1].row.last, texts, True, part[0].row.gap, places=places))
    return done
