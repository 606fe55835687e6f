"""The text of a document -> its rows: what the lines show decides how they are read; a document may mix shapes."""

from collections.abc import Callable, Sequence

from desktop_app.importers import (
    shape_cells,
    shape_endless,
    shape_glued,
    shape_marks,
    shape_pipes,
    shape_spaces,
    text_marks,
    text_reader,
    wrapped,
)
from desktop_app.importers.cells import Row
from desktop_app.importers.text_reader import Line
from desktop_app.importers.vocabulary import Vocabulary

Progress = Callable[[int, int], None]


def read_rows(text: str, words: Vocabulary, report: Progress | None = None) -> list[Row]:
    """The rows of a text in order, each with its lines.

    `report(done, total)` may raise Cancelled. Raises UserError where the text has more lines than any document of
    this kind.
    """
    if shape_marks.MARK in text:
        text = shape_marks.with_tabs(text, words)
    lines = text_reader.read_lines(text, report)
    plain = "\n".join(text_marks.clean(line)[0] for line in text_reader.lines_of(text))
    if not _delimited(lines, words) and wrapped.recognise(plain, words):
        return wrapped.read_rows(plain, words, report)
    return _rows(lines, words)


def _delimited(lines: Sequence[Line], words: Vocabulary) -> bool:
    """Whether cells are parted by pipes or runs of blanks, or rows stand in a line: then it is no text layer."""
    parted = any(shape_pipes.labelled(line, words) or shape_spaces.grid_head(line, words) for line in lines)
    return parted or shape_endless.whole_rows(lines, words)


def _rows(lines: Sequence[Line], words: Vocabulary) -> list[Row]:
    """Each stretch of lines by the reader of the shape that begins there; lines with tabs and running text as such."""
    piped = shape_pipes.styles(lines, words)
    marks = shape_glued.anchors(words)
    rows: list[Row] = []
    at, in_cells = 0, False  # in_cells: the row before was one cell ended by a pipe
    while at < len(lines):
        line = lines[at]
        found: list[Row] = []
        used = 0
        if style := piped.get(at):
            row, used = shape_pipes.read_row(lines, at, style)
            found, in_cells = [row], style.single
        elif piped and shape_pipes.rule(line) and ((at - 1) in piped or (at + 1) in piped):
            used = 1
        elif in_cells:
            found, used = shape_pipes.read_cell(lines, at, piped, words)
        elif shape_cells.begins(lines, at, words):
            found, used = shape_cells.read(lines, at, words)
        elif shape_spaces.begins(lines, at, words):
            found, used = shape_spaces.read(lines, at, words)
        elif shape_endless.begins(lines, at, marks):
            found, used = shape_endless.read(lines, at, words, marks)
        if not used:
            found, used, in_cells = [text_reader.row_of(line)], 1, False
        rows += found
        at += used
    return rows
