"""Project codes: 21 characters, in newer years with a check character (domain.md B.4)."""

import re

LENGTH = 21
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # the 31 signs of GB 32100
_LEGAL = re.compile(r"[0-9A-Z]{21}")
_CHECKED = re.compile(r"\d{8}P\d{11}[0-9A-Z]")


def squeeze(code: str) -> str:
    """The code without the blanks that a wrapped cell leaves in it."""
    return "".join(code.split())


def legal(code: str) -> bool:
    """Whether the code has 21 characters of 0-9 and A-Z, blanks left out."""
    return _LEGAL.fullmatch(squeeze(code)) is not None


def has_check(code: str) -> bool:
    """Whether the code is of the form 区划(6) + year(2) + P + 11 digits + check, which carries a check character."""
    return _CHECKED.fullmatch(squeeze(code)) is not None


def check_character(body: str) -> str | None:
    """The check character of the first 20 characters; None where one of them is not in the alphabet."""
    try:
        total = sum(pow(3, i, 31) * ALPHABET.index(c) for i, c in enumerate(body[: LENGTH - 1]))
    except ValueError:
        return None
    return ALPHABET[(30 - total) % 31]


def check_fits(code: str) -> bool:
    """Whether the last character is the check character of the others; only meaningful where `has_check`."""
    plain = squeeze(code)
    return len(plain) == LENGTH and check_character(plain) == plain[-1]
