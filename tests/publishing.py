"""An invented bureau's year with budget tables, purchases and assets, from which a 情况说明 can be written."""

from desktop_app.domain.disclosed import (
    AssetBlock,
    AssetRow,
    BudgetRow,
    BudgetTable,
    Organisation,
    Purchase,
    PurchaseTotal,
    Section,
)
from desktop_app.domain.model import Book, Project, Unit

OWN = ("412001", "云岭县水利局本级")


def table(no: int, name: str, columns: list[str], *rows: list[str], note: str = "", owner: str = "") -> BudgetTable:
    """A budget table of texts."""
    return BudgetTable(no, name, columns, [BudgetRow(list(cells)) for cells in rows], note=note, owner=owner)


def income_and_spending(total: str = "320.50", carried: str = "20.50", owner: str = "") -> BudgetTable:
    """收支总表 with 单位资金 left blank."""
    return table(
        1,
        "收支总表",
        ["收入/项目", "收入/2025年预算数", "支出/项目", "支出/2025年预算数"],
        ["一、一般公共预算拨款收入", "300.00", "一、农林水支出", total],
        ["二、政府性基金预算拨款收入", "", "", ""],
        ["三、单位资金", "", "", ""],
        ["本年收入合计", "300.00", "本年支出合计", total],
        ["上年结转结余", carried, "年终结转结余", ""],
        ["收入总计", total, "支出总计", total],
        owner=owner,
    )


def spending(basic: str = "200.50", projects: str = "120.00", owner: str = "") -> BudgetTable:
    """支出总表, its 合计 last."""
    return table(
        3,
        "支出总表",
        ["功能分类科目/科目编码", "功能分类科目/科目名称", "合计", "基本支出", "项目支出", "经营支出"],
        ["213", "农林水支出", "320.50", basic, projects, ""],
        ["", "合　计", "320.50", basic, projects, ""],
        owner=owner,
    )


def basic_spending(public: str = "40.50", capital: str = "2.50", owner: str = "") -> BudgetTable:
    """基本支出表 with 310 资本性支出."""
    return table(
        6,
        "基本支出表",
        ["经济分类科目/科目编码", "经济分类科目/科目名称", "合计", "人员经费", "公用经费"],
        ["", "合计", "200.50", "160.00", public],
        ["301", "工资福利支出", "160.00", "160.00", ""],
        ["302", "商品和服务支出", "38.00", "", "38.00"],
        ["310", "资本性支出", capital, "", capital],
        owner=owner,
    )


def three_public(reception: str = "1.20", total: str = "5.20") -> BudgetTable:
    """“三公”表 with its 会议费 and 培训费 rows."""
    return table(
        9,
        "三公经费支出表",
        ["项目", "资金性质/合计", "资金性质/一般公共预算"],
        ["合计", "8.20", "8.20"],
        ["“三公”经费小计", total, total],
        ["一、因公出国（境）费", "", ""],
        ["二、公务用车购置及运维费", "4.00", "4.00"],
        ["其中：公务用车购置费", "", ""],
        ["公务用车运行维护费", "4.00", "4.00"],
        ["三、公务接待费", reception, reception],
        ["四、会议费", "2.00", "2.00"],
        ["五、培训费", "1.00", "1.00"],
    )


def publishing(year: int = 2025) -> Book:
    """The whole book; its texts hold only what a person wrote."""
    return Book(
        year=year,
        department_code="412",
        department_name="云岭县水利局",
        units=[Unit(*OWN)],
        sections=[Section("一、部门职责及机构设置情况"), Section("部门职责：", "（一）管水。\n（二）防汛。")],
        projects=[
            Project(*OWN, name="泵站维护费", budget="100.00", code="53099925P000041200114"),
            Project(*OWN, name="水库巡查费", budget="19.50", code="53099925P00004120022K"),
            Project(*OWN, name="专线租赁费", budget="0.50", code="53099925P000041200333", secret="是"),
        ],
        tables=[
            income_and_spending(), spending(), basic_spending(), three_public(),
            table(7, "政府性基金预算支出表", ["科目编码", "科目名称", "合计"], note="无政府性基金预算，空表列示。"),
        ],
        organisation=[Organisation("云岭县水利局本级", "行政", "正科级", "财政拨款")],
        purchases=[
            Purchase("泵站维护费", "100.00", "水泵", "A02010108", "台", "2", "1.50", "3.00", "3.00", sme="3.00"),
            Purchase("水库巡查费", "19.50", "纸", "A07010100", "箱", "5", "0.02", "0.10", "0.10"),
            Purchase("水库巡查费", "19.50", "巡查服务", "C16000000", "项", "1", "9.00", "9.00", "9.00"),
        ],
        purchase_totals=[PurchaseTotal("合计", "12.10", "12.10", sme="3.00", first=1, last=3)],
        assets=[
            AssetBlock(
                "412001 云岭县水利局本级",
                "2024-12-31",
                [
                    AssetRow("资产总额", "", "88.40"),
                    AssetRow("1、房屋（平方米）", "900", "60.00"),
                    AssetRow("其中：办公用房（平方米）", "800", "50.00"),
                    AssetRow("2、车辆（台、辆）", "2", "28.40"),
                ],
            )
        ],
    )  # fmt: skip
