"""Where a finding is, in the words of the form."""

from desktop_app.actions import path_names
from desktop_app.domain.findings import Finding
from desktop_app.ui.flags import Flagged

_UNKNOWN = "其他内容"  # never the name that the program has for it

RECORD_NAMES = {
    "label": "合计项", "project": "项目", "name": "单位名称", "nature": "单位性质", "rank": "单位规格",
    "funding": "经费保障形式", "fund": "预算资金", "item": "名称", "catalog_code": "采购目录编码",
    "measure": "计量单位", "quantity": "数量", "price": "单价", "value": "价值", "total": "采购金额合计",
    "general": "一般公共预算", "govfund": "政府性基金", "soe": "国有资本经营", "special": "财政专户",
    "own": "单位资金", "carryover": "上年结转", "sme": "预留中小微企业", "owner": "单位", "unit": "资产使用单位",
    "date": "日期", "term": "名词", "text": "解释",
}  # fmt: skip
"""What the fields of purchases, assets, organisation and glossary are called, in the order of the printed tables."""


def path_text(path: str) -> str:
    """A path inside a project or a book in words: `indicators[3].value` -> `第4条指标 指标值`."""
    words = path_names.path_text(None, path)
    return _UNKNOWN if path and words == path else words


def field(finding: Finding) -> str:
    """The field of a finding; that of a flag with the names of what it is in."""
    if isinstance(finding, Flagged) and finding.label != finding.path:
        return finding.label
    return path_text(finding.path)


def whose(finding: Finding) -> str:
    """The name of the finding's project; the unit where it is no project's."""
    return finding.project_name or finding.project or finding.unit


def place(finding: Finding) -> str:
    """Project and field of a finding."""
    return " · ".join(part for part in (whose(finding), field(finding)) if part)
