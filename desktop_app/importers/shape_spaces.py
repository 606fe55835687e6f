"""Cells parted by runs of two and more blanks: rows of a form or table, blank cells where the columns show them."""

import re
from collections.abc import Sequence

from desktop_app.importers import lines as running
from desktop_app.importers import shape_pipes
from desktop_app.importers.cells import Row
from desktop_app.importers.part_words import Words
from desktop_app.importers.space_columns import Part, counted, parts_of, placed, under_heads
from desktop_app.importers.text_reader import Line, text_row
from desktop_app.importers.vocabulary import PLAN, Vocabulary

_RUN = re.compile(r"[^\s|｜][ \u3000\xa0]{2,}\S")
_INDENTED = re.compile(r"[ \u3000\xa0]{2,}\S")
_LEAST_HEADS = 3
_LEAST_ROWS, _LEAST_NARROW = 3, 4  # rows of three cells, rows of two, that make a table of lines without labels
_MOST_HEADS = 3  # rows of heads
_MOST = 0.6  # of the rows of a table that have all cells
_LONGEST_HEAD = 16
_FAR = 3  # so many lines of running text end a table
_MONTHS, _GRID = "months", "grid"


def has_run(line: Line) -> bool:
    """Whether a run of blanks stands between two texts of the line, and no tab."""
    return "\t" not in line.text and _RUN.search(line.text) is not None


def begins(lines: Sequence[Line], at: int, words: Vocabulary) -> bool:
    """Whether rows parted by runs of blanks begin at this line."""
    if not has_run(lines[at]) or _caption(lines[at]):
        return False
    texts = [part.text for part in parts_of(lines[at].text)]
    if _head(texts, words) or words.head_label(texts[0]) == "code":
        return True
    if any(running.sentence(text) for text in texts):
        return False
    if len(texts) > 1 and at + 1 < len(lines) and _names(texts, words):
        below = [part.text for part in parts_of(lines[at + 1].text)]
        if len(below) > len(texts) and _names(below, words):
            return True  # two rows of heads
    counts = [len(texts)]
    for line in lines[at + 1 : at + _LEAST_NARROW]:
        if not has_run(line) or _caption(line):
            break
        counts.append(len(parts_of(line.text)))
    headed = counts[0] >= 3 and len(counts) > 1 and max(map(len, texts)) <= _LONGEST_HEAD
    return (
        headed
        or (min(counts[:_LEAST_ROWS]) >= 3 and len(counts) >= _LEAST_ROWS)
        or (len(counts) == _LEAST_NARROW and len(set(counts)) == 1)
    )


def _names(texts: list[str], words: Vocabulary) -> bool:
    """Whether all parts of a line are names of columns."""
    return all(map(Words(words.parts).names_column, texts))


def grid_head(line: Line, words: Vocabulary) -> bool:
    """Whether the line holds the column heads of the indicators, parted by runs of blanks."""
    return has_run(line) and _head([part.text for part in parts_of(line.text)], words) == _GRID


def _head(texts: list[str], words: Vocabulary) -> str:
    """Of what the parts of a line are the column heads: the plan's months, the indicators, or nothing."""
    if len(texts) >= _LEAST_HEADS and sum(bool(words.column_label(text)) for text in texts) >= _LEAST_HEADS:
        return _GRID
    months = sum(words.head_label(text).startswith(f"{PLAN}.") for text in texts)
    return _MONTHS if months >= _LEAST_HEADS else ""


def _caption(line: Line) -> bool:
    """Whether the line stands above a table and is no row of it: a title, an owner, a measure."""
    text = " ".join(line.text.split())
    parts = text.split(" ")
    titled = running.title_ends(text) or (running.title_ends(parts[0]) and running.measure(" ".join(parts[1:])))
    return titled or running.owner(text) is not None or running.measure(text)


def read(lines: Sequence[Line], at: int, words: Vocabulary) -> tuple[list[Row], int]:
    """The rows of the form or table that begins at this line, and how many lines they take."""
    end = _end(lines, at, words)
    rows: list[Row] = []
    segment: list[Line] = []  # lines that have their columns in common
    for i in range(at, end):
        line = lines[i]
        texts = [part.text for part in parts_of(line.text)]
        labelled = bool(texts) and words.head_label(texts[0]) != ""
        if _plain(line) and not _lone_cell(lines, i, end):
            rows += [*_segment(segment, words), _text(line)]
            segment = []
        elif labelled or _head(texts, words):
            rows += _segment(segment, words)
            segment = [line]
        else:
            segment.append(line)
    return rows + _segment(segment, words), end - at


