"""What a path is called in the words of the form: `sections[1].text[5]` is `二、分项绩效目标 第6段`."""

import re
from collections.abc import Callable

from desktop_app.actions.labels import COLUMN_NAMES, column_name
from desktop_app.domain import fields
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.model import PLAN_MONTHS, Book
from desktop_app.domain.traces import Lines

_INDEXED = re.compile(r"([a-z_]+)\[(\d+)\](.*)")
_ROW = re.compile(r"\.rows\[(\d+)\](?:\[(\d+)\]|\.(\w+))?")
_PARAGRAPH = re.compile(r"\.text\[(\d+)\]")
_OF_GOAL = re.compile(r"\.goals\[(\d+)\](?:\.indicators\[(\d+)\])?(?:\.(\w+))?")
_SHOWN = 24  # characters of a heading or a name
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
    """A path inside a project or a book in words, such as `收入总表 第4行 合计` or `第4条指标 指标值`.

    With the `owner` (a Book, or what has one as its `book`) sections, tables, assets and terms are called by their
    names, else by their numbers.
    `lines` choose between two budget tables of one number. A path that nothing is known of stays as it is.
    """
    found = owner if isinstance(owner, Book) else getattr(owner, "book", None)
    book = found if isinstance(found, Book) else None
    match = _INDEXED.fullmatch(path)
    if match is None:
        return _WHOLE.get(path) or COLUMN_NAMES.get(path, path)
    name, at, rest = match[1], int(match[2]), match[3]
    if name == "budget_tables":
        return _table(fields.table_of(book.tables, at, lines) if book else None, at, rest)
    if name in _ROWS_OF:
        table, words = _ROWS_OF[name]
        return _joined(words.format(at + 1), _column(table, rest))
    named = _NAMED.get(name)
    return named(book, at, rest) if named else path


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)


def _column(table: str, rest: str) -> str:
    """The name of the column that a path ends with, "" where it ends with the record."""
    column = rest.removeprefix(".")
    return column_name(table, column) or column


def _table(table: BudgetTable | None, no: int, rest: str) -> str:
    name = f"预算公开表{no}"
    if table is not None and table.name:
        name = table.name + (f"（{table.owner}）" if table.owner else "")
    match = _ROW.fullmatch(rest)
    if match is None:
        return _joined(name, _column("budget_table", rest))
    if match[2] is None:
        return _joined(name, f"第{int(match[1]) + 1}行", _column("budget_row", match[3] or ""))
    column = int(match[2])
    head = table.columns[column].replace("/", " ") if table is not None and column < len(table.columns) else ""
    return _joined(name, f"第{int(match[1]) + 1}行", head or f"第{column + 1}栏")


def _section(book: Book | None, at: int, rest: str) -> str:
    section = book.sections[at] if book and at < len(book.sections) else None
    heading = _short(section.heading) if section else ""
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
    unit = _short(book.assets[at].unit) if book and at < len(book.assets) else ""
    name = _joined("固定资产", unit) if unit else f"固定资产 第{at + 1}张表"
    match = _ROW.fullmatch(rest)
    if match is None:
        return _joined(name, _column("asset_block", rest))
    return _joined(name, f"第{int(match[1]) + 1}行", _column("asset_row", match[3] or ""))


def _term(book: Book | None, at: int, rest: str) -> str:
    term = _short(book.glossary[at].term) if book and at < len(book.glossary) else ""
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


def _short(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= _SHOWN else whole[: _SHOWN - 1] + "…"
