"""Slow work beside the window, and the choice of an input method."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QProgressDialog, QPushButton, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from desktop_app.errors import UserError
from desktop_app.ui import app, input_method
from desktop_app.ui.tasks import Report, Tasks
from tests.ui.conftest import Said


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    """Tasks of a shown window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = Tasks(window)
    yield made
    made.close()


def test_success_is_told_in_this_thread(tasks: Tasks, qtbot: QtBot) -> None:
    got: list[tuple[int, bool]] = []
    here = threading.get_ident()
    tasks.run(
        "计算", lambda report: threading.get_ident(), lambda there: got.append((there, threading.get_ident() == here))
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] != here
    assert got[0][1]
    assert not tasks.busy


def test_known_trouble_is_shown(tasks: Tasks, qtbot: QtBot, said: Said) -> None:
    def work(report: Report) -> None:
        raise UserError("读不了", "甲.txt")

    tasks.run("读取", work, lambda result: pytest.fail("no success"))
    qtbot.waitUntil(lambda: said.errors == ["读不了：甲.txt。"])
    said.errors.clear()


def test_a_fault_reaches_the_fault_hook(tasks: Tasks, qtbot: QtBot) -> None:
    def work(report: Report) -> None:
        raise ZeroDivisionError("fault in a worker")

    with capture_exceptions() as faults:
        tasks.run("读取", work, lambda result: pytest.fail("no success"))
        qtbot.waitUntil(lambda: bool(faults))
    assert faults[0][0] is ZeroDivisionError


def test_long_work_shows_progress_and_can_be_cancelled(tasks: Tasks, qtbot: QtBot) -> None:
    def work(report: Report) -> None:
        for step in range(1_000_000):
            report(step, 1_000_000, "甲.txt")
            threading.Event().wait(0.01)

    ended: list[Exception] = []
    tasks.run("读取", work, lambda result: pytest.fail("no success"), ended.append)
    window = tasks.parent()
    assert isinstance(window, QWidget)
    qtbot.waitUntil(lambda: bool(window.findChildren(QProgressDialog)))
    dialog = window.findChildren(QProgressDialog)[0]
    qtbot.waitUntil(lambda: dialog.labelText() == "甲.txt" and dialog.maximum() == 1_000_000)
    qtbot.mouseClick(dialog.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(ended))
    assert type(ended[0]).__name__ == "Cancelled"
    assert not tasks.busy


def _typed(window: QWidget, field: QLineEdit, qtbot: QtBot, text: str) -> str:
    """What stands in the field after somebody clicked into it and typed; through the window, as the system does it."""
    handle, middle = window.windowHandle(), field.mapTo(window, field.rect().center())
    field.clear()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    for sign in text:
        QTest.keyClick(handle, sign)
    qtbot.wait(20)
    return field.text()


@pytest.mark.parametrize("cancellable", [True, False])
def test_the_window_stays_closed_until_the_work_has_really_ended(qtbot: QtBot, cancellable: bool) -> None:
    window = QWidget()
    field = QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    tasks = Tasks(window)
    ended: list[object] = []
    go_on = threading.Event()
    assert _typed(window, field, qtbot, "abc") == "abc"
    tasks.run("撤销", lambda report: go_on.wait(10), ended.append, ended.append, at_once=True, cancellable=cancellable)
    (dialog,) = window.findChildren(QProgressDialog)
    assert tasks.holding() == "撤销"
    assert _typed(window, field, qtbot, "abc") == ""
    buttons = [button for button in dialog.findChildren(QPushButton) if button.isVisible()]
    assert len(buttons) == cancellable
    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert not button.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert tasks.busy and dialog.isVisible() and not ended
    assert dialog.labelText() == ("正在停止…" if cancellable else "正在撤销…")
    assert _typed(window, field, qtbot, "abc") == ""
    go_on.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert type(ended[0]).__name__ == ("Cancelled" if cancellable else "bool")
    assert tasks.holding() == ""
    assert _typed(window, field, qtbot, "abc") == "abc"


def test_a_second_task_waits_its_turn(tasks: Tasks, qtbot: QtBot, said: Said) -> None:
    go_on = threading.Event()
    done: list[str] = []
    tasks.run("第一件事", lambda report: go_on.wait(10) and "甲", done.append)
    tasks.run("第二件事", lambda report: "乙", done.append)
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert done == ["甲"]
    assert said.told == ["正在第一件事，完成后再试。"]


def test_closing_cancels_and_waits(tasks: Tasks) -> None:
    started = threading.Event()

    def work(report: Report) -> None:
        started.set()
        while True:
            report(0, 0, "")

    tasks.run("读取", work, lambda result: pytest.fail("no success"))
    assert started.wait(10)
    tasks.close()
    assert not tasks.busy


@pytest.mark.parametrize(
    ("environment", "plugins", "processes", "variables"),
    [
        ({}, [], set(), {}),
        ({"QT_IM_MODULE": "fcitx"}, [], {"fcitx5"}, {"IBUS_USE_PORTAL": "1", "QT_IM_MODULE": "ibus"}),
        ({"XMODIFIERS": "@im=fcitx"}, [], {"fcitx5"}, {"IBUS_USE_PORTAL": "1", "QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "fcitx"}, ["libfcitxplatforminputcontextplugin.so"], {"fcitx"}, {}),
        ({"QT_IM_MODULE": "fcitx5"}, [], {"fcitx5", "fcitx"}, {"IBUS_USE_PORTAL": "1", "QT_IM_MODULE": "ibus"}),
        ({"XMODIFIERS": "@im=ibus"}, [], {"ibus-daemon"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "fcitx"}, [], {"fcitx"}, {}),
    ],
)
def test_choice_of_input_method(
    environment: dict[str, str], plugins: list[str], processes: set[str], variables: dict[str, str]
) -> None:
    choice = input_method.choose(environment, plugins, processes)
    assert choice.variables == variables
    assert bool(choice.notice) == (processes == {"fcitx"} and not plugins)


def test_running_programs_are_read_from_proc(tmp_path: Path) -> None:
    (tmp_path / "12").mkdir()
    (tmp_path / "12" / "comm").write_text("fcitx5\n")
    (tmp_path / "13").mkdir()
    assert input_method.running(tmp_path) == {"fcitx5"}


def test_a_fault_of_the_program_is_said_once_and_can_be_copied(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    shown: list[str] = []

    def show(trace: str) -> None:
        shown.append(trace)
        app.on_fault(ValueError, ValueError("a repeat"), None)  # while the box is open

    monkeypatch.setattr(app, "show_fault", show)
    app.on_fault(ValueError, ValueError("the fault"), None)
    assert len(shown) == 1
    assert "the fault" in shown[0]


def test_the_details_of_a_fault_can_be_copied(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    def person(box: QMessageBox) -> int:
        box.show()
        copy = next(button for button in box.buttons() if button.text() == "复制详情")
        qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
        assert box.isVisible()
        box.hide()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", person)
    app.show_fault("Traceback of the fault")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("预算绩效编报")
    assert copied.endswith("Traceback of the fault")


def test_qt_speaks_chinese(qapp: object) -> None:
    assert app.speak_chinese(qapp)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
