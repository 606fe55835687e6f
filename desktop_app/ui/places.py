"""Where a finding is, in the words of the form."""

import re

from desktop_app.actions.editing import COLUMN_NAMES
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import PLAN_MONTHS

_PLAN = re.compile(r"plan\[(\d+)\]")
_GOAL = re.compile(r"goals\[(\d+)\](?:\.\w+)?")
_INDICATOR = re.compile(r"indicators\[(\d+)\](?:\.(\w+))?")
_TABLE = re.compile(r"budget_tables\[(\d+)\](?:\.rows\[(\d+)\])?.*")
_SECTION = re.compile(r"(?:narrative|sections)\[(\d+)\].*")
_WHOLE = {
    "": "",
    "plan": "资金支出计划",
    "goals": "绩效目标",
    "indicators": "绩效指标",
    "narrative": "文字",
    "year": "年度",
    "unit_code": "单位编码",
    "department": "部门",
}


def path_text(path: str) -> str:
    """A path inside a project or a book in words: `indicators[3].value` -> `第4条指标 指标值`."""
    if match := _PLAN.fullmatch(path):
        return f"支出计划 {PLAN_MONTHS[int(match[1])]}"
    if match := _GOAL.fullmatch(path):
        return f"绩效目标 {int(match[1]) + 1}"
    if match := _INDICATOR.fullmatch(path):
        return f"第{int(match[1]) + 1}条指标 {COLUMN_NAMES.get(match[2] or '', '')}".rstrip()
    if match := _TABLE.fullmatch(path):
        row = f" 第{int(match[2]) + 1}行" if match[2] else ""
        return f"预算公开表 {match[1]}{row}"
    if match := _SECTION.fullmatch(path):
        return f"文字 第{int(match[1]) + 1}节"
    return _WHOLE.get(path) or COLUMN_NAMES.get(path, path)


def whose(finding: Finding) -> str:
    """The name of the finding's project; the unit where it is no project's."""
    return finding.project_name or finding.project or finding.unit


def place(finding: Finding) -> str:
    """Project and field of a finding."""
    return " · ".join(part for part in (whose(finding), path_text(finding.path)) if part)
