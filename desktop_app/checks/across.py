"""Rules that need several projects of a department (P04, P05, G06, K18, K21, columns), kept up to date one by one.

Each project contributes entries to groups (all projects of one code, all rows of one name …). A rule looks at one
group. So an edit costs the groups that its project left or joined, however many projects there are.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from desktop_app.checks import columns, pasted
from desktop_app.checks.alike import CUT, s02, s05
from desktop_app.checks.context import Context, Hit, Owner, to_finding
from desktop_app.checks.cost import product_of
from desktop_app.checks.facts import COST, OTHER_COST, Facts, owner_of, read
from desktop_app.checks.groups import Digest, Entry, Group, Member, Part, Placed
from desktop_app.checks.meaning import LONG_NAME, may_be_cut
from desktop_app.checks.wording import squeeze
from desktop_app.domain import codes
from desktop_app.domain.amounts import parse_amount
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Project

_REGION = 6
_WHOLE_SET = 5  # indicators; fewer may be the same by chance
_ANOTHER = "另一单位"
_STYLES = {"class": "成本指标单列一级", "output": "成本指标放在产出指标下"}


GroupKey = tuple[str, str]


def digest(project: Project) -> Digest:
    """What the rules across projects need to know of `project`."""
    return digest_of(read(project))


def digest_of(facts: Facts) -> Digest:
    """`digest`, where the project is read already."""
    return Digest(*head_of(facts.project), tuple(_entries(facts)))


def head_of(project: Project) -> tuple[Owner, str, str]:
    """The beginning of the digest: by what findings name a project and its unit."""
    unit = project.unit_code or project.unit_name or project.unit_id
    return owner_of(project), unit, project.unit_name or project.unit_code


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
    if product := product_of(facts):
        yield Entry("product", product.factors, product.path, f"{facts.budget:f}", f"{product.wan:f} {product.says}")
    for style in sorted({_style(row.kind, row.l1) for row in facts.rows} - {""}):
        yield Entry("frame", "", "indicators", style)
    rows = [row for row in facts.rows if row.name and not row.filler]
    names = values = ""
    if len(rows) >= _WHOLE_SET:
        names = _sign(row.name for row in rows)
        values = _sign(f"{r.name}={r.value.plain}" for r in rows if r.kind != COST)
        yield Entry("set", names, "indicators", values, name)
    yield from pasted.entries(facts, names + values)
    for row in facts.rows:
        if len(row.name) >= LONG_NAME:
            yield Entry("length", "", f"{row.path}.l3", str(len(row.name)), CUT * may_be_cut(row) + row.name)
        measure = row.value.meant_measure
        if not row.name or row.name.removesuffix("指标") == row.l2.removesuffix("指标"):
            continue  # a row that only repeats its class means something else in every project
        if measure and row.value.amount is not None and len(measure) <= 4:
            key = f"{row.l2}\n{row.name}"
            yield Entry("measure", key, f"{row.path}.value", measure, row.name)
    yield from columns.entries(facts)


def _sign(texts: Iterable[str]) -> str:
    """A short text that is the same for the same texts in any order."""
    return hashlib.blake2b("\n".join(sorted(texts)).encode(), digest_size=12).hexdigest()


def _style(kind: str, l1: str) -> str:
    """Which frame a cost row follows: cost as a class of its own, or under 产出."""
    if kind not in (COST, OTHER_COST):
        return ""
    return "class" if "成本" in l1 else "output" if "产出" in l1 else ""


def p04(group: Group, _context: Context) -> Iterator[Placed]:
    """The region of a code is that of the department: the one that more than half of its codes begin with."""
    counts: Counter[str] = Counter()
    for part, size in group.sizes.items():
        counts[part.value] += size
    region, count = counts.most_common(1)[0]
    if 2 * count > len(group):
        for m in group.members(part for part in group.sizes if part.value != region):
            yield m.position, Hit("P04", m.entry.path, m.entry.value, region)


def p05_code(group: Group, _context: Context) -> Iterator[Placed]:
    """One code stands once in a unit; in several units it deserves a glance. Said at the later ones."""
    first_in: dict[str, Member] = {}
    for m in group.members():
        if m.digest.unit in first_in:
            other = first_in[m.digest.unit].digest.owner.name
            yield m.position, Hit("P05", m.entry.path, m.entry.value, "", other)
        else:
            if first_in:
                other = next(iter(first_in.values())).digest.unit_name
                yield m.position, Hit("P05", m.entry.path, m.entry.value, "", other or _ANOTHER, "units")
            first_in[m.digest.unit] = m


def p05_name(group: Group, _context: Context) -> Iterator[Placed]:
    """A name that several units use for the same amount of money, under codes of their own.

    The name alone is no sign: every unit of a department may well have its 党建经费. The same code is said already.
    """
    first, *others = group.members()
    for m in others:
        if m.digest.unit != first.digest.unit and m.entry.more != first.entry.more:
            yield m.position, Hit("P05", m.entry.path, m.entry.value, "", first.digest.unit_name or _ANOTHER, "name")


def g06(group: Group, context: Context) -> Iterator[Placed]:
    """One document follows one frame. Said where it is not the chosen one."""
    chosen = "class" if any("成本" in l1 for l1 in context.frame.l1_names()) else "output"
    if {part.value for part in group.sizes} == _STYLES.keys():
        for m in group.members(part for part in group.sizes if part.value != chosen):
            yield m.position, Hit("G06", m.entry.path, _STYLES[m.entry.value], _STYLES[chosen])


def k21(group: Group, context: Context) -> Iterator[Placed]:
    """A name that units measure in things that cannot be added up, such as % and 人. Said at the rarer one."""
    sizes = group.sizes
    families = {part: _family(part.value, context) for part in sizes}
    counts: Counter[str] = Counter()
    for part, size in sizes.items():
        counts[families[part]] += size
    if len(counts) == 1:
        return
    usual = max(counts, key=lambda family: (counts[family], family == "count", family))
    # The usual measure of another unit, the most frequent one first.
    usual_parts = sorted((p for p in sizes if families[p] == usual), key=lambda p: (-sizes[p], p))
    for m in group.members(part for part in sizes if families[part] != usual):
        reference = next((p.value for p in usual_parts if p.unit != m.digest.unit), None)
        if reference is not None:
            yield m.position, Hit("K21", m.entry.path, m.entry.value, reference, m.entry.more)


def k18(group: Group, context: Context) -> Iterator[Placed]:
    """Price times quantity is the budget; or the budgets of the projects of a unit that state the same two together.

    What one thing costs is often paid from the money of centre, province and county, each a project of its own that
    states the whole number. Both factors are often round, so a difference of some per cent is let pass.
    """
    units: dict[str, list[Member]] = {}
    for m in group.members():
        units.setdefault(m.digest.unit, []).append(m)
    share = context.number("K18", "tolerance")
    for members in units.values():
        text, _, _ = members[0].entry.more.partition(" ")
        product = Decimal(text)
        together = sum(Decimal(m.entry.value) for m in members)
        if abs(product - together) * 100 <= together * share:
            continue
        for m in members:
            budget = Decimal(m.entry.value)
            if abs(product - budget) * 100 > budget * share:
                found = f"{product:.2f}".rstrip("0").rstrip(".")
                yield m.position, Hit("K18", m.entry.path, found, m.entry.value, m.entry.more.partition(" ")[2])


def _family(measure: str, context: Context) -> str:
    plain = measure.removesuffix("以上").removesuffix("以内").removesuffix("内")
    return next((f for f in ("percent", "money", "time", "score") if plain in context.listed("K21", f)), "count")


Rule = Callable[[Group, Context], Iterable[Placed]]

# Which rule looks at which kind of group, in the order of the rule list.
ACROSS_RULES: tuple[tuple[str, Rule], ...] = (
    ("region", p04),
    ("code", p05_code),
    ("name", p05_name),
    ("frame", g06),
    ("measure", k21),
    ("product", k18),
    ("set", s02),
    (pasted.PURPOSE, pasted.s02_purpose),
    (pasted.GOAL, pasted.s02_goal),
    ("length", s05),
    (columns.KIND, columns.k01_columns),
)
_ALONE = ("product",)  # kinds of groups that have something to say of a single entry
_RULE_OF = dict(ACROSS_RULES)


class Groups:
    """The groups of a book and what is wrong in them.

    Guarantees: after any run of `put` the findings are those of a fresh object that was given the same digests.
    """

    def __init__(self, digests: Iterable[Digest], context: Context) -> None:
        self._context = context
        self._digests: list[Digest] = []
        self._groups: dict[GroupKey, Group] = {}
        self._found: dict[GroupKey, dict[int, list[Finding]]] = {}
        for position, one in enumerate(digests):
            self._digests.append(one)
            self._join(position, one)
        for key, group in self._groups.items():
            if len(group) > 1 or key[0] in _ALONE:
                self._look(key)

    def digest(self, position: int) -> Digest:
        """The digest at a position."""
        return self._digests[position]

    def put(self, position: int, new: Digest) -> set[int]:
        """Replace the digest at `position`; returns the positions of all projects whose findings may differ now."""
        old = self._digests[position]
        if old == new:
            return set()
        keys = _keys(old) | _keys(new)
        if old.unit == new.unit:
            # Where neither the entry nor the unit changed, only the names in what is found already can be stale.
            changed = {entry[:2] for entry in {*old.entries} ^ {*new.entries}}
            keys = {key for key in keys if key in changed or self._names(key, position)}
        for entry in old.entries:
            self._groups[entry[:2]].remove(position, Part(old.unit, entry.value))
        self._digests[position] = new
        self._join(position, new)
        touched = {position}
        for key in keys:
            touched |= self._found.get(key, {}).keys()
            self._look(key)
            touched |= self._found.get(key, {}).keys()
        return touched

    def absent(self) -> frozenset[str]:
        """The columns (`columns`) that no project of the book has any text in."""
        return frozenset(columns.absent(self._groups.get((columns.KIND, ""))))

    def of(self, position: int) -> list[Finding]:
        """The findings of one project, in the order of its entries."""
        keys = dict.fromkeys(entry[:2] for entry in self._digests[position].entries if entry[:2] in self._found)
        return [finding for key in keys for finding in self._found[key].get(position, ())]

    def _names(self, key: GroupKey, position: int) -> bool:
        """Whether what is found in a group may name the project at a position."""
        found = self._found.get(key, ())
        return position in found if key[0] == columns.KIND else bool(found)

    def _join(self, position: int, one: Digest) -> None:
        for entry in one.entries:
            group = self._groups.get(entry[:2])
            if group is None:
                group = self._groups[entry[:2]] = Group()
            group.add(Member(position, one, entry))

    def _look(self, key: GroupKey) -> None:
        self._found.pop(key, None)
        group = self._groups[key]
        size = len(group)
        if not size:
            del self._groups[key]
        if size < 2 and (not size or key[0] not in _ALONE):
            return
        for position, hit in _RULE_OF[key[0]](group, self._context):
            finding = to_finding(hit, self._digests[position].owner, self._context)
            if finding:
                self._found.setdefault(key, {}).setdefault(position, []).append(finding)


def _keys(one: Digest) -> set[GroupKey]:
    return {entry[:2] for entry in one.entries}


def check_across(digests: Iterable[Digest], context: Context) -> list[Finding]:
    """What is wrong between the projects of a department, in the order of the projects."""
    given = list(digests)
    groups = Groups(given, context)
    return [finding for position in range(len(given)) for finding in groups.of(position)]
