"""Opening, choosing, leaving: the window as a whole."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import paths, settings
from desktop_app.actions import reading, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import SEVERITIES
from desktop_app.ui import commands_file, dialogs, marks, menus
from desktop_app.ui.backup_dialog import RestoreDialog
from desktop_app.ui.history_dialog import HistoryDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.tree_model import TreeModel
from desktop_app.ui.workspace_view import SECTIONS, TABLES, WorkspaceView
from tests.ui.conftest import Said


def drop(window: QWidget, files: list[Path]) -> bool:
    """Drop files onto the window, or a part of it, as a file manager does; whether it took them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    how = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter, event = QDragEnterEvent(QPoint(200, 200), *how), QDropEvent(QPointF(200, 200), *how)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, event)
    return enter.isAccepted() and event.isAccepted()


def test_start_page_offers_the_five_ways_to_begin(window: MainWindow) -> None:
    assert [button.accessibleName() for button in window.start.buttons.values()] == [
        "新建", "打开", "导入旧文件", "收U盘包", "看样例",
    ]  # fmt: skip
    assert not window.start.recent.isVisible()


def test_new_makes_an_empty_workspace_that_says_how_to_begin(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "save_file", lambda *args: tmp_path / "新.jxdb")
    qtbot.mouseClick(window.start.buttons["file.new"], Qt.MouseButton.LeftButton)
    assert (tmp_path / "新.jxdb").exists()
    assert window.view is not None
    assert window.view.overview.bring.isVisible()
    assert window.view.overview.begin.isVisible()
    assert window.windowTitle() == f"新 - {paths.APP_NAME}"


def test_opening_shows_the_tree_with_counts_and_the_first_project(opened: MainWindow, view: WorkspaceView) -> None:
    model = view.tree.model
    year = model.roots[0]
    labels = [node.label for node in view.tree.all_nodes()]
    assert labels == [
        "2025 年度", "412 云岭县水利局", "412001 云岭县水利局本级", "412002 云岭县水库管理所",
        "泵站维护费", "渠道清淤费", "水库巡查费",
    ]  # fmt: skip
    counts = {node.label: model.counts(node) for node in view.tree.all_nodes()}
    assert counts["泵站维护费"][:1] == (0,)
    assert counts["渠道清淤费"][0] >= 1
    assert counts["水库巡查费"][1] >= 2
    assert opened.hub is not None
    own = Counter(finding.severity for finding in opened.hub.checker.findings if not finding.project_id)
    of_projects = [sum(counts[node.label][i] for node in view.tree.projects()) for i in range(4)]
    of_book = [own[severity] for severity in (*SEVERITIES, marks.REVIEW)]
    assert model.counts(year) == tuple(a + b for a, b in zip(of_projects, of_book, strict=True))
    assert view.tree.total.text() == "合计 30.00 万元"
    assert view.project.form.name.text() == "泵站维护费"
    assert "3 个项目 · 21 条指标" in opened.saved.text()


def test_tree_model_is_sound(view: WorkspaceView, qtmodeltester: object) -> None:
    model = TreeModel()
    qtmodeltester.check(model)
    model.load(view.tree.model.roots)
    qtmodeltester.check(model)
    qtmodeltester.check(view.tree.filter)


def test_ctrl_f_leads_into_the_search_box(opened: MainWindow, view: WorkspaceView, qtbot: QtBot) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.tree.box.hasFocus()


