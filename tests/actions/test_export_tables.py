"""The tables of a department leave the office: as a workbook, summed up, a unit's own only, nothing of a secret."""

import html
import zipfile
from pathlib import Path

import openpyxl
import pytest

from desktop_app import catalog
from desktop_app.actions import editing, exporting, forms_of_year, gate, own_parts, published, reading, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain.disclosed import AssetBlock, AssetRow, Purchase
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.errors import UserError
from tests.actions.whole import take
from tests.publishing import publishing, spending

REASON = Override("试", "张三")
STATION = ("412002", "云岭县灌溉站")
SECRET = "专线租赁费"


def two_units() -> Book:
    """The invented bureau with a second unit that has tables, purchases and assets of its own; nothing is summed."""
    book = publishing()
    book.units.append(Unit(*STATION))
    book.projects.append(Project(*STATION, name="渠道清淤费", budget="3.00", code="53099925P00004120055X"))
    book.tables += [spending("100.00", "20.00", "412001"), spending("100.50", "100.00", "412002")]
    for purchase in book.purchases:
        purchase.owner = "412001"
    book.purchases.append(Purchase("渠道清淤费", "3.00", "铁锹", "A99", "把", "10", "0.01", owner="412002"))
    book.purchase_totals = []
    book.assets.append(AssetBlock("云岭县灌溉站", "2024-12-31", [AssetRow("资产总额", "", "7.77")]))
    return book


def opened(tmp_path: Path, book: Book) -> Store:
    store = workspace.create_workspace(tmp_path / "乙.jxdb")
    take(store, book)
    return store


def export(store: Store, folder: Path, unit: str = "", override: Override | None = REASON) -> list[Path]:
    unit_id = exporting.find_unit(store, unit) if unit else ""
    return exporting.export(store, folder, ["xlsx"], unit_id=unit_id, override=override).run()


