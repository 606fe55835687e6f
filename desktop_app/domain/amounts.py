"""Money and percentages, exact: integers of 0.01 元 and of 0.01 percentage points, never a float."""

import re
from decimal import Decimal
from functools import lru_cache

_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_FULLWIDTH = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
FEN_PER_WAN = 1_000_000  # 1 万元 = 10,000 元 = 1,000,000 units of 0.01 元


@lru_cache(65_536)  # tables hold the same few texts again and again
def parse_number(text: str) -> Decimal | None:
    """The number that `text` states, or None where it is blank or malformed (`85.25.`, `abc`).

    Full-width digits, surrounding blanks and thousands commas are accepted.
    """
    plain = "".join(text.translate(_FULLWIDTH).split())
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return Decimal(plain) if _PLAIN.fullmatch(plain) else None


@lru_cache(65_536)
def oddly_written(text: str) -> bool:
    """Whether `text` is a number in full-width signs or with blanks inside (`１２．５`, `1 234`)."""
    plain = "".join(text.translate(_FULLWIDTH).split())
    return text.strip() != plain and parse_number(text) is not None


def parse_amount(text: str) -> int | None:
    """万元 as printed -> integer of 0.01 元; None where blank, malformed or finer than 0.01 元."""
    number = parse_number(text)
    if number is None:
        return None
    fen = number * FEN_PER_WAN
    return int(fen) if fen == fen.to_integral_value() else None


def format_amount(fen: int, places: int = 2) -> str:
    """Integer of 0.01 元 -> 万元 with at least `places` decimals and never a digit lost (`73000000 -> 73.00`)."""
    number = Decimal(fen) / FEN_PER_WAN
    text = f"{number:.6f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return whole + "." + decimals.ljust(places, "0") if places or decimals else whole


def parse_percent(text: str) -> int | None:
    """A plan entry (`25.00%`, `25`, `２５％`) -> integer of 0.01 percentage points; None where blank or malformed."""
    number = parse_number(text.translate(_FULLWIDTH).strip().removesuffix("%"))
    if number is None:
        return None
    points = number * 100
    return int(points) if points == points.to_integral_value() else None


def format_percent(points: int, sign: bool = True) -> str:
    """Integer of 0.01 percentage points -> `25.00%` (or `25.00` without the sign)."""
    return f"{Decimal(points) / 100:.2f}" + ("%" if sign else "")
