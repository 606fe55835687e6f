"""What an import would do: the plan that a person sees before anything is written."""

from dataclasses import dataclass, field

from desktop_app.actions import compare, editing, reading
from desktop_app.actions.compare import Comparison, Difference
from desktop_app.domain import amounts, codes
from desktop_app.domain.model import Book, CellKey, Project, Review, Section, Unit, Unread
from desktop_app.errors import UserError
from desktop_app.storage import queries
from desktop_app.storage.store import Store

_NOT_BY_HAND = ("导入", "收U盘包")


class UnknownYear(UserError):
    """The sources do not say which budget year they are of."""

    needs = "year"


class UnknownDepartment(UserError):
    """The sources do not say which department they are of."""

    needs = "department"


@dataclass(slots=True)
class PlanItem:
    """One project that comes in. `kind`: new, same, changed, or conflict (a field that was edited here differs).

    A conflict keeps this workspace's fields unless `take_theirs`; an item that is not accepted is left out.
    """

    kind: str
    unit_label: str
    code: str
    name: str
    budget: str
    indicators: int
    project: Project
    comparison: Comparison | None = None
    edited: list[Difference] = field(default_factory=list)
    accept: bool = True
    take_theirs: bool = False

    @property
    def differences(self) -> list[Difference]:
        """The fields in which it differs from the workspace's project."""
        return self.comparison.differences if self.comparison else []

    @property
    def review(self) -> list[Review]:
        """The fields that a person must look at."""
        return self.project.review


@dataclass(slots=True)
class BookPlan:
    """What one book would do: its department (id, or "" for a new one), items and sections."""

    book: Book
    department_id: str
    items: list[PlanItem]
    new_sections: list[Section]
    changed_sections: list[tuple[str, Section]]
    kept_sections: int = 0


@dataclass(slots=True)
class ImportPlan:
    """What an import would do, for the preview."""

    book_plans: list[BookPlan]

    @property
    def books(self) -> list[Book]:
        """The books that were read."""
        return [plan.book for plan in self.book_plans]

    @property
    def items(self) -> list[PlanItem]:
        """All projects that come in."""
        return [item for plan in self.book_plans for item in plan.items]

    @property
    def sections_new(self) -> int:
        """How many text sections are new."""
        return sum(len(plan.new_sections) for plan in self.book_plans)

    @property
    def sections_changed(self) -> int:
        """How many text sections differ from those here."""
        return sum(len(plan.changed_sections) for plan in self.book_plans)

    @property
    def sections_kept(self) -> int:
        """How many text sections differ but were edited here, and therefore stay as they are."""
        return sum(plan.kept_sections for plan in self.book_plans)

    @property
    def unread(self) -> list[Unread]:
        """The lines that were not understood."""
        return [line for book in self.books for line in book.unread]

    @property
    def review(self) -> list[Review]:
        """What a person must look at outside the projects."""
        return [review for book in self.books for review in book.review]

    def count(self, kind: str) -> int:
        """How many items are of that kind."""
        return sum(item.kind == kind for item in self.items)

    def summary(self) -> list[tuple[str, str]]:
        """What was found, as pairs of label and text."""
        fens = [amounts.parse_amount(item.budget) for item in self.items]
        units = {(b.department_name, p.unit_code, p.unit_name) for b in self.books for p in b.projects}
        flagged = sum(len(item.review) for item in self.items) + len(self.review)
        return [
            ("年度", "、".join(sorted({str(book.year) for book in self.books}))),
            ("部门", "、".join(dict.fromkeys(book.department_name for book in self.books))),
            ("单位", f"{len(units)} 个"),
            ("项目", f"{len(self.items)} 个（新增 {self.count('new')}，变化 {self.count('changed')}，"
                     f"冲突 {self.count('conflict')}，相同 {self.count('same')}）"),
            ("指标", f"{sum(item.indicators for item in self.items)} 条"),
            ("预算数合计", f"{amounts.format_amount(sum(fen for fen in fens if fen is not None))} 万元"),
            ("文字", f"新增 {self.sections_new} 段，变化 {self.sections_changed} 段，"
                     f"保留本机修改 {self.sections_kept} 段"),
            ("待核对", f"{flagged} 处"),
            ("未读懂", f"{len(self.unread)} 行"),
        ]  # fmt: skip


def plan_import(
    store: Store | None, sources: list[Book], year: int | None = None, department: str | None = None
) -> ImportPlan:
    """Compare what was read with the workspace (None: a new one). Writes nothing.

    `year` and `department` win over what the documents say. Raises UnknownYear or UnknownDepartment where neither
    they nor the workspace tell.
    """
    for book in sources:
        _settle(store, book, year, department)
    return ImportPlan([_plan_book(store, book) for book in sources])


