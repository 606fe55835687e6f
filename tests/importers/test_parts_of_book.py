"""All parts of a disclosure that are no project: written as documents print them, and read back equal or flagged."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from part_writers import (
    OWNER,
    PURCHASE_HEADS,
    SHIFTED_HEADS,
    assets,
    coded_tables,
    label_tables,
    pages,
    purchases,
    terms,
    wrapped,
)

from desktop_app import catalog, importers
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.model import Book
from desktop_app.domain.records import to_record
from desktop_app.importers.cells import Row
from desktop_app.importers.document import holds_anything
from desktop_app.importers.heads import columns_of

SAMPLE = Path(__file__).parent / "samples" / "云岭县-2025-公开全本.txt"
TITLE = ["云岭县水利局2025年部门预算信息公开情况说明", ""]
LEAD = [OWNER, "预算年度：2025", "单位：万元"]
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, lines: list[str]) -> Book:
    path.write_text("\n".join(lines), "utf-8")
    (book,) = importers.read(path, catalog.reading_forms())
    return book


def notes(book: Book) -> list[str]:
    """What the reader is not sure of or did not understand, the year and the department aside."""
    doubts = [f"{r.path}: {r.reason}" for r in book.review if not r.path.startswith(("year", "department"))]
    return doubts + [unread.text for unread in book.unread]


def shown(table: BudgetTable) -> tuple:
    return table.no, table.name, table.columns, [row.cells for row in table.rows], table.measure, table.owner


@pytest.mark.parametrize("no", [3, 5, 6])
@pytest.mark.parametrize("numbered", [True, False])
@quick
@given(data=st.data())
def test_a_table_over_pages_reads_back_equal(tmp_path: Path, no: int, numbered: bool, data: st.DataObject) -> None:
    table, heads = data.draw(coded_tables(no, numbered))
    lines = pages(data.draw, [table.name, *LEAD], heads, [row.cells for row in table.rows])
    twice = data.draw(st.booleans())
    book = read(tmp_path / "a.txt", TITLE + lines * (2 if twice else 1))
    assert [shown(found) for found in book.tables] == [shown(table)]
    assert notes(book) == []


@pytest.mark.parametrize("year", [2022, 2025])
@pytest.mark.parametrize("numbered", [True, False])
@quick
@given(data=st.data())
def test_the_form_of_any_year_is_read_by_its_labels(
    tmp_path: Path, year: int, numbered: bool, data: st.DataObject
) -> None:
    table, heads = data.draw(label_tables(year, numbered))
    lines = pages(data.draw, [table.name, *LEAD], heads, [row.cells for row in table.rows])
    book = read(tmp_path / "a.txt", TITLE + lines)
    assert [shown(found) for found in book.tables] == [shown(table)]
    assert notes(book) == []


@quick
@given(data=st.data())
def test_tables_of_several_owners_stay_apart(tmp_path: Path, data: st.DataObject) -> None:
    lines = []
    wanted = []
    for owner in ("412 云岭县水利局", "412001 云岭县水利局本级", "412002 云岭县泵站管理站"):
        table, heads = data.draw(coded_tables(5, True))
        lines += pages(data.draw, [table.name, owner, "单位：万元"], heads, [row.cells for row in table.rows])
        table.owner = owner.split()[0] if owner[:6] != "412 云岭" else ""
        wanted.append(shown(table))
    book = read(tmp_path / "a.txt", TITLE + lines)
    assert [shown(found) for found in book.tables] == wanted
    assert notes(book) == []


@quick
@given(data=st.data())
def test_a_name_continued_on_the_next_page_is_joined(tmp_path: Path, data: st.DataObject) -> None:
    table, heads = data.draw(coded_tables(3, True))
    rows = [list(row.cells) for row in table.rows]
    at = data.draw(st.integers(1, len(rows) - 1))
    rest = ["", "", rows[at][2][2:], *[""] * 4]
    rows[at][2] = rows[at][2][:2]
    page = [*("\t".join(row) for row in heads), "栏次\t1\t2\t3\t4\t5\t6"]
    lines = [table.name, "", *LEAD, *page, *("\t".join(row) for row in rows[: at + 1]), ""]
    lines += [*LEAD, *page, "\t".join(rest), *("\t".join(row) for row in rows[at + 1 :]), ""]
    book = read(tmp_path / "a.txt", TITLE + lines)
    assert [shown(found) for found in book.tables] == [shown(table)]
    assert notes(book) == []


@quick
@given(data=st.data())
def test_purchases_printed_more_than_once_are_kept_once(tmp_path: Path, data: st.DataObject) -> None:
    wanted, totals, rows = data.draw(purchases())
    lines: list[str] = []
    for printing in range(data.draw(st.integers(1, 3))):
        printed = [[wrapped(data.draw, cell) for cell in row] for row in rows]
        if printing == 2:  # the last one breaks off
            printed = printed[: data.draw(st.integers(2, len(rows)))]
        heads = data.draw(st.sampled_from([PURCHASE_HEADS, SHIFTED_HEADS]))
        lines += pages(data.draw, ["政府采购预算", OWNER, "单位：万元"], heads, printed, numbering=False)
    book = read(tmp_path / "a.txt", [*TITLE, "一、政府采购预算情况", "", *lines])
    record, expected = to_record([book], ""), to_record([Book(purchases=wanted, purchase_totals=totals)], "")
    assert record["procurement"] == expected["procurement"]
    assert record["procurement_totals"] == expected["procurement_totals"]
    assert notes(book) == []


@quick
@given(data=st.data())
def test_a_row_lost_in_one_printing_comes_from_the_other(tmp_path: Path, data: st.DataObject) -> None:
    wanted, _, rows = data.draw(purchases())
    items = [i for i, row in enumerate(rows) if row[2]]
    lost = data.draw(st.sampled_from(items))
    head = ["单位：万元", *("\t".join(row) for row in PURCHASE_HEADS)]
    damaged = [*head, *("\t".join(row) for i, row in enumerate(rows) if i != lost)]
    whole = [*head, *("\t".join(row) for row in rows)]
    book = read(tmp_path / "a.txt", [*TITLE, "一、政府采购预算情况", "", *damaged, "", *whole, ""])
    assert [(p.project, p.total) for p in book.purchases] == [(p.project, p.total) for p in wanted]
    alone = read(tmp_path / "b.txt", [*TITLE, "一、政府采购预算情况", "", *damaged, ""])
    assert any(review.path == "procurement" for review in alone.review)


@quick
@given(data=st.data())
def test_assets_of_several_holders_read_back_equal(tmp_path: Path, data: st.DataObject) -> None:
    blocks = data.draw(assets())
    heads = [["项 目", "数量", "价值（金额单位：万元）"]]
    lines: list[str] = ["一、国有资产信息", ""]
    for block in blocks:
        lead = ["固定资产占用情况表", f"编制单位：{block.unit}", f"截止时间：{block.date}"]
        rows = [[row.item, row.quantity, row.value] for row in block.rows]
        lines += pages(data.draw, lead, heads, rows, numbering=False)
    book = read(tmp_path / "a.txt", TITLE + lines)
    assert to_record([book], "")["assets"] == to_record([Book(assets=blocks)], "")["assets"]
    assert notes(book) == []


@pytest.mark.parametrize("style", ["{n}、{term}：{text}", "{n}.{term}：{text}", "（{n}）**{term}**：{text}",
                                   "- {term}：**{text}", "{term}：{text}", "{n}、{term}{text}"])  # fmt: skip
@quick
@given(data=st.data())
def test_terms_read_back_equal(tmp_path: Path, style: str, data: st.DataObject) -> None:
    wanted = data.draw(terms())
    lines = []
    for n, term in enumerate(wanted, 1):
        text = style.format(n=n, term=term.term, text=term.text)
        if "{n}" in style and data.draw(st.booleans()):  # a page ends in the middle of it
            cut = len(text) - data.draw(st.integers(2, 6))
            lines += [text[:cut], "", text[cut:], ""]
        else:
            lines += [text, ""]
    book = read(tmp_path / "a.txt", [*TITLE, "一、名词解释", "", *lines, "二、其他需要说明的事项", "", "无。"])
    assert [(term.term, term.text) for term in book.glossary] == [(term.term, term.text) for term in wanted]
    assert notes(book) == []


def sheet_of(workbook: Workbook, name: str, above: list[str], heads: list[list[str]], rows: list[list[str]]) -> None:
    """A sheet as offices make it: lines merged over the width, heads merged over their columns, texts as texts."""
    sheet = workbook.create_sheet(name)
    width = len(heads[0])
    for line in above:
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width)
    for row in [*heads, *rows]:
        sheet.append([cell or None for cell in row])
    top = len(above) + 1
    for c in range(1, width + 1):
        if heads[0][c - 1] and not heads[1][c - 1]:
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=c, end_column=c)
        elif heads[0][c - 1]:
            blank = [k for k in range(c, width) if not heads[0][k] and heads[1][k]]
            last = max([c, *(k + 1 for n, k in enumerate(blank) if k == c + n)])
            sheet.merge_cells(start_row=top, end_row=top, start_column=c, end_column=last)


@quick
@given(data=st.data())
def test_a_workbook_with_a_table_a_sheet_reads_back_equal(tmp_path: Path, data: st.DataObject) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    tables = []
    for no, numbered in ((3, True), (5, False), (6, True)):
        table, heads = data.draw(coded_tables(no, numbered))
        tables.append(table)
        sheet_of(workbook, f"表{no}", [table.name, *LEAD], heads, [row.cells for row in table.rows])
    wanted, _, rows = data.draw(purchases())
    sheet_of(workbook, "采购", ["政府采购预算", OWNER, "单位：万元"], PURCHASE_HEADS, rows)
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    (book,) = importers.read(path, catalog.reading_forms())
    assert [shown(found) for found in book.tables] == [shown(table) for table in tables]
    assert to_record([book], "")["procurement"] == to_record([Book(purchases=wanted)], "")["procurement"]
    assert notes(book) == []


def test_heads_that_were_moved_by_a_column_are_put_back() -> None:
    above = ["序号", "科目", "", "合计", "本年收入", "", "", "上年结转", ""]
    below = ["", "编码", "名称", "", "小计", "事业收入", "", "", "其他收入"]
    above[6], below[6] = "", "经营收入"
    columns, moved = columns_of([Row(1, 1, above), Row(2, 2, below)])
    assert columns[-3:] == ["本年收入/经营收入", "本年收入/其他收入", "上年结转"]
    assert moved == {7, 8}
    straight, untouched = columns_of([Row(1, 1, [*above[:7], "", "上年结转"]), Row(2, 2, [*below[:7], "其他收入", ""])])
    assert (straight, untouched) == (columns, set())


def damaged(find: str, replace: str | None) -> list[str]:
    """The lines of the sample with the first line that holds `find` changed; None takes it out."""
    lines = SAMPLE.read_text("utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if find in line)
    return lines[:at] + ([] if replace is None else [replace]) + lines[at + 1 :]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("3\t三、国有资本经营预算拨款收入", "budget_tables[1]"),
        ("17\t2210201\t住房公积金\t54.00\t54.00\t54.00", "budget_tables[2].rows[16]"),
        ("\t\t培育", "budget_tables[2].rows[12][2]"),
        ("12\t30217\t公务接待费", "budget_tables[6]"),
        ("9\t三、公务接待费", "budget_tables[9]"),
        ("2、车辆（台、辆）\t3", "assets[0]"),
        ("资产总额\t\t41.20", "assets[1]"),
        ("云岭县国有林场管理站\t事业", "organisation"),
        ("3、**上年结转**", "glossary"),
        ("4、**机关运行经费**", "glossary"),
        ("## 七、名词解释", "glossary"),
        ("（二）负责森林草原防火", "sections[2].text[1]"),
        ("## 三、机关运行经费安排情况", "sections[7].heading"),
        ("2025年机关运行经费安排83.70万元。", "sections[8].heading"),
    ],
)
def test_a_lost_line_is_noticed(tmp_path: Path, line: str, path: str) -> None:
    book = read(tmp_path / "a.txt", damaged(line, None))
    assert path in [review.path for review in book.review]


@pytest.mark.parametrize(
    ("line", "replace"),
    [
        ("13\t2130205", "13\t2130205\t森林资源\t180.00\t167.40"),
        ("（三）负责湿地", "（三）负责湿地和野生动植物保护。\n\n（三）负责湿地和野生动植物保护。"),
        ("3、**上年结转**", "3、**上年结转**：指结转的资金。\n\n3、**上年结转**：指结转的资金。"),
        ("单位固定资产占用情况表", "### 单位固定资产占用情况表\n\n### 单位固定资产占用情况表"),
        ("2\t“三公”经费小计", "2\t“三公”经费小计\t33.00\t33.00\t\t\n2\t“三公”经费小计\t33.00\t33.00\t\t"),
    ],
)
def test_doubled_lines_and_lost_tabs_do_no_harm(tmp_path: Path, line: str, replace: str) -> None:
    whole = to_record([read(tmp_path / "a.txt", SAMPLE.read_text("utf-8").split("\n"))], "")
    found = to_record([read(tmp_path / "b.txt", damaged(line, replace))], "")
    for part in ("organisation", "procurement", "procurement_totals", "assets"):
        assert found[part] == whole[part]
    assert len(found["glossary"]) == len(whole["glossary"])
    assert [s["heading"] for s in found["narrative"]] == [s["heading"] for s in whole["narrative"]]
    assert [len(t["rows"]) for t in found["budget_tables"]] == [len(t["rows"]) for t in whole["budget_tables"]]


def test_a_table_without_its_name_is_known_by_its_columns(tmp_path: Path) -> None:
    book = read(tmp_path / "a.txt", damaged("# 单位预算收入总表", None))
    assert [table.no for table in book.tables] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert "budget_tables[2].name" in [review.path for review in book.review]


def test_every_record_knows_its_lines() -> None:
    (book,) = importers.read(SAMPLE, catalog.reading_forms())
    records = [*book.sections, *book.tables, *book.purchases, *book.purchase_totals, *book.organisation, *book.glossary]
    records += [row for table in book.tables for row in table.rows]
    records += [row for block in book.assets for row in block.rows]
    lines = SAMPLE.read_text("utf-8").split("\n")
    assert all(record.lines and 1 <= record.lines[0] <= record.lines[1] <= len(lines) for record in records)
    wrapped_row = next(row for row in book.tables[1].rows if row.cells[2] == "森林资源培育")
    assert "森林资源" in lines[wrapped_row.lines[0] - 1]
    assert "培育" in lines[wrapped_row.lines[1] - 1]
    assert "退化林修复" in lines[book.purchases[2].lines[0] - 1]


def test_a_book_of_tables_alone_is_one(tmp_path: Path) -> None:
    lines = SAMPLE.read_text("utf-8").split("\n")
    tables = lines[: lines.index("### 单位职责：")]
    book = read(tmp_path / "a.txt", tables)
    assert not book.projects
    assert len(book.tables) == 9
    assert holds_anything(book)
    assert not holds_anything(Book())


@quick
@given(chance=st.randoms(use_true_random=False))
def test_a_badly_damaged_book_never_stops_the_reader(tmp_path: Path, chance: Random) -> None:
    lines = SAMPLE.read_text("utf-8").split("\n")
    for _ in range(40):
        at = chance.randrange(len(lines))
        other = chance.randrange(len(lines))
        kind = chance.randrange(5)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(other, lines[at])
        elif kind == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 3:
            lines[at] = lines[at].replace("\t", "", 1)
        else:
            lines[at] = "\t".join(chance.sample(cells := lines[at].split("\t"), len(cells)))
    book = read(tmp_path / "a.txt", lines)
    assert holds_anything(book)
    assert book.review


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["chengde-2024-markdown", "gaoxin-2021-tab-rows"])
def test_the_parts_of_real_documents_are_exact(corpus: Path, name: str) -> None:
    expected = json.loads((corpus / "expected" / f"{name}.json").read_text("utf-8"))
    books = importers.read(corpus / f"{name}.txt", catalog.reading_forms())
    found = to_record(books, name)
    for part in ("organisation", "procurement", "procurement_totals", "assets", "glossary", "budget_tables"):
        wanted = expected.get(part, [])
        assert len(found[part]) == len(wanted)
        for one, other in zip(wanted, found[part], strict=True):
            # `note` of a block of assets is a remark of the person who read it
            same = {key: other.get(key) for key in one if (part, key) != ("assets", "note")}
            assert plain(same) == plain({key: one[key] for key in same})
    flagged = [path for path in found["review"] if not path.startswith("narrative")]
    assert len(flagged) <= 1
    assert found["unread"] == []


def plain(value: object) -> object:
    """`value` without white space in any of its texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return "".join(value.split()) if isinstance(value, str) else value


