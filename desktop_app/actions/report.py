"""The report of the checks for the bureau to send back: by unit and project, with counts and the answers given."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import catalog
from desktop_app.actions import checking, outgoing, path_names, reading, rule_sets, workspace
from desktop_app.actions.outgoing import Guard
from desktop_app.actions.telling import Teller
from desktop_app.domain import secret_names
from desktop_app.domain.findings import SEVERITIES, SEVERITY_NAMES, Finding
from desktop_app.domain.model import Book
from desktop_app.errors import UserError
from desktop_app.storage.store import Store

if TYPE_CHECKING:
    from desktop_app.exporters.paper import Paper

FORMATS = {".docx": "Word 文档", ".xlsx": "Excel 工作簿", ".html": "网页"}
_HEADS = ("级别", "规则", "位置", "问题", "现为", "应为", "说明")
_SHARES = (8, 8, 14, 30, 14, 12, 14)
_OWN = "部门的表格和文字"
_SHOWN = 120  # characters of what stands in a cell


@dataclass(slots=True, frozen=True)
class Entry:
    """One finding as the report tells it: whose it is, where, and what was answered."""

    unit: str
    project: str
    finding: Finding
    place: str

    def texts(self) -> list[str]:
        """The cells of its row, in the order of the heads."""
        f = self.finding
        answer = f"{f.answer.text}（{f.answer.by} {f.answer.at[:10]}）" if f.answer else ""
        found, expected = (text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……" for text in (f.found, f.expected))
        return [SEVERITY_NAMES[f.severity], f.rule, self.place, f.message, found, expected, answer]


@dataclass(slots=True)
class Report:
    """What is reported about one department's year: the projects of each unit and all findings, open and answered."""

    title: str
    lines: list[str]
    projects: dict[str, int]
    entries: list[Entry]


def report(store: Store, book: Book, among: Sequence[Book] | None = None) -> Report:
    """The report on one book of the workspace, of which `among` are all books; secret projects are only counted."""
    checker = checking.book_checker(store, book)
    units = {unit.code: reading.unit_label(unit.code, unit.name) for unit in book.units}
    public = [project for project in book.projects if not project.is_secret]
    by_id = {p.id: (reading.unit_label(p.unit_code, p.unit_name), p.title or p.name or p.code) for p in public}
    entries = []
    tell = Teller(book, outgoing.guard(book, reading.load_books(store) if among is None else among))
    for finding in (*checker.findings, *checker.answered):
        if finding.project_id and finding.project_id not in by_id:
            continue  # of a secret project nothing is written into a file
        unit, project = map(tell.text, by_id.get(finding.project_id, (units.get(finding.unit, ""), "")))
        entries.append(Entry(unit, project, tell.finding(finding), tell.text(path_names.path_text(book, finding.path))))
    found = Counter(entry.finding.severity for entry in entries if entry.finding.answer is None)
    answered = sum(entry.finding.answer is not None for entry in entries)
    counts = "，".join(f"{SEVERITY_NAMES[severity]} {found[severity]} 条" for severity in SEVERITIES)
    milder = rule_sets.milder_for(store, book)
    rules = f"。其中关闭或改轻的规则：{'、'.join(milder)}" if milder else ""
    held = len(book.projects) - len(public)
    secret = f"另有 {held} 个涉密项目没有列入。" if held else ""
    year = f"{book.year}年度" if book.year else ""
    return Report(
        f"{tell.text(book.department_name) or '未命名部门'}{year}预算绩效检查报告",
        [
            f"检查日期：{date.today().isoformat()}　检查规则：{tell.text(rule_sets.name_for(store, book))}{rules}",
            f"共 {len(book.units)} 个单位、{len(public)} 个项目。{counts}；已写说明 {answered} 条。{secret}",
        ],
        Counter(tell.text(unit) for unit, _ in by_id.values()),
        entries,
    )


def write(store: Store, to: Path, department_id: str = "", year: int | None = None) -> list[Path]:
    """Write the report into the file `to`, its ending says the format; several departments get a file each.

    Raises UserError where the format is unknown, there is nothing to check, or the file cannot be written.
    """
    if to.suffix.lower() not in FORMATS:
        raise UserError("检查报告不能写成这种文件", str(to), f"文件名请以 {'、'.join(FORMATS)} 结尾")
    workspace.require_free(to, store.path)
    stored = reading.load_books(store)
    books = [b for b in stored if department_id in ("", b.id) and year in (None, b.year)]
    if not books:
        raise UserError("没有可以检查的内容", str(store.path), "请先新建部门或导入")
    from desktop_app.exporters import files  # the libraries take long to load

    with files.staged(to.parent) as stage:
        finished = []
        for name, book in zip(_names(books, to), books, strict=True):
            finished.append(_write(report(store, book, stored), stage / name))
            outgoing.require_clean(_of_report(outgoing.guard(book, stored)), finished[-1])
        return [files.put(path, to.with_name(path.name)) for path in finished]


