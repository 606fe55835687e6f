"""Places of findings are told by the words of rows and columns, not by their numbers."""

import pytest

from desktop_app.actions import path_names
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Purchase
from desktop_app.domain.findings import ERROR, Finding
from desktop_app.domain.model import Book, Unit

SIDES = BudgetTable(
    1,
    "收支总表",
    ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"],
    [
        BudgetRow(["一、一般公共预算拨款收入", "10.00", "一、一般公共服务支出", "4.00"]),
        BudgetRow(["", "", "二、外交支出", "6.00"]),
        BudgetRow(["", "1.00", "", "7.00"]),
    ],
)
KEYED = BudgetTable(
    3,
    "支出总表",
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    [
        BudgetRow(["213", "农林水支出", "9.00", "4.00", "5.00"]),
        BudgetRow(["21301", "其他支出", "1.00", "", "1.00"]),
        BudgetRow(["21303", "其他支出", "2.00", "", "2.00"]),
        BudgetRow(["21305", "", "2.00", "", "2.00"]),
        BudgetRow(["", "", "3.00", "", ""]),
    ],
)
STRANGE = BudgetTable(
    7,
    "一张别的表",
    ["甲", "乙"],
    [BudgetRow(["水费", "1.00"]), BudgetRow(["电费", "2.00"]), BudgetRow(["电费", "3.00"])],
)


def owned(table: BudgetTable, owner: str, first: str) -> BudgetTable:
    """The same table of a unit, with another word in its first row."""
    rows = [BudgetRow([table.rows[0].cells[0], first, *table.rows[0].cells[2:]])]
    return BudgetTable(table.no, table.name, table.columns, rows, owner=owner)


def book() -> Book:
    return Book(
        year=2025,
        units=[Unit("412001", "云岭县水利局本级")],
        tables=[SIDES, KEYED, STRANGE, owned(KEYED, "412001", "水利工程")],
        purchases=[Purchase(project="泵站维护费", item="水泵"), Purchase(item="水泵"), Purchase(item="水泵")],
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("budget_tables[1].rows[0][1]", "收支总表 · 一、一般公共预算拨款收入 · 收入 预算数"),
        ("budget_tables[1].rows[0][3]", "收支总表 · 一、一般公共服务支出 · 支出 预算数"),
        ("budget_tables[1].rows[1][2]", "收支总表 · 二、外交支出 · 支出 项目"),
        ("budget_tables[1].rows[2][1]", "收支总表 · 第3行 · 收入 预算数"),
        ("budget_tables[1].rows[2][3]", "收支总表 · 第3行 · 支出 预算数"),
        ("budget_tables[3].rows[0][4]", "支出总表 · 农林水支出 · 项目支出"),
        ("budget_tables[3].rows[0]", "支出总表 · 农林水支出"),
        ("budget_tables[3].rows[0][0]", "支出总表 · 农林水支出 · 科目编码"),
        ("budget_tables[3].rows[2][4]", "支出总表 · 21303 其他支出 · 项目支出"),
        ("budget_tables[3].rows[3][2]", "支出总表 · 21305 · 合计"),
        ("budget_tables[3].rows[4][2]", "支出总表 · 第5行 · 合计"),
        ("budget_tables[3].rows[9][2]", "支出总表 第10行 第3栏"),
        ("budget_tables[7].rows[0][1]", "一张别的表 · 水费 · 乙"),
        ("budget_tables[7].rows[2][1]", "一张别的表 · 电费（第3行） · 乙"),
        ("procurement[0].price", "政府采购 · 水泵（泵站维护费） · 单价"),
        ("procurement[2].price", "政府采购 · 水泵（第3行） · 单价"),
    ],
)
def test_rows_are_called_by_their_words(path: str, words: str) -> None:
    assert path_names.path_text(book(), path) == words


def test_the_place_of_a_finding_is_in_the_table_of_its_unit() -> None:
    path = "budget_tables[3].rows[0][4]"
    of_department = Finding("B01", ERROR, 2025, "", "", path, "")
    of_unit = Finding("B01", ERROR, 2025, "412001", "", path, "")
    assert path_names.finding_text(book(), of_department) == "支出总表 · 农林水支出 · 项目支出"
    assert path_names.finding_text(book(), of_unit) == "支出总表 · 水利工程 · 项目支出"
    assert path_names.finding_text(None, of_unit) == "预算公开表3 第1行 第5栏"
