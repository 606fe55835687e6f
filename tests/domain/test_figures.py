"""Figures of the 情况说明: found by labels and heads in whatever form the tables have, each with its cell."""

import pytest

from desktop_app import catalog
from desktop_app.actions import narrative
from desktop_app.domain import figures
from desktop_app.domain.disclosed import AssetRow, Organisation
from desktop_app.domain.figure_cells import Source
from desktop_app.domain.figures import Figures
from desktop_app.domain.model import Book, Project, Unit
from tests.publishing import OWN, basic_spending, income_and_spending, publishing, spending, table, three_public

AMOUNT = ["收入/项目", "收入/预算数"]


def known(book: Book, owner: str = "", secret: tuple[str, ...] = ()) -> Figures:
    """The figures of a book, without those of last year."""
    return narrative.ground_of(book, None, owner, secret).figures


def texts(found: Figures, *keys: str) -> list[str]:
    return [found[key].text for key in keys]


def test_every_figure_of_the_tables_is_found_by_its_words() -> None:
    found = known(publishing())
    assert texts(found, "income.total", "income.general", "income.fund", "income.own", "income.carryover") == [
        "320.50", "300.00", "0.00", "0.00", "20.50",
    ]  # fmt: skip
    assert texts(found, "expenditure.total", "expenditure.basic", "expenditure.project", "expenditure.operating") == [
        "320.50", "200.50", "120.00", "0.00",
    ]  # fmt: skip
    assert texts(found, "expenditure.staff", "expenditure.public", "office.total") == ["160.00", "40.50", "38.00"]
    parts = [f"sangong.{part}" for part in ("total", "abroad", "car", "car_purchase", "car_running", "reception")]
    assert texts(found, *parts) == ["5.20", "0.00", "4.00", "0.00", "4.00", "1.20"]
    assert texts(found, "sangong.meeting", "sangong.training", "fund.total") == ["2.00", "1.00", "0.00"]
    assert "income.soe" not in found  # the table has no such row: nothing is said of it


def test_a_figure_names_its_cell() -> None:
    book = publishing()
    book.tables[1].rows[1].id = "r"
    found = known(book)
    (source,) = found["expenditure.basic"].sources
    assert (source.path, source.name, source.text) == ("budget_tables[3].rows[1][3]", "表3“合计 基本支出”", "200.50")
    assert source.key is not None
    assert (source.key.table, source.key.row, source.key.column) == ("budget_row", "r", "c4")
    assert found["office.total"].where == "表6“合计 公用经费”、表6“资本性支出 公用经费”"
    assert found["office.total"].note == "40.50减去资本性支出2.50"


def test_a_form_of_nine_incomes_gives_the_own_funds_as_their_sum() -> None:
    rows = ["事业收入", "上级补助收入", "附属单位上缴收入", "事业单位经营收入", "其他收入"]
    lines = [[f"{n}、{name}", f"{i}.10"] for i, (n, name) in enumerate(zip("五六七八九", rows, strict=True))]
    book = Book(year=2022, tables=[table(1, "收支总表", AMOUNT, *lines, ["收入总计", "10.50"])])
    assert texts(known(book), "income.own", "income.total") == ["10.50", "10.50"]
    assert len(known(book)["income.own"].sources) == 5


def test_the_three_public_expenses_may_be_heads_of_columns() -> None:
    columns = ["单位名称", "合计", "因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"]
    book = Book(tables=[table(9, "三公表", columns, ["云岭县水利局", "6.00", "", "2.00", "3.00", "1.00"])])
    assert texts(known(book), "sangong.car", "sangong.reception", "sangong.total") == ["5.00", "1.00", "6.00"]


def test_the_sum_that_is_wrong_in_print_is_told() -> None:
    book = publishing()
    assert known(book)["sangong.total"].note == ""  # 5.20 + 2.00 + 1.00 is the printed 8.20
    del book.tables[3].rows[-2:]
    found = known(book)["sangong.total"]
    assert (found.text, found.where) == ("5.20", "表9“三公经费小计”")
    assert "表9“合计”为8.20" in found.note


def test_a_cell_that_is_no_number_makes_the_figure_unknown() -> None:
    book = publishing()
    book.tables[0].rows[-1].cells[1] = "85.25."
    found = known(book)["income.total"]
    assert (found.fen, found.text) == (None, "")
    assert "85.25." in found.note


def test_tables_in_yuan_are_told_in_ten_thousand_yuan() -> None:
    book = publishing()
    book.tables[0].measure = "元"
    book.tables[0].rows[-1].cells[1] = "3205000.00"
    assert texts(known(book), "income.total") == ["320.50"]


