"""Rules that need several projects of a department (P04, P05, G06, K21), kept up to date project by project.

Each project contributes entries to groups (all projects of one code, all rows of one name …). A rule looks at one
group. So an edit costs the groups that its project left or joined, however many projects there are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from desktop_app.checks.context import Context, Hit, Owner, to_finding
from desktop_app.checks.facts import COST, OTHER_COST, Facts, read
from desktop_app.checks.wording import squeeze
from desktop_app.domain import codes
from desktop_app.domain.amounts import parse_amount
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Project

_REGION = 6


class Entry(NamedTuple):
    """What a project contributes to the group `kind`, `key`: a text, at a path, and what else the rule compares."""

    kind: str
    key: str
    path: str
    value: str
    more: str = ""


class Digest(NamedTuple):
    """All that the rules across projects need to know of one project."""

    owner: Owner
    unit: str
    unit_name: str
    entries: tuple[Entry, ...]


class Member(NamedTuple):
    """One entry of a group with its project; `position` is the place of the project in the book."""

    position: int
    digest: Digest
    entry: Entry


Placed = tuple[int, Hit]
GroupKey = tuple[str, str]


def digest(project: Project) -> Digest:
    """What the rules across projects need to know of `project`."""
    return digest_of(read(project))


def digest_of(facts: Facts) -> Digest:
    """`digest`, where the project is read already."""
    project = facts.project
    unit = project.unit_code or project.unit_name or project.unit_id
    return Digest(facts.owner, unit, project.unit_name or project.unit_code, tuple(_entries(facts)))


def _entries(facts: Facts) -> Iterator[Entry]:
    project = facts.project
    code, name = codes.squeeze(project.code), squeeze(project.name)
    if code:
        yield Entry("code", code, "code", code)
    if codes.legal(code):
        yield Entry("region", "", "code", code[:_REGION])
    budget = parse_amount(project.budget)
    if name and budget is not None:
        yield Entry("name", f"{name}\n{budget}", "name", name, code)
    for style in sorted({_style(row.kind, row.l1) for row in facts.rows} - {""}):
        yield Entry("frame", "", "indicators", style)
    for row in facts.rows:
        measure = row.value.meant_measure
        if row.name and measure and row.value.amount is not None and len(measure) <= 4:
            key = f"{row.l2}\n{row.name}"
            yield Entry("measure", key, f"{row.path}.value", measure, row.name)


def _style(kind: str, l1: str) -> str:
    """Which frame a cost row follows: cost as a class of its own, or under 产出."""
    if kind not in (COST, OTHER_COST):
        return ""
    return "class" if "成本" in l1 else "output" if "产出" in l1 else ""


def p04(members: Sequence[Member], _context: Context) -> Iterator[Placed]:
    """The region of a code is that of the department: the one that more than half of its codes begin with."""
    region, count = Counter(m.entry.value for m in members).most_common(1)[0]
    if 2 * count <= len(members):
        return
    for m in members:
        if m.entry.value != region:
            yield m.position, Hit("P04", m.entry.path, m.entry.value, region)


def p05_code(members: Sequence[Member], _context: Context) -> Iterator[Placed]:
    """One code stands once in a unit; in several units it deserves a glance. Said at the later ones."""
    first_in: dict[str, Member] = {}
    for m in members:
        if m.digest.unit in first_in:
            other = first_in[m.digest.unit].digest.owner.name
            yield m.position, Hit("P05", m.entry.path, m.entry.value, "", other)
        else:
            if first_in:
                other = next(iter(first_in.values())).digest.unit_name
                yield m.position, Hit("P05", m.entry.path, m.entry.value, "", other or "另一单位", "units")
            first_in[m.digest.unit] = m


def p05_name(members: Sequence[Member], _context: Context) -> Iterator[Placed]:
    """A name that several units use for the same amount of money, under codes of their own.

    The name alone is no sign: every unit of a department may well have its 党建经费. The same code is said already.
    """
    first = members[0]
    for m in members[1:]:
        if m.digest.unit != first.digest.unit and m.entry.more != first.entry.more:
            yield m.position, Hit("P05", m.entry.path, m.entry.value, "", first.digest.unit_name or "另一单位", "name")


_STYLES = {"class": "成本指标单列一级", "output": "成本指标放在产出指标下"}


def g06(members: Sequence[Member], context: Context) -> Iterator[Placed]:
    """One document follows one frame. Said where it is not the chosen one."""
    chosen = "class" if any("成本" in l1 for l1 in context.frame.l1_names()) else "output"
    if {m.entry.value for m in members} != _STYLES.keys():
        return
    for m in members:
        if m.entry.value != chosen:
            yield m.position, Hit("G06", m.entry.path, _STYLES[m.entry.value], _STYLES[chosen])


def k21(members: Sequence[Member], context: Context) -> Iterator[Placed]:
    """A name that units measure in things that cannot be added up, such as % and 人. Said at the rarer one."""
    families = [_family(m.entry.value, context) for m in members]
    if len(set(families)) == 1 or len({m.digest.unit for m in members}) == 1:
        return
    usual = Counter(families).most_common(1)[0][0]
    reference = members[families.index(usual)]
    for m, family in zip(members, families, strict=True):
        if family != usual and m.digest.unit != reference.digest.unit:
            yield m.position, Hit("K21", m.entry.path, m.entry.value, reference.entry.value, m.entry.more)


def _family(measure: str, context: Context) -> str:
    plain = measure.removesuffix("以上").removesuffix("以内").removesuffix("内")
    return next((f for f in ("percent", "money", "time", "score") if plain in context.listed("K21", f)), "count")


Rule = Callable[[Sequence[Member], Context], Iterable[Placed]]

# Which rule looks at which kind of group, in the order of the rule list.
ACROSS_RULES: tuple[tuple[str, Rule], ...] = (
    ("region", p04),
    ("code", p05_code),
    ("name", p05_name),
    ("frame", g06),
    ("measure", k21),
)
_RULE_OF = dict(ACROSS_RULES)


class Groups:
    """The groups of a book and what is wrong in them.

    Guarantees: after any run of `put` the findings are those of a fresh object that was given the same digests.
    """

    def __init__(self, digests: Iterable[Digest], context: Context) -> None:
        self._context = context
        self._digests: list[Digest] = []
        self._members: dict[GroupKey, dict[int, list[Member]]] = {}
        self._found: dict[GroupKey, list[tuple[int, Finding]]] = {}
        for position, one in enumerate(digests):
            self._digests.append(one)
            self._join(position, one)
        for key in self._members:
            self._look(key)

    def put(self, position: int, new: Digest) -> set[int]:
        """Replace the digest at `position`; returns the positions of all projects whose findings may differ now."""
        old = self._digests[position]
        if old == new:
            return set()
        same_head = old[:-1] == new[:-1]
        before, after = set(old.entries), set(new.entries)
        changed = {e[:2] for e in (before ^ after if same_head else before | after)}
        self._leave(position, old)
        self._digests[position] = new
        self._join(position, new)
        touched = {position}
        for key in changed:
            touched |= {p for p, _ in self._found.get(key, ())}
            self._look(key)
            touched |= {p for p, _ in self._found.get(key, ())}
        return touched

    def of(self, position: int) -> list[Finding]:
        """The findings of one project, in the order of its entries."""
        keys = dict.fromkeys(entry[:2] for entry in self._digests[position].entries)
        return [finding for key in keys for place, finding in self._found.get(key, ()) if place == position]

    def _join(self, position: int, one: Digest) -> None:
        for entry in one.entries:
            self._members.setdefault(entry[:2], {}).setdefault(position, []).append(Member(position, one, entry))

    def _leave(self, position: int, one: Digest) -> None:
        for key in {entry[:2] for entry in one.entries}:
            del self._members[key][position]
            if not self._members[key]:
                del self._members[key]

    def _look(self, key: GroupKey) -> None:
        self._found.pop(key, None)
        group = self._members.get(key, {})
        if len(group) < 2:
            return
        members = [member for position in sorted(group) for member in group[position]]
        found = [
            (position, finding)
            for position, hit in _RULE_OF[key[0]](members, self._context)
            if (finding := to_finding(hit, self._digests[position].owner, self._context))
        ]
        if found:
            self._found[key] = found


def check_across(digests: Iterable[Digest], context: Context) -> list[Finding]:
    """What is wrong between the projects of a department, in the order of the projects."""
    given = list(digests)
    groups = Groups(given, context)
    return [finding for position in range(len(given)) for finding in groups.of(position)]
