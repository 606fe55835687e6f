"""Indicator values: 计算符号 + 数值 + 计量单位, and the printed form in which the three are glued together.

The incumbent keeps three fields and prints them glued (`≥90百分比`); domain.md A.2-A.4.
"""

import re
from typing import NamedTuple

SIGNS = ("≥", "＞", "＝", "＜", "≤", "定性", "定量（其他）", "不适用")
COMPARISONS = ("≥", "＞", "＝", "＜", "≤")
NUMERIC = re.compile(r"-?\d+(\.\d+)?")

# Spellings of the comparison signs that are the same sign on paper; words (大于等于) are not among them: rule K11.
_SPELLINGS = {
    ">=": "≥", "=>": "≥", "＞＝": "≥", "≧": "≥", "⩾": "≥", "≥": "≥",
    "<=": "≤", "=<": "≤", "＜＝": "≤", "≦": "≤", "⩽": "≤", "≤": "≤",
    ">": "＞", "＞": "＞", "<": "＜", "＜": "＜", "=": "＝", "＝": "＝",
}  # fmt: skip
_SIGN = re.compile("|".join(re.escape(s) for s in sorted(_SPELLINGS, key=len, reverse=True)))
_WORDS = {
    "大于等于": "≥", "大于或等于": "≥", "不小于": "≥", "不低于": "≥", "不少于": "≥",
    "小于等于": "≤", "小于或等于": "≤", "不大于": "≤", "不高于": "≤", "不超过": "≤",
    "大于": "＞", "小于": "＜", "等于": "＝",
}  # fmt: skip
_MEASURE = re.compile(r"[^\W\d_]|[%％‰℃°]")  # `9.6.` is a malformed number and not 9.6 of a measure called `.`
SIGN_WORDS = tuple(sorted(_WORDS, key=len, reverse=True))
# The incumbent rewrites < and > to book-title marks (domain.md A.4). Before a number they are signs again; a title that
# begins with a number (《2024年工作办法》) has both marks.
_REWRITTEN = re.compile(r"(?:《(?![^《]*》)|》)\s*[=＝]?(?=\s*-?[\d０-９])")
_MARKS = {"《": "＜", "》": "＞", "《=": "≤", "》=": "≥", "《＝": "≤", "》＝": "≥"}
_FOLD = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


class Value(NamedTuple):
    """The three parts of an indicator value; any may be ""."""

    sign: str
    number: str
    measure: str


def canonical_sign(text: str) -> str | None:
    """The sign of the code list that `text` spells (`>=` -> `≥`, `大于等于` -> `≥`), or None."""
    plain = "".join(text.split())
    if plain in SIGNS:
        return plain
    return _SPELLINGS.get(plain) or _WORDS.get(plain) or _MARKS.get(plain)


def restored(text: str) -> str:
    """A value with the sign that the incumbent rewrote folded back where it is certain: `《5％` -> `＜5％`."""
    match = _REWRITTEN.match(text) if text[:1] in ("《", "》") else None
    return _MARKS["".join(match[0].split())] + text[match.end() :] if match else text


def split(text: str) -> Value:
    """Read a printed value into its parts without changing a character of what it says.

    `≥90百分比` -> (≥, 90, 百分比); `11月15号前完成` -> ("", whole text, ""), because a text that goes on with digits
    after its measure is no number with a unit. A missing sign stays missing.
    """
    text = restored(text.strip())
    sign_match = _SIGN.match(text)
    sign = _SPELLINGS[sign_match.group()] if sign_match else ""
    rest = text[sign_match.end() :].strip() if sign_match else text
    number_match = NUMERIC.match(rest.translate(_FOLD))
    if not number_match:
        return Value(sign, rest, "")
    number, measure = rest[: number_match.end()], rest[number_match.end() :].strip()
    if measure and (re.search(r"\d", measure.translate(_FOLD)) or len(measure) > 8 or not _MEASURE.search(measure)):
        return Value(sign, rest, "")
    return Value(sign, number, measure)


def glue(value: Value) -> str:
    """The printed form. 定性, 定量（其他） and 不适用 are not printed; what is no sign is, so that nothing is lost."""
    sign = "" if value.sign in SIGNS and value.sign not in COMPARISONS else value.sign
    return f"{sign}{value.number}{value.measure}"


def typed(text: str) -> Value:
    """What a person meant who typed or pasted `text` into the sign cell: `≥90%`, `>=90 %`, `大于等于90%`, `定性`."""
    whole = canonical_sign(text)
    if whole:
        return Value(whole, "", "")
    plain = text.strip()
    for word in SIGN_WORDS:
        if plain.startswith(word) and NUMERIC.match(plain[len(word) :].strip().translate(_FOLD)):
            return split(_WORDS[word] + plain[len(word) :].strip())
    return split(plain)


def numeric(text: str) -> bool:
    """Whether `text` is a number as the incumbent tests it (domain.md A.3)."""
    return NUMERIC.fullmatch(text.strip()) is not None
