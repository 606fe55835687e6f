"""How the grid looks: rows as high as their texts, columns that fill the room, signs beside the text."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing
from desktop_app.actions.workspace import Store
from desktop_app.ui import marks
from desktop_app.ui.grid_model import BASIS, DESC, HEADERS, L3, NUMBER
from desktop_app.ui.grid_text import INDENT, Sizer, draw
from desktop_app.ui.grid_view import GridView
from tests.ui.grids import go, key, type_text

LONG = "随机抽样调查的受益群众中表示满意的人数占全部被调查人数的比率，" * 6


def write(grid: GridView, row: int, column: int, text: str) -> None:
    cell = grid.sheet.key(grid.sheet.index(row, column))
    assert cell is not None
    grid.hub.run(editing.edit_cells, [(cell, text)])


def test_a_row_grows_and_shrinks_with_its_text(grid: GridView) -> None:
    before = [grid.rowHeight(row) for row in range(5)]
    write(grid, 1, DESC, LONG)
    grown = grid.rowHeight(1)
    line = grid.fontMetrics().height()
    assert grown > before[1] + 4 * line
    assert [grid.rowHeight(row) for row in (0, 2, 3, 4)] == [before[row] for row in (0, 2, 3, 4)]
    grid.hub.undo()
    assert grid.rowHeight(1) == before[1]


def test_a_wider_column_needs_lower_rows(grid: GridView) -> None:
    write(grid, 1, DESC, LONG)
    before = grid.rowHeight(1)
    grid.horizontalHeader().resizeSection(DESC, grid.columnWidth(DESC) * 2)
    assert grid.rowHeight(1) < before


def test_rows_keep_their_heights_when_they_move_and_go(grid: GridView) -> None:
    write(grid, 1, DESC, LONG)
    high = grid.rowHeight(1)
    go(grid, 1, L3)
    key(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert (grid.rowHeight(1) < high, grid.rowHeight(2)) == (True, high)
    go(grid, 0, L3)
    key(grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert grid.rowHeight(1) == high


def test_columns_fill_the_room_and_keep_what_is_set_by_hand(grid: GridView) -> None:
    header = grid.horizontalHeader()
    assert header.length() == grid.viewport().width()
    assert min(grid.columnWidth(DESC), grid.columnWidth(BASIS)) > grid.columnWidth(L3)
    grid.resize(1300, 600)
    assert header.length() == grid.viewport().width()
    header.resizeSection(L3, 333)
    grid.resize(1100, 600)
    assert grid.columnWidth(L3) == 333
    next(action for action in grid.grid_actions() if action.objectName() == "grid_share_out").trigger()
    assert header.length() == grid.viewport().width()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_no_header_is_cut_in_a_narrow_window(grid: GridView, scale: float) -> None:
    font = grid.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    grid.setFont(font)
    grid.resize(700, 500)
    header: QHeaderView = grid.horizontalHeader()
    for column, title in enumerate(HEADERS):
        assert header.sectionSize(column) >= header.sectionSizeFromContents(column).width(), title


def test_the_sign_stands_beside_the_text(grid: GridView, qtbot: QtBot) -> None:
    write(grid, 0, NUMBER, "一二三四五六七八九十")
    write(grid, 1, L3, "指标" * 30)
    cell = grid.visualRect(grid.sheet.index(0, NUMBER))
    image = grid.viewport().grab(cell).toImage()
    ink, ground = marks.ink(grid.palette()), marks.tint("error", grid.palette())
    strip = [
        image.pixelColor(x, y)
        for x in range(image.width() - 14, image.width() - 2)
        for y in range(20, image.height() - 2)
    ]
    assert all(abs(colour.lightness() - ground.lightness()) < 40 for colour in strip)  # no text under the sign
    assert darkest(image).lightness() < ground.lightness() - 100
    assert ink.lightness() < 60


def darkest(image: QImage) -> QColor:
    colours = [image.pixelColor(QPoint(x, y)) for x in range(image.width()) for y in range(image.height())]
    return min(colours, key=lambda colour: colour.lightness())


def test_other_content_begins_at_its_top(grid: GridView, store: Store) -> None:
    go(grid, 3, L3)
    type_text(grid, "x")
    project = grid.indicators.project_id
    grid.show_project(project)  # shown already: nothing moves, not even the editor
    assert grid.delegate.editor is not None
    assert grid.currentIndex().row() == 3


def left_edges(text: str, width: int) -> list[int]:
    """How far from the left the ink of each painted line begins."""
    image = QImage(width, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter, image.rect(), text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    high = painter.fontMetrics().height()
    painter.end()
    inked = [[x for x in range(width) if image.pixelColor(x, y).lightness() < 160] for y in range(200)]
    rows = [y for y, found in enumerate(inked) if found]
    lines = range(round((rows[-1] - rows[0]) / high + 0.4))
    return [min(min(inked[y], default=width) for y in range(rows[0] + n * high, rows[0] + (n + 1) * high - 4))
            for n in lines]  # fmt: skip


def test_the_lines_of_a_label_that_stands_in_begin_below_one_another(grid: GridView) -> None:
    em = grid.fontMetrics().horizontalAdvance(INDENT)
    label = "机关事业单位基本养老保险缴费支出"
    room = grid.fontMetrics().horizontalAdvance(label) // 2 + 3 * em
    first, second, *_ = left_edges(INDENT * 2 + label, room)
    assert abs(first - second) < em / 2 and second > em
    first, second, *_ = left_edges("\u3000\u3000" + label, room)  # a paragraph as people type it
    assert second < em / 2 < first
    sizer = Sizer(grid.font())
    assert sizer.height(INDENT * 2 + label, room) >= sizer.height(label, room - 2 * em)
