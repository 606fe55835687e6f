"""By which words a project is known that is kept back because it is secret, and where they are said."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from desktop_app.domain.disclosed import Purchase
from desktop_app.domain.model import Project
from desktop_app.domain.table_labels import bare, fold

_TOLD = re.compile(r"[㐀-鿿]{2}|.{3}")  # fewer signs than two Chinese or three others are in any text
_NUMBER = re.compile(r"\d+|第|[一二三四五六七八九十]+(?=[期批级次项])")
_FORM = re.compile(r"绩效目标(申报)?表$")
_YEAR = re.compile(r"^(?:19|20)\d{2}(?:年度?)?")
_LEAST = 5
# What every name may end with; a person who speaks of the project leaves it out.
_TAIL = re.compile(r"(?:[(（][^()（）]*[)）]|项目|专项|经费|资金|预算|支出|费用|工作)+$")
# Signs that part the characters of a name and say nothing: joints, marks of a list, brackets.
_SIGNS = "·•‧∙⋅・-‐–—_*~()[]{}【】《》〈〉〔〕「」『』|/\\★☆、;､。｡"
_POINTS = re.compile(r"(?<!\d)[.,]|[.,](?!\d)")  # not those of an amount: 3.15 is not 315
# What is not seen: category Cf and Default_Ignorable_Code_Point of Unicode (joiners, directions, variation selectors).
_UNSEEN = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891),
    (0x8E2, 0x8E2), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB),
    (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)  # fmt: skip
_UNHEARD = dict.fromkeys((*map(ord, _SIGNS), *(sign for first, last in _UNSEEN for sign in range(first, last + 1))))
_PLAIN_NUMBER = re.compile(r"\d+(?:[-.]\d+)*|[〇零一二三四五六七八九十百]+")
_ANY_PROJECT = ("", "项目", "项目支出", "预算项目", "项目支出预算")  # a title that only says what the form is


def spoken(text: str) -> str:
    """A text as names are looked for in it: blanks, line breaks and quotation marks out, half-width, small letters."""
    return fold(text).lower()


def heard(text: str) -> str:
    """The same without joints, brackets and unseen signs: as a name is looked for inside of other texts."""
    return _POINTS.sub("", spoken(text).translate(_UNHEARD))


def bare_number(seq: str) -> str:
    """A 序号 that is a plain number (3, 2-1, 十二), "" else: free text beside it may tell what a secret project is."""
    return seq.strip() if _PLAIN_NUMBER.fullmatch(seq.strip()) else ""


def called(project: Project) -> set[str]:
    """Name and code of a project as they are compared; where it has no name what its title says, without the form.

    A year in front tells nothing: what follows it is the name, too, where that is long enough to be no common word.
    """
    name = spoken(project.name) or titled(project.title)
    without = _YEAR.sub("", name)
    return {name, spoken(project.code), without if len(without) >= _LEAST else ""} - {""}


def near(project: Project, common: Collection[str] = ()) -> set[str]:
    """What else a project may be called, heard: its name without year, brackets and 项目, 经费 … at its end.

    Only where that is long enough to be no common word and not made of `common` words alone.
    """
    found = set()
    for name in called(project) - {spoken(project.code)}:
        core = heard(_TAIL.sub("", _YEAR.sub("", name)))
        if len(core) >= _LEAST and not is_common(core, common):
            found.add(core)
    return found


@lru_cache(4096)
def _of_words(text: str, words: tuple[str, ...]) -> bool:
    ends = {0}
    for i in range(len(text)):
        if i in ends:
            ends |= {i + len(word) for word in words if text.startswith(word, i)}
    return len(text) in ends


def is_common(name: str, words: Collection[str]) -> bool:
    """Whether a name is made of common words of the field (and digits) only: it tells nobody which project it is."""
    plain = _NUMBER.sub("", heard(_YEAR.sub("", spoken(name))))
    return not plain or _of_words(plain, tuple(words))


def titled(title: str) -> str:
    """The name that a title of a form tells, folded, "" where it only says what the form is."""
    name = _FORM.sub("", bare(title)).lower()
    return "" if name in _ANY_PROJECT else name


def secret_names(projects: Iterable[Project], secret: Collection[str] = ()) -> set[str]:
    """What the projects are called that are marked 涉密 or whose ids are among `secret`."""
    return {word for p in projects if p.is_secret or p.id in secret for word in called(p)}


def of_secret(purchase: Purchase, names: Collection[str]) -> bool:
    """Whether a purchase is for a project that is kept back."""
    return spoken(purchase.project) in names


def telling(names: Iterable[str]) -> list[str]:
    """The names that tell something wherever they stand: two Chinese characters, three signs of any kind."""
    return sorted(name for name in names if _TOLD.match(name))
