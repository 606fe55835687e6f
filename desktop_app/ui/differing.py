"""Which characters of two texts differ, to be marked where both are shown."""

import html
from difflib import SequenceMatcher

from PySide6.QtGui import QColor, QPalette

from desktop_app.ui import theme

LONGEST = 3000  # characters in which single differences are looked for; of longer texts only where they begin and end

Piece = tuple[str, bool]  # a stretch of text, and whether the other text lacks it

_MINE, _THEIRS = QColor("#e08600"), QColor("#1f8a4c")
_TINT_LIGHT, _TINT_DARK = 0.30, 0.48


def pieces(mine: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in stretches that the other has and that it lacks; the stretches together are the text."""
    head = _common(mine, theirs)
    tail = _common(mine[head:][::-1], theirs[head:][::-1])
    middle = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    left: list[Piece] = [(mine[:head], False)]
    right: list[Piece] = [(theirs[:head], False)]
    if max(map(len, middle)) > LONGEST:
        left.append((middle[0], True))
        right.append((middle[1], True))
    else:
        for tag, a, b, c, d in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
            left.append((middle[0][a:b], tag != "equal"))
            right.append((middle[1][c:d], tag != "equal"))
    left.append((mine[len(mine) - tail :], False))
    right.append((theirs[len(theirs) - tail :], False))
    return [piece for piece in left if piece[0]], [piece for piece in right if piece[0]]


def _common(a: str, b: str) -> int:
    """How many characters both texts begin with."""
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def rich(stretches: list[Piece], palette: QPalette, theirs: bool) -> str:
    """The stretches as rich text, what the other side lacks on a coloured ground and underlined."""
    share = _TINT_DARK if theme.dark(palette) else _TINT_LIGHT
    ground = theme.blend(palette.color(QPalette.ColorRole.Base), _THEIRS if theirs else _MINE, share).name()
    parts = []
    for text, differs in stretches:
        shown = html.escape(text, quote=False).replace("\n", "<br>")
        parts.append(f'<span style="background-color:{ground}; text-decoration:underline">{shown}</span>'
                     if differs else shown)  # fmt: skip
    return "".join(parts)
