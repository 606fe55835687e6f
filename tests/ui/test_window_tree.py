"""The tree at the left: parts of the book, filters, which keys it leaves to the menus, names and badges."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, packing, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.reading import TreeNode
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import ERROR, WARNING
from desktop_app.ui import marks
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.tree_badges import badges_beside
from desktop_app.ui.workspace_view import WorkspaceView

CTRL = Qt.KeyboardModifier.ControlModifier


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


def test_badges_lose_their_numbers_before_the_name_and_are_never_left_out(view: WorkspaceView) -> None:
    metrics = QFontMetrics(marks.badge_font(view.font()))
    counts = (12, 34, 5, 6)
    full = [(WARNING, 34), (marks.REVIEW, 6), (ERROR, 12)]
    shorter = [(WARNING, 0), (marks.REVIEW, 6), (ERROR, 12)]
    shortest = [(WARNING, 0), (marks.REVIEW, 0), (ERROR, 12)]
    shown = [badges_beside(250, room, 26, counts, metrics) for room in range(400, 60, -2)]
    assert [badges for i, badges in enumerate(shown) if not i or badges != shown[i - 1]] == [full, shorter, shortest]
    assert badges_beside(20, 150, 26, counts, metrics)[:1] == [(WARNING, 34)]  # a short name asks for no more room
    assert badges_beside(250, 120, 26, (0, 34, 0, 0), metrics) == [(WARNING, 34)]
    assert badges_beside(250, 180, 26, (0, 0, 9, 0), metrics) == []
    assert marks.badge_width(0, 26, metrics) < marks.badge_width(1, 26, metrics)


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


def part(view: WorkspaceView, label: str) -> TreeNode:
    department = view.tree.model.roots[0].children[0]
    return next(node for node in department.parts if node.label == label)


def labels(view: WorkspaceView) -> list[str]:
    """What the tree shows, from top to bottom."""
    found, index = [], view.tree.filter.index(0, 0)
    while index.isValid():
        found.append(index.data())
        index = view.tree.view.indexBelow(index)
    return found


def test_parts_of_the_book_stand_in_the_tree_and_open_their_page(
    view: WorkspaceView, qtbot: QtBot, choose: Callable[[str], str]
) -> None:
    choose("泵站维护费")
    assert labels(view)[2:8] == ["预算公开表", "政府采购", "资产", "机构设置", "文字", "名词解释"]
    view.tree.view.setFocus()
    view.tree.select("part", part(view, "文字").id)
    assert view.pages.currentWidget() is view.sections
    assert view.tree.view.hasFocus()
    assert view.title.text().endswith("› 文字")
    qtbot.keyClick(view.tree.view, Qt.Key.Key_Return)
    assert view.sections.isAncestorOf(QApplication.focusWidget())
    view.tree.select("part", part(view, "预算公开表").id)
    assert view.pages.currentWidget() is view.parts
    choose("水库巡查费")  # back to the page that one came from
    assert view.pages.currentWidget() is view.project


def test_enter_on_a_project_leads_into_its_page(
    view: WorkspaceView, qtbot: QtBot, choose: Callable[[str], str]
) -> None:
    choose("水库巡查费")
    view.tree.view.setFocus()
    qtbot.keyClick(view.tree.view, Qt.Key.Key_Return)
    assert view.project.isAncestorOf(QApplication.focusWidget())


def press(view: WorkspaceView, name: str) -> None:
    view.tree.filters.buttons[name].setChecked(True)


def test_only_projects_with_errors(view: WorkspaceView, choose: Callable[[str], str]) -> None:
    choose("渠道清淤费")
    press(view, "有错误")
    assert labels(view) == ["2025 年度", "412 云岭县水利局", "412001 云岭县水利局本级", "渠道清淤费"]
    view.tree.filters.clear()
    assert len(labels(view)) == 15


def test_only_projects_without_indicators_and_what_is_worked_on_stays(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    assert opened.hub is not None
    choose("渠道清淤费")
    press(view, "未填指标")
    assert labels(view) == [] and view.tree.empty.isVisible()  # it has indicators, chosen or not
    assert view.project.form.name.text() == "渠道清淤费"
    unit = next(node for node in view.tree.all_nodes() if node.kind == "unit")
    _, new = opened.hub.run(workspace.add_project, unit.id, "新项目")
    assert "新项目" in labels(view)
    assert view.tree.select("project", new)
    _, other = opened.hub.run(workspace.add_project, unit.id, "另一个")
    opened.hub.run(editing.insert_rows, "indicator", new)
    qtbot.waitUntil(lambda: "已不符合筛选" in view.tree.empty.text())
    assert "新项目" in labels(view)
    assert view.tree.select("project", other, reveal=False)
    qtbot.waitUntil(lambda: "新项目" not in labels(view))
    assert "另一个" in labels(view) and not view.tree.empty.isVisible()


def test_only_what_was_changed_since_the_last_package(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], tmp_path: Path, qtbot: QtBot
) -> None:
    assert opened.hub is not None
    choose("水库巡查费")
    packing.pack(opened.hub.store, [], tmp_path / "a.jxz", Override("试", "试"))
    qtbot.wait(3)  # the journal counts milliseconds
    press(view, "出包后改过")
    assert not any(label.endswith("费") for label in labels(view))
    pump = next(node for node in view.tree.projects() if node.label == "泵站维护费")
    opened.hub.run(editing.edit_cells, [(CellKey("project", pump.id, "purpose"), "用于泵站的维护和养护")])
    qtbot.waitUntil(lambda: "泵站维护费" in labels(view))
    assert "渠道清淤费" not in labels(view)


def test_filters_narrow_the_search_too(opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]) -> None:
    assert opened.hub is not None and opened.hub.finder.wake(10)
    choose("渠道清淤费")
    press(view, "有错误")
    view.tree.box.setText("农户满意度")
    view.tree.search.now()
    names = {hit.owner.id for hit in view.tree.results.hits.hits}
    assert names == {node.id for node in view.tree.projects() if node.label == "渠道清淤费"}


def test_a_filter_that_hides_what_is_gone_to_is_given_up(view: WorkspaceView, choose: Callable[[str], str]) -> None:
    choose("渠道清淤费")
    press(view, "有错误")
    choose("泵站维护费")
    assert not view.tree.filters.active
    assert view.project.form.name.text() == "泵站维护费"


def test_where_nothing_fits_the_filters_it_is_said(view: WorkspaceView) -> None:
    view.tree.select("year", "2025")
    press(view, "未填指标")
    assert view.tree.empty.isVisible()
    view.tree.filters.clear()
    assert not view.tree.empty.isVisible()
