"""The report of the checks as pages to be printed and sent back, and as a workbook to be filtered and put together."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from desktop_app import catalog
from desktop_app.actions import checking
from desktop_app.actions.report import ANSWERED, KIND_NAMES, KINDS, OWN, REVIEW, Entry, Report
from desktop_app.domain.findings import SEVERITIES
from desktop_app.exporters import paper
from desktop_app.exporters.paper import Chapter, Grid, Paper
from desktop_app.exporters.xlsx_sums import Sheet, write_sums

_SHOWN = 120  # characters of what stands in a cell
_COUNTS = tuple(KIND_NAMES[kind] for kind in KINDS)
_UNIT_HEADS = ("单位", "项目数", *_COUNTS)
_PROJECT_HEADS = ("单位", "项目编码", "项目名称", *_COUNTS)
_RULE_HEADS = ("规则", "名称", "级别", "条数", "已说明", "依据")
_HEADS = ("级别", "规则", "位置", "问题", "现为", "应为", "说明")
_SHARES = (6, 6, 18, 31, 18, 11, 10)
_LIST_HEADS = (
    "年度", "部门", "单位", "项目编码", "项目名称", "位置", "规则", "级别", "问题", "现为", "应为", "说明", "说明人",
)  # fmt: skip
_LIST_WIDTHS = (6, 13, 14, 14, 18, 18, 6.5, 7, 38, 16, 14, 16, 8)  # to be read where it is printed, too
_ORDER = (*SEVERITIES, REVIEW)


def write(made: Report, path: Path) -> Path:
    """Write the report in the format that the ending of the path says. Raises UserError."""
    if path.suffix.lower() == ".html":
        return paper.write_html(_paper(made), path)
    if path.suffix.lower() == ".docx":
        return paper.write_docx(_paper(made), path, catalog.documents(), landscape=True)
    return _workbook(made, path)


def _counts(entries: Iterable[Entry]) -> list[str]:
    found = Counter(entry.kind for entry in entries)
    return [str(found[kind]) for kind in KINDS]


def by_unit(made: Report) -> list[list[str]]:
    """Counts of each unit: projects and findings of each kind; the department's own, and at the end the sum."""
    found: dict[str, list[Entry]] = {unit: [] for unit in made.units}
    for entry in made.entries:
        found.setdefault(entry.unit, []).append(entry)
    rows = [
        [unit or OWN, str(made.units.get(unit, 0)), *_counts(entries)]
        for unit, entries in sorted(found.items(), key=lambda item: item[0] == "")  # the department's own at the end
    ]
    return [*rows, ["合计", str(sum(made.units.values())), *_counts(made.entries)]]


def by_project(made: Report) -> list[list[str]]:
    """Counts of each project that has any, and of what is no project's under `OWN` or its unit."""
    return [
        [unit or OWN, code, name or ("" if unit == "" else "（单位的表格和文字）"), *_counts(entries)]
        for (unit, code, name), entries in _groups(made)
    ]


def by_rule(made: Report) -> list[list[str]]:
    """Counts of each rule that found anything: how grave, how many, how many answered, where the rule comes from."""
    found: dict[str, list[Entry]] = {}
    listed = [entry for entry in made.entries if entry.finding.rule]
    for entry in sorted(listed, key=lambda e: (_ORDER.index(e.finding.severity), e.finding.rule)):
        found.setdefault(entry.finding.rule, []).append(entry)
    texts = catalog.rules()
    return [
        [rule, checking.rule_title(rule), entries[0].level, str(len(entries)),
         str(sum(e.kind == ANSWERED for e in entries)), str(texts.get(rule, {}).get("source", ""))]
        for rule, entries in found.items()
    ]  # fmt: skip


def _groups(made: Report) -> Iterator[tuple[tuple[str, str, str], list[Entry]]]:
    """The findings of each project together, the graver ones first and the answered last, in the order of the tree."""
    for _, group in groupby(made.entries, key=lambda e: (e.unit, e.finding.project_id)):
        entries = sorted(group, key=lambda e: (e.kind == ANSWERED, _ORDER.index(e.finding.severity)))
        yield (entries[0].unit, entries[0].code, entries[0].project), entries


