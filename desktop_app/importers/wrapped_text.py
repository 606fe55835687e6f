"""Running text of a text layer: lines that the edge of the page cut become paragraphs again."""

from desktop_app.importers import lines as running
from desktop_app.importers.cells import Row
from desktop_app.importers.wrapped_pieces import Habits, Line, width

_INDENT = 2.0  # the first line of a paragraph begins two characters further in
_SPARE = 3.0  # what may stay free at the end of a line that goes on: words and marks that stay together
_LITTLE = 1.5
_LEAST_SAMPLE = 3
_NEARLY_ALL = 0.85
_STOPS = "。；：！？;!?:"


def high(widths: list[float]) -> float | None:
    """The width of a column, told by the widths of lines that another one follows; None where there are too few."""
    if len(widths) < _LEAST_SAMPLE:
        return None
    return sorted(widths)[int(_NEARLY_ALL * (len(widths) - 1))]


def edge_of(lines: list[Line]) -> float:
    """How wide running lines are printed, in characters; 0 where nothing is wrapped."""
    return high([width(line.text) for line in lines if not line.ended]) or 0.0


def paragraphs(lines: list[Line], edge: float, habits: Habits) -> list[Row]:
    """The paragraphs and headings of consecutive lines, each a row of running text."""
    rows: list[Row] = []
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on(group, line, edge, habits):
            rows.append(_text_row(group, habits.ends))
            group = []
        group.append(line)
    return [*rows, _text_row(group, habits.ends)] if group else rows


def _goes_on(group: list[Line], line: Line, edge: float, habits: Habits) -> bool:
    """Whether the paragraph goes on in the line: the line before is full, and nothing shows that it ends there."""
    before = group[-1]
    if running.page_number(before.text) or running.page_number(line.text):
        return False
    if not edge:
        return habits.ends and not before.ended
    spare = edge - width(before.text) - (_INDENT if len(group) == 1 else 0.0)
    if habits.ends and not before.ended:
        return spare < _SPARE
    return spare < _LITTLE and before.text[-1] not in _STOPS and not running.NUMBER.match(line.text)


def begins_text(text: str) -> bool:
    """Whether running text can begin so behind a table: it heads something, or is a sentence."""
    if running.part(text) or running.page_number(text) or running.caption(text) or running.title_ends(text):
        return True
    return running.sentence(text) or running.heading(Row(0, 0, [text], False))


def lead_rows(lines: list[Line]) -> list[Row]:
    """The lines above a form: its title, which may be wrapped, its owner and its measure."""
    rows: list[Row] = []
    group: list[Line] = []
    for line in lines:
        group.append(line)
        text = "".join(part.text for part in group)
        if line.ended or running.title_ends(text) or running.owner(text) or running.measure(text):
            rows.append(_text_row(group))
            group = []
    return [*rows, _text_row(group)] if group else rows


def _text_row(group: list[Line], exact: bool = False) -> Row:
    text = ""
    for line in group:
        both_latin = text[-1:].isascii() and text[-1:].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
        text += f" {line.text}" if text and both_latin else line.text
    return Row(group[0].number, group[-1].last, [text], False, group[0].gap > 0, exact=exact)
