"""A department as the sum of its units in the window: differences on its cells, filled on request, kept up to date."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, importing, reading
from desktop_app.actions import tables as actions
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import AssetBlock, AssetRow, BudgetRow, BudgetTable
from desktop_app.domain.findings import ERROR, WARNING
from desktop_app.ui import dialogs
from desktop_app.ui.accept_dialog import AcceptDialog
from desktop_app.ui.grid_sheet import SEVERITY_ROLE
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.parts_pane import PartsPane
from desktop_app.ui.workspace_view import TABLES, WorkspaceView
from tests.ui.conftest import Said, county_book
from tests.ui.grids import go, key, shown, take_keyboard, type_text

HEADS = ["序号", "功能分类科目/科目编码", "功能分类科目/科目名称", "合计", "基本支出", "项目支出"]
UNIT, OTHER = "412001", "412002"


def spending(owner: str, *amounts: str) -> BudgetTable:
    """表5 of an owner: two 项 of one 款."""
    rows = [
        ["1", "", "合计", "", "", ""],
        ["2", "213", "农林水支出", "", "", ""],
        ["3", "21303", "水利", "", "", ""],
        ["4", "2130304", "水利行业业务管理", "", amounts[0], ""],
        ["5", "2130306", "水利工程运行与维护", "", "", amounts[1]],
    ]
    return BudgetTable(5, "一般公共预算财政拨款支出表", HEADS, [BudgetRow(row) for row in rows], owner=owner)


@pytest.fixture
def units(opened: MainWindow, view: WorkspaceView) -> WorkspaceView:
    """The tables of the year 2024: two units have 表5, the department has it too and one amount differs."""
    assert opened.hub is not None
    book = county_book()
    book.year = 2024
    book.tables = [spending("", "30", "12"), spending(UNIT, "10", "5"), spending(OTHER, "20", "6")]
    book.assets = [
        AssetBlock(book.department_name, "2023-12-31", [AssetRow("资产总额", "", "30.00")]),
        AssetBlock("云岭县水利局本级", "2023-12-31", [AssetRow("资产总额", "", "10.00")]),
        AssetBlock("云岭县水库管理所", "2023-12-31", [AssetRow("资产总额", "", "25.00")]),
    ]
    opened.hub.run(importing.apply_import, importing.plan_import(opened.hub.store, [book]))
    year = next(node for node in view.tree.model.roots if node.year == 2024)
    view.tree.select("department", year.children[0].id)
    view.show_tab(TABLES)
    view.parts.list.setCurrentRow(4)
    return view


def cells(view: WorkspaceView, owner: str) -> list[list[str]]:
    found = view.parts.state.table(5, owner)
    assert found is not None
    book = reading.load_parts(view.parts.state.hub.store, view.parts.state.department_id)
    return next([row.cells for row in table.rows] for table in book.tables if table.id == found.id)


def test_a_cell_that_is_not_the_sum_of_the_units_says_so(units: WorkspaceView) -> None:
    sheet = units.parts.table.model
    cell = sheet.index(4, 5)
    assert cell.data(SEVERITY_ROLE) == WARNING
    told = cell.data(Qt.ItemDataRole.ToolTipRole)
    assert "各单位合计11.00，部门表是12" in told
    assert told.count("11.00") == 1  # the checks say it: the page does not say it again
    assert sheet.index(3, 4).data(SEVERITY_ROLE) == ""


def test_a_changed_cell_of_a_unit_is_seen_at_the_department_at_once(units: WorkspaceView) -> None:
    parts = units.parts
    unit = parts.state.table(5, OTHER)
    assert unit is not None
    sheet = parts.table.model
    parts.state.hub.run(editing.edit_cells, [(CellKey("budget_row", unit.rows[4].id, "c6"), "7")])
    assert sheet.index(4, 5).data(SEVERITY_ROLE) == ""
    parts.state.hub.run(editing.edit_cells, [(CellKey("budget_row", unit.rows[3].id, "c5"), "21")])
    told = sheet.index(3, 4).data(Qt.ItemDataRole.ToolTipRole)
    assert "各单位合计 31.00，这里为 30" in told  # before the checks, which say it then


def test_typing_in_the_table_of_a_unit_reaches_the_department(units: WorkspaceView, qtbot: QtBot) -> None:
    parts = units.parts
    unit_node = next(
        n for n in units.tree.all_nodes() if n.kind == "unit" and n.code == OTHER and _year(units, n) == 2024
    )
    units.tree.select("unit", unit_node.id)
    assert parts.owner == OTHER
    view = parts.table.view
    take_keyboard(qtbot, view)
    go(view, 4, 5)
    type_text(view, "7")
    key(view, Qt.Key.Key_Return)
    assert cells(units, OTHER)[4][5] == "7"
    parts.show_owner("")
    assert parts.table.model.index(4, 5).data(SEVERITY_ROLE) == ""


def test_a_key_in_the_table_of_a_unit_changes_the_shown_sum_before_anything_is_checked(
    units: WorkspaceView, qtbot: QtBot
) -> None:
    parts = units.parts
    hub = parts.state.hub
    hub.run(actions.remove, parts.state.table(5, ""))
    parts.list.setCurrentRow(4)
    shown_at = parts.table.view
    assert [shown(shown_at, row, 5) for row in (0, 4)] == ["11.00", "11.00"]
    beside = PartsPane(hub)  # the unit's table in a window of its own
    qtbot.addWidget(beside)
    beside.resize(900, 600)
    beside.show_department(parts.state.department_id)
    beside.show_owner(OTHER)
    beside.list.setCurrentRow(4)
    take_keyboard(qtbot, beside.table.view)
    happened: list[str] = []
    painted = Painted(shown_at.viewport(), lambda: happened.append(f"painted {shown(shown_at, 4, 5)}"))
    hub.checked.connect(lambda: happened.append("checked"))
    go(beside.table.view, 4, 5)
    type_text(beside.table.view, "8.5")
    key(beside.table.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "checked" in happened)
    assert [what for what in happened if what != "painted 11.00"][:2] == ["painted 13.50", "checked"]
    assert [shown(shown_at, row, 5) for row in (0, 3, 4)] == ["13.50", "", "13.50"]
    editing.undo(hub.store)
    del painted


def test_an_amount_of_a_unit_that_is_no_number_is_named_at_the_department(units: WorkspaceView, qtbot: QtBot) -> None:
    parts = units.parts
    unit = parts.state.table(5, OTHER)
    assert unit is not None
    hub = parts.state.hub
    hub.run(editing.edit_cells, [(CellKey("budget_row", unit.rows[4].id, "c6"), "7,,")])
    said = parts.table.model.index(4, 5).data(Qt.ItemDataRole.ToolTipRole)
    assert "云岭县水库管理所的这一格不是金额" in said
    parts.show_owner(OTHER)
    sheet = parts.table.model
    assert [shown(parts.table.view, row, 5) for row in range(4)] == ["", "", "", ""]
    assert "第 5 行项目支出的“7,,”不是金额" in sheet.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)
    qtbot.waitUntil(lambda: sheet.index(4, 5).data(SEVERITY_ROLE) == ERROR)
    hub.run(editing.edit_cells, [(CellKey("budget_row", unit.rows[4].id, "c6"), "7")])
    assert shown(parts.table.view, 0, 5) == "7.00"
    assert sheet.index(0, 5).data(SEVERITY_ROLE) == ""


def test_one_press_fills_all_levels_and_leads_to_the_sums_that_differ(
    units: WorkspaceView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    parts = units.parts
    own = parts.state.table(5, "")
    assert own is not None
    parts.state.hub.run(editing.edit_cells, [(CellKey("budget_row", own.rows[2].id, "c5"), "31")])
    opened: list[list[str]] = []

    def look(dialog: AcceptDialog) -> bool:
        opened.append([dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())])
        return False

    monkeypatch.setattr(dialogs, "run", look)
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask", lambda title, text, *rest, **kw: asked.append(text) or True)
    qtbot.mouseClick(parts.table.fill, Qt.MouseButton.LeftButton)
    assert [row[3:] for row in cells(units, "")] == [
        ["42.00", "30.00", "12.00"], ["42.00", "30.00", "12.00"], ["42.00", "31", "12.00"],
        ["30.00", "30", ""], ["12.00", "", "12"],
    ]  # fmt: skip
    (text,) = asked
    assert "填入了 10 格合计" in text
    assert parts.table.remark.text() == f"合计不符 {len(parts.table.model.judged.differences)} 处"
    assert f"有 {len(parts.table.model.judged.differences)} 处与各项相加不同" in text
    assert len(opened) == 1
    assert "21303 水利 基本支出" in opened[0]


def test_rows_of_a_table_come_and_go_without_reading_the_book(
    units: WorkspaceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = units.parts
    assert parts.state.hub.checker.findings is not None

    def refuse(*_: object) -> None:
        raise AssertionError("the whole book was read")

    monkeypatch.setattr(reading, "load_parts", refuse)
    sheet = parts.table.model
    assert sheet.insert_rows(3, 2)
    assert [sheet.text(row, 0) for row in range(sheet.records())] == ["1", "2", "3", "4", "5", "6", "7"]
    assert sheet.delete_rows([3])
    assert sheet.move_rows([4], -1)
    assert [sheet.text(row, 1) for row in range(sheet.records())] == [
        "", "213", "21303", "2130304", "", "2130306",
    ]  # fmt: skip
    parts.state.hub.undo()
    assert [sheet.text(row, 1) for row in range(sheet.records())][3:5] == ["", "2130304"]
    assert parts.state.hub.checker.findings is not None


class Painted(QObject):
    """Tells when a widget is about to be painted."""

    def __init__(self, watched: QObject, tell: Callable[[], None]) -> None:
        super().__init__(watched)
        self._tell = tell
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter."""
        if event.type() == QEvent.Type.Paint:
            self._tell()
        return False


