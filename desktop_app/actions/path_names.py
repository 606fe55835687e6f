"""What a path is called in the words of the form: `budget_tables[3].rows[2]` is `支出总表 · 农林水支出`."""

import re
from collections.abc import Callable

from desktop_app.actions import row_names
from desktop_app.actions.labels import COLUMN_NAMES, column_name
from desktop_app.actions.row_names import short
from desktop_app.domain import fields
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import PLAN_MONTHS, Book, Project
from desktop_app.domain.traces import Lines

_INDEXED = re.compile(r"([a-z_]+)\[(\d+)\](.*)")
_ROW = re.compile(r"\.rows\[(\d+)\](?:\[(\d+)\]|\.(\w+))?")
_INDICATOR = re.compile(r"indicators\[(\d+)\]")
_PARAGRAPH = re.compile(r"\.text\[(\d+)\]")
_OF_GOAL = re.compile(r"\.goals\[(\d+)\](?:\.indicators\[(\d+)\])?(?:\.(\w+))?")
_WHOLE = {
    "": "", "plan": "支出计划", "goals": "绩效目标", "indicators": "绩效指标", "projects": "项目", "narrative": "文字",
    "sections": "文字", "budget_tables": "预算公开表", "procurement": "政府采购", "procurement_totals": "政府采购合计",
    "organisation": "机构设置", "assets": "固定资产", "glossary": "名词解释", "unit_code": "单位编码",
    "unit_name": "单位名称", "department": "部门", "department.name": "部门名称", "department.code": "部门编码",
    "stage": "编报阶段",
}  # fmt: skip
_ROWS_OF = {
    "organisation": ("organisation", "机构设置 第{}行"), "procurement": ("purchase", "政府采购 第{}行"),
    "procurement_totals": ("purchase_total", "政府采购 第{}个合计"), "units": ("unit", "单位 第{}个"),
    "facts": ("fact", "填写的数字和原因 第{}条"),
}  # fmt: skip


def path_text(owner: object, path: str, lines: Lines | None = None) -> str:
    """A path inside a project or a book in words, such as `收入总表 · 农林水支出 · 合计` or `第4条指标 指标值`.

    With the `owner` (a Book, or what has one as its `book`) sections, tables, assets and terms are called by their
    names, rows by what stands in them, else by their numbers.
    `lines` choose between two budget tables of one number. A path that nothing is known of stays as it is.
    """
    found = owner if isinstance(owner, Book) else getattr(owner, "book", None)
    book = found if isinstance(found, Book) else None
    match = _INDEXED.fullmatch(path)
    if match is None:
        return _WHOLE.get(path) or COLUMN_NAMES.get(path, path)
    name, at, rest = match[1], int(match[2]), match[3]
    if name == "budget_tables":
        return _table(book, fields.table_of(book.tables, at, lines) if book else None, at, rest)
    if name in _ROWS_OF:
        table, words = _ROWS_OF[name]
        if row := row_names.listed_row(book, name, at):
            return _listed(words.partition(" ")[0], row, _column(table, rest))
        return _joined(words.format(at + 1), _column(table, rest))
    named = _NAMED.get(name)
    return named(book, at, rest) if named else path


def finding_text(book: Book | None, finding: Finding, project: Project | None = None) -> str:
    """The place of a finding in words; `book` is that of its department.

    Of a unit's tables those of the unit are meant; whose they are is said beside the place. With its `project` an
    indicator is called by its name, too.
    """
    if project is not None and (match := _INDICATOR.match(finding.path)) and int(match[1]) < len(project.indicators):
        name = short(project.indicators[int(match[1])].l3)
        return path_text(None, finding.path).replace("条指标", f"条指标「{name}」" if name else "条指标", 1)
    own = fields.of_unit(book, finding.unit) if book is not None and not finding.project_id else None
    text = path_text(own, finding.path)
    return text.replace(f"（{finding.unit}）", "", 1) if finding.unit else text


def _listed(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)


def _column(table: str, rest: str) -> str:
    """The name of the column that a path ends with, "" where it ends with the record."""
    column = rest.removeprefix(".")
    return column_name(table, column) or column


def _table(book: Book | None, table: BudgetTable | None, no: int, rest: str) -> str:
    name = f"预算公开表{no}"
    if table is not None and table.name:
        name = table.name + (f"（{table.owner}）" if table.owner else "")
    match = _ROW.fullmatch(rest)
    if match is None:
        return _joined(name, _column("budget_table", rest))
    row, column = int(match[1]), int(match[2]) if match[2] else None
    if table is None or row >= len(table.rows):
        head = "" if column is None else f"第{column + 1}栏"
        return _joined(name, f"第{row + 1}行", head or _column("budget_row", match[3] or ""))
    called = row_names.budget_row(book, table, row, column)
    if column is None:
        return _listed(name, called, _column("budget_row", match[3] or ""))
    head = table.columns[column].replace("/", " ") if column < len(table.columns) else ""
    return _listed(name, called, head or f"第{column + 1}栏")


def _section(book: Book | None, at: int, rest: str) -> str:
    section = book.sections[at] if book and at < len(book.sections) else None
    heading = short(section.heading) if section else ""
    if section and section.owner:
        heading = (heading or f"文字 第{at + 1}节") + f"（{section.owner}）"
    paragraph = _PARAGRAPH.fullmatch(rest)
    goal = _OF_GOAL.fullmatch(rest)
    if goal is not None:
        row = f"第{int(goal[2]) + 1}条指标" if goal[2] else ""
        column = column_name("goal_indicator" if row else "department_goal", goal[3] or "")
        return _joined(heading, f"分项目标{int(goal[1]) + 1}", row, column)
    inside = f"第{int(paragraph[1]) + 1}段" if paragraph else "" if rest == ".text" else _column("section", rest)
    return _joined(heading or f"文字 第{at + 1}节", inside)


def _asset(book: Book | None, at: int, rest: str) -> str:
    unit = short(book.assets[at].unit) if book and at < len(book.assets) else ""
    name = _joined("固定资产", unit) if unit else f"固定资产 第{at + 1}张表"
    match = _ROW.fullmatch(rest)
    if match is None:
        return _joined(name, _column("asset_block", rest))
    row = row_names.asset_row(book, at, int(match[1]))
    return (_joined if row.startswith("第") else _listed)(name, row, _column("asset_row", match[3] or ""))


def _term(book: Book | None, at: int, rest: str) -> str:
    term = short(book.glossary[at].term) if book and at < len(book.glossary) else ""
    return _joined("名词解释", term or f"第{at + 1}条", _column("term", rest))


def _plan(_: Book | None, at: int, rest: str) -> str:
    return _joined("支出计划", PLAN_MONTHS[at] if at < len(PLAN_MONTHS) else f"第{at + 1}栏", rest)


def _goal(_: Book | None, at: int, rest: str) -> str:
    return _joined(f"绩效目标 {at + 1}", "" if rest == ".text" else rest.removeprefix("."))


def _indicator(_: Book | None, at: int, rest: str) -> str:
    return _joined(f"第{at + 1}条指标", _column("indicator", rest))


_NAMED: dict[str, Callable[[Book | None, int, str], str]] = {
    "sections": _section, "narrative": _section, "assets": _asset, "glossary": _term, "plan": _plan, "goals": _goal,
    "indicators": _indicator,
}  # fmt: skip