def _settle(store: Store | None, book: Book, year: int | None, department: str | None) -> None:
    """Decide which year and department a book belongs to."""
    known = queries.departments(store) if store else []
    if year is not None:
        book.year = year
        book.review = [r for r in book.review if r.path != "year"]
    if book.year is None:
        years = {d["year"] for d in known}
        if len(years) != 1:
            raise UnknownYear("文件里没有写明预算年度", book.file, "请指定年度（命令行用 --year）")
        book.year = years.pop()
    if department is not None and department != book.department_name:
        book.department_name, book.department_code = department, ""
        book.review = [r for r in book.review if not r.path.startswith("department")]
    if not book.department_name:
        same_year = [d for d in known if d["year"] == book.year]
        if len(same_year) != 1:
            raise UnknownDepartment("文件里没有写明部门名称", book.file, "请指定部门（命令行用 --department）")
        book.department_name, book.department_code = same_year[0]["name"], same_year[0]["code"]


def _plan_book(store: Store | None, book: Book) -> BookPlan:
    here = department_id(store, book)
    mine = reading.load_book(store, here) if store and here else Book()
    items = [_item(store, match, theirs) for match, theirs in _matches(mine, book.projects)]
    new, differing = _sections(mine.sections, book.sections)
    changed = [(old, s) for old, s in differing if store and not _written_here(store, CellKey("section", old, "text"))]
    return BookPlan(book, here, items, new, changed, len(differing) - len(changed))


def _matches(mine: Book, theirs: list[Project]) -> list[tuple[Project | None, Project]]:
    """Each project that comes in with the workspace's: the one of the same id, else of the same unit and code."""
    left = {project.id: project for project in mine.projects}
    by_id = {project.id: left.pop(project.id) for project in theirs if project.id in left}
    pool: dict[tuple[str, str], list[Project]] = {}
    for project in left.values():
        pool.setdefault((project.unit_id, _key(project)), []).append(project)
    pairs = []
    for project in theirs:
        match = by_id.get(project.id)
        if match is None:
            unit = find_unit(mine.units, project)
            same_key = pool.get((unit.id if unit else "", _key(project)), [])
            match = same_key.pop(0) if same_key else None
        pairs.append((match, project))
    return pairs


def _key(project: Project) -> str:
    return codes.squeeze(project.code) or "name:" + "".join(project.name.split())


def department_id(store: Store | None, book: Book) -> str:
    """The id of the workspace's department that the book is of, "" where it is new (design section 2)."""
    for d in queries.departments(store) if store else []:
        codes_agree = not d["code"] or not book.department_code or d["code"] == book.department_code
        if d["year"] == book.year and d["name"] == book.department_name and codes_agree:
            return str(d["id"])
    return ""


def find_unit(units: list[Unit], project: Project) -> Unit | None:
    """The project's unit: of the id that a package brings, of its code, or, where one side has no code, its name."""
    for unit in units:
        if project.unit_id and unit.id == project.unit_id:
            return unit
    code, name = project.unit_code, project.unit_name
    for unit in units:
        if (code and unit.code == code) or ((not code or not unit.code) and unit.name == name):
            return unit
    return None


def _item(store: Store | None, mine: Project | None, theirs: Project) -> PlanItem:
    item = PlanItem(
        "new", reading.unit_label(theirs.unit_code, theirs.unit_name), theirs.code, theirs.name, theirs.budget,
        len(theirs.indicators), theirs,
    )  # fmt: skip
    if mine is not None and store is not None:
        item.comparison = compare.compare(mine, theirs)
        item.edited = [d for d in item.comparison.differences if _written_here(store, d.key)]
        item.kind = "same" if item.comparison.same else "conflict" if item.edited else "changed"
        theirs.id, theirs.unit_id = mine.id, mine.unit_id
    return item


def _written_here(store: Store, key: CellKey) -> bool:
    """Whether a person, and not an import, wrote the text of a cell."""
    history = editing.cell_history(store, key)
    return bool(history) and not history[0].operation.startswith(_NOT_BY_HAND)


def _sections(mine: list[Section], theirs: list[Section]) -> tuple[list[Section], list[tuple[str, Section]]]:
    pool: dict[str, list[Section]] = {}
    for section in mine:
        pool.setdefault(section.heading, []).append(section)
    new, changed = [], []
    for section in theirs:
        matches = pool.get(section.heading, [])
        if not matches:
            new.append(section)
            continue
        old = matches.pop(0)
        if section.text and old.text != section.text:
            changed.append((old.id, section))
    return new, changed
