"""Invented tables, purchases, assets and terms, and how documents print them: tab rows over several pages."""

from decimal import Decimal

from hypothesis import strategies as st

from desktop_app import catalog
from desktop_app.domain.disclosed import AssetBlock, AssetRow, BudgetRow, BudgetTable, Purchase, PurchaseTotal, Term

OWNER = "412 云岭县水利局"
SUM_FIELDS = ("total", "general", "govfund", "soe", "special", "own", "carryover", "sme")
FIELDS = ("project", "fund", "item", "catalog_code", "measure", "quantity", "price", *SUM_FIELDS)
PURCHASE_HEADS = [
    ["政府采购项目来源", "", "采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价",
     "政府采购金额（当年部门预算安排资金）", "", "", "", "", "", "", "2025年预留中小微企业份额"],
    ["项目名称", "预算资金", "", "", "", "", "", "合计", "一般公共预算拨款", "基金预算拨款", "国有资本经营预算拨款",
     "财政专户核拨", "单位资金", "上年结转结余", ""],
]  # fmt: skip
SHIFTED_HEADS = [[*PURCHASE_HEADS[0][:13], PURCHASE_HEADS[0][14], ""], [*PURCHASE_HEADS[1][:13], "", "上年结转结余"]]

_words = st.text("泵站渠道养护巡查培训宣传补贴台账村镇河湖苗圃果林沟坝", min_size=4, max_size=14)
_fen = st.integers(1, 99_999).map(lambda n: Decimal(n) / 100)
Cells = list[list[str]]


def text_of(number: Decimal) -> str:
    """An amount with two decimals, "" for nothing."""
    return f"{number:.2f}" if number else ""


def pages(draw: st.DrawFn, lead: list[str], heads: Cells, rows: Cells, numbering: bool = True) -> list[str]:
    """The lines of a table over one to three pages; each page has the owner, the measure and the heads again."""
    count = [["栏次", *map(str, range(1, len(heads[0])))]] if numbering else []
    cuts = sorted(draw(st.sets(st.integers(1, max(len(rows) - 1, 1)), max_size=2))) if len(rows) > 1 else []
    lines: list[str] = []
    for n, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(rows)], strict=True)):
        lines += [f"{n + 1}", ""] if n else [lead[0], ""]
        for line in lead[1:]:
            lines += [line, ""]
        lines += ["\t".join(row) for row in [*heads, *count, *rows[start:end]]] + [""]
    return lines


@st.composite
def coded_tables(draw: st.DrawFn, no: int, numbered: bool) -> tuple[BudgetTable, Cells]:
    """A table keyed by codes whose sums are right, and its rows of heads."""
    heads: dict[int, Cells] = {
        3: [["功能分类科目", "", "合计", "基本支出", "项目支出", "经营支出"], ["科目编码", "科目名称", "", "", "", ""]],
        5: [["功能分类科目", "", "合计", "基本支出", "项目支出"], ["科目编码", "科目名称", "", "", ""]],
        6: [["支出部门经济分类科目", "", "一般公共预算基本支出", "", ""],
            ["科目编码", "科目名称", "合计", "人员经费", "公用经费"]],
    }  # fmt: skip
    names = {3: "部门支出总表", 5: "一般公共预算财政拨款支出表", 6: "单位预算一般公共预算财政拨款基本支出表"}
    parts = len(heads[no][0]) - 3
    rows: list[tuple[str, list[Decimal]]] = []
    total = [Decimal(0)] * parts
    for top in sorted(draw(st.sets(st.integers(201, 229), min_size=1, max_size=3))):
        at, amounts = len(rows), [Decimal(0)] * parts
        for middle in sorted(draw(st.sets(st.integers(1, 30), min_size=1, max_size=2))):
            here = len(rows)
            below = [Decimal(0)] * parts
            for leaf in sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=3))) if no != 6 else [0]:
                own = draw(st.lists(st.one_of(st.just(Decimal(0)), _fen), min_size=parts, max_size=parts))
                own[0] = own[0] or Decimal(1)
                if leaf:
                    rows.append((f"{top}{middle:02}{leaf:02}", own))
                below = [a + b for a, b in zip(below, own, strict=True)]
            rows.insert(here, (f"{top}{middle:02}", below))
            amounts = [a + b for a, b in zip(amounts, below, strict=True)]
        rows.insert(at, (str(top), amounts))
        total = [a + b for a, b in zip(total, amounts, strict=True)]
    rows.insert(0, ("", total))
    known: dict[str, str] = {}
    cells = []
    for n, (code, own) in enumerate(rows, 1):
        name = known.setdefault(code, draw(_words)) if code else "合计"
        cells.append([*([str(n)] if numbered else []), code, name, text_of(sum(own)), *map(text_of, own)])
    head_rows = [[*(["序号"] if numbered else []), *heads[no][0]], [*([""] if numbered else []), *heads[no][1]]]
    columns = {
        3: ["功能分类科目/科目编码", "功能分类科目/科目名称", "合计", "基本支出", "项目支出", "经营支出"],
        5: ["功能分类科目/科目编码", "功能分类科目/科目名称", "合计", "基本支出", "项目支出"],
        6: ["支出部门经济分类科目/科目编码", "支出部门经济分类科目/科目名称", "一般公共预算基本支出/合计",
            "一般公共预算基本支出/人员经费", "一般公共预算基本支出/公用经费"],
    }[no]  # fmt: skip
    columns = [*(["序号"] if numbered else []), *columns]
    return BudgetTable(no, names[no], columns, [BudgetRow(row) for row in cells]), head_rows


