"""The grid by keyboard: typing, moving, clearing, rows."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, workspace
from desktop_app.actions.workspace import Store
from desktop_app.ui.grid_model import BASIS, DESC, INVITATION, L1, L2, L3, LAST_VALUE, MEASURE, NUMBER, SIGN
from desktop_app.ui.grid_view import GridView
from desktop_app.ui.hub import Hub
from tests.ui.grids import SOUND, add_rows, also, go, key, select, show_grid, shown, take_keyboard, texts, type_text

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def at(grid: GridView) -> tuple[int, int]:
    return grid.currentIndex().row(), grid.currentIndex().column()


def test_typing_replaces_the_text_and_enter_goes_down(
    grid: GridView, stored: Callable[[int, int], str], qtbot: QtBot
) -> None:
    go(grid, 0, NUMBER)
    type_text(grid, "120")
    assert stored(0, NUMBER) == "96"
    key(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(0, NUMBER) == "120")
    assert at(grid) == (1, NUMBER)
    assert grid.hasFocus()
    type_text(grid, "99")
    key(grid, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier | SHIFT)
    qtbot.waitUntil(lambda: stored(1, NUMBER) == "99")
    assert at(grid) == (0, NUMBER)


def test_tab_goes_right_and_on_in_the_next_row_and_enter_back_under_the_first(
    grid: GridView, stored: Callable[[int, int], str]
) -> None:
    go(grid, 0, BASIS)
    type_text(grid, "a")
    key(grid, Qt.Key.Key_Tab)
    type_text(grid, "b")
    key(grid, Qt.Key.Key_Tab)
    assert (stored(0, BASIS), stored(0, LAST_VALUE)) == ("a", "b")
    assert at(grid) == (1, L1)
    key(grid, Qt.Key.Key_Backtab, SHIFT)
    assert at(grid) == (0, LAST_VALUE)
    key(grid, Qt.Key.Key_Return)
    assert at(grid) == (1, BASIS)


def test_tab_leaves_the_grid_at_its_ends(qtbot: QtBot, store: Store, project_id: str) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    hub = Hub(store)
    add_rows(hub, project_id)
    before, grid, after = QLineEdit(), GridView(hub), QLineEdit()
    layout = QVBoxLayout(page)
    for part in (before, grid, after):
        layout.addWidget(part)
    grid.show_project(project_id)
    take_keyboard(qtbot, grid)
    go(grid, len(SOUND), LAST_VALUE)
    key(grid, Qt.Key.Key_Tab)
    assert after.hasFocus()
    grid.setFocus()
    go(grid, 0, L1)
    key(grid, Qt.Key.Key_Backtab, SHIFT)
    assert before.hasFocus()


def test_f2_edits_at_the_end_and_escape_takes_it_back(grid: GridView, stored: Callable[[int, int], str]) -> None:
    go(grid, 0, L3)
    key(grid, Qt.Key.Key_F2)
    type_text(grid, "x")
    key(grid, Qt.Key.Key_Escape)
    assert stored(0, L3) == "巡查河道次数"
    assert grid.delegate.editor is None
    key(grid, Qt.Key.Key_F2)
    type_text(grid, "y")
    key(grid, Qt.Key.Key_Left)  # in the text, not to the next cell
    type_text(grid, "x")
    key(grid, Qt.Key.Key_Return)
    assert stored(0, L3) == "巡查河道次数xy"


def test_an_arrow_ends_what_was_begun_by_typing(grid: GridView, stored: Callable[[int, int], str]) -> None:
    go(grid, 0, MEASURE)
    type_text(grid, "km")
    key(grid, Qt.Key.Key_Right)
    assert stored(0, MEASURE) == "km"
    assert at(grid) == (0, BASIS)
    key(grid, Qt.Key.Key_Down)
    assert at(grid) == (1, BASIS)


def test_alt_enter_begins_a_new_line(grid: GridView, stored: Callable[[int, int], str]) -> None:
    go(grid, 0, DESC)
    type_text(grid, "a")
    key(grid, Qt.Key.Key_Return, ALT)
    type_text(grid, "b")
    height = grid.rowHeight(0)
    key(grid, Qt.Key.Key_Return)
    assert stored(0, DESC) == "a\nb"
    assert grid.rowHeight(0) > height


def test_delete_clears_all_selected_cells_at_once(grid: GridView, store: Store, project_id: str) -> None:
    before = texts(store, project_id)
    select(grid, 1, L3, 2, DESC)
    key(grid, Qt.Key.Key_Delete)
    after = texts(store, project_id)
    assert [row[L3 : DESC + 1] for row in after[1:3]] == [("", "")] * 2
    assert editing.undo_name(store) == "清除内容"
    editing.undo(store)
    assert texts(store, project_id) == before
    go(grid, 0, SIGN)
    key(grid, Qt.Key.Key_Backspace)
    assert texts(store, project_id)[0][SIGN] == ""


def test_typing_into_the_last_row_adds_a_record(grid: GridView, store: Store, project_id: str) -> None:
    last = len(SOUND)
    assert shown(grid, last, L3) == INVITATION
    go(grid, last, L3)
    type_text(grid, "abc")
    key(grid, Qt.Key.Key_Tab)
    assert at(grid) == (last, DESC)
    type_text(grid, "def")
    key(grid, Qt.Key.Key_Return)
    assert texts(store, project_id)[last][L3 : DESC + 1] == ("abc", "def")
    assert at(grid) == (last + 1, L3)
    assert shown(grid, last + 1, L3) == INVITATION
    assert shown(grid, last, L3) == "abc"


def test_leaving_the_last_row_blank_adds_nothing(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, len(SOUND), L3)
    key(grid, Qt.Key.Key_F2)
    key(grid, Qt.Key.Key_Return)
    key(grid, Qt.Key.Key_Delete)
    assert len(texts(store, project_id)) == len(SOUND)


def test_a_whole_value_typed_into_the_sign_is_distributed(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, 0, SIGN)
    type_text(grid, "<=50%")
    key(grid, Qt.Key.Key_Tab)
    assert texts(store, project_id)[0][SIGN : MEASURE + 1] == ("≤", "50", "%")
    assert [shown(grid, 0, column) for column in (SIGN, NUMBER, MEASURE)] == ["≤", "50", "%"]


def test_insert_rows_stand_under_the_same_headings(grid: GridView, store: Store, project_id: str) -> None:
    select(grid, 1, L3, 2, L3)
    key(grid, Qt.Key.Key_Equal, CTRL)
    rows = texts(store, project_id)
    assert len(rows) == len(SOUND) + 2
    assert [row[:3] for row in rows[1:3]] == [("产出指标", "质量指标", "")] * 2
    assert at(grid) == (1, L3)
    editing.undo(store)
    assert texts(store, project_id) == list(SOUND)


def test_delete_rows_and_undo(grid: GridView, store: Store, project_id: str) -> None:
    select(grid, 1, L3, 2, L3)
    key(grid, Qt.Key.Key_Minus, CTRL)
    assert texts(store, project_id) == [SOUND[0], SOUND[3]]
    assert at(grid) == (1, L3)
    grid.hub.undo()
    assert [shown(grid, row, L3) for row in range(4)] == [row[L3] for row in SOUND]


def test_rows_move_with_their_selection(grid: GridView, store: Store, project_id: str) -> None:
    select(grid, 1, L3, 2, L3)
    key(grid, Qt.Key.Key_Up, ALT)
    assert [row[L3] for row in texts(store, project_id)] == [SOUND[i][L3] for i in (1, 2, 0, 3)]
    assert {index.row() for index in grid.selectedIndexes()} == {0, 1}
    key(grid, Qt.Key.Key_Down, ALT)
    assert texts(store, project_id) == list(SOUND)
    assert {index.row() for index in grid.selectedIndexes()} == {1, 2}


def test_fill_down_copies_the_first_row_or_the_row_above(grid: GridView, store: Store, project_id: str) -> None:
    select(grid, 0, BASIS, 2, LAST_VALUE)
    key(grid, Qt.Key.Key_D, CTRL)
    assert [row[BASIS:] for row in texts(store, project_id)[:3]] == [("工作计划", "90")] * 3
    go(grid, 3, L2)
    key(grid, Qt.Key.Key_D, CTRL)
    assert texts(store, project_id)[3][L2] == "时效指标"
    grid.hub.undo()
    grid.hub.undo()
    assert texts(store, project_id) == list(SOUND)


def test_select_all_and_keys_that_mean_nothing_here(grid: GridView, store: Store, project_id: str) -> None:
    key(grid, Qt.Key.Key_A, CTRL)
    assert len(grid.selectedIndexes()) == (len(SOUND) + 1) * 9
    key(grid, Qt.Key.Key_Z, CTRL)
    key(grid, Qt.Key.Key_F5)
    assert grid.delegate.editor is None
    assert texts(store, project_id) == list(SOUND)


def test_the_actions_have_names_and_keys_for_the_menu(grid: GridView) -> None:
    keys = {a.objectName(): a.shortcut().toString() for a in grid.grid_actions() if not a.isSeparator()}
    assert keys == {
        "grid_edit": "F2", "grid_cut": "Ctrl+X", "grid_copy": "Ctrl+C", "grid_paste": "Ctrl+V", "grid_clear": "Del",
        "grid_fill_down": "Ctrl+D", "grid_insert_rows": "Ctrl++", "grid_delete_rows": "Ctrl+-",
        "grid_move_up": "Alt+Up", "grid_move_down": "Alt+Down", "grid_select_all": "Ctrl+A", "grid_share_out": "",
    }  # fmt: skip


def test_a_grid_that_is_not_shown_cannot_be_changed_from_the_menu(
    grid: GridView, store: Store, project_id: str
) -> None:
    delete = next(action for action in grid.grid_actions() if action.objectName() == "grid_delete_rows")
    assert delete.isEnabled()
    grid.hide()
    delete.trigger()
    assert not delete.isEnabled()
    assert texts(store, project_id) == list(SOUND)
    grid.show()
    assert delete.isEnabled()


def test_a_read_only_workspace_offers_no_editing(qtbot: QtBot, store: Store, project_id: str) -> None:
    show_grid(qtbot, Hub(store), project_id)
    with workspace.open_workspace(store.path) as second:
        grid = show_grid(qtbot, Hub(second), project_id, ())
        assert grid.hub.read_only
        assert grid.sheet.rowCount() == len(SOUND)
        go(grid, 0, L3)
        type_text(grid, "x")
        key(grid, Qt.Key.Key_F2)
        key(grid, Qt.Key.Key_Delete)
        key(grid, Qt.Key.Key_Minus, CTRL)
        assert grid.delegate.editor is None
        assert texts(second, project_id) == list(SOUND)
        key(grid, Qt.Key.Key_C, CTRL)
        assert QApplication.clipboard().text() == "巡查河道次数"
        key(grid, Qt.Key.Key_Tab)
        assert at(grid) == (0, DESC)


def test_the_context_menu_offers_the_actions_by_mouse_and_by_key(
    grid: GridView, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[list[str]] = []
    monkeypatch.setattr(
        grid, "show_menu", lambda menu, at: offered.append([a.text() for a in menu.actions() if a.text()])
    )
    go(grid, 1, L3)
    at_cell = QPoint(40, 60)
    for part, reason in ((grid.viewport(), QContextMenuEvent.Reason.Mouse), (grid, QContextMenuEvent.Reason.Keyboard)):
        QApplication.sendEvent(part, QContextMenuEvent(reason, at_cell, grid.mapToGlobal(at_cell)))
    names = [
        "编辑单元格", "剪切", "复制", "粘贴", "清除内容", "向下填充",
        "插入行", "删除行", "上移", "下移", "全选", "恢复列宽",
    ]  # fmt: skip
    assert offered == [names, names]


def test_a_file_dropped_on_the_grid_is_left_to_the_window(grid: GridView) -> None:
    go(grid, 0, L3)
    key(grid, Qt.Key.Key_F2)
    editor = grid.delegate.editor
    assert editor is not None
    assert [part.acceptDrops() for part in (grid, grid.viewport(), editor)] == [False] * 3


def test_scattered_cells_are_cleared_and_nothing_between(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, 0, L3)
    also(grid, 2, DESC)
    key(grid, Qt.Key.Key_Delete)
    rows = texts(store, project_id)
    assert (rows[0][L3], rows[0][DESC], rows[2][L3], rows[2][DESC]) == ("", SOUND[0][DESC], SOUND[2][L3], "")
