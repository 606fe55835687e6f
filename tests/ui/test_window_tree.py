"""The tree at the left: what a search finds and hides, which keys it leaves to the menus, names and badges."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing
from desktop_app.domain.findings import ERROR, WARNING
from desktop_app.domain.model import CellKey
from desktop_app.ui import marks
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.tree_badges import badges_beside
from desktop_app.ui.workspace_view import WorkspaceView

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down])
def test_enter_after_typing_takes_the_first_project_found(view: WorkspaceView, qtbot: QtBot, key: Qt.Key) -> None:
    view.tree.box.setFocus()
    view.tree.box.insert("水库巡查")
    qtbot.keyClick(view.tree.box, key)  # before the search began by itself
    assert view.project.form.name.text() == "水库巡查费"
    assert view.tree.view.hasFocus()


def test_enter_stays_in_the_box_where_nothing_was_found(view: WorkspaceView, qtbot: QtBot) -> None:
    view.tree.box.setFocus()
    view.tree.box.insert("没有这样的词")
    qtbot.keyClick(view.tree.box, Qt.Key.Key_Return)
    assert view.tree.box.hasFocus()
    assert view.tree.nothing_found.isVisible()
    assert view.project.form.name.text() == "泵站维护费"


def test_a_search_that_hides_the_open_project_leaves_it_open_and_chosen(
    view: WorkspaceView, qtbot: QtBot, choose: Callable[[str], str]
) -> None:
    project_id = choose("泵站维护费")
    view.tree.box.insert("水库")
    qtbot.waitUntil(lambda: not view.tree.view.currentIndex().isValid())
    assert view.project.form.name.text() == "泵站维护费"
    assert view.pages.currentWidget() is view.project
    assert view.tree.current() is not None
    assert view.tree.current().id == project_id
    view.tree.box.clear()
    qtbot.waitUntil(lambda: view.tree.view.currentIndex().data() == "泵站维护费")
    assert [index.data() for index in view.tree.view.selectedIndexes()] == ["泵站维护费"]


def test_a_new_unit_does_not_end_a_search_or_move_the_choice(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot, choose: Callable[[str], str]
) -> None:
    choose("泵站维护费")
    view.tree.box.insert("水库")
    qtbot.waitUntil(lambda: not view.tree.view.currentIndex().isValid())
    unit = next(node for node in view.tree.all_nodes() if node.kind == "unit")
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [(CellKey("unit", unit.id, "name"), "云岭县水利局机关")])
    assert view.tree.box.text() == "水库"
    assert view.title.text().endswith("云岭县水利局机关 › 泵站维护费")


@pytest.mark.parametrize(
    ("key", "action"),
    [(Qt.Key.Key_E, "data.export"), (Qt.Key.Key_U, "data.pack"), (Qt.Key.Key_I, "data.import")],
)
@pytest.mark.parametrize("box", ["tree", "problems"])
def test_keys_of_the_menus_work_while_something_is_looked_for(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot, key: Qt.Key, action: str, box: str
) -> None:
    field = view.tree.box if box == "tree" else view.problems.text
    done: list[str] = []
    opened.actions_by_id[action].triggered.disconnect()
    opened.actions_by_id[action].triggered.connect(lambda: done.append(action))
    field.setFocus()
    field.insert("水库")
    qtbot.keyClick(field, key, CTRL)
    assert done == [action]
    assert field.text() == "水库"


def test_undo_in_the_search_box_is_the_boxs_while_something_was_typed(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    assert opened.hub is not None
    before = editing.undo_name(opened.hub.store)
    view.tree.box.setFocus()
    qtbot.keyClicks(view.tree.box, "abc")
    qtbot.keyClick(view.tree.box, Qt.Key.Key_Z, CTRL)
    assert view.tree.box.text() == ""
    assert editing.undo_name(opened.hub.store) == before


def test_the_line_above_the_page_follows_the_name_and_its_undo(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    project_id = choose("渠道清淤费")
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [(CellKey("project", project_id, "name"), "渠道整治费")])
    assert view.title.text().endswith("› 渠道整治费")
    opened.undo()
    assert view.title.text().endswith("› 渠道清淤费")


def test_the_badge_of_warnings_gives_way_to_the_name(view: WorkspaceView) -> None:
    metrics = QFontMetrics(marks.badge_font(view.font()))
    both = badges_beside(150, 250, 26, (12, 34, 5, 0), metrics)
    assert both == [(WARNING, 34), (ERROR, 12)]
    assert badges_beside(250, 180, 26, (12, 34, 5, 0), metrics) == [(ERROR, 12)]
    assert badges_beside(250, 120, 26, (0, 34, 0, 0), metrics) == [(WARNING, 34)]
    assert badges_beside(250, 180, 26, (0, 0, 9, 0), metrics) == []
    assert badges_beside(60, 300, 26, (1, 2, 3, 4), metrics) == [(WARNING, 2), (marks.REVIEW, 4), (ERROR, 1)]
    assert badges_beside(250, 100, 26, (1, 2, 3, 4), metrics) == [(ERROR, 1)]


def test_fields_to_be_looked_at_are_counted_in_the_tree(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    model = view.tree.model
    project = model.find("project", choose("水库巡查费"))
    assert project is not None
    assert model.counts(project)[3] == 2
    assert model.counts(model.roots[0])[3] == 2
    qtbot.mouseClick(view.project.confirm, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model.counts(model.roots[0])[3] == 0)
    assert "待核对" not in view.tree.view.currentIndex().data(Qt.ItemDataRole.ToolTipRole)


def test_the_tree_cannot_be_made_too_narrow_for_names(view: WorkspaceView) -> None:
    view.across.setSizes([60, 1200])
    assert view.tree.width() >= view.tree.fontMetrics().horizontalAdvance("云岭县水利局本级") * 1.5
