"""Text of a spreadsheet (.csv, .tsv, tab text called .xls) -> a sheet; lines in quotation marks stay in their cell."""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from desktop_app.domain.traces import Lines
from desktop_app.errors import UserError
from desktop_app.importers import list_heads
from desktop_app.importers.sheet_grid import MOST_CELLS, SHEET, WIDEST, Grid, Sheet
from desktop_app.importers.source import Source
from desktop_app.importers.text_reader import lines_of
from desktop_app.importers.vocabulary import Vocabulary

_DELIMITERS = (",", "\t", ";", "，")
_SAMPLE_LINES = 400
_LEAST_LABELS = 2
_MOST_IN_CELL = 500  # lines that one cell may have; beyond, its quotation mark was none
_LONGEST_LINE = 1_000_000
_LONGEST_CELL = 100_000
_MOST_LOOKED_AT = 5_000
_MOST_EVEN = 0.8
_UNPAIRED = "这一行的引号没有配对，按没有引号读取"


def read_sheets(source: Source, text: str) -> list[Sheet]:
    """The text as one sheet where it is that of a spreadsheet; none where it is any other text.

    It is one where its first lines hold the heads of a list or the labels of a form as cells between commas or
    semicolons, or between the tabs that a spreadsheet writes.
    """
    lines = lines_of(text)
    if any(len(line) > _LONGEST_LINE for line in lines):
        return []
    names = list_heads.names_of(source.aliases, source.mapping)
    for delimiter in _DELIMITERS:
        sample = [row for row, _, _ in islice(_records(lines[:_SAMPLE_LINES], delimiter), _SAMPLE_LINES)]
        if list_heads.find(sample[: list_heads.HEADER_WITHIN], names):
            return [Sheet("", partial(_open, lines, delimiter, source.where), SHEET)]
        if (delimiter != "\t" or _saved(lines, sample)) and _is_form(sample, source.words):
            return [Sheet("", partial(_open, lines, delimiter, source.where), SHEET)]
    return []


def _open(lines: list[str], delimiter: str, where: str) -> Grid:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    grid = Grid(len(lines), iter(()), lines=[])
    grid.rows = _rows(lines, delimiter, where, grid)
    return grid


def _rows(lines: list[str], delimiter: str, where: str, grid: Grid) -> Iterator[list[Any]]:
    """The rows, each as wide as the text has it; their lines and unpaired marks are noted in the grid."""
    assert grid.lines is not None
    cells = 0
    for row, place, broken in _records(lines, delimiter):
        cells += len(row)
        if len(row) > WIDEST or cells > MOST_CELLS:
            raise UserError("表格太大，没有读取", where, "请删去多余的行和列，或把它分成几个文件再导入")
        if broken:
            grid.strange.append((place[0], _UNPAIRED))
        grid.lines.append(place)
        yield row


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[list[str], Lines, bool]]:
    """The cells of each record with its lines, and whether its quotation marks do not pair."""
    csv.field_size_limit(_LONGEST_CELL)
    at = 0
    while at < len(lines):
        # whole lines without a mark need no second thought; a record may begin at any line with one
        reader = csv.reader((lines[i] + "\n" for i in range(at, len(lines))), delimiter=delimiter, strict=True)
        begin = at
        try:
            for row in reader:
                end = begin + 1 if at + reader.line_num == begin + 1 else at + reader.line_num
                if end - begin > _MOST_IN_CELL:
                    raise csv.Error("too many lines")
                yield [cell.strip("\ufeff") for cell in row] if begin == 0 else row, (begin + 1, end), False
                begin = end
            return
        except csv.Error:
            row = lines[begin].split(delimiter)
            yield row, (begin + 1, begin + 1), True
            at = begin + 1


def _saved(lines: list[str], rows: list[list[str]]) -> bool:
    """Whether a spreadsheet wrote the tabs: all rows have as many cells, or nearly all and some are in quotation marks.

    Running text with tables in it has rows of all widths.
    """
    widths = Counter(len(row) for row in rows if row)
    quoted = any('\t"' in line or line[:1] == '"' for line in lines[:_MOST_LOOKED_AT])
    width, often = widths.most_common(1)[0]
    return width > 1 and (len(widths) == 1 or (quoted and often > _MOST_EVEN * widths.total()))


def _is_form(rows: list[list[str]], words: Vocabulary) -> bool:
    """Whether two rows at least hold several labels of the form as cells of their own."""
    labelled = 0
    for row in rows:
        named = sum(bool(words.head_label(cell) or words.column_label(cell)) for cell in row if cell)
        labelled += named >= _LEAST_LABELS
    return labelled >= _LEAST_LABELS
