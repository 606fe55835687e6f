"""The department's goals in the window: a grid beside the text, by real keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, reading, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Section
from desktop_app.ui.department_goals_model import DUTY, MEASURE, NAME, NUMBER, SIGN, TEXT
from desktop_app.ui.department_goals_pane import DepartmentGoalsPane
from desktop_app.ui.hub import Hub
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.workspace_view import SECTIONS, WorkspaceView
from tests.ui.conftest import Said
from tests.ui.grids import compose, go, key, put_on_clipboard, take_keyboard

STATED = (
    "1、绩效目标：管好渠道。\n绩效指标：渠道完好率：95%。\n清淤长度：12公里以上\n"
    "2、绩效目标：供水不断。\n绩效指标：水质合格率：100%。"
)
ROWS = [
    ["", "管好渠道。", "渠道完好率", "", "95", "%"],
    ["", "", "清淤长度", "≥", "12", "公里"],
    ["", "供水不断。", "水质合格率", "", "100", "%"],
]


@pytest.fixture
def hub(opened: MainWindow) -> Hub:
    """The open county."""
    assert opened.hub is not None
    return opened.hub


@pytest.fixture
def goals(hub: Hub, view: WorkspaceView, qtbot: QtBot) -> DepartmentGoalsPane:
    """The page of texts with a section that states goals; the grid has the keyboard."""
    department = view.tree.around("department")
    assert department is not None
    texts = [{"heading": "三、分项绩效目标", "text": STATED}, {"heading": "四、分项绩效目标", "text": ""}]
    hub.run(editing.insert_rows, "section", department.id, "", 1, texts)
    view.show_tab(SECTIONS)
    view.sections.list.setCurrentRow(2)
    assert view.goals.view.isVisible()
    take_keyboard(qtbot, view.goals.view)
    return view.goals


def shown(pane: DepartmentGoalsPane) -> list[list[str]]:
    """The texts of the grid's records."""
    model = pane.view.goals
    return [[model.text(row, column) for column in range(6)] for row in range(model.records())]


def stored(hub: Hub) -> Section:
    """The section that states goals, as it is in the workspace."""
    (year,) = reading.tree(hub.store)
    return reading.load_texts(hub.store, year.children[0].id).sections[2]


def test_a_section_is_shown_as_text_or_as_table(goals: DepartmentGoalsPane, view: WorkspaceView, qtbot: QtBot) -> None:
    assert shown(goals) == ROWS
    assert (goals.view.rowSpan(0, TEXT), goals.view.rowSpan(2, TEXT), goals.view.rowSpan(0, NAME)) == (2, 1, 1)
    assert not view.sections.text.isVisible()
    qtbot.mouseClick(goals.as_text, Qt.MouseButton.LeftButton)
    assert view.sections.text.isVisible() and not goals.isVisible()
    assert view.sections.text.toPlainText() == STATED
    view.sections.list.setCurrentRow(0)
    assert not goals.bar.isVisible()
    view.sections.list.setCurrentRow(2)
    qtbot.mouseClick(goals.as_table, Qt.MouseButton.LeftButton)
    assert shown(goals) == ROWS and goals.as_table.isChecked()


def test_the_model_keeps_the_rules_of_models(goals: DepartmentGoalsPane, hub: Hub, qtbot: QtBot) -> None:
    ModelTester(goals.view.goals).check(goals.view.goals)
    assert goals.view.goals.add_goal(0)
    assert goals.view.goals.delete_rows([0])
    hub.undo()
    assert goals.view.goals.records() == 4


def test_cells_are_typed_by_keys(goals: DepartmentGoalsPane, hub: Hub, qtbot: QtBot) -> None:
    go(goals.view, 0, SIGN)
    compose(goals.view, "", "≥96%")
    key(goals.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(goals)[0] == ["", "管好渠道。", "渠道完好率", "≥", "96", "%"])
    assert "渠道完好率：≥96%。" in stored(hub).text
    go(goals.view, 1, NUMBER)
    compose(goals.view, "", "15")
    key(goals.view, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "清淤长度：15公里以上" in stored(hub).text)
    assert goals.view.currentIndex().column() == MEASURE
    hub.undo()
    hub.undo()
    assert shown(goals) == ROWS and stored(hub).text == STATED