def test_tabs_lead_to_the_other_pages_of_the_department(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    choose("水库巡查费")
    opened.actions_by_id["view.sections"].trigger()
    assert view.pages.currentWidget() is view.sections
    assert view.sections.list.count() == 2
    assert view.sections.text.toPlainText() == "保障全县灌溉用水。"
    opened.actions_by_id["view.tables"].trigger()
    assert view.pages.currentWidget() is view.parts
    assert view.parts.pages.currentWidget() is view.table
    opened.actions_by_id["view.goals"].trigger()
    assert view.pages.currentWidget() is view.project


def test_a_department_shows_its_sums_and_projects(view: WorkspaceView, qtbot: QtBot) -> None:
    department = view.tree.model.roots[0].children[0]
    view.tree.select("department", department.id)
    assert view.pages.currentWidget() is view.overview
    assert "3 个项目 · 21 条指标 · 预算数合计 30.00 万元" in view.overview.text.text()
    view.overview.show_view("项目清单")
    table = view.overview.table
    assert [table.model().index(row, 2).data() for row in range(3)] == ["泵站维护费", "渠道清淤费", "水库巡查费"]
    table.setCurrentIndex(table.model().index(2, 2))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert view.project.form.name.text() == "水库巡查费"


def test_f6_goes_round_tree_form_grid_and_problems(opened: MainWindow, view: WorkspaceView, qtbot: QtBot) -> None:
    view.tree.setFocus()
    visited = []
    for _ in range(4):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(next(part for part in view.regions() if part is focus or part.isAncestorOf(focus)))
        qtbot.keyClick(focus, Qt.Key.Key_F6)
    assert visited == [view.tree, view.project.form, view.project.grid, view.problems]
    assert view.tree.isAncestorOf(QApplication.focusWidget())


def test_every_action_has_a_place_a_word_and_its_own_keys() -> None:
    items = [item for item in menus.ITEMS if item.id != menus.SEPARATOR]
    keys = [item.keys for item in items if item.keys]
    assert len(set(keys)) == len(keys)
    assert len({item.id for item in items}) == len(items)
    assert all(item.menu in menus.MENUS and item.text for item in items)
    assert set(menus.TOOLBAR) | set(menus.TREE_MENU) <= {item.id for item in menus.ITEMS}


def test_dropping_a_workspace_opens_it_and_remembers_it(window: MainWindow, county: Path) -> None:
    assert drop(window, [county])
    assert window.hub is not None
    assert window.hub.store.path == county
    assert settings.load().recent == [str(county)]
    window.close_workspace()
    assert window.start.recent.item(0).text().startswith("水利局")


@pytest.mark.parametrize("part", ["purpose", "name", "search", "grid", "table", "sections", "tree"])
def test_files_can_be_dropped_anywhere(opened: MainWindow, view: WorkspaceView, tmp_path: Path, part: str) -> None:
    target = {
        "purpose": view.project.form.purpose.viewport(),
        "name": view.project.form.name,
        "search": view.tree.box,
        "grid": view.project.grid.viewport(),
        "table": view.table,
        "sections": view.sections.text.viewport(),
        "tree": view.tree.view.viewport(),
    }[part]
    workspace.create_workspace(tmp_path / "另.jxdb").close()
    assert drop(target, [tmp_path / "另.jxdb"])
    assert opened.hub is not None
    assert opened.hub.store.path.name == "另.jxdb"


def test_dropping_two_workspaces_opens_none_and_says_so(window: MainWindow, county: Path, said: Said) -> None:
    drop(window, [county, county.with_name("另.jxdb")])
    assert window.hub is None
    assert said.told == ["工作簿和U盘包请一个一个地打开；其他文件可以一次拖入几个。"]


def test_a_file_that_is_no_workspace_is_refused_with_a_sentence(window: MainWindow, tmp_path: Path, said: Said) -> None:
    bad = tmp_path / "坏.jxdb"
    bad.write_bytes(b"not a database")
    window.open_paths([bad])
    assert window.hub is None
    assert said.errors.pop().startswith("这不是预算绩效编报的工作簿")


def test_a_second_window_is_read_only_and_says_who_has_it(
    opened: MainWindow, view: WorkspaceView, county: Path, qtbot: QtBot
) -> None:
    second = MainWindow(settings.Settings())
    qtbot.addWidget(second)
    second.show()
    second.open_paths([county])
    assert second.hub is not None
    assert second.view is not None
    assert second.hub.read_only
    assert second.hub.store.holder
    assert second.hub.store.holder in second.message.text.text()
    assert second.lock.text().startswith("只读（")
    assert "（只读）" in second.windowTitle()
    assert second.view.project.form.name.isReadOnly()
    assert not second.actions_by_id["edit.project"].isEnabled()
    assert second.actions_by_id["data.export"].isEnabled()
    second.close()


def test_backup_and_restore(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: WorkspaceView
) -> None:
    monkeypatch.setattr(dialogs, "save_file", lambda *args: tmp_path / "U盘" / "备份.jxdb")
    commands_file.backup(opened)
    assert (tmp_path / "U盘" / "备份.jxdb").exists()
    assert "已备份到" in opened.message.text.text()
    restored = tmp_path / "恢复.jxdb"
    workspace.restore_backup(tmp_path / "U盘" / "备份.jxdb", restored)
    opened.open_paths([restored])
    assert opened.view is not None
    assert len(opened.view.tree.projects()) == 3


def test_a_backup_is_restored_as_a_workspace_of_its_own(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    assert opened.hub is not None

    def person(dialog: RestoreDialog) -> int:
        assert dialog.table.rowCount() == 1
        assert dialog.table.item(0, 1).text() == "每日"
        qtbot.keyClick(dialog.table, Qt.Key.Key_Home)
        dialog.table.doubleClicked.emit(dialog.table.model().index(0, 0))
        return dialog.result()

    monkeypatch.setattr(RestoreDialog, "exec", person)
    monkeypatch.setattr(dialogs, "save_file", lambda *args: tmp_path / "恢复的.jxdb")
    opened.actions_by_id["file.restore"].trigger()
    assert opened.hub.store.path == tmp_path / "恢复的.jxdb"
    assert opened.view is not None
    assert len(opened.view.tree.projects()) == 3


def test_the_sample_opens_from_the_start_page(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.start.buttons["file.sample"], Qt.MouseButton.LeftButton)
    assert window.view is not None
    assert len(window.view.tree.projects()) >= 12
    assert len([node for node in window.view.tree.all_nodes() if node.kind == "unit"]) == 3
    assert "虚构" in window.message.text.text()
    year = window.view.tree.model.roots[0]
    assert window.view.tree.model.counts(year)[0] > 0


def test_new_department_unit_and_project_by_hand(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_store(workspace.create_workspace(tmp_path / "空.jxdb"))
    answers = iter([(2026, "云岭县教育局", "105"), (2026, "云岭县第一中学", "105002")])
    monkeypatch.setattr("desktop_app.ui.record_dialog.ask", lambda *args: next(answers))
    window.actions_by_id["edit.project"].trigger()
    assert window.view is not None
    assert [node.label for node in window.view.tree.all_nodes()] == [
        "2026 年度", "105 云岭县教育局", "105002 云岭县第一中学", "（未命名项目）",
    ]  # fmt: skip
    assert window.view.project.form.name.hasFocus()


def test_deleting_a_project_offers_to_take_it_back(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    project_id = choose("渠道清淤费")
    opened.actions_by_id["edit.delete"].trigger()
    assert [node.label for node in view.tree.projects()] == ["泵站维护费", "水库巡查费"]
    assert opened.message.button.text() == "撤销删除"
    qtbot.mouseClick(opened.message.button, Qt.MouseButton.LeftButton)
    assert [node.id for node in view.tree.projects()].count(project_id) == 1


def test_the_menu_of_the_tree_and_history_of_a_field(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = choose("泵站维护费")
    view.project.form.go_to(CellKey("project", project_id, "purpose"))
    assert view.current_key() == CellKey("project", project_id, "purpose")
    shown: list[list[str]] = []

    def read(dialog: HistoryDialog) -> int:
        table = dialog.findChildren(QTableWidget)[0]
        shown.extend([table.item(row, column).text() for column in (2, 4)] for row in range(table.rowCount()))
        return 0

    monkeypatch.setattr(HistoryDialog, "exec", read)
    view.project.form.purpose.setPlainText("改过的用途")
    opened.actions_by_id["view.history"].trigger()
    assert shown[0] == ["修改资金用途", "改过的用途"]


def test_pages_of_text_are_stored_when_another_section_is_chosen(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    view.show_tab(SECTIONS)
    view.sections.text.setFocus()
    view.sections.text.selectAll()
    qtbot.keyClicks(view.sections.text, "2025 plan")
    view.sections.list.setCurrentRow(1)
    department = view.tree.model.roots[0].children[0]
    assert opened.hub is not None
    texts = [section.text for section in reading.load_texts(opened.hub.store, department.id).sections]
    assert texts == ["2025 plan", "加强组织。"]
    view.sections.buttons["上移"].click()
    assert view.sections.list.item(0).text() == "二、保障措施"
    view.show_tab(TABLES)
