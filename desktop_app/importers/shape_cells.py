"""One cell a paragraph, without any delimiter: the labels tell the forms, blank paragraphs may be blank cells."""

from collections.abc import Sequence

from desktop_app.domain.amounts import parse_number
from desktop_app.importers import lines as running
from desktop_app.importers import stream
from desktop_app.importers.cells import Row
from desktop_app.importers.glued_grid import lost_blanks
from desktop_app.importers.text_reader import Line, text_row
from desktop_app.importers.vocabulary import PLAN, SCALE, STANDARD_COLUMNS, Vocabulary

_LEAST_LABELS = 5  # labels that stand alone in their lines, among them that of the code
_LOOK_AHEAD = 40
_UNIT_CODE = 6  # digits
_BARE_NUMBER = frozenset("0123456789.,% ")


def begins(lines: Sequence[Line], at: int, words: Vocabulary) -> bool:
    """Whether a form begins at this line whose labels stand alone in their lines."""
    if "\t" in lines[at].text or not _names(lines, at, words):
        return False
    ahead = lines[at : at + _LOOK_AHEAD]
    labels = {words.head_label(line.text.strip()) for line in ahead} - {""}
    return len(labels) >= _LEAST_LABELS and not any("\t" in line.text for line in ahead[:_LEAST_LABELS])


def _names(lines: Sequence[Line], at: int, words: Vocabulary) -> bool:
    """Whether the label of the code stands here, or that of the name with the code's right after it."""
    label = words.head_label(lines[at].text.strip())
    coded = at + 2 < len(lines) and words.head_label(lines[at + 2].text.strip()) == "code"
    return label == "code" or (label == "name" and coded)


def read(lines: Sequence[Line], at: int, words: Vocabulary) -> tuple[list[Row], int]:
    """The cells of the form that begins at this line, each a row, and how many lines they take."""
    end = _end(lines, at, words)
    form = list(lines[at:end])
    labels = [words.head_label(line.text.strip()) for line in form]
    heads = next((i for i, line in enumerate(form) if words.column_label(line.text.strip())), len(form))
    spacing = form[1].blanks if len(form) > 1 else 0
    between = _between_rows(form, labels, spacing)
    rows: list[Row] = []
    i = 0
    while i < len(form):
        line = form[i]
        if _between_pages(line):
            rows.append(text_row(line))
            i += 1
            continue
        rows += [_cell("", line) for _ in range(_blank_cells(line, i, labels, spacing, between))]
        last = i
        if i < heads and not labels[i] and (field := _label_above(rows, words)):
            last = _last_of_cell(form, i, field, labels, heads)
        text = "\n".join(part.text.strip().replace("\v", "\n") for part in form[i : last + 1] if not _page(part))
        rows.append(Row(line.number, form[last].last, [text], True, line.blanks > 0))
        i = last + 1
    return _grid(rows, words), end - at


def _grid(rows: list[Row], words: Vocabulary) -> list[Row]:
    """The cells with those of the indicators put into rows where no blank cell is left and some must be lost."""
    heads = [i for i, row in enumerate(rows) if words.column_label(row.text)]
    if not heads:
        return rows
    first = next(i for i in range(heads[0], len(rows) + 1) if i == len(rows) or not words.column_label(rows[i].text))
    body = rows[first:]
    again = any(not row.table or words.column_label(row.text) for row in body)  # the heads of another page
    if again or first - heads[0] != len(STANDARD_COLUMNS) or not all(row.text for row in body):
        return rows
    starts = sum(bool(words.level2(row.text)) for row in body)
    if len(body) == len(STANDARD_COLUMNS) * starts:
        return rows
    place = (rows[heads[0]].line, rows[first - 1].last)
    named = Row(*place, [row.text for row in rows[heads[0] : first]])
    return [*stream.assemble(rows[: heads[0]], words), named, *lost_blanks(body, words)]


def _end(lines: Sequence[Line], at: int, words: Vocabulary) -> int:
    """The line after the form: where the lines above the next one begin, or a heading."""
    grid = False
    own = at if words.head_label(lines[at].text.strip()) == "code" else at + 2  # the label of the form's own code
    for i in range(at + 1, len(lines)):
        text = lines[i].text.strip()
        if (i != own and _names(lines, i, words)) or "\t" in text:
            above = [text_row(line) for line in lines[at:i]]
            return at + running.lead_of(above, len(above), 1)
        grid = grid or bool(words.column_label(text))
        great = lines[i].heading or running.great_heading(text_row(lines[i]))
        if grid and (running.title_ends(text) or (great and not _resumes(lines, i + 1, words))):
            return i
    return len(lines)


def _resumes(lines: Sequence[Line], at: int, words: Vocabulary) -> bool:
    """Whether the next row of indicators begins within a few lines: what looks like a heading before it is a cell."""
    for line in lines[at : at + len(STANDARD_COLUMNS)]:
        text = line.text.strip()
        if words.level2(text):
            return True
        if running.title_ends(text) or running.owner(text) or words.head_label(text) or words.column_label(text):
            return False
    return False


def _between_pages(line: Line) -> bool:
    """Whether the line stands above a form or a page and is no cell; `100公里` is a value and no owner."""
    owner = running.owner(line.text)
    return (
        running.title_ends(line.text)
        or _page(line)
        or running.measure(line.text)
        or bool(owner and (not owner.code or len(owner.code) >= _UNIT_CODE))
    )


def _page(line: Line) -> bool:
    """Whether the line is the number of a page; a bare number is rather a cell."""
    return running.page_number(line.text) and not _BARE_NUMBER.issuperset(line.text.strip())


def _between_rows(form: list[Line], labels: list[str], spacing: int) -> int:
    """How many blank lines more than between cells stand between rows: as before the labels that begin one."""
    extra = [line.blanks - spacing for line, label in zip(form, labels, strict=True) if label in (SCALE, "goals")]
    return max(min(extra, default=0), 0)


def _blank_cells(line: Line, i: int, labels: list[str], spacing: int, between: int) -> int:
    """How many of the blank lines before a cell are cells; those between rows and between cells are none."""
    more = line.blanks - spacing
    if i == 0 or more <= 0 or labels[i] in (SCALE, PLAN, "goals"):
        return 0
    if between and more >= between:
        more -= between
    return more // (spacing + 1)


def _cell(text: str, line: Line) -> Row:
    return Row(line.number, line.last, [text], True, line.blanks > 0)


def _label_above(rows: list[Row], words: Vocabulary) -> str:
    """The field of the last label in the upper part, where all that follows is one cell or an amount and one."""
    for row in reversed(rows):
        if row.text:
            label = words.head_label(row.text)
            if label in ("goals", "other"):
                return label
            return "purpose" if len(rows) > 1 and parse_number(row.text) is not None and _other(rows, words) else ""
    return ""


def _other(rows: list[Row], words: Vocabulary) -> bool:
    filled = [row.text for row in rows if row.text]
    return len(filled) > 1 and words.head_label(filled[-2]) == "other"


def _last_of_cell(form: list[Line], i: int, field: str, labels: list[str], heads: int) -> int:
    """The last line of a cell that may have several: goals and 资金用途, up to the next label."""
    if field == "other" and parse_number(form[i].text) is not None:
        return i
    last = i
    while last + 1 < heads and not labels[last + 1]:
        last += 1
    return last
