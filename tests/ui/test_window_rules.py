"""The dialog of the rules: limits and words by their names, changed by hand, wrong ones said in a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, reading, rule_sets, workspace
from desktop_app.domain.rule_sets import graded
from desktop_app.errors import UserError
from desktop_app.ui import dialogs
from desktop_app.ui.limits_dialog import LimitsDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.rule_set_dialog import RuleSetDialog
from desktop_app.ui.rules_dialog import ID, LIMITS, RulesDialog


@pytest.fixture
def dialog(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> RulesDialog:
    assert opened.hub is not None
    shown = RulesDialog(opened.hub, tmp_path, opened)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def choose(dialog: RulesDialog, rule: str) -> int:
    row = next(i for i in range(dialog.rules.rowCount()) if dialog.rules.item(i, ID).text() == rule)
    dialog.rules.setCurrentCell(row, ID)
    return row


def asked(qtbot: QtBot, act: Callable[[LimitsDialog], None]) -> list[LimitsDialog]:
    """Let `act` do something in the dialog that comes."""
    seen: list[LimitsDialog] = []

    def fill() -> None:
        modal = QApplication.activeModalWidget()
        assert isinstance(modal, LimitsDialog)
        seen.append(modal)
        act(modal)
        if modal.isVisible():
            modal.reject()

    QTimer.singleShot(0, fill)
    return seen


def replace_text(qtbot: QtBot, field: object, keys: str) -> None:
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, keys)


def test_limits_are_shown_by_their_names(dialog: RulesDialog) -> None:
    texts = [dialog.rules.item(i, LIMITS).text() for i in range(dialog.rules.rowCount())]
    assert "三级指标名称最多字数 30 字；指标值最多字数 60 字" in texts
    assert not any(key in text for key in ("_", "length", "words", "setup|") for text in texts)


def test_a_limit_is_changed_by_hand_in_one_undo_step(dialog: RulesDialog, opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.hub is not None
    row = choose(dialog, "K07")

    def act(box: LimitsDialog) -> None:
        replace_text(qtbot, box.fields["name_length"], "40")
        replace_text(qtbot, box.fields["value_length"], "90")
        qtbot.keyClick(box, Qt.Key.Key_Return)

    asked(qtbot, act)
    qtbot.mouseClick(dialog.limit, Qt.MouseButton.LeftButton)
    assert dialog.rules.item(row, LIMITS).text() == "三级指标名称最多字数 40 字；指标值最多字数 90 字"
    (book,) = reading.load_books(opened.hub.store)
    assert rule_sets.rules_for(opened.hub.store, book)["K07"]["value_length"] == 90
    assert editing.undo_name(opened.hub.store) == "设置规则 K07"
    opened.hub.undo()
    assert rule_sets.rules_for(opened.hub.store, book)["K07"]["name_length"] == 30


def test_a_wrong_limit_is_said_and_cannot_be_taken(dialog: RulesDialog, qtbot: QtBot) -> None:
    choose(dialog, "K13")

    def act(box: LimitsDialog) -> None:
        assert box.accept_button.isEnabled() and box.wrong.isHidden()
        replace_text(qtbot, box.fields["floor"], "180")
        assert box.wrong.text() == "⚠ “满意度最低值”应在 0 到 100 %之间，现为 180。"
        assert not box.accept_button.isEnabled()
        qtbot.mouseClick(box.reset, Qt.MouseButton.LeftButton)
        assert box.accept_button.isEnabled() and box.values() == {}

    seen = asked(qtbot, act)
    qtbot.mouseClick(dialog.limit, Qt.MouseButton.LeftButton)
    assert seen


def test_words_are_changed_in_lists(dialog: RulesDialog, opened: MainWindow, qtbot: QtBot) -> None:
    choose(dialog, "P10")

    def act(box: LimitsDialog) -> None:
        box.fields["words"].setPlainText("某某、待定")
        qtbot.mouseClick(box.accept_button, Qt.MouseButton.LeftButton)

    asked(qtbot, act)
    qtbot.mouseClick(dialog.limit, Qt.MouseButton.LeftButton)
    assert opened.hub is not None
    (book,) = reading.load_books(opened.hub.store)
    assert rule_sets.rules_for(opened.hub.store, book)["P10"]["words"] == ["某某", "待定"]


@pytest.mark.parametrize("rule", ["P01", "D01", "D03"])
def test_rules_without_limits_to_change_offer_none(dialog: RulesDialog, rule: str) -> None:
    choose(dialog, rule)
    assert not dialog.limit.isEnabled()


def test_a_rule_set_with_a_limit_that_makes_no_sense_is_refused(opened: MainWindow, tmp_path: Path) -> None:
    assert opened.hub is not None
    path = tmp_path / "规则.toml"
    path.write_text('name = "审核规则"\n[rule.K13]\nfloor = 300\n', "utf-8")
    with pytest.raises(UserError, match=r"满意度最低值.*应在 0 到 100 %之间，现为 300"):
        rule_sets.load(opened.hub.store, path)


def test_a_rule_of_several_severities_says_so_and_every_choice_is_kept(dialog: RulesDialog, opened: MainWindow) -> None:
    assert opened.hub is not None
    box, alone = dialog.boxes["P08"], dialog.boxes["P07"]
    offered = [box.itemText(i) for i in range(box.count())]
    assert offered == ["按程序（错误／警告）", "错误", "警告", "提示", "关闭"]
    assert box.currentIndex() == 0 and [alone.itemText(0), alone.currentText()] == ["错误", "错误"]
    store, (book,) = opened.hub.store, reading.load_books(opened.hub.store)
    for index, held in ((1, {"error"}), (4, {"off"}), (0, {"error", "warning"})):
        box.setCurrentIndex(index)
        box.activated.emit(index)
        assert {*graded(rule_sets.rules_for(store, book)["P08"]).values()} == held
        assert box.currentIndex() == index
    assert rule_sets.name_for(store, book) == rule_sets.OWN


def test_of_several_departments_each_is_shown_by_its_own_set(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert opened.hub is not None
    assert opened.hub.run(workspace.add_department, 2026, "云岭县林业局", "413") is not None
    path = tmp_path / "规则.toml"
    path.write_text('name = "次年规则"\nyears = [2026]\n[rule.P07]\nseverity = "info"\n', "utf-8")
    opened.hub.run(rule_sets.load, path)
    last = reading.load_books(opened.hub.store)[-1].id
    shown = RulesDialog(opened.hub, tmp_path, opened, last)
    qtbot.addWidget(shown)
    shown.show()
    assert shown.book.isVisible() and shown.book.currentText() == "2025年度 · 云岭县水利局"
    assert "程序自带规则" in shown.used.text() and shown.boxes["P07"].currentText() == "错误"
    shown.book.setCurrentIndex(0)
    assert "次年规则" in shown.used.text() and shown.boxes["P07"].currentText() == "提示"


def test_a_set_is_saved_for_the_years_and_places_chosen(
    dialog: RulesDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(asked: QDialog) -> bool:
        assert isinstance(asked, RuleSetDialog)
        assert [asked.years.itemText(i) for i in range(asked.years.count())] == ["2025年度", "各年度"]
        asked.name.setText("某县规则")
        asked.years.setCurrentIndex(1)
        return True

    monkeypatch.setattr(dialogs, "run", fill)
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "出.toml")
    dialog.save.click()
    assert 'name = "某县规则"' in (text := (tmp_path / "出.toml").read_text("utf-8"))
    assert "\nyears" not in text


def test_the_places_offered_grow_wider(qtbot: QtBot) -> None:
    asked = RuleSetDialog(((2025,), ("530928",)), [2025, 2026])
    qtbot.addWidget(asked)
    assert [asked.places.itemText(i) for i in range(asked.places.count())] == [
        "530928（全县）", "5309（全市）", "53（全省）", "各地",
    ]  # fmt: skip
    asked.years.setCurrentIndex(1)
    asked.places.setCurrentIndex(1)
    assert asked.written() == ("审核规则", ((2026,), ("5309",)))
