"""The report of the checks for the bureau to send back: by unit and project, with counts and the answers given."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app import __version__, catalog, paths, settings
from desktop_app.actions import checking, outgoing, path_names, reading, reviewing, rule_sets, workspace
from desktop_app.actions.outgoing import Guard
from desktop_app.actions.telling import Teller
from desktop_app.domain import secret_names
from desktop_app.domain.department_parts import whose
from desktop_app.domain.findings import SEVERITIES, SEVERITY_NAMES, Finding
from desktop_app.domain.model import Book
from desktop_app.domain.rule_sets import OFF, graded, parameters
from desktop_app.errors import UserError
from desktop_app.storage.store import Store

FORMATS = {".docx": "Word 文档", ".xlsx": "Excel 工作簿", ".html": "网页"}
REVIEW, ANSWERED = "review", "answered"
KINDS = (*SEVERITIES, REVIEW, ANSWERED)
KIND_NAMES = {**SEVERITY_NAMES, REVIEW: "待核对", ANSWERED: "已说明"}
OWN = "部门的表格和文字"
LEGEND = (
    "错误要改正；警告请核对，确实无误的写明理由；提示供参考；待核对是从旧文件读入时没有把握、还没有人对照过的地方。"
)
_REVIEWED = "对照原文，改正或认可"
_NOTE = "写检查报告"  # the name of what a report leaves in the journal
_MOST_KEPT = 5000  # findings that are told apart in it


@dataclass(slots=True, frozen=True)
class Entry:
    """One finding, or one field that waits to be looked at, as the report tells it; `unit` is "" for the department."""

    unit: str
    code: str
    project: str
    finding: Finding
    place: str

    @property
    def kind(self) -> str:
        """One of `KINDS`: under what it is counted."""
        return ANSWERED if self.finding.answer else self.finding.severity

    @property
    def level(self) -> str:
        """The name of its severity, of an answered one too."""
        return KIND_NAMES[self.finding.severity]

    @property
    def said(self) -> str:
        """What was answered, with name and day; "" for nothing."""
        answer = self.finding.answer
        return f"{answer.text}（{answer.by} {answer.at[:10]}）" if answer else ""


@dataclass(slots=True)
class Report:
    """What is reported about one department's year.

    `units` are the labels of its units in their order, each with the number of its projects that are listed; `entries`
    stand unit by unit, the department's own first, and project by project.
    """

    title: str
    year: str
    department: str
    lines: list[str]
    units: dict[str, int]
    entries: list[Entry]

    def counts(self) -> Counter[str]:
        """How many entries of each kind there are."""
        return Counter(entry.kind for entry in self.entries)


def report(store: Store, book: Book, among: Sequence[Book] | None = None) -> Report:
    """The report on one book of the workspace, of which `among` are all books; secret projects are only counted."""
    checker = checking.book_checker(store, book)
    tell = Teller(book, outgoing.guard(book, reading.load_books(store) if among is None else among))
    public = {project.id: project for project in book.projects if not project.is_secret}
    unit_of = _unit_of(book)
    found = [*checker.findings, *checker.answered, *_flagged(store, book)]
    entries = []
    for finding in found:
        if finding.project_id and finding.project_id not in public:
            continue  # of a secret project nothing is written into a file
        project = public.get(finding.project_id)
        unit = reading.unit_label(project.unit_code, project.unit_name) if project else unit_of(finding.unit)
        name = project.name or project.title if project else ""
        place = finding.project_name if finding.severity == REVIEW else path_names.finding_text(book, finding, project)
        texts = map(tell.text, (unit, project.code if project else "", name, place))
        entries.append(Entry(*_placed(texts, tell.finding(finding))))
    units = {tell.text(reading.unit_label(unit.code, unit.name)): 0 for unit in book.units}
    for project in public.values():
        label = tell.text(reading.unit_label(project.unit_code, project.unit_name))
        units[label] = units.get(label, 0) + 1
    _sort(entries, [*units], [*public])
    hidden = len(book.projects) - len(public), len(found) - len(entries)
    name = tell.text(book.department_name) or "未命名部门"
    year = f"{book.year}年度" if book.year else ""
    made = Report(f"{name}{year}预算绩效检查报告", year, name, [], units, entries)
    made.lines = _lines(store, book, made, tell, hidden)
    return made


def _sort(entries: list[Entry], units: list[str], projects: list[str]) -> None:
    """Put entries in the order of the tree: the department's own first, of a unit its tables, then its projects."""
    unit_order = {unit: i for i, unit in enumerate(["", *units])}
    order = {project_id: i for i, project_id in enumerate(["", *projects])}
    entries.sort(key=lambda e: (unit_order.get(e.unit, len(unit_order)), e.unit, order[e.finding.project_id]))


