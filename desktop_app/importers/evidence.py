"""What the forms of one document have in common, and the forms that break the habit: there a line was lost or doubled.

A line that is gone leaves nothing behind in its own form. But the forms of a document are printed by one program from
one frame: where all others have a 时效指标, the one without it has most likely lost a row. Each function below knows
one such habit, and says nothing where the document does not keep to it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

from desktop_app.domain.amounts import parse_percent
from desktop_app.domain.model import Indicator, Project
from desktop_app.domain.traces import Review
from desktop_app.importers.cells import fold

FEWEST_FORMS = 6  # a habit needs that many forms, or rows
_EXCEPTIONS = 20  # one in so many may break it, and is then looked at

_OFTEN = 10  # what all forms but one in so many have is usual
_SAME_CELLS = 4  # 三级指标, 描述 and 指标值 among them: two rows of one 二级指标 differ in one of these
_WHOLE = 10_000  # 100 % as `parse_percent` counts it
_FIELDS = ("l1", "l2", "l3", "desc", "value", "basis")
_ALL = ("unit_code", "unit_name", "name", "budget", "fiscal", "other", "purpose", "plan", "goals", "indicators")
_CODE_LIKE = re.compile(r"[0-9A-Z]{15}")

Found = Iterable[tuple[Project, list[Review]]]
Heads = list[tuple[str, ...]]


def look(projects: list[Project], heads: list[Heads]) -> None:
    """Add to each project the fields at which its form shows signs of a lost, doubled or moved line.

    `heads` are, for each project, the rows of column heads of its form, as the fields that they name in order.
    """
    add(_moved_heads(projects, heads))
    for find in _FINDERS:
        add(find(projects))


def lost_forms(projects: list[Project]) -> list[Review]:
    """Where the numbers of the titles leave one out, though otherwise each follows on the one before or begins anew."""
    numbers = [int(p.seq) if p.seq.isascii() and p.seq.isdigit() else 0 for p in projects]
    steps = [(n, a, b) for n, (a, b) in enumerate(pairwise(numbers)) if a and b]
    gaps = [(n, a, b) for n, a, b in steps if b not in (1, a + 1)]
    if not habit(len(steps) - len(gaps), len(steps)):
        return []
    return [
        Review("projects", f"第{a}张表后面是第{b}张，可能少了表", projects[n + 1].lines)
        for n, a, b in gaps
        if b > a + 1
    ]


def add(found: Found) -> None:
    """Add to the projects what is not flagged yet, as it is or as part of something greater."""
    for project, reviews in found:
        for review in reviews:
            known = {r.path for r in project.review}
            whole = {review.path, review.path.split(".")[0], review.path.split("[")[0]}
            if not known & whole:
                project.review.append(review)


def _doubled_rows(projects: list[Project]) -> Found:
    """An indicator printed twice in a row: one line of the source was doubled."""
    for project in projects:
        texts = [[fold(getattr(i, name)) for name in _FIELDS] for i in project.indicators]
        for n, (one, other) in enumerate(pairwise(texts)):
            if _says_again(one, other):
                yield project, [row_review(project, k, "这一行指标连着印了两遍") for k in (n, n + 1)]


def _says_again(one: list[str], other: list[str]) -> bool:
    """Whether two rows say the same in all cells that both have: of a row of several lines only one may be doubled."""
    both = [a == b for a, b in zip(one, other, strict=True) if a and b]
    return all(both) and (one == other or len(both) >= _SAME_CELLS)


def _lost_rows(projects: list[Project]) -> Found:
    """An 一级 or 二级指标 that all other forms have, where next to all forms have all such indicators."""
    most = len(projects) - max(1, len(projects) // _OFTEN)
    missing: list[tuple[Project, str, str]] = []
    for level in ("l1", "l2"):
        own = [{getattr(i, level) for i in p.indicators} for p in projects]
        count = Counter(name for names in own for name in names if name)
        usual = [name for name, number in count.items() if number >= most]
        missing += [(p, level, n) for p, names in zip(projects, own, strict=True) for n in usual if n not in names]
    broken = {id(project) for project, _, _ in missing}
    if not habit(len(projects) - len(broken), len(projects)):
        return
    for project, level, name in missing:
        orders = [[getattr(i, level) for i in p.indicators] for p in projects]
        order = [getattr(i, level) for i in project.indicators]
        reason = f"别的表都有“{name}”，这张表没有，可能少了一行"
        yield project, [row_review(project, k, reason) for k in _places(name, order, orders)]


def habit(number: int, count: int) -> bool:
    """Whether what `number` of `count` forms do is a habit that the others break."""
    return count >= FEWEST_FORMS and 0 < count - number <= max(1, count // _EXCEPTIONS)


def _places(name: str, order: list[str], orders: list[list[str]]) -> list[int]:
    """The indexes at which `name` may stand in `order`, by where it stands in the other forms."""
    before = {other for o in orders if name in o for other in o[: len(o) - o[::-1].index(name)]}
    after = {other for o in orders if name in o for other in o[o.index(name) :]}
    places = [
        k
        for k in range(len(order) + 1)
        if all(other in before for other in order[:k]) and all(other in after for other in order[k:])
    ]
    return places or list(range(len(order)))


def _backward_classes(projects: list[Project]) -> Found:
    """一级指标 in another order than all other forms have them, or one of them in two pieces."""
    orders = [[a for a, b in pairwise([*(i.l1 for i in p.indicators), ""]) if a != b] for p in projects]
    usual = Counter(tuple(order) for order in orders)
    common, number = max(usual.items(), key=lambda item: item[1], default=((), 0))
    if not habit(number, len(projects)):
        return
    for project, order in zip(projects, orders, strict=True):
        if set(order) == set(common) and tuple(order) != common:
            wrong = [n for n, i in enumerate(project.indicators) if i.l1 != project.indicators[n - 1].l1]
            yield project, [row_review(project, n, "一级指标的顺序与别的表不同，可能有行错位") for n in wrong]


def _moved_heads(projects: list[Project], heads: list[Heads]) -> Found:
    """Column heads in another order than (nearly) all forms print them."""
    orders = Counter(order for form in heads for order in set(form))
    common, number = max(orders.items(), key=lambda item: item[1], default=((), 0))
    for project, form in zip(projects, heads, strict=True):
        for order in form:
            moved = order != common and sorted(order) == sorted(common)
            if moved and habit(number, number + orders[order]):
                yield project, [Review("indicators", "指标表头的顺序与别的表不同", project.lines)]


def _falling_plans(projects: list[Project]) -> Found:
    """Entries that fall and are no shares of the year either, where (nearly) all other forms count on to the 100 %."""
    falling = [(project, months) for project in projects if (months := _falls(project))]
    if falling and not habit(len(projects) - len(falling), len(projects)):
        return
    for project, months in falling:
        reason = "支出进度前高后低，可能两格颠倒了"
        yield project, [Review(f"plan[{n}]", reason, project.lines) for n in months]


def _falls(project: Project) -> list[int]:
    """The months around which the plan falls; none where its entries are shares that add up to 100 %."""
    entries = [(n, amount) for n, text in enumerate(project.plan) if (amount := parse_percent(text)) is not None]
    if sum(amount for _, amount in entries) == _WHOLE:
        return []
    return sorted({n for pair in pairwise(entries) if pair[0][1] > pair[1][1] for n, _ in pair})


def _names_apart(projects: list[Project]) -> Found:
    """A 项目名称 that its title does not hold, where (nearly) all other titles do."""
    titled = [p for p in projects if p.title]
    agree = [p for p in titled if p.name and _squeezed(p.name) in _squeezed(p.title)]
    if habit(len(agree), len(titled)):
        for project in titled:
            if project not in agree:
                yield project, [Review("name", "项目名称与表的标题不同", project.lines)]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def twofold(projects: list[Project], forms: list[bool]) -> Found:
    """Of each form whether another one goes on in it (`Form.twofold`): what is whose must be settled, all of it."""
    for project, two in zip(projects, forms, strict=True):
        if two:
            reason = "资金、计划或目标印在指标下面，可能有两张表并成了一张"
            yield project, [Review(path, reason, project.lines) for path in ("title", "code", *_ALL)]


def _nameless(projects: list[Project]) -> Found:
    """A form without a 项目编码 where the others have one: whose it is must be settled, and with it all of it."""
    coded = [p for p in projects if _CODE_LIKE.match(p.code)]
    if 2 * len(coded) > len(projects):
        for project in projects:
            if project not in coded:
                reason = "没有读到项目编码，这张表要整张核对"
                yield project, [Review(path, reason, project.lines) for path in _ALL]


def row_review(project: Project, n: int, reason: str) -> Review:
    """A review of the indicator at `n`, or of the place where it should stand."""
    rows: list[Indicator] = project.indicators
    near = rows[min(n, len(rows) - 1)] if rows else Indicator()
    return Review(f"indicators[{n}]", reason, near.lines or project.lines)


_FINDERS: tuple[Callable[[list[Project]], Found], ...] = (
    *(_doubled_rows, _lost_rows, _backward_classes),
    *(_falling_plans, _names_apart, _nameless),
)