def test_while_a_unit_is_typed_the_same_cell_of_the_department_is_said(units: WorkspaceView, qtbot: QtBot) -> None:
    parts = units.parts
    page = parts.table
    assert not page.beside.isVisible()
    parts.show_owner(OTHER)
    take_keyboard(qtbot, page.view)
    go(page.view, 4, 5)
    assert page.beside.isVisible()
    assert page.beside.text() == "部门：各单位合计 11.00，部门表为 12.00（不同）"
    type_text(page.view, "7")
    key(page.view, Qt.Key.Key_Return)
    go(page.view, 4, 5)
    assert page.beside.text() == "部门：各单位合计 12.00，部门表为 12.00"
    go(page.view, 1, 5)
    assert page.beside.text() == "部门：各单位合计 12.00，部门表为 12.00"
    go(page.view, 4, 1)
    assert page.beside.text() == ""
    go(page.view, 4, 5)
    type_text(page.view, "7..")
    key(page.view, Qt.Key.Key_Return)
    go(page.view, 4, 5)
    assert "算不出来" in page.beside.text()


def _year(view: WorkspaceView, node: object) -> int | None:
    found = view.tree.model.ancestor(node, "year")
    return found.year if found else None


def test_the_department_is_filled_with_the_sum_and_one_undo_takes_it_back(
    units: WorkspaceView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = units.parts.table
    assert "1 处不同" in page.units.text()
    rows: list[list[str]] = []

    def accept(dialog: AcceptDialog) -> bool:
        rows.extend([p.where, p.before, p.after] for p in dialog.wanted())
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        return bool(dialog.result())

    monkeypatch.setattr(dialogs, "run", accept)
    qtbot.mouseClick(page.units, Qt.MouseButton.LeftButton)
    assert rows == [["2130306 水利工程运行与维护 项目支出", "12", "11.00"]]
    assert cells(units, "")[4][5] == "11.00"
    editing.undo(units.parts.state.hub.store)
    assert cells(units, "")[4][5] == "12"


def test_a_row_that_only_units_have_is_added_in_its_place(
    units: WorkspaceView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, page = units.parts.state, units.parts.table
    own = state.table(5, "")
    assert own is not None
    state.hub.run(editing.delete_rows, "budget_row", [own.rows[3].id])

    def accept(dialog: AcceptDialog) -> bool:
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        return bool(dialog.result())

    monkeypatch.setattr(dialogs, "run", accept)
    qtbot.mouseClick(page.units, Qt.MouseButton.LeftButton)
    assert [row[1:5] for row in cells(units, "")] == [
        ["", "合计", "", ""], ["213", "农林水支出", "", ""], ["21303", "水利", "", ""],
        ["2130304", "水利行业业务管理", "30.00", "30.00"], ["2130306", "水利工程运行与维护", "", ""],
    ]  # fmt: skip


def test_a_table_is_begun_for_a_unit_and_for_the_department_as_a_sum(units: WorkspaceView, qtbot: QtBot) -> None:
    parts = units.parts
    parts.show_owner(UNIT)
    parts.list.setCurrentRow(2)
    assert parts.table.start.isVisible()
    qtbot.mouseClick(parts.table.start, Qt.MouseButton.LeftButton)
    begun = parts.state.table(3, UNIT)
    assert begun is not None
    assert begun.owner == UNIT
    view = parts.table.view
    take_keyboard(qtbot, view)
    go(view, 1, 1)
    for text, pressed in (
        ("213", Qt.Key.Key_Tab),
        ("", Qt.Key.Key_Tab),
        ("", Qt.Key.Key_Tab),
        ("9", Qt.Key.Key_Return),
    ):
        type_text(view, text)
        key(view, pressed)
    parts.show_owner("")
    assert parts.table.start.isVisible()
    assert [shown(view, row, 3) for row in range(2)] == ["9.00", "9.00"]  # pale: what the units come to
    qtbot.mouseClick(parts.table.units, Qt.MouseButton.LeftButton)
    own = parts.state.table(3, "")
    assert own is not None
    assert [row.cells[1] for row in own.rows] == ["", "213"]


def test_assets_of_the_department_are_compared_with_the_units(units: WorkspaceView) -> None:
    parts = units.parts
    at = next(i for i, entry in enumerate(parts.entries) if entry.name == "固定资产 云岭县水利局")
    parts.list.setCurrentRow(at)
    assert "各单位合计 35.00，这里为 30.00" in parts.page.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)


def test_a_finding_in_a_table_of_a_unit_leads_there(units: WorkspaceView, qtbot: QtBot) -> None:
    parts = units.parts
    unit = parts.state.table(5, OTHER)
    assert unit is not None
    parts.state.hub.run(editing.edit_cells, [(CellKey("budget_row", unit.rows[4].id, "c6"), "6..")])
    finding = next(f for f in parts.state.hub.checker.findings if f.rule == "C06" and f.unit == OTHER)
    units.show_tab(0)
    units.go_to(finding)
    assert parts.owner == OTHER
    assert (parts.table.view.currentIndex().row(), parts.table.view.currentIndex().column()) == (4, 5)
