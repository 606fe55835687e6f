"""Bytes of a text file -> text: by its mark, else strict UTF-8, else the encoding that yields the likeliest Chinese."""

import codecs
from typing import NamedTuple

from desktop_app.errors import UserError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STRONGER = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # than what a document says of itself
_TRIALS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "cp950", "utf-32-le", "utf-32-be")
_NAMED = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}  # what is meant by them
_SAMPLE = 60_000
_LEAST_SHARE = 0.5
_MOST_BROKEN, _FEW_BROKEN = 0.01, 3
_MOST_NULS = 0.1  # a text in two bytes a character may pass for UTF-8 where it is mostly ASCII: half of it are NULs
_WINDOW = 400  # characters, enough to tell Chinese from two-byte characters that are read one byte too late

# The characters that make up most of any Chinese text, and those of the forms, simplified and traditional.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政"
    "四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者"
    "项目编码名称预算财政资金其他规模途支出计划底绩效标级指描述值确依据满服务象益济会态续响万元单位部门本局经费"
    "個國為這來們時會對後發動過還點體當從應將與關問題產種經濟項目編碼預算財資規劃標級確據滿務續響萬單門費"
)
_SIGNS = frozenset("，。、；：？！“”‘’（）《》〔〕【】—…·％≥≤＞＜＝　①②③④⑤")


class Decoded(NamedTuple):
    """A text, the encoding it was read with, and how many of its characters could not be read."""

    text: str
    encoding: str
    broken: int


def decode(data: bytes, where: str = "") -> Decoded:
    """Read `data` as text. A few broken bytes (a cut file) are replaced by U+FFFD and counted.

    Raises UserError where no encoding makes a text of it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _best(data, where)
    if text.count("\x00") > _MOST_NULS * len(text):
        return _best(data, where)
    return Decoded(text, "utf-8", 0)


def declared(data: bytes, name: str, where: str = "") -> str:
    """The text of a document that says its encoding itself; `name` is "" for one that does not.

    Where it says something else than it is, what the bytes look like decides, as for any text without a declaration.
    Raises UserError as `decode` does.
    """
    if name and not data.startswith(_STRONGER):
        try:
            return data.decode(_NAMED.get(name.lower(), name))
        except (UnicodeDecodeError, LookupError):
            return decode(data, where).text
    return decode(data, where).text


def _best(data: bytes, where: str) -> Decoded:
    """The text in the encoding that gives the most common characters. Raises UserError where none gives enough."""
    sample = data[:_SAMPLE]
    best = max(_TRIALS, key=lambda encoding: _likely(sample, encoding))
    if _likely(sample, best) < _LEAST_SHARE:
        raise UserError(
            "这不是文本文件，或者它的文字编码认不出来", where, "请用记事本或WPS打开，另存为UTF-8编码的文本后再导入"
        )
    return _read(data, best)


def _read(data: bytes, encoding: str) -> Decoded:
    text = _realigned(data, encoding) if encoding.startswith("utf-16") else data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _realigned(data: bytes, encoding: str) -> str:
    """A text of two bytes a character. Where a byte is lost, all after it is read one byte later, after a U+FFFD."""
    text = ""
    start = at = 0
    while at < len(data):
        end = at + 2 * _WINDOW
        if _share(data[at:end], encoding) < _LEAST_SHARE <= _share(data[at + 1 : end + 1], encoding):
            lost = at
            while lost > start and _share(data[lost - 1 : lost + 59], encoding) >= _LEAST_SHARE:
                lost -= 2  # the first character that makes sense one byte later
            text += data[start:lost].decode(encoding, "replace") + "\ufffd"
            start = at = lost + 1
            continue
        at = end
    return text + data[start:].decode(encoding, "replace")


def _likely(sample: bytes, encoding: str) -> float:
    """The share of common characters; of two bytes a character window by window, for a byte may be lost anywhere."""
    if not encoding.startswith("utf-16"):
        return _share(sample, encoding)
    windows = [sample[at : at + 2 * _WINDOW + 1] for at in range(0, len(sample), 2 * _WINDOW)]
    shares = [max(_share(part[:-1], encoding), _share(part[1:], encoding)) for part in windows if len(part) > 2]
    return sum(shares) / len(shares) if shares else 0.0


def _share(sample: bytes, encoding: str) -> float:
    """How likely the sample is a Chinese text in that encoding: the share of its characters that are common."""
    text = sample.decode(encoding, "replace")
    if text.endswith("\ufffd"):  # the sample may end in the middle of a character
        text = text[:-1]
    marks = sum(c not in " \t\r\n" for c in text)
    if not marks or text.count("\ufffd") > _FEW_BROKEN + _MOST_BROKEN * len(text):
        return 0.0
    good = sum(c in _COMMON or c in _SIGNS or ("!" <= c <= "~") for c in text)
    # every character outside the usual Chinese range speaks against the trial: wrong decodings are full of them
    odd = sum(not ("\u4e00" <= c <= "\u9fff" or c in _SIGNS or " " <= c <= "~" or c in "\t\r\n") for c in text)
    return (good - 2 * odd) / marks
