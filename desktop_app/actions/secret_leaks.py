"""Where texts that will be published tell of a secret project, carry a marking, or hold personal data (D01, D02)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop_app.actions import outgoing, own_parts
from desktop_app.actions.outgoing import Guard, Objection
from desktop_app.actions.outgoing_texts import answer_texts, owned_texts, project_texts
from desktop_app.actions.secret_words import Words
from desktop_app.checks import marking
from desktop_app.domain import findings as f
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import UNDECIDED, Book, Project
from desktop_app.domain.traces import Answer

Named = tuple[Book, Project, Words]  # a secret project, the book it is in, the words that tell it
_UNDECIDED = "这个项目别处标为涉密，这里还没有定；请定为涉密，或写明理由定为不涉密，再公开"


@dataclass(slots=True, frozen=True)
class Spot:
    """A text's place: the project it is in, an empty one for none, then whose it is; the path and all texts there."""

    project: Project
    owner: str
    path: str
    texts: list[str]

    def place(self, whose: Callable[[str], str]) -> tuple[str, str]:
        """The place as it is cleared; `whose` is `own_parts.names_of_owners` of the book."""
        return outgoing.place_of(self.project.id, self.path, whose(self.owner))


def leaks(book: Book, guard: Guard, named: Sequence[Named], unit_ids: Collection[str]) -> list[tuple[Spot, Finding]]:
    """All of it in what these units (all for none) publish; projects marked secret are left out of that."""
    told, whose = _spots(book, guard, unit_ids), own_parts.names_of_owners(book)
    found = []
    for spot in told:
        found += [(spot, _leak(book, other, secret, spot)) for other, secret in _meant(spot, guard, named)]
        # a marking or a number is looked for in what no rule reads, too: answers, names, facts
        place = spot.place(whose)
        others = {o for text in spot.texts for o in guard.objections(text, place) if o.found or o.rule == "D02"}
        found += [(spot, _other(book, o, spot)) for o in sorted(others)]
    found += _across_rows(book, guard, named, told)
    for where, unit, path, texts in answer_texts(book, unit_ids):
        spot = Spot(where, where.unit_code or unit, path, texts)
        others = {o._replace(found="") for text in texts for o in guard.objections(text)}
        found += [(spot, _other(book, o, spot)) for o in sorted(others)]
    return found


def mentions(book: Book, earlier: Sequence[Named], unit_ids: Collection[str]) -> list[Finding]:
    """Where a text says what a secret project was called before: a warning, for that may be anybody's name, too."""
    guard = Guard(tuple({name for _, _, words in earlier for name in words.inside}))
    found = []
    for spot in _spots(book, guard, unit_ids) if earlier else ():
        for _, secret in _meant(spot, guard, earlier):
            said = f"这里写到了涉密项目（序号 {secret.seq or '未编'}）以前用过的名称，请看过再决定是否这样公开"
            found.append(replace(at_spot(book, "D01", spot, said), severity=f.WARNING))
    return found


def _spots(book: Book, guard: Guard, unit_ids: Collection[str]) -> list[Spot]:
    """The texts to look at one by one: of projects only where they say anything that deserves it, most do not."""
    told = []
    for project in public_projects(book, unit_ids):
        texts_of = project_texts(project)
        joined = "\n".join([text for path, text in texts_of if path != "code"])  # whose digits look like a number
        if guard.suspects(joined) or guard.named(project.code) or marking(project.code):
            told += [Spot(project, project.unit_code, path, [text]) for path, text in texts_of]
    return told + [Spot(Project(), *part) for part in owned_texts(book, unit_ids)]


def _meant(spot: Spot, guard: Guard, named: Sequence[Named]) -> list[tuple[Book, Project]]:
    """The secret projects that are named there; in tables also across the cells of a row."""
    said = [*spot.texts, "".join(spot.texts)] if spot.path.startswith("budget_tables") else spot.texts
    if not any(map(guard.named, said)):
        return []
    return [(book, p) for book, p, words in named if any(outgoing.tells(words, text) for text in said)]


