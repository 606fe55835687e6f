"""S14: what the texts of a project say of when its money is paid, beside its 资金支出计划.

The plan has four figures, the share of the budget spent by the end of March, June, October and December. A text says a
share (`6月底前支付60%`) or that all is paid (`5月底前完成发放`). A share by the end of a month is a lower bound for the
next figure of the plan; at the end of one of the four months, stated plainly, it is the figure itself. Only sentences
that name a month and the payment are read, and of these none that speaks of a part of the money (首批, 尾款, 设备款).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import TIME, Facts
from desktop_app.checks.wording import squeeze

_ALL = Decimal(100)
_ENDS = (3, 6, 10, 12)  # months of the plan's figures
_PAYS = ("支付", "支出", "拨付", "发放", "兑付", "付款", "付清", "发清", "预算执行")
_PAID = rf"(?:{'|'.join(_PAYS)})"
_WHEN = re.compile(
    r"(?:(?P<year>20\d\d)年)?"
    r"(?:(?<!\d)(?<!\d\.)(?P<month>1[0-2]|[1-9])月(?:份|\d{1,2}[日号])?|"
    r"第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)(?P<end>底|末)?(?:之前|以前|前|之内|以内|内)?"
)
_QUARTERS = "一二三四"
_NOT_THIS_YEAR = re.compile(r"(?:每|次|下一?|明|上一?|去|隔|翌)年?度?$")
_FROM_THEN = ("起", "后", "开始", "以来", "以后", "之后", "至", "到", "-", "—", "~", "～")
_PART = re.compile(
    r"首[批期次付款]|第[一二三四五六两\d]?[批期次笔]|部分|预付|预拨|定金|尾款|余款|剩余|其余|质保|分[期批次]|按[月季]|[每各]|另|再|其中"
)
_MOST = 60  # characters around a time in which the words about the payment stand
_CLAUSE = re.compile(r"[，,、：:（）()]")
_THING = (
    r"(?:财政|专项|补助|补贴|奖励|奖补|项目|预算|年度|全年|全部|所有|各项|各类|总|的|资金|经费|款项|费用|工作|任务|计划)*"
)  # fmt: skip
_AT_LEAST = re.compile(r"不低于|不少于|不小于|至少|超过|高于|大于|达|以上|[≥＞>]")
_SHARE = re.compile(
    rf"{_THING}{_PAID}?{_THING}(?:执行率|(?<=支出)率|(?<=支付)率|(?<=执行)率|(?:执行)?(?:进度|比例))?(?:累计|完成|完成率|约|占|为|是|到|至|了|"
    rf"达到?|不低于|不少于|不小于|至少|超过|高于|大于|[≥＞>=＝])*{_THING}(?P<share>\d{{1,3}}(?:\.\d+)?)[%％](?:以上|左右)?"
)
_HEAD = re.compile(rf"{_PAID}(?:执行)?(?:进度|比例|率|计划)?(?:分别)?(?:为|是|达到?)?[：:，,（(]?$")
_DONE = re.compile(
    rf"(?P<before>[一-鿿]{{0,12}}?)(?:完成(?P<thing>[一-鿿]{{0,12}}?){_PAID}(?:工作|任务|到位)?|"
    rf"{_PAID}(?:工作)?(?:完毕|完成|完|到位|结束)|(?:全部|全额){_PAID}|付清|发清){_THING}"
)
_TOWARDS = re.compile(
    r"累计|计划于|拟于|预计|今年|当年|本年|(?<![低高大小少多])于|在|将|把|应|需|须|要|力争|确保|保证|争取|实现|做到|按要求|按计划|按时|及时|全部|全额|足额|完成"
)
_TIME_OF = re.compile(
    rf"(?P<thing>[一-鿿]{{0,12}}?){_PAID}(?:工作)?(?:完成|完毕|到位|截止)?(?:时间|时限|期限|日期|及时性)"
)
_ONLY_THING = re.compile(_THING)
_SENTENCE = re.compile(r"[。；;\n]")


class Said(NamedTuple):
    """What a text says: the words, the month whose end is meant, the least and the most that is spent by then.

    `most` is None where the text sets no upper bound. Both are per cent of the budget.
    """

    words: str
    month: int
    least: Decimal
    most: Decimal | None


def s14(facts: Facts, context: Context) -> Iterator[Hit]:
    """The plan agrees with what purpose, goals and 时效指标 say of the payment. A wrong plan is for F01-F06."""
    if not any([word in facts.all_text for word in _PAYS]) or not (plan := _percents(facts)):
        return
    seen = set()
    for name, said in _sayings(facts, context.year):
        at = next(i for i, month in enumerate(_ENDS) if month >= said.month)
        entry, percent = facts.plan[at], plan[at]
        over = said.most is not None and _ENDS[at] == said.month and percent > said.most
        if (percent < said.least or over) and at not in seen:
            seen.add(at)
            yield Hit("S14", entry.path, f"{entry.month}{percent.normalize():f}%", said.words, name)


def _percents(facts: Facts) -> list[Decimal]:
    """The plan, blank entries at the beginning as 0; [] where it is none that texts could be held against."""
    found: list[Decimal] = []
    for entry in facts.plan:
        if entry.percent is None and (entry.text or any(found)):
            return []
        found.append(entry.percent or Decimal(0))
    whole = len(found) == len(_ENDS) and found[-1] == _ALL and found == sorted(found) and found[0] >= 0
    return found if whole else []


def _sayings(facts: Facts, year: int | None) -> Iterator[tuple[str, Said]]:
    """All that the texts say, and how a person calls the place."""
    project, called = facts.project, squeeze(facts.project.name)
    texts = [("资金用途", project.purpose), *(("绩效目标", goal.text) for goal in project.goals)]
    for row in facts.rows:
        if row.kind == TIME and not row.filler:
            name = f"时效指标「{row.name}」"
            value = row.value.plain.lstrip("≤＜<≦")
            yield from ((name, said) for said in _time_of(row.name, value, called, year))
            texts += [(name, row.name + row.value.plain), (name, row.desc)]
    for name, text in texts:
        if any([word in text for word in _PAYS]):
            yield from ((name, said) for said in sayings(squeeze(text), called, year))


def sayings(text: str, project: str, year: int | None) -> Iterator[Said]:
    """What a text without white space says of the payment; `project` is its name, without it, too."""
    for sentence in _SENTENCE.split(text):
        if not any([word in sentence for word in _PAYS]) or _PART.search(sentence):
            continue
        times = list(_WHEN.finditer(sentence))
        head = bool(times) and _HEAD.search(_before(sentence, times[0])) is not None
        shares: list[tuple[str, int, Decimal, bool]] = []
        for i, time in enumerate(times):
            rest = sentence[time.end() : times[i + 1].start() if i + 1 < len(times) else None][:_MOST]
            month = None if rest.startswith(_FROM_THEN) else _month(time, _before(sentence, time), year)
            clause = next((c for c in _CLAUSE.split(rest) if c), "")
            last = times[i - 1].end() if i else 0
            whose = "" if head else _CLAUSE.split(sentence[last : time.start()][-_MOST:])[-1].strip("至到-—~～")
            if month is None or not clause or not _is_all(whose, project):
                continue
            share = _SHARE.fullmatch(_TOWARDS.sub("", clause))
            if share and (head or any([word in clause for word in _PAYS])):
                plain = _plain(time) and not _AT_LEAST.search(clause)
                shares.append((time[0] + clause, month, Decimal(share["share"]), plain))
            elif not share and _all(_DONE.fullmatch(clause), project):
                yield Said(time[0] + clause, month, _ALL, None)
        yield from _bounds(shares)


def _before(sentence: str, time: re.Match[str]) -> str:
    return sentence[max(0, time.start() - _MOST) : time.start()]


def _bounds(shares: list[tuple[str, int, Decimal, bool]]) -> Iterator[Said]:
    """The shares of one sentence: running, or each for its own time. Where both can be meant, both are let pass."""
    if not all(a[1] < b[1] for a, b in pairwise(shares)) or any(share > _ALL for _, _, share, _ in shares):
        return
    rising = all(a[2] <= b[2] for a, b in pairwise(shares))
    running = sum(share for _, _, share, _ in shares) > _ALL  # not each for its own time
    if running and not rising:
        return
    total = Decimal(0)
    for words, month, share, plain in shares:
        total = share if running else total + share
        yield Said(words, month, share if rising else total, total if plain else None)


def _plain(time: re.Match[str]) -> bool:
    """Whether a time is, in so many words, the end of a month of the plan."""
    return bool(time["month"] and time["end"]) or time["half"] == "上" or time["quarter"] in ("一", "1")


def _month(time: re.Match[str], before: str, year: int | None) -> int | None:
    """The month by whose end something is said to be so; None where that is in another year or in every year."""
    if _NOT_THIS_YEAR.search(before) or (time["year"] and year is not None and int(time["year"]) != year):
        return None
    if time["month"]:
        return int(time["month"])
    if time["half"]:
        return 6 if time["half"] == "上" else 12
    quarter = time["quarter"]
    return 3 * (int(quarter) if quarter.isdigit() else _QUARTERS.index(quarter) + 1)


def _all(match: re.Match[str] | None, project: str) -> bool:
    """Whether all of the money is meant: what is paid is called money, or is in the name of the project."""
    if match is None:
        return False
    return all(_is_all(text, project) for text in match.groupdict().values())


def _is_all(thing: str | None, project: str) -> bool:
    plain = _TOWARDS.sub("", thing or "")
    return _ONLY_THING.fullmatch(plain) is not None or plain in project


def _time_of(name: str, value: str, project: str, year: int | None) -> Iterator[Said]:
    """A 时效指标 that is the time of the payment: 资金发放完成时间, 6月底前."""
    time, named = _WHEN.fullmatch(value), _TIME_OF.fullmatch(name)
    if time and named and not _PART.search(name) and _all(named, project):
        month = _month(time, "", year)
        if month is not None:
            yield Said(f"{name}{value}", month, _ALL, None)
