"""An invented book with every part that a book can have, and a helper that imports."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_app.actions import importing, reading, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.disclosed import (
    AssetBlock,
    AssetRow,
    BudgetRow,
    BudgetTable,
    Organisation,
    Purchase,
    PurchaseTotal,
    Section,
    Term,
)
from desktop_app.domain.model import Book, Goal, Indicator, Project, Unit, Unread
from desktop_app.domain.traces import Origin, Part, Review


def indicator(l3: str, value: str = "≥12次", line: int = 0) -> Indicator:
    """An indicator that says something of its own."""
    sign, number, measure = value[:1], value[1:-1], value[-1:]
    return Indicator(
        "产出指标",
        "数量指标",
        l3,
        f"按计划完成{l3}的全部工作",
        value,
        f"{l3}工作方案",
        sign,
        number,
        measure,
        lines=(line, line) if line else None,
    )


def pump(code: str = "53099925P000041200114") -> Project:
    """A project that came from a worksheet."""
    return Project(
        "412001",
        "云岭县水利局本级",
        "1",
        "泵站维护费绩效目标表",
        code,
        "泵站维护费",
        "7.30",
        "7.30",
        "0",
        "用于维护全县十二座泵站",
        ["25%", "", "75%", "100%"],
        [Goal("汛期前维护泵站12座", lines=(7, 7))],
        [indicator("巡查次数", line=12), indicator("合格率", "≥98%", 13)],
        review=[
            Review("plan[1]", "缺一格", (8, 9)),
            Review("indicators[0].basis", "模糊", (12, 12)),
            Review("indicators[1]", "可能串行", (13, 13)),
            Review("indicators[9]", "可能少一行", (14, 14)),
        ],
        lines=(3, 14),
        origins={"budget": Origin(5, 5, 2), "plan[0]": Origin(8, 8, 3), "indicators.l3": Origin(0, 0, 4)},
    )


def pipes() -> Project:
    """A second project, of another unit."""
    return Project(
        "412002",
        "云岭县供水站",
        "2",
        "",
        "53099925P000041200223",
        "供水管网改造",
        "3.00",
        "3.00",
        "",
        "更换老旧管网",
        goals=[Goal("更换管网8公里")],
        indicators=[indicator("管网长度", "≥8里"), indicator("入户数", "≥40户")],
    )


def table() -> BudgetTable:
    """A budget table of codes and amounts."""
    rows = [
        ["213", "农林水支出", "10.30", ""],
        ["21303", "水利", "10.30", "2.00"],
        ["2130306", "水利工程运行", "7.30", ""],
    ]
    lines = [BudgetRow(cells, lines=(30 + i, 30 + i)) for i, cells in enumerate(rows)]
    return BudgetTable(5, "一般公共预算支出表", ["科目编码", "科目名称", "合计", "项目支出"], lines, lines=(28, 33))


def empty_table() -> BudgetTable:
    """A table that has only its note."""
    return BudgetTable(7, "政府性基金预算支出表", ["科目编码", "合计"], [], note="无政府性基金预算，空表列示")


def purchase(item: str, total: str, owner: str = "") -> Purchase:
    """A line of the 政府采购预算."""
    return Purchase("泵站维护费", "7.30", item, "A02010108", "台", "2", "0.50", total, total, owner=owner)


def book() -> Book:
    """A book with all parts."""
    return Book(
        "甲.xlsx",
        "ab" * 32,
        2025,
        "412",
        "云岭县水利局",
        [Unit("412001", "云岭县水利局本级"), Unit("412002", "云岭县供水站")],
        [
            Section("一、总体绩效目标", "保障供水。\n保障防汛。", lines=(20, 22)),
            Section("（一）保障措施", "加强管理。"),
        ],
        [pump(), pipes()],
        [table(), empty_table()],
        [
            Organisation("云岭县水利局本级", "行政", "正科级", "财政拨款"),
            Organisation("云岭县供水站", "事业", "股级", "财政补助"),
        ],
        [purchase("水泵", "1.00"), purchase("阀门", "0.80"), purchase("电缆", "0.60", "412002")],
        [
            PurchaseTotal("合计", "2.40", "2.40", first=1, last=3),
            PurchaseTotal("本级小计", "1.80", "1.80", first=1, last=2),
        ],
        [
            AssetBlock(
                "云岭县水利局", "2024年12月31日", [AssetRow("房屋", "1200", "85.25."), AssetRow("车辆", "2", "21.40")]
            )
        ],
        [Term("三公经费", "因公出国（境）费、公务用车费和公务接待费。"), Term("机关运行经费", "保障机关运行的资金。")],
        [
            Review("narrative", "缺页"),
            Review("sections[0].text[1]", "句子没有完", (22, 22)),
            Review("sections[1].text[4]", "可能缺行"),
            Review("sections[1].heading", "编号缺号"),
            Review("budget_tables[5].rows[1][3]", "栏目错位", (31, 31)),
            Review("procurement[1].price", "模糊", (40, 40)),
            Review("assets[0].rows[0].value", "数字写法不对"),
            Review("glossary[1].text", "可能不完整"),
            Review("organisation[1].rank", "模糊"),
            Review("budget_tables[7]", "空表"),
            Review("procurement", "可能少一行"),
        ],
        [Unread(50, "看不懂的一行")],
        [Part(1, "sheet", "项目", 1), Part(28, "sheet", "预算表", 3)],
        {8: "支出计划 25%", 12: "巡查次数"},
    )


@contextmanager
def workspace_in(folder: Path) -> Iterator[Store]:
    """A new open workspace for several tests; its folder holds its settings and backups, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_DATA_DIR", str(folder / "data"))
        with workspace.create_workspace(folder / "甲.jxdb") as store:
            yield store


def take(store: Store, *books: Book) -> importing.ImportPlan:
    """Import books as a person does who changes nothing in the plan."""
    plan = importing.plan_import(store, list(books))
    importing.apply_import(store, plan)
    return plan


def only(store: Store) -> Book:
    """The one book of a workspace."""
    (found,) = reading.load_books(store)
    return found
