"""Text -> lines without the traces of Word, Markdown and HTML, and a line -> a row: tabs cut it into cells."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.errors import UserError
from desktop_app.importers import text_marks, unwrap
from desktop_app.importers.cells import Row

MOST_LINES = 200_000
_EVERY = 20_000
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Line:
    """One line of the source in which something stands, or several that a program broke it into.

    `number` counts all lines from 1, `last` is its last one, `text` is without traces of other programs but with its
    blanks, `heading`: they mark it as a heading, `blanks` is the number of blank lines right before it.
    """

    number: int
    text: str
    heading: bool
    blanks: int
    last: int = 0

    def __post_init__(self) -> None:
        self.last = self.last or self.number


def lines_of(text: str) -> list[str]:
    """The lines of a text as they are counted."""
    return _LINE_END.split(text)


def read_lines(text: str, progress: Callable[[int, int], None] | None = None) -> list[Line]:
    """The lines of a text in which something stands. `progress(done, total)` may raise Cancelled.

    A page break begins a line without a number of its own. Raises UserError where the text has more lines than any
    document of this kind.
    """
    raw = lines_of(text)
    if len(raw) > MOST_LINES:
        raise UserError(f"文本有 {len(raw)} 行，太大了", "", "请把它分成几个文件再导入")
    lines: list[Line] = []
    blanks = 0
    for number, last, whole in unwrap.joined(raw):
        if progress and number % _EVERY == 0:
            progress(number, len(raw))
        for piece in whole.split("\f") if "\f" in whole else (whole,):
            plain, marked = text_marks.clean(piece)
            if plain.strip() or "\t" in plain:
                lines.append(Line(number, plain, marked, blanks, last))
                blanks = 0
            else:
                blanks += 1
    return lines


def row_of(line: Line) -> Row:
    """A line as a row: tabs cut it into cells, without them it is running text. Only tabs: a row of blank cells."""
    cells = [cell.strip() for cell in line.text.split("\t")]
    if len(cells) == 1:
        return text_row(line)
    if line.heading and sum(map(bool, cells)) <= 1:
        return text_row(line)
    cells = [cell.replace("\v", "\n") for cell in cells]
    return Row(line.number, line.last, cells, True, line.blanks > 0)


def text_row(line: Line) -> Row:
    """A line as running text."""
    text = line.text.strip().replace("\v", " ")
    return Row(line.number, line.last, [text], False, line.blanks > 0, line.heading)
