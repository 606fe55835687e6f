"""Text -> rows: tabs cut a line into cells, other lines are running text; traces of Word, Markdown and HTML go."""

import html
import re
from collections.abc import Callable

from desktop_app.errors import UserError
from desktop_app.importers.cells import Row

MOST_LINES = 200_000
_EVERY = 20_000
_LONGEST_CODED = 5_000  # field codes stand in headings and contents; a search in an endless line would not end

_LINE_END = re.compile(r"\r\n|\r|\n")
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\x00\x07\x0c"))
_FIELD_CODE = re.compile(
    r"\s*\bTC\s.*?\\f\s*\w+(?:\s*\\l\s*\d+)?\s*"
    r'|\s*\b(?:PAGEREF|HYPERLINK|TOC|REF|SEQ)\s+(?:\\\w+\s*)?(?:"[^"]*"|_\w+)(?:\s*\\\w+(?:\s*"[^"]*")?)*'
)
_BOOKMARK = re.compile(r"\[bookmark:[^\[\]]*\]")
_TAG = re.compile(r"</?(?:b|i|u|strong|em|span|p|div|br|font|sup|sub|table|tr|td|th|tbody)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|lt|gt|amp|quot);")
_MARKDOWN_HEADING = re.compile(r"^\s*#{1,6}\s+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def read_rows(text: str, progress: Callable[[int, int], None] | None = None) -> list[Row]:
    """The rows of a text in order, each with its line. `progress(done, total)` may raise Cancelled.

    Raises UserError where the text has more lines than any document of this kind.
    """
    lines = _LINE_END.split(text)
    if len(lines) > MOST_LINES:
        raise UserError(f"文本有 {len(lines)} 行，太大了", "", "请把它分成几个文件再导入")
    rows: list[Row] = []
    gap = False
    for number, line in enumerate(lines, 1):
        if progress and number % _EVERY == 0:
            progress(number, len(lines))
        if row := _row(line.translate(_INVISIBLE), number, gap):
            rows.append(row)
            gap = False
        else:
            gap = True
    return rows


def _row(line: str, number: int, gap: bool) -> Row | None:
    """One line as a row; None where nothing stands in it. A line of tabs is a row of blank cells."""
    line, marked = _clean(line)
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) == 1:
        return Row(number, number, cells, False, gap, marked) if cells[0] else None
    if marked and sum(map(bool, cells)) <= 1:
        return Row(number, number, [line.strip()], False, gap, True)
    return Row(number, number, cells, True, gap)


def _clean(line: str) -> tuple[str, bool]:
    """The line without field codes, bookmarks, tags and Markdown, and whether they marked it as a heading."""
    line = line.replace("\x0b", " ")
    plain = _MARKDOWN_HEADING.sub("", line, count=1)
    marked = plain != line
    if "\\" in plain and len(plain) <= _LONGEST_CODED:
        without = _FIELD_CODE.sub("", plain)
        marked, plain = marked or without != plain, without
    if "<" in plain:
        plain = _TAG.sub("", plain)
    if "&" in plain and _ENTITY.search(plain):
        plain = html.unescape(plain)
    if "[" in plain:
        plain = _BOOKMARK.sub("", plain)
    if "**" in plain:
        plain = _BOLD.sub(r"\1", plain)
    return plain, marked and bool(plain.strip())
