"""Several files and folders at once, files that cannot be read, columns that are asked for."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop_app import paths
from desktop_app.actions import importing
from desktop_app.actions.importing import UnknownColumn
from desktop_app.ui import commands_import, dialogs
from desktop_app.ui.columns_dialog import LEAVE_OUT, ColumnsDialog
from desktop_app.ui.failures_dialog import FailuresDialog
from desktop_app.ui.import_dialog import ImportDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.origin_dialog import OriginDialog
from desktop_app.ui.review_entries import FAILED
from desktop_app.ui.workspace_view import WorkspaceView
from tests.ui.conftest import Said, county_book
from tests.ui.test_window import drop
from tests.ui.test_window_data import agree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document, a subfolder with another, and a letter that is no document of ours."""
    made = tmp_path / "旧文件"
    (made / "2025").mkdir(parents=True)
    sample = next(paths.resource("samples").glob("*.txt"))
    shutil.copy(sample, made / "2025" / "文本.txt")
    (made / "通知.txt").write_text("关于召开会议的通知\n各单位：\n请准时参加。\n", "utf-8")
    return made


def test_a_dropped_folder_is_read_and_what_failed_is_listed(
    opened: MainWindow, view: WorkspaceView, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = agree(monkeypatch, ImportDialog)
    assert drop(opened, [folder])
    qtbot.waitUntil(lambda: bool(shown) and not opened.tasks.busy and len(view.tree.projects()) > 3)
    review = shown[0]
    assert isinstance(review, ImportDialog)
    failed = [entry for entry in review.entries if entry.group == FAILED]
    assert ["通知.txt" in entry.title for entry in failed] == [True]
    assert "1 个文件没有读成" in opened.message.text.text()
    lists = agree(monkeypatch, FailuresDialog)
    qtbot.mouseClick(opened.message.more, Qt.MouseButton.LeftButton)
    assert isinstance(lists[0], FailuresDialog)
    assert lists[0].table.item(0, 0).text() == "通知.txt"
    qtbot.mouseClick(opened.message.button, Qt.MouseButton.LeftButton)
    assert len(view.tree.projects()) == 3


def test_the_menu_imports_a_folder(
    opened: MainWindow, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QDialog] = []
    monkeypatch.setattr(ImportDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    monkeypatch.setattr(dialogs, "folder", lambda *args: folder / "2025")
    opened.actions_by_id["data.import_folder"].trigger()
    qtbot.waitUntil(lambda: bool(shown))
    assert opened.kept.folder() == folder / "2025"


def test_a_folder_with_nothing_to_read_is_said(opened: MainWindow, tmp_path: Path, qtbot: QtBot, said: Said) -> None:
    empty = tmp_path / "空文件夹"
    empty.mkdir()
    drop(opened, [empty])
    qtbot.waitUntil(lambda: bool(said.errors))
    assert "空文件夹" in said.errors.pop()


def test_several_files_that_all_fail_are_named_in_one_box(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, said: Said
) -> None:
    bad = [tmp_path / f"通知{n}.txt" for n in range(5)]
    for path in bad:
        path.write_text("请准时参加会议。\n", "utf-8")
    drop(opened, bad)
    qtbot.waitUntil(lambda: bool(said.errors))
    text = said.errors.pop()
    assert "通知0.txt" in text
    assert "一共 5 个文件" in text
    assert str(tmp_path) not in text
    assert "。；" not in text
    assert said.errors == []


def test_reading_can_be_cancelled(
    opened: MainWindow, view: WorkspaceView, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(dialog: ImportDialog) -> int:
        raise AssertionError("a cancelled reading shows nothing")

    monkeypatch.setattr(ImportDialog, "exec", never)
    drop(opened, [folder])
    opened.tasks.close()
    assert not opened.tasks.busy
    assert len(view.tree.projects()) == 3


def columns() -> list[UnknownColumn]:
    return [
        UnknownColumn(Path("清单.xlsx"), "指标", "考核要求", ["随机抽查", "逐项核对"]),
        UnknownColumn(Path("清单.xlsx"), "指标", "填报人", ["张三", "李四"]),
    ]


def test_unknown_columns_are_asked_for_and_remembered(qtbot: QtBot) -> None:
    dialog = ColumnsDialog("清单.xlsx（指标）", columns(), importing.column_fields())
    qtbot.addWidget(dialog)
    dialog.show()
    names = [dialog.choices[0].itemText(i) for i in range(dialog.choices[0].count())]
    assert names[0] == LEAVE_OUT
    assert "绩效指标描述" in names
    assert dialog.choices[0].maxVisibleItems() < dialog.choices[0].count()
    dialog.choices[0].setFocus()
    dialog.choices[0].setCurrentText("绩效指标描述")
    qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
    assert dialog.answers() == {"考核要求": "desc", "填报人": ""}


def test_the_wheel_over_the_list_changes_no_column(qtbot: QtBot) -> None:
    dialog = ColumnsDialog("清单.xlsx", columns(), importing.column_fields())
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseMove(dialog.choices[0])
    assert [choice.currentText() for choice in dialog.choices] == [LEAVE_OUT, LEAVE_OUT]


def test_a_list_with_unknown_columns_asks_once_and_never_again(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "指标清单.csv"
    heads = "年度,部门名称,项目编码,项目名称,预算数,一级指标,二级指标,三级指标,考核要求,指标值,指标值确定依据"
    row = "2025,云岭县水利局,53099925P000041200447,堤防加固费,10.00,产出指标,数量指标,加固长度,按图施工,≥12,计划"
    source.write_text(f"{heads}\n{row}\n", "utf-8")
    asked: list[ColumnsDialog] = []

    def person(dialog: ColumnsDialog) -> int:
        asked.append(dialog)
        dialog.choices[0].setCurrentText("绩效指标描述")
        return 1

    shown: list[ImportDialog] = []
    monkeypatch.setattr(ColumnsDialog, "exec", person)
    monkeypatch.setattr(ImportDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    drop(opened, [source])
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert len(asked) == 1
    assert shown[0].plan.items[0].project.indicators[0].desc == "按图施工"
    drop(opened, [source])
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert len(asked) == 1


def test_what_several_files_lack_is_asked_for_once_and_each_keeps_what_it_says(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = [county_book() for _ in range(4)]
    for n, book in enumerate(books):
        book.file, book.department_name, book.department_code = f"清单{n}.txt", "", ""
    books[2].department_name, books[3].year = "云岭县林业局", 2024
    asked: list[str] = []

    def answer(dialog: OriginDialog) -> int:
        asked.append(dialog.same.text())
        dialog.department.setText("云岭县水利局")
        return 1

    monkeypatch.setattr(OriginDialog, "exec", answer)
    plan = commands_import.plan_import(window, books)
    assert plan is not None
    assert asked == ["其他 2 个没有写明的文件也一样"]
    assert [(book.department_name, book.year) for book in plan.books] == [
        ("云岭县水利局", 2025), ("云岭县水利局", 2025), ("云岭县林业局", 2025), ("云岭县水利局", 2024),
    ]  # fmt: skip


def import_a_new_year(opened: MainWindow) -> None:
    """Import the county's book of another year as the window does after the review."""
    assert opened.hub is not None
    book = county_book()
    book.year = 2024
    commands_import._apply(opened, importing.plan_import(opened.hub.store, [book]), [])  # noqa: SLF001


def test_the_offer_to_undo_an_import_ends_with_the_next_operation(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    import_a_new_year(opened)
    assert opened.message.button.isVisible()
    assert opened.hub is not None
    opened.hub.recheck()  # changes nothing
    assert opened.message.button.isVisible()
    view.project.form.name.setFocus()
    view.project.form.name.selectAll()
    qtbot.keyClicks(view.project.form.name, "new name")
    opened.message.button.setFocus()  # stores what was typed
    assert not opened.message.button.isVisible()
    assert opened.message.isVisible()
    opened.undo()
    assert {node.label for node in view.tree.model.roots} == {"2024 年度", "2025 年度"}


def test_what_is_being_typed_is_not_undone_in_place_of_the_import(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    import_a_new_year(opened)
    view.project.form.name.setFocus()
    view.project.form.name.selectAll()
    qtbot.keyClicks(view.project.form.name, "new name")
    qtbot.mouseClick(opened.message.button, Qt.MouseButton.LeftButton)
    assert view.project.form.name.text() == "new name"
    assert len(view.tree.model.roots) == 2
    assert "没有撤销" in opened.message.text.text()
