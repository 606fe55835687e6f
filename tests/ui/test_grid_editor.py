"""The editors of the grid: input methods, proposals, and that no way of leaving one loses its text."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.errors import UserError
from desktop_app.ui.grid_editors import ChoiceEditor, TextEditor
from desktop_app.ui.grid_model import BASIS, DESC, L1, L2, L3, NUMBER, SIGN
from desktop_app.ui.grid_view import GridView
from tests.ui.conftest import Said
from tests.ui.grids import SOUND, compose, go, key, shown, take_keyboard, texts, type_text


@pytest.mark.parametrize("column", [L1, DESC, NUMBER])
def test_an_input_method_opens_the_editor_and_keeps_what_is_composed(
    grid: GridView, stored: Callable[[int, int], str], column: int
) -> None:
    go(grid, 0, column)
    assert grid.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    compose(grid, "shui")
    compose(grid, "shuili")
    compose(grid, "", "水利")
    compose(grid, "", "𠮷")
    assert grid.delegate.editor is not None
    assert grid.delegate.editor.text() == "水利𠮷"
    key(grid, Qt.Key.Key_Return)
    assert stored(0, column) == "水利𠮷"


def test_an_input_method_may_commit_at_once(grid: GridView, stored: Callable[[int, int], str]) -> None:
    go(grid, 1, L3)
    compose(grid, "", "合格率")
    key(grid, Qt.Key.Key_Tab)
    assert stored(1, L3) == "合格率"


def test_a_composition_given_up_leaves_the_text(grid: GridView, stored: Callable[[int, int], str]) -> None:
    go(grid, 0, L3)
    compose(grid, "shui")
    compose(grid, "")
    assert grid.commit_open_editor()
    assert stored(0, L3) == SOUND[0][L3]


def test_chinese_goes_where_the_text_cursor_is(grid: GridView, stored: Callable[[int, int], str]) -> None:
    go(grid, 0, L3)
    key(grid, Qt.Key.Key_F2)
    compose(grid, "nian")
    compose(grid, "", "（年）")
    key(grid, Qt.Key.Key_Return)
    assert stored(0, L3) == "巡查河道次数（年）"


def test_commit_open_editor_stores_at_once(grid: GridView, stored: Callable[[int, int], str]) -> None:
    go(grid, 0, DESC)
    type_text(grid, "abc")
    assert grid.commit_open_editor()
    assert grid.delegate.editor is None
    assert stored(0, DESC) == "abc"
    assert grid.commit_open_editor()


def test_another_project_stores_what_is_typed(grid: GridView, store: Store, stored: Callable[[int, int], str]) -> None:
    unit = store.query("SELECT id FROM unit")[0]["id"]
    _, other = workspace.add_project(store, unit, "渠道清淤费")
    go(grid, 2, BASIS)
    type_text(grid, "abc")
    grid.show_project(other)
    assert stored(2, BASIS) == "abc"
    assert grid.sheet.rowCount() == 1
    assert grid.currentIndex().row() == 0


def test_leaving_the_window_stores_what_is_typed(
    grid: GridView, stored: Callable[[int, int], str], qtbot: QtBot
) -> None:
    go(grid, 0, BASIS)
    type_text(grid, "abc")
    grid.clearFocus()
    grid.hide()
    qtbot.waitUntil(lambda: stored(0, BASIS) == "abc")


def test_clicking_another_cell_stores_and_hits_the_row_clicked(
    grid: GridView, stored: Callable[[int, int], str], qtbot: QtBot
) -> None:
    go(grid, 0, DESC)
    type_text(grid, "long text " * 30)
    target = grid.visualRect(grid.sheet.index(2, BASIS)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (2, BASIS)
    assert stored(0, DESC) == "long text " * 30
    qtbot.waitUntil(lambda: grid.rowHeight(0) > 60)


def test_what_cannot_be_stored_stays_in_the_editor(
    grid: GridView, store: Store, project_id: str, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise UserError("磁盘空间不足，没有写成")

    go(grid, 0, BASIS)
    type_text(grid, "abc")
    with monkeypatch.context() as patch:
        patch.setattr(editing, "edit_cells", refuse)
        key(grid, Qt.Key.Key_Return)
        assert said.errors == ["磁盘空间不足，没有写成。"]
        assert not grid.commit_open_editor()
    assert grid.delegate.editor is not None
    assert grid.delegate.editor.text() == "abc"
    assert grid.commit_open_editor()
    assert texts(store, project_id)[0][BASIS] == "abc"
    said.errors.clear()


def test_the_frame_proposes_and_the_second_level_depends_on_the_first(grid: GridView) -> None:
    go(grid, 0, L2)
    key(grid, Qt.Key.Key_F2)
    editor = grid.delegate.editor
    assert isinstance(editor, ChoiceEditor)
    assert choices(editor) == ["数量指标", "质量指标", "时效指标", "成本指标"]
    key(grid, Qt.Key.Key_Escape)
    go(grid, 3, L2)
    key(grid, Qt.Key.Key_F2)
    assert isinstance(grid.delegate.editor, ChoiceEditor)
    assert choices(grid.delegate.editor)[0] == "经济效益指标"


def choices(editor: QComboBox) -> list[str]:
    return [editor.itemText(i) for i in range(editor.count())]


def test_a_second_level_brings_its_first_level_along_where_that_is_blank(
    grid: GridView, store: Store, project_id: str
) -> None:
    last = len(SOUND)
    go(grid, last, L2)
    compose(grid, "", "生态效益指标")
    key(grid, Qt.Key.Key_Tab)
    assert texts(store, project_id)[last][:2] == ("效益指标", "生态效益指标")
    grid.hub.undo()
    assert len(texts(store, project_id)) == last
    go(grid, 0, L2)
    compose(grid, "", "生态效益指标")
    key(grid, Qt.Key.Key_Tab)
    assert texts(store, project_id)[0][:2] == ("产出指标", "生态效益指标")


def test_typing_is_completed_and_free_text_is_taken(grid: GridView, stored: Callable[[int, int], str]) -> None:
    go(grid, 0, L2)
    compose(grid, "", "时")
    assert grid.delegate.editor is not None
    assert grid.delegate.editor.text() == "时效指标"
    key(grid, Qt.Key.Key_Return)
    assert stored(0, L2) == "时效指标"
    go(grid, 0, L2)
    compose(grid, "", "自拟指标")
    key(grid, Qt.Key.Key_Return)
    assert stored(0, L2) == "自拟指标"


@pytest.mark.qt_log_ignore("This plugin does not support")  # windows off screen cannot grab
def test_a_proposal_is_taken_from_the_list_by_mouse(
    grid: GridView, stored: Callable[[int, int], str], qtbot: QtBot
) -> None:
    go(grid, 0, SIGN)
    corner = grid.visualRect(grid.currentIndex()).bottomRight() - QPoint(4, 4)
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    editor = grid.delegate.editor
    assert isinstance(editor, ChoiceEditor)
    qtbot.waitUntil(editor.view().isVisible)
    row = editor.findText("定性")
    spot = editor.view().visualRect(editor.model().index(row, 0)).center()
    qtbot.wait(QApplication.doubleClickInterval() + 50)  # Qt takes a release right after the opening for no choice
    qtbot.mouseClick(editor.view().viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: stored(0, SIGN) == "定性")
    assert grid.delegate.editor is None


def test_double_click_edits_at_the_end(grid: GridView, stored: Callable[[int, int], str], qtbot: QtBot) -> None:
    target = grid.visualRect(grid.sheet.index(1, L3)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=target)
    qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=target)
    qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=target)
    type_text(grid, "x")
    key(grid, Qt.Key.Key_Return)
    assert stored(1, L3) == "维修验收合格率x"


def test_the_editor_grows_over_the_rows_below_and_stays_in_the_grid(grid: GridView) -> None:
    go(grid, 1, DESC)
    key(grid, Qt.Key.Key_F2)
    editor = grid.delegate.editor
    assert isinstance(editor, TextEditor)
    before = editor.height()
    editor.insertPlainText("很长的说明" * 20)
    assert editor.height() > before
    editor.insertPlainText("很长的说明" * 400)
    assert grid.viewport().rect().contains(editor.geometry())
    assert editor.verticalScrollBar().isVisible()


def test_no_break_spaces_survive_editing(grid: GridView, store: Store, project_id: str) -> None:
    key_of = grid.sheet.key(grid.sheet.index(0, DESC))
    assert key_of is not None
    grid.hub.run(editing.edit_cells, [(key_of, "甲\u00a0乙\n丙")])
    go(grid, 0, DESC)
    key(grid, Qt.Key.Key_F2)
    type_text(grid, "x")
    assert grid.commit_open_editor()
    assert texts(store, project_id)[0][DESC] == "甲\u00a0乙\n丙x"


def test_an_undo_while_nothing_was_typed_is_the_programs(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, 0, BASIS)
    type_text(grid, "abc")
    key(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # takes back what was typed in the editor
    assert grid.delegate.editor is not None
    assert grid.delegate.editor.text() == SOUND[0][BASIS]
    assert texts(store, project_id) == list(SOUND)


def test_a_finding_leads_to_its_cell(grid: GridView, store: Store, project_id: str, qtbot: QtBot) -> None:
    row = store.query("SELECT id FROM indicator ORDER BY place")[2]["id"]
    grid.clearFocus()
    assert grid.go_to(CellKey("indicator", row, "value"))
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (2, NUMBER)
    assert grid.hasFocus()
    assert grid.current_key() == CellKey("indicator", row, "number")
    assert not grid.go_to(CellKey("indicator", "weg", "l3"))
    assert not grid.go_to(CellKey("project", project_id, "name"))
    take_keyboard(qtbot, grid)
    go(grid, len(SOUND), L3)
    assert grid.current_key() is None
    assert shown(grid, 0, L3) == SOUND[0][L3]


def test_the_candidates_of_an_input_method_stand_below_the_cell(grid: GridView) -> None:
    go(grid, 1, L3)
    place = grid.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    cell = grid.visualRect(grid.currentIndex())
    assert place.topLeft() == grid.viewport().mapTo(grid, cell.topLeft()) and place.size() == cell.size()
    assert place.top() > cell.top()


def test_what_is_typed_stands_where_the_cell_shows_it(grid: GridView) -> None:
    write_into = grid.sheet.index(0, NUMBER)
    grid.setRowHeight(0, 90)
    grid.make_current(write_into)
    type_text(grid, "7")
    editor = grid.delegate.editor
    assert isinstance(editor, TextEditor)
    QApplication.processEvents()
    cell = grid.visualRect(write_into)
    caret = editor.cursorRect().translated(editor.viewport().pos()).translated(editor.pos())
    assert abs(caret.center().y() - cell.center().y()) <= 3
    assert abs(caret.center().x() - cell.center().x()) <= grid.fontMetrics().horizontalAdvance("7") + 3  # as the column


def test_the_text_of_a_cell_does_not_look_out_behind_its_editor(grid: GridView) -> None:
    grid.hub.run(editing.edit_cells, [(grid.sheet.key(grid.sheet.index(0, DESC)), "全年巡查河道的次数，" * 12)])
    go(grid, 0, DESC)
    type_text(grid, "7")
    QApplication.processEvents()
    assert grid.delegate.editor is not None
    image, cell = grid.viewport().grab().toImage(), grid.delegate.editor.geometry()
    inside = cell.adjusted(4, 4, -4, -4)
    strip = {image.pixel(x, inside.top() + y) for x in range(inside.left(), inside.right()) for y in range(12)}
    assert len(strip) == 1  # nothing but the ground above the line that is typed
