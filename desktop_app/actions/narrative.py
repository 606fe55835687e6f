"""The 情况说明: its figures, writing it from the tables, and what a person types for it (last year, reasons)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app import catalog, checks
from desktop_app.actions import editing, own_parts, reading
from desktop_app.domain import figure_lists, figures, link_words, linked
from desktop_app.domain import narrative as texts
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.disclosed import Fact, Section
from desktop_app.domain.figure_cells import Source
from desktop_app.domain.figures import CHANGE, LAST, Figure, Figures
from desktop_app.domain.linked import REASON, Link
from desktop_app.domain.model import Book, Project
from desktop_app.domain.narrative import SectionForm, Writer
from desktop_app.domain.secret_names import secret_names
from desktop_app.domain.table_labels import fold
from desktop_app.storage import books, queries
from desktop_app.storage.journal import new_id
from desktop_app.storage.store import Store

NEW, CHANGED, SAME, KEPT = "new", "changed", "same", "kept"
_SECRET_WORDS = ("密",)  # without it no text carries a marking, however it is spaced (checks.marking)
_UNIT, _DEPARTMENT = "单位", "部门"
_GOALS = "projects"  # the section of the form that the 绩效文本 stands in


@dataclass(slots=True)
class Ground:
    """What the 情况说明 of a department (`owner` "") or of one of its units is written from.

    `figures` hold those of last year and the changes too, and the reasons given, each by `reason.KEY`. `hidden` are
    the names and codes of secret projects of both years.
    """

    book: Book
    owner: str
    figures: Figures
    reasons: dict[str, str]
    words: dict[str, str]
    hidden: set[str] = field(default_factory=set)
    _reader: link_words.Reader | None = None

    @property
    def reader(self) -> link_words.Reader:
        """What recognises the figures in a text."""
        if self._reader is None:
            self._reader = link_words.Reader(catalog.narrative(), self.figures, self.book.year)
        return self._reader

    @property
    def sections(self) -> list[Section]:
        """The texts of the department, or those of the unit."""
        return own_parts.sections_of(self.book, self.owner)


@dataclass(slots=True)
class Draft:
    """What writing would do to one section.

    `kind`: NEW (there is none), CHANGED, SAME, or KEPT (only a person can write it). `old` is the text that is there.
    `touched`: it differs in more than its linked figures, so that somebody's words would be lost. `before` is the id of
    the section that a new one is put before, "" for the end.
    """

    kind: str
    heading: str
    text: str
    links: tuple[Link, ...] = ()
    old: str = ""
    section_id: str = ""
    before: str = ""
    touched: bool = False
    gaps: list[str] = field(default_factory=list)


# ---- figures


def ground(store: Store, department_id: str, owner: str = "", secret: Collection[str] | None = None) -> Ground:
    """Everything to write from. Raises UserError where the department is gone.

    `secret` are the projects that rule D01 keeps back beside those marked 涉密; None finds them, in both years.
    """
    book = light_book(store, department_id)
    last = _last_book(store, book)
    if secret is None:
        secret = secret_projects(store, department_id, book)
        secret |= secret_projects(store, last.id, last) if last is not None else set()
    return ground_of(book, last, owner, secret)


def ground_of(book: Book, last: Book | None = None, owner: str = "", secret: Collection[str] = ()) -> Ground:
    """`ground` of a book that is read already, with the book of last year where there is one."""
    if last is not None:
        last = own_parts.called_as(last, owner, book)
    book = own_parts.called_as(book, owner)
    forms = catalog.narrative().figures
    facts = {fact.name: _fact_source(i, fact) for i, fact in enumerate(book.facts) if fact.owner == owner}
    now = figures.typed(_figures(book, owner, secret), forms, facts)
    before = _figures(last, owner, secret) if last is not None else {}
    found = figures.compare(now, before, forms, facts)
    reasons = {name.removeprefix(REASON): s.text for name, s in facts.items() if name.startswith(REASON)}
    hidden = secret_names(book.projects, secret) | secret_names(last.projects if last is not None else (), secret)
    return Ground(book, owner, texts.as_figures(found, reasons), reasons, _words(book, owner), hidden)


def _figures(book: Book, owner: str, secret: Collection[str]) -> Figures:
    forms = catalog.narrative().figures
    found = figures.of_tables(book, forms, owner)
    return figure_lists.office(book, forms, found, owner) | figure_lists.of_lists(book, owner, secret)


def _fact_source(index: int, fact: Fact) -> Source:
    return Source(f"facts[{index}].text", "手工填写", fact.text, CellKey("fact", fact.id, "text") if fact.id else None)


def light_book(store: Store, department_id: str) -> Book:
    """The book of a department, of its projects only names, codes and 预算数: thousands are read in no time."""
    book = reading.load_parts(store, department_id)
    book.projects = [
        Project(
            unit_code=row["unit_code"], unit_name=row["unit_name"], title=row["title"], name=row["name"],
            code=row["code"], budget=row["budget"], secret=row["secret"], id=row["id"], unit_id=row["unit_id"],
        )
        for row in queries.project_amounts(store, department_id)
    ]  # fmt: skip
    return book


def _last_book(store: Store, book: Book) -> Book | None:
    """The book of the same department of the year before, told by its code, else by its name."""
    if book.year is None:
        return None
    before = [d for d in queries.departments(store) if d["year"] == book.year - 1]
    same = [d for d in before if d["code"] and d["code"] == book.department_code]
    same = same or [d for d in before if fold(d["name"]) == fold(book.department_name)]
    return light_book(store, same[0]["id"]) if same else None


def secret_projects(store: Store, department_id: str, book: Book) -> set[str]:
    """The projects that rule D01 finds a marking in that nobody recorded as 不涉密, as the gate does."""
    context = checks.Context(book.year, catalog.frame(book.frame), catalog.rules())
    found = set()
    for project_id in queries.projects_speaking(store, department_id, _SECRET_WORDS):
        project = books.read_project(store, project_id)
        said = [f for f in checks.check_project(project, context) if f.rule == "D01"] if project is not None else []
        if project is not None and said and checks.open_of(said, checks.standing(project)):
            found.add(project_id)
    return found


def _words(book: Book, owner: str) -> dict[str, str]:
    """The plain words of the templates: years, the name, and whether it is a 部门 or a 单位 that publishes."""
    year, last = (str(book.year), str(book.year - 1)) if book.year else ("", "")
    said = [section.heading for section in own_parts.sections_of(book, owner)] + [table.name for table in book.tables]
    votes = {
        kind: sum(f"{kind}预算" in text or f"{kind}职责" in text for text in said) for kind in (_UNIT, _DEPARTMENT)
    }
    kind = _UNIT if owner or votes[_UNIT] > votes[_DEPARTMENT] else _DEPARTMENT
    names = [unit.name for unit in book.units if unit.code == owner and unit.name] if owner else []
    if not names and kind == _UNIT and len(book.organisation) == 1:
        names = [book.organisation[0].name]
    return {"year": year, "last_year": last, "name": (names or [book.department_name])[0], "kind": kind}


# ---- writing


def drafts(ground_: Ground) -> list[Draft]:
    """What writing would do, section by section in the order of the form."""
    forms = catalog.narrative().sections
    writer = Writer(catalog.narrative(), ground_.figures, ground_.words, ground_.reasons)
    sections = ground_.sections
    there = texts.matches([section.heading for section in sections], forms)
    if there.keys() <= {_GOALS}:
        there = {}  # a 绩效文本 without a 情况说明: that goes round it
    found = []
    for i, form in enumerate(forms):
        at = there.get(form.id)
        old = sections[at] if at is not None else Section("")
        written = writer.rewritten(form, old.text, linked.unpack(old.links, old.text), ground_.hidden)
        if at is None:
            before = _place(i, forms, there, sections)
            draft = Draft(NEW, written.heading, written.text, written.links, before=before)
        else:
            draft = _draft_of(form, written, sections[at], ground_.figures)
        draft.gaps = written.gaps if draft.kind != KEPT else []
        found.append(draft)
    return found


def _draft_of(form: SectionForm, written: texts.Written, section: Section, known: Mapping[str, Figure]) -> Draft:
    """What writing would do to a section that is there; one that only a person writes, and a mere heading, is kept."""
    mine = linked.unpack(section.links, section.text)
    kind = CHANGED
    if (form.person and section.text.strip()) or not written.text:
        kind = KEPT
    elif section.text == written.text and linked.alike(mine, written.links):
        kind = SAME
    refreshed = linked.refresh(section.text, mine, known)[0]
    touched = kind == CHANGED and bool(section.text.strip()) and refreshed != written.text
    return Draft(kind, section.heading, written.text, written.links, section.text, section.id, touched=touched)


def _place(index: int, forms: Sequence[SectionForm], there: Mapping[str, int], sections: Sequence[Section]) -> str:
    """The id of the section that a new one stands before: the next of the form that is there, "" for the end.

    Where none is there the parts of the 情况说明 up to the projects come before everything, the others last.
    """
    for form in forms[index:]:
        if form.id in there:
            return sections[there[form.id]].id
    first = index <= next(i for i, form in enumerate(forms) if form.id == _GOALS)
    return sections[0].id if first and sections and not there else ""


def write(store: Store, department_id: str, wanted: Iterable[Draft], owner: str = "") -> Changes:
    """Write these drafts of an owner, as one operation; the headings of sections that are there stay as they are."""
    with store.operation("按表生成情况说明") as operation:
        for draft in wanted:
            if draft.kind == NEW:
                (place,) = editing.places_for(store, operation, "section", department_id, 1, draft.before)
                row = {"id": new_id(), "department_id": department_id, "place": place, "heading": draft.heading}
                row["owner"] = owner
                operation.insert("section", {**row, "text": draft.text, "links": linked.pack(draft.links)})
            elif draft.kind == CHANGED:
                editing.write_cells(store, operation, [(CellKey("section", draft.section_id, "text"), draft.text)])
                operation.update("section", draft.section_id, {"links": linked.pack(draft.links)})
    return operation.changes


# ---- what a person types


@dataclass(slots=True, frozen=True)
class Asked:
    """Something that a person may give: its name as a fact, what it is called, what is there.

    `given` tells that the tables have it (last year's book is in the file), so that nobody has to type it. `reason`:
    it is words and no amount. `change` says what the reason is asked for.
    """

    name: str
    label: str
    text: str
    given: str = ""
    reason: bool = False
    change: str = ""


def asked(ground_: Ground) -> list[Asked]:
    """What the 情况说明 needs and the tables do not tell: figures, those of last year, and reasons of changes."""
    facts = {fact.name: fact.text for fact in ground_.book.facts if fact.owner == ground_.owner}
    used = catalog.narrative().used()
    forms = {form.key: form for form in catalog.narrative().figures}
    found = []
    for key in dict.fromkeys(name.removeprefix(CHANGE) for name in used):
        form = forms.get(key)
        if form is None:
            continue
        figure = ground_.figures.get(key)
        if figure is None and f"{key.partition('.')[0]}.none" in ground_.figures:
            continue  # the tables tell that there is none (机关运行经费 of 事业 units)
        if key in facts or (form.compared and (figure is None or figure.fen is None)):
            found.append(Asked(key, form.name, facts.get(key, "")))
        if CHANGE + key not in used:
            continue
        last, change = ground_.figures.get(LAST + key), ground_.figures.get(CHANGE + key)
        given = last.text if last is not None and _from_book(last) else ""
        found.append(Asked(LAST + key, form.name, facts.get(LAST + key, ""), given))
        if f"reason:{key}" in used:
            said = facts.get(REASON + key, "")
            found.append(Asked(REASON + key, form.name, said, reason=True, change=change.text if change else ""))
    return found


def _from_book(last: Figure) -> bool:
    return any(not source.path.startswith("facts") for source in last.sources)


def set_facts(store: Store, department_id: str, owner: str, wanted: Mapping[str, str]) -> Changes:
    """Keep what a person typed, by name, as one operation; a blank text takes the fact away."""
    book = own_parts.called_as(reading.load_parts(store, department_id), owner)
    there = {f.name: f for f in book.facts if f.owner == owner}
    with store.operation("填写上年数和原因") as operation:
        new = []
        for name, text in wanted.items():
            fact, plain = there.get(name), editing.storable(text).strip()
            if fact is None and plain:
                new.append({"owner": owner, "name": name, "text": plain})
            elif fact is not None and not plain:
                operation.delete("fact", fact.id)
            elif fact is not None:
                editing.write_cells(store, operation, [(CellKey("fact", fact.id, "text"), plain)])
        editing.add_rows(store, operation, "fact", department_id, new)
    return operation.changes
