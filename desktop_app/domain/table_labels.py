"""Labels, codes and column heads of budget tables, folded so that prints which differ in signs and blanks agree."""

import re
from functools import lru_cache

from desktop_app.domain.folding import packed

_CHINESE = "一二三四五六七八九十百"
_QUOTES = str.maketrans("", "", "\"'“”‘’「」『』＂")
_ITEM = re.compile(rf"[{_CHINESE}]+[、.,，．。]")
_NUMBERED = re.compile(rf"[{_CHINESE}]+[、.,]|\([{_CHINESE}\d]+\)、?|\d+[、.)](?!\d)|其中:")
_YEAR = re.compile(r"20\d\d年度?")
_CODES = {"function": re.compile(r"2\d\d(\d\d){0,2}"), "economic": re.compile(r"[35]\d\d(\d\d)?")}
_LED = re.compile(r"\W*(\d{7}|\d{5}|\d{3})(?!\d)")
_TOTAL = re.compile(r"(总)?(合|总)计")
CLASS, GROUP, ITEM = 0, 1, 2  # 类, 款, 项: the level of a code


@lru_cache(32_768)  # tables hold the same labels, codes and blanks again and again
def fold(text: str) -> str:
    """The text in half-width signs, without blanks and quotation marks."""
    return packed(text).translate(_QUOTES)


@lru_cache(8192)
def bare(label: str) -> str:
    """A folded label without the numbers and 其中： before it."""
    text = fold(label)
    while match := _NUMBERED.match(text):
        text = text[match.end() :]
    return text


@lru_cache(8192)
def is_item(label: str) -> bool:
    """Whether the label is a numbered item of the first rank (一、二、…)."""
    return bool(_ITEM.match(fold(label)))


@lru_cache(8192)
def is_detail(label: str) -> bool:
    """Whether the label names a detail of the row above it: 其中：, （一）, 1."""
    text = fold(label)
    return bool(_NUMBERED.match(text)) and not _ITEM.match(text)


def is_total(text: str) -> bool:
    """Whether the cell is the 合计 of a table whose rows have codes."""
    return bool(_TOTAL.fullmatch(fold(text)))


def code(text: str, keyed: str) -> str:
    """A 功能分类 (`keyed` "function": 3, 5 or 7 digits) or 经济分类 code ("economic": 3 or 5); "" where it is none."""
    plain = fold(text)
    return plain if _CODES[keyed].fullmatch(plain) else ""


def leading_code(text: str, keyed: str) -> str:
    """The code that stands before the name in one cell (`2080101 行政运行`, `[301]工资`); "" where there is none."""
    match = _LED.match(fold(text))
    return code(match[1], keyed) if match else ""


def level(a_code: str) -> int:
    """0 for a 类, 1 for a 款, 2 for a 项."""
    return max(0, min(ITEM, (len(a_code) - 3) // 2))


@lru_cache(maxsize=4096)  # the heads of the tables are looked at again after each edit
def fold_head(head: str) -> str:
    """A column head (`收入/2025年预算数`) folded, without the year and the measure."""
    levels = (re.sub(r"\((单位:)?(万元|元)\)", "", _YEAR.sub("", fold(part))) for part in head.split("/"))
    return "/".join(level for level in levels if level)
