"""What a department publishes as tables: every part can be seen, copied, corrected, and traced to its source."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, importing, reading
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import (
    AssetBlock,
    AssetRow,
    BudgetRow,
    BudgetTable,
    Organisation,
    Purchase,
    PurchaseTotal,
    Term,
)
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Review
from desktop_app.ui import marks
from desktop_app.ui.flags import Flagged
from desktop_app.ui.grid_heads import GROUP_ROLE
from desktop_app.ui.grid_sheet import SEVERITY_ROLE
from desktop_app.ui.grid_sheet_view import SheetView
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.origin_box import OriginBox
from desktop_app.ui.part_page import PartPage
from desktop_app.ui.workspace_view import TABLES, WorkspaceView
from tests.ui.conftest import county_book
from tests.ui.grids import shown, type_text

NAMES = [
    "表1 收支总表", "表2 收入总表", "表3 支出总表", "表4 财政拨款收支总表", "表5 一般公共预算财政拨款支出表",
    "表6 一般公共预算财政拨款基本支出表", "表7 政府性基金预算财政拨款支出表", "表8 国有资本经营预算财政拨款支出表",
    "表9 财政拨款“三公”经费支出表", "政府采购", "固定资产 水利局本级", "机构设置", "名词解释",
]  # fmt: skip
UNIT = "单位：412002 云岭县水库管理所"


def publishing_book() -> Book:
    """The county's book with every kind of table, and a doubtful field in three of them."""
    book = county_book()
    book.year = 2024
    heads = ["科目/编码", "科目/名称", "合计", "一般公共预算"]
    rows = [BudgetRow(["213", "农林水支出", "1,204.50", "1,200.00"]), BudgetRow(["", "合计", "1,204.50", "1,200.00"])]
    book.tables = [
        BudgetTable(2, "收入总表", heads, rows),
        BudgetTable(2, "收入总表", heads, [BudgetRow(["213", "农林水支出", "3.00", "3.00"])], owner="412002"),
        BudgetTable(9, "三公经费支出表", ["项目", "预算数"], [], note="本部门没有这项支出，空表列示。"),
    ]
    book.purchases = [
        Purchase("泵站维护费", "10", "水泵", "A02", "台", "2", "1.50", "3.00", "3.00"),
        Purchase("办公费", "5", "打印机", "A03", "台", "1", "0.20", "0.20", "0.20"),
    ]
    book.purchase_totals = [
        PurchaseTotal("小计", "3.00", first=1, last=1),
        PurchaseTotal("合计", "3.20", first=1, last=2),
    ]
    book.assets = [AssetBlock("水利局本级", "2023年12月31日", [AssetRow("房屋", "1,200", "350.00")])]
    book.organisation = [Organisation("云岭县水利局本级", "行政", "正科级", "财政拨款")]
    book.glossary = [Term("基本支出", "指为保障机构正常运转、完成日常工作任务而发生的支出。" * 6)]
    book.review = [
        Review("procurement[1].price", "单价没有印清", (3, 3)),
        Review("budget_tables[2].rows[0][3]", "两栏并在一起", (4, 4)),
        Review("glossary[0].text", "可能缺行", (5, 5)),
        Review("organisation[0]", "这一行比表头多出一栏", (6, 6)),
    ]
    return book


@pytest.fixture
def published(opened: MainWindow, view: WorkspaceView) -> WorkspaceView:
    """The tables of the year 2024 on the screen."""
    assert opened.hub is not None
    opened.hub.run(importing.apply_import, importing.plan_import(opened.hub.store, [publishing_book()]))
    year = next(node for node in view.tree.model.roots if node.year == 2024)
    view.tree.select("department", year.children[0].id)
    view.show_tab(TABLES)
    return view


