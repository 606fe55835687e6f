"""Blocks of cells between the grid and Excel or WPS, by the clipboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.actions import editing
from desktop_app.actions.workspace import Store
from desktop_app.ui.grid_model import BASIS, DESC, L1, L3, LAST_VALUE, MEASURE, NUMBER, SIGN
from desktop_app.ui.grid_view import GridView
from tests.ui.conftest import Said
from tests.ui.grids import SOUND, go, key, put_on_clipboard, select, shown, texts

CTRL = Qt.KeyboardModifier.ControlModifier


def paste(grid: GridView, text: str = "", html: str = "") -> None:
    put_on_clipboard(text, html)
    key(grid, Qt.Key.Key_V, CTRL)


def test_a_block_is_copied_as_text_and_as_a_table(grid: GridView) -> None:
    grid.hub.run(editing.edit_cells, [(grid.sheet.key(grid.sheet.index(0, DESC)), "第一行\n第二行")])
    select(grid, 0, L3, 1, DESC)
    key(grid, Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == '巡查河道次数\t"第一行\n第二行"\n维修验收合格率\t验收合格的维修占全部维修的比率\n'
    assert mime.html().count("<td") == 4


def test_a_block_from_a_spreadsheet_is_one_operation(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, 1, L3)
    paste(grid, '甲\t"一\n二"\r\n乙\t三\r\n')
    rows = texts(store, project_id)
    assert [row[L3 : DESC + 1] for row in rows[1:3]] == [("甲", "一\n二"), ("乙", "三")]
    assert rows[1][SIGN:] == SOUND[1][SIGN:]
    assert {(i.row(), i.column()) for i in grid.selectedIndexes()} == {(1, L3), (1, DESC), (2, L3), (2, DESC)}
    assert editing.undo_name(store) == "粘贴"
    grid.hub.undo()
    assert texts(store, project_id) == list(SOUND)


def test_a_block_beyond_the_end_adds_rows_and_one_undo_takes_all_back(
    grid: GridView, store: Store, project_id: str
) -> None:
    go(grid, 3, L3)
    paste(grid, "甲\t说明\n乙\t说明\n丙\t说明\n\t\n")
    rows = texts(store, project_id)
    assert [row[L3] for row in rows] == [SOUND[0][L3], SOUND[1][L3], SOUND[2][L3], "甲", "乙", "丙"]
    assert [shown(grid, row, L3) for row in range(3, 6)] == ["甲", "乙", "丙"]
    assert grid.sheet.rowCount() == 7
    grid.hub.undo()
    assert texts(store, project_id) == list(SOUND)
    assert grid.sheet.rowCount() == 5
    grid.hub.redo()
    assert texts(store, project_id) == rows


def test_a_block_into_the_inviting_row_makes_records(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, len(SOUND), L1)
    paste(grid, "产出指标\t数量指标\t甲\n产出指标\t质量指标\t乙\n")
    assert [row[:3] for row in texts(store, project_id)[len(SOUND) :]] == [
        ("产出指标", "数量指标", "甲"),
        ("产出指标", "质量指标", "乙"),
    ]
    assert grid.currentIndex().row() == len(SOUND)


def test_a_single_text_fills_the_selection(grid: GridView, store: Store, project_id: str) -> None:
    select(grid, 0, BASIS, 2, BASIS)
    paste(grid, "历史数据\r\n")
    assert [row[BASIS] for row in texts(store, project_id)] == ["历史数据"] * 3 + ["统计年鉴"]
    grid.hub.undo()
    assert texts(store, project_id) == list(SOUND)


def test_a_row_is_repeated_over_a_selection_of_several_rows(grid: GridView, store: Store, project_id: str) -> None:
    select(grid, 0, BASIS, 3, BASIS)
    paste(grid, "甲\t1\n")
    assert [row[BASIS:] for row in texts(store, project_id)] == [("甲", "1"), *[row[BASIS:] for row in SOUND[1:]]]
    grid.hub.undo()
    select(grid, 0, BASIS, 3, LAST_VALUE)
    paste(grid, "甲\t1\n")
    assert [row[BASIS:] for row in texts(store, project_id)] == [("甲", "1")] * 4


def test_whole_values_pasted_into_the_sign_are_distributed(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, 0, SIGN)
    paste(grid, "≥90%\n≤5个月\n定性\n")
    assert [row[SIGN : MEASURE + 1] for row in texts(store, project_id)[:2]] == [("≥", "90", "%"), ("≤", "5", "个月")]
    assert [shown(grid, 0, column) for column in (SIGN, NUMBER, MEASURE)] == ["≥", "90", "%"]
    assert texts(store, project_id)[2][SIGN] == "定性"


def test_a_table_without_text_is_pasted_with_its_merged_cells(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, 0, L1)
    paste(grid, html="<table><tr><td rowspan=2>产出指标<td>数量指标<td>甲<tr><td>质量指标<td>乙</table>")
    assert [row[:3] for row in texts(store, project_id)[:2]] == [
        ("产出指标", "数量指标", "甲"),
        ("产出指标", "质量指标", "乙"),
    ]


def test_what_is_wider_than_the_grid_is_asked_about(grid: GridView, store: Store, project_id: str, said: Said) -> None:
    go(grid, 0, LAST_VALUE)
    said.answer = False
    paste(grid, "80\t多出来\n")
    assert texts(store, project_id) == list(SOUND)
    said.answer = True
    paste(grid, "80\t多出来\n")
    assert texts(store, project_id)[0][LAST_VALUE] == "80"


def test_cut_takes_the_texts_away_in_one_operation(grid: GridView, store: Store, project_id: str) -> None:
    select(grid, 0, SIGN, 0, MEASURE)
    key(grid, Qt.Key.Key_X, CTRL)
    assert texts(store, project_id)[0][SIGN : MEASURE + 1] == ("", "", "")
    go(grid, 3, SIGN)
    key(grid, Qt.Key.Key_V, CTRL)
    assert texts(store, project_id)[3][SIGN : MEASURE + 1] == ("≥", "96", "次")
    grid.hub.undo()
    grid.hub.undo()
    assert texts(store, project_id) == list(SOUND)


def test_an_empty_clipboard_pastes_nothing(grid: GridView, store: Store, project_id: str) -> None:
    QGuiApplication.clipboard().clear()
    key(grid, Qt.Key.Key_V, CTRL)
    assert texts(store, project_id) == list(SOUND)


def test_in_an_open_editor_the_clipboard_goes_into_its_text(grid: GridView, store: Store, project_id: str) -> None:
    go(grid, 0, L3)
    key(grid, Qt.Key.Key_F2)
    put_on_clipboard('"（次）\n2"\r\n')
    key(grid, Qt.Key.Key_V, CTRL)
    key(grid, Qt.Key.Key_Return)
    assert texts(store, project_id)[0][L3] == "巡查河道次数（次）\n2"