def test_keys_move_over_a_goal_as_one_cell(goals: DepartmentGoalsPane, qtbot: QtBot) -> None:
    go(goals.view, 0, TEXT)
    for row in (2, 3):
        qtbot.keyClick(goals.view, Qt.Key.Key_Return)
        assert (goals.view.currentIndex().row(), goals.view.currentIndex().column()) == (row, TEXT)
    for row in (2, 0):
        qtbot.keyClick(goals.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert goals.view.currentIndex().row() == row
    qtbot.keyClick(goals.view, Qt.Key.Key_Down)
    assert goals.view.currentIndex().row() == 2
    go(goals.view, 1, NAME)
    qtbot.keyClick(goals.view, Qt.Key.Key_Left)
    assert (goals.view.currentIndex().row(), goals.view.currentIndex().column()) == (0, TEXT)
    go(goals.view, 0, MEASURE)
    qtbot.keyClick(goals.view, Qt.Key.Key_Tab)
    assert (goals.view.currentIndex().row(), goals.view.currentIndex().column()) == (1, NAME)


def test_rows_are_high_enough_for_a_goal_over_them(goals: DepartmentGoalsPane, hub: Hub) -> None:
    goal = stored(hub).goals[0]
    hub.run(editing.edit_cells, [(CellKey("department_goal", goal.id, "text"), "管好渠道，" * 60)])
    height = goals.view.rowHeight(0) + goals.view.rowHeight(1)
    needed = goals.view.delegate.height(goals.view.goals.index(0, TEXT), goals.view.columnWidth(TEXT))
    assert needed <= height <= needed + 2 and goals.view.rowHeight(2) < needed / 3


def test_rows_are_inserted_moved_and_deleted_by_keys(goals: DepartmentGoalsPane, hub: Hub, qtbot: QtBot) -> None:
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    go(goals.view, 1, NAME)
    qtbot.keyClick(goals.view, Qt.Key.Key_Equal, control)
    assert [row[NAME] for row in shown(goals)] == ["渠道完好率", "", "清淤长度", "水质合格率"]
    compose(goals.view, "", "巡查")
    key(goals.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "渠道完好率：95%。\n巡查：。\n清淤长度" in stored(hub).text)
    go(goals.view, 1, NAME)
    qtbot.keyClick(goals.view, Qt.Key.Key_Up, alt)
    assert [row[NAME] for row in shown(goals)] == ["巡查", "渠道完好率", "清淤长度", "水质合格率"]
    qtbot.keyClick(goals.view, Qt.Key.Key_Minus, control)
    assert [row[NAME] for row in shown(goals)] == ["渠道完好率", "清淤长度", "水质合格率"]
    go(goals.view, 2, TEXT)
    qtbot.keyClick(goals.view, Qt.Key.Key_Up, alt)
    assert stored(hub).text.startswith("1、绩效目标：供水不断。\n绩效指标：水质合格率：100%。\n2、绩效目标：管好渠道。")
    go(goals.view, 0, TEXT)
    qtbot.keyClick(goals.view, Qt.Key.Key_Minus, control)
    assert [goal.text for goal in stored(hub).goals] == ["管好渠道。"]


def test_new_goals_and_indicators_by_buttons_and_in_the_last_row(
    goals: DepartmentGoalsPane, hub: Hub, qtbot: QtBot
) -> None:
    go(goals.view, 0, NAME)
    qtbot.mouseClick(goals.add_indicator, Qt.MouseButton.LeftButton)
    assert (goals.view.currentIndex().row(), goals.view.currentIndex().column()) == (1, NAME)
    compose(goals.view, "", "巡查")
    key(goals.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(goals)[1][NAME] == "巡查")
    qtbot.mouseClick(goals.add_goal, Qt.MouseButton.LeftButton)
    assert (goals.view.currentIndex().row(), goals.view.currentIndex().column()) == (3, TEXT)
    compose(goals.view, "", "防汛")
    key(goals.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "\n2、绩效目标：防汛\n3、绩效目标：供水不断。" in stored(hub).text)
    go(goals.view, goals.view.goals.records(), TEXT)
    compose(goals.view, "", "灌溉")
    key(goals.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(hub).text.endswith("\n4、绩效目标：灌溉"))
    go(goals.view, goals.view.goals.records() - 1, NAME)
    compose(goals.view, "", "灌溉面积")
    key(goals.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "绩效目标：灌溉\n绩效指标：灌溉面积：" in stored(hub).text)


def test_blocks_are_copied_and_pasted(goals: DepartmentGoalsPane, hub: Hub, qtbot: QtBot) -> None:
    goals.view.selectAll()
    qtbot.keyClick(goals.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert [line.split("\t") for line in copied.splitlines()] == ROWS
    go(goals.view, 3, DUTY)
    put_on_clipboard(copied)
    qtbot.keyClick(goals.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shown(goals) == ROWS + [[*row[:SIGN], *row[SIGN:]] for row in ROWS]
    assert [goal.text for goal in stored(hub).goals] == ["管好渠道。", "供水不断。"] * 2
    hub.undo()
    assert stored(hub).text == STATED
    go(goals.view, 0, NUMBER)
    put_on_clipboard("97\t%\n13\t公里")
    qtbot.keyClick(goals.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [row[NUMBER] for row in shown(goals)] == ["97", "13", "100"]
    assert "清淤长度：13公里以上" in stored(hub).text


def test_goals_are_begun_in_a_blank_section(
    goals: DepartmentGoalsPane, hub: Hub, view: WorkspaceView, qtbot: QtBot, said: Said
) -> None:
    view.sections.list.setCurrentRow(3)
    assert not goals.view.isVisible() and goals.begin.isVisible()
    qtbot.mouseClick(goals.begin, Qt.MouseButton.LeftButton)
    assert goals.view.isVisible() and goals.view.goals.records() == 0
    go(goals.view, 0, TEXT)
    compose(goals.view, "", "防汛")
    key(goals.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(goals) == [["", "防汛", "", "", "", ""]])
    hub.undo()
    view.sections.list.setCurrentRow(2)
    text = CellKey("section", stored(hub).id, "text")
    hub.run(editing.edit_cells, [(text, "管好渠道。")])
    assert not goals.view.isVisible() and view.sections.text.isVisible()
    qtbot.mouseClick(goals.begin, Qt.MouseButton.LeftButton)
    assert "没有写明" in said.errors.pop()


def test_a_problem_leads_to_its_cell(goals: DepartmentGoalsPane, hub: Hub, view: WorkspaceView, qtbot: QtBot) -> None:
    indicator = stored(hub).goals[1].indicators[0]
    hub.run(editing.edit_cells, [(CellKey("goal_indicator", indicator.id, "value"), "130%")])
    view.problems.refresh()
    finding = next(f for f in view.problems.model.shown if ".goals[" in f.path)
    assert goals.view.goals.index(2, NUMBER).data(Qt.ItemDataRole.ToolTipRole)
    view.sections.list.setCurrentRow(0)
    view.show_tab(0)
    row = view.problems.model.shown.index(finding)
    index = view.problems.model.index(row, 1)
    view.problems.table.scrollTo(index)
    view.problems.table.doubleClicked.emit(index)
    assert (goals.view.currentIndex().row(), goals.view.currentIndex().column()) == (2, NUMBER)
    assert goals.view.hasFocus() and view.current_key() == CellKey("goal_indicator", indicator.id, "number")


def test_undoing_the_section_takes_the_grid_away(goals: DepartmentGoalsPane, hub: Hub, view: WorkspaceView) -> None:
    hub.undo()
    assert view.sections.list.count() == 2 and not goals.isVisible()


def test_what_is_being_typed_is_stored_when_another_section_is_chosen(
    goals: DepartmentGoalsPane, hub: Hub, view: WorkspaceView, qtbot: QtBot
) -> None:
    go(goals.view, 2, TEXT)
    compose(goals.view, "", "供好水。")
    assert goals.view.delegate.editor is not None
    sections = view.sections.list
    qtbot.mouseClick(
        sections.viewport(), Qt.MouseButton.LeftButton, pos=sections.visualItemRect(sections.item(0)).center()
    )
    assert stored(hub).goals[1].text == "供好水。"
    assert not goals.isVisible() and view.sections.text.toPlainText() == "保障全县灌溉用水。"
    sections.setCurrentRow(2)
    assert shown(goals)[2][TEXT] == "供好水。"
    take_keyboard(qtbot, goals.view)
    go(goals.view, 2, TEXT)
    compose(goals.view, "", "供水不断。")
    view.show_tab(0)
    assert stored(hub).goals[1].text == "供水不断。"


def test_a_read_only_window_shows_the_goals_and_offers_no_edit(
    goals: DepartmentGoalsPane, hub: Hub, view: WorkspaceView, window: MainWindow
) -> None:
    path = hub.store.path
    window.close_workspace()
    with workspace.open_workspace(path):
        window.open_paths([path])
        assert window.view is not None
        window.view.show_tab(SECTIONS)
        window.view.sections.list.setCurrentRow(2)
        pane = window.view.goals
        assert shown(pane) == ROWS and pane.view.goals.rowCount() == 3
        assert not pane.add_goal.isEnabled() and not pane.view.goals.editable(0, TEXT)
        window.close_workspace()
