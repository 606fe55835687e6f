"""The numbers that Word prints by itself before paragraphs (（一）, 1、, 1.1), put together as a reader sees them.

Source of the rules: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from desktop_app.importers.word_xml import attribute, child, local, number, switched_on, value

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_COUNTED = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
# formats that stand in a row of Unicode: first character, how many there are
_ENCLOSED = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
_COUNTING = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
)
_LEGAL_FORMATS = frozenset(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"))


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered; `text` is such as `（%1）`. `blank`: a blank or a tab stands after it."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    restart: int | None = None
    decimal_only: bool = False
    blank: bool = True


@dataclass(slots=True)
class _List:
    """One w:num: the list whose counters it shares, its levels, and the levels at which it begins anew."""

    abstract: str
    levels: dict[int, Level]
    begins: dict[int, int]
    used: bool = False


@dataclass(slots=True)
class Numbers:
    """The lists of a document and how far each has counted."""

    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    level_of_style: dict[tuple[str, str], int] = field(default_factory=dict)

    def level(self, list_id: str, style_id: str) -> int:
        """The level that a style stands for in a list, 0 where it says none."""
        found = self.lists.get(list_id)
        return self.level_of_style.get((found.abstract, style_id), 0) if found else 0

    def next(self, list_id: str, depth: int) -> str:
        """Count one more paragraph at level `depth` (from 0) of a list; what is printed before it."""
        found = self.lists.get(list_id)
        if found is None or not 0 <= depth < _LEVELS:
            return ""
        counts = self.counts.setdefault(found.abstract, [None] * _LEVELS)
        if not found.used:
            found.used = True
            for level, start in found.begins.items():
                counts[level] = start - 1
        own = found.levels.get(depth, Level())
        now = counts[depth]
        counts[depth] = own.start if now is None else now + 1
        for below in range(depth + 1, _LEVELS):
            restart = found.levels.get(below, Level()).restart
            if restart is None or depth < restart:
                counts[below] = None
        return self._printed(found, own, counts)

    def _printed(self, found: _List, own: Level, counts: list[int | None]) -> str:
        def one(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            level = found.levels.get(depth, Level())
            now = counts[depth]
            form = "decimal" if own.decimal_only else level.form
            return written(level.start if now is None else now, form)

        if own.form == "bullet":
            return ""
        text = _PLACE.sub(one, own.text)
        apart = own.blank and text[-1:].isascii()  # `1.` before 5万亩 must not become 1.5万亩; nothing parts （一）
        return f"{text} " if text and apart else text


def read_numbers(root: ET.Element | None, list_of_style: dict[str, str]) -> Numbers:
    """The lists of numbering.xml; `list_of_style` names the list of each numbering style."""
    numbers = Numbers()
    if root is None:
        return numbers
    abstracts: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    for element in root:
        name = attribute(element, "abstractNumId") or ""
        if local(element) == "abstractNum":
            abstracts[name] = {}
            if style := value(element, "numStyleLink"):
                linked[name] = style
            for below in element:
                if local(below) == "lvl":
                    depth = number(attribute(below, "ilvl"))
                    abstracts[name][depth] = _level(below)
                    if style := value(below, "pStyle"):
                        numbers.level_of_style[name, style] = depth
    for element in root:
        if local(element) == "num":
            made = _list(element, abstracts)
            numbers.lists[attribute(element, "numId") or ""] = made
    for name, style in linked.items():
        meant = numbers.lists.get(list_of_style.get(style, ""))
        for made in numbers.lists.values():
            if meant and made.abstract == name:
                made.levels = meant.levels | made.levels
    return numbers


def _list(element: ET.Element, abstracts: dict[str, dict[int, Level]]) -> _List:
    abstract = value(element, "abstractNumId") or ""
    levels, begins = dict(abstracts.get(abstract, {})), {}
    for change in element:
        if local(change) != "lvlOverride":
            continue
        depth = number(attribute(change, "ilvl"))
        if (own := child(change, "lvl")) is not None:
            levels[depth] = _level(own)
        if (start := value(change, "startOverride")) is not None and 0 <= depth < _LEVELS:
            begins[depth] = number(start, 1)
    return _List(abstract, levels, begins)


def _level(element: ET.Element) -> Level:
    restart = value(element, "lvlRestart")
    return Level(
        value(element, "numFmt") or _alternative(element) or "decimal",
        (value(element, "lvlText") or "")[:40],
        number(value(element, "start"), 0),
        None if restart is None else number(restart),
        switched_on(element, "isLgl"),
        value(element, "suff") != "nothing",
    )


def _alternative(element: ET.Element) -> str | None:
    """Newer formats are wrapped up so that older programs read a plain one."""
    return value(element, "AlternateContent", "Fallback", "numFmt")


def written(count: int, form: str) -> str:
    """A number in one of Word's formats; those that no Chinese document uses come out as digits."""
    if form == "none":
        return ""
    if form in _COUNTING:
        return counted(count, _COUNTED, "十百千")
    if form in _LEGAL_FORMATS:
        return counted(count, _LEGAL, "拾佰仟", full=True)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(abs(count)))
    if form in ("ideographTraditional", "ideographZodiac") and count > 0:
        row = _STEMS if form == "ideographTraditional" else _BRANCHES
        return row[(count - 1) % len(row)]
    if form in _ENCLOSED:
        first, most = _ENCLOSED[form]
        return chr(ord(first) + count - 1) if 1 <= count <= most else str(count)
    if form in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(count).translate({ord("0") + n: ord("０") + n for n in range(10)})
    return str(count)


def counted(count: int, digits: str, units: str, full: bool = False) -> str:
    """12 -> 十二, 105 -> 一百零五, up to 9999; `full`: 12 -> 壹拾贰."""
    if not 0 < count < 10_000:
        return digits[0] if count == 0 else str(count)
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = count // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + (units[place - 1] if place else "")
        gap = not digit
    return text[1:] if not full and 10 <= count < 20 else text


def _roman(count: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (count // amount)
        count %= amount
    return text
