"""Lists of projects with their amounts in a running text, and which of their items no record holds.

When such a text is written anew, items without a record would be lost: budget lines that have no 绩效目标表, projects
of another form. They are kept as they stand, but for what is a known or a secret project.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from desktop_app.domain import amounts
from desktop_app.domain.figures import Figure
from desktop_app.domain.linked import NUMBER
from desktop_app.domain.secret_names import spoken

_ALIKE = 0.7  # share of pairs of characters from which two names may be one project
_AMOUNT = re.compile(rf"(?P<amount>{NUMBER})\s*万元")
_BREAK = re.compile(r"[。；！？：，;!?:,\n](?![^（(]*[)）])")
_SEPARATORS = " \u3000，、；,;和及与"
_LEAD = re.compile(
    r"(?:(?:主要|重点|具体)?项目(?:主要)?(?:有|为|是|包括)|(?:主要|分别|具体)(?:有|为|是|包括|用于|安排)|其中(?:包括)?|包括|另有|还有)?"
    r"\s*(?:[（(]?\d{1,2}(?:[)）、]|[.．](?!\d)))?\s*"
)
_INTRO = re.compile(r"项目.{0,12}(?:有|为|是|包括|分别|[：:])|项目支出[^。]*$")
_TAIL = re.compile(r"(?:预算数?|安排|资金预算|为|共|计)$")
_NO_ITEM = re.compile(r"新增|增加|减少|压减|下降|增长|上升|较|比|合计|共计|总额|支出$|收入$|三公")
_YEAR = re.compile(r"(?:20\d\d年?度?|\W)")
# how money is called, whatever it is for
_KIND = re.compile(r"(?:专项|业务|工作)?(?:经费|费用|资金|费|款|项目|支出)+$")
_DIGITS = re.compile(r"\d+")
_LONGEST = 80
_WORDS = 120  # characters before a list in which it is announced


class Item(NamedTuple):
    """An item of a list: the name of a project and its amount in 万元, both as printed, and where the amount stands."""

    name: str
    amount: str
    at: int


class Known:
    """Names of projects, to look up others that say nearly the same."""

    def __init__(self, names: Collection[str]) -> None:
        self._pairs: dict[str, Counter[str]] = {}
        self._holding: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            self._pairs[name] = pairs = _pairs(name)
            for pair in pairs:
                self._holding[pair].append(name)

    def alike(self, name: str) -> list[str]:
        """The names that nearly say the same: most pairs of characters, and all numbers but years."""
        pairs = _pairs(name)
        shared: Counter[str] = Counter()
        for pair, count in pairs.items():
            for other in self._holding.get(pair, ()):
                shared[other] += min(count, self._pairs[other][pair])
        size = sum(pairs.values())
        return [
            other for other, n in shared.items()
            if 2 * n >= _ALIKE * (size + sum(self._pairs[other].values())) and _numbers(other) == _numbers(name)
        ]  # fmt: skip


def _plain(name: str) -> str:
    plain = _YEAR.sub("", spoken(name))
    return _KIND.sub("", plain) or plain


def _pairs(name: str) -> Counter[str]:
    plain = _plain(name)
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1))


def _numbers(name: str) -> list[str]:
    return _DIGITS.findall(_plain(name))


def without_record(
    text: str, projects: Mapping[str, Figure], secret: Collection[str], linked: Collection[int] = ()
) -> list[Item]:
    """The items of the lists of projects in a text that are none of `projects` and none of the `secret` names.

    Amounts at the places `linked` came from a record, which may be gone by now: those are not among them.

    A project that is called a little otherwise and has the same amount is the same one. What is called a little like
    a secret project is never returned.
    """
    runs = list(_runs(text))
    if not runs:
        return []
    stated = {amounts.parse_amount(item.amount) for _, run in runs for item in run}
    spoken_names = {spoken(figure.name) for figure in projects.values()}
    names = {figure.name: figure.fen for figure in projects.values() if figure.fen in stated}
    known, hidden = Known(names), Known(secret)
    found: dict[str, Item] = {}
    for intro, run in runs:
        same = [_recorded(item, names, spoken_names, known) for item in run]
        if not intro and not any(same):
            continue
        for item, recorded in zip(run, same, strict=True):
            public = spoken(item.name) not in secret and not hidden.alike(item.name)
            if public and not recorded and item.at not in linked:
                found.setdefault(spoken(item.name), item)
    return list(found.values())


def _recorded(item: Item, names: Mapping[str, int | None], spoken_names: Collection[str], known: Known) -> bool:
    fen = amounts.parse_amount(item.amount)
    return spoken(item.name) in spoken_names or any(names[other] == fen for other in known.alike(item.name))


def _runs(text: str) -> Iterator[tuple[bool, list[Item]]]:
    """Items that follow each other without other words between, and whether the words before say that it is a list."""
    begin = 0
    for line in text.split("\n"):
        run: list[Item] = []
        intro, last = False, 0
        for match in _AMOUNT.finditer(line):
            between = line[last : match.start()]
            pieces = _BREAK.split(between.lstrip(_SEPARATORS))
            item = _item(pieces[-1], match["amount"], begin + match.start())
            if (len(pieces) > 1 or item is None) and run:
                yield intro, run
                run = []
            if not run:
                before = line[max(match.start() - _WORDS, 0) : match.start()].rpartition("。")
                intro = (intro and "。" not in between) or _INTRO.search(before[2]) is not None
            if item is not None:
                run.append(item)
            last = match.end()
        if run:
            yield intro, run
        begin += len(line) + 1


def _item(words: str, amount: str, at: int) -> Item | None:
    name = words.strip()
    lead = _LEAD.match(name)
    name = _TAIL.sub("", name[lead.end() :] if lead else name).strip()
    if not 2 < len(name) <= _LONGEST or _NO_ITEM.search(spoken(name)):
        return None
    return Item(name, amount, at)
