"""A project that is secret elsewhere and public here: a person decides, and until then nothing is published (D01).

A stub says only its number, and its code where it was not purged. Which project here it stands for is certain by the
id or the code; else it is one of its unit that the package does not know, that of the same number where there is one.
All that may be it are marked 待定: one decision too many costs a minute, one too few publishes a secret. The marks are
an operation of their own before the package comes in, so that taking the package back does not take them away.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desktop_app.actions import editing, reading
from desktop_app.actions import plan as p
from desktop_app.actions.alike import said
from desktop_app.actions.gate import NOT_SECRET
from desktop_app.actions.plan import BookPlan, ImportPlan, PlanItem
from desktop_app.domain import codes
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.model import NO, SECRET, UNDECIDED, Book, Project
from desktop_app.domain.traces import Review
from desktop_app.storage import queries
from desktop_app.storage.store import Store

CERTAIN = "对方标为涉密"
PERHAPS = "对方有一个只留序号的涉密项目，可能就是它"
_DECIDE = "已标为待定，定为涉密或写明理由定为不涉密以前不能公开"
_DECIDED = "本机已写明理由记为不涉密，没有改"
HELD = "对方没有标为涉密"
_HELD = "本机编码相同的项目是涉密的，保留本机的，对方的没有收进来；如果确实不涉密，请先在本机写明理由再收一次"
# begins like every reception: no person wrote the marks; says what undoing it takes away
MARKING = "收U盘包：把对方标为涉密的项目标为待定"
RETURNED = "这个单位有一个清除了内容的涉密项目，序号相同，可能就是它；请定为涉密或不涉密"


@dataclass(slots=True)
class Conflict:
    """A project here that is secret elsewhere, or may be; or the other way round (`HELD`).

    `decided`: a person here recorded 不涉密, which stays. `theirs` is the mark of the package.
    """

    project: Project
    why: str
    decided: bool = False
    theirs: str = SECRET

    @property
    def label(self) -> str:
        """What a person is told."""
        done = _HELD if self.why == HELD else _DECIDED if self.decided else _DECIDE
        return f"涉密（{self.why}；{done}）"


@dataclass(slots=True)
class Conflicts:
    """The conflicts of a package with the workspace, and the differences of marks that are settled by them.

    `taken` are those here whose mark 涉密 is taken from the package: without it they would wait for a decision.
    """

    found: list[Conflict] = field(default_factory=list)
    taken: list[Project] = field(default_factory=list)
    keys: set[CellKey] = field(default_factory=set)

    @property
    def due(self) -> list[Conflict]:
        """Those that will be marked."""
        return [conflict for conflict in self.found if not conflict.decided and conflict.why != HELD]

    def mark(self, store: Store) -> Changes:
        """Mark what is open. Raises UserError where the workspace cannot be written."""
        waiting = [*(conflict.project for conflict in self.due), *self.taken]
        if not waiting:
            return Changes(MARKING)
        with store.operation(MARKING) as operation:
            for project in waiting:
                operation.update("project", project.id, {"secret": UNDECIDED})
        return operation.changes


def find(store: Store, plan: ImportPlan, theirs: bool) -> Conflicts:
    """The conflicts of a compared package; their marks are kept out of what is written.

    With `theirs` a mark that is certain to be of a project is simply taken. No package takes a mark 涉密 away.
    """
    result = Conflicts()
    stored = reading.load_books(store)
    here = {project.id: project for book in stored for project in book.projects}
    meant: dict[str, str] = {}
    for book_plan in plan.book_plans:
        held = _hold(book_plan, [p for book in stored if book.year == book_plan.book.year for p in book.projects])
        for item in book_plan.items:
            own = here.get(item.project.id) if item.kind != p.NEW else None
            if own is not None and own.is_secret:
                item.keep |= {CellKey("project", own.id, "secret")}
            elif own is not None and item.project.is_secret and theirs:
                result.taken.append(own)
            elif own is not None and item.project.is_secret:
                meant[own.id] = CERTAIN
            elif own is None and item.project.is_secret:
                for project, why in _standing_for(book_plan, item, here.values()):
                    meant.setdefault(project.id, why)
        for item in book_plan.items:
            if item.project.id in meant:
                key = CellKey("project", item.project.id, "secret")
                item.keep |= {key}
                result.keys.add(key)
        result.found += held
    result.found += [Conflict(here[i], why, _decided(store, here[i])) for i, why in meant.items()]
    return result


def _hold(plan: BookPlan, here: Iterable[Project]) -> list[Conflict]:
    """Take out of a package what is new, public there, and has the code of a secret project of that year here.

    It is neither added (one code would be two projects) nor kept aside: it is the content of a secret project.
    """
    secret = {codes.squeeze(own.code): own for own in here if own.is_secret and own.code.strip()}
    held = {
        id(item.project): Conflict(secret[code], HELD, theirs=item.project.secret)
        for item in plan.items
        if item.kind == p.NEW and not item.project.is_secret and (code := codes.squeeze(item.project.code)) in secret
    }
    if held:
        plan.items[:] = [item for item in plan.items if id(item.project) not in held]
        plan.book.projects[:] = [project for project in plan.book.projects if id(project) not in held]
    return list(held.values())


def _standing_for(plan: BookPlan, item: PlanItem, here: Iterable[Project]) -> Iterator[tuple[Project, str]]:
    """The public projects here that a stub which is new here may stand for, and why."""
    stub, public = item.project, [project for project in here if not project.is_secret]
    code = codes.squeeze(stub.code)
    same = [project for project in public if code and codes.squeeze(project.code) == code]
    same = same or [project for project in public if stub.name and said(project.name) == said(stub.name)]
    if same or stub.name:
        yield from ((project, CERTAIN) for project in same)
        return
    known = {other.project.id for other in plan.items if other.kind != p.NEW}
    left = [project for project in public if project.id not in known and _may_be_of(project, stub)]
    if code:  # a code that nobody here has: those without one may be it
        left = [project for project in left if not codes.squeeze(project.code)]
    numbered = [project for project in left if stub.seq.strip() and project.seq.strip() == stub.seq.strip()]
    yield from ((project, PERHAPS) for project in numbered or left)


def _may_be_of(project: Project, stub: Project) -> bool:
    """Whether a project here is of the unit of a stub, or of none that is known."""
    return project.unit_id == stub.unit_id or not (project.unit_code or project.unit_name)


def _decided(store: Store, project: Project) -> bool:
    """Whether a person here recorded with a reason that the project is 不涉密."""
    if project.secret.strip() != NO:
        return False
    history = editing.cell_history(store, CellKey("project", project.id, "secret"))
    return any(entry.after.strip() == NO and entry.operation.startswith(NOT_SECRET) for entry in history)


def doubt_returned(store: Store, department_id: str, incoming: Book, new: Iterable[Project]) -> None:
    """Mark what is new and has unit and number of a project purged here: the old source may bring it back.

    What comes with a stub of its own of that number says itself which one is meant.
    """
    here = [Project(secret=row["secret"], seq=row["seq"], unit_id=row["unit_id"])
            for row in queries.nameless(store, department_id)]  # fmt: skip
    numbers = {(q.unit_id, q.seq.strip()) for q in here if q.is_secret}
    if not numbers:
        return
    told = [q for q in incoming.projects if q.is_secret and not (q.name or q.code or q.title)]
    numbers -= {(q.unit_id, q.seq.strip()) for q in told}
    for project in new:
        if not project.is_secret and (project.unit_id, project.seq.strip()) in numbers:
            project.secret = UNDECIDED
            project.review.append(Review("secret", RETURNED, project.lines))