def _names(books: list[Book], to: Path) -> list[str]:
    """What the files are called: as the person said, of several books each with its year and department.

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
    if there := [name for name in names if (to.parent / name).exists()]:
        raise UserError("同名的文件已经存在", "、".join(there), "请换一个文件名，或先移走这些文件；没有写出任何文件")
    return names


def _of_report(guard: Guard) -> Guard:
    """The guard of a finished report, in which the titles of the rules may stand: `涉密内容` is one."""
    titles = {secret_names.spoken(str(texts.get("title", ""))) for texts in catalog.rules().values()}
    return replace(guard, cleared={*guard.cleared, *titles})


def _write(made: Report, path: Path) -> Path:
    from desktop_app.exporters import paper

    if path.suffix.lower() == ".html":
        return paper.write_html(_paper(made), path)
    if path.suffix.lower() == ".docx":
        return paper.write_docx(_paper(made), path, catalog.documents())
    return _workbook(made, path)


def by_unit(made: Report) -> list[list[str]]:
    """Counts of each unit: projects, findings of each severity, answers; the last row sums."""
    counts: dict[str, Counter[str]] = {unit: Counter() for unit in made.projects}
    for entry in made.entries:
        kind = "answered" if entry.finding.answer else entry.finding.severity
        counts.setdefault(entry.unit, Counter())[kind] += 1
    kinds = (*SEVERITIES, "answered")
    rows = [
        [unit or _OWN, str(made.projects.get(unit, 0)), *(str(found[kind]) for kind in kinds)]
        for unit, found in counts.items()
    ]
    return [*rows, ["合计", *(str(sum(int(row[i]) for row in rows)) for i in range(1, 6))]]


def by_rule(made: Report) -> list[list[str]]:
    """Counts of each rule that found anything: how grave, how many, how many answered, where the rule comes from."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(made.entries, key=lambda e: (SEVERITIES.index(e.finding.severity), e.finding.rule)):
        found.setdefault(entry.finding.rule, []).append(entry)
    texts = catalog.rules()
    return [
        [rule, checking.rule_title(rule), SEVERITY_NAMES[entries[0].finding.severity], str(len(entries)),
         str(sum(e.finding.answer is not None for e in entries)), str(texts.get(rule, {}).get("source", ""))]
        for rule, entries in found.items()
    ]  # fmt: skip


_UNIT_HEADS = ("单位", "项目数", "错误", "警告", "提示", "已说明")
_RULE_HEADS = ("规则", "名称", "级别", "条数", "已说明", "依据")


def _paper(made: Report) -> "Paper":
    from desktop_app.exporters.paper import Chapter, Grid, Paper

    units = Chapter("一、各单位情况", 2, grids=[Grid(_UNIT_HEADS, by_unit(made), (40, 8, 8, 8, 8, 8))])
    rules = Chapter("二、各条规则情况", 2, grids=[Grid(_RULE_HEADS, by_rule(made), (8, 24, 8, 8, 8, 34))])
    details = Chapter("三、问题明细", 2)
    if not made.entries:
        details.paragraphs.append("没有发现问题。")
    chapters = [units, rules, details] if made.entries else [units, details]
    for (unit, project), entries in _groups(made.entries):
        heading = "　".join(part for part in (unit, project) if part) or _OWN
        chapters.append(Chapter(heading, 3, [], [Grid(_HEADS, [entry.texts() for entry in entries], _SHARES)]))
    return Paper(made.title, made.lines, chapters)


def _groups(entries: Iterable[Entry]) -> Iterable[tuple[tuple[str, str], list[Entry]]]:
    """The findings of each project together, the answered ones last, in the order of the tree."""
    order: dict[tuple[str, str, str], int] = {}
    listed = list(entries)
    for entry in listed:
        order.setdefault((entry.unit, entry.finding.project_id, entry.project), len(order))
    listed.sort(key=lambda e: order[e.unit, e.finding.project_id, e.project])
    for key, group in groupby(listed, key=lambda e: (e.unit, e.finding.project_id, e.project)):
        yield (key[0], key[2]), list(group)


def _workbook(made: Report, path: Path) -> Path:
    from desktop_app.exporters.xlsx_sums import Sheet, write_sums

    details = [[entry.unit or _OWN, entry.project, *entry.texts()] for entry in made.entries]
    sheets = [
        Sheet("单位汇总", _UNIT_HEADS, [True, *[False] * 5], by_unit(made), [False] * 6),
        Sheet(
            "规则汇总",
            _RULE_HEADS,
            [True, True, True, False, False, True],
            by_rule(made),
            [False] * 6,
            (9, 32, 9, 9, 9, 60),
        ),
        Sheet(
            "问题明细", ("单位", "项目", *_HEADS), [True] * 9, details, [False] * 9, (26, 26, 7, 8, 22, 48, 20, 20, 26)
        ),
    ]
    return write_sums(made.title, "　".join(made.lines), sheets, path, catalog.documents())
