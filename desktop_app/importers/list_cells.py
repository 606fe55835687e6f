"""Values of worksheet cells -> texts as a person reads them, and what Excel may have spoilt."""

import math
import re
import unicodedata
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from desktop_app.domain import amounts, codes
from desktop_app.importers.sheet_grid import Shown

_CODES = frozenset({"code", "unit_code", "department_code", "function_code"})
_MONEY = frozenset({"budget", "fiscal", "other"})
VALUES = frozenset({"value", "number", "last_value"})
_FUNCTION_LENGTHS = (3, 5, 7)  # 类, 款, 项 of the 功能分类
_ALIKE = str.maketrans("OIQ", "010")  # letters that stand for digits where a code can only have digits
_CERTAIN = re.compile(r"[0-9A-HJ-NPR-Z]{21}")  # no sign that may be another one
_YUAN_PER_WAN = 10_000


def text_of(value: Any, field: str) -> tuple[str, str]:
    """The text of a cell of that field, and why it must be looked at ("" where it need not).

    A number in a money column is written with two decimals at least, a code without an exponent.
    """
    if isinstance(value, str):
        return value.strip(), ""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        if field in VALUES:
            return str(value).upper(), "这一格是逻辑值，原来显示的样子可能不同"
        return ("是" if value else "否"), ""
    if isinstance(value, int | float):
        return _number(value, field)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10], "这一格是日期，原来显示的样子可能不同"
    if isinstance(value, time):
        return value.isoformat(), "这一格是时间"
    return str(value), "这一格的类型认不出来"


def money(value: float) -> str:
    """A number of an amount cell as it is written: with two decimals at least (5 -> 5.00)."""
    whole, _, decimals = plain(value).partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def plain(value: float) -> str:
    """A number without an exponent and without needless decimals; 0.1 + 0.2 as the 0.3 that Excel shows."""
    if value == int(value):
        return str(int(Decimal(repr(value))))
    return f"{Decimal(f'{value:.15g}'):f}"  # more digits than fifteen are no digits that Excel has


def percent(value: float, decimals: int) -> str:
    """A share as a percentage with that many decimals (0.25, 2 -> 25.00%)."""
    return f"{Decimal(f'{value:.15g}') * 100:.{decimals}f}%"


def as_shown(value: float, shown: Shown) -> tuple[str, str]:
    """A number as its format prints it (45000, 0"人" -> 45000人), and what the format hides of it."""
    exact = Decimal(plain(value))
    decimals = shown.decimals if shown.decimals is not None else max(0, -int(exact.as_tuple().exponent))
    printed = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):{',' if shown.commas else ''}f}"
    hidden = "" if Decimal(printed.replace(",", "")) == exact else f"这一格里存的是 {plain(value)}，显示的是 {printed}"
    return printed + shown.behind, hidden


def in_wan(text: str) -> str | None:
    """An amount in 元 in 万元, None where it is no number."""
    number = amounts.parse_number(text)
    if number is None:
        return None
    whole, _, decimals = f"{number / _YUAN_PER_WAN:f}".rstrip("0").partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def project_code(text: str) -> str:
    """A project code as its check character proves it: full-width signs, small letters and O for 0 put right.

    A code that proves nothing comes back as it is.
    """
    if _CERTAIN.fullmatch(text):
        return text
    squeezed = codes.squeeze(text)
    upright = codes.squeeze(unicodedata.normalize("NFKC", text)).strip("'’‘`").upper()
    digits = upright[:8].translate(_ALIKE) + upright[8:9] + upright[9:20].translate(_ALIKE) + upright[20:]
    for tried in (upright, digits):
        if codes.has_check(tried) and codes.check_fits(tried):
            return tried
    return upright if codes.legal(upright) and not codes.legal(squeezed) else squeezed


def _number(value: float, field: str) -> tuple[str, str]:
    if not math.isfinite(value):
        return "", "这一格的数字算不出来"
    text = plain(value)
    if field in _CODES:
        return text, _spoilt(text, field)
    if field in _MONEY:
        return money(value), ""
    if (field in VALUES and 0 < value < 1) or (field.startswith("plan.") and 0 < value <= 1):
        return text, f"可能是 {amounts.format_percent(round(value * 10_000))}"  # 90% shown, 0.9 kept
    return text, ""


def _spoilt(text: str, field: str) -> str:
    """What a code may have lost that Excel turned into a number: digits after the fifteenth, zeros before the first."""
    if field == "code":
        return "编码在表格里存成了数字，后面的位数可能已经丢失"
    if not text.isdigit():
        return "编码在表格里存成了数字，可能已经变了"
    whole = len(text) in _FUNCTION_LENGTHS if field == "function_code" else len(text) % 3 == 0
    return "" if whole else "编码在表格里存成了数字，前面的0可能已经丢失"