def _placed(texts: Iterator[str], finding: Finding) -> tuple[str, str, str, Finding, str]:
    unit, code, project, place = texts
    return unit, code, project, finding, place


def _unit_of(book: Book) -> Callable[[str], str]:
    """What the unit of a finding in tables and texts is called; "" where it is the department's or a stranger's."""
    called = whose(book.units)
    labels = {called(unit.code or unit.name): reading.unit_label(unit.code, unit.name) for unit in book.units}
    return lambda unit: labels.get(called(unit), "") if unit else ""


def _flagged(store: Store, book: Book) -> Iterator[Finding]:
    """The fields of a book that an import was not sure of; the place of each in words is its `project_name`."""
    owners = {row.id: table.owner for table in book.tables for row in table.rows}
    owners |= {section.id: section.owner for section in book.sections}
    owners |= {purchase.id: purchase.owner for purchase in book.purchases}
    for flag in reviewing.reviews(store, book.id):
        reason = f"{flag.reason}（{flag.place}）" if flag.place else flag.reason
        unit = owners.get(flag.key.row, "") if flag.key is not None else ""
        yield Finding(
            "", REVIEW, book.year, unit, "", flag.path, reason, _REVIEWED, flag.value,
            project_id=flag.project_id, project_name=flag.label, department_id=book.id,
        )  # fmt: skip


def _lines(store: Store, book: Book, made: Report, tell: Teller, hidden: tuple[int, int]) -> list[str]:
    """What stands above the tables: when, by whom, by which rules, how much was found, what is not listed."""
    counts = made.counts()
    found = "，".join(f"{KIND_NAMES[kind]} {counts[kind]} 条" for kind in SEVERITIES)
    more = f"，待核对 {counts[REVIEW]} 处" if counts[REVIEW] else ""
    stage = f"　编报阶段：{tell.text(book.stage)}" if book.stage else ""
    lines = [
        f"部门：{made.department}　年度：{made.year or '未写'}{stage}",
        f"检查日期：{date.today().isoformat()}　检查人：{tell.text(store.user or settings.user_name())}"
        f"　程序：{paths.APP_NAME} {__version__}",
        f"检查规则：{tell.text(rule_sets.name_for(store, book))}{_changed_rules(store, book)}",
        f"共 {len(book.units)} 个单位、{sum(made.units.values())} 个项目。"
        f"{found}{more}；已写说明 {counts[ANSWERED]} 条。",
    ]
    projects, entries = hidden
    if projects:
        held = f"，其中的 {entries} 条问题和待核对没有计入" if entries else ""
        lines.append(f"另有 {projects} 个涉密项目没有列入{held}。")
    if since := _since_last(store, book, made):
        lines.append(since)
    return [*lines, LEGEND]


