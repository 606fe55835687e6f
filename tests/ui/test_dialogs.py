"""The dialogs: they fit the screen, name cells in words, and say what is done with a written reason."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import settings
from desktop_app.actions import editing, importing, packing, reading, receiving, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.reading import TreeNode
from desktop_app.domain.changes import CellKey
from desktop_app.ui import dialogs, fix_dialog
from desktop_app.ui.backup_dialog import RestoreDialog
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.history_dialog import HistoryDialog
from desktop_app.ui.import_dialog import ImportDialog
from desktop_app.ui.keys_dialog import KeysDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.pack_dialog import PackDialog
from desktop_app.ui.receive_dialog import ReceiveDialog
from desktop_app.ui.record_dialog import RecordDialog
from desktop_app.ui.workspace_view import TABLES, WorkspaceView
from tests.ui.conftest import county_book

LOW_SCREEN = QSize(894, 420)  # what 1366×768 at 150% leaves inside of a dialog's frame


def made(opened: MainWindow, kind: type[QDialog], folder: Path) -> QDialog:
    """A dialog of that kind over the open county, as large as it can become."""
    assert opened.hub is not None
    store, problems = opened.hub.store, opened.hub.checker.findings
    if kind is ExportDialog:
        return ExportDialog(store, None, folder, "张会计", opened)
    if kind is PackDialog:
        return PackDialog(store, None, folder / "全部.jxz", "张会计", opened)
    if kind is ImportDialog:
        return ImportDialog(importing.plan_import(store, [county_book()]), [], opened)
    if kind is ReceiveDialog:
        package = packing.pack(store, [], folder / "包.jxz", Override("试", "试"))
        project = reading.load_books(store)[0].projects[0]
        opened.hub.run(editing.edit_cells, [(CellKey("project", project.id, "purpose"), "本机写的用途" * 40)])
        return ReceiveDialog("包.jxz", receiving.compare(store, packing.read_package(package)), opened)
    if kind is fix_dialog.FixDialog:
        return fix_dialog.FixDialog("F04", problems, ([["甲", "乙", "丙"]] * 40, [0] * 40), opened)
    if kind is RestoreDialog:
        return RestoreDialog([], opened)
    if kind is KeysDialog:
        return KeysDialog(opened.actions_by_id.values(), opened)
    return RecordDialog("新增部门", "部门名称", 2025, opened)


@pytest.mark.parametrize(
    "kind",
    [
        ExportDialog,
        PackDialog,
        ImportDialog,
        ReceiveDialog,
        fix_dialog.FixDialog,
        RestoreDialog,
        KeysDialog,
        RecordDialog,
    ],
)
def test_every_dialog_fits_a_low_screen_with_all_its_fields_and_buttons(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, kind: type[QDialog]
) -> None:
    dialog = made(opened, kind, tmp_path)
    qtbot.addWidget(dialog)
    dialogs.fit(dialog, LOW_SCREEN)
    dialog.show()
    assert dialog.size().boundedTo(LOW_SCREEN) == dialog.size()
    needed: list[QWidget] = [*dialog.findChild(QDialogButtonBox).findChildren(QPushButton)]
    if isinstance(dialog, ExportDialog | PackDialog):
        needed += [dialog.gate.override, dialog.gate.reason, dialog.gate.by, dialog.gate.mend]
    assert needed
    for part in needed:
        assert part.isVisible()
        assert dialog.rect().contains(QRect(part.mapTo(dialog, QPoint()), part.size()))


def test_a_dialog_is_fitted_when_it_is_run(opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[QSize] = []
    monkeypatch.setattr(ImportDialog, "exec", lambda dialog: sizes.append(dialog.size()) or 0)
    dialog = made(opened, ImportDialog, tmp_path)
    dialog.resize(5000, 5000)
    dialogs.run(dialog)
    room = opened.screen().availableGeometry().size()
    assert sizes[0].width() < room.width()
    assert sizes[0].height() < room.height()


def test_a_small_dialog_is_made_no_larger(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = made(opened, RecordDialog, tmp_path)
    qtbot.addWidget(dialog)
    dialogs.fit(dialog, LOW_SCREEN)
    dialog.show()
    assert dialog.height() == dialog.sizeHint().height()


def test_the_gates_say_what_warnings_stop_and_where_a_reason_is_kept(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    export, pack = made(opened, ExportDialog, tmp_path), made(opened, PackDialog, tmp_path)
    for dialog in (export, pack):
        qtbot.addWidget(dialog)
    assert isinstance(export, ExportDialog)
    assert isinstance(pack, PackDialog)
    assert "警告，不影响导出" in export.gate.verdict.text()
    assert "警告，不影响出包" in pack.gate.verdict.text()
    assert export.gate.override.text().endswith("（理由记在工作簿的操作记录里）")
    assert pack.gate.override.text().endswith("（理由记在工作簿的操作记录里，并写进U盘包）")


def test_the_preview_of_a_repair_names_each_cell_and_counts_them(
    opened: MainWindow, view: WorkspaceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    places: list[str] = []

    def read(dialog: fix_dialog.FixDialog) -> int:
        shown.append(dialog.findChild(QLabel).text())
        shown.extend(button.text() for button in dialog.findChildren(QPushButton))
        table = dialog.findChild(QTableWidget)
        places.extend(table.item(row, 0).text() for row in range(table.rowCount()))
        return 0

    monkeypatch.setattr(fix_dialog.FixDialog, "exec", read)
    view.problems.fix_rule("F04")
    assert places == [f"渠道清淤费 · 支出计划 {month}" for month in ("6月底", "10月底", "12月底")]
    assert "共 1 处，要改 3 格。" in shown[0]
    assert "修正 3 格" in shown[1:]


def test_the_history_of_an_amount_is_named_by_its_row_and_column(
    opened: MainWindow, view: WorkspaceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles: list[str] = []
    monkeypatch.setattr(HistoryDialog, "exec", lambda dialog: titles.append(dialog.findChild(QLabel).text()) or 0)
    view.show_tab(TABLES)
    sheet = view.table.model
    assert sheet.setData(sheet.index(0, 2), "12.30", Qt.ItemDataRole.EditRole)
    view.table.view.make_current(sheet.index(0, 2))
    opened.actions_by_id["view.history"].trigger()
    assert titles == ["一、一般公共预算拨款收入 收入预算数的修改记录"]


def test_packages_go_to_the_stick_and_documents_beside_the_workspace(
    opened: MainWindow, tmp_path: Path, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[Path] = []
    out = tmp_path / "U盘"
    out.mkdir()

    def person(dialog: PackDialog) -> int:
        proposed.append(dialog.path().parent)
        dialog.to.setText(str(out / "全部.jxz"))
        dialog.gate.override.setChecked(True)
        dialog.gate.reason.setText("按批复口径")
        return 1

    opened.kept.remember_folder(tmp_path / "导入的文件从这里来")
    monkeypatch.setattr(PackDialog, "exec", person)
    monkeypatch.setattr(ExportDialog, "exec", lambda dialog: proposed.append(Path(dialog.folder.text())) or 0)
    for name in ("data.pack", "data.export", "data.pack"):
        opened.actions_by_id[name].trigger()
    assert proposed == [county.parent, county.parent, out]
    assert settings.load().pack_folder == str(out)  # the next workspace goes to the same stick


def test_what_is_published_is_proposed_by_what_is_chosen_in_the_tree(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    assert opened.hub is not None
    store = opened.hub.store
    workspace.add_department(store, 2026, "云岭县林业局", "413")
    first, last = reading.tree(store)  # the newest year first
    county = last.children[0]
    project, unit = county.children[0].children[0], county.children[1]
    wanted = [
        (None, (first.children[0].id, "")), (first, (first.children[0].id, "")), (last, (county.id, "")),
        (county, (county.id, "")), (unit, (county.id, unit.id)), (project, (county.id, "")),
        (TreeNode("part", f"{county.id} sections", "文字"), (county.id, "")),
    ]  # fmt: skip
    for node, (department, chosen) in wanted:
        dialog = ExportDialog(store, node, tmp_path, "张会计", opened)
        qtbot.addWidget(dialog)
        scope = dialog.request().scope
        assert (scope.department_id, scope.unit_id) == (department, chosen), node
    assert dialog.scope.itemText(dialog.scope.count() - 1) == "全部部门（2 个）"


def test_the_report_is_of_the_department_chosen_else_of_each(
    opened: MainWindow, view: WorkspaceView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.hub is not None
    opened.hub.run(workspace.add_department, 2026, "云岭县林业局", "413")
    proposed: list[str] = []
    monkeypatch.setattr(
        dialogs, "save_file", lambda title, path, *rest: proposed.append(path.name) or tmp_path / "报告.html"
    )
    project = next(node for node in view.tree.projects() if node.label == "水库巡查费")
    monkeypatch.setattr(view.tree, "current", lambda: project)
    opened.actions_by_id["check.report"].trigger()
    assert proposed == ["2025 412 云岭县水利局 检查报告.docx"]
    assert [path.name for path in tmp_path.glob("报告*")] == ["报告.html"]
    assert "水库巡查费" in (tmp_path / "报告.html").read_text("utf-8")
    monkeypatch.setattr(view.tree, "current", lambda: None)
    opened.actions_by_id["check.report"].trigger()
    assert len(list(tmp_path.glob("报告-*.html"))) == 2


def test_the_keys_of_rows_and_of_proposals_are_listed(qtbot: QtBot) -> None:
    dialog = KeysDialog([])
    qtbot.addWidget(dialog)
    table = dialog.findChild(QTableWidget)
    keys = {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}
    assert any("下移" in name and "Alt+Down" in key for name, key in keys.items())
    assert any("一级、二级指标" in name and key == "F2" for name, key in keys.items())
