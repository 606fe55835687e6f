"""A large workspace is shown first and checked in slices, what is typed meanwhile too; checking anew can be ended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressDialog
from pytestqt.qtbot import QtBot

from desktop_app.actions import checker as checker_module
from desktop_app.actions import editing, rule_sets, workspace
from desktop_app.actions.checking import Checker
from desktop_app.domain.changes import CellKey
from desktop_app.ui import commands_view, long_actions
from desktop_app.ui.hub import Hub
from desktop_app.ui.main_window import MainWindow


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every workspace is large, and each slice is one project."""
    monkeypatch.setattr(checker_module, "LITTLE", 0)
    monkeypatch.setattr(commands_view, "LITTLE", 0)
    monkeypatch.setattr("desktop_app.ui.hub._SLICE_S", 1e-9)
    return


def hub_of(window: MainWindow, path: Path) -> Hub:
    window.open_paths([path])
    assert window.hub is not None
    return window.hub


def whole(hub: Hub) -> None:
    assert hub.checker.findings == Checker(hub.store).findings != []


@pytest.mark.usefixtures("small_slices")
def test_the_window_is_there_before_the_findings(qtbot: QtBot, window: MainWindow, county: Path) -> None:
    hub = hub_of(window, county)
    assert window.view is not None and window.view.isVisible() and not hub.checker.complete
    assert window.view.problems.nothing.text() == "正在检查……"
    with qtbot.waitSignal(hub.changed):
        pass
    assert hub.checker.complete
    whole(hub)
    qtbot.waitUntil(lambda: window.view is not None and window.view.problems.model.counts["error"] > 0)
    assert hub.checker.counts()


@pytest.mark.usefixtures("small_slices")
def test_what_is_typed_before_the_findings_are_there_is_checked(qtbot: QtBot, window: MainWindow, county: Path) -> None:
    hub = hub_of(window, county)
    project = hub.store.query("SELECT id FROM project WHERE name = '泵站维护费'")[0]["id"]
    hub.run(editing.edit_cells, [(CellKey("project", project, "budget"), "")])
    assert not hub.checker.complete
    qtbot.waitUntil(lambda: hub.checker.complete)
    whole(hub)
    assert "P06" in {finding.rule for finding in hub.checker.of_project(project)}


@pytest.mark.usefixtures("small_slices")
def test_checking_anew_goes_on_beside_the_window(qtbot: QtBot, window: MainWindow, county: Path) -> None:
    hub = hub_of(window, county)
    qtbot.waitUntil(lambda: hub.checker.complete)
    before = hub.checker
    window.actions_by_id["check.run"].trigger()
    assert window.tasks.busy
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert hub.checker is not before and hub.checker.findings == before.findings
    assert "检查完毕" in window.message.text.text()
    project = hub.store.query("SELECT id FROM project WHERE name = '泵站维护费'")[0]["id"]
    hub.run(editing.edit_cells, [(CellKey("project", project, "budget"), "")])
    whole(hub)


@pytest.mark.usefixtures("small_slices")
def test_checking_anew_is_ended_and_what_was_found_stays(
    qtbot: QtBot, window: MainWindow, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands_view, "_TELL_S", 1e-9)
    hub = hub_of(window, county)
    qtbot.waitUntil(lambda: hub.checker.complete)
    before = hub.checker
    slow = Checker.go_on
    monkeypatch.setattr(Checker, "go_on", lambda self, seconds: slow(self, seconds) and False)  # never whole
    window.actions_by_id["check.run"].trigger()
    window.findChild(QProgressDialog).canceled.emit()
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert hub.checker is before
    whole(hub)


@pytest.mark.usefixtures("small_slices")
def test_another_rule_set_is_checked_by_in_slices_and_the_window_goes_on(
    qtbot: QtBot, window: MainWindow, county: Path, tmp_path: Path
) -> None:
    hub = hub_of(window, county)
    qtbot.waitUntil(lambda: hub.checker.complete)
    before = {finding.rule for finding in hub.checker.findings}
    file = tmp_path / "规则.toml"
    file.write_text('name = "甲"\n[rule.D03]\nseverity = "off"', "utf-8")
    hub.run(rule_sets.load, file)
    assert hub.checking and not hub.checker.complete
    project = hub.store.query("SELECT id FROM project WHERE name = '泵站维护费'")[0]["id"]
    hub.run(editing.edit_cells, [(CellKey("project", project, "budget"), "")])  # meanwhile the person goes on
    qtbot.waitUntil(lambda: hub.checker.complete and not hub.checking)
    whole(hub)
    assert "D03" in before and "D03" not in {finding.rule for finding in hub.checker.findings}
    assert "P06" in {finding.rule for finding in hub.checker.of_project(project)}


@pytest.mark.usefixtures("small_slices")
def test_rules_that_change_nothing_for_a_department_leave_its_findings(
    qtbot: QtBot, window: MainWindow, county: Path, tmp_path: Path
) -> None:
    hub = hub_of(window, county)
    qtbot.waitUntil(lambda: hub.checker.complete)
    file = tmp_path / "规则.toml"
    file.write_text('name = "甲"\nyears = [1999]\n[rule.D03]\nseverity = "off"', "utf-8")
    hub.run(rule_sets.load, file)
    assert hub.checker.complete and not hub.checking
    whole(hub)


@pytest.mark.usefixtures("small_slices")
def test_a_large_step_is_taken_back_beside_the_window_and_checked_in_slices(
    qtbot: QtBot, window: MainWindow, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_actions, "_MANY_ROWS", 5)
    monkeypatch.setattr(checker_module, "_MANY", 1)
    hub = hub_of(window, county)
    qtbot.waitUntil(lambda: hub.checker.complete)
    project = hub.store.query("SELECT id FROM project WHERE name = '泵站维护费'")[0]["id"]
    hub.run(workspace.delete_records, "project", [project], "删除项目")
    qtbot.waitUntil(lambda: hub.checker.complete and not hub.checking)
    slices: list[int] = []
    hub.progress.connect(lambda checked, _all: slices.append(checked))
    for trigger, left in (("edit.undo", True), ("edit.redo", False)):
        slices.clear()
        window.actions_by_id[trigger].trigger()
        assert window.tasks.busy  # the window is not waited for
        qtbot.waitUntil(lambda: not window.tasks.busy)
        qtbot.waitUntil(lambda: hub.checker.complete and not hub.checking)
        assert slices
        whole(hub)
        assert bool(hub.store.query("SELECT 1 FROM project WHERE id = ?", project)) == left
