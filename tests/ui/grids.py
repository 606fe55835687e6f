"""A shown indicator grid over a real workspace, and hands to work it with."""

from PySide6.QtCore import QItemSelectionModel, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, reading
from desktop_app.actions.workspace import Store
from desktop_app.ui.grid_model import COLUMNS
from desktop_app.ui.grid_sheet_view import SheetView
from desktop_app.ui.grid_view import GridView
from desktop_app.ui.hub import Hub
from desktop_app.ui.parts_pane import PartsPane

# 一级 二级 三级 描述 符号 指标值 单位 依据 上年值; nothing is wrong in any cell of these
SOUND = (
    ("产出指标", "数量指标", "巡查河道次数", "全年巡查河道的次数", "≥", "96", "次", "工作计划", "90"),
    ("产出指标", "质量指标", "维修验收合格率", "验收合格的维修占全部维修的比率", "≥", "98", "%", "历史数据", "97"),
    ("产出指标", "时效指标", "检修完成时限", "汛期前完成检修的月份", "≤", "5", "月", "防汛要求", "5"),
    ("效益指标", "社会效益指标", "受益农田面积", "灌溉得到保障的农田面积", "≥", "3.2", "万亩", "统计年鉴", "3"),
)


def show_grid(qtbot: QtBot, hub: Hub, project_id: str, rows: tuple[tuple[str, ...], ...] = SOUND) -> GridView:
    """The shown grid of a project with these indicators; it has the keyboard and its first cell is current."""
    add_rows(hub, project_id, rows)
    grid = GridView(hub)
    qtbot.addWidget(grid)
    grid.resize(1000, 600)
    grid.show_project(project_id)
    take_keyboard(qtbot, grid)
    return grid


def show_parts(qtbot: QtBot, hub: Hub, department_id: str) -> PartsPane:
    """The shown page of a department's tables; the first of them has the keyboard."""
    pane = PartsPane(hub)
    qtbot.addWidget(pane)
    pane.resize(1100, 640)
    pane.show_department(department_id)
    take_keyboard(qtbot, pane.table.view)
    return pane


def add_rows(hub: Hub, project_id: str, rows: tuple[tuple[str, ...], ...] = SOUND) -> None:
    """Add indicators to a project."""
    if rows:
        new = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        hub.run(editing.insert_rows, "indicator", project_id, "", 1, new)


def take_keyboard(qtbot: QtBot, view: SheetView) -> None:
    """Show a view and give it the keyboard."""
    view.window().show()
    view.window().activateWindow()
    qtbot.waitExposed(view.window())
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)


def texts(store: Store, project_id: str) -> list[tuple[str, ...]]:
    """What is in the workspace: the texts of each indicator in the order of the grid's columns."""
    project = reading.load_project(store, project_id)
    return [tuple(getattr(row, column) for column in COLUMNS) for row in project.indicators]


def go(view: SheetView, row: int, column: int) -> None:
    """Make a cell current."""
    view.make_current(view.sheet.index(row, column))


def select(view: SheetView, top: int, left: int, bottom: int, right: int) -> None:
    """Select a block with Shift and the arrow keys."""
    go(view, top, left)
    for _ in range(bottom - top):
        key(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(right - left):
        key(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


def also(view: SheetView, row: int, column: int) -> None:
    """Add a cell to the selection, as Ctrl and the mouse do."""
    view.selectionModel().select(view.sheet.index(row, column), QItemSelectionModel.SelectionFlag.Select)


def key(view: SheetView, pressed: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is: in the open editor, else in the view."""
    QTest.keyClick(view.delegate.editor or view, pressed, modifiers)


def type_text(view: SheetView, text: str) -> None:
    """Type ASCII text where the keyboard is, the first character into the cell where no editor is open."""
    for character in text:
        QTest.keyClicks(view.delegate.editor or view, character)


def compose(view: SheetView, preedit: str, commit: str = "") -> None:
    """What an input method sends to where the keyboard is: first what is being composed, then what is chosen."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def put_on_clipboard(text: str = "", html: str = "") -> None:
    """What another program copied."""
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    QGuiApplication.clipboard().setMimeData(mime)


def shown(view: SheetView, row: int, column: int) -> str:
    """The text that a cell shows."""
    return str(view.sheet.index(row, column).data())
