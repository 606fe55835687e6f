"""Answering findings in the panel, and the filters by rule and unit."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop_app.ui.answer_dialog import AnswerDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.problems_model import MESSAGE
from desktop_app.ui.problems_pane import ProblemsPane
from desktop_app.ui.rules_dialog import SEVERITY, RulesDialog
from desktop_app.ui.workspace_view import WorkspaceView

WORDS = "按财政局批复口径填列"


def select(problems: ProblemsPane, rule: str, count: int = 1) -> None:
    """Choose the first rows of a rule as a person does: a click, then clicks with Ctrl."""
    rows = [i for i, finding in enumerate(problems.model.shown) if finding.rule == rule][:count]
    problems.table.clearSelection()
    for row in rows:
        index = problems.model.index(row, 0)
        problems.table.setCurrentIndex(index)
    problems.table.clearSelection()
    for row in rows:
        problems.table.selectionModel().select(
            problems.model.index(row, 0),
            problems.table.selectionModel().SelectionFlag.Select | problems.table.selectionModel().SelectionFlag.Rows,
        )


def write(qtbot: QtBot, problems: ProblemsPane, text: str, by: str = "王会计") -> None:
    """Press 写说明…, type the words as an input method does, sign, and press 确定."""

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AnswerDialog)
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(dialog.text, event)
        dialog.by.setText(by)
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        if dialog.isVisible():  # 确定 is not to be had
            dialog.reject()

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(problems.answer, Qt.MouseButton.LeftButton)


def of_rule(problems: ProblemsPane, rule: str) -> int:
    return sum(finding.rule == rule and not finding.answer for finding in problems.model.shown)


def test_control_and_enter_accept_the_dialog_once_there_are_words(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    dialog = AnswerDialog(view.problems.model.shown[:1], "王会计", opened)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()  # nothing is written yet
    qtbot.keyClicks(dialog.text, "written in the budget of last year")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == 1


def test_an_answer_silences_and_is_shown_and_taken_back(opened: MainWindow, view: WorkspaceView, qtbot: QtBot) -> None:
    problems = view.problems
    assert problems.answered.isHidden()
    before = of_rule(problems, "K11")
    assert before == 2
    select(problems, "K11", 2)
    write(qtbot, problems, WORDS)
    qtbot.waitUntil(lambda: of_rule(problems, "K11") == 0)
    assert problems.answered.text() == "已说明 2"
    qtbot.mouseClick(problems.answered, Qt.MouseButton.LeftButton)
    rows = [i for i, finding in enumerate(problems.model.shown) if finding.answer]
    assert [problems.model.index(row, 0).data() for row in rows] == ["已说明"] * 2
    assert all(WORDS in str(problems.model.index(row, MESSAGE).data()) for row in rows)
    select(problems, "K11", 1)
    assert problems.answer.text() == "撤回说明"
    qtbot.mouseClick(problems.answer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: of_rule(problems, "K11") == 1)
    assert problems.answered.text() == "已说明 1"


@pytest.mark.parametrize(("text", "by"), [("可", "王会计"), (WORDS, "")], ids=["no words", "no name"])
def test_an_answer_without_words_or_a_name_is_not_taken(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot, text: str, by: str
) -> None:
    problems = view.problems
    select(problems, "K11", 1)
    write(qtbot, problems, text, by)
    qtbot.wait(200)
    assert of_rule(problems, "K11") == 2


def test_findings_are_filtered_by_rule_and_unit(opened: MainWindow, view: WorkspaceView, qtbot: QtBot) -> None:
    problems = view.problems
    everything = len(problems.model.shown)
    problems.rule.setCurrentIndex(problems.rule.findData("F03"))
    assert {finding.rule for finding in problems.model.shown} == {"F03"}
    problems.rule.setCurrentIndex(0)
    assert len(problems.model.shown) == everything
    texts = [problems.scope.itemText(i) for i in range(2, problems.scope.count())]
    assert texts == ["412001 云岭县水利局本级", "412002 云岭县水库管理所"]
    problems.scope.setCurrentIndex(2)
    assert {finding.unit for finding in problems.model.shown} == {"412001"}


def test_a_severity_is_changed_in_the_dialog_and_the_panel_follows(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot, tmp_path: Path
) -> None:
    problems = view.problems
    assert opened.hub is not None
    dialog = RulesDialog(opened.hub, tmp_path, opened)
    dialog.show()
    row = next(i for i in range(dialog.rules.rowCount()) if dialog.rules.item(i, 0).text() == "K11")
    box = dialog.rules.cellWidget(row, SEVERITY)
    assert isinstance(box, QComboBox)
    qtbot.keyClick(box, Qt.Key.Key_End)  # 关闭, the last; a key in a box that is closed chooses at once
    qtbot.waitUntil(lambda: of_rule(problems, "K11") == 0)
    qtbot.waitUntil(lambda: "另有本单位设置 1 条" in dialog.used.text())
    secret = next(i for i in range(dialog.rules.rowCount()) if dialog.rules.item(i, 0).text() == "D01")
    assert not dialog.rules.cellWidget(secret, SEVERITY).isEnabled()
    opened.hub.undo()
    qtbot.waitUntil(lambda: of_rule(problems, "K11") == 2)
    dialog.close()
