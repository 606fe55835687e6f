"""Where a finding is, in the words of the form."""

import re
from collections.abc import Sequence

from desktop_app.actions.editing import COLUMN_NAMES
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import PLAN_MONTHS

_PLAN = re.compile(r"plan\[(\d+)\]")
_GOAL = re.compile(r"goals\[(\d+)\](?:\.\w+)?")
_INDICATOR = re.compile(r"indicators\[(\d+)\](?:\.(\w+))?")
_TABLE = re.compile(r"budget_tables\[(\d+)\](?:\.rows\[(\d+)\](?:\[(\d+)\])?)?.*")
_SECTION = re.compile(r"(?:narrative|sections)\[(\d+)\](?:\.(\w+))?")
_ASSET = re.compile(r"assets\[(\d+)\](?:\.rows\[(\d+)\])?(?:\.(\w+))?")
_RECORD = re.compile(r"(organisation|procurement|procurement_totals|glossary)\[(\d+)\](?:\.(\w+))?")
_RECORD_KINDS = {
    "organisation": "机构设置 第{}行", "procurement": "采购 第{}行", "procurement_totals": "采购 第{}个合计",
    "glossary": "名词解释 第{}条",
}  # fmt: skip
_WHOLE = {
    "": "",
    "plan": "资金支出计划",
    "goals": "绩效目标",
    "indicators": "绩效指标",
    "projects": "项目",
    "narrative": "文字",
    "budget_tables": "预算公开表",
    "procurement": "政府采购",
    "organisation": "机构设置",
    "assets": "固定资产",
    "glossary": "名词解释",
    "year": "年度",
    "unit_code": "单位编码",
    "unit_name": "单位名称",
    "department": "部门",
    "department.name": "部门名称",
    "department.code": "部门编码",
}

RECORD_NAMES = {
    "label": "合计项", "project": "项目", "name": "单位名称", "nature": "单位性质", "rank": "单位规格",
    "funding": "经费保障形式", "fund": "预算资金", "item": "名称", "catalog_code": "采购目录编码",
    "measure": "计量单位", "quantity": "数量", "price": "单价", "value": "价值", "total": "采购金额合计",
    "general": "一般公共预算", "govfund": "政府性基金", "soe": "国有资本经营", "special": "财政专户",
    "own": "单位资金", "carryover": "上年结转", "sme": "预留中小微企业", "owner": "单位", "unit": "资产使用单位",
    "date": "日期", "term": "名词", "text": "解释",
}  # fmt: skip
"""What the fields of purchases, assets, organisation and glossary are called, in the order of the printed tables."""


def path_text(path: str, columns: Sequence[str] = ()) -> str:
    """A path inside a project or a book in words: `indicators[3].value` -> `第4条指标 指标值`.

    `columns` are the headings of the budget table that the path leads into, where they are known.
    """
    if match := _PLAN.fullmatch(path):
        return f"支出计划 {PLAN_MONTHS[int(match[1])]}"
    if match := _GOAL.fullmatch(path):
        return f"绩效目标 {int(match[1]) + 1}"
    if match := _INDICATOR.fullmatch(path):
        return f"第{int(match[1]) + 1}条指标 {COLUMN_NAMES.get(match[2] or '', '')}".rstrip()
    return _book_path(path, columns) or _WHOLE.get(path) or COLUMN_NAMES.get(path, path)


def _book_path(path: str, columns: Sequence[str]) -> str:
    if match := _TABLE.fullmatch(path):
        row = f" 第{int(match[2]) + 1}行" if match[2] else ""
        at = int(match[3]) if match[3] else -1
        heading = columns[at].replace("/", " ") if 0 <= at < len(columns) else f"第{at + 1}栏"
        return f"预算公开表 {match[1]}{row}" + (f" {heading}" if at >= 0 else "")
    if match := _SECTION.fullmatch(path):
        return f"文字 第{int(match[1]) + 1}节{' 标题' if match[2] == 'heading' else ''}"
    if match := _ASSET.fullmatch(path):
        row = f" 第{int(match[2]) + 1}行" if match[2] else ""
        return f"资产表 {int(match[1]) + 1}{row} {RECORD_NAMES.get(match[3] or '', '')}".rstrip()
    if match := _RECORD.fullmatch(path):
        return f"{_RECORD_KINDS[match[1]].format(int(match[2]) + 1)} {RECORD_NAMES.get(match[3] or '', '')}".rstrip()
    return ""


def whose(finding: Finding) -> str:
    """The name of the finding's project; the unit where it is no project's."""
    return finding.project_name or finding.project or finding.unit


def place(finding: Finding) -> str:
    """Project and field of a finding."""
    return " · ".join(part for part in (whose(finding), path_text(finding.path)) if part)
