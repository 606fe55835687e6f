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
_TRIALS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")
_SAMPLE = 60_000
_LEAST_SHARE = 0.5
_MOST_BROKEN = 0.001

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
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        return _best(data, where)


def _best(data: bytes, where: str) -> Decoded:
    """The text in the encoding that gives the most common characters. Raises UserError where none gives enough."""
    sample = data[:_SAMPLE]
    best = max(_TRIALS, key=lambda encoding: _share(sample, encoding))
    if _share(sample, best) < _LEAST_SHARE:
        raise UserError(
            "这不是文本文件，或者它的文字编码认不出来", where, "请用记事本或WPS打开，另存为UTF-8编码的文本后再导入"
        )
    return _read(data, best)


def _read(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _share(sample: bytes, encoding: str) -> float:
    """How likely the sample is a Chinese text in that encoding: the share of its characters that are common."""
    text = sample.decode(encoding, "replace")
    if text.endswith("\ufffd"):  # the sample may end in the middle of a character
        text = text[:-1]
    marks = sum(c not in " \t\r\n" for c in text)
    if not marks or text.count("\ufffd") > _MOST_BROKEN * len(text):
        return 0.0
    good = sum(c in _COMMON or c in _SIGNS or ("!" <= c <= "~") for c in text)
    # every character outside the usual Chinese range speaks against the trial: wrong decodings are full of them
    odd = sum(not ("\u4e00" <= c <= "\u9fff" or c in _SIGNS or " " <= c <= "~" or c in "\t\r\n") for c in text)
    return (good - 2 * odd) / marks
