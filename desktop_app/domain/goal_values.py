"""Values of the department's indicators, which stand in sentences: 不少于2万人次, 95%以上, 5万人左右.

The words belong to the printed value. A sign is read from them only where it is certain: 以上, 以下 and 以内 include
the number itself (民法典第一千二百五十九条); 左右 is no sign and stays with the measure.
"""

import re

from desktop_app.domain import values
from desktop_app.domain.values import Value

_LEADING = {
    "不少于": "≥", "不低于": "≥", "不小于": "≥", "大于等于": "≥", "大于或等于": "≥", "至少": "≥",
    "不超过": "≤", "不高于": "≤", "不大于": "≤", "不多于": "≤", "小于等于": "≤", "小于或等于": "≤", "至多": "≤",
    "超过": "＞", "高于": "＞", "大于": "＞", "低于": "＜", "小于": "＜", "少于": "＜", "等于": "＝",
}  # fmt: skip
_TRAILING = {"及以上": "≥", "以上": "≥", "及以下": "≤", "以下": "≤", "以内": "≤", "之内": "≤"}
_REACHED = ("达到", "达")
SIGN_WORDS = tuple(sorted(_LEADING, key=len, reverse=True))
TRAILING_WORDS = tuple(sorted(_TRAILING, key=len, reverse=True))

_WORDED = re.compile(
    rf"(?P<reached>{'|'.join(_REACHED)})?\s*(?P<word>{'|'.join(SIGN_WORDS)})?(?P<core>.*?)"
    rf"(?P<tail>{'|'.join(TRAILING_WORDS)})?",
    re.DOTALL,
)


def parts(text: str) -> Value:
    """The sign, number and measure of a printed value, words read as signs where that is certain.

    `不少于2万人次` -> (≥, 2, 万人次); `95%以上` -> (≥, 95, %); `5万人左右` -> ("", 5, 万人左右). Where no number
    comes out the value is split as it stands.
    """
    plain = text.strip()
    found = _taken_apart(plain)
    return found[1] if found else values.split(plain)


def _taken_apart(plain: str) -> tuple[re.Match[str], Value] | None:
    match = _WORDED.fullmatch(plain)
    if match is None or not (match["reached"] or match["word"] or match["tail"]):
        return None
    inner = values.split(match["core"])
    signs = {sign for sign in (inner.sign, _LEADING.get(match["word"]), _TRAILING.get(match["tail"])) if sign}
    if not values.numeric(inner.number) or len(signs) > 1:
        return None
    return match, Value(next(iter(signs), ""), inner.number, inner.measure)


def with_parts(text: str, new: Value) -> str:
    """The printed value `text` with other parts: the words stay where the sign is the same, else the sign is printed.

    `95%以上` with 96 -> `96%以上`, with ＞ -> `＞95%`.
    """
    old = parts(text)
    if new == old:
        return text
    found = _taken_apart(text.strip())
    if found is None or new.sign != old.sign:
        return values.glue(new)
    match = found[0]
    printed = values.split(match["core"]).sign and match["core"].strip()[: -len(_rest(match["core"]))]
    gap = " " if f"{old.number} {old.measure}" in match["core"] else ""
    measured = f"{new.number}{gap if new.measure else ''}{new.measure}"
    return f"{match['reached'] or ''}{match['word'] or ''}{printed}{measured}{match['tail'] or ''}"


def _rest(core: str) -> str:
    """What of a value follows its sign."""
    split = values.split(core)
    return core.strip()[core.strip().index(split.number) :] if split.number else core.strip()