@st.composite
def label_tables(draw: st.DrawFn, year: int, numbered: bool) -> tuple[BudgetTable, Cells]:
    """A 收支总表 of that year with amounts here and there."""
    form = next(form for form in catalog.table_forms(year) if form.no == 1)
    rows = [list(row) for row in form.rows]
    for row in rows:
        for c in (2, 4):
            row[c] = text_of(draw(_fen)) if row[c - 1] and draw(st.booleans()) else ""
    heads = [["序号", "收入", "", "支出", ""], ["", "项 目", "预算数", "项 目", "预算数"]]
    columns = list(form.columns)
    if not numbered:
        rows, heads, columns = ([row[1:] for row in table] for table in (rows, heads, [columns]))  # type: ignore[misc]
        columns = columns[0]  # type: ignore[assignment]
    return BudgetTable(1, "部门收支总表", columns, [BudgetRow(row) for row in rows]), heads


@st.composite
def purchases(draw: st.DrawFn) -> tuple[list[Purchase], list[PurchaseTotal], Cells]:
    """Purchases of one to three units, the printed sums above them, and the rows as printed."""
    found: list[Purchase] = []
    totals: list[PurchaseTotal] = []
    rows: Cells = []
    units = draw(st.lists(_words.map(lambda w: f"云岭县{w}站"), min_size=1, max_size=3, unique=True))
    for unit in units:
        first = len(found) + 1
        for n in range(draw(st.integers(1, 4))):
            quantity, price = draw(st.integers(1, 40)), draw(_fen) + 1  # more than rounding could hide
            total = text_of(quantity * price)
            source = draw(st.sampled_from(SUM_FIELDS[1:7]))
            own = {source: total, "sme": total if draw(st.booleans()) else ""}
            code = draw(st.sampled_from(["A02010105", "C0502", "A0999", "B01010000"]))
            found.append(
                Purchase(f"{draw(_words)}{n}经费", "99999.00", draw(_words), code, draw(st.sampled_from("台套个批")),
                         str(quantity), text_of(price), total, **own, owner=unit)
            )  # fmt: skip
        totals.append(_total(f"{unit}小计", found, first, len(found)))
    totals.insert(0, _total("合计", found, 1, len(found)))
    for total in totals:
        rows.append([total.label, *[""] * 6, *(getattr(total, name) for name in SUM_FIELDS)])
        if total.label != "合计":
            rows += [[getattr(p, name) for name in FIELDS] for p in found[total.first - 1 : total.last]]
    return found, totals, rows


def _total(label: str, found: list[Purchase], first: int, last: int) -> PurchaseTotal:
    sums = {n: sum((Decimal(getattr(p, n) or 0) for p in found[first - 1 : last]), Decimal(0)) for n in SUM_FIELDS}
    return PurchaseTotal(label, **{name: text_of(number) for name, number in sums.items()}, first=first, last=last)


def wrapped(draw: st.DrawFn, text: str) -> str:
    """`text` with the blanks that text recognition leaves where a cell was wrapped."""
    width = draw(st.integers(2, 6))
    chinese = any("\u4e00" <= c <= "\u9fff" for c in text)
    return " ".join(text[i : i + width] for i in range(0, len(text), width)) if chinese else text


@st.composite
def assets(draw: st.DrawFn) -> list[AssetBlock]:
    """One to three holders of assets, whose sums are right."""
    blocks = []
    for unit in draw(st.lists(_words.map(lambda w: f"云岭县{w}站"), min_size=1, max_size=3, unique=True)):
        values = draw(st.lists(_fen, min_size=3, max_size=3))
        rows = [
            AssetRow("资产总额", "", text_of(sum(values, Decimal(0)))),
            AssetRow("1、房屋（平方米）", "120.5", text_of(values[0])),
            AssetRow("其中：办公用房（平方米）", "60", "0.10"),
            AssetRow("2、车辆（台、辆）", "2", text_of(values[1])),
            AssetRow("3、单价在20万元以上的设备", "", ""),
            AssetRow("4、其他固定资产", "35", text_of(values[2])),
        ]
        blocks.append(AssetBlock(unit, "2024-12-31", rows))
    return blocks


@st.composite
def terms(draw: st.DrawFn) -> list[Term]:
    """Terms with their explanations."""
    names = draw(st.lists(_words, min_size=3, max_size=8, unique=True))
    return [Term(name, f"指{draw(_words)}，以及{draw(_words)}、{draw(_words)}和{draw(_words)}。") for name in names]