def _changed_rules(store: Store, book: Book) -> str:
    """The rules that are off or milder than the program has them, and those whose limits or words are others."""
    milder, own = rule_sets.milder_for(store, book), catalog.rules()
    used = rule_sets.rules_for(store, book)
    other = [rule for rule, texts in used.items() if any(texts.get(k) != own[rule][k] for k in parameters(own[rule]))]
    told = f"。其中关闭或放宽的规则：{'、'.join(milder)}" if milder else ""
    return told + (f"。改过限值或词表的规则：{'、'.join(other)}" if other else "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _keys(made: Report) -> dict[str, list[str]]:
    """What tells open findings apart from one report to the next, each with its rule and project; no texts."""
    found = (entry.finding for entry in made.entries if entry.kind in SEVERITIES)
    return {_digest(f"{f.rule}|{f.project_id}|{f.unit}|{f.path}"): [f.rule, _digest(f.project_id)] for f in found}


def _since_last(store: Store, book: Book, made: Report) -> str:
    """How many findings went and came since the last report on the book, "" where there was none.

    The same report of today in another format is no last report. What is not looked for any more, because its project
    became secret or its rule was switched off, is not solved.
    """
    now, today = _keys(made), date.today().isoformat()
    last = next((n for n in _notes(store, book) if n["at"][:10] != today or set(n["open"]) != now.keys()), None)
    if last is None:
        return ""
    hidden = {_digest(project.id) for project in book.projects if project.is_secret}
    off = {rule for rule, texts in rule_sets.rules_for(store, book).items() if OFF in graded(texts).values()}
    known = last["open"] if isinstance(last["open"], dict) else dict.fromkeys(last["open"], ("", ""))
    before = {key for key, (rule, project) in known.items() if rule not in off and project not in hidden}
    solved, new = len(before - now.keys()), len(now.keys() - known.keys())
    return f"和上次报告（{last['at'][:10]}）比：已解决 {solved} 条，新出现 {new} 条。"


def _notes(store: Store, book: Book) -> Iterator[dict[str, Any]]:
    """What reports on the book left in the journal, the latest first."""
    return (note for note in reversed(store.notes()) if (note["name"], note.get("department")) == (_NOTE, book.id))


def _remember(store: Store, book: Book, made: Report) -> None:
    """Keep what is open now for the next report; nothing where that is too much or nothing can be written."""
    keys = _keys(made)
    if not store.read_only and len(keys) <= _MOST_KEPT:
        store.note(_NOTE, {"department": book.id, "open": dict(sorted(keys.items()))})


def write(store: Store, to: Path, department_id: str = "", year: int | None = None) -> list[Path]:
    """Write the report into the file `to`, its ending says the format; several departments get a file each.

    Of several departments a workbook of all of them is written, too, where they get workbooks. Raises UserError where
    the format is unknown, there is nothing to check, or the file cannot be written.
    """
    if to.suffix.lower() not in FORMATS:
        raise UserError("检查报告不能写成这种文件", str(to), f"文件名请以 {'、'.join(FORMATS)} 结尾")
    workspace.require_free(to, store.path)
    stored = reading.load_books(store)
    books = [b for b in stored if department_id in ("", b.id) and year in (None, b.year)]
    if not books:
        raise UserError("没有可以检查的内容", str(store.path), "请先新建部门或导入")
    from desktop_app.actions import report_pages
    from desktop_app.exporters import files  # the libraries take long to load

    with files.staged(to.parent) as stage:
        finished, reports = [], [(book, report(store, book, stored)) for book in books]
        names, guards = _names(books, to), [_of_report(outgoing.guard(book, stored)) for book in books]
        for name, guard, (_, made) in zip(names, guards, reports, strict=False):
            finished.append(report_pages.write(made, stage / name))
            outgoing.require_clean(guard, finished[-1])
        for name in names[len(books) :]:
            finished.append(report_pages.write_together([made for _, made in reports], stage / name))
            cleared = {text for guard in guards for text in guard.cleared}
            outgoing.require_clean(replace(guards[0], cleared=cleared), finished[-1])
        written = [files.put(path, to.with_name(path.name)) for path in finished]
    for book, made in reports:
        _remember(store, book, made)
    return written


def _names(books: list[Book], to: Path) -> list[str]:
    """What the files are called: as the person said, of several books each with its year and department.

    A workbook of all of several books comes last.

    Raises UserError where such a file is there already: nobody was asked about it.
    """
    if len(books) == 1:
        return [to.name]
    from desktop_app.exporters.files import safe_name

    owners = [safe_name(f"{book.year or ''}{book.department_name or book.department_code}") for book in books]
    names = [
        f"{to.stem}-{owner or number}{f'({number})' if owners.count(owner) > 1 else ''}{to.suffix}"
        for number, owner in enumerate(owners, 1)
    ]
    names += [f"{to.stem}-汇总{to.suffix}"] if to.suffix.lower() == ".xlsx" else []
    if there := [name for name in names if (to.parent / name).exists()]:
        raise UserError("同名的文件已经存在", "、".join(there), "请换一个文件名，或先移走这些文件；没有写出任何文件")
    return names


def _of_report(guard: Guard) -> Guard:
    """The guard of a finished report, in which the titles of the rules may stand: `涉密内容` is one."""
    titles = {secret_names.spoken(str(texts.get("title", ""))) for texts in catalog.rules().values()}
    return replace(guard, cleared={*guard.cleared, *titles})
