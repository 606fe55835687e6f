"""Characters with boxes -> lines -> paragraphs: a line goes on where the next piece would not have fitted any more."""

import re
from dataclasses import dataclass

from desktop_app.importers import lines
from desktop_app.importers.pdf_page import Char

_SAME_LINE = 0.5  # of a character's height: characters that differ less in height stand on one line
_WORD_GAP = 0.2  # of a character: between Latin words
_WIDE_GAP = 0.7  # between any two characters
_COLUMN_GAP = 2.0  # characters: between the parts of a line that stand apart
SLACK = 0.35  # of a character: by what a full line may fall short
# what stays on one line: a Latin word or one character, with its opening and closing brackets
_CLOSING = "）》〉】〕」』”’％，。、；：？！)\\]"
_PIECE = re.compile(rf"[（《〈【〔「『“‘(\[]*(?:[!-~]+|.)[{_CLOSING}]*(?:(?<=[{_CLOSING}])[!-~]+)?", re.DOTALL)
_STOPS = "。；！？;!?"


@dataclass(slots=True)
class TextLine:
    """A line of text and its box; `size` is the height of its characters, `parts` what stands apart in it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    parts: list[str]
    first_width: float  # of the piece with which the line begins

    @property
    def stopped(self) -> bool:
        """Whether the line ends with the end of a sentence."""
        return self.text.rstrip()[-1:] in _STOPS


def text_lines(chars: list[Char]) -> list[TextLine]:
    """The lines of some characters from top to bottom."""
    rows: list[list[Char]] = []
    middle = height = 0.0
    for char in sorted(chars, key=lambda c: ((c.top + c.bottom) / 2, c.left)):
        own = (char.top + char.bottom) / 2
        if rows and own - middle <= _SAME_LINE * max(height, 1.0):
            rows[-1].append(char)
        else:
            rows.append([char])
            middle, height = own, char.bottom - char.top
    return [made for row in rows if (made := _line(sorted(row, key=lambda c: c.left)))]


def _line(chars: list[Char]) -> TextLine | None:
    shown = [char for char in chars if not char.text.isspace()]
    if not shown:
        return None
    size = sorted(char.bottom - char.top for char in shown)[len(shown) // 2]
    em = _em(shown, size)
    parts, right = [""], shown[0].left
    blank = False
    for char in chars:
        if char.text.isspace():
            blank = bool(parts[-1])
            if char.text == "\u3000" and parts[-1]:
                parts[-1] += char.text
            continue
        gap = char.left - right
        if gap > _COLUMN_GAP * em and parts[-1]:
            parts.append("")
        elif blank and not parts[-1].endswith("\u3000"):
            parts[-1] += " "
        elif gap > _WIDE_GAP * em and parts[-1]:
            parts[-1] += " "
        elif gap > _WORD_GAP * em and _latin(parts[-1][-1:]) and _latin(char.text):
            parts[-1] += " "
        parts[-1] += char.text
        right, blank = max(right, char.right), False
    texts = [part.strip() for part in parts]
    whole = " ".join(texts) + (" " if blank else "")
    first = _PIECE.match(whole)
    count = len(first[0]) if first else 1
    width = shown[min(count, len(shown)) - 1].right - shown[0].left
    return TextLine(
        whole, shown[0].left, right, min(c.top for c in shown), max(c.bottom for c in shown), em, texts, width
    )


def _em(shown: list[Char], size: float) -> float:
    """The width of a Chinese character of the line; of one without any, what its height suggests."""
    widths = sorted(char.right - char.left for char in shown if char.text >= "\u2e80")
    return widths[len(widths) // 2] if widths and widths[len(widths) // 2] > 0 else max(size * 0.75, 1.0)


def _latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def goes_on(line: TextLine, following: TextLine, edge: float) -> bool:
    """Whether `following` is the same paragraph: its first piece had no room before `edge`."""
    if line.stopped and lines.NUMBER.match(following.text):
        return False
    return line.right + following.first_width > edge - SLACK * line.size


def glue(text: str, following: str) -> str:
    """Two lines of one paragraph as one text."""
    apart = text.endswith(" ") and _latin(text.rstrip()[-1:]) and _latin(following[:1])
    return text.rstrip(" ") + (" " if apart else "") + following


def paragraphs(found: list[TextLine], edge: float) -> str:
    """The text of a cell: its lines joined where they are wrapped, else parted by newlines."""
    text = ""
    before: TextLine | None = None
    for line in found:
        if before is None:
            text = line.text
        elif goes_on(before, line, edge):
            text = glue(text, line.text)
        else:
            text = f"{text.rstrip()}\n{line.text}"
        before = line
    return text.strip()