def test_a_department_without_tables_of_its_own_is_the_sum_of_its_units() -> None:
    book = publishing()
    book.units.append(Unit("412002", "云岭县供水站"))
    book.tables = [income_and_spending(owner="412001"), income_and_spending("79.50", owner="412002")]
    assert texts(known(book), "income.total", "expenditure.total") == ["400.00", "400.00"]
    assert texts(known(book, "412002"), "income.total") == ["79.50"]
    assert known(book)["income.total"].where == "表1“收入总计”（412001）、表1“收入总计”（412002）"


def test_only_administrative_units_have_office_expenses() -> None:
    book = publishing()
    book.organisation = [Organisation("云岭县水利局本级", "事业")]
    assert "office.total" not in known(book)
    assert "office.none" in known(book)
    book.organisation = [Organisation("云岭县水利局本级", "参公事业")]
    assert texts(known(book), "office.total") == ["38.00"]
    book.organisation = []
    assert texts(known(book), "office.total") == ["38.00"]


def test_where_a_department_has_both_kinds_the_own_tables_of_the_administrative_units_count() -> None:
    book = publishing()
    book.units.append(Unit("412002", "云岭县供水站"))
    book.organisation.append(Organisation("云岭县供水站", "事业"))
    mixed = known(book)["office.total"]
    assert (mixed.fen, mixed.text) == (None, "")
    assert "另填" in mixed.note
    book.tables.append(basic_spending("30.00", "1.00", owner="412001"))
    assert texts(known(book), "office.total") == ["29.00"]


def test_projects_are_stated_as_a_text_does_and_secret_ones_not_at_all() -> None:
    book = publishing()
    found = known(book)
    listed = [(f.name, f.text) for key, f in found.items() if key.startswith("project.")]
    assert listed == [("泵站维护费", "100"), ("水库巡查费", "19.5")]
    assert texts(found, "projects.count", "projects.total") == ["2", "119.50"]
    book.projects[0].id = "marked"
    assert texts(known(book, secret=("marked",)), "projects.count", "projects.total") == ["1", "19.50"]


def test_projects_of_a_unit_are_its_own() -> None:
    book = publishing()
    book.projects.append(Project("412002", "云岭县供水站", name="供水管网", budget="3"))
    assert texts(known(book, OWN[0]), "projects.count") == ["2"]
    assert texts(known(book, "412002"), "projects.total") == ["3.00"]


def test_purchases_and_the_assets_to_be_bought() -> None:
    found = known(publishing())
    assert texts(found, "procurement.total", "procurement.sme", "assets.planned") == ["12.10", "3.00", "3.00"]
    book = publishing()
    book.purchases[1].total = "0.20"
    assert "各行相加是12.20" in known(book)["procurement.total"].note
    book.purchase_totals = []
    assert texts(known(book), "procurement.total") == ["12.20"]
    book.purchases = []
    assert "procurement.total" not in known(book)  # not in the file is not the same as none


def test_assets_are_their_printed_sum_or_that_of_their_rows() -> None:
    book = publishing()
    found = known(book)
    (key,) = [key for key in found if key.startswith("asset.")]
    assert (found[key].name, found[key].text, found["assets.total"].text) == ("云岭县水利局本级", "88.40", "88.40")
    book.assets[0].rows[0] = AssetRow("3、其他固定资产", "", "1.00")
    assert texts(known(book), "assets.total") == ["89.40"]


def test_last_year_comes_from_its_book_or_from_what_a_person_typed() -> None:
    forms = catalog.narrative().figures
    now, last = known(publishing()), known(publishing(2024))
    book = publishing(2024)
    book.tables = [spending("180.50", "140.00"), three_public()]
    last = known(book)
    facts = {"last.office.total": Source("facts[0].text", "手工填写", "38万元")}
    found = figures.compare(now, last, forms, facts)
    changes = [f"change.{key}" for key in ("expenditure.basic", "expenditure.project", "sangong.total", "office.total")]
    assert texts(found, *changes) == ["增加20.00万元", "减少20.00万元", "持平", "持平"]
    assert texts(found, "last.expenditure.basic") == ["180.50"]
    facts = {"last.office.total": Source("facts[0].text", "手工填写", "三十八")}
    found = figures.compare(now, {}, forms, facts)
    assert found["change.office.total"].fen is None
    assert "不是金额" in found["last.office.total"].note
    assert texts(found, "change.expenditure.basic", "last.expenditure.basic") == ["", ""]


@pytest.mark.parametrize(("fen", "words"), [(1_000_000, "增加1.00万元"), (-500_000, "减少0.50万元"), (0, "持平")])
def test_the_words_of_a_change_go_by_its_sign(fen: int, words: str) -> None:
    assert figures.change_words(fen) == words
