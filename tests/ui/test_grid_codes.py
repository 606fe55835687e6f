"""The tables with codes, by real keys: sums follow, codes bring names, rows come and go, notes of empty tables."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, reading, tables
from desktop_app.actions.workspace import Store
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.findings import WARNING
from desktop_app.ui import dialogs
from desktop_app.ui.accept_dialog import AcceptDialog
from desktop_app.ui.grid_sheet import SEVERITY_ROLE
from desktop_app.ui.grid_sheet_view import SheetView
from desktop_app.ui.grid_text import INDENT
from desktop_app.ui.hub import Hub
from desktop_app.ui.parts_pane import PartsPane
from tests.ui.grids import go, key, put_on_clipboard, select, show_parts, shown, take_keyboard, type_text

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
CODE, NAME, TOTAL, BASIC, PROJECT = 1, 2, 3, 4, 5  # columns of 表5
RETURN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
SPENDING = 5


@pytest.fixture
def pane(qtbot: QtBot, store: Store, department: str) -> Iterator[PartsPane]:
    hub = Hub(store)
    pane = show_parts(qtbot, hub, department)
    pane.list.setCurrentRow(SPENDING - 1)
    yield pane
    hub.stop()


@pytest.fixture
def view(pane: PartsPane) -> SheetView:
    return pane.table.view


def table(store: Store, department: str, no: int = SPENDING) -> BudgetTable:
    return next(t for t in reading.load_parts(store, department).tables if t.no == no)


def texts(store: Store, department: str) -> list[list[str]]:
    return [row.cells for row in table(store, department).rows]


def type_rows(view: SheetView, *codes: str) -> None:
    """Type codes under the 合计, each into the row that invites."""
    for code in codes:
        go(view, view.sheet.records(), CODE)
        type_text(view, code)
        key(view, RETURN)


def type_differing(view: SheetView) -> None:
    """Three levels of codes, of which the first says 21 and its part 20."""
    type_rows(view, "213", "21303", "2130304")
    for row, text in ((3, "20"), (1, "21")):
        go(view, row, BASIC)
        type_text(view, text)
        key(view, RETURN)


def test_an_item_is_typed_and_group_class_and_total_follow(view: SheetView, store: Store, department: str) -> None:
    type_rows(view, "213", "21303", "2130304")
    go(view, 3, BASIC)
    type_text(view, "12.5")
    key(view, TAB)
    type_text(view, "7.5")
    key(view, RETURN)
    assert [[shown(view, row, column) for column in (TOTAL, BASIC, PROJECT)] for row in range(4)] == [
        ["20.00", "12.50", "7.50"], ["20.00", "12.50", "7.50"], ["20.00", "12.50", "7.50"], ["20.00", "12.5", "7.5"],
    ]  # fmt: skip
    assert texts(store, department)[1][TOTAL:] == ["", "", ""]
    pale, ink = (view.sheet.index(row, BASIC).data(Qt.ItemDataRole.ForegroundRole) for row in (1, 3))
    assert pale != ink
    go(view, 3, BASIC)
    type_text(view, "1")
    key(view, RETURN)
    assert shown(view, 0, TOTAL) == "8.50"


def test_a_code_brings_its_name_and_one_undo_takes_both(view: SheetView, store: Store, department: str) -> None:
    type_rows(view, "213")
    assert texts(store, department)[1][: NAME + 1] == ["2", "213", "农林水支出"]
    type_rows(view, "21303")
    editing.undo(store)
    assert [row[CODE] for row in texts(store, department)] == ["", "213"]
    go(view, 1, NAME)
    type_text(view, "nonglin")
    key(view, RETURN)
    go(view, 1, CODE)
    type_text(view, "208")
    key(view, RETURN)
    assert texts(store, department)[1][NAME] == "nonglin"  # what is there is not overwritten


def test_a_name_that_the_file_prints_wins_over_the_shipped_one(view: SheetView, store: Store, department: str) -> None:
    type_rows(view, "213")
    go(view, 1, NAME)
    type_text(view, "nonglinshui")
    key(view, RETURN)
    type_rows(view, "213")
    assert texts(store, department)[2][NAME] == "nonglinshui"


def test_names_stand_in_by_their_level_and_are_stored_plain(view: SheetView, store: Store, department: str) -> None:
    type_rows(view, "213", "21303", "2130304")
    leading = [len(shown(view, row, NAME)) - len(shown(view, row, NAME).lstrip(INDENT)) for row in (1, 2, 3)]
    assert leading == [0, 1, 2]
    assert not any(row[NAME].startswith(INDENT) for row in texts(store, department))


def test_a_code_of_a_wrong_length_is_marked_until_it_is_right(view: SheetView) -> None:
    type_rows(view, "2130")
    cell = view.sheet.index(1, CODE)
    assert cell.data(SEVERITY_ROLE) == WARNING
    assert "4 位" in cell.data(Qt.ItemDataRole.ToolTipRole)
    go(view, 1, CODE)
    type_text(view, "213")
    key(view, RETURN)
    assert cell.data(SEVERITY_ROLE) == ""


def test_a_sum_that_differs_is_marked_listed_and_unmarked(
    pane: PartsPane, view: SheetView, store: Store, department: str
) -> None:
    type_differing(view)
    cell = view.sheet.index(1, BASIC)
    assert cell.data(SEVERITY_ROLE) == WARNING
    assert "合计应为 20.00，表中为 21" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert pane.table.remark.isVisible()
    assert "1 处" in pane.table.remark.text()
    go(view, 1, BASIC)
    type_text(view, "20.00")
    key(view, RETURN)
    assert cell.data(SEVERITY_ROLE) == ""
    assert not pane.table.remark.isVisible()


def test_differing_sums_are_put_right_where_accepted(
    pane: PartsPane, view: SheetView, store: Store, department: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_differing(view)
    rows: list[list[str]] = []

    def accept(dialog: AcceptDialog) -> bool:
        assert dialog.wanted() == []  # which of sum and parts is wrong nobody knows: none is checked by itself
        rows.append([dialog.table.item(0, column).text() for column in range(3)])
        qtbot.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        return bool(dialog.result())

    monkeypatch.setattr(dialogs, "run", accept)
    qtbot.mouseClick(pane.table.remark, Qt.MouseButton.LeftButton)
    assert rows == [["213 农林水支出 基本支出", "21", "20.00"]]
    assert texts(store, department)[1][BASIC] == "20.00"
    editing.undo(store)
    assert texts(store, department)[1][BASIC] == "21"


def test_sums_are_written_on_request_and_taken_back_at_once(
    pane: PartsPane, view: SheetView, store: Store, department: str, qtbot: QtBot
) -> None:
    type_rows(view, "213", "21303", "2130304")
    go(view, 3, BASIC)
    type_text(view, "20")
    key(view, RETURN)
    qtbot.mouseClick(pane.table.fill, Qt.MouseButton.LeftButton)
    assert [row[TOTAL] for row in texts(store, department)] == ["20.00"] * 4
    editing.undo(store)
    assert [row[TOTAL] for row in texts(store, department)] == [""] * 4


def test_rows_are_inserted_deleted_moved_and_stay_counted(view: SheetView, store: Store, department: str) -> None:
    type_rows(view, "213", "21303")
    go(view, 1, CODE)
    key(view, Qt.Key.Key_Equal, CTRL)
    assert [row[:2] for row in texts(store, department)] == [["1", ""], ["2", ""], ["3", "213"], ["4", "21303"]]
    type_text(view, "208")
    key(view, RETURN)
    go(view, 1, CODE)
    key(view, Qt.Key.Key_Down, ALT)
    assert [row[:2] for row in texts(store, department)] == [["1", ""], ["2", "213"], ["3", "208"], ["4", "21303"]]
    go(view, 2, CODE)
    key(view, Qt.Key.Key_Minus, CTRL)
    assert [row[:2] for row in texts(store, department)] == [["1", ""], ["2", "213"], ["3", "21303"]]


def test_rows_are_sorted_by_code_and_missing_groups_are_added(
    pane: PartsPane, view: SheetView, store: Store, department: str, qtbot: QtBot
) -> None:
    type_rows(view, "2130304", "2080101")
    qtbot.mouseClick(pane.table.sort, Qt.MouseButton.LeftButton)
    assert [row[CODE] for row in texts(store, department)] == ["", "2080101", "2130304"]
    qtbot.mouseClick(pane.table.parents, Qt.MouseButton.LeftButton)
    assert [row[:2] for row in texts(store, department)] == [
        ["1", ""], ["2", "208"], ["3", "20801"], ["4", "2080101"], ["5", "213"], ["6", "21303"], ["7", "2130304"],
    ]  # fmt: skip
    assert texts(store, department)[1][NAME] == "社会保障和就业支出"
    editing.undo(store)
    assert [row[CODE] for row in texts(store, department)] == ["", "2080101", "2130304"]


def test_a_block_from_wps_makes_new_rows_in_one_step(view: SheetView, store: Store, department: str) -> None:
    go(view, 1, CODE)
    put_on_clipboard("213\t\t20.00\t12.00\t8.00\r\n21303\t\t20.00\t12.00\t8.00\r\n")
    key(view, Qt.Key.Key_V, CTRL)
    assert [row[CODE] for row in texts(store, department)] == ["", "213", "21303"]
    assert texts(store, department)[1][NAME:] == ["农林水支出", "20.00", "12.00", "8.00"]
    select(view, 1, CODE, 2, PROJECT)
    key(view, Qt.Key.Key_C, CTRL)
    key(view, Qt.Key.Key_Delete)
    assert texts(store, department)[1][CODE:] == [""] * 5
    editing.undo(store)
    assert texts(store, department)[1][PROJECT] == "8.00"


def test_an_empty_table_has_its_note_proposed_written_and_edited(
    pane: PartsPane, store: Store, department: str, qtbot: QtBot
) -> None:
    pane.list.setCurrentRow(6)
    page = pane.table
    assert page.offer.isVisible()
    assert "空表列示" in page.hint.text()
    qtbot.mouseClick(page.offer, Qt.MouseButton.LeftButton)
    form = tables.forms(2025)[7]
    assert table(store, department, 7).note == form.empty_note == page.note.text()
    assert not page.offer.isVisible()
    page.note.setFocus()
    page.note.selectAll()
    qtbot.keyClicks(page.note, "wu")
    qtbot.keyClick(page.note, RETURN)
    assert table(store, department, 7).note == "wu"
    go(page.view, 0, TOTAL)
    take_keyboard(qtbot, page.view)
    type_text(page.view, "5")
    key(page.view, RETURN)
    assert not page.offer.isVisible()


def test_the_model_is_sound_with_codes(pane: PartsPane, view: SheetView, qtmodeltester: ModelTester) -> None:
    type_rows(view, "213", "21303")
    qtmodeltester.check(pane.table.model)


def test_other_tables_say_what_this_one_should_hold(
    pane: PartsPane, store: Store, department: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane.list.setCurrentRow(2)
    view = pane.table.view
    take_keyboard(qtbot, view)
    go(view, 1, CODE)
    put_on_clipboard("213\t\t\t30\t20\r\n208\t\t\t5\t\r\n")
    key(view, Qt.Key.Key_V, CTRL)
    pane.list.setCurrentRow(0)
    seen: list[tuple[str, str]] = []

    def accept(dialog: AcceptDialog) -> bool:
        seen.extend((p.where, p.after) for p in dialog.wanted())
        dialog.table.item(1, 0).setCheckState(Qt.CheckState.Unchecked)
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        return bool(dialog.result())

    monkeypatch.setattr(dialogs, "run", accept)
    qtbot.mouseClick(pane.table.others, Qt.MouseButton.LeftButton)
    assert sorted(seen) == [("八、社会保障和就业支出 预算数", "5.00"), ("十三、农林水支出 预算数", "50.00")]
    filled = {row.cells[3]: row.cells[4] for row in table(store, department, 1).rows if row.cells[4]}
    assert len(filled) == 1
    assert set(filled.items()) < {("八、社会保障和就业支出", "5.00"), ("十三、农林水支出", "50.00")}
    editing.undo(store)
    assert not [t for t in reading.load_parts(store, department).tables if t.no == 1]