def _plain(line: Line) -> bool:
    """Whether the line is running text among the rows."""
    return not (has_run(line) or _INDENTED.match(line.text)) or _caption(line) or line.heading


def _lone_cell(lines: Sequence[Line], i: int, end: int) -> bool:
    """Whether a line between two rows, with no blank line around it, is a row of which only one cell is filled."""
    if _caption(lines[i]) or lines[i].heading or lines[i].blanks or not 0 < i < end - 1 or lines[i + 1].blanks:
        return False
    return has_run(lines[i - 1]) and has_run(lines[i + 1]) and not running.sentence(lines[i].text)


def _goes_on(lines: Sequence[Line], i: int) -> bool:
    """Whether a row of one cell that is not the first is followed by another row."""
    inside = _INDENTED.match(lines[i].text) is not None and not running.sentence(lines[i].text)
    return inside and i + 1 < len(lines) and not lines[i + 1].blanks and has_run(lines[i + 1])


def _text(line: Line) -> Row:
    row = text_row(line)
    first, _, rest = row.text.partition(" ")
    if running.title_ends(first) and running.measure(rest):
        row.cells = [first]
    return row


def _end(lines: Sequence[Line], at: int, words: Vocabulary) -> int:
    """The line after the last row: before lines of running text, a great heading, or another shape."""
    end, far, form = at + 1, 0, False
    for i in range(at, len(lines)):
        line = lines[i]
        text = line.text.strip()
        if (
            "\t" in text
            or ("|" in text and not shape_pipes.inside_cells(line))
            or (i > at and not has_run(line) and (line.heading or running.great_heading(text_row(line))))
        ):
            break
        form = form or bool(words.head_label(parts_of(line.text)[0].text))
        if i > at and running.title_ends(text):
            break
        lone = not form and i > at and (_lone_cell(lines, i, len(lines)) or _goes_on(lines, i))
        if has_run(line) or lone or (form and _INDENTED.match(line.text) and not running.sentence(text)):
            end, far = i + 1, 0
        elif form and i - end < 2 * _FAR and words.head_label(text):
            end, far = i + 1, 0  # a label whose cell is blank
        else:
            far += 1
            if far > (4 * _FAR if form else 0):
                break
    return end


def _segment(lines: list[Line], words: Vocabulary) -> list[Row]:
    """Rows with common columns: each part under its column where the columns are certain, else one after the other."""
    if not lines:
        return []
    parts = [parts_of(line.text) for line in lines]
    width = max(map(len, parts))
    months = _head([part.text for part in parts[0]], words) == _MONTHS
    labelled = words.head_label(parts[0][0].text) != ""
    whole = all(len(found) == width for found in parts)
    texts = [line.text for line in lines]
    table = None
    if not whole:
        table = counted(texts, 1.0) or placed(texts, parts, width, labelled)
        if not table and _head([part.text for part in parts[0]], words) == _GRID:
            table = under_heads(texts, parts, width)
        table = table or ([] if labelled else _below_heads(lines, parts, width)) or counted(texts, _MOST)
    rows = []
    for i, (line, found) in enumerate(zip(lines, parts, strict=True)):
        cells = table[i] if table else _in_order(line, found, width)
        row = Row(line.number, line.last, cells, True, line.blanks > 0)
        if not (whole or table or labelled) and i and len(cells) < width and len(lines) > _LEAST_ROWS:
            row.doubt = "格子之间只有空格，分不清空着的是哪一格"
        if months and i and any(cells) and len(cells) < width:
            row.doubt = "这一行比月份少几格，分不清各是哪个月的"
        rows.append(row)
    return rows


def _below_heads(lines: list[Line], parts: list[list[Part]], width: int) -> list[list[str]]:
    """The cells of lines that show their columns but for the heads above them, which are set in another way."""
    for heads in range(1, min(_MOST_HEADS, len(lines) - _LEAST_ROWS) + 1):
        below = placed([line.text for line in lines[heads:]], parts[heads:], width, False)
        if below:
            above = zip(lines[:heads], parts[:heads], strict=True)
            return [*(_in_order(line, found, width) for line, found in above), *below]
    return []


def _in_order(line: Line, parts: list[Part], width: int) -> list[str]:
    texts = [part.text.replace("\v", "\n") for part in parts]
    if len(texts) < width and _INDENTED.match(line.text):
        texts.insert(0, "")
    return texts