def test_owner_and_date_of_assets_in_one_row_above_the_heads(tmp_path: Path) -> None:
    lines = [
        *("固定资产占用情况表", "", "编制单位：云岭县水利局\t\t截止时间：2024年12月31日", "项 目\t数量\t价值（万元）"),
        *("资产总额\t——\t100.50", "1、房屋（平方米）\t800.00\t70.50", "2、车辆（台、辆）\t2\t30.00"),
        "3、单价在20万元以上的设备\t——\t——",
    ]
    book = read(tmp_path / "a.txt", [*TITLE, *lines])
    (block,) = book.assets
    assert (block.unit, block.date) == ("云岭县水利局", "2024年12月31日")
    assert [(row.quantity, row.value) for row in block.rows] == [
        *(("——", "100.50"), ("800.00", "70.50"), ("2", "30.00"), ("——", "——"))
    ]
    assert notes(book) == []


def test_tables_of_one_cell_a_line_are_flagged(tmp_path: Path) -> None:
    heads = {
        "budget_tables": ["序号", "科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        "organisation": ["单位名称", "单位性质", "单位规格", "经费保障形式"],
        "procurement": ["采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价"],
        "assets": ["项目", "数量", "价值", "资产总额"],
    }
    lines = [line for cells in heads.values() for line in ["云岭县共有泵站12座。", "", *(f"\t{c}" for c in cells), ""]]
    book = read(tmp_path / "a.txt", [*TITLE, *lines])
    assert set(heads) <= {review.path for review in book.review}
