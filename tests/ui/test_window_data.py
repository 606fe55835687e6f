"""Import, publication and USB packages, from the click to the result."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop_app import paths
from desktop_app.actions import editing, importing, workspace
from desktop_app.actions.gate import Gate, Override
from desktop_app.domain.findings import ERROR, Finding
from desktop_app.domain.traces import Review
from desktop_app.ui import commands_import, dialogs
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.gate_box import GateBox
from desktop_app.ui.import_dialog import ImportDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.origin_dialog import OriginDialog
from desktop_app.ui.pack_dialog import PackDialog
from desktop_app.ui.workspace_view import WorkspaceView
from tests.ui.conftest import Said, county_book
from tests.ui.test_window import drop


@pytest.fixture
def source() -> Path:
    """The sample document that comes with the program."""
    return next(paths.resource("samples").glob("*.txt"))


def agree(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog]) -> list[QDialog]:
    """Accept every dialog of that kind; returns those that were shown."""
    shown: list[QDialog] = []

    def accept(dialog: QDialog) -> int:
        shown.append(dialog)
        dialog.accept()
        return 1

    monkeypatch.setattr(kind, "exec", accept)
    return shown


def test_a_dropped_file_is_read_previewed_and_imported_as_one_operation(
    opened: MainWindow, view: WorkspaceView, source: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = agree(monkeypatch, ImportDialog)
    drop(opened, [source])
    qtbot.waitUntil(lambda: bool(shown) and not opened.tasks.busy and len(view.tree.projects()) > 3)
    assert opened.hub is not None
    assert editing.undo_name(opened.hub.store) == f"导入 {source.name}"
    new = view.tree.projects()[3:]
    assert view.tree.current().id in [node.id for node in new]
    assert f"新增 {len(new)} 个项目" in opened.message.text.text()
    qtbot.mouseClick(opened.message.button, Qt.MouseButton.LeftButton)
    assert len(view.tree.projects()) == 3


def test_what_must_be_looked_at_is_counted_for_the_whole_file_too(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book = county_book()
    book.projects = book.projects[2:]
    book.projects[0].code, book.projects[0].name = "53099925P000041200447", "新来的项目"
    book.review = [Review("year", "年度从文件名推断")]
    monkeypatch.setattr(importing, "read_sources", lambda sources, report: importing.ReadResult([book]))
    agree(monkeypatch, ImportDialog)
    drop(opened, [tmp_path / "任意.txt"])
    qtbot.waitUntil(lambda: "新增 1 个项目，3 处待核对" in opened.message.text.text())


def test_a_cancelled_preview_writes_nothing(
    opened: MainWindow, view: WorkspaceView, source: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QDialog] = []
    monkeypatch.setattr(ImportDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    monkeypatch.setattr(dialogs, "open_files", lambda *args: [source])
    opened.actions_by_id["data.import"].trigger()
    qtbot.waitUntil(lambda: bool(shown))
    assert len(view.tree.projects()) == 3
    assert opened.hub is not None
    assert editing.undo_name(opened.hub.store) == "导入 县水利局.txt"


def test_importing_from_the_start_page_asks_where_to_keep_it(
    window: MainWindow, source: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    agree(monkeypatch, ImportDialog)
    suggested: list[Path] = []
    monkeypatch.setattr(dialogs, "save_file", lambda title, path, *rest: suggested.append(path) or tmp_path / "新.jxdb")
    drop(window, [source])
    qtbot.waitUntil(lambda: window.view is not None and len(window.view.tree.projects()) > 0)
    assert suggested[0].suffix == ".jxdb"
    assert "年绩效目标" in suggested[0].name


def test_a_file_without_a_form_is_refused_with_a_sentence(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, said: Said
) -> None:
    bad = tmp_path / "通知.txt"
    bad.write_text("关于召开会议的通知\n各单位：\n请准时参加。\n", "utf-8")
    drop(opened, [bad])
    qtbot.waitUntil(lambda: bool(said.errors))
    assert "通知.txt" in said.errors.pop()
    assert not opened.tasks.busy


def test_unknown_year_and_department_are_asked_for(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    book = county_book()
    book.year, book.department_name, book.department_code = None, "", ""
    asked: list[tuple[bool, bool]] = []

    def answer(dialog: OriginDialog) -> int:
        asked.append((dialog.year.parent() is not None, dialog.department.parent() is not None))
        dialog.year.setValue(2024)
        dialog.department.setText("云岭县林业局")
        return 1

    monkeypatch.setattr(OriginDialog, "exec", answer)
    plan = commands_import.plan_import(window, [book])
    assert plan is not None
    assert [(b.year, b.department_name) for b in plan.books] == [(2024, "云岭县林业局")]
    assert asked == [(True, True)]
    monkeypatch.setattr(OriginDialog, "exec", lambda dialog: 0)
    book.year = None
    assert commands_import.plan_import(window, [book]) is None


def test_export_is_blocked_by_errors_until_a_reason_is_written(
    opened: MainWindow, view: WorkspaceView, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[bool] = []

    def person(dialog: ExportDialog) -> int:
        dialog.folder.setText(str(tmp_path / "公开"))
        states.append(dialog.go.isEnabled())
        dialog.gate.override.setChecked(True)
        states.append(dialog.go.isEnabled())
        dialog.gate.reason.setText("按批复口径")
        dialog.gate.by.setText("张会计")
        states.append(dialog.go.isEnabled())
        return 1

    monkeypatch.setattr(ExportDialog, "exec", person)
    opened.actions_by_id["data.export"].trigger()
    assert states == [False, False, True]
    qtbot.waitUntil(lambda: "已导出" in opened.message.text.text(), timeout=15000)
    assert sorted(path.suffix for path in (tmp_path / "公开").iterdir()) == [".docx", ".xlsx"]
    assert opened.message.button.text() == "打开文件夹"


def test_going_to_mend_leads_from_the_export_to_the_cell(
    opened: MainWindow, view: WorkspaceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def person(dialog: ExportDialog) -> int:
        dialog.gate.mend.click()
        return 0

    monkeypatch.setattr(ExportDialog, "exec", person)
    opened.actions_by_id["data.export"].trigger()
    assert view.project.form.name.text() == "渠道清淤费"
    assert view.current_key() is not None


def test_what_is_being_typed_is_exported_too(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = choose("渠道清淤费")
    plan = view.project.form.plan
    for field, text in zip(plan, ("25", "50", "75", "100"), strict=True):
        field.setText(text)
    seen: list[bool] = []
    monkeypatch.setattr(ExportDialog, "exec", lambda dialog: seen.append(dialog.go.isEnabled()) or 0)
    opened.actions_by_id["data.export"].trigger()
    assert seen == [True], [f for f in opened.hub.checker.of_project(project_id) if f.severity == ERROR]


def test_secrets_cannot_be_overridden(qtbot: QtBot) -> None:
    box = GateBox("张会计", "导出", "理由记在工作簿的操作记录里")
    qtbot.addWidget(box)
    secret = Finding("D01", ERROR, 2025, "", "", "name", "涉密")
    wrong = Finding("F03", ERROR, 2025, "", "", "plan[3]", "不是100%")
    box.show_gate(Gate(absolute=[secret], errors=[wrong]))
    box.override.setChecked(True)
    box.reason.setText("理由")
    assert not box.open
    assert box.override.isHidden()
    box.show_gate(Gate(errors=[wrong]))
    box.override.setChecked(True)
    assert box.chosen_override() == Override("理由", "张会计")
    assert box.open


def test_a_unit_goes_out_on_a_stick_and_comes_in_elsewhere(
    opened: MainWindow, view: WorkspaceView, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "水库所.jxz"

    def person(dialog: PackDialog) -> int:
        for row in range(dialog.list.count()):
            wanted = "水库" in dialog.list.item(row).text()
            dialog.list.item(row).setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        dialog.to.setText(str(stick))
        assert dialog.go.isEnabled()
        return 1

    monkeypatch.setattr(PackDialog, "exec", person)
    opened.actions_by_id["data.pack"].trigger()
    assert zipfile.is_zipfile(stick)
    assert "U盘包已写好" in opened.message.text.text()

    other = tmp_path / "另一台.jxdb"
    opened.open_store(workspace.create_workspace(other))
    drop(opened, [stick])
    qtbot.waitUntil(lambda: "收到 水库所.jxz：新增 1 个项目" in opened.message.text.text())
    assert opened.view is not None
    assert [node.label for node in opened.view.tree.projects()] == ["水库巡查费"]