def choose_part(view: WorkspaceView, qtbot: QtBot, name: str) -> None:
    parts = view.parts
    item = next(parts.list.item(i) for i in range(parts.list.count()) if parts.list.item(i).text() == name)
    at = parts.list.visualItemRect(item).center()
    qtbot.mouseClick(parts.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def texts(view: WorkspaceView) -> list[list[str]]:
    sheet = grid_of(view).sheet
    return [[sheet.text(r, c) for c in range(sheet.columnCount())] for r in range(sheet.records())]


def grid_of(view: WorkspaceView) -> SheetView:
    """The grid that is shown."""
    page = view.parts.pages.currentWidget()
    assert isinstance(page, PartPage)
    return page.view


def choose_owner(view: WorkspaceView, qtbot: QtBot, name: str) -> None:
    """Choose a unit in the box over the contents, by keys."""
    box = view.parts.owners
    at = box.findText(name)
    assert at >= 0
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(at):
        qtbot.keyClick(box, Qt.Key.Key_Down)


def test_every_part_is_listed_and_shown(published: WorkspaceView, qtbot: QtBot) -> None:
    parts = published.parts
    assert [parts.list.item(i).text() for i in range(parts.list.count())] == NAMES
    assert parts.pages.currentWidget() is parts.table
    choose_part(published, qtbot, "表2 收入总表")
    assert texts(published)[0] == ["213", "农林水支出", "1,204.50", "1,200.00"]
    sheet = parts.table.model
    sides = [sheet.index(0, c).data(Qt.ItemDataRole.TextAlignmentRole) for c in range(4)]
    assert [bool(side & Qt.AlignmentFlag.AlignRight) for side in sides] == [False, False, True, True]
    assert sheet.headerData(0, Qt.Orientation.Horizontal) == "编码"
    assert sheet.headerData(0, Qt.Orientation.Horizontal, GROUP_ROLE) == "科目"
    choose_part(published, qtbot, NAMES[8])
    assert parts.table.note.text() == "本部门没有这项支出，空表列示。"
    choose_part(published, qtbot, "政府采购")
    assert [row[1] for row in texts(published)] == ["合计", "小计", "泵站维护费", "办公费"]
    choose_part(published, qtbot, "名词解释")
    assert texts(published)[0][0] == "基本支出"


def test_tables_that_were_not_begun_are_offered(view: WorkspaceView, qtbot: QtBot) -> None:
    view.show_tab(TABLES)
    parts = view.parts
    assert all(entry.blank for entry in parts.entries)
    assert view.table.isVisible()
    choose_part(view, qtbot, NAMES[4])
    assert texts(view) == [["1", "", "合计", "", "", ""]]
    assert parts.table.start.isVisible()
    qtbot.mouseClick(parts.table.start, Qt.MouseButton.LeftButton)
    assert not parts.table.start.isVisible()
    assert not parts.entries[4].blank


def test_a_block_is_copied(published: WorkspaceView, qtbot: QtBot) -> None:
    choose_part(published, qtbot, "机构设置")
    grid = published.parts.page.view
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().strip() == "云岭县水利局本级\t行政\t正科级\t财政拨款"


def test_flags_of_every_part_lead_to_their_cells(opened: MainWindow, published: WorkspaceView, qtbot: QtBot) -> None:
    assert opened.hub is not None
    parts = published.parts
    wanted = {
        "procurement[1].price": ("政府采购", 3, 7), "budget_tables[2].rows[0][3]": ("表2 收入总表", 0, 3),
        "glossary[0].text": ("名词解释", 0, 1), "organisation[0]": ("机构设置", 0, 0),
    }  # fmt: skip
    found = [f for f in opened.hub.flags.findings if not f.project_id]
    assert {f.path for f in found} == set(wanted)
    items = [parts.list.item(i) for i in range(parts.list.count())]
    marked = [item.text() for item in items if "待核对" in item.toolTip()]
    assert set(marked) == {name for name, _, _ in wanted.values()}
    for finding in found:
        published.show_tab(0)
        published.go_to(finding)
        index = grid_of(published).currentIndex()
        assert (parts.list.currentItem().text(), index.row(), index.column()) == wanted[finding.path]
        assert index.data(SEVERITY_ROLE) == marks.REVIEW
        assert grid_of(published).hasFocus()


def test_a_wrong_table_bears_a_sign_in_the_tree_and_in_the_list(
    opened: MainWindow, published: WorkspaceView, qtbot: QtBot
) -> None:
    assert opened.hub is not None
    book, tree = published.parts.state.book, published.tree.model
    row = next(table for table in book.tables if table.no == 2 and not table.owner).rows[0]
    opened.hub.run(editing.edit_cells, [(CellKey("budget_row", row.id, "c2"), "1,300.00")])
    found = [f for f in opened.hub.checker.findings if f.department_id == book.id]
    errors = [f for f in found if f.severity == "error"]
    for part, paths in (("budget_tables", "budget_tables"), ("procurement", "procurement"), ("sections", "narrative")):
        node = tree.find("part", f"{book.id} {part}")
        assert node is not None
        own = sum(f.path.startswith(paths) and not f.unit for f in errors)
        qtbot.waitUntil(lambda node=node, own=own: tree.counts(node)[0] == own > 0)
    above = tree.find("department", book.id)
    assert above is not None and tree.counts(above)[0] == len(errors)  # once, though its parts tell them again
    items = {item.text(): item for item in map(published.parts.list.item, range(published.parts.list.count()))}
    qtbot.waitUntil(lambda: "有错误" in items["表2 收入总表"].toolTip())
    assert not items["表2 收入总表"].icon().isNull()
    assert "有警告" in items["政府采购"].toolTip() and "有错误" not in items["名词解释"].toolTip()


def test_a_doubtful_cell_is_traced_confirmed_and_corrected(
    opened: MainWindow, published: WorkspaceView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = opened.hub
    assert hub is not None
    shown: list[list[str]] = []
    monkeypatch.setattr(
        OriginBox, "exec", lambda box: shown.append([label.text() for label in box.findChildren(QLabel)]) or 0
    )
    price: Flagged = next(f for f in hub.flags.findings if f.path == "procurement[1].price")
    published.go_to(price)
    qtbot.keyClick(opened, Qt.Key.Key_F9)
    assert shown[0][0] == "办公费 单价"
    assert "县水利局.txt" in shown[0]
    grid = published.parts.page.view
    qtbot.keyClicks(grid, "0")
    qtbot.keyClicks(grid.delegate.editor, ".25")
    qtbot.keyClick(grid.delegate.editor, Qt.Key.Key_Return)
    assert price.department_id
    assert reading.load_book(hub.store, price.department_id).purchases[1].price == "0.25"
    assert price.path not in [f.path for f in hub.flags.findings]
    opened.undo()
    assert price.path in [f.path for f in hub.flags.findings]
    published.go_to(price)
    qtbot.keyClick(opened, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    assert price.path not in [f.path for f in hub.flags.findings]
    assert reading.load_book(hub.store, price.department_id).purchases[1].price == "0.20"


def test_undoing_the_import_takes_the_pages_away(opened: MainWindow, published: WorkspaceView, qtbot: QtBot) -> None:
    choose_part(published, qtbot, "政府采购")
    opened.undo()
    assert all(entry.blank for entry in published.parts.entries)


def test_purchases_come_and_go_and_their_sums_follow(
    opened: MainWindow, published: WorkspaceView, qtbot: QtBot
) -> None:
    choose_part(published, qtbot, "政府采购")
    grid = grid_of(published)
    sheet = published.parts.page.model
    columns = {name: i for i, name in enumerate(sheet.part.fields)}
    grid.make_current(sheet.index(sheet.records(), columns["item"]))
    grid.setFocus()
    for text in ("desk", "", "", "4", "0.50"):
        type_text(grid, text)
        qtbot.keyClick(grid.delegate.editor or grid, Qt.Key.Key_Tab)
    new = sheet.records() - 1
    assert [shown(grid, new, columns[name]) for name in ("quantity", "price", "total")] == ["4", "0.50", "2.00"]
    book = published.parts.state.book
    assert book.purchases[2].total == ""
    assert [(total.first, total.last) for total in book.purchase_totals] == [(1, 1), (1, 3)]
    cell = sheet.index(0, columns["total"])
    assert "合计应为 5.20，表中为 3.20" in cell.data(Qt.ItemDataRole.ToolTipRole)
    qtbot.keyClick(grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert len(published.parts.state.book.purchases) == 2
    assert cell.data(SEVERITY_ROLE) == ""
    assert sheet.choices(new, columns["project"])[:1] == ["泵站维护费"]


def test_a_sum_over_a_purchase_that_is_no_number_names_it(published: WorkspaceView, qtbot: QtBot) -> None:
    choose_part(published, qtbot, "政府采购")
    book, sheet = published.parts.state.book, published.parts.page.model
    keys = [
        (CellKey("purchase_total", total.id, "total"), "") for total in book.purchase_totals if total.label == "合计"
    ]
    column = sheet.part.fields.index("total")
    hub = published.parts.state.hub
    hub.run(editing.edit_cells, keys)
    assert shown(grid_of(published), 0, column) == "3.20"
    hub.run(editing.edit_cells, [(CellKey("purchase", book.purchases[1].id, "total"), "0.2O")])
    assert shown(grid_of(published), 0, column) == ""
    assert "办公费的“0.2O”不是金额" in sheet.index(0, column).data(Qt.ItemDataRole.ToolTipRole)


def test_terms_of_the_year_and_assets_are_begun(published: WorkspaceView, view: WorkspaceView, qtbot: QtBot) -> None:
    choose_part(published, qtbot, "名词解释")
    qtbot.mouseClick(published.parts.page.terms, Qt.MouseButton.LeftButton)
    terms = [row[0] for row in texts(published)]
    assert terms[0] == "基本支出"
    assert "机关运行经费" in terms
    year = next(node for node in view.tree.model.roots if node.year == 2025)
    view.tree.select("department", year.children[0].id)
    choose_part(published, qtbot, "固定资产")
    grid = grid_of(published)
    qtbot.mouseClick(published.parts.page.start, Qt.MouseButton.LeftButton)
    assert grid_of(published) is grid
    grid.make_current(grid.sheet.index(1, 2))
    grid.setFocus()
    for text in ("12.5", "", "3"):
        type_text(grid, text)
        qtbot.keyClick(grid.delegate.editor or grid, Qt.Key.Key_Return)
    block = published.parts.state.book.assets[0]
    assert [row.value for row in block.rows[:4]] == ["", "12.5", "", "3"]
    assert shown(grid, 0, 2) == "15.50"
