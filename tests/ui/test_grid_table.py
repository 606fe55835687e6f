"""The 收支总表 as a grid: labels stay, amounts are typed, sums are computed and compared."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, tables, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.findings import ERROR, WARNING
from desktop_app.ui.grid_heads import GROUP_ROLE
from desktop_app.ui.grid_sheet import SEVERITY_ROLE
from desktop_app.ui.grid_sheet_view import SheetView
from desktop_app.ui.hub import Hub
from desktop_app.ui.parts_pane import PartsPane
from tests.typed_tables import table_of
from tests.ui.conftest import Said
from tests.ui.grids import go, key, put_on_clipboard, select, show_parts, shown, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
INCOME, SPENDING = 2, 4  # the columns of amounts
YEAR_SUM, TOTAL = 31, 33  # rows of 本年收入合计 and 收入总计 in the form of 2025


@pytest.fixture
def pane(qtbot: QtBot, store: Store, department: str) -> Iterator[PartsPane]:
    hub = Hub(store)
    yield show_parts(qtbot, hub, department)
    hub.stop()


@pytest.fixture
def view(pane: PartsPane) -> SheetView:
    return pane.table.view


def stored(store: Store, department: str, column: int) -> list[str]:
    return [row.cells[column] for row in table_of(store, department).rows]


def test_it_shows_the_form_and_begins_the_table_with_the_first_amount(
    pane: PartsPane, view: SheetView, store: Store, department: str
) -> None:
    assert pane.table.title.text() == "部门预算收支总表"
    assert pane.table.measure.text() == "单位：万元"
    assert shown(view, 0, 1) == "一、一般公共预算拨款收入"
    assert view.sheet.headerData(2, Qt.Orientation.Horizontal) == "预算数"
    assert view.sheet.headerData(2, Qt.Orientation.Horizontal, GROUP_ROLE) == "收入"
    assert view.current_key() is None
    assert table_of(store, department).id == ""
    go(view, 0, INCOME)
    type_text(view, "12.30")
    key(view, Qt.Key.Key_Return)
    assert stored(store, department, INCOME)[0] == "12.30"
    key_now = view.sheet.key(view.sheet.index(0, INCOME))
    assert key_now is not None
    assert (key_now.table, key_now.column) == ("budget_row", "c3")
    editing.undo(store)
    assert table_of(store, department).id == ""


def test_sums_are_shown_and_a_typed_sum_that_differs_is_marked(view: SheetView, store: Store, department: str) -> None:
    go(view, 0, INCOME)
    for text in ("12.30", "0.7"):
        type_text(view, text)
        key(view, Qt.Key.Key_Return)
    assert [shown(view, row, INCOME) for row in (YEAR_SUM, TOTAL)] == ["13.00", "13.00"]
    assert stored(store, department, INCOME)[YEAR_SUM] == ""
    go(view, YEAR_SUM, INCOME)
    type_text(view, "14")
    key(view, Qt.Key.Key_Return)
    cell = view.sheet.index(YEAR_SUM, INCOME)
    assert cell.data() == "14"
    assert cell.data(SEVERITY_ROLE) == WARNING
    assert "合计应为 13.00，表中为 14" in cell.data(Qt.ItemDataRole.ToolTipRole)
    go(view, YEAR_SUM, INCOME)
    type_text(view, "13.0")
    key(view, Qt.Key.Key_Return)
    assert cell.data(SEVERITY_ROLE) == ""
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == ""


def test_what_is_no_amount_is_kept_and_marked(view: SheetView, store: Store, department: str) -> None:
    go(view, 3, SPENDING)
    type_text(view, "85.25.")
    key(view, Qt.Key.Key_Return)
    assert stored(store, department, SPENDING)[3] == "85.25."
    assert view.sheet.index(3, SPENDING).data(SEVERITY_ROLE) == ERROR


def test_labels_cannot_be_changed_and_tab_goes_from_amount_to_amount(
    view: SheetView, store: Store, department: str
) -> None:
    go(view, 0, 1)
    type_text(view, "x")
    key(view, Qt.Key.Key_F2)
    assert view.delegate.editor is None
    key(view, Qt.Key.Key_Delete)
    assert stored(store, department, 1)[0] == "一、一般公共预算拨款收入"
    go(view, 0, INCOME)
    type_text(view, "1")
    key(view, Qt.Key.Key_Tab)
    type_text(view, "2")
    key(view, Qt.Key.Key_Tab)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, INCOME)
    assert (stored(store, department, INCOME)[0], stored(store, department, SPENDING)[0]) == ("1", "2")


def test_a_column_of_amounts_is_pasted_and_undone_at_once(view: SheetView, store: Store, department: str) -> None:
    go(view, 0, SPENDING)
    put_on_clipboard("1.10\r\n2.20\r\n\r\n3,000.30\r\n")
    key(view, Qt.Key.Key_V, CTRL)
    assert stored(store, department, SPENDING)[:4] == ["1.10", "2.20", "", "3,000.30"]
    assert shown(view, YEAR_SUM, SPENDING) == "3003.60"
    editing.undo(store)
    assert stored(store, department, SPENDING)[:4] == [""] * 4


def test_pasting_a_whole_table_asks_only_where_labels_differ(
    view: SheetView, store: Store, department: str, said: Said
) -> None:
    go(view, 0, 0)
    said.answer = False
    put_on_clipboard("1\t一、一般公共预算拨款收入\t10\t一、一般公共服务支出\t20\n")
    key(view, Qt.Key.Key_V, CTRL)
    assert (stored(store, department, INCOME)[0], stored(store, department, SPENDING)[0]) == ("10", "20")
    put_on_clipboard("2\t别的收入\t30\n")
    go(view, 1, 0)
    key(view, Qt.Key.Key_V, CTRL)
    assert stored(store, department, INCOME)[1] == ""


def test_clear_fill_and_copy_work_as_in_the_indicator_grid(view: SheetView, store: Store, department: str) -> None:
    go(view, 0, INCOME)
    type_text(view, "5")
    key(view, Qt.Key.Key_Return)
    select(view, 0, INCOME, 2, INCOME)
    key(view, Qt.Key.Key_D, CTRL)
    assert stored(store, department, INCOME)[:3] == ["5"] * 3
    select(view, 0, 1, 1, INCOME)
    key(view, Qt.Key.Key_C, CTRL)
    key(view, Qt.Key.Key_Delete)
    assert stored(store, department, INCOME)[:3] == ["", "", "5"]


def test_a_finding_leads_to_its_cell_and_marks_it(pane: PartsPane, view: SheetView) -> None:
    for column, text in ((INCOME, "10"), (SPENDING, "20")):
        go(view, TOTAL, column)
        type_text(view, text)
        assert pane.commit_open_editor()
    finding = next(f for f in pane.state.hub.checker.findings if f.rule == "B01")
    assert pane.go_to(finding)
    assert view.currentIndex().data(SEVERITY_ROLE) == ERROR
    assert "B01" in view.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert not pane.go_to(replace(finding, path="budget_tables[2].rows[0][1]"))
    assert not pane.go_to(replace(finding, path="budget_tables[1].rows[99][1]"))


def test_the_model_is_sound(pane: PartsPane, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(pane.table.model)
    qtmodeltester.check(pane.page.model)


def test_what_is_typed_is_stored_before_another_department_is_shown(
    pane: PartsPane, view: SheetView, store: Store, department: str
) -> None:
    workspace.add_department(store, 2025, "云岭县林业局", "413")
    other = str(store.query("SELECT id FROM department WHERE code = '413'")[0]["id"])
    go(view, 0, INCOME)
    type_text(view, "7")
    pane.show_department(other)
    assert stored(store, department, INCOME)[0] == "7"
    assert shown(view, 0, INCOME) == ""


def test_a_removed_department_leaves_nothing_to_edit(pane: PartsPane, view: SheetView, department: str) -> None:
    pane.state.hub.run(workspace.delete_records, "department", [department], "删除部门")
    assert view.sheet.rowCount() == 0
    assert pane.table.model.department_id == ""


def test_amounts_stand_at_the_right(view: SheetView) -> None:
    assert view.sheet.index(0, INCOME).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert view.sheet.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft


def test_an_amount_beside_no_label_cannot_be_typed_but_taken_away(
    pane: PartsPane, view: SheetView, store: Store, department: str
) -> None:
    sheet = view.sheet
    void = next(row for row in range(sheet.rowCount()) if not sheet.text(row, INCOME - 1).strip())
    go(view, void, INCOME)
    type_text(view, "5")
    assert view.delegate.editor is None
    assert stored(store, department, INCOME)[void] == ""
    grey, white = (sheet.index(row, INCOME).data(Qt.ItemDataRole.BackgroundRole) for row in (void, 0))
    assert grey is not None
    assert white is None
    assert sheet.editable(void, SPENDING)
    pane.state.hub.run(tables.begin, department, tables.blank(tables.forms(2025)[1]))
    pane.state.hub.run(tables.write, table_of(store, department), [(void, INCOME, "5")])
    assert sheet.editable(void, INCOME)
