"""S02: 资金用途 and goals that are word for word those of another project of the department."""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache

from desktop_app.checks.alike import matter
from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import Facts
from desktop_app.checks.groups import Entry, Group, Placed
from desktop_app.checks.wording import squeeze

PURPOSE, GOAL = "same purpose", "same goal"  # kinds of entries and groups
_PASTED = 3  # projects of one text; what more have in common is a formula of the office, and weak in another way
_LONG = 15  # characters; shorter texts may be the same by chance
# What tells the parts of one matter's money from each other: the document, the level that pays, year and stage.
_DOCUMENT = re.compile(r"[一-鿿]{0,8}[〔【\[（(［]\s*(?:19|20)\d\d\s*年?[〕】\]）)］]\s*第?\s*\d{1,5}\s*号?")
_PART = re.compile(
    r"关于|提前|下达|预拨|追加|清算|结转|结余|剩余|尾款|中央|省级|市级|县级|区级|上级|本级|财政|配套"
    r"|(?:19|20)\d\d年?度?|第?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[期批次年号标段]+"
)


@lru_cache(maxsize=8192)
def _matter(name: str) -> str:
    """What a project is for by its name, without what tells one part of its money from another."""
    return matter(_PART.sub("", matter(_DOCUMENT.sub("", name)))) or name


def entries(facts: Facts, indicators: str) -> Iterator[Entry]:
    """The texts as digests, by what the project is for; `indicators` is the digest of its set of indicators."""
    project = facts.project
    if project.is_secret:
        return
    name = ""
    for kind, path, text in (
        (PURPOSE, "purpose", squeeze(project.purpose)),
        (GOAL, "goals[0]", squeeze("".join([goal.text for goal in project.goals]))),
    ):
        if len(text) >= _LONG:
            name = name or _matter(squeeze(project.name))
            yield Entry(kind, hashlib.blake2b(text.encode(), digest_size=12).hexdigest(), path, name, indicators)


def s02_purpose(group: Group, _context: Context) -> Iterator[Placed]:
    """Money for different matters is not spent on one and the same.

    Said at the later ones. Where the indicators are the same as well the whole was copied: that is said already.
    """
    yield from _later(group, "purpose")


def s02_goal(group: Group, _context: Context) -> Iterator[Placed]:
    """Goals of different matters differ, too; as `s02_purpose`."""
    yield from _later(group, "goal")


def _another(matter: str, other: str) -> bool:
    """Whether the names of two matters have less than half of their characters in common: 泵站维修 is 泵站维护."""
    its, others = set(matter), set(other)
    return 2 * len(its & others) < min(len(its), len(others))


def _later(group: Group, variant: str) -> Iterator[Placed]:
    """Those of a matter other than the first one's; the parts of one matter rightly have one text."""
    if len(group) > _PASTED:
        return
    first, *others = group.members()
    its = first.entry
    for m in others:
        told = m.entry.more == its.more != ""
        if not told and _another(m.entry.value, its.value):
            found = first.digest.owner.name or first.digest.owner.code
            yield m.position, Hit("S02", m.entry.path, found, variant=variant)
