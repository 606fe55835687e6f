"""挑选指标 and 复制上年指标 in the window: the buttons, the dialog by keys, and one undo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import catalog
from desktop_app.actions import importing, reading
from desktop_app.ui import dialogs
from desktop_app.ui.library_dialog import FILE, LibraryDialog
from desktop_app.ui.library_model import NAME
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.workspace_view import WorkspaceView
from tests.ui.conftest import Said, county_book


@pytest.fixture
def dialog(opened: MainWindow, choose: Callable[[str], str], qtbot: QtBot) -> LibraryDialog:
    """The dialog for a project of the county, on the screen."""
    assert opened.hub is not None
    made = LibraryDialog(opened.hub, choose("渠道清淤费"), opened)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(dialog: LibraryDialog) -> list[str]:
    return [row.l3 for row in dialog.model.rows]


def test_keys_search_tick_and_several_stay_ticked(dialog: LibraryDialog, qtbot: QtBot) -> None:
    assert not dialog.add.isEnabled()
    dialog.kind.setCurrentText("全部类型")
    qtbot.keyClicks(dialog.box, "pxqs")
    qtbot.waitUntil(lambda: names(dialog) == ["培训期数"])
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    dialog.box.clear()
    dialog.classes.setCurrentRow(1)
    qtbot.waitUntil(lambda: len(names(dialog)) > 5)
    assert {row.l2 for row in dialog.model.rows} == {"数量指标"}
    other = next(row for row, name in enumerate(names(dialog)) if name != "培训期数")
    dialog.table.selectRow(other)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert [choice.l3 for choice in dialog.chosen] == ["培训期数", names(dialog)[other]]
    assert dialog.add.text() == "插入 2 条"
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert [choice.l3 for choice in dialog.chosen] == ["培训期数"]


def test_what_the_project_has_cannot_be_ticked(dialog: LibraryDialog, qtbot: QtBot) -> None:
    dialog.source.setCurrentText(FILE)
    qtbot.waitUntil(lambda: "泵站维护次数" in names(dialog))  # all projects of the county have the same indicators
    row = names(dialog).index("泵站维护次数")
    dialog.model.toggle(row)
    assert dialog.chosen == []
    index = dialog.model.index(row, NAME)
    assert not dialog.model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable


def test_models_are_sound(dialog: LibraryDialog, qtmodeltester: object) -> None:
    qtmodeltester.check(dialog.model)


def button(view: WorkspaceView, text: str) -> QPushButton:
    return next(b for b in view.project.findChildren(QPushButton) if b.text() == text)


def test_the_button_inserts_whole_rows_and_the_bar_takes_them_back(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = choose("渠道清淤费")

    def run(dialog: LibraryDialog) -> bool:
        dialog.kind.setCurrentText("全部类型")
        for name in ("培训期数", "培训人数"):
            dialog.box.setText(name)
            dialog.look()
            dialog.model.toggle(names(dialog).index(name))
        dialog.deleteLater()
        return True

    monkeypatch.setattr(dialogs, "run", run)
    qtbot.mouseClick(button(view, "挑选指标…"), Qt.MouseButton.LeftButton)
    assert opened.hub is not None
    rows = [row.l3 for row in reading.load_project(opened.hub.store, project_id).indicators]
    assert rows[:3] == ["泵站维护次数", "培训期数", "培训人数"]
    assert view.project.grid.currentIndex().row() == 1
    assert opened.message.isVisible()
    opened.undo()
    assert len(reading.load_project(opened.hub.store, project_id).indicators) == 7


def test_last_years_indicators_come_by_a_button(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot, said: Said
) -> None:
    project_id = choose("渠道清淤费")
    qtbot.mouseClick(button(view, "复制上年指标"), Qt.MouseButton.LeftButton)
    assert len(said.errors) == 1 and "上年" in said.errors.pop()
    assert opened.hub is not None
    store = opened.hub.store
    book = county_book()
    book.year = 2024
    for project in book.projects:
        project.indicators[0].l3 = "清淤渠道条数"
    opened.hub.announce(importing.apply_import(store, importing.plan_import(store, [book])))
    choose_this = next(node for node in view.tree.projects() if node.id == project_id)
    view.tree.select("project", choose_this.id)
    qtbot.mouseClick(button(view, "复制上年指标"), Qt.MouseButton.LeftButton)
    rows = reading.load_project(store, project_id).indicators
    assert [row.last_value for row in rows if row.l3 == "清淤渠道条数"] == ["12"]
    assert view.project.grid.sheet.records() == 8


def test_without_a_project_it_says_so(opened: MainWindow, view: WorkspaceView, said: Said) -> None:
    view.tree.select("department", view.tree.model.roots[0].children[0].id)
    opened.actions_by_id["edit.pick"].trigger()
    assert said.told == ["请先在左边选一个项目。"]


def test_a_filter_that_nobody_chose_hides_nothing_that_is_searched_for(dialog: LibraryDialog, qtbot: QtBot) -> None:
    dialog.kind.setCurrentText(dialog.kind.itemText(0))
    every = {row.l3 for row in catalog.library()}
    others = sorted(every - set(names(dialog)))
    assert dialog.kind.currentText() == "适合本项目" and others
    assert f"还有 {len(catalog.library()) - len(names(dialog))} 条" in dialog.unfilter.text()
    dialog.box.setText(others[0])
    dialog.look()
    assert others[0] in names(dialog) and "适合本项目的里面没有" in dialog.count.text()
    dialog.box.clear()
    dialog.classes.setCurrentRow(2)
    few = len(names(dialog))
    qtbot.mouseClick(dialog.unfilter, Qt.MouseButton.LeftButton)
    assert len(names(dialog)) == len(catalog.library()) > few
    assert not dialog.unfilter.isVisible()