def _across_rows(book: Book, guard: Guard, named: Sequence[Named], told: Sequence[Spot]) -> list[tuple[Spot, Finding]]:
    """Names that wrapped lines broke into cells of two rows, one below the other."""
    found = []
    rows = [spot for spot in told if guard.names and ".rows[" in spot.path and spot.path.startswith("budget_tables")]
    for above, below in pairwise(rows):
        if above.path.partition(".")[0] != below.path.partition(".")[0] or above.owner != below.owner:
            continue
        for pair in zip(above.texts, below.texts, strict=False):
            if all(pair) and guard.named("".join(pair)) and not any(map(guard.named, pair)):
                meant = [(other, p) for other, p, words in named if outgoing.tells(words, "".join(pair))]
                found += [(above, _leak(book, other, secret, above)) for other, secret in meant]
    return found


def public_projects(book: Book, unit_ids: Collection[str]) -> list[Project]:
    """The projects that these units (all for none) publish."""
    return [p for p in book.projects if not p.is_secret and (not unit_ids or p.unit_id in unit_ids)]


def undecided(book: Book, unit_ids: Collection[str]) -> list[Finding]:
    """The projects of which nobody here has decided yet whether they are secret."""
    waiting = [p for p in book.projects if p.secret.strip() == UNDECIDED and (not unit_ids or p.unit_id in unit_ids)]
    return [at_spot(book, "D01", Spot(p, p.unit_code, "secret", []), _UNDECIDED, UNDECIDED) for p in waiting]


def recorded(book: Book, unit_ids: Collection[str]) -> list[Finding]:
    """The markings that are recorded as 不涉密, where they stand, with reason and name."""
    whose = own_parts.names_of_owners(book)
    told = [(Spot(p, p.unit_code, path, [text]), p.answers) for p in public_projects(book, unit_ids) if p.answers
            for path, text in project_texts(p)]  # fmt: skip
    told += [(Spot(Project(), *part), book.answers) for part in owned_texts(book, unit_ids) if book.answers]
    found = []
    for spot, answers in told:
        hit = next((text for text in spot.texts if marking(text)), "")
        if not hit:
            continue
        at = (
            a for a in answers
            if a.path == spot.path and outgoing.recorded(a)
            and outgoing.place_of(spot.project.id, a.path, whose(a.unit)) == spot.place(whose)
        )  # fmt: skip
        answer = next((a for a in at if hit == a.found or hit in a.found.split("\n")), None)
        if answer is not None:  # those of rules are known by their rules
            said = f"有涉密标志「{marking(hit)}」，已记为不涉密"
            found.append(at_spot(book, "D01", spot, said, hit, answer=answer))
    return found


def _other(book: Book, objection: Objection, spot: Spot) -> Finding:
    """A finding in what no rule reads; one without `found` is in an answer, which is better taken back than cleared."""
    marked = f"这里有{objection.what}，涉密内容不得公开；如不涉密，请登记理由"
    said = f"对这里写的说明里有{objection.what}，请撤回说明重新写"
    personal = f"这里有{objection.what}，个人信息不得公开"
    message = marked if objection.found else personal if objection.rule == "D02" else said
    return at_spot(book, objection.rule, spot, message, objection.found)


def _leak(book: Book, other: Book, secret: Project, spot: Spot) -> Finding:
    whose = "" if other.id == book.id else f"{other.year or ''}年度 {other.department_name} "
    said = f"这里写到了{whose}涉密项目（序号 {secret.seq or '未编'}）的名称或编码，请改写后再公开"
    return at_spot(book, "D01", spot, said)


def at_spot(book: Book, rule: str, spot: Spot, message: str, found: str = "", answer: Answer | None = None) -> Finding:
    """An error at a text's place."""
    where = spot.project
    return Finding(
        rule, f.ERROR, book.year, spot.owner, where.code, spot.path, message, found=found,
        project_id=where.id, project_name=where.name, answer=answer, department_id=book.id,
    )  # fmt: skip
