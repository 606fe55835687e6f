"""The characters of a PDF as they were typed: radicals become the characters that they stand for."""

import unicodedata

UNREADABLE = "\ufffd"
_KANGXI = range(0x2F00, 0x2FD6)
_RADICALS = range(0x2E80, 0x2EF4)
_PRIVATE = range(0xE000, 0xF900)
# Radicals whose character Unicode does not give, or gives as the traditional one: simplified fonts draw ⼾ as 户.
_OWN = dict(
    zip(
        "⼾⺎⺒⺓⺟⺠⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "户兀巳幺母民虎西见角贝车長镸长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_DROPPED = frozenset((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF))


def sign(code: int, known: bool = True) -> str:
    """The character of a Unicode number, "" for what is not seen, U+FFFD for what means nothing.

    Some programs give the numbers of radicals to the characters that look like them; no other character is changed.
    `known`: the file says what the character means; else its number is that of a picture in a font.
    """
    if not known or code < 0x09 or 0xD800 <= code < 0xE000 or code in _PRIVATE or code > 0x10FFFF:
        return UNREADABLE
    if code in _DROPPED or 0x0A <= code < 0x20 or 0x7F <= code < 0xA0:
        return ""
    if code in _KANGXI or code in _RADICALS:
        return _OWN.get(chr(code)) or unicodedata.normalize("NFKC", chr(code))
    return " " if code == 0x09 else chr(code)
