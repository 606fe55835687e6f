"""A form whose cells are only joined by blanks, or by nothing at all: cut at its labels and at the terms of the frame.

What the labels and the look of a value do not settle is marked as doubtful, never guessed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop_app.domain.amounts import parse_percent
from desktop_app.importers.cells import Row
from desktop_app.importers.glued_grid import grid_rows
from desktop_app.importers.vocabulary import PLAN, SCALE, Vocabulary

_CODE = r"((?:[0-9A-Z][ \u3000]?){15,25})"
_REMARK = r"(?:\s*[（(][^（）()]{0,6}[）)])?"
_CERTAIN_MONEY = re.compile(
    r"\s*(\d[\d,，]*[.．](?:\d{2}(?![\d.．])|\d{1,6}(?=\s))|0(?![\d.．,，]))\s*"  # `3.505G` may be 3.50 and 5G
)
_MONEY_ALONE = re.compile(r"[ \u3000]*(\d[\d,，.．]*)[ \u3000]*\n")
_PERCENT = re.compile(r"\s*(\d{1,3}(?:[.．]\d{1,2})?[%％]|\d{1,3}[.．]\d{2})")
_SECOND_GOAL = re.compile(r"[^\d\s][2-9]\s*[.、．]")
_WRAP = re.compile(r"\s*\n\s*")


@dataclass(slots=True)
class Glued:
    """A text and the lines that it was put together of: where each begins in it, and their numbers."""

    text: str = ""
    offsets: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def row(self, start: int, end: int, cells: list[str], doubt: str = "", at: int | None = None) -> Row:
        """A row of a table with the lines of a stretch of the text."""
        first, last = (bisect_right(self.offsets, i) - 1 for i in (start, max(start, end - 1)))
        return Row(self.numbers[first], self.numbers[last], cells, True, False, False, doubt, at)


def glued(lines: Iterable[tuple[int, str]]) -> Glued:
    """Numbered lines as one text."""
    whole = Glued()
    parts: list[str] = []
    length = 0
    for number, text in lines:
        whole.offsets.append(length)
        whole.numbers.append(number)
        parts.append(text)
        length += len(text) + 1
    whole.text = "\n".join(parts)
    return whole


@dataclass(frozen=True, slots=True)
class Anchors:
    """The labels of a form that follow each other with nothing or one cell between: found together or not at all."""

    code: re.Pattern[str]
    money: re.Pattern[str]
    months: re.Pattern[str]
    goals: re.Pattern[str]
    heads: re.Pattern[str]


def anchors(words: Vocabulary) -> Anchors:
    """The patterns of the vocabulary's labels. The heads of the grid are three labels or more in a row."""

    def label(*fields: str) -> str:
        names = sorted((name for name, f in words.head.items() if f in fields), key=len, reverse=True)
        return rf"(?:{'|'.join(map(_spread, names))}){_REMARK}"

    columns = "|".join(map(_spread, sorted(words.columns, key=len, reverse=True)))
    money = rf"(?:{label(SCALE)}\s*)?{label('budget')}([^\n]{{0,24}}?){label('fiscal')}([^\n]{{0,24}}?){label('other')}"
    months = r"\s*".join(label(f"{PLAN}.{i}") for i in range(4))
    return Anchors(
        re.compile(rf"{label('code')}\s*[:：]?\s*{_CODE}\s*{label('name')}\s*[:：]?"),
        re.compile(money.replace(r"[^\n]", r"[\s\S]")),
        re.compile(rf"(?:{label(PLAN)}\s*)?{months}"),
        re.compile(label("goals")),
        re.compile(rf"(?:{columns})(?:\s*(?:{columns})){{2,}}"),
    )


def _spread(label: str) -> str:
    """A pattern of the label with blanks between its signs, in either width."""
    both = {":": "[:：]", "(": "[（(]", ")": "[）)]", "%": "[%％]"}
    return r"\s*".join(both.get(c, re.escape(c)) for c in label)


def form_rows(whole: Glued, start: int, end: int, words: Vocabulary, marks: Anchors) -> list[Row]:
    """The rows of the form in a stretch of the text that begins with its code. Empty where its labels are not there."""
    text = whole.text
    code = marks.code.match(text, start, end)
    money = marks.money.search(text, code.end(), end) if code else None
    months = marks.months.search(text, money.end(), end) if money else None
    goals = marks.goals.search(text, months.end(), end) if months else None
    heads = marks.heads.search(text, goals.end(), end) if goals else None
    if not (code and money and months and goals and heads):
        return []
    joined = text[code.end() : code.end() + 1].isspace()
    name = _WRAP.sub("", text[code.end() : money.start()].strip())
    rows = [whole.row(code.start(), money.start(), ["项目编码", code[1].strip(), "项目名称", name])]
    rows += _money(whole, money, months.start())
    rows.append(whole.row(months.start(), months.end(), ["资金支出计划", "3月底", "6月底", "10月底", "12月底"]))
    rows.append(_plan(whole, months.end(), goals.start()))
    goal = text[goals.end() : heads.start()].strip()
    doubt = "几条绩效目标连在一起，分不清" if not joined and _SECOND_GOAL.search(goal) else ""
    rows.append(whole.row(goals.start(), heads.start(), ["绩效目标", goal], doubt))
    named = _columns(text[heads.start() : heads.end()], words)
    rows.append(whole.row(heads.start(), heads.end(), named))
    return rows + grid_rows(text[heads.end() : end], len(named), words, lambda a, b: _at(whole, heads.end(), a, b))


def _at(whole: Glued, base: int, start: int, end: int) -> tuple[int, int]:
    return whole.row(base + start, base + end, []).place


def _columns(text: str, words: Vocabulary) -> list[str]:
    """The heads of the grid one by one: always the longest label that fits."""
    plain = "".join(text.split())
    names: list[str] = []
    while plain:
        size = next((n for n in range(len(plain), 0, -1) if words.column_label(plain[:n])), len(plain))
        names.append(plain[:size])
        plain = plain[size:]
    return names


def _money(whole: Glued, money: re.Match[str], end: int) -> list[Row]:
    """The row of the money and that of the purpose. A number after 其他资金 may be the beginning of the purpose."""
    text = whole.text[money.end() : end]
    certain = _MONEY_ALONE.match(text) or _CERTAIN_MONEY.match(text)
    other = certain[1] if certain else ""
    purpose = text[certain.end() :] if certain else text
    doubt = "其他资金和资金用途连在一起，分不清" if not certain and purpose.strip()[:1].isdigit() else ""
    cells = ["预算规模及资金用途", "预算数", money[1].strip(), "其中：财政资金", money[2].strip(), "其他资金", other]
    at = money.end() + (certain.end() if certain else 0)
    return [
        whole.row(money.start(), at, cells, doubt, 6 if doubt else None),
        whole.row(at, end, ["", _WRAP.sub("", purpose.strip())], doubt),
    ]


def _plan(whole: Glued, start: int, end: int) -> Row:
    """The row of the entries: four of them are in order, none are blank; of others no one knows the months."""
    text = whole.text[start:end]
    entries = text.split()
    if len(entries) != 4 or any(parse_percent(entry) is None for entry in entries):
        entries = _PERCENT.findall(text)
        if "".join(entries) != "".join(text.split()):
            entries = [text.strip()]
    doubt = "" if len(entries) == 4 or not text.strip() else "分不清各是哪个月的"
    cells = ["", *entries] if entries and entries[0] else [""] * 5
    return whole.row(start, end, cells, doubt)
