"""Money and percentages, exact: integers of 0.01 元 and of 0.01 percentage points, never a float."""

import re
from decimal import Context, Decimal
from functools import lru_cache

_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_FULLWIDTH = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
FEN_PER_WAN = 1_000_000  # 1 万元 = 10,000 元 = 1,000,000 units of 0.01 元
MOST_DIGITS = 15  # before the point; more are no amount and no count, and would no longer be reckoned exactly
_MOST_DECIMALS = 20  # a program prints 17 (0.30000000000000004)
_LONGEST = 200  # characters of a cell in which a number is looked for
_EXACT = Context(prec=MOST_DIGITS + _MOST_DECIMALS + 10)
_FEN_PER_MEASURE = {
    "": 100, "百": 10_000, "千": 100_000, "万": FEN_PER_WAN, "百万": 100 * FEN_PER_WAN, "亿": 10_000 * FEN_PER_WAN,
}  # fmt: skip
_MEASURE = re.compile(r"(?P<other>[^\W十百千万亿币]?)(?P<tens>[十百千万亿]{0,2})元")  # 万元, 人民币元; 美元 is other


@lru_cache(65_536)  # tables hold the same few texts again and again
def parse_number(text: str) -> Decimal | None:
    """The number that `text` states, or None where it is blank or malformed (`85.25.`, `abc`).

    Full-width digits, surrounding blanks and thousands commas are accepted. A number of more than `MOST_DIGITS` digits
    before its point is malformed.
    """
    if len(text) > _LONGEST:
        return None
    plain = "".join(text.translate(_FULLWIDTH).split())
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        return None
    whole, _, decimals = plain.removeprefix("-").partition(".")
    fits = len(whole.lstrip("0")) <= MOST_DIGITS and len(decimals) <= _MOST_DECIMALS
    return Decimal(plain) if fits else None


@lru_cache(65_536)
def oddly_written(text: str) -> bool:
    """Whether `text` is a number in full-width signs or with blanks inside (`１２．５`, `1 234`)."""
    plain = "".join(text.translate(_FULLWIDTH).split())
    return text.strip() != plain and parse_number(text) is not None


def parse_amount(text: str, per: int = FEN_PER_WAN) -> int | None:
    """万元 as printed -> integer of 0.01 元; None where blank, malformed or finer than 0.01 元.

    `per` is how many units of 0.01 元 the measure of the amount is, where that is not 万元.
    """
    number = parse_number(text)
    return None if number is None else _whole(number, per)


def fen_of(number: Decimal) -> int:
    """An amount in 万元 -> integer of 0.01 元; what is finer is cut off."""
    return int(_EXACT.multiply(number, Decimal(FEN_PER_WAN)))


def _whole(number: Decimal, times: int) -> int | None:
    product = _EXACT.multiply(number, Decimal(times))
    return int(product) if product == product.to_integral_value() else None


@lru_cache(1024)
def fen_per(measure: str) -> int | None:
    """How many units of 0.01 元 an amount under this measure counts (`单位：亿元`, `元`); None where it is not known.

    A table that prints no measure is in 万元, as the forms of the 预算公开 are (domain.md, part of the tables).
    """
    plain = "".join(measure.split())
    if not plain:
        return FEN_PER_WAN
    told = {None if match["other"] else _FEN_PER_MEASURE.get(match["tens"]) for match in _MEASURE.finditer(plain)}
    return told.pop() if len(told) == 1 else None


def converted(value: int, measure: str, other: str) -> int | None:
    """A value in millionths of one measure in millionths of another; None where one of them is not known."""
    if measure == other:
        return value
    per, of_other = fen_per(measure), fen_per(other)
    return None if per is None or of_other is None else value * per // of_other


def coarser(measure: str, other: str) -> int:
    """How many times an amount in `measure` is rounded more coarsely than one in `other`, at least 1."""
    return max(1, (fen_per(measure) or 1) // (fen_per(other) or FEN_PER_WAN))


def format_amount(fen: int, places: int = 2) -> str:
    """Integer of 0.01 元 -> 万元 with at least `places` decimals and never a digit lost (`73000000 -> 73.00`)."""
    number = Decimal(fen) / FEN_PER_WAN
    text = f"{number:.6f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return whole + "." + decimals.ljust(places, "0") if places or decimals else whole


def parse_percent(text: str) -> int | None:
    """A plan entry (`25.00%`, `25`, `２５％`) -> integer of 0.01 percentage points; None where blank or malformed."""
    number = parse_number(text.translate(_FULLWIDTH).strip().removesuffix("%"))
    return None if number is None else _whole(number, 100)


def format_percent(points: int) -> str:
    """Integer of 0.01 percentage points -> `25.00%`."""
    return f"{Decimal(points) / 100:.2f}%"
