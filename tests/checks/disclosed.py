"""A whole invented disclosure in which no rule finds anything: nine tables, 说明, 采购, 资产, 名词解释, one project."""

from copy import deepcopy

from desktop_app import catalog
from desktop_app.domain import tables
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
from desktop_app.domain.model import Book, Unit
from tests.books import sound_book

_FUNCTION = (
    ("", "合计", "110.00", "100.00", "10.00"),
    ("208", "社会保障和就业支出", "12.00", "12.00", ""),
    ("20805", "行政事业单位养老支出", "12.00", "12.00", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "12.00", "12.00", ""),
    ("213", "农林水支出", "98.00", "88.00", "10.00"),
    ("21303", "水利", "98.00", "88.00", "10.00"),
    ("2130301", "行政运行", "88.00", "88.00", ""),
    ("2130306", "水利工程运行与维护", "10.00", "", "10.00"),
)
_ECONOMIC = (
    ("", "合计", "100.00", "80.00", "20.00"),
    ("301", "工资福利支出", "80.00", "80.00", ""),
    ("30101", "基本工资", "50.00", "50.00", ""),
    ("30103", "奖金", "30.00", "30.00", ""),
    ("302", "商品和服务支出", "17.00", "", "17.00"),
    ("30201", "办公费", "17.00", "", "17.00"),
    ("310", "资本性支出", "3.00", "", "3.00"),
    ("31002", "办公设备购置", "3.00", "", "3.00"),
)
_BOTH_SIDES = {
    1: {
        "收入/预算数": {"一般公共预算拨款收入": "110.00", "本年收入合计": "110.00", "收入总计": "110.00"},
        "支出/预算数": {
            "社会保障和就业支出": "12.00", "农林水支出": "98.00", "本年支出合计": "110.00", "支出总计": "110.00",
        },
    },
    4: {
        "收入/金额": {"一般公共预算拨款": "110.00", "本年收入合计": "110.00", "收入总计": "110.00"},
        **{
            column: {
                "社会保障和就业支出": "12.00", "农林水支出": "98.00", "本年支出合计": "110.00", "支出总计": "110.00",
            }
            for column in ("支出/合计", "支出/一般公共预算财政拨款")
        },
    },
}  # fmt: skip
_SANGONG = {
    "合计": "6.00", "“三公”经费小计": "3.00", "二、公务用车购置及运维费": "2.00", "公务用车运行维护费": "2.00",
    "三、公务接待费": "1.00", "会议费": "1.00", "培训费": "2.00",
}  # fmt: skip
TEXTS = (
    ("云岭县水利局2025年部门预算信息公开情况说明", "现将云岭县水利局2025年部门预算说明如下。"),
    ("一、部门职责及机构设置情况", "管理全县水利工程。"),
    ("二、部门预算安排的总体情况", "全部收入和支出列入预算。"),
    ("1、收入说明", "2025年预算收入110.00万元，其中：一般公共预算拨款收入110.00万元。"),
    ("2、支出说明", "2025年支出预算110.00万元，其中基本支出100.00万元，项目支出10.00万元，主要有泵站维护费10万元。"),
    ("3、比上年增减情况", "2025年支出预算较2024年增加4.00万元，主要原因是新增一座泵站。"),
    ("三、机关运行经费安排情况", "2025年安排机关运行经费17.00万元。"),
    ("四、财政拨款“三公”经费预算情况及增减变化原因", "“三公”经费预算3.00万元，与上年持平。\n公务接待费1.00万元。"),
    ("五、部门项目预算安排情况及绩效目标", ""),
    ("六、政府采购预算情况", "2025年政府采购预算2.00万元。"),
    ("七、国有资产信息", "云岭县水利局上年末固定资产金额为50.00万元。本年度拟购置固定资产总额为2.00万元。"),
    ("八、名词解释", ""),
    ("九、其他需要说明的事项", "保密审查情况：已审查；部门主要负责人审签情况：已审签"),
)


