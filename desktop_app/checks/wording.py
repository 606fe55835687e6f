"""How texts are compared, and how an indicator value is written properly (rule K11)."""

import re
from decimal import Decimal
from functools import lru_cache

from desktop_app.domain import values

_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_FOLD = str.maketrans("０１２３４５６７８９％", "0123456789%")
_POINT = re.compile(r"(?<=\d)．(?=\d)")

# Only the names of operators: 不低于, 不少于 and 不超过 are how people speak, and say the same to every reader.
_OPERATORS = {
    "大于或等于": "≥", "大于等于": "≥", "小于或等于": "≤", "小于等于": "≤", "大于": "＞", "小于": "＜", "等于": "＝",
}  # fmt: skip
_WORD = "|".join(_OPERATORS)
_SIGN = "|".join(map(re.escape, (">=", "<=", "≥", "≤", "≧", "≦", ">", "<", "=", "＞", "＜", "＝")))
_NUMBER = r"-?\d+(?:\.\d+)?"

# A system of the bureaus turns < and > into book-title marks when it saves; a real title is closed again.
_TITLE_MARK = re.compile(r"^([《》])(?!.*[《》])\s*([=＝]?)\s*(?=-?\d)")
_TITLE_SIGNS = {("《", False): "＜", ("《", True): "≤", ("》", False): "＞", ("》", True): "≥"}

_TWICE = re.compile(rf"({_SIGN})?\s*({_NUMBER})\s*([^\d\s]*?)\s*({_WORD})\s*({_NUMBER})\s*(\D*)")
_WORD_FIRST = re.compile(rf"({_WORD})\s*({_NUMBER})\s*(\D*)")
_SIGN_AND_WORD = re.compile(rf"({_SIGN})\s*({_WORD})\s*({_NUMBER})\s*(\D*)")
_PERCENT_WORD = re.compile(r"(?<=\d)\s*百分比")
_NOTHING = frozenset({"无", "同上", "没有", "暂无", "略", "不详"})
_END = "。．.；;，,、"


def squeeze(text: str) -> str:
    """The text without white space, which a wrapped cell leaves anywhere."""
    return "".join(text.split())


def same(a: str, b: str) -> bool:
    """Whether two squeezed texts say the same, the last full stop left out; blank texts never do."""
    if not a or not b or a == b:
        return a == b != ""
    if a[-1] not in _END and b[-1] not in _END:
        return False
    left = a.rstrip(_END)
    return bool(left) and left == b.rstrip(_END)


def says_nothing(text: str) -> bool:
    """Whether a squeezed text, not blank, holds no word (`/`, `……`, `123`, `1111`) or one for none (无, 同上)."""
    if len(text) > 2 and text[0].isalpha():  # most texts; each row of a form asks twice
        return text[0] == text[1] and text.count(text[0]) == len(text)
    return text in _NOTHING or (text != "" and not any(map(str.isalpha, text)))


@lru_cache(maxsize=65536)
def proper_value(text: str) -> str | None:
    """How an indicator value is properly written: itself where nothing is wrong, None where that is not certain.

    `≥90百分比` -> `≥90%`; `100大于等于100%` -> `≥100%`; `《5％` -> `＜5%`; `≥９０%` -> `≥90%`.
    """
    plain = text.strip()
    folded = _POINT.sub(".", plain.translate(_DIGITS))
    folded = _TITLE_MARK.sub(lambda m: _TITLE_SIGNS[m[1], bool(m[2])], folded)
    words = _without_words(folded)
    if words is None:
        return None
    result = _PERCENT_WORD.sub("%", words)
    return result.translate(_FOLD) if result != plain else plain


def _without_words(text: str) -> str | None:
    if match := _TWICE.fullmatch(text):
        sign, first, first_unit, word, second, unit = match.groups()
        meant = _OPERATORS[word]
        agree = Decimal(first) == Decimal(second) and (not sign or values.canonical_sign(sign) == meant)
        return f"{meant}{second}{unit}" if agree and first_unit in ("", unit) else None
    if match := _SIGN_AND_WORD.fullmatch(text):
        sign, word, number, unit = match.groups()
        return f"{sign}{number}{unit}" if values.canonical_sign(sign) == _OPERATORS[word] else None
    if match := _WORD_FIRST.fullmatch(text):
        return f"{_OPERATORS[match[1]]}{match[2]}{match[3]}"
    return text
