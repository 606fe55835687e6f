"""An invented department as rich and as odd as the real ones."""

from desktop_app.domain import values
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Section
from desktop_app.domain.model import Book, Goal, Indicator, Project, Unit

FRAME = (
    ("产出指标", "数量指标", 3),
    ("产出指标", "质量指标", 1),
    ("产出指标", "成本指标", 1),
    ("效益指标", "社会效益指标", 2),
    ("满意度指标", "服务对象满意度指标", 1),
)


def grid(mark: str, value: str = "≥90百分比") -> list[Indicator]:
    """Eight indicators of four classes whose texts all differ."""
    rows = []
    for l1, l2, count in FRAME:
        for number in range(count):
            name = f"{mark}{l2}{number}"
            rows.append(Indicator(l1, l2, f"{name}名称", f"{name}描述", value, f"{name}依据", *values.split(value)))
    return rows


def make_county() -> Book:
    """One department of three units (one without a code), five projects, texts, a budget table."""
    head, station, archive = (
        Unit("412001", "云岭县水利局本级"),
        Unit("412002", "云岭县灌溉站"),
        Unit("", "云岭县水文档案室"),
    )
    book = Book(year=2025, department_code="412", department_name="云岭县水利局", units=[head, station, archive])
    book.sections = [
        Section("一、总体绩效目标", "保障全县灌溉。\n　　守住防汛底线。"),
        Section("二、分项绩效目标/（一）灌溉", "渠系水利用系数稳步提高。"),
        Section("二、分项绩效目标/（二）防汛", "汛前检查全覆盖。"),
        Section("名词解释", "渠系：各级渠道的总称。"),
    ]
    amounts = [
        ("7.30", "7.30", "0"),
        ("2.8", "2.80", ""),
        ("85.25.", "", "85.25."),
        ("1,200.00", "1200", "0.000001"),
        ("", "", ""),
    ]
    owners = [head, head, station, station, archive]
    for number, (unit, (budget, fiscal, other)) in enumerate(zip(owners, amounts, strict=True), 1):
        name = f"泵站维护费{number}号"
        project = Project(
            unit_code=unit.code, unit_name=unit.name, seq=str(number * 2), title=f"{name}绩效目标表", name=name,
            code=f"1307002{number}P0000421000{number}K", budget=budget, fiscal=fiscal, other=other,
            purpose=f"用于第{number}泵站检修。", plan=["25.00%", "", "75%", "100"], category="特定目标类",
            goals=[Goal(f"检修{number}座"), Goal("及时完成")], indicators=grid(str(number)),
        )  # fmt: skip
        book.projects.append(project)
    rows = [
        ["1", "一、一般公共预算拨款收入", "5269.43", "一、一般公共服务支出", ""],
        ["2", "", "", "二、农林水支出", "5269.43"],
        ["3", "收入总计", "5269.43", "支出总计", "5269.43"],
    ]
    columns = ["序号", "收入/项目", "收入/预算数", "支出/项目", "支出/预算数"]
    table = BudgetTable(1, "收支总表", columns, [BudgetRow(row) for row in rows], note="注：本表为样例。")
    book.tables.append(table)
    return book