def texts(path: Path) -> str:
    """All that is written in a workbook, names of sheets and properties too."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return html.unescape("".join(parts))


def cells(path: Path, sheet: str) -> list[list[object]]:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [[value for value in row if value is not None] for row in rows]


def test_forms_and_tables_are_two_workbooks(tmp_path: Path) -> None:
    with opened(tmp_path, two_units()) as store:
        written = export(store, tmp_path / "公开")
    assert [path.name for path in written] == [
        "2025年云岭县水利局预算绩效目标表.xlsx", "2025年云岭县水利局预算公开表.xlsx",
    ]  # fmt: skip
    names = openpyxl.load_workbook(written[1]).sheetnames
    assert names[:7] == [
        "表1 收支总表", "表3 支出总表", "表6 一般公共预算财政拨款基本支出表", "表7 政府性基金预算财政拨款支出表",
        "表9 财政拨款“三公”经费支出表", "政府采购", "固定资产",
    ]  # fmt: skip
    assert names[7:] == ["412001 表3 支出总表", "412002 表3 支出总表"]


def test_purchases_go_out_summed_by_unit(tmp_path: Path) -> None:
    with opened(tmp_path, two_units()) as store:
        rows = cells(export(store, tmp_path / "公开")[1], "政府采购")[4:]
    assert [row[0] for row in rows] == [
        "合计", "云岭县水利局本级小计", "泵站维护费", "水库巡查费", "水库巡查费", "云岭县灌溉站小计", "渠道清淤费",
    ]  # fmt: skip
    assert rows[0][1] == 12.2 and rows[-1][-1] == 0.1, "a blank 合计 is 数量×单价"


def test_a_unit_gets_its_own_tables_and_no_others(tmp_path: Path) -> None:
    with opened(tmp_path, two_units()) as store:
        forms, tables = export(store, tmp_path / "公开", "412002")
    assert tables.name == "2025年412002云岭县灌溉站预算公开表.xlsx"
    assert openpyxl.load_workbook(tables).sheetnames == ["表3 支出总表", "政府采购", "固定资产"]
    assert cells(tables, "表3 支出总表")[:2] == [["支出总表"], ["412002 云岭县灌溉站", "预算年度：2025", "单位：万元"]]
    assert [row[0] for row in cells(tables, "政府采购")[4:]] == ["合计", "云岭县灌溉站小计", "渠道清淤费"]
    assert "水泵" not in texts(tables) and "88.4" not in texts(tables) and "7.77" in texts(tables)
    assert "泵站维护费" not in texts(forms)


def test_the_tables_of_an_only_unit_are_the_department_s(tmp_path: Path) -> None:
    with opened(tmp_path, publishing()) as store:
        tables = export(store, tmp_path / "公开", "412001")[1]
    names = openpyxl.load_workbook(tables).sheetnames
    assert "表1 收支总表" in names and "政府采购" in names and "固定资产" in names


def test_what_all_units_have_and_the_department_has_not_is_added_up(tmp_path: Path) -> None:
    book = two_units()
    book.tables = [table for table in book.tables if table.owner]
    with opened(tmp_path, book) as store:
        path = export(store, tmp_path / "公开")[1]
        rows = cells(path, "表3 支出总表")
        assert rows[0] == ["部门预算支出总表"]
        assert next(row for row in rows if row[:1] == [1])[-3:] == [641, 200.5, 120]
        assert len(reading.load_books(store)[0].tables) == 2, "nothing is written into the workspace"
        store.connection.execute("DELETE FROM budget_row")
        store.connection.execute("DELETE FROM budget_table WHERE owner = '412001'")
        names = openpyxl.load_workbook(export(store, tmp_path / "又")[1]).sheetnames
    assert "表3 支出总表" in names and len([name for name in names if "表3" in name]) == 1, "half of it is no sum"


def test_purchases_of_a_secret_project_are_left_out_and_not_in_the_sums(tmp_path: Path) -> None:
    book = publishing()
    book.purchases.insert(1, Purchase(f"{SECRET[:2]} {SECRET[2:]}", "0.50", "密码机", total="0.40", general="0.40"))
    book.purchase_totals[0].total, book.purchase_totals[0].last = "12.50", 4
    with opened(tmp_path, book) as store:
        for path in export(store, tmp_path / "公开"):
            assert SECRET not in texts(path) and "密码机" not in texts(path)
        assert cells(path, "政府采购")[4][:2] == ["合计", 12.1]


@pytest.mark.parametrize("unit", ["", "412001"])
@pytest.mark.parametrize("where", ["row", "note", "assets", "item"])
def test_a_secret_name_in_a_table_stops_the_export(tmp_path: Path, where: str, unit: str) -> None:
    book = two_units()
    own = book.tables[5]
    assert own.owner == "412001"
    if where == "row":
        own.rows[0].cells[1] = f"农林水支出（{SECRET}）"
    elif where == "note":
        own.note = f"含{SECRET}。"
    elif where == "assets":
        book.assets[0].rows[1].item = f"{SECRET}机房"
    else:
        book.purchases[0].item = f"{SECRET}用线"
    with opened(tmp_path, book) as store:
        with pytest.raises(UserError, match="D01"):
            export(store, tmp_path / "公开", unit)
        assert not (tmp_path / "公开").exists()
        export(store, tmp_path / "公开", "412002")


def test_a_secret_of_one_department_stops_no_other(tmp_path: Path) -> None:
    other = Book(year=2025, department_code="413", department_name="云岭县林业局", units=[Unit("413001", "林场")])
    other.projects = [Project("413001", "林场", name="育苗费", budget="1.00", code="53099925P00004130017H")]
    book = two_units()
    book.sections[1].text += f"负责{SECRET}。"
    with opened(tmp_path, book) as store:
        take(store, other)
        found = {b.department_name: b.id for b in reading.load_books(store)}
        assert gate.gate(store, department_id=found["云岭县水利局"]).absolute
        assert not gate.gate(store, department_id=found["云岭县林业局"]).absolute


def test_the_year_s_terms_are_offered_once(store: Store) -> None:
    department = reading.load_books(store)[0].id
    editing.insert_rows(store, "term", department, texts=[{"term": "1、项目支出", "text": "自己写的。"}])
    forms_of_year.add_glossary(store, department)
    terms = [term.term for term in reading.load_book(store, department).glossary]
    assert terms[0] == "1、项目支出" and "项目支出" not in terms and len(terms) == len(catalog.yearly(2025).glossary)
    assert reading.load_book(store, department).glossary[0].text == "自己写的。"
    with pytest.raises(UserError, match="都已经有"):
        forms_of_year.add_glossary(store, department)
    editing.undo(store)
    assert len(reading.load_book(store, department).glossary) == 1


def test_the_year_s_asset_table_is_begun_once_for_each_holder(store: Store) -> None:
    department = reading.load_books(store)[0].id
    forms_of_year.add_assets(store, department)
    forms_of_year.add_assets(store, department, "412001 云岭县水利局本级")
    with pytest.raises(UserError, match="已经有"):
        forms_of_year.add_assets(store, department)
    blocks = reading.load_book(store, department).assets
    assert [(b.unit, b.date) for b in blocks] == [
        ("云岭县水利局", "2024-12-31"), ("412001 云岭县水利局本级", "2024-12-31"),
    ]  # fmt: skip
    assert [row.item for row in blocks[0].rows] == list(catalog.yearly(2025).assets)
    editing.undo(store)
    assert len(reading.load_book(store, department).assets) == 1


@pytest.mark.parametrize(("year", "fields", "equipment"), [(2021, 13, 50), (2024, 15, 20), (2026, 15, 20)])
def test_forms_of_a_year(year: int, fields: int, equipment: int) -> None:
    forms = catalog.yearly(year)
    names = [name for name, _ in forms.purchase]
    assert len(names) == fields and ({"sme", "carryover"} <= set(names)) == (year > 2021)
    assert all(hasattr(Purchase(), name) for name in names) and f"单价在{equipment}万元以上的设备" in forms.assets[4]
    assert 10 <= len(forms.glossary) <= 16
    assert ("事业单位经营收入" in dict(forms.glossary)) and ("单位资金收入" in dict(forms.glossary)) == (year > 2021)


def test_a_published_book_is_ready_to_print(tmp_path: Path) -> None:
    book = published.published(publishing())
    assert book.tables[0].rows[5].cells[1] == "320.50" and SECRET not in {p.name for p in book.projects}


def test_a_purchase_of_a_project_that_only_has_a_title_is_left_out() -> None:
    book = publishing()
    secret = book.projects[2]
    secret.name, secret.title = "", f"3.{SECRET}绩效目标表"
    book.purchases.append(Purchase(f"“{SECRET[:2]}\n{SECRET[2:]}”", "0.50", "密码机", total="0.40"))
    assert own_parts.secret_names(book) == {SECRET, secret.code.lower()}
    own_parts.leave_out_secrets(book)
    assert [p.item for p in book.purchases] == ["水泵", "纸", "巡查服务"] and book.purchase_totals == []


def test_sums_of_the_department_stay_when_a_unit_goes_that_buys_nothing() -> None:
    book = two_units()
    for i, unit in enumerate(book.units):
        unit.id = str(i)
    book.purchases, book.purchase_totals = [], publishing().purchase_totals
    own_parts.keep_own(book, {"1"})
    assert book.purchase_totals == []
