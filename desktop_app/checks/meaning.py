"""Rules of what the indicators of one project say together (S04-S07, S10-S13)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import BENEFIT, COST, QUALITY, QUANTITY, TIME, Facts, Row, parse_number
from desktop_app.domain.model import CATEGORIES

_SHORT = 4
LONG_NAME = 12  # a name that a form cut off is at least so long
_OPENING = "（(【[《“「"
_CLOSING = "）)】]》”」"
_TAIL = re.compile(r"[（(][^（()）]*[)）]$")
_BEGINS_ANEW = re.compile(r"[的是为达不未≥≤＝=>＜（(：:，,、；;。占按以和与及每全由对在等达]")
_WHOLE_NAME = re.compile(
    r"(?:率|数|数量|量|度|性|情况|程度|水平|时间|时效|期限|成本|费用?|金额|经费|额|效果|质量|面积|标准|效益|影响|能力|工作|建设|服务|作用)$"
)
_HAN = re.compile(r"[一-鿿]{1,6}")
_PART_OF = re.compile(r"占(?![地用道])|比例|增长|提高|提升|增加|减少|降低|下降|压减|较|比上|同比")
_A_DATE = re.compile(r"\d月(?:\d{1,2}[日号]|份?[前底末])|\d年[底末前]|^(?:当?年|本年)?(?:年底|年末)[前完]")
_SAME_VALUES = 6  # rows of one value that are no chance


def s04(facts: Facts, _context: Context) -> Iterator[Hit]:
    """A description is of its own row: not the name of another row, not the same under two names."""
    rows = [row for row in facts.rows if row.desc and row.name and not row.filler]
    names = {row.name: row for row in facts.rows if row.name}
    first: dict[str, Row] = {}
    for row in rows:
        if _akin(row.name, row.desc):
            continue
        other = names.get(row.desc)
        if other is not None and other is not row:
            yield Hit("S04", f"{row.path}.desc", row.desc, row.name, other.name)
        elif len(row.desc) >= _SHORT and row.desc in first and first[row.desc].name != row.name:
            yield Hit("S04", f"{row.path}.desc", row.desc, row.name, first[row.desc].name, "twice")
        first.setdefault(row.desc, row)


def _akin(name: str, desc: str) -> bool:
    """Whether one holds the other: 毕业生就业率 describes 职业学校毕业生就业率."""
    return name in desc or desc in name


def s05(row: Row, _facts: Facts, _context: Context) -> Iterable[Hit]:
    """A name is whole: no bracket is left open, and it does not end in the middle of its own description."""
    path = f"{row.path}.l3"
    if not row.name.isalnum() and sum(map(row.name.count, _OPENING)) != sum(map(row.name.count, _CLOSING)):
        return (Hit("S05", path, row.name, variant="bracket"),)
    if len(row.name) < LONG_NAME or not row.desc.startswith(row.name):
        return ()
    rest = row.desc[len(row.name) :]
    cut = len(rest) > 1 and not _BEGINS_ANEW.match(rest)
    if not cut or _WHOLE_NAME.search(row.name):
        return ()
    return (Hit("S05", path, row.name, row.desc),)


def may_be_cut(row: Row) -> bool:
    """Whether a long name does not end as names do, and `s05` has not said so by the description."""
    longer = row.desc.startswith(row.name) and len(row.desc) > len(row.name) + 1
    return not (longer or _WHOLE_NAME.search(row.name) or row.filler)


def s06(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """A name that counts something has a number and no rate; a name that is a rate has a percentage.

    Not only outputs are counted, effects are, too (受益人数); a rate among the times and costs is for other rules.
    """
    value = row.value
    counted = value.percent and row.kind in (QUANTITY, QUALITY, BENEFIT)
    if "率" not in row.name and not counted:
        return ()
    name = _TAIL.sub("", row.name) if row.name[-1:] in "）)" else row.name
    if counted and row.kind == QUANTITY and name.endswith(context.endings("S06", "outputs")) and not _a_part(name):
        exact = name.endswith((*context.endings("S06", "rates"), *context.endings("S06", "no_outputs")))
        return () if exact else (Hit("S06", f"{row.path}.value", value.text, name=row.name),)
    if name.endswith("率") and not name.endswith(context.endings("S06", "no_percentages")):
        if value.amount is None:
            told = not _only_said(row, context)
        else:
            told = value.percent or not value.meant_measure or value.meant_measure[0] in "‰倍分"
        return () if told else (Hit("S06", f"{row.path}.value", value.text, name=row.name, variant="rate"),)
    if (
        not counted
        or not name.endswith(context.endings("S06", "counts"))
        or name.endswith(context.endings("S06", "rates"))
    ):
        return ()
    return (Hit("S06", f"{row.path}.value", value.text, name=row.name),)


def _a_part(name: str) -> bool:
    """Whether a name that ends like a count asks for a part or a change of it: 占总人数, 减少排放量."""
    return _PART_OF.search(name) is not None


def s06_measure(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """What counts people, times or households is measured in them: 检查次数 is no 10个."""
    value, name = row.value, row.name
    if value.amount is None or not value.meant_measure or value.percent or row.kind in (COST, TIME):
        return ()
    if not name.endswith(context.endings("S06", "measured")):
        return ()
    measure = value.meant_measure.lstrip("百千万余多")
    for line in context.listed("S06", "measures"):
        end, _, usual = line.partition(" ")
        if name.endswith(end) and not measure.startswith(tuple(usual.split("|"))):
            return (Hit("S06", f"{row.path}.value", value.text, name=row.name, variant="measure"),)
    return ()


def _only_said(row: Row, context: Context) -> bool:
    """Whether the value of a rate is a word such as 准确 or 合格. Vague ones are for K08."""
    text = row.value.plain
    return (
        row.kind in (QUALITY, BENEFIT)
        and _HAN.fullmatch(text) is not None
        and context.words("K08", "testable").search(text) is not None
        and not row.filler
        and text not in (row.name, row.desc)
    )


def s06_only(facts: Facts, context: Context) -> Iterable[Hit]:
    """Of the 数量 of a project one at least is a number. What is paid to people by the head has no other measure."""
    if facts.project.category.strip() in CATEGORIES[:2]:
        return ()
    rows = [row for row in facts.rows if row.kind == QUANTITY and row.value.text and not row.filler]
    if not rows or not all(row.value.percent for row in rows) or any(s06(row, facts, context) for row in rows):
        return ()
    if rows[0].name.removesuffix("指标") == QUANTITY:
        return ()  # no name at all: K10
    return (Hit("S06", f"{rows[0].path}.value", rows[0].value.text, name=rows[0].name, variant="only"),)


def s07(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """A 时效指标 is a time or a rate of being in time; money belongs to 成本指标, where no date stands."""
    value = row.value
    if row.kind == COST and value.wan is None and "元" not in value.text and _A_DATE.search(value.plain):
        return (Hit("S07", f"{row.path}.value", value.text, name=row.name, variant="date"),)
    if row.kind != TIME or value.percent:
        return ()
    if value.wan is None and (value.amount is None or not row.name.endswith(context.endings("S07", "costs"))):
        return ()
    return (Hit("S07", f"{row.path}.value", value.text, name=row.name),)


def s10(facts: Facts, _context: Context) -> Iterable[Hit]:
    """Whether a project is paid by 其他资金 alone: possible, and often 财政资金 in the wrong cell."""
    fiscal, other = parse_number(facts.project.fiscal), parse_number(facts.project.other)
    if other is None or not other or fiscal or facts.budget != other:
        return ()
    return (Hit("S10", "other", facts.project.other.strip()),)


def s11(facts: Facts, _context: Context) -> Iterable[Hit]:
    """Whether a plan stands still between two dates before it is full: no money would be spent in that time.

    Blank entries before the first are zero by the form and say nothing; a plan that does not end at 100 is for F02-F05.
    """
    known = [entry for entry in facts.plan if entry.percent is not None]
    if not known or known[-1].percent != 100:
        return ()
    for before, after in pairwise(known):
        if before.percent and before.percent == after.percent and before.percent < 100:
            return (Hit("S11", after.path, after.text, before.text, f"{before.month}到{after.month}"),)
    return ()


def s12(facts: Facts, context: Context) -> Iterator[Hit]:
    """An effect on air, water or waste is claimed only by a project that has to do with it."""
    words = context.words("S12", "words")
    head = " ".join([facts.project.name, facts.project.purpose, *(goal.text for goal in facts.project.goals)])
    head = context.words("S12", "plain").sub("", head)
    if words.search(head) or context.words("S12", "matters").search(head):
        return
    for row in facts.rows:
        found = words.search(row.name)
        if found is not None and not row.filler:
            yield Hit("S12", f"{row.path}.l3", row.name, name=found[0])


def s13(facts: Facts, _context: Context) -> Iterator[Hit]:
    """Rows of different kinds have values of their own: not one and the same for numbers, costs and times."""
    rows = [row for row in facts.rows if row.value.text and not row.filler]
    for text, count in Counter(row.value.plain for row in rows).most_common(1):
        mine = [row for row in rows if row.value.plain == text]
        if count >= _SAME_VALUES and {QUANTITY, COST, TIME} & {row.kind for row in mine} and _kinds(mine) > 2:
            yield Hit("S13", f"{mine[0].path}.value", mine[0].value.text, name=str(count))


def _kinds(rows: Iterable[Row]) -> int:
    return len({row.kind for row in rows})
