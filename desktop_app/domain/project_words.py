"""Projects that a running text names in full right before or behind an amount."""

import re
from collections.abc import Mapping

from desktop_app.domain.figures import Figure
from desktop_app.domain.table_labels import fold

_MOST_NAME = 80  # characters of a project's name that are looked at
_STOPS = "，。；：:;,、"
_YEAR = r"\d{4}年度?"
# what may stand between a name and its amount, and before a name, without saying something else of the project
_BEHIND = re.compile(
    r"(?:项目|预算数?|支出|资金|经费|安排|共计|合计|总额|金额|财政拨款|拨款|共需?|计|为|是|约|需|投入|列支|[：:（(\-—]|\([^()]*\))$"
)
_LEADS = re.compile(
    rf"(?:万元|其中|包括|含|主要|用于|安排|为|是|有|和|及|以及|与|另|还|还有|实施|列支|项目支出|项目|重点|支出|{_YEAR}|今年|当年|本年度?"
    r"|[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳]|[:：])*"
)
_MOVES = re.compile(r"新增|增加|减少|压减|压缩|追加|调增|调减|核减|上年|去年|上一年|较|已|累计")
_FOR = re.compile(
    r"\s*万元(?:的|[，,]?(?:专项|全部|主要)?(?:用于|安排|作为|支持|为)(?:安排|实施|开展)?)(?P<name>[^，。；：:;,、\n]+)"
)
_OWN = re.compile(
    rf"(?:其中|另|另外|还|共|计划|拟|本年度?|今年|当年|{_YEAR}|预算|财政|资金|拨款|经费|万元|投入|安排|列支|支出|[：:]|[\d一二三四五六七八九十]{{1,3}}[)）、.．])*"
)
_AFTER_NAME = re.compile(r"(?:项目|经费|支出|工作|等)?")


class Names:
    """The projects of a book by their folded names, the longest first; a name that two amounts share tells nothing."""

    def __init__(self, projects: Mapping[str, Figure]) -> None:
        self.keys: dict[str, str] = {}
        amounts: dict[str, int | None] = {}
        for key, figure in projects.items():
            name = fold(figure.name)[-_MOST_NAME:]
            if len(name) < 3:
                continue
            if name in amounts and amounts[name] != figure.fen:
                self.keys[name] = ""
            self.keys.setdefault(name, key)
            amounts[name] = figure.fen
        self.lengths = sorted({len(name) for name in self.keys}, reverse=True)

    def ending(self, text: str) -> str:
        """The longest name that a folded text ends with, "" for none."""
        return next((text[-n:] for n in self.lengths if n <= len(text) and text[-n:] in self.keys), "")


def named_before(between: str, names: Names) -> tuple[str, bool] | None:
    """The project named before an amount, by its key, and whether nothing else can be meant; None for none.

    `between` are the words since the figure before. Certain is only a name that the whole of its clause consists of,
    but for words like 安排 and 主要为, and of which nothing is said but its amount.
    """
    plain = fold(between[-3 * _MOST_NAME :])
    for _ in range(6):
        if name := names.ending(plain):
            key = names.keys[name]
            if not key:
                return None
            clause = re.split(f"[{_STOPS}]", plain[: -len(name)])[-1]
            return key, bool(_LEADS.fullmatch(clause)) and not _MOVES.search(clause)
        shorter = _BEHIND.sub("", plain)
        if shorter == plain:
            return None
        plain = shorter
    return None


def named_after(between: str, after: str, names: Names) -> tuple[str, bool] | None:
    """The project named behind an amount that has no words of its own (安排30万元用于…); None for none."""
    match = _FOR.match(after)
    clause = re.split(f"[{_STOPS}]", fold(between[-3 * _MOST_NAME :]))[-1]
    if match is None or not _OWN.fullmatch(clause):
        return None
    plain = fold(match["name"])
    name = next((plain[:n] for n in names.lengths if plain[:n] in names.keys and n <= len(plain)), "")
    if not name or not names.keys[name] or not _AFTER_NAME.fullmatch(plain[len(name) :]):
        return None
    return names.keys[name], True
