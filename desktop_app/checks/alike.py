"""What the indicators of several projects have alike: whole sets (S02), names cut off at one length (S05)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.groups import Group, Member, Placed

CUT = "…"  # before a name that may be cut off
_AT_THE_LIMIT, _A_LIMIT = 4, 30  # names of the greatest length; the length of a field that cuts names off
_LONGEST_NAME = 1000  # signs of a name that are looked at
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_MONEY_WORDS = ("经费", "费用", "资金", "费", "款")
_WORK_WORDS = ("工作", "业务", "专项", "补助", "补贴")


def s02(group: Group, _context: Context) -> Iterator[Placed]:
    """A whole set of indicators with the same values, costs left out, under several projects. Said at the later ones.

    The same indicators with numbers of their own are how a bureau measures projects of one kind. One matter whose money
    comes in several parts (上年结转, 划转) rightly has one set: what is counted twice then deserves a look, no more.
    """
    first: dict[str, Member] = {}
    for m in group.members():
        other = first.setdefault(m.entry.value, m)
        if other is not m:
            variant = "part" if matter(m.entry.more) == matter(other.entry.more) != "" else ""
            found = other.digest.owner.name or other.digest.owner.code
            yield m.position, Hit("S02", m.entry.path, found, variant=variant)


@lru_cache(maxsize=4096)
def matter(name: str) -> str:
    """What a project is for, by its name: without what stands in brackets and the word for money at the end."""
    plain = _BRACKETED.sub("", name[:_LONGEST_NAME])
    for word in _MONEY_WORDS:
        if plain.endswith(word):
            plain = plain.removesuffix(word)
            while plain.endswith(_WORK_WORDS):
                plain = plain[:-2]
            break
    return plain


def s05(group: Group, _context: Context) -> Iterator[Placed]:
    """Where no name of a department is longer than some, and several end there, those that end in mid-phrase were cut.

    Four different names of the greatest length are no chance. Names that end as names of indicators do are whole.
    """
    longest = max(int(part.value) for part in group.sizes)
    members = group.members(part for part in group.sizes if int(part.value) == longest)
    names = {m.entry.more.removeprefix(CUT) for m in members}
    if len(names) >= _AT_THE_LIMIT and longest <= _A_LIMIT:
        for m in members:
            if m.entry.more.startswith(CUT):
                yield (
                    m.position,
                    Hit("S05", m.entry.path, m.entry.more.removeprefix(CUT), str(longest), variant="limit"),
                )