def _paper(made: Report) -> Paper:
    units = Chapter("一、各单位情况", 2, grids=[Grid(_UNIT_HEADS, by_unit(made), (40, *[8] * 6))])
    if not made.entries:
        return Paper(made.title, made.lines, [units, Chapter("二、问题明细", 2, ["没有发现问题。"])])
    rules = Chapter("二、各条规则情况", 2, grids=[Grid(_RULE_HEADS, by_rule(made), (8, 28, 8, 8, 8, 40))])
    chapters = [units, rules, Chapter("三、问题明细", 2)]
    for unit, of_unit in groupby(_groups(made), key=lambda group: group[0][0]):
        groups = list(of_unit)
        every = [entry for _, entries in groups for entry in entries]
        chapters.append(Chapter(f"{unit or OWN}（{_summed(every)}）", 3))
        for (_, code, project), entries in groups:
            grid = Grid(_HEADS, [_row(entry) for entry in entries], _SHARES)
            if heading := "　".join(part for part in (code, project) if part):
                chapters.append(Chapter(f"{heading}（{_summed(entries)}）", 4, [], [grid]))
            else:
                chapters[-1].grids.append(grid)  # what is no project's stands right under its unit
    return Paper(made.title, made.lines, chapters)


def _summed(entries: list[Entry]) -> str:
    """`错误 1，警告 5` of what there is."""
    found = Counter(entry.kind for entry in entries)
    return "，".join(f"{KIND_NAMES[kind]} {found[kind]}" for kind in KINDS if found[kind])


def _row(entry: Entry) -> list[str]:
    f = entry.finding
    return [entry.level, f.rule, entry.place, f.message, _cut(f.found), _cut(f.expected), entry.said]


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


def _list_row(made: Report, entry: Entry) -> list[str]:
    f, answer = entry.finding, entry.finding.answer
    said = [answer.text, answer.by] if answer else ["", ""]
    owner = [*_owner(made), entry.unit or OWN, entry.code, entry.project]
    return [*owner, entry.place, f.rule, entry.level, f.message, _cut(f.found), _cut(f.expected), *said]


def _workbook(made: Report, path: Path) -> Path:
    details = [_list_row(made, entry) for _, entries in _groups(made) for entry in entries]
    note = "　".join(made.lines[:2])  # the sheets that are filtered have room for one line
    sheets = [
        _sheet("单位汇总", _UNIT_HEADS, by_unit(made), 1, (40, *[10] * 6), 1),
        _sheet("项目汇总", _PROJECT_HEADS, by_project(made), 3, (26, 25, 40, *[10] * 5), 0, note),
        Sheet("规则汇总", _RULE_HEADS, [True, True, True, False, False, True], by_rule(made), [False] * 6,
              (9, 32, 9, 9, 9, 60), 0, note),
        _sheet("问题明细", _LIST_HEADS, details, len(_LIST_HEADS), _LIST_WIDTHS, 0, note),
    ]  # fmt: skip
    return write_sums(made.title, "\n".join(made.lines), sheets, path, catalog.documents())


def write_together(reports: list[Report], path: Path) -> Path:
    """Write the counts of several departments and all their findings into one workbook. Raises UserError."""
    heads = ("年度", "部门", "单位数", "项目数", *_COUNTS)
    departments = [
        [*_owner(made), str(len(made.units)), str(sum(made.units.values())), *_counts(made.entries)] for made in reports
    ]
    whole = ["合计", "", *(str(sum(int(row[i]) for row in departments)) for i in range(2, len(heads)))]
    units = [[*_owner(made), *row] for made in reports for row in by_unit(made)[:-1]]
    details = [_list_row(made, entry) for made in reports for _, entries in _groups(made) for entry in entries]
    note = f"{reports[0].lines[1]}　共 {len(reports)} 个部门"
    sheets = [
        _sheet("部门汇总", heads, [*departments, whole], 2, (9, 40, *[10] * 7), 1),
        _sheet("单位汇总", ("年度", "部门", *_UNIT_HEADS), units, 3, (9, 34, 40, *[10] * 6)),
        _sheet("问题明细", _LIST_HEADS, details, len(_LIST_HEADS), _LIST_WIDTHS),
    ]
    return write_sums("预算绩效检查报告汇总", note, sheets, path, catalog.documents())


def _owner(made: Report) -> list[str]:
    return [made.year.removesuffix("年度"), made.department]


def _sheet(
    name: str,
    heads: tuple[str, ...],
    rows: list[list[str]],
    words: int,
    widths: tuple[float, ...],
    sums: int = 0,
    note: str = "",
) -> Sheet:
    """A sheet whose first columns are words and the others counts, the last `sums` rows sums."""
    kinds = [i < words for i in range(len(heads))]
    return Sheet(name, heads, kinds, rows, [False] * len(heads), widths, sums, note)
