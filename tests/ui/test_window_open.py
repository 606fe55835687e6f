"""Opening one workspace after another, and the first page by keyboard."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing
from desktop_app.domain.changes import CellKey
from desktop_app.ui import dialogs
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.workspace_view import WorkspaceView
from tests.ui.conftest import Said


def broken(folder: Path) -> Path:
    """A file with the name of a workspace that is none."""
    path = folder / "坏.jxdb"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (id)")
    connection.close()
    return path


def test_a_file_that_cannot_be_opened_leaves_the_open_workspace_as_it_is(
    opened: MainWindow, view: WorkspaceView, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = opened.hub
    assert hub is not None
    monkeypatch.setattr(dialogs, "open_file", lambda *args: broken(tmp_path))
    opened.actions_by_id["file.open"].trigger()
    assert said.errors.pop()
    assert opened.hub is hub
    assert opened.view is view
    assert view.isVisible()
    project_id = view.project.project_id
    assert hub.run(editing.edit_cells, [(CellKey("project", project_id, "purpose"), "还能改")]) is not None


def test_the_open_workspace_is_not_opened_a_second_time(
    opened: MainWindow, view: WorkspaceView, county: Path, said: Said
) -> None:
    opened.open_paths([county])
    assert opened.view is view
    assert opened.hub is not None
    assert not opened.hub.read_only
    assert opened.message.text.text() == "这个工作簿已经打开了。"


def test_a_workspace_can_be_opened_again_after_it_was_closed(opened: MainWindow, county: Path) -> None:
    opened.close_workspace()
    opened.open_paths([county])
    assert opened.hub is not None
    assert not opened.hub.read_only


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_focused_button_of_the_first_page_is_pressed_by_key(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    chosen: list[str] = []
    window.start.chosen.disconnect()
    window.start.chosen.connect(chosen.append)
    window.start.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), key)
    assert chosen == ["file.open"]


def test_the_focused_button_of_the_first_page_stays_readable(window: MainWindow, qtbot: QtBot) -> None:
    window.start.setFocus()
    button = window.start.buttons["file.new"]
    assert button.hasFocus()
    ground = button.grab().toImage().pixelColor(button.width() - 20, button.height() // 2)
    text = button.palette().color(button.palette().ColorRole.WindowText)
    assert abs(ground.lightness() - text.lightness()) > 120
