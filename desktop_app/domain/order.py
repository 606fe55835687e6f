"""Places of rows among their siblings, as texts that sort: between two there is always room for one more.

A row keeps its place when others come, go or move, so two copies of a file can be merged row by row.
"""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(DIGITS)


def between(low: str, high: str) -> str:
    """A text that sorts strictly after `low` and strictly before `high`; "" means no bound on that side.

    Raises ValueError when `low` is not before `high`.
    """
    if high and low >= high:
        raise ValueError(f"{low!r} is not before {high!r}")
    place, i = "", 0
    while True:
        a = DIGITS.index(low[i]) if i < len(low) else 0
        b = DIGITS.index(high[i]) if i < len(high) else _BASE
        if b - a > 1:
            # close to `low` when there is no upper bound, so that rows typed one after the other stay short
            step = 1 if not high and i < len(low) else (b - a) // 2
            return place + DIGITS[a + step]
        place += DIGITS[a]
        if b - a == 1:
            high = ""
        i += 1


def spread(count: int, low: str = "") -> list[str]:
    """`count` places in order, all after `low`, each with room between it and the next."""
    width = 1
    while _BASE**width < 2 * (count + 1):
        width += 1
    head = between(low, "") if low else ""
    return [head + _digits(2 * (i + 1) - 1, width) + "i" for i in range(count)]


def _digits(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        text = DIGITS[digit] + text
    return text
