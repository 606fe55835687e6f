r"""Word's own text stream: every cell ends with the sign U+0007, and so does every row; put into rows with tabs."""

import re

from desktop_app.importers.vocabulary import PLAN, SCALE, Vocabulary

MARK = "\x07"
_END_OF_CELL = re.compile("\n?\x07")
_WIDTHS = {"code": 4, SCALE: 7, PLAN: 5, "goals": 2}  # cells of the rows that a label begins
_BELOW = {SCALE: 2, PLAN: 5}  # cells of the row under it
_MOST_CELLS = 40


def with_tabs(text: str, words: Vocabulary) -> str:
    """`text` with one row a line, its cells parted by tabs; every line keeps its number. Other lines stay as they are.

    Where no mark of a row is found at the width that the labels tell, each cell stands in a line of its own.
    """
    text = re.sub("\r\n?", "\n", text)
    ends = [match.span() for match in _END_OF_CELL.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    cells = [text[start:stop] for start, (stop, _) in zip(starts, ends, strict=False)]
    done: list[str] = []
    above, width, i = "", 0, 0
    while i < len(cells):
        outside, newline, first = cells[i].rpartition("\n")
        done.append(outside + newline)
        if outside.strip():
            above, width = "", 0
        label = words.head_label(first)
        heads = bool(words.column_label(first))
        size = _width(cells, i, _WIDTHS.get(label) or _BELOW.get(above) or (0 if heads else width))
        row = [first, *cells[i + 1 : i + size]]
        shown = "\t".join(" ".join(cell.strip("\n").replace("\n", "\v").split("\t")) for cell in row)
        ended = i + size < len(cells) and not cells[i + size].strip()
        stop = ends[i + size][1] if ended else ends[i + size - 1][1]
        inner = text.count("\n", starts[i] + len(outside) + len(newline), stop)
        done.append(
            (shown if size > 1 else f"\t{shown}") + ("\n" * inner or "\f")
        )  # a page break ends a line without a number
        above = label
        width = size if size > 1 and label not in _WIDTHS else width
        i += size + ended
    return "".join(done) + text[starts[-1] :]


def _width(cells: list[str], i: int, expected: int) -> int:
    """How many cells the row has that begins at `i`: as many as expected, else all before the next blank cell."""
    if expected and i + expected < len(cells) and not cells[i + expected].strip():
        return expected
    for size in range(1, min(_MOST_CELLS, len(cells) - i)):
        if not cells[i + size].strip():
            return size
    return 1