def whole_book() -> Book:
    """The disclosure of the sound book's department."""
    book = sound_book()
    book.tables = [_table(form.no) for form in _forms().values()]
    book.sections = [Section(heading, text) for heading, text in TEXTS]
    book.organisation = [Organisation("云岭县水利局本级", "行政", "正科级", "财政拨款")]
    book.purchases = [
        Purchase("泵站维护费", "10.00", "水泵", "A02050100", "台", "4", "0.30", "1.20", general="1.20", sme="1.20"),
        Purchase("公用经费", "17.00", "办公桌", "A05010201", "张", "10", "0.08", "0.80", general="0.80"),
    ]
    book.purchase_totals = [PurchaseTotal("合计", "2.00", "2.00", sme="1.20", first=1, last=2)]
    rows = [
        ("资产总额", "", "50.00"),
        ("1、房屋（平方米）", "300", "30.00"),
        ("其中：办公用房（平方米）", "200", "20.00"),
    ]
    rows.append(("2、车辆（台、辆）", "2", "20.00"))
    book.assets = [AssetBlock("云岭县水利局", "2024-12-31", [AssetRow(*row) for row in rows])]
    book.glossary = [Term("基本支出", "指保障日常运转的支出。")]
    return book


def _forms() -> dict[int, "tables.TableForm"]:
    return {form.no: form for form in reversed(catalog.table_forms(2025))}


def _table(no: int) -> BudgetTable:
    form = _forms()[no]
    table = BudgetTable(no, form.title, list(form.columns), [BudgetRow(list(row)) for row in form.rows], form.measure)
    if no in (7, 8):
        table.rows, table.note = [], form.empty_note
    elif no in (2, 3, 5, 6):
        table.rows = [_coded(no, i, row) for i, row in enumerate(_ECONOMIC if no == 6 else _FUNCTION, 1)]
    for column, amounts in _BOTH_SIDES.get(no, {}).items():
        put(table, column, amounts)
    if no == 9:
        put(table, form.columns[2], _SANGONG)
        put(table, form.columns[3], _SANGONG)
    return table


def _coded(no: int, number: int, row: tuple[str, ...]) -> BudgetRow:
    code, name, whole, first, second = row
    amounts = {2: [whole, whole, whole, *[""] * 7], 3: [whole, first, second, "", "", ""]}
    return BudgetRow([str(number), code, name, *amounts.get(no, [whole, first, second])])


def put(table: BudgetTable, column: str, amounts: dict[str, str]) -> None:
    """Write amounts into a column by the labels of the rows, the nearest label column to its left."""
    at = table.columns.index(column)
    left = max(c for c in range(at) if table.columns[c].rpartition("/")[2] in ("项目",))
    for label, amount in amounts.items():
        names = [(row.cells[left], row.cells[left].partition("、")[2]) for row in table.rows]
        table.rows[next(i for i, name in enumerate(names) if label in name)].cells[at] = amount


def place(table: BudgetTable, label: str, column: str) -> tuple[int, int]:
    """Row and column of a cell by a text of its row and the head of its column."""
    row = next(i for i, row in enumerate(table.rows) if any(label in cell for cell in row.cells))
    return row, table.columns.index(column)


def write(book: Book, no: int, label: str, column: str, text: str) -> str:
    """Write a cell of a table; returns its path."""
    table = table_of(book, no)
    row, at = place(table, label, column)
    table.rows[row].cells[at] = text
    return f"budget_tables[{no}].rows[{row}][{at}]"


def table_of(book: Book, no: int) -> BudgetTable:
    """The department's table of a number."""
    return next(t for t in book.tables if t.no == no and not t.owner)


def units(book: Book, *, far: str = "") -> None:
    """Two units that share the department's tables evenly; one cell of the second may differ."""
    book.units = [Unit("412001", "甲站"), Unit("412002", "乙站")]
    for unit, share in zip(book.units, ("100.00", "10.00"), strict=True):
        table = deepcopy(table_of(book, 3))
        table.owner, table.rows = unit.code, [BudgetRow(["1", "", "合计", share, "", share, "", "", ""])]
        table.rows.append(BudgetRow(["2", "2130306", "水利工程运行与维护", share, "", share, "", "", ""]))
        book.tables.append(table)
    whole = table_of(book, 3)
    whole.rows = deepcopy(book.tables[-1].rows)
    for row in whole.rows:
        row.cells[3] = row.cells[5] = "110.00"
    if far:
        whole.rows[1].cells[3] = whole.rows[1].cells[5] = far
