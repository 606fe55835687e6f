"""How texts are made alike before they are compared or looked for in one another: full width does not count.

`packed` compares labels. A text folded by `fold` is as long as the text itself, so that a place found in the one is the
place in the other.
"""

import unicodedata
from typing import Final

# U+FF01 .. U+FF5E are the ASCII signs in full width, U+3000 is the blank of that width
_WIDTHS: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_ALIKE: Final = {"“": '"', "”": '"', "‘": "'", "’": "'", "≧": "≥", "≦": "≤"}
_LETTERS: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_TABLE: Final = _WIDTHS | {ord(sign): ord(plain) for sign, plain in _ALIKE.items()}


def packed(text: str) -> str:
    """The text in half-width signs (NFKC), without blanks: `科目 编码（２）` -> `科目编码(2)`."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def fold(text: str) -> str:
    """`ＰＸ９０％` -> `px90%`, `“泵站”` -> `"泵站"`; as many characters as `text` has."""
    plain = text.translate(_TABLE) if not text.isascii() else text
    low = plain.lower()
    return low if len(low) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def fold_table() -> dict[int, int | str]:
    """For `str.translate`: what `fold` makes of each sign, of letters only those of the English alphabet."""
    wide_letters = {code: _LETTERS.get(plain, plain) for code, plain in _TABLE.items()}
    return {**_LETTERS, **wide_letters}
