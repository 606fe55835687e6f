"""What the columns of the records are called on screen."""

from desktop_app import catalog
from desktop_app.domain.figures import LAST
from desktop_app.domain.linked import REASON

COLUMN_NAMES = {
    "seq": "序号", "title": "表标题", "code": "项目编码", "name": "名称", "budget": "预算数", "fiscal": "财政资金",
    "other": "其他资金", "purpose": "资金用途", "plan_1": "3月底计划", "plan_2": "6月底计划", "plan_3": "10月底计划",
    "plan_4": "12月底计划", "category": "项目类别", "function_code": "功能科目", "needs_form": "需编绩效",
    "secret": "涉密", "text": "文字", "l1": "一级指标", "l2": "二级指标", "l3": "三级指标", "desc": "绩效指标描述",
    "sign": "计算符号", "number": "指标值", "measure": "计量单位", "value": "指标值", "basis": "指标值确定依据",
    "last_value": "上年值", "note": "备注", "heading": "标题", "frame": "指标框架", "nature": "单位性质",
    "rank": "单位规格", "funding": "经费保障形式", "project": "项目名称", "fund": "预算资金", "item": "采购物品名称",
    "catalog_code": "采购目录序号", "quantity": "数量", "price": "单价", "total": "合计", "general": "一般公共预算",
    "govfund": "基金预算", "soe": "国有资本经营预算", "special": "财政专户核拨", "own": "单位资金",
    "carryover": "上年结转", "sme": "预留中小微企业份额", "owner": "单位", "label": "名称", "unit": "单位",
    "date": "日期", "term": "名词", "columns": "栏目", "year": "年度", "department_name": "部门名称",
    "department_code": "部门编码", "duty": "职责活动",
}  # fmt: skip

_OF_TABLE = {
    ("asset_row", "item"): "项目", ("asset_row", "value"): "价值", ("term", "text"): "解释",
    ("unit", "code"): "单位编码", ("unit", "name"): "单位名称", ("organisation", "name"): "单位名称",
    ("department_goal", "text"): "绩效目标",
    ("goal_indicator", "name"): "绩效指标",
}  # fmt: skip


def fact_label(name: str) -> str:
    """What a person typed for the 情况说明, in words: `last.income.total` is `上年收入合计`, say."""
    names = {form.key: form.name for form in catalog.narrative().figures}
    key = name.removeprefix(LAST).removeprefix(REASON)
    words = names.get(key, key)
    return f"上年{words}" if name.startswith(LAST) else f"{words}增减原因" if name.startswith(REASON) else words


def column_name(table: str, column: str) -> str:
    """What a column of a table is called; "" for one that has no name (a cell of a budget table)."""
    return _OF_TABLE.get((table, column)) or COLUMN_NAMES.get(column, "")
